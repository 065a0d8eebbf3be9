"""Tests of reading feeds."""

from __future__ import annotations

import datetime as dt

import pytest

from tarazu.records import Address, Document, Skipped
from tarazu.sources.fetch import Fetcher
from tarazu.sources.web import read_address
from tarazu.sources.web_types import WebSettings

_TEXT = "Президент встретился с министром в Ташкенте, стороны подписали соглашение о поставках газа и обсудили транзит."
_PAGE = f"<html><body><article><p>{_TEXT}</p></article></body></html>"

_RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Вестник</title><link>{url}/</link>
<item><title>Первая</title><link>/one?utm_source=rss</link><guid isPermaLink="false">1</guid><pubDate>Wed, 01 May 2024 00:30:00 +0500</pubDate></item>
<item><title>Вторая</title><link>{url}/two</link><guid isPermaLink="false">2</guid><pubDate>no day</pubDate></item>
<item><title>Третья</title><link>{url}/gone</link><guid isPermaLink="false">3</guid></item>
</channel></rss>"""

_ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Вестник</title><id>x</id>
<entry><id>a1</id><title>Первая</title><link href="/one"/><published>2024-05-01T01:00:00+06:00</published></entry>
<entry><id>a2</id><title>Вторая</title><link href="/two"/><updated>2024-05-02T01:00:00Z</updated></entry>
<entry><id>a3</id><title>Третья</title><link href="/gone"/></entry></feed>"""

_JSON = """{{"version": "https://jsonfeed.org/version/1.1", "title": "Вестник", "items": [
{{"id": 1, "url": "{url}/one", "title": "Первая", "date_published": "2024-05-01T00:10:00+05:00"}},
{{"id": "2", "url": "/two", "title": "Вторая", "date_published": "2024-05-02"}}, {{"id": "3", "url": "{url}/gone"}}]}}"""


def _read(url: str, fetcher, **facts) -> tuple[list[Document], list[Skipped]]:
    found = list(read_address(Address(url=url, **facts), fetcher))
    return [each for each in found if isinstance(each, Document)], [each for each in found if isinstance(each, Skipped)]


def _pages(site) -> None:
    site.page("/one", _PAGE)
    site.page("/one?utm_source=rss", _PAGE)
    site.page("/two", _PAGE.replace("газа", "нефти"))


@pytest.mark.parametrize(
    ("feed", "kind"),
    [(_RSS, "application/rss+xml"), (_RSS, "text/html"), (_ATOM, "application/atom+xml"), (_JSON, "application/feed+json"), (_JSON, "application/json")],
)
def test_read_feed_reads_the_pages_of_its_entries(site, fetcher, feed, kind) -> None:
    _pages(site)
    site.page("/feed", feed.format(url=site.url), kind)
    documents, skipped = _read(f"{site.url}/feed", fetcher)
    assert [(each.doc.removeprefix(site.url), each.title, each.outlet) for each in documents] == [("/one", "Первая", "Вестник"), ("/two", "Вторая", "Вестник")]
    assert documents[0].published == dt.date(2024, 5, 1)
    assert _TEXT in documents[0].text
    gone = [each for each in skipped if each.stage == "fetch"]
    assert [(each.doc, "404" in each.reason) for each in gone] == [(f"{site.url}/gone", True)]


def test_read_feed_prefers_the_outlet_of_the_list_to_the_title_of_the_feed(site, fetcher) -> None:
    _pages(site)
    site.page("/feed", _RSS.format(url=site.url), "text/xml")
    assert {each.outlet for each in _read(f"{site.url}/feed", fetcher, outlet="Газета")[0]} == {"Газета"}


def test_read_feed_says_that_a_day_cannot_be_read(site, fetcher) -> None:
    _pages(site)
    site.page("/feed", _RSS.format(url=site.url), "text/xml")
    assert [each.stage for each in _read(f"{site.url}/feed", fetcher)[1]] == ["read_date", "fetch"]


def test_read_feed_leaves_alone_the_entries_that_are_known(site, clock) -> None:
    _pages(site)
    site.page("/feed", _RSS.format(url=site.url), "text/xml")
    known = {f"{site.url}/one"}.__contains__
    with Fetcher(WebSettings(private=True, delay=0), clock.timing, known) as fetcher:
        documents, _ = _read(f"{site.url}/feed", fetcher)
    assert [each.doc for each in documents] == [f"{site.url}/two"]
    assert "/one?utm_source=rss" not in site.paths()


def test_read_feed_reads_everything_again_where_nothing_is_known(site, fetcher) -> None:
    _pages(site)
    site.page("/feed", _RSS.format(url=site.url), "text/xml")
    assert [len(_read(f"{site.url}/feed", fetcher)[0]) for _ in range(2)] == [2, 2]


def test_read_feed_says_how_many_entries_are_left(site, clock) -> None:
    _pages(site)
    site.page("/feed", _RSS.format(url=site.url), "text/xml")
    with Fetcher(WebSettings(private=True, delay=0, pages=1), clock.timing) as fetcher:
        documents, skipped = _read(f"{site.url}/feed", fetcher)
    assert len(documents) == 1
    assert [each.reason.split(":")[0] for each in skipped] == ["2 entries are left"]


def _full(url: str, text: str, *, link: bool = True) -> str:
    item = f"<item><title>Вся</title><guid isPermaLink='false'>x</guid>{f'<link>{url}/x</link>' if link else ''}<content:encoded><![CDATA[<p>{text}</p>]]></content:encoded></item>"
    return _RSS.format(url=url).partition("<item>")[0] + item + "</channel></rss>"


@pytest.mark.parametrize("link", [True, False])
def test_read_feed_takes_its_own_text_where_the_page_cannot_be_had(site, fetcher, link) -> None:
    text = " ".join(["Стороны обсудили поставки газа и строительство дороги."] * 12)
    site.page("/x", "", status=403)
    site.page("/feed", _full(site.url, text, link=link), "text/xml")
    documents, skipped = _read(f"{site.url}/feed", fetcher)
    assert [(each.doc, each.text, each.title) for each in documents] == [(f"{site.url}/x" if link else f"{site.url}/feed#x", text, "Вся")]
    assert [each.stage for each in skipped] == ["fetch_page"]


def test_read_feed_does_not_take_a_summary_for_the_text(site, fetcher) -> None:
    site.page("/feed", _full(site.url, "Стороны обсудили поставки газа."), "text/xml")
    documents, skipped = _read(f"{site.url}/feed", fetcher)
    assert documents == []
    assert [each.doc for each in skipped] == [f"{site.url}/x"]


def test_read_feed_says_when_entries_lead_to_one_page(site, fetcher) -> None:
    for path in ("/one?utm_source=rss", "/two", "/gone"):
        site.page(path, "", status=302, Location="/")
    site.page("/", _PAGE)
    site.page("/feed", _RSS.format(url=site.url), "text/xml")
    documents, skipped = _read(f"{site.url}/feed", fetcher)
    assert len(documents) == 1
    assert [each.doc.removeprefix(site.url) for each in skipped if each.stage == "fetch"] == ["/two", "/gone"]


def test_read_feed_survives_a_feed_that_is_not_quite_xml(site, fetcher) -> None:
    _pages(site)
    site.page("/feed", _RSS.format(url=site.url).replace("Первая", "Первая & вторая &nbsp;"), "text/xml")
    assert len(_read(f"{site.url}/feed", fetcher)[0]) == 2


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<rss version='2.0'><channel><title>x</title></channel></rss>", "text/xml"),
        ("<rss", "text/xml"),
        ('{"version": "https://jsonfeed.org/version/1", "items": 3}', "application/json"),
        ('{"version": "https://jsonfeed.org/version/1"', "application/json"),
        ("<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><rss version='2.0'><channel><title>&b;</title></channel></rss>", "text/xml"),
    ],
)
def test_read_feed_says_what_is_wrong_with_a_feed(site, fetcher, body, kind) -> None:
    site.page("/feed", body, kind)
    documents, skipped = _read(f"{site.url}/feed", fetcher)
    assert documents == []
    assert len(skipped) == 1
