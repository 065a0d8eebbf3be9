import numpy as np
import pytest

from tarazu.forecast.candidates import Limits
from tarazu.forecast.history import History
from tarazu.forecast.look import Observer
from tarazu.forecast.rules import BINS, LEVELS, Rules, Traces


def test_rules_learn_that_a_visit_made_is_hosted_the_day_after(graph) -> None:
    observer = Observer(History(graph.doubled()), Limits(), seed=1)
    for day in range(5, 50):
        observer.learn(day)
    relations, levels = 6, len(LEVELS) + 1
    bins = levels * (len(BINS) + 1)
    # "make a visit" told from the host's end, then "host a visit"
    visited = (3 * relations + 1) * bins + levels * np.arange(len(BINS) + 1) + levels - 1  # after many visits
    confidences = observer._rules.confidences(visited)
    assert confidences[0] == confidences.max()
    assert confidences[0] > 0.4
    assert observer._rules.confidences(np.array([(2 * relations + 1) * bins + levels - 1]))[0] < confidences[0] / 2


def test_weigh_gives_the_highest_the_sum_and_the_chance_of_either() -> None:
    rules = Rules(1)
    rules._table = np.array([0.5, 0.2] + [0.0] * 6, dtype=np.float32)
    rules._stale = False
    traces = Traces(rows=np.array([0, 0, 2]), cells=np.array([0, 3, 5]), asked=np.zeros(3, dtype=np.int64))
    highest, total, either = rules.weigh(traces, 3)
    assert highest == pytest.approx([0.5, 0, 0.2])
    assert total == pytest.approx([0.7, 0, 0.2])
    assert either == pytest.approx([0.6, 0, 0.2])


def test_weigh_of_no_traces_is_nought() -> None:
    empty = np.zeros(0, dtype=np.int64)
    assert [each.tolist() for each in Rules(1).weigh(Traces(rows=empty, cells=empty, asked=empty), 2)] == [[0, 0]] * 3
