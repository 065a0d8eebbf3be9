"""Surveys a case: what it holds, and of whom."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import msgspec

from tarazu import world
from tarazu.api.listing import version
from tarazu.cases import file, overview
from tarazu.cases.overview import Contents, OutletVolume


class Survey(msgspec.Struct, frozen=True, kw_only=True):
    """What a case holds.

    Attributes:
        file: The name of its file.
        contents: What is in it, counted.
        version: Tarazu's.
    """

    file: str
    contents: Contents
    version: str


class OutletLine(msgspec.Struct, frozen=True, kw_only=True):
    """An outlet with what the case holds of it.

    Attributes:
        volume: What the case holds of it.
        state: Its state; None where the register does not know it.
        kind: `outlet`, `agency` or `think-tank`; None where the register does not know it.
        domain: Where it is on the web; None where the register does not know it.
    """

    volume: OutletVolume
    state: str | None
    kind: str | None
    domain: str | None


def survey(path: Path) -> Survey:
    """Counts what a case holds."""
    with closing(file.open_to_read(path)) as connection:
        return Survey(file=path.name, contents=overview.load_contents(connection), version=version())


def outlets(path: Path) -> tuple[OutletLine, ...]:
    """The outlets of a case, those with the most documents first."""
    with closing(file.open_to_read(path)) as connection:
        found = overview.load_outlets(connection)
    known = {each.label: each for each in world.load().outlets.values()}
    lines = []
    for volume in found:
        outlet = known.get(volume.outlet or "")
        state, kind, domain = (outlet.state, outlet.kind, outlet.domain) if outlet else (None, None, None)
        lines.append(OutletLine(volume=volume, state=state, kind=kind, domain=domain))
    return tuple(lines)
