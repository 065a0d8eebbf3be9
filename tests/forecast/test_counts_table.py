"""Stories counted by week."""

import datetime as dt

import numpy as np
import pytest

from tarazu.errors import OptionError
from tarazu.forecast.counts_table import Asked, acts_of, count_stories, exposure_of, nearness, shared_bodies, table_of_stories
from tarazu.forecast.counts_types import Series
from tarazu.records import Story, When

LAST = dt.date(2024, 6, 30)


def story(at: int, day: dt.date | None = LAST, **fields: object) -> Story:
    given: dict[str, object] = {
        "id": f"s-{at}", "type": "CONSULT", "mode": None, "contexts": (), "channel": "trade", "actors": ("KAZ/somebody",), "recipients": ("RUS",),
        "when": None if day is None else When(start=day, end=day, granularity="day", text=""), "where": None, "status": "actual", "amount": None,
        "score": 2.5, "confidence": 0.9, "tellings": (), "docs": (), **fields,
    }  # fmt: skip
    return Story(**given)


def of(source: str, target: str, valence: str = "cooperation", channel: str | None = "trade") -> Series:
    return Series(source=source, target=target, valence=valence, channel=channel)


def test_count_stories_counts_weeks_that_end_on_the_last_day() -> None:
    stories = [story(0), story(1, LAST - dt.timedelta(days=6)), story(2, LAST - dt.timedelta(days=7)), story(3, LAST - dt.timedelta(days=20))]
    table = table_of_stories(stories, LAST)
    row = table.counts[table.series.index(of("KAZ", "RUS"))]
    assert row.tolist() == [1, 1, 2]
    assert table.origin() == dt.date(2024, 7, 1)
    assert of("RUS", "KAZ") in table.series


def test_count_stories_tells_valences_and_channels_apart() -> None:
    stories = [story(0), story(1, type="ACCUSE"), story(2, channel=None), story(3, actors=("KAZ", "UZB"), recipients=())]
    table = table_of_stories(stories, LAST)
    held = {each: table.counts[at].sum() for at, each in enumerate(table.series)}
    assert held[of("KAZ", "RUS", "conflict")] == 1
    assert held[of("KAZ", "RUS", channel=None)] == 1
    assert held[of("KAZ", "UZB")] == held[of("UZB", "KAZ")] == 1
    together = table_of_stories(stories, LAST, by_channel=False)
    assert together.counts[together.series.index(of("KAZ", "RUS", channel=None))].sum() == 2


def test_count_stories_says_what_it_leaves_out() -> None:
    long = When(start=LAST - dt.timedelta(days=60), end=LAST, granularity="season", text="")
    stories = [story(0), story(1, status="planned"), story(2, None), story(3, when=long), story(4, LAST + dt.timedelta(days=1)), story(5, None, told=LAST)]
    counted = count_stories(stories, Asked(until=LAST))
    assert counted.stories == 2
    assert counted.left_out == {"a time of more than 31 days": 1, "after the last day": 1, "no time": 1, "not done, but planned": 1}
    with pytest.raises(OptionError, match="stories of acts that were done"):
        count_stories([story(0, status="denied")], Asked(until=LAST))


def test_count_stories_lets_members_count_for_their_union_unless_they_are_named() -> None:
    stories = [story(0, actors=("DEU/minister",)), story(1, actors=("FRA",))]
    table = table_of_stories(stories, LAST, parties=("FRA",))
    assert {of("EU", "RUS"), of("FRA", "RUS")} <= set(table.series)
    assert not any("DEU" in {each.source, each.target} for each in table.series)


def test_count_stories_carries_what_is_asked_for_without_an_act() -> None:
    table = table_of_stories([story(0)], LAST, extra=[of("TKM", "CHN", "conflict", "energy")])
    assert table.counts[table.series.index(of("TKM", "CHN", "conflict", "energy"))].sum() == 0
    assert {"TKM", "CHN"} <= set(table.parties)


def test_acts_of_gives_days() -> None:
    assert acts_of([story(0), story(1, status="planned")], Asked(until=LAST)) == [(LAST, of("KAZ", "RUS"))]


def test_shared_bodies_follow_memberships() -> None:
    parties, day = ("KAZ", "RUS", "USA", "CSTO"), dt.date(2024, 1, 1)
    now, left = shared_bodies(parties, day), shared_bodies(parties, day, [("KAZ", "CSTO", False)])
    joined = shared_bodies(parties, day, [("USA", "CSTO", True)])
    assert now[0, 1] > left[0, 1] > 0
    assert now[0, 3] > 0
    assert left[0, 3] == 0
    assert joined[2, 1] > now[2, 1]
    assert np.array_equal(now, now.T)


def test_nearness_falls_with_distance() -> None:
    near = nearness(("KGZ", "KAZ", "USA", "CSTO"))
    assert near[0, 1] > near[0, 2]
    assert not near[3].any()


def test_exposure_of_a_week_that_nobody_read_is_nothing() -> None:
    exposure = exposure_of(np.array([0, 0, 0, 0, 0, 3, 3, 3, 3, 9]))
    assert exposure[:3].tolist() == [0, 0, 0]
    assert exposure[-1] > exposure[6]
