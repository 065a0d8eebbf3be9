"""Files of coded events as the field hands them out: POLECAT, ICEWS and GDELT 2.0, plain, gzipped or zipped, a line at a time."""

from __future__ import annotations

import contextlib
import io
import os
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from tarazu.errors import SourceError
from tarazu.ontologies.cameo import LayoutName, layouts
from tarazu.records import Coded, Skipped
from tarazu.sources.event_rows import ForeignActError, RowError, read_row

LONGEST_LINE: Final = 1024 * 1024
"""The longest line that is read, bytes; a longer one is no row of these tables."""

_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_MOST_OPENED = 64 * 1024
_EXPORT, _MENTIONS = ".export.", ".mentions."
_HEADS: tuple[tuple[str, LayoutName], ...] = (("Event Type", "polecat"), ("CAMEO Code", "icews"))
_RENAMED = {"Event Intensity": "Intensity", "CAMEO Code Number": "CAMEO Code"}


def is_event_file(first_bytes: bytes) -> LayoutName | None:
    r"""Tells a file of coded events by how it begins.

    Args:
        first_bytes: Its first bytes, some kilobytes of them; gzip and zip are looked into.

    Returns:
        `polecat` or `icews` by their headers, `gdelt` or `gdelt-mentions` by the number of columns and the dates in them; None for any
        other file.

    Example:
        >>> is_event_file(b"Event ID\tEvent Date\tEvent Type\tEvent Mode\n")
        'polecat'
        >>> is_event_file(b"It rained in Almaty.") is None
        True
    """
    line = _opened(first_bytes).split(b"\n", 1)[0].decode("utf-8-sig", "replace").rstrip("\r")
    cells = [cell.strip() for cell in line.split("\t")]
    if cells[:2] == ["Event ID", "Event Date"]:
        return next((name for column, name in _HEADS if column in cells), None)
    if not all(cell.isascii() and cell.isdigit() for cell in cells[:2]):
        return None
    if len(cells) == len(layouts()["gdelt"].columns) and len(cells[1]) == len("20240705"):
        return "gdelt"
    return "gdelt-mentions" if len(cells) == len(layouts()["gdelt-mentions"].columns) and len(cells[1]) == len("20240705120000") else None


def _opened(start: bytes) -> bytes:
    """The beginning of what a compressed file holds; other bytes as they are."""
    try:
        if start.startswith(_GZIP):
            return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(start, _MOST_OPENED)
        if start.startswith(_ZIP):
            # a zip's first member: a header of 30 bytes, its name, what is extra, then the data
            skip = 30 + int.from_bytes(start[26:28], "little") + int.from_bytes(start[28:30], "little")
            stored = int.from_bytes(start[8:10], "little") == 0
            return start[skip:] if stored else zlib.decompressobj(-zlib.MAX_WBITS).decompress(start[skip:], _MOST_OPENED)
    except zlib.error:
        return b""
    return start


def read_event_file(path: Path) -> Iterator[Coded | Skipped]:
    """Reads the events of a file, one row at a time, however large it is.

    Args:
        path: A file of POLECAT, ICEWS or GDELT 2.0 events, as it is or with gzip or zip. Of GDELT the file of mentions that lies beside a
            file of events (`.export.` and `.mentions.` in their names) gives the confidence.

    Yields:
        For each row a document without text that holds its event, without evidence; what could not be read, with its line; and at the end, of
        stage `leave_out`, how many rows have which act that is none in PLOVER.

    Raises:
        SourceError: There is no such file, it cannot be opened, or it is none of these tables.
    """
    name = os.fsencode(path).decode("utf-8", "replace")
    layout = _layout_of(name, path)
    if layout == "gdelt-mentions":
        reason = "mentions name no act: read the file of events, with this one beside it"
        yield Skipped(doc=name, stage="read", reason=reason)
        return
    confidences = _confidences(path) if layout == "gdelt" else {}
    columns = layouts()[layout].columns
    foreign: Counter[str] = Counter()
    for number, line in _lines(name, path):
        if number == 1 and layouts()[layout].header:
            columns = tuple(_RENAMED.get(each.strip(), each.strip()) for each in (line or "").rstrip("\t").split("\t"))
            continue
        if line is None:
            yield Skipped(doc=name, stage="read", reason=f"line {number}: it is longer than {LONGEST_LINE} bytes")
        elif line.strip():
            try:
                yield read_row(layout, dict(zip(columns, _cells(line, len(columns)), strict=True)), line, confidences)
            except ForeignActError as error:
                foreign[error.found] += 1
            except RowError as error:
                yield Skipped(doc=name, stage="read", reason=f"line {number}: {error.found}")
    for act, count in sorted(foreign.items()):
        yield Skipped(doc=name, stage="leave_out", reason=f"not read: {count} × {act}")


def _cells(line: str, wanted: int) -> list[str]:
    """The cells of a row; empty ones beyond the columns are dropped, as some files have tabs at the ends of their lines."""
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) < wanted or any(cells[wanted:]):
        raise RowError(f"it has {len(cells)} cells, not {wanted}")
    return cells[:wanted]


def _layout_of(name: str, path: Path) -> LayoutName:
    try:
        with path.open("rb") as stream:
            start = stream.read(_MOST_OPENED)
    except OSError as error:
        raise SourceError(name, "a file of events", f"it cannot be read ({error.strerror})", "check its name and permissions") from error
    found = is_event_file(start)
    if found is None:
        wanted = "a POLECAT or ICEWS table with its header, or a GDELT 2.0 table with 61 columns"
        raise SourceError(name, wanted, "its first line is none of these", "keep the file as it was handed out, tabs and header included")
    return found


@contextlib.contextmanager
def _stream(name: str, path: Path) -> Iterator[IO[bytes]]:
    """The bytes of a file, of a gzipped one what it holds, of a zip its one member."""
    import gzip
    import zipfile

    with path.open("rb") as raw:
        start = raw.read(len(_ZIP))
        raw.seek(0)
        try:
            if start.startswith(_GZIP):
                with io.BufferedReader(gzip.GzipFile(fileobj=raw)) as unpacked:
                    yield unpacked
            elif start == _ZIP:
                with zipfile.ZipFile(raw) as archive, archive.open(_only(name, archive.namelist())) as member:
                    yield member
            else:
                yield raw
        except (zipfile.BadZipFile, zlib.error, EOFError, gzip.BadGzipFile, NotImplementedError, RuntimeError) as error:
            raise SourceError(name, "a whole archive", f"it breaks off or is damaged ({error})", "fetch it again") from error


def _only(name: str, members: list[str]) -> str:
    if len(members) != 1:
        raise SourceError(name, "one table in the archive", f"it holds {len(members)} files", "unpack it and read them one by one")
    return members[0]


def _lines(name: str, path: Path) -> Iterator[tuple[int, str | None]]:
    """The lines with their numbers, from 1; None for a line that is too long."""
    with _stream(name, path) as stream:
        number = 0
        while line := stream.readline(LONGEST_LINE):
            number += 1
            whole = line.endswith(b"\n") or len(line) < LONGEST_LINE
            while not whole:
                more = stream.readline(LONGEST_LINE)
                whole = more.endswith(b"\n") or len(more) < LONGEST_LINE
                line = b""
            yield number, line.decode("utf-8-sig" if number == 1 else "utf-8", "replace").rstrip("\r\n") if line else None


def _confidences(path: Path) -> dict[str, float]:
    """The highest confidence of each event's mentions, 0 to 1, from the file beside; none where there is no such file."""
    if _EXPORT not in path.name:
        return {}
    beside = path.with_name(path.name.replace(_EXPORT, _MENTIONS))
    if not beside.is_file() or _layout_of(str(beside), beside) != "gdelt-mentions":
        return {}
    columns = layouts()["gdelt-mentions"].columns
    event, percent = columns.index("GlobalEventID"), columns.index("Confidence")
    best: dict[str, float] = {}
    for _, line in _lines(str(beside), beside):
        cells = (line or "").split("\t")
        if len(cells) == len(columns) and cells[percent].isascii() and cells[percent].isdigit():
            best[cells[event]] = max(best.get(cells[event], 0.0), min(int(cells[percent]), 100) / 100)
    return best
