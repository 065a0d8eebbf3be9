"""The verb that scores coded records against gold ones."""

from __future__ import annotations

import glob
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from tarazu.analysis.score import ScoredDocument, ScoredRecord, Scores
from tarazu.analysis.score import score as score_documents
from tarazu.errors import RecordError, SourceError

_KINDS = {"event": "events", "tie": "ties", "figure": "figures", "assessment": "assessments"}
T = TypeVar("T")


class _Shape(msgspec.Struct):
    """Which of the two shapes a line has: a whole document, or one record."""

    doc: str = ""
    events: msgspec.Raw = msgspec.Raw(b"")


def score(gold_path: str | Path, coded_path: str | Path, texts_folder: str | Path) -> Scores:
    """Scores coded records against gold ones.

    Args:
        gold_path: One annotated document a line (`doc`, `sentences`, `events`, `ties`, `figures`, `assessments`).
        coded_path: The lines that `tarazu code --format jsonl` writes, or the shape of the gold file. A coded document belongs to the gold
            one with whose id its file's name begins.
        texts_folder: Where the text of each gold document lies, in a file whose name begins with its id and ends in `.txt`.

    Returns:
        The rates and slots; see `tarazu.analysis.score`.

    Raises:
        SourceError: A file is missing, or cannot be read.
        RecordError: A line is not as it must be.
    """
    gold = {document.doc: document for line, where in _lines(Path(gold_path)) for document in [_decode(line, ScoredDocument, where)]}
    coded = _read_coded(Path(coded_path), tuple(gold))
    texts = {doc: _text(Path(texts_folder), doc) for doc in gold}
    return score_documents(list(gold.values()), coded, texts)


def _read_coded(path: Path, docs: tuple[str, ...]) -> dict[str, ScoredDocument]:
    whole: dict[str, ScoredDocument] = {}
    found: dict[str, dict[str, list[ScoredRecord]]] = {}
    for line, where in _lines(path):
        shape = _decode(line, _Shape, where)
        if bytes(shape.events):
            whole[shape.doc] = _decode(line, ScoredDocument, where)
            continue
        doc = next((each for each in docs if Path(shape.doc).name.startswith(each)), None)
        if doc is None:
            continue
        kinds = found.setdefault(doc, {kind: [] for kind in _KINDS.values()})
        record = _decode(line, ScoredRecord, where)
        if record.record in _KINDS:
            kinds[_KINDS[record.record]].append(record)
    for doc, kinds in found.items():
        if doc not in whole:
            events, ties, figures, assessments = (tuple(kinds[kind]) for kind in _KINDS.values())
            whole[doc] = ScoredDocument(doc=doc, events=events, ties=ties, figures=figures, assessments=assessments)
    return whole


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    """The lines that are not blank, with where they are."""
    for number, line in enumerate(_read(path).split("\n"), 1):
        if line.strip():
            yield line, f"{path}:{number}"


def _text(folder: Path, doc: str) -> str:
    found = sorted(folder.glob(f"{glob.escape(doc)}*.txt"))
    if not found:
        raise SourceError(str(folder), f"the text of the gold document, {doc}*.txt", "no such file", "name the folder of the texts with --texts")
    return _read(found[0])


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise SourceError(str(path), "a file that can be read", error.strerror or "an error", "check its name and permissions") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{path}: byte {error.start}", "UTF-8", repr(error.object[error.start : error.end]), "save the file as UTF-8") from error


def _decode(line: str, kind: type[T], where: str) -> T:
    try:
        return msgspec.json.decode(line, type=kind)
    except msgspec.DecodeError as error:
        raise RecordError(where, "a JSON object of the contract", str(error), "one document or record a line; see `tarazu code --format jsonl`") from error
