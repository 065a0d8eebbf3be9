"""Narratives as a screen shows them: who says what in a table, and the sentences behind one cell of it at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from tarazu.analysis.contradictions import Contradiction, Matter, Position
from tarazu.analysis.leanings import Lean, Leaning
from tarazu.analysis.narratives import Column, ColumnKind, Grouping
from tarazu.analysis.questions import Side
from tarazu.analysis.silences import Silence, Verdict
from tarazu.api.comparing import Narratives, Sentence
from tarazu.records import Status

MOST_ROWS: Final = 60
MOST_COLUMNS: Final = 40
MOST_CONTRADICTIONS: Final = 30
MOST_SENTENCES: Final = 3
MOST_SILENCES: Final = 60
_MOST_STORIES: Final = 5


class SaidColumn(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is said; `key` names it in addresses, the rest is as in `Column`, `count` as in `ColumnTotal`."""

    key: str
    kind: ColumnKind
    matter: str
    value: str
    side: Side | None
    status: Status | None
    count: int


class SaidRow(msgspec.Struct, frozen=True, kw_only=True):
    """Who says it; `key` names the row in addresses (empty for those of whom it is not known), the rest is as in `Group`."""

    key: str
    name: str | None
    documents: int
    statements: int
    stories: int
    tellings: int


class SaidCell(msgspec.Struct, frozen=True, kw_only=True):
    """A cell of the table: the places of its row and column, and `count`, `share` and `voices` as in `Cell`."""

    row: int
    column: int
    count: int
    share: float
    voices: int


class Stand(msgspec.Struct, frozen=True, kw_only=True):
    """One side of a contradiction.

    Attributes:
        value, outlets, states, languages, speakers, weight: As in `Position`.
        records: How many records take it.
        sentences: The first of them, one an outlet before a second one of any.
    """

    value: str
    outlets: tuple[str, ...]
    states: tuple[str, ...]
    languages: tuple[str, ...]
    speakers: tuple[str, ...]
    weight: float
    records: int
    sentences: tuple[Sentence, ...]


class Opposed(msgspec.Struct, frozen=True, kw_only=True):
    """A contradiction with its sides; the rest is as in `Contradiction`."""

    field: str
    matter: Matter | None
    story: str | None
    weight: float
    sides: tuple[Stand, ...]


class Leant(msgspec.Struct, frozen=True, kw_only=True):
    """As `Leaning`, without the records."""

    outlet: str
    stories: int
    evidence: float
    mean: float
    leaning: float | None
    low: float | None
    high: float | None
    lean: Lean


class Silent(msgspec.Struct, frozen=True, kw_only=True):
    """As `Silence`, with the first stories that the outlet does not tell."""

    outlet: str
    kind: str
    exposed: int
    told: int
    expected: float
    verdict: Verdict
    untold: tuple[str, ...]


class NarrativesView(msgspec.Struct, frozen=True, kw_only=True):
    """What a screen shows of narratives.

    Attributes:
        by: What the rows are.
        rows, columns, cells: The table, the busiest first.
        more_rows, more_columns: How many there are beside those.
        contradictions: The weightiest; `all_contradictions` says of how many.
        leanings: Of outlets, where two parties are asked for; None otherwise.
        between, within: As in `Leanings`; 0 without.
        silences: Where an outlet tells fewer or more acts of a kind than it would by its volume.
        tested: How many outlets and kinds had enough to be tested.
        unplaced: How many statements and stories have no day by which to place them.
    """

    by: Grouping
    rows: tuple[SaidRow, ...]
    columns: tuple[SaidColumn, ...]
    cells: tuple[SaidCell, ...]
    more_rows: int
    more_columns: int
    contradictions: tuple[Opposed, ...]
    all_contradictions: int
    leanings: tuple[Leant, ...] | None
    between: float
    within: float
    silences: tuple[Silent, ...]
    tested: int
    unplaced: int


def view_narratives(found: Narratives) -> NarrativesView:
    """Narratives without the records and sentences behind each cell, which `said` gives one cell at a time."""
    compared = found.comparison
    rows = {each.name: at for at, each in enumerate(compared.groups[:MOST_ROWS])}
    columns = {each.column: at for at, each in enumerate(compared.columns[:MOST_COLUMNS])}
    cells = (
        SaidCell(row=rows[each.group], column=columns[each.column], count=each.count, share=round(each.share, 4), voices=each.voices)
        for each in compared.cells if each.group in rows and each.column in columns
    )  # fmt: skip
    sentences = {each.record: each for each in found.sentences}
    silences = [each for each in found.silences.cells if each.verdict in {"silent", "reports more"}]
    return NarrativesView(
        by=compared.by, cells=tuple(cells), more_rows=max(0, len(compared.groups) - MOST_ROWS), more_columns=max(0, len(compared.columns) - MOST_COLUMNS),
        rows=tuple(
            SaidRow(key=each.name or "", name=each.name, documents=each.documents, statements=each.statements, stories=each.stories, tellings=each.tellings)
            for each in compared.groups[:MOST_ROWS]
        ),
        columns=tuple(_column(each.column, each.count) for each in compared.columns[:MOST_COLUMNS]),
        contradictions=tuple(_opposed(each, sentences) for each in found.contradictions.found[:MOST_CONTRADICTIONS]),
        all_contradictions=len(found.contradictions.found),
        leanings=None if found.leanings is None else tuple(_leant(each) for each in found.leanings.outlets),
        between=found.leanings.between if found.leanings else 0.0, within=found.leanings.within if found.leanings else 0.0,
        silences=tuple(_silent(each) for each in silences[:MOST_SILENCES]), tested=found.silences.tested, unplaced=len(compared.skipped),
    )  # fmt: skip


def said(found: Narratives, group: str, column: str) -> tuple[Sentence, ...]:
    """The sentences behind a cell, by day.

    Args:
        found: The narratives.
        group: The key of its row.
        column: The key of its column.

    Returns:
        One a record; none where there is no such cell.
    """
    records = {record for each in found.comparison.cells if (each.group or "") == group and column_key(each.column) == column for record in each.records}
    mine = (each for each in found.sentences if each.record in records)
    return tuple(sorted(mine, key=lambda each: (each.published is None, each.published.isoformat() if each.published else "", each.record)))


def column_key(column: Column) -> str:
    """What a column is called in addresses.

    Example:
        >>> column_key(Column(kind="assessment", matter="influence", value="falling", side="second"))
        'assessment:influence:falling:second:'
    """
    return ":".join((column.kind, column.matter, column.value, column.side or "", column.status or ""))


def _column(column: Column, count: int) -> SaidColumn:
    return SaidColumn(
        key=column_key(column), kind=column.kind, matter=column.matter, value=column.value, side=column.side, status=column.status, count=count
    )  # fmt: skip


def _opposed(each: Contradiction, sentences: Mapping[str, Sentence]) -> Opposed:
    return Opposed(
        field=each.field, matter=each.matter, story=each.story, weight=round(each.weight, 4), sides=tuple(_stand(side, sentences) for side in each.positions)
    )  # fmt: skip


def _stand(side: Position, sentences: Mapping[str, Sentence]) -> Stand:
    return Stand(
        value=side.value, outlets=side.outlets, states=side.states, languages=side.languages, speakers=side.speakers, weight=round(side.weight, 4),
        records=len(side.records), sentences=_first(sentences[each] for each in side.records if each in sentences),
    )  # fmt: skip


def _first(found: Iterable[Sentence]) -> tuple[Sentence, ...]:
    seen: set[str] = set()
    ranked = []
    for at, each in enumerate(found):
        outlet = each.outlet or each.doc
        ranked.append((outlet in seen, at, each))
        seen.add(outlet)
    return tuple(each for _, _, each in sorted(ranked, key=lambda one: one[:2])[:MOST_SENTENCES])


def _leant(each: Leaning) -> Leant:
    return Leant(**{name: getattr(each, name) for name in Leant.__struct_fields__})


def _silent(each: Silence) -> Silent:
    kept = {name: getattr(each, name) for name in Silent.__struct_fields__ if name != "untold"}
    return Silent(**kept, untold=each.untold[:_MOST_STORIES])
