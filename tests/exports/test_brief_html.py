"""Briefs as HTML: one file, two directions, and nothing out of a document that runs."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # tests are no package: this is how they find `brief_sample`

from brief_sample import PERSIAN, sample
from lxml import html

from tarazu.exports.brief_html import to_html, write_html


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ru", "ltr"), ("fa", "rtl"), ("ar", "rtl")])
def test_html_runs_the_way_its_language_does(language: str, direction: str) -> None:
    root = html.document_fromstring(to_html(sample(language)))
    assert (root.get("lang"), root.get("dir")) == (language, direction)


def test_html_lets_nothing_of_a_document_be_markup() -> None:
    page = to_html(sample())
    root = html.document_fromstring(page)
    assert root.xpath("//script | //iframe | //img | //@onclick | //@onload") == []
    assert "<script" not in page
    assert "javascript:" not in "".join(root.xpath("//@href"))
    assert "<script>alert(1)</script>" in root.text_content()  # shown as it stands


def test_html_needs_nothing_from_elsewhere() -> None:
    root = html.document_fromstring(to_html(sample()))
    assert root.xpath("//link | //@src | //style[contains(., 'url(')] | //style[contains(., '@import')]") == []
    assert "default-src 'none'" in "".join(root.xpath("//meta/@content"))


def test_html_links_notes_both_ways() -> None:
    root = html.document_fromstring(to_html(sample()))
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    forth, back = root.xpath("//sup/a/@href"), root.xpath("//ol[@class='notes']//a[starts-with(@href, '#r')]/@href")
    assert len(forth) == len(back) == 7
    assert {each.removeprefix("#") for each in (*forth, *back)} <= set(ids)


def test_html_isolates_what_is_foreign() -> None:
    root = html.document_fromstring(to_html(sample()))
    [quotation] = root.xpath("//blockquote[@lang='fa']")
    assert quotation.get("dir") == "rtl"
    assert quotation.text_content() == PERSIAN
    assert any("alert(1)" in each.text_content() for each in root.xpath("//bdi"))


def test_html_leaves_a_slot_for_the_translation() -> None:
    note = html.document_fromstring(to_html(sample())).get_element_by_id("n2").text_content()
    assert "Translation: [to be filled in]" in note


def test_html_is_written_as_utf_8(tmp_path: Path) -> None:
    write_html(sample("fa"), tmp_path / "a.html")
    assert PERSIAN in (tmp_path / "a.html").read_text(encoding="utf-8")
