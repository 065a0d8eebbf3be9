"""The slow facts behind the news: trade, money, arms, bases, memberships, pipes, people and votes, each with its year and its source.

Where sources differ, each has its own fact: nothing is averaged away. A fact is `checked` if a published page that states it was read,
and `recalled` if it was written down from memory of the publication that it names: show the two apart.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

import msgspec

from tarazu import data
from tarazu.errors import DataFileError, OptionError
from tarazu.world import load, schema

_FOLDER = Path(__file__).parent / "structure"

FIRST_YEAR = 2014
LAST_YEAR = 2026

Certainty = Literal["recalled", "checked"]
Measure = Literal[
    "trade_turnover", "trade_share", "export_share", "import_share", "energy_exports",
    "investment_stock", "investment_inflow", "investment_share", "debt_held", "debt_share", "remittances", "remittances_share",
    "arms_share", "troops", "facilities", "member_of", "observer_of", "partner_of", "agreement",
    "pipeline_capacity", "energy_volume", "transit_share", "migrants", "migrants_share", "students", "students_departing",
    "vote_agreement", "vote_distance",
]  # fmt: skip

_MONEY = ("USD", "EUR")
_SHARE = ("percent",)
_FLOW = ("cubic_metres_per_year", "tonnes_per_year")
_PERSONS = ("persons",)
_HOLDS = ("holds",)

UNITS: Mapping[Measure, tuple[str, ...]] = {
    "trade_turnover": _MONEY, "trade_share": _SHARE, "export_share": _SHARE, "import_share": _SHARE, "energy_exports": _MONEY,
    "investment_stock": _MONEY, "investment_inflow": _MONEY, "investment_share": _SHARE,
    "debt_held": _MONEY, "debt_share": _SHARE, "remittances": _MONEY, "remittances_share": _SHARE,
    "arms_share": _SHARE, "troops": _PERSONS, "facilities": ("facilities",),
    "member_of": _HOLDS, "observer_of": _HOLDS, "partner_of": _HOLDS, "agreement": _HOLDS,
    "pipeline_capacity": _FLOW, "energy_volume": _FLOW, "transit_share": _SHARE,
    "migrants": _PERSONS, "migrants_share": _SHARE, "students": _PERSONS, "students_departing": _PERSONS,
    "vote_agreement": _SHARE, "vote_distance": ("points",),
}  # fmt: skip

_TIMES: Mapping[str, float] = {"one": 1, "thousand": 1e3, "million": 1e6, "billion": 1e9}


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """One number (or one standing) of one state towards one power or body, at one time, on one source's word.

    Attributes:
        indicator: What is measured, always from the subject's side: `import_share` is the part of the subject's imports that comes from
            the object, `debt_share` the part of its external public debt that it owes to it, `remittances` what it receives from there,
            `investment_stock` what the object has invested in it, `migrants` and `students` its citizens over there, `troops` and
            `facilities` those of the object on its soil, `energy_volume` what flows between the two, `transit_share` the part of its
            exports that passes through the object, `vote_agreement` the same votes in the United Nations General Assembly,
            `vote_distance` that of the two ideal points.
        subject: Id of the state.
        object: Id of the power, or of the body for memberships.
        first_year: First year of the span; the same as `year` for a single year. 2014 for what is older.
        year: The year, or the last one of a span, from 2014 to 2026; for standings the last year for which it is known to hold.
        value: In `unit`: dollars, not millions of them; percent from 0 to 100; 1 for what holds.
        value_to: The upper end of a range; None for a single number.
        unit: One of those in `UNITS` for the indicator.
        name: Which base, pipeline, agreement or lender; empty where the indicator says it all.
        source: Publication and year.
        note: What a reader must know before comparing it.
        certainty: `checked` or `recalled`.
    """

    indicator: Measure
    subject: str
    object: str
    first_year: int
    year: int
    value: float
    value_to: float | None
    unit: str
    name: str
    source: str
    note: str
    certainty: Certainty


class Series(schema.Entry, frozen=True, kw_only=True):
    """One indicator of one pair as a source gives it, over the years.

    Attributes:
        times: The size of the numbers: 3 with `billion` is 3,000,000,000.
        sources: Keys of the file's `sources`, at least one.
        years: A number or `[low, high]` by year (`2022`) or span (`2020-2024`).
        indicator, subject, object, unit, certainty, name, note: As for facts.
    """

    indicator: Measure
    subject: str
    object: str
    unit: str
    certainty: Certainty
    sources: tuple[str, ...]
    years: dict[str, float | tuple[float, float]]
    times: Literal["one", "thousand", "million", "billion"] = "one"
    name: str = ""
    note: str = ""


class StructureFile(schema.File, frozen=True, kw_only=True):
    """A file of `structure/`."""

    sources: dict[str, str]
    series: tuple[Series, ...]


def facts(subject: str, towards: str, indicator: Measure | None = None) -> tuple[Fact, ...]:
    """The slow facts of a state towards a power or body, oldest first.

    Args:
        subject: Id of the state.
        towards: Id of the power or body.
        indicator: Only this one; all of them if None.

    Returns:
        Sorted by indicator, year, first year and source; empty where we hold none.

    Raises:
        OptionError: There is no such indicator.
        DataFileError: A file of the table is not as it must be.

    Example:
        >>> [(fact.year, fact.value) for fact in facts("KAZ", "RUS", "arms_share") if fact.certainty == "checked"]
        [(2024, 88.0)]
    """
    if indicator is not None and indicator not in UNITS:
        raise OptionError("indicator", f"one of {', '.join(get_args(Measure))}", repr(indicator), "leave it out to get all")
    found = [fact for fact in load_structure() if (fact.subject, fact.object) == (subject, towards) and indicator in {None, fact.indicator}]
    return tuple(sorted(found, key=lambda fact: (fact.indicator, fact.year, fact.first_year, fact.source)))


def newest(found: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Of each pair, indicator and name the newest year of which a page was read, with all that sources say of it, and what is newer from memory."""
    out: list[Fact] = []
    for key in dict.fromkeys(_kind(each) for each in found):
        mine = [each for each in found if _kind(each) == key]
        checked = max((each.year for each in mine if each.certainty == "checked"), default=0)
        top = max(each.year for each in mine)
        out += [each for each in mine if each.year == (checked if each.certainty == "checked" else top) and (each.certainty == "checked" or top > checked)]
    return tuple(out)


def _kind(fact: Fact) -> tuple[str, str, str, str]:
    return fact.subject, fact.object, fact.indicator, fact.name


@lru_cache(maxsize=1)
def load_structure() -> tuple[Fact, ...]:
    """Loads the table that is shipped with Tarazu.

    Raises:
        DataFileError: One of its files is not as it must be: an unknown key, unit, year, state or source, a number out of range, or a fact said twice.
    """
    return read_structure(_FOLDER)


def read_structure(folder: Path) -> tuple[Fact, ...]:
    """Reads the table from all `.yml` files of a folder, in the order of their names.

    Raises:
        DataFileError: As `load_structure`.
    """
    found: dict[tuple[str | int, ...], Fact] = {}
    for path in sorted(folder.glob("*.yml")):
        file = data.read(path, StructureFile)
        for at, series in enumerate(file.series):
            where = f"{path}: series[{at}] ({series.indicator} {series.subject} {series.object})"
            _check_sources(file, series, where)
            for fact in _facts_of(file, series, where):
                key = (fact.indicator, fact.subject, fact.object, fact.first_year, fact.year, fact.name, fact.source)
                if key in found:
                    raise DataFileError(where, "one number a year, name and source", f"{fact.year} twice", "take one of them out, or make them a range")
                found[key] = fact
        unused = set(file.sources) - {key for series in file.series for key in series.sources}
        if unused:
            raise DataFileError(str(path), "sources that are cited", ", ".join(sorted(unused)), "cite them or take them out")
    return tuple(found.values())


def _check_sources(file: StructureFile, series: Series, where: str) -> None:
    if not series.sources or not series.years:
        raise DataFileError(where, "at least one source and one year", "none", "say who published the number, and for when")
    unknown = [key for key in series.sources if not file.sources.get(key, "").strip()]
    if unknown:
        raise DataFileError(where, "keys of the file's sources", ", ".join(unknown), "add the publication at the head of the file")
    register = load()
    for actor in (series.subject, series.object):
        if actor not in register.states and actor not in register.bodies:
            raise DataFileError(where, "a state or body of the register", actor, "see states.yml and bodies.yml")
    if series.unit not in UNITS[series.indicator]:
        wanted = ", ".join(UNITS[series.indicator])
        raise DataFileError(where, f"a unit of {series.indicator} ({wanted})", series.unit, "convert it, or choose another indicator")


def _facts_of(file: StructureFile, series: Series, where: str) -> Iterator[Fact]:
    source = "; ".join(file.sources[key] for key in series.sources)
    for span, given in series.years.items():
        first, last = _span(span, where)
        low, high = given if isinstance(given, tuple) else (given, None)
        _check_value(series, low, high, where)
        factor = _TIMES[series.times]
        yield Fact(
            indicator=series.indicator, subject=series.subject, object=series.object, first_year=first, year=last, value=_scaled(low, factor),
            value_to=None if high is None else _scaled(high, factor), unit=series.unit, name=series.name, source=source, note=series.note,
            certainty=series.certainty,
        )  # fmt: skip


def _scaled(value: float, factor: float) -> float:
    # 26.1 billion is no exact binary number: without rounding it would read 26100000000.000004
    return round(value * factor, 6)


def _span(text: str, where: str) -> tuple[int, int]:
    parts = text.split("-")
    if len(parts) > 2 or not all(part.isascii() and part.isdigit() for part in parts):
        raise DataFileError(where, "a year (2022) or a span of years (2020-2024)", repr(text), "write four digits each")
    first, last = int(parts[0]), int(parts[-1])
    if not FIRST_YEAR <= first <= last <= LAST_YEAR:
        raise DataFileError(where, f"years from {FIRST_YEAR} to {LAST_YEAR} in their order", text, "older facts belong into the note")
    return first, last


def _check_value(series: Series, low: float, high: float | None, where: str) -> None:
    top = 100.0 if series.unit == "percent" else 1.0 if series.unit == "holds" else math.inf
    values = (low,) if high is None else (low, high)
    if not all(math.isfinite(value) and 0 <= value <= top for value in values):
        raise DataFileError(where, f"numbers from 0 to {top:g}", str(list(values)), "check the unit and `times`")
    if high is not None and not low < high:
        raise DataFileError(where, "a range from low to high", str(list(values)), "write the smaller number first")
