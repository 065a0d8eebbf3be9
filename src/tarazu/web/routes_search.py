"""Search over documents, stories and parties."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Final

import msgspec
from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from tarazu.api.looking_up import FoundDocument, Party, find_parties, find_stories, gather_names, show_documents
from tarazu.api.naming import names
from tarazu.api.viewing_stories import StoryCard
from tarazu.cases.searching import Filters
from tarazu.records import Hit
from tarazu.web.answers import Cell, answer, table
from tarazu.web.asking import Since, Until
from tarazu.web.desk import AtDesk, Desk

router = APIRouter(prefix="/api", tags=["search"])

_DEEPEST: Final = 200
_FOR_STORIES: Final = 50


class _Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked for."""

    question: str
    filters: Filters


class _Found(msgspec.Struct, frozen=True, kw_only=True):
    """What was found: a page of documents, whether there are more, and on the first page stories and parties."""

    documents: tuple[FoundDocument, ...]
    more: bool
    stories: tuple[StoryCard, ...]
    parties: tuple[Party, ...]


def _filters(
    since: Since, until: Until, outlet: str | None = None, actor: str | None = None, within: Annotated[str | None, Query(alias="in")] = None
) -> Filters:
    return Filters(language=within or None, outlet=outlet or None, since=since, until=until, actor=actor or None)


def _asked(filters: Annotated[Filters, Depends(_filters)], q: Annotated[str, Query(max_length=400)] = "") -> _Asked:
    return _Asked(question=q, filters=filters)


Asked = Annotated[_Asked, Depends(_asked)]
Limit = Annotated[int, Query(ge=1, le=100)]
Offset = Annotated[int, Query(ge=0, le=_DEEPEST)]


@router.get("/search")
def search(desk: AtDesk, asked: Asked, limit: Limit = 20, offset: Offset = 0, language: Annotated[str, Query(max_length=10)] = "en") -> Response:
    """Documents that hold the words, with where; stories told at those places; parties that are called so.

    `in` is the language of the documents, `language` that of who asks.
    """
    hits = _hits(desk, asked, max(offset + limit + 1, _FOR_STORIES))
    first = offset == 0
    return answer(
        _Found(
            documents=show_documents(hits[offset : offset + limit]), more=len(hits) > offset + limit,
            stories=find_stories(desk.case.path, hits[:_FOR_STORIES]) if first else (),
            parties=_parties(desk, asked.question, language) if first else (),
        )
    )  # fmt: skip


@router.get("/search.csv")
def search_table(desk: AtDesk, asked: Asked, limit: Limit = 100, offset: Offset = 0) -> Response:
    """The places in documents as a table."""
    return table(("document", "language", "title", "outlet", "published", "start", "text"), _rows(_hits(desk, asked, offset + limit)[offset:]), "search")


def _hits(desk: Desk, asked: _Asked, limit: int) -> tuple[Hit, ...]:
    return desk.shelf.get(("search", asked, limit), lambda: desk.case.search(asked.question, filters=asked.filters, limit=limit))


def _parties(desk: Desk, question: str, language: str) -> tuple[Party, ...]:
    path = desk.case.path
    known = desk.shelf.get(("parties",), lambda: gather_names(path))
    called = desk.shelf.get(("names", language), lambda: names(path, language))
    return find_parties(path, known, question, called)


def _rows(hits: tuple[Hit, ...]) -> Iterator[tuple[Cell, ...]]:
    for hit in hits:
        for snippet in hit.snippets:
            published = hit.published.isoformat() if hit.published else None
            yield (hit.doc, hit.language, hit.title, hit.outlet, published, snippet.start, snippet.text)
