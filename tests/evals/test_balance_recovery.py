"""The balance on a few simulated worlds; `evals/balance_recovery.py` takes two hundred."""

import pytest

from balance_recovery import summary, watch
from balance_worlds import draw_world


def test_worlds_are_the_same_for_the_same_seed() -> None:
    one, two = draw_world(7), draw_world(7)
    assert one.shocks == two.shocks
    assert one.stories == two.stories


@pytest.mark.slow
def test_balance_recovers_what_was_put_in() -> None:
    found = summary([watch(seed) for seed in range(5)])
    assert found["activity: in the 50 % band"] == pytest.approx(50, abs=9)
    assert found["activity: in the 90 % band"] == pytest.approx(90, abs=7)
    assert found["alignment: in the 90 % band"] == pytest.approx(90, abs=8)
    assert found["trends named that went the other way, %"] < 10
    assert found["balance: alignment off by"] < min(found["raw counts: alignment off by"], found["mean score: alignment off by"])
