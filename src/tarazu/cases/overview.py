"""What a case holds, counted, without loading any of it."""

from __future__ import annotations

import datetime as dt
import sqlite3
from typing import Final

import msgspec

from tarazu.cases.rows import texts


class OutletVolume(msgspec.Struct, frozen=True, kw_only=True):
    """What a case holds of an outlet.

    Attributes:
        outlet: Its label; None for documents that name none.
        languages: Of its documents, the commonest first.
        documents: How many.
        stories: How many stories they tell.
        first, last: The days on which the earliest and the latest of them were published; None where none is dated.
    """

    outlet: str | None
    languages: tuple[str, ...]
    documents: int
    stories: int
    first: dt.date | None
    last: dt.date | None


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """What a case holds.

    Attributes:
        title: What it is about, as it was said when it was made.
        made: When it was made, as ISO 8601; empty where that is not known.
        documents: How many documents were coded or imported.
        uncoded: How many are kept but could not be coded.
        records, judged: How many records stand in them, and how many of these a person has judged.
        kinds: How many of each kind: event, tie, figure, assessment.
        stories: How many stories they tell.
        untold: How many documents the stories do not take in yet.
        languages: How many documents of each language, the commonest first.
        outlets: How many outlets.
        first, last: The days on which the earliest and the latest document were published.
        skipped: How many things could not be read or coded at all.
    """

    title: str
    made: str
    documents: int
    uncoded: int
    records: int
    judged: int
    kinds: dict[str, int]
    stories: int
    untold: int
    languages: dict[str, int]
    outlets: int
    first: dt.date | None
    last: dt.date | None
    skipped: int


def load_contents(connection: sqlite3.Connection) -> Contents:
    """Counts what a case holds."""
    about = {row["name"]: row["value"] for row in connection.execute("SELECT name, value FROM about")}
    first, last, outlets = connection.execute(
        f"SELECT min(c.published), max(c.published), count(DISTINCT c.outlet) {_CODED}"
    ).fetchone()
    kinds = {row[0]: int(row[1]) for row in connection.execute("SELECT kind, count(*) FROM records WHERE standing GROUP BY kind ORDER BY kind")}
    languages = connection.execute(f"SELECT c.language, count(*) AS many {_CODED} GROUP BY c.language ORDER BY many DESC, c.language")
    return Contents(
        title=about.get("title", ""), made=about.get("made", ""), documents=_count(connection, "documents WHERE run IS NOT NULL"),
        uncoded=_count(connection, "documents WHERE run IS NULL"), records=sum(kinds.values()),
        judged=_count(connection, "records WHERE standing AND judged IS NOT NULL"), kinds=kinds, stories=_count(connection, "stories"),
        untold=_count(connection, "untold"), languages={row[0]: int(row[1]) for row in languages}, outlets=int(outlets), first=_day(first), last=_day(last),
        skipped=_count(connection, "skips WHERE run IS NULL OR document IN (SELECT number FROM documents WHERE run IS NULL)"),
    )  # fmt: skip


def load_outlets(connection: sqlite3.Connection) -> tuple[OutletVolume, ...]:
    """The outlets of a case, those with the most documents first."""
    languages: dict[str | None, list[str]] = {}
    for row in connection.execute(f"SELECT c.outlet, c.language, count(*) AS many {_CODED} GROUP BY c.outlet, c.language ORDER BY many DESC, c.language"):
        languages.setdefault(row["outlet"], []).append(row["language"])
    query = (
        f"SELECT c.outlet, count(*) AS documents, min(c.published) AS first, max(c.published) AS last {_CODED}"
        " GROUP BY c.outlet ORDER BY documents DESC, c.outlet"
    )
    told = {
        row[0]: int(row[1])
        for row in connection.execute(
            "SELECT c.outlet, count(DISTINCT t.story) FROM tellings AS t JOIN documents AS d ON d.doc = t.doc"
            " JOIN codings AS c ON c.document = d.number AND c.run = d.run GROUP BY c.outlet"
        )
    }
    return tuple(
        OutletVolume(
            outlet=row["outlet"], languages=tuple(languages.get(row["outlet"], ())), documents=int(row["documents"]), stories=told.get(row["outlet"], 0),
            first=_day(row["first"]), last=_day(row["last"]),
        )
        for row in connection.execute(query)
    )  # fmt: skip


def load_parties(connection: sqlite3.Connection) -> tuple[str, ...]:
    """All who take part in a record, or said one; those that are rejected since included."""
    found = {str(row[0]) for row in connection.execute("SELECT DISTINCT actor FROM participants")}
    for row in connection.execute("SELECT DISTINCT said_by FROM records WHERE said_by != '[]'"):
        found |= set(texts(row[0]))
    return tuple(sorted(found))


_CODED: Final = "FROM documents AS d JOIN codings AS c ON c.document = d.number AND c.run = d.run"


def _count(connection: sqlite3.Connection, what: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {what}").fetchone()[0])  # noqa: S608 - our own words


def _day(written: str | None) -> dt.date | None:
    return dt.date.fromisoformat(written) if written else None
