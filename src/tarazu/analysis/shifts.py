"""Shifts: where a line changes abruptly, by more than such lines wander and such counts scatter.

At each border between two periods the rate of the windows before and after it is compared. The difference of their logarithms is divided by what it would
vary by without a shift: the scatter of the counts, and the wandering of the level between the windows. What stands out most within a window is a shift.

Source: the two-sample test of Poisson rates on the logarithm (Ng and Tang 2005, "Testing the equality of two Poisson means using the rate ratio",
Statistics in Medicine 24), with the variance of the wandering after `count_model`; the threshold is set by `evals/balance_recovery.py`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist

import numpy as np

from tarazu.analysis.activity import Lines
from tarazu.analysis.balance_types import Band, Shift
from tarazu.analysis.count_model import Dynamics, Floats

WINDOW = {"week": 16, "month": 4}
THRESHOLD = 2.85
STRONG = 4.3
"""From how many standard deviations on a shift may be named without the line beside it: in simulated worlds 100000 to 100039, in which a line has a story a
week or less, false ones then come 0.9 times in a hundred years of a line, and one in thirteen of those planted is found."""
_HALF = 0.5
_LEAST = 4.0
_FARTHEST = 50.0
_NORMAL = tuple(NormalDist().inv_cdf(level) for level in (0.05, 0.25, 0.5, 0.75, 0.95))


def shifts(lines: Lines, threshold: float = THRESHOLD) -> tuple[Shift, ...]:
    """The shifts of the lines between states and powers, in the periods of the scope.

    Args:
        lines: The activity.
        threshold: How many standard deviations a shift must stand out. The 90 % band of its factor then excludes 1.

    Returns:
        The strongest first.
    """
    tally = lines.tally
    counts = tally.counts()
    window = WINDOW[tally.scope.period]
    shown = frozenset(tally.shown())
    found: list[Shift] = []
    for at, key in enumerate(tally.keys):
        if key.direction != "between" or not counts[at].any():
            continue
        change, deviation, told = contrast(counts[at], lines.exposure[at], window, lines.dynamics(at))
        for border in peaks(np.where(told >= _LEAST, change / deviation, 0.0), window, threshold):
            if border in shown:
                strength = float((change[border] / deviation[border]) ** 2)
                found.append(Shift(key=key, start=tally.starts[border], factor=factor_band(float(change[border]), float(deviation[border])), strength=strength))
    return tuple(sorted(found, key=lambda each: (-each.strength, each.start, each.key.state, each.key.power)))


def contrast(counts: Floats, exposure: Floats, window: int, dynamics: Dynamics) -> tuple[Floats, Floats, Floats]:
    """Compares the windows before and after each period's beginning.

    Args:
        counts: Of one line, by period.
        exposure: Of the same length.
        window: How many periods a window has.
        dynamics: How such lines wander and scatter.

    Returns:
        By period: the difference of the logarithms of the rates (0 where a window is not whole), its standard deviation, and the stories in both windows.
    """
    periods = len(counts)
    change, deviation, told = np.zeros(periods), np.ones(periods), np.zeros(periods)
    wander = _wandering(window, dynamics)
    summed, read = np.concatenate([[0.0], np.cumsum(counts)]), np.concatenate([[0.0], np.cumsum(exposure)])
    borders = np.arange(window, periods - window + 1)
    read_before, read_after = read[borders] - read[borders - window], read[borders + window] - read[borders]
    borders, read_before, read_after = (each[np.minimum(read_before, read_after) > 0] for each in (borders, read_before, read_after))
    before, after = summed[borders] - summed[borders - window], summed[borders + window] - summed[borders]
    # half a story more, in proportion to what was read, keeps an empty window from being infinitely far away
    share = read_after / (read_before + read_after)
    one, two = before + 2 * _HALF * (1 - share), after + 2 * _HALF * share
    change[borders] = np.log(two / read_after) - np.log(one / read_before)
    mean = (before + after + 2 * _HALF) / (read_before + read_after)
    deviation[borders] = np.sqrt(dynamics.scatter * (1 / (mean * read_before) + 1 / (mean * read_after)) + wander)
    told[borders] = before + after
    return change, deviation, told


def peaks(scores: Floats, window: int, threshold: float) -> Sequence[int]:
    """The places whose score, without its sign, is at least the threshold and the largest within a window to both sides."""
    size = np.abs(scores)
    return [at for at in np.flatnonzero(size >= threshold).tolist() if at == max(0, at - window) + int(np.argmax(size[max(0, at - window) : at + window + 1]))]


def factor_band(change: float, deviation: float) -> Band:
    """The band of a factor whose logarithm is normal; its mean is the middle one, which is 1 where nothing changed."""
    low90, low50, middle, high50, high90 = (math.exp(max(-_FARTHEST, min(_FARTHEST, change + deviation * each))) for each in _NORMAL)
    return Band(mean=middle, low50=low50, high50=high50, low90=low90, high90=high90)


def _wandering(window: int, dynamics: Dynamics) -> float:
    """The variance of the difference of the mean log-rates of two windows that touch, without a shift."""
    lags = np.abs(np.subtract.outer(np.arange(2 * window), np.arange(2 * window)))
    signs = np.repeat([-1.0 / window, 1.0 / window], window)
    return float(dynamics.spread * (signs @ dynamics.persistence**lags @ signs))
