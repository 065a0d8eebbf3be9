"""Tests of reading web archives."""

from __future__ import annotations

import gzip

import pytest
from fastwarc.stream_io import ZstdWriter

from tarazu.records import Document, Skipped
from tarazu.sources import files, read_bytes, read_files

_BODY = "رئیس جمهور قزاقستان در تهران گفت‌وگو می‌کند و این دیدار دو روز طول می‌کشد. هیئت همراه او چند توافق‌نامه امضا می‌کند."


def _record(kind: str, url: str, block: bytes, media_type: str) -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-05-01T00:00:00Z\r\n"
    head += f"WARC-Record-ID: <urn:uuid:12345678-1234-1234-1234-1234567890ab>\r\nContent-Type: {media_type}\r\nContent-Length: {len(block)}\r\n\r\n"
    return head.encode() + block + b"\r\n\r\n"


def _response(url: str, body: bytes, media_type: str = "text/html; charset=utf-8", *, status: str = "200 OK", more: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\n{more}Content-Length: {len(body)}\r\n\r\n"
    return _record("response", url, head.encode() + body, "application/http; msgtype=response")


def _page(words: str = _BODY) -> bytes:
    return f"<html><head><title>دیدار</title></head><body><nav>منو</nav><article><p>{words}</p></article></body></html>".encode()


_GOOD = [
    _record("warcinfo", "x", b"software: x\r\n", "application/warc-fields"),
    _response("https://news.example/1", _page()),
    _response("https://news.example/2", gzip.compress(_page()), more="Content-Encoding: gzip\r\n"),
    _response("https://news.example/3.txt", "Встреча в Астане.".encode(), "text/plain"),
    _record("conversion", "https://news.example/4", "Встреча прошла.".encode(), "text/plain"),
    _response("https://news.example/gone", b"gone", status="404 Not Found"),
    _response("https://news.example/robots.txt", b"User-agent: *", "text/plain"),
    _response("https://news.example/a.png", b"\x89PNG", "image/png"),
    _response("https://news.example/b.png", b"\x89PNG", "image/png"),
]


def _check(found: list[object]) -> None:
    documents = [each for each in found if isinstance(each, Document)]
    assert [each.doc for each in documents] == [f"https://news.example/{name}" for name in ("1", "2", "3.txt", "4")]
    assert all(each.url == each.doc and each.published is None for each in documents)
    assert _BODY in documents[0].text
    assert _BODY in documents[1].text
    assert documents[0].title == "دیدار"
    assert [each.reason for each in found if isinstance(each, Skipped)] == [
        "not read: 1 records (files /robots.txt)",
        "not read: 2 records (image/png)",
        "not read: 1 records (status 404)",
    ]


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.warc", b"".join(_GOOD)),
        ("a.warc.gz", b"".join(map(gzip.compress, _GOOD))),
        ("-", b"".join(_GOOD)),
        ("-", b"".join(map(gzip.compress, _GOOD))),
        ("a.warc.gz", gzip.compress(b"".join(_GOOD))),
    ],
    ids=["plain", "packed by record", "from a stream", "packed, from a stream", "packed as a whole"],
)
def test_read_warc_reads_pages_texts_and_conversions(name: str, raw: bytes) -> None:
    _check(list(read_bytes(name, raw)))


def test_read_files_streams_a_web_archive_from_its_path(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 1_000)
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join(map(gzip.compress, _GOOD)))
    assert path.stat().st_size > 1_000
    _check(list(read_files([path])))


@pytest.mark.parametrize(("pack", "at"), [(bytes, 2), (gzip.compress, 20)], ids=["plain", "packed"])
def test_read_warc_goes_on_behind_a_broken_record(pack, at: int) -> None:
    first, broken, last = (pack(_response(f"https://news.example/{number}", _page())) for number in (1, 2, 3))
    broken = broken[:at] + b"\xff" * 30 + broken[at + 30 :]
    found = list(read_bytes("a.warc.gz", first + broken + last))
    assert [each.doc for each in found] == ["https://news.example/1", "a.warc.gz", "https://news.example/3"]
    assert f"read on from byte {len(first) + len(broken)}" in found[1].reason


def test_read_warc_reports_what_is_cut_short() -> None:
    raw = gzip.compress(_GOOD[1]) + gzip.compress(_response("https://news.example/2", _page()))[:-60]
    *documents, skipped = read_bytes("a.warc.gz", raw)
    assert all(isinstance(each, Document) for each in documents)
    assert "cut short" in skipped.reason


@pytest.mark.parametrize("raw", [b"", b"hello " * 100, b"\x1f\x8b\x08 hello", b"WARC/1.0 nothing"])
def test_read_warc_refuses_what_is_none(raw: bytes) -> None:
    (skipped,) = read_bytes("a.warc.gz", raw)
    assert skipped.doc == "a.warc.gz"


def test_read_warc_refuses_payloads_that_unpack_to_too_much(monkeypatch) -> None:
    monkeypatch.setattr("tarazu.sources.warc._LARGEST", 10_000)
    raw = _response("https://news.example/1", gzip.compress(b"a" * 100_000), more="Content-Encoding: gzip\r\n")
    (skipped,) = read_bytes("a.warc", raw)
    assert "more than" in skipped.reason


def test_read_warc_reads_zstandard(tmp_path) -> None:
    path = tmp_path / "a.warc.zst"
    writer = ZstdWriter(path)
    writer.write(b"".join(_GOOD))
    writer.close()
    _check(list(read_files([path])))
