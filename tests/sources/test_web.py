"""Tests of reading addresses: pages, and outlines of feeds."""

from __future__ import annotations

import datetime as dt

import pytest

from tarazu.records import Address, Document, Skipped
from tarazu.sources.web import read_address

_BODY = "رئيس جمهور قزاقستان در تهران گفت‌وگو مي‌کند و اين ديدار دو روز طول مي‌کشد. هيئت همراه او چند توافق‌نامه امضا مي‌کند."


def _page(body: str = _BODY, head: str = "") -> str:
    return f"<html><head>{head}</head><body><article><p>{body}</p></article></body></html>"


def _read(url: str, fetcher, **facts) -> tuple[list[Document], list[Skipped]]:
    found = list(read_address(Address(url=url, **facts), fetcher))
    return [each for each in found if isinstance(each, Document)], [each for each in found if isinstance(each, Skipped)]


def test_read_address_keeps_joiners_of_a_page_in_a_legacy_encoding(site, fetcher) -> None:
    site.page("/a?utm_medium=x", _page().encode("cp1256"), "text/html; charset=windows-1256")
    documents, skipped = _read(f"{site.url}/a?utm_medium=x", fetcher)
    assert skipped == []
    assert documents[0].text == _BODY
    assert documents[0].doc == documents[0].url == f"{site.url}/a"


def test_read_address_believes_the_letters_more_than_the_default_of_a_server(site, fetcher) -> None:
    text = "Министры иностранных дел встретились в Астане и подписали соглашение о торговле между двумя странами."
    site.page("/a", _page(text).encode("cp1251"), "text/html; charset=ISO-8859-1")
    site.page("/b", _page(text), "text/html; charset=windows-1251")
    site.page("/c", _page(text).encode("koi8-r"), "text/html; charset=no-such-thing")
    for path in "abc":
        assert _read(f"{site.url}/{path}", fetcher)[0][0].text == text


def test_read_address_fills_gaps_from_the_list(site, fetcher) -> None:
    head = "<meta property='og:title' content='دیدار در تهران'><meta property='article:published_time' content='2024-05-01'>"
    site.page("/a", _page(head=head))
    site.page("/b", _page())
    facts = {"title": "Headline", "outlet": "Outlet", "published": dt.date(2024, 4, 30)}
    stated = _read(f"{site.url}/a", fetcher, **facts)[0][0]
    assert (stated.title, stated.published) == ("دیدار در تهران", dt.date(2024, 5, 1))
    filled = _read(f"{site.url}/b", fetcher, **facts)[0][0]
    assert (filled.title, filled.outlet, filled.published) == ("Headline", "Outlet", dt.date(2024, 4, 30))


def test_read_address_names_the_document_by_where_it_was_sent(site, fetcher) -> None:
    site.page("/short", "", status=302, Location="/long?id=7&fbclid=x#top")
    site.page("/long?id=7&fbclid=x", _page())
    assert _read(f"{site.url}/short", fetcher)[0][0].doc == f"{site.url}/long?id=7"


def test_read_address_reads_text_and_json(site, fetcher) -> None:
    site.page("/a", "Встреча в Астане.", "text/plain")
    site.page("/b", '[{"text": "Встреча."}, {"text": "Ещё встреча.", "id": "x1"}]', "application/json")
    assert _read(f"{site.url}/a", fetcher)[0][0].text == "Встреча в Астане."
    assert [each.doc for each in _read(f"{site.url}/b", fetcher)[0]] == [f"{site.url}/b#1", f"{site.url}/b#x1"]


@pytest.mark.parametrize(
    ("path", "status", "kind", "body", "reason"),
    [
        ("/a", 404, "text/html", "", "none any more"),
        ("/a", 200, "image/png", "x", "it is image/png"),
        ("/a", 200, "text/html", "<html><body></body></html>", "there is no text in it"),
        ("/a", 200, "text/html", "", "it is empty"),
        ("/a", 200, "application/xml", "<?xml version='1.0'?><urlset><url/></urlset>", "it is application/xml"),
        ("/a", 200, "application/octet-stream", b"\x00\x01", "it is application/octet-stream"),
        ("/a", 200, "application/pdf", "%PDF-no", "PDF|pdf"),
    ],
)
def test_read_address_says_what_it_left_out(site, fetcher, path, status, kind, body, reason) -> None:
    site.page(path, body, kind, status)
    documents, skipped = _read(f"{site.url}{path}?utm_source=x#y", fetcher)
    assert documents == []
    assert [each.doc for each in skipped] == [f"{site.url}{path}"] or site.paths() == [f"{path}?utm_source=x"]
    assert len(skipped) == 1


def test_read_address_says_that_credentials_are_refused(fetcher) -> None:
    (skipped,) = _read("http://anna:secret@127.0.0.1/a", fetcher)[1]
    assert "name and password" in skipped.reason
    assert "secret" not in skipped.doc + skipped.reason


_FEED = "<rss version='2.0'><channel><title>{title}</title><item><title>t</title><guid>{at}</guid><link>{url}{at}</link></item></channel></rss>"


def test_read_address_reads_the_feeds_of_an_outline(site, fetcher) -> None:
    outlines = "".join(f"<outline type='rss' text='{name}' xmlUrl='{site.url}/{name}.xml'/>" for name in ("one", "two", "gone", "page", "ring"))
    site.page("/all.opml", f"<?xml version='1.0'?><opml version='2.0'><body>{outlines}</body></opml>", "text/x-opml")
    for name in ("one", "two"):
        site.page(f"/{name}.xml", _FEED.format(title=name, url=site.url, at=f"/{name}"), "application/rss+xml")
        site.page(f"/{name}", _page())
    site.page("/page.xml", _page())
    site.on("/ring.xml", *site.answers["/all.opml"])
    documents, skipped = _read(f"{site.url}/all.opml", fetcher)
    assert [(each.doc, each.outlet) for each in documents] == [(f"{site.url}/one", "one"), (f"{site.url}/two", "two")]
    assert [each.doc.removeprefix(site.url) for each in skipped] == ["/gone.xml", "/page.xml", "/ring.xml"]


def test_read_address_says_that_an_outline_is_empty(site, fetcher) -> None:
    site.page("/all.opml", "<opml version='2.0'><body/></opml>", "text/xml")
    documents, skipped = _read(f"{site.url}/all.opml", fetcher)
    assert documents == []
    assert "names no page" in skipped[0].reason
