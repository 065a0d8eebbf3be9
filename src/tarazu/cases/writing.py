"""Writes into a case, a document a transaction: what is there after the program was killed is whole, and reading goes on where it stopped."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from tarazu.cases import file, searching, storing
from tarazu.cases.judging import overlay, sign, store_judgement
from tarazu.cases.loading import load_records, load_sightings, merge_sightings, stated
from tarazu.cases.sampling import store_sample
from tarazu.errors import SourceError
from tarazu.records import Action, Coded, CodedRecord, Document, Gauge, Judgement, RunFacts, Sighting, Skipped


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """What a document that came in asks for.

    Attributes:
        doc: Its id in the case.
        document: As it is to be coded, with all that its sightings state; None where it was coded already and nothing new is stated.
        sighted: Whether it was not met at this address before, or states other facts there now.
    """

    doc: str
    document: Document | None
    sighted: bool


class Writer:
    """The one that writes into a case; use it as a context manager.

    Args:
        path: The case.
        clock: Tells the time.

    Raises:
        CaseError: As `file.open_to_write`.
    """

    def __init__(self, path: Path, clock: file.Clock = file.now) -> None:
        self.path = file.find(path)
        self._clock = clock
        self.connection = file.open_to_write(self.path)
        if not searching.is_fresh(self.connection):
            with self._transaction() as connection:
                searching.refresh(connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file."""
        file.close(self.connection, self.path)

    def run(self, facts: RunFacts) -> int:
        """The number of a run, which is begun if there is none like it."""
        values = (facts.coder, facts.version, facts.digest, facts.settings)
        query = "SELECT number FROM runs WHERE (coder, version, digest, settings) = (?, ?, ?, ?)"
        found = self.connection.execute(query, values).fetchone()
        if found is None:
            with self._transaction() as connection:
                connection.execute(
                    "INSERT OR IGNORE INTO runs(coder, version, digest, settings, started) VALUES (?, ?, ?, ?, ?)", (*values, self._clock().isoformat())
                )
            found = self.connection.execute(query, values).fetchone()
        return int(found[0])

    def look(self, document: Document, run: int) -> Due:
        """What is to be done about a document that came in; nothing is written.

        Args:
            document: As a source gave it; its `doc` is its address.
            run: The run that would code it. Where a document could not be coded, a run that has not tried yet tries again.

        Raises:
            SourceError: Its text holds half a surrogate pair, which no file can hold.
        """
        try:
            doc = storing.digest(document.text)
        except UnicodeEncodeError as error:
            where = f"half of a surrogate pair (U+{ord(document.text[error.start]):04X}) at letter {error.start}"
            raise SourceError(document.doc, "letters", where, "decode the text anew from where it came from") from error
        found = self.connection.execute("SELECT number, run FROM documents WHERE doc = ?", (doc,)).fetchone()
        here = _sighting(document)
        if found is None:
            return Due(doc=doc, document=msgspec.structs.replace(document, doc=doc), sighted=True)
        number = int(found["number"])
        known = load_sightings(self.connection, number)
        others = tuple(each for each in known if each.address != here.address)
        sighted = len(others) == len(known) or not any(_same(each, here) for each in known)
        before, after = merge_sightings(doc, document.text, known), merge_sightings(doc, document.text, (*others, here))
        tried = found["run"] is not None or self._tried(number, run)
        return Due(doc=doc, document=None if tried and before == after else after, sighted=sighted)

    def knows(self, address: str) -> bool:
        """Whether a document was met at an address."""
        return self.connection.execute("SELECT 1 FROM sightings WHERE address = ?1 OR url = ?1 LIMIT 1", (address,)).fetchone() is not None

    def sight(self, document: Document, doc: str) -> None:
        """Keeps where a document that is there already was met again."""
        with self._transaction() as connection:
            number = storing.store_document(connection, doc, document.text)
            storing.store_sighting(connection, number, document, self._clock().isoformat())

    def add(self, document: Document, coded: Coded | Skipped, run: int) -> int:
        """Keeps a document, where it was met, and what a run made of it: all or nothing.

        Args:
            document: As a source gave it; its `doc` is its address.
            coded: Its records, or why it could not be coded.
            run: The run.

        Returns:
            How many records stand in it.
        """
        with self._transaction() as connection:
            doc = storing.digest(document.text)
            number = storing.store_document(connection, doc, document.text)
            storing.store_sighting(connection, number, document, self._clock().isoformat())
            return self._coded(connection, (number, run), doc, coded, document.doc)

    def recode(self, doc: str, coded: Coded | Skipped, run: int) -> int:
        """Keeps what another run made of a document that is there; arguments and result as of `add`."""
        with self._transaction() as connection:
            number = storing.store_document(connection, doc, None)
            return self._coded(connection, (number, run), doc, coded, doc)

    def take(self, coded: Coded, run: int) -> bool:
        """Keeps records that were imported without a text.

        Returns:
            Whether they were new or different.
        """
        with self._transaction() as connection:
            facts = coded.facts
            number = storing.store_document(connection, facts.doc, None)
            met = Document(doc=facts.url or facts.doc, text="", url=facts.url, outlet=facts.outlet, published=facts.published)
            known = connection.execute("SELECT 1 FROM codings WHERE document = ? AND run = ?", (number, run)).fetchone()
            if known and load_records(connection, number, run)[1] == coded.records:
                return False
            storing.store_sighting(connection, number, met, self._clock().isoformat())
            storing.store_coded(connection, number, run, coded)
            overlay(connection, facts.doc)
            return True

    def skip(self, skipped: Skipped) -> bool:
        """Keeps what could not be read; returns whether it was new."""
        query = "SELECT 1 FROM skips WHERE (address, stage, reason) = (?, ?, ?) AND run IS NULL AND start IS ?"
        if self.connection.execute(query, (skipped.doc, skipped.stage, skipped.reason, skipped.start)).fetchone():
            return False
        with self._transaction() as connection:
            return storing.store_skip(connection, skipped)

    def due_for(self, run: int) -> Iterable[Document]:
        """The documents that a run has not coded, as they are to be coded."""
        query = "SELECT number FROM documents AS d WHERE text IS NOT NULL AND NOT EXISTS (SELECT 1 FROM codings WHERE document = d.number AND run = ?)"
        for number in [int(row[0]) for row in self.connection.execute(query + " ORDER BY number", (run,))]:
            if not self._tried(number, run):
                yield stated(self.connection, number)

    def judge(self, action: Action, targets: Sequence[CodedRecord], judgement: Judgement) -> Judgement:
        """Signs, keeps and applies a judgement; it is on the disk when this returns.

        Raises:
            OptionError: What it sets does not fit.
        """
        signed = sign(msgspec.structs.replace(judgement, action=action, targets=tuple(targets), made=self._later()))
        self.take_judgements([signed])
        return signed

    def take_judgements(self, judgements: Iterable[Judgement]) -> int:
        """Keeps and applies judgements, all or none; returns how many were new."""
        with file.transaction(self.connection, self.path, durable=True) as connection:
            return sum(store_judgement(connection, each) for each in judgements)

    def sample(self, drawn: Sequence[Gauge], seed: int) -> None:
        """Keeps which records were drawn to be judged."""
        with self._transaction() as connection:
            store_sample(connection, drawn, self._clock().isoformat(), seed)

    def _later(self) -> dt.datetime:
        """This moment, or one after the last judgement, should the clock have been set back or two fall into one moment: the later one wins."""
        last = self.connection.execute("SELECT max(made) FROM judgements").fetchone()[0]
        now = self._clock()
        return max(now, dt.datetime.fromisoformat(last) + dt.timedelta(microseconds=1)) if last else now

    def _transaction(self) -> file.Transaction:
        return file.transaction(self.connection, self.path)

    def _tried(self, number: int, run: int) -> bool:
        query = "SELECT 1 FROM codings WHERE document = ?1 AND run = ?2 UNION ALL SELECT 1 FROM skips WHERE document = ?1 AND run = ?2 LIMIT 1"
        return self.connection.execute(query, (number, run)).fetchone() is not None

    def _coded(self, connection: sqlite3.Connection, place: tuple[int, int], doc: str, coded: Coded | Skipped, address: str) -> int:
        number, run = place
        if isinstance(coded, Skipped):
            storing.store_skip(connection, msgspec.structs.replace(coded, doc=address), number, run)
            return 0
        storing.store_coded(connection, number, run, coded)
        overlay(connection, doc)
        return int(connection.execute("SELECT count(*) FROM records WHERE document = ? AND standing", (number,)).fetchone()[0])


def _sighting(document: Document) -> Sighting:
    return Sighting(
        address=document.doc, seen=file.BEGINNING, title=document.title, url=document.url, outlet=document.outlet, author=document.author,
        published=document.published,
    )  # fmt: skip


def _same(one: Sighting, two: Sighting) -> bool:
    return msgspec.structs.replace(one, seen=two.seen) == two
