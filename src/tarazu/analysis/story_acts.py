"""The act that a story tells: of what its tellings say, for each field the value that most independent witnesses bear, in its finest form.

A coarser value (a state, a month, a country) does not contradict a finer one (its minister, a day, a city). What does is kept as a disagreement.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from tarazu import world
from tarazu.analysis.story_disagreements import disagreements
from tarazu.analysis.story_profiles import stem
from tarazu.records import Amount, Channel, Event, Story, Telling, When, Where, state_of
from tarazu.world.codes import codes

V = TypeVar("V", bound=Hashable)
_GRAINS = ("day", "month", "season", "year")
_ENOUGH = 0.34  # a party that so large a share of the witnesses name takes part
_LAST = dt.date.max.toordinal()  # documents without a date come behind those with one


def compose(tellings: Sequence[Telling], group: Sequence[str], weights: Mapping[str, float]) -> Story:
    """Makes the story of a group of tellings.

    Args:
        tellings: At least those of the group.
        group: The ids of its events, at least one.
        weights: How many independent witnesses each telling is worth, above 0 (half of one where two copy each other); 1 where it is not given.

    Returns:
        The story, alone in its thread and without an origin; `witnesses` is the sum of the weights, rounded, at least 1.

    Raises:
        KeyError: The group has an id that no telling has.
    """
    known = {each.record.id: each for each in tellings}
    order = sorted((known[each] for each in set(group)), key=_first_published)
    weight = {each.record.id: weights.get(each.record.id, 1.0) for each in order}
    events = [each.record for each in order]
    kind = _most(events, weight, lambda event: event.type)
    of_kind = [event for event in events if event.type == kind]
    modes = [event for event in of_kind if event.mode]
    mode = _most(modes, weight, lambda event: event.mode) if modes else None
    status = _most(events, weight, lambda event: (event.status != "actual", event.status))[1]
    actors, recipients = _parties(of_kind, weight)
    scored = [event for event in of_kind if event.mode == mode] or of_kind
    return Story(
        id=f"s-{min(event.id for event in events)}", type=kind, mode=mode, contexts=_contexts(of_kind, weight), channel=_channel(events, weight),
        actors=actors, recipients=recipients, when=_when(events, weight), where=_where(events, weight), status=status, amount=_amount(of_kind, weight),
        score=_most(scored, weight, lambda event: event.score), confidence=_confidence(events, weight), tellings=tuple(event.id for event in events),
        docs=tuple(dict.fromkeys(event.doc for event in events)), disagreements=disagreements(events, weight),
        thread=f"s-{min(event.id for event in events)}",
        told=min((each.facts.published for each in order if each.facts.published), default=None), witnesses=max(1, round(sum(weight.values()))),
    )  # fmt: skip


def _first_published(telling: Telling) -> tuple[int, str]:
    day = telling.facts.published
    return (day.toordinal() if day else _LAST, telling.record.id)


def _votes(events: Iterable[Event], weight: Mapping[str, float], value: Callable[[Event], V]) -> dict[V, float]:
    votes: dict[V, float] = {}
    for event in events:
        votes[value(event)] = votes.get(value(event), 0.0) + weight[event.id]
    return votes


def _most(events: Iterable[Event], weight: Mapping[str, float], value: Callable[[Event], V]) -> V:
    """The value with the most weight; of several the first in the order of their text, so that the order of reading is nothing to it."""
    votes = _votes(events, weight, value)
    return min(votes, key=lambda each: (-round(votes[each], 6), str(each)))


def _parties(events: Sequence[Event], weight: Mapping[str, float]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who acts, and upon whom: each state or body in the part that most give it, under the finest names."""
    total = sum(weight[event.id] for event in events)
    parts: dict[str, dict[str, float]] = {}
    for event in events:
        for part, ids in (("actor", event.actors), ("recipient", event.recipients)):
            for top in {state_of(each) for each in ids}:
                parts.setdefault(top, {}).setdefault(part, 0.0)
                parts[top][part] += weight[event.id]
    largest = max((max(votes.values()) for votes in parts.values()), default=0.0)
    kept = {top: votes for top, votes in parts.items() if sum(votes.values()) >= min(_ENOUGH * total, largest)}
    roles = {top: min(votes, key=lambda part: (-round(votes[part], 6), part)) for top, votes in kept.items()}
    if kept and "actor" not in roles.values():
        roles[min(kept, key=lambda top: (-kept[top].get("actor", 0.0), top))] = "actor"
    ranked = sorted(roles, key=lambda top: (-round(sum(kept[top].values()), 6), top))
    found: dict[str, list[str]] = {"actor": [], "recipient": []}
    for top in ranked:
        found[roles[top]] += _finest(top, events, weight)
    return tuple(found["actor"]), tuple(found["recipient"])


def _finest(top: str, events: Sequence[Event], weight: Mapping[str, float]) -> list[str]:
    """What a state takes part as: the persons or offices that most witnesses who name any agree upon; the state itself where nobody names one.

    Of several tellings that name the state, what one alone calls somebody whom the register does not know is no name to go by.
    """
    among = [event for event in events if any(state_of(each) == top for each in (*event.actors, *event.recipients))]
    named = {event.id: frozenset(each for each in (*event.actors, *event.recipients) if state_of(each) == top and each != top) for event in among}
    said = Counter(each for ids in named.values() for each in ids)
    known = world.load().people
    sure = frozenset(each for each, count in said.items() if count > 1 or len(among) == 1 or each in known or _office(each))
    votes: dict[frozenset[str], float] = {}
    for event in among:
        kept = frozenset(named[event.id] & sure)
        votes[kept] = votes.get(kept, 0.0) + weight[event.id]
    votes.pop(frozenset(), None)
    if not votes:
        return [top]
    best = min(votes, key=lambda each: (-round(votes[each], 6), sorted(each)))
    return sorted(best)


def _office(actor: str) -> bool:
    return actor.partition("/")[2] in codes().institutions


def _when(events: Sequence[Event], weight: Mapping[str, float]) -> When | None:
    """The finest time that the most witnesses are at one with."""
    times = [(event.when, event) for event in events if event.when]
    if not times:
        return None

    def support(when: When) -> float:
        return sum(weight[event.id] for other, event in times if other.start <= when.end and when.start <= other.end)

    finest = min(_GRAINS.index(when.granularity) for when, _ in times)
    return min(
        (when for when, _ in times),
        key=lambda when: (-round(support(when), 6), _GRAINS.index(when.granularity) - finest, when.end - when.start, when.start, when.text),
    )


def _where(events: Sequence[Event], weight: Mapping[str, float]) -> Where | None:
    places = [event for event in events if event.where]
    if not places:
        return None
    countries = [event for event in places if event.where and event.where.country]
    country = _most(countries, weight, lambda event: event.where.country if event.where else None) if countries else None
    within = [event.where for event in places if event.where and event.where.country in {country, None}]
    named = _most([event for event in places if event.where in within], weight, lambda event: (not _name(event), _name(event)))[1]
    fitting = [where for where in within if stem(where.name) == named] or within
    return min(fitting, key=lambda where: (where.country is None, where.lat is None, where.name))


def _name(event: Event) -> str:
    return stem(event.where.name) if event.where and event.where.name else ""


def _amount(events: Sequence[Event], weight: Mapping[str, float]) -> Amount | None:
    given = [event for event in events if event.amount]
    if not given:
        return None
    unit = _most(given, weight, lambda event: (event.amount is None or event.amount.unit is None, event.amount.unit if event.amount else None))[1]
    alike = [event for event in given if event.amount and event.amount.unit == unit]
    return Amount(value=_most(alike, weight, lambda event: event.amount.value if event.amount else 0.0), unit=unit)


def _contexts(events: Sequence[Event], weight: Mapping[str, float]) -> tuple[str, ...]:
    """The contexts that at least half of the witnesses see."""
    total = sum(weight[event.id] for event in events)
    names = sorted({name for event in events for name in event.contexts})
    return tuple(name for name in names if 2 * sum(weight[event.id] for event in events if name in event.contexts) >= total)


def _channel(events: Sequence[Event], weight: Mapping[str, float]) -> Channel | None:
    known = [event for event in events if event.channel]
    return _most(known, weight, lambda event: event.channel) if known else None


def _confidence(events: Sequence[Event], weight: Mapping[str, float]) -> float:
    """The chance that at least one witness was read right; the copies of one witness share his chance."""
    wrong = 1.0
    for event in sorted(events, key=lambda each: each.id):
        wrong *= (1.0 - min(event.confidence, 1.0)) ** weight[event.id]
    return round(1.0 - wrong, 4)
