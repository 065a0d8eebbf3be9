"""The case written out in the formats of the field."""

from __future__ import annotations

import functools
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, BinaryIO, Final
from urllib.parse import quote

import msgspec
from fastapi import APIRouter, Query
from starlette.responses import Response, StreamingResponse

from tarazu.api.exporting import FORMATS
from tarazu.errors import OptionError
from tarazu.web.answers import answer
from tarazu.web.desk import AtDesk
from tarazu.web.exporting_work import Packed, write_out

router = APIRouter(prefix="/api", tags=["exports"])

_PIECE: Final = 2**18
_PLAIN: Final = re.compile(r"[^A-Za-z0-9._-]+")


@router.get("/export")
def formats() -> Response:
    """The formats, with what they are and their options."""
    return answer(FORMATS)


@router.get("/export/{shape}")
def export(desk: AtDesk, shape: str, option: Annotated[list[str] | None, Query(max_length=100)] = None) -> Response:
    """The case in a format; several files come as a zip archive. Options as `option=level=actor`."""
    if shape not in FORMATS:
        raise OptionError("format", f"one of {', '.join(FORMATS)}", repr(shape[:40]), "see /api/export")
    options = dict(_options(option or []))
    folder = Path(tempfile.mkdtemp(prefix="tarazu-export-"))
    try:
        work = functools.partial(write_out, desk.case.path, shape, folder, options)
        made = desk.jobs.wait(desk.jobs.start(shape, work, kind="export", lane="export"))
        packed = msgspec.json.decode(made.result, type=Packed)
        size = Path(packed.path).stat().st_size
        stream = Path(packed.path).open("rb")  # noqa: SIM115 - closed when the last piece was sent, or nobody takes any more
    finally:
        shutil.rmtree(folder, ignore_errors=True)  # what is open stays readable until it is closed
    plain = _PLAIN.sub("-", packed.name)
    headers = {
        "Content-Length": str(size), "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(packed.name)}",
        "Tarazu-Left-Out": str(len(packed.left_out)), "Content-Encoding": "identity",
    }  # fmt: skip
    return StreamingResponse(_pieces(stream), headers=headers, media_type="application/octet-stream")


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    with stream:
        while piece := stream.read(_PIECE):
            yield piece


def _options(written: list[str]) -> Iterator[tuple[str, str]]:
    for each in written:
        name, sign, value = each.partition("=")
        if not sign:
            raise OptionError("option", "NAME=VALUE", repr(each[:40]), "as in option=level=actor")
        yield name, value
