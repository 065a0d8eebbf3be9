"""Tests of the chains of sources."""

import datetime as dt
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tarazu.analysis.chains import chain, voices
from tarazu.analysis.copies import Copy
from tarazu.records import DocumentFacts, Event
from tarazu.records.coded import EventType, Status
from tarazu.records.story import Chain, Story, Telling

DAY = dt.date(2024, 5, 6)


def story(kind: EventType = "ASSAULT", status: Status = "actual", actors: tuple[str, ...] = ("RUS",)) -> Story:
    return Story(
        id="s-1", type=kind, mode=None, contexts=(), channel=None, actors=actors, recipients=(), when=None, where=None, status=status, amount=None,
        score=0.0, confidence=0.9, tellings=(), docs=(),
    )  # fmt: skip


def telling(
    doc: str, outlet: str | None, day: int = 0, said_by: tuple[str, ...] = (), chained: tuple[str, ...] = (), *, translated: bool = False, **more: str
) -> Telling:
    facts = DocumentFacts(
        id=f"f-{doc}", doc=doc, language="en", title=None, published=DAY + dt.timedelta(days=day) if day >= 0 else None, outlet=outlet, author=None,
        url=None, chain=chained, translated=translated, sentences=3, skipped=(),
    )  # fmt: skip
    record = Event(
        id=f"e-{doc}", doc=doc, type="ASSAULT", mode=None, contexts=(), channel=None, actors=("RUS",), recipients=(), when=None, where=None,
        status="actual", amount=None, said_by=said_by, score=0.0, confidence=0.9, coder="test", evidence=(),
    )  # fmt: skip
    return Telling(record=record, facts=facts, outlet_state=more.get("state"))


def copy(taker: str, giver: str, share: float = 0.9) -> Copy:
    return Copy(taker=taker, giver=giver, share=share)


def arrows(drawn: Chain) -> set[str]:
    return {f"{link.taker} {link.kind} {link.giver}{' loop' * link.loop}" for link in drawn.links}


def test_chain_of_nothing_has_no_origin() -> None:
    drawn = chain(story(), [], [])
    assert (drawn.sources, drawn.links, drawn.origin, drawn.witnesses) == ((), (), None, ())


def test_chain_counts_outlets_that_name_nobody() -> None:
    drawn = chain(story(), [telling("b", "Harbour Post", 1), telling("a", "Steppe Courier")], [])
    assert drawn.witnesses == ("Steppe Courier", "Harbour Post")
    assert drawn.origin == "Steppe Courier"


def test_chain_leads_from_outlet_over_agency_and_newspaper_to_person() -> None:
    one = telling("a", "Steppe Courier", 1, said_by=("TASS", "Le Monde", "Ann Example"))
    drawn = chain(story(), [one], [])
    assert arrows(drawn) == {"Steppe Courier cites TASS", "TASS cites Le Monde", "Le Monde cites Ann Example"}
    assert drawn.witnesses == ("Ann Example",)
    assert [(each.name, each.kind, each.state) for each in drawn.sources] == [
        ("Ann Example", "voice", None), ("Steppe Courier", "outlet", None), ("Le Monde", "outlet", "FRA"), ("TASS", "outlet", "RUS"),
    ]  # fmt: skip


def test_chain_of_five_copies_has_one_witness() -> None:
    tellings = [telling("m", "Le Monde"), *(telling(f"c{number}", f"Paper {number}", 1 + number, said_by=("لوموند",)) for number in range(5))]
    drawn = chain(story(), tellings, [])
    assert drawn.witnesses == ("Le Monde",)
    assert len(drawn.links) == 5


def test_chain_follows_copies_that_say_nothing() -> None:
    drawn = chain(story(), [telling("a", "Steppe Courier"), telling("b", "Harbour Post", 1)], [copy("b", "a"), copy("b", "elsewhere")])
    assert drawn.witnesses == ("Steppe Courier",)
    (link,) = drawn.links
    assert (link.taker, link.giver, link.kind, link.docs, link.share) == ("Harbour Post", "Steppe Courier", "copies", ("b",), 0.9)


def test_chain_of_a_document_without_outlet_bears_its_id() -> None:
    drawn = chain(story(), [telling("a", None), telling("b", "Harbour Post", 1)], [copy("b", "a")])
    assert drawn.witnesses == ("a",)
    assert drawn.sources[0].kind == "document"


@pytest.mark.parametrize(
    ("one", "whence"),
    [
        pytest.param(telling("a", "Erem News", chained=("Le Monde",)), "Erem News", id="the document's sources are not the record's"),
        pytest.param(telling("a", "Erem News", chained=("Le Monde", "AFP"), translated=True), "Le Monde", id="unless it is a translation"),
        pytest.param(telling("a", "Erem News", chained=("RUS/sergey-lavrov", "Le Monde"), translated=True), "Le Monde", id="of an outlet"),
        pytest.param(telling("a", "Erem News", chained=("RUS/sergey-lavrov",), translated=True), "Erem News", id="or of nobody known"),
        pytest.param(telling("a", "Erem News", said_by=("Ann Example",), chained=("Le Monde",)), "Ann Example", id="the record names another"),
        pytest.param(telling("a", "Erem News", said_by=("Le Monde",), chained=("Meduza", "Le Monde", "AFP")), "Le Monde", id="the record names one of them"),
        pytest.param(telling("a", "Erem News", said_by=("Le Monde", "Ann"), chained=("Le Monde",), translated=True), "Ann", id="the record leads further"),
        pytest.param(telling("a", "Erem News", said_by=("TASS", "Le Monde"), chained=("Le Monde",), translated=True), "Le Monde", id="in its own order"),
        pytest.param(telling("a", "Erem News", said_by=("erem  news",)), "Erem News", id="an outlet that names itself"),
    ],
)
def test_chain_takes_the_records_voices_first(one: Telling, whence: str) -> None:
    assert chain(story(), [one], []).witnesses == (whence,)


def test_chain_takes_the_documents_sources_where_it_copies() -> None:
    tellings = [telling("a", None), telling("b", "Harbour Post", 1, chained=("Meduza",))]
    assert "Harbour Post cites Meduza" in arrows(chain(story(), tellings, [copy("b", "a")]))


def test_chain_marks_translations() -> None:
    one = telling("a", "Erem News", chained=("Le Monde",), translated=True)
    assert arrows(chain(story(), [one], [])) == {"Erem News translates Le Monde"}
    voiced = telling("a", "Erem News", said_by=("Ann Example",), chained=("Le Monde",), translated=True)
    assert arrows(chain(story(), [voiced], [])) == {"Erem News translates Le Monde", "Le Monde cites Ann Example"}


def test_chain_closes_no_circle_and_counts_it_once() -> None:
    tellings = [telling("a", "Ahmar", 0, said_by=("Blau",)), telling("b", "Blau", 1, said_by=("Chyorny",)), telling("c", "Chyorny", 2, said_by=("Ahmar",))]
    drawn = chain(story(), tellings, [])
    assert drawn.witnesses == ("Ahmar",)
    assert arrows(drawn) == {"Ahmar cites Blau loop", "Blau cites Chyorny", "Chyorny cites Ahmar"}
    assert voices(drawn) == ("Ahmar",)


def test_chain_of_a_circle_with_a_way_out_leads_out() -> None:
    tellings = [telling("a", "Ahmar", 0, said_by=("Blau",)), telling("b", "Blau", 1, said_by=("Ahmar",)), telling("b2", "Blau", 1, said_by=("Ann",))]
    assert chain(story(), tellings, []).witnesses == ("Ann",)


def test_chain_believes_the_giver_about_its_own_source() -> None:
    outer = telling("a", "Ahmar", 1, said_by=("Blau", "J. Mirzo"))
    inner = telling("b", "Blau", 0, said_by=("Jurabek Mirzo",))
    assert chain(story(), [outer, inner], []).witnesses == ("Jurabek Mirzo",)
    assert chain(story(), [outer, telling("b", "Blau", 0)], []).witnesses == ("J. Mirzo",)


def test_chain_counts_nobody_whom_only_a_copy_names() -> None:
    # the agency's Turkish name is not in the register
    tellings = [telling("a", "Anadolu Ajansı"), telling("b", "Interfax", 1, said_by=("Anadolu", "Minister Example"))]
    drawn = chain(story(), tellings, [copy("b", "a")])
    assert drawn.witnesses == ("Anadolu Ajansı",)
    assert len(chain(story(), tellings, []).witnesses) == 2
    assert {link.giver for link in drawn.links if link.taker == "Interfax"} == {"Anadolu Ajansı", "Anadolu Agency"}


def test_chain_counts_a_second_report_with_the_first() -> None:
    tellings = [telling("a", "Ahmar", 0, said_by=("TASS",)), telling("b", "Ahmar", 2)]
    assert chain(story(), tellings, []).witnesses == ("TASS",)
    own_first = [telling("a", "Ahmar", 0), telling("b", "Ahmar", 2, said_by=("TASS",))]
    assert set(chain(story(), own_first, []).witnesses) == {"Ahmar", "TASS"}


@pytest.mark.parametrize(
    ("kind", "status", "press"),
    [
        pytest.param("ACCUSE", "actual", {"Ahmar", "Blau"}, id="an accusation is what is said"),
        pytest.param("MOBILIZE", "planned", {"Ahmar", "Blau"}, id="so is the announcement of a deed"),
        pytest.param("ASSAULT", "actual", {"RUS/ministry-of-defence"}, id="a deed rests on the word of its doer"),
        pytest.param("CONSULT", "actual", {"RUS/ministry-of-defence"}, id="and so does a meeting"),
    ],
)
def test_chain_tells_a_saying_from_word_of_a_deed(kind: EventType, status: Status, press: set[str]) -> None:
    voice = "RUS/ministry-of-defence"
    drawn = chain(story(kind, status), [telling("a", "Ahmar", said_by=(voice,)), telling("b", "Blau", 1, said_by=(voice,))], [])
    assert set(drawn.witnesses) == press
    assert voices(drawn) == (voice,)
    assert arrows(drawn) == {f"Ahmar cites {voice}", f"Blau cites {voice}"}


def test_chain_of_a_strangers_word_has_the_stranger_as_witness() -> None:
    tellings = [telling("a", "Ahmar", said_by=("UKR/general-staff",)), telling("b", "Blau", 1, said_by=("UKR/general-staff",))]
    assert chain(story("ACCUSE"), tellings, []).witnesses == ("UKR/general-staff",)


def test_chain_has_as_origin_whom_most_lead_back_to() -> None:
    tellings = [telling("a", "Ahmar"), telling("b", "Blau", 1), telling("c", "Chyorny", 2, said_by=("Blau",)), telling("d", "Ahmar", -1)]
    drawn = chain(story(), tellings[:3], [])
    assert (drawn.origin, drawn.witnesses) == ("Blau", ("Blau", "Ahmar"))
    assert drawn.sources[0].name == "Blau"


def test_chain_tells_by_which_documents_a_source_speaks() -> None:
    tellings = [telling("z", "ТАСС", 0, state="RUS"), telling("y", "TASS", 3), telling("x", "Blau", -1, said_by=("خبرگزاری تاس",))]
    drawn = chain(story(), tellings, [])
    assert [(each.name, each.docs, each.first, each.state) for each in drawn.sources] == [("TASS", ("z", "y"), DAY, "RUS"), ("Blau", ("x",), None, None)]


OUTLETS = ["Ahmar", "Blau", "Chyorny", None]
NAMES = ["Ahmar", "Blau", "Chyorny", "TASS", "Ann Example", "RUS/army"]


@st.composite
def told(draw: st.DrawFn) -> tuple[list[Telling], list[Copy]]:
    size = draw(st.integers(1, 6))
    tellings = [
        telling(
            f"d{at}", draw(st.sampled_from(OUTLETS)), draw(st.integers(-1, 3)), tuple(draw(st.lists(st.sampled_from(NAMES), max_size=3, unique=True))),
            tuple(draw(st.lists(st.sampled_from(NAMES[:4]), max_size=2, unique=True))), translated=draw(st.booleans()),
        )
        for at in range(size)
    ]  # fmt: skip
    pairs = draw(st.lists(st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)), max_size=5, unique=True))
    return tellings, [copy(f"d{taker}", f"d{giver}") for taker, giver in pairs if taker != giver]


@settings(max_examples=150, deadline=None)
@given(told(), st.randoms(use_true_random=False), st.sampled_from(["ACCUSE", "ASSAULT"]))
def test_chain_does_not_depend_on_the_order_of_reading(given_: tuple[list[Telling], list[Copy]], chance: random.Random, kind: EventType) -> None:
    tellings, copies = given_
    drawn = chain(story(kind), tellings, copies)
    assert chain(story(kind), chance.sample(tellings, len(tellings)), chance.sample(copies, len(copies))) == drawn
    assert drawn.witnesses
    assert drawn.origin == drawn.witnesses[0] == drawn.sources[0].name
    names = {each.name for each in drawn.sources}
    assert {end for link in drawn.links for end in (link.taker, link.giver)} | set(drawn.witnesses) <= names
    assert len(names) == len(drawn.sources)


@settings(max_examples=150, deadline=None)
@given(told())
def test_chain_without_its_loops_has_no_circle(given_: tuple[list[Telling], list[Copy]]) -> None:
    drawn = chain(story(), *given_)
    links = {(link.taker, link.giver) for link in drawn.links if not link.loop}
    while links:
        givers = {giver for _, giver in links}
        kept = {(taker, giver) for taker, giver in links if taker in givers}
        assert kept != links
        links = kept
    assert voices(drawn)


@settings(max_examples=200, deadline=None)
@given(told(), st.data())
def test_chain_without_a_copy_has_no_more_witnesses(given_: tuple[list[Telling], list[Copy]], data: st.DataObject) -> None:
    tellings, copies = given_
    giver = data.draw(st.sampled_from(tellings)).facts.doc
    # a copy that nobody has it from: of an outlet with no other document, which nobody names
    leaf = telling("leaf", "Quiet Paper", 4)
    with_leaf = chain(story(), [*tellings, leaf], [*copies, copy("leaf", giver)])
    without = chain(story(), tellings, copies)
    assert len(without.witnesses) <= len(with_leaf.witnesses)
    assert set(without.witnesses) == set(with_leaf.witnesses)
