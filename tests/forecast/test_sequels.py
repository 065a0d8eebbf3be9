import numpy as np
import pytest

from tarazu.forecast.acts import RELATIONS
from tarazu.forecast.cells import ask_of
from tarazu.forecast.sequels import follow

VISIT, AGREE = RELATIONS.index("CONSULT/visit"), RELATIONS.index("AGREE")


def brute(pairs, relations, days, day: int, horizon: int) -> np.ndarray:
    followed = np.zeros((len(RELATIONS), len(RELATIONS)), dtype=np.int64)
    for pair, relation, when in zip(pairs, relations, days, strict=True):
        if when <= day - horizon:
            after = {r for p, r, d in zip(pairs, relations, days, strict=True) if p == pair and when < d <= when + horizon}
            for other in after:
                followed[relation, other] += 1
    return followed


def test_follow_counts_as_one_would_by_hand() -> None:
    generator = np.random.default_rng(5)
    days = np.sort(generator.integers(0, 200, 300))
    pairs, relations = generator.integers(0, 6, 300), generator.integers(0, len(RELATIONS), 300)
    found = follow(pairs, relations, days, 200, 25)
    np.testing.assert_array_equal(found.followed, brute(pairs, relations, days, 200, 25))
    assert found.seen.sum() == (days <= 175).sum()
    assert len(found.pairs) == (days > 175).sum()


def test_a_visit_that_is_always_followed_raises_what_follows() -> None:
    # the pair (0, 1) of three parties: a visit every forty days, an agreement ten days later; and one more visit now
    days = np.array([at for start in range(0, 400, 40) for at in (start, start + 10)] + [405])
    relations = np.array([VISIT, AGREE] * 10 + [VISIT])
    found = follow(np.ones(len(days), dtype=np.int64), relations, days, 410, 30)
    cells = ask_of(np.array([1, 2]), 3)
    excess = found.excess(cells, np.full(len(cells.relations), 1e-6), 30)
    agree, other = np.flatnonzero((cells.relations == AGREE) & (cells.pairs() == 1))[0], np.flatnonzero(cells.relations == RELATIONS.index("ASSAULT"))[0]
    assert found.shares()[VISIT, AGREE] == pytest.approx(0.6, abs=0.3)
    assert excess[agree] * 30 > 0.4
    assert excess[agree] > 10 * excess[other]
    assert excess[cells.pairs() == 2].max() == 0
    assert found.relations[found.strongest(cells)[agree]] == VISIT


def test_follow_of_nothing_expects_nothing() -> None:
    none = np.zeros(0, dtype=np.int64)
    found = follow(none, none, none, 100, 30)
    cells = ask_of(np.array([1]), 2)
    assert found.excess(cells, np.full(len(cells.relations), 0.1), 30).max() == 0
    assert found.strongest(cells).max() == -1
