"""The verbs that turn documents into records, and say why a record is as it is."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

import msgspec

from tarazu.api.coders import CODERS, default_coder
from tarazu.errors import OptionError, RecordError, SourceError
from tarazu.records import Coded, CodedRecord, Document, DocumentFacts, Reason, Skipped

_SHORTEST_ID = 6
_BATCH = 64
_CHUNK = 4
_LOOK = 1.0


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """Why a record is as it is.

    Attributes:
        facts: The document that it comes from.
        record: The record, with its evidence.
        reasons: The rules that fired, with their weights in log-odds.
    """

    facts: DocumentFacts
    record: CodedRecord
    reasons: tuple[Reason, ...]


def read_files(paths: Iterable[str | Path]) -> Iterator[Document | Skipped]:
    """Reads files as documents.

    Args:
        paths: Files in any of the formats that `sources` reads.

    Yields:
        The documents, in the order of the files; for what could not be read, a `Skipped` with its reason.
    """
    from tarazu.api.gathering import only_documents  # slow to load, and `--help` must not wait for it
    from tarazu.sources.files import read_files as read

    yield from only_documents(read([Path(path) for path in paths]))


def read_bytes(name: str, raw: bytes) -> Iterator[Document | Skipped]:
    """Reads bytes, such as standard input, as documents.

    Args:
        name: What the documents are called that bring no id of their own; its ending, if any, tells the format.
        raw: The bytes.

    Yields:
        As `read_files`.
    """
    from tarazu.api.gathering import only_documents  # slow to load
    from tarazu.sources.files import read_bytes as read

    yield from only_documents(read(name, raw))


def code(documents: Iterable[Document | Skipped], *, coder: str | None = None, jobs: int = 1) -> Iterator[Coded | Skipped]:
    """Codes documents, one after the other as they are asked for.

    Args:
        documents: Documents; a `Skipped` among them is passed on, so that `read_files` can be fed in as it is.
        coder: One of `CODERS`; None takes the learned one where its model is present, else the lexicon coder.
        jobs: How many processes code at once, at least 1; the results and their order are the same for any number.

    Returns:
        For each document, in order, its records, or a `Skipped` with the reason (it is empty, or in a language that has no folder).

    Raises:
        OptionError: There is no such coder, or `jobs` is less than 1.
        DataFileError: A data file of Tarazu itself is broken; raised at the first document that needs it.

    Example:
        >>> [skipped] = code([Document(doc="empty", text="")])
        >>> skipped.reason
        'there is no text in it'
    """
    coder = coder or default_coder()
    if coder not in CODERS:
        raise OptionError("coder", f"one of {', '.join(CODERS)}", repr(coder), "leave the option out to take the best one that is installed")
    if jobs < 1:
        raise OptionError("jobs", "a number of processes, at least 1", str(jobs), "leave the option out to code in one process")
    return (_code_one(document, coder) for document in documents) if jobs == 1 else _code_in_processes(documents, coder, jobs)


def code_files(paths: Iterable[str | Path], *, coder: str | None = None) -> Iterator[Coded | Skipped]:
    """Reads and codes files: `code` over `read_files`; arguments, results and errors are theirs."""
    return code(read_files(paths), coder=coder)


def explain(paths: Iterable[str | Path], record_id: str, *, coder: str | None = None) -> Explanation:
    """Codes files until a record turns up, and says why it is as it is.

    Args:
        paths: The files, called as they were when the record was made, for its id hangs on the document's name.
        record_id: The record's id, or the first six letters of it or more.
        coder: The coder that made it.

    Returns:
        The first record whose id begins so.

    Raises:
        OptionError: The id is too short, or there is no such coder.
        RecordError: No record of these files has that id.
    """
    if len(record_id) < _SHORTEST_ID:
        raise OptionError("record id", f"at least {_SHORTEST_ID} letters of an id", repr(record_id), "take it from the first column of `tarazu code`")
    searched = 0
    for coded in code_files(paths, coder=coder):
        if isinstance(coded, Skipped):
            continue
        searched += 1
        for record in coded.records:
            if record.id.startswith(record_id):
                return Explanation(facts=coded.facts, record=record, reasons=coded.reasons.get(record.id, ()))
    raise RecordError(
        record_id, "the id of a record of these files", f"none such in {searched} documents",
        "name the files exactly as when they were coded: an id hangs on the document's name",
    )  # fmt: skip


def _code_in_processes(documents: Iterable[Document | Skipped], coder: str, jobs: int) -> Iterator[Coded | Skipped]:
    """Batches go to the processes in order, so that no more than one batch of texts is held at a time."""
    waiting = iter(documents)
    # fresh processes: a fork would hold the parent's open files, and its threads' locks as they were
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_follow_parent) as pool:
        while batch := list(islice(waiting, _BATCH * jobs)):
            yield from pool.map(partial(_code_one, coder=coder), batch, chunksize=_CHUNK)


def _follow_parent() -> None:
    """Ends this process when the one that made it is gone, however that ended."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_LOOK)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _code_one(document: Document | Skipped, coder: str) -> Coded | Skipped:
    if isinstance(document, Skipped):
        return document
    from tarazu.api import pipeline  # slow to load

    half = _half_letter(document.doc + document.text)
    if half is not None:
        doc = document.doc.encode("utf-8", "backslashreplace").decode("utf-8")
        return Skipped(doc=doc, stage="read", reason=f"half of a surrogate pair ({half}), which is no letter and cannot be written down again")
    try:
        return pipeline.code(document, coder_name=coder)
    except SourceError as error:
        return Skipped(doc=document.doc, stage="identify", reason=error.found)


def _half_letter(text: str) -> str | None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        return f"U+{ord(text[error.start]):04X}"
    return None
