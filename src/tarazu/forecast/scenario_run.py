"""A scenario run beside its base: how lines differ, path by path under the same random numbers."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from tarazu.forecast.counts_types import CountSystem, Floats, Integers, Series
from tarazu.forecast.interventions import Change, compile_changes
from tarazu.forecast.scenario_types import Effect, Line, Spread, Verdict
from tarazu.forecast.simulate import Run, Watch, run_forward

_LEVELS = (0.25, 0.75, 0.05, 0.95)
_NOTHING = 0.01  # acts: lines that differ by less on average are not shown
_FANS = 40


class Lines(msgspec.Struct, frozen=True, kw_only=True):
    """Series put together.

    Attributes:
        lines: Dyads with all channels together, then by channel.
        members: Of each line the places of its series.
    """

    lines: tuple[Line, ...]
    members: tuple[tuple[int, ...], ...]


class Both(msgspec.Struct, frozen=True, kw_only=True):
    """A scenario and its base, run by the same random numbers.

    Attributes:
        lines: What is told apart.
        base, scenario: Paths by weeks by lines.
        supposed: Which lines the scenario itself is about.
    """

    lines: Lines
    base: Integers
    scenario: Integers
    supposed: tuple[bool, ...]


def lines_of(series: Sequence[Series]) -> Lines:
    """The lines of some series; where no channels are told apart, only whole ones."""
    whole: dict[Line, list[int]] = {}
    parts: dict[Line, list[int]] = {}
    for at, each in enumerate(series):
        line = Line(source=each.source, target=each.target, valence=each.valence, channel=None, whole=True)
        whole.setdefault(line, []).append(at)
        parts.setdefault(msgspec.structs.replace(line, channel=each.channel, whole=False), []).append(at)
    found = {**whole, **parts} if any(each.channel for each in series) else whole
    return Lines(lines=tuple(found), members=tuple(tuple(places) for places in found.values()))


def run_both(system: CountSystem, run: Run, changes: Sequence[Change], watch: Watch | None = None) -> Both:
    """Runs a scenario and its base.

    Raises:
        OptionError: A change is not about the system's series, or there is too much to run.
        StoppedError: It was stopped.
    """
    watch = watch or Watch()
    lines = lines_of(system.table.series)
    base = _summed(run_forward(system, run, (), watch.part(0.0, 0.5)).counts, lines)
    scenario = _summed(run_forward(system, run, changes, watch.part(0.5, 1.0)).counts, lines)
    touched = compile_changes(changes, system.table, run.weeks).touched()
    supposed = tuple(bool(touched[list(places)].any()) for places in lines.members)
    return Both(lines=lines, base=base, scenario=scenario, supposed=supposed)


def effects_of(both: Both) -> tuple[Effect, ...]:
    """How the lines differ: those that are named first, then the others, the largest differences first."""
    totals = both.scenario.sum(axis=1) - both.base.sum(axis=1)
    means = totals.mean(axis=0)
    shown = [at for at in np.argsort(-np.abs(means), kind="stable") if abs(means[at]) >= _NOTHING or both.supposed[at]]
    found = [_effect(both, int(at), totals[:, at]) for at in shown]
    found.sort(key=lambda each: each.verdict == "no difference to tell")
    places = {line: at for at, line in enumerate(both.lines.lines)}
    return tuple(msgspec.structs.replace(each, fan=_fan(both, places[each.line])) if rank < _FANS or each.supposed else each for rank, each in enumerate(found))


def spread_of(values: Integers | Floats) -> Spread:
    """The mean and the bands of draws."""
    low50, high50, low90, high90 = (float(each) for each in np.quantile(values, _LEVELS))
    return Spread(mean=float(values.mean()), low50=low50, high50=high50, low90=low90, high90=high90)


def _effect(both: Both, at: int, difference: Integers) -> Effect:
    spread = spread_of(difference)
    verdict: Verdict = "more" if spread.low90 > 0 else "less" if spread.high90 < 0 else "no difference to tell"
    return Effect(
        line=both.lines.lines[at], supposed=both.supposed[at], base=spread_of(both.base[:, :, at].sum(axis=1)),
        scenario=spread_of(both.scenario[:, :, at].sum(axis=1)), difference=spread, above=float((difference > 0).mean()),
        below=float((difference < 0).mean()), verdict=verdict,
    )  # fmt: skip


def _fan(both: Both, at: int) -> tuple[Spread, ...]:
    grown = np.cumsum(both.scenario[:, :, at] - both.base[:, :, at], axis=1)
    return tuple(spread_of(grown[:, week]) for week in range(grown.shape[1]))


def _summed(counts: np.ndarray[tuple[int, ...], np.dtype[np.int32]], lines: Lines) -> Integers:
    """Counts by lines; paths by weeks by lines, the paths of a line side by side."""
    series = counts.transpose(2, 1, 0)
    out = np.empty((len(lines.members), *series.shape[1:]), dtype=np.int64)
    for at, places in enumerate(lines.members):
        out[at] = series[places[0]]
        for place in places[1:]:
            out[at] += series[place]
    return out.transpose(2, 1, 0)
