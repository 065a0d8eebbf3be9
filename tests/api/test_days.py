"""Days and months as people write them."""

import datetime as dt

import pytest

from tarazu.api.days import first_day, last_day
from tarazu.errors import OptionError


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2022-01", dt.date(2022, 1, 1), dt.date(2022, 1, 31)), ("2024-02", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("2022-11-30", dt.date(2022, 11, 30), dt.date(2022, 11, 30)), (None, None, None), ("", None, None),
    ],
)  # fmt: skip
def test_days_and_months_are_read(written, first, last) -> None:
    assert (first_day(written), last_day(written)) == (first, last)


@pytest.mark.parametrize("written", ["2022", "2022-13", "2022-00", "2022-02-30", "yesterday", "0000-01", "2022-01-01T00:00", "٢٠٢٢-٠١"])
def test_what_is_no_day_is_told(written) -> None:
    with pytest.raises(OptionError):
        first_day(written)
    with pytest.raises(OptionError):
        last_day(written)
