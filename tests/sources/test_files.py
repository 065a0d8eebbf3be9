"""Tests of reading files: what goes in comes out, as documents or as reasons."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tarazu.records import Address, Document, Skipped
from tarazu.sources import read_bytes, read_files
from tarazu.sources.csv_table import Columns
from tarazu.sources.files import LARGEST, read_as


def test_read_files_goes_on_after_each_failure(tmp_path):
    (tmp_path / "a.txt").write_text("Visit to Astana.", encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00")
    (tmp_path / "folder").mkdir()
    (tmp_path / "no.pdf").write_bytes(b"not a pdf")
    (tmp_path / "z.html").write_text("<p>Встреча в Астане</p>", encoding="windows-1251")
    names = ["a.txt", "empty.txt", "picture.txt", "folder", "absent.txt", "no.pdf", "z.html"]
    found = list(read_files([tmp_path / name for name in names]))
    assert [each.doc for each in found] == [str(tmp_path / name) for name in names]
    assert [type(each) for each in found] == [Document, Skipped, Skipped, Skipped, Skipped, Skipped, Document]
    assert all(each.stage == "read" and each.reason and each.start is None for each in found if isinstance(each, Skipped))
    assert found[-1].text == "Встреча в Астане"


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda path: path.mkdir(), "directory"),
        (lambda _: None, "no such file"),
        (lambda path: path.symlink_to(path), "cannot be read"),
    ],
    ids=["a directory", "no file", "a link to itself"],
)
def test_read_files_says_why(tmp_path, make, reason):
    path = tmp_path / "x"
    make(path)
    (skipped,) = read_files([path])
    assert reason in skipped.reason


def test_read_files_reports_missing_permission(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Visit.", encoding="utf-8")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    (skipped,) = read_files([path])
    assert "permission" in skipped.reason


def test_read_files_takes_a_name_that_is_no_utf8(tmp_path):
    path = tmp_path / os.fsdecode(b"a\xff.txt")
    try:
        path.write_text("Visit.", encoding="utf-8")
    except OSError:
        pytest.skip("this file system refuses such names")
    (document,) = read_files([path])
    assert document.doc.endswith("a\ufffd.txt")


def test_read_bytes_refuses_what_is_too_large():
    (skipped,) = read_bytes("a.txt", b"a" * (LARGEST + 1))
    assert "larger" in skipped.reason


def test_read_bytes_reads_fifty_megabytes():
    raw = b"The minister arrived in Astana. " * (50 * 2**20 // 32)
    (document,) = read_bytes("-", raw)
    assert len(document.text) == len(raw)


@pytest.mark.parametrize(
    ("raw", "texts"),
    [
        (b"A visit.", ["A visit."]),
        (b'{"text": "A visit."}', ["A visit."]),
        (b'{"text": "A visit."}\n{"text": "A talk."}', ["A visit.", "A talk."]),
        (b'[{"text": "A visit."}]', ["A visit."]),
        (b"<!doctype html><html><body><p>A visit.</p></body></html>", ["A visit."]),
        ('\ufeff{"text": "A visit."}'.encode("utf-16-le"), ["A visit."]),
        (b"[2024] A visit.", ["[2024] A visit."]),
        (b"a < b and <html> in a text", ["a < b and <html> in a text"]),
    ],
)
def test_read_bytes_tells_the_format_by_the_content(raw, texts):
    assert [each.text for each in read_bytes("-", raw)] == texts


def test_read_bytes_reports_broken_bytes_beside_the_document():
    document, skipped = read_bytes("a.txt", "дом ".encode() + b"\xff" + " и сад".encode())
    assert document.text == "дом \ufffd и сад"
    assert skipped.stage == "decode"
    assert document.text[skipped.start : skipped.end] == "\ufffd"
    assert "byte 7" in skipped.reason


def test_read_bytes_reports_broken_bytes_in_the_document_that_has_them():
    raw = '{"text": "дом"}\n{"text": "сад '.encode() + b"\xff" + b'"}'
    first, second, skipped = read_bytes("a.jsonl", raw)
    assert first.text == "дом"
    assert (skipped.doc, skipped.start, skipped.end) == (second.doc, 4, 5)


def test_read_bytes_reports_broken_bytes_outside_of_texts():
    _, skipped = read_bytes("a.html", b"<p title='" + b"\xff" + "'>Встреча в Астане</p>".encode())
    assert skipped.stage == "decode"
    assert skipped.start is None


def test_read_bytes_reports_no_more_than_it_must():
    found = list(read_bytes("a.txt", "да здесь слова ".encode() * 1000 + (b"\xff" + "да здесь слова ".encode()) * 50))
    assert len(found) == 22
    assert "30 more" in found[-1].reason


@pytest.mark.parametrize("length", [1, 7, 64, 1000])
def test_read_bytes_always_answers(length):
    for start in range(0, 256, 5):
        raw = bytes((start + at * 37) % 256 for at in range(length))
        assert list(read_bytes("-", raw))


def test_read_files_passes_the_columns_on(tmp_path):
    (tmp_path / "a.csv").write_text("what;when\nA visit.;2024-05-01\n", encoding="utf-8")
    (document,) = read_files([tmp_path], columns=Columns(text="what", date="when"))
    assert document == Document(doc=f"{tmp_path / 'a.csv'}#2", text="A visit.", published=document.published)
    assert document.published.isoformat() == "2024-05-01"


def test_read_files_gives_the_pages_of_a_list(tmp_path):
    (tmp_path / "a.urls").write_text("https://news.example/a\n", encoding="utf-8")
    assert list(read_files([tmp_path / "a.urls"])) == [Address(url="https://news.example/a")]


def test_read_as_goes_by_the_format_that_was_said():
    (document,) = read_as("https://news.example/a.php", "<p>Встреча в Астане</p>".encode(), "html")
    assert (document.doc, document.text) == ("https://news.example/a.php", "Встреча в Астане")


@pytest.mark.parametrize(
    ("name", "raw", "reason"),
    [
        ("a.xml", b"<catalogue><book/></catalogue>", "another kind"),
        ("a.doc", b"\xd0\xcf\x11\xe0" + b"\x00" * 99, "old Office file"),
        ("a.docx", b"\xd0\xcf\x11\xe0" + b"\x00" * 99, "password"),
        ("a.csv", b"a,b\n1,2", "its columns are: a, b"),
        ("a.opml", b"", "another kind"),
    ],
)
def test_read_bytes_says_why_not(name, raw, reason):
    (skipped,) = read_bytes(name, raw)
    assert (skipped.doc, skipped.stage) == (name, "read")
    assert reason in skipped.reason


def test_read_bytes_reports_broken_bytes_in_tables():
    raw = "title,text\nдом,сад ".encode() + b"\xff" + ", и ещё\n".encode() + "а,в саду стоит дом\n".encode()
    assert {each.stage for each in read_bytes("a.csv", raw) if isinstance(each, Skipped)} == {"read", "decode"}


def test_sources_import_nothing_slow():
    slow = "'trafilatura', 'pdfminer', 'charset_normalizer', 'lxml', 'docx', 'fastwarc', 'resiliparse', 'feedparser', 'watchfiles', 'zipfile'"
    code = f"import sys, tarazu.sources; print([m for m in ({slow}) if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
