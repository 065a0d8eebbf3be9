"""The standing records of a case as Polars frames: one row a record."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import polars as pl

Kind = Literal["events", "ties", "figures", "assessments"]

_LISTS = ("contexts", "actors", "recipients", "said_by", "subjects", "chain")
_DAYS = ("start", "end", "since", "until", "published")
_REALS = ("latitude", "longitude", "amount", "value", "value_to", "score", "confidence")


def frame(connection: sqlite3.Connection, kind: Kind) -> pl.DataFrame:
    """One of the views of a case as a frame.

    Args:
        connection: To read.
        kind: Which view.

    Returns:
        Lists as lists of text, days as dates, numbers as floats, all else as text; the columns are described in docs/case-file.md.
    """
    import polars as pl  # slow to load

    cursor = connection.execute(f"SELECT * FROM {kind} ORDER BY doc, id")  # noqa: S608 - one of four names
    names = [column[0] for column in cursor.description]
    kinds = {name: pl.Float64 if name in _REALS else pl.String for name in names}
    table = pl.DataFrame([tuple(row) for row in cursor], schema=kinds, orient="row", infer_schema_length=None)
    lists = [pl.col(name).str.json_decode(pl.List(pl.String)) for name in names if name in _LISTS]
    days = [pl.col(name).str.to_date("%Y-%m-%d") for name in names if name in _DAYS]
    return table.with_columns(*lists, *days)
