"""Finds, among the records of a later run, the one that a judgement was about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tarazu.cases.rows import participants
from tarazu.records import Assessment, CodedRecord, Event, Figure, Tie, state_of

ENOUGH: Final = 1.5
"""The least likeness at which a record is taken for the judged one: the same word in the same sentence, or the same act of the same actors there."""

_TRIGGER, _TYPE, _ACTORS, _STATUS = 2.5, 1.0, 1.0, 0.25


def fit(target: CodedRecord, records: Sequence[CodedRecord]) -> CodedRecord | None:
    """Finds the record that says what a judged one said.

    Args:
        target: The record as it stood when it was judged.
        records: Those of the same document that stand now.

    Returns:
        The one with the same id, else the likest one whose evidence overlaps; None where none is like enough.
    """
    same = next((each for each in records if each.id == target.id), None)
    if same is not None:
        return same
    ranked = sorted(((likeness(target, each), -at) for at, each in enumerate(records)), reverse=True)
    if not ranked or ranked[0][0] < ENOUGH:
        return None
    return records[-ranked[0][1]]


def likeness(one: CodedRecord, two: CodedRecord) -> float:
    """How much two records of a document say the same at the same place: 0 where their sentences do not overlap, at most 4.75.

    The trigger's span counts most (by the share of it that both have), then the type, the states that take part, and the status.
    """
    if type(one) is not type(two) or not any(a.start < b.end and b.start < a.end for a in one.evidence for b in two.evidence):
        return 0.0
    total = _TRIGGER * max((_shared(a, b) for a in _triggers(one) for b in _triggers(two)), default=0.0)
    total += _TYPE * (_kind(one) == _kind(two)) + _ACTORS * _alike(_states(one), _states(two))
    return total + _STATUS * (getattr(one, "status", None) == getattr(two, "status", None))


def _triggers(record: CodedRecord) -> list[tuple[int, int]]:
    return [(part.start, part.end) for evidence in record.evidence for part in evidence.parts if part.role == "trigger"]


def _shared(one: tuple[int, int], two: tuple[int, int]) -> float:
    inside = min(one[1], two[1]) - max(one[0], two[0])
    return max(0.0, inside / max(1, max(one[1], two[1]) - min(one[0], two[0])))


def _kind(record: CodedRecord) -> tuple[str, ...]:
    match record:
        case Event():
            return (record.type,)
        case Tie():
            return (record.kind,)
        case Figure():
            return (record.indicator, str(record.value))
        case Assessment():
            return (record.dimension, record.direction)


def _states(record: CodedRecord) -> frozenset[str]:
    return frozenset(state_of(actor) for _, actor in participants(record))


def _alike(one: frozenset[str], two: frozenset[str]) -> float:
    return len(one & two) / len(one | two) if one | two else 1.0
