"""Web archives (WARC and WET), read record by record from the disk, however large they are."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, Literal

import msgspec

from tarazu.errors import SourceError
from tarazu.records import Address, Document, Skipped

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

Kind = Literal["text", "html", "pdf"]

_KINDS: Final[dict[str, Kind]] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "application/pdf": "pdf",
}
_LARGEST = 64 * 1024 * 1024
_READ = frozenset({"response", "resource", "conversion"})
_BESIDE = frozenset({"warcinfo", "request", "metadata"})
_RULES = "/robots.txt"
_CHUNK = 1024 * 1024
_STARTS = (b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"\x04\x22\x4d\x18", b"WARC/")

Reader = Callable[[str, bytes, Kind], Iterator[Document | Skipped | Address]]
"""What reads the payload of a record: its address, its bytes and what they are."""


class _Payload(msgspec.Struct, frozen=True, kw_only=True):
    """What a record holds: its address, its media type in lower case, its bytes; and what is missing of them, in plain words, if something is."""

    url: str
    media_type: str
    raw: bytes
    missing: str = ""


def read_warc(name: str, source: Path | bytes, read: Reader) -> Iterator[Document | Skipped | Address]:
    """Reads the pages, texts and PDFs of a web archive: answers with status 200, resources, and the conversions of a WET file.

    A document is called by the address that it was fetched from. The day of the crawl (`WARC-Date`) is not that of publication, and is left out.

    Args:
        name: The archive.
        source: Its path, or its bytes; gzip, Zstandard and LZ4 are unpacked on the way.
        read: What reads a payload.

    Yields:
        What `read` finds; a `Skipped` for each broken or too large record with its offset in the archive; and at the end one of stage
        `leave_out` for each kind of record that is not read, with their number.

    Raises:
        SourceError: It is no web archive, or cannot be opened.

    Source: ISO 28500:2017 (WARC 1.1), 6; the WET files of Common Crawl hold `conversion` records.
    """
    try:
        stream: BinaryIO = io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")
    except OSError as error:
        raise SourceError(name, "a web archive", f"it cannot be opened ({error.strerror or error})", "check its name and permissions") from error
    passed: Counter[str] = Counter()
    with stream:
        for record in _records(name, stream):
            if isinstance(record, Skipped):
                yield record
                continue
            found = _payload(name, record, passed)
            if isinstance(found, Skipped):
                yield found
            elif found is not None:
                yield from _located(found, read)
    for kind, count in sorted(passed.items()):
        yield Skipped(doc=name, stage="leave_out", reason=f"not read: {count} records ({kind})")


def _located(found: _Payload, read: Reader) -> Iterator[Document | Skipped | Address]:
    for each in read(found.url, found.raw, _KINDS[found.media_type]):
        yield msgspec.structs.replace(each, url=found.url) if isinstance(each, Document) else each
    if found.missing:
        yield Skipped(doc=found.url, stage="read_record", reason=found.missing)


def _records(name: str, stream: BinaryIO) -> Iterator[WarcRecord | Skipped]:
    """The records; behind a broken one the next beginning of one is looked for."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    start, broken, read = 0, "", 0
    while True:
        stream.seek(start)
        try:
            for record in ArchiveIterator(stream, record_types=WarcRecordType.any_type, auto_decode="all"):
                if broken:
                    yield _broken(name, broken, start)
                    broken = ""
                start = max(start, record.stream_pos)
                read += 1
                yield record
        except (OSError, ValueError) as error:  # its readers raise the first, its headers the second
            broken = broken or f"from byte {start} on it cannot be read as a web archive ({str(error)[:80]})"
        else:
            break
        following = _next_start(stream, start + 1)
        if following is None:
            break
        start = following
    if not read:
        raise SourceError(name, "a web archive", "there is no record in it that can be read", "check that it is a WARC or WET file, and whole")
    if broken:
        yield _broken(name, broken, None)


def _broken(name: str, reason: str, following: int | None) -> Skipped:
    rest = "nothing behind it can be read" if following is None else f"read on from byte {following}"
    return Skipped(doc=name, stage="read", reason=f"{reason}; {rest}")


def _next_start(stream: BinaryIO, start: int) -> int | None:
    """Where, from a byte on, the next record may begin; None where none does."""
    overlap = max(map(len, _STARTS)) - 1
    while True:
        stream.seek(start)
        chunk = stream.read(_CHUNK)
        places = [at for mark in _STARTS if (at := chunk.find(mark)) >= 0]
        if places:
            return start + min(places)
        if len(chunk) < _CHUNK:
            return None
        start += _CHUNK - overlap


def _payload(name: str, record: WarcRecord, passed: Counter[str]) -> _Payload | Skipped | None:
    """What a record holds, or why it cannot be read; None where it is of a kind that is counted or stands beside the others."""
    kind, url = str(record.record_type), record.headers.get("WARC-Target-URI") or ""
    where = f"the record at byte {record.stream_pos}"
    if kind not in _READ:
        if kind not in _BESIDE:
            passed[kind] += 1
        return None
    status = record.http_headers.status_code if record.is_http else 200
    media_type = _media_type(record, kind)
    if status != 200 or media_type not in _KINDS or url.endswith(_RULES):
        passed[f"status {status}" if status != 200 else f"files {_RULES}" if url.endswith(_RULES) else media_type or "without a media type"] += 1
        return None
    try:
        raw = record.reader.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        return Skipped(doc=url or name, stage="read", reason=f"{where} cannot be unpacked ({str(error)[:80]})")
    if len(raw) > _LARGEST:
        return Skipped(doc=url or name, stage="read", reason=f"{where} holds more than {_LARGEST // 2**20} MB")
    if not url or not raw:
        lacks = "names no address" if not url else "is cut short" if record.content_length else "is empty"
        return Skipped(doc=url or name, stage="read", reason=f"{where} {lacks}")
    return _Payload(url=url.strip("<>"), media_type=media_type, raw=raw, missing=_missing(record, where, len(raw)))


def _missing(record: WarcRecord, where: str, length: int) -> str:
    truncated = record.headers.get("WARC-Truncated")
    if truncated:
        return f"{where} was cut short when it was fetched ({truncated})"
    packed = record.is_http and any(each in record.http_headers for each in ("Content-Encoding", "Transfer-Encoding"))
    return "" if packed or length >= record.content_length else f"{where} is cut short: {length} of {record.content_length} bytes"


def _media_type(record: WarcRecord, kind: str) -> str:
    stated = record.http_content_type if record.is_http else record.headers.get("Content-Type")
    media_type = (stated or "").split(";")[0].strip().lower()
    return "text/plain" if kind == "conversion" and not media_type else media_type
