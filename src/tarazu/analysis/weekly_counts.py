"""Weekly counts of what states do to each other, forecast one week ahead, by four models that can be compared.

The best of them, `coupled`, is a pooled negative binomial. Its mean is a sum, with weights above 0 that all series share, of what the series has been in
all, lately and just now, of what its counterpart does to it (reciprocity), and of the other valence. Its size, and so its scatter, goes with how busy the
series is. It is fitted only on series and weeks in which the series had already shown itself: to choose series by what they will have done is to promise
too much of each.

Source: Cameron and Trivedi (2013), "Regression Analysis of Count Data", 2nd edition, sections 3.3 and 7.5 (negative binomial regression; linear feedback
models of counts); Goldstein (1992), "A Conflict-Cooperation Scale for WEIS Events Data", Journal of Conflict Resolution 36 (2), for reciprocity.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import msgspec
import numpy as np
import numpy.typing as npt

from tarazu.analysis.balance_types import Valence
from tarazu.analysis.count_model import Floats, filter_rates, fit_dynamics
from tarazu.analysis.count_scores import coverage, crps, log_chances

CountModelName = Literal["static gamma-Poisson", "pooled negative binomial", "local level", "coupled"]
Forecast = tuple[Floats, Floats]
Integers = npt.NDArray[np.int64]

LEAST = 8  # a series is scored if it has so many acts in the weeks of the fit
_FROM = 8  # the first week that is fitted: before, there is nothing to forecast from
_NEARLY_ZERO = 1e-4
_PENALTY = 1e-4
_HALVES = (1.0, 2.0, 3.0, 5.0, 8.0)


class CountSeries(msgspec.Struct, frozen=True, kw_only=True):
    """Which acts a series counts: whose, to whom, of which valence."""

    source: str
    target: str
    valence: Valence


class CountTable(msgspec.Struct, frozen=True, kw_only=True):
    """Weekly counts.

    Attributes:
        series: All that occur at least once.
        counts: Series by weeks.
    """

    series: tuple[CountSeries, ...]
    counts: Floats


class CountScore(msgspec.Struct, frozen=True, kw_only=True):
    """How good a model's forecasts were.

    Attributes:
        model: Its name.
        log_score: The mean of minus the logarithm of the chance that it gave to what came; the less the better.
        crps: The mean continuous ranked probability score; the less the better.
        coverage: How much of what came its 80 % bands held, from 0 to 1.
    """

    model: CountModelName
    log_score: float
    crps: float
    coverage: float


class _Features(msgspec.Struct):
    """What a week can know: for each series by weeks, from the weeks before."""

    static: Floats
    total: Floats
    own: dict[float, Floats]
    back: dict[float, Floats]
    back_static: Floats
    other: Floats


def score_models(table: CountTable, fit_weeks: int, weeks: Sequence[int], slices: dict[str, npt.NDArray[np.bool_]]) -> dict[str, tuple[CountScore, ...]]:
    """Fits the models and scores their forecasts, each week from the weeks before it.

    Args:
        table: The counts; it must reach to the last week scored.
        fit_weeks: The models are fitted on the weeks before this one.
        weeks: The weeks that are scored.
        slices: Which series belong to each slice; of these, those are scored that have at least `LEAST` acts in the weeks of the fit.

    Returns:
        For each slice the scores of the models in the order of `CountModelName`.
    """
    scored = table.counts[:, :fit_weeks].sum(axis=1) >= LEAST
    features = _features(table)
    makers: dict[CountModelName, Callable[[int], Forecast]] = {
        "static gamma-Poisson": _static(table.counts, scored, fit_weeks), "pooled negative binomial": _pooled(table.counts, features, scored, fit_weeks),
        "local level": _local_level(table.counts, scored, fit_weeks), "coupled": _coupled(table.counts, features, fit_weeks),
    }  # fmt: skip
    out: dict[str, list[CountScore]] = {name: [] for name in slices}
    for model, forecast in makers.items():
        parts = [_scores(table.counts[scored, week], forecast(week), scored) for week in weeks]
        for name, taken in slices.items():
            mine = taken[scored]
            log_score, ranked, held = (float(np.mean([part[place][mine] for part in parts])) for place in range(3))
            out[name].append(CountScore(model=model, log_score=log_score, crps=ranked, coverage=held))
    return {name: tuple(scores) for name, scores in out.items()}


def _scores(counts: Floats, forecast: Forecast, scored: npt.NDArray[np.bool_]) -> tuple[Floats, Floats, Floats]:
    expected = np.maximum(forecast[0][scored], _NEARLY_ZERO)
    size = np.minimum(np.broadcast_to(forecast[1], scored.shape)[scored], 1e6)
    return -log_chances(counts, expected, size), crps(counts, expected, size), coverage(counts, expected, size, 0.8)


def _features(table: CountTable) -> _Features:
    counts = np.vstack([table.counts, np.zeros((1, table.counts.shape[1]))])
    places = {(each.source, each.target, each.valence): at for at, each in enumerate(table.series)}
    sides: dict[Valence, Valence] = {"cooperation": "conflict", "conflict": "cooperation"}
    back = counts[[places.get((each.target, each.source, each.valence), -1) for each in table.series]]
    other = counts[[places.get((each.source, each.target, sides[each.valence]), -1) for each in table.series]]
    return _Features(
        static=_average(table.counts), total=np.hstack([np.zeros((len(table.series), 1)), np.cumsum(table.counts, axis=1)[:, :-1]]),
        own={half: recent(table.counts, half) for half in (0.7, 1.5, *_HALVES)}, back={half: recent(back, half) for half in (0.7, *_HALVES)},
        back_static=_average(back), other=recent(other, 1.5),
    )  # fmt: skip


def recent(counts: Floats, half: float) -> Floats:
    """The weighted mean of the weeks before each, weights halving every `half` weeks; 0 in the first.

    Example:
        >>> recent(np.array([[4.0, 0.0, 0.0]]), 1.0).tolist()
        [[0.0, 4.0, 1.3333333333333333]]
    """
    keep = 0.5 ** (1 / half)
    out, summed, weight = np.zeros_like(counts), np.zeros(len(counts)), 0.0
    for week in range(counts.shape[1] - 1):
        summed, weight = summed * keep + counts[:, week], weight * keep + 1
        out[:, week + 1] = summed / weight
    return out


def _average(counts: Floats) -> Floats:
    """The mean of the weeks before each, a little drawn to a small one."""
    before = np.hstack([np.zeros((len(counts), 1)), np.cumsum(counts, axis=1)[:, :-1]])
    return np.asarray((before + 0.1) / (np.arange(counts.shape[1]) + 0.5), dtype=np.float64)


def _static(counts: Floats, scored: npt.NDArray[np.bool_], fit_weeks: int) -> Callable[[int], Forecast]:
    """Each series Poisson with a rate that never changes, rates gamma distributed; the shape is the likeliest on the weeks of the fit."""
    held = counts[scored, :fit_weeks].sum(axis=1)
    mean = float(held.mean()) / fit_weeks
    grid = np.geomspace(0.1, 10, 41)
    chances = [float(log_chances(held, np.full(len(held), mean * fit_weeks), np.full(len(held), shape)).sum()) for shape in grid]
    shape = float(grid[int(np.argmax(chances))])
    return lambda week: ((shape + counts[:, :week].sum(axis=1)) / (shape / mean + week), shape + counts[:, :week].sum(axis=1))


def _pooled(counts: Floats, features: _Features, scored: npt.NDArray[np.bool_], fit_weeks: int) -> Callable[[int], Forecast]:
    """The baseline of the literature: what the series was in all and lately, and what comes back; one size for all, five numbers in sum."""
    weeks = range(_FROM, fit_weeks)
    observed = np.concatenate([counts[scored, week] for week in weeks])
    best: tuple[float, Floats, float] | None = None
    for half in _HALVES:
        known = _stacked([features.static, features.own[half], features.back[half]], weeks, [scored] * len(weeks))
        loss, point = _regress(known, np.ones((len(known), 1)), observed)
        if best is None or loss < best[0]:
            best = (loss, point, half)
    _, point, half = best or (0.0, np.zeros(4), 1.0)
    return lambda week: _forecast([features.static, features.own[half], features.back[half]], [], point, week)


def _local_level(counts: Floats, scored: npt.NDArray[np.bool_], fit_weeks: int) -> Callable[[int], Forecast]:
    """The model of the balance without exposure: rates that wander around one mean, scattered counts."""
    pooled = np.full(len(counts), float(np.log(counts[scored, :fit_weeks].mean())))
    exposure = np.ones_like(counts)
    forecast = filter_rates(counts, exposure, pooled, fit_dynamics(counts[scored, :fit_weeks], exposure[scored, :fit_weeks], pooled[scored]))
    return lambda week: (forecast.expected[:, week], forecast.size[:, week])


def _coupled(counts: Floats, features: _Features, fit_weeks: int) -> Callable[[int], Forecast]:
    weeks = range(_FROM, fit_weeks)
    rows = [features.total[:, week] >= LEAST * week / fit_weeks for week in weeks]
    means = [features.static, features.own[0.7], features.own[3.0], features.own[8.0], features.back[0.7], features.back_static, features.other]
    means.append(np.ones_like(counts))
    sizes = [np.log(features.static + 0.1), np.log(features.own[1.5] + 0.1), np.log1p(features.total)]
    known = _stacked(means, weeks, rows)
    scatter = np.hstack([np.ones((len(known), 1)), _stacked(sizes, weeks, rows)])
    _, point = _regress(known, scatter, np.concatenate([counts[row, week] for row, week in zip(rows, weeks, strict=True)]))
    return lambda week: _forecast(means, sizes, point, week)


def _stacked(parts: Sequence[Floats], weeks: range, rows: Sequence[npt.NDArray[np.bool_]]) -> Floats:
    """Rows of series and weeks, one column for each part."""
    return np.concatenate([np.stack([part[row, week] for part in parts], axis=1) for week, row in zip(weeks, rows, strict=True)])


def _forecast(means: Sequence[Floats], sizes: Sequence[Floats], point: Floats, week: int) -> Forecast:
    expected = sum((np.exp(weight) * part[:, week] for weight, part in zip(point, means, strict=False)), np.zeros(len(means[0]))) + _NEARLY_ZERO
    first = len(means)
    logarithm = sum((weight * part[:, week] for weight, part in zip(point[first + 1 :], sizes, strict=True)), np.full(len(expected), point[first]))
    return np.asarray(expected, dtype=np.float64), np.exp(np.clip(logarithm, -6, 6))


def _regress(known: Floats, scatter: Floats, observed: Floats) -> tuple[float, Floats]:
    """Fits a negative binomial whose mean is a sum of columns with weights above 0, and whose size is log-linear.

    Returns:
        The loss, and the logarithms of the weights followed by the coefficients of the size.
    """
    from scipy.optimize import minimize  # slow to load
    from scipy.special import digamma

    number = known.shape[1]

    def loss(point: Floats) -> tuple[float, Floats]:
        weights = np.exp(point[:number])
        expected = known @ weights + _NEARLY_ZERO
        size = np.exp(np.clip(scatter @ point[number:], -6, 6))
        by_mean = observed / expected - (observed + size) / (size + expected)
        by_size = size * (digamma(observed + size) - digamma(size) + np.log(size / (size + expected)) + 1 - (observed + size) / (size + expected))
        penalty = np.append(np.zeros(number), point[number:])
        slope = -np.append((known.T @ by_mean) * weights, scatter.T @ by_size) / len(observed) + 2 * _PENALTY * penalty
        return float(-log_chances(observed, expected, size).mean() + _PENALTY * (penalty**2).sum()), slope

    start = np.append(np.full(number, np.log(0.2)), np.zeros(scatter.shape[1]))
    bounds = [(-12.0, 4.0)] * number + [(-5.0, 5.0)] * scatter.shape[1]
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 300})
    return float(found.fun), np.asarray(found.x, dtype=np.float64)
