"""The balance of a region, the shares of a state over time, and a state and a power with what moved them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Final, Literal

import msgspec
from fastapi import APIRouter, Depends
from starlette.responses import Response

from tarazu.api import viewing_balance, viewing_dyad, viewing_opposed, weighing
from tarazu.api.balancing import POWERS, REGION
from tarazu.api.balancing import channel as channel_named
from tarazu.api.days import first_day, last_day
from tarazu.web.answers import Cell, answer, table
from tarazu.web.asking import Since, Until
from tarazu.web.desk import AtDesk, Desk

if TYPE_CHECKING:
    from tarazu.analysis.balance_types import Scope
    from tarazu.api.viewing_balance import AlignmentView, BalanceView, Trend
    from tarazu.api.viewing_dyad import DyadView, MovedView
    from tarazu.api.viewing_opposed import OpposedView
    from tarazu.records import Channel

router = APIRouter()

_BALANCE: Final = (
    "state", "power", "share", "low50", "high50", "low90", "high90", "best_rank", "worst_rank", "cooperation", "cooperation_factor", "conflict",
    "conflict_factor", "stories", "multi_vector",
)  # fmt: skip
_SHARES: Final = ("state", "channel", "start", "power", "share", "low50", "high50", "low90", "high90")
_LINES: Final = ("state", "power", "channel", "valence", "start", "stories", "rate", "low50", "high50", "low90", "high90")
_MOVED: Final = ("story", "day", "last", "type", "mode", "status", "channel", "valence", "actors", "recipients", "net", "on_change", "witnesses", "documents")
_OPPOSED: Final = ("number", "field", "subject", "object", "dimension", "story", "value", "outlets", "speakers", "language", "published", "doc", "sentence")


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What the address asks for."""

    question: weighing.Question
    channel: Channel | None


def _question(
    since: Since, until: Until, region: str = REGION, powers: str = ",".join(POWERS), period: Literal["week", "month"] | None = None
) -> weighing.Question:
    named = tuple(dict.fromkeys(each.strip() for each in powers.split(",") if each.strip()))
    return weighing.Question(region=region or REGION, powers=named, since=since, until=until, period=period)


def _asked(question: Annotated[weighing.Question, Depends(_question)], channel: str | None = None) -> Asked:
    return Asked(question=question, channel=channel_named(channel or None))


AsAsked = Annotated[Asked, Depends(_asked)]


def _days(first: str | None = None, last: str | None = None) -> tuple[dt.date | None, dt.date | None]:
    return first_day(first, "first"), last_day(last, "last")


Days = Annotated[tuple[dt.date | None, dt.date | None], Depends(_days)]
"""The days of a brushed period within the scope, in the query as `first` and `last`."""


@router.get("/api/balance")
def balance(desk: AtDesk, asked: AsAsked) -> Response:
    """States by powers: the latest shares with their bands, changes, what is said, and what was left out."""
    return answer(_balance(desk, asked))


@router.get("/api/balance.csv")
def balance_table(desk: AtDesk, asked: AsAsked) -> Response:
    """The same as a table."""
    rows: list[tuple[Cell, ...]] = []
    for row in _balance(desk, asked).rows:
        for cell in row.cells:
            share = cell.share
            bands: tuple[float | None, ...] = (share.mean, share.low50, share.high50, share.low90, share.high90) if share else (None,) * 5
            rows.append(
                (
                    row.state, cell.power, *bands, cell.best_rank or None, cell.worst_rank or None, *_trend(cell.cooperation), *_trend(cell.conflict),
                    cell.stories, row.multi_vector.mean if row.multi_vector else None,
                )
            )  # fmt: skip
    return table(_BALANCE, rows, "balance")


@router.get("/api/alignment/{state}.csv")
def alignment_table(desk: AtDesk, asked: AsAsked, state: str) -> Response:
    """The shares of a state over time as a table."""
    return table(_SHARES, _share_rows(_alignment(desk, asked, state)), f"alignment-{state}")


@router.get("/api/alignment/{state}")
def alignment(desk: AtDesk, asked: AsAsked, state: str) -> Response:
    """The shares of a state over time, with their bands."""
    return answer(_alignment(desk, asked, state))


@router.get("/api/dyad/{state}/{power}.csv")
def dyad_table(desk: AtDesk, asked: AsAsked, state: str, power: str) -> Response:
    """The lines between a state and a power as a table."""
    return table(_LINES, _line_rows(_dyad(desk, asked, (state, power))), f"dyad-{state}-{power}")


@router.get("/api/dyad/{state}/{power}")
def dyad(desk: AtDesk, asked: AsAsked, state: str, power: str) -> Response:
    """The lines between a state and a power by channel, with their stories, shifts, what lies beneath, and what is said."""
    return answer(_dyad(desk, asked, (state, power)))


@router.get("/api/dyad/{state}/{power}/why.csv")
def why_table(desk: AtDesk, asked: AsAsked, days: Days, state: str, power: str) -> Response:
    """The stories that moved the line as a table."""
    return table(_MOVED, _moved_rows(_moved(desk, asked, (state, power), days)), f"why-{state}-{power}")


@router.get("/api/dyad/{state}/{power}/why")
def why(desk: AtDesk, asked: AsAsked, days: Days, state: str, power: str) -> Response:
    """The stories that moved the line between two days, the weightiest first."""
    return answer(_moved(desk, asked, (state, power), days))


@router.get("/api/dyad/{state}/{power}/opposed.csv")
def opposed_table(desk: AtDesk, asked: AsAsked, state: str, power: str) -> Response:
    """The contradictions between those who speak of a relation as a table, a sentence a row."""
    return table(_OPPOSED, _opposed_rows(_opposed(desk, asked, (state, power))), f"opposed-{state}-{power}")


@router.get("/api/dyad/{state}/{power}/opposed")
def opposed(desk: AtDesk, asked: AsAsked, state: str, power: str) -> Response:
    """The contradictions between those who speak of a relation, with sentences of either side."""
    return answer(_opposed(desk, asked, (state, power)))


def _scope(desk: Desk, question: weighing.Question) -> Scope:
    return weighing.scope_of(question, desk.shelf.get(("days told",), lambda: weighing.days_told(desk.case.path)))


def _hand(desk: Desk, scope: Scope) -> weighing.AtHand:
    return weighing.weigher(desk.case.path).weigh(scope, desk.shelf.revision())


def _balance(desk: Desk, asked: Asked) -> BalanceView:
    scope = _scope(desk, asked.question)
    return desk.shelf.soon(("balance", *_key(scope), asked.channel), lambda: viewing_balance.view_balance(_hand(desk, scope), asked.channel))


def _alignment(desk: Desk, asked: Asked, state: str) -> AlignmentView:
    scope = _scope(desk, weighing.with_pair(asked.question, state))
    return desk.shelf.soon(
        ("alignment", state, *_key(scope), asked.channel), lambda: viewing_balance.view_alignment(_hand(desk, scope), state, asked.channel)
    )


def _dyad(desk: Desk, asked: Asked, pair: tuple[str, str]) -> DyadView:
    scope = _scope(desk, weighing.with_pair(asked.question, *pair))
    return desk.shelf.soon(
        ("dyad", pair, *_key(scope), asked.channel), lambda: viewing_dyad.view_dyad(desk.case.path, _hand(desk, scope), pair, asked.channel)
    )


def _moved(desk: Desk, asked: Asked, pair: tuple[str, str], days: tuple[dt.date | None, dt.date | None]) -> MovedView:
    scope = _scope(desk, weighing.with_pair(asked.question, *pair))
    span = (max(days[0] or scope.since, scope.since), min(days[1] or scope.until, scope.until))
    return desk.shelf.soon(
        ("why", pair, span, *_key(scope), asked.channel), lambda: viewing_dyad.view_moved(desk.case.path, _hand(desk, scope), pair, span, asked.channel)
    )


def _opposed(desk: Desk, asked: Asked, pair: tuple[str, str]) -> OpposedView:
    scope = _scope(desk, weighing.with_pair(asked.question, *pair))
    return desk.shelf.soon(("opposed", pair, *_key(scope)), lambda: viewing_opposed.view_opposed(desk.case.path, pair, (scope.since, scope.until)))


def _trend(trend: Trend | None) -> tuple[str, float | None]:
    return (trend.verdict, trend.factor.mean) if trend else ("too little to tell", None)


def _key(scope: Scope) -> tuple[bytes]:
    return (msgspec.json.encode(scope, order="sorted"),)


def _share_rows(view: AlignmentView) -> Iterator[tuple[Cell, ...]]:
    for each in view.shares:
        share = each.share
        for start, *bands in zip(view.starts, share.mean, share.low50, share.high50, share.low90, share.high90, strict=True):
            yield view.state, view.channel, start.isoformat(), each.power, *bands


def _line_rows(view: DyadView) -> Iterator[tuple[Cell, ...]]:
    for line in view.lines:
        rate = line.rate
        for start, *values in zip(view.starts, line.stories, rate.mean, rate.low50, rate.high50, rate.low90, rate.high90, strict=True):
            yield view.state, view.power, line.channel, line.valence, start.isoformat(), *values


def _moved_rows(view: MovedView) -> Iterator[tuple[Cell, ...]]:
    for each in view.movers:
        act = each.act
        yield (
            act.story, act.day.isoformat() if act.day else None, act.last.isoformat() if act.last else None, act.type, act.mode, act.status, act.channel,
            act.valence, ";".join(act.actors), ";".join(act.recipients), each.net, each.on_change, act.witnesses, act.documents,
        )  # fmt: skip


def _opposed_rows(view: OpposedView) -> Iterator[tuple[Cell, ...]]:
    for number, each in enumerate(view.found, 1):
        for side in each.sides:
            for told in side.sentences:
                yield (
                    number, each.field, each.subject, each.object, each.dimension, each.story, side.value, ";".join(side.outlets), ";".join(side.speakers),
                    told.language, told.published.isoformat() if told.published else None, told.doc, told.text,
                )  # fmt: skip
