"""Pages laid out in tables: the tables that hold text in columns, and not figures, are turned into plain divisions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

_LONG_CELL: Final = 400
_MANY_BREAKS: Final = 2
_OWN: Final = frozenset({"tbody", "thead", "tfoot", "tr", "td", "th", "caption", "colgroup"})


def without_layout_tables(markup: str) -> str:
    """Turns the tables that lay out a page into divisions, so that an article in a cell is not taken for a row of figures.

    A table is for layout when it holds another table, or no two cells beside each other, or a cell that has two paragraphs or breaks or more
    than 400 letters. Measured (`evals/boilerplate.py --layouts`, tabled): without this step the text stands in one line with the menu and all other columns.

    Args:
        markup: The page.

    Returns:
        The page, written anew where it had such tables; else as it was.
    """
    if "<table" not in markup and "<TABLE" not in markup:
        return markup
    from lxml import etree, html  # slow to load

    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True)
    try:
        tree = html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except etree.LxmlError:
        return markup
    tables = [table for table in tree.iter("table") if _is_layout(table)]
    parts = [part for table in tables for part in _parts(table)]  # first found, then renamed: a renamed table hides whose its cells are
    for part in parts:
        part.tag = "div"  # type: ignore[attr-defined] # lxml comes without types
    return str(html.tostring(tree, encoding="unicode", doctype="<!DOCTYPE html>")) if parts else markup


def _is_layout(table: object) -> bool:
    if next(table.iterdescendants("table"), None) is not None:  # type: ignore[attr-defined] # lxml comes without types
        return True
    widest = max((len(row) for row in table.iter("tr")), default=0)  # type: ignore[attr-defined] # lxml comes without types
    return widest < 2 or any(map(_is_column, table.iter("td")))  # type: ignore[attr-defined] # lxml comes without types


def _is_column(cell: object) -> bool:
    breaks = len(list(cell.iter("p", "br")))  # type: ignore[attr-defined] # lxml comes without types
    return breaks >= _MANY_BREAKS or len("".join(cell.itertext())) > _LONG_CELL  # type: ignore[attr-defined] # lxml comes without types


def _parts(table: object) -> Iterator[object]:
    """A table with its own rows and cells, without those of the tables in it."""
    yield table
    for child in table:  # type: ignore[attr-defined] # lxml comes without types
        if child.tag in _OWN:
            yield from _parts(child)
