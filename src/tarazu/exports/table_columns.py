"""The tables of an export: their columns, and the data dictionary made of them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

import msgspec

from tarazu import data, records
from tarazu.exports.json_text import JsonValue

Shape = Literal["csv", "parquet"]
CellType = Literal["string", "list", "number", "integer", "boolean", "date", "datetime"]

_ALLOWED: dict[str, tuple[str, ...]] = {
    "EventType": get_args(records.EventType), "Channel": get_args(records.Channel), "Granularity": get_args(records.Granularity),
    "Status": get_args(records.Status), "TieKind": get_args(records.TieKind), "Dimension": get_args(records.Dimension),
    "Direction": get_args(records.Direction), "Indicator": get_args(records.Indicator), "Qualifier": get_args(records.Qualifier),
    "Judged": get_args(records.Judged), "Table": ("events", "ties", "figures", "assessments"),
}  # fmt: skip
_MEDIA = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
_KEYS = {"documents": ["doc"], "sentences": ["record", "telling"]}


class Column(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A column of a table.

    Attributes:
        name: As it stands in the first row.
        type: What its cells hold; `list` is text joined by semicolons.
        about: What it means, for the data dictionary.
        one_of: The name of the records' list of values that it is limited to.
        least, most: The least and the greatest number allowed, both included.
        optional: Whether a cell may be empty.
        table: The table whose key it is.
    """

    name: str
    type: CellType
    about: str
    one_of: str | None = None
    least: float | None = msgspec.field(name="from", default=None)
    most: float | None = msgspec.field(name="to", default=None)
    optional: bool = False
    table: str | None = None


class Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table: its name, what a row of it is, its key and its columns in their order."""

    name: str
    about: str
    key: tuple[str, ...] = ()
    columns: tuple[Column, ...]


class TableFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`tables.yml`."""

    source: str
    licence: str
    tables: tuple[Table, ...]


@lru_cache(maxsize=1)
def tables() -> tuple[Table, ...]:
    """The tables of an export, in the order in which they are written.

    Raises:
        DataFileError: `tables.yml` is not as it must be.
    """
    return data.read(Path(__file__).parent / "tables.yml", TableFile).tables


def data_dictionary(shape: Shape) -> bytes:
    """Makes the data dictionary of the tables.

    Args:
        shape: In which shape the tables are.

    Returns:
        `datapackage.json`: every field with its type, meaning and constraints, primary and foreign keys.

    Raises:
        DataFileError: `tables.yml` is not as it must be.

    Source: Frictionless Data Package and Table Schema, version 1.
    """
    package: JsonValue = {
        "profile": "tabular-data-package" if shape == "csv" else "data-package", "name": "tarazu-case", "title": "A case of Tarazu",
        "description": "Who did what to whom, when, where and on whose word. Lists are joined by semicolons; a semicolon or backslash within "
        "an item has a backslash before it. Empty cells are not stated.",
        "resources": [_resource(table, shape) for table in tables()],
    }  # fmt: skip
    return msgspec.json.format(msgspec.json.encode(package), indent=2) + b"\n"


def _resource(table: Table, shape: Shape) -> JsonValue:
    schema: dict[str, JsonValue] = {"fields": [_field(column) for column in table.columns], "missingValues": [""]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    if keys := _foreign_keys(table):
        schema["foreignKeys"] = keys
    resource: dict[str, JsonValue] = {
        "name": table.name, "path": f"{table.name}.{shape}", "description": table.about, "format": shape, "mediatype": _MEDIA[shape], "schema": schema,
    }  # fmt: skip
    if shape == "csv":
        resource |= {"profile": "tabular-data-resource", "encoding": "utf-8", "dialect": {"delimiter": ",", "lineTerminator": "\n", "doubleQuote": True}}
    return resource


def _field(column: Column) -> JsonValue:
    constraints: dict[str, JsonValue] = {}
    if not column.optional and column.type != "list":  # an empty list is an empty cell
        constraints["required"] = True
    if column.one_of:
        constraints["enum"] = list(_ALLOWED[column.one_of])
    constraints |= {name: value for name, value in (("minimum", column.least), ("maximum", column.most)) if value is not None}
    field: dict[str, JsonValue] = {"name": column.name, "type": "string" if column.type == "list" else column.type, "description": column.about}
    if column.type == "list":
        field["description"] = f"{column.about} Joined by semicolons."
    return field | ({"constraints": constraints} if constraints else {})


def _foreign_keys(table: Table) -> list[JsonValue]:
    keys: list[JsonValue] = [
        {"fields": [column.name], "reference": {"resource": column.table, "fields": list[JsonValue](_KEYS[column.table])}}
        for column in table.columns
        if column.table
    ]
    if table.name == "evidence":
        pair: list[JsonValue] = ["record", "telling"]
        keys.append({"fields": pair, "reference": {"resource": "sentences", "fields": pair}})
    return keys
