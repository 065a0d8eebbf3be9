"""Briefs as Markdown."""

import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # tests are no package: this is how they find `brief_sample`

from brief_sample import PERSIAN, sample

from tarazu.exports.brief_markdown import to_markdown


def test_markdown_defines_each_note_that_it_uses() -> None:
    text = to_markdown(sample())
    assert set(re.findall(r"\[\^(\d+)\](?!:)", text)) == set(re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE)) == {"1", "2", "3"}


def test_markdown_escapes_what_documents_say() -> None:
    text = to_markdown(sample())
    assert "<script" not in text.replace("\\<script", "")
    assert "[x](" not in text.replace("\\[x\\](", "")
    assert "**b**" not in text
    assert "javascript:" not in re.findall(r"(?<!\\)<([^>]*)>", text)


def test_markdown_isolates_stay_closed_whatever_a_document_holds() -> None:
    text = to_markdown(sample())
    assert text.count("\u2068") == text.count("\u2069")
    assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067") & set(text)


def test_markdown_tables_have_rows_of_one_breadth() -> None:
    rows = [line for line in to_markdown(sample()).splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", each)) for each in rows} <= {4, 6}


@pytest.mark.parametrize("language", ["en", "fa", "ar", "ru"])
def test_markdown_quotes_the_original(language: str) -> None:
    assert PERSIAN.strip(".") in to_markdown(sample(language)).replace("\\", "")
