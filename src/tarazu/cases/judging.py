"""A person's judgements: kept for ever, and laid over whatever a coder makes of the documents."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from tarazu.cases import storing
from tarazu.cases.changes import apply_changes
from tarazu.cases.fitting import fit
from tarazu.cases.loading import load_records
from tarazu.errors import CaseError, OptionError
from tarazu.records import CodedRecord, Judged, Judgement

ONE_AT_A_TIME = frozenset({"accept", "reject", "set"})
"""The actions that are about each target by itself."""


def sign(judgement: Judgement) -> Judgement:
    """A judgement with its id: the digest of all else that it holds."""
    bare = msgspec.structs.replace(judgement, id="")
    return msgspec.structs.replace(judgement, id=hashlib.sha256(msgspec.json.encode(bare, order="sorted")).hexdigest()[:16])


def load_judgements(connection: sqlite3.Connection, ids: Sequence[str] | None = None) -> tuple[Judgement, ...]:
    """The judgements of a case in the order in which they were made; of the given ids, or all."""
    if ids is None:
        rows = connection.execute("SELECT * FROM judgements ORDER BY made, number")
    else:
        rows = connection.execute("SELECT * FROM judgements WHERE id IN (SELECT value FROM json_each(?)) ORDER BY made, number", (_json(ids),))
    return tuple(_judgement(row) for row in rows)


def taken_back(judgements: Sequence[Judgement]) -> frozenset[str]:
    """The ids of those that others take back; an `undo` that is itself undone takes nothing back."""
    undone: set[str] = set()
    for judgement in reversed(judgements):
        if judgement.undoes and judgement.id not in undone:
            undone.add(judgement.undoes)
    return frozenset(undone)


def standing_judgements(judgements: Sequence[Judgement]) -> tuple[Judgement, ...]:
    """Those about records that no other takes back."""
    undone = taken_back(judgements)
    return tuple(each for each in judgements if each.action != "undo" and each.id not in undone)


def store_judgement(connection: sqlite3.Connection, judgement: Judgement) -> bool:
    """Adds a judgement and lays it over the documents that it bears on; within a transaction.

    Returns:
        Whether it was new.

    Raises:
        OptionError: What it sets does not fit the record.
        CaseError: It takes back a judgement that is not there.
    """
    if judgement.undoes is not None and not load_judgements(connection, [judgement.undoes]):
        raise CaseError(f"judgement {judgement.id}", "a judgement of this case to take back", judgement.undoes, "see `tarazu judge CASE --list`")
    for target in judgement.targets if judgement.action == "set" else ():
        apply_changes(target, judgement.changes)
    row = (
        judgement.id, judgement.action, judgement.author, judgement.made.isoformat(), judgement.note, _json(judgement.targets),
        _json(judgement.changes), judgement.undoes,
    )  # fmt: skip
    done = connection.execute(
        "INSERT OR IGNORE INTO judgements(id, action, author, made, note, targets, changes, undoes) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row
    )
    if not done.rowcount:
        return False
    for at, target in enumerate(judgement.targets):
        connection.execute("INSERT INTO fits(judgement, target, doc, record) VALUES (?, ?, ?, NULL)", (done.lastrowid, at, target.doc))
    for doc in _bears_on(connection, judgement):
        overlay(connection, doc)
    return True


def overlay(connection: sqlite3.Connection, doc: str) -> None:
    """Lays the standing judgements over the records of a document, after it was coded or judged; within a transaction."""
    found = connection.execute("SELECT number, run FROM documents WHERE doc = ?", (doc,)).fetchone()
    if found is None or not connection.execute("SELECT 1 FROM fits WHERE doc = ?", (doc,)).fetchone():
        return
    document, run = found["number"], found["run"]
    connection.execute("INSERT OR IGNORE INTO untold(document) VALUES (?)", (document,))
    connection.execute("DELETE FROM records WHERE document = ? AND origin = 'person'", (document,))
    connection.execute(
        "UPDATE records SET standing = run IS ?1, judged = NULL WHERE document = ?2 AND (standing != (run IS ?1) OR judged IS NOT NULL)", (run, document)
    )
    numbers, records = load_records(connection, document, run)
    states: dict[str, tuple[CodedRecord, Judged | Literal["rejected"]]] = {}
    lost: dict[str, tuple[CodedRecord, Judged | Literal["rejected"]]] = {}
    for judgement, at, target in _laid_over(connection, doc):
        others = _stood_beside(connection, document, target.id)
        match = fit(target, [each for each in records if each.id not in others])
        number = numbers[match.id] if match else None
        connection.execute(
            "UPDATE fits SET record = ? WHERE target = ? AND judgement = (SELECT number FROM judgements WHERE id = ?)", (number, at, judgement.id)
        )
        if judgement.action in ONE_AT_A_TIME:
            where, key, start = (states, match.id, match) if match else (lost, target.id, target)
            where[key] = _decide(judgement, *where.get(key, (start, None)))
    for key, (record, judged) in states.items():
        _settle(connection, (document, run), numbers[key], record, judged)
    for record, judged in lost.values():
        if judged != "rejected":  # what a person took for right stands, though the run no longer finds it
            storing.insert_record(connection, (document, run), record, storing.Standing(position=len(records), standing=True, judged=judged, origin="person"))


def _stood_beside(connection: sqlite3.Connection, document: int, record: str) -> frozenset[str]:
    """The records that a run made beside one: none of them can be what became of it."""
    query = (
        "SELECT other.id FROM records AS own JOIN records AS other ON other.document = own.document AND other.run = own.run AND other.origin = 'coder'"
        " WHERE own.document = ? AND own.id = ? AND own.origin = 'coder' AND other.id != own.id"
    )
    return frozenset(row[0] for row in connection.execute(query, (document, record)))


def _decide(
    judgement: Judgement, record: CodedRecord, judged: Judged | Literal["rejected"] | None
) -> tuple[CodedRecord, Judged | Literal["rejected"]]:
    if judgement.action == "reject":
        return record, "rejected"
    if judgement.action == "set":
        try:
            return apply_changes(record, judgement.changes), "corrected"
        except OptionError:  # a later coder may give the record a type that does not have the mode: then the judged record itself stands
            return next(apply_changes(each, judgement.changes) for each in judgement.targets if each.doc == record.doc), "corrected"
    return record, "corrected" if judged == "corrected" else "accepted"


def _settle(connection: sqlite3.Connection, place: tuple[int, int], number: int, record: CodedRecord, judged: Judged | Literal["rejected"]) -> None:
    stands = judged == "accepted"
    connection.execute("UPDATE records SET standing = ?, judged = ? WHERE number = ?", (stands, judged, number))
    if judged == "corrected":
        position = int(connection.execute("SELECT position FROM records WHERE number = ?", (number,)).fetchone()[0])
        storing.insert_record(connection, place, record, storing.Standing(position=position, standing=True, judged=judged, origin="person"))


def _laid_over(connection: sqlite3.Connection, doc: str) -> Iterable[tuple[Judgement, int, CodedRecord]]:
    ids = [row[0] for row in connection.execute("SELECT id FROM judgements WHERE number IN (SELECT judgement FROM fits WHERE doc = ?)", (doc,))]
    undoing = (
        "WITH RECURSIVE about(id) AS (SELECT value FROM json_each(?) UNION SELECT j.id FROM judgements AS j JOIN about ON j.undoes = about.id)"
        " SELECT id FROM about"
    )
    ids = [row[0] for row in connection.execute(undoing, (_json(ids),))]
    for judgement in standing_judgements(load_judgements(connection, ids)):
        for at, target in enumerate(judgement.targets):
            if target.doc == doc:
                yield judgement, at, target


def _bears_on(connection: sqlite3.Connection, judgement: Judgement) -> list[str]:
    """The documents of what it is about, through all that it takes back."""
    seen: dict[str, None] = {}
    while judgement.undoes is not None:
        [judgement] = load_judgements(connection, [judgement.undoes])
    for target in judgement.targets:
        seen.setdefault(target.doc)
    return list(seen)


def _judgement(row: sqlite3.Row) -> Judgement:
    return msgspec.convert(
        {
            "id": row["id"], "action": row["action"], "author": row["author"], "made": row["made"], "note": row["note"],
            "targets": msgspec.json.decode(row["targets"]), "changes": msgspec.json.decode(row["changes"]), "undoes": row["undoes"],
        },
        Judgement,
    )  # fmt: skip


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode("utf-8")


def load_fits(connection: sqlite3.Connection) -> dict[tuple[str, int], str | None]:
    """On which record each target of each judgement bears now: by the judgement's id and the target's place; None where none fits."""
    query = "SELECT j.id, f.target, r.id AS record FROM fits AS f JOIN judgements AS j ON j.number = f.judgement LEFT JOIN records AS r ON r.number = f.record"
    return {(row["id"], row["target"]): row["record"] for row in connection.execute(query)}


def load_pairs(connection: sqlite3.Connection) -> dict[tuple[str, str], bool]:
    """What people decided about pairs of events that stand now: `True` where they tell one act, `False` where they do not.

    The later judgement wins: what was merged before and joins two that were split since, be it through others, is given up as far as needed.

    Returns:
        By the ids of the two, the smaller first.
    """
    fits = load_fits(connection)
    pairs: dict[tuple[str, str], bool] = {}
    for judgement in standing_judgements(load_judgements(connection)):
        if judgement.action in {"merge", "split"}:
            ids = sorted({found for at in range(len(judgement.targets)) if (found := fits.get((judgement.id, at)))})
            own = [(one, two) for at, one in enumerate(ids) for two in ids[at + 1 :]]
            pairs |= dict.fromkeys(own, judgement.action == "merge")
            for pair in own if judgement.action == "split" else ():
                while path := _path(pair, pairs):
                    del pairs[path[0]]
    return pairs


def _path(pair: tuple[str, str], pairs: dict[tuple[str, str], bool]) -> list[tuple[str, str]]:
    """The merged pairs by which one event is joined to another; none where it is not."""
    beside: dict[str, list[str]] = {}
    for (one, two), merged in pairs.items():
        if merged:
            beside.setdefault(one, []).append(two)
            beside.setdefault(two, []).append(one)
    came: dict[str, str] = {pair[0]: ""}
    front = [pair[0]]
    while front and pair[1] not in came:
        front = [other for each in front for other in beside.get(each, ()) if came.setdefault(other, each) == each]
    path, at = [], pair[1]
    while came.get(at):
        path.append((min(at, came[at]), max(at, came[at])))
        at = came[at]
    return path[::-1]
