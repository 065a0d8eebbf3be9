"""On which fields the tellings of a story contradict each other.

A coarser value (a state, a month, a country) does not contradict a finer one (its minister, a day, a city), and silence contradicts nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

from tarazu.analysis.story_profiles import RECIPROCAL, people_and_others, stem
from tarazu.records import Disagreement, Event, Variant, state_of

_ALIKE = 0.02  # amounts this near are one, rounded
_NEAR = 0.5  # degrees between two coordinates of one place


def disagreements(events: Sequence[Event], weights: Mapping[str, float]) -> tuple[Disagreement, ...]:
    """Finds the fields on which events that tell one act contradict each other.

    Args:
        events: The events of a story.
        weights: How many independent witnesses each is worth, by id.

    Returns:
        One entry for each field in dispute, with all that the events say about it, the value of the most witnesses first.
    """
    found = []
    for field, (said, contradict) in _FIELDS.items():
        variants: dict[str, list[Event]] = {}
        for event in events:
            if text := said(event):
                variants.setdefault(text, []).append(event)
        if any(contradict(one[0], two[0]) for one, two in combinations(variants.values(), 2)):
            ranked = sorted((-round(sum(weights[each.id] for each in telling), 6), text) for text, telling in variants.items())
            listed = tuple(Variant(value=text, records=tuple(sorted(each.id for each in variants[text]))) for _, text in ranked)
            found.append(Disagreement(field=field, variants=listed))
    return tuple(found)


def _differ(_one: Event, _two: Event) -> bool:
    return True  # one word against another


def _modes_differ(one: Event, two: Event) -> bool:
    return one.type == two.type


def _actors(event: Event) -> tuple[str, ...]:
    return (*event.actors, *event.recipients) if event.type in RECIPROCAL else event.actors


def _parties_differ(one: Sequence[str], two: Sequence[str]) -> bool:
    first, second = frozenset(map(state_of, one)), frozenset(map(state_of, two))
    if not (first <= second or second <= first):
        return True
    pairs = zip(people_and_others(tuple(one)), people_and_others(tuple(two)), strict=True)
    return any(_others(mine, theirs, top) for mine, theirs in pairs for top in first & second)


def _others(one: frozenset[str], two: frozenset[str], top: str) -> bool:
    """Whether two sets name different persons, or different offices, of one state."""
    first, second = ({each for each in some if state_of(each) == top} for some in (one, two))
    return bool(first and second) and not (first <= second or second <= first)


def _actors_differ(one: Event, two: Event) -> bool:
    return _parties_differ(_actors(one), _actors(two))


def _recipients(event: Event) -> tuple[str, ...]:
    return () if event.type in RECIPROCAL else event.recipients


def _recipients_differ(one: Event, two: Event) -> bool:
    return _parties_differ(one.recipients, two.recipients)


def _times_differ(one: Event, two: Event) -> bool:
    return one.when is not None and two.when is not None and not (one.when.start <= two.when.end and two.when.start <= one.when.end)


def _places_differ(one: Event, two: Event) -> bool:
    if not (one.where and two.where):
        return False
    if one.where.country and two.where.country and one.where.country != two.where.country:
        return True
    if one.where.lat is not None and two.where.lat is not None and one.where.lon is not None and two.where.lon is not None:
        return max(abs(one.where.lat - two.where.lat), abs(one.where.lon - two.where.lon)) > _NEAR
    return bool(one.where.name and two.where.name) and stem(one.where.name) != stem(two.where.name)


def _amounts_differ(one: Event, two: Event) -> bool:
    if not (one.amount and two.amount):
        return False
    if one.amount.unit and two.amount.unit and one.amount.unit != two.amount.unit:
        return True
    low, high = sorted((abs(one.amount.value), abs(two.amount.value)))
    return high > low * (1 + _ALIKE)


def _time_of(event: Event) -> str:
    if event.when is None:
        return ""
    return f"{event.when.start}" if event.when.start == event.when.end else f"{event.when.start}/{event.when.end}"


def _place_of(event: Event) -> str:
    return ", ".join(filter(None, (event.where.name, event.where.country))) if event.where else ""


def _amount_of(event: Event) -> str:
    return f"{event.amount.value:.15g} {event.amount.unit or ''}".strip() if event.amount else ""


_Said = Callable[[Event], str]
_Contradict = Callable[[Event, Event], bool]
_FIELDS: Mapping[str, tuple[_Said, _Contradict]] = {
    "type": (lambda event: event.type, _differ),
    "mode": (lambda event: event.mode or "", _modes_differ),
    "actors": (lambda event: ";".join(_actors(event)), _actors_differ),
    "recipients": (lambda event: ";".join(_recipients(event)), _recipients_differ),
    "when": (_time_of, _times_differ),
    "where": (_place_of, _places_differ),
    "status": (lambda event: event.status, _differ),
    "amount": (_amount_of, _amounts_differ),
}
