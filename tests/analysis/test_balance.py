"""The balance as a whole, and why."""

import datetime as dt

import msgspec
import numpy as np
import pytest
from balance_material import FIRST, press, scope, story

from tarazu.analysis.activity import fit_lines
from tarazu.analysis.balance import balance, weigh, why
from tarazu.analysis.balance_types import Balance, Change, Key, Point, Settings, Told, TooLittle
from tarazu.errors import OptionError

WEEKS = 80


def point(found: Balance, power: str, at: int = -1, valence: str = "cooperation") -> Point:
    key = Key(state="KAZ", power=power, direction="between", channel=None, valence=valence)  # type: ignore[arg-type]
    return next(each for each in found.series if each.key == key).points[at]


def test_a_trend_is_named_only_where_the_band_excludes_none() -> None:
    rates = {("RUS", "CONSULT"): np.full(WEEKS, 3.0), ("CHN", "CONSULT"): np.where(np.arange(WEEKS) < 70, 1.0, 8.0)}
    found = balance(press(WEEKS, rates), scope(WEEKS))
    rising, even = point(found, "CHN").change, point(found, "RUS").change
    assert isinstance(rising, Change)
    assert isinstance(even, Change)
    assert rising.verdict == "rising"
    assert rising.factor.low90 > 1
    assert even.verdict == "no clear change"
    assert even.factor.low90 < 1 < even.factor.high90
    for series in found.series:
        for each in series.points:
            if isinstance(each.change, Change):
                assert (each.change.verdict == "no clear change") == (each.change.factor.low90 <= 1 <= each.change.factor.high90)


def test_rates_are_stories_a_week_with_bands_in_order() -> None:
    found = balance(press(WEEKS, {("RUS", "CONSULT"): np.full(WEEKS, 3.0)}), scope(WEEKS))
    rate = point(found, "RUS", 40).rate
    assert isinstance(rate, Told)
    assert rate.band.low90 < rate.band.low50 < rate.band.mean < rate.band.high50 < rate.band.high90
    assert rate.band.low90 < 3 < rate.band.high90


def test_few_stories_are_too_little_to_tell() -> None:
    found = balance([story(10)], scope(30))
    last = point(found, "RUS")
    assert isinstance(last.rate, TooLittle)
    assert isinstance(last.change, TooLittle)
    assert point(found, "RUS", 1).stories == 1


def test_months_are_compared_over_a_quarter() -> None:
    rates = {("RUS", "CONSULT"): np.where(np.arange(WEEKS) < 66, 1.0, 9.0)}
    found = balance(press(WEEKS, rates), msgspec.structs.replace(scope(WEEKS), period="month"))
    last = point(found, "RUS")
    assert isinstance(last.change, Change)
    assert (last.start, last.change.since) == (dt.date(2025, 7, 1), dt.date(2025, 4, 1))
    assert last.change.verdict == "rising"


def test_nothing_in_nothing_out() -> None:
    found = balance((), scope(4))
    assert (found.series, found.alignments, found.shifts, found.house_effects, found.left_out) == ((), (), (), (), ())


def test_order_of_reading_does_not_matter() -> None:
    stories = press(30, {("RUS", "CONSULT"): np.full(30, 2.0), ("CHN", "ACCUSE"): np.full(30, 1.0)})
    one, two = balance(stories, scope(30)), balance(stories[::-1], scope(30))
    first, second = ({each.key: each.points[-1].rate for each in found.series} for found in (one, two))
    assert first.keys() == second.keys()
    for key, rate in first.items():
        other = second[key]
        if isinstance(rate, Told) and isinstance(other, Told):
            assert rate.band.mean == pytest.approx(other.band.mean, rel=0.02)


def test_why_names_the_stories_that_moved_the_line() -> None:
    stories = press(30, {("RUS", "CONSULT"): np.full(30, 2.0)})
    strong, blow, old = story(7 * 20, witnesses=3), story(7 * 20, "SANCTION", witnesses=3), story(3)
    lines = fit_lines([*stories, strong, blow, old], scope(30), Settings())
    found = why(lines, ("KAZ", "RUS"), FIRST + dt.timedelta(weeks=20))
    effects = {each.story: each.net for each in found}
    assert found[0].story in {strong.id, blow.id}
    assert effects[strong.id] > 0 > effects[blow.id]
    assert abs(effects[old.id]) < abs(effects[strong.id])
    assert [abs(each.net) for each in found] == sorted((abs(each.net) for each in found), reverse=True)
    assert len(found) == len({each.story for each in found}) == sum("RUS" in each.actors for each in stories) + 3


def test_why_is_what_leaving_the_story_out_does() -> None:
    stories = press(30, {("RUS", "CONSULT"): np.full(30, 2.0)})
    extra = story(7 * 20)
    with_it = fit_lines([*stories, extra], scope(30), Settings())
    without = fit_lines(stories, scope(30), Settings(), with_it.fitted)
    key = Key(state="KAZ", power="RUS", direction="between", channel=None, valence="cooperation")
    real = with_it.rates()[with_it.tally.keys.index(key), 20] - without.rates()[without.tally.keys.index(key), 20]
    told = next(each.net for each in why(with_it, ("KAZ", "RUS"), FIRST + dt.timedelta(weeks=20)) if each.story == extra.id)
    assert told == pytest.approx(real, rel=0.15)


def test_why_over_several_weeks_is_the_mean_of_each() -> None:
    stories = press(30, {("RUS", "CONSULT"): np.full(30, 2.0), ("RUS", "ACCUSE"): np.full(30, 1.0)})
    lines = fit_lines(stories, scope(30), Settings())
    weeks = [FIRST + dt.timedelta(weeks=at) for at in (10, 11, 12)]
    apart = [{each.story: each.net for each in why(lines, ("KAZ", "RUS"), day)} for day in weeks]
    for each in why(lines, ("KAZ", "RUS"), (weeks[0], weeks[-1])):
        assert each.net == pytest.approx(sum(one[each.story] for one in apart) / 3)


def test_why_refuses_days_that_run_backward() -> None:
    with pytest.raises(OptionError):
        why(fit_lines([story(0), story(20)], scope(4), Settings()), ("KAZ", "RUS"), (FIRST + dt.timedelta(weeks=2), FIRST))


@pytest.mark.parametrize(
    ("pair", "day"),
    [
        pytest.param(("KAZ", "USA"), FIRST, id="a power outside the scope"),
        pytest.param(("UZB", "RUS"), FIRST, id="a state outside the scope"),
        pytest.param(("KAZ", "RUS"), dt.date(1999, 1, 1), id="a day outside the scope"),
    ],
)
def test_why_refuses_what_lies_outside(pair: tuple[str, str], day: dt.date) -> None:
    with pytest.raises(OptionError):
        why(fit_lines([story(0)], scope(4), Settings()), pair, day)


def test_house_effects_of_hostile_sources_are_shown() -> None:
    rates = {("RUS", "ACCUSE"): np.full(WEEKS, 1.0)}
    stories = [each for number in range(3) for each in press(WEEKS, rates, source=f"calm {number}", seed=number)]
    stories += press(WEEKS, {("RUS", "ACCUSE"): np.full(WEEKS, 6.0)}, source="hostile", seed=8)
    found = weigh(fit_lines(stories, scope(WEEKS), Settings()))
    assert found.house_effects[0].source == "hostile"
    assert found.house_effects[0].factor > 1.8
