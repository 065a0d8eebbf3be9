"""What an expression of time hangs on: the year it states, or the nearest one to the document's date."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeAlias

import msgspec

from tarazu.stages.find_times_arithmetic import Bounds, CalendarName, Granularity, Interval, fields_of
from tarazu.stages.find_times_calendar import Calendar, Direction

Parts: TypeAlias = Mapping[str, str]

# A time without a year is a past one, save when that lies nearly a year back and the next one is close: rules of thumb
# for press text, where a date of eleven months ago is always written with its year.
_STALE_DAYS = 300
_CLOSE_DAYS = 45
_AHEAD_DAYS = 183
_SHIFTS = ((-1, 0, 1), (-8, -7, -6, -5, -4, -3, -2, 2, 3, 4))
_SOLAR_TO_GREGORIAN = 621
_FIRST_GREGORIAN = 1600
_SOLAR_MONTHS_BEFORE_NEW_YEAR = 9
_GREGORIAN_MONTHS_BEFORE_SPRING = 3
_LAST_OF_THE_CENTURY = {"gregorian": 50, "solar_hijri": 50, "hijri": 60}
_CENTURIES = {"gregorian": (1900, 2000), "solar_hijri": (1300, 1400), "hijri": (1300, 1400)}
_STEP: dict[Direction, int] = {"last": -1, "this": 0, "next": 1}


class NoAnchorError(LookupError):
    """Nothing says which year is meant; no error of the text."""


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """Where an expression stands.

    Attributes:
        calendar: The grammar of its language.
        own: The calendar that its document speaks in.
        published: The document's date.
        anchor_year: The year that the document itself states most often, in `own`.
        ahead: Whether words beside the expression say that it lies in the future.
    """

    calendar: Calendar
    own: CalendarName
    published: date | None
    anchor_year: int | None
    ahead: bool


def own_calendar(calendar: Calendar, anchor_year: int | None) -> CalendarName:
    """Returns the calendar that a document speaks in: that of its year if known, else the language's."""
    return calendar.own if anchor_year is None else calendar_of(calendar, anchor_year)


def calendar_of(calendar: Calendar, year: int) -> CalendarName:
    """Returns the calendar that a bare number of a year belongs to; ValueError if to none."""
    for name, (first, last) in calendar.years.items():
        if first <= year <= last:
            return name
    raise ValueError(f"{year} is no year of a calendar in use")


def published_of(setting: Setting) -> date:
    """Returns the document's date; NoAnchorError if it has none."""
    if setting.published is None:
        raise NoAnchorError("the document has no date")
    return setting.published


def direction_of(parts: Parts, setting: Setting, name: str = "direction") -> Direction | None:
    """Returns what the expression says of last, this or next: by the name of the class, else by the word."""
    if name in parts:
        return setting.calendar.meanings.directions[parts[name]]
    return next((way for way in _STEP if way in parts), None) if name == "direction" else None


def step_of(parts: Parts, setting: Setting, name: str = "direction") -> int:
    """Returns -1, 0 or 1 for last, this and next; 0 where nothing is said."""
    return _STEP[direction_of(parts, setting, name) or "this"]


def this_year(setting: Setting, calendar: CalendarName) -> int:
    """Returns the year of the document's date in a calendar; NoAnchorError if nothing tells it."""
    if setting.published is not None:
        return fields_of(calendar, setting.published)[0]
    if setting.anchor_year is None or calendar != setting.own:
        raise NoAnchorError("the document has no date")
    return setting.anchor_year


def year_of(parts: Parts, setting: Setting, month_calendar: CalendarName | None = None) -> tuple[CalendarName, int] | None:
    """Returns the calendar and year that an expression states, outright or from "last year"; None if it states none."""
    era = setting.calendar.meanings.eras.get(parts["era"]) if "era" in parts else None
    calendar = era or month_calendar or setting.own
    if "year" in parts:
        number = int(parts["year"])
        if month_calendar == "hijri" and number < _FIRST_GREGORIAN:
            return era or "hijri", number
        return era or calendar_of(setting.calendar, number), number
    if "year2" in parts:
        earlier, later = _CENTURIES[calendar]
        number = int(parts["year2"])
        return calendar, number + (earlier if number >= _LAST_OF_THE_CENTURY[calendar] else later)
    if "relative_year" in parts:
        return calendar, this_year(setting, calendar) + setting.calendar.meanings.relative_years[parts["relative_year"]]
    if "year_direction" in parts:
        return calendar, this_year(setting, calendar) + step_of(parts, setting, "year_direction")
    return None


def align(stated: tuple[CalendarName, int], month_calendar: CalendarName, month: int) -> int:
    """Returns the year, in the calendar of a month, that a year of another calendar means beside that month.

    Args:
        stated: Calendar and year as written.
        month_calendar: The calendar that the month's name belongs to.
        month: The month, 1 to 12.

    Returns:
        The year in `month_calendar`.

    Raises:
        ValueError: The two calendars do not go together.
    """
    calendar, year = stated
    if calendar == month_calendar:
        return year
    if (calendar, month_calendar) == ("gregorian", "solar_hijri"):
        return year - _SOLAR_TO_GREGORIAN - (month > _SOLAR_MONTHS_BEFORE_NEW_YEAR)
    if (calendar, month_calendar) == ("solar_hijri", "gregorian"):
        return year + _SOLAR_TO_GREGORIAN + (month <= _GREGORIAN_MONTHS_BEFORE_SPRING)
    raise ValueError(f"a month of the {month_calendar} calendar beside a year of the {calendar} one")


def place(
    parts: Parts, setting: Setting, calendar: CalendarName, bounds: Callable[[int], Bounds], granularity: Granularity
) -> Interval:
    """Places a time that states no year in the year that fits best.

    Args:
        parts: The expression; "last", "this" and "next" in it are obeyed.
        setting: Where it stands.
        calendar: The calendar whose years to try.
        bounds: First and last day of the time in a given year; ValueError where that year lacks it.
        granularity: How fine it is.

    Returns:
        The interval.

    Raises:
        ValueError: No year has such a time.
        NoAnchorError: Nothing tells the year.
    """
    if setting.published is None:
        first, last = bounds(this_year(setting, calendar))
    else:
        first, last = _choose(parts, setting, calendar, bounds)
    return Interval(first=first, last=last, granularity=granularity)


def _choose(parts: Parts, setting: Setting, calendar: CalendarName, bounds: Callable[[int], Bounds]) -> Bounds:
    today, way = published_of(setting), direction_of(parts, setting)
    base = this_year(setting, calendar)
    if way == "this":
        return bounds(base)
    before: list[Bounds] = []
    after: list[Bounds] = []
    for shifts in _SHIFTS:
        for one in _tried(bounds, base, shifts):
            (before if one[0] <= today else after).append(one)
        if before and after:
            break
    if not before or not after:
        raise ValueError("no year has such a date")
    past, coming = max(before), min(after)
    if way == "last":
        ended = [one for one in before if one[1] < today]
        return max(ended) if ended else past
    return coming if way == "next" or _ahead(setting, today, past, coming) else past


def _tried(bounds: Callable[[int], Bounds], base: int, shifts: tuple[int, ...]) -> list[Bounds]:
    found = []
    for shift in shifts:
        try:
            found.append(bounds(base + shift))
        except ValueError:
            continue  # a leap day: another year has it
    return found


def _ahead(setting: Setting, today: date, past: Bounds, coming: Bounds) -> bool:
    distance = (coming[0] - today).days
    if setting.ahead:
        return distance <= _AHEAD_DAYS
    return distance <= _CLOSE_DAYS and (today - past[1]).days > _STALE_DAYS
