"""How far groups lie from one another when some have little evidence: a two-way hierarchical model, solved on a grid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_GRID: Final = 120
_PRIOR_SCALE: Final = 1.0
_LEAST_FREEDOM: Final = 3.0
_NEGLIGIBLE: Final = 1e-9
_BISECTIONS: Final = 50


class Observation(msgspec.Struct, frozen=True, kw_only=True):
    """One value of a group in a period; `weight`, above 0 and up to 1, says how much of an independent observation it is."""

    group: str
    period: str
    value: float
    weight: float = 1.0


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """How far a group lies from the typical one, in the unit of the values.

    Attributes:
        group: Its name.
        evidence: How many independent observations its distance to the others of the same periods rests on; 0 for one that has no others.
        mean: The posterior mean.
        low, high: The ends of the interval.
    """

    group: str
    evidence: float
    mean: float
    low: float
    high: float


class Effects(msgspec.Struct, frozen=True, kw_only=True):
    """The groups' effects, by name, with the standard deviation between groups and within them (posterior mean and root of the mean square).

    All is empty or 0 where there is too little to fit the model.
    """

    groups: tuple[Effect, ...] = ()
    between: float = 0.0
    within: float = 0.0


class _Sums(msgspec.Struct, frozen=True, kw_only=True):
    """What the model needs of the observations, with the periods' means taken out.

    Attributes:
        information: Groups by groups; the diagonal is the evidence.
        sums: The weighted sums of each group's deviations.
        squares: The weighted sum of all squared deviations.
        freedom: Degrees of freedom left by the periods' means.
    """

    information: Floats
    sums: Floats
    squares: float
    freedom: float


class _Posterior(msgspec.Struct, frozen=True, kw_only=True):
    """For each point of the grid its probability, and for each group the centre and scale of its t distribution there."""

    chances: Floats
    ratios: Floats
    variances: Floats
    centres: Floats
    scales: Floats
    freedom: float


def shrink(observations: Sequence[Observation], level: float, grain: float) -> Effects:
    """Fits `value = period + group + noise` with the groups drawn from one normal law, and gives each group's distance from its centre.

    A group with little evidence is drawn towards the typical one, and the more so the less the groups differ at all. How much they differ
    is not plugged in as one number, which makes intervals too short where there are few groups, but averaged over: the ratio of the two
    standard deviations (between and within groups) runs over a grid with a half-Cauchy prior; given it, all else is exact.

    Args:
        observations: In any order; periods with no more than one independent observation say nothing and are left out.
        level: Of the intervals, from 0 to 1.
        grain: The step in which values are measured, in their unit; it keeps the noise above that of rounding.

    Returns:
        The effects; none where fewer than three degrees of freedom are left.

    Source: Gelman et al. (2013), Bayesian Data Analysis, 3rd ed., sections 5.4 (the hierarchical normal model, integrated over the spread)
    and 14.2 (flat prior on the periods, 1/variance on the noise); Gelman (2006), Bayesian Analysis 1 (3), for the half-Cauchy prior. With one
    period and known noise the centres are those of the normal-normal estimate of Efron and Morris (1975), JASA 70.
    """
    ordered = sorted(observations, key=lambda each: (each.group, each.period, each.value, each.weight))
    names = sorted({each.group for each in ordered})
    sums = _sums(ordered, names)
    if sums.freedom < _LEAST_FREEDOM:
        return Effects()
    posterior = _posterior(sums, grain**2 / 12)
    tail = (1 - level) / 2
    lows, highs = _quantile(posterior, tail), _quantile(posterior, 1 - tail)
    means = posterior.centres @ posterior.chances
    evidence = np.diag(sums.information)
    groups = tuple(
        Effect(group=name, evidence=float(evidence[at]), mean=float(means[at]), low=float(lows[at]), high=float(highs[at])) for at, name in enumerate(names)
    )
    between = float((posterior.ratios * np.sqrt(posterior.variances)) @ posterior.chances)
    return Effects(groups=groups, between=between, within=float(np.sqrt(posterior.variances @ posterior.chances)))


def _sums(observations: Sequence[Observation], names: Sequence[str]) -> _Sums:
    places = {name: at for at, name in enumerate(names)}
    periods: dict[str, list[Observation]] = {}
    for each in observations:
        periods.setdefault(each.period, []).append(each)
    information, sums = np.zeros((len(names), len(names))), np.zeros(len(names))
    squares, freedom = 0.0, 0.0
    for _, held in sorted(periods.items()):
        weights = np.array([each.weight for each in held])
        total = float(weights.sum())
        if total <= 1.0:
            continue
        groups = np.array([places[each.group] for each in held])
        values = np.array([each.value for each in held])
        deviations = values - float(weights @ values) / total
        here = np.bincount(groups, weights=weights, minlength=len(names))
        information += np.diag(here) - np.outer(here, here) / total
        sums += np.bincount(groups, weights=weights * deviations, minlength=len(names))
        squares += float(weights @ deviations**2)
        freedom += total - 1.0
    return _Sums(information=information, sums=sums, squares=squares, freedom=freedom)


def _posterior(sums: _Sums, least_variance: float) -> _Posterior:
    """The law of the groups' effects over a grid of the ratio of the standard deviations between and within groups.

    With the ratio r, the information A, the sums b and the squares s: the effects are t-distributed around (A + I/r²)⁻¹b with scale matrix
    v (A + I/r²)⁻¹, where v = (s - b'(A + I/r²)⁻¹b) / freedom, and the ratio itself has the density prior(r) |I + r²A|^(-1/2) v^(-freedom/2).
    One eigendecomposition of A serves all ratios.
    """
    values, vectors = np.linalg.eigh(sums.information)
    values = np.maximum(values, 0.0)
    turned = vectors.T @ sums.sums
    # equal steps of the prior's probability, so that each point weighs the same beforehand
    ratios = _PRIOR_SCALE * np.tan(np.pi / 2 * (np.arange(_GRID) + 0.5) / _GRID)
    shrunk = ratios**2 / (1 + np.outer(values, ratios**2))
    variances = np.maximum(sums.squares - turned**2 @ shrunk, 0.0) / sums.freedom + least_variance
    logs = -0.5 * np.log1p(np.outer(values, ratios**2)).sum(axis=0) - sums.freedom / 2 * np.log(variances)
    chances = np.exp(logs - logs.max())
    chances /= chances.sum()
    kept = chances > _NEGLIGIBLE
    scales = np.sqrt((vectors**2 @ shrunk) * variances)
    return _Posterior(
        chances=chances[kept] / chances[kept].sum(), ratios=ratios[kept], variances=variances[kept], centres=(vectors @ (turned[:, None] * shrunk))[:, kept],
        scales=scales[:, kept], freedom=sums.freedom,
    )  # fmt: skip


def _quantile(posterior: _Posterior, chance: float) -> Floats:
    """For each group the value below which it lies with a probability, by halving: the law is a mixture of t distributions."""
    from scipy.special import stdtr, stdtrit  # slow to load

    reach = float(abs(stdtrit(posterior.freedom, min(chance, 1 - chance)))) * posterior.scales
    low, high = (posterior.centres - reach).min(axis=1), (posterior.centres + reach).max(axis=1)
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        below = stdtr(posterior.freedom, (middle[:, None] - posterior.centres) / posterior.scales) @ posterior.chances
        low, high = np.where(below < chance, middle, low), np.where(below < chance, high, middle)
    return np.asarray((low + high) / 2, dtype=np.float64)
