"""Notices that a case has changed, whoever changed it, without reading any of it."""

from __future__ import annotations

import secrets
import sqlite3
import threading
from pathlib import Path

from tarazu.cases import file


class Notice:
    """Watches a case for changes; of use for whoever keeps what was computed from it.

    It holds one connection that only reads: SQLite's `data_version` is different for it as soon as any other connection, in this or another
    program, has written. Source: sqlite.org/pragma.html#pragma_data_version.

    Args:
        path: The case.

    Raises:
        CaseError: There is none, or it is no case.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._born = ""
        self._identity = (-1, -1)
        self._connection: sqlite3.Connection | None = None
        self.revision()

    def revision(self) -> str:
        """Names the state that the case is in: two calls give the same exactly if nothing was written in between.

        Raises:
            CaseError: The case is not there any more.
        """
        with self._lock:
            identity = _identity(self._path)
            if self._connection is None or identity != self._identity:
                self._open(identity)
            row = self._connection.execute("PRAGMA data_version").fetchone() if self._connection else (0,)
            return f"{self._born}-{row[0]}"

    def close(self) -> None:
        """Lets go of the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    def _open(self, identity: tuple[int, int]) -> None:
        """Opens the file, which is another one than before where somebody put a copy in its place."""
        if self._connection is not None:
            self._connection.close()
        self._connection = file.open_to_read(self._path)
        self._identity = identity
        self._born = secrets.token_hex(4)


def _identity(path: Path) -> tuple[int, int]:
    try:
        stated = path.stat()
    except OSError:
        return (-1, -1)
    return (stated.st_dev, stated.st_ino)
