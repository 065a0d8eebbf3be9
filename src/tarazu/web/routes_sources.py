"""What comes into the case: files that are dropped, addresses, feeds, and a folder that is watched; each as a job."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from tarazu.api import CODERS
from tarazu.api.taking_in import READ_ENDINGS, check_address
from tarazu.errors import OptionError
from tarazu.web.answers import answer
from tarazu.web.asking import body
from tarazu.web.desk import AtDesk, Desk
from tarazu.web.reading_work import read_addresses, read_uploads, watch
from tarazu.web.uploads import MOST_FILES

router = APIRouter(prefix="/api/sources", tags=["sources"])

_Text = Annotated[str, msgspec.Meta(max_length=2_000)]


class Files(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Files to read, by the ids with which they were taken."""

    uploads: Annotated[tuple[_Text, ...], msgspec.Meta(min_length=1, max_length=MOST_FILES)]


class Addresses(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Pages or feeds to read; `pages` is the most entries of one feed."""

    addresses: Annotated[tuple[_Text, ...], msgspec.Meta(min_length=1, max_length=500)]
    pages: Annotated[int, msgspec.Meta(ge=1, le=1_000)] = 200


class Watched(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A folder of this computer."""

    folder: Annotated[str, msgspec.Meta(min_length=1, max_length=4_000)]


class Possible(msgspec.Struct, frozen=True, kw_only=True):
    """What can be handed over.

    Attributes:
        endings: Of files that are read.
        largest_file: The most bytes of one.
        most_files: How many at once.
        folders: Whether a folder may be watched: only where nobody but this computer can ask.
        coders: That are known.
    """

    endings: tuple[str, ...]
    largest_file: int
    most_files: int
    folders: bool
    coders: tuple[str, ...]


@router.get("")
def possible(desk: AtDesk) -> Response:
    """What can be handed over."""
    return answer(
        Possible(
            endings=READ_ENDINGS, largest_file=desk.doors.largest_file, most_files=MOST_FILES, folders=desk.doors.private, coders=tuple(CODERS),
        )
    )  # fmt: skip


@router.put("/files/{name:path}")
async def take_file(desk: AtDesk, name: str, request: Request) -> Response:
    """Takes a file; it is read when `POST /api/sources/files` says so."""
    return answer(await desk.uploads.take(name, request.stream()))


@router.post("/files")
def files(desk: AtDesk, asked: Annotated[Files, Depends(body(Files))]) -> Response:
    """Reads files that were taken."""
    taken = desk.uploads.hand_over(asked.uploads)
    names = [name for _, name in taken]
    work = functools.partial(read_uploads, desk.case.path, taken, desk.coder)
    return answer(desk.jobs.start(_short(names), work, kind="files", lane="read"), 202)


@router.post("/addresses")
def addresses(desk: AtDesk, asked: Annotated[Addresses, Depends(body(Addresses))]) -> Response:
    """Fetches pages."""
    return _fetch(desk, asked, "addresses")


@router.post("/feeds")
def feeds(desk: AtDesk, asked: Annotated[Addresses, Depends(body(Addresses))]) -> Response:
    """Fetches feeds, and the pages that they name; those that were read before are left alone."""
    return _fetch(desk, asked, "feeds")


@router.post("/watch")
def watched(desk: AtDesk, asked: Annotated[Watched, Depends(body(Watched))]) -> Response:
    """Watches a folder of this computer until its job is stopped."""
    if not desk.doors.private:
        raise OptionError("folder", "a server that only this computer can ask", "one that others can ask too", "watch it with `tarazu watch CASE FOLDER`")
    folder = Path(asked.folder)
    hint = "give its whole path, as in /home/me/news"
    if "\x00" in asked.folder or not folder.is_absolute() or not folder.is_dir() or folder.resolve() == Path(folder.anchor):
        raise OptionError("folder", "the whole path of a folder of this computer", repr(asked.folder[:200]), hint)
    work = functools.partial(watch, desk.case.path, folder, desk.coder)
    return answer(desk.jobs.start(str(folder), work, kind="watch", lane="watch"), 202)


def _fetch(desk: Desk, asked: Addresses, kind: str) -> Response:
    found = tuple(dict.fromkeys(check_address(each) for each in asked.addresses))
    work = functools.partial(read_addresses, desk.case.path, found, asked.pages, desk.coder)
    return answer(desk.jobs.start(_short(found), work, kind=kind, lane="read"), 202)


def _short(names: Sequence[str]) -> str:
    # the first name is kept apart from the number after it, whichever way it is written
    return names[0] if len(names) == 1 else f"\u2068{names[0]}\u2069 +{len(names) - 1}"
