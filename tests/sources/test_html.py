"""Tests of reading pages."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from tarazu.errors import SourceError
from tarazu.records import Skipped
from tarazu.sources.html import read_html

_BODY = "رئیس جمهور قزاقستان در تهران گفت‌وگو می‌کند و این دیدار دو روز طول می‌کشد. هیئت همراه او چند توافق‌نامه امضا می‌کند."


def _page(body, head=""):
    return f"<!DOCTYPE html><html lang='fa'><head>{head}</head><body>{body}</body></html>"


def _one(markup):
    return next(iter(read_html("a.html", markup)))


def test_read_html_keeps_invisible_letters():
    text = _one(_page(f"<article><h1>دیدار</h1><p>{_BODY}</p><p>\u202bمتن\u202c 12\u200f و هم\u00adکاری</p></article>")).text
    assert _BODY in text
    assert "\u202bمتن\u202c 12\u200f و هم\u00adکاری" in text


@pytest.mark.parametrize("entity", ["&zwnj;", "&#8204;", "&#x200C;", "&#x200c;"])
def test_read_html_keeps_joiners_written_as_entities(entity):
    assert "می‌کند" in _one(_page(f"<article><p>{_BODY.replace(chr(0x200C), entity)}</p></article>")).text


def test_read_html_reads_what_the_page_states():
    head = (
        "<title>دیدار می‌شود | خبرگزاری</title><meta property='og:title' content='دیدار می‌شود'><meta property='og:site_name' content='خبرگزاری نمونه'>"
        "<meta property='article:published_time' content='2024-05-01T10:00:00+03:30'><meta name='author' content='Anna Example'>"
        "<link rel='canonical' href='https://news.example/a'>"
    )
    document = _one(_page(f"<article><p>{_BODY}</p></article>", head))
    assert document.title == "دیدار می‌شود"
    assert document.outlet == "خبرگزاری نمونه"
    assert document.published == dt.date(2024, 5, 1)
    assert document.author == "Anna Example"
    assert document.url == "https://news.example/a"


def test_read_html_leaves_menus_and_scripts_out():
    text = _one(_page(f"<nav><a href='/'>صفحه نخست</a></nav><script>var a = 'x';</script><article><p>{_BODY}</p></article>")).text
    assert "صفحه نخست" not in text
    assert "var a" not in text


def test_read_html_reads_a_page_of_one_short_line():
    assert "Встреча" in _one("<p>Встреча в Астане</p>").text


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<div>" * 100_000 + "Text of it" + "</div>" * 100_000, id="nested deeply"),
        pytest.param("<b><i>" * 50_000 + "Text of it", id="never closed"),
        pytest.param("<p><b><p><i></b></p></i>" * 20_000 + "Text of it", id="closed crosswise"),
        pytest.param("<table><tr><td>" * 5_000 + "Text of it", id="tables in tables"),
        pytest.param("Text of it" + "<" * 300_000, id="angle brackets"),
        pytest.param("Text of it" + "<!" * 300_000, id="broken comments"),
        pytest.param("Text of it" + "&" * 300_000, id="ampersands"),
        pytest.param("<p>Text of it</p><!-- never closed", id="comment never closed"),
        pytest.param("<p>Text of it</p><a href='#a' id=a><a href=#a>" * 50, id="links in a circle"),
    ],
)
def test_read_html_survives_broken_pages(body):
    start = time.monotonic()
    assert "Text of it" in _one(_page(body)).text
    assert time.monotonic() - start < 20


def test_read_html_does_not_open_entities_that_hold_each_other():
    bomb = "<!DOCTYPE html [<!ENTITY a '&b;&b;'><!ENTITY b '&a;&a;'>]><html><body><p>Text of it &a;</p></body></html>"
    assert "Text of it" in _one(bomb).text


def test_read_html_reads_a_page_with_an_xml_declaration():
    assert "Встреча" in _one('<?xml version="1.0" encoding="windows-1251"?><html><body><p>Встреча в Астане</p></body></html>').text


@pytest.mark.parametrize("markup", ["<html></html>", "<html><body><script>x()</script></body></html>", "<p>\u200f </p>"])
def test_read_html_refuses_a_page_without_text(markup):
    with pytest.raises(SourceError, match="no text"):
        _one(markup)


def test_read_html_reports_an_unknown_date():
    head = "<meta property='article:published_time' content='1402-02-11'>"
    document, skipped = read_html("a.html", _page("<p>Text of it</p>", head))
    assert document.published is None
    assert isinstance(skipped, Skipped)
    assert "1402" in skipped.reason


def test_read_html_keeps_letters_of_dead_scripts():
    assert "\U00010000\u200c" in _one(_page("<p>Linear B: \U00010000\u200c and so on.</p>")).text


def test_read_html_reads_a_very_long_page_fast_and_without_its_menu():
    paragraphs = "".join(f"<p><b>دیدار</b> <i>ادامه</i> می‌یابد و {number} نفر آمده‌اند.</p>" for number in range(21_000))
    head = "<meta property='og:title' content='دیدار می‌شود'>"
    start = time.monotonic()
    document = _one(_page(f"<nav><ul><li><a href='/'>صفحه نخست</a></li></ul></nav><article>{paragraphs}</article>", head))
    assert time.monotonic() - start < 20
    assert document.text.count("می‌یابد") == 21_000
    assert "صفحه نخست" not in document.text
    assert document.title == "دیدار می‌شود"


def test_read_html_takes_tables_of_layout_apart():
    body = (
        f"<table><tr><td><table><tr><td><a href='/'>صفحه نخست</a></td></tr></table></td><td><p>{_BODY}</p><p>{_BODY} (2)</p></td></tr></table>"
        "<table><tr><th>year</th><th>trade</th></tr><tr><td>2023</td><td>28</td></tr></table>"
    )
    lines = _one(_page(body)).text.split("\n")
    assert _BODY in lines
    assert f"{_BODY} (2)" in lines
