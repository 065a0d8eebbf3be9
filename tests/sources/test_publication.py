"""Tests of reading stated dates."""

from __future__ import annotations

import datetime as dt

import pytest

from tarazu.sources.publication import read_date


@pytest.mark.parametrize(
    "stated", ["2024-05-01", "2024-05-01T10:20:30", "2024-05-01T23:59:00+06:00", "2024-05-01T00:00:00Z", "2024-05-01 09:00", " 2024-05-01 "]
)
def test_read_date_takes_iso_dates(stated):
    assert read_date("d", stated) == (dt.date(2024, 5, 1), ())


@pytest.mark.parametrize("stated", [None, "", "  "])
def test_read_date_takes_none_for_not_stated(stated):
    assert read_date("d", stated) == (None, ())


@pytest.mark.parametrize("stated", ["2024-13-01", "2023-02-29", "yesterday", "1402-02-11", "2567-01-01", "01.05.2024", "2024", "۱۴۰۲/۰۲/۱۱"])
def test_read_date_reports_unknown_dates(stated):
    day, skipped = read_date("d", stated)
    assert day is None
    assert skipped[0].reason.startswith("unknown date")
