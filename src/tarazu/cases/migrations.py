"""Brings the file of a case from an older version to the newest, one step a version."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

Step = Callable[[sqlite3.Connection], None]


def _first(connection: sqlite3.Connection) -> None:
    """Version 1 is the first; `schema.sql` makes it."""
    del connection


STEPS: tuple[Step, ...] = (_first,)
"""The step at place n makes version n + 1 of version n."""


def migrate(connection: sqlite3.Connection, application: int) -> None:
    """Runs the steps that a file still lacks, all or none.

    Args:
        connection: To write, outside a transaction, with the lock held.
        application: What marks the file as a case.
    """
    found = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if found >= len(STEPS):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for step in STEPS[found:]:
            step(connection)
        connection.execute(f"PRAGMA application_id = {application}")
        connection.execute(f"PRAGMA user_version = {len(STEPS)}")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
