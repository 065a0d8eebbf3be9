"""Who says what about two parties or a topic, who contradicts whom, who is silent, and which way outlets lean."""

from __future__ import annotations

from typing import Annotated, get_args

import msgspec
from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from tarazu.analysis.narratives import Grouping
from tarazu.analysis.questions import Question
from tarazu.api.comparing import Narratives, make_question, narratives_by
from tarazu.api.storytelling import split_dyad
from tarazu.api.viewing_narratives import said, view_narratives
from tarazu.web.answers import answer, table
from tarazu.web.asking import Limit, Offset, Since, Until
from tarazu.web.desk import AtDesk, Desk
from tarazu.web.paging import page

router = APIRouter(tags=["narratives"])

_COLUMNS = ("who", "kind", "matter", "value", "side", "status", "count", "share", "voices", "records")


class _Asked(msgspec.Struct, frozen=True):
    """What is asked: a question, and what is set side by side."""

    question: Question
    by: Grouping


def _asked(
    since: Since, until: Until, dyad: Annotated[str, Query(max_length=80)] = "", topic: Annotated[str, Query(max_length=200)] = "", by: Grouping = "outlet"
) -> _Asked:
    words = [each.strip() for each in topic.split(",") if each.strip()]
    return _Asked(make_question(split_dyad(dyad) if dyad else None, words, since, until), by)


Asked = Annotated[_Asked, Depends(_asked)]


def _found(desk: Desk, asked: _Asked) -> Narratives:
    found = desk.shelf.soon(("narratives", asked.question), lambda: narratives_by(desk.case.path, asked.question, get_args(Grouping)))
    return found[asked.by]


@router.get("/api/narratives")
def narratives(desk: AtDesk, asked: Asked) -> Response:
    """The table, contradictions, silences and leanings; 202 while they are worked out."""
    return answer(view_narratives(_found(desk, asked)))


class _Cell(msgspec.Struct, frozen=True):
    """Which cell of the table: the keys of its column and row."""

    column: str
    group: str


def _cell(column: Annotated[str, Query(max_length=200)], group: Annotated[str, Query(max_length=500)] = "") -> _Cell:
    return _Cell(column, group)


@router.get("/api/narratives/said")
def narratives_said(desk: AtDesk, asked: Asked, cell: Annotated[_Cell, Depends(_cell)], limit: Limit = 20, offset: Offset = 0) -> Response:
    """The sentences behind one cell: of a row (`group`) and a column, by their keys."""
    return answer(page(said(_found(desk, asked), cell.group, cell.column), limit, offset))


@router.get("/api/narratives.csv")
def narratives_table(desk: AtDesk, asked: Asked) -> Response:
    """All cells of the table, one a row."""
    rows = (
        (
            each.group or "", each.column.kind, each.column.matter, each.column.value, each.column.side or "", each.column.status or "", each.count,
            round(each.share, 4), each.voices, ";".join(each.records),
        )
        for each in _found(desk, asked).comparison.cells
    )  # fmt: skip
    return table(_COLUMNS, rows, "narratives")
