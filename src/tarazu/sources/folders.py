"""Folders: the files in them that can be read, now and as they come."""

from __future__ import annotations

import os
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tarazu.errors import SourceError
from tarazu.records import Skipped
from tarazu.sources.files import FORMATS, WEB_ARCHIVES

_TICK = 200  # milliseconds between two looks at files that are still being written

_Stamp = tuple[int, int]


def walk(folder: Path) -> Iterator[Path | Skipped]:
    """Lists the files below a folder that can be read, in the order of their names.

    Hidden files and folders, and links that lead out of the folder, are left out.

    Args:
        folder: Where to look.

    Yields:
        The files; then, for each ending that is not read and for links that lead out, one `Skipped` of stage `leave_out` with their number.

    Raises:
        SourceError: It is no directory.
    """
    if not folder.is_dir():
        raise SourceError(str(folder), "a directory", "there is none of that name", "check its name")
    passed: Counter[str] = Counter()
    for path in _files(folder, passed):
        if _is_read(path):
            yield path
        else:
            passed[f"files with the ending {path.suffix.lower()}" if path.suffix else "files without an ending"] += 1
    for kind, count in sorted(passed.items()):
        yield Skipped(doc=str(folder), stage="leave_out", reason=f"not read: {count} {kind}")


def watch(folder: Path, settled: float = 2.0, *, stop: threading.Event | None = None) -> Iterator[Path]:
    """Gives the files below a folder that can be read, first those that are there, then others as they come or change.

    Args:
        folder: Where to look.
        settled: For how many seconds a file's size and time of change must stand still before it is taken for complete, at least 0.
        stop: Ends the watch when it is set; without it the watch goes on for ever.

    Yields:
        Each file when it is complete, and again when it was changed.

    Raises:
        SourceError: It is no directory.
    """
    from watchfiles import watch as changes  # slow to load

    ended = stop or threading.Event()
    given: dict[Path, _Stamp] = {}
    waiting = {path: (_stamp(path), _born(path)) for path in _readable(folder)}
    yield from _complete(waiting, given, settled)
    first = True
    for met in changes(folder, stop_event=ended, debounce=50, step=20, rust_timeout=_TICK, yield_on_timeout=True, raise_interrupt=True):
        now = time.monotonic()
        # what came between the first look and the start of the watch is found by a second look
        touched = list(_readable(folder)) if first else [path for _, name in met for path in _below(folder, Path(name))]
        first = False
        for path in touched:
            if given.get(path) != _stamp(path):
                waiting[path] = (_stamp(path), waiting[path][1] if path in waiting and waiting[path][0] == _stamp(path) else now)
        yield from _complete(waiting, given, settled)


def _complete(waiting: dict[Path, tuple[_Stamp, float]], given: dict[Path, _Stamp], settled: float) -> Iterator[Path]:
    """Takes out of those that wait the files that have stood still for long enough."""
    for path, (before, since) in sorted(waiting.items()):
        stamp, now = _stamp(path), time.monotonic()
        if stamp == (-1, -1):
            del waiting[path]  # it was taken away again
        elif stamp != before:
            waiting[path] = (stamp, now)
        elif now - since >= settled:
            del waiting[path]
            given[path] = stamp
            yield path


def _readable(folder: Path) -> Iterator[Path]:
    return (path for path in walk(folder) if isinstance(path, Path))


def _below(folder: Path, path: Path) -> Iterator[Path]:
    """The file of a change, or those of a folder that came as a whole."""
    above = next((each for each in (folder, folder.absolute(), folder.resolve()) if path.is_relative_to(each)), None)
    if above is None:
        return
    steps = path.relative_to(above).parts
    if any(step.startswith(".") for step in steps):
        return
    here = folder.joinpath(*steps)
    if here.is_dir():
        yield from _readable(here)
    elif here.is_file() and _is_read(here) and _is_inside(here, folder):
        yield here


def _files(folder: Path, passed: Counter[str]) -> Iterator[Path]:
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for name in sorted(files):
            path = Path(root) / name
            if name.startswith("."):
                continue
            if _is_inside(path, folder):
                yield path
            else:
                passed["links that lead out of the folder, or nowhere"] += 1


def _is_inside(path: Path, folder: Path) -> bool:
    if not path.is_symlink():
        return True
    try:
        return path.resolve(strict=True).is_relative_to(folder.resolve())
    except OSError:
        return False


def _is_read(path: Path) -> bool:
    return path.suffix.lower() in FORMATS or path.name.lower().endswith(WEB_ARCHIVES)


def _stamp(path: Path) -> _Stamp:
    """The size and time of change of a file; of one that is not there, -1 for both."""
    try:
        stated = path.stat()
    except OSError:
        return (-1, -1)
    return (stated.st_size, stated.st_mtime_ns)


def _born(path: Path) -> float:
    """When a file was changed last, by the clock that the watch goes by."""
    try:
        age = max(0.0, time.time() - path.stat().st_mtime)
    except OSError:
        age = 0.0
    return time.monotonic() - age
