"""Stories opened to be compared: pages of them with their sentences, and one with its tellings, its thread and what else it might be."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

import msgspec

from tarazu.api import storytelling
from tarazu.api.storytelling import told_connection
from tarazu.api.viewing_documents import Written, direction_of
from tarazu.cases import browsing, file
from tarazu.cases import stories as held
from tarazu.cases.browsing import Spoken, StoryFilter, StoryOrder
from tarazu.errors import OptionError
from tarazu.records import Chain, EventType, Judged, Reason, Status, Story, Telling

_MOST: Final = 500
_COURSE: Final[Mapping[Status, int]] = {"hypothetical": 0, "planned": 0, "actual": 1, "cancelled": 2, "denied": 2}


class StoryAsk(msgspec.Struct, frozen=True, kw_only=True):
    """Which page of which stories.

    Attributes:
        actor, other, type, channel, status, since, until, witnesses, tellings: As in `StoryFilters`.
        order: `newest` or `oldest` first, or those with the most `witnesses`; stories without a time come last.
        limit: How many, from 1 to 500.
        offset: How many go before.
    """

    actor: str | None = None
    other: str | None = None
    type: EventType | None = None
    channel: str | None = None
    status: Status | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    witnesses: int = 0
    tellings: int = 0
    order: StoryOrder = "newest"
    limit: int = 50
    offset: int = 0


class StoryCard(msgspec.Struct, frozen=True, kw_only=True):
    """A story with the words in which it is told first.

    Attributes:
        story: The canonical act.
        told: The first telling's sentence; None where that was judged away just now.
        direction: In which way that sentence is written.
    """

    story: Story
    told: Spoken | None
    direction: Written


class StoryPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of stories.

    Attributes:
        total: How many fit what was asked.
        stories: Those of this page.
    """

    total: int
    stories: tuple[StoryCard, ...]


class OpenTelling(msgspec.Struct, frozen=True, kw_only=True):
    """One telling of a story.

    Attributes:
        telling: The event with what its document says about itself.
        direction: In which way its document is written.
        judged: What a person decided about it.
        reasons: Why it is held to tell the same act as the first; none for the first.
    """

    telling: Telling
    direction: Written
    judged: Judged | None
    reasons: tuple[Reason, ...]


class OpenStory(msgspec.Struct, frozen=True, kw_only=True):
    """A story, opened.

    Attributes:
        story: The canonical act, with where its tellings disagree.
        tellings: Its tellings, the first one first.
        chain: Who has it from whom.
        thread: All stories of its thread, this one among them: planned, done, called off.
    """

    story: Story
    tellings: tuple[OpenTelling, ...]
    chain: Chain
    thread: tuple[StoryCard, ...]


def make_story_ask(written: Mapping[str, str]) -> StoryAsk:
    """What is asked for, from words.

    Args:
        written: Fields of `StoryAsk` with their values as text; empty texts ask for nothing.

    Raises:
        OptionError: A field is not known, or a value does not fit.

    Example:
        >>> make_story_ask({"type": "AGREE", "limit": "20", "channel": ""}).limit
        20
    """
    unknown = [name for name in written if name not in StoryAsk.__struct_fields__]
    if unknown:
        raise OptionError("stories", f"what can be asked: {', '.join(StoryAsk.__struct_fields__)}", ", ".join(unknown), "leave it out")
    try:
        asked = msgspec.convert({name: value for name, value in written.items() if value}, StoryAsk, strict=False)
    except msgspec.ValidationError as error:
        raise OptionError("stories", "values that fit", str(error), "days are written as 2022-11-30; see docs/coding-guide.md for types") from error
    if not 1 <= asked.limit <= _MOST or asked.offset < 0:
        raise OptionError("stories", f"a limit from 1 to {_MOST} and an offset of at least 0", f"{asked.limit} and {asked.offset}", "ask page by page")
    return asked


def order_stories(path: Path, asked: StoryAsk) -> tuple[str, ...]:
    """The ids of all stories that fit, whatever the page, in the order that is asked for."""
    wanted = StoryFilter(
        parties=tuple(each for each in (asked.actor, asked.other) if each), type=asked.type, channel=asked.channel, status=asked.status,
        since=asked.since, until=asked.until, witnesses=asked.witnesses, tellings=asked.tellings,
    )  # fmt: skip
    with closing(told_connection(path)) as connection:
        return browsing.order_stories(connection, wanted, asked.order)


def list_stories(path: Path, asked: StoryAsk, order: Sequence[str] | None = None) -> StoryPage:
    """A page of the stories of a case.

    Args:
        path: The case.
        asked: Which.
        order: What `order_stories` gave for the case as it is, where that is at hand: for large cases it is nearly all of the work.
    """
    found = order_stories(path, asked) if order is None else order
    with closing(told_connection(path)) as connection:
        return StoryPage(total=len(found), stories=_cards(connection, found[asked.offset : asked.offset + asked.limit]))


def near_stories(path: Path, record: str, limit: int = 20) -> tuple[StoryCard, ...]:
    """The stories that an event might tell as well, the likeliest first: to choose from when it is merged."""
    with closing(told_connection(path)) as connection:
        return _cards(connection, browsing.near_stories(connection, record, limit))


def open_story(path: Path, story: str) -> OpenStory:
    """Opens a story, by its id, the first letters of it, or the id of one of its events.

    Raises:
        RecordError: There is no one such story.
    """
    whole = storytelling.story(path, story)
    with closing(file.open_to_read(path)) as connection:
        judged = browsing.judged(connection, whole.story.tellings)
        course = sorted((whole.story, *whole.thread), key=_place)
        thread = _cards(connection, [each.id for each in course])
    return OpenStory(
        story=whole.story,
        tellings=tuple(
            OpenTelling(telling=each, direction=direction_of(each.facts.language), judged=judged.get(each.record.id), reasons=reasons)
            for each, reasons in zip(whole.tellings, ((), *whole.reasons), strict=False)  # no reasons where all tellings were judged away just now
        ),
        chain=whole.chain,
        thread=thread,
    )


def _place(story: Story) -> tuple[int, str, str]:
    """What was planned comes before what was done, and that before what was called off, whatever the days: a plan names the day of the deed."""
    return _COURSE[story.status], (story.told or dt.date.max).isoformat(), story.id


def _cards(connection: sqlite3.Connection, ids: Sequence[str]) -> tuple[StoryCard, ...]:
    by_id = {each.id: each for each in held.load_stories(connection, ids)}
    spoken = browsing.load_spoken(connection, ids)
    return tuple(
        StoryCard(story=by_id[each], told=spoken.get(each), direction=direction_of(spoken[each].language if each in spoken else None))
        for each in ids
        if each in by_id
    )
