"""Tests of reading JSON and JSON Lines."""

from __future__ import annotations

import datetime as dt

import pytest

from tarazu.errors import SourceError
from tarazu.records import Document, Skipped
from tarazu.sources.json_lines import read_json


def _read(text, *, lines=True):
    return list(read_json("f.jsonl", text, lines=lines))


def test_read_json_takes_all_keys_and_leaves_others():
    row = '{"text": "T", "id": "x", "title": "A", "date": "2024-05-01", "url": "http://a", "outlet": "O", "author": ["B", "C"], "tags": [1]}'
    assert _read(row) == [Document(doc="x", text="T", title="A", url="http://a", outlet="O", author="B, C", published=dt.date(2024, 5, 1))]


def test_read_json_names_documents_without_id_by_line():
    assert [each.doc for each in _read('{"text": "a"}\n\n{"text": "b", "id": 7}\r\n{"text": "c"}\n')] == ["f.jsonl#1", "7", "f.jsonl#4"]


def test_read_json_names_a_single_document_by_its_file():
    assert [each.doc for each in _read('{"text": "a"}\n')] == ["f.jsonl"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ('{"text": ', "truncated"),
        ('{"title": "a"}', "no `text`"),
        ('{"text": 3}', "not a text"),
        ("[1]", "not an object"),
        ('{"text": "  "}', "empty"),
        ('{"text": "\\ud83d"}', "line 2"),
        ("[" * 100_000, "line 2"),
    ],
)
def test_read_json_goes_on_after_a_bad_line(row, reason):
    first, bad, last = _read(f'{{"text": "a"}}\n{row}\n{{"text": "b"}}')
    assert isinstance(bad, Skipped)
    assert bad.doc == "f.jsonl#2"
    assert bad.reason.startswith("line 2: ")
    assert reason in bad.reason
    assert (first.text, last.text) == ("a", "b")


def test_read_json_reads_an_object_over_several_lines():
    assert _read('{\n "text": "a"\n}', lines=False) == [Document(doc="f.jsonl", text="a")]


def test_read_json_reads_a_list():
    assert [each.doc for each in _read('[{"text": "a"}, {"id": "q", "text": "b"}, 3]', lines=False)] == ["f.jsonl#1", "q", "f.jsonl#3"]


def test_read_json_reads_lines_that_are_called_json():
    assert [each.text for each in _read('{"text": "a"}\n{"text": "b"}', lines=False)] == ["a", "b"]


@pytest.mark.parametrize("text", ["{", "[{]", "hello", "[" * 100_000, "[]"])
def test_read_json_refuses_what_is_no_json(text):
    with pytest.raises(SourceError):
        _read(text, lines=False)


def test_read_json_reports_an_unknown_date_and_keeps_the_document():
    document, skipped = _read('{"text": "a", "date": "11 Azar"}')
    assert document.published is None
    assert "unknown date" in skipped.reason


def test_read_json_reports_facts_that_it_cannot_read():
    document, skipped = _read('{"text": "a", "author": {"name": "B"}}')
    assert document.author is None
    assert "`author`" in skipped.reason


def test_read_json_keeps_line_separators_within_a_text():
    assert _read('{"text": "a\u2028b"}')[0].text == "a\u2028b"
