"""A case as notes in Markdown, a vault for Obsidian: one note a document, one note an actor, linked to each other."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path

from tarazu.errors import OptionError
from tarazu.exports.actors import country_of, kind_of
from tarazu.exports.citations import Citation, Citations
from tarazu.exports.note_text import NoteNames, block_id, escape, front_matter, link
from tarazu.exports.targets import Label, target_folder
from tarazu.exports.written import Written
from tarazu.records import Assessment, CodedRecord, Event, Figure, Held, HeldDocument, Tie, When

_DOCUMENTS = "Documents"
_ACTORS = "Actors"
_OURS = b"tarazu: "
_UNDATED = "9999"  # after all days


def write_notes(documents: Iterable[HeldDocument], folder: Path, *, label: Label) -> Written:
    """Writes a case as a vault of linked notes.

    `Documents` has one note a document: what it says about itself as front matter, then its records, each with a quotation of the sentence that it stands
    on and links to its actors. `Actors` has one note an actor: what it did and what was done to it, by date, with links to the quotations. Notes of an
    earlier export are written anew; a note of that name that is not ours is never touched.

    Args:
        documents: The documents of a case; one is held at a time, with the names of all notes. What the actors did waits in a temporary file.
        folder: The vault; it is made where it is not there.
        label: Makes an id readable.

    Returns:
        The two folders, and the number of notes.

    Raises:
        OptionError: The folder cannot be made or written to, or has a note of somebody else where one of ours would stand.
        DataFileError: A file of the register is broken.
    """
    vault = _Vault(label)
    # an empty name is a private database on disk, which goes when it is closed
    with target_folder(folder) as place, closing(sqlite3.connect("")) as waiting:
        for name in (_DOCUMENTS, _ACTORS):
            (place / name).mkdir()
        waiting.execute("CREATE TABLE lines (actor TEXT NOT NULL, day TEXT NOT NULL, line TEXT NOT NULL)")
        count = 0
        for document in documents:
            name, text, lines = vault.document(document)
            (place / _DOCUMENTS / f"{name}.md").write_text(text, encoding="utf-8", newline="\n")
            waiting.executemany("INSERT INTO lines VALUES (?, ?, ?)", lines)
            count += 1
        for actor, lines_of in _by_actor(waiting):
            (place / f"{vault.note(actor)}.md").write_text(vault.actor(actor) + "".join(lines_of), encoding="utf-8", newline="\n")
            count += 1
        _spare_others(place, folder)
    return Written(paths=(folder / _DOCUMENTS, folder / _ACTORS), rows=count, left_out=())


def _by_actor(waiting: sqlite3.Connection) -> Iterator[tuple[str, Iterator[str]]]:
    """The actors, each with its lines by date; they are to be taken in turn."""
    rows = waiting.execute("SELECT actor, line FROM lines ORDER BY actor, day, rowid")
    for actor, lines in groupby(rows, key=lambda row: str(row[0])):
        yield actor, (str(line) for _, line in lines)


def _spare_others(place: Path, folder: Path) -> None:
    """Refuses to replace a note that somebody else wrote."""
    for path in place.rglob("*.md"):
        there = folder / path.relative_to(place)
        if there.exists() and not (there.is_file() and there.read_bytes()[:200].startswith(b"---\n" + _OURS)):
            raise OptionError(str(there), "no note, or one of an earlier export", "a note of somebody else", "rename that note, or choose another folder")


class _Vault:
    """The notes of a vault, and what they are called."""

    def __init__(self, label: Label) -> None:
        self._label = label
        self._citations = Citations()
        self._document_names = NoteNames()
        self._actor_names = NoteNames()
        self._notes: dict[str, str] = {}

    def note(self, actor: str) -> str:
        """The path of an actor's note in the vault."""
        if actor not in self._notes:
            self._notes[actor] = f"{_ACTORS}/{self._actor_names.name(self._label(actor), actor)}"
        return self._notes[actor]

    def document(self, document: HeldDocument) -> tuple[str, str, list[tuple[str, str, str]]]:
        """A document's note: its name, its text, and what is to stand in the notes of its actors, as actor, day and line."""
        citation = self._citations.of(document)
        name = self._document_names.name(citation.title or _named(citation, citation.doc), citation.doc)
        facts = document.facts
        head = front_matter(
            {
                "tarazu": "document", "id": citation.doc, "title": citation.title, "outlet": citation.outlet, "author": citation.author,
                "date": citation.issued, "url": citation.url, "language": citation.language, "sources": [*facts.chain], "seen": citation.accessed,
                "citekey": citation.key,
            }
        )  # fmt: skip
        text = [head, f"# {escape(citation.title or name)}\n\n"]
        lines = []
        for held in document.records:
            record, block = held.record, block_id(held.record.id)
            said = self._said(held)
            text.append(f"- {said} ^{block}\n" + "".join(f"  > {escape(evidence.text)}\n\n" for evidence in record.evidence))
            line = f"- {said} ({link(f'{_DOCUMENTS}/{name}', _named(citation, name), block)})\n"
            lines += [(actor, _day(record), line) for actor in _actors(record)]
        return name, "".join(text), lines

    def actor(self, actor: str) -> str:
        """The head of an actor's note."""
        name = self._label(actor)
        head = front_matter({"tarazu": "actor", "id": actor, "title": name, "aliases": [name], "kind": kind_of(actor), "country": country_of(actor)})
        return f"{head}# {escape(name)}\n\n"

    def _said(self, held: Held) -> str:
        """A record in one line."""
        record = held.record
        said: str
        facts: list[str]
        match record:
            case Event():
                mode = f" ({escape(record.mode)})" if record.mode else ""
                # reciprocal acts have all their parties as actors
                said = f"**{record.type}**{mode}: " + " → ".join(self._links(each) for each in (record.actors, record.recipients) if each)
                facts = [_time(record.when), escape(record.where.name) if record.where else "", record.channel or "", _status(record.status)]
            case Tie():
                said = f"**{_words(record.kind)}**: {self._links((record.source,))} → {self._links((record.target,))}"
                facts = [f"since {record.since}" if record.since else "", f"until {record.until}" if record.until else ""]
            case Figure():
                value = f"{record.value:,.15g}" + (f" to {record.value_to:,.15g}" if record.value_to is not None else "")
                measured = escape(record.name) if record.name else _words(record.indicator)
                said = f"**{measured}**: {_words(record.qualifier)} {value} {escape(record.unit or '')}".rstrip() + f" · {self._links(record.subjects)}"
                facts = [escape(record.period or ""), _status(record.status)]
            case Assessment():
                about = f" → {self._links((record.object,))}" if record.object else ""
                said = f"**{record.dimension} {record.direction}**: {self._links((record.subject,))}{about}"
                facts = [_time(record.when)]
        facts += [f"said by {escape(', '.join(record.said_by))}" if record.said_by else "", f"confidence {record.confidence:.2f}", held.judged or ""]
        return " · ".join((said, *filter(None, facts)))

    def _links(self, actors: Iterable[str]) -> str:
        return ", ".join(link(self.note(actor), self._label(actor)) for actor in actors)


def _actors(record: CodedRecord) -> tuple[str, ...]:
    """Everybody whom a record is about, once."""
    named: tuple[str | None, ...]
    match record:
        case Event():
            named = (*record.actors, *record.recipients)
        case Tie():
            named = (record.source, record.target)
        case Figure():
            named = record.subjects
        case Assessment():
            named = (record.subject, record.object)
    return tuple(dict.fromkeys(filter(None, named)))


def _day(record: CodedRecord) -> str:
    """By what a record is sorted: when it begins, as ISO 8601; what has no date comes last."""
    match record:
        case Event() | Assessment():
            return record.when.start.isoformat() if record.when else _UNDATED
        case Tie():
            return record.since.isoformat() if record.since else _UNDATED
        case Figure():
            return record.period or _UNDATED


def _time(when: When | None) -> str:
    if when is None:
        return ""
    return when.start.isoformat() if when.start == when.end else f"{when.start.isoformat()} to {when.end.isoformat()}"


def _status(status: str) -> str:
    """What did not happen must not be read as if it had."""
    return "" if status == "actual" else f"**{status}**"


def _words(name: str) -> str:
    return name.replace("_", " ")


def _named(citation: Citation, name: str) -> str:
    """How a document is called where it is referred to."""
    day: dt.date | None = citation.issued
    return ", ".join(filter(None, (citation.outlet, day.isoformat() if day else None))) or name
