"""Tests of the calendar grammar: every example of every language, and the rules that hold for all."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

import tarazu
from tarazu.data import read
from tarazu.errors import DataFileError
from tarazu.languages.fold import fold_word
from tarazu.stages.find_times import Calendar, CalendarData, compile_calendar, find_times
from tarazu.stages.find_times_arithmetic import Granularity
from tarazu.stages.find_times_templates import expand

_LANGUAGES = Path(tarazu.__file__).parent / "languages"
_CODES = sorted(path.parent.name for path in _LANGUAGES.glob("*/calendar.yml"))
_DAY = date(2025, 4, 10)


class Expected(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    start: date
    end: date
    granularity: Granularity


class Take(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    text: str
    published: date
    gloss: str
    expect: list[Expected]


class Refuse(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    text: str
    published: date
    gloss: str
    why: str
    refused: int


class Examples(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    source: str
    licence: str
    takes: list[Take]
    refuses: list[Refuse]


@lru_cache
def calendar(code: str) -> Calendar:
    return compile_calendar(read(_LANGUAGES / code / "calendar.yml", CalendarData), fold_word)


@lru_cache
def examples(code: str) -> Examples:
    return read(_LANGUAGES / code / "calendar_examples.yml", Examples)


_TAKES = [pytest.param(code, take, id=f"{code}: {take.gloss}") for code in _CODES for take in examples(code).takes]
_REFUSES = [pytest.param(code, one, id=f"{code}: {one.gloss}") for code in _CODES for one in examples(code).refuses]


def spans(code: str, text: str, published: date | None = _DAY, anchor_year: int | None = None) -> list[tuple[str, str]]:
    found, _ = find_times(fold_word(text), calendar(code), published, anchor_year)
    return [(str(span.first), str(span.last)) for span in found]


@pytest.mark.parametrize(("code", "take"), _TAKES)
def test_find_times_takes(code: str, take: Take) -> None:
    found, refused = find_times(fold_word(take.text), calendar(code), take.published)
    assert [Expected(start=one.first, end=one.last, granularity=one.granularity) for one in found] == take.expect
    assert not refused


@pytest.mark.parametrize(("code", "refuse"), _REFUSES)
def test_find_times_refuses(code: str, refuse: Refuse) -> None:
    found, refused = find_times(fold_word(refuse.text), calendar(code), refuse.published)
    assert not found
    assert len(refused) == refuse.refused


@pytest.mark.parametrize("code", _CODES)
def test_examples_are_enough_and_distinct(code: str) -> None:
    takes, refuses = examples(code).takes, examples(code).refuses
    assert len(takes) >= 60
    assert len(refuses) >= 20
    assert len({one.gloss for one in takes} | {one.gloss for one in refuses}) == len(takes) + len(refuses)


@pytest.mark.parametrize("code", _CODES)
def test_templates_name_units_that_the_file_knows(code: str) -> None:
    data, units = read(_LANGUAGES / code / "calendar.yml", CalendarData), calendar(code).meanings.units
    texts = [*data.macros.values(), *(template for group in data.patterns for template in group.templates)]
    named = {name for text in texts for name in re.findall(r"\{(\w+):unit\}", text)}
    assert not [word for name in named & set(data.words) for word in expand(data.words[name], fold_word) if word not in units]


@pytest.mark.parametrize("code", _CODES)
def test_find_times_spans_lie_in_the_text_and_do_not_overlap(code: str) -> None:
    for take in examples(code).takes:
        text = fold_word(f"{take.text} {take.text}")
        found, _ = find_times(text, calendar(code), take.published)
        assert all(0 <= one.start < one.end <= len(text) for one in found)
        assert all(one.end <= other.start for one, other in pairwise(found))
        assert all(one.first <= one.last for one in found)


@pytest.mark.parametrize("code", _CODES)
def test_find_times_without_any_date_passes_over_relative_expressions(code: str) -> None:
    for take in examples(code).takes:
        found, _ = find_times(fold_word(take.text), calendar(code), None)
        assert len(found) <= len(take.expect)


@pytest.mark.parametrize("text", ["Yesterday they met.", "They met on Monday.", "They met last week.", "They met in May."])
def test_find_times_without_any_date_gives_nothing_and_no_refusal(text: str) -> None:
    assert find_times(fold_word(text), calendar("en"), None) == ((), ())


def test_find_times_takes_the_missing_year_from_the_document() -> None:
    assert spans("en", "They met on 3 May.", None, 2021) == [("2021-05-03", "2021-05-03")]
    assert spans("en", "They met last year.", None, 2021) == [("2020-01-01", "2020-12-31")]


def test_find_times_speaks_the_calendar_of_the_document() -> None:
    last_year = "سال گذشته دو کشور توافق کردند."
    assert spans("fa", last_year) == [("2024-03-20", "2025-03-20")]
    assert spans("fa", last_year, _DAY, 1404) == [("2024-03-20", "2025-03-20")]
    assert spans("fa", last_year, _DAY, 2025) == [("2024-01-01", "2024-12-31")]


def test_find_times_reads_two_expressions_of_one_sentence() -> None:
    text = "They met on 3 March 2022 in Rome and again in the first quarter of 2023."
    assert spans("en", text) == [("2022-03-03", "2022-03-03"), ("2023-01-01", "2023-03-31")]


def test_find_times_reports_no_year_inside_a_longer_expression() -> None:
    assert spans("en", "The deal of 3 March 2022 is void.") == [("2022-03-03", "2022-03-03")]


def test_find_times_reads_glued_arabic_particles() -> None:
    assert spans("ar", "والثلاثاء الماضي التقيا.") == [("2025-04-08", "2025-04-08")]
    assert spans("ar", "وفي مارس 2024 التقيا.") == [("2024-03-01", "2024-03-31")]


def test_compile_calendar_reads_a_new_language_from_data_alone() -> None:
    english = read(_LANGUAGES / "en" / "calendar.yml", CalendarData)
    kazakh = msgspec.structs.replace(
        english,
        months={"gregorian": {"4": ["сәуір{,де,дің}"]}},
        ambiguous_months=[],
        patterns=[
            msgspec.convert({"means": "date", "templates": ["{day} {month}"]}, type(english.patterns[0])),
            msgspec.convert({"means": "month", "templates": ["{year} жылғы {month}"]}, type(english.patterns[0])),
        ],
    )
    compiled = compile_calendar(kazakh, fold_word)
    found, _ = find_times(fold_word("Олар 3 сәуірде және 2024 жылғы сәуірде кездесті."), compiled, _DAY)
    assert [str(one.first) for one in found] == ["2025-04-03", "2024-04-01"]


@pytest.mark.parametrize("template", ["{nothing}", "{NOTHING}", "[{day}", "{day})"])
def test_compile_calendar_names_a_faulty_template(template: str) -> None:
    english = read(_LANGUAGES / "en" / "calendar.yml", CalendarData)
    pattern = msgspec.structs.replace(english.patterns[0], templates=[template])
    with pytest.raises(DataFileError, match="template"):
        compile_calendar(msgspec.structs.replace(english, patterns=[pattern]), fold_word)
