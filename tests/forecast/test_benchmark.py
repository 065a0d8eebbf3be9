import msgspec
import numpy as np
import pytest

from tarazu.forecast.benchmark import never_met, run
from tarazu.forecast.candidates import Limits, ask
from tarazu.forecast.graph import read_splits
from tarazu.forecast.history import History
from tarazu.forecast.look import Observer
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
    assert outcome.quality.mrr > 0.5  # at random it would be about 0.26
    assert sum(part.n for part in outcome.sureness.bins) == sum(part.n for part in outcome.stairs.bins)
    assert set(outcome.baseline_slices) == set(outcome.slices)


@pytest.mark.parametrize("multi_step", [False, True], ids=["single step", "multi-step"])
def test_baseline_of_run_knows_what_the_protocol_allows(folder, multi_step) -> None:
    """By its definition, over all entities: a count of what is known that halves every fifty days, then how often one was an answer to the relation."""
    plan = Plan(warm_days=5, fit_days=20, stop_days=6, shown=8, rounds=5, leaves=4, least=5, threads=1)
    splits = read_splits(folder, "train", folder / "later" / "test.txt")
    outcome = run(splits, plan, multi_step=multi_step)
    graph = splits.graph.doubled()
    s, r, o, days = graph.subjects, graph.relations, graph.objects, graph.days
    ranks = []
    for fact in sorted(set(zip(s.tolist(), r.tolist(), o.tolist(), days.tolist(), strict=True))):
        if fact[3] < 50:
            continue
        known = days < (50 if multi_step else fact[3])
        others = set(o[(s == fact[0]) & (r == fact[1]) & (days == fact[3])].tolist()) - {fact[2]}
        worth = {}
        for entity in set(range(len(graph.entities))) - others:
            same = known & (r == fact[1]) & (o == entity)
            strict = np.sum(0.5 ** ((fact[3] - days[same & (s == fact[0])]) / 50))
            worth[entity] = (round(float(strict), 5), 0 if strict else int(same.sum()))
        own = worth.pop(fact[2])
        ranks.append(1 + sum(each > own for each in worth.values()) + sum(each == own for each in worth.values()) / 2)
    assert outcome.baseline.n == len(ranks)
    assert outcome.baseline.mrr == pytest.approx(np.mean(1 / np.array(ranks)), abs=1e-4)


def test_see_knows_nothing_of_the_scored_days_in_several_steps(folder) -> None:
    splits = read_splits(folder, "train", folder / "later" / "test.txt")
    numbers = []
    for shuffled in (False, True):
        graph = splits.graph
        objects = graph.objects.copy()
        early = (graph.days >= 50) & (graph.days < 55)
        if shuffled:
            objects[early] = np.random.default_rng(0).permutation(objects[early])
        observer = Observer(History(msgspec.structs.replace(graph, objects=objects).doubled()), Limits(), seed=1)
        observer.hold(50)
        looks = [observer.look(day, learn=False) for day in (50, 55)]
        numbers.append(looks[1].numbers)
    np.testing.assert_array_equal(numbers[0], numbers[1])


def test_never_met_is_about_days_before(graph) -> None:
    doubled = graph.doubled()
    history = History(doubled)
    for day in (5, 50):
        history.advance(day)
        questions = ask(history, day)
        before = doubled.days < day
        met = set(zip(doubled.subjects[before].tolist(), doubled.objects[before].tolist(), strict=True))
        wanted = [
            (int(questions.subjects[question]), int(answer)) not in met for question, answer in zip(questions.answer_questions, questions.answers, strict=True)
        ]
        assert never_met(history, questions).tolist() == wanted
