"""Where an export goes: one file or one folder, written whole or not at all."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from tarazu.errors import OptionError
from tarazu.exports.written import whole_file
from tarazu.records import Skipped

Label = Callable[[str], str]


class LeftOut:
    """Counts what a format cannot say, by reason.

    Example:
        >>> left_out = LeftOut()
        >>> left_out.add("a figure: the format has no place for it")
        >>> left_out.told("a.gexf")[0].reason
        '1 left out: a figure: the format has no place for it'
    """

    def __init__(self) -> None:
        self._reasons: Counter[str] = Counter()

    def add(self, reason: str) -> None:
        """Counts one more record for a reason, given in plain words."""
        self._reasons[reason] += 1

    def told(self, name: str) -> tuple[Skipped, ...]:
        """One entry a reason, each with its count, the most frequent first.

        Args:
            name: What was written; the entries' `doc`.
        """
        return tuple(Skipped(doc=name, stage="export", reason=f"{count} left out: {reason}") for reason, count in self._reasons.most_common())


@contextlib.contextmanager
def target_file(path: Path) -> Iterator[Path]:
    """A place to write one file, which takes its name when it is whole (see `whole_file`).

    Raises:
        OptionError: The path is a folder, its folder is not there or cannot be written to, or the disk is full.
    """
    if path.is_dir():
        raise OptionError(str(path), "the name of a file", "a folder", "name a file in it")
    if not path.parent.is_dir():
        raise OptionError(str(path), "a file in a folder that exists", f"no folder {path.parent}", "make the folder first")
    with _said_plainly(path), whole_file(path) as place:
        yield place


@contextlib.contextmanager
def target_folder(folder: Path) -> Iterator[Path]:
    """A place to write the files of a folder, which move to it when all are whole.

    Files of the same names are replaced; other files of the folder stay as they are.

    Args:
        folder: The folder; it is made where its parent exists.

    Yields:
        A temporary folder in it, or beside it where it is not there yet. When the block ends with an error, nothing of it stays.

    Raises:
        OptionError: The path is a file, its parent is not there or cannot be written to, or the disk is full.
    """
    if folder.exists() and not folder.is_dir():
        raise OptionError(str(folder), "a folder", "a file", "name another folder, or remove the file")
    if not folder.absolute().parent.is_dir():
        raise OptionError(str(folder), "a folder whose parent exists", f"no folder {folder.absolute().parent}", "make the parent folder first")
    # a folder that is there may be a disk of its own, to which nothing from beside it can be moved in one step
    near = folder if folder.is_dir() else folder.absolute().parent
    with _said_plainly(folder):
        place = Path(tempfile.mkdtemp(prefix=".tarazu.", suffix=".part", dir=near))
        try:
            yield place
            _move(place, folder)
        finally:
            shutil.rmtree(place, ignore_errors=True)


def _move(place: Path, folder: Path) -> None:
    """A folder that is not there appears in one step; one that is there takes the files one by one, each whole."""
    place.chmod(0o755)  # temporary folders are closed to others, what a user exports is not
    if not folder.exists():
        place.replace(folder)
        return
    for path in sorted(place.rglob("*")):
        goal = folder / path.relative_to(place)
        if path.is_dir():
            goal.mkdir(exist_ok=True)
        else:
            path.replace(goal)


@contextlib.contextmanager
def _said_plainly(path: Path) -> Iterator[None]:
    """What the system says about a target that cannot be written, as an error that the user can act upon."""
    try:
        yield
    except OSError as error:
        hint = "choose another place, or make room on the disk"
        raise OptionError(str(path), "a place that can be written to", error.strerror or str(error), hint) from error
