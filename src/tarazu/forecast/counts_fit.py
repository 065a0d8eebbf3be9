"""The weights of what moves counts, by penalised likelihood: few numbers that all series share.

    count ~ negative binomial with mean exposure * sum of weight * term, and size exp(sum of coefficient * part)

Weights are above 0, so their logarithms are fitted; each has a prior, from other data, that a case with little to tell leaves where it is. How well the numbers
are known is told by the curvature of the penalised likelihood (Laplace's approximation).

Source: Cameron and Trivedi (2013), "Regression Analysis of Count Data", 2nd edition, sections 3.3 and 7.5 (negative binomial regression; linear feedback
models); Heinen (2003), "Modelling Time Series Count Data: An Autoregressive Conditional Poisson Model", CORE discussion paper 2003/62.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import msgspec
import numpy as np

from tarazu import data
from tarazu.errors import DataFileError
from tarazu.forecast.counts_levels import running_means
from tarazu.forecast.counts_terms import MEANS, SIZES, fresh_memory, means_of, sizes_of
from tarazu.forecast.counts_terms import Terms as Matrices
from tarazu.forecast.counts_types import CountTable, Floats, Levels

_PRIOR = Path(__file__).parent / "counts_prior.yml"
_SHOWN, _FEW_ROWS = 3, 500  # series are fitted on once they had so many acts; once they had any, where that leaves too few rows
_FROM = 8  # the first week that is fitted, where there are so many: before, there is little to forecast from
_MOST_ROWS = 80_000
_NEARLY_ZERO = 1e-5
LOWEST = 0.05
"""No mean falls below this part of the level, whatever third parties do."""
_LEAST_SIZE, _MOST_SIZE = -5.0, 5.0
_STEP = 1e-3


class Belief(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is thought of a number before the case is read; see `counts_prior.yml`."""

    logarithm: float
    spread: float
    meaning: str


class BeliefFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`counts_prior.yml`."""

    source: str
    licence: str
    numbers: dict[str, Belief]


@lru_cache(maxsize=1)
def beliefs() -> dict[str, Belief]:
    """What is thought of the numbers of the model beforehand, in the order of `MEANS` and `SIZES`.

    Raises:
        DataFileError: The file does not name each number once.
    """
    held = data.read(_PRIOR, BeliefFile).numbers
    wanted = (*MEANS, *SIZES)
    if set(held) != set(wanted):
        raise DataFileError(str(_PRIOR), f"the numbers {', '.join(wanted)}", ", ".join(held), "name each once")
    return {name: held[name] for name in wanted}


def prior() -> tuple[Floats, Floats]:
    """The means and standard deviations of what is thought beforehand."""
    held = beliefs().values()
    return np.array([each.logarithm for each in held]), np.array([each.spread for each in held])


def fit_weights(table: CountTable, levels: Levels, terms: Matrices) -> tuple[Floats, Floats]:
    """Fits the numbers of the model to the weeks of a table, each forecast from the weeks before it.

    Returns:
        The point (see `CountSystem.point`) and its covariance.
    """
    from scipy.optimize import minimize  # slow to load

    known, scatter, observed = _rows(table, levels, terms)
    centre, width = prior()

    def loss(point: Floats) -> tuple[float, Floats]:
        off = (point - centre) / width
        value, slope = _likelihood(point, known, scatter, observed) if len(observed) else (0.0, np.zeros_like(point))
        return value + 0.5 * float(off @ off), slope + off / width

    bounds = [(-12.0, 2.0)] * len(MEANS) + [(_LEAST_SIZE, _MOST_SIZE)] * len(SIZES)
    found = np.asarray(minimize(loss, centre, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 300}).x, dtype=np.float64)
    curvature = np.empty((len(found), len(found)))
    for at in range(len(found)):
        step = np.zeros(len(found))
        step[at] = _STEP
        curvature[at] = (loss(found + step)[1] - loss(found - step)[1]) / (2 * _STEP)
    return found, _inverse((curvature + curvature.T) / 2, width)


def _inverse(curvature: Floats, width: Floats) -> Floats:
    """The covariance; no number is known less well than before the data were seen."""
    values, vectors = np.linalg.eigh(curvature * width[:, None] * width[None, :])
    return np.asarray((vectors / np.maximum(values, 1.0)) @ vectors.T * width[:, None] * width[None, :], dtype=np.float64)


def _rows(table: CountTable, levels: Levels, terms: Matrices) -> tuple[Floats, Floats, Floats]:
    """What each week could know of each series that had shown itself by then: terms times exposure, parts of the size, and the count that came."""
    weeks = table.counts.shape[1]
    running, memory = running_means(table, levels), fresh_memory(levels)
    seen = np.cumsum(table.counts, axis=1) - table.counts
    least = _SHOWN if int((seen >= _SHOWN).sum()) >= _FEW_ROWS else 1
    known, scatter, observed = [np.zeros((0, len(MEANS)))], [np.zeros((0, len(SIZES)))], [np.zeros(0)]
    for week in range(weeks):
        exposure = float(table.exposure[week])
        rows = seen[:, week] >= least
        if week >= min(_FROM, weeks // 3) and exposure > 0 and rows.any():
            level = running[:, week]
            known.append(exposure * np.stack(means_of(terms, memory, level, levels.prior), axis=1)[rows])
            scatter.append(np.stack(sizes_of(level, memory.averages()), axis=1)[rows])
            observed.append(table.counts[rows, week])
        memory.take(table.counts[:, week], exposure)
    parts = [np.concatenate(each) for each in (known, scatter, observed)]
    taken = slice(None, None, max(1, -(-len(parts[2]) // _MOST_ROWS)))
    return parts[0][taken], parts[1][taken], parts[2][taken]


def _likelihood(point: Floats, known: Floats, scatter: Floats, observed: Floats) -> tuple[float, Floats]:
    """Minus the logarithm of the chance of what came, and its slope."""
    from scipy.special import digamma

    weights = np.exp(point[: len(MEANS)])
    total, floor = known @ weights, LOWEST * known[:, 0] + _NEARLY_ZERO
    expected = np.maximum(total, floor)
    size = np.exp(np.clip(scatter @ point[len(MEANS) :], _LEAST_SIZE, _MOST_SIZE))
    share = (observed + size) / (size + expected)
    by_mean = np.where(total > floor, observed / expected - share, 0.0)
    by_size = size * (digamma(observed + size) - digamma(size) + np.log(size / (size + expected)) + 1 - share)
    return -float(log_chances(observed, expected, size).sum()), -np.append((known.T @ by_mean) * weights, scatter.T @ by_size)


def log_chances(counts: Floats, expected: Floats, size: Floats) -> Floats:
    """The logarithm of the negative binomial chance of each count, whose variance is expected + expected**2 / size.

    Example:
        >>> log_chances(np.array([0.0]), np.array([1.0]), np.array([1.0])).round(4).tolist()
        [-0.6931]
    """
    from scipy.special import gammaln  # slow to load

    ways = np.asarray(gammaln(counts + size) - gammaln(size) - gammaln(counts + 1), dtype=np.float64)
    chances: Floats = ways - size * np.log1p(expected / size) + counts * (np.log(expected) - np.log(size + expected))
    return chances
