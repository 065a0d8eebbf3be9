"""Tests of reading lists of pages."""

from __future__ import annotations

import datetime as dt

import pytest

from tarazu.errors import SourceError
from tarazu.records import Address, Skipped
from tarazu.sources import read_bytes
from tarazu.sources.url_lists import is_address, is_url_list, read_feed_file, read_urls

_RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Өрнек News</title>
<item><title>A visit</title><link>https://news.example/a</link><pubDate>Wed, 01 May 2024 23:30:00 -0500</pubDate></item>
<item><title>No link</title></item>
<item><title>Later</title><link>https://news.example/b</link><pubDate>some day</pubDate></item></channel></rss>"""
_ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Example</title>
<entry><title>دیدار می‌شود</title><link href="https://news.example/c"/><published>2024-05-01T10:00:00+03:30</published></entry></feed>"""
_OPML = """<opml version="2.0"><body><outline text="Central Asia"><outline text="A" xmlUrl="https://news.example/rss"/>
<outline title="B" XMLURL="ftp://news.example/rss"/></outline></body></opml>"""


@pytest.mark.parametrize("text", ["", "news.example", "https://", "http:///a", "javascript:alert(1)", "https://a b", "http://[", "https://a\nhttps://b"])
def test_is_address_refuses(text: str) -> None:
    assert not is_address(text)


def test_is_url_list_asks_every_line() -> None:
    assert is_url_list("https://a.example/1\r\n\nHTTP://b.example\n")
    assert not is_url_list("https://a.example/1\nsays the minister")
    assert not is_url_list("\n \n")


def test_read_urls_gives_each_once_and_reports_the_others() -> None:
    first, bad, last = read_urls("l.urls", "# mine\nhttps://a.example/1\nwww.b.example\nhttps://a.example/1\nhttps://c.example/\n")
    assert (first, last) == (Address(url="https://a.example/1"), Address(url="https://c.example/"))
    assert isinstance(bad, Skipped)
    assert bad.doc == "l.urls#3"


def test_read_feed_file_reads_rss_on_the_day_that_stands_there() -> None:
    first, none, later, unknown = read_feed_file("f.rss", _RSS.encode())
    assert first == Address(url="https://news.example/a", title="A visit", outlet="Өрнек News", published=dt.date(2024, 5, 1))
    assert isinstance(none, Skipped)
    assert later.published is None
    assert unknown.stage == "read_date"


def test_read_feed_file_reads_atom() -> None:
    (address,) = read_feed_file("f.xml", _ATOM.encode())
    assert address == Address(url="https://news.example/c", title="دیدار می‌شود", outlet="Example", published=dt.date(2024, 5, 1))


def test_read_feed_file_reads_outlines_of_feeds() -> None:
    good, bad = read_feed_file("f.opml", _OPML.encode())
    assert good == Address(url="https://news.example/rss", title="A")
    assert isinstance(bad, Skipped)


@pytest.mark.parametrize("raw", [b"<rss></rss>", b"<opml", b"<feed>\x00\xff", b"", b"<?xml version='1.0' encoding='u\xdc-8'?><rss><channel/></rss>"])
def test_read_feed_file_refuses_what_names_no_page(raw: bytes) -> None:
    with pytest.raises(SourceError):
        list(read_feed_file("f.xml", raw))


def test_read_feed_file_does_not_open_entities() -> None:
    bomb = '<!DOCTYPE opml [<!ENTITY a SYSTEM "file:///etc/hostname">]><opml><body><outline text="&a;" xmlUrl="https://n.example/"/></body></opml>'
    (address,) = read_feed_file("f.opml", bomb.encode())
    assert not address.title


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.txt", b"https://news.example/a\n"),
        ("-", b"https://news.example/a"),
        ("a.json", b'{"articles": [{"url": "https://news.example/a", "seendate": "20240501T101500Z", "language": "Persian"}]}'),
        ("a.jsonl", b'{"url": "https://news.example/a", "id": 3, "indexed_date": "2024-05-01"}'),
        ("a.json", b'[{"url": "https://news.example/a"}]'),
        ("-", b'<?xml version="1.0"?><opml><body><outline xmlUrl="https://news.example/a"/></body></opml>'),
    ],
)
def test_read_bytes_knows_lists_of_pages(name: str, raw: bytes) -> None:
    assert list(read_bytes(name, raw)) == [Address(url="https://news.example/a")]


def test_read_bytes_takes_outlet_and_date_of_a_listing() -> None:
    raw = b'{"stories": [{"url": "https://n.example/a", "title": "A", "media_name": "N", "publish_date": "2024-05-01"}, {"url": "x", "domain": "n"}]}'
    address, bad = read_bytes("a.json", raw)
    assert address == Address(url="https://n.example/a", title="A", outlet="N", published=dt.date(2024, 5, 1))
    assert "entry 2" in bad.reason
