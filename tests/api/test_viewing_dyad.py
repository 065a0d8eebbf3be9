"""A state and a power as a screen shows them."""

import datetime as dt

import msgspec
import pytest

import tarazu
from tarazu.api.viewing_dyad import DyadView, view_dyad, view_moved
from tarazu.api.weighing import AtHand, Weigher
from tarazu.errors import OptionError

SCOPE = tarazu.make_scope("KAZ", ("RUS", "CHN"), dt.date(2024, 1, 1), dt.date(2024, 12, 31), "month")
PAIR = ("KAZ", "CHN")


@pytest.fixture(scope="module")
def case(tmp_path_factory) -> tarazu.Case:
    folder = tmp_path_factory.mktemp("dyad")
    made = tarazu.new(folder / "steppe")
    texts = [f"Kazakhstan and China signed an agreement on {day} {month} 2024." for month in ("March", "May", "July", "September") for day in (3, 10, 17, 24)]
    texts += ["China accused Kazakhstan on 5 May 2024.", "Kazakhstan rejected the proposal of Russia on 9 May 2024."]
    texts += ["Russia is losing its influence in Kazakhstan.", "Russia is strengthening its influence in Kazakhstan."]
    for at, text in enumerate(texts):
        entry = {"id": f"d{at}", "outlet": f"Outlet {at % 3}", "date": "2024-10-01", "text": text}
        (folder / f"{at}.json").write_bytes(msgspec.json.encode(entry))
    made.read(sorted(folder.glob("*.json")), work=tarazu.Work(coder="lexicon"))
    return made


@pytest.fixture(scope="module")
def hand(case) -> AtHand:
    return Weigher(case.path).weigh(SCOPE, "one")


@pytest.fixture(scope="module")
def view(case, hand) -> DyadView:
    return view_dyad(case.path, hand, PAIR)


def test_view_has_the_lines_with_all_channels_first(view) -> None:
    assert (view.lines[0].channel, view.lines[0].valence, view.lines[0].total) == (None, "cooperation", 16)
    assert {line.channel for line in view.lines[2:]} >= {line.channel for line in view.lines if line.channel}
    for line in view.lines:
        assert len(line.stories) == len(line.rate.mean) == len(view.starts) == 12


def test_view_marks_the_stories_by_day(view) -> None:
    assert view.marked == len(view.acts) == 17
    assert [act.day for act in view.acts] == sorted(act.day for act in view.acts if act.day)
    assert [act.day for act in view.acts if act.valence == "conflict"] == [dt.date(2024, 5, 5)]


def test_view_of_a_channel_marks_its_stories_only(case, hand, view) -> None:
    channel = next(act.channel for act in view.acts if act.channel)
    assert {act.channel for act in view_dyad(case.path, hand, PAIR, channel).acts} == {channel}


def test_view_marks_the_weightiest_where_there_are_many(case, hand, monkeypatch) -> None:
    monkeypatch.setattr("tarazu.api.viewing_dyad.MARKS", 4)
    view = view_dyad(case.path, hand, PAIR)
    assert (view.marked, len(view.acts)) == (17, 4)


def test_view_has_what_lies_beneath_and_what_is_said(case, hand) -> None:
    view = view_dyad(case.path, hand, ("KAZ", "RUS"))
    assert {(fact.subject, fact.object) for fact in view.structure} == {("KAZ", "RUS")}
    assert {(each.dimension, each.direction) for each in view.perception} == {("influence", "falling"), ("influence", "rising")}


def test_moved_names_the_stories_of_the_period_first(case, hand) -> None:
    moved = view_moved(case.path, hand, PAIR, (dt.date(2024, 5, 1), dt.date(2024, 5, 31)))
    assert moved.stories == 17
    assert {each.act.day.month for each in moved.movers[:5] if each.act.day} == {5}
    [blow] = [each for each in moved.movers if each.act.valence == "conflict"]
    assert blow.net < 0
    assert [abs(each.net) for each in moved.movers] == sorted((abs(each.net) for each in moved.movers), reverse=True)


def test_moved_says_what_the_rest_does(case, hand, monkeypatch) -> None:
    days = (dt.date(2024, 3, 1), dt.date(2024, 9, 30))
    whole = view_moved(case.path, hand, PAIR, days)
    monkeypatch.setattr("tarazu.api.viewing_dyad._MOVED", 3)
    part = view_moved(case.path, hand, PAIR, days)
    assert (len(part.movers), part.stories) == (3, 17)
    assert part.rest == pytest.approx(sum(abs(each.net) for each in whole.movers[3:]), rel=1e-3)


@pytest.mark.parametrize("pair", [("UZB", "RUS"), ("KAZ", "USA"), ("RUS", "RUS")])
def test_what_lies_outside_the_scope_is_refused(case, hand, pair) -> None:
    with pytest.raises(OptionError, match="choose a region"):
        view_dyad(case.path, hand, pair)
    with pytest.raises(OptionError, match="choose a region"):
        view_moved(case.path, hand, pair, (SCOPE.since, SCOPE.until))
