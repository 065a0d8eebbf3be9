"""Tests of reading zip archives."""

from __future__ import annotations

import io
import os
import zipfile

import pytest

from tarazu.records import Document, Skipped
from tarazu.sources import files, read_bytes, read_files, zip_archive


def _zip(members, packing=zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as archive:
        for name, raw in members:
            archive.writestr(name, raw)
    return out.getvalue()


def _read(members) -> list[object]:
    return list(read_bytes("a.zip", _zip(members)))


def test_read_zip_reads_members_by_their_formats_in_order() -> None:
    found = _read([("b/visit.txt", "Встреча в Астане."), ("a.csv", "text,title\nA visit.,x"), ("c.html", "<p>می‌رود</p>"), ("bad.pdf", "no")])
    assert [each.doc for each in found] == ["a.zip!/b/visit.txt", "a.zip!/a.csv#2", "a.zip!/c.html", "a.zip!/bad.pdf"]
    assert [type(each) for each in found] == [Document, Document, Document, Skipped]
    assert found[2].text == "می‌رود"


def test_read_zip_leaves_junk_out() -> None:
    junk = ["__MACOSX/._a.txt", ".DS_Store", "x/.hidden", "x/Thumbs.db", "__MACOSX/x/a.txt", ".git/config"]
    assert [each.doc for each in _read([*((name, "A visit.") for name in junk), ("a.txt", "A visit.")])] == ["a.zip!/a.txt"]


def test_read_zip_writes_nothing_wherever_its_names_lead(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = _read([("../../outside.txt", "A visit."), ("/etc/inside.txt", "A talk.")])
    assert [each.text for each in found] == ["A visit.", "A talk."]
    assert not list(tmp_path.rglob("*"))


def test_read_zip_goes_one_archive_deep() -> None:
    inner = _zip([("in.txt", "A visit."), ("deep.zip", _zip([("no.txt", "A talk.")]))])
    visit, deep = _read([("inner.zip", inner)])
    assert visit.doc == "a.zip!/inner.zip!/in.txt"
    assert isinstance(deep, Skipped)
    assert "archive in an archive" in deep.reason


@pytest.mark.parametrize(
    ("placeholder", "name", "encoding"),
    [("aaaa.txt", "тб.txt", "utf-8"), ("visit01.txt", "визит01.txt", "cp866"), ("visit01.txt", "visité1.txt", "cp437")],
    ids=["UTF-8 unsaid", "Russian Windows", "the old standard"],
)
def test_read_zip_reads_names_of_other_systems(placeholder: str, name: str, encoding: str) -> None:
    raw = _zip([(placeholder, "A visit.")]).replace(placeholder.encode(), name.encode(encoding))
    (found,) = read_bytes("a.zip", raw)
    assert found.doc == f"a.zip!/{name}"


def test_read_zip_reports_encrypted_members() -> None:
    raw = bytearray(_zip([("a.txt", "A visit."), ("b.txt", "A talk.")]))
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(magic) + at] |= 1
    locked, read = read_bytes("a.zip", bytes(raw))
    assert "encrypted" in locked.reason
    assert read.text == "A talk."


def test_read_zip_refuses_what_is_made_to_burst() -> None:
    burst, read = _read([("bomb.txt", b"\x20" * (11 * 2**20)), ("a.txt", "A visit.")])
    assert "200 times" in burst.reason
    assert read.text == "A visit."


def test_read_zip_stops_at_its_limits(monkeypatch) -> None:
    members = [(f"{number}.txt", f"visit {number}") for number in range(5)]
    monkeypatch.setattr(zip_archive, "MOST_MEMBERS", 3)
    *read, rest = _read(members)
    assert len(read) == 3
    assert "the last 2 members" in rest.reason
    monkeypatch.setattr(zip_archive, "MOST_MEMBERS", 10)
    monkeypatch.setattr(zip_archive, "LARGEST_UNPACKED", 10)
    first, large, *_ = _read(members)
    assert isinstance(first, Document)
    assert "larger" in large.reason


def test_read_zip_reports_a_broken_member_and_goes_on() -> None:
    raw = _zip([("a.txt", "A visit to Astana."), ("b.txt", "A talk.")], zipfile.ZIP_STORED).replace(b"visit to", b"VISIT TO", 1)
    broken, read = read_bytes("a.zip", raw)
    assert "cannot be unpacked" in broken.reason
    assert read.text == "A talk."


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"PK\x03\x04broken", "cannot be read"),
        (_zip([]), "none in it"),
        (_zip([("xl/workbook.xml", "<x/>")]), "Excel"),
        (_zip([("mimetype", "x"), ("META-INF/container.xml", "<x/>")]), "EPUB"),
    ],
    ids=["broken", "empty", "a workbook", "a book"],
)
def test_read_zip_says_why_not(raw: bytes, reason: str) -> None:
    (skipped,) = read_bytes("-", raw)
    assert skipped.doc == "-"
    assert reason in skipped.reason


def test_read_files_reads_an_archive_larger_than_a_file_may_be(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 2_000)
    path = tmp_path / "a.zip"
    path.write_bytes(_zip([(f"{number}.txt", os.urandom(300).hex()) for number in range(9)]))
    assert path.stat().st_size > 2_000
    assert all(isinstance(each, Document) for each in read_files([path]))
