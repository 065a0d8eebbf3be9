import numpy as np

from tarazu.forecast.candidates import Extra, Limits, Questions
from tarazu.forecast.history import History
from tarazu.forecast.look import Observer

DAY = 40
NARROW = Limits(partners=1, answers=1, relation=1, reach=1, peers=1, place=1, place_answers=1, everywhere=1)


def given(questions: Questions) -> Extra:
    """For the first question, one who is hardly a candidate twice; for the last, another."""
    last = len(questions.subjects) - 1
    return Extra(
        questions=np.array([last, 0, 0]), entities=np.array([7, 11, 11]), announced=np.array([0, 1, 0.4], dtype=np.float32),
        shared_body=np.array([1, 0, 0.5], dtype=np.float32), neighbour=np.zeros(3, dtype=np.float32),
    )  # fmt: skip


def test_gather_takes_up_what_is_given_beside_the_graph_and_says_why(graph) -> None:
    plain = Observer(History(graph.doubled()), NARROW, seed=1).look(DAY, learn=False)
    look = Observer(History(graph.doubled()), NARROW, seed=1, source=given).look(DAY, learn=False)
    keys = look.candidates.questions * 100 + look.candidates.entities
    last = len(look.questions.subjects) - 1
    assert set(keys.tolist()) == set((plain.candidates.questions * 100 + plain.candidates.entities).tolist()) | {11, last * 100 + 7}
    assert keys.tolist() == sorted(set(keys.tolist()))
    rows = {name: dict(zip(keys.tolist(), look.numbers[:, look.names.index(name)].tolist(), strict=True)) for name in ("announced", "shared_body", "neighbour")}
    assert (rows["announced"][11], rows["shared_body"][11]) == (1.0, 0.5)  # the highest of what is given twice
    assert (rows["announced"][last * 100 + 7], rows["shared_body"][last * 100 + 7]) == (0.0, 1.0)
    assert sum(rows["announced"].values()) == 1
    assert not any(rows["neighbour"].values())
    assert "announced" not in plain.names


def test_look_at_some_questions_keeps_what_is_given_with_its_candidate(graph) -> None:
    whole = Observer(History(graph.doubled()), Limits(), seed=1, source=given).look(DAY, learn=False)
    observer = Observer(History(graph.doubled()), Limits(), seed=1, source=given)
    some = observer.look(DAY, learn=True, most=3, learned=1000)
    assert len(some.questions.subjects) == 3
    rows = {}
    for look in (whole, some):
        asked = look.questions.subjects * 100 + look.questions.relations
        for question, entity, numbers in zip(look.candidates.questions, look.candidates.entities, look.numbers, strict=True):
            rows.setdefault((int(asked[question]), int(entity)), []).append(numbers.tolist())
    kept = [pair for pair in rows.values() if len(pair) == 2]
    assert len(kept) == len(some.numbers)
    assert all(first == second for first, second in kept)
