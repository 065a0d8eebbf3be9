"""Tests of grouping: no chains, ties by id, and a person's word before the model's."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tarazu.analysis.story_groups import Decided, Limits, components, group_all

LIMITS = Limits(threshold=0.5, veto=0.2)


def test_group_does_not_chain_two_distant_acts_through_a_third() -> None:
    assert group_all("abc", {("a", "b"): 0.9, ("b", "c"): 0.85}, Decided(), LIMITS) == (("a", "b"), ("c",))


def test_group_joins_what_is_alike_on_the_whole() -> None:
    assert group_all("abc", {("a", "b"): 0.9, ("b", "c"): 0.8, ("a", "c"): 0.4}, Decided(), LIMITS) == (("a", "b", "c"),)


def test_group_keeps_apart_where_one_pair_is_impossible() -> None:
    assert group_all("abc", {("a", "b"): 0.99, ("b", "c"): 0.98, ("a", "c"): 0.1}, Decided(), LIMITS) == (("a", "b"), ("c",))


def test_group_takes_the_first_by_id_of_equals() -> None:
    assert group_all("abc", {("a", "b"): 0.8, ("b", "c"): 0.8}, Decided(), LIMITS) == (("a", "b"), ("c",))


@pytest.mark.parametrize(
    ("decided", "expected"),
    [
        pytest.param(Decided(together=(("a", "d"),)), (("a", "b", "d"), ("c",)), id="together wins over the model"),
        pytest.param(Decided(together=(("a", "d"), ("c", "d"))), (("a", "b", "c", "d"),), id="together through a third"),
        pytest.param(Decided(apart=(("a", "b"),)), (("a",), ("b",), ("c",), ("d",)), id="apart forbids"),
        pytest.param(Decided(apart=(("c", "d"),)), (("a", "b"), ("c",), ("d",)), id="apart of what is apart"),
        pytest.param(Decided(together=(("b", "z"),), apart=(("a", "y"),)), (("a", "b"), ("c",), ("d",)), id="of what is gone"),
    ],
)
def test_group_obeys_what_a_person_decided(decided: Decided, expected: tuple[tuple[str, ...], ...]) -> None:
    limits = Limits(threshold=0.3, veto=0.0)
    assert group_all("abcd", {("a", "b"): 0.9}, decided, limits) == expected


def test_group_of_what_is_apart_never_meets_through_others() -> None:
    links = {("a", "b"): 0.9, ("a", "c"): 0.9, ("b", "c"): 0.9}
    assert group_all("abc", links, Decided(apart=(("b", "c"),)), LIMITS) == (("a", "b"), ("c",))


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[str], dict[tuple[str, str], float]]:
    names = [f"n{number}" for number in range(draw(st.integers(1, 9)))]
    pairs = [(one, two) for one in names for two in names if one < two]
    return names, {pair: draw(st.sampled_from([0.1, 0.3, 0.5, 0.7, 0.9, 0.99])) for pair in pairs if draw(st.booleans())}


@given(graphs(), st.randoms(use_true_random=False))
def test_group_does_not_depend_on_order(graph: tuple[list[str], dict[tuple[str, str], float]], chance: random.Random) -> None:
    names, links = graph
    mixed, pairs = list(names), list(links.items())
    chance.shuffle(mixed)
    chance.shuffle(pairs)
    assert group_all(mixed, dict(pairs), Decided(), LIMITS) == group_all(names, links, Decided(), LIMITS)


@given(graphs())
def test_group_has_every_id_once_and_no_vetoed_pair(graph: tuple[list[str], dict[tuple[str, str], float]]) -> None:
    names, links = graph
    found = group_all(names, links, Decided(), LIMITS)
    assert sorted(name for group in found for name in group) == names
    home = {name: group for group in found for name in group}
    assert all(home[one] != home[two] for (one, two), value in links.items() if value < LIMITS.veto)


def test_group_of_a_large_component_is_quick() -> None:
    names = [f"{number:05d}" for number in range(3000)]
    links = {(names[at], names[at + step]): 0.9 for step in range(1, 12) for at in range(len(names) - step)}
    found = group_all(names, links, Decided(), LIMITS)
    assert max(map(len, found)) < 40


def test_components_pass_over_unknown_ids() -> None:
    assert components(["b", "a"], [("a", "q")]) == (("a",), ("b",))
