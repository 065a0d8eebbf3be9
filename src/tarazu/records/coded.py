"""The records that flow through Tarazu, frozen, with their evidence.

`document`, `sentence`, `mention`, `frame`, `event`, `story` and `case` always mean what they mean here.
Offsets are code points, half-open, into the document's text as received.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal

import msgspec

Status = Literal["actual", "planned", "cancelled", "hypothetical", "denied"]
Granularity = Literal["day", "month", "season", "year"]
Channel = Literal[
    "diplomatic", "military", "trade", "energy", "transport", "finance", "migration", "culture", "media", "security", "territory", "technology"
]  # fmt: skip
EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION",
    "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
TieKind = Literal[
    "member_of", "leader_of", "official_of", "ally_of", "part_of", "borders", "depends_on", "hosts", "leads", "observer_of"
]  # fmt: skip
Dimension = Literal["influence", "relations", "dependence", "trust", "threat", "independence"]
Direction = Literal["rising", "falling", "strong", "weak", "unchanged"]
Indicator = Literal[
    "trade_turnover", "investment", "aid", "loan", "troops", "migrants", "casualties", "agreements", "students", "energy_volume", "share", "other"
]  # fmt: skip
Qualifier = Literal["exactly", "about", "more_than", "less_than", "target"]
MentionKind = Literal["state", "body", "person", "organisation", "group", "place", "outlet", "project"]


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A document as received, before anything was understood of it.

    Attributes:
        doc: Its id: the source's own where it has one, else its path.
        text: The text as received.
        title, url, outlet, author: As the source states them; None where it does not.
        published: The date of publication as the source states it.
    """

    doc: str
    text: str
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: dt.date | None = None


class When(msgspec.Struct, frozen=True, kw_only=True):
    """The time of an act: an interval of days.

    Attributes:
        start: First day.
        end: Last day, not before `start`.
        granularity: The unit in which the text speaks.
        text: The words of the text.
    """

    start: dt.date
    end: dt.date
    granularity: Granularity
    text: str


class Where(msgspec.Struct, frozen=True, kw_only=True):
    """A place: its name, the ISO 3166 alpha-3 code of its state, degrees of latitude and longitude (WGS 84)."""

    name: str
    country: str | None = None
    lat: float | None = None
    lon: float | None = None


class Amount(msgspec.Struct, frozen=True, kw_only=True):
    """A sum or count: its value in `unit` (ISO 4217 for money, else a plain noun)."""

    value: float
    unit: str | None = None


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One part of the evidence.

    Attributes:
        role: trigger, actor, recipient, place, time, amount, speaker, subject, object, value, from or to.
        start, end: Its span.
        id: The actor or place that it was linked to, where it is one.
    """

    role: str
    start: int
    end: int
    id: str | None = None


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """The sentence that a record stands on, and the spans of its parts.

    Attributes:
        sentence: Index of the sentence in the document, from 0.
        start, end: Span of the sentence.
        text: The sentence, exactly as it stands in the document.
        parts: The parts found in it.
    """

    sentence: int
    start: int
    end: int
    text: str
    parts: tuple[Part, ...] = ()


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="record", tag="event"):
    """Somebody did, will do, called off or refused to do something, to somebody.

    Attributes:
        id: Stable hash of the document, the evidence and the act.
        type, mode, contexts: PLOVER's.
        channel: The field of relations it belongs to; None for domestic affairs.
        actors, recipients: Ids, the state or body first (`KAZ/kassym-jomart-tokayev`).
        when, where, amount: As stated; None where they are not.
        status: Whether it happened.
        said_by: The holders of the statement, from the outside in, without the document's own outlet.
        score: PLOVER's conflict-cooperation scale, -10 to +10.
        confidence: The probability, from 0 to 1, that a careful reader would code this type at this place.
        coder: Which coder, and which version of it; for imported records the data set.
        evidence: At least one; none only in records that were imported without their text.
    """

    id: str
    doc: str
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
    said_by: tuple[str, ...]
    score: float
    confidence: float
    coder: str
    evidence: tuple[Evidence, ...]


class Tie(msgspec.Struct, frozen=True, kw_only=True, tag_field="record", tag="tie"):
    """A standing relation that the text states as holding.

    Attributes:
        source: The one that the relation starts from (written `from`).
        target: The one that it leads to (written `to`).
        since, until: As stated.
        id, doc, kind, said_by, confidence, coder, evidence: As for events.
    """

    id: str
    doc: str
    kind: TieKind
    source: str = msgspec.field(name="from")
    target: str = msgspec.field(name="to")
    since: dt.date | None = None
    until: dt.date | None = None
    said_by: tuple[str, ...] = ()
    confidence: float
    coder: str
    evidence: tuple[Evidence, ...]


class Figure(msgspec.Struct, frozen=True, kw_only=True, tag_field="record", tag="figure"):
    """A number that measures something between or about actors.

    Attributes:
        indicator: What it measures; `name` says so where it is `other`.
        value, value_to: The number, and the upper end of a range.
        unit: ISO 4217 for money, `percent`, or a plain noun.
        period: An ISO 8601 year, month, day or interval.
        subjects: Whom it is about.
        id, doc, status, said_by, confidence, coder, evidence: As for events.
    """

    id: str
    doc: str
    indicator: Indicator
    name: str | None
    value: float
    value_to: float | None
    unit: str | None
    period: str | None
    subjects: tuple[str, ...]
    qualifier: Qualifier
    status: Status
    said_by: tuple[str, ...]
    confidence: float
    coder: str
    evidence: tuple[Evidence, ...]


class Assessment(msgspec.Struct, frozen=True, kw_only=True, tag_field="record", tag="assessment"):
    """A judgement about a relation, and whose it is.

    Attributes:
        subject: Whose influence, trust, threat it is about.
        object: Over, in or towards whom; None where the text does not say.
        dimension, direction: What is judged, and which way it moves.
        id, doc, when, said_by, confidence, coder, evidence: As for events.
    """

    id: str
    doc: str
    subject: str
    object: str | None
    dimension: Dimension
    direction: Direction
    when: When | None
    said_by: tuple[str, ...]
    confidence: float
    coder: str
    evidence: tuple[Evidence, ...]


class Skipped(msgspec.Struct, frozen=True, kw_only=True, tag_field="record", tag="skipped"):
    """What a stage could not handle, and why: nothing vanishes.

    Attributes:
        doc: The document.
        stage: Which stage gave up.
        reason: Why, in plain words.
        start, end: The span at fault, where it is one.
    """

    doc: str
    stage: str
    reason: str
    start: int | None = None
    end: int | None = None


class DocumentFacts(msgspec.Struct, frozen=True, kw_only=True, tag_field="record", tag="document"):
    """What a document says about itself.

    Attributes:
        id, doc: Stable hash, and the document's id.
        language: ISO 639 code of the language it is read in.
        title, published, outlet, author, url: As found.
        chain: The sources that it names, from the outside in.
        translated: Whether it says that it is a translation.
        sentences: How many sentences were read.
        skipped: What was not, and why.
    """

    id: str
    doc: str
    language: str
    title: str | None
    published: dt.date | None
    outlet: str | None
    author: str | None
    url: str | None
    chain: tuple[str, ...]
    translated: bool
    sentences: int
    skipped: tuple[Skipped, ...]


AnyRecord = Event | Tie | Figure | Assessment | DocumentFacts
CodedRecord = Event | Tie | Figure | Assessment



class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """One reason for a decision: the rule or feature that fired, and its weight in log-odds (0 for a hard rule)."""

    rule: str
    weight: float = 0.0


class Coded(msgspec.Struct, frozen=True, kw_only=True):
    """All that one document was turned into.

    Attributes:
        facts: What it says about itself.
        records: Events, ties, figures and assessments, in the order of their evidence.
        reasons: For each record's id, why it is as it is.
    """

    facts: DocumentFacts
    records: tuple[CodedRecord, ...]
    reasons: Mapping[str, tuple[Reason, ...]]
