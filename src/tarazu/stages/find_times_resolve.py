"""The rules that turn the parts of an expression of time into an interval of days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TypeAlias

from tarazu.stages.find_times_anchor import (
    NoAnchorError,
    Parts,
    Setting,
    align,
    calendar_of,
    direction_of,
    place,
    published_of,
    step_of,
    this_year,
    year_of,
)
from tarazu.stages.find_times_arithmetic import (
    MONTHS,
    Bounds,
    CalendarName,
    Granularity,
    Impossible,
    Interval,
    day_in,
    fields_of,
    months_in,
    season_in,
    shift_day,
    shift_months,
    week_of,
    year_in,
)
from tarazu.stages.find_times_calendar import Means, Unit

_Rule: TypeAlias = Callable[[Parts, Setting], Interval]

_WEEK = 7
_MIDDLE = 15
_RECENT_MONTHS = 3
# "The 90s" of a calendar: from which two digits on they belong to the earlier century.
_DECADES_BEFORE = {"gregorian": (30, 1900, 2000), "solar_hijri": (10, 1300, 1400), "hijri": (50, 1300, 1400)}
_CENTURY = 100
_SINGLE: dict[Unit, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120}


def resolve(means: Means, parts: Parts, setting: Setting) -> Interval | Impossible | None:
    """Resolves one expression.

    Args:
        means: Which rule to use.
        parts: What each class of the template matched, folded.
        setting: Where the expression stands.

    Returns:
        The interval; why there is no such date; or None where nothing tells what a relative expression is relative to.
    """
    try:
        return _RULES[means](parts, setting)
    except NoAnchorError:
        return None
    except ValueError as error:
        return Impossible(reason=str(error))


def _span(bounds: Bounds, granularity: Granularity) -> Interval:
    return Interval(first=bounds[0], last=bounds[1], granularity=granularity)


def _day(word: str, setting: Setting) -> int:
    number = int(word) if word.isdigit() else setting.calendar.meanings.ordinals[word]
    if not 1 <= number <= 31:
        raise ValueError(f"no month has a day {number}")
    return number


def _month(parts: Parts, setting: Setting, name: str = "month") -> tuple[CalendarName | None, int]:
    if name in parts:
        return setting.calendar.meanings.months[parts[name]]
    number = int(parts["month_number"])
    if not 1 <= number <= MONTHS:
        raise ValueError(f"there is no month {number}")
    return None, number


def _count(parts: Parts, setting: Setting) -> int:
    word = parts.get("count", "1")
    return int(word) if word.isdigit() else setting.calendar.meanings.cardinals[word]


def _unit(parts: Parts, setting: Setting) -> tuple[int, Unit]:
    meanings = setting.calendar.meanings
    if "dual" in parts:
        return 2, meanings.duals[parts["dual"]]
    word = next(value for name, value in parts.items() if name.startswith("unit"))
    return _count(parts, setting), meanings.units[word]


def _date(parts: Parts, setting: Setting) -> Interval:
    day = _day(parts["day"], setting)
    named, month = _month(parts, setting)
    stated = year_of(parts, setting, named)

    def bounds(year: int) -> Bounds:
        one = day_in(calendar, year, month, day)
        return one, one

    calendar = named or (stated[0] if stated else setting.own)
    if stated:
        return _span(bounds(align(stated, calendar, month)), "day")
    return place(parts, setting, calendar, bounds, "day")


def _either_date(parts: Parts, setting: Setting) -> Interval:
    one, other = int(parts["day"]), int(parts["month_number"])
    if one <= MONTHS and other <= MONTHS and one != other:
        raise ValueError("day and month cannot be told apart")
    if other > MONTHS:
        parts = {**parts, "day": parts["month_number"], "month_number": parts["day"]}
    return _date(parts, setting)


def _days(parts: Parts, setting: Setting) -> Interval:
    day, day_to = _day(parts["day"], setting), _day(parts["day_to"], setting)
    named, month = _month(parts, setting)
    month_to = _month(parts, setting, "month_to")[1] if "month_to" in parts else month
    stated = year_of(parts, setting, named)

    def bounds(year: int) -> Bounds:
        first, last = day_in(calendar, year - (month > month_to), month, day), day_in(calendar, year, month_to, day_to)
        if first > last:
            raise ValueError("the range ends before it begins")
        return first, last

    calendar = named or setting.own
    if stated:
        return _span(bounds(align(stated, calendar, month_to)), "day")
    return place(parts, setting, calendar, bounds, "day")


def _months(parts: Parts, setting: Setting) -> Interval:
    named, month = _month(parts, setting)
    month_to = _month(parts, setting, "month_to")[1] if "month_to" in parts else month
    stated = year_of(parts, setting, named)
    first_year = int(parts["year_from"]) if "year_from" in parts else None

    def bounds(year: int) -> Bounds:
        start = year - (month > month_to) if first_year is None else first_year
        first, last = months_in(calendar, start, month, month)[0], months_in(calendar, year, month_to, month_to)[1]
        if first > last:
            raise ValueError("the range ends before it begins")
        return first, last

    calendar = named or setting.own
    if stated:
        return _span(bounds(align(stated, calendar, month_to)), "month")
    return place(parts, setting, calendar, bounds, "month")


def _month_half(parts: Parts, setting: Setting) -> Interval:
    whole = _months(parts, setting)
    middle = whole.first + timedelta(days=_MIDDLE - 1)
    if setting.calendar.meanings.halves[parts["half"]] == 1:
        return _span((whole.first, middle), "month")
    return _span((middle + timedelta(days=1), whole.last), "month")


def _year(parts: Parts, setting: Setting) -> Interval:
    calendar, year = _stated(parts, setting)
    return _span(year_in(calendar, year), "year")


def _years(parts: Parts, setting: Setting) -> Interval:
    calendar, year = _stated(parts, setting)
    last = int(parts["year_to"]) if "year_to" in parts else year - year % _CENTURY + int(parts["year_to2"])
    if last < year:
        raise ValueError("the range ends before it begins")
    return _span((year_in(calendar, year)[0], year_in(calendar, last)[1]), "year")


def _stated(parts: Parts, setting: Setting) -> tuple[CalendarName, int]:
    stated = year_of(parts, setting)
    if stated is None:
        raise NoAnchorError("no year is stated")
    return stated


def _season(parts: Parts, setting: Setting) -> Interval:
    season = setting.calendar.meanings.seasons[parts["season"]]
    stated = year_of(parts, setting)
    if stated:
        return _span(season_in(*stated, season), "season")
    return place(parts, setting, setting.own, lambda year: season_in(setting.own, year, season), "season")


def _part_of_year(parts: Parts, setting: Setting, first: int, last: int) -> Interval:
    stated = year_of(parts, setting)
    if stated:
        return _span(months_in(*stated, first, last), "month")
    return place(parts, setting, setting.own, lambda year: months_in(setting.own, year, first, last), "month")


def _quarter(parts: Parts, setting: Setting) -> Interval:
    last = 3 * setting.calendar.meanings.quarters[parts["quarter"]]
    return _part_of_year(parts, setting, last - 2, last)


def _half(parts: Parts, setting: Setting) -> Interval:
    last = 6 * setting.calendar.meanings.halves[parts["half"]]
    return _part_of_year(parts, setting, last - 5, last)


def _months_of(parts: Parts, setting: Setting) -> Interval:
    count = 2 if "dual" in parts else _count(parts, setting)
    if not 1 <= count <= MONTHS:
        raise ValueError(f"a year has no {count} months")
    return _part_of_year(parts, setting, *((MONTHS + 1 - count, MONTHS) if "final" in parts else (1, count)))


def _relative_unit(parts: Parts, setting: Setting) -> Interval:
    return _shifted(parts, setting, step_of(parts, setting), _unit(parts, setting)[1])


def _ago(parts: Parts, setting: Setting) -> Interval:
    count, unit = _unit(parts, setting)
    return _shifted(parts, setting, count if "hence" in parts else -count, unit)


def _shifted(parts: Parts, setting: Setting, steps: int, unit: Unit) -> Interval:
    """The calendar day, week, month, quarter, half or year so many steps from the document's."""
    meanings = setting.calendar.meanings
    calendar = meanings.eras[parts["era"]] if "era" in parts else setting.own
    if unit == "year":
        return _span(year_in(calendar, this_year(setting, calendar) + steps), "year")
    today = published_of(setting)
    if unit in {"day", "week"}:
        day = today + timedelta(days=steps * (1 if unit == "day" else _WEEK))
        return _span((day, day) if unit == "day" else week_of(day, setting.calendar.week_start), "day")
    if unit == "decade":
        year = (this_year(setting, calendar) // 10 + steps) * 10
        return _span((year_in(calendar, year)[0], year_in(calendar, year + 9)[1]), "year")
    size = _SINGLE.get(unit, 3)
    year, month = shift_months(calendar, today, steps * size)
    first = (month - 1) // size * size + 1
    return _span(months_in(calendar, year, first, first + size - 1), "month")


def _past_units(parts: Parts, setting: Setting) -> Interval:
    """So many units that end, or with "next" begin, on the document's day."""
    count, unit = _unit(parts, setting)
    return _stretch(setting, unit, count if direction_of(parts, setting) == "next" else -count)


def _stretch(setting: Setting, unit: Unit, steps: int) -> Interval:
    today = published_of(setting)
    if unit in {"day", "week"}:
        other = today + timedelta(days=steps * (1 if unit == "day" else _WEEK))
    else:
        other = shift_day(setting.own, today, steps * _SINGLE.get(unit, 3))
    granularity: Granularity = "day" if unit in {"day", "week"} else "year" if unit in {"year", "decade"} else "month"
    return _span((min(today, other), max(today, other)), granularity)


def _recent(parts: Parts, setting: Setting) -> Interval:
    """Uncounted days, weeks or months before, or with "next" after, the document's day."""
    unit = _unit(parts, setting)[1]
    today, sign = published_of(setting), 1 if direction_of(parts, setting) == "next" else -1
    if unit == "day":
        return _stretch(setting, "day", sign * _WEEK)
    if unit == "month":
        return _stretch(setting, "month", sign * _RECENT_MONTHS)
    if unit != "week":
        raise NoAnchorError("recent years have no bounds")
    year, month, _ = fields_of(setting.own, today)
    return _span(months_in(setting.own, year, month, month), "month")


def _day_of_month(parts: Parts, setting: Setting) -> Interval:
    """A day of this, last or next month; without either the latest such day, or the next one if it lies ahead."""
    today, number, step = published_of(setting), _day(parts["day"], setting), step_of(parts, setting)
    if direction_of(parts, setting) is None:
        now = fields_of(setting.own, today)[2]
        step = int(number < now) if setting.ahead else -int(number > now)
    year, month = shift_months(setting.own, today, step)
    day = day_in(setting.own, year, month, number)
    return _span((day, day), "day")


def _weekday(parts: Parts, setting: Setting) -> Interval:
    today, number = published_of(setting), setting.calendar.meanings.weekdays[parts["weekday"]]
    back, way = (today.isoweekday() - number) % _WEEK, direction_of(parts, setting)
    if way == "this":
        return _in_week(today, number, setting)
    if way == "next" or (way is None and setting.ahead):
        on = (number - today.isoweekday()) % _WEEK
        day = today + timedelta(days=on if on or way is None else _WEEK)
    else:
        day = today - timedelta(days=back if back or way is None else _WEEK)
    return _span((day, day), "day")


def _weekday_of_week(parts: Parts, setting: Setting) -> Interval:
    day = published_of(setting) + timedelta(days=_WEEK * step_of(parts, setting))
    return _in_week(day, setting.calendar.meanings.weekdays[parts["weekday"]], setting)


def _in_week(day: date, number: int, setting: Setting) -> Interval:
    start = setting.calendar.week_start
    found = week_of(day, start)[0] + timedelta(days=(number - start) % _WEEK)
    return _span((found, found), "day")


def _relative_day(parts: Parts, setting: Setting) -> Interval:
    day = published_of(setting) + timedelta(days=setting.calendar.meanings.relative_days[parts["relative_day"]])
    return _span((day, day), "day")


def _decade(parts: Parts, setting: Setting) -> Interval:
    meanings = setting.calendar.meanings
    number = int(parts["decade"]) if "decade" in parts else meanings.decades[parts["decade_word"]]
    calendar = meanings.eras[parts["era"]] if "era" in parts else None
    if number < _CENTURY:
        calendar = calendar or setting.own
        bound, earlier, later = _DECADES_BEFORE[calendar]
        number += earlier if number >= bound else later
    calendar = calendar or calendar_of(setting.calendar, number)
    return _span((year_in(calendar, number)[0], year_in(calendar, number + 9)[1]), "year")


_RULES: dict[Means, _Rule] = {
    "date": _date, "either_date": _either_date, "days": _days, "month": _months, "months": _months, "month_half": _month_half,
    "year": _year, "years": _years, "season": _season, "quarter": _quarter, "half": _half, "months_of": _months_of,
    "relative_unit": _relative_unit, "ago": _ago, "past_units": _past_units, "recent": _recent, "weekday": _weekday,
    "weekday_of_week": _weekday_of_week, "relative_day": _relative_day, "day_of_month": _day_of_month, "decade": _decade,
}  # fmt: skip
