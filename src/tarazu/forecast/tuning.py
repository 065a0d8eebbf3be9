"""What the case's own past says about how to weigh it: forecasts as they would have been made in earlier weeks, against what then came."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Final

import msgspec
import numpy as np

from tarazu.forecast.arrays import Doubles, Ints
from tarazu.forecast.cells import Cells
from tarazu.forecast.rates import Past, Weights

_MOST: Final = 10
_STEPS: Final = (0.0, 0.5, 1.0)
_SIZES: Final = (0.25, 0.5, 1.0, 3.0, 100.0)
_LEAST: Final = 1e-6
_GRID: Final = ((60.0, 180.0, 540.0), (60.0, 240.0), (60.0, 240.0, 720.0), (0.0, 0.7))
_COUNTS: Final = "counts"
_HALF: Final = 0.5

FEW: Final = 30
"""So many acts must have come on earlier days for the past to be weighed by what they say."""


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """A day of the past on which a forecast could have been made.

    Attributes:
        past: What was known by then.
        cells: What would have been asked.
        came: How often each came within the horizon, as far as it was told by the day of the forecast proper.
        announced: The chance of each to come as something announced.
    """

    past: Past
    cells: Cells
    came: Ints
    announced: Doubles


class Fitted(msgspec.Struct, frozen=True, kw_only=True):
    """How chances are made.

    Attributes:
        weights: How the past is weighed.
        shift, slope: Logits of chances times the slope, plus the shift.
        size: Of the negative binomial distribution of counts; the larger, the less they come in bursts.
        mix: What part each other view has: `counts` and `trees`, from 0 to 1; what is missing to 1 is the plain rates'.
        origins: How many days of the past it was tried on.
        came: How much of what was asked on them came.
        log_score: The mean logarithm of the chance of what came of each question then, in nats; the nearer to 0 the better. 0 where it was not tried.
        usual_log_score: The same of base rates alone.
    """

    weights: Weights = Weights()
    shift: float = 0.0
    slope: float = 1.0
    size: float = 1.0
    mix: dict[str, float] = {}
    origins: int = 0
    came: int = 0
    log_score: float = 0.0
    usual_log_score: float = 0.0


def origins_before(day: int, first: int, horizon: int) -> tuple[int, ...]:
    """Days of the past to try forecasts on, the earliest first: their windows do not overlap, and each has at least as much behind it as ahead."""
    return tuple(day - horizon * step for step in range(_MOST, 0, -1) if day - horizon * step - first >= max(horizon, 28))


def chances(expected: Doubles, announced: Doubles, fitted: Fitted) -> Doubles:
    """The chance of at least one act.

    Args:
        expected: Acts within the horizon, by the plain rates and other views mixed.
        announced: The chance that it comes as something announced.
        fitted: How.
    """
    alone = 1 - (1 + expected / fitted.size) ** -fitted.size
    either = np.clip(1 - (1 - alone) * (1 - announced), _LEAST, 1 - _LEAST)
    return np.asarray(1 / (1 + np.exp(-(fitted.shift + fitted.slope * np.log(either / (1 - either))))))


def means(given: Doubles, size: float) -> Doubles:
    """How many acts a chance of at least one stands for."""
    return np.asarray(size * ((1 - given) ** (-1 / size) - 1))


def log_score(given: Doubles, came: Ints) -> float:
    """The sum of the logarithms of the chances that were given to what came."""
    kept = np.clip(given, _LEAST, 1 - _LEAST)
    return float(np.where(came > 0, np.log(kept), np.log1p(-kept)).sum())


def mixed(plain: Doubles, others: dict[str, Doubles], mix: dict[str, float]) -> Doubles:
    """Several views of what is to be expected as one: their geometric mean, weighted."""
    rest = 1 - sum(mix.get(name, 0.0) for name in others)
    logs = rest * np.log(np.maximum(plain, _LEAST**2))
    for name, other in others.items():
        logs = logs + mix.get(name, 0.0) * np.log(np.maximum(other, _LEAST**2))
    return np.asarray(np.exp(logs))


def weigh(origins: Sequence[Origin]) -> Fitted:
    """Chooses how the past is weighed, by what would have been said best in earlier weeks; where too little came then, what is usual stands.

    Source: the logarithmic score of Good (1952), "Rational Decisions", Journal of the Royal Statistical Society B 14.
    """
    came = sum(int((origin.came > 0).sum()) for origin in origins)
    if came < FEW:
        return Fitted(origins=len(origins), came=came)
    best, found = -np.inf, Fitted()
    for half_life, pair, cell, sequel in product(*_GRID):
        weights = Weights(half_life=half_life, pair=pair, cell=cell, sequel=sequel)
        plain = Fitted(weights=weights)
        score = sum(
            log_score(chances(origin.past.rate(origin.cells, weights).total() * origin.past.horizon, origin.announced, plain), origin.came)
            for origin in origins
        )
        if score > best:
            best, found = score, plain
    return msgspec.structs.replace(found, origins=len(origins), came=came)


def blend(origins: Sequence[Origin], fitted: Fitted, views: Sequence[dict[str, Doubles]]) -> Fitted:
    """Chooses what part other views have, and how much counts scatter.

    Args:
        origins: The days of the past.
        fitted: How the past is weighed.
        views: For each day, by name, the acts that another view expects; the same names on each. Where too little came to choose, the system of weekly
            counts, which knows from elsewhere how acts follow acts, has half.
    """
    if fitted.came < FEW:
        return msgspec.structs.replace(fitted, mix={_COUNTS: _HALF} if views and _COUNTS in views[0] else {})
    plain = [origin.past.rate(origin.cells, fitted.weights).total() * origin.past.horizon for origin in origins]
    names = sorted(views[0]) if views else []
    best, found = -np.inf, fitted
    for parts in product(_STEPS, repeat=len(names)):
        if sum(parts) > 1:
            continue
        mix = dict(zip(names, parts, strict=True))
        means = [mixed(each, other, mix) for each, other in zip(plain, views, strict=True)]
        for size in _SIZES:
            tried = msgspec.structs.replace(fitted, mix=mix, size=size)
            score = sum(log_score(chances(mean, origin.announced, tried), origin.came) for mean, origin in zip(means, origins, strict=True))
            if score > best:
                best, found = score, tried
    return found


def calibrate(given: Sequence[Doubles], came: Sequence[Ints]) -> tuple[float, float]:
    """The shift and slope of logits under which chances given in the past would have been likeliest, drawn towards none where little came.

    Args:
        given: Of each day, the chances that were given, before.
        came: How often each came.

    Source: Platt (1999), "Probabilistic Outputs for Support Vector Machines", with normal priors (mean 0 and 1, deviations 1 and 0.25) in place of his
    targets; found by Newton's method.
    """
    kept = np.clip(np.concatenate(list(given)), _LEAST, 1 - _LEAST)
    true = np.concatenate(list(came)) > 0
    logits = np.log(kept / (1 - kept))
    columns = np.stack((np.ones(len(logits)), logits))
    means, precisions = np.array([0.0, 1.0]), np.diag([1.0, 16.0])
    found = means.copy()
    for _ in range(25):
        now = 1 / (1 + np.exp(-(found @ columns)))
        gradient = columns @ (true - now) - precisions @ (found - means)
        curve = (columns * (now * (1 - now))) @ columns.T + precisions
        step = np.linalg.solve(curve, gradient)
        found = found + np.clip(step, -1.0, 1.0)
        if np.abs(step).max() < 1e-8:
            break
    return float(found[0]), float(found[1])
