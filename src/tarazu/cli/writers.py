"""The formats for machines: JSON lines after the contract, and a flat table as CSV."""

from __future__ import annotations

import csv
from typing import Protocol, TextIO

import msgspec

from tarazu.records import Assessment, Coded, CodedRecord, DocumentFacts, Event, Figure, Skipped, Tie

_ORDER = (Event, Tie, Figure, Assessment)

COLUMNS = (
    "record", "id", "doc", "language", "published", "outlet", "type", "mode", "channel", "contexts", "actors", "recipients", "start", "end", "granularity",
    "place", "country", "lat", "lon", "status", "value", "value_to", "unit", "qualifier", "period", "said_by", "score", "confidence", "coder", "tellings",
    "sentence", "from", "to", "text",
)  # fmt: skip


class Writer(Protocol):
    """What takes coded documents and writes them down."""

    def write(self, item: Coded | Skipped) -> None:
        """Writes one document."""


class LinesWriter:
    """One JSON object a line: each document, then its events, ties, figures and assessments; a document left out is a `skipped` line."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, item: Coded | Skipped) -> None:
        """Writes one document."""
        if isinstance(item, Skipped):
            self._line(item)
            return
        self._line(item.facts)
        for record in sorted(item.records, key=lambda record: _ORDER.index(type(record))):
            self._line(record)

    def _line(self, value: CodedRecord | DocumentFacts | Skipped) -> None:
        self._stream.write(msgspec.json.encode(value).decode("utf-8") + "\n")


class CsvWriter:
    """Comma-separated values, one record a row, several ids in a cell separated by semicolons.

    A tie's `type`, `actors`, `recipients` are its kind, source and target; a figure's `type`, `actors` its indicator and subjects;
    an assessment's `type`, `mode`, `actors`, `recipients` its dimension, direction, subject and object.
    """

    def __init__(self, stream: TextIO) -> None:
        self._rows = csv.DictWriter(stream, COLUMNS, restval="", lineterminator="\n")
        self._rows.writeheader()

    def write(self, item: Coded | Skipped) -> None:
        """Writes the records of one document."""
        if isinstance(item, Coded):
            for record in item.records:
                self._rows.writerow(_row(item.facts, record))


Cell = str | int | float | None


def _row(facts: DocumentFacts, record: CodedRecord) -> dict[str, Cell]:
    first = record.evidence[0]
    row: dict[str, Cell] = {
        "record": type(record).__name__.lower(), "id": record.id, "doc": record.doc, "language": facts.language,
        "published": facts.published.isoformat() if facts.published else None, "outlet": facts.outlet, "said_by": _join(record.said_by),
        "confidence": record.confidence, "coder": record.coder, "tellings": len(record.evidence), "sentence": first.sentence, "from": first.start,
        "to": first.end, "text": first.text,
    }  # fmt: skip
    match record:
        case Event():
            row |= _event(record)
        case Tie():
            row |= {"type": record.kind, "actors": record.source, "recipients": record.target}
            row |= {"start": record.since.isoformat() if record.since else None, "end": record.until.isoformat() if record.until else None}
        case Figure():
            row |= {"type": record.indicator, "mode": record.name, "actors": _join(record.subjects), "value": record.value, "value_to": record.value_to}
            row |= {"unit": record.unit, "qualifier": record.qualifier, "period": record.period, "status": record.status}
        case Assessment():
            row |= {"type": record.dimension, "mode": record.direction, "actors": record.subject, "recipients": record.object}
            row |= _time(record)
    return row


def _event(event: Event) -> dict[str, Cell]:
    row: dict[str, Cell] = {
        "type": event.type, "mode": event.mode, "channel": event.channel, "contexts": _join(event.contexts), "actors": _join(event.actors),
        "recipients": _join(event.recipients), "status": event.status, "score": event.score,
    }  # fmt: skip
    if event.where:
        row |= {"place": event.where.name, "country": event.where.country, "lat": event.where.lat, "lon": event.where.lon}
    if event.amount:
        row |= {"value": event.amount.value, "unit": event.amount.unit}
    return row | _time(event)


def _time(record: Event | Assessment) -> dict[str, Cell]:
    when = record.when
    return {"start": when.start.isoformat(), "end": when.end.isoformat(), "granularity": when.granularity} if when else {}


def _join(values: tuple[str, ...]) -> str:
    return ";".join(values)
