"""Tests of reading tables."""

from __future__ import annotations

import datetime as dt

import pytest

from tarazu.errors import SourceError
from tarazu.records import Address, Document, Skipped
from tarazu.sources.csv_table import Columns, read_table


def _read(text, columns=None):
    return list(read_table("t.csv", text, columns))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_read_table_finds_the_delimiter_and_the_known_names(delimiter: str) -> None:
    rows = [["ID", "Headline", "Publish-Date", "Body", "Source", "Authors"], ["7", "A visit", "2024-05-01", "The minister arrived.", "Daily", "Anna"]]
    found = _read("\ufeff" + "\n".join(delimiter.join(row) for row in rows))
    assert found == [Document(doc="7", text="The minister arrived.", title="A visit", outlet="Daily", author="Anna", published=dt.date(2024, 5, 1))]


def test_read_table_keeps_line_breaks_quotes_and_joiners_in_a_cell() -> None:
    (document,) = _read('text,title\n"می‌رود،\nو گفت ""نه""",x\n')
    assert document.text == 'می‌رود،\nو گفت "نه"'
    assert document.doc == "t.csv#2"


def test_read_table_reports_rows_that_do_not_fit_and_goes_on() -> None:
    short, long, empty, good = _read("title,text\nonly\na,b,c\nx,  \n\ny,A visit.\n")
    assert [type(each) for each in (short, long, empty, good)] == [Skipped, Skipped, Skipped, Document]
    assert [each.doc for each in (short, long, empty, good)] == ["t.csv#2", "t.csv#3", "t.csv#4", "t.csv#6"]
    assert "row 2" in short.reason
    assert "3 cells" in long.reason


def test_read_table_of_a_story_list_gives_addresses() -> None:
    head = "id,indexed_date,language,media_name,media_url,publish_date,title,url"
    row = "1,2024-05-03 10:00:00,fa,News Example,https://news.example,2024-05-01,A visit,https://news.example/a"
    assert _read(f"{head}\n{row}") == [Address(url="https://news.example/a", title="A visit", outlet="News Example", published=dt.date(2024, 5, 1))]


def test_read_table_does_not_take_the_day_a_page_was_seen_for_that_of_publication() -> None:
    (address,) = _read("URL,MobileURL,Date,Title\nhttps://news.example/a,,2024-05-01 10:15:00,A visit")
    assert address == Address(url="https://news.example/a", title="A visit")


def test_read_table_takes_the_columns_that_are_named() -> None:
    text = "what,text\nThe minister arrived.,not this"
    assert _read(text, Columns(text="What"))[0].text == "The minister arrived."
    with pytest.raises(SourceError, match="its columns are: what, text"):
        _read(text, Columns(title="headline"))


@pytest.mark.parametrize(
    ("text", "found"),
    [("a,b\n1,2", "its columns are: a, b"), ("text,title\n", "nothing below"), ("text", "nothing below")],
    ids=["no text", "no rows", "names alone"],
)
def test_read_table_refuses(text: str, found: str) -> None:
    with pytest.raises(SourceError, match=found):
        _read(text)


def test_read_table_reports_bad_addresses_and_unknown_dates() -> None:
    bad, good, unknown = _read("url,date\nnews.example,2024-05-01\nhttps://news.example/a,yesterday")
    assert isinstance(bad, Skipped)
    assert good == Address(url="https://news.example/a")
    assert unknown.stage == "read_date"


def test_read_table_reads_cells_longer_than_the_csv_module_wants() -> None:
    (document,) = _read(f"text,title\n{'A visit. ' * 30_000},x")
    assert len(document.text) > 200_000
