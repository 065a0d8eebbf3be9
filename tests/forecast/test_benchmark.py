import numpy as np

from tarazu.forecast.benchmark import never_met, run
from tarazu.forecast.candidates import ask
from tarazu.forecast.graph import read_splits
from tarazu.forecast.history import History
from tarazu.forecast.rank import Plan


def test_run_measures_all_and_the_slices(folder) -> None:
    plan = Plan(warm_days=5, fit_days=30, stop_days=6, shown=8, rounds=15, leaves=4, least=5, threads=1)
    splits = read_splits(folder, "train", folder / "later" / "test.txt")
    outcome = run(splits, plan)
    assert outcome.quality.n == 2 * np.sum(splits.graph.days >= 50)
    assert outcome.baseline.n == outcome.quality.n
    assert set(outcome.slices) == {"central_asia", "never_seen_pair"}
    assert 0 < outcome.slices["central_asia"].n < outcome.quality.n
    assert 0 < outcome.quality.mrr <= 1
    assert 0 < outcome.recall <= 1


def test_never_met_is_about_days_before(graph) -> None:
    doubled = graph.doubled()
    history = History(doubled)
    for day in (5, 50):
        history.advance(day)
        questions = ask(history, day)
        before = doubled.days < day
        met = set(zip(doubled.subjects[before].tolist(), doubled.objects[before].tolist(), strict=True))
        wanted = [
            (int(questions.subjects[question]), int(answer)) not in met
            for question, answer in zip(questions.answer_questions, questions.answers, strict=True)
        ]
        assert never_met(history, questions).tolist() == wanted
