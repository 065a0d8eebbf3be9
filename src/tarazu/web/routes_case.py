"""What the case is: its contents, the names of everything, what was left out, how right it is, and the case written out."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import APIRouter, Query
from starlette.responses import Response

from tarazu.api.naming import Names, names
from tarazu.api.surveying import OutletLine, Survey, outlets, survey
from tarazu.web.answers import answer, table
from tarazu.web.asking import Limit, Offset
from tarazu.web.desk import AtDesk, Desk
from tarazu.web.paging import page

router = APIRouter(prefix="/api", tags=["case"])


class _Case(msgspec.Struct, frozen=True, kw_only=True):
    """The case, and what the page has to know of the server."""

    survey: Survey
    revision: str
    private: bool
    coder: str | None


@router.get("/case")
def case(desk: AtDesk) -> Response:
    """What the case holds, counted; its revision changes whenever anything in it does."""
    found = desk.shelf.get(("survey",), lambda: survey(desk.case.path))
    return answer(_Case(survey=found, revision=desk.shelf.revision(), private=desk.doors.private, coder=desk.coder))


@router.get("/names")
def all_names(desk: AtDesk, language: Annotated[str, Query(max_length=10)] = "en") -> Response:
    """What everything that has an id is called."""
    return answer(_names(desk, language))


@router.get("/skipped")
def skipped(desk: AtDesk, limit: Limit = 100, offset: Offset = 0) -> Response:
    """What could not be read or coded at all, and why."""
    return answer(page(desk.shelf.get(("skipped",), desk.case.skipped), limit, offset))


@router.get("/skipped.csv")
def skipped_table(desk: AtDesk) -> Response:
    """The same as a table."""
    found = desk.shelf.get(("skipped",), desk.case.skipped)
    return table(("source", "stage", "reason"), ((each.doc, each.stage, each.reason) for each in found), "skipped")


@router.get("/quality")
def quality(desk: AtDesk) -> Response:
    """How right the records are, from those that were drawn and judged."""
    return answer(desk.shelf.get(("quality",), desk.case.quality))


@router.get("/quality.csv")
def quality_table(desk: AtDesk) -> Response:
    """The same as a table."""
    found = desk.shelf.get(("quality",), desk.case.quality)
    rows = ((each.group, each.records, each.judged, each.right, each.share, each.low, each.high) for each in found)
    return table(("of", "records", "judged", "right", "share", "low", "high"), rows, "quality")


@router.get("/outlets")
def all_outlets(desk: AtDesk) -> Response:
    """The outlets with their state and volume."""
    return answer(_outlets(desk))


@router.get("/outlets.csv")
def outlets_table(desk: AtDesk) -> Response:
    """The same as a table."""
    columns = ("outlet", "state", "kind", "domain", "languages", "documents", "stories", "first", "last")
    rows = (
        (
            each.volume.outlet, each.state, each.kind, each.domain, "; ".join(each.volume.languages), each.volume.documents, each.volume.stories,
            each.volume.first.isoformat() if each.volume.first else None, each.volume.last.isoformat() if each.volume.last else None,
        )
        for each in _outlets(desk)
    )  # fmt: skip
    return table(columns, rows, "outlets")


def _names(desk: Desk, language: str) -> Names:
    return desk.shelf.get(("names", language), lambda: names(desk.case.path, language))


def _outlets(desk: Desk) -> tuple[OutletLine, ...]:
    return desk.shelf.get(("outlets",), lambda: outlets(desk.case.path))
