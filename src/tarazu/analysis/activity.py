"""Activity: the rate behind the stories of each dyad, channel and valence, with exposure, house effects and bands."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from tarazu.analysis import house_effects
from tarazu.analysis.activity_tally import Integers, Tally, joined, tally, without
from tarazu.analysis.balance_types import Band, Scope, Settings
from tarazu.analysis.count_model import Dynamics, Filtered, Floats, Smoothed, filter_rates, fit_dynamics, pooled_means, quantiles, smooth
from tarazu.records import Story

Flags = npt.NDArray[np.bool_]

_LEVELS = (0.25, 0.75, 0.05, 0.95)
_SPARSE = Dynamics(persistence=0.95, spread=0.6, scatter=1.3)
_LEAST_TO_FIT = 20.0
_NOTHING = 1e-9
_UNKNOWN_HOUSE = 0.1  # the variance of the log-factor of a source that is too new to have one


class Fitted(msgspec.Struct, frozen=True, kw_only=True):
    """What is estimated once and kept when new stories come.

    Attributes:
        whole, parts: The dynamics of lines of all channels together, and of those of one channel.
    """

    whole: Dynamics
    parts: Dynamics


class Lines(msgspec.Struct, frozen=True, kw_only=True):
    """The rates of all lines of a tally; arrays are in the order of its keys.

    Attributes:
        tally: What they were estimated from.
        fitted: The dynamics.
        typical: The weight of all that is told in an average period: exposures are measured in it.
        pooled: The mean that each log-rate returns to.
        factors: House effects, sources by groups.
        factor_variance: The variance of their logarithms.
        exposure: Series by periods: how much was told, each source by its house effect; 1 is an average period.
        filtered: The log-rates as each period saw them.
        smoothed: The log-rates as all periods together see them, in units of an average story.
        evidence: Series by periods: how many stories speak for the rate there, those of other periods by how much of them the model remembers.
    """

    tally: Tally
    fitted: Fitted
    typical: float
    pooled: Floats
    factors: Floats
    factor_variance: Floats
    exposure: Floats
    filtered: Filtered
    smoothed: Smoothed
    evidence: Floats

    def dynamics(self, series: int) -> Dynamics:
        """The dynamics of a line."""
        return self.fitted.whole if self.tally.keys[series].channel is None else self.fitted.parts

    def rates(self) -> Floats:
        """The posterior mean of the weighted stories a period, series by periods."""
        return self.smoothed.rate() * self.tally.unit


def fit_lines(stories: Sequence[Story], scope: Scope, settings: Settings, fitted: Fitted | None = None) -> Lines:
    """Estimates the rate of each line in each period.

    Args:
        stories: All of the case.
        scope: The states, powers and days.
        settings: How stories are weighed.
        fitted: The dynamics of an earlier run, to do without another search; else they are found first.

    Returns:
        The lines.

    Raises:
        OptionError: The scope cannot be.
    """
    counted = tally(stories, scope, settings)
    counts = counted.counts()
    typical = max(float(counted.told.sum(axis=0).mean()), _NOTHING)
    told = counted.told / typical
    groups, names = house_effects.groups_of(counted)
    factors = np.ones((len(counted.sources), len(names)))
    exposure = np.repeat(told.sum(axis=0)[None], len(counted.keys), axis=0)
    pooled = _pooled(counted, counts, exposure)
    if fitted is None:
        whole = _whole(counted)
        fitted = Fitted(whole=_fit(counts, exposure, pooled, whole), parts=_fit(counts, exposure, pooled, ~whole))
    lines = _followed(counted, fitted, (typical, pooled, exposure), (factors, np.zeros_like(factors)))
    if len(names) and len(counted.sources) > 1:
        rates = _group_rates(counted, lines.smoothed.rate(), groups, len(names))
        houses = house_effects.estimate(house_effects.told_by_group(counted), told, rates, fitted.whole.scatter)
        exposure = houses[0].T[groups] @ told
        lines = _followed(counted, fitted, (typical, _pooled(counted, counts, exposure), exposure), houses)
    return lines


def update_lines(lines: Lines, stories: Sequence[Story], settings: Settings, gone: Sequence[Story] = ()) -> Lines:
    """Takes new stories in: dynamics, house effects and pooled means stay, and nothing is worked out anew that lies before the first of the new stories.

    Args:
        lines: What was estimated before.
        stories: The new ones only.
        settings: As before.
        gone: Stories as they were counted before and are not to be counted any more; one that has changed is both gone and new.

    Returns:
        The lines with the new stories. Fit them anew from time to time: a new source has no house effect until then.
    """
    old = lines.tally
    new = tally(stories, old.scope, settings, old.starts)
    told_before = tally(gone, old.scope, settings, old.starts)
    counted = joined(without(old, told_before) if gone else old, new)
    touched = np.flatnonzero(new.told.sum(axis=0) + told_before.told.sum(axis=0))
    if not len(touched):
        return msgspec.structs.replace(lines, tally=counted)
    first, number = int(touched[0]), len(old.keys)
    groups, names = house_effects.groups_of(counted)
    factors = np.ones((len(counted.sources), len(names)))
    variance = np.full_like(factors, _UNKNOWN_HOUSE if len(counted.sources) > 1 else 0.0)
    rows, columns = lines.factors.shape
    factors[:rows, :columns], variance[:rows, :columns] = lines.factors, lines.factor_variance
    told, seen = counted.told / lines.typical, factors.T[groups]
    exposure = np.empty((len(counted.keys), len(old.starts)))
    exposure[:number, :first], exposure[:number, first:] = lines.exposure[:, :first], seen[:number] @ told[:, first:]
    exposure[number:] = seen[number:] @ told
    pooled = np.append(lines.pooled, _pooled(counted, counted.counts(), exposure)[number:])
    return _followed(counted, lines.fitted, (lines.typical, pooled, exposure), (factors, variance), (lines.filtered, first))


def bands(lines: Lines) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """The posterior mean of the weighted stories a period, and the ends of its 50 % and 90 % bands; each series by periods."""
    low50, high50, low90, high90 = (quantiles(lines.smoothed, level) * lines.tally.unit for level in _LEVELS)
    return lines.rates(), low50, high50, low90, high90


def band_of(draws: Floats) -> Band:
    """The band of draws from a posterior."""
    low90, low50, high50, high90 = (float(each) for each in np.quantile(draws, (0.05, 0.25, 0.75, 0.95)))
    return Band(mean=float(draws.mean()), low50=low50, high50=high50, low90=low90, high90=high90)


def _numbered(names: Sequence[tuple[str | None, ...]]) -> Integers:
    known: dict[tuple[str | None, ...], int] = {}
    return np.array([known.setdefault(name, len(known)) for name in names], dtype=np.int64)


def _fit(counts: Floats, exposure: Floats, pooled: Floats, taken: Flags) -> Dynamics:
    if counts[taken].sum() < _LEAST_TO_FIT:
        return _SPARSE
    return fit_dynamics(counts[taken], exposure[taken], pooled[taken])


def _whole(counted: Tally) -> Flags:
    return np.array([key.channel is None for key in counted.keys], dtype=bool)


def _pooled(counted: Tally, counts: Floats, exposure: Floats) -> Floats:
    if not counted.keys:
        return np.zeros(0)
    kinds = _numbered([(key.direction, key.channel, key.valence) for key in counted.keys])
    dyads = _numbered([(key.state, key.power) for key in counted.keys])
    return pooled_means(counts, exposure, kinds, dyads)


def _followed(
    counted: Tally, fitted: Fitted, given: tuple[float, Floats, Floats], houses: tuple[Floats, Floats], known: tuple[Filtered, int] | None = None
) -> Lines:
    """Filters and smooths the lines of all channels and those of one, each by their dynamics; from a period on, where what lies before is known."""
    typical, pooled, exposure = given
    groups, _ = house_effects.groups_of(counted)
    doubt = house_effects.doubt(*houses, counted.told / typical)[groups] if len(groups) else np.zeros_like(exposure)
    counts, whole = counted.counts(), _whole(counted)
    empty = [np.zeros_like(counts) for _ in range(9)]
    for taken, dynamics in ((whole, fitted.whole), (~whole, fitted.parts)):
        if not taken.any():
            continue
        part = filter_rates(counts[taken], exposure[taken], pooled[taken], dynamics, _known(known, taken, dynamics, pooled))
        backward = smooth(part, dynamics.persistence)
        found = (part.ahead, part.ahead_variance, part.mean, part.variance, part.expected, part.size, backward.mean, backward.variance, backward.gain)
        for array, values in zip(empty, found, strict=True):
            array[taken] = values
    ahead, ahead_variance, mean, variance, expected, size, *smoothed = empty
    return Lines(
        tally=counted, fitted=fitted, typical=typical, pooled=pooled, factors=houses[0], factor_variance=houses[1], exposure=exposure,
        filtered=Filtered(ahead=ahead, ahead_variance=ahead_variance, mean=mean, variance=variance, expected=expected, size=size),
        smoothed=Smoothed(mean=smoothed[0], variance=smoothed[1], gain=smoothed[2], doubt=doubt), evidence=_evidence(counted.stories(), (whole, fitted)),
    )  # fmt: skip


def _known(known: tuple[Filtered, int] | None, taken: Flags, dynamics: Dynamics, pooled: Floats) -> tuple[Filtered, int] | None:
    """What is known of the lines taken; those that are new had no stories before."""
    if known is None or known[1] == 0:
        return None
    old, first = known
    number = len(old.mean)
    rows, fresh = np.flatnonzero(taken[:number]), int(taken[number:].sum())
    arrays = [each[rows, :first] for each in (old.ahead, old.ahead_variance, old.mean, old.variance, old.expected, old.size)]
    if fresh:
        # no story, but there was a press that did not tell of them: what that says is left to their pooled mean, which saw it
        middle = np.repeat(pooled[number:][taken[number:]][:, None], first, axis=1)
        width = np.full_like(middle, dynamics.spread)
        arrays = [np.vstack([each, add]) for each, add in zip(arrays, (middle, width, middle, width, np.exp(middle), np.ones_like(middle)), strict=True)]
    ahead, ahead_variance, mean, variance, expected, size = arrays
    return Filtered(ahead=ahead, ahead_variance=ahead_variance, mean=mean, variance=variance, expected=expected, size=size), first


def _group_rates(counted: Tally, rates: Floats, groups: Integers, number: int) -> Floats:
    out = np.zeros((number, rates.shape[1]))
    for at, key in enumerate(counted.keys):
        if key.channel is None and key.direction == "between":
            out[groups[at]] = rates[at]
    return out


def _evidence(stories: Floats, split: tuple[Flags, Fitted]) -> Floats:
    whole, fitted = split
    keep = np.where(whole, fitted.whole.persistence, fitted.parts.persistence)
    out = stories.copy()
    before, after = np.zeros(len(stories)), np.zeros(len(stories))
    for at in range(stories.shape[1]):
        out[:, at] += before
        before = keep * (before + stories[:, at])
    for at in range(stories.shape[1] - 1, -1, -1):
        out[:, at] += after
        after = keep * (after + stories[:, at])
    return out
