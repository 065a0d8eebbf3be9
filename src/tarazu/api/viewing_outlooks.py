"""Forecasts as a page shows them: in the words of a language, with the past stories behind each reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import msgspec

from tarazu.api import storytelling
from tarazu.api.outlook_words import SaidGround, say_question
from tarazu.api.outlooks import ForecastScores, KeptForecast
from tarazu.cases import stories as held
from tarazu.forecast.acts import LeftOut
from tarazu.forecast.outlook_types import Asked, PairCount
from tarazu.forecast.tuning import Fitted
from tarazu.languages.forecast_words import load_forecast_words
from tarazu.records import Channel, EventType, Status


class ForecastLine(msgspec.Struct, frozen=True, kw_only=True):
    """A forecast in a line.

    Attributes:
        id: Its id.
        as_of, until, made: The last day that was known, the last day of the window, and the day on which it was made.
        horizon: Days ahead.
        region, powers: Whom it is about.
        questions: How many questions are kept in it.
        learned: As of `Outlook`.
    """

    id: str
    as_of: dt.date
    until: dt.date
    made: dt.date
    horizon: int
    region: tuple[str, ...]
    powers: tuple[str, ...]
    questions: int
    learned: str


class Glance(msgspec.Struct, frozen=True, kw_only=True):
    """A past story at a glance."""

    id: str
    type: EventType
    mode: str | None
    channel: Channel | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    status: Status
    day: dt.date | None


class QuestionView(msgspec.Struct, frozen=True, kw_only=True):
    """A question as it is shown; numbers as of `Asked`."""

    rank: int
    subject: str
    relation: str
    object: str
    said: str
    so_far: str
    chance: float
    expected: float
    base_rate: float
    persistence: float
    recurrency: float
    met: int
    grounds: tuple[SaidGround, ...]


class NamedRelation(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is asked about, by its id and as it is called."""

    id: str
    name: str


class ForecastView(msgspec.Struct, frozen=True, kw_only=True):
    """A forecast as it is shown.

    Attributes:
        line: What it is about.
        digest: Of the file.
        coder: Which coders read the documents.
        stories_read, acts: How many stories it was made from, and how many acts between two they held.
        fitted: How chances are made, and how they did in earlier weeks.
        questions: A page of them, the likeliest first.
        total: How many there are, of those that are asked for.
        unasked: How many were left out as too unlikely, and how many acts they are expected to come to.
        relations: What is asked in it, to choose from; each with what it is called.
        parties: Who is named in it.
        counts: How many stories are expected between each two, the most first.
        stories: The past stories behind the reasons on this page that the case still holds.
        left_out: Stories that were not counted.
    """

    line: ForecastLine
    digest: str
    coder: str
    stories_read: int
    acts: int
    fitted: Fitted
    questions: tuple[QuestionView, ...]
    total: int
    unasked: tuple[int, float]
    relations: tuple[NamedRelation, ...]
    parties: tuple[str, ...]
    counts: tuple[PairCount, ...]
    stories: tuple[Glance, ...]
    left_out: tuple[LeftOut, ...]


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """Which part of a forecast is asked for.

    Attributes:
        language: In whose words.
        party: Only questions that name it; empty for all.
        relation: Only of this kind; empty for all.
        iso_days: Whether days in reasons are left as YYYY-MM-DD, for the page to write in the reader's calendar.
        limit, offset: Which page.
    """

    language: str = "en"
    party: str = ""
    relation: str = ""
    iso_days: bool = False
    limit: int = 20
    offset: int = 0

    def takes(self, asked: Asked) -> bool:
        """Whether a question is asked for."""
        named = not self.party or self.party in {asked.subject, asked.object}
        return named and (not self.relation or self.relation == asked.relation)


def list_forecasts(found: Sequence[KeptForecast]) -> tuple[ForecastLine, ...]:
    """Forecasts in lines, in their order."""
    return tuple(_line(each) for each in found)


def view_forecast(path: Path, kept: KeptForecast, shown: Shown) -> ForecastView:
    """A page of a forecast in the words of a language.

    Raises:
        OptionError: There are no words for forecasts in that language.
    """
    outlook = kept.outlook
    taken = [(rank, each) for rank, each in enumerate(outlook.asked, 1) if shown.takes(each)]
    page = taken[shown.offset : shown.offset + shown.limit]
    behind = dict.fromkeys(story for _, each in page for ground in each.grounds for story in ground.stories)
    return ForecastView(
        line=_line(kept), digest=kept.digest, coder=outlook.coder, stories_read=outlook.stories, acts=outlook.acts, fitted=outlook.fitted,
        questions=tuple(_question(rank, each, shown) for rank, each in page), total=len(taken), unasked=outlook.unasked,
        relations=_relations(outlook.asked, shown.language),
        parties=tuple(sorted({end for each in outlook.asked for end in (each.subject, each.object)})),
        counts=tuple(sorted(outlook.counts, key=lambda each: (-each.expected, each.one, each.other, each.valence))[:60]),
        stories=_glances(path, tuple(behind)), left_out=outlook.left_out,
    )  # fmt: skip


def score_rows(found: ForecastScores) -> tuple[tuple[str | int | float, ...], ...]:
    """Scores as rows of a table: the part, the method, and its figures."""
    parts = (("all", found.scored.grades), ("never met", found.scored.never_met))
    rows = ((part, each) for part, grades in parts for each in grades)
    return tuple((part, each.method, each.brier, each.log_score, each.mrr, each.h1, each.h3, each.h10, each.questions, each.came) for part, each in rows)


def _line(kept: KeptForecast) -> ForecastLine:
    outlook, scope = kept.outlook, kept.outlook.scope
    return ForecastLine(
        id=kept.id, as_of=scope.as_of, until=scope.until(), made=outlook.made, horizon=scope.horizon, region=scope.region, powers=scope.powers,
        questions=len(outlook.asked), learned=outlook.learned,
    )  # fmt: skip


def _question(rank: int, asked: Asked, shown: Shown) -> QuestionView:
    said = say_question(asked, shown.language, iso_days=shown.iso_days)
    return QuestionView(
        rank=rank, subject=asked.subject, relation=asked.relation, object=asked.object, said=said.said, so_far=said.base_rate, chance=asked.chance,
        expected=asked.expected, base_rate=asked.base_rate, persistence=asked.persistence, recurrency=asked.recurrency, met=asked.met, grounds=said.grounds,
    )  # fmt: skip


def _relations(asked: Sequence[Asked], language: str) -> tuple[NamedRelation, ...]:
    things = load_forecast_words(language).things
    return tuple(NamedRelation(id=each, name=things[each]) for each in dict.fromkeys(one.relation for one in asked))


def _glances(path: Path, ids: tuple[str, ...]) -> tuple[Glance, ...]:
    if not ids:
        return ()
    with closing(storytelling.told_connection(path)) as connection:
        return tuple(
            Glance(
                id=each.id, type=each.type, mode=each.mode, channel=each.channel, actors=each.actors, recipients=each.recipients, status=each.status,
                day=each.when.start if each.when else each.told,
            )
            for each in held.load_stories(connection, ids)
        )  # fmt: skip
