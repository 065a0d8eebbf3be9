"""From stories to dated acts: who did what to whom, each act once, and what was announced and is still to come."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal, get_args

import msgspec
import numpy as np

from tarazu.forecast.arrays import Flags, Ints
from tarazu.records import EventType, Story, state_of

VISIT: Final = "CONSULT/visit"
SIGNED: Final = "SUPPORT/together"
RELATIONS: Final[tuple[str, ...]] = (VISIT, SIGNED, *get_args(EventType))
"""What may be done: PLOVER's types; visits apart from other talks, because who goes to whom is what analysts look at, and what two sign or back together
apart from support that one declares for another."""

MUTUAL: Final = frozenset({SIGNED, "AGREE", "CONSULT", "COOPERATE"})
"""What two do together, so that it stands once for both: whose name comes first says nothing."""

BROADEST: Final = 31
"""An act whose time is known no better than to so many days counts on the middle one; one known worse counts on none."""

Why = Literal["broad", "undated", "alone", "status", "early"]


class LeftOut(msgspec.Struct, frozen=True, kw_only=True):
    """How many stories were not counted, and why.

    Attributes:
        why: `broad`: its time is not known to a month; `undated`: neither its time nor the day of telling is known; `alone`: it is not between two;
            `status`: it was not told as done or announced; `early`: it is from before the first document.
        stories: How many.
    """

    why: Why
    stories: int


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Something announced.

    Attributes:
        story: Its id.
        parties: Two of those who are to take part, by number.
        relation: As what it was told, by number.
        told: The day on which it was first told, as an ordinal.
        due: The last day of the time that was named; -1 where none was.
        done: The day on which it was done; -1 where it has not been told as done.
        did: As what it was done, by number; -1 where it was not.
        off: Whether it was called off.
    """

    story: str
    parties: tuple[int, int]
    relation: int
    told: int
    due: int
    done: int = -1
    did: int = -1
    off: bool = False


class Ledger(msgspec.Struct, frozen=True, kw_only=True):
    """Acts between two, by day.

    Attributes:
        parties: Who is in it, by number: states, bodies and others, in the order of their names.
        subjects, relations, objects: Numbers of parties and of `RELATIONS`; of a mutual act the lower number is the subject.
        days: The day of each act, as an ordinal, never falling.
        told: The day on which it was first told.
        stories: Its place in `story_ids`.
        story_ids: The stories.
        plans: What was announced, by the day of telling.
        first: The day on which the first story was told.
        left_out: What was not counted.
    """

    parties: tuple[str, ...]
    subjects: Ints
    relations: Ints
    objects: Ints
    days: Ints
    told: Ints
    stories: Ints
    story_ids: tuple[str, ...]
    plans: tuple[Plan, ...]
    first: int
    left_out: tuple[LeftOut, ...] = ()

    def known(self, day: int) -> Flags:
        """Which acts were done and told by a day."""
        return np.asarray((self.days <= day) & (self.told <= day) & (self.days >= self.first))

    def within(self, start: int, end: int) -> Flags:
        """Which acts were done after `start` and not after `end`."""
        return np.asarray((self.days > start) & (self.days <= end))

    def party(self, name: str) -> int:
        """The number of a party; -1 for one that is not in it."""
        return self.parties.index(name) if name in self.parties else -1


class _Row(msgspec.Struct, frozen=True, kw_only=True):
    """An act between two, by names."""

    day: int
    told: int
    subject: str
    relation: str
    object: str
    story: str


def relation_of(story: Story) -> str:
    """Which of `RELATIONS` a story is."""
    if story.type == "SUPPORT" and not story.recipients and len({state_of(each) for each in story.actors}) > 1:
        return SIGNED
    return VISIT if story.type == "CONSULT" and story.mode == "visit" else story.type


def day_of(story: Story) -> int | None:
    """The day on which a story counts, as an ordinal; None where its time is not known well enough.

    The middle of the time that it names; where it names none, the day on which it was first told, since news are mostly of what has just happened.
    """
    if story.when is None:
        return story.told.toordinal() if story.told else None
    start, end = story.when.start.toordinal(), story.when.end.toordinal()
    return (start + end) // 2 if end - start <= BROADEST else None


def pairs_of(story: Story, members: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Who did it to whom: each who acts with each acted upon; of what is done together each two who take part, in the order of their names.

    Where nobody is named as acted upon, several who act do so upon each other, as two do who clash.

    Args:
        story: The story.
        members: Who counts for another, as members do for a body.
    """
    actors, recipients = ({members.get(state_of(each), state_of(each)) for each in side} for side in (story.actors, story.recipients))
    if relation_of(story) in MUTUAL:
        found = {(min(one, two), max(one, two)) for one in actors for two in (recipients or actors) if one != two}
    else:
        found = {(one, two) for one in actors for two in (recipients or actors) if one != two}
    return tuple(sorted(found))


def keep_ledger(stories: Iterable[Story], members: Mapping[str, str], also: Iterable[str] = ()) -> Ledger:
    """Enters stories.

    Args:
        stories: As they were known by the day of the forecast.
        members: Who counts for another: `{"DEU": "EU"}`.
        also: Parties that are to have a number even where no story names them.

    Returns:
        The acts, the same whatever the order of the stories.
    """
    told = sorted(stories, key=lambda each: each.id)
    first = min((each.told.toordinal() for each in told if each.told), default=0)
    left: Counter[Why] = Counter()
    rows: list[_Row] = []
    for story in told:
        if story.status == "planned":
            continue
        why = _why_not(story, members, first)
        if why:
            left[why] += 1
            continue
        rows.extend(_rows(story, members))
    rows.sort(key=lambda each: (each.day, each.story, each.subject, each.object))
    plans = list(_plans(told, members))
    parties = tuple(sorted({*also} | {name for row in rows for name in (row.subject, row.object)} | {name for plan in plans for name in plan[1]}))
    return _ledger(rows, (parties, plans), first, tuple(LeftOut(why=why, stories=count) for why, count in sorted(left.items())))


def _why_not(story: Story, members: Mapping[str, str], first: int) -> Why | None:
    day = day_of(story)
    if story.status != "actual":
        return "status"
    if day is None:
        return "undated" if story.when is None else "broad"
    if day < first:
        return "early"
    return None if pairs_of(story, members) else "alone"


def _rows(story: Story, members: Mapping[str, str]) -> Iterator[_Row]:
    day = day_of(story) or 0
    told = story.told.toordinal() if story.told else day
    for one, two in pairs_of(story, members):
        yield _Row(day=day, told=told, subject=one, relation=relation_of(story), object=two, story=story.id)


_Planned = tuple[Story, tuple[str, str], Story | None, bool]


def _plans(stories: Iterable[Story], members: Mapping[str, str]) -> Iterator[_Planned]:
    """What was announced, with what was done of it: the first story of its thread that was told as done, and whether one was called off."""
    threads: dict[str, list[Story]] = {}
    for story in stories:
        threads.setdefault(story.thread, []).append(story)
    for thread in threads.values():
        done = min((each for each in thread if each.status == "actual" and day_of(each) is not None), key=lambda each: (day_of(each), each.id), default=None)
        off = any(each.status in {"cancelled", "denied"} for each in thread)
        for story in thread:
            if story.status == "planned" and (story.told or story.when):
                actors = sorted({members.get(state_of(each), state_of(each)) for each in (*story.actors, *story.recipients)})
                yield from ((story, (one, two), done, off) for at, one in enumerate(actors) for two in actors[at + 1 :])


def _ledger(rows: list[_Row], named: tuple[tuple[str, ...], list[_Planned]], first: int, left: tuple[LeftOut, ...]) -> Ledger:
    parties, planned = named
    number = {name: at for at, name in enumerate(parties)}
    relation = {name: at for at, name in enumerate(RELATIONS)}
    ids = tuple(dict.fromkeys(row.story for row in rows))
    place = {story: at for at, story in enumerate(ids)}
    plans = [
        Plan(
            story=story.id, parties=(number[pair[0]], number[pair[1]]), relation=relation[relation_of(story)], told=_told(story),
            due=story.when.end.toordinal() if story.when and story.when.end.toordinal() >= _told(story) else -1,
            done=(day_of(done) or -1) if done else -1, did=relation[relation_of(done)] if done else -1, off=off,
        )
        for story, pair, done, off in planned
    ]  # fmt: skip
    return Ledger(
        parties=parties, subjects=_array(number[row.subject] for row in rows), relations=_array(relation[row.relation] for row in rows),
        objects=_array(number[row.object] for row in rows), days=_array(row.day for row in rows), told=_array(row.told for row in rows),
        stories=_array(place[row.story] for row in rows), story_ids=ids, plans=tuple(sorted(plans, key=lambda each: (each.told, each.story, each.parties))),
        first=first, left_out=left,
    )  # fmt: skip


def _told(story: Story) -> int:
    day = story.told or (story.when.start if story.when else dt.date.min)
    return day.toordinal()


def _array(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)
