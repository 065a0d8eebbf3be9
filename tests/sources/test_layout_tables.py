"""Tests of taking tables for layout apart."""

from __future__ import annotations

import pytest

from tarazu.sources.layout_tables import without_layout_tables

_FIGURES = "<table><tr><th>year</th><th>trade</th></tr><tr><td>2023</td><td>28 bn</td></tr></table>"


@pytest.mark.parametrize("markup", ["<p>A visit.</p>", f"<html><body>{_FIGURES}</body></html>", ""])
def test_without_layout_tables_leaves_other_pages_as_they_are(markup: str) -> None:
    assert without_layout_tables(markup) == markup


@pytest.mark.parametrize(
    "table",
    [
        f"<table><tr><td>menu</td><td>{_FIGURES}</td></tr></table>",
        "<table><tr><td>menu</td><td><p>می‌رود<p>Вторая</td></tr></table>",
        "<TABLE><tr><td>menu</td><td>a<br>b<br>c</td></tr></TABLE>",
        f"<table><tr><td>menu</td><td>{'word ' * 100}</td></tr></table>",
        "<table><tr><td>one</td></tr><tr><td>two</td></tr></table>",
    ],
    ids=["a table in it", "paragraphs", "breaks", "much text", "one column"],
)
def test_without_layout_tables_makes_divisions_of_those_for_layout(table: str) -> None:
    made = without_layout_tables(f"<html><body>{table}</body></html>")
    assert made.count("<table>") == (1 if _FIGURES in table else 0)
    assert "<div><div>" in made
    assert "می‌رود" in made or "می‌رود" not in table


def test_without_layout_tables_survives_deep_pages() -> None:
    assert without_layout_tables("<table><tr><td>" * 150 + "Text of it").count("<table") == 0
