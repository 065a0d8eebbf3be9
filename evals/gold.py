"""What the corpus says, as the scorer reads it."""

from __future__ import annotations

import calendar
import datetime as dt
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tools"))

from corpus import GoldDocument, GoldFrame
from tarazu.analysis.score import ScoredDocument, ScoredRecord, ScoredWhen

_KINDS = {"ASSESSMENT": "assessments", "TIE": "ties", "FIGURE": "figures"}
_YEAR, _MONTH = len("2024"), len("2024-06")


def gold_of(document: GoldDocument) -> ScoredDocument:
    """A document of the corpus as the scorer reads it."""
    kinds: dict[str, list[ScoredRecord]] = {"events": [], **{kind: [] for kind in _KINDS.values()}}
    for frame in document.frames:
        kinds[_KINDS.get(frame.type, "events")] += _records(frame)
    sentences = tuple(document.text[start:end] for start, end in document.sentences)
    return ScoredDocument(doc=document.name, sentences=sentences, **{kind: tuple(found) for kind, found in kinds.items()})


def _records(frame: GoldFrame) -> list[ScoredRecord]:
    actors, recipients, speakers = (tuple(dict.fromkeys(part[2] for part in frame.roles.get(role, []))) for role in ("actor", "recipient", "speaker"))
    here = (frame.sentence,)
    if frame.type == "ASSESSMENT":
        subject, target = (next(iter(each), None) for each in (actors, recipients))
        return [ScoredRecord(s=here, subject=subject, object=target, dimension=frame.dimension, direction=frame.direction)]
    if frame.type == "TIE":
        return [ScoredRecord(s=here, kind=frame.kind, source=one, target=two) for one in actors for two in recipients]
    if frame.type == "FIGURE":
        return [ScoredRecord(s=here, indicator=frame.indicator, value=frame.value)]
    times = frame.roles.get("time", [])
    when = days_of(times[0][2]) if times else None
    return [
        ScoredRecord(s=here, type=frame.type, mode=frame.mode, status=frame.status, actors=actors, recipients=recipients, said_by=speakers, when=when)
    ]


def days_of(time: str) -> ScoredWhen:
    """The first and last day of a time of the corpus: a day, a month, a year, or two of them with a stroke between."""
    first, _, last = time.partition("/")
    last = last or first
    if len(last) == _YEAR:
        last += "-12"
    if len(last) == _MONTH:
        year, month = map(int, last.split("-"))
        last += f"-{calendar.monthrange(year, month)[1]}"
    first += {_YEAR: "-01-01", _MONTH: "-01"}.get(len(first), "")
    return ScoredWhen(start=dt.date.fromisoformat(first).isoformat(), end=dt.date.fromisoformat(last).isoformat())
