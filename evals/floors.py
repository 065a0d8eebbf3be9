"""The floors under the figures: what was reached once must not be lost unseen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

SLACK = 0.02
_FEWEST = 20


class Figure(msgspec.Struct, frozen=True):
    """One figure, from 0 to 1, higher is better; the files that it belongs to, and their digest."""

    value: float
    of: str
    sha256: str


class Floor(msgspec.Struct, frozen=True):
    """What a figure must reach, what it was when that was written down, and on which files."""

    floor: float
    measured: float
    of: str
    sha256: str


class Verdict(msgspec.Struct, frozen=True):
    """A floor and what became of it: `kept`, `broken`, `not comparable` (other files) or `not measured`."""

    name: str
    floor: float
    measured: float | None
    state: str


def read(path: Path) -> dict[str, Floor]:
    """The floors of a file; none where it is missing."""
    return msgspec.json.decode(path.read_bytes(), type=dict[str, Floor]) if path.exists() else {}


def pin(path: Path, figures: Mapping[str, Figure]) -> None:
    """Rewrites the floors at what was measured, less some slack; those of what was not measured stay."""
    pinned = {name: Floor(round(max(0.0, each.value - SLACK), 3), each.value, each.of, each.sha256) for name, each in figures.items()}
    whole = {**read(path), **pinned}
    path.write_bytes(msgspec.json.format(msgspec.json.encode(dict(sorted(whole.items())))) + b"\n")


def judge(floors: Mapping[str, Floor], figures: Mapping[str, Figure]) -> Sequence[Verdict]:
    """Holds the figures against the floors."""
    return [Verdict(name, floor.floor, figures[name].value if name in figures else None, _state(floor, figures.get(name))) for name, floor in floors.items()]


def worth_a_floor(count: int) -> bool:
    """Whether a share of so many says anything: of few, each makes a step larger than the slack."""
    return count >= _FEWEST


def _state(floor: Floor, figure: Figure | None) -> str:
    if figure is None:
        return "not measured"
    if figure.sha256 != floor.sha256:
        return "not comparable"
    return "kept" if figure.value >= floor.floor else "broken"
