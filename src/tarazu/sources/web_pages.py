"""A fetched page read into documents, its gaps filled from the list or feed that named it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from tarazu.errors import SourceError
from tarazu.records import Address, Document, Skipped
from tarazu.sources.addresses import canonical
from tarazu.sources.files import read_bytes
from tarazu.sources.url_lists import is_feed
from tarazu.sources.web_types import Fetched

_ENDINGS: Final = {
    "text/html": ".html", "application/xhtml+xml": ".html", "application/pdf": ".pdf", "application/json": ".json", "text/json": ".json", "text/csv": ".csv",
    "application/x-ndjson": ".jsonl", "application/jsonl": ".jsonl",
}  # fmt: skip
_PAGE = re.compile(rb"<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>])", re.IGNORECASE)
_UNSURE: Final = frozenset({"latin-1", "latin1", "iso-8859-1", "us-ascii", "ascii", "windows-1252", "cp1252"})
"""Encodings that servers name because nobody told them another one."""


def failed(address: str, error: SourceError) -> Skipped:
    """Says why a page was not fetched.

    Args:
        address: Its address, as it was asked for.
        error: What went wrong.
    """
    return Skipped(doc=canonical(address), stage="fetch", reason=f"{error.found}; {error.hint}")


def read_page(address: Address, fetched: Fetched) -> Iterator[Document | Skipped]:
    """Reads a page that was fetched.

    Args:
        address: What named it; the facts stated there fill the gaps of what the page states.
        fetched: The page.

    Yields:
        Its documents: one, save for JSON that holds several. The id is its canonical address, with `#` and a number where there are several.
    """
    name, raw = canonical(fetched.url), fetched.content
    ending = _ending(fetched)
    if ending is None:
        yield Skipped(doc=name, stage="fetch", reason=f"it is {_kind(fetched)}, not a page with a text; leave it out")
        return
    asked = f"page{ending}"
    for each in read_bytes(asked, _in_utf8(fetched) if ending != ".pdf" else raw):
        if isinstance(each, Address):
            reason = f"the list at {name} names it; save that list as a file, and read the file"
            yield Skipped(doc=canonical(each.url), stage="fetch", reason=reason)
            continue
        doc = _renamed(each.doc, asked, name)
        yield fill(msgspec.structs.replace(each, doc=doc), address, name) if isinstance(each, Document) else msgspec.structs.replace(each, doc=doc)


def _renamed(doc: str, asked: str, name: str) -> str:
    """The address in place of the name under which the bytes were read; a document that has an id of its own keeps it, behind the address."""
    if doc == asked or doc.startswith(f"{asked}#"):
        return name + doc[len(asked) :]
    return f"{name}#{doc}"


def fill(document: Document, address: Address, name: str) -> Document:
    """Fills the gaps of what a document states.

    Args:
        document: It.
        address: What a list or feed states of it.
        name: Its canonical address.
    """
    return msgspec.structs.replace(
        document,
        title=document.title or address.title,
        url=document.url or name,
        outlet=document.outlet or address.outlet,
        published=document.published or address.published,
    )


def _ending(fetched: Fetched) -> str | None:
    """The ending of a file's name that fits what was fetched; None where there is no reader for it."""
    raw, kind = fetched.content, fetched.media_type
    if raw.startswith(b"%PDF-"):
        return ".pdf"
    if kind in _ENDINGS:
        return _ENDINGS[kind]
    if is_feed(raw):
        return None
    if kind.endswith("+json"):
        return ".json"
    if _PAGE.search(raw[:2048]):
        return ".html"
    return ".txt" if kind.startswith("text/") and kind != "text/xml" else None


def _kind(fetched: Fetched) -> str:
    if is_feed(fetched.content):
        return "a feed"
    return fetched.media_type or "of a kind that its host does not name"


def _in_utf8(fetched: Fetched) -> bytes:
    """The page in UTF-8 where its header names another encoding that fits: the bytes themselves are read without their header."""
    raw, charset = fetched.content, (fetched.charset or "").lower()
    if not charset or charset in _UNSURE:
        return raw
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return raw
    try:
        return raw.decode(charset).encode("utf-8")
    except (LookupError, UnicodeError):
        return raw
