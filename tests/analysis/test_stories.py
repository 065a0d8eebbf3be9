"""Tests of stories: which tellings tell one act, whatever the order in which they are read."""

import datetime as dt
import random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tarazu.analysis import stories
from tarazu.analysis.stories import Decided
from tarazu.records import Amount, DocumentFacts, Event, EventType, Evidence, Status, Telling, When

DAY = dt.date(2024, 5, 6)
TOKAYEV, XI, JAPAROV = "KAZ/kassym-jomart-tokayev", "CHN/xi-jinping", "KGZ/sadyr-japarov"


def telling(name: str, text: str, actors: tuple[str, ...], day: int | None = 0, **more: object) -> Telling:
    """A telling published the day after its day, or on the first day where it has no time."""
    kind, status, recipients = more.get("type", "CONSULT"), more.get("status", "actual"), more.get("recipients", ())
    when = None if day is None else DAY + dt.timedelta(days=day)
    record = Event(
        id=name, doc=f"d-{name}", type=msgspec.convert(kind, EventType), mode=None, contexts=(), channel=None, actors=actors,
        recipients=msgspec.convert(recipients, tuple[str, ...]), when=When(start=when, end=when, granularity="day", text="") if when else None, where=None,
        status=msgspec.convert(status, Status), amount=msgspec.convert(more.get("amount"), Amount | None), said_by=(), score=2.5, confidence=0.8, coder="test",
        evidence=(Evidence(sentence=0, start=0, end=len(text), text=text),),
    )  # fmt: skip
    published = None if more.get("undated") else (when or DAY) + dt.timedelta(days=1)
    facts = DocumentFacts(
        id=f"f-{name}", doc=f"d-{name}", language=str(more.get("language", "en")), title=None, published=published, outlet=f"outlet {name}", author=None,
        url=None, chain=(), translated=False, sentences=1, skipped=(),
    )  # fmt: skip
    return Telling(record=record, facts=facts)


MET = [
    telling("a", "Tokayev met Xi Jinping in Astana on Monday.", (TOKAYEV, XI)),
    telling("b", "Токаев встретился с Си Цзиньпином в Астане.", (TOKAYEV, XI), language="ru"),
    telling("c", "توکایف با شی جین‌پینگ در آستانه دیدار کرد.", ("KAZ", "CHN"), language="fa"),
]
LATER = telling("d", "Tokayev and Xi Jinping talked in Beijing.", (TOKAYEV, XI), day=35)
OTHERS = telling("e", "Kazakh foreign minister Nurtleu conferred with China's Wang Yi.", ("KAZ/murat-nurtleu", "CHN/wang-yi"))
NEIGHBOUR = telling("f", "Japarov received Xi Jinping in Bishkek.", (JAPAROV, XI))
TEXTS = ("Tokayev met Xi", "they signed 3 papers on gas", "Тюмень и Хоргос", "the ministers talked about the Khorgos border", "رئیس‌جمهور در خورگوس")


def groups(found: tuple[stories.Story, ...]) -> set[frozenset[str]]:
    return {frozenset(each.tellings) for each in found}


def test_tell_brings_together_what_three_languages_tell() -> None:
    (story,) = stories.tell(MET)
    assert story.id == "s-a"
    assert story.tellings == ("a", "b", "c")
    assert story.actors == (XI, TOKAYEV)
    assert story.witnesses == 3
    assert story.confidence == pytest.approx(0.992)


def test_tell_keeps_apart_what_was_another_time_or_other_people() -> None:
    assert groups(stories.tell([*MET, LATER, OTHERS, NEIGHBOUR])) == {frozenset("abc"), frozenset("d"), frozenset("e"), frozenset("f")}


def test_tell_of_nothing_is_nothing() -> None:
    assert stories.tell([]) == ()


def test_tell_counts_an_event_once() -> None:
    assert stories.tell([*MET, MET[0]]) == stories.tell(MET)


def test_tell_obeys_what_a_person_decided() -> None:
    found = stories.tell([*MET, LATER], Decided(together=(("a", "d"),), apart=(("a", "c"), ("b", "c"))))
    assert groups(found) == {frozenset("abd"), frozenset("c")}


def test_tell_finds_one_without_any_time_by_rare_words() -> None:
    one = telling("a", "Kazakhstan called off the parade at Baikonur.", ("KAZ",), type="REJECT")
    two = telling("b", "Kazakhstan's parade at Baikonur was called off.", ("KAZ",), day=None, undated=True, type="REJECT")
    assert stories.keys(one) & stories.keys(two)
    assert groups(stories.tell([one, two])) == {frozenset("ab")}


@pytest.mark.parametrize(
    ("one", "two"),
    [
        pytest.param(MET[0], MET[1], id="same day"),
        pytest.param(MET[0], telling("z", "Tokayev met Xi.", ("KAZ", "CHN"), day=2), id="two days apart, over the edge of a window"),
        pytest.param(MET[0], telling("z", "Tokayev met Xi.", ("KAZ", "CHN"), day=None), id="without a time"),
        pytest.param(MET[0], telling("z", "The two signed.", ("KAZ", "CHN"), type="SUPPORT"), id="a type often mistaken"),
        pytest.param(MET[0], telling("z", "Xi met them.", (XI,)), id="a party lost"),
    ],
)
def test_keys_of_near_tellings_meet(one: Telling, two: Telling) -> None:
    assert stories.keys(one) & stories.keys(two)


@pytest.mark.parametrize("shift", range(12))
def test_keys_of_neighbours_in_time_meet_wherever_the_windows_lie(shift: int) -> None:
    assert stories.keys(telling("a", "x", ("KAZ", "CHN"), day=shift)) & stories.keys(telling("b", "y", ("KAZ", "CHN"), day=shift + 4))


def test_keys_of_far_tellings_do_not_meet() -> None:
    assert not stories.keys(MET[0]) & stories.keys(telling("z", "India aided Fiji.", ("IND",), type="AID", recipients=("FJI",)))


def test_likeness_is_symmetric_and_a_probability() -> None:
    every = [*MET, LATER, OTHERS, NEIGHBOUR]
    for one in every:
        for two in every:
            assert 0 <= stories.likeness(one, two) <= 1
            assert stories.likeness(one, two) == stories.likeness(two, one)


def test_likeness_is_high_for_one_act_and_low_for_two() -> None:
    assert stories.likeness(MET[0], MET[1]) > 0.8
    assert max(stories.likeness(MET[0], other) for other in (LATER, OTHERS, NEIGHBOUR)) < 0.3


def test_likeness_knows_who_did_it_to_whom() -> None:
    expelled = telling("a", "Russia expelled ten diplomats.", ("RUS",), type="SANCTION", recipients=("LVA",))
    again = telling("b", "Moscow sends Latvian diplomats home.", ("RUS",), type="SANCTION", recipients=("LVA",))
    answered = telling("c", "Latvia expelled diplomats in return.", ("LVA",), type="SANCTION", recipients=("RUS",))
    assert stories.likeness(expelled, again) > 0.5 > stories.likeness(expelled, answered)


def test_reasons_say_the_weightiest_first_and_add_up() -> None:
    found = stories.reasons(MET[0], MET[1])
    assert [abs(each.weight) for each in found] == sorted((abs(each.weight) for each in found), reverse=True)
    assert "on the same day" in {each.rule for each in found}
    chance = 1 / (1 + 2.718281828 ** -sum(each.weight for each in found))
    assert chance == pytest.approx(stories.likeness(MET[0], MET[1]), abs=0.05)


@st.composite
def sets_of_tellings(draw: st.DrawFn) -> list[Telling]:
    """Up to twelve tellings of few parties, days and words, so that many are alike."""
    found = []
    for number in range(draw(st.integers(1, 12))):
        actors = draw(st.sampled_from([(TOKAYEV, XI), ("KAZ", "CHN"), ("KAZ",), (JAPAROV, XI), ("KAZ", "CHN", "KGZ")]))
        more = {"type": draw(st.sampled_from(["CONSULT", "SUPPORT", "AGREE"])), "language": draw(st.sampled_from(["en", "ru"]))}
        day = draw(st.one_of(st.none(), st.integers(0, 9)))
        found.append(telling(f"t{number:02d}", draw(st.sampled_from(TEXTS)), actors, day, status=draw(st.sampled_from(["actual", "planned"])), **more))
    return found


@settings(max_examples=40)
@given(sets_of_tellings(), st.randoms(use_true_random=False))
def test_tell_does_not_depend_on_the_order_of_reading(given_: list[Telling], chance: random.Random) -> None:
    mixed = list(given_)
    chance.shuffle(mixed)
    assert stories.tell(mixed) == stories.tell(given_)


@settings(max_examples=40)
@given(sets_of_tellings())
def test_tell_puts_every_telling_into_one_story(given_: list[Telling]) -> None:
    told = [name for story in stories.tell(given_) for name in story.tellings]
    assert sorted(told) == sorted(each.record.id for each in given_)


@settings(max_examples=40)
@given(sets_of_tellings())
def test_group_of_each_component_is_the_group_of_all(given_: list[Telling]) -> None:
    links = stories.links([stories.profile(each) for each in given_])
    whole = stories.group(given_, links)
    parts = stories.components((each.record.id for each in given_), links)
    inside = [stories.group([each for each in given_ if each.record.id in part], {pair: links[pair] for pair in links if pair[0] in part}) for part in parts]
    assert sorted(group for groups_ in inside for group in groups_) == list(whole)


@settings(max_examples=40)
@given(sets_of_tellings())
def test_a_new_telling_changes_only_what_it_touches(given_: list[Telling]) -> None:
    *known, new = given_
    before = stories.links([stories.profile(each) for each in known])
    links = stories.links([stories.profile(each) for each in given_])
    touched = next(set(part) for part in stories.components((each.record.id for each in given_), links) if new.record.id in part)
    after = stories.group(given_, links)
    assert [each for each in stories.group(known, before) if not touched & set(each)] == [each for each in after if not touched & set(each)]


def test_links_are_those_of_the_pairs_that_meet() -> None:
    every = [*MET, LATER, OTHERS, NEIGHBOUR]
    links = stories.links([stories.profile(each) for each in every])
    assert set(links) >= {("a", "b"), ("a", "c"), ("b", "c")}
    by = {each.record.id: each for each in every}
    assert all(links[one, two] == pytest.approx(stories.likeness(by[one], by[two])) for one, two in links if links[one, two] > 0.001)


def test_threads_lead_from_plan_to_deed_to_undoing() -> None:
    plan = telling("a", "Putin will visit Astana on 16 May, Peskov said.", ("RUS/vladimir-putin",), 10, recipients=("KAZ",), type="AGREE", status="planned")
    plan = msgspec.structs.replace(plan, facts=msgspec.structs.replace(plan.facts, published=DAY))
    deed = telling("b", "Putin visits Astana, the Kazakh capital.", ("RUS/vladimir-putin",), 10, recipients=("KAZ",))
    other = telling("c", "Italy lent Fiji money.", ("ITA",), 10, recipients=("FJI",), type="AID")
    found = {story.id: story.thread for story in stories.tell([plan, deed, other])}
    assert found == {"s-a": "s-a", "s-b": "s-a", "s-c": "s-c"}
