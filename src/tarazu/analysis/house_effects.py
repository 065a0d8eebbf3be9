"""What is a source's own: how much more or less than the average one it tells of a dyad's cooperation or conflict, as poll aggregators find house effects.

A source tells of a dyad and valence `factor` times as often, among all that it tells, as the average source; the average over sources is 1, each source
counting the same however much it tells. Factors are drawn to 1 by a gamma distribution whose width the counts themselves choose.

Source: Jackman (2005), "Pooling the polls over an election campaign", Australian Journal of Political Science 40 (4), for house effects that add up to none;
Clayton and Kaldor (1987), "Empirical Bayes Estimates of Age-Standardized Relative Risks", Biometrics 43, for the gamma prior on ratios of counts.
"""

from __future__ import annotations

import numpy as np

from tarazu.analysis.activity_tally import Integers, Tally
from tarazu.analysis.balance_types import HouseEffect, Valence
from tarazu.analysis.count_model import Floats
from tarazu.analysis.count_scores import log_chances

Group = tuple[str, str, Valence]

_WIDTHS = np.geomspace(1.0, 128.0, 15)
_ROUNDS = 3
_TOLD_FROM = 1.2


def groups_of(tally: Tally) -> tuple[Integers, tuple[Group, ...]]:
    """Of each line the number of its dyad and valence; channels and directions share their sources' house effects."""
    names: dict[Group, int] = {}
    numbers = [names.setdefault((key.state, key.power, key.valence), len(names)) for key in tally.keys]
    return np.array(numbers, dtype=np.int64), tuple(names)


def told_by_group(tally: Tally) -> Floats:
    """Sources by dyads and valences: what they told of them, all channels and directions together, in units of an average story."""
    groups, names = groups_of(tally)
    entries = tally.entries
    whole = np.array([key.channel is None and key.direction == "between" for key in tally.keys], dtype=bool)
    taken = whole[entries.series] if len(whole) else np.zeros(0, dtype=bool)
    at = entries.source[taken] * len(names) + groups[entries.series[taken]]
    shape = (len(tally.sources), len(names))
    return np.bincount(at, entries.weight[taken] / tally.unit, shape[0] * shape[1]).astype(np.float64).reshape(shape)


def estimate(told: Floats, exposure: Floats, rates: Floats, scatter: float) -> tuple[Floats, Floats]:
    """Estimates house effects.

    Args:
        told: Sources by groups: stories.
        exposure: Sources by periods: how much they told in all.
        rates: Groups by periods: the rate of each group as the average source tells it.
        scatter: The variance of counts over their mean.

    Returns:
        Sources by groups: factors above 0, whose mean over sources is 1 in each group; and the variance of their logarithms.
    """
    sources = len(told)
    if sources < 2 or not told.size:
        return np.ones_like(told), np.zeros_like(told)
    expected = exposure @ rates.T
    factors, width = np.ones_like(told), float(_WIDTHS[-1])
    for _ in range(_ROUNDS):
        # what the factors leave of each group's rate: their mean is held at 1, so the rate must follow
        level = told.sum(axis=0) / np.maximum((factors * expected).sum(axis=0), 1e-9)
        wanted = expected * level
        width = _width(told / scatter, wanted / scatter)
        factors = (width + told / scatter) / (width + wanted / scatter)
        factors /= factors.mean(axis=0)
    return np.asarray(factors, dtype=np.float64), 1 / (width + told / scatter)


def doubt(factors: Floats, variance: Floats, told: Floats) -> Floats:
    """How unsure the exposure is because house effects are: groups by periods, the variance of its logarithm.

    Args:
        factors: Sources by groups.
        variance: Of their logarithms.
        told: Sources by periods.

    Returns:
        0 where all sources tell the same: there the factors only share out what adds up to 1.
    """
    number = len(factors)
    total = np.maximum(factors.T @ told, 1e-9)
    # the sum over sources of variance * (share - 1 / number)**2, without an array of three dimensions
    squares = (variance * factors**2).T @ told**2 / total**2
    products = (variance * factors).T @ told / total
    spread: Floats = np.maximum(squares - 2 / number * products + variance.sum(axis=0)[:, None] / number**2, 0.0)
    return spread


def shown(tally: Tally, factors: Floats) -> tuple[HouseEffect, ...]:
    """The house effects that differ from 1 by more than a fifth, the largest first."""
    _, names = groups_of(tally)
    found = []
    for source, row in zip(tally.sources, factors, strict=True):
        for (state, power, valence), factor in zip(names, row, strict=True):
            if max(factor, 1 / factor) >= _TOLD_FROM:
                found.append(HouseEffect(source=source, state=state, power=power, valence=valence, factor=round(float(factor), 3)))
    return tuple(sorted(found, key=lambda each: (-max(each.factor, 1 / each.factor), each.source, each.state, each.power, each.valence)))


def _width(told: Floats, expected: Floats) -> float:
    """How narrow the factors lie around 1: the shape of the gamma distribution under which the counts are likeliest."""
    mean = np.maximum(expected, 1e-9)
    chances = [float(log_chances(told, mean, np.full_like(mean, width)).sum()) for width in _WIDTHS]
    return float(_WIDTHS[int(np.argmax(chances))])
