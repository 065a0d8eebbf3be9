"""Reads a case: its documents, records, runs and skips, one document after the other."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import msgspec

from tarazu.cases.rows import texts, to_evidence, to_record
from tarazu.errors import RecordError
from tarazu.records import CodedRecord, Document, DocumentFacts, Held, HeldDocument, Run, RunFacts, Sighting, Skipped

_SHORTEST_ID = 6


def load_records(connection: sqlite3.Connection, document: int, run: int) -> tuple[dict[str, int], tuple[CodedRecord, ...]]:
    """What a run made of a document.

    Returns:
        The number of each record by its id, and the records in the order of their evidence.
    """
    where = "r.document = ? AND r.run = ? AND r.origin = 'coder'"
    found = list(_records(connection, where, (document, run)))
    return {record.id: number for number, record, _ in found}, tuple(record for _, record, _ in found)


def standing_records(connection: sqlite3.Connection, document: int) -> tuple[Held, ...]:
    """The records of a document that count, corrections applied."""
    found = _records(connection, "r.document = ? AND r.standing", (document,))
    return tuple(msgspec.convert({"record": record, "judged": judged}, Held) for _, record, judged in found)


def load_documents(connection: sqlite3.Connection) -> Iterator[HeldDocument]:
    """All documents that were coded or imported, in the order in which they came, with the records that stand.

    What is written meanwhile is not seen: the whole walk shows one moment.
    """
    connection.execute("BEGIN")
    try:
        for row in connection.execute("SELECT number, doc, text, run FROM documents WHERE run IS NOT NULL ORDER BY number"):
            yield _document(connection, row)
    finally:
        connection.execute("COMMIT")


def load_document(connection: sqlite3.Connection, doc: str) -> HeldDocument:
    """One document, by its id, the first letters of it, or an address where it was met.

    Raises:
        RecordError: There is none, or several begin so.
    """
    query = (
        "SELECT number, doc, text, run FROM documents WHERE doc = ?1 UNION SELECT d.number, d.doc, d.text, d.run FROM documents AS d"
        " JOIN sightings AS s ON s.document = d.number WHERE s.address = ?1 OR s.url = ?1"
    )
    rows = connection.execute(query, (doc,)).fetchall()
    if not rows and len(doc) >= _SHORTEST_ID:
        rows = connection.execute("SELECT number, doc, text, run FROM documents WHERE substr(doc, 1, ?) = ?", (len(doc), doc)).fetchall()
    if len(rows) != 1:
        raise RecordError(doc, "the id or address of one document of this case", f"{len(rows)} such", "find it with `tarazu search CASE WORDS`")
    if rows[0]["run"] is None:
        raise RecordError(doc, "a document that was coded", "one that could not be", "see why: tarazu skipped CASE")
    return _document(connection, rows[0])


def load_record(connection: sqlite3.Connection, record_id: str) -> tuple[Held, str]:
    """One record that stands, or that was rejected, by its id or the first six letters of it or more.

    Returns:
        The record as it stands, and the id of its document.

    Raises:
        RecordError: There is none, or several begin so.
    """
    if len(record_id) < _SHORTEST_ID:
        raise RecordError(record_id, f"at least {_SHORTEST_ID} letters of a record's id", f"{len(record_id)}", "take it from `tarazu list CASE`")
    # a range, which the index answers, and not the beginnings of all ids
    where = "r.id >= ?1 AND r.id < ?1 || char(1114111) AND (r.standing OR r.judged = 'rejected')"
    found = list(_records(connection, where, (record_id,)))
    if len({record.id for _, record, _ in found}) != 1:
        hint = "take it from `tarazu list CASE`" if not found else "write more letters of it"
        raise RecordError(record_id, "the id of one record of this case", f"{len(found)} such", hint)
    _, record, judged = found[0]
    return msgspec.convert({"record": record, "judged": None if judged == "rejected" else judged}, Held), record.doc


def stated(connection: sqlite3.Connection, number: int) -> Document:
    """A document with what its sightings state of it: of each fact the earliest published sighting's that states it, whatever the order of reading."""
    doc, text = connection.execute("SELECT doc, text FROM documents WHERE number = ?", (number,)).fetchone()
    return merge_sightings(doc, text or "", load_sightings(connection, number))


def merge_sightings(doc: str, text: str, sightings: tuple[Sighting, ...]) -> Document:
    """As `stated`, for sightings at hand."""
    ordered = sorted(sightings, key=lambda each: (each.published is None, each.published.isoformat() if each.published else "", each.address))
    facts = {
        field: next((value for each in ordered if (value := getattr(each, field)) is not None), None)
        for field in ("title", "url", "outlet", "author", "published")
    }
    return msgspec.convert({"doc": doc, "text": text, **facts}, Document)


def load_sightings(connection: sqlite3.Connection, number: int) -> tuple[Sighting, ...]:
    """Where a document was met, in that order."""
    rows = connection.execute("SELECT address, seen, title, url, outlet, author, published FROM sightings WHERE document = ? ORDER BY number", (number,))
    return tuple(msgspec.convert(dict(row), Sighting) for row in rows)


def load_runs(connection: sqlite3.Connection) -> tuple[Run, ...]:
    """The runs of a case."""
    query = (
        "SELECT *, (SELECT count(*) FROM codings WHERE run = runs.number) AS coded,"
        " (SELECT count(*) FROM records WHERE run = runs.number AND origin = 'coder') AS made,"
        " (SELECT count(*) FROM documents WHERE run = runs.number) AS counts FROM runs ORDER BY number"
    )
    return tuple(
        msgspec.convert(
            {
                "number": row["number"], "started": row["started"], "documents": row["coded"], "records": row["made"], "standing": row["counts"],
                "facts": RunFacts(coder=row["coder"], version=row["version"], digest=row["digest"], settings=row["settings"]),
            },
            Run,
        )
        for row in connection.execute(query)
    )  # fmt: skip


def coded_by_both(connection: sqlite3.Connection, first: int, second: int) -> tuple[int, ...]:
    """The numbers of the documents that two runs have coded."""
    query = "SELECT document FROM codings WHERE run = ? INTERSECT SELECT document FROM codings WHERE run = ? ORDER BY document"
    return tuple(int(row[0]) for row in connection.execute(query, (first, second)))


def load_skips(connection: sqlite3.Connection, document: int | None = None, run: int | None = None) -> tuple[Skipped, ...]:
    """What was left out: of one document by one run, or (without a document) all that could not be read or coded at all."""
    where = "run IS NULL OR document IN (SELECT number FROM documents WHERE run IS NULL)" if document is None else "document = ? AND run = ?"
    values = () if document is None else (document, run)
    rows = connection.execute(f'SELECT address, stage, reason, start, "end" FROM skips WHERE {where} ORDER BY number', values)  # noqa: S608 - our own words
    return tuple(Skipped(doc=row["address"], stage=row["stage"], reason=row["reason"], start=row["start"], end=row["end"]) for row in rows)


def load_facts(connection: sqlite3.Connection, document: int, run: int) -> DocumentFacts:
    """What a run read a document as."""
    query = "SELECT c.*, d.doc FROM codings AS c JOIN documents AS d ON d.number = c.document WHERE c.document = ? AND c.run = ?"
    facts = dict(connection.execute(query, (document, run)).fetchone())
    own = {
        "id": f"doc-{facts['doc']}", "chain": texts(facts["chain"]), "translated": bool(facts["translated"]),
        "skipped": load_skips(connection, document, run),
    }  # fmt: skip
    return msgspec.convert({**facts, **own}, DocumentFacts)


def _document(connection: sqlite3.Connection, row: sqlite3.Row) -> HeldDocument:
    number = int(row["number"])
    return HeldDocument(
        facts=load_facts(connection, number, int(row["run"])),
        text=row["text"] or "",
        sightings=load_sightings(connection, number),
        records=standing_records(connection, number),
    )


def _records(connection: sqlite3.Connection, where: str, values: tuple[int | str, ...]) -> Iterator[tuple[int, CodedRecord, str | None]]:
    rows = connection.execute(
        f"SELECT r.*, d.doc, d.text FROM records AS r JOIN documents AS d ON d.number = r.document WHERE {where} ORDER BY r.document, r.position, r.number",  # noqa: S608 - our own words
        values,
    ).fetchall()
    for row in rows:
        found = connection.execute('SELECT sentence, start, "end", parts FROM evidence WHERE record = ? ORDER BY position', (row["number"],))
        evidence = tuple(to_evidence(each, row["text"]) for each in found)
        yield int(row["number"]), to_record(row, row["doc"], evidence), row["judged"]
