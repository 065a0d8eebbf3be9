"""Measures the lexicon coder in one language: on held-out passages, on lines that it has seen, and beside a baseline."""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec

sys.path.insert(0, str(Path(__file__).parent.parent / "tools"))

from baseline import keywords
from corpus import CORPUS, GoldDocument, GoldFrame, lines, passages
from tarazu.analysis.score import ScoredDocument, ScoredRecord, Scores, pair_events, score
from tarazu.api import pipeline
from tarazu.ontologies import plover
from tarazu.records import Coded, CodedRecord, Document, Event, Mention, Reading, Skipped
from tarazu.sources.files import read_files
from tarazu.stages.merge import merge

EVERY_LINE = 4
_IMPLIED, _ANTECEDENT = ("about",), ("antecedent", "last")
_KINDS = {"event": "events", "tie": "ties", "figure": "figures", "assessment": "assessments"}


class Chance(msgspec.Struct, frozen=True):
    """The confidence that was said of an event, and whether it was right."""

    said: float
    right: bool


class Links(msgspec.Struct):
    """Mentions of one form: how many are linked to the right state, to a wrong one, to none."""

    right: int = 0
    wrong: int = 0
    open: int = 0

    @property
    def total(self) -> int:
        return self.right + self.wrong + self.open


class Measured(msgspec.Struct, kw_only=True):
    """All that is measured at one language, or (as `gold`) on the gold set.

    Attributes:
        name: The language's code, or `gold`.
        documents: How many documents `coder` and `baseline` are measured on.
        digest: SHA-256 of the files that hold their gold records.
        coder, baseline: The scores of the lexicon coder and of the keyword coder.
        seen: The scores of the lexicon coder on lines that its weights were learned from.
        chances: Of each event that it coded.
        links: By form.
    """

    name: str
    documents: int
    digest: str
    coder: Scores
    baseline: Scores
    seen: Scores | None = None
    chances: list[Chance] = []
    links: dict[str, Links] = {}


def measure(code: str) -> Measured:
    """Measures one language on its passages of odd index: thresholds were chosen on the even ones."""
    held_out = list(passages(code))[1::2]
    links: dict[str, Links] = {}
    coded = {document.name: _code(document, links) for document in held_out}
    seen = list(lines(code))[::EVERY_LINE]
    return Measured(
        name=code,
        documents=len(held_out),
        digest=digest(CORPUS.glob(f"{code}_passages*.jsonl")),
        coder=_scores(held_out, lambda each: coded[each.name][0]),
        baseline=_scores(held_out, lambda each: ScoredDocument(doc=each.name, events=keywords(code).find(each.text))),
        seen=_scores(seen, lambda each: _code(each, {})[0]),
        chances=[chance for each in held_out for chance in _chances(each, *coded[each.name])],
        links=links,
    )


def measure_gold(gold: Path, texts: Path) -> Measured:
    """Measures on the gold set; its texts lie in files whose names begin with the documents' ids."""
    documents = [msgspec.json.decode(line, type=ScoredDocument) for line in gold.read_text("utf-8").splitlines() if line.strip()]
    received = {document.doc: _receive(texts, document.doc) for document in documents}
    coded: dict[str, ScoredDocument] = {}
    simple: dict[str, ScoredDocument] = {}
    chances: list[Chance] = []
    for document in documents:
        whole: Coded = pipeline.code(received[document.doc])
        coded[document.doc] = _scored(document.doc, whole.records)
        simple[document.doc] = ScoredDocument(doc=document.doc, events=keywords(whole.facts.language).find(received[document.doc].text))
        events = [record for record in whole.records if isinstance(record, Event)]
        chances += _told(document, coded[document.doc], events, received[document.doc].text)
    written = {doc: each.text for doc, each in received.items()}
    return Measured(
        name="gold", documents=len(documents), digest=digest([gold]), coder=score(documents, coded, written),
        baseline=score(documents, simple, written), chances=chances,
    )  # fmt: skip


def digest(paths: Iterable[Path]) -> str:
    """SHA-256 of files, in the order of their names."""
    found = hashlib.sha256()
    for path in sorted(paths):
        found.update(path.read_bytes())
    return found.hexdigest()


def gold_of(document: GoldDocument) -> ScoredDocument:
    """A document of the corpus as the scorer reads it."""
    kinds: dict[str, list[ScoredRecord]] = {"events": [], "ties": [], "assessments": []}
    for frame in document.frames:
        kind = {"ASSESSMENT": "assessments", "TIE": "ties"}.get(frame.type, "events")
        kinds[kind] += _gold_records(frame)
    return ScoredDocument(
        doc=document.name, sentences=tuple(document.text[start:end] for start, end in document.sentences), events=tuple(kinds["events"]),
        ties=tuple(kinds["ties"]), assessments=tuple(kinds["assessments"]),
    )  # fmt: skip


def _gold_records(frame: GoldFrame) -> list[ScoredRecord]:
    actors, recipients, speakers = (tuple(dict.fromkeys(part[2] for part in frame.roles.get(role, []))) for role in ("actor", "recipient", "speaker"))
    here = (frame.sentence,)
    if frame.type == "ASSESSMENT":
        subject, target = (next(iter(each), None) for each in (actors, recipients))
        return [ScoredRecord(s=here, subject=subject, object=target, dimension=frame.dimension, direction=frame.direction)]
    if frame.type == "TIE":
        return [ScoredRecord(s=here, kind=frame.kind, source=one, target=two) for one in actors for two in recipients]
    # What is agreed on is not yet done: the coding guide calls it planned, the corpus does not say so.
    status = "planned" if frame.type == "AGREE" and frame.status == "actual" else frame.status
    return [ScoredRecord(s=here, type=frame.type, mode=frame.mode, status=status, actors=actors, recipients=recipients, said_by=speakers)]


def _code(document: GoldDocument, links: dict[str, Links]) -> tuple[ScoredDocument, list[Event]]:
    received = Document(doc=document.name, text=document.text, published=document.published, outlet=document.outlet)
    reading, folded, _, _ = pipeline.read(received, document.language)
    coder = pipeline.coder("lexicon")
    records, _ = merge(reading, coder.find(reading), folded, plover(), coder.name)
    _count_links(document, reading, folded.span, links)
    return _scored(document.name, records), [record for record in records if isinstance(record, Event)]


def _scored(doc: str, records: Sequence[CodedRecord]) -> ScoredDocument:
    kinds: dict[str, list[ScoredRecord]] = {kind: [] for kind in _KINDS.values()}
    for record in records:
        scored = msgspec.convert(msgspec.to_builtins(record), ScoredRecord)
        kinds[_KINDS[str(scored.record)]].append(scored)
    return ScoredDocument(doc=doc, **{kind: tuple(found) for kind, found in kinds.items()})


def _scores(documents: Sequence[GoldDocument], code: Callable[[GoldDocument], ScoredDocument]) -> Scores:
    gold = [gold_of(document) for document in documents]
    return score(gold, {document.name: code(document) for document in documents}, {document.name: document.text for document in documents})


def _chances(document: GoldDocument, coded: ScoredDocument, events: Sequence[Event]) -> list[Chance]:
    return _told(gold_of(document), coded, events, document.text)


def _told(gold: ScoredDocument, coded: ScoredDocument, events: Sequence[Event], text: str) -> list[Chance]:
    right = {theirs for _, theirs in pair_events(gold, coded, text)}
    return [Chance(event.confidence, at in right) for at, event in enumerate(events)]


def _count_links(document: GoldDocument, reading: Reading, span: Callable[[int, int], tuple[int, int]], links: dict[str, Links]) -> None:
    for mention in (each for sentence in reading.sentences for each in sentence.mentions):
        start, end = span(mention.start, mention.end)
        marked = [each for each in document.mentions if each[0] < end and start < each[1]]
        if not marked:
            continue
        best = max(marked, key=lambda each: min(end, each[1]) - max(start, each[0]))
        found = links.setdefault(form_of(mention), Links())
        if not mention.ids():
            found.open += 1
        elif _state(best[3]) in map(_state, mention.ids()):
            found.right += 1
        else:
            found.wrong += 1


def form_of(mention: Mention) -> str:
    """How a mention was put, and so what it took to link it."""
    if any(word in mention.reason for word in _IMPLIED):
        return "implied state"
    if mention.form in {"pronoun", "description"} or any(word in mention.reason for word in _ANTECEDENT):
        return "description"
    return mention.form


def _state(actor: str) -> str:
    return actor.split("/", 1)[0].upper()


def total_links(links: dict[str, Links]) -> Links:
    """All forms together."""
    sums: Counter[str] = Counter()
    for each in links.values():
        sums.update(msgspec.structs.asdict(each))
    return Links(**sums)


def _receive(folder: Path, doc: str) -> Document:
    path = min(folder.glob(f"{doc}*.txt"))
    document = next(iter(read_files([path])))
    if isinstance(document, Skipped):
        raise SystemExit(f"{path}: {document.reason}")
    return msgspec.structs.replace(document, doc=doc)
