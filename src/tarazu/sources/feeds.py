"""Feeds read entry by entry: each entry's page is fetched, save those that are known already."""

from __future__ import annotations

import html
import io
from collections.abc import Iterator
from typing import Final
from urllib.parse import urljoin

import msgspec

from tarazu.errors import SourceError
from tarazu.records import Address, Document, Skipped
from tarazu.sources.addresses import canonical
from tarazu.sources.fetch import Fetcher
from tarazu.sources.html import read_html
from tarazu.sources.publication import plain_day, read_date
from tarazu.sources.url_lists import is_address
from tarazu.sources.web_pages import failed, fill, read_page
from tarazu.sources.web_types import Fetched

FULL_TEXT: Final = 500
"""From how many letters on what a feed says of an entry is taken for its text, where its page cannot be had."""

_JSON_FEED: Final = b"jsonfeed.org/version/"


class _Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry as its feed states it; `content` is HTML, empty where the feed has a summary only."""

    id: str
    url: str = ""
    title: str = ""
    date: str = ""
    content: str = ""


class _Feed(msgspec.Struct, frozen=True, kw_only=True):
    title: str = ""
    entries: tuple[_Entry, ...] = ()


class _JsonItem(msgspec.Struct, frozen=True, kw_only=True):
    id: str | int | float = ""
    url: str = ""
    title: str = ""
    date_published: str = ""
    content_html: str = ""
    content_text: str = ""


class _JsonFeed(msgspec.Struct, frozen=True, kw_only=True):
    title: str = ""
    items: tuple[_JsonItem, ...] = ()


def is_json_feed(raw: bytes) -> bool:
    """Whether bytes begin like a JSON Feed."""
    return raw.lstrip(b" \t\r\n\xef\xbb\xbf").startswith(b"{") and _JSON_FEED in raw[:2048]


def read_feed(address: Address, fetched: Fetched, fetcher: Fetcher) -> Iterator[Document | Skipped]:
    """Reads the entries of a feed, the newest first as feeds have them.

    What an entry states (title, day) and the title of the feed fill the gaps of what its page states. Where the page cannot be had, the
    text of the feed itself is taken if it is there in full. An entry whose page `fetcher.known` knows is not read again: whoever keeps the
    documents says so, for a memory of our own would call read what was lost on the way.

    Args:
        address: What named the feed.
        fetched: The feed: RSS, Atom or JSON Feed.
        fetcher: Gets the pages; its settings say how many.

    Yields:
        The documents; per entry that could not be read a `Skipped`; one for those that were read before and one for those that are too many.
    """
    name = canonical(fetched.url)
    try:
        feed = _parse(fetched)
        new = [entry for entry in feed.entries if not fetcher.known(_name(entry, name))]
        most = fetcher.settings.pages
        reading = _Reading(fetcher, name, address.outlet or feed.title.strip() or None)
        for entry in new[:most]:
            yield from reading.entry(entry)
        if len(new) > most:
            yield Skipped(doc=name, stage="fetch", reason=f"{len(new) - most} entries are left: at most {most} are read at once; raise the limit")
    except SourceError as error:
        yield failed(fetched.url, error)


class _Reading:
    """One go through a feed: what fills the gaps of its pages, and which pages were met.

    Args:
        fetcher: Gets the pages.
        feed: The canonical address of the feed.
        outlet: Whose feed it is.
    """

    def __init__(self, fetcher: Fetcher, feed: str, outlet: str | None) -> None:
        self._fetcher = fetcher
        self._name = feed
        self._outlet = outlet
        self._met: set[str] = set()

    def entry(self, entry: _Entry) -> Iterator[Document | Skipped]:
        """Reads an entry."""
        name = _name(entry, self._name)
        published, unknown = read_date(name, plain_day(entry.date))
        named = Address(url=entry.url or name, title=entry.title.strip() or None, outlet=self._outlet, published=published)
        found = self._page(entry, named, name)
        if not any(isinstance(each, Document) for each in found):
            found = _own_text(entry, named, name, found)
        for each in found:
            if isinstance(each, Document) and each.doc in self._met:
                reason = f"it leads to {each.doc}, as another entry does"
                yield Skipped(doc=name, stage="fetch", reason=reason)
            else:
                yield each
        yield from unknown
        self._met.update(each.doc for each in found if isinstance(each, Document))

    def _page(self, entry: _Entry, named: Address, name: str) -> list[Document | Skipped]:
        """What was read from its page."""
        if not entry.url:
            return [Skipped(doc=name, stage="fetch", reason="the feed names no page for it; leave it out")]
        try:
            return list(read_page(named, self._fetcher.fetch(entry.url)))
        except SourceError as error:
            return [failed(entry.url, error)]


def _name(entry: _Entry, feed: str) -> str:
    """What the document of an entry is called, as far as its feed tells: a page may still lead on to another."""
    page = entry.url or (entry.id if is_address(entry.id) else "")
    return canonical(page) if page else f"{feed}#{entry.id}"


def _own_text(entry: _Entry, named: Address, name: str, found: list[Document | Skipped]) -> list[Document | Skipped]:
    """The text of the feed in place of that of the page, if it is a full one; that it is not the page's is said behind it."""
    try:
        read = list(read_html(name, f"<html><body><article>{entry.content}</article></body></html>")) if entry.content else []
    except SourceError:
        return found
    own = [fill(each, named, name) for each in read if isinstance(each, Document) and len(each.text) > FULL_TEXT]
    if not own:
        return found
    why = next((each.reason for each in found if isinstance(each, Skipped)), "its page has no text")
    return [*own, Skipped(doc=name, stage="fetch_page", reason=f"the text is the one in the feed: {why}")]


def _parse(fetched: Fetched) -> _Feed:
    feed = _parse_json(fetched) if is_json_feed(fetched.content) else _parse_xml(fetched)
    if not feed.entries:
        raise SourceError(fetched.url, "a feed with entries", "there are no entries in it", "leave it out, or try again later")
    return feed


def _parse_xml(fetched: Fetched) -> _Feed:
    import feedparser

    kind = f"{fetched.media_type}; charset={fetched.charset}" if fetched.charset else fetched.media_type
    headers = {"content-location": fetched.url, "content-type": kind}
    # as a stream, for a text would be taken for an address; unsafe tags need not go, for only the text is read
    parsed = feedparser.parse(io.BytesIO(fetched.content), response_headers=headers, sanitize_html=False)
    entries = []
    for each in parsed.entries:
        link, full = str(each.get("link", "")).strip(), [str(part.get("value", "")) for part in each.get("content", ())]
        url = urljoin(fetched.url, link) if link else ""
        title, date = str(each.get("title", "")), str(each.get("published", "") or each.get("updated", ""))
        entries.append(_entry(str(each.get("id", "")), url, title, date, max(full, key=len, default="")))
    return _Feed(title=str(parsed.feed.get("title", "")), entries=tuple(entries))


def _parse_json(fetched: Fetched) -> _Feed:
    try:
        parsed = msgspec.json.decode(fetched.content.removeprefix(b"\xef\xbb\xbf"), type=_JsonFeed)
    except (msgspec.DecodeError, RecursionError) as error:
        raise SourceError(fetched.url, "a JSON Feed", f"it is not valid ({str(error)[:80]})", "tell its owner") from error
    entries = []
    for each in parsed.items:
        url = urljoin(fetched.url, each.url.strip()) if each.url.strip() else ""
        content = each.content_html or "".join(f"<p>{html.escape(line)}</p>" for line in each.content_text.split("\n"))
        entries.append(_entry(str(each.id), url, each.title, each.date_published, content))
    return _Feed(title=parsed.title, entries=tuple(entries))


def _entry(identity: str, url: str, title: str, date: str, content: str) -> _Entry:
    """An entry; one without an id is known by its page, else by what it says."""
    return _Entry(id=identity or url or title or content[:200] or "?", url=url, title=title, date=date, content=content)
