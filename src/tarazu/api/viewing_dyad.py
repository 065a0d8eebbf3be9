"""A state and a power as a screen shows them: lines with their stories on them, what moved them, and what lies beneath."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

from tarazu.analysis.balance_types import Key, Period, Series, Shift, Told, Valence
from tarazu.api.balancing import Perceived
from tarazu.api.storytelling import told_connection
from tarazu.api.viewing_balance import Course, Trend, clear_shifts, course, digits, trend_of
from tarazu.api.weighing import SETTINGS, AtHand
from tarazu.cases import stories as held
from tarazu.errors import OptionError
from tarazu.records import Channel, EventType, Status, Story
from tarazu.world.structure import Fact

if TYPE_CHECKING:
    from tarazu.analysis.activity import Lines
    from tarazu.analysis.stated_structure import Stated

MARKS: Final = 300
"""How many stories a chart marks; beyond that those that weigh the most."""

_MOVED: Final = 50
_RECORDS: Final = 20


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """The activity between a state and a power in one channel and valence.

    Attributes:
        channel: None for all together.
        valence: Cooperation or conflict.
        total: How many stories it stands on.
        stories: How many fall into each period; one that is spread over several counts by its part.
        rate: Stories a period, weighted by witnesses, as the average source would tell them; None where there is too little to tell.
        trend: How it has changed up to the last period; None where there is too little to tell.
    """

    channel: Channel | None
    valence: Valence
    total: float
    stories: tuple[float, ...]
    rate: Course
    trend: Trend | None


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """A story in a line of a list, or as a mark on a chart.

    Attributes:
        story: Its id.
        day, last: The first and the last day on which it counts.
        type, mode, status, channel, actors, recipients, score, witnesses: As in `Story`.
        valence: On which side it counts.
        documents: How many tell it.
    """

    story: str
    day: dt.date | None
    last: dt.date | None
    type: EventType
    mode: str | None
    status: Status
    channel: Channel | None
    valence: Valence
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    score: float
    witnesses: int
    documents: int


class DyadView(msgspec.Struct, frozen=True, kw_only=True):
    """A state and a power at one look.

    Attributes:
        state, power: Which.
        since, until, period: Of the scope.
        channel: The field of relations of the marks; None for all.
        starts: The first day of each period.
        lines: All channels together first, then the busiest.
        shifts: Abrupt changes that stand out of all that were looked for, the strongest first.
        marked: How many stories the lines of the channel stand on in the scope.
        acts: The weightiest of them, by day; at most `MARKS`.
        structure: The register's slow facts, each with source and year.
        stated: Figures and ties that documents state.
        perception: What is said of the relation.
    """

    state: str
    power: str
    since: dt.date
    until: dt.date
    period: Period
    channel: Channel | None
    starts: tuple[dt.date, ...]
    lines: tuple[Line, ...]
    shifts: tuple[Shift, ...]
    marked: int
    acts: tuple[Act, ...]
    structure: tuple[Fact, ...]
    stated: tuple[Stated, ...]
    perception: tuple[Perceived, ...]


class Mover(msgspec.Struct, frozen=True, kw_only=True):
    """A story and what it does to the line.

    Attributes:
        act: The story.
        net: By how many stories a period it moves cooperation less conflict in the mean of the periods asked for.
        on_change: By how many it moves the difference to the period with which that is compared.
    """

    act: Act
    net: float
    on_change: float


class MovedView(msgspec.Struct, frozen=True, kw_only=True):
    """What moved a line between two days.

    Attributes:
        state, power, channel: Which line.
        since, until: The days asked for; the periods in which they lie are looked at whole.
        stories: How many stories the line stands on, near and far.
        movers: The weightiest first; at most fifty.
        rest: What all others do together, without their signs.
    """

    state: str
    power: str
    channel: Channel | None
    since: dt.date
    until: dt.date
    stories: int
    movers: tuple[Mover, ...]
    rest: float


def view_dyad(path: Path, hand: AtHand, pair: tuple[str, str], channel: Channel | None = None) -> DyadView:
    """A state and a power at one look.

    Args:
        path: The case.
        hand: A scope that holds both, weighed.
        pair: The state and the power.
        channel: Whose stories are marked; None for all.

    Raises:
        OptionError: The scope does not hold the pair.
        CaseError: The case cannot be read.
    """
    from tarazu.analysis.balance import series  # slow to load
    from tarazu.analysis.shifts import shifts
    from tarazu.world.structure import facts

    lines, scope = hand.lines, hand.lines.tally.scope
    state, power = _checked(pair, hand)
    drawn = series(lines, SETTINGS, lambda key: (key.state, key.power, key.direction) == (state, power, "between"))
    shown = lines.tally.shown()
    marked, acts = _marks(path, lines, pair, channel)
    return DyadView(
        state=state, power=power, since=scope.since, until=scope.until, period=scope.period, channel=channel,
        starts=tuple(lines.tally.starts[at] for at in shown), lines=_lines(drawn),
        shifts=clear_shifts(
            [each for each in shifts(lines) if (each.key.state, each.key.power) == (state, power)], len(drawn), len(shown)
        ), marked=marked, acts=acts,
        structure=facts(state, power), stated=tuple(each for each in hand.stated if (each.state, each.power) == (state, power)),
        perception=tuple(
            msgspec.structs.replace(each, records=each.records[:_RECORDS]) for each in hand.perception if (each.state, each.power) == (state, power)
        ),
    )  # fmt: skip


def view_moved(path: Path, hand: AtHand, pair: tuple[str, str], days: tuple[dt.date, dt.date], channel: Channel | None = None) -> MovedView:
    """What moved a line between two days, in order.

    Args:
        path: The case.
        hand: A scope that holds the pair and the days, weighed.
        pair: The state and the power.
        days: The first and the last.
        channel: The field of relations; None for all together.

    Raises:
        OptionError: The scope does not hold the pair or the days.
        CaseError: The case cannot be read.
    """
    from tarazu.analysis.balance import why  # slow to load

    state, power = _checked(pair, hand)
    found = why(hand.lines, (state, power), days, channel, SETTINGS)
    shown = found[:_MOVED]
    stories = _load(path, [each.story for each in shown])
    movers = [
        Mover(act=_act(stories[each.story], each.valence), net=digits(each.net), on_change=digits(each.on_change)) for each in shown if each.story in stories
    ]
    return MovedView(
        state=state, power=power, channel=channel, since=days[0], until=days[1], stories=len(found), movers=tuple(movers),
        rest=digits(sum(abs(each.net) for each in found[_MOVED:])),
    )  # fmt: skip


def _checked(pair: tuple[str, str], hand: AtHand) -> tuple[str, str]:
    scope = hand.lines.tally.scope
    if pair[0] not in scope.states or pair[1] not in scope.powers or pair[0] == pair[1]:
        known = f"a state ({', '.join(scope.states)}) and another power ({', '.join(scope.powers)})"
        raise OptionError("dyad", known, " and ".join(pair), "choose a region and powers that hold them")
    return pair


def _lines(drawn: Sequence[Series]) -> tuple[Line, ...]:
    made = [
        Line(
            channel=each.key.channel, valence=each.key.valence, total=round(sum(point.stories for point in each.points), 2),
            stories=tuple(round(point.stories, 2) for point in each.points),
            rate=course([point.rate.band if isinstance(point.rate, Told) else None for point in each.points]), trend=trend_of(each),
        )
        for each in drawn
    ]  # fmt: skip
    busy: dict[Channel | None, float] = {}
    for line in made:
        busy[line.channel] = busy.get(line.channel, 0.0) + line.total
    return tuple(sorted(made, key=lambda line: (line.channel is not None, -busy[line.channel], line.channel or "", line.valence != "cooperation")))


def _marks(path: Path, lines: Lines, pair: tuple[str, str], channel: Channel | None) -> tuple[int, tuple[Act, ...]]:
    """How many stories stand on the lines of a pair in the scope, and the weightiest of them: by witnesses, and by how much their type of act weighs."""
    from tarazu.analysis.alignment import type_weights  # slow to load

    tally = lines.tally
    entries, first = tally.entries, min(tally.shown(), default=0)
    sides: dict[str, Valence] = {}
    weights: dict[str, float] = {}
    for at, key in enumerate(tally.keys):
        if key == Key(state=pair[0], power=pair[1], direction="between", channel=channel, valence=key.valence):
            mine = np.flatnonzero((entries.series == at) & (entries.period >= first))
            heavy = (entries.weight[mine] * (1 + type_weights()[entries.type[mine]])).tolist()
            for story, weight in zip(entries.story[mine].tolist(), heavy, strict=True):
                sides[tally.story_ids[story]] = key.valence
                weights[tally.story_ids[story]] = weights.get(tally.story_ids[story], 0.0) + weight
    chosen = sorted(weights, key=lambda story: (-weights[story], story))[:MARKS]
    stories = _load(path, chosen)
    acts = [_act(stories[each], sides[each]) for each in chosen if each in stories]
    return len(weights), tuple(sorted(acts, key=lambda act: (act.day or dt.date.max, act.story)))


def _load(path: Path, ids: Sequence[str]) -> dict[str, Story]:
    with closing(told_connection(path)) as connection:
        return {story.id: story for story in held.load_stories(connection, ids)}


def _act(story: Story, valence: Valence) -> Act:
    when = story.when
    return Act(
        story=story.id, day=when.start if when else story.told, last=when.end if when else story.told, type=story.type, mode=story.mode, status=story.status,
        channel=story.channel, valence=valence, actors=story.actors, recipients=story.recipients, score=story.score, witnesses=story.witnesses,
        documents=len(story.docs),
    )  # fmt: skip
