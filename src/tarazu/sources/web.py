"""Pages and feeds on the web, read into documents."""

from __future__ import annotations

from collections.abc import Iterator

from tarazu.errors import SourceError
from tarazu.records import Address, Document, Skipped
from tarazu.sources.feeds import is_json_feed, read_feed
from tarazu.sources.fetch import Fetcher
from tarazu.sources.url_lists import is_feed, read_feed_file
from tarazu.sources.web_pages import failed, read_page
from tarazu.sources.web_types import Fetched, FetchError, Timing, WebSettings

__all__ = ["FetchError", "Fetched", "Fetcher", "Timing", "WebSettings", "read_address", "read_feed"]


def read_address(address: Address, fetcher: Fetcher) -> Iterator[Document | Skipped]:
    """Reads what is found at an address: a page, a feed with its entries, or an outline (OPML) with its feeds.

    Args:
        address: It, with the facts that a list states of it.
        fetcher: Gets it, and what it names.

    Yields:
        The documents, whose id is the address that they came from at last, without what counts readers. What could not be had gives one
        `Skipped` of stage `fetch`, and the rest goes on.
    """
    try:
        fetched = fetcher.fetch(address.url)
    except SourceError as error:
        yield failed(address.url, error)
        return
    if _is_outline(fetched):
        yield from _read_outline(fetched, fetcher)
    elif is_feed(fetched.content) or is_json_feed(fetched.content):
        yield from read_feed(address, fetched, fetcher)
    else:
        yield from read_page(address, fetched)


def _is_outline(fetched: Fetched) -> bool:
    return is_feed(fetched.content) and b"<opml" in fetched.content[:2048].lower()


def _read_outline(fetched: Fetched, fetcher: Fetcher) -> Iterator[Document | Skipped]:
    """Reads the feeds that an outline names; an outline among them is not followed, for two may name each other."""
    try:
        named = list(read_feed_file(fetched.url, fetched.content))
    except SourceError as error:
        yield failed(fetched.url, error)
        return
    for each in named:
        if isinstance(each, Skipped):
            yield each
            continue
        try:
            found = fetcher.fetch(each.url)
        except SourceError as error:
            yield failed(each.url, error)
            continue
        if (is_feed(found.content) or is_json_feed(found.content)) and not _is_outline(found):
            yield from read_feed(each, found, fetcher)
        else:
            yield Skipped(doc=each.url, stage="fetch", reason="it is no feed, though the outline says so; leave it out")
