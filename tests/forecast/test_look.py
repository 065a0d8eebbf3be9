import numpy as np
import pytest

from tarazu.forecast.candidates import Limits, ask
from tarazu.forecast.graph import Graph
from tarazu.forecast.history import History
from tarazu.forecast.look import Observer

DAY = 40


def changed_after(graph: Graph, day: int) -> Graph:
    """The same up to and with a day; afterwards other things happen."""
    later = graph.days > day
    generator = np.random.default_rng(0)
    objects = graph.objects.copy()
    objects[later] = generator.permutation(objects[later])
    return Graph(
        subjects=graph.subjects, relations=graph.relations, objects=objects, days=graph.days, entities=graph.entities, relation_names=graph.relation_names
    )


def test_look_knows_nothing_of_later_days(graph) -> None:
    looks = []
    for each in (graph, changed_after(graph, DAY)):
        observer = Observer(History(each.doubled()), Limits(), seed=1)
        for day in range(30, DAY):
            observer.learn(day)
        looks.append(observer.look(DAY, learn=False))
    np.testing.assert_array_equal(looks[0].candidates.entities, looks[1].candidates.entities)
    np.testing.assert_array_equal(looks[0].numbers, looks[1].numbers)


def test_look_knows_nothing_of_the_answers_of_its_day(graph) -> None:
    """The objects of the day change, the questions told from the subjects' ends stay: so must their numbers."""
    here = graph.days == DAY
    objects = graph.objects.copy()
    objects[here] = (objects[here] + 5) % len(graph.entities)
    other = Graph(
        subjects=graph.subjects, relations=graph.relations, objects=objects, days=graph.days, entities=graph.entities, relation_names=graph.relation_names
    )
    rows = []
    for each in (graph, other):
        observer = Observer(History(each.doubled()), Limits(), seed=1)
        observer.learn(30)
        look = observer.look(DAY, learn=True)
        asked = look.questions.relations[look.candidates.questions] < len(graph.relation_names)
        keys = look.questions.subjects[look.candidates.questions] * 100 + look.questions.relations[look.candidates.questions]
        rows.append((keys[asked], look.candidates.entities[asked], look.numbers[asked]))
    for first, second in zip(*rows, strict=True):
        np.testing.assert_array_equal(first, second)


def test_ask_poses_each_question_once_with_all_its_answers(graph) -> None:
    doubled = graph.doubled()
    history = History(doubled)
    questions = ask(history, DAY)
    here = doubled.between(DAY, DAY + 1)
    wanted = set(zip(doubled.subjects[here].tolist(), doubled.relations[here].tolist(), doubled.objects[here].tolist(), strict=True))
    found = [
        (int(questions.subjects[at]), int(questions.relations[at]), int(answer))
        for at, answer in zip(questions.answer_questions, questions.answers, strict=True)
    ]
    assert sorted(wanted) == sorted(found)
    assert len(set(zip(questions.subjects.tolist(), questions.relations.tolist(), strict=True))) == len(questions.subjects)


@pytest.mark.parametrize("limit", [1, 4])
def test_gather_keeps_to_its_limits(graph, limit) -> None:
    limits = Limits(partners=limit, answers=limit, relation=limit, reach=limit, peers=limit, place=limit, place_answers=limit, everywhere=limit)
    look = Observer(History(graph.doubled()), limits, seed=1).look(DAY, learn=False)
    most = np.bincount(look.candidates.questions).max()
    assert limit <= most <= 10 * limit + limit
