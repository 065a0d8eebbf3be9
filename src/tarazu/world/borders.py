"""Which states are neighbours: by land, or across the Caspian Sea."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from tarazu import data
from tarazu.errors import DataFileError
from tarazu.world import load, schema

_PATH = Path(__file__).parent / "borders.yml"


class BorderFile(schema.File, frozen=True, kw_only=True):
    """`borders.yml`."""

    land: tuple[tuple[str, str], ...]
    sea: tuple[tuple[str, str], ...]


@lru_cache(maxsize=1)
def borders() -> frozenset[frozenset[str]]:
    """The pairs of states that are neighbours.

    Raises:
        DataFileError: The file names a state that the register does not know, or a pair twice.

    Example:
        >>> frozenset({"KAZ", "CHN"}) in borders(), frozenset({"KAZ", "TUR"}) in borders()
        (True, False)
    """
    file = data.read(_PATH, BorderFile)
    found = [frozenset(pair) for pair in (*file.land, *file.sea)]
    known = load().states
    wrong = sorted("-".join(sorted(pair)) for pair in found if len(pair) != 2 or not pair <= known.keys() or found.count(pair) > 1)
    if wrong:
        raise DataFileError(str(_PATH), "pairs of two states of states.yml, each once", ", ".join(wrong), "write ISO 3166-1 alpha-3 codes")
    return frozenset(found)
