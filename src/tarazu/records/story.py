"""Stories: acts as the tellings of several documents tell them, and the chains of sources behind them."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from tarazu.records.coded import Amount, Channel, DocumentFacts, Event, EventType, Status, When, Where

SourceKind = Literal["outlet", "voice", "document"]
LinkKind = Literal["cites", "copies", "translates"]


class Telling(msgspec.Struct, frozen=True, kw_only=True):
    """One report of an act: an event with the document that it stands in.

    Attributes:
        record: The event, corrections applied.
        facts: What its document says about itself.
        outlet_state: The state of the document's outlet; None where it is not known.
    """

    record: Event
    facts: DocumentFacts
    outlet_state: str | None = None


class Variant(msgspec.Struct, frozen=True, kw_only=True):
    """One of the values that the tellings of a story give for a field, and which of them give it.

    Attributes:
        value: The value as text, as in the contract; lists joined by semicolons.
        records: The ids of the events that say so.
    """

    value: str
    records: tuple[str, ...]


class Disagreement(msgspec.Struct, frozen=True, kw_only=True):
    """A field on which the tellings of a story contradict each other; a coarser value (a month, a state) does not contradict a finer one.

    Attributes:
        field: type, mode, actors, recipients, when, where, status or amount.
        variants: What they say, the one that most independent witnesses give first.
    """

    field: str
    variants: tuple[Variant, ...]


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """One act, however many documents tell it.

    Attributes:
        id: `s-` and the smallest id of its events: the same whatever the order of reading.
        type, mode, contexts, channel, actors, recipients, when, where, status, amount, score: The canonical act, as for events.
        confidence: The chance that at least one independent witness tells it and was read right, from 0 to 1.
        tellings: The ids of its events, ordered by the documents' dates of publication, then by id.
        docs: The documents that they stand in, in the same order, each once.
        disagreements: Where the tellings contradict each other.
        thread: The id of the first story of its thread (planned, done, cancelled); its own where it is alone.
        witnesses: How many independent sources tell it: copies, translations and citations of one source count once.
        origin: The earliest source that the chain leads to.
        told: The day on which it was first published; None where no telling's document is dated.
    """

    id: str
    type: EventType
    mode: str | None
    contexts: tuple[str, ...]
    channel: Channel | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    when: When | None
    where: Where | None
    status: Status
    amount: Amount | None
    score: float
    confidence: float
    tellings: tuple[str, ...]
    docs: tuple[str, ...]
    disagreements: tuple[Disagreement, ...] = ()
    thread: str = ""
    witnesses: int = 1
    origin: str | None = None
    told: dt.date | None = None


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Whoever passes a story on.

    Attributes:
        name: The outlet's label, the voice as records name it (an id or a plain name), or the id of a document without an outlet.
        kind: What it is.
        state: The outlet's state, where the register knows it.
        docs: The documents of this case by which it speaks; none for one that is only cited.
        first: The day of the earliest of them.
    """

    name: str
    kind: SourceKind
    state: str | None = None
    docs: tuple[str, ...] = ()
    first: dt.date | None = None


class SourceLink(msgspec.Struct, frozen=True, kw_only=True):
    """That one source has a story from another.

    Attributes:
        taker, giver: Names of sources.
        kind: `cites`: it says so; `copies`: its text is nearly the same and later; `translates`: it says so, or aligned records show it.
        docs: The documents that show it.
        share: For copies, the share of the taker's text that is the giver's, from 0 to 1; else 1.
        loop: Whether it closes a circle: A has it from B, B from A.
    """

    taker: str
    giver: str
    kind: LinkKind
    docs: tuple[str, ...]
    share: float = 1.0
    loop: bool = False


class Chain(msgspec.Struct, frozen=True, kw_only=True):
    """Who has a story from whom.

    Attributes:
        story: The story's id.
        sources: Everybody in it, the origin first.
        links: Who has it from whom.
        origin: The name of the source that the most tellings lead back to, the earliest where several do; None for a story without sources.
        witnesses: The sources that have it from nobody else in the chain; a circle of sources counts as one.
    """

    story: str
    sources: tuple[Source, ...]
    links: tuple[SourceLink, ...]
    origin: str | None
    witnesses: tuple[str, ...]
