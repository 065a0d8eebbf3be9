"""Would a scenario have told what followed a shock? The day before it is fixed, only the shock is fed in, and what came after is scored.

Beside the run with the shock stand the same run without it, by the same random numbers, and climatology: weeks drawn from the past of each series.

Source: Gneiting and Raftery (2007), "Strictly Proper Scoring Rules, Prediction, and Estimation", Journal of the American Statistical Association 102, sections
4.2 (continuous ranked probability score) and 4.3 (energy score).
"""

from __future__ import annotations

from collections.abc import Collection

import msgspec
import numpy as np

from tarazu.errors import OptionError
from tarazu.forecast.counts import fit_counts, narrow
from tarazu.forecast.counts_table import exposure_of
from tarazu.forecast.counts_types import CountTable, Floats, Series, Valence
from tarazu.forecast.interventions import Force
from tarazu.forecast.simulate import Run, run_forward

_BEFORE = 8  # weeks that a jump is measured against
_MOST_SERIES = 300


class Shock(msgspec.Struct, frozen=True, kw_only=True):
    """A week in which two parties' acts of a valence leapt.

    Attributes:
        one, two: The parties, in the order of their ids; acts of both ways count.
        valence: Of the acts.
        week: Which, from 0.
        acts: How many there were.
        usual: How many a week in the eight weeks before.
        size: The leap on the scale on which Poisson counts scatter alike: twice the difference of square roots.
    """

    one: str
    two: str
    valence: Valence
    week: int
    acts: int
    usual: float
    size: float


class Scores(msgspec.Struct, frozen=True, kw_only=True):
    """Scores of one way of telling what comes after a shock; the less the better.

    Attributes:
        dyad: CRPS by week after the shock, mean over the series between the two.
        around: The same over the series between either of them and others.
        energy: The energy score of all weeks and series between the two at once.
    """

    dyad: tuple[float, ...]
    around: tuple[float, ...]
    energy: float


class Replay(msgspec.Struct, frozen=True, kw_only=True):
    """What followed a shock, told in three ways."""

    shock: Shock
    fed: Scores
    plain: Scores
    climatology: Scores


def find_shocks(table: CountTable, weeks: range, number: int, among: Collection[str] = ()) -> tuple[Shock, ...]:
    """The largest leaps of acts between two parties, each pair once, the largest first.

    Args:
        table: The counts.
        weeks: In which weeks; each from the eighth on.
        number: How many at most.
        among: One of the two must be one of these; none named is anybody.
    """
    found: dict[tuple[str, str], Shock] = {}
    sums: dict[tuple[str, str, Valence], Floats] = {}
    for at, each in enumerate(table.series):
        one, two = sorted((each.source, each.target))
        if not among or {one, two} & set(among):
            key = (one, two, each.valence)
            sums[key] = sums.get(key, np.zeros(table.counts.shape[1])) + table.counts[at]
    for (one, two, valence), counts in sums.items():
        for week in weeks:
            usual = float(counts[week - _BEFORE : week].mean())
            size = 2 * (float(np.sqrt(counts[week] + 0.375)) - float(np.sqrt(usual + 0.375)))
            if (one, two) not in found or size > found[one, two].size:
                found[one, two] = Shock(one=one, two=two, valence=valence, week=week, acts=int(counts[week]), usual=usual, size=size)
    return tuple(sorted(found.values(), key=lambda each: (-each.size, each.one, each.two))[:number])


def replay(table: CountTable, shock: Shock, weeks: int, run: Run) -> Replay:
    """Fits on the weeks before a shock, feeds the acts between the two in the week of the shock, and scores the weeks after it.

    Args:
        table: The counts, reaching `weeks` weeks beyond the shock.
        shock: Which.
        weeks: How many weeks after the shock are scored.
        run: For paths and seed.

    Raises:
        OptionError: The table does not reach so far.
    """
    if shock.week + weeks >= table.counts.shape[1] or shock.week < _BEFORE:
        raise OptionError("shock", f"{_BEFORE} weeks before it and {weeks} after", f"week {shock.week} of {table.counts.shape[1]}", "score fewer weeks")
    past = table.until(shock.week)
    past = msgspec.structs.replace(past, exposure=exposure_of(past.counts.sum(axis=0)))
    pair = {shock.one, shock.two}
    between = [each for each in table.series if {each.source, each.target} == pair]
    system = narrow(fit_counts(past), _MOST_SERIES, (shock.one, shock.two), between)
    past, known = system.table, {series: at for at, series in enumerate(table.series)}
    came = table.counts[[known[each] for each in past.series]]
    changes = [
        Force(series=each, first=0, last=0, count=int(came[at, shock.week]), instead=True)
        for at, each in enumerate(past.series)
        if {each.source, each.target} == pair and each.valence == shock.valence
    ]
    ahead = msgspec.structs.replace(run, weeks=weeks + 1)
    truth = came[:, shock.week + 1 : shock.week + 1 + weeks].T
    ways = [*(run_forward(system, ahead, each).counts[:, 1:].astype(np.float64) for each in (changes, ())), _climatology(past, weeks, run)]
    scores = [_scored(way, truth, past.series, pair) for way in ways]
    return Replay(shock=shock, fed=scores[0], plain=scores[1], climatology=scores[2])


def crps_of(draws: Floats, came: Floats) -> Floats:
    """The continuous ranked probability score of draws, by the fair estimate that does not depend on how many there are.

    Args:
        draws: Draws in the first axis.
        came: Of the shape of the others.

    Example:
        >>> crps_of(np.array([[1.0], [3.0]]), np.array([2.0])).tolist()
        [0.0]
    """
    number = len(draws)
    ordered = np.sort(draws, axis=0)
    ranks = (2 * np.arange(1, number + 1) - number - 1).reshape(-1, *[1] * (draws.ndim - 1))
    return np.asarray(np.abs(draws - came).mean(axis=0) - (ordered * ranks).sum(axis=0) / (number * (number - 1)), dtype=np.float64)


def energy_score(draws: Floats, came: Floats) -> float:
    """The energy score of draws of a vector: as CRPS, of all its parts at once.

    Args:
        draws: Draws by parts; those that follow each other are taken as pairs.
        came: By parts.
    """
    off = np.linalg.norm(draws - came, axis=1).mean()
    return float(off - 0.5 * np.linalg.norm(draws - np.roll(draws, 1, axis=0), axis=1).mean())


def _climatology(past: CountTable, weeks: int, run: Run) -> Floats:
    """Weeks drawn from the past, all series of a week together."""
    generator = np.random.default_rng(run.seed)
    drawn = generator.integers(0, past.counts.shape[1], (run.paths, weeks))
    return np.asarray(past.counts.T[drawn], dtype=np.float64)


def _scored(draws: Floats, truth: Floats, series: tuple[Series, ...], pair: set[str]) -> Scores:
    between = np.array([{each.source, each.target} == pair for each in series])
    around = np.array([bool({each.source, each.target} & pair) for each in series]) & ~between
    each_week = crps_of(draws, truth)
    flat = draws[:, :, between].reshape(len(draws), -1)
    return Scores(
        dyad=tuple(each_week[:, between].mean(axis=1).tolist()), around=tuple(each_week[:, around].mean(axis=1).tolist()),
        energy=energy_score(flat, truth[:, between].reshape(-1)),
    )  # fmt: skip
