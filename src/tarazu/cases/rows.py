"""Records as rows and rows as records: what goes in comes out, byte for byte."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from typing import Final, TypeVar

import msgspec

from tarazu.records import (
    Amount,
    Assessment,
    CodedRecord,
    Event,
    Evidence,
    Figure,
    Part,
    Tie,
    When,
    Where,
)  # fmt: skip

Cell = str | int | float | None
T = TypeVar("T")

COLUMNS: Final = (
    "id", "kind", "type", "mode", "channel", "contexts", "actors", "recipients", "start", "end", "granularity", "time_text", "place", "country",
    "latitude", "longitude", "status", "value", "value_to", "unit", "qualifier", "period", "said_by", "score", "confidence", "coder",
)  # fmt: skip
"""The columns of the table `records` that hold what a record says."""

KINDS: Final = {Event: "event", Tie: "tie", Figure: "figure", Assessment: "assessment"}


def to_row(record: CodedRecord) -> dict[str, Cell]:
    """A record as the columns of `COLUMNS`."""
    row: dict[str, Cell] = dict.fromkeys(COLUMNS)
    row |= {
        "id": record.id, "kind": KINDS[type(record)], "said_by": _list(record.said_by), "confidence": record.confidence, "coder": record.coder,
        "recipients": "[]",
    }  # fmt: skip
    match record:
        case Event():
            row |= {"type": record.type, "mode": record.mode, "channel": record.channel, "contexts": _list(record.contexts)}
            row |= {"actors": _list(record.actors), "recipients": _list(record.recipients), "status": record.status, "score": record.score}
            row |= _when(record.when) | _where(record.where)
            row |= {"value": record.amount.value, "unit": record.amount.unit} if record.amount else {}
        case Tie():
            row |= {"type": record.kind, "actors": _list([record.source]), "recipients": _list([record.target])}
            row |= {"start": _day(record.since), "end": _day(record.until)}
        case Figure():
            row |= {"type": record.indicator, "mode": record.name, "actors": _list(record.subjects), "value": record.value, "value_to": record.value_to}
            row |= {"unit": record.unit, "qualifier": record.qualifier, "period": record.period, "status": record.status}
        case Assessment():
            row |= {"type": record.dimension, "mode": record.direction, "actors": _list([record.subject])}
            row |= {"recipients": _list([record.object] if record.object else [])} | _when(record.when)
    return row


def to_record(row: sqlite3.Row, doc: str, evidence: tuple[Evidence, ...]) -> CodedRecord:
    """The record of a row, with its evidence.

    Raises:
        msgspec.ValidationError: The row was written by other hands and is no record.
    """
    common: dict[str, object] = {"id": row["id"], "doc": doc, "said_by": texts(row["said_by"]), "confidence": row["confidence"], "coder": row["coder"]}
    actors, recipients = texts(row["actors"]), texts(row["recipients"])
    if row["kind"] == "event":
        own: dict[str, object] = {
            "type": row["type"], "mode": row["mode"], "contexts": texts(row["contexts"]), "channel": row["channel"], "actors": actors,
            "recipients": recipients, "when": _to_when(row), "where": _to_where(row), "status": row["status"], "score": row["score"],
            "amount": None if row["value"] is None else Amount(value=row["value"], unit=row["unit"]),
        }  # fmt: skip
        return _made(own | common, evidence, Event)
    if row["kind"] == "tie":
        own = {"kind": row["type"], "from": actors[0], "to": recipients[0], "since": row["start"], "until": row["end"]}
        return _made(own | common, evidence, Tie)
    if row["kind"] == "figure":
        own = {
            "indicator": row["type"], "name": row["mode"], "value": row["value"], "value_to": row["value_to"], "unit": row["unit"],
            "period": row["period"], "subjects": actors, "qualifier": row["qualifier"], "status": row["status"],
        }  # fmt: skip
        return _made(own | common, evidence, Figure)
    own = {
        "subject": actors[0], "object": recipients[0] if recipients else None, "dimension": row["type"], "direction": row["mode"], "when": _to_when(row),
    }  # fmt: skip
    return _made(own | common, evidence, Assessment)


def to_parts(evidence: Evidence) -> str:
    """The parts of a piece of evidence as they are stored."""
    return msgspec.json.encode(evidence.parts).decode("utf-8")


def to_evidence(row: sqlite3.Row, text: str | None) -> Evidence:
    """A piece of evidence with the words of the document."""
    start, end = int(row["start"]), int(row["end"])
    parts = msgspec.json.decode(row["parts"], type=tuple[Part, ...])
    return Evidence(sentence=row["sentence"], start=start, end=end, text=(text or "")[start:end], parts=parts)


def participants(record: CodedRecord) -> tuple[tuple[str, str], ...]:
    """Who takes part in a record: role (`actor`, `recipient`) and id."""
    match record:
        case Event():
            return (*(("actor", each) for each in record.actors), *(("recipient", each) for each in record.recipients))
        case Tie():
            return (("actor", record.source), ("recipient", record.target))
        case Figure():
            return tuple(("actor", each) for each in record.subjects)
        case Assessment():
            return (("actor", record.subject), *((("recipient", record.object),) if record.object else ()))


def texts(written: str | None) -> tuple[str, ...]:
    """A list of texts as it is stored; empty for NULL."""
    return msgspec.json.decode(written, type=tuple[str, ...]) if written else ()


def _made(own: dict[str, object], evidence: tuple[Evidence, ...], kind: type[T]) -> T:
    return msgspec.convert(own | {"evidence": evidence}, kind)


def _list(values: Sequence[str]) -> str:
    return msgspec.json.encode(values).decode("utf-8")


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _when(when: When | None) -> dict[str, Cell]:
    if when is None:
        return {}
    return {"start": when.start.isoformat(), "end": when.end.isoformat(), "granularity": when.granularity, "time_text": when.text}


def _where(where: Where | None) -> dict[str, Cell]:
    return {"place": where.name, "country": where.country, "latitude": where.lat, "longitude": where.lon} if where else {}


def _to_when(row: sqlite3.Row) -> dict[str, object] | None:
    if row["start"] is None:
        return None
    return {"start": row["start"], "end": row["end"], "granularity": row["granularity"], "text": row["time_text"]}


def _to_where(row: sqlite3.Row) -> Where | None:
    if row["place"] is None:
        return None
    return Where(name=row["place"], country=row["country"], lat=row["latitude"], lon=row["longitude"])
