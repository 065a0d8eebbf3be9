"""Records and runs that the tests of cases are made of."""

import datetime as dt

from tarazu.records import Coded, DocumentFacts, Event, Evidence, Part, RunFacts, When

TEXT = "Kazakhstan rejected the proposal. Later it signed an agreement with China."
FIRST = RunFacts(coder="test-1", version="1", digest="a")
SECOND = RunFacts(coder="test-2", version="1", digest="b")
NOON = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)


def an_event(doc: str, identity: str, trigger: tuple[int, int] = (11, 19), **fields: object) -> Event:
    """An event on the sentence around its trigger."""
    start, end = (0, 33) if trigger[0] < 33 else (34, len(TEXT))
    evidence = Evidence(sentence=0 if start == 0 else 1, start=start, end=end, text=TEXT[start:end], parts=(Part(role="trigger", start=trigger[0], end=trigger[1]),))
    stated = {
        "type": "REJECT", "mode": None, "contexts": ("diplomatic",), "channel": "diplomatic", "actors": ("KAZ",), "recipients": ("RUS",),
        "when": When(start=dt.date(2022, 11, 1), end=dt.date(2022, 11, 30), granularity="month", text="November"), "where": None, "status": "actual",
        "amount": None, "said_by": (), "score": -2.0, "confidence": 0.7, "coder": "test-1",
    }  # fmt: skip
    return Event(id=identity, doc=doc, evidence=(evidence,), **(stated | fields))


def coded(doc: str, *records: Event) -> Coded:
    """What a coder made of a document."""
    facts = DocumentFacts(
        id=f"doc-{doc}", doc=doc, language="en", title="A title", published=dt.date(2022, 12, 1), outlet="The Steppe", author=None, url=None, chain=("Agency",),
        translated=False, sentences=2, skipped=(),
    )  # fmt: skip
    return Coded(facts=facts, records=records, reasons={})
