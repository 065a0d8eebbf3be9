"""CAMEO, the older codebook of the field: its codes, what they are in PLOVER and the way back; and the tables that hold either."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Literal

import msgspec

from tarazu import data
from tarazu.records import EventType, Status

_HERE = Path(__file__).parent

LayoutName = Literal["polecat", "icews", "gdelt", "gdelt-mentions"]


class Code(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A CAMEO code.

    Attributes:
        name: What it stands for.
        goldstein: The conflict-cooperation score after Goldstein, -10 to +10.
        type, mode, contexts: What the act is in PLOVER; `type` is None where PLOVER has no such act.
        dropped: Why it has none; empty where it has.
        swapped: Whether the doer in CAMEO is the recipient in PLOVER.
    """

    name: str
    goldstein: float
    type: EventType | None = None
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    dropped: str = ""
    swapped: bool = False


class Way(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A CAMEO code for an act, and finer ones where it belongs to a context."""

    code: str
    contexts: dict[str, str] = {}

    def to(self, contexts: Iterable[str]) -> str:
        """The code of the first context that has one of its own, else the general one."""
        return next((self.contexts[each] for each in contexts if each in self.contexts), self.code)


class WayBack(Way, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The CAMEO codes of a PLOVER type: without a mode, by mode, and when it is only planned (None: a plan is no such act)."""

    modes: dict[str, Way] = {}
    planned: Way | None = None


class CodeFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`codes.yml`."""

    source: str
    licence: str
    codes: dict[str, Code]
    ways_back: dict[EventType, WayBack]


class Layout(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the field: the names of its columns in order, and whether its first line names them."""

    header: bool
    columns: tuple[str, ...]


class LayoutFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`layouts.yml`."""

    source: str
    licence: str
    layouts: dict[LayoutName, Layout]


class Cameo:
    """The CAMEO codebook.

    Attributes:
        codes: By code, two to four digits.
        ways_back: By PLOVER type.
    """

    def __init__(self, folder: Path) -> None:
        file = data.read(folder / "codes.yml", CodeFile)
        self.codes = file.codes
        self.ways_back = file.ways_back

    def code(self, kind: EventType, mode: str | None, status: Status, contexts: Iterable[str]) -> str | None:
        """The best CAMEO code of a PLOVER act.

        Args:
            kind: Its type.
            mode: Its mode, if it has one.
            status: Whether it happened. A plan to cooperate is an intent (03); CAMEO holds nothing else that did not happen.
            contexts: Its contexts, the most telling first.

        Returns:
            A code of three or four digits; None where CAMEO cannot say it.

        Example:
            >>> cameo().code("CONSULT", "visit", "actual", ())
            '042'
            >>> cameo().code("CONSULT", "visit", "planned", ())
            '036'
            >>> cameo().code("ASSAULT", None, "denied", ()) is None
            True
        """
        way = self.ways_back[kind]
        if status == "planned":
            return way.planned.to(contexts) if way.planned else None
        if status != "actual":
            return None
        return way.modes.get(mode or "", way).to(contexts)

    def goldstein(self, code: str) -> float:
        """The Goldstein score of a code, -10 to +10."""
        return self.codes[code].goldstein


def quad_class(code: str) -> int:
    """The quad class of a code: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.

    Source: GDELT codebook 2.0, `QuadClass`: roots 01 to 05, 06 to 08, 09 to 13, 14 to 20.

    Example:
        >>> [quad_class(code) for code in ("036", "0871", "1123", "190")]
        [1, 2, 3, 4]
    """
    root = int(code[:2])
    return 1 + sum(root > last for last in (5, 8, 13))


@lru_cache(maxsize=1)
def cameo() -> Cameo:
    """Loads the CAMEO codebook.

    Raises:
        DataFileError: `codes.yml` is not as it must be.
    """
    return Cameo(_HERE)


@lru_cache(maxsize=1)
def layouts() -> dict[LayoutName, Layout]:
    """Loads the tables' columns, by table.

    Raises:
        DataFileError: `layouts.yml` is not as it must be.
    """
    return data.read(_HERE / "layouts.yml", LayoutFile).layouts
