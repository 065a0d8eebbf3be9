"""A document opened to be read and corrected: its text, its sentences, its records with their places, and what was decided about them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final, Literal, get_args

import msgspec

from tarazu.api.storytelling import told_connection
from tarazu.cases import browsing, changes, file, loading
from tarazu.cases.browsing import DocumentFilters, DocumentKey, DocumentLine
from tarazu.records import (
    Action,
    Assessment,
    Channel,
    CodedRecord,
    Dimension,
    Direction,
    Event,
    EventType,
    Figure,
    Granularity,
    Held,
    Indicator,
    Judgement,
    Qualifier,
    Sighting,
    Skipped,
    Status,
    Tie,
    TieKind,
)

Written = Literal["ltr", "rtl", "auto"]

_KINDS: Final[Mapping[type[CodedRecord], str]] = {Event: "event", Tie: "tie", Figure: "figure", Assessment: "assessment"}


class Shelved(msgspec.Struct, frozen=True, kw_only=True):
    """How many documents there are of one language and outlet; None where it is not known."""

    language: str | None
    outlet: str | None
    documents: int


class DocumentPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the list of documents.

    Attributes:
        total: How many fit the filters.
        documents: Those of this page, the newest first.
        shelves: How many there are of each language and outlet, whatever the filters.
    """

    total: int
    documents: tuple[DocumentLine, ...]
    shelves: tuple[Shelved, ...]


class ReadRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A record where it stands.

    Attributes:
        held: The record, corrections applied, and what was decided about it.
        story: The story that it tells; None for records that are no events.
        tellings: How many events tell that story, this one among them.
    """

    held: Held
    story: str | None = None
    tellings: int = 0


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """A judgement about records of a document, as long as nobody has taken it back.

    Attributes:
        id, action, author, made, note, changes: As in `Judgement`.
        records: The ids of the records of this document that it is about, as they were called when it was made.
        targets: Those records as they stood then.
        elsewhere: The ids of records of other documents that it is about.
    """

    id: str
    action: Action
    author: str
    made: dt.datetime
    note: str
    changes: Mapping[str, str]
    records: tuple[str, ...]
    targets: tuple[CodedRecord, ...]
    elsewhere: tuple[str, ...]


class OpenDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document, opened. All offsets are code points, half-open, into `text`.

    Attributes:
        doc: Its id.
        text: As received; empty where only records were imported.
        coded: Whether a coder could read it.
        language: ISO 639 code; None where it was not coded.
        direction: In which way its language is written; `auto` where that is not known.
        title, published, outlet, author, url, chain, translated, skipped: As in `DocumentFacts`, or as its sightings state them.
        sightings: Where it was met.
        sentences: The spans of its sentences, in order.
        records: What stands in it, in the order of the evidence.
        decisions: What people decided about it and have not taken back, the first one first.
    """

    doc: str
    text: str
    coded: bool
    language: str | None
    direction: Written
    title: str | None
    published: dt.date | None
    outlet: str | None
    author: str | None
    url: str | None
    chain: tuple[str, ...]
    translated: bool
    skipped: tuple[Skipped, ...]
    sightings: tuple[Sighting, ...]
    sentences: tuple[tuple[int, int], ...]
    records: tuple[ReadRecord, ...]
    decisions: tuple[Decided, ...]


class Settable(msgspec.Struct, frozen=True, kw_only=True):
    """What a person may set in records, and to which values.

    Attributes:
        fields: By kind of record its fields, in the order in which people look at them.
        values: By field the values that it takes; fields that take any text, day or number are not in it.
        modes: By event type its modes.
    """

    fields: Mapping[str, tuple[str, ...]]
    values: Mapping[str, tuple[str, ...]]
    modes: Mapping[str, tuple[str, ...]]


def order_documents(path: Path) -> tuple[DocumentKey, ...]:
    """All documents of a case in the order in which `list_documents` lists them: number, language and outlet."""
    with closing(file.open_to_read(path)) as connection:
        return browsing.order_documents(connection)


def list_documents(path: Path, filters: DocumentFilters, page: tuple[int, int], order: Sequence[DocumentKey] | None = None) -> DocumentPage:
    """A page of the documents of a case.

    Args:
        path: The case.
        filters: Which.
        page: How many, and how many go before.
        order: What `order_documents` gave for the case as it is, where that is at hand: it is nearly all of the work.
    """
    every = order_documents(path) if order is None else order
    limit, offset = page
    fitting = [number for number, language, outlet in every if filters.language in {None, language} and filters.outlet in {None, outlet}]
    counts = Counter((language, outlet) for _, language, outlet in every)
    with closing(file.open_to_read(path)) as connection:
        return DocumentPage(
            total=len(fitting),
            documents=browsing.load_document_lines(connection, fitting[offset : offset + limit]),
            shelves=tuple(Shelved(language=language, outlet=outlet, documents=n) for (language, outlet), n in counts.most_common()),
        )


def open_document(path: Path, doc: str) -> OpenDocument:
    """Opens a document, by its id, the first letters of it, or its address; also one that could not be coded.

    Raises:
        RecordError: There is no one such document.
    """
    with closing(told_connection(path)) as connection:
        held = browsing.find_document(connection, doc)
        if held.run is None:
            stated = loading.stated(connection, held.number)
            addresses = {each.address for each in held.sightings} | {stated.doc}
            skipped = tuple(each for each in loading.load_skips(connection) if each.doc in addresses)
            return OpenDocument(
                doc=stated.doc, text=stated.text, coded=False, language=None, direction="auto", title=stated.title, published=stated.published,
                outlet=stated.outlet, author=stated.author, url=stated.url, chain=(), translated=False, skipped=skipped, sightings=held.sightings,
                sentences=(), records=(), decisions=(),
            )  # fmt: skip
        read = loading.load_document(connection, held.doc)
        told = browsing.stories_by_record(connection, held.doc)
        facts = read.facts
        return OpenDocument(
            doc=facts.doc, text=read.text, coded=True, language=facts.language, direction=direction_of(facts.language), title=facts.title,
            published=facts.published, outlet=facts.outlet, author=facts.author, url=facts.url, chain=facts.chain, translated=facts.translated,
            skipped=facts.skipped, sightings=read.sightings, sentences=sentences(read.text, facts.language),
            records=tuple(_read(each, told) for each in read.records), decisions=_decided(browsing.judgements_about(connection, facts.doc), facts.doc),
        )  # fmt: skip


def sentences(text: str, language: str) -> tuple[tuple[int, int], ...]:
    """The spans of the sentences of a text; none where the language has no folder.

    Example:
        >>> sentences("One came. Two left.", "en")
        ((0, 9), (10, 19))
    """
    from tarazu import languages  # slow to load
    from tarazu.stages.split import split

    if language not in languages.codes():
        return ()
    folded = languages.fold(text)
    return tuple(folded.span(start, end) for start, end, _ in split(folded, text, languages.load(language)))


def direction_of(language: str | None) -> Written:
    """In which way a language is written; `auto` where it has no folder.

    Example:
        >>> direction_of("fa"), direction_of("ru"), direction_of(None)
        ('rtl', 'ltr', 'auto')
    """
    from tarazu import languages  # slow to load

    return languages.load_facts(language).direction if language in languages.codes() else "auto"


def settable() -> Settable:
    """What a person may set in records.

    Example:
        >>> settable().modes["CONSULT"][:2], settable().values["status"][0]
        (('visit', 'third-party'), 'actual')
    """
    from tarazu.ontologies import plover  # slow to load

    book = plover()
    values: dict[str, tuple[str, ...]] = {
        "type": get_args(EventType), "channel": get_args(Channel), "status": get_args(Status), "granularity": get_args(Granularity),
        "kind": get_args(TieKind), "indicator": get_args(Indicator), "qualifier": get_args(Qualifier), "dimension": get_args(Dimension),
        "direction": get_args(Direction), "contexts": tuple(sorted(book.contexts)),
    }  # fmt: skip
    fields = {_KINDS[kind]: names for kind, names in changes.FIELDS.items()}
    return Settable(fields=fields, values=values, modes={name: tuple(each.modes) for name, each in book.types.items()})


def _read(held: Held, told: Mapping[str, tuple[str, int]]) -> ReadRecord:
    story, tellings = told.get(held.record.id, (None, 0))
    return ReadRecord(held=held, story=story, tellings=tellings)


def _decided(judgements: Sequence[Judgement], doc: str) -> tuple[Decided, ...]:
    return tuple(
        Decided(
            id=each.id, action=each.action, author=each.author, made=each.made, note=each.note, changes=each.changes,
            records=tuple(target.id for target in each.targets if target.doc == doc),
            targets=tuple(target for target in each.targets if target.doc == doc),
            elsewhere=tuple(target.id for target in each.targets if target.doc != doc),
        )
        for each in judgements
    )  # fmt: skip
