"""Stories counted by week, and how closely bodies tie two parties."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec
import numpy as np

from tarazu import world
from tarazu.errors import OptionError
from tarazu.forecast.counts_types import DAYS, CountTable, Floats, Integers, Series, Valence
from tarazu.ontologies import plover
from tarazu.records import EventType, Story
from tarazu.world.schema import Point

_LONGEST = 31  # days: an act with a vaguer time belongs to no week
_MOST_WEEKS = 208
_WIDEST = 40  # members: of a body of so many, membership tells little of two of them
_AROUND = 2  # weeks before and after that say how much was read of a week
_SINGLE = 0.5  # of so many stories is a week sure to have been read as little as it looks
_MOST_PARTIES = 40
_RADIUS, _NEAREST = 6371.0, 100.0  # kilometres


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """A table, and what went into it.

    Attributes:
        table: The counts.
        stories: How many stories were counted.
        left_out: How many were not, by reason.
    """

    table: CountTable
    stories: int
    left_out: dict[str, int]


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be counted.

    Attributes:
        until: The last day; weeks end on its day of the week.
        by_channel: Count channels apart.
        parties: States and bodies that must be among those counted.
        extra: Series to carry even where they have no act.
        most_parties: Beside these, the busiest up to so many in all.
        blocs: Bodies for which their members count, unless a member is named among the parties.
    """

    until: dt.date
    by_channel: bool = True
    parties: tuple[str, ...] = ()
    extra: tuple[Series, ...] = ()
    most_parties: int = _MOST_PARTIES
    blocs: tuple[str, ...] = ("EU",)


def table_of_stories(
    stories: Sequence[Story], until: dt.date, *, by_channel: bool = True, extra: Sequence[Series] = (), parties: Sequence[str] = ()
) -> CountTable:
    """Counts stories, each once; see `count_stories`."""
    return count_stories(stories, Asked(until=until, by_channel=by_channel, extra=tuple(extra), parties=tuple(parties))).table


def count_stories(stories: Sequence[Story], asked: Asked) -> Counted:
    """Counts the acts that were done, by who did them to whom, in weeks that end on the last day asked for.

    Args:
        stories: All of the case: also those about others tell how much was read of a week. A story without a time counts on the day it was first told.
        asked: What to count.

    Returns:
        The table and what was left out. Its series are those with an act, the mirror of each, and the extra ones.

    Raises:
        OptionError: No story is left to count.
    """
    missed: Counter[str] = Counter()
    dated = []
    for story in stories:
        day, why = _day(story, asked.until)
        if day is None:
            missed[why] += 1
        else:
            dated.append((day, story))
    if not dated:
        raise OptionError("stories", f"stories of acts that were done by {asked.until}", "none", "read more documents, or choose a later day")
    weeks = min(_MOST_WEEKS, max((asked.until - day).days // DAYS + 1 for day, _ in dated))
    start = asked.until + dt.timedelta(days=1 - DAYS * weeks)
    recent = [((day - start).days // DAYS, story) for day, story in dated if day >= start]
    missed[f"more than {_MOST_WEEKS} weeks ago"] += len(dated) - len(recent)
    members = _members(asked)
    counted, parties = _places(recent, asked, members)
    table = _table(counted, parties, asked, start, np.bincount([week for week, _ in recent], minlength=weeks))
    return Counted(table=table, stories=len(recent), left_out={why: number for why, number in sorted(missed.items()) if number})


def acts_of(stories: Sequence[Story], asked: Asked) -> list[tuple[dt.date, Series]]:
    """Each act that was done with its day, once for each series that it counts in; what `count_stories` counts, without weeks."""
    members = _members(asked)
    found = ((_day(story, asked.until)[0], story) for story in stories)
    return [(day, series) for day, story in found if day is not None for series in _series_of(story, members, by_channel=asked.by_channel)]


def shared_bodies(parties: Sequence[str], day: dt.date | None, changes: Sequence[tuple[str, str, bool]] = ()) -> Floats:
    """How closely shared bodies tie each two parties: log(1 + the sum over the bodies that both belong to of 1 / (members - 1)).

    Args:
        parties: Ids of states and bodies; a body is tied to its own members.
        day: On which day; None for today.
        changes: Memberships to suppose otherwise: state, body, and whether it is a member.

    Returns:
        Parties by parties, 0 on the diagonal.

    Source: Newman (2001), "Scientific collaboration networks II", Physical Review E 64, 016132, equation 2: who meets in a small circle is closer than who
    meets in a large one. Bodies of more than 40 members are left out.

    Example:
        >>> bool(shared_bodies(("KAZ", "RUS", "USA"), dt.date(2024, 1, 1))[0, 1] > 0.3)
        True
    """
    places = {party: at for at, party in enumerate(parties)}
    out = np.zeros((len(parties), len(parties)))
    register = world.load()
    for name, body in register.bodies.items():
        if body.parent is not None:
            continue
        members = set(register.members(name, day))
        for state, changed, belongs in changes:
            if changed == name:
                members = members | {state} if belongs else members - {state}
        inside = [places[each] for each in sorted({*members, name}) if each in places]
        if 2 <= len(members) <= _WIDEST:
            out[np.ix_(inside, inside)] += 1 / (len(members) - 1)
    np.fill_diagonal(out, 0)
    return np.log1p(out)


def nearness(parties: Sequence[str]) -> Floats:
    """Minus the logarithm of the distance between capitals, in thousands of kilometres, not less than a tenth of one; 0 for what has no capital.

    Shared bodies are neighbours' bodies: without the distance beside them they would stand for it.

    Example:
        >>> nearness(("KAZ", "KGZ", "USA")).round(1)[0].tolist()
        [0.0, 0.0, -2.3]
    """
    states = world.load().states
    out = np.zeros((len(parties), len(parties)))
    for (row, one), (column, two) in itertools.permutations(enumerate(parties), 2):
        ends = [states[each].capital if each in states else None for each in (one, two)]
        if ends[0] is not None and ends[1] is not None:
            out[row, column] = -math.log(max(_distance(ends[0], ends[1]), _NEAREST) / 1000)
    return out


def _distance(one: Point, two: Point) -> float:
    """Kilometres along the great circle (haversine)."""
    first, second = math.radians(one.lat), math.radians(two.lat)
    part = math.sin((second - first) / 2) ** 2 + math.cos(first) * math.cos(second) * math.sin(math.radians(two.lon - one.lon) / 2) ** 2
    return 2 * _RADIUS * math.asin(min(1.0, math.sqrt(part)))


def exposure_of(told: Integers | Floats) -> Floats:
    """How much was read of each week, by the stories told of it and its neighbours (one week alone says too little); 1 is an average week that was read.

    Args:
        told: Of each week how many stories are told of it, about whomever.

    Example:
        >>> exposure_of(np.array([0, 0, 0, 4, 4, 4, 4])).round(2).tolist()
        [0.0, 0.58, 0.73, 0.93, 1.12, 1.32, 1.32]
    """
    padded = np.pad(np.asarray(told, dtype=np.float64), _AROUND)
    inside = np.pad(np.ones(len(told)), _AROUND)
    sums = [np.sum([each[at : at + len(told)] for at in range(2 * _AROUND + 1)], axis=0) for each in (padded, inside)]
    near: Floats = sums[0] / sums[1]
    read = near > 0
    mean = float(near[read].mean())
    return np.where(read, (near + _SINGLE * mean) / (mean + _SINGLE * mean), 0.0)


def valence_of(kind: EventType) -> Valence:
    """Whether a type of act is cooperation or conflict.

    Source: the quad classes of PLOVER.
    """
    return "conflict" if plover().types[kind].quad.endswith("conflict") else "cooperation"


def known_party(name: str) -> bool:
    """Whether the register has a state or body of this id."""
    register = world.load()
    return name in register.states or name in register.bodies


def _day(story: Story, until: dt.date) -> tuple[dt.date | None, str]:
    """The day on which a story counts, or why it does not."""
    if story.status != "actual":
        return None, f"not done, but {story.status}"
    when = story.when
    if when is not None and (when.end - when.start).days >= _LONGEST:
        return None, f"a time of more than {_LONGEST} days"
    day = when.start if when is not None else story.told
    if day is None:
        return None, "no time"
    return (None, "after the last day") if day > until else (day, "")


def _members(asked: Asked) -> dict[str, str]:
    """Of each state the bloc that it counts for."""
    register = world.load()
    return {state: bloc for bloc in asked.blocs for state in register.members(bloc, asked.until) if state not in asked.parties}


def _places(stories: Sequence[tuple[int, Story]], asked: Asked, members: dict[str, str]) -> tuple[Counter[tuple[Series, int]], tuple[str, ...]]:
    """How many acts each series has in each week, and who takes part."""
    found = [(series, week) for week, story in stories for series in _series_of(story, members, by_channel=asked.by_channel)]
    busy = Counter(party for series, _ in found for party in (series.source, series.target))
    named = dict.fromkeys((*asked.parties, *(party for each in asked.extra for party in (each.source, each.target))))
    others = [party for party, _ in sorted(busy.items(), key=lambda each: (-each[1], each[0])) if party not in named and known_party(party)]
    parties = (*named, *others[: max(asked.most_parties - len(named), 0)])
    inside = set(parties)
    return Counter(each for each in found if {each[0].source, each[0].target} <= inside), tuple(sorted(parties))


def _series_of(story: Story, members: dict[str, str], *, by_channel: bool) -> Iterator[Series]:
    doers, others = (
        list(dict.fromkeys(members.get(top, top) for each in side for top in (each.split("/", 1)[0],))) for side in (story.actors, story.recipients)
    )
    pairs = itertools.product(doers, others) if others else itertools.permutations(doers, 2)
    channel = story.channel if by_channel else None
    for source, target in pairs:
        if source != target:
            yield Series(source=source, target=target, valence=valence_of(story.type), channel=channel)


def _table(counted: Counter[tuple[Series, int]], parties: tuple[str, ...], asked: Asked, start: dt.date, told: Integers) -> CountTable:
    wanted = [*(series for series, _ in counted), *asked.extra]
    series = sorted(dict.fromkeys((*wanted, *(each.back() for each in wanted))), key=_order)
    places = {each: at for at, each in enumerate(series)}
    counts = np.zeros((len(series), len(told)))
    for (each, week), number in counted.items():
        counts[places[each], week] = number
    return CountTable(
        series=tuple(series), counts=counts, exposure=exposure_of(told), start=start, parties=parties, shared=shared_bodies(parties, asked.until),
        near=nearness(parties),
    )  # fmt: skip


def _order(series: Series) -> tuple[str, str, str, str]:
    return series.source, series.target, series.channel or "", series.valence
