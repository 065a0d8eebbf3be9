"""Tests of whole documents: what the samples must give, and what holds for every record of every sample."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
import pytest

from tarazu import data, world
from tarazu.api import CODERS, pipeline
from tarazu.languages import fold_word
from tarazu.records import Assessment, Coded, CodedRecord, Document, Event, EventType, Figure, Status, Tie

_ROOT = Path(__file__).resolve().parents[2]
_SAMPLES = _ROOT / "samples"
_WHOLE_FLOOR = 0.538
"""The share of expected events that must come out with type, actors, recipients, status and time all right."""
_ACT_FLOOR = 0.850
"""The share that must come out with the right type and at least one right actor."""
_CITED_FLOOR = 0.015
"""The share of the cited outlets and think tanks that must be named as a source or a voice."""
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FIRST, _LAST = dt.date(1900, 1, 1), dt.date(2100, 12, 31)


class Sample(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of a sample file."""

    id: str
    title: str
    date: dt.date
    outlet: str
    url: str
    text: str
    sample: bool

    def document(self) -> Document:
        """The document that it stands for."""
        return Document(doc=self.id, text=self.text, title=self.title, url=self.url, outlet=self.outlet, published=self.date)


class Expected(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An event that must come out; `recipients` and `when` of None are not looked at."""

    doc: str
    gloss: str
    type: EventType
    actors: tuple[str, ...]
    recipients: tuple[str, ...] | None = None
    status: Status
    when: str | None = None


class Citation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An outlet or think tank that a document rests on."""

    doc: str
    gloss: str
    name: str


class ExpectedFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`expected.yml`."""

    source: str
    licence: str
    events: tuple[Expected, ...]
    citations: tuple[Citation, ...]


class Story(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A story, and the documents that tell it."""

    id: str
    gloss: str
    documents: tuple[str, ...]


class StoryFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`samples/stories.yml`."""

    source: str
    licence: str
    stories: tuple[Story, ...]


def _read() -> dict[str, Sample]:
    lines = [line for path in sorted(_SAMPLES.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]
    samples = [msgspec.json.decode(line, type=Sample) for line in lines]
    return {sample.id: sample for sample in samples}


_DOCUMENTS = _read()
_FILE = data.read(Path(__file__).with_name("expected.yml"), ExpectedFile)
_EXPECTED = _FILE.events
each_sample = pytest.mark.parametrize("doc", sorted(_DOCUMENTS))


@pytest.fixture(scope="session", params=CODERS)
def coder(request: pytest.FixtureRequest) -> str:
    """Each coder in turn."""
    return request.param


@pytest.fixture(scope="session")
def coded(coder: str) -> Mapping[str, Coded]:
    """All samples, coded once by each coder."""
    return {doc: pipeline.code(sample.document(), coder_name=coder) for doc, sample in _DOCUMENTS.items()}


def test_samples_are_enough_in_each_language() -> None:
    counts = Counter(doc.split("-")[0] for doc in _DOCUMENTS)
    assert min(counts[language] for language in ("fa", "ar", "ru", "en")) >= 11
    assert all(sample.sample for sample in _DOCUMENTS.values())


def test_stories_name_documents_that_exist() -> None:
    stories = data.read(_SAMPLES / "stories.yml", StoryFile).stories
    named = [doc for story in stories for doc in story.documents]
    assert set(named) <= set(_DOCUMENTS)
    assert len(named) == len(set(named))
    assert all(len(story.documents) > 1 for story in stories)


def test_expected_covers_every_document() -> None:
    assert {expected.doc for expected in _EXPECTED} == set(_DOCUMENTS)


def test_code_finds_the_expected_acts(coded: Mapping[str, Coded]) -> None:
    missing = [expected for expected in _EXPECTED if not any(_act(expected, event) for event in _events(coded, expected.doc))]
    share = 1 - len(missing) / len(_EXPECTED)
    assert share >= _ACT_FLOOR, _report(share, _ACT_FLOOR, missing, coded)


def test_code_gets_the_expected_events_whole(coded: Mapping[str, Coded]) -> None:
    missing = [expected for expected in _EXPECTED if not any(_whole(expected, event) for event in _events(coded, expected.doc))]
    share = 1 - len(missing) / len(_EXPECTED)
    assert share >= _WHOLE_FLOOR, _report(share, _WHOLE_FLOOR, missing, coded)


def test_code_names_the_sources_cited(coded: Mapping[str, Coded]) -> None:
    missing = [f"  {each.doc} {each.gloss}: {each.name}" for each in _FILE.citations if not _cites(coded[each.doc], each.name)]
    share = 1 - len(missing) / len(_FILE.citations)
    assert share >= _CITED_FLOOR, "\n".join((f"{share:.3f} of the sources cited, the floor is {_CITED_FLOOR:.3f}; missing:", *missing))


@each_sample
def test_code_knows_the_language_and_facts(doc: str, coded: Mapping[str, Coded]) -> None:
    facts = coded[doc].facts
    sample = _DOCUMENTS[doc]
    assert facts.language == doc.split("-", maxsplit=1)[0]
    assert (facts.title, facts.published, facts.outlet, facts.url) == (sample.title, sample.date, sample.outlet, sample.url)


@each_sample
def test_code_gives_evidence_that_stands_in_the_text(doc: str, coded: Mapping[str, Coded]) -> None:
    text = _DOCUMENTS[doc].text
    for record in coded[doc].records:
        assert record.evidence
        for evidence in record.evidence:
            assert evidence.text == text[evidence.start : evidence.end]
            assert all(evidence.start <= part.start < part.end <= evidence.end for part in evidence.parts)


@each_sample
def test_code_gives_ids_that_resolve(doc: str, coded: Mapping[str, Coded]) -> None:
    strange = [one for record in coded[doc].records for one in _ids(record) if not _resolves(one)]
    assert strange == []


@each_sample
def test_code_gives_sane_dates(doc: str, coded: Mapping[str, Coded]) -> None:
    for record in coded[doc].records:
        when = record.when if isinstance(record, Event | Assessment) else None
        if when is not None:
            assert _FIRST <= when.start <= when.end <= _LAST


@each_sample
def test_code_gives_confidence_between_zero_and_one(doc: str, coded: Mapping[str, Coded]) -> None:
    assert all(0 < record.confidence < 1 for record in coded[doc].records)


@each_sample
def test_code_gives_each_record_an_id_and_reasons(doc: str, coded: Mapping[str, Coded]) -> None:
    ids = [record.id for record in coded[doc].records]
    assert len(ids) == len(set(ids))
    assert set(ids) == set(coded[doc].reasons)


@each_sample
def test_read_loses_no_line(doc: str) -> None:
    document = _DOCUMENTS[doc].document()
    got = pipeline.read(document)
    reading, folded = got.reading, got.folded
    covered = [False] * len(document.text)
    spans = [folded.span(sentence.start, sentence.end) for sentence in reading.sentences]
    spans += [(gone.start, gone.end) for gone in reading.skipped if gone.start is not None and gone.end is not None]
    for start, end in spans:
        covered[start:end] = [True] * (end - start)
    lost = [line for line in re.finditer(r"[^\n]*\S[^\n]*", document.text) if not all(covered[line.start() + at] for at in _dark(line.group()))]
    assert [line.group() for line in lost] == []


@each_sample
def test_code_of_the_same_document_is_the_same(doc: str, coder: str, coded: Mapping[str, Coded]) -> None:
    assert pipeline.code(_DOCUMENTS[doc].document(), coder_name=coder) == coded[doc]


def _dark(line: str) -> Iterator[int]:
    return (at for at, letter in enumerate(line) if letter.isalnum())


def _events(coded: Mapping[str, Coded], doc: str) -> Iterator[Event]:
    return (record for record in coded[doc].records if isinstance(record, Event))


def _cites(coded: Coded, name: str) -> bool:
    voices = {voice for record in coded.records for voice in record.said_by}
    return any(fold_word(name) in fold_word(source) for source in (*coded.facts.chain, *voices))


def _act(expected: Expected, event: Event) -> bool:
    return event.type == expected.type and bool(_tops(event.actors) & _tops(expected.actors))


def _whole(expected: Expected, event: Event) -> bool:
    who = event.type == expected.type and _tops(event.actors) == _tops(expected.actors) and event.status == expected.status
    whom = expected.recipients is None or _tops(event.recipients) == _tops(expected.recipients)
    return who and whom and (expected.when is None or _days(event) == _wanted(expected.when))


def _days(event: Event) -> tuple[str, str] | None:
    return (event.when.start.isoformat(), event.when.end.isoformat()) if event.when else None


def _wanted(when: str) -> tuple[str, str]:
    start, _, end = when.partition("/")
    return start, end or start


def _tops(ids: tuple[str, ...]) -> frozenset[str]:
    """The states and bodies of ids: organs count as their body, armed groups as their state, named groups as their members."""
    register = world.load()
    out: set[str] = set()
    for one in ids:
        top = one.split("/", 1)[0]
        while top in register.bodies and register.bodies[top].parent:
            top = register.bodies[top].parent or top
        top = (register.bodies[top].state or top) if top in register.bodies else top
        group = register.groups.get(top)
        out.update(group.members if group and group.members else (top,))
    return frozenset(out)


def _ids(record: CodedRecord) -> Iterator[str]:
    yield from (part.id for evidence in record.evidence for part in evidence.parts if part.id is not None)
    match record:
        case Event():
            yield from (*record.actors, *record.recipients)
        case Tie():
            yield from (record.source, record.target)
        case Figure():
            yield from record.subjects
        case Assessment():
            yield from (record.subject, *((record.object,) if record.object else ()))


def _resolves(one: str) -> bool:
    register = world.load()
    top, _, rest = one.partition("/")
    known = top in register.states or top in register.bodies or top in register.groups or bool(_SLUG.fullmatch(top))
    return known and (not rest or rest in register.bodies or bool(_SLUG.fullmatch(rest)))


def _report(share: float, floor: float, missing: list[Expected], coded: Mapping[str, Coded]) -> str:
    lines = [f"{share:.3f} of the expected events, the floor is {floor:.3f}; missing:"]
    for expected in missing:
        said = _said(expected.actors, expected.recipients)
        lines.append(f"  {expected.doc} {expected.gloss}: {expected.type} {said} {expected.status} {expected.when or ''}")
        near = [event for event in _events(coded, expected.doc) if _act(expected, event)]
        lines += [f"      but: {_said(event.actors, event.recipients)} {event.status} {_days(event) or ''}" for event in near]
    return "\n".join(lines)


def _said(actors: tuple[str, ...], recipients: tuple[str, ...] | None) -> str:
    return f"{', '.join(actors) or '?'} → {'any' if recipients is None else ', '.join(recipients) or 'nobody'}"
