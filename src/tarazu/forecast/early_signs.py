"""Early signs: questions with a day and a threshold whose answers tell which of two futures is coming, and how they are scored when the day has come.

Source: Scoblic and Tetlock (2020), "A Better Crystal Ball", Foreign Affairs 99 (6): question clusters that tell early which scenario is arriving. How telling
a question is: Lindley (1956), "On a Measure of the Information Provided by an Experiment", Annals of Mathematical Statistics 27 (4).
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence

import numpy as np

from tarazu.forecast.counts_table import Asked, acts_of
from tarazu.forecast.counts_types import DAYS, Floats, Series
from tarazu.forecast.scenario_run import Both
from tarazu.forecast.scenario_types import ScoredSign, Sign
from tarazu.records import Story

_AFTER = (2, 4, 8, 13, 26)  # weeks
_MOST = 8
_LEAST_BITS = 0.002
_LEAST_MOVED = 0.01  # acts
_HIGHEST = 40
_SURE = 0.001


def early_signs(both: Both, origin: dt.date) -> tuple[Sign, ...]:
    """The most telling questions about lines that the scenario does not itself suppose, one a dyad and valence, most telling first.

    Args:
        both: The runs.
        origin: The first day of the first week.
    """
    weeks = both.base.shape[1]
    moved = np.abs((both.scenario.sum(axis=1) - both.base.sum(axis=1)).mean(axis=0)) >= _LEAST_MOVED
    best: dict[tuple[str, str, str], Sign] = {}
    for at, line in enumerate(both.lines.lines):
        if both.supposed[at] or not moved[at]:
            continue
        for after in sorted({min(each, weeks) for each in _AFTER}):
            sign = _sign(both, at, after, origin)
            key = (line.source, line.target, line.valence)
            if key not in best or sign.bits > best[key].bits:
                best[key] = sign
    told = sorted((each for each in best.values() if each.bits >= _LEAST_BITS), key=lambda each: (-each.bits, each.by, each.line.source, each.line.target))
    return tuple(told[:_MOST])


def bits_between(one: Floats, two: Floats) -> Floats:
    """How much a yes or no tells on average of which of two equally likely chances of yes holds; 0 to 1.

    Example:
        >>> bits_between(np.array([0.0, 0.5]), np.array([1.0, 0.5])).tolist()
        [1.0, 0.0]
    """
    return np.asarray(_entropy((one + two) / 2) - (_entropy(one) + _entropy(two)) / 2, dtype=np.float64)


def score_signs(signs: Sequence[Sign], stories: Sequence[Story], today: dt.date) -> tuple[ScoredSign, ...]:
    """Scores the signs whose day has come.

    Args:
        signs: Those of a report.
        stories: All of the case.
        today: Up to which day the stories tell; signs of later days are left for later.
    """
    due = [sign for sign in signs if sign.by <= today]
    if not due:
        return ()
    acts = acts_of(stories, Asked(until=today))
    return tuple(_score(sign, sum(_meant(sign, day, series) for day, series in acts)) for sign in due)


def _meant(sign: Sign, day: dt.date, series: Series) -> bool:
    line = sign.line
    same = (series.source, series.target, series.valence) == (line.source, line.target, line.valence)
    return same and sign.since <= day <= sign.by and (line.whole or series.channel == line.channel)


def _score(sign: Sign, acts: int) -> ScoredSign:
    answer = acts > sign.more_than
    chances = [min(max(each if answer else 1 - each, _SURE), 1 - _SURE) for each in (sign.scenario, sign.base)]
    return ScoredSign(
        sign=sign, acts=acts, answer=answer, brier_scenario=(sign.scenario - answer) ** 2, brier_base=(sign.base - answer) ** 2,
        bits=math.log2(chances[0] / chances[1]),
    )  # fmt: skip


def _sign(both: Both, at: int, after: int, origin: dt.date) -> Sign:
    base, scenario = (each[:, :after, at].sum(axis=1) for each in (both.base, both.scenario))
    asked = np.arange(min(int(max(base.max(), scenario.max())), _HIGHEST) + 1)
    yes, no = (np.array([(each > number).mean() for number in asked]) for each in (scenario, base))
    bits = bits_between(yes, no)
    number = int(np.argmax(bits))
    return Sign(
        line=both.lines.lines[at], more_than=number, since=origin, by=origin + dt.timedelta(days=DAYS * after - 1), scenario=float(yes[number]),
        base=float(no[number]), bits=float(bits[number]),
    )  # fmt: skip


def _entropy(chance: Floats) -> Floats:
    inside = np.clip(chance, 1e-12, 1 - 1e-12)
    return np.asarray(-(inside * np.log2(inside) + (1 - inside) * np.log2(1 - inside)).round(9), dtype=np.float64)
