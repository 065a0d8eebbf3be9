"""Answers: JSON as our records are written, and the same as a table for spreadsheets."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec
from starlette.responses import Response

from tarazu.errors import TarazuError

Cell = str | int | float | bool | None

_RISKY: Final = re.compile(r"[=+\-@\t\r]")
_NAME: Final = re.compile(r"[^a-z0-9-]+")
_NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?(e[-+]?[0-9]+)?")


def answer(value: object, status: int = 200) -> Response:
    """A value as JSON.

    Args:
        value: A record, or lists and mappings of such; keys as the fields are called.
        status: The status of the answer.

    Returns:
        The answer. Its `ETag` is of its content: who has it already is told so, and gets nothing twice.
    """
    body = msgspec.json.encode(value)
    return Response(body, status, headers={"ETag": _tag(body)}, media_type="application/json")


def table(columns: Sequence[str], rows: Iterable[Sequence[Cell]], name: str) -> Response:
    """Rows as CSV, to be opened in a spreadsheet: UTF-8 with a byte order mark, by which they know that it is.

    Args:
        columns: The names of the columns.
        rows: The cells; None is an empty one. A text that a spreadsheet would take for a formula gets an apostrophe before it.
        name: What the file is called, without its ending.

    Source: owasp.org/www-community/attacks/CSV_Injection.
    """
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(each) for each in row] for row in rows)
    body = written.getvalue().encode("utf-8-sig", "replace")
    headers = {"ETag": _tag(body), "Content-Disposition": f'attachment; filename="{_NAME.sub("-", name.lower()).strip("-") or "table"}.csv"'}
    return Response(body, headers=headers, media_type="text/csv; charset=utf-8")


def fault(error: TarazuError, status: int = 400) -> Response:
    """An error as the page shows it."""
    said = {"where": error.where, "expected": error.expected, "found": error.found, "hint": error.hint}
    body = msgspec.json.encode({"error": {name: text.encode("utf-8", "replace").decode() for name, text in said.items()}})
    return Response(body, status, media_type="application/json")


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return repr(value)
    return f"'{value}" if _RISKY.match(value) and not _NUMBER.fullmatch(value) else value


def _tag(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:24]}"'
