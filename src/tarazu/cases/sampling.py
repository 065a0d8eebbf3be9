"""The records of a case as far as their quality matters, and the samples of them that were drawn."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from tarazu.records import Gauge

_RECORDS = """
SELECT r.id, d.doc, r.kind, r.type, c.language, r.coder, r.judged,
  (r.id IN (SELECT id FROM samples) OR EXISTS (
    SELECT 1 FROM fits AS f JOIN judgements AS j ON j.number = f.judgement
    WHERE f.record = r.number AND json_extract(j.targets, '$[' || f.target || '].id') IN (SELECT id FROM samples))) AS drawn
FROM records AS r
JOIN documents AS d ON d.number = r.document AND d.run = r.run
JOIN codings AS c ON c.document = r.document AND c.run = r.run
WHERE r.origin = 'coder' AND d.text IS NOT NULL
ORDER BY d.doc, r.id
"""


def load_gauges(connection: sqlite3.Connection) -> tuple[Gauge, ...]:
    """All records that a coder made of texts, in the order of their documents' ids, with what a person said of them."""
    return tuple(
        Gauge(
            id=row["id"], doc=row["doc"], kind=row["kind"], type=row["type"], language=row["language"], coder=row["coder"],
            right=None if row["judged"] is None else row["judged"] == "accepted", drawn=bool(row["drawn"]),
        )
        for row in connection.execute(_RECORDS)
    )  # fmt: skip


def store_sample(connection: sqlite3.Connection, gauges: Sequence[Gauge], drawn: str, seed: int) -> None:
    """Keeps which records were drawn; within a transaction."""
    rows = [(each.id, each.doc, drawn, seed) for each in gauges]
    connection.executemany("INSERT OR IGNORE INTO samples(id, doc, drawn, seed) VALUES (?, ?, ?, ?)", rows)
