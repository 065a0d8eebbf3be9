"""What a brief is made of, and the footnotes that its sentences stand on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from tarazu.analysis.balance_types import Balance
from tarazu.analysis.contradictions import Contradiction
from tarazu.analysis.questions import Statement
from tarazu.analysis.stated_structure import Stated
from tarazu.records import HeldDocument, Story, Telling
from tarazu.records.brief import BriefNote, FactNote, SentenceNote, Slot
from tarazu.world.structure import Fact

MOST_NOTES: Final = 4
"""How many footnotes one sentence gets at most: who wants more opens the story."""


class Material(msgspec.Struct, frozen=True, kw_only=True):
    """All that a brief on a state, or on a state and a power, is drawn from.

    Attributes:
        language: ISO 639 code of the language that it is to be written in.
        state: Id of the state.
        powers: Ids of those whose relation to it is asked for: one, or all that are compared.
        since, until: First and last day.
        balance: Of a scope that holds the state and the powers.
        memory: Over how many periods the balance measures a change.
        stories: Those between the state and the powers whose time touches the period or is not known.
        tellings: Their tellings.
        statements: Judgements and standing ties between them.
        contradictions: Among these stories and statements.
        facts: Slow facts of the state towards the powers.
        stated: Figures and standing ties between them, as documents state them.
        documents: Those in which the tellings, the statements and what is stated stand.
    """

    language: str
    state: str
    powers: tuple[str, ...]
    since: dt.date
    until: dt.date
    balance: Balance
    memory: int
    stories: tuple[Story, ...]
    tellings: tuple[Telling, ...]
    statements: tuple[Statement, ...]
    contradictions: tuple[Contradiction, ...]
    facts: tuple[Fact, ...]
    stated: tuple[Stated, ...]
    documents: tuple[HeldDocument, ...]

    def dated(self) -> tuple[Story, ...]:
        """The stories that have a day, be it only that of their first publication, by that day."""
        found = [(each.when.start if each.when else each.told, each.id, each) for each in self.stories]
        return tuple(each for _, _, each in sorted((day, name, each) for day, name, each in found if day is not None))


class Footnotes:
    """Numbers what sentences stand on: the same record or fact has one number, wherever it is used."""

    def __init__(self, material: Material) -> None:
        sources: Iterable[Telling | Statement | Stated] = (*material.tellings, *material.statements, *material.stated)
        self._sources: Mapping[str, Telling | Statement | Stated] = {each.record.id: each for each in sources}
        self._numbers: dict[str, int] = {}
        self._notes: list[BriefNote] = []

    def of_records(self, records: Iterable[str], most: int = MOST_NOTES) -> tuple[int, ...]:
        """The numbers for records: one an outlet before a second one of any, and no more than `most`."""
        known = [each for each in dict.fromkeys(records) if each in self._sources]
        seen: set[str] = set()
        first: list[str] = []
        later: list[str] = []
        for each in known:
            facts = self._sources[each].facts
            outlet = facts.outlet or facts.doc
            (later if outlet in seen else first).append(each)
            seen.add(outlet)
        return tuple(sorted({self._number(each) for each in (*first, *later)[:most]}))

    def of_stories(self, stories: Iterable[Story], most: int = MOST_NOTES) -> tuple[int, ...]:
        """The numbers for stories: the first telling of each, then the second."""
        told = [each.tellings for each in stories]
        turns = [each[at] for at in range(max(map(len, told), default=0)) for each in told if at < len(each)]
        return self.of_records(turns, most)

    def of_fact(self, fact: Fact) -> tuple[int, ...]:
        """The number for a slow fact."""
        key = f"{fact.source}\n{fact.note}\n{fact.certainty}"
        if key not in self._numbers:
            self._numbers[key] = len(self._notes) + 1
            self._notes.append(FactNote(number=self._numbers[key], source=fact.source, remark=fact.note, checked=fact.certainty == "checked"))
        return (self._numbers[key],)

    def all(self) -> tuple[BriefNote, ...]:
        """The footnotes so far, by number."""
        return tuple(self._notes)

    def _number(self, record: str) -> int:
        if record not in self._numbers:
            source = self._sources[record]
            facts, evidence = source.facts, source.record.evidence
            self._numbers[record] = len(self._notes) + 1
            self._notes.append(
                SentenceNote(
                    number=self._numbers[record], record=record, doc=facts.doc, title=facts.title, outlet=facts.outlet, url=facts.url,
                    language=facts.language, published=facts.published, said_by=source.record.said_by, text=evidence[0].text if evidence else "",
                )
            )  # fmt: skip
        return self._numbers[record]


def parties(name: str, ids: Iterable[str]) -> Slot:
    """A slot for parties, by their ids."""
    return Slot(name=name, kind="parties", values=tuple(ids))


def count(name: str, number: float, what: str) -> Slot:
    """A slot for a number of things."""
    return Slot(name=name, kind="count", values=(what,), number=number)


def number(name: str, value: float) -> Slot:
    """A slot for a plain number."""
    return Slot(name=name, kind="number", number=round(value, 4))


def percent(name: str, share: float) -> Slot:
    """A slot for a share from 0 to 1."""
    return Slot(name=name, kind="percent", number=round(share, 4))


def day(name: str, value: dt.date, granularity: str = "day") -> Slot:
    """A slot for a day, or for the month or year that begins with it."""
    return Slot(name=name, kind="day", values=(value.isoformat(), granularity))


def word(name: str, group: str, value: str) -> Slot:
    """A slot for a word of the brief's own vocabulary."""
    return Slot(name=name, kind="word", values=(group, value))


def names(name: str, values: Iterable[str]) -> Slot:
    """A slot for names as they stand in the sources."""
    return Slot(name=name, kind="names", values=tuple(values))


def when(name: str, story: Story) -> Slot:
    """A slot for the time of a story: where its text names none, the day on which it was first published; empty where that is not known either."""
    values: tuple[str, ...] = (story.told.isoformat(), story.told.isoformat(), "published") if story.told else ()
    if story.when:
        values = (story.when.start.isoformat(), story.when.end.isoformat(), story.when.granularity)
    return Slot(name=name, kind="when", values=values)
