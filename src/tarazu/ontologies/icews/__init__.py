"""ICEWS, event data in CAMEO: what its names of acts are as codes and as PLOVER types."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import msgspec

from tarazu import data
from tarazu.ontologies.cameo import Code, cameo

_HERE = Path(__file__).parent


class RelationFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`relations.yml`."""

    source: str
    licence: str
    relations: dict[str, str]


@lru_cache(maxsize=1)
def relations() -> dict[str, Code]:
    """What each name of an act means.

    Raises:
        DataFileError: `relations.yml` is not as it must be.

    Example:
        >>> relations()["Make a visit"].type
        'CONSULT'
    """
    return {name: cameo().codes[code] for name, code in data.read(_HERE / "relations.yml", RelationFile).relations.items()}
