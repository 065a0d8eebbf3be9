"""Zip archives, read member by member in memory: nothing is ever written to disk, so no path in them can lead anywhere."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from tarazu.errors import SourceError
from tarazu.records import Address, Document, Skipped

MOST_MEMBERS: Final = 10_000
"""The most members of one archive that are read."""

LARGEST_UNPACKED: Final = 512 * 1024 * 1024
"""The most bytes that one archive may unpack to."""

_LARGEST_MEMBER = 64 * 1024 * 1024
_RATIO, _RATIO_FROM = 200, 10 * 1024 * 1024  # text packs to a tenth; what packs 200 times is made to burst
_JUNK = re.compile(r"(?:^|/)(?:__MACOSX/|\.(?!\.?/)|(?:thumbs\.db|desktop\.ini)$)", re.IGNORECASE)
_CYRILLIC = re.compile(rb"[\x80-\xaf\xe0-\xf1]{3}")  # three of its letters in a row: accented letters of the West stand alone
_UTF_8 = 0x800
_ENCRYPTED = 0x1
_OFFICE = {
    "xl/workbook.xml": "an Excel workbook", "ppt/presentation.xml": "a PowerPoint presentation", "META-INF/container.xml": "an EPUB book",
    "META-INF/manifest.xml": "an OpenDocument file", "word/document.xml": "a Word document without its ending",
}  # fmt: skip

Reader = Callable[[str, bytes], Iterator[Document | Skipped | Address]]
"""What reads a member: its name and its bytes in, what `read_bytes` yields out."""


def is_docx(raw: bytes) -> bool:
    """Whether bytes are a zip archive that is a Word document."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def unpacked_size(raw: bytes) -> int:
    """How many bytes an archive says that it unpacks to.

    Raises:
        zipfile.BadZipFile: It is no zip archive.
    """
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return sum(member.file_size for member in archive.infolist())


def read_zip(name: str, source: Path | bytes, read: Reader) -> Iterator[Document | Skipped | Address]:
    """Reads the members of an archive in their order.

    A member is called `archive.zip!/its/name`. Folders, hidden files and what file managers leave behind are left out.

    Args:
        name: The archive.
        source: Its path, so that large ones are not loaded, or its bytes.
        read: What reads a member.

    Yields:
        What `read` finds, and a `Skipped` for each member that is encrypted, broken or too large, or for all that are past the limits.

    Raises:
        SourceError: It is no zip archive, or an Office file, or holds no files.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source) as archive:
            members = _members(name, archive)
            yield from _read_members(name, archive, members, read)
    except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
        raise SourceError(name, "a zip archive", f"it cannot be read as one ({error})", "check that it opens, and that all of it is there") from error


def _members(name: str, archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    names = set(archive.namelist())
    kind = next((kind for inside, kind in _OFFICE.items() if inside in names), None)
    if kind:
        raise SourceError(name, "a zip archive of documents", f"it is {kind}", "save it as .docx, .csv, .html or .txt")
    members = [member for member in archive.infolist() if not member.is_dir() and not _JUNK.search(member.filename)]
    if not members:
        raise SourceError(name, "a zip archive with files", "there are none in it", "leave it out")
    return members


def _read_members(name: str, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], read: Reader) -> Iterator[Document | Skipped | Address]:
    unpacked = 0
    for number, member in enumerate(members):
        left = LARGEST_UNPACKED - unpacked
        if number >= MOST_MEMBERS or left <= 0:
            limit = f"{MOST_MEMBERS} members" if number >= MOST_MEMBERS else f"{LARGEST_UNPACKED // 2**20} MB unpacked"
            reason = f"it holds more than {limit}: the last {len(members) - number} members are not read; split it"
            yield Skipped(doc=name, stage="read", reason=reason)
            return
        doc = f"{name}!/{_name(member)}"
        try:
            raw = _unpack(doc, archive, member, min(left, _LARGEST_MEMBER))
        except SourceError as error:
            yield Skipped(doc=doc, stage="read", reason=f"{error.found}; {error.hint}")
        else:
            unpacked += len(raw)
            yield from read(doc, raw)


def _name(member: zipfile.ZipInfo) -> str:
    """The member's name; where an archive does not say that it is UTF-8, that is tried, then the code page of Russian Windows."""
    if member.flag_bits & _UTF_8 or member.filename.isascii():
        return member.filename
    try:
        raw = member.filename.encode("cp437")
    except UnicodeError:
        return member.filename
    try:
        return raw.decode("utf-8")
    except UnicodeError:
        return raw.decode("cp866") if _CYRILLIC.search(raw) else member.filename


def _unpack(doc: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> bytes:
    if member.flag_bits & _ENCRYPTED:
        raise SourceError(doc, "a file without a password", "it is encrypted", "unpack the archive with its password first")
    if member.file_size > _RATIO_FROM and member.file_size > _RATIO * max(member.compress_size, 1):
        raise SourceError(doc, "a file", f"it unpacks to more than {_RATIO} times its size", "unpack it yourself if you trust it")
    try:
        with archive.open(member) as stream:
            raw = stream.read(most + 1)  # what an archive says of a member's size need not be true
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise SourceError(doc, "a whole member", f"it cannot be unpacked ({str(error)[:80]})", "make the archive anew") from error
    if len(raw) > most:
        raise SourceError(doc, f"at most {most // 2**20} MB", "it is larger than that, or the archive is", "unpack it and split it")
    return raw
