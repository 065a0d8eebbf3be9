"""One day after the other: the questions of each, their candidates, and all numbers about them."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import numpy as np

from tarazu.forecast.arrays import Floats, Ints, find_sorted
from tarazu.forecast.candidates import Candidates, Extra, Given, Limits, Questions, ask, gather, select
from tarazu.forecast.history import History
from tarazu.forecast.measures import Sight
from tarazu.forecast.paths import Positions, Reach
from tarazu.forecast.rules import Rules, Traces
from tarazu.forecast.strengths import Strengths

_ALL = 1 << 40
_BLOCK = 4096


Source = Callable[[Questions], Extra]
"""Tells of a day's questions which candidates are known otherwise than from the graph; only from what was known before the day."""


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """What is known before a day about its questions.

    Attributes:
        questions: With their answers.
        candidates: Of the questions.
        numbers: A row for each candidate, a column for each of `names`.
        names: Of the columns.
    """

    questions: Questions
    candidates: Candidates
    numbers: Floats
    names: tuple[str, ...]


class Observer:
    """Goes through the days and looks at each before it counts it.

    Args:
        history: At its start.
        limits: Of the candidates.
        seed: Of the random start of positions, and of the questions drawn.
        source: Of candidates that are known otherwise than from the graph, for every look alike, so that the trees learn what they are worth.
    """

    def __init__(self, history: History, limits: Limits, seed: int, source: Source | None = None) -> None:
        self.history, self._limits, self._source = history, limits, source
        self._rules, self._strengths = Rules(history.relations), Strengths(history.relations)
        self._positions = Positions(history.count, seed)
        self._known: int | None = None
        self._generator = np.random.default_rng(seed)

    def hold(self, known: int | None) -> None:
        """From here on what happened on the day `known` and after is not counted, until it is called with a later one, or with none for all."""
        self._known = known

    def look(self, day: int, *, learn: bool, most: int = _ALL, learned: int = 0) -> Look:
        """Looks at a day with all that happened before it.

        Args:
            day: No earlier than the day before.
            learn: Count afterwards which traces led to answers: for days that may be fitted on.
            most: How many questions to draw of those of the day.
            learned: How many questions to learn from, where that is more than are looked at.
        """
        questions, candidates, traces = self._gather(day, max(most, learned))
        kept = np.arange(len(questions.subjects)) if most >= len(questions.subjects) else self._some(len(questions.subjects), most)
        look = self._measure(*_narrow(questions, candidates, traces, kept))
        if learn:
            self._learn(traces, candidates)
        return look

    def look_at(self, questions: Questions) -> Look:
        """Looks at questions that no fact poses, with all that happened before their day: for forecasts, which have no answers yet."""
        self.history.advance(questions.day, self._known)
        return self._measure(*self._gather_for(questions))

    def learn(self, day: int, most: int = _ALL) -> None:
        """Only counts which traces led to answers on a day, of at most so many questions."""
        _, candidates, traces = self._gather(day, most)
        self._learn(traces, candidates)

    def _some(self, of: int, most: int) -> Ints:
        return np.sort(self._generator.choice(of, most, replace=False))

    def _measure(self, questions: Questions, candidates: Candidates, traces: Traces) -> Look:
        sight = Sight(self.history, questions, candidates)
        columns = sight.repetition() | sight.dealings() | sight.popularity() | sight.belonging()
        columns |= sight.ways(self._positions) | sight.following(self._rules, self._strengths, traces) | candidates.extra
        numbers = np.empty((len(candidates.entities), len(columns)), dtype=np.float32)
        for first in range(0, len(numbers), _BLOCK):  # in blocks, so that what is turned from columns into rows stays in the processor's cache
            here = slice(first, first + _BLOCK)
            numbers[here] = np.stack([column[here] for column in columns.values()]).T
        return Look(questions=questions, candidates=candidates, numbers=numbers, names=tuple(columns))

    def _learn(self, traces: Traces, candidates: Candidates) -> None:
        self._rules.learn(traces, candidates)
        self._strengths.learn(traces, candidates)

    def _gather(self, day: int, most: int) -> tuple[Questions, Candidates, Traces]:
        self.history.advance(day, self._known)
        questions = ask(self.history, day)
        if most < len(questions.subjects):
            questions = select(questions, self._some(len(questions.subjects), most))
        return self._gather_for(questions)

    def _gather_for(self, questions: Questions) -> tuple[Questions, Candidates, Traces]:
        subjects, owners = np.unique(questions.subjects, return_inverse=True)
        reach = Reach(self.history, subjects)
        self._positions.follow(reach.links)
        extra = self._source(questions) if self._source else None
        candidates = gather(self.history, questions, Given(reach=reach, owners=owners, extra=extra), self._limits)
        return questions, candidates, self._rules.trace(self.history, questions, candidates)


def _narrow(questions: Questions, candidates: Candidates, traces: Traces, kept: Ints) -> tuple[Questions, Candidates, Traces]:
    """Only some of the questions, with their candidates and what lies between them."""
    if len(kept) == len(questions.subjects):
        return questions, candidates, traces
    inside = find_sorted(kept, candidates.questions)
    rows = np.flatnonzero(inside >= 0)
    held = find_sorted(rows, traces.rows)
    between = held >= 0
    fewer = Candidates(
        questions=inside[rows], entities=candidates.entities[rows], near={name: column[rows] for name, column in candidates.near.items()},
        true=candidates.true[rows], extra={name: column[rows] for name, column in candidates.extra.items()},
    )  # fmt: skip
    return select(questions, kept), fewer, Traces(rows=held[between], cells=traces.cells[between], asked=traces.asked[between])
