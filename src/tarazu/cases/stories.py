"""Stories on disk: what has changed since they were told, which events may tell one act, and the stories themselves."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final

import msgspec

from tarazu import world
from tarazu.cases.loading import load_facts, standing_records
from tarazu.cases.rows import texts
from tarazu.records import Amount, Assessment, Chain, Disagreement, DocumentFacts, Event, Figure, Story, Telling, Tie, When, Where

Pair = tuple[str, str]

_COLUMNS: Final = (
    "id", "type", "mode", "channel", "contexts", "actors", "recipients", "start", "end", "granularity", "time_text", "place", "country", "latitude",
    "longitude", "status", "amount", "unit", "score", "confidence", "thread", "witnesses", "origin", "told", "docs", "disagreements", "chain", "deed",
)  # fmt: skip
_NAMES: Final = ", ".join(f'"{name}"' for name in _COLUMNS)
_INSERT: Final = f"INSERT INTO stories({_NAMES}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608 - our own names


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A story with what is kept beside it.

    Attributes:
        story: The story.
        chain: Who has it from whom.
        deed: What threads are found by, as JSON.
    """

    story: Story
    chain: Chain
    deed: str


def untold(connection: sqlite3.Connection, most: int) -> tuple[int, ...]:
    """The numbers of documents whose records have changed since the stories were told; at most so many."""
    return tuple(int(row[0]) for row in connection.execute("SELECT document FROM untold ORDER BY document LIMIT ?", (most,)))


def is_told(connection: sqlite3.Connection) -> bool:
    """Whether the stories are those of the records as they stand."""
    return connection.execute("SELECT 1 FROM untold LIMIT 1").fetchone() is None


def load_tellings(connection: sqlite3.Connection, documents: Iterable[int]) -> Iterator[tuple[int, str, tuple[Telling, ...]]]:
    """The standing events of documents with what their documents say about themselves: number, id of the document, and tellings."""
    for number in documents:
        row = connection.execute("SELECT doc, run FROM documents WHERE number = ?", (number,)).fetchone()
        if row["run"] is None:
            yield number, row["doc"], ()
            continue
        facts = load_facts(connection, number, int(row["run"]))
        state = _states().get(facts.outlet or "")
        events = [held.record for held in standing_records(connection, number) if isinstance(held.record, Event)]
        yield number, row["doc"], tuple(Telling(record=event, facts=facts, outlet_state=state) for event in events)


def load_measures(connection: sqlite3.Connection, documents: Iterable[int]) -> Iterator[tuple[Figure | Tie, DocumentFacts]]:
    """The standing figures and ties of documents, with what their documents say about themselves."""
    for number in documents:
        records = [held.record for held in standing_records(connection, number) if isinstance(held.record, Figure | Tie)]
        if records:
            facts = load_stated(connection, number)
            yield from ((record, facts) for record in records)


def load_statements(connection: sqlite3.Connection, documents: Iterable[int]) -> Iterator[tuple[Assessment | Tie, DocumentFacts, str | None]]:
    """The standing assessments and ties of documents, with what their documents say about themselves and the state of the outlet."""
    for number in documents:
        records = [held.record for held in standing_records(connection, number) if isinstance(held.record, Assessment | Tie)]
        if records:
            facts = load_stated(connection, number)
            yield from ((record, facts, _states().get(facts.outlet or "")) for record in records)


def documents_about(connection: sqlite3.Connection, parties: Sequence[str], kinds: Sequence[str] = ()) -> tuple[int, ...]:
    """The numbers of the documents with a standing record in which one of some states, bodies or people takes part; all, where none is named.

    Args:
        connection: To read.
        parties: Ids.
        kinds: Only records of these kinds: event, tie, figure, assessment; of all, where none is named.
    """
    if not parties:
        return tuple(int(row[0]) for row in connection.execute("SELECT number FROM documents WHERE run IS NOT NULL ORDER BY number"))
    query = (
        "SELECT DISTINCT r.document FROM participants AS p JOIN records AS r ON r.number = p.record AND r.standing"
        " WHERE p.state IN (SELECT value FROM json_each(?1)) OR p.actor IN (SELECT value FROM json_each(?1)) ORDER BY r.document"
    )
    if kinds:
        query = query.replace("r.standing", "r.standing AND r.kind IN (SELECT value FROM json_each(?2))")
    return tuple(int(row[0]) for row in connection.execute(query, (_json(list(parties)), _json(list(kinds)))[: 1 + bool(kinds)]))


def stories_told_by(connection: sqlite3.Connection, records: Sequence[str]) -> tuple[str, ...]:
    """The stories that some events tell."""
    query = "SELECT DISTINCT story FROM tellings WHERE record IN (SELECT value FROM json_each(?)) ORDER BY story"
    return tuple(row[0] for row in connection.execute(query, (_json(list(records)),)))


def numbers_of(connection: sqlite3.Connection, docs: Iterable[str]) -> tuple[int, ...]:
    """The numbers of documents by their ids."""
    return tuple(int(row[0]) for row in connection.execute("SELECT number FROM documents WHERE doc IN (SELECT value FROM json_each(?))", (_json(list(docs)),)))


def docs_of(connection: sqlite3.Connection, records: Iterable[str]) -> frozenset[str]:
    """The documents of events that stand."""
    query = "SELECT DISTINCT d.doc FROM records AS r JOIN documents AS d ON d.number = r.document WHERE r.standing AND r.id IN (SELECT value FROM json_each(?))"
    return frozenset(row[0] for row in connection.execute(query, (_json(sorted(records)),)))


def load_stated(connection: sqlite3.Connection, number: int) -> DocumentFacts:
    """What a document says about itself, as the run that counts read it."""
    run = connection.execute("SELECT run FROM documents WHERE number = ?", (number,)).fetchone()[0]
    return load_facts(connection, number, int(run))


def forget(connection: sqlite3.Connection, doc: str) -> frozenset[str]:
    """Takes away by what the events of a document are found, and the links from them; within a transaction.

    Returns:
        The ids of the events that were there.
    """
    known = frozenset(row[0] for row in connection.execute("SELECT DISTINCT record FROM story_keys WHERE doc = ?", (doc,)))
    told = frozenset(row[0] for row in connection.execute("SELECT record FROM tellings WHERE doc = ?", (doc,)))
    for one in sorted(known | told):
        connection.execute("DELETE FROM links WHERE one = ?1 OR two = ?1", (one,))
    connection.execute("DELETE FROM story_keys WHERE doc = ?", (doc,))
    connection.execute("DELETE FROM copies WHERE (taker = ?1 OR giver = ?1) AND kind = 'copies'", (doc,))
    return known | told


def near(connection: sqlite3.Connection, keys: Iterable[str]) -> dict[str, str]:
    """The events that share a key, with their documents."""
    query = "SELECT DISTINCT record, doc FROM story_keys WHERE key IN (SELECT value FROM json_each(?))"
    return {row["record"]: row["doc"] for row in connection.execute(query, (_json(sorted(keys)),))}


def keep_keys(connection: sqlite3.Connection, record: str, doc: str, keys: Iterable[str]) -> None:
    """Keeps by which keys an event is found."""
    connection.executemany("INSERT OR IGNORE INTO story_keys(key, record, doc) VALUES (?, ?, ?)", [(key, record, doc) for key in sorted(keys)])


def keep_links(connection: sqlite3.Connection, links: Mapping[Pair, float]) -> None:
    """Keeps how likely pairs of events tell one act."""
    connection.executemany("INSERT OR REPLACE INTO links(one, two, likeness) VALUES (?, ?, ?)", [(one, two, value) for (one, two), value in links.items()])


def component(connection: sqlite3.Connection, records: Iterable[str], least: float) -> tuple[frozenset[str], dict[Pair, float]]:
    """All events that can be reached from some through links that may join, or through the stories that they are in now.

    Args:
        connection: Within a transaction.
        records: The ids of events.
        least: The mean likeness from which two groups are one: weaker links join nothing, for no mean is larger than its largest part.

    Returns:
        The events, and all links among them, weak ones too.
    """
    reached: set[str] = set()
    front = set(records)
    while front:
        reached |= front
        asked = _json(sorted(front))
        following = {each for row in connection.execute(_NEIGHBOURS, (asked, least)) for each in row}
        following |= {row[0] for row in connection.execute(_TOGETHER, (asked,))}
        front = following - reached
    inside = "SELECT one, two, likeness FROM links WHERE one IN (SELECT value FROM json_each(?1))"
    links = {(row["one"], row["two"]): row["likeness"] for row in connection.execute(inside, (_json(sorted(reached)),)) if row["two"] in reached}
    return frozenset(reached), links


def take_stories(connection: sqlite3.Connection, records: Iterable[str]) -> frozenset[str]:
    """Removes the stories that events are in; returns the other events that were in them."""
    asked = _json(sorted(records))
    ids = [row[0] for row in connection.execute("SELECT DISTINCT story FROM tellings WHERE record IN (SELECT value FROM json_each(?))", (asked,))]
    members = frozenset(row[0] for row in connection.execute("SELECT record FROM tellings WHERE story IN (SELECT value FROM json_each(?))", (_json(ids),)))
    connection.execute("DELETE FROM tellings WHERE story IN (SELECT value FROM json_each(?))", (_json(ids),))
    connection.execute("DELETE FROM stories WHERE id IN (SELECT value FROM json_each(?))", (_json(ids),))
    return members - frozenset(records)


def keep_story(connection: sqlite3.Connection, kept: Kept, docs: Mapping[str, str]) -> None:
    """Keeps a story; `docs` tells the document of each of its events."""
    story = kept.story
    when, where, amount = story.when, story.where, story.amount
    connection.execute(
        _INSERT,
        (
            story.id, story.type, story.mode, story.channel, _json(story.contexts), _json(story.actors), _json(story.recipients),
            when.start.isoformat() if when else None, when.end.isoformat() if when else None, when.granularity if when else None, when.text if when else None,
            where.name if where else None, where.country if where else None, where.lat if where else None, where.lon if where else None, story.status,
            amount.value if amount else None, amount.unit if amount else None, story.score, story.confidence, story.thread, story.witnesses, story.origin,
            story.told.isoformat() if story.told else None,
            _json(story.docs), _json(story.disagreements), _json(kept.chain), kept.deed,
        ),
    )  # fmt: skip
    rows = [(story.id, at, record, docs[record]) for at, record in enumerate(story.tellings)]
    connection.executemany("INSERT INTO tellings(story, position, record, doc) VALUES (?, ?, ?, ?)", rows)


def set_threads(connection: sqlite3.Connection, threads: Mapping[str, str]) -> None:
    """Says of each story which thread it is of."""
    rows = [(thread, story) for story, thread in threads.items()]
    connection.executemany("UPDATE stories SET thread = ?1 WHERE id = ?2 AND thread != ?1", rows)


def load_deeds(connection: sqlite3.Connection) -> Iterator[str]:
    """What threads are found by, of every story, as JSON."""
    yield from (row[0] for row in connection.execute("SELECT deed FROM stories ORDER BY id"))


def load_stories(connection: sqlite3.Connection, ids: Iterable[str] | None = None) -> Iterator[Story]:
    """Stories by their ids, or all; ordered by time, those without one last."""
    where, values = ("", ()) if ids is None else (" WHERE id IN (SELECT value FROM json_each(?))", (_json(list(ids)),))
    for row in connection.execute(f'SELECT * FROM stories{where} ORDER BY start IS NULL, start, "end", id', values):  # noqa: S608 - our own words
        yield _story(connection, row)


def load_thread(connection: sqlite3.Connection, thread: str) -> tuple[Story, ...]:
    """The stories of a thread, by time."""
    return tuple(load_stories(connection, [row[0] for row in connection.execute("SELECT id FROM stories WHERE thread = ?", (thread,))]))


def find_stories(connection: sqlite3.Connection, asked: str) -> tuple[str, ...]:
    """The ids of the stories that have an event whose id begins so."""
    # ranges, which the indices answer, and not the beginnings of all ids
    query = (
        "SELECT story FROM tellings WHERE record >= ?1 AND record < ?1 || char(1114111) UNION"
        " SELECT story FROM tellings WHERE story >= 's-' || ?1 AND story < 's-' || ?1 || char(1114111) ORDER BY story"
    )
    return tuple(row[0] for row in connection.execute(query, (asked,)))


def load_addresses(connection: sqlite3.Connection, docs: Sequence[str]) -> dict[str, str]:
    """Where each of some documents was met first."""
    query = (
        "SELECT d.doc, s.address FROM sightings AS s JOIN documents AS d ON d.number = s.document WHERE d.doc IN (SELECT value FROM json_each(?))"
        " ORDER BY s.number DESC"
    )
    return {row["doc"]: row["address"] for row in connection.execute(query, (_json(docs),))}


def load_chain(connection: sqlite3.Connection, story: str) -> Chain:
    """Who has a story from whom."""
    return msgspec.json.decode(connection.execute("SELECT chain FROM stories WHERE id = ?", (story,)).fetchone()[0], type=Chain)


def keep_signature(connection: sqlite3.Connection, document: int, signature: bytes) -> None:
    """Keeps the MinHash of a text."""
    connection.execute("INSERT OR REPLACE INTO prints(document, signature) VALUES (?, ?)", (document, signature))


def load_signatures(connection: sqlite3.Connection) -> tuple[tuple[int, bytes], ...]:
    """The MinHash of each text that was compared, by the number of its document."""
    return tuple((int(row[0]), bytes(row[1])) for row in connection.execute("SELECT document, signature FROM prints ORDER BY document"))


def load_text(connection: sqlite3.Connection, number: int) -> str:
    """The text of a document; empty where there is none."""
    return str(connection.execute("SELECT coalesce(text, '') FROM documents WHERE number = ?", (number,)).fetchone()[0])


def keep_copies(connection: sqlite3.Connection, copies: Iterable[tuple[str, str, str, float]]) -> None:
    """Keeps which document has its text or acts from which: taker, giver, kind, share."""
    connection.executemany("INSERT OR REPLACE INTO copies(taker, giver, kind, share) VALUES (?, ?, ?, ?)", list(copies))


def drop_translations(connection: sqlite3.Connection, docs: Sequence[str]) -> frozenset[str]:
    """Forgets what documents were found to translate or to be translated into; returns all documents of those pairs."""
    where = "kind = 'translates' AND (taker IN (SELECT value FROM json_each(?1)) OR giver IN (SELECT value FROM json_each(?1)))"
    found = {each for row in connection.execute(f"SELECT taker, giver FROM copies WHERE {where}", (_json(docs),)) for each in row}  # noqa: S608 - our own words
    connection.execute(f"DELETE FROM copies WHERE {where}", (_json(docs),))  # noqa: S608 - our own words
    return frozenset(found)


def load_copies(connection: sqlite3.Connection, docs: Sequence[str]) -> tuple[tuple[str, str, str, float], ...]:
    """The copies and translations among documents: taker, giver, kind, share."""
    where = "taker IN (SELECT value FROM json_each(?1)) AND giver IN (SELECT value FROM json_each(?1))"
    rows = connection.execute(f"SELECT taker, giver, kind, share FROM copies WHERE {where} ORDER BY taker, giver, kind", (_json(docs),))  # noqa: S608 - our own words
    return tuple((row["taker"], row["giver"], row["kind"], float(row["share"])) for row in rows)


def stories_of(connection: sqlite3.Connection, doc: str) -> tuple[str, ...]:
    """The stories that a document tells, in the order in which their events stand in it."""
    query = (
        "SELECT t.story FROM tellings AS t JOIN records AS r ON r.id = t.record AND r.standing WHERE t.doc = ? GROUP BY t.record ORDER BY r.position, t.record"
    )
    return tuple(row[0] for row in connection.execute(query, (doc,)))


def settle(connection: sqlite3.Connection, documents: Iterable[int]) -> None:
    """Says that the stories are those of these documents as they stand."""
    connection.executemany("DELETE FROM untold WHERE document = ?", [(number,) for number in documents])


_NEIGHBOURS: Final = (
    "SELECT one, two FROM links WHERE one IN (SELECT value FROM json_each(?1)) AND likeness >= ?2 UNION SELECT one, two FROM links"
    " WHERE two IN (SELECT value FROM json_each(?1)) AND likeness >= ?2"
)
_TOGETHER: Final = (
    "SELECT other.record FROM tellings AS own JOIN tellings AS other ON other.story = own.story WHERE own.record IN (SELECT value FROM json_each(?1))"
)


def _story(connection: sqlite3.Connection, row: sqlite3.Row) -> Story:
    tellings = connection.execute("SELECT record FROM tellings WHERE story = ? ORDER BY position", (row["id"],))
    facts = {name: row[name] for name in ("id", "type", "mode", "channel", "status", "score", "confidence", "thread", "witnesses", "origin", "told")}
    return msgspec.convert(
        {
            **facts, "contexts": texts(row["contexts"]), "actors": texts(row["actors"]), "recipients": texts(row["recipients"]),
            "when": None if row["start"] is None else msgspec.convert(
                {"start": row["start"], "end": row["end"], "granularity": row["granularity"], "text": row["time_text"]}, When
            ),
            "where": None if row["place"] is None else Where(name=row["place"], country=row["country"], lat=row["latitude"], lon=row["longitude"]),
            "amount": None if row["amount"] is None else Amount(value=row["amount"], unit=row["unit"]),
            "tellings": tuple(each[0] for each in tellings), "docs": texts(row["docs"]),
            "disagreements": msgspec.json.decode(row["disagreements"], type=tuple[Disagreement, ...]),
        },
        Story,
    )  # fmt: skip


@cache
def _states() -> dict[str, str]:
    return {outlet.label: outlet.state for outlet in world.load().outlets.values() if outlet.state}


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode("utf-8")
