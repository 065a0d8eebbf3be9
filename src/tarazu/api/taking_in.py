"""Takes sources into a case for a program that shows how far it is: files handed over, addresses, and a folder that is watched."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

import msgspec

from tarazu.api import reading, telling
from tarazu.api.gathering import Ways
from tarazu.api.reading import Count, Work
from tarazu.errors import OptionError, TarazuError
from tarazu.sources.files import FORMATS, WEB_ARCHIVES

READ_ENDINGS: Final = (*sorted(WEB_ARCHIVES, key=len, reverse=True), *FORMATS)
"""The endings of files that are read, the longest of web archives first."""

_LONGEST: Final = 2_000
_EXAMPLES: Final = 20


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far it is.

    Attributes:
        stage: `reading` while documents are read and coded, then `stories` while acts are put together, then `waiting` where a folder is watched.
        total: How many sources there are; None where that is not known.
        settled: How many documents the stories have taken in so far.
        count: What reading has come to so far.
    """

    stage: Literal["reading", "stories", "waiting"]
    total: int | None
    settled: int
    count: Count


Told = Callable[[Progress], None]


def take_in(path: Path, sources: Iterable[str | Path], ways: Ways, coder: str | None, on: Told) -> Count:
    """Reads sources into a case and brings its stories up to date; as `Case.read`, with progress.

    Args:
        path: The case.
        sources: Files and addresses.
        ways: How to read and fetch.
        coder: One of `api.CODERS`; None takes the best that is installed.
        on: Is told how far it is; an error that it raises ends the reading, after the stories of what was read were told.

    Returns:
        What it came to.
    """
    held = list(sources)
    try:
        count = reading.read(path, held, ways, Work(coder=coder, on=_progress("reading", len(held), on)))
    except TarazuError:
        telling.settle(path)
        raise
    telling.settle(path, lambda done: on(Progress(stage="stories", total=len(held), settled=done, count=count)))
    return count


def watch_folder(path: Path, folder: Path, coder: str | None, on: Told, stop: threading.Event) -> Count:
    """Reads what is in a folder and whatever comes into it, and tells the stories each time, until `stop` is set.

    Args:
        path: The case.
        folder: What to watch.
        coder: As for `take_in`.
        on: Is told how far it is.
        stop: Ends it.

    Raises:
        SourceError: There is no such folder.
    """
    from tarazu.sources.folders import watch  # slow to load

    tally = reading.Tally(None)
    ways = Ways(home=path.parent)
    on(Progress(stage="waiting", total=None, settled=0, count=tally.count))
    total = tally.count
    for each in watch(folder, stop=stop):
        before = total

        def told(progress: Progress, before: Count = before) -> None:
            on(msgspec.structs.replace(progress, total=None, count=added(before, progress.count)))

        total = added(before, take_in(path, [each], ways, coder, told))
        on(Progress(stage="waiting", total=None, settled=0, count=total))
    return total


def added(one: Count, two: Count) -> Count:
    """What two readings came to together."""
    numbers = {name: getattr(one, name) + getattr(two, name) for name in Count.__struct_fields__ if isinstance(getattr(one, name), int)}
    reasons: dict[str, int] = {}
    for reason, number in (*one.reasons, *two.reasons):
        reasons[reason] = reasons.get(reason, 0) + number
    ordered = tuple(sorted(reasons.items(), key=lambda each: -each[1]))
    return msgspec.structs.replace(one, **numbers, reasons=ordered, examples=(*one.examples, *two.examples)[-_EXAMPLES:])


def check_address(written: str) -> str:
    """Checks that something is the address of a page or feed on the web, and nothing that could name a file.

    Raises:
        OptionError: It is not.

    Example:
        >>> check_address(" https://example.org/news ")
        'https://example.org/news'
    """
    address = written.strip()
    hint = "as in https://example.org/news"
    try:
        parts = urlsplit(address)
        known = parts.scheme.lower() in {"http", "https"} and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        known = False
    if not known or len(address) > _LONGEST or any(each.isspace() or not each.isprintable() for each in address):
        raise OptionError("addresses", "addresses of pages or feeds that begin with https:// or http://", repr(address[:80]), hint)
    return address


def _progress(stage: Literal["reading"], total: int, on: Told) -> Callable[[Count], None]:
    return lambda count: on(Progress(stage=stage, total=total, settled=0, count=count))
