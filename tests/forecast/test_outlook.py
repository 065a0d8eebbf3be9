import datetime as dt

import msgspec
import numpy as np
import pytest

from tarazu.errors import OptionError
from tarazu.forecast import partners
from tarazu.forecast.outlook import Made, digest_of, look_ahead
from tarazu.forecast.outlook_types import Asked, Outlook, OutlookScope

START = dt.date(2023, 1, 1)
REGION = ("KAZ", "KGZ", "TJK", "TKM", "UZB")


def day(at: int) -> dt.date:
    return START + dt.timedelta(days=at)


def habits(make_story, days: int) -> list:
    """What happens: Russia aids Kazakhstan often, China visits Uzbekistan and signs two weeks later, and all the others do this and that."""
    generator = np.random.default_rng(7)
    others = ("RUS", "CHN", "TUR", "IRN", "USA", "AFG")
    stories = []
    for at in range(days):
        if at % 12 == 0:
            stories.append(make_story("AID", "RUS", "KAZ", day(at)))
        if at % 40 == 0:
            stories.append(make_story("CONSULT", "CHN", "UZB", day(at), mode="visit"))
        if at % 40 == 14:
            stories.append(make_story("AGREE", "CHN", "UZB", day(at)))
        if generator.random() < 0.4:
            kind = str(generator.choice(["CONSULT", "ACCUSE", "SUPPORT"]))
            stories.append(make_story(kind, str(generator.choice(REGION)), str(generator.choice(others)), day(at)))
    return stories


def forecast(stories, at: int, **scope) -> Outlook:
    known = [each for each in stories if each.told is not None and each.told <= day(at)]
    return look_ahead(Made(stories=known, coder="c", day=day(at)), OutlookScope(as_of=day(at), horizon=30, region=REGION, **scope))


def find(outlook: Outlook, subject: str, relation: str, other: str) -> Asked:
    return next(each for each in outlook.asked if (each.subject, each.relation, each.object) == (subject, relation, other))


@pytest.fixture(scope="module")
def long() -> tuple[list, Outlook]:
    import itertools

    from tarazu.records import Story, When

    number = itertools.count()

    def make(kind, actor, recipient, when, mode=None) -> Story:
        name = f"s-{next(number):04d}"
        return Story(
            id=name, type=kind, mode=mode, contexts=(), channel="diplomatic", actors=(actor,), recipients=(recipient,),
            when=When(start=when, end=when, granularity="day", text=""), where=None, status="actual", amount=None, score=1.0, confidence=0.9,
            tellings=(name,), docs=(name,), thread=name, told=when,
        )  # fmt: skip

    stories = habits(make, 420)
    return stories, forecast(stories, 405)


def test_forecast_expects_the_habit_most_and_says_why(long) -> None:
    outlook = long[1]
    best = outlook.asked[0]
    assert (best.subject, best.relation, best.object) == ("RUS", "AID", "KAZ")
    assert best.chance > 0.6
    assert best.grounds[0].kind == "own"
    assert best.grounds[0].numbers["times"] == 34
    assert len(best.grounds) >= 2
    assert sum(each.weight for each in best.grounds) <= 1.001
    told = {each.id for each in long[0]}
    assert all(story in told for each in outlook.asked for ground in each.grounds for story in ground.stories)


def test_forecast_is_learned_where_there_is_enough_to_weigh_the_past_by(long) -> None:
    outlook = long[1]
    assert outlook.learned == "rates"
    assert outlook.fitted.origins == 10
    assert outlook.fitted.log_score > outlook.fitted.usual_log_score


def test_forecast_is_the_same_bytes_again_and_whatever_the_order(long) -> None:
    stories, outlook = long
    again = forecast(list(reversed(stories)), 405)
    assert msgspec.json.encode(again) == msgspec.json.encode(outlook)


def test_forecast_knows_nothing_of_what_is_told_later(long) -> None:
    stories, outlook = long
    assert outlook.material == digest_of([each for each in stories if each.told <= day(405)])
    assert all(ground.days.get("last", day(0)) <= day(405) for each in outlook.asked for ground in each.grounds)


def test_forecast_asks_only_of_the_powers_named(long) -> None:
    outlook = forecast(long[0], 405, powers=("CHN", "TUR"))
    parties = {end for each in outlook.asked for end in (each.subject, each.object)}
    assert parties <= {*REGION, "CHN", "TUR"}
    assert all({each.subject, each.object} & {*REGION} for each in outlook.asked)


def test_forecast_from_two_stories_says_that_there_is_too_little(make_story) -> None:
    outlook = forecast([make_story("AID", "RUS", "KAZ", day(1)), make_story("AID", "CHN", "UZB", day(9))], 20)
    assert outlook.learned == "base rates"
    assert outlook.asked
    assert all(0 < each.chance < 1 for each in outlook.asked)


def test_first_contact_that_was_announced_outranks_all_who_never_met(make_story) -> None:
    stories = [make_story("CONSULT", "KAZ", "RUS", day(at)) for at in range(0, 100, 9)]
    for at in range(4):
        stories.append(make_story("AGREE", "UZB", "CHN", day(10 * at + 8), told=day(10 * at), status="planned", thread=f"t{at}"))
        stories.append(make_story("AGREE", "UZB", "CHN", day(10 * at + 8), thread=f"t{at}"))
    stories.append(make_story("AGREE", "TKM", "JPN", day(120), told=day(95), status="planned"))
    outlook = forecast(stories, 100)
    never = [each for each in outlook.asked if not each.met]
    assert {never[0].subject, never[0].object} == {"TKM", "JPN"}
    assert never[0].grounds[0].kind == "announced"
    assert never[0].grounds[0].stories == (stories[-1].id,)


def test_forecast_of_nothing_is_refused(make_story) -> None:
    with pytest.raises(OptionError) as caught:
        forecast([make_story("AID", "RUS", (), day(1))], 20)
    assert "act between two" in caught.value.expected


@pytest.mark.parametrize("horizon", [0, 367])
def test_forecast_refuses_horizons_that_cannot_be(make_story, horizon: int) -> None:
    scope = OutlookScope(as_of=day(20), horizon=horizon, region=REGION)
    with pytest.raises(OptionError):
        look_ahead(Made(stories=[make_story("AID", "RUS", "KAZ", day(1))], coder="c", day=day(20)), scope)


@pytest.mark.slow
def test_trees_take_part_where_there_is_enough_and_give_their_reasons(long, monkeypatch) -> None:
    monkeypatch.setattr(partners, "ENOUGH", 30)
    monkeypatch.setattr("tarazu.forecast.tuning._STEPS", (1.0,))
    stories = long[0]
    monkeypatch.setattr("tarazu.forecast.outlook.expect_totals", _none)
    outlook = forecast(stories, 405)
    assert outlook.learned == "trees"
    assert outlook.fitted.mix == {"trees": 1.0}
    assert find(outlook, "RUS", "AID", "KAZ").chance > 0.5
    assert outlook.asked[0].grounds
    assert msgspec.json.encode(forecast(stories, 405)) == msgspec.json.encode(outlook)


def _none(*_: object) -> None:
    raise OptionError("counts", "a story", "none", "for a test")
