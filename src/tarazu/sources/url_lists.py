"""Lists of pages that are still to be fetched: plain ones, news databases' listings, OPML, and feeds saved as files."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import msgspec

from tarazu.errors import SourceError
from tarazu.records import Address, Skipped
from tarazu.sources.publication import plain_day, read_date

_LONGEST = 8_192
_FIRST_TAG = re.compile(rb"<([A-Za-z][A-Za-z0-9:]*)")
_OUTLINE = "opml"
_FEEDS = frozenset({"rss", "feed", "rdf:rdf", _OUTLINE})


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a listing; other keys are left alone.

    GDELT's `seendate` and Media Cloud's `indexed_date` are left alone too: they say when a database saw the page, not when it came out.

    Attributes:
        url: The page.
        title: Its headline.
        publish_date, date, published: The day of publication, ISO 8601; the first one that is there counts.
        media_name, outlet, source, domain: Who published it; the first one that is there counts.
    """

    url: str = ""
    title: str = ""
    publish_date: str = ""
    date: str = ""
    published: str = ""
    media_name: str = ""
    outlet: str = ""
    source: str = ""
    domain: str = ""


def is_address(text: str) -> bool:
    """Whether a text is the address of a page: http or https, with a host, without white space.

    Example:
        >>> is_address("https://news.example/a"), is_address("see https://news.example/a"), is_address("ftp://news.example")
        (True, False, False)
    """
    if len(text) > _LONGEST or not text[:8].lower().startswith(("http://", "https://")) or len(text.split()) != 1:
        return False
    try:
        return bool(urlsplit(text).hostname)
    except ValueError:
        return False


def is_url_list(text: str) -> bool:
    """Whether every line of a text that is not blank is the address of a page."""
    lines = (line.strip() for line in text.split("\n"))
    found = False
    for line in lines:
        if line and not is_address(line):
            return False
        found = found or bool(line)
    return found


def read_urls(name: str, text: str) -> Iterator[Address | Skipped]:
    """Reads a list of one address a line.

    Args:
        name: The file.
        text: What it holds; blank lines, and lines that begin with `#`, are left alone.

    Yields:
        Each address once, in order, and the lines that are none.
    """
    met: set[str] = set()
    for number, line in enumerate(text.split("\n"), 1):
        url = line.strip().strip("\ufeff")
        if not url or url.startswith("#"):
            continue
        if not is_address(url):
            yield Skipped(doc=f"{name}#{number}", stage="read", reason=f"line {number}: {url[:80]!r} is no address of a page (http or https)")
        elif url not in met:
            met.add(url)
            yield Address(url=url)


def read_listed(doc: str, place: str, listed: Listed) -> Iterator[Address | Skipped]:
    """Makes an address of one line of a listing.

    Args:
        doc: What to call the line in a `Skipped`.
        place: Where it stands, as a reason names it: `entry 3`.
        listed: What stands there.

    Yields:
        The address, followed by its date where that cannot be read; or why there is none.
    """
    url = listed.url.strip()
    if not is_address(url):
        yield Skipped(doc=doc, stage="read", reason=f"{place}: it has no `text`, and its `url` is no address of a page (http or https)")
        return
    published, unknown = read_date(doc, listed.publish_date or listed.date or listed.published)
    outlet = (listed.media_name or listed.outlet or listed.source or listed.domain).strip()
    yield Address(url=url, title=listed.title.strip() or None, outlet=outlet or None, published=published)
    yield from unknown


def is_feed(raw: bytes) -> bool:
    """Whether bytes begin like an OPML outline or a feed (RSS, Atom)."""
    return _first_tag(raw) in _FEEDS


def _first_tag(raw: bytes) -> str:
    start = raw[:4096].replace(b"\x00", b"")  # without what UTF-16 puts between
    found = _FIRST_TAG.search(start) if start.lstrip(b" \t\r\n\xef\xbb\xbf\xff\xfe").startswith(b"<") else None
    return found[1].decode("ascii").lower() if found else ""


def read_feed_file(name: str, raw: bytes) -> Iterator[Address | Skipped]:
    """Reads a feed, or an outline of feeds, that was saved as a file.

    Args:
        name: The file.
        raw: Its bytes.

    Yields:
        For OPML the addresses of its feeds, for RSS and Atom those of the entries' pages; and the entries that have none.

    Raises:
        SourceError: It is neither, or names no page.
    """
    found = list(_outline(name, raw) if _first_tag(raw) == _OUTLINE else _entries(name, raw))
    if not found:
        raise SourceError(name, "a feed with entries, or an outline with feeds", "it names no page", "leave it out")
    yield from found


def _outline(name: str, raw: bytes) -> Iterator[Address | Skipped]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, remove_comments=True)
    try:
        root = etree.fromstring(raw, parser)
    except etree.LxmlError as error:
        raise SourceError(name, "an OPML outline", f"it is not valid XML ({str(error)[:80]})", "export it anew") from error
    for number, outline in enumerate(() if root is None else root.iter("outline"), 1):
        stated = {str(key).lower(): str(value).strip() for key, value in outline.attrib.items()}
        url = stated.get("xmlurl", "")
        if is_address(url):
            yield Address(url=url, title=stated.get("title") or stated.get("text") or None)
        elif url:
            yield Skipped(doc=f"{name}#{number}", stage="read", reason=f"outline {number}: {url[:80]!r} is no address of a feed (http or https)")


def _entries(name: str, raw: bytes) -> Iterator[Address | Skipped]:
    import feedparser

    try:
        feed = feedparser.parse(io.BytesIO(raw), sanitize_html=False, resolve_relative_uris=False)  # as a stream: a text would be taken for an address
    except (ValueError, LookupError, RecursionError) as error:  # it does not expect an encoding that cannot be read, or none of that name
        raise SourceError(name, "a feed", f"it cannot be read as one ({str(error)[:80]})", "save it anew, in UTF-8") from error
    outlet = str(feed.feed.get("title", "")).strip() or None
    for number, entry in enumerate(feed.entries, 1):
        url, doc = str(entry.get("link", "")).strip(), f"{name}#{number}"
        if not is_address(url):
            yield Skipped(doc=doc, stage="read", reason=f"entry {number}: it has no link to a page (http or https)")
            continue
        published, unknown = read_date(doc, plain_day(str(entry.get("published", ""))))
        yield Address(url=url, title=str(entry.get("title", "")).strip() or None, outlet=outlet, published=published)
        yield from unknown
