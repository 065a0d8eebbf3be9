"""Reads sources into a case: what is new is coded, what was read before is known again, and what cannot be read is kept with its reason."""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Literal

import msgspec

from tarazu.api.coders import default_coder
from tarazu.api.coding import code
from tarazu.api.gathering import Found, Ways, gather
from tarazu.api.provenance import run_facts
from tarazu.cases.writing import Due, Writer
from tarazu.errors import SourceError
from tarazu.records import Coded, Document, RunFacts, Skipped

_MOST_SKIPPED = 20
_LEFT_OUT = "leave_out"  # what sources do not read on purpose, such as pictures in a folder

Outcome = Literal["coded", "same", "sighted", "imported", "failed", "skipped", "noted"]


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """What reading came to.

    Attributes:
        read: How many documents came in.
        coded: How many of them were coded.
        same: How many were there before, at the same address.
        sighted: How many were there before and were met at a new address.
        imported: How many came with records of their own, without text.
        failed: How many documents are kept but could not be coded.
        skipped: How many things could not be read at all.
        noted: How many notes there are on what is left out on purpose, and on parts of documents that could not be read.
        records: How many records the coded documents have.
        reasons: Why things were skipped or could not be coded, with how often.
        examples: The first twenty of them.
    """

    read: int
    coded: int
    same: int
    sighted: int
    imported: int
    failed: int
    skipped: int
    noted: int
    records: int
    reasons: tuple[tuple[str, int], ...]
    examples: tuple[Skipped, ...]


Progress = Callable[[Count], None]


class Tally:
    """Counts what goes by; `count` is what it has come to."""

    def __init__(self, on: Progress | None) -> None:
        self._on = on
        self._outcomes: Counter[Outcome] = Counter()
        self._reasons: Counter[str] = Counter()
        self._examples: list[Skipped] = []
        self._records = 0

    def add(self, outcome: Outcome, *, records: int = 0, skipped: Skipped | None = None) -> None:
        """Counts one."""
        self._outcomes[outcome] += 1
        self._records += records
        if skipped is not None:
            self._reasons[skipped.reason] += 1
            if len(self._examples) < _MOST_SKIPPED:
                self._examples.append(skipped)
        if self._on is not None:
            self._on(self.count)

    @property
    def count(self) -> Count:
        """What it has come to."""
        numbers = self._outcomes
        return Count(
            read=numbers["coded"] + numbers["same"] + numbers["sighted"] + numbers["imported"] + numbers["failed"], coded=numbers["coded"],
            same=numbers["same"], sighted=numbers["sighted"], imported=numbers["imported"], failed=numbers["failed"], skipped=numbers["skipped"],
            noted=numbers["noted"], records=self._records, reasons=tuple(self._reasons.most_common()), examples=tuple(self._examples),
        )  # fmt: skip


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """How documents are coded.

    Attributes:
        coder: One of `api.CODERS`; None takes the best that is installed.
        jobs: How many processes code at once, at least 1.
        on: Is told what it has come to after each document.
    """

    coder: str | None = None
    jobs: int = 1
    on: Progress | None = None


def read(path: Path, sources: Iterable[str | Path], ways: Ways, work: Work) -> Count:
    """Reads sources into a case; each document is there whole or not at all, and reading the same again changes nothing."""
    with Writer(path) as writer:
        return _Reader(writer, work).take(gather(sources, msgspec.structs.replace(ways, known=writer.knows)))


def watch(path: Path, folder: Path, ways: Ways, work: Work, stop: threading.Event | None = None) -> Count:
    """Reads what is in a folder and then what comes into it, until it is stopped."""
    from tarazu.sources.folders import watch as files_of  # slow to load

    with Writer(path) as writer:
        reader = _Reader(writer, work)
        ways = msgspec.structs.replace(ways, known=writer.knows)
        for each in files_of(folder, stop=stop):
            reader.take(gather([each], ways))
        return reader.tally.count


def recode(path: Path, work: Work) -> Count:
    """Codes all documents of a case that the coder, as it is now, has not coded; what other runs made of them is kept beside it."""
    with Writer(path) as writer:
        reader = _Reader(writer, work)
        for document, coded in _paired(writer.due_for(reader.run), reader.coder, work.jobs):
            records = writer.recode(document.doc, coded, reader.run)
            reader.told(coded, records)
        return reader.tally.count


class _Reader:
    """Takes what comes in to its place in the case."""

    def __init__(self, writer: Writer, work: Work) -> None:
        self.coder = work.coder or default_coder()
        self.run = writer.run(run_facts(self.coder))
        self.tally = Tally(work.on)
        self._writer = writer
        self._jobs = work.jobs
        self._imports: dict[str, int] = {}
        self._coding: set[str] = set()

    def take(self, found: Iterable[Found]) -> Count:
        """Codes and keeps what is new."""
        waiting: deque[tuple[Document, Due]] = deque()
        while True:
            later: list[Found] = []
            for _, coded in _paired(self._fresh(found, waiting, later), self.coder, self._jobs):
                document, due = waiting.popleft()
                self.told(coded, self._writer.add(document, coded, self.run))
                self._coding.discard(due.doc)
            if not later:
                return self.tally.count
            found = later

    def told(self, coded: Coded | Skipped, records: int) -> None:
        """Counts a document that was coded, or could not be."""
        if isinstance(coded, Skipped):
            self.tally.add("failed", skipped=coded)
        else:
            self.tally.add("coded", records=records)

    def _fresh(self, found: Iterable[Found], waiting: deque[tuple[Document, Due]], later: list[Found]) -> Iterator[Document]:
        """The documents that are to be coded; all else is settled on the way, save second sightings of texts that are being coded just now."""
        met: set[str] = set()
        for item in found:
            if isinstance(item, Coded):
                self._import(item)
            elif isinstance(item, Skipped):
                self._writer.skip(item)
                self.tally.add("noted" if item.doc in met or item.stage == _LEFT_OUT else "skipped", skipped=item)
            else:
                met = {item.doc}
                document = self._without_nul(item)
                due = self._due(document)
                if due is None or due.document is None:
                    continue
                if due.doc in self._coding:
                    later.append(document)
                    continue
                self._coding.add(due.doc)
                waiting.append((document, due))
                yield due.document

    def _without_nul(self, document: Document) -> Document:
        """With U+FFFD in place of NUL, at which SQLite ends a text; that it was there is kept."""
        at = document.text.find("\x00")
        if at < 0:
            return document
        noted = Skipped(doc=document.doc, stage="decode", reason="NUL is no letter: replaced by U+FFFD", start=at, end=at + 1)
        self._writer.skip(noted)
        self.tally.add("noted", skipped=noted)
        return msgspec.structs.replace(document, text=document.text.replace("\x00", "\ufffd"))

    def _due(self, document: Document) -> Due | None:
        try:
            due = self._writer.look(document, self.run)
        except SourceError as error:
            skipped = Skipped(doc=document.doc.encode("utf-8", "backslashreplace").decode(), stage="read", reason=f"{error.found}; {error.hint}")
            self._writer.skip(skipped)
            self.tally.add("skipped", skipped=skipped)
            return None
        if due.document is None:
            if due.sighted:
                self._writer.sight(document, due.doc)
            self.tally.add("sighted" if due.sighted else "same")
        return due

    def _import(self, coded: Coded) -> None:
        name = coded.records[0].coder if coded.records else "imported"
        if name not in self._imports:
            self._imports[name] = self._writer.run(RunFacts(coder=name, version="", digest=""))
        new = self._writer.take(coded, self._imports[name])
        self.tally.add("imported" if new else "same", records=len(coded.records) if new else 0)


def _paired(documents: Iterable[Document], coder: str, jobs: int) -> Iterator[tuple[Document, Coded | Skipped]]:
    """Each document with what became of it; only so many are held as are coded at once."""
    held: deque[Document] = deque()

    def passing() -> Iterator[Document]:
        for document in documents:
            held.append(document)
            yield document

    for coded in code(passing(), coder=coder, jobs=jobs):
        yield held.popleft(), coded
