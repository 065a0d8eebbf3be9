"""Languages that Tarazu does not read but that could pass for one that it does."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from tarazu import data
from tarazu.languages.load import codes
from tarazu.languages.schema import Neighbour, Neighbours


@lru_cache(maxsize=1)
def load_neighbours() -> tuple[Neighbour, ...]:
    """Loads the neighbours, save those that have a folder by now.

    Raises:
        DataFileError: `neighbours.yml` is not as it must be.
    """
    read = data.read(Path(__file__).with_name("neighbours.yml"), Neighbours)
    return tuple(each for each in read.neighbours if each.code not in codes())
