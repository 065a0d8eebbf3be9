"""Tables as text: a document, or a page still to be fetched, a row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from tarazu.errors import SourceError
from tarazu.records import Address, Document, Skipped
from tarazu.sources.json_lines import Entry, read_entry
from tarazu.sources.url_lists import Listed, read_listed

_DELIMITERS = ",;\t|"
_LONGEST_FIELD = 64 * 1024 * 1024
_KNOWN: Final[Mapping[str, tuple[str, ...]]] = {
    "text": ("text", "content", "body", "full_text", "fulltext", "article_text", "maintext"),
    "title": ("title", "headline"),
    "date": ("date", "published", "publish_date", "published_at", "publication_date", "date_published", "pubdate"),
    "url": ("url", "link", "article_url"),
    "outlet": ("outlet", "media_name", "source_name", "source", "publisher", "domain"),
    "author": ("author", "authors", "byline"),
    "id": ("id", "doc", "document_id", "stories_id"),
}
_SEEN = "mobileurl"  # the column that only GDELT's listings have: their `Date` says when the page was seen


class Columns(msgspec.Struct, frozen=True, kw_only=True):
    """Which column of a table holds what; None: the column is known by its name, if it is there.

    Attributes:
        text: The document's text.
        title, date, url, outlet, author, id: As in JSON Lines; the date ISO 8601.
    """

    text: str | None = None
    title: str | None = None
    date: str | None = None
    url: str | None = None
    outlet: str | None = None
    author: str | None = None
    id: str | None = None


def read_table(name: str, text: str, columns: Columns | None = None) -> Iterator[Document | Skipped | Address]:
    r"""Reads a table whose first row names its columns; commas, semicolons, tabs or bars stand between them.

    A column is known by its name, whatever its case, spaces and hyphens: text, content, body; title, headline; date, published, publish_date;
    url, link; outlet, media_name, source, publisher; author; id. A table without texts is a list of pages, as Media Cloud and GDELT give them.

    Args:
        name: The file; a document without an id is called by it and by its row, as a spreadsheet counts (the names are row 1).
        text: What the file holds.
        columns: The columns to take instead of those known by their names.

    Yields:
        A document or an address a row, and the rows that could not be read; the others go on.

    Raises:
        SourceError: There are no rows, or no column holds texts or addresses, or a column of `columns` is not there.

    Example:
        >>> [found] = read_table("a.csv", "Headline;Body\nA visit;The minister arrived.")
        >>> found.doc, found.title, found.text
        ('a.csv#2', 'A visit', 'The minister arrived.')
    """
    if csv.field_size_limit() < _LONGEST_FIELD:
        csv.field_size_limit(_LONGEST_FIELD)  # the standard 131,072 letters are fewer than a long report has
    text = text.removeprefix("\ufeff")
    delimiter = _delimiter(text)
    header: list[str] = []
    fields: dict[str, int] = {}
    rows = 0
    for number, row in _rows(text, delimiter):
        if isinstance(row, str):
            yield Skipped(doc=f"{name}#{number}", stage="read", reason=f"row {number}: {row}")
        elif not header:
            header, fields = row, _fields(name, row, columns or Columns())
        elif any(cell.strip() for cell in row):
            rows += 1
            yield from _read_row(name, number, row, header=header, fields=fields)
    if not rows:
        raise SourceError(name, "a table with rows", "there is nothing below the names of its columns", "leave it out")


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str] | str]]:
    """The rows with their numbers, from 1; instead of one that cannot be taken apart, why."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 0
    while True:
        number += 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield number, str(error)
        else:
            yield number, row


def _delimiter(text: str) -> str:
    """The delimiter that makes most known names of the first row, then the one that makes most cells."""
    known = {each for names in _KNOWN.values() for each in names}
    first = text[:20_000]

    def fit(delimiter: str) -> tuple[int, int]:
        row = next((row for _, row in _rows(first, delimiter) if not isinstance(row, str)), [])
        return sum(_plain(cell) in known for cell in row), len(row)

    return max(_DELIMITERS, key=fit)


def _plain(cell: str) -> str:
    return cell.strip().strip("\ufeff").lower().replace(" ", "_").replace("-", "_")


def _fields(name: str, header: Sequence[str], columns: Columns) -> dict[str, int]:
    """At which place of a row each field stands."""
    plain = [_plain(cell) for cell in header]
    shown = ", ".join(cell.strip() or "(no name)" for cell in header[:20])
    fields: dict[str, int] = {}
    for field, known in _KNOWN.items():
        asked: str | None = getattr(columns, field)
        if asked is not None and _plain(asked) not in plain:
            raise SourceError(name, f"a column {asked!r} for {field}", f"its columns are: {shown}", "name one of these columns")
        names = known if asked is None else (_plain(asked),)
        if field == "date" and asked is None and _SEEN in plain:
            continue
        place = next((plain.index(each) for each in names if each in plain), None)
        if place is not None:
            fields[field] = place
    if "text" not in fields and "url" not in fields:
        raise SourceError(
            name, "a column of texts or of addresses", f"its columns are: {shown}",
            "say which column holds the texts, or call it `text` (a list of pages: `url`) in the first row",
        )  # fmt: skip
    return fields


def _read_row(name: str, number: int, row: list[str], *, header: list[str], fields: Mapping[str, int]) -> Iterator[Document | Skipped | Address]:
    doc, place = f"{name}#{number}", f"row {number}"
    if len(row) != len(header):
        yield Skipped(doc=doc, stage="read", reason=f"{place}: it has {len(row)} cells where the first row has {len(header)} (is a quotation mark missing?)")
        return
    cells = {field: row[at] for field, at in fields.items()}
    if "text" in cells:
        yield from read_entry(doc, place, msgspec.convert(cells, type=Entry))
    else:
        yield from read_listed(doc, place, msgspec.convert(cells, type=Listed))
