"""Tests of the search for near-duplicates."""

from near_duplicates import near_duplicates

_TEXT = "Kazakhstan and the European Union signed a roadmap on critical minerals in Astana"


def test_near_duplicates_finds_what_differs_by_a_word() -> None:
    (pair,) = near_duplicates([("a:1", _TEXT), ("a:2", "The rain over Almaty stopped in the night, forecasters said."), ("b:7", f"{_TEXT} today")])
    assert (pair.one, pair.two) == ("a:1", "b:7")
    assert 0.8 <= pair.likeness < 1


def test_near_duplicates_looks_through_spelling() -> None:
    arabic, persian = "ي" * 20 + " كتاب" * 6, "ی" * 20 + " کتاب" * 6
    assert [pair.likeness for pair in near_duplicates([("a", arabic), ("b", persian)])] == [1.0]


def test_near_duplicates_leaves_out_one_entry_and_short_texts() -> None:
    assert near_duplicates([("a:1", _TEXT), ("a:1", _TEXT)]) == []
    assert near_duplicates([("a:1", "Photo: AP"), ("a:2", "Photo: AP")]) == []


def test_near_duplicates_asks_for_enough_likeness() -> None:
    other = _TEXT.replace("Union", "Parliament")
    assert near_duplicates([("a", _TEXT), ("b", other)]) == []
    assert len(near_duplicates([("a", _TEXT), ("b", other)], 0.5)) == 1
