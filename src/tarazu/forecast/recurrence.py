"""The baseline that any forecast must beat: what happened before happens again, the lately seen first."""

from __future__ import annotations

import numpy as np

from tarazu.forecast.arrays import Doubles, Floats, Ints, spread
from tarazu.forecast.candidates import Questions, ask
from tarazu.forecast.evaluate import Rest, Scored, rank
from tarazu.forecast.history import History


def recur(history: History, questions: Questions) -> Scored:
    """Scores for each question what was an answer to it before: a count that halves every fifty days.

    What was an answer to the relation for other subjects comes after it, by how often (`Rest`): so the sum of the strict and the relaxed score, with
    all but a hundred-thousandth of the weight on the strict one, orders them too, since that is less than what is left of one event after a year.

    Args:
        history: What has happened before the day.
        questions: Of the day.

    Returns:
        The answers of the past with their scores.

    Source: Gastinger, Meilicke, Errica, Sztyler, Schuelke and Stuckenschmidt (2024), "History Repeats Itself: A Baseline for Temporal Knowledge
    Graph Forecasting", IJCAI (strict and relaxed recurrency); one half-life for all relations instead of one found for each.
    """
    triples, count = history.triples, history.count
    prefixes = (questions.subjects * history.relations + questions.relations) * count
    begin = np.searchsorted(triples.keys, prefixes)
    owners, places = spread(begin, np.searchsorted(triples.keys, prefixes + count) - begin)
    seen = triples.last[places] >= 0
    owners, places = owners[seen], places[seen]
    entities: Ints = triples.keys[places] % count
    scores: Floats = triples.read(places, 2, history.day)
    return Scored(questions=owners, entities=entities, scores=scores)


def rank_by_recurrence(history: History, first: int, end: int) -> Doubles:
    """The ranks of all answers of the days from `first` up to, not including, `end`, by the baseline alone."""
    ranks = []
    for day in range(first, end):
        history.advance(day)
        questions = ask(history, day)
        ranks.append(rank(questions, recur(history, questions), Rest(history)))
    return np.concatenate(ranks)
