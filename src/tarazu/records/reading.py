"""What the stages make of a document on the way to its records: sentences, tokens, mentions, frames."""

from __future__ import annotations

import datetime as dt
from typing import Literal, Protocol

import msgspec

from tarazu.records.coded import Amount, Channel, Document, Granularity, MentionKind, Qualifier, Reason, Skipped, Status, TieKind, Where


def state_of(actor: str) -> str:
    """The state or body that an id begins with.

    Example:
        >>> state_of("KAZ/kassym-jomart-tokayev")
        'KAZ'
    """
    return actor.split("/", 1)[0]


class Token(msgspec.Struct, frozen=True, gc=False):
    """A word, number or mark: its span in the folded text of the document, its folded form, and how it was capitalised (0 not, 1 first letter, 2 all)."""

    start: int
    end: int
    form: str
    capitals: int = 0


class Mark(msgspec.Struct, frozen=True, gc=False):
    """A grammar word or phrase: its class, its half-open range of tokens, and its citation form."""

    kind: str
    first: int
    last: int
    text: str


class Office(msgspec.Struct, frozen=True, kw_only=True):
    """An office held: its name (`president`), the kind of tie it is, the state or body, and its term."""

    office: str
    kind: TieKind
    of: str
    since: dt.date | None = None
    until: dt.date | None = None


MentionForm = Literal["name", "adjective", "people", "description", "pronoun", "title", "institution", "group", "seat"]


class Mention(msgspec.Struct, frozen=True, kw_only=True):
    """A place in the text where an actor or a place is named.

    Attributes:
        sentence: Index of the sentence.
        first, last: Half-open range of its tokens in the sentence.
        start, end: Its span in the folded text.
        kind: What it names.
        actor: The id it was linked to; None while it is open ("this country", "the police").
        candidates: What it could be; `*` stands for a state that only the document tells (`*/police`).
        weak: Whether the words are ordinary ones too, so that it needs proof from elsewhere in the document.
        reason: Why this one was taken.
        form: How it is put: a name, an adjective, a people's name, a description, a pronoun, a title, an institution.
        marker: The preposition or case that governs it; empty if none.
        joined: Whether a conjunction is written together with it.
        title: The office that stands with a person's name.
        number: How many actors a plural description stands for; 1 for all others.
        actors: The ids a plural description was resolved to.
        where: For places and states, where it is.
    """

    sentence: int
    first: int
    last: int
    start: int
    end: int
    kind: MentionKind
    actor: str | None
    candidates: tuple[str, ...] = ()
    weak: bool = False
    reason: str = ""
    form: MentionForm = "name"
    marker: str = ""
    joined: bool = False
    title: Office | None = None
    number: int = 1
    actors: tuple[str, ...] = ()
    where: Where | None = None

    def ids(self) -> tuple[str, ...]:
        """All actors that it stands for; empty while it is open."""
        return self.actors or ((self.actor,) if self.actor else ())


class TimeSpan(msgspec.Struct, frozen=True, kw_only=True):
    """A time named in the text: its span, its first and last day, and the unit in which the text speaks."""

    start: int
    end: int
    first: dt.date
    last: dt.date
    granularity: Granularity


class Quantity(msgspec.Struct, frozen=True, kw_only=True):
    """A number with what it counts: its span, value (and upper end of a range), unit and how exact it claims to be."""

    start: int
    end: int
    value: float
    value_to: float | None = None
    unit: str | None = None
    qualifier: Qualifier = "exactly"


class Sentence(msgspec.Struct, frozen=True, kw_only=True):
    """One sentence, read.

    Attributes:
        index: Its place in the document, from 0.
        start, end: Its span in the folded text.
        heading: Whether it is a title, caption or heading rather than running text.
        tokens: Its tokens.
        marks: The grammar words among them.
        mentions: Whom and what it names, in order.
        times, quantities: The times and numbers in it; spans in the folded text.
    """

    index: int
    start: int
    end: int
    heading: bool
    tokens: tuple[Token, ...]
    marks: tuple[Mark, ...] = ()
    mentions: tuple[Mention, ...] = ()
    times: tuple[TimeSpan, ...] = ()
    quantities: tuple[Quantity, ...] = ()


class Argument(msgspec.Struct, frozen=True, kw_only=True):
    """A part that something plays in a frame.

    Attributes:
        role: Which part.
        start, end: Its half-open span in the folded text; -1 if it is not in the sentence.
        ids: The ids it stands for.
        confidence: The chance that it is right, from 0 to 1.
        where: For places, where it is.
    """

    role: str
    start: int
    end: int
    ids: tuple[str, ...]
    confidence: float = 1.0
    where: Where | None = None


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """What a coder found in a sentence, before the document was asked.

    Attributes:
        record: Which kind of record it becomes.
        label: The event type, tie kind, indicator or dimension.
        detail: The mode, or the direction of an assessment, or the name of an indicator `other`.
        sentence: Index of the sentence.
        start, end: Span of the trigger in the folded text.
        status, channel, contexts: As in the records.
        arguments: Actors, recipients, place, speakers …, in the order of the text.
        time: The time of the act.
        amount: The sum or count of the act.
        quantity: For figures, the number.
        voice: Ids and names of those on whose word it rests, from the outside in.
        entry: The rule or model class that found it.
        confidence: From 0 to 1.
        reasons: Why it is as it is.
    """

    record: Literal["event", "tie", "figure", "assessment"]
    label: str
    detail: str | None = None
    sentence: int
    start: int
    end: int
    status: Status = "actual"
    channel: Channel | None = None
    contexts: tuple[str, ...] = ()
    arguments: tuple[Argument, ...] = ()
    time: TimeSpan | None = None
    amount: Amount | None = None
    quantity: Quantity | None = None
    voice: tuple[str, ...] = ()
    entry: str = ""
    confidence: float = 1.0
    reasons: tuple[Reason, ...] = ()

    def ids(self, role: str) -> tuple[str, ...]:
        """The ids of all that play `role`, each once, in the order of the text."""
        return tuple(dict.fromkeys(actor for argument in self.arguments if argument.role == role for actor in argument.ids))


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """A document, read: the text folded, cut into sentences, its names linked.

    Attributes:
        document: As received, with the facts that were found in its text.
        language: ISO 639 code.
        text: The folded text.
        sentences: What was read.
        skipped: What was not.
        day: The day that it speaks from, if known.
    """

    document: Document
    language: str
    text: str
    sentences: tuple[Sentence, ...]
    skipped: tuple[Skipped, ...] = ()
    day: dt.date | None = None


class Kin(msgspec.Struct, frozen=True, gc=False):
    """Another mention that may be the same actor as an open one, or belong to the same state.

    Attributes:
        sentence, first: Where the other mention is: its sentence and its first word there.
        same: The chance that both are one actor.
        state: The chance that both are of one state.
    """

    sentence: int
    first: int
    same: float
    state: float


Kinship = dict[tuple[int, int], tuple[Kin, ...]]
"""For the sentence and first word of an open mention, those that may tell who it is."""


class Glance(msgspec.Struct, frozen=True, kw_only=True):
    """What a coder sees of a document before its mentions are linked.

    Attributes:
        sentences: The sentences, with the mentions that only the coder knows.
        kin: What it thinks of the mentions that are open.
    """

    sentences: tuple[Sentence, ...]
    kin: Kinship = {}


class Coder(Protocol):
    """What finds frames in a document that was read."""

    @property
    def name(self) -> str:
        """Name and version, as it stands in the records."""

    def look(self, reading: Reading) -> Glance:
        """Adds the mentions that only the coder sees; the document's mentions are not linked yet."""

    def find(self, reading: Reading, glance: Glance) -> tuple[Frame, ...]:
        """Finds the frames of all sentences, in the order of the text."""
