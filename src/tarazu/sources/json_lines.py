"""Documents as JSON: one object, a list of them, or one a line; an object that has an address and no text is a page still to be fetched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from tarazu.errors import SourceError
from tarazu.records import Address, Document, Skipped
from tarazu.sources.publication import read_date
from tarazu.sources.url_lists import Listed, read_listed

_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_STATED: Final = ("title", "url", "outlet", "author", "date")
_LISTS: Final = ("articles", "stories", "results")


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


def read_json(name: str, text: str, *, lines: bool) -> Iterator[Document | Skipped | Address]:
    """Reads documents from JSON, and addresses from the lists that GDELT's DOC API and Media Cloud give.

    Such a list is a JSON list, JSON Lines, or an object with a list `articles`, `stories` or `results`; its objects have a `url` and no `text`.

    Args:
        name: The file; the id of a document that has none, with `#` and its line (in a list, its place, from 1) where there are several.
        text: What the file holds.
        lines: Whether it is meant to be JSON Lines. What is not one piece of JSON is read by lines anyway, if its first line can be.

    Yields:
        Documents, addresses, and what could not be read with its line; the other lines go on.

    Source: https://blog.gdeltproject.org/gdelt-doc-2-0-api-debuts/ (`articles`), https://github.com/mediacloud/api-client (`stories`).

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
            value: object = msgspec.json.decode(row)
        except (msgspec.DecodeError, RecursionError) as error:
            yield Skipped(doc=doc, stage="read", reason=f"{place}: {_plain(error)}")
        else:
            yield from _read_value(doc, place, value)


def _is_object(row: str) -> bool:
    try:
        return isinstance(msgspec.json.decode(row), dict)
    except (msgspec.DecodeError, RecursionError):
        return False


def _from_value(name: str, whole: object) -> Iterator[Document | Skipped | Address]:
    listed = next((whole[key] for key in _LISTS if isinstance(whole.get(key), list)), None) if isinstance(whole, dict) and "text" not in whole else None
    values = whole if isinstance(whole, list) else [whole] if listed is None else listed
    if not values:
        raise SourceError(name, "documents", "the list is empty", "leave it out")
    for number, value in enumerate(values, 1):
        several = len(values) > 1
        place = f"entry {number}" if several else "the object"
        doc = f"{name}#{number}" if several else name
        yield from _read_value(doc, place, value)


def _read_value(doc: str, place: str, value: object) -> Iterator[Document | Skipped | Address]:
    if isinstance(value, dict) and "text" not in value and "url" in value:
        listed = msgspec.convert({key: each for key, each in value.items() if isinstance(each, str)}, type=Listed)
        yield from read_listed(doc, place, listed)
        return
    try:
        entry = msgspec.convert(value, type=Entry)
    except msgspec.ValidationError as error:
        yield Skipped(doc=doc, stage="read", reason=f"{place}: {_plain(error)}")
    else:
        yield from read_entry(doc, place, entry)


def read_entry(doc: str, place: str, entry: Entry) -> Iterator[Document | Skipped]:
    """Makes a document of one entry.

    Args:
        doc: The id of a document that has none of its own.
        place: Where the entry stands, as a reason names it: `line 3`.
        entry: What stands there.

    Yields:
        The document, followed by what could not be read of its facts; or why there is none.
    """
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
