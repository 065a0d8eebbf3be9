"""A brief on two parties: to look at, and as a file to send."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Annotated, Final

import msgspec
from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from tarazu.analysis.brief_material import Material
from tarazu.api import briefing
from tarazu.api.storytelling import split_dyad
from tarazu.api.weighing import days_told
from tarazu.languages.brief_words import brief_languages
from tarazu.records.brief import Brief
from tarazu.web.answers import answer, table
from tarazu.web.asking import Since, Until
from tarazu.web.desk import AtDesk, Desk

router = APIRouter(tags=["brief"])

_MEDIA: Final = {
    "md": "text/markdown; charset=utf-8", "html": "text/html; charset=utf-8", "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}  # fmt: skip
_PLAIN: Final = re.compile(r"[^A-Za-z0-9-]+")


class _Asked(msgspec.Struct, frozen=True):
    """What is asked: whom the brief is about, of when, and in which language it is written."""

    dyad: str
    since: Since
    until: Until
    language: str


def _asked(since: Since, until: Until, dyad: Annotated[str, Query(max_length=80)], language: Annotated[str, Query(max_length=8)] = "en") -> _Asked:
    return _Asked(dyad, since, until, language)


Asked = Annotated[_Asked, Depends(_asked)]


def _material(desk: Desk, asked: _Asked, *, wait: bool) -> Material:
    parties, path = split_dyad(asked.dyad), desk.case.path
    last = asked.until
    if last is None:  # a case is looked at where it ends, which need not be today
        told = desk.shelf.get(("days told",), lambda: days_told(path))
        last = told[1] if told and (asked.since is None or told[1] >= asked.since) else None
    take = desk.shelf.get if wait else desk.shelf.soon
    return take(("brief", parties, asked.since, last), lambda: briefing.gather_brief(path, parties, asked.since, last))


def _brief(desk: Desk, asked: _Asked, *, wait: bool = False) -> Brief:
    return briefing.draw_brief(_material(desk, asked, wait=wait), asked.language)


@router.get("/api/brief")
def brief(desk: AtDesk, asked: Asked) -> Response:
    """The brief in the words of its language, as data; 202 while it is worked out."""
    return answer(briefing.brief_page(_brief(desk, asked)))


@router.get("/api/brief/languages")
def languages() -> Response:
    """The languages that briefs are written in, and the formats of their files."""
    return answer({"languages": brief_languages(), "formats": briefing.writable_shapes()})


@router.get("/api/brief/file")
def brief_file(desk: AtDesk, asked: Asked, shape: Annotated[str, Query(max_length=8)] = "pdf") -> Response:
    """The brief as a file, written anew in a folder that is there for nothing else."""
    shape = briefing.brief_shape(shape)
    made = _brief(desk, asked, wait=True)
    body = desk.shelf.get(("brief file", asked, shape), lambda: _written(made, shape))
    name = f"brief-{_PLAIN.sub('-', asked.dyad).strip('-')}-{made.since}-{made.until}-{asked.language}.{shape}"
    # a page of ours must not run what it shows: a brief in HTML is only ever saved
    return Response(body, headers={"Content-Disposition": f'attachment; filename="{name}"'}, media_type=_MEDIA[shape])


def _written(made: Brief, shape: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="tarazu-brief-") as folder:
        target = Path(folder) / f"brief.{shape}"
        briefing.write_brief(made, shape, target)
        return target.read_bytes()


@router.get("/api/brief.csv")
def brief_table(desk: AtDesk, asked: Asked) -> Response:
    """The sentences of the brief, one a row, with the numbers of their notes; then the notes."""
    page = briefing.brief_page(_brief(desk, asked, wait=True))
    rows = [
        (part.key, "".join(run.text for run in line.runs if run.kind != "note"), " ".join(str(run.number) for run in line.runs if run.kind == "note"))
        for part in page.parts for line in part.lines
    ]  # fmt: skip
    rows += [("notes", f"{''.join(run.text for run in note.source)} {note.quotation}".strip(), str(note.number)) for note in page.notes]
    return table(("part", "text", "notes"), rows, "brief")
