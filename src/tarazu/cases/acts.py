"""The acts of a case as plain rows: for questions over all of them that need neither tellings nor chains."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import msgspec

from tarazu.records import EventType


class Act(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a question over all acts needs of one that happened.

    Attributes:
        story: The story's id.
        type: Event type.
        channel: Field of relations; None for none.
        actors, recipients: Ids of the register, or plain names.
        start, end: First and last day, `YYYY-MM-DD`; where the text names none, the day on which it was first published; None where that is not known.
        score: From -10, most hostile, to 10.
        place, country: Name of the place as the register has it, and the state that it lies in.
        latitude, longitude: In degrees; None where the place is not known.
    """

    story: str
    type: EventType
    channel: str | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    start: str | None
    end: str | None
    score: float
    place: str | None
    country: str | None
    latitude: float | None
    longitude: float | None


_QUERY = (
    'SELECT id, type, channel, actors, recipients, coalesce(start, told), coalesce("end", told), score, place, country, latitude, longitude'
    " FROM stories WHERE status = 'actual' ORDER BY id"
)
_NAMES = msgspec.json.Decoder(tuple[str, ...])


def load_acts(connection: sqlite3.Connection) -> Iterator[Act]:
    """The acts that happened, each once however often it was told, by the ids of their stories."""
    for story, kind, channel, actors, recipients, start, end, score, place, country, latitude, longitude in connection.execute(_QUERY):
        yield Act(
            story=story, type=kind, channel=channel, actors=_NAMES.decode(actors), recipients=_NAMES.decode(recipients), start=start, end=end,
            score=score, place=place, country=country, latitude=latitude, longitude=longitude,
        )  # fmt: skip
