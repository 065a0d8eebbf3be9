"""Threads: a planned act, its happening and its undoing are one thread of stories.

A plan leads to one deed, and an undoing (called off, lifted, withdrawn, released) goes back to one plan or deed: the one with which it has the most in
common. What two stories have in common counts points; the scale was set by hand on corpus/stories.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

import msgspec

from tarazu.analysis.story_groups import Pair, components
from tarazu.analysis.story_model import story_weights
from tarazu.analysis.story_profiles import people_and_others, profile, stem
from tarazu.records import Amount, Story, Telling, state_of

_WARM = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"})
# Which types, in which mode, undo which (rule 4 of docs/coding-guide.md); any mode where none is named.
_UNDOES = {
    "REJECT": (("meet",), frozenset({"AGREE"})), "SANCTION": (("discontinue", "withdraw"), frozenset({"COOPERATE", "SUPPORT", "AGREE", "AID"})),
    "CONCEDE": ((), frozenset({"SANCTION", "COERCE"})), "RETREAT": (("release", "withdraw"), frozenset({"COERCE", "MOBILIZE", "REQUEST"})),
}  # fmt: skip
_AHEAD = 60  # days after the planned day, or after the news of the plan, in which the deed is looked for
_BACK = 400  # days before an undoing in which what it undoes is looked for
_SLACK = 2
_NEEDED = 3.0
_ENOUGH = 30.0  # shared rarity of words that leaves no doubt about the matter
_ALIKE = 0.02


class Deed(msgspec.Struct, frozen=True, kw_only=True):
    """A story as far as threads are about it: days are ordinals, 0 where nothing is known."""

    id: str
    type: str
    mode: str | None
    status: str
    states: frozenset[str]
    people: frozenset[str]
    start: int
    end: int
    told: int
    place: str
    amount: Amount | None
    stems: frozenset[str]

    @property
    def day(self) -> int:
        """When it happened or, failing that, was first told."""
        return self.start or self.told


def threads(stories: Iterable[Story], tellings: Mapping[str, Telling] | None = None) -> dict[str, str]:
    """Finds the threads of stories.

    Args:
        stories: Stories, each once.
        tellings: Their tellings by the ids of the events; without them neither days of publication nor words are compared, and less is found.

    Returns:
        For each story's id its thread's: the id of the first story in it by time, its own where it is alone.
    """
    return follow(deed(story, tellings or {}) for story in stories)


def follow(told: Iterable[Deed]) -> dict[str, str]:
    """As `threads`, for stories that were reduced to deeds before."""
    deeds = {each.id: each for each in sorted(told, key=lambda each: each.id)}
    found = sorted((-round(points, 6), early, late) for early, late, points in _candidates(list(deeds.values())))
    followed: set[str] = set()
    led: set[tuple[str, bool]] = set()
    joined: list[Pair] = []
    for _, early, late in found:
        undone = _undoes(deeds[late], deeds[early])
        # a plan has one deed, and may be called off too; nothing follows from two things, or undoes two
        if late not in followed and (early, undone) not in led:
            followed.add(late)
            led.add((early, undone))
            joined.append((early, late))
    out = {}
    for part in components(deeds, joined):
        first = min(part, key=lambda name: (deeds[name].day == 0, deeds[name].told or deeds[name].day, name))
        out.update(dict.fromkeys(part, first))
    return out


def deed(story: Story, tellings: Mapping[str, Telling]) -> Deed:
    """Reduces a story to what threads are found by."""
    known = [profile(tellings[name]) for name in story.tellings if name in tellings]
    ids = story.actors + story.recipients
    return Deed(
        id=story.id, type=story.type, mode=story.mode, status=story.status, states=frozenset(map(state_of, ids)), people=people_and_others(ids)[0],
        start=story.when.start.toordinal() if story.when else 0, end=story.when.end.toordinal() if story.when else 0,
        told=min((each.published for each in known if each.published), default=0), place=stem(story.where.name) if story.where else "",
        amount=story.amount, stems=frozenset(word for each in known for word in each.stems),
    )  # fmt: skip


def _candidates(deeds: list[Deed]) -> Iterator[tuple[str, str, float]]:
    """Pairs of an earlier and a later story that may follow from each other, with their points."""
    of: dict[Pair, list[Deed]] = {}
    for deed in deeds:
        for pair in _pairs(deed):
            of.setdefault(pair, []).append(deed)
    for listed in of.values():
        listed.sort(key=lambda each: (each.day, each.id))
    seen: set[Pair] = set()
    for deed in deeds:
        for pair in _pairs(deed):
            for early, late in _followers(deed, of[pair]):
                if (early.id, late.id) not in seen and early.id != late.id:
                    seen.add((early.id, late.id))
                    if (points := _points(early, late)) >= _NEEDED:
                        yield early.id, late.id, points


def _pairs(deed: Deed) -> list[Pair]:
    states = sorted(deed.states)
    return list(combinations(states, 2)) if len(states) > 1 else [(each, each) for each in states]


def _followers(deed: Deed, others: list[Deed]) -> Iterator[tuple[Deed, Deed]]:
    """The deeds that may follow from a plan, and what an undoing may undo, among those of the same parties ordered by day."""
    from bisect import bisect_left

    if not deed.day:
        return
    if deed.status == "planned":
        first, last = (deed.told or deed.day) + 1, max(deed.told, deed.end) + _AHEAD
        for other in others[bisect_left(others, first, key=lambda each: each.day) :]:
            if other.day > last:
                break
            if other.status == "actual" and _fulfils(other.type, deed.type):
                yield deed, other
    if deed.type in _UNDOES or deed.status == "cancelled":
        for other in others[bisect_left(others, deed.day - _BACK, key=lambda each: each.day) :]:
            if other.day > deed.day + _SLACK and other.status != "planned":
                break
            if _undoes(deed, other) and (other.told or other.day) <= (deed.told or deed.day):
                yield other, deed


def _fulfils(deed: str, plan: str) -> bool:
    """Whether a deed may be what was planned: what is promised is coded AGREE, save what is already a yielding or a threat."""
    return deed == plan or (plan == "AGREE" and deed in _WARM) or (plan == "CONCEDE" and deed == "RETREAT")


def _undoes(late: Deed, early: Deed) -> bool:
    if late.status == "cancelled":
        return early.status == "planned" and (late.type == early.type or _fulfils(late.type, early.type))
    modes, types = _UNDOES.get(late.type, ((), frozenset()))
    return late.status == "actual" and early.type in types and (not modes or late.mode in modes)


def _points(early: Deed, late: Deed) -> float:
    """What two stories have in common."""
    share = len(early.states & late.states) / len(early.states | late.states)
    if share < 0.5:
        return 0.0
    points = share + 0.5 * bool(early.people & late.people) + 0.5 * bool(early.place and early.place == late.place)
    # a promise is often dated by the day on which it was given
    if early.status == "planned" and early.start > early.told and late.start:
        met = early.start - _SLACK <= late.end and late.start <= early.end + _SLACK
        points += 0.0 if not met else 1.5 if early.end - early.start <= 10 else 0.5
    elif late.day - early.day <= 30:
        points += 0.5
    if early.amount and late.amount and early.amount.unit == late.amount.unit:
        low, high = sorted((abs(early.amount.value), abs(late.amount.value)))
        points += 1.0 if high <= low * (1 + _ALIKE) else 0.0
    rarity = story_weights().rare
    shared = sum(sorted(rarity(word) for word in early.stems & late.stems if len(word) > 1))
    return points + 3.0 * min(1.0, shared / _ENOUGH)
