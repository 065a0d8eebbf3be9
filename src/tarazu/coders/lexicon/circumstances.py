"""When, where, how much, and to which field of relations an act belongs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Protocol, get_args

import msgspec

from tarazu.coders.lexicon.sentence import View
from tarazu.languages import Phrases
from tarazu.records import Amount, Channel, Mention, Quantity, Status, TimeSpan

_CLAUSE_COST = 6.0
_TIME_REACH = 30.0
_PLACE_REACH = 20.0
_AMOUNT_REACH = 14.0
_CHANNEL_REACH = 12
_CURRENCY = 3
_YEAR_DIGITS = 4
_LONG_PAST, _A_YEAR = dt.timedelta(days=180), dt.timedelta(days=366)
_CHANNELS = frozenset(get_args(Channel))
_DOMESTIC = "DOMESTIC"


class Spot(Protocol):
    """Where an act is told: its words, in order, from the first to one past the last."""

    @property
    def at(self) -> Sequence[int]:
        """The words."""

    @property
    def first(self) -> int:
        """The first word."""

    @property
    def last(self) -> int:
        """One past the last word."""


def find_time(view: View, match: Spot) -> TimeSpan | None:
    """The time nearest to the trigger, a clause boundary counting six words."""
    near = [span for span in view.sentence.times if _cost(view, match, span.start) < _TIME_REACH]
    return min(near, key=lambda span: _cost(view, match, span.start), default=None)


def time_of(view: View, match: Spot, status: Status) -> TimeSpan | None:
    """The time nearest to the trigger, read as one to come where the act is planned and no year is stated."""
    time = find_time(view, match)
    return None if time is None else to_come(time, status, view)


def to_come(time: TimeSpan, status: Status, view: View) -> TimeSpan:
    """A time of the sentence, read as one ahead where the act is planned and no year is stated."""
    inside = (token.form for token in view.sentence.tokens if time.start <= token.start < time.end)
    return time if any(len(form) == _YEAR_DIGITS and form.isdigit() for form in inside) else ahead(time, status, view.day)


def ahead(time: TimeSpan, status: Status, day: dt.date | None) -> TimeSpan:
    """The time of a planned act: a month without a year that was read as long past is the next one ("invited him for September").

    Args:
        time: The time as read by itself.
        status: The status of the act.
        day: The day that the document speaks from.
    """
    if day is None or status != "planned" or time.granularity not in {"day", "month"} or not _LONG_PAST < day - time.last < _A_YEAR:
        return time
    return msgspec.structs.replace(time, first=_next_year(time.first), last=_next_year(time.last))


def _next_year(day: dt.date) -> dt.date:
    return day.replace(year=day.year + 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year + 1)


def find_place(view: View, match: Spot, taken: set[int]) -> Mention | None:
    """The place nearest to the trigger: a city, or a state that a preposition of place governs and that plays no other part.

    Args:
        view: The sentence.
        match: The trigger.
        taken: First words of the mentions that play a part in the act.
    """
    where = view.language.where
    best, score = None, _PLACE_REACH
    for mention in view.sentence.mentions:
        local = mention.marker in where
        if mention.first in taken or not (mention.kind == "place" or (mention.kind == "state" and local and mention.form in {"name", "seat"})):
            continue
        cost = _cost(view, match, mention.start) + (0.0 if local else 4.0)
        if cost < score:
            best, score = mention, cost
    return best


def find_amount(view: View, match: Spot) -> Amount | None:
    """The sum nearest to the trigger."""
    best: Quantity | None = None
    for quantity in view.sentence.quantities:
        money = quantity.unit is not None and len(quantity.unit) == _CURRENCY and quantity.unit.isupper()
        if money and _cost(view, match, quantity.start) < (_cost(view, match, best.start) if best else _AMOUNT_REACH):
            best = quantity
    return Amount(value=best.value, unit=best.unit) if best else None


def find_channel(view: View, match: Spot, phrases: Phrases[str], declared: Channel | None) -> Channel | None:
    """The field of the word nearest to the trigger that tells of one; else the trigger's own."""
    best, distance = declared, _CHANNEL_REACH if declared in {None, "diplomatic"} else 3
    for at, end, found in view.told(phrases):
        if at in match.at or not match.first - _CHANNEL_REACH <= at < match.last + _CHANNEL_REACH:
            continue
        gap = at - match.last if at >= match.last else match.first - end
        gap += 4 if view.clause[at] != view.clause[match.first] else 0
        name = next((each for each in found if each in _CHANNELS and each != "diplomatic"), None)
        if name is not None and gap < distance:
            best, distance = _channel(name), gap
    return best


def find_contexts(view: View, match: Spot, phrases: Phrases[str]) -> tuple[str, ...]:
    """The contexts that words near the trigger tell of, in alphabetical order."""
    reach = range(match.first - _CHANNEL_REACH, match.last + _CHANNEL_REACH)
    return tuple(sorted({each for at, _, found in view.told(phrases) if at in reach for each in found}))


def _channel(name: str) -> Channel:
    return next(each for each in get_args(Channel) if each == name)


def _cost(view: View, match: Spot, start: int) -> float:
    """Distance in words between the trigger and a place in the text."""
    tokens = view.sentence.tokens
    at = next((index for index, token in enumerate(tokens) if token.end > start), len(tokens) - 1)
    gap = at - match.last if at >= match.last else match.first - at
    return max(0, gap) + _CLAUSE_COST * abs(view.clause[at] - view.clause[match.first])
