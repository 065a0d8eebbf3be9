"""The share of the projects' own examples of times and numbers that comes out right; `make test` asks for all of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec

from measure import digest
from tarazu import data, languages
from tarazu.api.pipeline import tools
from tarazu.languages import fold_word
from tarazu.stages.find_quantities import find_quantities
from tarazu.stages.find_times import find_times

_TIMES, _NUMBERS = "calendar_examples.yml", "numbers_examples.yml"


class Interval(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What must come of a time."""

    start: date
    end: date
    granularity: str


class Amount(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What must come of a number."""

    value: float
    value_to: float | None = None
    unit: str | None = None
    qualifier: str = "exactly"


class DatedText(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An example of `calendar_examples.yml`; one that is refused expects nothing."""

    text: str
    published: date
    gloss: str
    expect: tuple[Interval, ...] = ()
    why: str = ""
    refused: int = 0


class NumberText(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An example of `numbers_examples.yml`; one that is refused expects nothing."""

    text: str
    gloss: str
    expect: tuple[Amount, ...] = ()
    why: str = ""


class DatedTexts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`calendar_examples.yml`."""

    source: str
    licence: str
    takes: tuple[DatedText, ...]
    refuses: tuple[DatedText, ...]


class NumberTexts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`numbers_examples.yml`."""

    source: str
    licence: str
    takes: tuple[NumberText, ...]
    refuses: tuple[NumberText, ...]


class Share(msgspec.Struct, frozen=True):
    """How many of how many are right, and the digest of the file that they stand in."""

    right: int
    total: int
    digest: str


def has_examples(code: str) -> bool:
    """Whether a language has examples of times and numbers."""
    return all(_file(code, name).exists() for name in (_TIMES, _NUMBERS))


def times(code: str) -> Share:
    """The share of the examples of times that comes out right, refusals among them."""
    path = _file(code, _TIMES)
    examples = data.read(path, DatedTexts)
    right = 0
    for each in (*examples.takes, *examples.refuses):
        found, refused = find_times(fold_word(each.text), tools(code).calendar, each.published)
        came = tuple(Interval(start=one.first, end=one.last, granularity=one.granularity) for one in found)
        right += came == each.expect and len(refused) == each.refused
    return Share(right, len(examples.takes) + len(examples.refuses), digest([path.read_bytes()]))


def numbers(code: str) -> Share:
    """The share of the examples of numbers that comes out right, refusals among them."""
    path = _file(code, _NUMBERS)
    examples = data.read(path, NumberTexts)
    right = 0
    for each in (*examples.takes, *examples.refuses):
        found = find_quantities(fold_word(each.text), tools(code).numbers)
        right += tuple(Amount(value=one.value, value_to=one.value_to, unit=one.unit, qualifier=one.qualifier) for one in found) == each.expect
    return Share(right, len(examples.takes) + len(examples.refuses), digest([path.read_bytes()]))


def _file(code: str, name: str) -> Path:
    return languages.load(code).folder / name
