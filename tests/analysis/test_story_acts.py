"""Tests of the act that a story tells, and of what its tellings dispute."""

import datetime as dt

import msgspec
import pytest

from tarazu.analysis.story_acts import compose
from tarazu.records import Amount, DocumentFacts, Event, Evidence, Granularity, Telling, When, Where

DAY = dt.date(2024, 5, 6)
TOKAYEV, MINISTRY = "KAZ/kassym-jomart-tokayev", "KAZ/ministry-of-foreign-affairs"
FACTS = DocumentFacts(
    id="f", doc="d", language="en", title=None, published=DAY, outlet=None, author=None, url=None, chain=(), translated=False, sentences=1, skipped=()
)
EVENT = Event(
    id="a", doc="d-a", type="SUPPORT", mode=None, contexts=(), channel=None, actors=("KAZ", "RUS"), recipients=(), when=None, where=None, status="actual",
    amount=None, said_by=(), score=5.0, confidence=0.5, coder="test", evidence=(Evidence(sentence=0, start=0, end=1, text="x"),),
)  # fmt: skip


def tell(name: str, **changes: object) -> Telling:
    record = msgspec.structs.replace(EVENT, id=name, doc=f"d-{name}", **changes)
    return Telling(record=record, facts=msgspec.structs.replace(FACTS, doc=f"d-{name}"))


def when(start: int, end: int, granularity: Granularity) -> When:
    return When(start=DAY + dt.timedelta(days=start), end=DAY + dt.timedelta(days=end), granularity=granularity, text="")


def story_of(*tellings: Telling, **weights: float):
    return compose(tellings, [each.record.id for each in tellings], weights)


def test_compose_of_one_telling_is_that() -> None:
    story = story_of(tell("a", when=when(0, 0, "day")))
    assert (story.id, story.type, story.actors, story.status, story.score, story.witnesses) == ("s-a", "SUPPORT", ("KAZ", "RUS"), "actual", 5.0, 1)
    assert story.disagreements == ()
    assert story.thread == story.id


def test_compose_takes_person_over_state() -> None:
    story = story_of(tell("a"), tell("b"), tell("c", actors=(TOKAYEV, "RUS")))
    assert story.actors == (TOKAYEV, "RUS")
    assert story.disagreements == ()


def test_compose_believes_no_lone_name_that_nobody_knows() -> None:
    assert story_of(tell("a"), tell("b", actors=("KAZ/nobody-knows-him", "RUS"))).actors == ("KAZ", "RUS")
    assert story_of(tell("a", actors=("KAZ/nobody-knows-him", "RUS"))).actors == ("KAZ/nobody-knows-him", "RUS")
    assert story_of(tell("a"), tell("b", actors=("KAZ/police", "RUS"))).actors == ("KAZ/police", "RUS")


def test_compose_takes_day_within_month() -> None:
    story = story_of(tell("a", when=when(-5, 25, "month")), tell("b", when=when(-5, 25, "month")), tell("c", when=when(0, 0, "day")))
    assert story.when == when(0, 0, "day")
    assert story.disagreements == ()


def test_compose_takes_the_city_over_the_country() -> None:
    city = Where(name="Almaty", country="KAZ", lat=43.2, lon=76.9)
    story = story_of(tell("a", where=Where(name="", country="KAZ")), tell("b", where=Where(name="", country="KAZ")), tell("c", where=city))
    assert story.where == city


def test_compose_follows_the_weight_of_independent_witnesses() -> None:
    two, many = Amount(value=2000, unit="soldiers"), Amount(value=2500, unit="soldiers")
    copies = [tell("a", amount=many), tell("b", amount=many), tell("c", amount=many), tell("d", amount=two)]
    assert story_of(*copies).amount == many
    assert story_of(*copies, a=0.3, b=0.3, c=0.3).amount == two


def test_compose_keeps_what_is_disputed() -> None:
    first = tell("a", amount=Amount(value=2000, unit="soldiers"), status="actual")
    second = tell("b", amount=Amount(value=2500, unit="soldiers"), status="planned")
    found = {each.field: [(variant.value, variant.records) for variant in each.variants] for each in story_of(first, second, tell("c")).disagreements}
    assert found == {
        "status": [("actual", ("a", "c")), ("planned", ("b",))],
        "amount": [("2000 soldiers", ("a",)), ("2500 soldiers", ("b",))],
    }


@pytest.mark.parametrize(
    ("one", "two", "disputed"),
    [
        pytest.param({"type": "AGREE"}, {"type": "SUPPORT"}, {"type"}, id="will sign or signed"),
        pytest.param({"actors": ("KAZ",)}, {"actors": (TOKAYEV, "RUS")}, set(), id="fewer parties"),
        pytest.param({"actors": (MINISTRY, "RUS")}, {"actors": (TOKAYEV, "RUS")}, set(), id="a minister's house and the president"),
        pytest.param({"actors": ("KAZ/murat-nurtleu", "RUS")}, {"actors": (TOKAYEV, "RUS")}, {"actors"}, id="other persons"),
        pytest.param({"actors": ("KAZ", "RUS")}, {"actors": ("KAZ", "CHN")}, {"actors"}, id="other states"),
        pytest.param({"actors": ("RUS",), "recipients": ("KAZ",)}, {"actors": ("KAZ", "RUS")}, set(), id="who stands first says little of a deal"),
        pytest.param(
            {"type": "SANCTION", "actors": ("RUS",), "recipients": ("KAZ",)}, {"type": "SANCTION", "actors": ("KAZ",), "recipients": ("RUS",)},
            {"actors", "recipients"}, id="who did it to whom",
        ),
        pytest.param({"when": when(0, 0, "day")}, {"when": when(1, 1, "day")}, {"when"}, id="other days"),
        pytest.param({"when": when(0, 0, "day")}, {"when": when(-9, 9, "month")}, set(), id="a day of the month"),
        pytest.param({"amount": Amount(value=100.0)}, {"amount": Amount(value=101.0)}, set(), id="rounded"),
        pytest.param({"where": Where(name="Astana", country="KAZ")}, {"where": Where(name="Астана", country="KAZ")}, set(), id="one city, two scripts"),
        pytest.param({"where": Where(name="Astana", country="KAZ")}, {"where": Where(name="Almaty", country="KAZ")}, {"where"}, id="other cities"),
        pytest.param({"where": Where(name="Astana", country="KAZ")}, {"where": Where(name="", country="RUS")}, {"where"}, id="other countries"),
    ],
)  # fmt: skip
def test_compose_knows_a_contradiction_from_a_coarser_word(one: dict[str, object], two: dict[str, object], disputed: set[str]) -> None:
    assert {each.field for each in story_of(tell("a", **one), tell("b", **two)).disagreements} == disputed


def test_compose_leaves_out_a_party_that_one_of_many_names() -> None:
    tellings = [tell(name) for name in "abcd"]
    assert story_of(*tellings, tell("e", actors=("KAZ", "RUS", "CHN"))).actors == ("KAZ", "RUS")


def test_compose_has_an_actor_where_there_is_any_party() -> None:
    story = story_of(tell("a", actors=(), recipients=("KAZ",)))
    assert story.actors == ("KAZ",)


def test_compose_orders_tellings_by_publication() -> None:
    late = tell("a")
    undated = tell("0")
    early = tell("b")
    early = msgspec.structs.replace(early, facts=msgspec.structs.replace(early.facts, published=DAY - dt.timedelta(days=3)))
    undated = msgspec.structs.replace(undated, facts=msgspec.structs.replace(undated.facts, published=None))
    assert story_of(late, undated, early).tellings == ("b", "a", "0")


def test_compose_is_surer_of_two_witnesses_than_of_two_copies() -> None:
    tellings = [tell("a"), tell("b")]
    assert story_of(*tellings).confidence == 0.75
    assert story_of(*tellings, a=0.5, b=0.5).confidence == 0.5


def test_compose_of_an_unknown_id_is_refused() -> None:
    with pytest.raises(KeyError):
        compose([tell("a")], ["a", "z"], {})
