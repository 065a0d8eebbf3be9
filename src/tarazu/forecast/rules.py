"""What follows what: how often, after one relation between two, another was the answer, by how long ago the first was; learned day by day."""

from __future__ import annotations

from typing import Final

import msgspec
import numpy as np

from tarazu.forecast.arrays import Floats, Ints, spread, starts_of
from tarazu.forecast.candidates import Candidates, Questions
from tarazu.forecast.history import History

BINS: Final = (1, 3, 7, 14, 30, 60, 120)  # days, the last of each bin; one more bin is open
LEVELS: Final = (1.5, 3.0)  # how often by its last time, fading; the last of each level; one more is open
_LEVELS: Final = len(LEVELS) + 1
_PSEUDO: Final = 15.0


class Traces(msgspec.Struct, frozen=True, kw_only=True):
    """What lies between subject and candidate: each relation that was ever between them, with when it last was, and how often by then.

    Attributes:
        rows: The candidate's row; ascending.
        cells: Past relation, relation asked for, age and level as one number, in this order.
        asked: The relation of the question.
    """

    rows: Ints
    cells: Ints
    asked: Ints


class Rules:
    """Shares of candidates that were right, given a relation of the past, the relation asked for, and the days between.

    Args:
        relations: How many relations there are, each told from both ends.
    """

    def __init__(self, relations: int) -> None:
        self._relations, self._bins = relations, len(BINS) + 1
        self._right = np.zeros(relations * relations * self._bins, dtype=np.float32)
        self._seen = np.zeros_like(self._right)
        self._table = np.zeros_like(self._right)
        self._stale = True

    def trace(self, history: History, questions: Questions, candidates: Candidates) -> Traces:
        """Finds what lies between subjects and candidates.

        The triples of a pair are not side by side in `History.triples`, so they come from `History.between`, whose keys start with the pair.
        """
        between, relations = history.between, history.relations
        prefixes = (questions.subjects[candidates.questions] * history.count + candidates.entities) * relations
        begin = np.searchsorted(between.keys, prefixes)
        end = np.searchsorted(between.keys, prefixes + relations)
        rows, places = spread(begin, end - begin)
        last = between.last[places]
        seen = last >= 0
        rows, places, last = rows[seen], places[seen], last[seen]
        bins = np.searchsorted(np.array(BINS), history.day - last) * _LEVELS
        bins += np.searchsorted(np.array(LEVELS, dtype=np.float32), between.levels(places, 0))
        asked = questions.relations[candidates.questions[rows]]
        return Traces(rows=rows, cells=((between.keys[places] % relations) * relations + asked) * self._bins * _LEVELS + bins, asked=asked)

    def learn(self, traces: Traces, candidates: Candidates) -> None:
        """Counts which traces led to answers."""
        cells, at = np.unique(traces.cells // _LEVELS, return_inverse=True)  # a day touches few of millions of cells
        self._seen[cells] += np.bincount(at, minlength=len(cells)).astype(np.float32)
        self._right[cells] += np.bincount(at, weights=candidates.true[traces.rows], minlength=len(cells)).astype(np.float32)
        self._stale = True

    def confidences(self, cells: Ints) -> Floats:
        """The share of right ones, drawn towards broader shares where few are known.

        The cell (past relation, relation asked for, age) is drawn towards that of all past relations with the same relation asked for and age; and
        that towards all of the age.

        Source: the rules of length one of TLogic (Liu et al. 2022, AAAI 36 (4)), with their confidence by age as in CountTRuCoLa (2025).
        """
        if self._stale:
            shape = (self._relations, self._relations, self._bins)
            right, seen = self._right.reshape(shape), self._seen.reshape(shape)
            broad = (right.sum(axis=(0, 1)) + 1) / (seen.sum(axis=(0, 1)) + 100)
            prior = (right.sum(axis=0) + _PSEUDO * broad) / (seen.sum(axis=0) + _PSEUDO)
            self._table = ((right + _PSEUDO * prior) / (seen + _PSEUDO)).astype(np.float32).ravel()
            self._stale = False
        return self._table[cells // _LEVELS]

    def weigh(self, traces: Traces, rows: int) -> tuple[Floats, Floats, Floats]:
        """For each candidate the highest confidence of its traces, their sum, and the chance that at least one holds if they were independent."""
        highest, total, either = (np.zeros(rows, dtype=np.float32) for _ in range(3))
        if len(traces.rows):
            found = self.confidences(traces.cells)
            starts = starts_of(traces.rows)
            owners = traces.rows[starts]
            highest[owners] = np.maximum.reduceat(found, starts)
            total[owners] = np.add.reduceat(found, starts)
            either[owners] = -np.expm1(np.add.reduceat(np.log1p(-np.minimum(found, 0.99)), starts))
        return highest, total, either
