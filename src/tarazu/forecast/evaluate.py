"""How good a ranking is: the mean reciprocal rank and hits, as the field measures them."""

from __future__ import annotations

import msgspec
import numpy as np

from tarazu.forecast.arrays import Doubles, Flags, Floats, Ints, distinct, find_sorted, spread
from tarazu.forecast.candidates import Questions
from tarazu.forecast.history import History

_MOST = 1 << 40  # more than any count


class Quality(msgspec.Struct, frozen=True, kw_only=True):
    """The quality over a number of answers.

    Attributes:
        mrr: The mean of one divided by the rank, from 0 to 1.
        h1, h3, h10: The shares of ranks up to 1, 3 and 10.
        n: How many answers were ranked.
    """

    mrr: float
    h1: float
    h3: float
    h10: float
    n: int


def measure(ranks: Doubles) -> Quality:
    """Sums ranks up.

    Example:
        >>> measure(np.array([1.0, 4.0])).mrr
        0.625
    """
    if not len(ranks):
        return Quality(mrr=0.0, h1=0.0, h3=0.0, h10=0.0, n=0)
    hits = [float(np.mean(ranks <= top)) for top in (1, 3, 10)]
    return Quality(mrr=float(np.mean(1 / ranks)), h1=hits[0], h3=hits[1], h10=hits[2], n=len(ranks))


class Scored(msgspec.Struct, frozen=True, kw_only=True):
    """Candidates with scores.

    Attributes:
        questions: The question of each; ascending.
        entities: Ascending within a question.
        scores: Higher is better.
    """

    questions: Ints
    entities: Ints
    scores: Floats


class Rest:
    """What entities are worth that are no candidates: how often each was an answer to the relation, as far as it ever was.

    Args:
        history: What has happened before the day.
    """

    def __init__(self, history: History) -> None:
        objects, self.count = history.objects, history.count
        seen = np.flatnonzero(objects.last >= 0)
        self._keys = objects.keys[seen]
        self._values = np.rint(objects.read(seen, len(objects.half_lives) - 1, history.day)).astype(np.int64)
        self._ordered = np.sort(self._keys // self.count * _MOST + self._values)

    def worth(self, relations: Ints, entities: Ints) -> Ints:
        """How often each entity was an answer to the relation."""
        places = find_sorted(self._keys, relations * self.count + entities)
        return np.where(places >= 0, self._values[places], 0) if len(self._values) else np.zeros(len(places), dtype=np.int64)

    def place(self, relations: Ints, worths: Ints) -> tuple[Doubles, Doubles]:
        """How many of all entities are worth more, and how many as much."""
        start, end = (np.searchsorted(self._ordered, each * _MOST) for each in (relations, relations + 1))
        low = np.searchsorted(self._ordered, relations * _MOST + worths)
        high = np.searchsorted(self._ordered, relations * _MOST + worths, side="right")
        equal = np.where(worths > 0, high - low, self.count - (end - start))
        return np.where(worths > 0, end - high, end - start).astype(np.float64), equal.astype(np.float64)


def rank(questions: Questions, scored: Scored, rest: Rest) -> Doubles:
    """The rank of each true answer among all entities.

    Entities that are no candidates come after those that are, in the order of `rest`. Other true answers of the same question on the same day
    are left out (the time-aware filter). Of equal scores each gets the average rank, never the best.

    Args:
        questions: With their answers.
        scored: The candidates.
        rest: What the other entities are worth.

    Returns:
        For each answer, in the order of the questions, its rank, from 1.

    Source: Gastinger, Sztyler, Sharma, Schuelke and Stuckenschmidt (2023), "Comparing Apples and Oranges? On the Evaluation of Methods for
    Temporal Knowledge Graph Forecasting", ECML PKDD.
    """
    count = rest.count
    answer_keys = questions.answer_questions * count + questions.answers
    keys = scored.questions * count + scored.entities
    places = find_sorted(keys, answer_keys)
    inside = places >= 0
    true = np.zeros(len(keys), dtype=np.bool_)
    true[places[inside]] = True
    ranks = np.empty(len(answer_keys), dtype=np.float64)
    sizes = np.bincount(scored.questions[~true], minlength=len(questions.subjects))
    first = np.searchsorted(scored.questions, questions.answer_questions[inside])
    last = np.searchsorted(scored.questions, questions.answer_questions[inside], side="right")
    ranks[inside] = _among(scored.scores[places[inside]], (first, last - first), scored.scores, ~true)
    outside = np.flatnonzero(~inside)
    if len(outside):
        ranks[outside] = sizes[questions.answer_questions[outside]] + _among_rest(outside, questions, scored, rest)
    return ranks


def _among(own: Floats, ranges: tuple[Ints, Ints], scores: Floats, counted: Flags) -> Doubles:
    """For each own score its average rank among the counted scores of its range."""
    owners, places = spread(*ranges)
    higher = np.bincount(owners, weights=(scores[places] > own[owners]) & counted[places], minlength=len(own))
    equal = np.bincount(owners, weights=(scores[places] == own[owners]) & counted[places], minlength=len(own))
    return np.asarray(1 + higher + equal / 2, dtype=np.float64)


def _among_rest(outside: Ints, questions: Questions, scored: Scored, rest: Rest) -> Doubles:
    """The rank of answers that are no candidates, among all that are none, other answers left out.

    Of all entities are counted those with a higher and an equal score, from the sorted scores; then candidates and answers are taken off.
    """
    held = questions.answer_questions[outside]
    own = rest.worth(questions.relations[held], questions.answers[outside])
    higher, equal = rest.place(questions.relations[held], own)
    # each candidate and each answer once: an answer that is a candidate must not be taken off twice
    count = rest.count
    gone = distinct(np.concatenate((scored.questions * count + scored.entities, questions.answer_questions * count + questions.answers)))
    starts = np.searchsorted(gone, held * count)
    owners, places = spread(starts, np.searchsorted(gone, (held + 1) * count) - starts)
    theirs = rest.worth(questions.relations[held][owners], gone[places] % count)
    higher -= np.bincount(owners, weights=theirs > own[owners], minlength=len(own))
    equal -= np.bincount(owners, weights=theirs == own[owners], minlength=len(own))
    return np.asarray(1 + higher + equal / 2, dtype=np.float64)
