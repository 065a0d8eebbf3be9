"""Files, folders and streams read into documents; what cannot be read is said, and the rest goes on."""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, Literal

import msgspec

from tarazu.errors import SourceError
from tarazu.records import Address, Document, Skipped
from tarazu.sources.csv_table import Columns
from tarazu.sources.decode import Broken, decode

Format = Literal["text", "html", "json", "lines", "pdf", "docx", "table", "xml", "zip", "warc"]

LARGEST: Final = 64 * 1024 * 1024
"""The largest file that is read, bytes; zip archives and web archives may be larger."""

FORMATS: Final[dict[str, Format]] = {
    ".txt": "text", ".text": "text", ".md": "text", ".urls": "text", ".html": "html", ".htm": "html", ".xhtml": "html", ".json": "json",
    ".jsonl": "lines", ".ndjson": "lines", ".pdf": "pdf", ".docx": "docx", ".csv": "table", ".tsv": "table", ".xml": "xml", ".rss": "xml",
    ".atom": "xml", ".opml": "xml", ".zip": "zip",
}  # fmt: skip
"""The format that a file's ending tells. Web archives have two endings: `WEB_ARCHIVES`."""

WEB_ARCHIVES: Final = tuple(f"{ending}{packing}" for ending in (".warc", ".wet") for packing in ("", ".gz", ".zst", ".lz4"))
"""How the names of web archives end."""

_PAGE = re.compile(rb"<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>])", re.IGNORECASE)
_BLANK = b" \t\r\n\xef\xbb\xbf\xff\xfe"
_REPLACED = re.compile("\ufffd+")
_MOST_REPORTED = 20
_DEEPEST = 1  # an archive may hold archives, but no archives of archives


class _Way(msgspec.Struct, frozen=True, kw_only=True):
    """How to read: the columns of tables, and in how many archives we are."""

    columns: Columns | None = None
    depth: int = 0


def read_files(paths: Sequence[Path], *, columns: Columns | None = None) -> Iterator[Document | Skipped | Address]:
    """Reads files and folders, each in its turn.

    Args:
        paths: Text, HTML, JSON, JSON Lines, PDF, Word, CSV, feed, zip and WARC files, and folders of such; one file may hold many documents.
        columns: Which columns of tables hold what, where their names do not tell.

    Yields:
        The documents in order, and the addresses of pages that lists name and somebody else has to fetch. A file or line that cannot be
        read gives one `Skipped` of stage `read` without a span; a document of which a part could not be read (broken bytes, an unknown
        date) is followed by a `Skipped` of another stage.
    """
    way = _Way(columns=columns)
    for path in paths:
        if path.is_dir():
            yield from _read_folder(path, way)
        else:
            yield from _read_path(path, way)


def read_bytes(name: str, raw: bytes, *, columns: Columns | None = None) -> Iterator[Document | Skipped | Address]:
    """Reads what was received as a stream or an upload.

    Args:
        name: Its name, whose ending tells the format; without a known one (`-` for the standard input) the content does.
        raw: All its bytes, at most `LARGEST`.
        columns: As for `read_files`.

    Yields:
        As `read_files` does.
    """
    yield from _read(name, raw, None, _Way(columns=columns))


def read_as(name: str, raw: bytes, kind: Format) -> Iterator[Document | Skipped | Address]:
    """Reads what a server or an archive said the format of.

    Args:
        name: What to call it; the document's id.
        raw: All its bytes, at most `LARGEST`.
        kind: Its format, whatever its name ends in.

    Yields:
        As `read_files` does.
    """
    yield from _read(name, raw, kind, _Way())


def _read(name: str, raw: bytes, kind: Format | None, way: _Way) -> Iterator[Document | Skipped | Address]:
    try:
        if len(raw) > LARGEST:
            raise _too_large(name)
        yield from _READERS[kind or _format(name, raw)](name, raw, way)
    except SourceError as error:
        yield _failed(name, error)


def _read_folder(folder: Path, way: _Way) -> Iterator[Document | Skipped | Address]:
    from tarazu.sources.folders import walk

    some = False
    for each in walk(folder):
        some = True
        if isinstance(each, Skipped):
            yield each
        else:
            yield from _read_path(each, way)
    if not some:
        yield Skipped(doc=_shown(folder), stage="read", reason="there are no files in this directory; leave it out")


def _read_path(path: Path, way: _Way) -> Iterator[Document | Skipped | Address]:
    name = _shown(path)
    archive = _archive_kind(name)
    try:
        raw = _load(name, path, 0 if archive else LARGEST + 1)
        if archive == "zip":
            yield from _from_zip(name, path, way)
        elif archive == "warc":
            yield from _from_warc(name, path)
        else:
            yield from _read(name, raw, None, way)
    except SourceError as error:
        yield _failed(name, error)


def _shown(path: Path) -> str:
    return os.fsencode(path).decode("utf-8", "replace")


def _load(name: str, path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as stream:
            raw = stream.read(most)
    except FileNotFoundError as error:
        raise SourceError(name, "a file", "there is no such file", "check its name") from error
    except PermissionError as error:
        raise SourceError(name, "a file that may be read", "there is no permission to read it", "change its permissions") from error
    except (OSError, ValueError) as error:
        raise SourceError(name, "a file", f"it cannot be read ({error})", "check its name") from error
    return raw


def _too_large(name: str) -> SourceError:
    return SourceError(name, f"at most {LARGEST // 2**20} MB", "it is larger than that", "split it, or give JSON Lines in several files")


def _failed(name: str, error: SourceError) -> Skipped:
    return Skipped(doc=name, stage="read", reason=f"{error.found}; {error.hint}")


def _archive_kind(name: str) -> Format | None:
    low = name.lower()
    return "warc" if low.endswith(WEB_ARCHIVES) else "zip" if low.endswith(".zip") else None


def _format(name: str, raw: bytes) -> Format:
    told = _format_by_content(name, raw)
    if told:
        return told
    known = FORMATS.get(Path(name).suffix.lower())
    if known:
        return known
    start = raw[:2048].replace(b"\x00", b"").lstrip(_BLANK)  # without what UTF-16 puts between
    if start.startswith((b'{"', b"{}", b"[{", b"[]", b"{\n", b"{\r", b"{ ", b"[\n", b"[\r", b"[ {")):
        return "json"
    if not start.startswith(b"<"):
        return "text"
    return "xml" if _is_feed(raw) else "html" if _PAGE.search(start) else "text"


def _format_by_content(name: str, raw: bytes) -> Format | None:
    """The formats whose first bytes tell more than a name; None for all others."""
    if raw.startswith(b"%PDF-"):
        return "pdf"
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        from tarazu.sources.zip_archive import is_docx

        return "docx" if is_docx(raw) else "zip"
    packed = raw[:2] == b"\x1f\x8b"
    if name.lower().endswith(WEB_ARCHIVES) or (_unpacked_start(raw) if packed else raw).startswith(b"WARC/"):
        return "warc"
    return None


def _unpacked_start(raw: bytes) -> bytes:
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(raw[:1024], 16)
    except zlib.error:
        return b""


def _is_feed(raw: bytes) -> bool:
    from tarazu.sources.url_lists import is_feed

    return is_feed(raw)


def _text(name: str, raw: bytes, _: _Way) -> Iterator[Document | Skipped | Address]:
    from tarazu.sources.url_lists import is_url_list, read_urls

    decoded = decode(name, raw)
    if name.lower().endswith(".urls") or is_url_list(decoded.text):
        yield from _with_replaced(name, read_urls(name, decoded.text), decoded.broken, decoded.encoding)
        return
    yield Document(doc=name, text=decoded.text)
    for each in decoded.broken[:_MOST_REPORTED]:
        yield _unread(name, each, decoded.encoding)
    yield from _more(name, len(decoded.broken))


def _html(name: str, raw: bytes, _: _Way) -> Iterator[Document | Skipped | Address]:
    from tarazu.sources.html import read_html

    decoded = decode(name, raw, markup=True)
    yield from _with_replaced(name, read_html(name, decoded.text), decoded.broken, decoded.encoding)


def _json(name: str, raw: bytes, _: _Way) -> Iterator[Document | Skipped | Address]:
    yield from _objects(name, raw, lines=False)


def _lines(name: str, raw: bytes, _: _Way) -> Iterator[Document | Skipped | Address]:
    yield from _objects(name, raw, lines=True)


def _objects(name: str, raw: bytes, *, lines: bool) -> Iterator[Document | Skipped | Address]:
    from tarazu.sources.json_lines import read_json

    decoded = decode(name, raw)
    yield from _with_replaced(name, read_json(name, decoded.text, lines=lines), decoded.broken, decoded.encoding)


def _table(name: str, raw: bytes, way: _Way) -> Iterator[Document | Skipped | Address]:
    from tarazu.sources.csv_table import read_table

    decoded = decode(name, raw)
    yield from _with_replaced(name, read_table(name, decoded.text, way.columns), decoded.broken, decoded.encoding)


def _pdf(name: str, raw: bytes, _: _Way) -> Iterator[Document | Skipped | Address]:
    from tarazu.sources.pdf import read_pdf

    if not raw:
        raise SourceError(name, "a PDF", "it is empty", "leave it out")
    if not raw[:1024].lstrip(_BLANK).startswith(b"%PDF-"):
        raise SourceError(name, "a PDF", "it is not one, whatever its name says", "check that it opens")
    yield from read_pdf(name, raw)


def _docx(name: str, raw: bytes, _: _Way) -> Iterator[Document | Skipped | Address]:
    from tarazu.sources.docx import read_docx

    yield from read_docx(name, raw)


def _xml(name: str, raw: bytes, way: _Way) -> Iterator[Document | Skipped | Address]:
    from tarazu.sources.url_lists import read_feed_file

    if _is_feed(raw):
        yield from read_feed_file(name, raw)
    elif _PAGE.search(raw[:2048].replace(b"\x00", b"")):
        yield from _html(name, raw, way)
    else:
        raise SourceError(name, "a feed, an outline of feeds or a page", "it is XML of another kind, or none", "save what is in it as .html or .txt")


def _zip(name: str, raw: bytes, way: _Way) -> Iterator[Document | Skipped | Address]:
    yield from _from_zip(name, raw, way)


def _from_zip(name: str, source: Path | bytes, way: _Way) -> Iterator[Document | Skipped | Address]:
    from tarazu.sources.zip_archive import read_zip

    if way.depth > _DEEPEST:
        raise SourceError(name, "documents", "it is an archive in an archive in an archive", "unpack it first")
    inner = msgspec.structs.replace(way, depth=way.depth + 1)
    yield from read_zip(name, source, lambda member, raw: _read(member, raw, None, inner))


def _warc(name: str, raw: bytes, _: _Way) -> Iterator[Document | Skipped | Address]:
    yield from _from_warc(name, raw)


def _from_warc(name: str, source: Path | bytes) -> Iterator[Document | Skipped | Address]:
    from tarazu.sources.warc import read_warc

    yield from read_warc(name, source, lambda url, raw, kind: _read(url, raw, kind, _Way()))


_READERS: Final[dict[Format, Callable[[str, bytes, _Way], Iterator[Document | Skipped | Address]]]] = {
    "text": _text, "html": _html, "json": _json, "lines": _lines, "pdf": _pdf, "docx": _docx, "table": _table, "xml": _xml, "zip": _zip, "warc": _warc,
}  # fmt: skip


def _with_replaced(name: str, read: Iterator[Document | Skipped | Address], broken: Sequence[Broken], encoding: str) -> Iterator[Document | Skipped | Address]:
    """Adds, where the file had unreadable bytes, which spans of its documents they left broken; at least that the file had some."""
    count = 0
    for each in read:
        yield each
        if not broken or not isinstance(each, Document):
            continue
        spans = [match.span() for match in _REPLACED.finditer(each.text)]
        count += len(spans)
        for start, end in spans[:_MOST_REPORTED]:
            yield _unread(each.doc, Broken(start=start, end=end, byte=None), encoding)
        yield from _more(each.doc, len(spans))
    if broken and not count:
        where = f" from byte {broken[0].byte} on" if broken[0].byte is not None else ""
        yield Skipped(doc=name, stage="decode", reason=f"bytes outside its texts are not {encoding}{where}")


def _unread(doc: str, broken: Broken, encoding: str) -> Skipped:
    where = f" at byte {broken.byte}" if broken.byte is not None else ""
    return Skipped(doc=doc, stage="decode", reason=f"not readable as {encoding}{where}: replaced by U+FFFD", start=broken.start, end=broken.end)


def _more(doc: str, count: int) -> Iterator[Skipped]:
    if count > _MOST_REPORTED:
        yield Skipped(doc=doc, stage="decode", reason=f"{count - _MOST_REPORTED} more stretches are not readable")
