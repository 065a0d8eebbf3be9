"""The date of publication, as a source states it."""

from __future__ import annotations

import datetime as dt

from tarazu.records import Skipped

_YEARS = range(1800, 2101)


def read_date(doc: str, stated: str | None) -> tuple[dt.date | None, tuple[Skipped, ...]]:
    """Reads an ISO 8601 date or date with time.

    The day is the one that stands there; a time zone does not move it.

    Args:
        doc: The document's id.
        stated: The date as written; None or blank where there is none.

    Returns:
        The day, or None with the reason: it is no such date, or its year is not of the Gregorian calendar as news use it (1402 is
        most likely Solar Hijri, and is not guessed at).
    """
    written = (stated or "").strip()
    if not written:
        return None, ()
    try:
        day = dt.datetime.fromisoformat(written).date()
    except ValueError:
        return None, (_unknown(doc, written, "it is not of the form YYYY-MM-DD"),)
    if day.year not in _YEARS:
        return None, (_unknown(doc, written, f"the year {day.year} is not one of the Gregorian calendar between 1800 and 2100"),)
    return day, ()


def plain_day(written: str) -> str:
    """The date of RSS (RFC 822) as ISO 8601, on the day that stands there; all else as it is.

    Example:
        >>> plain_day("Fri, 05 Jul 2024 23:30:00 +0500"), plain_day("2024-07-05")
        ('2024-07-05', '2024-07-05')
    """
    from email.utils import parsedate_to_datetime  # slow to load

    try:
        return parsedate_to_datetime(written).date().isoformat()
    except (ValueError, TypeError, IndexError):
        return written


def _unknown(doc: str, written: str, why: str) -> Skipped:
    return Skipped(doc=doc, stage="read_date", reason=f"unknown date {written[:40]!r}: {why}")
