"""Files that are handed over on the page: kept under names of ours in a folder of ours until they are read."""

from __future__ import annotations

import secrets
import shutil
import tempfile
import threading
import unicodedata
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from tarazu.api.taking_in import READ_ENDINGS
from tarazu.errors import OptionError, RecordError

MOST_FILES: Final = 2_000
MOST_BYTES: Final = 2 * 2**30

_LONGEST: Final = 200


class Upload(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was handed over.

    Attributes:
        id: By which it is read.
        name: What it is called; a label, and no path.
        size: Its bytes.
    """

    id: str
    name: str
    size: int


class _Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A file with where it lies."""

    upload: Upload
    path: Path


class Uploads:
    """Files that were handed over and not read yet: at most two thousand, and two gibibytes.

    They lie in a folder that only this user can look into, which goes when the server does.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._folder: Path | None = None
        self._kept: dict[str, _Kept] = {}

    async def take(self, name: str, pieces: AsyncIterator[bytes]) -> Upload:
        """Keeps a file.

        Args:
            name: What it is called.
            pieces: Its bytes, which the guard bounds.

        Raises:
            OptionError: It cannot be called that, its ending is none that is read, it is empty, or there are too many already.
        """
        ending = check_name(name)
        key = secrets.token_hex(8)
        path = self._home() / f"{key}{ending}"
        with path.open("xb") as stream:
            size = await self._write(stream, pieces)
        upload = Upload(id=key, name=name, size=size)
        with self._lock:
            full = len(self._kept) >= MOST_FILES or sum(each.upload.size for each in self._kept.values()) + size > MOST_BYTES
            if size and not full:
                self._kept[key] = _Kept(upload=upload, path=path)
                return upload
        path.unlink()
        if not size:
            raise OptionError(name, "a file with something in it", "an empty one", "choose another file")
        raise OptionError(name, f"at most {MOST_FILES} files at once", "more", "let those that are there be read first, or use `tarazu read`")

    def hand_over(self, ids: Sequence[str]) -> tuple[tuple[Path, str], ...]:
        """Gives files away to be read: where each lies, and what it is called. Whoever takes them removes them.

        Raises:
            RecordError: There is no such file.
        """
        with self._lock:
            for each in ids:
                if each not in self._kept:
                    raise RecordError(each[:40], "a file that was handed over and not read yet", "none such", "hand it over again")
            return tuple((kept.path, kept.upload.name) for kept in (self._kept.pop(each) for each in dict.fromkeys(ids)))

    def close(self) -> None:
        """Throws away what is left."""
        with self._lock:
            self._kept.clear()
            if self._folder is not None:
                shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    async def _write(self, stream: BinaryIO, pieces: AsyncIterator[bytes]) -> int:
        size = 0
        async for piece in pieces:
            size += stream.write(piece)
        return size

    def _home(self) -> Path:
        with self._lock:
            if self._folder is None:
                self._folder = Path(tempfile.mkdtemp(prefix="tarazu-"))  # only its owner may look into it
            return self._folder


def check_name(name: str) -> str:
    """Checks what a file is called.

    Args:
        name: As its owner calls it.

    Returns:
        Its ending, in small letters: one of those that are read.

    Raises:
        OptionError: It is no plain name of a file, or of a kind that is not read.

    Example:
        >>> check_name("Report 3.PDF"), check_name("pages.warc.gz")
        ('.pdf', '.warc.gz')
    """
    if not name.strip(". ") or len(name) > _LONGEST or any(each in "/\\" or unicodedata.category(each) in {"Cc", "Cs", "Zl", "Zp"} for each in name):
        raise OptionError("name", f"the name of a file, without folders, of at most {_LONGEST} letters", repr(name[:80]), "give its name alone")
    ending = next((each for each in READ_ENDINGS if name.lower().endswith(each)), None)
    if ending is None:
        found = f".{name.rpartition('.')[2][:20]}" if "." in name else "none"
        raise OptionError(name[:80], f"a file that ends in one of {' '.join(READ_ENDINGS)}", found, "save it in one of these formats")
    return ending
