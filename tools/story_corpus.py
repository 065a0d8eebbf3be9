"""Reads `corpus/stories`: tellings with their acts as gold, and matches a coder's events to those acts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from tarazu import api
from tarazu.records import Amount, Coded, Document, DocumentFacts, Event, Evidence, Part, Telling, When, Where

FOLDER = Path(__file__).parent.parent / "corpus/stories"
PARTS = ("a", "b", "c")


class Sum(msgspec.Struct, frozen=True):
    """An amount."""

    value: float
    unit: str | None = None


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """An act as gold; `act` is its id, alike in all its tellings. What comes before a dot in it is its thread."""

    act: str
    type: str
    mode: str | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    start: dt.date | None
    end: dt.date | None
    granularity: str | None
    status: str
    place: str | None
    country: str | None
    amount: Sum | None
    trigger: str
    sentence: str


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """A telling: a short text of an outlet, with its acts."""

    id: str
    language: str
    outlet: str
    published: dt.date | None
    text: str
    copies: str | None
    cites: tuple[str, ...]
    acts: tuple[Act, ...]


class Labelled(msgspec.Struct, frozen=True, kw_only=True):
    """A telling, and the act that it is of: its id with the part's name before it."""

    telling: Telling
    act: str

    @property
    def thread(self) -> str:
        """What the acts of one thread have alike in their ids."""
        return self.act.partition(".")[0]


def texts(part: str) -> list[Text]:
    """The texts of a part of the corpus."""
    lines = (FOLDER / f"{part}.jsonl").read_bytes().splitlines()
    return [msgspec.json.decode(line, type=Text) for line in lines if line.strip()]


def gold(found: Iterable[Text]) -> list[Labelled]:
    """The acts as they were annotated, as tellings."""
    return [Labelled(telling=_telling(text, at, act), act=act.act) for text in found for at, act in enumerate(text.acts)]


def coded(found: Sequence[Text], coder: str) -> list[Labelled]:
    """The events that a coder finds in the texts, those whose trigger is the trigger of a gold act; two of one act in one text are both kept."""
    documents = [Document(doc=each.id, text=each.text, outlet=each.outlet, published=each.published) for each in found]
    out = []
    for text, got in zip(found, api.code(documents, coder=coder), strict=True):
        if isinstance(got, Coded):
            out += _matched(text, got)
    return out


def _matched(text: Text, got: Coded) -> list[Labelled]:
    spans = [(at, at + len(act.trigger), act.act) for act in text.acts for at in [text.text.find(act.sentence) + act.sentence.find(act.trigger)]]
    out = []
    for event in got.records:
        if not isinstance(event, Event):
            continue
        triggers = [part for each in event.evidence for part in each.parts if part.role == "trigger"]
        hits = [(min(part.end, end) - max(part.start, start), act) for part in triggers for start, end, act in spans]
        best = max(hits, default=(0, ""))
        if best[0] > 0:
            out.append(Labelled(telling=Telling(record=event, facts=got.facts), act=best[1]))
    return out


def _telling(text: Text, at: int, act: Act) -> Telling:
    start = text.text.find(act.sentence)
    trigger = start + act.sentence.find(act.trigger)
    evidence = Evidence(
        sentence=0, start=start, end=start + len(act.sentence), text=act.sentence,
        parts=(Part(role="trigger", start=trigger, end=trigger + len(act.trigger)),),
    )  # fmt: skip
    event = Event(
        id=f"{text.id}#{at}", doc=text.id, type=act.type, mode=act.mode, contexts=(), channel=None, actors=act.actors, recipients=act.recipients,
        when=When(start=act.start, end=act.end or act.start, granularity=act.granularity or "day", text="") if act.start else None,
        where=Where(name=act.place or "", country=act.country) if act.place or act.country else None,
        status=act.status, amount=Amount(value=act.amount.value, unit=act.amount.unit) if act.amount else None, said_by=(), score=0.0, confidence=1.0,
        coder="gold", evidence=(evidence,),
    )  # fmt: skip
    facts = DocumentFacts(
        id=f"doc-{text.id}", doc=text.id, language=text.language, title=None, published=text.published, outlet=text.outlet, author=None, url=None,
        chain=text.cites, translated=False, sentences=1, skipped=(),
    )  # fmt: skip
    return Telling(record=event, facts=facts)
