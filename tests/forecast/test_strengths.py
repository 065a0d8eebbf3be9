import numpy as np
import pytest

from tarazu.forecast.candidates import Candidates
from tarazu.forecast.rules import BINS, LEVELS, Traces
from tarazu.forecast.strengths import Strengths

CELLS = (len(BINS) + 1) * (len(LEVELS) + 1)


def planted(generator: np.random.Generator) -> tuple[Traces, Candidates]:
    """Two hundred questions of four candidates: two have a trace, of which the first always leads to the answer; the second only comes along."""
    questions = np.repeat(np.arange(200), 4)
    rows = np.arange(800)
    first = rows % 4 == generator.integers(4, size=200)[questions]
    second = first | (generator.random(800) < 0.3)
    held = np.concatenate((rows[first], rows[second]))
    order = np.argsort(held, kind="stable")
    # relation 1 long ago and relation 2 lately, where relation 0 is asked for; of four relations
    cells = np.concatenate((np.full(first.sum(), 4 * CELLS + 20), np.full(second.sum(), 8 * CELLS)))
    traces = Traces(rows=held[order], cells=cells[order], asked=np.zeros(len(held), dtype=np.int64))
    return traces, Candidates(questions=questions, entities=rows, near={}, true=first)


def test_strengths_give_each_of_two_traces_its_own_part() -> None:
    generator = np.random.default_rng(1)
    strengths = Strengths(4)
    for _ in range(30):
        strengths.learn(*planted(generator))
    alone = Traces(rows=np.array([0, 1]), cells=np.array([4 * CELLS + 20, 8 * CELLS]), asked=np.zeros(2, dtype=np.int64))
    real, along, none = strengths.weigh(alone, 3)
    assert real > 2
    assert real > along + 1
    assert none == 0


def test_strengths_learn_nothing_from_questions_without_an_answer_among_the_candidates() -> None:
    traces, candidates = planted(np.random.default_rng(1))
    strengths = Strengths(4)
    strengths.learn(traces, Candidates(questions=candidates.questions, entities=candidates.entities, near={}, true=np.zeros(800, dtype=np.bool_)))
    assert strengths.weigh(traces, 800) == pytest.approx(np.zeros(800))
