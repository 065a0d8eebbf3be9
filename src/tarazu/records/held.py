"""What a case holds and hands out: documents with their sightings, records with what a person decided about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal

import msgspec

from tarazu.records.coded import CodedRecord, DocumentFacts

Judged = Literal["accepted", "corrected"]
Action = Literal["accept", "reject", "set", "merge", "split", "undo"]


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """A page that a list names and that is still to be fetched.

    Attributes:
        url: Where it is.
        title, outlet: As the list states them; None where it does not.
        published: The date of publication as the list states it.
    """

    url: str
    title: str | None = None
    outlet: str | None = None
    published: dt.date | None = None


class Sighting(msgspec.Struct, frozen=True, kw_only=True):
    """Where and when a text was met: one text at two addresses is one document with two sightings.

    Attributes:
        address: The path, URL or id under which it was met.
        seen: When it was read first from there, UTC.
        title, url, outlet, author, published: As stated there; None where it is not.
    """

    address: str
    seen: dt.datetime
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: dt.date | None = None


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A record as it stands in a case: the coder's, or as a person corrected it.

    Attributes:
        record: The record, corrections applied.
        judged: What a person decided about it; None where nobody has. A rejected record is not handed out.
    """

    record: CodedRecord
    judged: Judged | None = None


class HeldDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document of a case with all that stands in it.

    Attributes:
        facts: What it says about itself, as the run that counts read it. `facts.doc` is its id: the digest of its text.
        text: As received; empty for records that were imported without their text.
        sightings: Where it was met, the first one first.
        records: Events, ties, figures and assessments that stand, in the order of their evidence.
    """

    facts: DocumentFacts
    text: str
    sightings: tuple[Sighting, ...]
    records: tuple[Held, ...]


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """What a person decided about records; it is never changed, only undone by another.

    Attributes:
        id: Digest of all that follows.
        action: `accept`, `reject` and `set` are about each target by itself; `merge` says that they tell one act, `split` that they do not.
        author, made, note: Who decided, when (UTC), and why.
        targets: The records as they stood, with their evidence, by which they are found again in a later run; none for `undo`.
        changes: For `set`, the fields with their values as written: `{"type": "REJECT", "actors": "KAZ;RUS"}`; empty text for nothing.
        undoes: For `undo`, the judgement that it takes back.
    """

    id: str
    action: Action
    author: str
    made: dt.datetime
    note: str
    targets: tuple[CodedRecord, ...]
    changes: Mapping[str, str]
    undoes: str | None = None


class RunFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What made records: a coder with all that its work depends on.

    Attributes:
        coder: Its name and version, as in the records.
        version: Tarazu's version.
        digest: Of the words, rules and model that it works with.
        settings: What else it was told, as JSON.
    """

    coder: str
    version: str
    digest: str
    settings: str = "{}"


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """A run of a case.

    Attributes:
        number: Its number in the case, from 1.
        facts: What made its records.
        started: When it coded its first document, UTC.
        documents: How many documents it has coded.
        records: How many records it made of them.
        standing: How many documents count as this run coded them.
    """

    number: int
    facts: RunFacts
    started: dt.datetime
    documents: int
    records: int
    standing: int


class Snippet(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of a document around what was searched for.

    Attributes:
        text: The piece, exactly as it stands in the document.
        start: Where it begins in the document.
        marks: The half-open spans of what was found, in the document.
    """

    text: str
    start: int
    marks: tuple[tuple[int, int], ...]


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A document that a search found.

    Attributes:
        doc: Its id.
        language, title, outlet, published: As it was read; None where it was not coded or does not say.
        relevance: BM25, the higher the better; only comparable within one search.
        snippets: Where in it, the best places first.
    """

    doc: str
    language: str | None
    title: str | None
    outlet: str | None
    published: dt.date | None
    relevance: float
    snippets: tuple[Snippet, ...]


class Gauge(msgspec.Struct, frozen=True, kw_only=True):
    """A coder's record as far as its quality matters.

    Attributes:
        id, doc: The record and its document.
        kind, type, language, coder: What it is grouped by.
        right: Whether a person accepted it as it is (`True`), or rejected or corrected it; None where nobody has judged it.
        drawn: Whether it was drawn by chance to be judged.
    """

    id: str
    doc: str
    kind: str
    type: str
    language: str
    coder: str
    right: bool | None
    drawn: bool = False
