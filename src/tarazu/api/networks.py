"""Who acts on whom, when and where: the acts of a case as a network, and as places on a map."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import msgspec

from tarazu.api.storytelling import told_connection
from tarazu.cases.acts import Act, load_acts
from tarazu.cases.stories import load_stories
from tarazu.records import Channel, Story, state_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import polars as pl

NAMED: Final = 12
"""How many acts a pair or a place names; the others are counted."""


class NetworkFilters(msgspec.Struct, frozen=True, kw_only=True):
    """Which acts are drawn; None for all.

    Attributes:
        since, until: First and last day; acts whose time is not known are left out where one is given.
        channel: Field of relations.
        party: A state or body that takes part.
    """

    since: dt.date | None = None
    until: dt.date | None = None
    channel: Channel | None = None
    party: str | None = None


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """Who acts on whom, and how often.

    Attributes:
        source, target: State or body that acts, and on which; of a reciprocal act each party acts on each.
        stories: How many acts.
        cooperation, conflict: How many of them are the one or the other, by PLOVER's quad classes.
        score: The mean of their scores, -10 to 10.
        ids: The latest of them, at most `NAMED`.
    """

    source: str
    target: str
    stories: int
    cooperation: int
    conflict: int
    score: float
    ids: tuple[str, ...]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """Two parties and what is between them in either direction, each act once.

    Attributes:
        one, two: The parties, in the order of their ids.
        stories, cooperation, conflict, ids: As in `Pair`.
    """

    one: str
    two: str
    stories: int
    cooperation: int
    conflict: int
    ids: tuple[str, ...]


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """A place and what happened there.

    Attributes:
        name, country: Its name in the register, and its state.
        latitude, longitude: In degrees.
        stories, cooperation, conflict, ids: As in `Pair`.
    """

    name: str
    country: str | None
    latitude: float
    longitude: float
    stories: int
    cooperation: int
    conflict: int
    ids: tuple[str, ...]


class Month(msgspec.Struct, frozen=True, kw_only=True):
    """How many acts between two parties begin in a month, whatever period is asked for: what a time slider stands on.

    Attributes:
        start: Its first day.
        stories: How many.
    """

    start: dt.date
    stories: int


class Network(msgspec.Struct, frozen=True, kw_only=True):
    """Who acts on whom.

    Attributes:
        pairs: The busiest first.
        lines: The same without direction, the busiest first.
        spots: The places, the busiest first.
        months: From the first act to the last, those without an act too.
        stories: How many acts between two parties the filters take.
        unplaced: How many of all acts taken name no place that the register knows.
    """

    pairs: tuple[Pair, ...]
    lines: tuple[Line, ...]
    spots: tuple[Spot, ...]
    months: tuple[Month, ...]
    stories: int
    unplaced: int


_Kind = TypeVar("_Kind", Pair, Line, Spot)


class Acts(msgspec.Struct, frozen=True, kw_only=True):
    """The acts of a case in columns, made once and asked often.

    Attributes:
        dealings: A row for each act and pair of parties: story, source, target, channel, start, end, score, conflict.
        scenes: A row for each act: story, parties, channel, start, end, conflict, place, country, latitude, longitude.
    """

    dealings: pl.DataFrame
    scenes: pl.DataFrame


def load(path: Path) -> Acts:
    """Reads the acts of a case into columns; 100,000 take about a second."""
    import polars as pl  # slow to load

    from tarazu.analysis.activity_tally import valence_of

    with closing(told_connection(path)) as connection:
        acts = list(load_acts(connection))
    conflict = {kind: valence_of(kind) == "conflict" for kind in {each.type for each in acts}}
    dealings = [
        (each.story, one, two, each.channel, each.start, each.end, each.score, conflict[each.type]) for each in acts for one, two in _pairs(each)
    ]
    scenes = [
        (each.story, _parties(each), each.channel, each.start, each.end, conflict[each.type], each.place, each.country, each.latitude, each.longitude)
        for each in acts
    ]
    common = {"channel": pl.String, "start": pl.String, "end": pl.String}
    made = pl.DataFrame(
        dealings, orient="row", schema={"story": pl.String, "source": pl.String, "target": pl.String, **common, "score": pl.Float64, "conflict": pl.Boolean}
    )
    placed = pl.DataFrame(
        scenes, orient="row",
        schema={"story": pl.String, "parties": pl.List(pl.String), **common, "conflict": pl.Boolean, "place": pl.String, "country": pl.String,
                "latitude": pl.Float64, "longitude": pl.Float64},
    )  # fmt: skip
    days = [pl.col("start", "end").str.to_date("%Y-%m-%d")]
    return Acts(dealings=made.with_columns(days), scenes=placed.with_columns(days))


def draw(acts: Acts, filters: NetworkFilters | None = None) -> Network:
    """The network of the acts that filters take.

    Example:
        >>> import polars as pl
        >>> day = dt.date(2024, 7, 5)
        >>> common = {"story": ["s-1"], "channel": ["trade"], "start": [day], "end": [day], "conflict": [False]}
        >>> dealings = pl.DataFrame({**common, "source": ["KAZ"], "target": ["CHN"], "score": [7.0]})
        >>> place = {"place": ["Astana"], "country": ["KAZ"], "latitude": [51.2], "longitude": [71.4]}
        >>> network = draw(Acts(dealings=dealings, scenes=pl.DataFrame({**common, **place, "parties": [["KAZ", "CHN"]]})))
        >>> [(pair.source, pair.target, pair.cooperation) for pair in network.pairs], network.spots[0].name
        ([('KAZ', 'CHN', 1)], 'Astana')
    """
    import polars as pl  # slow to load

    asked = filters or NetworkFilters()
    party = asked.party
    taken = _take(acts.dealings, asked)
    scenes = _take(acts.scenes, asked)
    if party is not None:
        taken = taken.filter((pl.col("source") == party) | (pl.col("target") == party))
        scenes = scenes.filter(pl.col("parties").list.contains(party))
    ends = pl.col("source"), pl.col("target")
    undirected = taken.select(
        "story", "start", "conflict", one=pl.min_horizontal(*ends), two=pl.max_horizontal(*ends)
    ).unique(["story", "one", "two"])  # fmt: skip
    known = scenes.filter(pl.col("latitude").is_not_null() & pl.col("place").is_not_null())
    return Network(
        pairs=tuple(_counted(taken, Pair, "source", "target")),
        lines=tuple(_counted(undirected, Line, "one", "two")),
        spots=tuple(_counted(known.rename({"place": "name"}), Spot, "name", "country", "latitude", "longitude")),
        months=tuple(_months(acts.dealings)),
        stories=taken["story"].n_unique(),
        unplaced=len(scenes) - len(known),
    )


def acts_named(path: Path, ids: Sequence[str]) -> tuple[Story, ...]:
    """Stories by their ids, the latest first; one that is not there any more is left out."""
    with closing(told_connection(path)) as connection:
        found = list(load_stories(connection, ids))
    return tuple(sorted(found, key=lambda story: (story.when.start if story.when else story.told or dt.date.min, story.id), reverse=True))


def _counted(table: pl.DataFrame, kind: type[_Kind], *names: str) -> Iterator[_Kind]:
    """The rows of a table by those of some columns, with how many acts each has and the latest of them."""
    import polars as pl  # slow to load

    counts = (pl.len().alias("stories"), (~pl.col("conflict")).sum().alias("cooperation"), pl.col("conflict").sum())
    latest = pl.col("story").sort_by(["start", "story"], descending=True, nulls_last=True).head(NAMED).alias("ids")
    means = [pl.col("score").mean()] if "score" in table.columns else []
    grouped = table.group_by(*names).agg(*counts, latest, *means).sort(["stories", *names], descending=[True, *(False for _ in names)])
    yield from (msgspec.convert(row, kind) for row in grouped.to_dicts())


def _take(table: pl.DataFrame, asked: NetworkFilters) -> pl.DataFrame:
    import polars as pl  # slow to load

    if asked.channel is not None:
        table = table.filter(pl.col("channel") == asked.channel)
    if asked.since is not None:
        table = table.filter(pl.col("end") >= asked.since)
    if asked.until is not None:
        table = table.filter(pl.col("start") <= asked.until)
    return table


def _months(dealings: pl.DataFrame) -> Iterator[Month]:
    import polars as pl  # slow to load

    begun = dealings.filter(pl.col("start").is_not_null()).unique("story").group_by(pl.col("start").dt.truncate("1mo")).len().sort("start")
    if begun.is_empty():
        return
    every = pl.select(pl.date_range(pl.lit(begun["start"][0]), pl.lit(begun["start"][-1]), "1mo").alias("start"))
    for start, stories in every.join(begun, on="start", how="left").sort("start").iter_rows():
        yield Month(start=start, stories=stories or 0)


def _parties(act: Act) -> list[str]:
    return sorted({state_of(each) for each in (*act.actors, *act.recipients)})


def _pairs(act: Act) -> set[tuple[str, str]]:
    actors, recipients = ({state_of(each) for each in side} for side in (act.actors, act.recipients))
    return {(one, two) for one in actors for two in (recipients or actors) if one != two}
