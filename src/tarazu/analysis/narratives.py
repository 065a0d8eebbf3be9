"""Narratives side by side: who says what about two parties or a topic, by outlet, language, outlet's state or speaker."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from tarazu.analysis.questions import Question, Side, Statement, ToldStory, acting_side, select_statements, select_stories, voice_of
from tarazu.ontologies import plover
from tarazu.records import Assessment, DocumentFacts, Skipped, Status, Story, Telling, Tie

Grouping = Literal["outlet", "language", "outlet_state", "speaker"]
ColumnKind = Literal["assessment", "tie", "act"]


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that can be said.

    Attributes:
        kind: A judgement (`assessment`), a standing relation (`tie`) or an `act`.
        matter: The dimension of a judgement, the kind of a tie, the quad class of an act.
        value: The direction of a judgement, the type of an act; empty for a tie.
        side: Which side of the dyad it is said of: whose influence, trust, threat; who acts. None for relations, for acts of both, and where
            no dyad is asked for.
        status: Whether the act is told as done, planned, called off, possible or denied; None for the others.
    """

    kind: ColumnKind
    matter: str
    value: str = ""
    side: Side | None = None
    status: Status | None = None


class ColumnTotal(msgspec.Struct, frozen=True, kw_only=True):
    """A column with all who say it: an agreement where it has more than one group.

    Attributes:
        column: What is said.
        count: Of statements, or of different stories.
        groups: Who says it, by name.
    """

    column: Column
    count: int
    groups: tuple[str | None, ...]


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """How often one group says one thing. Cells in which nothing stands are left out.

    Attributes:
        group: Its name; None for those of whom it is not known.
        column: What is said.
        count: How many statements, or how many different stories (a story told five times is one).
        share: Of all that the group says of this kind, from 0 to 1.
        voices: On how many different voices it stands: the innermost ones, or the outlet itself; what five outlets have from one is one.
        records: The ids of all records that say so, in order.
    """

    group: str | None
    column: Column
    count: int
    share: float
    voices: int
    records: tuple[str, ...]


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the comparison, and how much stands in it.

    Attributes:
        name: The outlet, language, state or speaker; None for all of whom it is not known.
        documents: How many documents say something on the question.
        statements: How many judgements and ties.
        stories: How many different stories.
        tellings: How many reports of them.
    """

    name: str | None
    documents: int
    statements: int
    stories: int
    tellings: int


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Who says what.

    Attributes:
        question: What was asked.
        by: What the rows are.
        groups: The rows, the one that says the most first.
        columns: The columns: judgements, then ties, then acts; the most frequent first.
        cells: Row by row, column by column.
        skipped: What could not be placed.
    """

    question: Question
    by: Grouping
    groups: tuple[Group, ...]
    columns: tuple[ColumnTotal, ...]
    cells: tuple[Cell, ...]
    skipped: tuple[Skipped, ...]


class _Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One record in its cell: `unit` is what is counted once, `voice` on whose word it stands."""

    group: str | None
    column: Column
    record: str
    doc: str
    unit: str
    voice: str


def compare(question: Question, statements: Iterable[Statement], tellings: Sequence[Telling], stories: Iterable[Story], by: Grouping) -> Comparison:
    """Sets side by side who says what.

    A statement falls into one cell. A story falls into the cell of each group that tells it, as that group tells it: who reports the signing
    as done and who as planned stand in different columns.

    Args:
        question: What to look at.
        statements: Judgements and ties with their documents.
        tellings: Reports of acts.
        stories: What the reports tell.
        by: What the rows are. A `speaker` is the innermost voice, or the outlet where it speaks itself.

    Returns:
        The table; the order of what is given does not matter.
    """
    asked, undated = select_statements(question, statements)
    told, unplaced = select_stories(question, stories, tellings)
    entries = [*(_statement_entry(question, each, by) for each in asked), *_story_entries(question, told, by)]
    cells: dict[tuple[str | None, Column], list[_Entry]] = {}
    for entry in entries:
        cells.setdefault((entry.group, entry.column), []).append(entry)
    groups = _groups(entries)
    columns = _columns(entries)
    spoken = _volumes(entries)
    places = [(group.name, total.column) for group in groups for total in columns]
    filled = [_cell(cells[place], spoken[place[0], place[1].kind]) for place in places if place in cells]
    return Comparison(question=question, by=by, groups=groups, columns=columns, cells=tuple(filled), skipped=undated + unplaced)


def group_of(record: Assessment | Tie, facts: DocumentFacts, outlet_state: str | None, by: Grouping) -> str | None:
    """The row that a statement belongs to; None where it is not known."""
    return _row(record.said_by, facts, outlet_state, by)


def _row(said_by: Sequence[str], facts: DocumentFacts, outlet_state: str | None, by: Grouping) -> str | None:
    rows = {"outlet": facts.outlet, "language": facts.language, "outlet_state": outlet_state, "speaker": voice_of(said_by, facts)}
    return rows[by] or None


def _statement_entry(question: Question, statement: Statement, by: Grouping) -> _Entry:
    record, facts = statement.record, statement.facts
    if isinstance(record, Tie):
        column = Column(kind="tie", matter=record.kind, side=acting_side(question, (record.source,), (record.target,)))
    else:
        # relations are between both: that the text names one of them first says nothing
        towards = (record.object,) if record.object and record.dimension != "relations" else ()
        column = Column(kind="assessment", matter=record.dimension, value=record.direction, side=acting_side(question, (record.subject,), towards))
    voice = voice_of(record.said_by, facts) or facts.doc
    group = group_of(record, facts, statement.outlet_state, by)
    return _Entry(group=group, column=column, record=record.id, doc=facts.doc, unit=record.id, voice=voice)


def _story_entries(question: Question, told: Iterable[ToldStory], by: Grouping) -> Iterator[_Entry]:
    types = plover().types
    for each in told:
        side = acting_side(question, each.story.actors, each.story.recipients)
        for telling in each.tellings:
            record, facts = telling.record, telling.facts
            column = Column(kind="act", matter=types[record.type].quad, value=record.type, side=side, status=record.status)
            group = _row(record.said_by, facts, telling.outlet_state, by)
            voice = voice_of(record.said_by, facts) or facts.doc
            yield _Entry(group=group, column=column, record=record.id, doc=facts.doc, unit=each.story.id, voice=voice)


def _volumes(entries: Iterable[_Entry]) -> Mapping[tuple[str | None, ColumnKind], int]:
    """How many statements, ties or stories a group has; the whole of which a cell is a share. A story told in two ways counts for both."""
    units: dict[tuple[str | None, ColumnKind], set[tuple[str, Column]]] = {}
    for entry in entries:
        units.setdefault((entry.group, entry.column.kind), set()).add((entry.unit, entry.column))
    return {key: len(each) for key, each in units.items()}


def _cell(entries: Sequence[_Entry], volume: int) -> Cell:
    count = len({each.unit for each in entries})
    records = tuple(sorted({each.record for each in entries}))
    voices = len({each.voice for each in entries})
    return Cell(group=entries[0].group, column=entries[0].column, count=count, share=count / volume, voices=voices, records=records)


def _groups(entries: Iterable[_Entry]) -> tuple[Group, ...]:
    rows: dict[str | None, list[_Entry]] = {}
    for entry in entries:
        rows.setdefault(entry.group, []).append(entry)
    groups = []
    for name, held in rows.items():
        acts = [each for each in held if each.column.kind == "act"]
        stories = {each.unit for each in acts}
        documents = {each.doc for each in held}
        groups.append(Group(name=name, documents=len(documents), statements=len(held) - len(acts), stories=len(stories), tellings=len(acts)))
    return tuple(sorted(groups, key=lambda each: (each.name is None, -(each.statements + each.stories), each.name or "")))


def _columns(entries: Iterable[_Entry]) -> tuple[ColumnTotal, ...]:
    held: dict[Column, list[_Entry]] = {}
    for entry in entries:
        held.setdefault(entry.column, []).append(entry)
    totals = []
    for column, within in held.items():
        groups = sorted({each.group for each in within}, key=lambda name: (name is None, name or ""))
        totals.append(ColumnTotal(column=column, count=len({each.unit for each in within}), groups=tuple(groups)))
    kinds = ("assessment", "tie", "act")
    return tuple(sorted(totals, key=lambda each: (kinds.index(each.column.kind), -each.count, _written(each.column))))


def _written(column: Column) -> tuple[str, str, str, str]:
    return column.matter, column.value, column.side or "", column.status or ""
