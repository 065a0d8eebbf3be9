"""What stands in a held document, as rows of the tables that `tables.yml` describes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from tarazu.records import Assessment, CodedRecord, Event, Figure, Held, HeldDocument, Tie, When

Cell = str | int | float | bool | dt.date | dt.datetime | None
Row = tuple[Cell, ...]


def rows(document: HeldDocument) -> Iterator[tuple[str, Row]]:
    """All that stands in a document, as pairs of a table's name and a row of it.

    Args:
        document: The document, with its sightings and records.

    Yields:
        The document's own row first, then those of its sightings, what was skipped of it, and its records with their sentences and parts.
    """
    facts = document.facts
    yield "documents", (
        facts.doc, facts.id, facts.language, facts.title, facts.published, facts.outlet, facts.author, facts.url, join(facts.chain), facts.translated,
        facts.sentences,
    )  # fmt: skip
    for each in document.sightings:
        yield "sightings", (facts.doc, each.address, _utc(each.seen), each.title, each.published, each.outlet, each.author, each.url)
    for left in facts.skipped:
        yield "skipped", (left.doc, left.stage, left.reason, left.start, left.end)
    for held in document.records:
        yield from _held(held)


def join(values: Iterable[str]) -> str:
    r"""Joins the items of a list into one cell.

    Example:
        >>> join(["KAZ", "RUS/ministry-of-defence", "Alpha; Beta"])
        'KAZ;RUS/ministry-of-defence;Alpha\\; Beta'
    """
    return ";".join(re.sub(r"([\\;])", r"\\\1", value) for value in values)


def part_list(cell: str) -> tuple[str, ...]:
    r"""Takes the items of a list out of a cell again.

    Example:
        >>> part_list("KAZ;RUS/ministry-of-defence;Alpha\\; Beta")
        ('KAZ', 'RUS/ministry-of-defence', 'Alpha; Beta')
    """
    items = [""] if cell else []
    for piece in re.findall(r"\\.|;|[^\\;]+", cell, flags=re.DOTALL):
        if piece == ";":
            items.append("")
        else:
            items[-1] += piece.removeprefix("\\")
    return tuple(items)


def _held(held: Held) -> Iterator[tuple[str, Row]]:
    record = held.record
    table, cells = _record(record)
    yield table, (record.id, record.doc, *cells, join(record.said_by), *_scored(record), record.confidence, record.coder, held.judged)
    for telling, evidence in enumerate(record.evidence):
        yield "sentences", (record.id, table, telling, record.doc, evidence.sentence, evidence.start, evidence.end, evidence.text)
        for at, part in enumerate(evidence.parts):
            yield "evidence", (record.id, table, telling, at, part.role, part.start, part.end, part.id)


def _record(record: CodedRecord) -> tuple[str, Row]:
    """The name of the record's table, and its cells between the document and the holders of the statement."""
    match record:
        case Event():
            return "events", _event(record)
        case Tie():
            return "ties", (record.kind, record.source, record.target, record.since, record.until)
        case Figure():
            return "figures", (
                record.indicator, record.name, record.value, record.value_to, record.unit, record.period, join(record.subjects), record.qualifier,
                record.status,
            )  # fmt: skip
        case Assessment():
            return "assessments", (record.subject, record.object, record.dimension, record.direction, *_time(record.when))


def _event(event: Event) -> Row:
    place, amount = event.where, event.amount
    where: Row = (place.name, place.country, place.lat, place.lon) if place else (None, None, None, None)
    return (
        event.type, event.mode, join(event.contexts), event.channel, join(event.actors), join(event.recipients), *_time(event.when), *where, event.status,
        amount.value if amount else None, amount.unit if amount else None,
    )  # fmt: skip


def _scored(record: CodedRecord) -> Row:
    return (record.score,) if isinstance(record, Event) else ()


def _time(when: When | None) -> Row:
    return (when.start, when.end, when.granularity, when.text) if when else (None, None, None, None)


def _utc(moment: dt.datetime) -> dt.datetime:
    """A moment without a zone is UTC already, as the records say."""
    return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)
