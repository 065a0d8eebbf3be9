"""What a person decides: kept at once, and seen in every number that is asked for next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends
from starlette.responses import Response

from tarazu.api.deciding import Decision, Standing
from tarazu.records import Action, Judgement
from tarazu.web.answers import answer, table
from tarazu.web.asking import Limit, Offset, body
from tarazu.web.desk import AtDesk, Desk
from tarazu.web.paging import page

router = APIRouter(prefix="/api", tags=["judgements"])

_Ids = Annotated[tuple[Annotated[str, msgspec.Meta(min_length=6, max_length=64)], ...], msgspec.Meta(min_length=1, max_length=200)]
_Author = Annotated[str, msgspec.Meta(max_length=200)]
_Note = Annotated[str, msgspec.Meta(max_length=4_000)]
_Value = Annotated[str, msgspec.Meta(max_length=2_000)]


class Deciding(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is decided about records: as `api.Decision`, with their ids."""

    ids: _Ids
    action: Action
    changes: dict[_Value, _Value] = {}
    author: _Author = "analyst"
    note: _Note = ""


class Undoing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who takes a judgement back, and why."""

    author: _Author = "analyst"
    note: _Note = ""


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """A judgement as it is kept, and the state that the case is in with it."""

    judgement: Judgement
    revision: str


@router.get("/judgements")
def judgements(desk: AtDesk, limit: Limit = 100, offset: Offset = 0) -> Response:
    """All judgements, the latest first, each with whether it stands and on which records it bears now."""
    return answer(page(_judgements(desk), limit, offset))


@router.get("/judgements.csv")
def judgements_table(desk: AtDesk) -> Response:
    """The same as a table."""
    return table(("id", "made", "author", "action", "changes", "records", "stands", "note"), map(_row, _judgements(desk)), "judgements")


@router.post("/judgements")
def judge(desk: AtDesk, asked: Annotated[Deciding, Depends(body(Deciding))]) -> Response:
    """Accepts, rejects, corrects, merges or splits records."""
    changes: Mapping[str, str] = asked.changes
    decision = Decision(action=asked.action, author=asked.author, note=asked.note, changes=changes)
    return _decided(desk, desk.case.judge(asked.ids, decision))


@router.post("/judgements/{judgement}/undo")
def undo(desk: AtDesk, judgement: str, asked: Annotated[Undoing, Depends(body(Undoing))]) -> Response:
    """Takes a judgement back."""
    return _decided(desk, desk.case.undo(judgement, author=asked.author, note=asked.note))


def _decided(desk: Desk, made: Judgement) -> Response:
    desk.shelf.forget()
    return answer(Decided(judgement=made, revision=desk.shelf.revision()))


def _judgements(desk: Desk) -> tuple[Standing, ...]:
    return desk.shelf.get(("judgements",), lambda: desk.case.judgements()[::-1])


def _row(each: Standing) -> tuple[str | bool, ...]:
    made = each.judgement
    changes = "; ".join(f"{name}={value}" for name, value in made.changes.items())
    return (made.id, made.made.isoformat(), made.author, made.action, changes, ", ".join(fit or "" for fit in each.fits), each.stands, made.note)
