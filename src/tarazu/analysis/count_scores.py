"""How good forecasts of counts are: the chance that they gave to what came, CRPS, and how often their bands held it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_BLOCK = 400
_BEYOND = 12


def log_chances(counts: Floats, expected: Floats, size: Floats) -> Floats:
    """The logarithm of the negative binomial chance of each count.

    Args:
        counts: Counts, from 0; broken ones, of weighted stories, are read between their neighbours.
        expected: The mean, above 0.
        size: The size: the variance is expected + expected**2 / size.

    Example:
        >>> log_chances(np.array([0.0]), np.array([1.0]), np.array([1.0])).round(4).tolist()
        [-0.6931]
    """
    from scipy.special import gammaln  # slow to load

    size = np.minimum(size, 1e9)
    ways = np.asarray(gammaln(counts + size) - gammaln(size) - gammaln(counts + 1), dtype=np.float64)
    chances: Floats = ways - size * np.log1p(expected / size) + counts * (np.log(expected) - np.log(size + expected))
    return chances


def crps(counts: Floats, expected: Floats, size: Floats) -> Floats:
    """The continuous ranked probability score of negative binomial forecasts; 0 is best.

    Source: Gneiting and Raftery (2007), "Strictly Proper Scoring Rules, Prediction, and Estimation", Journal of the American Statistical Association 102,
    section 4.2: the sum over all k of (F(k) - [k >= y])**2.

    Example:
        >>> bool(crps(np.array([2.0]), np.array([2.0]), np.array([5.0])) < crps(np.array([9.0]), np.array([2.0]), np.array([5.0])))
        True
    """
    out = np.empty(len(counts))
    order = np.argsort(np.maximum(counts, expected))  # neighbours in size share the length of the sum
    for start in range(0, len(counts), _BLOCK):
        taken = order[start : start + _BLOCK]
        deviation = np.sqrt(expected[taken] + expected[taken] ** 2 / size[taken])
        last = int(np.max(np.maximum(counts[taken], expected[taken] + _BEYOND * deviation))) + 2
        grid = np.arange(last, dtype=np.float64)
        reached = chance_up_to(grid[None, :], expected[taken, None], size[taken, None])
        out[taken] = ((reached - (grid[None, :] >= counts[taken, None])) ** 2).sum(axis=1)
    return out


def chance_up_to(counts: Floats, expected: Floats, size: Floats) -> Floats:
    """The chance of at most so many; 0 below 0."""
    from scipy.special import betainc  # slow to load

    size = np.minimum(size, 1e9)
    chance = betainc(size, np.maximum(counts, 0) + 1, size / (size + expected))
    return np.where(counts < 0, 0.0, np.asarray(chance, dtype=np.float64))


def coverage(counts: Floats, expected: Floats, size: Floats, level: float) -> Floats:
    """How much of each count the central band of the forecast holds, from 0 to 1: the part of its step of the distribution that lies inside.

    A band of whole numbers always holds too much. The mean of these parts is what a band of exactly this level would hold.

    Source: Czado, Gneiting and Held (2009), "Predictive Model Assessment for Count Data", Biometrics 65, section 2.1 (the randomised probability
    integral transform, here its mean over the random part).
    """
    high = chance_up_to(counts, expected, size)
    low = chance_up_to(counts - 1, expected, size)
    inside = np.minimum(high, (1 + level) / 2) - np.maximum(low, (1 - level) / 2)
    held: Floats = np.clip(inside, 0, None) / np.maximum(high - low, 1e-300)
    return held
