"""Which stories count, where and when."""

import datetime as dt

import msgspec
import numpy as np
import pytest
from balance_material import FIRST, scope, story

from tarazu.analysis.activity_tally import joined, period_start, tally
from tarazu.analysis.balance_types import Key, Settings
from tarazu.errors import OptionError

ALL = ("between", "from_state", "from_power")


def directions(*stories: object) -> set[tuple[str, str]]:
    wide = msgspec.structs.replace(scope(4), directions=ALL)
    counted = tally(stories, wide, Settings())  # type: ignore[arg-type]
    return {(key.direction, key.power) for key, row in zip(counted.keys, counted.stories(), strict=True) if key.channel is None and row.sum()}


def test_mutual_acts_count_for_both_directions_and_once_between() -> None:
    assert directions(story(0)) == {(each, "RUS") for each in ALL}


def test_directed_acts_count_for_one_direction() -> None:
    assert directions(story(0, doers=("KAZ/president",), others=("RUS",))) == {("between", "RUS"), ("from_state", "RUS")}
    assert directions(story(0, doers=("CHN",), others=("KAZ", "UZB"))) == {("between", "CHN"), ("from_power", "CHN")}


def test_two_who_act_together_on_a_third_do_nothing_to_each_other() -> None:
    assert directions(story(0, doers=("KAZ", "RUS"), others=("AFG",))) == set()


def test_members_act_for_their_body() -> None:
    wide = msgspec.structs.replace(scope(4, powers=("EU",)), members={"DEU": "EU"})
    counted = tally((story(0, doers=("KAZ",), others=("DEU/chancellor",)),), wide, Settings())
    assert {key.power for key in counted.keys} == {"EU"}


def test_what_is_not_counted_is_told() -> None:
    stories = (
        story(0, status="planned"), story(0, days=200), msgspec.structs.replace(story(0), when=None), story(400), story(0, doers=("FRA", "DEU")), story(0),
    )  # fmt: skip
    counted = tally(stories, scope(4), Settings())
    assert {each.reason: each.stories for each in counted.left_out} == {
        "not done, but planned": 1, "no time": 1, "a time of more than 31 days": 1, "before or after the days that count": 1,
        "about no dyad of the scope: only in the exposure": 1,
    }  # fmt: skip
    assert counted.told.sum() == 2


def test_a_story_of_several_days_is_spread() -> None:
    counted = tally((story(5, days=4),), scope(4), Settings())
    assert counted.stories()[0].tolist() == [0.5, 0.5, 0, 0]


def test_witnesses_weigh_up_to_a_few() -> None:
    weights = [tally((story(0, witnesses=number),), scope(1), Settings()).entries.weight[0] for number in (1, 2, 3, 50)]
    assert weights[0] == 1
    assert weights == sorted(weights)
    assert weights[2] == weights[3] == 2


def test_months_are_counted_by_the_calendar() -> None:
    monthly = msgspec.structs.replace(scope(60), period="month")
    counted = tally((story(31), story(365)), monthly, Settings())
    assert counted.starts[:2] == (dt.date(2024, 1, 1), dt.date(2024, 2, 1))
    assert np.flatnonzero(counted.stories()[0]).tolist() == [1, 11]


def test_earlier_stories_inform_the_beginning() -> None:
    counted = tally((story(-20), story(0)), scope(2), Settings())
    assert counted.starts[0] == period_start(FIRST - dt.timedelta(days=20), "week")
    assert counted.stories()[0].sum() == 2


def test_powers_without_a_story_have_lines_for_the_alignment() -> None:
    counted = tally((story(0),), scope(2), Settings())
    assert Key(state="KAZ", power="CHN", direction="from_state", channel="trade", valence="conflict") in counted.keys


def test_joined_counts_are_those_of_all_stories() -> None:
    old, new = [story(0), story(9, "ACCUSE", source="two")], [story(20, doers=("KAZ", "CHN"), source="three"), story(8, status="denied")]
    whole, parts = tally(old + new, scope(4), Settings()), tally(old, scope(4), Settings())
    both = joined(parts, tally(new, scope(4), Settings(), parts.starts))
    assert dict(zip(both.keys, both.stories().tolist(), strict=True)) == dict(zip(whole.keys, whole.stories().tolist(), strict=True))
    assert both.told.sum() == whole.told.sum()
    assert both.left_out == whole.left_out
    assert both.story_ids == whole.story_ids


@pytest.mark.parametrize(
    "changes",
    [pytest.param({"states": ()}, id="no state"), pytest.param({"powers": ()}, id="no power"), pytest.param({"until": dt.date(2000, 1, 1)}, id="ends too early")],
)
def test_scopes_that_cannot_be_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(OptionError):
        tally((), msgspec.structs.replace(scope(4), **changes), Settings())
