"""Tests of the number grammar: every example of every language, and the rules that hold for all."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

import tarazu
from tarazu.data import read
from tarazu.languages.fold import fold_word
from tarazu.stages.find_quantities import Numbers, NumbersData, compile_numbers, find_quantities
from tarazu.stages.find_quantities_numbers import Qualifier

_LANGUAGES = Path(tarazu.__file__).parent / "languages"
_CODES = sorted(path.parent.name for path in _LANGUAGES.glob("*/numbers.yml"))


class Expected(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    value: float
    value_to: float | None = None
    unit: str | None = None
    qualifier: Qualifier = "exactly"


class Take(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    text: str
    gloss: str
    expect: list[Expected]


class Refuse(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    text: str
    gloss: str
    why: str


class Examples(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    source: str
    licence: str
    takes: list[Take]
    refuses: list[Refuse]


@lru_cache
def numbers(code: str) -> Numbers:
    return compile_numbers(read(_LANGUAGES / code / "numbers.yml", NumbersData), fold_word)


@lru_cache
def examples(code: str) -> Examples:
    return read(_LANGUAGES / code / "numbers_examples.yml", Examples)


_TAKES = [pytest.param(code, take, id=f"{code}: {take.gloss}") for code in _CODES for take in examples(code).takes]
_REFUSES = [pytest.param(code, one, id=f"{code}: {one.gloss}") for code in _CODES for one in examples(code).refuses]


@pytest.mark.parametrize(("code", "take"), _TAKES)
def test_find_quantities_takes(code: str, take: Take) -> None:
    found = find_quantities(fold_word(take.text), numbers(code))
    assert [
        Expected(value=one.value, value_to=one.value_to, unit=one.unit, qualifier=one.qualifier) for one in found
    ] == take.expect


@pytest.mark.parametrize(("code", "refuse"), _REFUSES)
def test_find_quantities_refuses(code: str, refuse: Refuse) -> None:
    assert find_quantities(fold_word(refuse.text), numbers(code)) == ()


@pytest.mark.parametrize("code", _CODES)
def test_examples_are_enough_and_distinct(code: str) -> None:
    takes, refuses = examples(code).takes, examples(code).refuses
    assert len(takes) >= 40
    assert len(refuses) >= 10
    assert len({one.gloss for one in takes} | {one.gloss for one in refuses}) == len(takes) + len(refuses)


@pytest.mark.parametrize("code", _CODES)
def test_find_quantities_spans_lie_in_the_text_and_do_not_overlap(code: str) -> None:
    for take in examples(code).takes:
        text = fold_word(f"{take.text} {take.text}")
        found = find_quantities(text, numbers(code))
        assert all(0 <= one.start < one.end <= len(text) for one in found)
        assert all(one.end <= other.start for one, other in pairwise(found))


def test_find_quantities_spans_hold_sign_and_unit() -> None:
    text = fold_word("They paid $28bn and then 300 million euros.")
    assert [text[one.start : one.end] for one in find_quantities(text, numbers("en"))] == ["$28bn", "300 million euros"]


def test_find_quantities_falls_back_to_the_first_end_of_a_backward_range() -> None:
    (found,) = find_quantities(fold_word("They sent 300 troops to 2 bases."), numbers("en"))[:1]
    assert (found.value, found.value_to) == (300, None)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        pytest.param("en", "They worked there for more than 20 years.", id="en: more than 20 years"),
        pytest.param("fa", "بیش از ۲۰ سال آنجا بودند.", id="fa: more than 20 years"),
        pytest.param("ar", "عملوا هناك أكثر من 20 عاما.", id="ar: more than 20 years"),
        pytest.param("ru", "Они работали там более 20 лет.", id="ru: more than 20 years"),
    ],
)
def test_find_quantities_leaves_durations_out(code: str, text: str) -> None:
    assert find_quantities(fold_word(text), numbers(code)) == ()
