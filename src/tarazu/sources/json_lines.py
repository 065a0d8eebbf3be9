"""Documents as JSON: one object, a list of them, or one a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from tarazu.errors import SourceError
from tarazu.records import Document, Skipped
from tarazu.sources.publication import read_date

_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_STATED: Final = ("title", "url", "outlet", "author", "date")


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One document as JSON; other keys are left alone.

    Attributes:
        text: The document's text.
        id: Its id, text or number.
        title, url, outlet, author: As the source states them, text or a list of texts.
        date: The day of publication, ISO 8601.
    """

    text: str
    id: object = None
    title: object = None
    url: object = None
    outlet: object = None
    author: object = None
    date: object = None


def read_json(name: str, text: str, *, lines: bool) -> Iterator[Document | Skipped]:
    """Reads documents from JSON.

    Args:
        name: The file; the id of a document that has none, with `#` and its line (in a list, its place, from 1) where there are several.
        text: What the file holds.
        lines: Whether it is meant to be JSON Lines. What is not one piece of JSON is read by lines anyway, if its first line can be.

    Yields:
        Documents, and what could not be read with its line; the other lines go on.

    Raises:
        SourceError: It is no JSON at all, or holds no documents.
    """
    if not lines:
        try:
            whole = msgspec.json.decode(text)
        except (msgspec.DecodeError, RecursionError) as error:
            if not _is_object(text.lstrip().split("\n", 1)[0]):
                raise SourceError(name, "JSON", f"it is not valid JSON ({_plain(error)})", "check it, or give one object a line") from error
        else:
            yield from _from_value(name, whole)
            return
    rows = [(number, row) for number, row in enumerate(text.split("\n"), 1) if row.strip()]
    for number, row in rows:
        place = f"line {number}"
        doc = f"{name}#{number}" if len(rows) > 1 else name
        try:
            entry = msgspec.json.decode(row, type=Entry)
        except (msgspec.DecodeError, RecursionError) as error:
            yield Skipped(doc=doc, stage="read", reason=f"{place}: {_plain(error)}")
        else:
            yield from _document(doc, place, entry)


def _is_object(row: str) -> bool:
    try:
        return isinstance(msgspec.json.decode(row), dict)
    except (msgspec.DecodeError, RecursionError):
        return False


def _from_value(name: str, whole: object) -> Iterator[Document | Skipped]:
    values = whole if isinstance(whole, list) else [whole]
    if not values:
        raise SourceError(name, "documents", "the list is empty", "leave it out")
    for number, value in enumerate(values, 1):
        several = len(values) > 1
        place = f"entry {number}" if several else "the object"
        doc = f"{name}#{number}" if several else name
        try:
            entry = msgspec.convert(value, type=Entry)
        except msgspec.ValidationError as error:
            yield Skipped(doc=doc, stage="read", reason=f"{place}: {_plain(error)}")
        else:
            yield from _document(doc, place, entry)


def _document(doc: str, place: str, entry: Entry) -> Iterator[Document | Skipped]:
    doc = _stated(entry.id) or doc
    if not entry.text.strip().strip(_INVISIBLE):
        yield Skipped(doc=doc, stage="read", reason=f"{place}: its text is empty")
        return
    published, unknown = read_date(doc, _stated(entry.date))
    yield Document(
        doc=doc,
        text=entry.text,
        title=_stated(entry.title),
        url=_stated(entry.url),
        outlet=_stated(entry.outlet),
        author=_stated(entry.author),
        published=published,
    )
    yield from unknown
    for key in _STATED:
        value: object = getattr(entry, key)
        if value and _stated(value) is None and not (isinstance(value, str) and not value.strip()):
            yield Skipped(doc=doc, stage="read_facts", reason=f"{place}: `{key}` is neither a text nor a list of texts")


def _stated(value: object) -> str | None:
    """A text, a number as text, a list of texts joined; None for all else."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list) and value and all(isinstance(each, str) for each in value):
        return ", ".join(each.strip() for each in value if each.strip()) or None
    return None


def _plain(error: Exception) -> str:
    """The decoder's words, without its paths."""
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    message = str(error).replace("Object missing required field `text`", "it has no `text`")
    if message.startswith("Expected `str`") and "$.text" in message:
        return "its `text` is not a text"
    if message.startswith("Expected `object`"):
        return "it is not an object with a `text`"
    return f"{message[:1].lower()}{message[1:]}"
