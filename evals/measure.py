"""Measures the coders on the test part of the corpus, which nothing was learned or chosen from, and on the gold set."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

sys.path.insert(0, str(Path(__file__).parent.parent / "tools"))

from baseline import keywords
from corpus import ALL, LANGUAGES, GoldDocument, lines, passages, split_of
from gold import gold_of
from links import Links, count_links
from tarazu import languages
from tarazu.analysis.score import ScoredDocument, ScoredRecord, Scores, level, pair_events, score
from tarazu.api import pipeline
from tarazu.coders.learned import model
from tarazu.ontologies import plover
from tarazu.records import CodedRecord, Document, Event, Skipped
from tarazu.sources.files import read_files
from tarazu.stages.merge import merge

CODERS = ("learned", "lexicon", "keywords")
_KINDS = {"event": "events", "tie": "ties", "figure": "figures", "assessment": "assessments"}
_DATES = ("date", "date_given")


class Chance(msgspec.Struct, frozen=True):
    """The confidence that was said of an event, and whether it was right."""

    said: float
    right: bool


class Tally(msgspec.Struct):
    """Events of one type: how many were coded, how many gold has, and how many of them are found, and with the right ones who did it."""

    coded: int = 0
    gold: int = 0
    found: int = 0
    who: int = 0

    def add(self, other: Tally) -> None:
        """Adds those of another."""
        for name in self.__struct_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def f1(self, right: int) -> float:
        """The F1 of so many right ones."""
        return 2 * right / (self.coded + self.gold) if self.coded + self.gold else 0.0


class Measured(msgspec.Struct, kw_only=True):
    """All that is measured of one coder in one language, or (as `gold`) on the gold set.

    Attributes:
        name: The language's code, or `gold`.
        coder: `learned`, `lexicon` or `keywords`.
        documents: On how many documents.
        digest: SHA-256 of what they hold.
        scores: The scorer's rates and slots; dates only of the documents in which times are marked.
        types: By event type; not of the gold set, which has too few of most.
        chances: Of each event that it coded.
        links: By form.
    """

    name: str
    coder: str
    documents: int
    digest: str
    scores: Scores
    types: dict[str, Tally] = {}
    chances: list[Chance] = []
    links: dict[str, Links] = {}


class _Answers(msgspec.Struct):
    """What a coder made of documents: by their names, and for its events the confidences, in the same order."""

    coded: dict[str, ScoredDocument] = {}
    said: dict[str, list[float]] = {}
    links: dict[str, Links] = {}

    def take(self, doc: str, records: Sequence[CodedRecord]) -> None:
        """Files the records of a document."""
        kinds: dict[str, list[ScoredRecord]] = {kind: [] for kind in _KINDS.values()}
        for record in records:
            scored = msgspec.convert(msgspec.to_builtins(record), ScoredRecord)
            kinds[_KINDS[str(scored.record)]].append(scored)
        self.coded[doc] = ScoredDocument(doc=doc, **{kind: tuple(found) for kind, found in kinds.items()})
        self.said[doc] = [record.confidence for record in records if isinstance(record, Event)]


def coders_of(code: str) -> tuple[str, ...]:
    """The coders that can be measured in a language."""
    able = {"learned": model.present(), "lexicon": bool(languages.load(code).triggers), "keywords": code in LANGUAGES}
    return tuple(name for name in CODERS if able[name])


def held_out(code: str) -> list[GoldDocument]:
    """The lines and passages of the test part."""
    return [document for found in (lines(code), passages(code)) for document in found if split_of(document.name) == "test"]


def tested() -> list[str]:
    """The languages that are installed and have something in the test part."""
    return [code for code in ALL if code in languages.codes() and held_out(code)]


def measure(code: str, coder: str) -> Measured:
    """Measures one coder in one language."""
    documents = held_out(code)
    answers = _Answers()
    for document in documents:
        _code(document, coder, answers)
        if not document.figured:  # figures that no annotator looked for are neither right nor wrong
            answers.coded[document.name] = msgspec.structs.replace(answers.coded[document.name], figures=())
    gold = [gold_of(document) for document in documents]
    texts = {document.name: document.text for document in documents}
    scores = score(gold, answers.coded, texts)
    dated = score([each for each, document in zip(gold, documents, strict=True) if document.timed], answers.coded, texts)
    return Measured(
        name=code, coder=coder, documents=len(documents), digest=digest(msgspec.json.encode(each) for each in documents),
        scores=Scores(scores.rates, {**scores.slots, **{slot: dated.slots[slot] for slot in _DATES}}), types=tally(gold, answers.coded, texts),
        chances=_chances(gold, answers, texts), links=answers.links,
    )  # fmt: skip


def _code(document: GoldDocument, coder: str, answers: _Answers) -> None:
    if coder == "keywords":
        answers.coded[document.name] = ScoredDocument(doc=document.name, events=keywords(document.language).find(document.text))
        return
    finder = pipeline.coder(coder)
    received = Document(doc=document.name, text=document.text, published=document.published, outlet=document.outlet)
    got = pipeline.read(received, document.language, finder)
    records, _ = merge(got.reading, finder.find(got.reading, got.glance), got.folded, plover(), finder.name)
    count_links(document, got.reading, got.folded.span, answers.links)
    answers.take(document.name, records)


def measure_gold(path: Path, texts: Path, coder: str) -> Measured:
    """Measures one coder on the gold set; its texts lie in files whose names begin with the documents' ids."""
    gold = [msgspec.json.decode(line, type=ScoredDocument) for line in path.read_text("utf-8").splitlines() if line.strip()]
    received = {document.doc: _receive(texts, document.doc) for document in gold}
    answers = _Answers()
    for doc, document in received.items():
        if coder == "keywords":
            language = pipeline.read(document).reading.language
            answers.coded[doc] = ScoredDocument(doc=doc, events=keywords(language).find(document.text))
        else:
            answers.take(doc, pipeline.code(document, coder_name=coder).records)
    written = {doc: each.text for doc, each in received.items()}
    return Measured(
        name="gold", coder=coder, documents=len(gold), digest=digest([path.read_bytes()]), scores=score(gold, answers.coded, written),
        chances=_chances(gold, answers, written),
    )  # fmt: skip


def digest(parts: Iterable[bytes]) -> str:
    """SHA-256 of some parts, one after the other."""
    found = hashlib.sha256()
    for part in parts:
        found.update(part)
    return found.hexdigest()


def tally(gold: Sequence[ScoredDocument], coded: Mapping[str, ScoredDocument], texts: Mapping[str, str]) -> dict[str, Tally]:
    """Counts the events of each type."""
    types: dict[str, Tally] = {}
    for document in gold:
        other = coded[document.doc]
        for each in document.events:
            types.setdefault(str(each.type), Tally()).gold += 1
        for each in other.events:
            types.setdefault(str(each.type), Tally()).coded += 1
        for mine, theirs in pair_events(document, other, texts[document.doc]):
            found = types[str(document.events[mine].type)]
            found.found += 1
            found.who += level(document.events[mine], other.events[theirs]) > 1
    return types


def _chances(gold: Sequence[ScoredDocument], answers: _Answers, texts: Mapping[str, str]) -> list[Chance]:
    out = []
    for document in gold:
        right = {theirs for _, theirs in pair_events(document, answers.coded[document.doc], texts[document.doc])}
        out += [Chance(said, at in right) for at, said in enumerate(answers.said.get(document.doc, ()))]
    return out


def _receive(folder: Path, doc: str) -> Document:
    path = min(folder.glob(f"{doc}*.txt"))
    document = next(iter(read_files([path])))
    if isinstance(document, Skipped):
        raise SystemExit(f"{path}: {document.reason}")
    return msgspec.structs.replace(document, doc=doc)
