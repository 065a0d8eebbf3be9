"""What an export leaves behind: whole files or none, and an account of what they could not say."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import msgspec

from tarazu.records.coded import Skipped


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """What an export wrote.

    Attributes:
        paths: The files, in the order in which they were begun.
        rows: How many rows, nodes or statements stand in them, headers not counted.
        left_out: What the format cannot say: one entry a reason, each with its count; nothing vanishes.
    """

    paths: tuple[Path, ...]
    rows: int
    left_out: tuple[Skipped, ...]


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A place to write a file that appears under its name only when it is whole.

    Args:
        path: The name that the file is to have; one that is there is replaced.

    Yields:
        A temporary name in the same folder. When the block ends well, the file there takes the name `path`; when it ends
        with an error, the file is removed and what stood at `path` stays as it was.

    Raises:
        OSError: The folder is not there or cannot be written to; or the block made no file.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     with whole_file(Path(folder) / "a.txt") as place:
        ...         _ = place.write_text("all of it", encoding="utf-8")
        ...     (Path(folder) / "a.txt").read_text(encoding="utf-8")
        'all of it'
    """
    # the same folder, because a rename is one step only within one file system
    place = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        yield place
        os.replace(place, path)  # noqa: PTH105 - one step on every system, also where the name is taken
    finally:
        with contextlib.suppress(FileNotFoundError):
            place.unlink()
