"""One day after the other: the questions of each, their candidates, and all numbers about them."""

from __future__ import annotations

import msgspec
import numpy as np

from tarazu.forecast.arrays import Floats
from tarazu.forecast.candidates import Candidates, Limits, Questions, ask, draw, gather
from tarazu.forecast.history import History
from tarazu.forecast.measures import Sight
from tarazu.forecast.paths import Positions, Reach
from tarazu.forecast.rules import Rules, Traces
from tarazu.forecast.strengths import Strengths

_ALL = 1 << 40


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
    """

    def __init__(self, history: History, limits: Limits, seed: int) -> None:
        self.history, self._limits = history, limits
        self._rules, self._strengths = Rules(history.relations), Strengths(history.relations)
        self._positions = Positions(history.count, seed)
        self._generator = np.random.default_rng(seed)

    def look(self, day: int, *, learn: bool, most: int = _ALL) -> Look:
        """Looks at a day with all that happened before it.

        Args:
            day: No earlier than the day before.
            learn: Count afterwards which traces led to answers: for days that may be fitted on.
            most: How many questions to draw of those of the day.
        """
        questions, candidates, traces = self._gather(day, most)
        sight = Sight(self.history, questions, candidates)
        columns = sight.repetition() | sight.dealings() | sight.popularity() | sight.belonging()
        columns |= sight.ways(self._positions) | sight.following(self._rules, self._strengths, traces)
        if learn:
            self._learn(traces, candidates)
        numbers = np.empty((len(candidates.entities), len(columns)), dtype=np.float32)
        for at, column in enumerate(columns.values()):
            numbers[:, at] = column
        return Look(questions=questions, candidates=candidates, numbers=numbers, names=tuple(columns))

    def learn(self, day: int, most: int = _ALL) -> None:
        """Only counts which traces led to answers on a day, of at most so many questions."""
        _, candidates, traces = self._gather(day, most)
        self._learn(traces, candidates)

    def _learn(self, traces: Traces, candidates: Candidates) -> None:
        self._rules.learn(traces, candidates)
        self._strengths.learn(traces, candidates)

    def _gather(self, day: int, most: int) -> tuple[Questions, Candidates, Traces]:
        self.history.advance(day)
        questions = draw(ask(self.history, day), most, self._generator)
        subjects, owners = np.unique(questions.subjects, return_inverse=True)
        reach = Reach(self.history, subjects)
        self._positions.follow(reach.links)
        candidates = gather(self.history, questions, reach, owners, self._limits)
        return questions, candidates, self._rules.trace(self.history, questions, candidates)
