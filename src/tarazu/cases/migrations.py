"""Brings the file of a case from an older version to the newest, one step a version; a new case goes through all of them."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from typing import Final

from tarazu.errors import DataFileError

_STEPS: Final = sorted(Path(__file__).with_name("schema").glob("*.sql"), key=lambda path: int(path.name.partition("_")[0]))

VERSION: Final = len(_STEPS)
"""Of the files that this Tarazu makes."""


def migrate(connection: sqlite3.Connection, application: int) -> bool:
    """Runs the steps that a file still lacks, all or none; the step at place n makes version n + 1 of version n.

    Args:
        connection: To write, outside a transaction, with the lock held.
        application: What marks the file as a case.

    Returns:
        Whether there was anything to do.

    Raises:
        DataFileError: The steps are not numbered from 1 on.
    """
    found = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if found >= VERSION:
        return False
    for number, path in enumerate(_STEPS, 1):
        if not re.match(rf"{number}_\w+\.sql$", path.name):
            raise DataFileError(str(path), f"step {number}", path.name, "number the steps of the schema from 1 on")
    try:
        # a script commits what is open before it begins, so it must begin the transaction itself
        connection.executescript("BEGIN IMMEDIATE;\n" + "\n".join(path.read_text(encoding="utf-8") for path in _STEPS[found:]))
        connection.execute(f"PRAGMA application_id = {application}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    return True
