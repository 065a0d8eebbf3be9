"""When an act is."""

import datetime as dt

import pytest

from tarazu.coders.lexicon.circumstances import ahead
from tarazu.records import Status, TimeSpan

DAY = dt.date(2024, 6, 18)
SEPTEMBER = TimeSpan(start=0, end=9, first=dt.date(2023, 9, 1), last=dt.date(2023, 9, 30), granularity="month")
MAY = TimeSpan(start=0, end=3, first=dt.date(2024, 5, 1), last=dt.date(2024, 5, 31), granularity="month")


@pytest.mark.parametrize(
    ("time", "status", "year"),
    [
        pytest.param(SEPTEMBER, "planned", 2024, id="an invitation for September is for the coming one"),
        pytest.param(SEPTEMBER, "actual", 2023, id="what was done in September was done in the last one"),
        pytest.param(MAY, "planned", 2024, id="a promise made last month was made last month"),
    ],
)
def test_ahead_puts_long_past_plans_in_the_next_year(time: TimeSpan, status: Status, year: int) -> None:
    assert ahead(time, status, DAY).first.year == year
