"""A small case of our own making, held as the case would hand it out."""

import datetime as dt

import msgspec
import pytest

from tarazu.records import (
    Amount,
    Assessment,
    DocumentFacts,
    Event,
    Evidence,
    Figure,
    Held,
    HeldDocument,
    Part,
    Sighting,
    Skipped,
    Tie,
    When,
    Where,
)

# "The letter ✉ arrived. On 3 May 2022 Tokayev visited Ankara and signed an agreement. [[Kazakhstan]] is a member of the CSTO." The first sentence has a letter beyond the basic plane.
TEXT = "نامه 🐎 رسید. توکایف در ۳ مه ۲۰۲۲ به آنکارا سفر کرد. [[قزاقستان]] عضو سازمان پیمان امنیت جمعی است."


def span(words: str, text: str = TEXT) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


def evidence(at: int, sentence: str, parts: tuple[tuple[str, str, str | None], ...], text: str = TEXT) -> Evidence:
    start, end = span(sentence, text)
    found = tuple(Part(role=role, start=span(words, text)[0], end=span(words, text)[1], id=actor) for role, words, actor in parts)
    return Evidence(sentence=at, start=start, end=end, text=sentence, parts=found)


VISIT = evidence(1, "توکایف در ۳ مه ۲۰۲۲ به آنکارا سفر کرد.", (("actor", "توکایف", "KAZ/kassym-jomart-tokayev"), ("trigger", "سفر کرد", None), ("place", "آنکارا", "TUR")))
MEMBER = evidence(2, "[[قزاقستان]] عضو سازمان پیمان امنیت جمعی است.", (("from", "قزاقستان", "KAZ"), ("to", "سازمان پیمان امنیت جمعی", "CSTO")))


def visit(identity: str = "e1", doc: str = "d1") -> Event:
    when = When(start=dt.date(2022, 5, 3), end=dt.date(2022, 5, 3), granularity="day", text="۳ مه ۲۰۲۲")
    where = Where(name="Ankara", country="TUR", lat=39.93, lon=32.86)
    return Event(
        id=identity, doc=doc, type="CONSULT", mode="visit", contexts=("diplomatic",), channel="diplomatic", actors=("KAZ/kassym-jomart-tokayev",),
        recipients=("TUR",), when=when, where=where, status="actual", amount=Amount(value=-5.5, unit="USD"), said_by=("=Anadolu; Agency",), score=4.0,
        confidence=0.83, coder="learned-1", evidence=(VISIT,),
    )  # fmt: skip


def denied() -> Event:
    return msgspec.structs.replace(visit("e2"), type="ASSAULT", mode=None, status="denied", when=None, where=None, amount=None, said_by=(), actors=("RUS",))


def member() -> Tie:
    return Tie(id="t1", doc="d1", kind="member_of", source="KAZ", target="CSTO", since=dt.date(1994, 4, 20), confidence=0.9, coder="learned-1", evidence=(MEMBER,))


def figure() -> Figure:
    return Figure(
        id="f1", doc="d1", indicator="trade_turnover", name=None, value=28e9, value_to=None, unit="USD", period="2023", subjects=("KAZ", "RUS"),
        qualifier="about", status="actual", said_by=(), confidence=0.5, coder="lexicon-1", evidence=(MEMBER,),
    )  # fmt: skip


def assessment() -> Assessment:
    return Assessment(
        id="a1", doc="d1", subject="RUS", object="central-asia", dimension="influence", direction="falling", when=None, said_by=("Le Monde",), confidence=0.7,
        coder="learned-1", evidence=(MEMBER,),
    )  # fmt: skip


@pytest.fixture
def persian() -> HeldDocument:
    """A document with every kind of record."""
    facts = DocumentFacts(
        id="facts1", doc="d1", language="fa", title="سفر توکایف: «گام ۱» {50%} [[دام]]", published=dt.date(2022, 5, 4), outlet="خبرگزاری نمونه", author="Sara {A} & Sons",
        url="https://example.org/a?x=1&y=50%25", chain=("Anadolu",), translated=False, sentences=3,
        skipped=(Skipped(doc="d1", stage="describe", reason="not running text: menu", start=0, end=4),),
    )  # fmt: skip
    seen = dt.datetime(2026, 11, 1, 8, 30, tzinfo=dt.UTC)
    sightings = (Sighting(address="a.html", seen=seen), Sighting(address="https://example.org/b", seen=seen, title="-copy", published=dt.date(2022, 5, 5)))
    records = (Held(record=visit(), judged="corrected"), Held(record=denied()), Held(record=member(), judged="accepted"), Held(record=figure()), Held(record=assessment()))
    return HeldDocument(facts=facts, text=TEXT, sightings=sightings, records=records)


@pytest.fixture
def imported() -> HeldDocument:
    """A document that came as an event without its text, as sets of events are published."""
    facts = DocumentFacts(
        id="facts2", doc="icews:7", language="und", title=None, published=None, outlet=None, author=None, url=None, chain=(), translated=False, sentences=0,
        skipped=(),
    )  # fmt: skip
    day = When(start=dt.date(2021, 1, 2), end=dt.date(2021, 1, 2), granularity="day", text="2021-01-02")
    event = Event(
        id="e9", doc="icews:7", type="SANCTION", mode=None, contexts=(), channel=None, actors=("USA", "EU"), recipients=("RUS/ministry-of-defence", "Jane Doe"),
        when=day, where=None, status="actual", amount=None, said_by=(), score=-6.0, confidence=1.0, coder="icews", evidence=(),
    )  # fmt: skip
    return HeldDocument(facts=facts, text="", sightings=(), records=(Held(record=event),))
