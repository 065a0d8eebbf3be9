"""Silences: which outlet reports which kind of act, and on which it is silent, tested against what others report of the same stories."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal

import msgspec

from tarazu.analysis.exact_tests import discovery_bound, expected_count, tails
from tarazu.analysis.questions import STAGE, Question, ToldStory, select_stories
from tarazu.ontologies import plover
from tarazu.records import Skipped, Story, Telling

Kind = Literal["quad", "type", "channel"]
Verdict = Literal["silent", "reports more", "as expected", "too little to tell"]
LEAST_EXPECTED: Final = 5.0
FALSE_DISCOVERIES: Final = 0.1
_LEAST_WITNESSES: Final = 2
_ROUNDING: Final = 1e-7


class Silence(msgspec.Struct, frozen=True, kw_only=True):
    """What one outlet reports of one kind of act.

    Attributes:
        outlet: Its name.
        kind: The quad class, event type or channel.
        exposed: How many stories of this kind are told by at least two outlets (without those set aside for it), from two witnesses, while the
            outlet is active.
        told: How many of them it tells.
        expected: How many it would tell if, among stories that are told equally often, it had no regard to their kind.
        chance: The two-sided probability of a difference this large if it did; None where too little is expected to tell.
        verdict: `silent` and `reports more` where the difference stands with all others tested at once.
        stories: The ids of the stories that it tells.
        untold: The ids of those that it does not.
    """

    outlet: str
    kind: str
    exposed: int
    told: int
    expected: float
    chance: float | None
    verdict: Verdict
    stories: tuple[str, ...]
    untold: tuple[str, ...]


class Silences(msgspec.Struct, frozen=True, kw_only=True):
    """The outlets' silences, and what stood outside the comparison.

    Attributes:
        cells: By outlet, then by kind; only where something could have been told.
        tested: How many of them had enough to be tested.
        skipped: Tellings without an outlet, stories without a day, and what the question could not place.
    """

    cells: tuple[Silence, ...]
    tested: int
    skipped: tuple[Skipped, ...]


class _Exposure(msgspec.Struct, frozen=True, kw_only=True):
    """A story that outlets could tell, with those that do, and its layer: how many do, and of about how many that are active."""

    story: str
    kind: str
    day: dt.date
    outlets: frozenset[str]
    layer: tuple[int, int]


class _Row(msgspec.Struct, frozen=True, kw_only=True):
    """The stories of one kind that one outlet could tell, those that it tells, and how many of either stand in each layer."""

    exposures: Sequence[_Exposure]
    told: Sequence[_Exposure]
    sizes: Counter[tuple[int, int]]
    drawn: Counter[tuple[int, int]]


_Place = tuple[str, str]
_Lives = Mapping[str, tuple[dt.date, dt.date]]


def silences(question: Question, tellings: Sequence[Telling], stories: Iterable[Story], kind: Kind = "type") -> Silences:
    """Tests for each outlet and kind of act whether it reports fewer or more of them than its volume and the others' choice let expect.

    For each outlet, the stories that count are those that at least two outlets tell, from at least two independent witnesses, between the
    first and the last day on which it has published anything. They are put into layers by how many outlets tell them, of how many that are
    active. If each outlet has its own readiness to report, and each story its own pull on all of them, then among stories told equally often
    who tells them does not depend on their pull any more (as in Rasch's model), and so not on their kind, unless the outlet has a regard to
    it: within a layer, those told of one kind follow the hypergeometric law. The sum over layers is compared with its exact law (the exact
    form of the Mantel-Haenszel test), in both tails, and all tests at once are held to one false discovery in ten. An outlet that leaves out
    one kind seems to report more of the rest, and all others more of that kind: so the strongest difference is taken first and set aside
    (the kind is then left out where the outlet's others are tested, and the outlet where others are tested for that kind) until none is left.

    Args:
        question: What to look at; of a single kind nothing can be said, for there is no other to compare it with.
        tellings: All reports, also those outside the question: they show when an outlet was active.
        stories: What they tell.
        kind: What to tell apart.

    Returns:
        The cells; the order of what is given does not matter.

    Source: Rasch (1960), Probabilistic Models, for the sufficiency of the count; Mantel and Haenszel (1959), JNCI 22 (4), for the test, here
    with its exact law; Benjamini and Hochberg (1995), JRSS B 57 (1); an expected count of five is the customary least one (Cochran 1954).
    """
    told, skipped = select_stories(question, stories, tellings)
    active = _active(tellings)
    placed, left = _placed(told, kind, active)
    cells = _tested(placed, active)
    return Silences(cells=cells, tested=sum(each.chance is not None for each in cells), skipped=skipped + left)


def _placed(told: Iterable[ToldStory], kind: Kind, active: _Lives) -> tuple[list[_Exposure], tuple[Skipped, ...]]:
    """The stories that several independent sources tell, and what could not be used."""
    firsts, lasts = sorted(first for first, _ in active.values()), sorted(last for _, last in active.values())
    placed: list[_Exposure] = []
    skipped: list[Skipped] = []
    for each in told:
        nameless = [telling for telling in each.tellings if not telling.facts.outlet]
        skipped += [Skipped(doc=one.facts.doc, stage=STAGE, reason=f"{one.record.id} stands in a document without an outlet") for one in nameless]
        outlets = frozenset(telling.facts.outlet for telling in each.tellings if telling.facts.outlet)
        published = [telling.facts.published for telling in each.tellings if telling.facts.published]
        day = min(published) if published else each.story.when.start if each.story.when else None
        if day is None:
            skipped.append(Skipped(doc=each.tellings[0].facts.doc, stage=STAGE, reason=f"story {each.story.id} has no day"))
        elif min(each.story.witnesses, len(outlets)) >= _LEAST_WITNESSES:
            # by doubling: an outlet that begins or ends does not make a layer of its own
            crowd = (bisect_right(firsts, day) - bisect_left(lasts, day)).bit_length()
            placed.append(_Exposure(story=each.story.id, kind=_kind(each.story, kind), day=day, outlets=outlets, layer=(len(outlets), crowd)))
    return placed, tuple(skipped)


def _kind(story: Story, kind: Kind) -> str:
    if kind == "channel":
        return story.channel or "none"
    return story.type if kind == "type" else plover().types[story.type].quad


def _active(tellings: Iterable[Telling]) -> _Lives:
    """The first and last day of each outlet."""
    days: dict[str, tuple[dt.date, dt.date]] = {}
    for each in tellings:
        outlet, day = each.facts.outlet, each.facts.published
        if outlet and day:
            first, last = days.get(outlet, (day, day))
            days[outlet] = min(first, day), max(last, day)
    return days


def _tested(placed: Sequence[_Exposure], active: _Lives) -> tuple[Silence, ...]:
    """All cells with their verdicts: the strongest difference is decided first and set aside, until none is left."""
    whole = _shelf(placed, active, frozenset())
    shelves = dict.fromkeys(sorted({each.kind for each in placed}), whole)
    cells = {(outlet, kind): _cell(outlet, kind, shelf, frozenset()) for kind, shelf in shelves.items() for outlet, rows in shelf.items() if kind in rows}
    decided: dict[_Place, Silence] = {}
    while True:
        place = _strongest(cells, decided)
        if place is None:
            return tuple(each for _, each in sorted({**cells, **decided}.items()))
        found = cells.pop(place)
        decided[place] = msgspec.structs.replace(found, verdict="silent" if found.told < found.expected else "reports more")
        outlet, kind = place
        shelves[kind] = _shelf(placed, active, frozenset(name for name, each in decided if each == kind))
        # what the decision changes: all of this kind, and all of this outlet
        for other in [each for each in cells if each[1] == kind or each[0] == outlet]:
            cells.pop(other)
            if other[1] in shelves[other[1]].get(other[0], {}):
                cells[other] = _cell(*other, shelves[other[1]], frozenset(decided))


def _strongest(cells: Mapping[_Place, Silence], decided: Mapping[_Place, Silence]) -> _Place | None:
    """Where the strongest difference stands that is a discovery among all tests; None if there is none."""
    bound = discovery_bound([each.chance for each in (*decided.values(), *cells.values()) if each.chance is not None], FALSE_DISCOVERIES)
    discovered = [(each.chance, place) for place, each in cells.items() if each.chance is not None and each.chance <= bound]
    return min(discovered)[1] if discovered else None


def _shelf(exposures: Iterable[_Exposure], active: _Lives, aside: frozenset[str]) -> Mapping[str, Mapping[str, _Row]]:
    """For each outlet and kind the stories that fell into its time and that at least two outlets tell; those set aside are not counted."""
    counted = [msgspec.structs.replace(each, outlets=each.outlets - aside, layer=(len(each.outlets - aside), each.layer[1])) for each in exposures]
    several = [each for each in counted if len(each.outlets) >= _LEAST_WITNESSES]
    shelf: dict[str, dict[str, _Row]] = {}
    for outlet, (first, last) in active.items():
        kinds: dict[str, list[_Exposure]] = {}
        for each in several:
            if first <= each.day <= last:
                kinds.setdefault(each.kind, []).append(each)
        if outlet not in aside:
            shelf[outlet] = {kind: _row(outlet, held) for kind, held in kinds.items()}
    return shelf


def _row(outlet: str, held: Sequence[_Exposure]) -> _Row:
    told = [each for each in held if outlet in each.outlets]
    return _Row(exposures=held, told=told, sizes=Counter(each.layer for each in held), drawn=Counter(each.layer for each in told))


def _cell(outlet: str, kind: str, shelf: Mapping[str, Mapping[str, _Row]], decided: frozenset[_Place]) -> Silence:
    row = shelf[outlet][kind]
    every = [each for name, each in shelf[outlet].items() if (outlet, name) not in decided]
    layers = [
        (sum(each.sizes[layer] for each in every), of_kind, sum(each.drawn[layer] for each in every)) for layer, of_kind in sorted(row.sizes.items())
    ]
    expected = expected_count(layers)
    # where all stories of a layer are of one kind, or all are told, there was nothing to choose
    choice = any(of_kind < size and 0 < drawn < size for size, of_kind, drawn in layers)
    chance = min(1.0, 2 * min(tails(layers, len(row.told)))) if choice and expected >= LEAST_EXPECTED - _ROUNDING else None
    return Silence(
        outlet=outlet, kind=kind, exposed=len(row.exposures), told=len(row.told), expected=expected, chance=chance,
        verdict="as expected" if chance is not None else "too little to tell", stories=tuple(each.story for each in row.told),
        untold=tuple(each.story for each in row.exposures if outlet not in each.outlets),
    )  # fmt: skip
