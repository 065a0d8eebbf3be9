"""A case, leafed through: pages of its documents and stories, found without reading the others."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal

import msgspec

from tarazu.cases.judging import load_judgements, standing_judgements
from tarazu.cases.loading import load_sightings
from tarazu.cases.rows import texts
from tarazu.errors import RecordError
from tarazu.records import EventType, Judged, Judgement, Sighting, Status

StoryOrder = Literal["newest", "oldest", "witnesses"]
Value = str | int | None
DocumentKey = tuple[int, str | None, str | None]

_OPENING: Final = 160
_SHORTEST: Final = 6
_DAYS_BESIDE: Final = 90


class DocumentFilters(msgspec.Struct, frozen=True, kw_only=True):
    """Which documents are asked for; None for all.

    Attributes:
        language: ISO 639 code.
        outlet: The outlet's label.
    """

    language: str | None = None
    outlet: str | None = None


class DocumentLine(msgspec.Struct, frozen=True, kw_only=True):
    """A document, in a line.

    Attributes:
        doc: Its id.
        address: Where it was met first.
        coded: Whether a coder could read it.
        language, title, outlet, published: As it was read; None where it was not coded or does not say.
        opening: The first letters of its text.
        sentences: How many were read.
        records: How many records stand in it.
        judged: How many of them a person has judged.
        skipped: How many things in it were left out.
    """

    doc: str
    address: str | None
    coded: bool
    language: str | None
    title: str | None
    outlet: str | None
    published: dt.date | None
    opening: str
    sentences: int
    records: int
    judged: int
    skipped: int


class StoryFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which stories are asked for; None and 0 for all.

    Attributes:
        parties: States, bodies or people that all take part.
        type, channel, status: As in `Story`.
        since, until: First and last day; stories whose time is not known are left out where one is given.
        witnesses: The least number of independent witnesses.
        tellings: The least number of documents that tell it.
    """

    parties: tuple[str, ...] = ()
    type: EventType | None = None
    channel: str | None = None
    status: Status | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    witnesses: int = 0
    tellings: int = 0


class Spoken(msgspec.Struct, frozen=True, kw_only=True):
    """The sentence in which a story is told first.

    Attributes:
        record: The event.
        doc: Its document.
        language: Of the document.
        outlet: Of the document; None where it is not known.
        text: The sentence as it stands.
        languages: Of all tellings, each once.
    """

    record: str
    doc: str
    language: str
    outlet: str | None
    text: str
    languages: tuple[str, ...]


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A document that was looked for.

    Attributes:
        number: Its number in the case.
        doc: Its id.
        run: The run whose records stand; None where it could not be coded.
        sightings: Where it was met.
    """

    number: int
    doc: str
    run: int | None
    sightings: tuple[Sighting, ...]


def find_document(connection: sqlite3.Connection, asked: str) -> Found:
    """Finds a document, coded or not.

    Args:
        connection: A case, read.
        asked: Its id, the first six letters of it or more, or an address where it was met.

    Raises:
        RecordError: There is none, or several begin so.
    """
    query = (
        "SELECT number, doc, run FROM documents WHERE doc = ?1 UNION SELECT d.number, d.doc, d.run FROM documents AS d"
        " JOIN sightings AS s ON s.document = d.number WHERE s.address = ?1 OR s.url = ?1"
    )
    rows = connection.execute(query, (asked,)).fetchall()
    if not rows and len(asked) >= _SHORTEST:
        # a range of the index: a comparison of beginnings would read every document
        rows = connection.execute("SELECT number, doc, run FROM documents WHERE doc >= ?1 AND doc < ?1 || char(1114111)", (asked,)).fetchall()
    if len(rows) != 1:
        raise RecordError(asked, "the id or address of one document of this case", f"{len(rows)} such", "see the list of documents")
    return Found(number=rows[0]["number"], doc=rows[0]["doc"], run=rows[0]["run"], sightings=load_sightings(connection, rows[0]["number"]))


def judgements_about(connection: sqlite3.Connection, doc: str) -> tuple[Judgement, ...]:
    """What people decided about records of a document and have not taken back, the first one first."""
    query = (
        "WITH RECURSIVE about(id) AS (SELECT id FROM judgements WHERE number IN (SELECT judgement FROM fits WHERE doc = ?)"
        " UNION SELECT j.id FROM judgements AS j JOIN about ON j.undoes = about.id) SELECT id FROM about"
    )
    return standing_judgements(load_judgements(connection, [row[0] for row in connection.execute(query, (doc,))]))


def order_documents(connection: sqlite3.Connection) -> tuple[DocumentKey, ...]:
    """All documents, the newest first, those without a date last: number, language and outlet, which are None where they are not known."""
    query = (
        "SELECT d.number, c.language, c.outlet FROM documents AS d LEFT JOIN codings AS c ON c.document = d.number AND c.run = d.run"
        " ORDER BY c.published IS NULL, c.published DESC, d.number"
    )
    return tuple((row[0], row[1], row[2]) for row in connection.execute(query))


def load_document_lines(connection: sqlite3.Connection, numbers: Iterable[int]) -> tuple[DocumentLine, ...]:
    """Documents by their numbers, in that order."""
    return tuple(_document_line(connection, each) for each in numbers)


def order_stories(connection: sqlite3.Connection, asked: StoryFilter, order: StoryOrder) -> tuple[str, ...]:
    """The ids of all stories that fit, by time, those without one last, or by how many witnesses they have."""
    where, values = _story_where(asked)
    return tuple(row[0] for row in connection.execute(f"SELECT id FROM stories{where} ORDER BY {_ORDERS[order]}", values))  # noqa: S608 - our own words


def load_spoken(connection: sqlite3.Connection, stories: Iterable[str]) -> dict[str, Spoken]:
    """The sentence in which each of some stories is told first; a story whose first telling was judged away just now has none."""
    return {each: spoken for each in stories if (spoken := _spoken(connection, each)) is not None}


def near_stories(connection: sqlite3.Connection, record: str, limit: int) -> tuple[str, ...]:
    """The stories that an event could belong to as well: those linked with it, the likeliest first, then others of the same parties by time.

    Args:
        connection: A case, read.
        record: The id of an event.
        limit: The most.
    """
    linked = (
        "SELECT t.story FROM (SELECT two AS other, likeness FROM links WHERE one = :record UNION ALL SELECT one, likeness FROM links WHERE two = :record)"
        " AS l JOIN tellings AS t ON t.record = l.other WHERE t.story NOT IN (SELECT story FROM tellings WHERE record = :record)"
        " GROUP BY t.story ORDER BY max(l.likeness) DESC LIMIT :limit"
    )
    found = [row[0] for row in connection.execute(linked, {"record": record, "limit": limit})]
    own = connection.execute("SELECT s.* FROM stories AS s JOIN tellings AS t ON t.story = s.id WHERE t.record = ?", (record,)).fetchone()
    if own is None or own["start"] is None or len(found) >= limit:
        return tuple(found)
    return (*found, *(each for each in _beside(connection, own, limit) if each not in found))[:limit]


def stories_by_record(connection: sqlite3.Connection, doc: str) -> Mapping[str, tuple[str, int]]:
    """For each event of a document the story that it tells, and by how many events that is told."""
    query = "SELECT record, story, (SELECT count(*) FROM tellings AS each WHERE each.story = tellings.story) AS n FROM tellings WHERE doc = ?"
    return {row["record"]: (row["story"], int(row["n"])) for row in connection.execute(query, (doc,))}


def judged(connection: sqlite3.Connection, records: Sequence[str]) -> Mapping[str, Judged]:
    """What people decided about some records that stand; those that nobody has judged are not in it."""
    query = "SELECT id, judged FROM records WHERE standing AND judged IN ('accepted', 'corrected') AND id IN (SELECT value FROM json_each(?))"
    return {row["id"]: row["judged"] for row in connection.execute(query, (msgspec.json.encode(list(records)).decode("utf-8"),))}


def _document_line(connection: sqlite3.Connection, number: int) -> DocumentLine:
    row = connection.execute(
        "SELECT d.doc, d.run, substr(coalesce(d.text, ''), 1, ?1) AS opening, c.language, c.title, c.outlet, c.published,"
        " coalesce(c.sentences, 0) AS sentences,"
        " (SELECT address FROM sightings WHERE document = d.number ORDER BY number LIMIT 1) AS address,"
        " (SELECT count(*) FROM records WHERE document = d.number AND standing) AS records,"
        " (SELECT count(*) FROM records WHERE document = d.number AND standing AND judged IS NOT NULL) AS judged,"
        " (SELECT count(*) FROM skips WHERE document = d.number AND run IS d.run) AS skipped"
        " FROM documents AS d LEFT JOIN codings AS c ON c.document = d.number AND c.run = d.run WHERE d.number = ?2",
        (_OPENING, number),
    ).fetchone()
    return msgspec.convert({**dict(row), "coded": row["run"] is not None}, DocumentLine)


def _story_where(asked: StoryFilter) -> tuple[str, dict[str, Value]]:
    values: dict[str, Value] = {
        "type": asked.type, "channel": asked.channel, "status": asked.status, "since": _day(asked.since), "until": _day(asked.until),
        "witnesses": asked.witnesses or None, "tellings": asked.tellings or None,
    }  # fmt: skip
    terms = [term for name, term in _TERMS.items() if values[name] is not None]
    for at, party in enumerate(asked.parties):
        term, patterns = _takes_part(f"party{at}", party)
        terms.append(term)
        values |= patterns
    return (f" WHERE {' AND '.join(terms)}" if terms else ""), values


def _takes_part(name: str, party: str) -> tuple[str, dict[str, str]]:
    """A condition on the JSON arrays as they are written: searching them as text is ten times as fast as taking each apart."""
    written = msgspec.json.encode(party).decode("utf-8")
    values = {name: written} if "/" in party else {name: written, f"{name}_people": f"{written[:-1]}/"}
    return f"({' OR '.join(f'instr({column}, :{each})' for each in values for column in ('actors', 'recipients'))})", values


def _spoken(connection: sqlite3.Connection, story: str) -> Spoken | None:
    row = connection.execute(
        'SELECT t.record, t.doc, c.language, c.outlet, e.start, substr(d.text, e.start + 1, e."end" - e.start) AS text FROM tellings AS t'
        " JOIN records AS r ON r.id = t.record AND r.standing JOIN documents AS d ON d.number = r.document"
        " JOIN codings AS c ON c.document = d.number AND c.run = d.run LEFT JOIN evidence AS e ON e.record = r.number"
        " WHERE t.story = ? ORDER BY t.position, e.position LIMIT 1",
        (story,),
    ).fetchone()
    if row is None:
        return None
    query = (
        "SELECT DISTINCT c.language FROM tellings AS t JOIN documents AS d ON d.doc = t.doc JOIN codings AS c ON c.document = d.number AND c.run = d.run"
        " WHERE t.story = ? ORDER BY t.position"
    )
    languages = tuple(each[0] for each in connection.execute(query, (story,)))
    return Spoken(record=row["record"], doc=row["doc"], language=row["language"], outlet=row["outlet"], text=row["text"] or "", languages=languages)


def _beside(connection: sqlite3.Connection, own: sqlite3.Row, limit: int) -> Sequence[str]:
    """Stories of about the same time in which the first actor of a story takes part, the nearest in time first."""
    party = (*texts(own["actors"]), *texts(own["recipients"]))[0].split("/", 1)[0]
    term, values = _takes_part("party", party)
    query = (
        f"SELECT id FROM stories WHERE {term} AND id != :id AND start BETWEEN date(:day, -:days || ' days') AND date(:day, :days || ' days')"  # noqa: S608 - our own words
        " ORDER BY type != :type, abs(julianday(start) - julianday(:day)), id LIMIT :limit"
    )
    asked = {**values, "id": own["id"], "day": own["start"], "type": own["type"], "limit": limit, "days": _DAYS_BESIDE}
    return [row[0] for row in connection.execute(query, asked)]


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


# with a plus no index is used: fetching half of the stories one by one through that of the days takes five times as long as reading them all
_TERMS: Final[Mapping[str, str]] = {
    "type": "type = :type", "channel": "channel = :channel", "status": "status = :status", "since": '"end" >= :since', "until": "+start <= :until",
    "witnesses": "witnesses >= :witnesses", "tellings": "json_array_length(docs) >= :tellings",
}  # fmt: skip
_ORDERS: Final[Mapping[StoryOrder, str]] = {
    "newest": 'start IS NULL, start DESC, "end" DESC, id',
    "oldest": 'start IS NULL, start, "end", id',
    "witnesses": "witnesses DESC, start IS NULL, start DESC, id",
}
