"""Stories: each act once, opened down to the sentences of all who tell it."""

from __future__ import annotations

from typing import Annotated, Final

import msgspec
from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from tarazu.api import viewing_stories as viewing
from tarazu.api.days import first_day, last_day
from tarazu.api.viewing_stories import StoryAsk, StoryPage
from tarazu.web.answers import answer, table
from tarazu.web.desk import AtDesk, Desk

router = APIRouter()

_LIST: Final = (
    "story", "start", "end", "type", "mode", "channel", "status", "actors", "recipients", "score", "confidence", "witnesses", "documents", "languages",
    "sentence",
)  # fmt: skip
_TELLINGS: Final = (
    "record", "doc", "published", "language", "outlet", "type", "mode", "status", "actors", "recipients", "start", "end", "said_by", "confidence", "judged",
    "sentence",
)  # fmt: skip


def _asked(request: Request) -> StoryAsk:
    """From the query; days may be months there, and are called `from` and `to` as everywhere on the page."""
    written = dict(request.query_params)
    days = {"since": first_day(written.pop("from", None)), "until": last_day(written.pop("to", None))}
    return viewing.make_story_ask(written | {name: day.isoformat() for name, day in days.items() if day})


Asked = Annotated[StoryAsk, Depends(_asked)]


@router.get("/api/stories")
def stories(desk: AtDesk, asked: Asked) -> Response:
    """A page of the stories, each with the sentence in which it is told first."""
    return answer(_listed(desk, asked))


@router.get("/api/stories.csv")
def stories_table(desk: AtDesk, asked: Asked) -> Response:
    """The same as a table."""
    rows = []
    for each in _listed(desk, asked).stories:
        story, told = each.story, each.told
        rows.append((
            story.id, story.when.start.isoformat() if story.when else None, story.when.end.isoformat() if story.when else None, story.type, story.mode,
            story.channel, story.status, ";".join(story.actors), ";".join(story.recipients), story.score, story.confidence, story.witnesses, len(story.docs),
            ";".join(told.languages) if told else None, told.text if told else None,
        ))  # fmt: skip
    return table(_LIST, rows, "stories")


@router.get("/api/stories/{story}.csv")
def story_table(desk: AtDesk, story: str) -> Response:
    """The tellings of a story as a table."""
    rows = []
    for each in viewing.open_story(desk.case.path, story).tellings:
        event, facts = each.telling.record, each.telling.facts
        rows.append((
            event.id, event.doc, facts.published.isoformat() if facts.published else None, facts.language, facts.outlet, event.type, event.mode, event.status,
            ";".join(event.actors), ";".join(event.recipients), event.when.start.isoformat() if event.when else None,
            event.when.end.isoformat() if event.when else None, ";".join(event.said_by), event.confidence, each.judged,
            event.evidence[0].text if event.evidence else None,
        ))  # fmt: skip
    return table(_TELLINGS, rows, f"story-{story}")


@router.get("/api/stories/{story}")
def story(desk: AtDesk, story: str) -> Response:
    """A story: the canonical act, its tellings, where they disagree, who has it from whom, and what came before and after."""
    return answer(viewing.open_story(desk.case.path, story))


def _listed(desk: Desk, asked: StoryAsk) -> StoryPage:
    whole = msgspec.structs.replace(asked, limit=1, offset=0)  # all pages of one question are cut from one list
    order = desk.shelf.get(("stories", whole), lambda: viewing.order_stories(desk.case.path, whole))
    return viewing.list_stories(desk.case.path, asked, order)
