"""A case as tidy tables, CSV or Parquet: one row a record, ISO dates and codes, with a data dictionary beside them."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self, TextIO

from tarazu.errors import OptionError
from tarazu.exports.table_columns import Shape, Table, data_dictionary, tables
from tarazu.exports.table_rows import Cell, Row, rows
from tarazu.exports.targets import target_folder
from tarazu.exports.written import Written
from tarazu.records import HeldDocument

if TYPE_CHECKING:
    from polars import DataFrame
    from polars.datatypes import DataType, DataTypeClass

# What spreadsheets take for the start of a formula. Source: OWASP, CSV Injection.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BATCH = 50_000


class _Sink(Protocol):
    """What takes the rows of one table."""

    def __enter__(self) -> Self: ...
    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...
    def write(self, row: Row) -> None: ...


def write_tables(documents: Iterable[HeldDocument], folder: Path, *, shape: Shape, bom: bool = False) -> Written:
    """Writes a case as tables: events, ties, figures, assessments, documents, sightings, sentences, evidence, skipped, and `datapackage.json`.

    Both shapes have the same columns: text, dates, numbers, and lists as text joined by semicolons. A CSV cell that is empty was not stated.

    Args:
        documents: The documents of a case; they are read once, and few are held at a time.
        folder: Where the files go; it is made where it is not there.
        shape: `csv` or `parquet`.
        bom: For CSV that is opened by double-click in a spreadsheet: begins each file with a byte order mark, so that the letters are read as
            UTF-8, and puts an apostrophe before text that the program would run as a formula (`=`, `+`, `-`, `@` first). Without it text stays exactly
            as it is.

    Returns:
        The files, the data dictionary last, and how many rows stand in all of them.

    Raises:
        OptionError: `shape` is unknown, `bom` is asked for Parquet, or the folder cannot be made or written to.

    Source: layout after Frictionless Data Package.
    """
    if shape not in {"csv", "parquet"}:
        raise OptionError("shape", "csv or parquet", repr(shape), "choose one of the two")
    if bom and shape != "csv":
        raise OptionError("bom", "CSV", shape, "leave the byte order mark out: only CSV may have one")
    count = 0
    with target_folder(folder) as place:
        with ExitStack() as stack:
            sinks = {table.name: stack.enter_context(_sink(table, place, shape, bom=bom)) for table in tables()}
            for document in documents:
                for name, row in rows(document):
                    sinks[name].write(row)
                    count += 1
        (place / "datapackage.json").write_bytes(data_dictionary(shape))
    names = (*(f"{table.name}.{shape}" for table in tables()), "datapackage.json")
    return Written(paths=tuple(folder / name for name in names), rows=count, left_out=())


def _sink(table: Table, folder: Path, shape: Shape, *, bom: bool) -> _Sink:
    return _CsvSink(table, folder, bom=bom) if shape == "csv" else _ParquetSink(table, folder)


class _CsvSink:
    """One table as CSV: UTF-8, a comma, a line feed, quotes where they are needed."""

    def __init__(self, table: Table, folder: Path, *, bom: bool) -> None:
        self._stream: TextIO = (folder / f"{table.name}.csv").open("w", encoding="utf-8-sig" if bom else "utf-8", newline="")
        self._rows = csv.writer(self._stream, lineterminator="\n")
        self._bom = bom
        self._rows.writerow([column.name for column in table.columns])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stream.close()

    def write(self, row: Row) -> None:
        """Writes one row."""
        self._rows.writerow([_text(cell, bom=self._bom) for cell in row])


def _text(cell: Cell, *, bom: bool) -> str | int | float | None:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, dt.datetime):
        return cell.isoformat().replace("+00:00", "Z")
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return f"'{cell}" if bom and isinstance(cell, str) and cell.startswith(_FORMULA) else cell


class _ParquetSink:
    """One table as Parquet: batches of rows as files of their own, which become one at the end, so that no table need fit into memory."""

    def __init__(self, table: Table, folder: Path) -> None:
        self._table = table
        self._path = folder / f"{table.name}.parquet"
        self._batches = folder / f".{table.name}"
        self._batches.mkdir()
        self._rows: list[Row] = []
        self._written = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if error is None:
            self._finish()
        shutil.rmtree(self._batches)

    def write(self, row: Row) -> None:
        """Takes one row."""
        self._rows.append(row)
        if len(self._rows) >= _BATCH:
            self._frame().write_parquet(self._batches / f"{self._written:06}.parquet")
            self._written += 1
            self._rows = []

    def _finish(self) -> None:
        import polars as pl

        if not self._written:
            self._frame().write_parquet(self._path)
            return
        self._frame().write_parquet(self._batches / f"{self._written:06}.parquet")
        pl.scan_parquet(sorted(self._batches.glob("*.parquet"))).sink_parquet(self._path, row_group_size=_BATCH, maintain_order=True)

    def _frame(self) -> DataFrame:
        import polars as pl  # slow to load

        return pl.DataFrame(self._rows, schema=_schema(self._table), orient="row")


def _schema(table: Table) -> dict[str, DataTypeClass | DataType]:
    import polars as pl  # slow to load

    types: dict[str, DataTypeClass | DataType] = {
        "string": pl.String(), "list": pl.String(), "number": pl.Float64(), "integer": pl.Int64(), "boolean": pl.Boolean(),
        "date": pl.Date(), "datetime": pl.Datetime("us", "UTC"),
    }  # fmt: skip
    return {column.name: types[column.type] for column in table.columns}
