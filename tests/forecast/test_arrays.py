import numpy as np
import pytest

from tarazu.forecast.arrays import distinct, ranks_within, standing_within


def by_sorting(groups: np.ndarray, scores: np.ndarray) -> list[int]:
    """Ranks by Python's own sorting, which keeps equal ones as they stand."""
    found = [0] * len(groups)
    for group in set(groups.tolist()):
        rows = [row for row in range(len(groups)) if groups[row] == group]
        for rank, row in enumerate(sorted(rows, key=lambda each: -float(scores[each]))):
            found[row] = rank
    return found


@pytest.mark.parametrize("values", [[-2.5, -0.0, 0.0, 1e-30, 3.0, np.inf, -np.inf], [1.0], [-1.0, 1.0]], ids=["all signs", "ties only", "two signs"])
def test_ranks_within_keeps_equal_scores_as_they_stand(values) -> None:
    generator = np.random.default_rng(1)
    groups = np.sort(generator.choice([-4, 0, 7, 1 << 50], 200))
    scores = generator.choice(np.array(values, dtype=np.float32), 200)
    assert ranks_within(groups, scores).tolist() == by_sorting(groups, scores)
    wanted = [int(np.sum((groups == group) & (scores > score))) for group, score in zip(groups, scores, strict=True)]
    assert standing_within(groups, scores).tolist() == wanted


def test_ranks_within_of_one_large_group_and_many_small_ones() -> None:
    """More than fits into one number beside the scores, so that they are sorted by keys."""
    groups = np.concatenate((np.zeros(1 << 17, dtype=np.int64), np.arange(1, 1 << 17)))
    scores = np.random.default_rng(2).random(len(groups), dtype=np.float32)
    ranks = ranks_within(groups, scores)
    assert np.argsort(-scores[: 1 << 17], kind="stable").tolist() == np.argsort(ranks[: 1 << 17]).tolist()
    assert not ranks[1 << 17 :].any()


def test_ranks_within_nothing() -> None:
    assert ranks_within(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)).tolist() == []


def test_distinct_is_what_numpy_finds() -> None:
    values = np.random.default_rng(3).integers(-50, 50, 300)
    assert distinct(values).tolist() == np.unique(values).tolist()
