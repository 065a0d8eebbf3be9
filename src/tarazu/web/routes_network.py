"""Who acts on whom, and where."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from tarazu.api import networks
from tarazu.api.balancing import channel as channel_named
from tarazu.web.answers import answer, table
from tarazu.web.asking import Since, Until
from tarazu.web.desk import AtDesk, Desk

router = APIRouter()

_COLUMNS = ("source", "target", "stories", "cooperation", "conflict", "score", "ids")


def _filters(since: Since, until: Until, channel: str | None = None, party: str | None = None) -> networks.NetworkFilters:
    return networks.NetworkFilters(since=since, until=until, channel=channel_named(channel), party=party or None)


Asked = Annotated[networks.NetworkFilters, Depends(_filters)]


def _drawn(desk: Desk, asked: networks.NetworkFilters) -> networks.Network:
    acts = desk.shelf.get(("acts",), lambda: networks.load(desk.case.path))
    return desk.shelf.get(("network", asked), lambda: networks.draw(acts, asked))


@router.get("/api/network")
def network(desk: AtDesk, asked: Asked) -> Response:
    """Who acts on whom, each act once; the places of acts; and how many acts each month has."""
    return answer(_drawn(desk, asked))


@router.get("/api/network/stories")
def network_stories(desk: AtDesk, ids: Annotated[str, Query(max_length=2_000)] = "") -> Response:
    """The acts behind a line or a spot, by their ids with commas between them, the latest first."""
    return answer(networks.acts_named(desk.case.path, ids.split(",") if ids else ()))


@router.get("/api/network.csv")
def network_table(desk: AtDesk, asked: Asked) -> Response:
    """The pairs as a table."""
    pairs = _drawn(desk, asked).pairs
    rows = ((each.source, each.target, each.stories, each.cooperation, each.conflict, round(each.score, 3), ";".join(each.ids)) for each in pairs)
    return table(_COLUMNS, rows, "network")
