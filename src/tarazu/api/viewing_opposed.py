"""Who says the opposite of whom on a relation, with sentences of either side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from tarazu.analysis.questions import Statement
from tarazu.api.comparing import Sentence, make_question
from tarazu.api.storytelling import told_connection
from tarazu.cases import stories as held
from tarazu.cases.weighing import disputed_stories

if TYPE_CHECKING:
    import sqlite3

    from tarazu.analysis.contradictions import Contradiction, Position
    from tarazu.records import Story, Telling

_OPPOSED: Final = 12
_SENTENCES: Final = 3


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One side of a contradiction, with some of its sentences.

    Attributes:
        value: The direction, status, type or amount that is stated.
        outlets, speakers, languages: Who says so, and in which languages.
        records: How many records do.
        sentences: At most three, each of another document if there are such.
    """

    value: str
    outlets: tuple[str, ...]
    speakers: tuple[str, ...]
    languages: tuple[str, ...]
    records: int
    sentences: tuple[Sentence, ...]


class Opposed(msgspec.Struct, frozen=True, kw_only=True):
    """Positions that cannot all be held at once.

    Attributes:
        field: What they differ in.
        subject, object, dimension: Of judgements, what they are about; empty for acts.
        story: Of acts, the story's id; None for judgements.
        opposition: How much they oppose each other, up to 1.
        sides: At least two, the weightiest first.
    """

    field: str
    subject: str
    object: str
    dimension: str
    story: str | None
    opposition: float
    sides: tuple[Side, ...]


class OpposedView(msgspec.Struct, frozen=True, kw_only=True):
    """The contradictions between those who speak of a relation.

    Attributes:
        total: How many there are.
        found: The weightiest first; at most twelve.
    """

    total: int
    found: tuple[Opposed, ...]


def view_opposed(path: Path, pair: tuple[str, str], days: tuple[dt.date, dt.date]) -> OpposedView:
    """The contradictions between those who speak of a relation in a period, as `comparing.narratives` finds them.

    Only what may be part of one is loaded: judgements of documents that judge both, and stories on which tellings differ.

    Args:
        path: The case.
        pair: The state and the power.
        days: The first and the last.

    Raises:
        CaseError: The case cannot be read.
    """
    from tarazu.analysis.contradictions import contradictions  # slow to load

    with closing(told_connection(path)) as connection:
        statements = _statements(connection, pair)
        stories = list(held.load_stories(connection, disputed_stories(connection, pair)))
        tellings = _tellings(connection, stories)
    opposed = contradictions(make_question(pair, since=days[0], until=days[1]), statements, tellings, stories).found
    told: tuple[Telling | Statement, ...] = (*tellings, *statements)
    sentences = {each.record.id: _sentence(each) for each in told}
    return OpposedView(total=len(opposed), found=tuple(_opposed(each, sentences) for each in opposed[:_OPPOSED]))


def _sentence(told: Telling | Statement) -> Sentence:
    record, facts = told.record, told.facts
    text = record.evidence[0].text if record.evidence else ""
    return Sentence(record=record.id, doc=facts.doc, outlet=facts.outlet, language=facts.language, published=facts.published, text=text)


def _statements(connection: sqlite3.Connection, pair: tuple[str, str]) -> list[Statement]:
    both = [set(held.documents_about(connection, [party], ("assessment", "tie"))) for party in pair]
    return [
        Statement(record=record, facts=facts, outlet_state=state) for record, facts, state in held.load_statements(connection, sorted(both[0] & both[1]))
    ]


def _tellings(connection: sqlite3.Connection, stories: list[Story]) -> list[Telling]:
    numbers = held.numbers_of(connection, sorted({doc for story in stories for doc in story.docs}))
    wanted = {record for story in stories for record in story.tellings}
    return [each for _, _, found in held.load_tellings(connection, numbers) for each in found if each.record.id in wanted]


def _opposed(each: Contradiction, sentences: Mapping[str, Sentence]) -> Opposed:
    matter = each.matter
    return Opposed(
        field=each.field, subject=matter.subject if matter else "", object=matter.object if matter else "", dimension=matter.dimension if matter else "",
        story=each.story, opposition=round(each.opposition, 3), sides=tuple(_side(position, sentences) for position in each.positions),
    )  # fmt: skip


def _side(position: Position, sentences: Mapping[str, Sentence]) -> Side:
    told = [sentences[record] for record in position.records if record in sentences]
    first = {each.doc: each for each in reversed(told)}
    chosen = [each for each in told if first[each.doc] is each]
    more = [each for each in told if first[each.doc] is not each]
    return Side(
        value=position.value, outlets=position.outlets, speakers=position.speakers, languages=position.languages, records=len(position.records),
        sentences=tuple([*chosen, *more][:_SENTENCES]),
    )  # fmt: skip
