"""Days as people write them, on the command line and in addresses."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Final

from tarazu.errors import OptionError

_MONTH: Final = re.compile(r"\d{4}-\d{2}")


def first_day(written: str | None, where: str = "from") -> dt.date | None:
    """The day, or the first day of the month, that is written; None where nothing is.

    Args:
        written: `YYYY-MM-DD` or `YYYY-MM`.
        where: What is asked for, as an error names it.

    Raises:
        OptionError: It is neither.

    Example:
        >>> first_day("2022-11"), last_day("2022-11")
        (datetime.date(2022, 11, 1), datetime.date(2022, 11, 30))
    """
    if not written:
        return None
    try:
        return dt.date.fromisoformat(f"{written}-01" if _MONTH.fullmatch(written) else written)
    except ValueError as error:
        raise OptionError(where, "a day as YYYY-MM-DD or a month as YYYY-MM", repr(written), "as in 2022-11-30 or 2022-11") from error


def last_day(written: str | None, where: str = "to") -> dt.date | None:
    """As `first_day`, but of a month the last day."""
    day = first_day(written, where)
    if day is None or not _MONTH.fullmatch(written or ""):
        return day
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
