"""Writes a coded document into a case: its text, where it was met, and its records, in one transaction."""

from __future__ import annotations

import hashlib
import sqlite3
from typing import Literal

import msgspec

from tarazu.cases.rows import COLUMNS, participants, to_parts, to_row
from tarazu.cases.searching import index
from tarazu.records import Coded, CodedRecord, Document, Skipped, state_of

_COLUMNS = ", ".join(f'"{name}"' for name in COLUMNS)
_INSERT = (
    f"INSERT INTO records(run, document, position, standing, judged, origin, {_COLUMNS})"  # noqa: S608 - our own names of columns
    f" VALUES (?, ?, ?, ?, ?, ?, {', '.join('?' * len(COLUMNS))})"
)


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How a record stands: see the table `records`."""

    position: int
    standing: bool = True
    judged: str | None = None
    origin: Literal["coder", "person"] = "coder"


def digest(text: str) -> str:
    """The id of a text: the first 16 hexadecimal digits of the SHA-256 of its UTF-8, the same on every machine.

    Raises:
        UnicodeEncodeError: It holds half a surrogate pair, which no file can hold.
    """
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def store_document(connection: sqlite3.Connection, doc: str, text: str | None) -> int:
    """Adds a document unless it is there, and its text to the full-text index.

    Returns:
        Its number.
    """
    found = connection.execute("SELECT number FROM documents WHERE doc = ?", (doc,)).fetchone()
    if found is not None:
        return int(found[0])
    number = connection.execute("INSERT INTO documents(doc, text) VALUES (?, ?)", (doc, text)).lastrowid or 0
    if text:
        index(connection, number, text)
    return number


def store_sighting(connection: sqlite3.Connection, number: int, document: Document, seen: str) -> None:
    """Adds where a document was met; for an address that is there already, what it states now."""
    published = document.published.isoformat() if document.published else None
    connection.execute(
        "INSERT INTO sightings(document, address, seen, title, url, outlet, author, published) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT(document, address) DO UPDATE SET title = excluded.title, url = excluded.url, outlet = excluded.outlet,"
        " author = excluded.author, published = excluded.published",
        (number, document.doc, seen, document.title, document.url, document.outlet, document.author, published),
    )


def store_coded(connection: sqlite3.Connection, number: int, run: int, coded: Coded) -> None:
    """Puts what a run made of a document in place of what it made of it before; that run's records stand from now on."""
    clear(connection, number, run)
    facts = coded.facts
    published = facts.published.isoformat() if facts.published else None
    connection.execute(
        "INSERT INTO codings(document, run, language, title, published, outlet, author, url, chain, translated, sentences)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            number, run, facts.language, facts.title, published, facts.outlet, facts.author, facts.url,
            msgspec.json.encode(facts.chain).decode("utf-8"), facts.translated, facts.sentences,
        ),
    )  # fmt: skip
    for skipped in facts.skipped:
        store_skip(connection, skipped, number, run)
    connection.execute("UPDATE records SET standing = 0 WHERE document = ? AND standing", (number,))
    for position, record in enumerate(coded.records):
        insert_record(connection, (number, run), record, Standing(position=position))
    connection.execute("UPDATE documents SET run = ? WHERE number = ?", (run, number))
    connection.execute("INSERT OR IGNORE INTO untold(document) VALUES (?)", (number,))


def clear(connection: sqlite3.Connection, number: int, run: int) -> None:
    """Takes away what a run made of a document."""
    connection.execute("DELETE FROM records WHERE document = ? AND run = ?", (number, run))
    connection.execute("DELETE FROM codings WHERE document = ? AND run = ?", (number, run))
    connection.execute("DELETE FROM skips WHERE document = ? AND run = ?", (number, run))


def insert_record(connection: sqlite3.Connection, place: tuple[int, int], record: CodedRecord, how: Standing) -> int:
    """Adds a record with its evidence and those who take part in it.

    Args:
        connection: Within a transaction.
        place: The numbers of its document and run.
        record: The record.
        how: How it stands.

    Returns:
        Its number.
    """
    document, run = place
    row = to_row(record)
    values = (run, document, how.position, how.standing, how.judged, how.origin, *(row[name] for name in COLUMNS))
    number = connection.execute(_INSERT, values).lastrowid or 0
    connection.executemany(
        'INSERT INTO evidence(record, position, sentence, start, "end", parts) VALUES (?, ?, ?, ?, ?, ?)',
        [(number, at, each.sentence, each.start, each.end, to_parts(each)) for at, each in enumerate(record.evidence)],
    )
    connection.executemany(
        "INSERT INTO participants(record, role, position, actor, state) VALUES (?, ?, ?, ?, ?)",
        [(number, role, at, actor, state_of(actor)) for at, (role, actor) in enumerate(participants(record))],
    )
    return number


def store_skip(connection: sqlite3.Connection, skipped: Skipped, document: int | None = None, run: int | None = None) -> bool:
    """Keeps what could not be read or coded; the same once only.

    Returns:
        Whether it was new.
    """
    done = connection.execute(
        'INSERT OR IGNORE INTO skips(document, run, address, stage, reason, start, "end") VALUES (?, ?, ?, ?, ?, ?, ?)',
        (document, run, skipped.doc, skipped.stage, skipped.reason, skipped.start, skipped.end),
    )
    return bool(done.rowcount)
