"""The stories of a case, as they are asked for."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from functools import cache
from pathlib import Path

import msgspec

from tarazu.api import telling
from tarazu.api.listing import label
from tarazu.cases import file
from tarazu.cases import stories as held
from tarazu.errors import OptionError, RecordError
from tarazu.records import Chain, EventType, Reason, Status, Story, Telling, When, state_of

_SHORTEST = 4
_PREFIX = "s-"
_ATTEMPTS = 3

STARTING_POINT = "how rare it is that two tellings that meet are of one act"
"""The reason that says nothing of a pair: where all of them start from."""


class StoryFilters(msgspec.Struct, frozen=True, kw_only=True):
    """Which stories are asked for; None and 0 for all.

    Attributes:
        actor: A state, body or person that takes part.
        other: Another that takes part too: with `actor` a dyad, in either direction.
        type: Event type.
        channel: Field of relations.
        status: Whether it happened.
        since, until: First and last day; stories whose time is not known are left out where one is given.
        witnesses: The least number of independent witnesses.
        tellings: The least number of documents that tell it.
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

    def takes(self, story: Story) -> bool:
        """Whether a story is asked for."""
        parties = {each for party in (*story.actors, *story.recipients) for each in (party, state_of(party))}
        wanted = all(each in parties for each in (self.actor, self.other) if each)
        wanted &= self.type in {None, story.type} and self.channel in {None, story.channel} and self.status in {None, story.status}
        if self.since is not None:
            wanted &= story.when is not None and story.when.end >= self.since
        if self.until is not None:
            wanted &= story.when is not None and story.when.start <= self.until
        return wanted and story.witnesses >= self.witnesses and len(story.docs) >= self.tellings


class TellingLine(msgspec.Struct, frozen=True, kw_only=True):
    """One telling, in a line.

    Attributes:
        record: The event's id.
        doc: What its source calls the document: an id, path or address.
        document: The document's id in the case.
        language, outlet, published: Of the document.
        start, end: Span of its first sentence in the document's text.
        type, mode, actors, recipients, status, time: What this telling says.
    """

    record: str
    doc: str
    document: str
    language: str
    outlet: str | None
    published: dt.date | None
    start: int | None
    end: int | None
    type: EventType
    mode: str | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    status: Status
    time: When | None


class StoryLine(msgspec.Struct, frozen=True, kw_only=True):
    """A story with its tellings, in a line.

    Attributes:
        story: Its id.
        type, mode, channel, actors, recipients, when, status, witnesses, origin, thread: As in `Story`.
        tellings: Who tells it, the first one first.
    """

    story: str
    type: EventType
    mode: str | None
    channel: str | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    when: When | None
    status: Status
    witnesses: int
    origin: str | None
    thread: str
    tellings: tuple[TellingLine, ...]


class WholeStory(msgspec.Struct, frozen=True, kw_only=True):
    """A story opened.

    Attributes:
        story: The canonical act, with where its tellings disagree.
        tellings: Its events with their sentences and documents.
        chain: Who has it from whom.
        thread: The other stories of its thread, by time: planned, done, cancelled.
        reasons: For each telling but the first, why it is held to tell the same act as the first.
    """

    story: Story
    tellings: tuple[Telling, ...]
    chain: Chain
    thread: tuple[Story, ...]
    reasons: tuple[tuple[Reason, ...], ...]


def checked(filters: StoryFilters | None) -> StoryFilters:
    """Filters with days that may be written as text.

    Raises:
        OptionError: One of them does not fit.
    """
    held_back = msgspec.structs.asdict(filters or StoryFilters())
    try:
        return msgspec.convert(held_back, StoryFilters)
    except msgspec.ValidationError as error:
        raise _unfit(error) from error


def make_story_filters(
    written: Mapping[str, str | None], dyad: tuple[str, str | None] | None = None, *, witnesses: int = 0, tellings: int = 0
) -> StoryFilters:
    """Filters from words: fields of `StoryFilters` with their values as text.

    Raises:
        OptionError: One of them does not fit.
    """
    first, second = dyad or (None, None)
    try:
        return msgspec.convert({**written, "actor": first, "other": second, "witnesses": witnesses, "tellings": tellings}, StoryFilters)
    except msgspec.ValidationError as error:
        raise _unfit(error) from error


def _unfit(error: msgspec.ValidationError) -> OptionError:
    return OptionError("stories", "values that fit", str(error), "days are written as 2022-11-30; see docs/coding-guide.md for types")


def stories(path: Path, filters: StoryFilters) -> Iterator[Story]:
    """The stories that are asked for, by time; those without a time come last."""
    with closing(told_connection(path)) as connection:
        yield from (story for story in held.load_stories(connection) if filters.takes(story))


def lines(path: Path, filters: StoryFilters) -> Iterator[StoryLine]:
    """As `stories`, with their tellings."""
    with closing(told_connection(path)) as connection:
        for story in held.load_stories(connection):
            if filters.takes(story):
                yield _line(connection, story)


def story(path: Path, story_id: str) -> WholeStory:
    """One story, by its id, the first letters of it, or the id of one of its events.

    Raises:
        RecordError: There is no one such story.
    """
    from tarazu.analysis import stories as merging  # slow to load

    with closing(told_connection(path)) as connection:
        [found] = held.load_stories(connection, [_find(connection, story_id)])
        tellings = _tellings(connection, found)
        thread = tuple(each for each in held.load_thread(connection, found.thread) if each.id != found.id)
        reasons = tuple(merging.reasons(tellings[0], each) for each in tellings[1:])
        return WholeStory(story=found, tellings=tellings, chain=held.load_chain(connection, found.id), thread=thread, reasons=reasons)


def told_connection(path: Path) -> sqlite3.Connection:
    """A connection to a case whose stories are up to date, which sees this one moment until it is closed.

    Where documents come in all the while, the stories of some that came in just now may be missing.
    """
    for _ in range(_ATTEMPTS):
        connection = file.open_to_read(path)
        connection.execute("BEGIN")
        if held.is_told(connection):
            return connection
        connection.close()
        telling.settle(path)
    connection = file.open_to_read(path)
    connection.execute("BEGIN")
    return connection


def _find(connection: sqlite3.Connection, story_id: str) -> str:
    asked = story_id.removeprefix(_PREFIX)
    found = held.find_stories(connection, asked) if len(asked) >= _SHORTEST else ()
    if len(found) != 1:
        hint = "write more letters of it" if found else "take it from `tarazu stories CASE`"
        raise RecordError(story_id, "the id of one story of this case, or of one of its events", f"{len(found)} such", hint)
    return found[0]


def _tellings(connection: sqlite3.Connection, found: Story) -> tuple[Telling, ...]:
    numbers = held.numbers_of(connection, found.docs)
    by_id = {each.record.id: each for _, _, tellings in held.load_tellings(connection, numbers) for each in tellings}
    return tuple(by_id[each] for each in found.tellings if each in by_id)  # one that was judged away just now is not told again yet


def _line(connection: sqlite3.Connection, found: Story) -> StoryLine:
    addresses = held.load_addresses(connection, found.docs)
    tellings = tuple(_telling_line(each, addresses[each.record.doc]) for each in _tellings(connection, found))
    facts = {name: getattr(found, name) for name in StoryLine.__struct_fields__ if name not in {"story", "tellings"}}
    return StoryLine(story=found.id, tellings=tellings, **facts)


def _telling_line(each: Telling, address: str) -> TellingLine:
    record, facts = each.record, each.facts
    first = record.evidence[0] if record.evidence else None
    return TellingLine(
        record=record.id, doc=address, document=record.doc, language=facts.language, outlet=facts.outlet, published=facts.published,
        start=first.start if first else None, end=first.end if first else None, type=record.type, mode=record.mode, actors=record.actors,
        recipients=record.recipients, status=record.status, time=record.when,
    )  # fmt: skip


def split_dyad(written: str) -> tuple[str, str | None]:
    """The two parties of a dyad as people write it; an id may hold hyphens itself.

    Args:
        written: `KAZ-RUS`, `central-asia-CHN` or `KAZ:RUS`; or one party.

    Returns:
        The ids of the two; the second is None where there is one only.

    Raises:
        OptionError: The register knows no such parties.

    Example:
        >>> split_dyad("KAZ-RUS"), split_dyad("central-asia-CHN"), split_dyad("KAZ")
        (('KAZ', 'RUS'), ('central-asia', 'CHN'), ('KAZ', None))
    """
    known = _parties()
    if written in known:
        return written, None
    for at in (place for place, letter in enumerate(written) if letter in "-:"):
        first, second = written[:at], written[at + 1 :]
        if first in known and second in known:
            return first, second
    raise OptionError("--dyad", "two states or bodies of the register", repr(written), "write their ids with a hyphen: KAZ-RUS, central-asia-CHN, EU-UZB")


def draw_chain(chain: Chain, shape: str) -> str:
    """A chain of sources as a graph.

    Args:
        chain: The chain.
        shape: `dot` for Graphviz or `gexf` for Gephi.

    Raises:
        OptionError: It is neither.
    """
    from tarazu.exports.chain_graph import to_dot, to_gexf  # slow to load

    if shape not in {"dot", "gexf"}:
        raise OptionError("--format", "dot or gexf", repr(shape), "`tarazu chain CASE ID --json` gives it as JSON")
    return to_dot(chain, label=label) if shape == "dot" else to_gexf(chain, label=label)


@cache
def _parties() -> frozenset[str]:
    from tarazu import world  # slow to load

    register = world.load()
    return frozenset((*register.states, *register.bodies, *register.groups))
