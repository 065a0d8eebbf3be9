"""The negative binomial count at a level: what turns a random number between 0 and 1 into a count, the same way round for every mean."""

from __future__ import annotations

import numpy as np

from tarazu.forecast.counts_types import Floats

_BUSY = 60.0
_LONGEST = 4000
_TINY = 1e-9


def count_quantiles(uniform: Floats, expected: Floats, size: Floats) -> Floats:
    """The smallest count whose chance of not being exceeded is above `uniform`.

    The count grows with `uniform` and with `expected`: two runs by the same random numbers differ only where their means do.

    Args:
        uniform: Between 0 and 1.
        expected: Means from 0, of the same shape; 0 gives 0.
        size: Sizes above 0, of the same shape: the variance is expected + expected**2 / size.

    Returns:
        Whole numbers as floats. Up to a mean of 60 they are exact; beyond, the cube root of a gamma variable is taken as normal (Wilson and Hilferty 1931,
        "The Distribution of Chi-Square", PNAS 17), which is right to a few hundredth parts.

    Example:
        >>> count_quantiles(np.array([0.1, 0.6, 0.9]), np.ones(3), np.full(3, 1e4)).tolist()
        [0.0, 1.0, 2.0]
    """
    out = np.zeros(uniform.shape)
    flat, means, sizes, levels = out.reshape(-1), expected.reshape(-1), size.reshape(-1), uniform.reshape(-1)
    busy = means > _BUSY
    if busy.any():
        flat[busy] = _large(levels[busy], means[busy], sizes[busy])
    left = np.flatnonzero(~busy & (means > 0))
    mean, shape, level = means[left], sizes[left], levels[left]
    ratio = mean / (shape + mean)
    chance = np.exp(-shape * np.log1p(mean / shape))
    reached = chance.copy()
    for count in range(_LONGEST):
        more = reached < level
        if not more.any():
            break
        if not more.all():
            left, shape, level = left[more], shape[more], level[more]
            ratio, chance, reached = ratio[more], chance[more], reached[more]
        chance = chance * (count + shape) / (count + 1) * ratio
        reached = reached + chance
        flat[left] = count + 1
        # far out the chances are too small to add up to 1
        done = chance < _TINY * (1 - level) * (1 - ratio)
        reached = np.where(done & (count > shape * ratio / (1 - ratio)), 1.0, reached)
    return out


def _large(level: Floats, mean: Floats, size: Floats) -> Floats:
    from scipy.special import ndtri  # slow to load

    shape = mean**2 / (mean + mean**2 / size)
    cube = 1 - 1 / (9 * shape) + np.asarray(ndtri(np.clip(level, _TINY, 1 - _TINY)), dtype=np.float64) / (3 * np.sqrt(shape))
    return np.asarray(np.round(mean * np.maximum(cube, 0) ** 3), dtype=np.float64)
