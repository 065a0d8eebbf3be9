"""Shrinkage: intervals that hold what they promise, and little said of little evidence."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tarazu.analysis.shrinkage import Observation, shrink

# PLOVER's scores, as lopsided as acts are
SCORES = (2.5, 4.0, 5.0, 9.5, 10.0, 6.5, -3.0, -2.0, -3.5, -5.0, -6.0, -9.0, 0.0)


def world(seed: int, groups: int, between: float) -> tuple[list[float], list[Observation]]:
    """Groups of 3 to 60 observations over six periods, with their true effects."""
    chance = np.random.default_rng(seed)
    effects, periods = chance.normal(0, between, groups), chance.normal(0, 2, 6)
    sizes = chance.integers(3, 60, groups)
    where = [chance.integers(0, 6, size) for size in sizes]
    observations = [
        Observation(group=f"{group:02}", period=str(period), value=float(periods[period] + effects[group] + chance.choice(SCORES)))
        for group in range(groups)
        for period in where[group]
    ]
    return [float(each) for each in effects], observations


def test_shrink_has_intervals_that_hold_what_they_promise() -> None:
    # few and many groups that differ a little or a lot
    worlds = [(4 + seed % 13, 0.5 + 0.5 * (seed % 8)) for seed in range(120)]
    covered = []
    for seed, (groups, between) in enumerate(worlds):
        effects, observations = world(seed, groups, between)
        covered += [each.low <= effects[int(each.group)] <= each.high for each in shrink(observations, 0.9, 0.5).groups]
    assert len(covered) > 1000
    assert sum(covered) / len(covered) == pytest.approx(0.9, abs=0.03)


def test_shrink_claims_nothing_where_groups_do_not_differ() -> None:
    claimed = [each.low > 0 or each.high < 0 for seed in range(30) for each in shrink(world(seed, 8, 0.0)[1], 0.9, 0.5).groups]
    assert sum(claimed) / len(claimed) < 0.02


def test_shrink_is_closer_than_the_plain_means() -> None:
    shrunk_errors, plain_errors = [], []
    for seed in range(30):
        effects, observations = world(seed, 10, 1.0)
        centre = {period: np.mean([each.value for each in observations if each.period == period]) for period in {each.period for each in observations}}
        for each in shrink(observations, 0.9, 0.5).groups:
            plain = np.mean([one.value - centre[one.period] for one in observations if one.group == each.group])
            shrunk_errors.append((each.mean - effects[int(each.group)]) ** 2)
            plain_errors.append((plain - effects[int(each.group)]) ** 2)
    assert np.mean(shrunk_errors) < 0.75 * np.mean(plain_errors)


def test_shrink_finds_the_spread() -> None:
    found = shrink(world(1, 40, 3.0)[1], 0.9, 0.5)
    assert found.between == pytest.approx(3.0, rel=0.25)
    assert found.within == pytest.approx(np.std(SCORES), rel=0.1)


def test_shrink_does_not_count_copies_twice() -> None:
    own = [Observation(group=name, period="1", value=value) for name, value in (("a", 5.0), ("a", 4.0), ("a", 6.0), ("b", -1.0), ("b", 0.0), ("b", -2.0))]
    fivefold = [Observation(group=each.group, period=each.period, value=each.value, weight=0.2) for each in own for _ in range(5)]
    for one, other in zip(shrink(own, 0.9, 0.5).groups, shrink(fivefold, 0.9, 0.5).groups, strict=True):
        assert (one.evidence, one.mean, one.low, one.high) == pytest.approx((other.evidence, other.mean, other.low, other.high))


def test_shrink_does_not_hold_a_bad_period_against_a_group() -> None:
    bad = [Observation(group="a", period="war", value=-9.0 + at % 3) for at in range(20)] + [Observation(group="b", period="war", value=-9.0 + at % 3) for at in range(20)]
    good = [Observation(group=name, period="peace", value=5.0 + at % 3) for at in range(20) for name in ("b", "c")]
    assert all(each.low < 0 < each.high for each in shrink([*bad, *good], 0.9, 0.5).groups)


@pytest.mark.parametrize(
    "values", [[], [("a", "1", 3.0)], [("a", "1", 3.0), ("b", "2", 4.0)], [("a", "1", 3.0), ("b", "1", 4.0)]], ids=["none", "one", "two apart", "two together"]
)
def test_shrink_of_next_to_nothing_says_nothing(values: list[tuple[str, str, float]]) -> None:
    assert shrink([Observation(group=group, period=period, value=value) for group, period, value in values], 0.9, 0.5).groups == ()


def test_shrink_of_equal_values_is_no_lean() -> None:
    groups = shrink([Observation(group=name, period="1", value=2.5) for name in "aabbcc"], 0.9, 0.5).groups
    assert [each.mean for each in groups] == pytest.approx([0, 0, 0])


@given(
    st.lists(
        st.builds(Observation, group=st.sampled_from("abcd"), period=st.sampled_from("12"), value=st.sampled_from(SCORES), weight=st.sampled_from((0.25, 0.5, 1.0))),
        max_size=25,
    ),
    st.data(),
)
def test_shrink_knows_no_order_and_keeps_the_mean_within_the_interval(observations: list[Observation], data: st.DataObject) -> None:
    found = shrink(observations, 0.9, 0.5)
    assert found == shrink(data.draw(st.permutations(observations)), 0.9, 0.5)
    for each in found.groups:
        assert each.low <= each.mean + 1e-9
        assert each.mean <= each.high + 1e-9
        assert each.evidence >= -1e-9
    assert sum(each.evidence for each in found.groups) <= sum(each.weight for each in observations) + 1e-9
