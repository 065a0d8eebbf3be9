"""Who says what, side by side, and what contradicts what."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, TypeVar, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tarazu.analysis.contradictions import contradictions
from tarazu.analysis.narratives import Column, Grouping, compare
from tarazu.analysis.questions import Question, Statement, ask, select_statements, select_stories
from tarazu.errors import OptionError
from tarazu.records import Amount, Assessment, Dimension, Direction, DocumentFacts, Event, Story, Telling, Tie, When

T = TypeVar("T")
KAZ_RUS = ask((["KAZ"], ["RUS"]))
EVERYTHING = Question()


def facts(doc: str, outlet: str | None, language: str = "en", published: dt.date | None = dt.date(2023, 5, 1)) -> DocumentFacts:
    return DocumentFacts(
        id=f"f-{doc}", doc=doc, language=language, title=None, published=published, outlet=outlet, author=None, url=None, chain=(), translated=False,
        sentences=3, skipped=(),
    )  # fmt: skip


def judged(identity: str, matter: tuple[str, str | None, Dimension, Direction], outlet: str | None = "Le Monde", **more: Any) -> Statement:
    language, state, published = more.pop("language", "en"), more.pop("state", None), more.pop("published", dt.date(2023, 5, 1))
    doc = more.pop("doc", f"d-{outlet}-{identity}")
    subject, towards, dimension, direction = matter
    record = Assessment(
        id=identity, doc=doc, subject=subject, object=towards, dimension=dimension, direction=direction, when=more.get("when"),
        said_by=more.get("said_by", ()), confidence=more.get("confidence", 0.8), coder="c", evidence=(),
    )  # fmt: skip
    return Statement(record=record, facts=facts(doc, outlet, language, published), outlet_state=state)


def tied(identity: str, kind: str, source: str, target: str, outlet: str = "Le Monde") -> Statement:
    record = Tie(id=identity, doc=identity, kind=kind, source=source, target=target, confidence=0.9, coder="c", evidence=())  # type: ignore[arg-type]
    return Statement(record=record, facts=facts(identity, outlet))


def telling(identity: str, kind: str = "CONSULT", outlet: str | None = "TASS", **more: Any) -> Telling:
    doc = more.pop("doc", f"d-{identity}")
    record = Event(
        id=identity, doc=doc, type=kind, mode=None, contexts=(), channel=more.get("channel", "diplomatic"), actors=more.get("actors", ("KAZ", "RUS")),
        recipients=more.get("recipients", ()), when=more.get("when"), where=None, status=more.get("status", "actual"), amount=more.get("amount"),
        said_by=more.get("said_by", ()), score=more.get("score", 2.5), confidence=0.7, coder="c", evidence=(),
    )  # type: ignore[arg-type]  # fmt: skip
    return Telling(record=record, facts=facts(doc, outlet, more.get("language", "ru"), more.get("published", dt.date(2023, 5, 1))), outlet_state="RUS")


def story_of(*tellings: Telling, witnesses: int = 1) -> Story:
    first = tellings[0].record
    return Story(
        id=f"s-{min(each.record.id for each in tellings)}", type=first.type, mode=None, contexts=(), channel=first.channel, actors=first.actors,
        recipients=first.recipients, when=first.when, where=None, status=first.status, amount=first.amount, score=first.score, confidence=0.7,
        tellings=tuple(each.record.id for each in tellings), docs=tuple(each.record.doc for each in tellings), witnesses=witnesses,
    )  # fmt: skip


def days(first: str, last: str) -> When:
    return When(start=dt.date.fromisoformat(first), end=dt.date.fromisoformat(last), granularity="day", text="")


ENDURING = judged("a1", ("RUS", "KAZ", "relations", "strong"), "Baoquocte", language="en", state="VNM")
NEVER_SO_BAD = judged("a2", ("KAZ/kassym-jomart-tokayev", "RUS", "relations", "falling"), "Erem News", language="ar", said_by=("Le Monde",))
LOSING = judged("a3", ("RUS", "KAZ", "influence", "falling"), "Erem News", language="ar")
LEANING_ON = judged("a4", ("KAZ", "RUS", "dependence", "strong"), "Kursiv", language="ru")
ABROAD = judged("a5", ("TUR", "UZB", "influence", "rising"), "Kursiv", language="ru")


def test_ask_tells_a_topic_apart() -> None:
    question = ask(topic=["trade", "AID", "trust", "UZB"], since=dt.date(2023, 1, 1))
    assert (question.channels, question.types, question.dimensions, question.parties) == ({"trade"}, {"AID"}, {"trust"}, {"UZB"})


@pytest.mark.parametrize("dyad", [([], ["RUS"]), (["KAZ"], [])])
def test_ask_refuses_an_empty_side(dyad: tuple[list[str], list[str]]) -> None:
    with pytest.raises(OptionError, match="empty side"):
        ask(dyad)


def test_ask_refuses_a_period_that_ends_first() -> None:
    with pytest.raises(OptionError, match="hint: exchange"):
        ask(since=dt.date(2023, 1, 2), until=dt.date(2023, 1, 1))


def test_select_statements_takes_a_dyad_both_ways_and_officials_for_their_state() -> None:
    taken, skipped = select_statements(KAZ_RUS, [ABROAD, LEANING_ON, NEVER_SO_BAD, LOSING])
    assert [each.record.id for each in taken] == ["a2", "a3", "a4"]
    assert skipped == ()


def test_select_statements_takes_a_region_as_its_members() -> None:
    region = frozenset(("KAZ", "KGZ", "UZB", "central-asia"))
    over_all = judged("a6", ("RUS", "central-asia", "influence", "falling"))
    taken, _ = select_statements(Question(dyad=(frozenset(("RUS",)), region)), [over_all, ABROAD, LOSING])
    assert [each.record.id for each in taken] == ["a3", "a6"]


def test_select_statements_says_what_has_no_date() -> None:
    undated = judged("a7", ("RUS", "KAZ", "trust", "weak"), published=None)
    taken, skipped = select_statements(ask((["KAZ"], ["RUS"]), since=dt.date(2023, 1, 1)), [undated, LOSING])
    assert [each.record.id for each in taken] == ["a3"]
    assert "a7" in skipped[0].reason


def test_select_statements_goes_by_the_time_spoken_of_before_that_of_publication() -> None:
    past = judged("a8", ("RUS", "KAZ", "influence", "strong"), when=days("2005-01-01", "2005-12-31"))
    assert not select_statements(ask(since=dt.date(2023, 1, 1)), [past])[0]
    assert select_statements(ask(until=dt.date(2005, 1, 1)), [past])[0]


def test_select_statements_of_a_dimension_takes_the_ties_that_amount_to_it() -> None:
    ally, neighbour = tied("t1", "ally_of", "RUS", "KAZ"), tied("t2", "borders", "RUS", "KAZ")
    taken, _ = select_statements(ask((["KAZ"], ["RUS"]), ["relations"]), [ally, neighbour, ENDURING, LOSING])
    assert [each.record.id for each in taken] == ["a1", "t1"]


def test_select_stories_takes_reciprocal_acts_only_between_the_sides() -> None:
    together = telling("e1")
    against_others = telling("e2", "ACCUSE", recipients=("USA",))
    taken, _ = select_stories(KAZ_RUS, [story_of(together), story_of(against_others)], [together, against_others])
    assert [each.story.id for each in taken] == ["s-e1"]


def test_select_stories_takes_acts_within_a_region_but_not_of_one_state_with_itself() -> None:
    region = frozenset(("KAZ", "UZB"))
    between, within = telling("e1", actors=("KAZ",), recipients=("UZB",)), telling("e2", actors=("KAZ/almaty",), recipients=("KAZ",))
    taken, _ = select_stories(Question(dyad=(region, region)), [story_of(between), story_of(within)], [between, within])
    assert [each.story.id for each in taken] == ["s-e1"]


def test_select_stories_by_topic() -> None:
    trade, visit = telling("e1", "COOPERATE", channel="trade"), telling("e2")
    stories = [story_of(trade), story_of(visit)]
    assert [each.story.id for each in select_stories(ask(topic=["trade"]), stories, [trade, visit])[0]] == ["s-e1"]
    assert [each.story.id for each in select_stories(ask(topic=["CONSULT"]), stories, [trade, visit])[0]] == ["s-e2"]
    assert select_stories(ask(topic=["trust"]), stories, [trade, visit])[0] == ()


def test_select_stories_says_which_tellings_are_missing() -> None:
    here, away = telling("e1"), telling("e2")
    taken, skipped = select_stories(EVERYTHING, [story_of(here, away)], [here])
    assert [each.record.id for each in taken[0].tellings] == ["e1"]
    assert "e2" in skipped[0].reason


def test_compare_of_nothing_is_empty() -> None:
    table = compare(KAZ_RUS, [], [], [], "outlet")
    assert (table.groups, table.columns, table.cells, table.skipped) == ((), (), (), ())


def test_compare_sets_outlets_side_by_side() -> None:
    table = compare(KAZ_RUS, [ENDURING, NEVER_SO_BAD, LOSING, LEANING_ON, ABROAD], [], [], "outlet")
    assert [(each.name, each.statements) for each in table.groups] == [("Erem News", 2), ("Baoquocte", 1), ("Kursiv", 1)]
    cells = {(each.group, each.column.matter, each.column.value, each.column.side): (each.count, each.share, each.records) for each in table.cells}
    assert cells == {
        ("Erem News", "relations", "falling", None): (1, 0.5, ("a2",)),
        ("Erem News", "influence", "falling", "second"): (1, 0.5, ("a3",)),
        ("Baoquocte", "relations", "strong", None): (1, 1.0, ("a1",)),
        ("Kursiv", "dependence", "strong", "first"): (1, 1.0, ("a4",)),
    }


def test_compare_by_speaker_takes_the_innermost_voice_and_else_the_outlet() -> None:
    own = judged("a9", ("RUS", "KAZ", "relations", "falling"), "Le Monde")
    table = compare(KAZ_RUS, [NEVER_SO_BAD, own, LOSING], [], [], "speaker")
    assert [(each.name, each.statements) for each in table.groups] == [("Le Monde", 2), ("Erem News", 1)]
    assert table.cells[0].voices == 1


def test_compare_puts_what_is_not_known_into_a_group_without_name() -> None:
    table = compare(KAZ_RUS, [judged("a9", ("RUS", "KAZ", "trust", "weak"), None), LOSING], [], [], "outlet")
    assert [each.name for each in table.groups] == ["Erem News", None]


def test_compare_counts_a_story_once_however_often_it_is_told() -> None:
    first, again, other = telling("e1"), telling("e2"), telling("e3", outlet="Kursiv", status="denied")
    table = compare(KAZ_RUS, [], [first, again, other], [story_of(first, again, other)], "outlet")
    assert [(each.group, each.column.status, each.count, each.records) for each in table.cells] == [
        ("Kursiv", "denied", 1, ("e3",)), ("TASS", "actual", 1, ("e1", "e2")),
    ]  # fmt: skip
    assert [(each.name, each.stories, each.tellings) for each in table.groups] == [("Kursiv", 1, 1), ("TASS", 1, 2)]


def test_compare_names_who_acts() -> None:
    accusing = telling("e1", "ACCUSE", actors=("RUS/ministry-of-defence",), recipients=("KAZ",))
    table = compare(KAZ_RUS, [], [accusing], [story_of(accusing)], "language")
    assert table.cells[0].column == Column(kind="act", matter="verbal-conflict", value="ACCUSE", side="second", status="actual")


def test_compare_shows_agreement_as_columns_of_several_groups() -> None:
    table = compare(KAZ_RUS, [LOSING, judged("b1", ("RUS", "KAZ", "influence", "falling"), "Kursiv")], [], [], "outlet")
    assert [(each.count, each.groups) for each in table.columns] == [(2, ("Erem News", "Kursiv"))]


def test_contradictions_of_nothing_are_none() -> None:
    assert contradictions(KAZ_RUS, [], [], []).found == ()


def test_contradictions_find_the_enduring_alliance_and_the_relations_never_so_bad() -> None:
    (found,) = contradictions(KAZ_RUS, [ENDURING, NEVER_SO_BAD, LOSING], [], []).found
    assert found.matter is not None
    assert (found.matter.subject, found.matter.object, found.matter.dimension, found.opposition) == ("KAZ", "RUS", "relations", 1.0)
    assert {each.value: (each.records, each.outlets, each.speakers) for each in found.positions} == {
        "strong": (("a1",), ("Baoquocte",), ("Baoquocte",)), "falling": (("a2",), ("Erem News",), ("Le Monde",)),
    }  # fmt: skip


def test_contradictions_take_an_alliance_that_is_stated_as_holding() -> None:
    (found,) = contradictions(KAZ_RUS, [tied("t1", "ally_of", "RUS", "KAZ", "Baoquocte"), NEVER_SO_BAD, tied("t2", "borders", "RUS", "KAZ")], [], []).found
    assert [each.records for each in found.positions] == [("t1",), ("a2",)]


def test_contradictions_do_not_mix_whose_influence_it_is() -> None:
    other_way = judged("b1", ("KAZ", "RUS", "influence", "rising"), "Kursiv")
    assert contradictions(KAZ_RUS, [LOSING, other_way], [], []).found == ()


def test_contradictions_are_of_one_time() -> None:
    before = judged("b1", ("RUS", "KAZ", "influence", "rising"), "Kursiv", published=dt.date(2015, 1, 1))
    unknown = judged("b2", ("RUS", "KAZ", "influence", "rising"), "Regnum", published=None)
    assert contradictions(EVERYTHING, [LOSING, before], [], []).found == ()
    (found,) = contradictions(EVERYTHING, [LOSING, unknown], [], []).found
    assert found.opposition == 1.0


def test_contradictions_leave_strong_but_falling_in_one_breath() -> None:
    strong = judged("b1", ("RUS", "KAZ", "influence", "strong"), "Erem News", doc=LOSING.facts.doc)
    elsewhere = judged("b2", ("RUS", "KAZ", "influence", "strong"), "Regnum")
    assert contradictions(EVERYTHING, [LOSING, strong], [], []).found == ()
    assert contradictions(EVERYTHING, [LOSING, elsewhere], [], []).found[0].opposition == 0.5


def test_contradictions_keep_citizens_and_officials_within_a_state_apart() -> None:
    people = judged("b1", ("KAZ/citizens", "RUS", "trust", "falling"), "A")
    rulers = judged("b2", ("KAZ", "RUS", "trust", "rising"), "B")
    old = judged("b3", ("KAZ/nursultan-nazarbayev", "KAZ", "influence", "falling"), "A")
    new = judged("b4", ("KAZ/kassym-jomart-tokayev", "KAZ", "influence", "rising"), "B")
    assert contradictions(EVERYTHING, [people, rulers, old, new], [], []).found == ()


def test_contradictions_count_voices_and_not_reports() -> None:
    many = [judged(f"b{at}", ("RUS", "KAZ", "influence", "rising"), f"Paper {at}", said_by=("TASS",)) for at in range(5)]
    (found,) = contradictions(EVERYTHING, [LOSING, *many], [], []).found
    assert {each.value: each.weight for each in found.positions} == {"falling": 0.8, "rising": 0.8}
    assert found.weight == pytest.approx(0.8)


def test_contradictions_put_the_better_attested_first() -> None:
    flat = [judged("b1", ("CHN", "KAZ", "influence", "rising"), "A"), judged("b2", ("CHN", "KAZ", "influence", "falling"), "B")]
    partly = [judged("c1", ("TUR", "KAZ", "influence", "strong"), "A"), judged("c2", ("TUR", "KAZ", "influence", "falling"), "B")]
    assert [each.matter.subject for each in contradictions(EVERYTHING, [*partly, *flat], [], []).found if each.matter] == ["CHN", "TUR"]


def test_contradictions_find_what_tellings_disagree_on() -> None:
    told = [telling("e1", "AGREE", amount=Amount(value=2000, unit="soldiers")), telling("e2", "REJECT", outlet="Erem News", amount=Amount(value=2500, unit="soldiers"))]
    denied = telling("e3", "AGREE", outlet="Kursiv", status="denied", amount=Amount(value=2050, unit="soldiers"))
    found = {each.field: each for each in contradictions(KAZ_RUS, [], [*told, denied], [story_of(*told, denied)]).found}
    assert set(found) == {"status", "type", "amount"}
    assert [(each.value, each.records) for each in found["status"].positions] == [("actual", ("e1", "e2")), ("denied", ("e3",))]
    assert {each.value for each in found["type"].positions} == {"AGREE", "REJECT"}
    assert {each.value for each in found["amount"].positions} == {"2000 soldiers", "2050 soldiers", "2500 soldiers"}
    assert found["status"].story == "s-e1"


def test_contradictions_leave_compatible_tellings_alone() -> None:
    told = [telling("e1", "AGREE", amount=Amount(value=2000)), telling("e2", "CONSULT", amount=Amount(value=2040), status="planned")]
    assert contradictions(KAZ_RUS, [], told, [story_of(*told)]).found == ()


STATES = ("KAZ", "RUS", "KAZ/kassym-jomart-tokayev", "UZB")
OUTLETS = ("TASS", "Kursiv", "Le Monde", None)
DAYS = st.one_of(st.none(), st.dates(dt.date(2021, 1, 1), dt.date(2024, 1, 1)))


@st.composite
def statements_drawn(draw: st.DrawFn) -> list[Statement]:
    count = draw(st.integers(0, 12))
    return [
        judged(
            f"a{at:02}",
            (draw(st.sampled_from(STATES)), draw(st.sampled_from((*STATES, None))), draw(st.sampled_from(get_args(Dimension)[:2])), draw(st.sampled_from(get_args(Direction)))),
            draw(st.sampled_from(OUTLETS)), said_by=draw(st.sampled_from(((), ("TASS",), ("Kursiv", "KAZ/kassym-jomart-tokayev")))), published=draw(DAYS), doc=f"d{at % 5}",
        )
        for at in range(count)
    ]  # fmt: skip


@st.composite
def stories_drawn(draw: st.DrawFn) -> tuple[list[Telling], list[Story]]:
    tellings = [
        telling(
            f"e{at:02}", draw(st.sampled_from(("AGREE", "REJECT", "AID"))), draw(st.sampled_from(OUTLETS)), published=draw(DAYS),
            status=draw(st.sampled_from(("actual", "planned", "denied"))), actors=(draw(st.sampled_from(STATES)),), recipients=("RUS",),
            amount=draw(st.sampled_from((None, Amount(value=5), Amount(value=9)))),
        )
        for at in range(draw(st.integers(0, 12)))
    ]  # fmt: skip
    size = draw(st.integers(1, 4))
    return tellings, [story_of(*tellings[at : at + size]) for at in range(0, len(tellings), size)]


def mixed(data: st.DataObject, items: Sequence[T]) -> list[T]:
    return data.draw(st.permutations(items))


@given(statements_drawn(), stories_drawn(), st.sampled_from(get_args(Grouping)), st.sampled_from((None, dt.date(2022, 1, 1))), st.data())
def test_compare_accounts_for_all_and_knows_no_order(
    statements: list[Statement], told: tuple[list[Telling], list[Story]], by: Grouping, since: dt.date | None, data: st.DataObject
) -> None:
    tellings, stories = told
    question = ask((["KAZ"], ["RUS", "UZB"]), since=since)
    table = compare(question, statements, tellings, stories, by)
    assert table == compare(question, mixed(data, statements), mixed(data, tellings), mixed(data, stories), by)
    asked, undated = select_statements(question, statements)
    assert sum(each.count for each in table.cells if each.column.kind != "act") == len(asked) == sum(each.statements for each in table.groups)
    known = {each.record.id for each in (*statements, *tellings)}
    assert all(set(each.records) <= known and 0 < each.voices <= len(each.records) for each in table.cells)
    shares = {(each.group, each.column.kind): 0.0 for each in table.cells}
    for each in table.cells:
        shares[each.group, each.column.kind] += each.share
    assert all(total == pytest.approx(1) for total in shares.values())
    assert len(undated) <= len(table.skipped)


@given(statements_drawn(), stories_drawn(), st.data())
def test_contradictions_know_no_order_and_name_what_was_given(
    statements: list[Statement], told: tuple[list[Telling], list[Story]], data: st.DataObject
) -> None:
    tellings, stories = told
    found = contradictions(EVERYTHING, statements, tellings, stories)
    assert found == contradictions(EVERYTHING, mixed(data, statements), mixed(data, tellings), mixed(data, stories))
    known = {each.record.id for each in (*statements, *tellings)}
    for each in found.found:
        assert len(each.positions) > 1
        assert {record for position in each.positions for record in position.records} <= known
        assert (each.matter is None) != (each.story is None)
    assert [each.weight for each in found.found] == sorted((each.weight for each in found.found), reverse=True)
