import numpy as np
import pytest

from tarazu.forecast.candidates import Questions
from tarazu.forecast.sureness import climb, judge, outcomes

QUESTIONS = Questions(
    day=1, subjects=np.array([0, 1]), relations=np.array([0, 0]), answer_questions=np.array([0, 0, 1]), answers=np.array([5, 9, 6]),
)  # fmt: skip
HELD = np.array([0, 0, 1, 1])
TRUE = np.array([True, False, False, True])


def test_outcomes_share_a_question_among_its_answers_candidates_or_not() -> None:
    assert outcomes(HELD, TRUE, QUESTIONS).tolist() == [0.5, 0, 0, 1]


def test_judge_sums_what_the_definitions_say() -> None:
    chances = np.array([0.55, 0.25, 0.12, 0.88])
    found = judge(chances, np.array([0.5, 0, 0, 1]), TRUE, np.array([0.25, 0.0]))
    assert found.brier == pytest.approx((0.05**2 + 0.25**2 + 0.12**2 + 0.12**2 + 0.25) / 2)
    assert found.surprise == pytest.approx(-(np.log(0.55) + np.log(0.88)) / 2)
    assert [(part.low, part.n) for part in found.bins] == [(0.1, 1), (0.2, 1), (0.5, 1), (0.8, 1)]
    assert found.bins[2].came == 0.5
    assert found.error == pytest.approx((0.12**2 + 0.25**2 + 0.55 * 0.05 + 0.88 * 0.12) / 1.8)


def test_judge_finds_honest_chances_honest_and_boastful_ones_not() -> None:
    generator = np.random.default_rng(1)
    chances = generator.random(20_000)
    true = generator.random(20_000) < chances
    none = np.zeros(20_000)
    assert judge(chances, true.astype(float), true, none).error < 0.02
    assert judge(np.sqrt(chances), true.astype(float), true, none).error > 0.1


def test_judge_of_nothing_is_nought() -> None:
    nothing = np.zeros(0)
    found = judge(nothing, nothing, nothing.astype(np.bool_), nothing)
    assert (found.brier, found.surprise, found.error, found.bins) == (0, 0, 0, ())


def test_climb_mends_boastful_chances_and_never_falls() -> None:
    generator = np.random.default_rng(2)
    honest = generator.random((2, 20_000)) / 10
    came = (generator.random((2, 20_000)) < honest).astype(float)
    stairs = climb(np.sqrt(honest[0]), came[0])
    assert list(stairs.shares) == sorted(stairs.shares)
    questions = np.repeat(np.arange(1000), 20)
    lifted = stairs.lift(questions, np.sqrt(honest[1]), 0.9)
    assert np.bincount(questions, lifted) == pytest.approx(np.full(1000, 0.9))
    assert np.corrcoef(lifted, honest[1])[0, 1] > 0.8


def test_stairs_of_nothing_change_nothing() -> None:
    nothing = np.zeros(0)
    assert climb(nothing, nothing).lift(HELD, np.array([0.1, 0.2, 0.3, 0.4]), 1.0).tolist() == [0.1, 0.2, 0.3, 0.4]
