"""Tests of the measuring of copies and witnesses, and that the floors under them hold."""

import datetime as dt

import pytest

import copies
import floors
from copies import Act, Told
from tarazu.analysis.copies import Copy

DAY = dt.date(2024, 5, 6)


def told(name: str, copied: str | None = None, cites: tuple[str, ...] = (), language: str = "en", text: str = "A train left.") -> Told:
    act = Act(act="x-1", type="COOPERATE", trigger="left")
    return Told(id=name, language=language, outlet=f"Paper {name}", published=DAY, text=text, acts=(act,), copies=copied, cites=cites)


def test_same_origin_follows_copies_of_copies() -> None:
    lines = [told("a"), told("b", "a"), told("c", "b", language="fa"), told("d", "c", language="fa"), told("e")]
    assert copies.same_origin(lines, across=False) == {frozenset("ab"), frozenset("cd")}
    assert copies.same_origin(lines, across=True) == {frozenset("ac"), frozenset("ad"), frozenset("bc"), frozenset("bd")}


@pytest.mark.parametrize(
    ("lines", "sinks"),
    [
        pytest.param([told("a"), told("b")], {"paper a": 1, "paper b": 1}, id="each its own"),
        pytest.param([told("a"), told("b", "a")], {"paper a": 2}, id="a copy"),
        pytest.param([told("a"), told("b", cites=("Paper a",))], {"paper a": 2}, id="a citation"),
        pytest.param([told("a"), told("b", cites=("Paper z", "Ann"))], {"paper a": 1, "ann": 1}, id="the innermost"),
        pytest.param([told("a", cites=("Paper b",)), told("b", cites=("Paper a",))], {"paper b": 1, "paper a": 1}, id="a circle ends"),
    ],
)
def test_true_sinks_follow_the_corpus(lines: list[Told], sinks: dict[str, int]) -> None:
    assert copies.true_sinks(lines, {each.id: each.cites for each in lines}, {each.id: each for each in lines}) == sinks


def test_compare_counts_pairs_either_way_round() -> None:
    found = copies.compare([Copy(taker="b", giver="a", share=1.0), Copy(taker="b", giver="c", share=1.0)], {frozenset("ab"), frozenset("de")})
    assert (found.precision, found.recall, found.f1) == (0.5, 0.5, 0.5)


def test_directions_counts_only_what_the_corpus_states() -> None:
    lines = [told("a"), told("b", "a"), told("c", "a")]
    found = [Copy(taker="b", giver="a", share=1.0), Copy(taker="a", giver="c", share=1.0), Copy(taker="c", giver="b", share=1.0)]
    assert copies.directions(found, lines) == (1, 2)


def test_equal_texts_are_equal_in_any_spelling() -> None:
    lines = [told("a"), told("b", text="A TRAIN left."), told("c", text="No train left.")]
    assert copies.equal_texts(lines) == [Copy(taker="b", giver="a", share=1.0)]


def test_measure_counts_witnesses() -> None:
    lines = [told("a"), told("b", cites=("Paper a",)), told("c")]
    measured = copies.measure(lines)
    assert (measured.press.right, measured.press.origin, measured.press.acts) == (1, 1, 1)
    assert measured.press_outlets.error == 1


@pytest.mark.skipif(not all(path.exists() for path in copies.PARTS), reason="the corpus of stories is not there")
def test_pinned_floors_of_copies_hold() -> None:
    figures = copies.figures_of({path.name: copies.measure(copies.read(path)) for path in copies.PARTS})
    pinned = floors.read(copies.FLOORS)
    assert set(pinned) == set(figures)
    assert [each.name for each in floors.judge(pinned, figures) if each.state == "broken"] == []
