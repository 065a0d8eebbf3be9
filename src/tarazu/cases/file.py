"""The file of a case: made, opened for reading, opened for writing, and brought up to the newest version.

Readers may be many and in other processes; they see whole documents only. Of the writers one writes at a time, and only writers move what was
written from the log into the file, each while it holds the lock: SQLite before 3.51.3 can damage a file when two connections do that at once.
Source: sqlite.org/wal.html, sections 2.2, 6 and "The WAL-Reset Bug".
"""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Final

from tarazu.cases import migrations
from tarazu.cases.migrations import VERSION
from tarazu.errors import CaseError

ENDING: Final = ".tarazu"
APPLICATION: Final = 0x54415A55
"""Says in the file's head that it is a case; see PRAGMA application_id."""

_PATIENCE: Final = 60.0

Clock = Callable[[], dt.datetime]
Transaction = AbstractContextManager[sqlite3.Connection]

BEGINNING: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""Stands for a moment that does not matter."""


def now() -> dt.datetime:
    """This moment, UTC, to the second."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


def create(path: Path, *, title: str = "", clock: Clock = now) -> Path:
    """Makes an empty case.

    Args:
        path: Where; the ending `.tarazu` is added where there is none.
        title: What it is about, for people.
        clock: Tells the time.

    Returns:
        The file's path.

    Raises:
        CaseError: There is something there already, or nothing can be written there.
    """
    path = path if path.suffix == ENDING else path.with_name(path.name + ENDING)
    if path.exists():
        raise CaseError(str(path), "no file of that name yet", "one", f"choose another name, or read into it: tarazu read {path} FILES")
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        connection = sqlite3.connect(temporary, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            migrations.migrate(connection, APPLICATION)
            about = {"title": title, "made": clock().isoformat(), "made_by": f"tarazu {version('tarazu')}"}
            connection.executemany("INSERT INTO about VALUES (?, ?)", about.items())
        finally:
            connection.close()
        os.link(temporary, path)  # fails where another process was faster, and never leaves half a file
    except (OSError, sqlite3.Error) as error:
        raise CaseError(str(path), "a folder in which a file can be made", str(error), "choose another folder or name") from error
    finally:
        for leftover in (temporary, *(temporary.with_name(temporary.name + end) for end in ("-wal", "-shm"))):
            leftover.unlink(missing_ok=True)
    return path


def find(path: Path) -> Path:
    """The case of that name, with or without its ending.

    Raises:
        CaseError: There is none.
    """
    for each in (path, path.with_name(path.name + ENDING)):
        if path.name and each.is_file():
            return each.resolve()  # a link must not have a lock of its own
    raise CaseError(str(path), "a case", "a folder" if path.is_dir() else "no such file", f"make it first: tarazu new {path}")


def open_to_read(path: Path) -> sqlite3.Connection:
    """Opens a case to read; what is written meanwhile by others is seen by the next query.

    Raises:
        CaseError: It is no case, is broken, or is of a version that this Tarazu does not read.
    """
    path = find(path)
    with _as_case(path), ExitStack() as held:
        connection = held.enter_context(closing(_reading(path)))
        if _version(connection, path) < VERSION:
            open_to_write(path).close()  # brings it up to date
        held.pop_all()
        return connection


def open_to_write(path: Path) -> sqlite3.Connection:
    """Opens a case to write; every transaction goes through `transaction`.

    Raises:
        CaseError: As `open_to_read`, or it may not be written.
    """
    path = find(path)
    with _as_case(path):
        with closing(_reading(path)) as reading:
            _version(reading, path)
        if not os.access(path, os.W_OK):
            raise CaseError(str(path), "a case that may be written", "a file without permission to write", "change its permissions, or copy it")
        connection = _connect(path, "rw")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = NORMAL")  # nothing is lost when the program dies; only a power cut may cost the last documents
        with lock(path):
            migrations.migrate(connection, APPLICATION)
        return connection


@contextmanager
def transaction(connection: sqlite3.Connection, path: Path, *, durable: bool = False) -> Iterator[sqlite3.Connection]:
    """Holds the lock and a transaction: all that is written within is in the file, or nothing of it.

    Args:
        connection: Of `open_to_write`.
        path: The case.
        durable: Wait until it is on the disk: for what a person typed.

    Raises:
        CaseError: Another program has been writing for a minute, or the disk is full.
    """
    with lock(path), _as_case(path):
        if durable:
            connection.execute("PRAGMA synchronous = FULL")
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        if durable:
            connection.execute("PRAGMA synchronous = NORMAL")


def close(connection: sqlite3.Connection, path: Path) -> None:
    """Closes a writing connection; what it wrote moves from the log into the file."""
    with lock(path), _as_case(path):
        if connection.total_changes:  # else not a byte of the file moves
            connection.execute("PRAGMA optimize")
        connection.close()
        lock_path(path).unlink(missing_ok=True)  # while it is held; who waits for it sees that it is gone, and makes it anew


def lock_path(path: Path) -> Path:
    """The file whose lock says that somebody writes into a case."""
    return path.with_name(f".{path.name}.lock")


@contextmanager
def lock(path: Path) -> Iterator[None]:
    """Keeps other writers out.

    Raises:
        CaseError: Another program has held it for a minute.
    """
    from filelock import FileLock, Timeout  # slow to load

    held = FileLock(lock_path(path), timeout=_PATIENCE)
    try:
        held.acquire()
    except Timeout as error:
        raise CaseError(str(path), "a case that nobody else is writing", "another program that has been writing for a minute", "wait for it") from error
    except OSError as error:
        raise CaseError(str(path), "a folder that may be written", str(error), "change its permissions, or copy the case") from error
    try:
        yield
    finally:
        held.release()


def check(path: Path) -> tuple[str, ...]:
    """Looks a case over.

    Returns:
        What is wrong with it, a line each; empty if nothing is.

    Raises:
        CaseError: It is no case.
    """
    connection = open_to_read(path)
    try:
        with _as_case(path):
            found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
            found += [f"{row[0]}: row {row[1]} points at a row of {row[2]} that is not there" for row in connection.execute("PRAGMA foreign_key_check")]
            return (*found, *(f"{what}: {count}" for what, query in _HALVES.items() if (count := int(connection.execute(query).fetchone()[0]))))
    finally:
        connection.close()


_HALVES: Final = {
    "documents that count as coded and are not": "SELECT count(*) FROM documents AS d WHERE run IS NOT NULL AND NOT EXISTS"
    " (SELECT 1 FROM codings AS c WHERE c.document = d.number AND c.run = d.run)",
    "documents that were met nowhere": "SELECT count(*) FROM documents AS d WHERE NOT EXISTS (SELECT 1 FROM sightings WHERE document = d.number)",
    "records without evidence": "SELECT count(*) FROM records AS r JOIN documents AS d ON d.number = r.document WHERE d.text IS NOT NULL AND NOT EXISTS"
    " (SELECT 1 FROM evidence WHERE record = r.number)",
    "sentences that end after their text": "SELECT count(*) FROM evidence AS e JOIN records AS r ON r.number = e.record JOIN documents AS d"
    ' ON d.number = r.document WHERE e."end" > length(d.text)',
}


def _reading(path: Path) -> sqlite3.Connection:
    """A connection that only reads.

    Where the folder may be written it is opened so that SQLite's two side files go when the last reader does; in a folder that may not be
    written, where nobody writes, it is read as it lies.
    """
    writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    lying = "" if path.with_name(path.name + "-wal").exists() else "&immutable=1"
    connection = _connect(path, "rw" if writable else f"ro{lying}")
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    connection.execute("PRAGMA query_only = ON")
    return connection


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    return connection


def _version(connection: sqlite3.Connection, path: Path) -> int:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    found = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if application != APPLICATION:
        raise CaseError(str(path), "a case", "a database of something else", "name a file that `tarazu new` made")
    if found > VERSION:
        raise CaseError(str(path), f"a case of version {VERSION} or older", f"version {found}", "install the newest Tarazu: pip install --upgrade tarazu")
    return found


@contextmanager
def _as_case(path: Path) -> Iterator[None]:
    """Says SQLite's errors as ours."""
    try:
        yield
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
        raise  # what we write is at fault, not the file
    except sqlite3.DatabaseError as error:
        said = str(error)
        if "disk" in said and "full" in said:
            raise CaseError(str(path), "room on the disk", "none", "make room; all that was written is kept, run the same command again") from error
        if "locked" in said or "busy" in said:
            raise CaseError(str(path), "a case that nobody else holds", "another program in it", "close it there, and run the same command again") from error
        hint = "copy it from where it came from; if it is your only one, `sqlite3 FILE .recover` saves what can be saved"
        raise CaseError(str(path), "a case", f"a file that cannot be read as one ({said})", hint) from error
