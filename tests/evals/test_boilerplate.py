"""Tests that text and facts come out of pages with furniture as well as when the floors were pinned."""

from __future__ import annotations

from html import unescape

import msgspec
import pytest

import boilerplate
from tarazu.records import Document


@pytest.fixture(scope="module")
def over() -> list[boilerplate.Case]:
    return boilerplate.cases()


def test_cases_cover_four_languages_and_all_layouts(over: list[boilerplate.Case]) -> None:
    assert {each.language for each in over} == {"ar", "en", "fa", "ru"}
    assert len(over) == 4 * 3 * len(boilerplate.LAYOUTS)
    assert all(line in unescape(each.page.markup).replace("&zwnj;", "\u200c") for each in over for line in each.page.lines)


def test_count_compares_bags_of_tokens_without_the_title(over: list[boilerplate.Case]) -> None:
    case, tally = over[0], boilerplate.Tally()
    boilerplate.count(tally, case, Document(doc="x", text="\n".join([case.article.title, *case.page.lines, "furniture furniture"]), title="?"))
    assert tally.recall == 1
    assert tally.found == tally.gold + 2
    assert tally.right == 0
    assert tally.stated == len(case.page.stated)


def test_read_html_keeps_its_floors(over: list[boilerplate.Case]) -> None:
    floors = msgspec.json.decode(boilerplate.FLOORS.read_bytes(), type=dict[str, float])
    languages, _, _ = boilerplate.measure(boilerplate.EXTRACTORS[boilerplate.OURS], over)
    measured = boilerplate.figures(languages)
    assert measured.keys() == floors.keys()
    assert {key: value for key, value in measured.items() if value < floors[key]} == {}


def test_read_html_keeps_every_joiner(over: list[boilerplate.Case]) -> None:
    persian = [each for each in over if each.language == "fa"]
    languages, _, _ = boilerplate.measure(boilerplate.EXTRACTORS[boilerplate.OURS], persian)
    assert languages["fa"].joined_kept == languages["fa"].joined > 0
