import numpy as np
import pytest

from tarazu.forecast.candidates import ask
from tarazu.forecast.evaluate import Rest, Scored, measure, rank
from tarazu.forecast.history import History
from tarazu.forecast.recurrence import rank_by_recurrence


def by_force(scores: np.ndarray, answers: list[int], answer: int) -> float:
    """The rank of an answer among all entities by its definition."""
    others = [score for entity, score in enumerate(scores) if entity not in answers]
    own = scores[answer]
    return 1 + sum(score > own for score in others) + sum(score == own for score in others) / 2


@pytest.mark.parametrize("seed", range(5))
def test_rank_agrees_with_brute_force_over_all_entities(graph, seed) -> None:
    generator = np.random.default_rng(seed)
    doubled = graph.doubled()
    history = History(doubled)
    history.advance(50)
    questions = ask(history, 50)
    count = history.count
    keys = np.flatnonzero(generator.random(len(questions.subjects) * count) < 0.4)
    # few different scores, so that there are ties
    scored = Scored(questions=keys // count, entities=keys % count, scores=generator.integers(3, size=len(keys)).astype(np.float32))
    ranks = rank(questions, scored, Rest(history))
    before = doubled.days < 50
    for at, (question, answer) in enumerate(zip(questions.answer_questions, questions.answers, strict=True)):
        relation = questions.relations[question]
        dense = np.array([-1 + 1e-4 * np.sum(before & (doubled.relations == relation) & (doubled.objects == entity)) for entity in range(count)])
        own = scored.questions == question
        dense[scored.entities[own]] = scored.scores[own]
        assert ranks[at] == by_force(dense, questions.answers[questions.answer_questions == question].tolist(), answer)


def test_rank_by_recurrence_agrees_with_both_scores_added_over_all_entities(graph) -> None:
    doubled = graph.doubled()
    found = rank_by_recurrence(History(doubled), 48, 52)
    wanted = []
    history = History(doubled)
    for day in range(48, 52):
        history.advance(day)
        questions = ask(history, day)
        before = doubled.days < day
        for question, answer in zip(questions.answer_questions, questions.answers, strict=True):
            s, r = questions.subjects[question], questions.relations[question]
            dense = np.zeros(history.count)
            for entity in range(history.count):
                same = before & (doubled.relations == r) & (doubled.objects == entity)
                strict = np.sum(0.5 ** ((day - doubled.days[same & (doubled.subjects == s)]) / 50))
                dense[entity] = round(0.99999 * strict + 0.00001 * np.sum(same) / max(np.sum(before & (doubled.relations == r)), 1), 12)
            answers = questions.answers[questions.answer_questions == question].tolist()
            wanted.append(by_force(dense, answers, answer))
    # entities that happened equally often on the same days tie in the strict score and are told apart by the relaxed one only
    assert np.mean(np.abs(found - np.array(wanted)) <= 0.5) > 0.95
    assert measure(found).mrr == pytest.approx(measure(np.array(wanted)).mrr, abs=0.01)


def test_measure_of_nothing_is_nothing() -> None:
    assert measure(np.zeros(0)).n == 0
