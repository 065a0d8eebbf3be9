"""Figures and standing ties that documents state, beside the register's slow facts: what a text says, and nobody has looked up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from tarazu.analysis.balance_types import Scope
from tarazu.records import DocumentFacts, Figure, Tie, state_of

Measured = Figure | Tie


class Stated(msgspec.Struct, frozen=True, kw_only=True):
    """A figure or tie between a state and a power, as a document states it.

    Attributes:
        state, power: Whose relation.
        record: The figure or tie, corrections applied, with its sentence.
        facts: What its document says about itself.
    """

    state: str
    power: str
    record: Measured
    facts: DocumentFacts


def stated(records: Iterable[tuple[Measured, DocumentFacts]], scope: Scope) -> tuple[Stated, ...]:
    """The figures and ties between the states and the powers of a scope, of its days.

    A figure counts by the period that it speaks of, a tie by its days, both by the day of publication where they name none; what has no day at all is kept.

    Args:
        records: Those of the case, each with its document.
        scope: The states, powers and days. What a member of a power states of itself stands for the power.

    Returns:
        By state and power in the order of the scope, then ties before figures, by what they measure and by id.
    """
    found = [Stated(state=state, power=power, record=record, facts=facts) for record, facts in records if _within(record, facts, scope)
             for state, power in _pairs(record, scope)]  # fmt: skip
    return tuple(sorted(found, key=lambda each: (scope.states.index(each.state), scope.powers.index(each.power), *_order(each.record))))


def _order(record: Measured) -> tuple[str, ...]:
    return ("", record.kind, record.source, record.id) if isinstance(record, Tie) else ("figure", record.indicator, record.period or "", record.id)


def _pairs(record: Measured, scope: Scope) -> Iterator[tuple[str, str]]:
    parties = (record.source, record.target) if isinstance(record, Tie) else record.subjects
    tops = {top for party in parties for top in _tops(party, scope.members)}
    yield from ((state, power) for state in scope.states if state in tops for power in scope.powers if power in tops and power != state)


def _tops(party: str, members: Mapping[str, str]) -> tuple[str, ...]:
    top = state_of(party)
    return (top, members.get(top, top))


def _within(record: Measured, facts: DocumentFacts, scope: Scope) -> bool:
    span = _years(record)
    if span is not None:
        return span[0] <= scope.until.year and span[1] >= scope.since.year
    return facts.published is None or scope.since <= facts.published <= scope.until


def _years(record: Measured) -> tuple[int, int] | None:
    """The first and last year that a record speaks of; a tie without an end goes on."""
    if isinstance(record, Tie):
        return (record.since.year, record.until.year if record.until else dt.date.max.year) if record.since else None
    # ISO 8601: a year, month or day, or two of them with a stroke between
    written = [part[:4] for part in (record.period or "").split("/") if part[:4].isdecimal()]
    return (int(written[0]), int(written[-1])) if written else None
