"""Makes records of frames: two tellings of one act in a document become one record with two pieces of evidence."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple

import msgspec

from tarazu.languages import Folded
from tarazu.ontologies import Plover
from tarazu.records import (
    Assessment,
    CodedRecord,
    Dimension,
    Direction,
    Event,
    EventType,
    Evidence,
    Figure,
    Frame,
    Indicator,
    Part,
    Quantity,
    Reading,
    Reason,
    Tie,
    TieKind,
    TimeSpan,
    When,
    state_of,
)  # fmt: skip

Records = tuple[tuple[CodedRecord, ...], dict[str, tuple[Reason, ...]]]


def merge(reading: Reading, frames: Sequence[Frame], folded: Folded, plover: Plover, coder: str) -> Records:
    """Merges the frames of a document into records.

    Two events are one if they have the same type and share their actors and recipients, as far as each names them, and
    neither their times nor their statuses contradict each other, and one rule found both or the title tells one of them.

    Args:
        reading: The document, read.
        frames: What the coder found, in the order of the text.
        folded: The folded text with its way back.
        plover: The scores.
        coder: The coder's name and version.

    Returns:
        The records, in the order of their first evidence, and for each id the reasons.
    """
    groups = _groups(frames)
    maker = _Maker(reading, folded, plover, coder)
    records: list[CodedRecord] = []
    reasons: dict[str, tuple[Reason, ...]] = {}
    for group in groups:
        record = maker.record(group)
        if record.id not in reasons:
            records.append(record)
            reasons[record.id] = tuple(reason for frame in group for reason in frame.reasons)
    return tuple(records), reasons


def _groups(frames: Sequence[Frame]) -> list[list[Frame]]:
    """Gathers the frames of one act; only groups that share a key with a frame are compared with it, so that a long text takes linear time."""
    groups: list[list[Frame]] = []
    filed: dict[Hashable, dict[int, None]] = {}
    for frame in frames:
        keys = _keys(frame)
        near = sorted({at for key in keys for at in filed.get(key, ())})
        home = next((at for at in near if any(_same(frame, other) for other in groups[at])), None)
        if home is None:
            home = len(groups)
            groups.append([])
        groups[home].append(frame)
        for key in keys:
            filed.setdefault(key, {})[home] = None
    return groups


def _keys(frame: Frame) -> list[Hashable]:
    """What two frames of one act have in common, in one of these ways; see `_same` and `_same_event`."""
    common: tuple[Hashable, ...] = (frame.record, frame.label)
    if frame.record == "tie":
        return [(*common, frame.ids("from"), frame.ids("to"))]
    if frame.record == "assessment":
        return [(*common, frame.detail, frame.ids("subject"), frame.ids("object"), frame.voice)]
    if frame.record == "figure":
        return [(*common, (frame.quantity.value, frame.quantity.unit) if frame.quantity else None)]
    actors, recipients = _tops(frame.ids("actor")), _tops(frame.ids("recipient"))
    common = (*common, frame.status)
    return [(*common, "place", frame.start), (*common, "actors", actors), (*common, "all", actors | recipients)]


def _same(one: Frame, two: Frame) -> bool:
    if one.record != two.record or one.label != two.label:
        return False
    if one.record == "tie":
        return one.ids("from") == two.ids("from") and one.ids("to") == two.ids("to")
    if one.record == "assessment":
        return one.detail == two.detail and one.ids("subject") == two.ids("subject") and one.ids("object") == two.ids("object") and one.voice == two.voice
    if one.record == "figure":
        return one.quantity is not None and two.quantity is not None and (one.quantity.value, one.quantity.unit) == (two.quantity.value, two.quantity.unit)
    return _same_event(one, two)


def _same_event(one: Frame, two: Frame) -> bool:
    if one.status != two.status or _apart(one.time, two.time):
        return False
    if (one.detail and two.detail and one.detail != two.detail) or one.start == two.start:
        return one.start == two.start
    actors = _tops(one.ids("actor")), _tops(two.ids("actor"))
    recipients = _tops(one.ids("recipient")), _tops(two.ids("recipient"))
    if actors[0] != actors[1] and (actors[0] | recipients[0]) != (actors[1] | recipients[1]):
        return False
    if _others(one.ids("actor"), two.ids("actor")):
        return False
    if recipients[0] != recipients[1] and recipients[0] and recipients[1] and not recipients[0] & recipients[1]:
        return False
    if one.entry == two.entry:
        return True
    return 0 in {one.sentence, two.sentence} and bool(recipients[0]) == bool(recipients[1])


def _others(one: Iterable[str], two: Iterable[str]) -> bool:
    """Whether different people or offices of one state act: the president's visit is not the minister's."""
    first = {state_of(each): each for each in one}
    second = {state_of(each): each for each in two}
    return any("/" in actor and "/" in second.get(state, state) and second[state] != actor for state, actor in first.items() if state in second)


def _apart(one: TimeSpan | None, two: TimeSpan | None) -> bool:
    return one is not None and two is not None and (one.last < two.first or two.last < one.first)


def _tops(ids: Iterable[str]) -> frozenset[str]:
    return frozenset(state_of(each) for each in ids)


class _Common(NamedTuple):
    """What every record has."""

    id: str
    doc: str
    said_by: tuple[str, ...]
    confidence: float
    coder: str
    evidence: tuple[Evidence, ...]


class _Maker:
    def __init__(self, reading: Reading, folded: Folded, plover: Plover, coder: str) -> None:
        self._reading = reading
        self._folded = folded
        self._plover = plover
        self._coder = coder
        self._doc = reading.document.doc

    def record(self, group: list[Frame]) -> CodedRecord:
        """Makes one record of the frames of one act; the surest tells its slots, the others fill what it lacks."""
        best = max(group, key=lambda frame: (len(frame.ids("actor")) + len(frame.ids("recipient")) > 1, frame.confidence))
        evidence = tuple(self._evidence(frame) for frame in group)
        voice = best.voice or next((frame.voice for frame in group if frame.voice), ())
        confidence = round(1.0 - _product(1.0 - frame.confidence for frame in group), 3)
        key = (self._doc, best.record, best.label, best.detail or "", *(f"{part.start}-{part.end}" for part in evidence[0].parts), str(evidence[0].start))
        identity = hashlib.sha256("\x1f".join((*key, self._coder)).encode("utf-8", "surrogatepass")).hexdigest()[:16]
        common = _Common(identity, self._doc, voice, min(confidence, 0.999), self._coder, evidence)
        if best.record == "tie":
            return self._tie(best, common)
        if best.record == "assessment":
            return self._assessment(best, common)
        return self._figure(best, common) if best.record == "figure" else self._event(best, group, common)

    def _event(self, best: Frame, group: list[Frame], common: _Common) -> Event:
        place = next((argument for frame in (best, *group) for argument in frame.arguments if argument.role == "place"), None)
        mode = best.detail or next((frame.detail for frame in group if frame.detail), None)
        kind: EventType = msgspec.convert(best.label, type=EventType)
        mode = self._plover.mode(kind, mode)
        return Event(
            id=common.id,
            doc=common.doc,
            type=kind,
            mode=mode,
            contexts=best.contexts,
            channel=best.channel,
            actors=best.ids("actor"),
            recipients=best.ids("recipient"),
            when=self._when(best.time or next((frame.time for frame in group if frame.time), None)),
            where=place.where if place else None,
            status=best.status,
            amount=best.amount or next((frame.amount for frame in group if frame.amount), None),
            said_by=common.said_by,
            score=self._plover.score(kind, mode),
            confidence=common.confidence,
            coder=common.coder,
            evidence=common.evidence,
        )

    def _tie(self, best: Frame, common: _Common) -> Tie:
        kind: TieKind = msgspec.convert(best.label, type=TieKind)
        return Tie(
            id=common.id, doc=common.doc, kind=kind, source=best.ids("from")[0], target=best.ids("to")[0], said_by=common.said_by,
            confidence=common.confidence, coder=common.coder, evidence=common.evidence,
        )  # fmt: skip

    def _assessment(self, best: Frame, common: _Common) -> Assessment:
        target = best.ids("object")
        dimension: Dimension = msgspec.convert(best.label, type=Dimension)
        direction: Direction = msgspec.convert(best.detail, type=Direction)
        return Assessment(
            id=common.id, doc=common.doc, subject=best.ids("subject")[0], object=target[0] if target else None, dimension=dimension,
            direction=direction, when=self._when(best.time), said_by=common.said_by, confidence=common.confidence, coder=common.coder,
            evidence=common.evidence,
        )  # fmt: skip

    def _figure(self, best: Frame, common: _Common) -> Figure:
        quantity = best.quantity or Quantity(start=best.start, end=best.end, value=0.0)
        indicator: Indicator = msgspec.convert(best.label, type=Indicator)
        return Figure(
            id=common.id, doc=common.doc, indicator=indicator, name=best.detail, value=quantity.value, value_to=quantity.value_to,
            unit=quantity.unit, period=_period(best.time), subjects=best.ids("subject"), qualifier=quantity.qualifier, status=best.status,
            said_by=common.said_by, confidence=common.confidence, coder=common.coder, evidence=common.evidence,
        )  # fmt: skip

    def _evidence(self, frame: Frame) -> Evidence:
        sentence = self._reading.sentences[frame.sentence]
        start, end = self._folded.span(sentence.start, sentence.end)
        parts = [self._part("trigger", frame.start, frame.end, None)]
        inside = (argument for argument in frame.arguments if sentence.start <= argument.start < sentence.end)
        parts += [self._part(each.role, each.start, each.end, each.ids[0] if each.ids else None) for each in inside]
        if frame.time is not None and sentence.start <= frame.time.start < sentence.end:
            parts.append(self._part("time", frame.time.start, frame.time.end, None))
        return Evidence(sentence=frame.sentence, start=start, end=end, text=self._reading.document.text[start:end], parts=tuple(parts))

    def _part(self, role: str, start: int, end: int, actor: str | None) -> Part:
        first, last = self._folded.span(start, end)
        return Part(role=role, start=first, end=last, id=actor)

    def _when(self, time: TimeSpan | None) -> When | None:
        if time is None:
            return None
        start, end = self._folded.span(time.start, time.end)
        return When(start=time.first, end=time.last, granularity=time.granularity, text=self._reading.document.text[start:end])


def _period(time: TimeSpan | None) -> str | None:
    """ISO 8601: a year, a month, a day, or an interval of months or days."""
    if time is None:
        return None
    first, last = time.first, time.last
    if time.granularity == "year" and first.year == last.year:
        return f"{first.year:04d}"
    if (first.year, first.month) == (last.year, last.month) and time.granularity == "month":
        return f"{first:%Y-%m}"
    if time.granularity in {"month", "season", "year"}:
        return f"{first:%Y-%m}/{last:%Y-%m}"
    return first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"


def _product(values: Iterable[float]) -> float:
    out = 1.0
    for value in values:
        out *= value
    return out
