"""Words for records: who → what → whom, and when."""

from __future__ import annotations

from collections.abc import Sequence

from tarazu import api
from tarazu.records import Assessment, CodedRecord, Event, Evidence, Figure, Story, When, state_of


def act(record: CodedRecord) -> tuple[str, str, str]:
    """Says who, what and whom; empty where the record says nothing."""
    if isinstance(record, Event):
        return names(record.actors), " ".join(each for each in (record.type, record.mode) if each), names(record.recipients)
    if isinstance(record, Figure):
        return names(record.subjects), f"{record.name or record.indicator} {amount(record)}", ""
    if isinstance(record, Assessment):
        return names([record.subject]), f"{record.dimension} {record.direction}", names([record.object] if record.object else [])
    return names([record.source]), record.kind, names([record.target])


def arrow(record: CodedRecord) -> str:
    """Says who → what → whom in one line."""
    return " → ".join(each for each in act(record) if each)


def deed(told: Story | Event) -> str:
    """Says who → what → whom of an act, be it told once or often."""
    parts = (names(told.actors), " ".join(each for each in (told.type, told.mode) if each), names(told.recipients))
    return " → ".join(each for each in parts if each)


def names(ids: Sequence[str]) -> str:
    """The readable names of ids, each once; a state that only repeats whose a person is goes unsaid."""
    tops = {state_of(each) for each in ids if "/" in each}
    shown = dict.fromkeys(api.label(each) for each in ids if each not in tops)
    return ", ".join(shown)


def voices(record: CodedRecord) -> str:
    """On whose word it stands, from the outside in; empty for the document's own."""
    return " › ".join(api.label(each) for each in record.said_by)


def status(record: CodedRecord) -> str:
    """Its status; ties and assessments have none."""
    return record.status if isinstance(record, Event | Figure) else ""


def time(record: CodedRecord) -> str:
    """When, no finer than the text has it; empty if it is not stated."""
    if isinstance(record, Event | Assessment):
        return interval(record.when) if record.when else ""
    if isinstance(record, Figure):
        return record.period or ""
    return " – ".join(each.isoformat() if each else "" for each in (record.since, record.until)) if record.since or record.until else ""


def interval(when: When) -> str:
    """A day, month, year or interval.

    Example:
        >>> import datetime as dt
        >>> interval(When(start=dt.date(2024, 5, 1), end=dt.date(2024, 5, 31), granularity="month", text="last May"))
        '2024-05'
    """
    size = {"day": 10, "year": 4}.get(when.granularity, 7)
    first, last = when.start.isoformat()[:size], when.end.isoformat()[:size]
    return first if first == last else f"{first} – {last}"


def amount(figure: Figure) -> str:
    """The number with its unit and how exact it claims to be."""
    numbers = "–".join(f"{each:,.12g}" for each in (figure.value, figure.value_to) if each is not None)
    sign = {"about": "≈", "more_than": ">", "less_than": "<", "target": "target "}.get(figure.qualifier, "")
    return f"{sign}{numbers} {figure.unit or ''}".strip()


def trigger(evidence: Evidence) -> int:
    """Where in the sentence its trigger stands, in letters from the sentence's beginning."""
    return next((part.start - evidence.start for part in evidence.parts if part.role == "trigger"), 0)
