"""The balance as a screen shows it: states by powers with their latest shares and changes, and the shares of one state over time."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from statistics import NormalDist
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from tarazu.analysis.balance_types import (
    Alignment,
    Band,
    Change,
    HouseEffect,
    LeftOut,
    Period,
    Series,
    Share,
    Shift,
    Simplex,
    TooLittle,
    Valence,
    Verdict,
)  # fmt: skip
from tarazu.api.balancing import Perceived
from tarazu.api.weighing import SETTINGS, AtHand
from tarazu.records import Channel

if TYPE_CHECKING:
    from tarazu.analysis.activity import Lines

_DIGITS: Final = 4
_POINTS: Final = 60
_MOST_SHOWN: Final = 12
_RECORDS: Final = 20
_CHANCE: Final = 0.1
_LATE: Final = dt.timedelta(days=92)
_END: Final = NormalDist().inv_cdf(0.95)


class Trend(msgspec.Struct, frozen=True, kw_only=True):
    """How a line of a relation has changed up to the latest period of which that can be told.

    Attributes:
        verdict: Named only where the 90 % band of the factor excludes 1.
        factor: By which factor.
        since: The first day of the period that it is compared with.
        at: The first day of the period itself.
    """

    verdict: Verdict
    factor: Band
    since: dt.date
    at: dt.date


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """A state towards a power.

    Attributes:
        power: Its id.
        share: Its part in what the state does, in the row's latest period, from 0 to 1; None where there is too little to tell.
        best_rank, worst_rank: Between which ranks nine of ten draws of the weights put it; 0 where there is too little to tell.
        course: The mean share over the scope, evenly spaced, oldest first; None where there is too little to tell.
        cooperation, conflict: How the two lines between them have changed; None where there is too little to tell.
        stories: How many acts between the two, of either valence, begin in the scope.
    """

    power: str
    share: Band | None
    best_rank: int
    worst_rank: int
    course: tuple[float | None, ...]
    cooperation: Trend | None
    conflict: Trend | None
    stories: int


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A state towards all powers.

    Attributes:
        state: Its id.
        at: The first day of the latest period whose shares can be told; None where none can.
        too_little: How many stories speak for its shares at the end of the scope, and how many it takes; None where some period's shares can be told.
        multi_vector: The entropy of its shares over its largest value: 0 is all with one power, 1 the same with each; None where there is too little to tell.
        undecided: The part of the posterior in which conflict outweighs cooperation towards every power.
        cells: By power, in the order of the scope; a state that is itself a power has none towards itself.
    """

    state: str
    at: dt.date | None
    too_little: TooLittle | None
    multi_vector: Band | None
    undecided: float
    cells: tuple[Cell, ...]


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """The one thing that stands out most, if anything does.

    Attributes:
        kind: `change`: a line is rising or falling, by more than the largest of so many lines would by chance; `lead`: a state's share for one power lies
            wholly above those of all others; `mixed`: neither; `nothing`: there is too little to tell throughout.
        state, power: Of what; empty where it is of nothing.
        valence, verdict, factor, since: Of a change; None otherwise.
        at: The first day of the period of which that is told; None where nothing is.
        share: Of a lead; None otherwise.
    """

    kind: Literal["change", "lead", "mixed", "nothing"]
    state: str = ""
    power: str = ""
    valence: Valence | None = None
    verdict: Verdict | None = None
    factor: Band | None = None
    since: dt.date | None = None
    at: dt.date | None = None
    share: Band | None = None


class BalanceView(msgspec.Struct, frozen=True, kw_only=True):
    """A region at one look.

    Attributes:
        states, powers, since, until, period: Of the scope.
        channel: The field of relations; None for all together.
        channels: Those in which there is anything.
        rows: By state.
        finding: What stands out.
        shifts: Abrupt changes in this channel that stand out of all that were looked for, the strongest first; at most twelve.
        house_effects: The largest; at most twelve.
        left_out: What was not counted, and why.
        perception: What is said of the relations: not what is done. At most twenty record ids each.
        stories: How many of the case were counted in the lines, each once.
        compared: How many changes of lines were looked at: of so many, one in ten stands out by chance alone.
    """

    states: tuple[str, ...]
    powers: tuple[str, ...]
    since: dt.date
    until: dt.date
    period: Period
    channel: Channel | None
    channels: tuple[Channel, ...]
    rows: tuple[Row, ...]
    finding: Finding
    shifts: tuple[Shift, ...]
    house_effects: tuple[HouseEffect, ...]
    left_out: tuple[LeftOut, ...]
    perception: tuple[Perceived, ...]
    stories: int
    compared: int


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """An estimate over time; each as long as there are periods, None where there is too little to tell."""

    mean: tuple[float | None, ...]
    low50: tuple[float | None, ...]
    high50: tuple[float | None, ...]
    low90: tuple[float | None, ...]
    high90: tuple[float | None, ...]


class PowerCourse(msgspec.Struct, frozen=True, kw_only=True):
    """The share of a power over time."""

    power: str
    share: Course


class AlignmentView(msgspec.Struct, frozen=True, kw_only=True):
    """How a state divides what it does among the powers, over time.

    Attributes:
        state, channel, period: What is shown.
        starts: The first day of each period.
        shares: By power, in the order of the scope.
        multi_vector: The entropy of the shares over its largest value.
    """

    state: str
    channel: Channel | None
    period: Period
    starts: tuple[dt.date, ...]
    shares: tuple[PowerCourse, ...]
    multi_vector: Course


def view_balance(hand: AtHand, channel: Channel | None = None) -> BalanceView:
    """A region at one look.

    Args:
        hand: The scope, weighed.
        channel: The field of relations; None for all together.
    """
    from tarazu.analysis import house_effects  # slow to load
    from tarazu.analysis.alignment import alignments
    from tarazu.analysis.balance import series
    from tarazu.analysis.shifts import shifts

    lines = hand.lines
    tally, scope = lines.tally, lines.tally.scope
    found = alignments(lines, SETTINGS, {channel})
    drawn = series(lines, SETTINGS, lambda key: key.direction == "between" and key.channel == channel)
    abrupt = [each for each in shifts(lines) if each.key.channel == channel]
    by_state = {state: tuple(each) for state, each in groupby(found, key=lambda each: each.state)}
    rows = tuple(_row(state, by_state.get(state, ()), drawn, scope.powers) for state in scope.states)
    return BalanceView(
        states=scope.states, powers=scope.powers, since=scope.since, until=scope.until, period=scope.period, channel=channel,
        channels=tuple(each for each in scope.channels if any(key.channel == each for key in tally.keys)), rows=rows, finding=_finding(rows),
        shifts=clear_shifts(abrupt, len(drawn), len(tally.shown()))[:_MOST_SHOWN],
        house_effects=house_effects.shown(tally, lines.factors)[:_MOST_SHOWN], left_out=tally.left_out,
        perception=tuple(msgspec.structs.replace(each, records=each.records[:_RECORDS]) for each in hand.perception), stories=_counted(lines),
        compared=sum(1 for _ in _trends(rows)),
    )  # fmt: skip


def view_alignment(hand: AtHand, state: str, channel: Channel | None = None) -> AlignmentView:
    """How a state divides what it does among the powers, over time; empty where nothing is told of it.

    Args:
        hand: The scope, weighed; the state is one of it.
        state: Its id.
        channel: The field of relations; None for all together.
    """
    from tarazu.analysis.alignment import alignments  # slow to load

    lines = hand.lines
    scope = lines.tally.scope
    found = [each for each in alignments(lines, SETTINGS, {channel}) if each.state == state]
    powers = tuple(power for power in scope.powers if power != state)
    shares = tuple(PowerCourse(power=power, share=course([_share(each, power) for each in found])) for power in powers)
    spread = course([each.value.multi_vector if isinstance(each.value, Simplex) else None for each in found])
    return AlignmentView(
        state=state, channel=channel, period=scope.period, starts=tuple(each.start for each in found), shares=shares if found else (), multi_vector=spread
    )


def course(bands: Sequence[Band | None]) -> Course:
    """Bands over time, with as many digits as a screen needs."""
    return Course(
        mean=_each(bands, lambda band: band.mean), low50=_each(bands, lambda band: band.low50), high50=_each(bands, lambda band: band.high50),
        low90=_each(bands, lambda band: band.low90), high90=_each(bands, lambda band: band.high90),
    )  # fmt: skip


def trend_of(drawn: Series | None) -> Trend | None:
    """How a line has changed up to the latest period of which that can be told; None where there is too little to tell throughout."""
    for point in reversed(drawn.points if drawn else ()):
        if isinstance(point.change, Change):
            change = point.change
            return Trend(verdict=change.verdict, factor=shortened(change.factor), since=change.since, at=point.start)
    return None


def clear_shifts(found: Sequence[Shift], lines: int, dates: int) -> tuple[Shift, ...]:
    """The abrupt changes that stand out of all that were looked for: by chance alone, one list in ten has any.

    Args:
        found: Those of the lines.
        lines: How many lines were looked at.
        dates: At how many dates.

    Source: Dunn (1961), "Multiple comparisons among means", Journal of the American Statistical Association 56, for dividing the chance by the comparisons.
    """
    least = _stands_out(max(1, lines * dates))
    return tuple(each for each in found if math.sqrt(each.strength) >= least)


def shortened(band: Band) -> Band:
    """A band with as many digits as a screen needs."""
    return Band(
        mean=digits(band.mean), low50=digits(band.low50), high50=digits(band.high50), low90=digits(band.low90), high90=digits(band.high90)
    )


def digits(value: float) -> float:
    """A number with as many digits as a screen needs.

    Example:
        >>> digits(0.123456)
        0.1235
    """
    return float(f"{value:.{_DIGITS}g}")


def _row(state: str, found: Sequence[Alignment], drawn: Sequence[Series], powers: Sequence[str]) -> Row:
    told = [each for each in found if isinstance(each.value, Simplex)]
    simplex = told[-1].value if told and isinstance(told[-1].value, Simplex) else None
    few = found[-1].value if found else TooLittle(stories=0.0, needed=SETTINGS.least_alignment)
    return Row(
        state=state, at=told[-1].start if told else None, too_little=few if isinstance(few, TooLittle) and not told else None,
        multi_vector=shortened(simplex.multi_vector) if simplex else None,
        undecided=simplex.undecided if simplex else 0.0,
        cells=tuple(
            _cell(power, found, told[-1:], [each for each in drawn if (each.key.state, each.key.power) == (state, power)]) for power in powers if power != state
        ),
    )  # fmt: skip


def _cell(power: str, found: Sequence[Alignment], latest: Sequence[Alignment], drawn: Sequence[Series]) -> Cell:
    share = _whole_share(latest[-1], power) if latest else None
    lines = {each.key.valence: each for each in drawn}
    return Cell(
        power=power, share=shortened(share.band) if share else None, best_rank=share.best_rank if share else 0, worst_rank=share.worst_rank if share else 0,
        course=tuple(_thinned([_share(each, power) for each in found])), cooperation=trend_of(lines.get("cooperation")),
        conflict=trend_of(lines.get("conflict")), stories=round(math.fsum(point.stories for each in drawn for point in each.points)),
    )  # fmt: skip


def _finding(rows: Sequence[Row]) -> Finding:
    """Of the changes that stand out of all that were looked at the clearest, by the end of its band that is nearer to none; else the widest lead."""
    trends = list(_trends(rows))
    ends = [*(row.at for row in rows if row.at), *(trend.at for *_, trend in trends)]
    late = max(ends, default=dt.date.max) - _LATE  # what has ended long before the rest is history
    changes = [
        (abs(math.log(_nearer(trend))), row, cell, valence, trend)
        for row, cell, valence, trend in trends
        if trend.verdict != "no clear change" and trend.at >= late and _clear(trend, len(trends))
    ]
    if changes:
        _, row, cell, valence, trend = max(changes, key=lambda each: each[0])
        return Finding(
            kind="change", state=row.state, power=cell.power, valence=valence, verdict=trend.verdict, factor=trend.factor, since=trend.since,
            at=trend.at,
        )  # fmt: skip
    leads = [lead for row in rows if row.at and row.at >= late for lead in _leads(row)]
    if leads:
        _, row, power, share = max(leads, key=lambda each: each[0])
        return Finding(kind="lead", state=row.state, power=power, share=share, at=row.at)
    return Finding(kind="nothing" if all(row.too_little for row in rows) else "mixed")


def _stands_out(comparisons: float) -> float:
    """How many standard deviations it takes to stand out of so many comparisons: by chance alone, one set of them in ten has one."""
    return NormalDist().inv_cdf(1 - _CHANCE / 2 / comparisons)


def _clear(trend: Trend, comparisons: int) -> bool:
    """Whether a change stands out of so many that were looked at; its factor is the exponential of a normal variable."""
    deviation = (math.log(trend.factor.high90) - math.log(trend.factor.low90)) / (2 * _END)
    return abs(math.log(trend.factor.mean)) >= _stands_out(comparisons) * deviation


def _trends(rows: Sequence[Row]) -> Iterator[tuple[Row, Cell, Valence, Trend]]:
    for row in rows:
        for cell in row.cells:
            if cell.cooperation:
                yield row, cell, "cooperation", cell.cooperation
            if cell.conflict:
                yield row, cell, "conflict", cell.conflict


def _leads(row: Row) -> Iterator[tuple[float, Row, str, Band]]:
    held = sorted(((cell.share, cell.power) for cell in row.cells if cell.share), key=lambda each: -each[0].mean)
    if len(held) > 1 and (gap := held[0][0].low90 - max(share.high90 for share, _ in held[1:])) > 0:
        yield gap, row, held[0][1], held[0][0]


def _nearer(trend: Trend) -> float:
    return trend.factor.low90 if trend.verdict == "rising" else trend.factor.high90


def _whole_share(each: Alignment, power: str) -> Share | None:
    return next((share for share in each.value.shares if share.power == power), None) if isinstance(each.value, Simplex) else None


def _share(each: Alignment, power: str) -> Band | None:
    share = _whole_share(each, power)
    return share.band if share else None


def _thinned(bands: Sequence[Band | None]) -> Iterator[float | None]:
    """At most so many points as a small line can show, the last among them."""
    step = max(1, -(-len(bands) // _POINTS))
    for band in [*bands[::-1][::step]][::-1]:
        yield None if band is None else round(band.mean, 3)


def _each(bands: Sequence[Band | None], part: Callable[[Band], float]) -> tuple[float | None, ...]:
    return tuple(None if band is None else digits(part(band)) for band in bands)


def _counted(lines: Lines) -> int:
    shown = frozenset(lines.tally.shown())
    entries = lines.tally.entries
    return len({story for story, period in zip(entries.story.tolist(), entries.period.tolist(), strict=True) if period in shown})
