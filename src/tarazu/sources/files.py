"""Files and streams read into documents; what cannot be read is said, and the rest goes on."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, Literal

from tarazu.errors import SourceError
from tarazu.records import Document, Skipped
from tarazu.sources.decode import Broken, decode

Format = Literal["text", "html", "json", "lines", "pdf"]

LARGEST: Final = 64 * 1024 * 1024
"""The largest file that is read, bytes."""

_FORMATS: dict[str, Format] = {
    ".txt": "text", ".text": "text", ".md": "text", ".html": "html", ".htm": "html", ".xhtml": "html", ".json": "json", ".jsonl": "lines",
    ".ndjson": "lines", ".pdf": "pdf",
}  # fmt: skip
_PAGE = re.compile(rb"<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>])", re.IGNORECASE)
_BLANK = b" \t\r\n\xef\xbb\xbf\xff\xfe"
_REPLACED = re.compile("\ufffd+")
_MOST_REPORTED = 20


def read_files(paths: Sequence[Path]) -> Iterator[Document | Skipped]:
    """Reads files, each in its turn.

    Args:
        paths: Text, HTML, JSON, JSON Lines and PDF files; one file may hold many documents.

    Yields:
        The documents in order. A file or line that cannot be read gives one `Skipped` of stage `read` without a span; a document of
        which a part could not be read (broken bytes, an unknown date) is followed by a `Skipped` of another stage.
    """
    for path in paths:
        name = os.fsencode(path).decode("utf-8", "replace")
        try:
            raw = _load(name, path)
        except SourceError as error:
            yield _failed(name, error)
        else:
            yield from read_bytes(name, raw)


def read_bytes(name: str, raw: bytes) -> Iterator[Document | Skipped]:
    """Reads what was received as a stream or an upload.

    Args:
        name: Its name, whose ending tells the format; without a known one (`-` for the standard input) the content does.
        raw: All its bytes, at most `LARGEST`.

    Yields:
        As `read_files` does.
    """
    try:
        if len(raw) > LARGEST:
            raise _too_large(name)
        yield from _READERS[_format(name, raw)](name, raw)
    except SourceError as error:
        yield _failed(name, error)


def _load(name: str, path: Path) -> bytes:
    if path.is_dir():
        raise SourceError(name, "a file", "it is a directory", f"name its files, as in {name.rstrip('/')}/*")
    try:
        with path.open("rb") as stream:
            raw = stream.read(LARGEST + 1)
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


def _format(name: str, raw: bytes) -> Format:
    if raw.startswith(b"%PDF-"):
        return "pdf"
    known = _FORMATS.get(Path(name).suffix.lower())
    if known:
        return known
    start = raw[:2048].replace(b"\x00", b"").lstrip(_BLANK)  # without what UTF-16 puts between
    if start.startswith((b'{"', b"{}", b"[{", b"[]", b"{\n", b"{\r", b"{ ", b"[\n", b"[\r", b"[ {")):
        return "json"
    return "html" if start.startswith(b"<") and _PAGE.search(start) else "text"


def _text(name: str, raw: bytes) -> Iterator[Document | Skipped]:
    decoded = decode(name, raw)
    yield Document(doc=name, text=decoded.text)
    for each in decoded.broken[:_MOST_REPORTED]:
        yield _unread(name, each, decoded.encoding)
    yield from _more(name, len(decoded.broken))


def _html(name: str, raw: bytes) -> Iterator[Document | Skipped]:
    from tarazu.sources.html import read_html

    decoded = decode(name, raw, markup=True)
    yield from _with_replaced(name, read_html(name, decoded.text), decoded.broken, decoded.encoding)


def _json(name: str, raw: bytes) -> Iterator[Document | Skipped]:
    yield from _objects(name, raw, lines=False)


def _lines(name: str, raw: bytes) -> Iterator[Document | Skipped]:
    yield from _objects(name, raw, lines=True)


def _objects(name: str, raw: bytes, *, lines: bool) -> Iterator[Document | Skipped]:
    from tarazu.sources.json_lines import read_json

    decoded = decode(name, raw)
    yield from _with_replaced(name, read_json(name, decoded.text, lines=lines), decoded.broken, decoded.encoding)


def _pdf(name: str, raw: bytes) -> Iterator[Document | Skipped]:
    from tarazu.sources.pdf import read_pdf

    if not raw:
        raise SourceError(name, "a PDF", "it is empty", "leave it out")
    if not raw[:1024].lstrip(_BLANK).startswith(b"%PDF-"):
        raise SourceError(name, "a PDF", "it is not one, whatever its name says", "check that it opens")
    yield from read_pdf(name, raw)


_READERS: Final = {"text": _text, "html": _html, "json": _json, "lines": _lines, "pdf": _pdf}


def _with_replaced(name: str, read: Iterator[Document | Skipped], broken: Sequence[Broken], encoding: str) -> Iterator[Document | Skipped]:
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
