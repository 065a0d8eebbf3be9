"""What stands at places of documents, and how often parties occur: for a search."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

import msgspec


def stories_at(connection: sqlite3.Connection, places: Iterable[tuple[str, int, int]], limit: int) -> tuple[str, ...]:
    """The stories that are told in sentences at some places.

    Args:
        connection: A case, read.
        places: Documents with half-open spans in code points.
        limit: The most.

    Returns:
        Their ids, in the order of the places.
    """
    query = (
        "SELECT DISTINCT t.story FROM documents AS d JOIN records AS r ON r.document = d.number AND r.run = d.run AND r.standing"
        ' JOIN evidence AS e ON e.record = r.number AND e.start < ? AND e."end" > ? JOIN tellings AS t ON t.record = r.id WHERE d.doc = ?'
        " ORDER BY t.story"
    )
    found: dict[str, None] = {}
    for doc, start, end in places:
        found |= dict.fromkeys(str(row[0]) for row in connection.execute(query, (end, start, doc)))
        if len(found) >= limit:
            break
    return tuple(found)[:limit]


def count_parties(connection: sqlite3.Connection, parties: Sequence[str]) -> Mapping[str, int]:
    """In how many standing records some parties take part, each under its id; a state's people and institutions count for the state too."""
    query = (
        "SELECT wanted.value AS party, (SELECT count(DISTINCT p.record) FROM participants AS p JOIN records AS r ON r.number = p.record AND r.standing"
        " WHERE p.actor = wanted.value OR p.state = wanted.value) AS records FROM json_each(?) AS wanted"
    )
    rows = connection.execute(query, (msgspec.json.encode(list(parties)).decode("utf-8"),))
    return {str(row["party"]): int(row["records"]) for row in rows}
