import msgspec
import numpy as np
import pytest

from tarazu.forecast.candidates import REASONS, Extra, Limits, Questions
from tarazu.forecast.history import History
from tarazu.forecast.look import Look, Observer
from tarazu.forecast.rank import Plan, Ranker, fit, thin
from tarazu.forecast.reasons import answer, kinds
from tarazu.forecast.rules import Rules

PLAN = Plan(warm_days=10, fit_days=30, stop_days=6, shown=8, rounds=15, leaves=4, least=5, threads=1)


@pytest.fixture(scope="module")
def fitted(graph) -> tuple[Ranker, Look]:
    observer = Observer(History(graph.doubled()), Limits(), seed=1)
    ranker = fit(observer, 50, 50, PLAN)
    return ranker, observer.look(50, learn=False)


def test_fit_gives_the_same_scores_for_the_same_seed(fitted, graph) -> None:
    again = fit(Observer(History(graph.doubled()), Limits(), seed=1), 50, 50, PLAN)
    np.testing.assert_array_equal(fitted[0].score(fitted[1], 1), again.score(fitted[1], 1))


def test_chances_of_a_question_sum_to_how_often_answers_are_found(fitted) -> None:
    ranker, look = fitted
    sums = np.bincount(look.candidates.questions, weights=ranker.chances(look, ranker.score(look, 1)))
    assert 0 < ranker.found <= 1
    assert sums == pytest.approx(np.full(len(look.questions.subjects), ranker.found))


def test_parts_sum_to_the_score_but_for_a_constant(fitted) -> None:
    ranker, look = fitted
    rows = np.arange(20)
    rest = ranker.score(look, 1)[rows] - ranker.parts(look, rows).sum(axis=1)
    assert rest == pytest.approx(np.full(20, rest[0]), abs=1e-4)


def test_thin_keeps_answers_and_leaves_out_questions_without_any(fitted) -> None:
    look = fitted[1]
    lesson = thin(look, 4, np.random.default_rng(0))
    assert lesson.true.sum() == look.candidates.true.sum()
    assert lesson.sizes.sum() == len(lesson.true) == len(lesson.numbers)
    assert np.all(np.add.reduceat(lesson.true, np.cumsum(lesson.sizes) - lesson.sizes) > 0)
    assert lesson.sizes.max() <= 4


def test_every_column_belongs_to_a_kind_of_reason(fitted) -> None:
    assert set(fitted[1].names) | set(REASONS) == set(kinds())


def test_fit_for_days_ahead_knows_nothing_of_the_days_of_its_run(graph, monkeypatch) -> None:
    seen = []
    history = History(graph.doubled())
    monkeypatch.setattr(Rules, "trace", lambda self, *given, trace=Rules.trace: seen.append((history.day, history.counted)) or trace(self, *given))
    ranker = fit(Observer(history, Limits(), seed=1), 50, 50, msgspec.structs.replace(PLAN, horizon=7))
    # runs of seven days end at the days for stopping, 44 to 49, which are a run of their own
    assert [known for day, known in seen if day == 43] == [37]
    assert [known for day, known in seen if day == 37] == [37]
    assert [known for day, known in seen if day == 36] == [30]
    assert {known for day, known in seen if day >= 44} == {44}
    assert ranker.found > 0


def test_trees_learn_what_is_known_beside_the_graph_and_say_so(graph) -> None:
    """Each answer is announced, and nothing else is: the trees must put it first and give that as the reason."""

    def announced(questions: Questions) -> Extra:
        one = np.ones(len(questions.answers), dtype=np.float32)
        return Extra(questions=questions.answer_questions, entities=questions.answers, announced=one, shared_body=0 * one, neighbour=0 * one)

    observer = Observer(History(graph.doubled()), Limits(), seed=1, source=announced)
    ranker = fit(observer, 50, 50, PLAN)
    look = observer.look(50, learn=False)
    assert set(look.names) == set(kinds())
    doubled = graph.doubled()
    found = answer(ranker, look, (doubled.entities, doubled.relation_names), 0, 12)
    assert found[0].reasons[0].kind == "announced"
    assert found[0].reasons[0].said == f"an act between {found[0].subject} and {found[0].entity} was announced"
    assert all(reason.kind not in {"announced", "bodies", "border"} for reason in found[-1].reasons)


def test_answer_says_why_in_words(fitted, graph) -> None:
    ranker, look = fitted
    doubled = graph.doubled()
    question = int(np.flatnonzero((look.questions.subjects == 3) & (look.questions.relations == 2))[0]) if _asked(look, 3, 2) else 0
    found = answer(ranker, look, (doubled.entities, doubled.relation_names), question, 3)
    assert len(found) == 3
    assert found[0].chance >= found[1].chance >= found[2].chance
    assert 1 <= len(found[0].reasons) <= 3
    assert all("{" not in reason.said and reason.weight > 0 for reason in found[0].reasons)
    assert found[0].subject in " ".join(reason.said for reason in found[0].reasons) or found[0].entity in " ".join(r.said for r in found[0].reasons)


def _asked(look: Look, subject: int, relation: int) -> bool:
    return bool(np.any((look.questions.subjects == subject) & (look.questions.relations == relation)))
