"""Stories as the balance needs them, loaded fast and loaded again faster: what has not changed is taken over as it was."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from tarazu.records import Story

Row = tuple[str | int | None, ...]
"""A story as it is kept."""

Known = Mapping[str, tuple[Row, Story]]

# in the order of `load_stories`, so that both give the same balance
_QUERY: Final = (
    'SELECT id, type, channel, actors, recipients, coalesce(start, told), coalesce("end", told), granularity, status, witnesses, origin, told, thread'
    ' FROM stories ORDER BY start IS NULL, start, "end", id'
)
_EMPTY: Final = {
    "mode": None, "contexts": (), "where": None, "amount": None, "score": 0.0, "confidence": 0.0, "tellings": (), "docs": (), "disagreements": (),
}  # fmt: skip
_NAMES: Final = msgspec.json.Decoder(tuple[str, ...])


def load_for_weighing(connection: sqlite3.Connection, known: Known | None = None) -> dict[str, tuple[Row, Story]]:
    """All stories without what the balance does not look at: mode, contexts, place, amount, score, tellings, documents and disagreements are left empty.

    Args:
        connection: To read.
        known: What this gave before; a story that is as it was is the same object then.

    Returns:
        By id, in the order of `load_stories`: the row as it is kept, and the story. One whose text names no time has the day on which it was first published.
    """
    known = known or {}
    reading = connection.cursor()
    reading.row_factory = None
    found: dict[str, tuple[Row, Story]] = {}
    for row in reading.execute(_QUERY):
        before = known.get(row[0])
        found[row[0]] = before if before is not None and before[0] == row else (row, _story(row))
    return found


def first_and_last(connection: sqlite3.Connection) -> tuple[dt.date, dt.date] | None:
    """The days on which the first and the last story were first published; None where none is dated."""
    first, last = connection.execute("SELECT min(told), max(told) FROM stories").fetchone()
    return (dt.date.fromisoformat(first), dt.date.fromisoformat(last)) if first else None


def disputed_stories(connection: sqlite3.Connection, parties: Sequence[str]) -> tuple[str, ...]:
    """The ids of the stories on which tellings differ, in any of which each of some parties is named: itself, or one who acts for it."""
    query = "SELECT id FROM stories WHERE disagreements != '[]'"
    said = "(SELECT 1 FROM tellings AS t JOIN records AS r ON r.id = t.record AND r.standing JOIN participants AS p ON p.record = r.number"
    for at in range(len(parties)):
        query += f" AND EXISTS {said} WHERE t.story = stories.id AND (p.state = ?{at + 1} OR p.actor = ?{at + 1}))"
    return tuple(row[0] for row in connection.execute(f"{query} ORDER BY id", tuple(parties)))


def _story(row: Row) -> Story:
    story, kind, channel, actors, recipients, start, end, granularity, status, witnesses, origin, told, thread = row
    when = {"start": start, "end": end, "granularity": granularity or "day", "text": ""} if start else None
    return msgspec.convert(
        {
            **_EMPTY, "id": story, "type": kind, "channel": channel, "actors": _NAMES.decode(str(actors)), "when": when,
            "recipients": _NAMES.decode(str(recipients)), "status": status, "witnesses": witnesses, "origin": origin, "told": told, "thread": thread,
        },
        Story,
    )  # fmt: skip
