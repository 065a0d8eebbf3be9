"""What the languages call states and the rest of the register, read by itself: for who only looks for a name and codes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tarazu import data
from tarazu.languages import schema

_HERE = Path(__file__).parent


def load_names(code: str) -> Iterator[tuple[str, str]]:
    """The names that a language has for states, bodies, groups, people and projects.

    Args:
        code: ISO 639 code of a language that is there.

    Yields:
        An id of the register and a name, as it is written; what stands in `not` is left out: it is another word as well.

    Raises:
        DataFileError: A file of the language is broken.

    Example:
        >>> ("KAZ", "Kazakhstan") in set(load_names("en"))
        True
    """
    for state, names in data.read(_HERE / code / "states.yml", schema.States).states.items():
        yield from ((state, name) for name in (*names.names, *names.people, *names.seats) if name not in names.never)
    path = _HERE / code / "names.yml"
    if path.exists():
        for key, known in data.read(path, schema.RegisterNames).names.items():
            yield from ((key, name) for name in known)
