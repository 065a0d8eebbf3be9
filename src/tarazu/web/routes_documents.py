"""Documents to read and correct, and why their records are as they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from starlette.responses import Response

from tarazu.api import viewing_documents as viewing
from tarazu.api import viewing_stories
from tarazu.api.viewing_documents import DocumentPage, OpenDocument
from tarazu.cases.browsing import DocumentFilters
from tarazu.records import Assessment, CodedRecord, Event, Figure, Tie
from tarazu.web.answers import Cell, answer, table
from tarazu.web.asking import Limit, Offset
from tarazu.web.desk import AtDesk, Desk

router = APIRouter()

_LIST: Final = ("doc", "published", "language", "outlet", "title", "records", "judged", "skipped", "sentences", "address")
_RECORDS: Final = ("id", "kind", "type", "mode", "status", "actors", "recipients", "start", "end", "said_by", "confidence", "judged", "story", "sentence")


def _filters(language: str | None = None, outlet: str | None = None) -> DocumentFilters:
    return DocumentFilters(language=language or None, outlet=outlet or None)


Asked = Annotated[DocumentFilters, Depends(_filters)]


@router.get("/api/documents")
def documents(desk: AtDesk, asked: Asked, limit: Limit = 50, offset: Offset = 0) -> Response:
    """A page of the documents, the newest first."""
    return answer(_listed(desk, asked, (limit, offset)))


@router.get("/api/documents.csv")
def documents_table(desk: AtDesk, asked: Asked, limit: Limit = 500, offset: Offset = 0) -> Response:
    """The same as a table."""
    found = _listed(desk, asked, (limit, offset)).documents
    rows = (
        (each.doc, each.published.isoformat() if each.published else None, each.language, each.outlet, each.title, each.records, each.judged, each.skipped,
         each.sentences, each.address)
        for each in found
    )  # fmt: skip
    return table(_LIST, rows, "documents")


@router.get("/api/documents/{doc}.csv")
def document_table(desk: AtDesk, doc: str) -> Response:
    """The records of a document as a table."""
    return table(_RECORDS, _rows(viewing.open_document(desk.case.path, doc)), f"document-{doc}")


@router.get("/api/documents/{doc}")
def document(desk: AtDesk, doc: str) -> Response:
    """A document with its text as received, its records with the places of their evidence, what was left out, and what was decided."""
    return answer(viewing.open_document(desk.case.path, doc))


@router.get("/api/records/{record}")
def record(desk: AtDesk, record: str) -> Response:
    """A record, corrections applied."""
    return answer(desk.case.record(record))


@router.get("/api/records/{record}/explain")
def explain(desk: AtDesk, record: str) -> Response:
    """Why a record is as it is: its document is coded again, which takes a while the first time."""
    return answer(desk.shelf.soon(("explain", record), lambda: desk.case.explain(record)))


@router.get("/api/records/{record}/near")
def near(desk: AtDesk, record: str, limit: Limit = 20) -> Response:
    """The stories that an event might tell as well, the likeliest first."""
    return answer(viewing_stories.near_stories(desk.case.path, record, limit))


@router.get("/api/settable")
def settable() -> Response:
    """What a person may set in records: fields, values, modes."""
    return answer(viewing.settable())


def _listed(desk: Desk, asked: DocumentFilters, page: tuple[int, int]) -> DocumentPage:
    order = desk.shelf.get(("documents",), lambda: viewing.order_documents(desk.case.path))
    return viewing.list_documents(desk.case.path, asked, page, order)


def _rows(opened: OpenDocument) -> Iterator[tuple[Cell, ...]]:
    for each in opened.records:
        held = each.held.record
        start, end = _span(held)
        yield (
            held.id, *_act(held), start, end, ";".join(held.said_by), held.confidence, each.held.judged, each.story,
            held.evidence[0].text if held.evidence else None,
        )  # fmt: skip


def _act(held: CodedRecord) -> tuple[Cell, ...]:
    """Kind, type, mode, status, actors and recipients, as the table `records` of a case has them."""
    match held:
        case Event():
            return "event", held.type, held.mode, held.status, ";".join(held.actors), ";".join(held.recipients)
        case Tie():
            return "tie", held.kind, None, None, held.source, held.target
        case Figure():
            return "figure", held.indicator, held.name, held.status, ";".join(held.subjects), None
        case Assessment():
            return "assessment", held.dimension, held.direction, None, held.subject, held.object


def _span(held: CodedRecord) -> tuple[Cell, Cell]:
    match held:
        case Event() | Assessment():
            return (held.when.start.isoformat(), held.when.end.isoformat()) if held.when else (None, None)
        case Tie():
            return held.since.isoformat() if held.since else None, held.until.isoformat() if held.until else None
        case Figure():
            return held.period, None
