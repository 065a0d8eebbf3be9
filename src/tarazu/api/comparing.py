"""Narratives of a case side by side: who says what, who contradicts whom, who is silent on what, and which way outlets lean."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from tarazu.analysis import witnesses
from tarazu.analysis.contradictions import Contradictions, contradictions
from tarazu.analysis.leanings import Leanings, leanings
from tarazu.analysis.narratives import Comparison, Grouping, compare
from tarazu.analysis.questions import Question, Statement, ask
from tarazu.analysis.silences import Silences, silences
from tarazu.api.storytelling import told_connection
from tarazu.cases import stories as held
from tarazu.records import CodedRecord, DocumentFacts, Story, Telling, state_of

if TYPE_CHECKING:
    import sqlite3


class Narratives(msgspec.Struct, frozen=True, kw_only=True):
    """What the documents of a case make of a question.

    Attributes:
        comparison: Who says what, and how often.
        contradictions: Who says the opposite of whom.
        silences: Which outlet tells fewer or more acts of a kind than it would by its volume.
        leanings: Which way outlets lean, where a dyad is asked for; None otherwise.
        sentences: For each record that stands in one of these, its sentence, document, outlet, language and date.
    """

    comparison: Comparison
    contradictions: Contradictions
    silences: Silences
    leanings: Leanings | None
    sentences: tuple[Sentence, ...]


class Sentence(msgspec.Struct, frozen=True, kw_only=True):
    """The words that a record stands on.

    Attributes:
        record: Its id.
        doc, outlet, language, published: Of its document.
        text: The sentence; empty for records that were imported without one.
    """

    record: str
    doc: str
    outlet: str | None
    language: str
    published: dt.date | None
    text: str


def narratives(path: Path, question: Question, by: Grouping) -> Narratives:
    """Sets side by side what a case says on a question.

    Args:
        path: The case.
        question: A dyad or topic, and a period; see `make_question`.
        by: What is set side by side: outlet, language, outlet_state or speaker.

    Raises:
        CaseError: The case cannot be read.
    """
    return narratives_by(path, question, (by,))[by]


def narratives_by(path: Path, question: Question, ways: Iterable[Grouping]) -> Mapping[Grouping, Narratives]:
    """As `narratives`, set side by side in several ways at once: what takes time is the same for all of them."""
    tellings, statements, stories, weights = _material(path, question)
    opposed = contradictions(question, statements, tellings, stories)
    silent = silences(question, tellings, stories)
    lean = leanings(question, tellings, stories, weights=weights) if question.dyad else None
    contested = {record for each in opposed.found for position in each.positions for record in position.records}
    out: dict[Grouping, Narratives] = {}
    for by in ways:
        found = compare(question, statements, tellings, stories, by)
        named = contested | {record for cell in found.cells for record in cell.records}
        sentences = (
            *(_sentence(each.record, each.facts) for each in tellings if each.record.id in named),
            *(_sentence(each.record, each.facts) for each in statements if each.record.id in named),
        )
        out[by] = Narratives(comparison=found, contradictions=opposed, silences=silent, leanings=lean, sentences=sentences)
    return out


def make_question(
    dyad: tuple[str, str | None] | None = None, topic: Iterable[str] = (), since: dt.date | None = None, until: dt.date | None = None
) -> Question:
    """A question in the ids of the register; a region stands for itself and its members.

    Args:
        dyad: Two parties, or one and None.
        topic: Channels, event types, dimensions and parties.
        since: First day.
        until: Last day.

    Raises:
        OptionError: The period ends before it begins.
    """
    if dyad is None:
        return ask(None, topic, since, until)
    first, second = dyad
    if second is None:
        return ask(None, (*topic, *_members(first)), since, until)
    return ask((_members(first), _members(second)), topic, since, until)


def statements_about(connection: sqlite3.Connection, parties: Sequence[str]) -> list[Statement]:
    """The judgements and ties of all documents with one that names some state or body; of all documents, where none is named."""
    numbers = held.documents_about(connection, parties, ("assessment", "tie"))
    return [Statement(record=record, facts=facts, outlet_state=state) for record, facts, state in held.load_statements(connection, numbers)]


def _members(party: str) -> tuple[str, ...]:
    from tarazu import world  # slow to load

    register = world.load()
    group = register.groups.get(party)
    return (party, *(group.members if group else ()))


def _material(path: Path, question: Question) -> tuple[list[Telling], list[Statement], list[Story], dict[str, float]]:
    """The records of all documents that speak of the parties, and the stories that they tell."""
    states = sorted({party.split("/", 1)[0] for side in question.dyad or () for party in side} | set(question.parties))
    with closing(told_connection(path)) as connection:
        tellings = [each for _, _, found in held.load_tellings(connection, held.documents_about(connection, states)) for each in found]
        statements = statements_about(connection, states)
        stories = list(held.load_stories(connection, _stories_on(connection, question, tellings)))
        known = {each.record.id: each for each in tellings}
        weights: dict[str, float] = {}
        for story in stories:
            mine = [known[each] for each in story.tellings if each in known]
            weights |= witnesses.weigh(held.load_chain(connection, story.id), mine)
    return tellings, statements, stories, weights


def _stories_on(connection: sqlite3.Connection, question: Question, tellings: Iterable[Telling]) -> tuple[str, ...]:
    """The stories that may be on the question: of a dyad those in whose tellings both sides are named, be it in different ones."""
    if question.dyad is None:
        return held.stories_told_by(connection, [each.record.id for each in tellings])
    named = [(each.record.id, {name for party in (*each.record.actors, *each.record.recipients) for name in (party, state_of(party))}) for each in tellings]
    one, two = (set(held.stories_told_by(connection, [record for record, parties in named if parties & side])) for side in question.dyad)
    return tuple(sorted(one & two))


def _sentence(record: CodedRecord, facts: DocumentFacts) -> Sentence:
    text = record.evidence[0].text if record.evidence else ""
    return Sentence(record=record.id, doc=facts.doc, outlet=facts.outlet, language=facts.language, published=facts.published, text=text)
