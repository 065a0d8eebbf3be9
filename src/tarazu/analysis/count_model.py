"""Rates behind counts: a hierarchical negative binomial model with a level that moves, filtered and smoothed in closed form.

Each series has a rate whose logarithm wanders around a mean that it shares with its kin (partial pooling), as a stationary process of first order:

    x[t] - m = persistence * (x[t-1] - m) + noise,   variance of x around m: `spread`
    y[t] ~ negative binomial with mean exposure[t] * exp(x[t]) and variance `scatter` times that

The state before each step is a gamma distribution with the same mean and variance of the logarithm, which the counts update in closed form. What scatters
more than a Poisson count carries less information: counts and exposures enter divided by `scatter` (quasi-likelihood). Going back, the logarithms are
smoothed linearly.

Source: Berry and West (2020), "Bayesian forecasting of many count-valued time series", Journal of Business & Economic Statistics 38 (4), for the conjugate
gamma with matched moments of the logarithm; West and Harrison (1997), "Bayesian Forecasting and Dynamic Models", section 14.4, for linear Bayes smoothing;
McCullagh and Nelder (1989), "Generalized Linear Models", section 9.2, for the quasi-likelihood.
"""

from __future__ import annotations

from functools import lru_cache

import msgspec
import numpy as np
import numpy.typing as npt

from tarazu.analysis.count_scores import log_chances

Floats = npt.NDArray[np.float64]

_TABLE = 4000
_SMALLEST_SHAPE, _LARGEST_SHAPE = 0.02, 1e5
_MOST_FITTED = 400
_STEPS = 120
_LONE = 8.0  # of so many stories each does a dyad need to be half as far from the mean of all as it looks


class Dynamics(msgspec.Struct, frozen=True, kw_only=True):
    """How rates move and counts scatter; the same for all series.

    Attributes:
        persistence: The correlation of a log-rate with that of the period before, between 0 and 1.
        spread: The variance of log-rates around their pooled mean.
        scatter: The variance of a count over its mean, given the rate; 1 is Poisson.
    """

    persistence: float
    spread: float
    scatter: float


class Filtered(msgspec.Struct, frozen=True, kw_only=True):
    """Log-rates as each period saw them; arrays are series by periods.

    Attributes:
        ahead, ahead_variance: Mean and variance of the log-rate before the period's counts are known.
        mean, variance: The same after.
        expected, size: Mean and size of the negative binomial forecast of the counts.
    """

    ahead: Floats
    ahead_variance: Floats
    mean: Floats
    variance: Floats
    expected: Floats
    size: Floats


class Smoothed(msgspec.Struct, frozen=True, kw_only=True):
    """Log-rates as all periods together see them; arrays are series by periods.

    Attributes:
        mean, variance: Of the log-rate.
        gain: By how much what is learnt of the next period moves this one; the last column is empty.
        doubt: The variance of the logarithm of the exposure, as far as it is estimated: it widens rates, and cancels out of their changes.
    """

    mean: Floats
    variance: Floats
    gain: Floats
    doubt: Floats

    def gamma(self) -> tuple[Floats, Floats]:
        """Shape and rate of the gamma distributions of the rates."""
        return _gamma(self.mean, self.variance + self.doubt)

    def rate(self) -> Floats:
        """The posterior mean of the rates."""
        shape, rate = self.gamma()
        return shape / rate

    def difference(self, lag: int) -> tuple[Floats, Floats]:
        """Mean and variance of the change of the log-rate over `lag` periods, for each period from `lag` on."""
        change = self.mean[:, lag:] - self.mean[:, :-lag]
        link = np.ones_like(change)
        for step in range(lag):
            link *= self.gain[:, step : self.gain.shape[1] - lag + step]
        variance = self.variance[:, lag:] + self.variance[:, :-lag] - 2 * link * self.variance[:, lag:]
        return change, np.maximum(variance, 1e-9)


def filter_rates(counts: Floats, exposure: Floats, pooled: Floats, dynamics: Dynamics, known: tuple[Filtered, int] | None = None) -> Filtered:
    """Follows the rates forward.

    Args:
        counts: Series by periods; weights may make them broken numbers.
        exposure: Of the same shape; 0 where nothing was read, which says nothing about the rate.
        pooled: The mean that each log-rate returns to.
        dynamics: How they move.
        known: What was found before, of the same shape, and up to which period nothing has changed since: it is gone on from there.

    Returns:
        What is known before and after each period.
    """
    series, periods = counts.shape
    ahead, ahead_variance, mean, variance, expected, size = (np.empty((series, periods)) for _ in range(6))
    middle, width, first = pooled.astype(np.float64), np.full(series, dynamics.spread), 0
    if known is not None and known[1] > 0:
        before, first = known
        for whole, part in ((ahead, before.ahead), (ahead_variance, before.ahead_variance), (mean, before.mean), (variance, before.variance)):
            whole[:, :first] = part[:, :first]
        expected[:, :first], size[:, :first] = before.expected[:, :first], before.size[:, :first]
        middle, width = mean[:, first - 1], variance[:, first - 1]
    keep, fresh = dynamics.persistence, dynamics.spread * (1 - dynamics.persistence**2)
    for at in range(first, periods):
        if at:
            middle, width = pooled + keep * (middle - pooled), keep**2 * width + fresh
        ahead[:, at], ahead_variance[:, at] = middle, width
        shape, rate = _gamma(middle, width)
        expected[:, at] = np.maximum(exposure[:, at] * shape / rate, 1e-9)
        size[:, at] = expected[:, at] / (dynamics.scatter - 1 + expected[:, at] / shape + 1e-9)
        middle, width = _moments(shape + counts[:, at] / dynamics.scatter, rate + exposure[:, at] / dynamics.scatter)
        mean[:, at], variance[:, at] = middle, width
    return Filtered(ahead=ahead, ahead_variance=ahead_variance, mean=mean, variance=variance, expected=expected, size=size)


def smooth(filtered: Filtered, persistence: float) -> Smoothed:
    """Goes back over the filtered log-rates, so that each period knows of all."""
    mean, variance = filtered.mean.copy(), filtered.variance.copy()
    gain = np.zeros_like(mean)
    for at in range(mean.shape[1] - 2, -1, -1):
        gain[:, at] = persistence * filtered.variance[:, at] / filtered.ahead_variance[:, at + 1]
        mean[:, at] += gain[:, at] * (mean[:, at + 1] - filtered.ahead[:, at + 1])
        variance[:, at] += gain[:, at] ** 2 * (variance[:, at + 1] - filtered.ahead_variance[:, at + 1])
    return Smoothed(mean=mean, variance=np.maximum(variance, 1e-9), gain=gain, doubt=np.zeros_like(mean))


def fit_dynamics(counts: Floats, exposure: Floats, pooled: Floats) -> Dynamics:
    """Finds the dynamics under which the counts were likeliest, each forecast from those before it (empirical Bayes).

    Args:
        counts: Series by periods. Of more than 400 series every n-th is taken, in the order of their totals.
        exposure: Of the same shape.
        pooled: The mean that each log-rate returns to.

    Returns:
        The dynamics; where there is nothing to learn from, close to where the search began.
    """
    from scipy.optimize import minimize  # slow to load

    order = np.argsort(counts.sum(axis=1), kind="stable")
    taken = order[:: max(1, -(-len(order) // _MOST_FITTED))]
    held, exposed, means = counts[taken], exposure[taken], pooled[taken]
    read = exposed > 0

    def loss(point: Floats) -> float:
        dynamics = _dynamics(point)
        forecast = filter_rates(held, exposed, means, dynamics)
        chances = log_chances(held, forecast.expected, forecast.size)
        # weak priors, of a few counts' weight, keep what the data do not speak of from running away
        prior = 0.5 * ((point[0] - 3.0) ** 2 / 4 + point[1] ** 2 + point[2] ** 2 / 4)
        return float(prior - chances[read].sum())

    start = np.array([3.0, -0.5, -1.0])
    corners = np.vstack([start, start + np.diag([1.0, 0.6, 1.0])])
    found = minimize(loss, start, method="Nelder-Mead", options={"maxfev": _STEPS, "xatol": 0.02, "fatol": 0.05, "initial_simplex": corners})
    return _dynamics(np.asarray(found.x, dtype=np.float64))


def pooled_means(counts: Floats, exposure: Floats, kinds: npt.NDArray[np.int64], dyads: npt.NDArray[np.int64]) -> Floats:
    """The means that log-rates return to: what a kind (channel and valence) has on average, times how busy the dyad is.

    Args:
        counts: Series by periods.
        exposure: Of the same shape.
        kinds: Of each series the number of its kind, from 0.
        dyads: Of each series the number of its dyad, from 0.

    Returns:
        One mean a series. A dyad with little to show is drawn to the average one, a kind with none to the average kind.
    """
    told, read = counts.sum(axis=1), exposure.sum(axis=1)
    overall = (told.sum() + 0.5) / (read.sum() + 1.0)
    seen = np.bincount(kinds, told)
    rate = (seen + 1.0) / (np.bincount(kinds, read) + 1.0 / overall)
    expected = rate[kinds] * read
    busy = (np.bincount(dyads, told) + _LONE) / (np.bincount(dyads, expected) + _LONE)
    return np.asarray(np.log(rate[kinds] * busy[dyads]), dtype=np.float64)


def quantiles(smoothed: Smoothed, level: float) -> Floats:
    """The quantile of each rate at a level between 0 and 1, exact to a thousandth part."""
    shape, rate = smoothed.gamma()
    nodes, values = _quantile_table(level)
    return np.exp(np.interp(np.log(shape), nodes, values)) / rate


def _dynamics(point: Floats) -> Dynamics:
    first, second, third = (float(each) for each in np.clip(point, -12, 12))
    persistence = min(1 / (1 + float(np.exp(-first))), 0.9995)
    return Dynamics(persistence=persistence, spread=float(np.clip(np.exp(second), 0.02, 8.0)), scatter=1 + float(np.exp(min(third, 3.0))))


@lru_cache(maxsize=1)
def _tables() -> tuple[Floats, Floats, Floats]:
    """Logarithms of shapes with the mean (of a rate of 1) and the variance of the logarithm: scipy's functions would take most of the time."""
    from scipy.special import digamma, polygamma

    shapes = np.geomspace(_SMALLEST_SHAPE, _LARGEST_SHAPE, _TABLE)
    return np.log(shapes), np.asarray(digamma(shapes) - np.log(shapes)), np.asarray(np.log(polygamma(1, shapes)))


@lru_cache(maxsize=8)
def _quantile_table(level: float) -> tuple[Floats, Floats]:
    """Logarithms of shapes, and of the quantile at a level: half a million inversions of the incomplete gamma function take seconds."""
    from scipy.special import gammaincinv

    shapes = np.geomspace(_SMALLEST_SHAPE, _LARGEST_SHAPE, _TABLE)
    return np.log(shapes), np.log(np.maximum(np.asarray(gammaincinv(shapes, level)), 1e-300))


def _gamma(mean: Floats, variance: Floats) -> tuple[Floats, Floats]:
    """Shape and rate of the gamma distribution whose logarithm has this mean and variance."""
    shapes, offsets, variances = _tables()
    logarithm = np.interp(-np.log(variance), -variances, shapes)
    offset = np.interp(logarithm, shapes, offsets)
    return np.exp(logarithm), np.exp(offset + logarithm - mean)


def _moments(shape: Floats, rate: Floats) -> tuple[Floats, Floats]:
    """Mean and variance of the logarithm of a gamma distribution."""
    shapes, offsets, variances = _tables()
    logarithm = np.log(shape)
    return np.interp(logarithm, shapes, offsets) + logarithm - np.log(rate), np.exp(np.interp(logarithm, shapes, variances))
