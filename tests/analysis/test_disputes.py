"""Disputes found in one pass are those that comparing all pairs finds."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from tarazu.analysis.disputes import Lasting, disputes
from tarazu.analysis.opposition import LEAST, directions_oppose

DIRECTIONS = ("rising", "falling", "strong", "weak", "unchanged")
CLAIMS = st.lists(
    st.builds(lambda first, length, value: Lasting(first=first, last=first + length, value=value), st.integers(0, 60), st.integers(0, 20), st.sampled_from(DIRECTIONS)),
    max_size=25,
)


def opposes(one: str, other: str) -> float:
    return directions_oppose(one, other, "influence")


def by_pairs(claims: list[Lasting]) -> list[list[int]]:
    groups: dict[int, set[int]] = {}
    for one, other in combinations(range(len(claims)), 2):
        meet = claims[one].first <= claims[other].last and claims[other].first <= claims[one].last
        if meet and opposes(claims[one].value, claims[other].value) >= LEAST:
            joined = groups.get(one, {one}) | groups.get(other, {other})
            groups.update(dict.fromkeys(joined, joined))
    return sorted({tuple(sorted(each)) for each in groups.values()}, key=lambda each: each)  # type: ignore[arg-type]


@given(CLAIMS)
def test_disputes_are_those_of_all_pairs(claims: list[Lasting]) -> None:
    assert [tuple(each) for each in disputes(claims, opposes)] == by_pairs(claims)


def test_disputes_of_many_claims_are_found_in_time() -> None:
    claims = [Lasting(first=0, last=10**6, value=DIRECTIONS[at % 5]) for at in range(20_000)]
    assert len(disputes(claims, opposes)) == 1
