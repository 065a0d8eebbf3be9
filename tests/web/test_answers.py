"""Answers as JSON and as tables."""

import csv
import datetime as dt
import io

import msgspec
import pytest

from tarazu.errors import OptionError
from tarazu.web.answers import answer, fault, table


def rows(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.body.decode("utf-8-sig"), newline="")))


def test_answer_is_json_with_a_tag_of_its_content() -> None:
    one, two, other = answer({"a": dt.date(2022, 5, 1)}), answer({"a": dt.date(2022, 5, 1)}), answer({"a": 2})
    assert msgspec.json.decode(one.body) == {"a": "2022-05-01"}
    assert one.headers["etag"] == two.headers["etag"] != other.headers["etag"]


def test_table_opens_in_spreadsheets_in_any_script() -> None:
    response = table(("who", "n", "share", "sure"), [("قزاقستان", 3, 0.5, True), (None, -1, -2.5, False)], "The table")
    assert response.body.startswith(b"\xef\xbb\xbf")
    assert rows(response) == [["who", "n", "share", "sure"], ["قزاقستان", "3", "0.5", "yes"], ["", "-1", "-2.5", "no"]]
    assert response.headers["content-disposition"] == 'attachment; filename="the-table.csv"'


@pytest.mark.parametrize("cell", ["=1+1", "+1+1", "-1+cmd", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("x")', "-", "=5"])
def test_table_defuses_formulas(cell) -> None:
    assert rows(table(("a",), [(cell,)], "t"))[1] == [f"'{cell}"]


@pytest.mark.parametrize("cell", ["-5", "-2.5", "a=b", "1+1", "KAZ;RUS", 'said "no", then left', "two\nlines", "2022-05-01"])
def test_table_leaves_other_cells(cell) -> None:
    assert rows(table(("a",), [(cell,)], "t"))[1] == [cell]


def test_table_takes_half_a_surrogate_pair() -> None:
    assert rows(table(("a",), [("x\ud800",)], "t"))[1] == ["x?"]


def test_fault_has_the_four_parts() -> None:
    said = msgspec.json.decode(fault(OptionError("from", "a day", "'x\ud800'", "as in 2022-11-30")).body)
    assert said == {"error": {"where": "from", "expected": "a day", "found": "'x?'", "hint": "as in 2022-11-30"}}
