"""Stories counted: which line each belongs to, in which period, from which source, and all that the same sources told beside."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from tarazu.analysis.balance_types import VALENCES, Direction, Key, LeftOut, Period, Scope, Settings, Valence
from tarazu.analysis.count_model import Floats
from tarazu.errors import OptionError
from tarazu.ontologies import plover
from tarazu.records import Channel, EventType, Story

Integers = npt.NDArray[np.int64]

TYPES: tuple[EventType, ...] = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION",
    "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
_LONGEST = {"week": 31, "month": 92}
_WARM_UP = {"week": 156, "month": 60}
_NOWHERE = "unknown"


_Line = tuple[str, str, Direction, Channel | None, Valence]


class Entries(msgspec.Struct, frozen=True, kw_only=True):
    """What stories add to lines, one entry for each line and period of a story; arrays of the same length.

    Attributes:
        story: Its place among the stories.
        series, period, source, type: Places in the tally's keys, starts and sources, and in `TYPES`.
        part: Which part of the story falls into the period, above 0 and at most 1.
        weight: That part times the story's weight by witnesses.
    """

    story: Integers
    series: Integers
    period: Integers
    source: Integers
    type: Integers
    part: Floats
    weight: Floats


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """Stories counted.

    Attributes:
        scope: What they were counted for.
        starts: The first day of each period, also of those before the scope that inform its beginning.
        sources: The sources at which stories begin.
        told: Sources by periods: the weight of all that they tell, about whomever.
        keys: The lines to which at least one story belongs, and those beside them that an alignment needs.
        story_ids: Of all stories, in their order.
        entries: What stories add to them.
        unit: The weight of an average story: the sum of squares over the sum. Weights over it scatter like plain counts.
        left_out: What was not counted.
    """

    scope: Scope
    starts: tuple[dt.date, ...]
    sources: tuple[str, ...]
    told: Floats
    keys: tuple[Key, ...]
    story_ids: tuple[str, ...]
    entries: Entries
    unit: float
    left_out: tuple[LeftOut, ...]

    def shown(self) -> list[int]:
        """The places of the periods that the scope asks for."""
        first = period_start(self.scope.since, self.scope.period)
        return [at for at, start in enumerate(self.starts) if start >= first]

    def counts(self) -> Floats:
        """Series by periods: the weights of stories in units of an average one."""
        return self._summed(self.entries.weight / self.unit)

    def stories(self) -> Floats:
        """Series by periods: stories, those that are spread over several periods by their parts."""
        return self._summed(self.entries.part)

    def _summed(self, values: Floats) -> Floats:
        shape = (len(self.keys), len(self.starts))
        summed = np.bincount(self.entries.series * shape[1] + self.entries.period, values, shape[0] * shape[1])
        return summed.astype(np.float64).reshape(shape)


class _Row(msgspec.Struct):
    """A story that is counted: its place, source, type and weight, and the parts of the periods it falls into."""

    story: int
    source: int
    type: int
    weight: float
    parts: list[tuple[int, float]]


def tally(stories: Sequence[Story], scope: Scope, settings: Settings, starts: tuple[dt.date, ...] = ()) -> Tally:
    """Counts stories. Each counts once, however many documents tell it, at the source that its chain leads back to.

    Args:
        stories: All of the case, also those about others: they tell how much the sources told.
        scope: The states and powers, and the days.
        settings: For the weight of witnesses.
        starts: The periods; none to have them worked out from the stories.

    Returns:
        The counts.

    Raises:
        OptionError: The scope names no state or power, or ends before it begins.
    """
    _check(scope)
    starts = starts or _starts(stories, scope)
    missed: Counter[str] = Counter()
    sources: dict[str, int] = {}
    keys: dict[_Line, int] = {}
    rows: list[_Row] = []
    cells: list[tuple[int, int]] = []  # which row belongs to which line
    for place, story in enumerate(stories):
        parts, why = _parts(story, starts, scope)
        if why:
            missed[why] += 1
            continue
        weight = math.log2(1 + min(max(story.witnesses, 1), settings.most_witnesses))
        source = sources.setdefault(story.origin or _NOWHERE, len(sources))
        rows.append(_Row(place, source, TYPES.index(story.type), weight, parts))
        found = list(_lines(story, scope))
        cells += [(len(rows) - 1, keys.setdefault(key, len(keys))) for key in found]
        missed["about no dyad of the scope: only in the exposure"] += not found
    _complete(keys, scope)
    left_out = tuple(LeftOut(reason=reason, stories=number) for reason, number in sorted(missed.items()) if number)
    told = np.zeros((len(sources), len(starts)))
    for row in rows:
        for period, part in row.parts:
            told[row.source, period] += row.weight * part
    entries = _entries(rows, cells)
    lines = tuple(Key(state=line[0], power=line[1], direction=line[2], channel=line[3], valence=line[4]) for line in keys)
    unit = float((entries.weight**2).sum() / entries.weight.sum()) if len(entries.weight) else 1.0
    return Tally(
        scope=scope, starts=starts, sources=tuple(sources), told=told, keys=lines, story_ids=tuple(story.id for story in stories), entries=entries,
        unit=unit, left_out=left_out,
    )  # fmt: skip


def joined(old: Tally, new: Tally) -> Tally:
    """Adds the counts of further stories; places of the old ones stay, and the unit is the old one's.

    Args:
        old: What was counted.
        new: What else was, for the same scope and periods.
    """
    sources = {name: at for at, name in enumerate(old.sources)}
    moved_sources = np.array([sources.setdefault(name, len(sources)) for name in new.sources], dtype=np.int64)
    keys = {key: at for at, key in enumerate(old.keys)}
    moved_keys = np.array([keys.setdefault(key, len(keys)) for key in new.keys], dtype=np.int64)
    told = np.zeros((len(sources), len(old.starts)))
    told[: len(old.sources)] = old.told
    np.add.at(told, moved_sources, new.told)
    one, two = old.entries, new.entries
    entries = Entries(
        story=np.append(one.story, two.story + len(old.story_ids)), series=np.append(one.series, moved_keys[two.series]),
        period=np.append(one.period, two.period), source=np.append(one.source, moved_sources[two.source]), type=np.append(one.type, two.type),
        part=np.append(one.part, two.part), weight=np.append(one.weight, two.weight),
    )  # fmt: skip
    missed: Counter[str] = Counter()
    for each in (*old.left_out, *new.left_out):
        missed[each.reason] += each.stories
    return Tally(
        scope=old.scope, starts=old.starts, sources=tuple(sources), told=told, keys=tuple(keys), story_ids=(*old.story_ids, *new.story_ids), entries=entries,
        unit=old.unit, left_out=tuple(LeftOut(reason=reason, stories=number) for reason, number in sorted(missed.items())),
    )  # fmt: skip


def without(old: Tally, gone: Tally) -> Tally:
    """Takes the counts of stories away; places stay, also those of the stories that are gone, which add nothing any more.

    Args:
        old: What was counted, those stories among it.
        gone: What they alone were counted as, for the same scope and periods.
    """
    ids = frozenset(gone.story_ids)
    stays = np.array([each not in ids for each in old.story_ids], dtype=bool)
    entries = old.entries
    kept = stays[entries.story] if len(stays) else np.zeros(0, dtype=bool)
    places = {name: at for at, name in enumerate(old.sources)}
    told = old.told.copy()
    np.subtract.at(told, np.array([places[name] for name in gone.sources], dtype=np.int64), gone.told)
    missed = Counter({each.reason: each.stories for each in old.left_out})
    missed.subtract({each.reason: each.stories for each in gone.left_out})
    return msgspec.structs.replace(
        old,
        told=np.maximum(told, 0.0),  # what is left of nothing may be a hair below it
        entries=Entries(
            story=entries.story[kept], series=entries.series[kept], period=entries.period[kept], source=entries.source[kept], type=entries.type[kept],
            part=entries.part[kept], weight=entries.weight[kept],
        ),
        left_out=tuple(LeftOut(reason=reason, stories=number) for reason, number in sorted(missed.items()) if number),
    )  # fmt: skip


def valence_of(kind: EventType) -> Valence:
    """Whether a type of act is cooperation or conflict.

    Source: the quad classes of PLOVER.
    """
    return "conflict" if plover().types[kind].quad.endswith("conflict") else "cooperation"


def period_start(day: dt.date, period: Period) -> dt.date:
    """The first day of the week (Monday) or month in which a day lies.

    Example:
        >>> period_start(dt.date(2026, 11, 25), "week"), period_start(dt.date(2026, 11, 25), "month")
        (datetime.date(2026, 11, 23), datetime.date(2026, 11, 1))
    """
    return day - dt.timedelta(days=day.weekday()) if period == "week" else day.replace(day=1)


def _check(scope: Scope) -> None:
    if not scope.states or not scope.powers:
        raise OptionError("balance", "at least one state and one power", f"{len(scope.states)} and {len(scope.powers)}", "name both")
    if scope.until < scope.since:
        raise OptionError("balance", f"an end not before {scope.since}", str(scope.until), "turn the two days round")


def _starts(stories: Sequence[Story], scope: Scope) -> tuple[dt.date, ...]:
    begin, last = period_start(scope.since, scope.period), period_start(scope.until, scope.period)
    earliest = min((story.when.start for story in stories if story.when), default=begin)
    for _ in range(_WARM_UP[scope.period]):
        if begin <= earliest:
            break
        begin = period_start(begin - dt.timedelta(days=1), scope.period)
    starts = [begin]
    while starts[-1] < last:
        starts.append(period_start(starts[-1] + dt.timedelta(days=7 if scope.period == "week" else 31), scope.period))
    return tuple(starts)


def _parts(story: Story, starts: tuple[dt.date, ...], scope: Scope) -> tuple[list[tuple[int, float]], str]:
    """Into which periods a story falls, or why it is not counted."""
    if story.status != "actual":
        return [], f"not done, but {story.status}"
    when = story.when
    if when is None:
        return [], "no time"
    days = (when.end - when.start).days + 1
    if days > _LONGEST[scope.period]:
        return [], f"a time of more than {_LONGEST[scope.period]} days"
    if when.start < starts[0] or when.end > scope.until:
        return [], "before or after the days that count"
    parts: Counter[int] = Counter()
    for offset in range(days):
        parts[_place(when.start + dt.timedelta(days=offset), starts, scope.period)] += 1
    return [(period, number / days) for period, number in parts.items()], ""


def _place(day: dt.date, starts: tuple[dt.date, ...], period: Period) -> int:
    if period == "week":
        return (day - starts[0]).days // 7
    return (day.year - starts[0].year) * 12 + day.month - starts[0].month


def _lines(story: Story, scope: Scope) -> Iterator[_Line]:
    """The lines to which a story belongs: of all channels together, and of its own if that is shown."""
    doers = {_party(each, scope) for each in story.actors}
    others = {_party(each, scope) for each in story.recipients}
    parties = doers | others
    powers = [each for each in scope.powers if each in parties]
    if not powers:
        return
    valence = valence_of(story.type)
    channels = (None, story.channel) if story.channel in scope.channels else (None,)
    for state, power in itertools.product((each for each in scope.states if each in parties), powers):
        if state == power:
            continue
        together = not others and state in doers and power in doers
        directions: list[Direction] = []
        if together or (state in doers and power in others):
            directions.append("from_state")
        if together or (power in doers and state in others):
            directions.append("from_power")
        if directions:
            wanted = [each for each in (*directions, "between") if each in scope.directions or each == "from_state"]
            for direction, channel in itertools.product(wanted, channels):
                yield state, power, direction, channel, valence


def _complete(keys: dict[_Line, int], scope: Scope) -> None:
    """Adds the empty lines that an alignment needs: a power of which nothing is told has a share too, if a small one."""
    for state, channel in sorted({(key[0], key[3]) for key in keys if key[2] == "from_state"}, key=str):
        for power in scope.powers:
            for valence in VALENCES:
                if power != state:
                    keys.setdefault((state, power, "from_state", channel, valence), len(keys))


def _party(actor: str, scope: Scope) -> str:
    """The state or body of an actor, or for whom it acts."""
    top = actor.split("/", 1)[0]
    return scope.members.get(actor) or scope.members.get(top) or top


def _entries(rows: Sequence[_Row], cells: Sequence[tuple[int, int]]) -> Entries:
    found = [(rows[at], series, period, part) for at, series in cells for period, part in rows[at].parts]
    return Entries(
        story=np.array([row.story for row, *_ in found], dtype=np.int64), series=np.array([series for _, series, _, _ in found], dtype=np.int64),
        period=np.array([period for *_, period, _ in found], dtype=np.int64), source=np.array([row.source for row, *_ in found], dtype=np.int64),
        type=np.array([row.type for row, *_ in found], dtype=np.int64), part=np.array([part for *_, part in found], dtype=np.float64),
        weight=np.array([row.weight * part for row, _, _, part in found], dtype=np.float64),
    )  # fmt: skip
