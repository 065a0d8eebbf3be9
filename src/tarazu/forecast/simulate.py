"""Runs a system of counts forward: thousands of paths by the same random numbers for every scenario, and what is to be expected without any chance.

Each series and week has its own random numbers, drawn from a generator whose key is the seed and the name of the series: what else is in the table, and what a
scenario changes elsewhere, does not touch them. A base run and a scenario therefore differ by the scenario alone (common random numbers).

Source: Glasserman and Yao (1992), "Some Guidelines and Guarantees for Common Random Numbers", Management Science 38 (6); Salmon et al. (2011), "Parallel
random numbers: as easy as 1, 2, 3", SC11 (counter-based generators).
"""

from __future__ import annotations

import hashlib
import math
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import msgspec
import numpy as np

from tarazu.errors import OptionError, TarazuError
from tarazu.forecast.counts_fit import LOWEST
from tarazu.forecast.counts_terms import MEANS, MOVING, SIZES, STILL, Memory, Terms, build_terms, memory_of, moving_of
from tarazu.forecast.counts_types import DAYS, CountSystem, Floats, Integers, Paths, Series
from tarazu.forecast.interventions import Change, Changes, compile_changes
from tarazu.forecast.quantiles import count_quantiles

_MOST = 50_000_000  # counts in all paths: 200 MB
_LARGEST = 1e6
_STEADY = 0.95  # of a sum of feedback below this, what happens dies away
_LEAST_SIZE, _MOST_SIZE = -5.0, 5.0


class StoppedError(TarazuError):
    """A run was stopped by who started it."""


class Watch(msgspec.Struct, frozen=True, kw_only=True):
    """How a long run is watched and stopped.

    Attributes:
        progress: Is called with the part that is done, from 0 to 1.
        cancel: The run ends with a `StoppedError` soon after this is set.
    """

    progress: Callable[[float], None] | None = None
    cancel: threading.Event | None = None

    def part(self, first: float, last: float) -> Watch:
        """A watch over a part of the run, from `first` to `last` of the whole."""
        whole = self.progress
        return msgspec.structs.replace(self, progress=None if whole is None else lambda done: whole(first + (last - first) * done))

    def tell(self, done: float) -> None:
        """Says how far it is.

        Raises:
            StoppedError: It is to stop.
        """
        if self.cancel is not None and self.cancel.is_set():
            raise StoppedError("run", "time to finish", "a stop", "start it again")
        if self.progress is not None:
            self.progress(done)


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """How a system is run.

    Attributes:
        weeks: How many weeks ahead, 1 or more.
        paths: How many futures are drawn, 1 or more.
        seed: From 0; the same seed draws the same.
        doubt: Draw the numbers of the model and the levels too, each path its own, as well as they are known; else take the best ones.
    """

    weeks: int
    paths: int = 2000
    seed: int = 0
    doubt: bool = True


class Drawn(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers of the model that each path believes in.

    Attributes:
        weights: Terms of the mean by paths.
        sizes: Coefficients of the size by paths.
        level: Series by paths.
        ties: Of both valences, by paths.
    """

    weights: Floats
    sizes: Floats
    level: Floats
    ties: Floats


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A week of a run; arrays are series by paths.

    Attributes:
        expected, size: The mean and the size of each count's distribution, given what the path brought before and without what is forced.
        counts: What was drawn, and forced.
    """

    expected: Floats
    size: Floats
    counts: Floats


def simulate(system: CountSystem, horizon_weeks: int, paths: int, seed: int, interventions: Sequence[Change] = ()) -> Paths:
    """Draws futures.

    Args:
        system: Fitted.
        horizon_weeks: How many weeks ahead.
        paths: How many futures.
        seed: Of the generator.
        interventions: What is supposed to happen otherwise; see `interventions.Change`.

    Returns:
        Counts, paths by weeks by series.

    Raises:
        OptionError: There are too many paths, weeks or series at once, or none; or an intervention is not about them.
    """
    return run_forward(system, Run(weeks=horizon_weeks, paths=paths, seed=seed), interventions)


def run_forward(system: CountSystem, run: Run, changes: Sequence[Change] = (), watch: Watch | None = None) -> Paths:
    """Draws futures as `simulate`, and can be watched and stopped.

    Raises:
        StoppedError: It was stopped.
    """
    out = np.empty((len(system.table.series), run.weeks, run.paths), dtype=np.int32)  # the paths of a series lie side by side: they are summed together
    for week, step in enumerate(steps(system, run, changes, watch)):
        out[:, week] = step.counts
    return Paths(series=system.table.series, counts=out.transpose(2, 1, 0), origin=system.origin)


def steps(system: CountSystem, run: Run, changes: Sequence[Change] = (), watch: Watch | None = None) -> Iterator[Step]:
    """The weeks of a run one by one, each with what was expected of it in each path; arguments and errors as of `run_forward`."""
    series = system.table.series
    _check(run, len(series))
    watch = watch or Watch()
    compiled = compile_changes(changes, system.table, run.weeks)
    forward = _Forward(system, draw(system, run), compiled)
    keys = [_key(run.seed, each) for each in series]
    for week in range(run.weeks):
        watch.tell(week / run.weeks)
        expected, size = forward.ahead(week)
        counts = count_quantiles(np.stack([_uniforms(key, week, run.paths) for key in keys]), expected, size)
        counts = np.minimum(compiled.force(week, counts, partial(_forced_uniforms, keys, week, run.paths)), _LARGEST)
        forward.take(counts)
        yield Step(expected=expected, size=size, counts=counts)
    watch.tell(1.0)


def expect(system: CountSystem, weeks: int, changes: Sequence[Change] = (), point: Floats | None = None, ties: Floats | None = None) -> Floats:
    """What is to be expected, near enough, without chance: the mean of a system that is all but linear runs by itself.

    Args:
        system: Fitted.
        weeks: How many weeks ahead.
        changes: As for `simulate`.
        point: Other numbers of the model than the best ones; as `CountSystem.point`.
        ties: Other coefficients of shared bodies than the best ones, of cooperation and of conflict.

    Returns:
        Weeks by series. What departs from a line is left out: bursts that are remembered as fewer, means that stop at their floor.
    """
    compiled = compile_changes(changes, system.table, weeks)
    own = system.point if point is None else point
    known = ties if ties is not None else np.array([mean for mean, _ in system.levels.ties.values()])
    drawn = Drawn(weights=_steady(np.exp(own[: len(MEANS)])[:, None]), sizes=own[len(MEANS) :][:, None], level=system.levels.mean[:, None], ties=known[:, None])
    forward = _Forward(system, drawn, compiled)
    out = np.empty((weeks, len(system.table.series)))
    for week in range(weeks):
        expected, _ = forward.ahead(week)
        expected = compiled.force_mean(week, expected)
        out[week] = expected[:, 0]
        forward.take(expected)
    return out


def draw(system: CountSystem, run: Run) -> Drawn:
    """The numbers that each path believes in."""
    count = len(MEANS)
    paths, levels = run.paths, system.levels
    if not run.doubt:
        point = np.repeat(system.point[:, None], paths, axis=1)
        ties = np.repeat(np.array([mean for mean, _ in levels.ties.values()])[:, None], paths, axis=1)
        return Drawn(weights=_steady(np.exp(point[:count])), sizes=point[count:], level=np.repeat(levels.mean[:, None], paths, axis=1), ties=ties)
    generator = np.random.Generator(np.random.Philox(key=_number(f"{run.seed} numbers")))
    values, vectors = np.linalg.eigh(system.covariance)
    point = system.point[:, None] + (vectors * np.sqrt(np.maximum(values, 0))) @ generator.standard_normal((count + len(SIZES), paths))
    ties = np.stack([mean + deviation * generator.standard_normal(paths) for mean, deviation in levels.ties.values()])
    level = np.empty((len(levels.mean), paths))
    for at, series in enumerate(system.table.series):
        own = np.random.Generator(np.random.Philox(key=_key(run.seed, series), counter=[0, 0, 1, 0]))
        level[at] = own.standard_gamma(levels.shape[at], paths) * levels.mean[at] / levels.shape[at]
    return Drawn(weights=_steady(np.exp(np.minimum(point[:count], 2.0))), sizes=point[count:], level=level, ties=ties)


def chance_of_any(paths: Paths, series: Sequence[Series], days: int) -> float:
    """The chance of at least one act in any of some series within the first days.

    Args:
        paths: Futures.
        series: Which acts.
        days: How many, from 1 to seven times the weeks of the paths. Of a week that is cut, each act falls into each of its days alike.

    Raises:
        OptionError: A series is not among the paths, or they do not reach so far.
    """
    whole, rest = _split(paths, days)
    at = paths.places(tuple(series))
    none = (paths.counts[:, :whole, at].sum(axis=(1, 2)) == 0).astype(np.float64)
    if rest:
        none *= (1 - rest / DAYS) ** paths.counts[:, whole, at].sum(axis=1)
    return 1 - float(none.mean())


def count_draws(paths: Paths, series: Sequence[Series], days: int) -> Integers:
    """How many acts of some series there are within the first days, in each path; arguments and errors as of `chance_of_any`."""
    whole, rest = _split(paths, days)
    at = paths.places(tuple(series))
    out: Integers = paths.counts[:, :whole, at].sum(axis=(1, 2)).astype(np.int64)
    if rest:
        generator = np.random.Generator(np.random.Philox(key=_number(f"cut {days}")))
        out += generator.binomial(paths.counts[:, whole, at].sum(axis=1), rest / DAYS)
    return np.asarray(out, dtype=np.int64)


class _Ground(msgspec.Struct, frozen=True, kw_only=True):
    """What stays as it is from week to week while memberships do; series by paths.

    Attributes:
        terms: The matrices.
        level: The levels.
        constant: What the terms that stay add to the mean.
        usual: As how many acts the levels are remembered.
        size: The part of the logarithm of the size that stays.
    """

    terms: Terms
    level: Floats
    constant: Floats
    usual: Floats
    size: Floats


class _Forward:
    """A system on its way: what it remembers, series by paths, and what the next week is expected to bring."""

    def __init__(self, system: CountSystem, drawn: Drawn, compiled: Changes) -> None:
        self._system, self._drawn, self._compiled = system, drawn, compiled
        known = memory_of(system.table, system.levels)
        paths = drawn.level.shape[1]
        self._memory = Memory(sums=[np.repeat(each[:, None], paths, axis=1) for each in known.sums], read=list(known.read), bend=known.bend[:, None])
        self._grounds: dict[int, _Ground] = {}
        self._moving = [(MOVING.index(name), drawn.weights[MEANS.index(name)]) for name in MOVING]

    def ahead(self, week: int) -> tuple[Floats, Floats]:
        """Mean and size of each count of a week."""
        regime, shift = self._compiled.regime(week)
        if regime not in self._grounds:
            self._grounds[regime] = self._ground(regime, shift)
        ground = self._grounds[regime]
        terms = moving_of(ground.terms, self._memory, ground.usual)
        expected = ground.constant.copy()
        for at, weight in self._moving:
            terms[at] *= weight
            expected += terms[at]
        np.maximum(expected, LOWEST * ground.level, out=expected)
        expected *= self._system.ahead * self._compiled.factor(week)[:, None]
        logarithm = ground.size + self._drawn.sizes[2] * np.log(self._memory.averages()[1] + 0.1)
        return np.minimum(expected, _LARGEST), np.exp(np.clip(logarithm, _LEAST_SIZE, _MOST_SIZE))

    def take(self, counts: Floats) -> None:
        """Takes in what the week brought."""
        self._memory.take(counts, self._system.ahead)

    def _ground(self, regime: int, shift: Floats | None) -> _Ground:
        drawn, levels = self._drawn, self._system.levels
        terms = build_terms(self._system.table, levels.mean, self._compiled.shared(regime))
        ratio = np.exp(np.clip(shift[:, None] * drawn.ties[self._compiled.valences], -4, 4)) if shift is not None else np.ones((1, 1))
        level = drawn.level * ratio
        still = (level, terms.back @ level, levels.prior[:, None] * ratio)
        constant = sum((drawn.weights[MEANS.index(name)] * term for name, term in zip(STILL, still, strict=True)), np.zeros_like(level))
        size = drawn.sizes[0] + drawn.sizes[1] * np.log(level + 0.1)
        return _Ground(terms=terms, level=level, constant=constant, usual=self._memory.kept(level), size=size)


def _steady(weights: Floats) -> Floats:
    """Weights by paths, those of feedback held back where they would let acts call forth ever more acts."""
    feedback = [at for at, name in enumerate(MEANS) if name in MOVING]
    total = weights[feedback].sum(axis=0)
    weights = weights.copy()
    weights[feedback] *= np.minimum(1.0, _STEADY / np.maximum(total, 1e-9))
    return weights


def _check(run: Run, series: int) -> None:
    if run.weeks < 1 or run.paths < 1 or run.seed < 0:
        raise OptionError("run", "at least one week and one path, and a seed from 0", f"{run.weeks}, {run.paths}, {run.seed}", "as in --paths 2000")
    if run.weeks * run.paths * series > _MOST:
        found = f"{run.paths} paths of {run.weeks} weeks of {series} series"
        raise OptionError("run", f"at most {_MOST:,} counts at once", found, "draw fewer paths, or look less far ahead")


def _split(paths: Paths, days: int) -> tuple[int, int]:
    whole, rest = divmod(days, DAYS)
    if days < 1 or math.ceil(days / DAYS) > paths.counts.shape[1]:
        raise OptionError("days", f"1 to {DAYS * paths.counts.shape[1]} days", str(days), "simulate more weeks")
    return whole, rest


def _key(seed: int, series: Series) -> int:
    return _number(f"{seed} {series.source} {series.target} {series.channel or ''} {series.valence}")


def _number(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=16).digest(), "little")


def _forced_uniforms(keys: Sequence[int], week: int, paths: int, at: int) -> Floats:
    return _uniforms(keys[at], week, paths, 1)


def _uniforms(key: int, week: int, paths: int, stream: int = 0) -> Floats:
    return np.random.Generator(np.random.Philox(key=key, counter=[0, week, 0, stream])).random(paths)
