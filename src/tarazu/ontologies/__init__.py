"""Codebooks: event types, modes, scores and contexts, and what operators make of acts; data only."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import msgspec

from tarazu import data
from tarazu.records import EventType, Status

_HERE = Path(__file__).parent


class Type(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An event type: its score from -10 to +10, its quad class, and the scores of its modes."""

    score: float
    quad: str
    modes: dict[str, float]


class TypeFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`types.yml`."""

    source: str
    licence: str
    types: dict[EventType, Type]
    contexts: tuple[str, ...]


class Outcome(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What comes out of an operator over an act."""

    type: EventType | None = None
    mode: str | None = None
    status: Status | None = None
    keep: bool = False


class Operation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An operator: what it makes of each type of act, and what it is alone."""

    over: dict[str, Outcome]
    alone: Outcome | None


class CompositionFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`composition.yml`."""

    source: str
    licence: str
    operators: dict[str, Operation]


class Plover:
    """The PLOVER codebook.

    Attributes:
        types: By name.
        contexts: All names of contexts.
        operators: By name.
    """

    def __init__(self, folder: Path) -> None:
        types = data.read(folder / "types.yml", TypeFile)
        self.types = types.types
        self.contexts = frozenset(types.contexts)
        self.operators = data.read(folder / "composition.yml", CompositionFile).operators

    def score(self, kind: EventType, mode: str | None) -> float:
        """The conflict-cooperation score of a type and mode; a mode without its own takes its type's."""
        entry = self.types[kind]
        return entry.modes.get(mode or "", entry.score)

    def mode(self, kind: EventType, mode: str | None) -> str | None:
        """The mode, if it is one of the type's; else None."""
        return mode if mode in self.types[kind].modes else None

    def apply(self, operator: str, kind: str) -> Outcome:
        """What an operator makes of an act of a type."""
        over = self.operators[operator].over
        return over.get(kind) or over["*"]


@lru_cache(maxsize=1)
def plover() -> Plover:
    """Loads the PLOVER codebook."""
    return Plover(_HERE / "plover")
