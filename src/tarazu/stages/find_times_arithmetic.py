"""Days, months, years, seasons and weeks in three calendars, as intervals of Gregorian days.

Source: persiantools (Solar Hijri), hijridate (Umm al-Qura).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal, TypeAlias

import msgspec
from hijridate import Gregorian, Hijri
from persiantools.jdatetime import JalaliDate

CalendarName: TypeAlias = Literal["gregorian", "solar_hijri", "hijri"]
Granularity: TypeAlias = Literal["day", "month", "season", "year"]
Bounds: TypeAlias = tuple[date, date]

MONTHS = 12
# The first month of each season: meteorological in the Gregorian calendar, the quarters of the Solar year.
_SEASON_START = {
    "gregorian": {"spring": 3, "summer": 6, "autumn": 9, "winter": 12},
    "solar_hijri": {"spring": 1, "summer": 4, "autumn": 7, "winter": 10},
}


class Interval(msgspec.Struct, frozen=True, kw_only=True):
    """A resolved stretch of time.

    Attributes:
        first: First day.
        last: Last day, included.
        granularity: How fine the text was.
    """

    first: date
    last: date
    granularity: Granularity


class Impossible(msgspec.Struct, frozen=True, kw_only=True):
    """A date that no calendar has.

    Attributes:
        reason: What is wrong with it, in English.
    """

    reason: str


def day_in(calendar: CalendarName, year: int, month: int, day: int) -> date:
    """Returns the Gregorian day of a date.

    Raises:
        ValueError: The calendar has no such date.
    """
    try:
        if calendar == "gregorian":
            return date(year, month, day)
        if calendar == "solar_hijri":
            converted: date = JalaliDate(year, month, day).to_gregorian()  # type: ignore[no-untyped-call]  # untyped library
            return converted
        lunar = Hijri(year, month, day).to_gregorian()
    except (ValueError, OverflowError) as error:
        raise ValueError(f"month {month} of {year} has no day {day}") from error
    return date(lunar.year, lunar.month, lunar.day)


def fields_of(calendar: CalendarName, day: date) -> tuple[int, int, int]:
    """Returns year, month and day of a Gregorian day in a calendar; ValueError outside its range."""
    if calendar == "gregorian":
        return day.year, day.month, day.day
    if calendar == "solar_hijri":
        solar = JalaliDate(day)  # type: ignore[no-untyped-call]  # untyped library
        return solar.year, solar.month, solar.day
    try:
        return Gregorian(day.year, day.month, day.day).to_hijri().datetuple()
    except OverflowError as error:
        raise ValueError(str(error)) from error


def months_in(calendar: CalendarName, year: int, first: int, last: int) -> Bounds:
    """Returns the bounds of months `first` to `last` of a year; months over 12 count on into the next years."""
    after = last + 1
    start = day_in(calendar, year + (first - 1) // MONTHS, (first - 1) % MONTHS + 1, 1)
    end = day_in(calendar, year + (after - 1) // MONTHS, (after - 1) % MONTHS + 1, 1)
    return start, end - timedelta(days=1)


def year_in(calendar: CalendarName, year: int) -> Bounds:
    """Returns the first and last day of a year."""
    return months_in(calendar, year, 1, MONTHS)


def season_in(calendar: CalendarName, year: int, season: str) -> Bounds:
    """Returns the bounds of a season; a Gregorian winter begins in the December of its year."""
    starts = _SEASON_START["solar_hijri" if calendar == "solar_hijri" else "gregorian"]
    return months_in(calendar, year, starts[season], starts[season] + 2)


def week_of(day: date, start: int) -> Bounds:
    """Returns the calendar week of a day; `start` is the ISO number (1 = Monday) of its first day."""
    first = day - timedelta(days=(day.isoweekday() - start) % 7)
    return first, first + timedelta(days=6)


def shift_months(calendar: CalendarName, day: date, months: int) -> tuple[int, int]:
    """Returns year and month that lie so many months after the month of a day."""
    year, month, _ = fields_of(calendar, day)
    total = year * MONTHS + month - 1 + months
    return total // MONTHS, total % MONTHS + 1


def shift_day(calendar: CalendarName, day: date, months: int) -> date:
    """Returns the day so many months after another; a day that the month lacks becomes its last."""
    year, month = shift_months(calendar, day, months)
    first, last = months_in(calendar, year, month, month)
    return min(first + timedelta(days=fields_of(calendar, day)[2] - 1), last)
