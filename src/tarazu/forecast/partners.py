"""Whom with: given that one does a thing, with whom of all those asked about, by trees learned from the case; only where there is enough to learn from."""

from __future__ import annotations

from typing import Final

import msgspec
import numpy as np

from tarazu.forecast.acts import RELATIONS, Ledger
from tarazu.forecast.arrays import Doubles, Ints, find_sorted
from tarazu.forecast.candidates import Limits, Questions
from tarazu.forecast.cells import MUTUAL_FLAGS, Cells
from tarazu.forecast.graph import Graph
from tarazu.forecast.history import History
from tarazu.forecast.look import Look, Observer
from tarazu.forecast.rank import Plan, Ranker, fit
from tarazu.forecast.reasons import kinds

ENOUGH: Final = 1200
"""Acts before the days on which trees are tried from which on they are grown: below, what is usual says more than what they could learn."""

_BACK: Final = 1100
_KINDS: Final = len(RELATIONS)
_PLAN: Final = Plan(
    warm_days=365, warm_questions=100, fit_days=365, fit_questions=60, stop_days=28, stop_questions=100, shown=150, rounds=150, leaves=15, least=20,
    threads=1,
)  # fmt: skip


class Shares(msgspec.Struct, frozen=True, kw_only=True):
    """What the trees say of questions on a day.

    Attributes:
        out: Given that the subject does it to anyone, the chance that it is this one, from 0 to 1; all are above 0.
        back: Given that it is done to the object by anyone, the chance that it is by this one.
        rows: Of each question its row in `look`, as asked from the subject; -1 where it was no candidate.
        look: All that the trees saw.
    """

    out: Doubles
    back: Doubles
    rows: Ints
    look: Look

    def spread(self, cells: Cells, expected: Doubles) -> Doubles:
        """Shares out anew what each is expected to do, and what is expected to be done to each, among the others, by the trees.

        Args:
            cells: The questions.
            expected: Acts within the horizon.

        Returns:
            The geometric mean of the two ways to share out.
        """
        told = [
            _share(ends * _KINDS + cells.relations, shares, expected) for ends, shares in ((cells.subjects, self.out), (cells.objects, self.back))
        ]  # fmt: skip
        return np.sqrt(told[0] * told[1])


class Partners:
    """Trees that were learned from a case.

    Args:
        ledger: The acts.
        end: The day before which they learn, as an ordinal; days are looked at from there on, in their order.
        seed: Of all that is drawn at random.

    Attributes:
        ranker: The trees.
    """

    def __init__(self, ledger: Ledger, end: int, seed: int) -> None:
        graph, self._start = _graph(ledger)
        self._observer = Observer(History(graph.doubled()), Limits(), seed)
        self.ranker: Ranker = fit(self._observer, end - self._start, end - self._start, msgspec.structs.replace(_PLAN, seed=seed))

    def look(self, cells: Cells, day: int) -> Shares:
        """What they say on a day, which is no earlier than any looked at before, of questions."""
        keys = [
            cells.subjects * 2 * _KINDS + cells.relations,
            cells.objects * 2 * _KINDS + cells.relations + np.where(MUTUAL_FLAGS[cells.relations], 0, _KINDS),
        ]
        asked = np.unique(np.concatenate(keys))
        none = np.zeros(0, dtype=np.int64)
        last = self._observer.history.graph.days[-1] + 1
        here = min(day + 1 - self._start, int(last))  # after the last act nothing changes but ages, which are not counted beyond it
        questions = Questions(day=here, subjects=asked // (2 * _KINDS), relations=asked % (2 * _KINDS), answer_questions=none, answers=none)
        look = self._observer.look_at(questions)
        chances = self.ranker.chances(look, self.ranker.score(look, 1))
        known = look.candidates.questions * cells.parties + look.candidates.entities
        left = (1 - min(self.ranker.found, 0.99)) / cells.parties
        ends = (cells.objects, cells.subjects)
        rows = [find_sorted(known, np.searchsorted(asked, key) * cells.parties + end) for key, end in zip(keys, ends, strict=True)]
        out, back = (np.where(row >= 0, np.maximum(chances[row], left), left) for row in rows)
        return Shares(out=out, back=back, rows=rows[0], look=look)

    def pushes(self, shares: Shares, rows: Ints) -> list[dict[str, float]]:
        """What moved the score of rows of a look up, by kind of reason (see `reasons`), as parts of 1: the trees' own account."""
        kind = kinds()
        found = []
        for parts in self.ranker.parts(shares.look, rows):
            pushes: dict[str, float] = {}
            for name, part in zip(shares.look.names, parts.tolist(), strict=True):
                pushes[kind[name]] = pushes.get(kind[name], 0.0) + part
            whole = sum(part for part in pushes.values() if part > 0)
            found.append({name: part / whole for name, part in pushes.items() if part > 0})
        return found


def enough(ledger: Ledger, end: int) -> bool:
    """Whether there is enough before a day to grow trees."""
    return int(ledger.known(end).sum()) >= ENOUGH


def _graph(ledger: Ledger) -> tuple[Graph, int]:
    """The acts as a graph, each on the day on which it was known; what two did together stands once from each end. And its first day."""
    days = np.maximum(ledger.days, ledger.told)
    start = max(ledger.first, int(days.max()) - _BACK)
    inside = np.flatnonzero((days >= start) & (ledger.days >= ledger.first))
    both = inside[MUTUAL_FLAGS[ledger.relations[inside]]]
    subjects = np.concatenate((ledger.subjects[inside], ledger.objects[both]))
    objects = np.concatenate((ledger.objects[inside], ledger.subjects[both]))
    rows = np.concatenate((inside, both))
    order = np.argsort(days[rows], kind="stable")
    graph = Graph(
        subjects=subjects[order], relations=ledger.relations[rows][order], objects=objects[order], days=days[rows][order] - start, entities=ledger.parties,
        relation_names=RELATIONS,
    )  # fmt: skip
    return graph, start


def _share(groups: Ints, shares: Doubles, expected: Doubles) -> Doubles:
    known, at = np.unique(groups, return_inverse=True)
    whole, parts = np.bincount(at, expected, len(known)), np.bincount(at, shares, len(known))
    return np.asarray(whole[at] * shares / parts[at])
