"""What a forecast must beat: the base rate, persistence and recurrence alone."""

from __future__ import annotations

from typing import Final

import msgspec
import numpy as np

from tarazu.forecast.acts import RELATIONS
from tarazu.forecast.arrays import Doubles, Flags, Ints, find_sorted
from tarazu.forecast.cells import Cells
from tarazu.forecast.rates import Past

_PRIOR: Final = 2.0
_HALF_LIFE: Final = 50.0
_LEAST: Final = 1e-4


class Plain(msgspec.Struct, frozen=True, kw_only=True):
    """Chances that need no model.

    Attributes:
        base_rate: The share of past windows of which anything was read, drawn by two windows towards that of all questions of the relation.
        persistence: The share of windows in which it came after one in which it came, or did not, of all questions together.
        recurrency: From a count of the same that halves every fifty days, over the days that such a count sees.
        windows: In how many past windows each came.
        all: How many such windows there are.
    """

    base_rate: Doubles
    persistence: Doubles
    recurrency: Doubles
    windows: Ints
    all: int


def judge_plainly(past: Past, cells: Cells) -> Plain:
    """Works out the three for questions.

    Source: for recurrence Gastinger et al. (2024), "History Repeats Itself: A Baseline for Temporal Knowledge Graph Forecasting", IJCAI.
    """
    asked = cells.keys()
    order = np.argsort(asked, kind="stable")
    number = np.searchsorted(past.windows, (past.day - past.days) // past.horizon)
    places = find_sorted(asked[order], past.cells)
    found = places >= 0
    came = np.zeros((len(asked), len(past.windows)), dtype=np.bool_)
    came[order[places[found]], number[found]] = True
    counts, windows = came.sum(axis=1), len(past.windows)
    usual = _by_relation(cells, counts / windows)
    again, anew = _turns(came[:, 1:], came[:, :-1])
    lately = came[:, 0] if past.windows[0] == 0 else np.zeros(len(asked), dtype=np.bool_)
    fading = np.zeros(len(asked))
    np.add.at(fading, order[places[found]], np.exp2((past.days[found] - past.day) / _HALF_LIFE))
    seen = _HALF_LIFE / np.log(2) * -np.expm1(-np.log(2) * (past.windows[-1] + 1) * past.horizon / _HALF_LIFE)
    recurring = 1 - np.exp(-fading / seen * past.horizon)
    return Plain(
        base_rate=np.clip((counts + _PRIOR * usual) / (windows + _PRIOR), _LEAST, 1 - _LEAST),
        persistence=np.clip(np.where(lately, again, anew), _LEAST, 1 - _LEAST),
        recurrency=np.clip(recurring, np.minimum(np.maximum(usual, _LEAST), 0.5), 1 - _LEAST), windows=counts, all=windows,
    )  # fmt: skip


def _by_relation(cells: Cells, shares: Doubles) -> Doubles:
    totals = np.bincount(cells.relations, shares, len(RELATIONS))
    asked = np.bincount(cells.relations, minlength=len(RELATIONS))
    return np.asarray((totals / np.maximum(asked, 1))[cells.relations])


def _turns(before: Flags, after: Flags) -> tuple[float, float]:
    """How often it came in a window after one in which it had come, and after one in which it had not; of windows that were read."""
    again = (float((before & after).sum()) + 1) / (float(before.sum()) + 2)
    anew = (float((~before & after).sum()) + 0.5) / (float((~before).sum()) + 50)
    return again, anew
