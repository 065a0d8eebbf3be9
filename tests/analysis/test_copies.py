"""Tests of finding copies among texts of one language."""

import datetime as dt
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tarazu.analysis import copies
from tarazu.analysis.copies import Copy, Printed, bands, candidates, find_copies, signature
from tarazu.errors import RecordError

DAY = dt.date(2024, 5, 6)

# Each text four sentences, written for these tests.
DAM = (
    "Engineers of both countries opened the sluices of the Kambar dam on Monday after three dry summers. "
    "Farmers on the lower river had waited for the water since the spring sowing. "
    "The regional governor promised that the next release would follow within six weeks. "
    "Neither ministry would say how much water is left behind the wall."
)
RAIL = (
    "A train with forty wagons of cement left the border station of Altyn for the coast on Tuesday night. "
    "It is the first freight to take the southern route since the tariff quarrel of last autumn. "
    "Merchants in the port expect two such trains a week from June. "
    "The railway company has hired ninety drivers for the line."
)
MORE = (
    "Two weeks earlier the lower country had asked for mediation by a retired judge. Her report names eleven springs that ran dry. "
    "It does not say whose fault that was, and both sides have praised it."
)
QUOTE = '"We shall never again let a neighbour decide when our fields are green," the minister told the assembled village elders.'


def printed(doc: str, text: str, day: int = 0, outlet: str | None = None, cites: tuple[str, ...] = ()) -> Printed:
    return Printed(doc=doc, text=text, outlet=outlet or f"Paper {doc}", published=DAY + dt.timedelta(days=day), cites=cites)


def sentences(text: str) -> list[str]:
    return [f"{each.rstrip('.')}." for each in text.split(". ")]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(DAM, id="whole"),
        pytest.param(f"Water at last\n\n{DAM}", id="another headline"),
        pytest.param(" ".join(sentences(DAM)[:2]), id="first half"),
        pytest.param(" ".join(sentences(DAM)[2:]), id="second half"),
        pytest.param(sentences(DAM)[0], id="one sentence of four"),
        pytest.param(f"{DAM} {MORE}", id="a paragraph added"),
        pytest.param(DAM.replace("Monday", "the day before").replace("promised", "vowed").replace("left behind", "still held by"), id="words changed"),
        pytest.param(DAM.upper().replace(" ", "  "), id="typed otherwise"),
    ],
)
def test_find_copies_finds_a_changed_copy(text: str) -> None:
    (found,) = find_copies([printed("later", text, day=1), printed("first", DAM), printed("other", RAIL)])
    assert (found.taker, found.giver, found.kind) == ("later", "first", "copies")
    assert 0.25 <= found.share <= 1


@pytest.mark.parametrize(
    ("one", "two"),
    [
        pytest.param(DAM, RAIL, id="nothing in common"),
        pytest.param(f"{' '.join(sentences(DAM)[:2])} {QUOTE}", f"{' '.join(sentences(RAIL)[:2])} {QUOTE}", id="one quotation"),
        pytest.param(
            f"{DAM} All rights reserved. Follow us on our channel for more news of the day.",
            f"{RAIL} All rights reserved. Follow us on our channel for more news of the day.",
            id="page furniture",
        ),
        pytest.param("Photo: press office", "Photo: press office", id="captions"),
        pytest.param("", "", id="nothing at all"),
    ],
)
def test_find_copies_passes_over_texts_that_share_little(one: str, two: str) -> None:
    assert find_copies([printed("a", one), printed("b", two, day=1)]) == ()


@pytest.mark.parametrize(
    ("one", "two"),
    [
        pytest.param(
            "رئیسان دو شرکت آب روز دوشنبه در شهر کمبر سد تازه را گشودند و به کشاورزان مژده دادند.",
            "رئيسان دو شركت آب روز دوشنبه در شهر كمبر سد تازه را گشودند و به كشاورزان مژده دادند؛ عکس.",
            id="Persian, typed with Arabic letters: the heads of two water companies opened the new dam",
        ),
        pytest.param(
            "两国工程师周一在坎巴尔共同打开新水坝的闸门，向下游农民放水。",
            "据本报消息，两国工程师周一在坎巴尔共同打开新水坝的闸门，向下游农民放水。",
            id="Chinese: engineers of two countries opened the sluices of the new dam",
        ),
        pytest.param(
            "Инженеры двух стран в понедельник открыли шлюзы Камбарской плотины и пустили воду.",
            "Шлюзы открыты. Инженеры двух стран в понедельник открыли шлюзы Камбарской плотины и пустили воду крестьянам.",
            id="Russian: engineers opened the sluices of the Kambar dam",
        ),
    ],
)
def test_find_copies_reads_every_script(one: str, two: str) -> None:
    assert [(copy.taker, copy.giver) for copy in find_copies([printed("a", one), printed("b", two, day=1)])] == [("b", "a")]


def test_find_copies_tells_the_share_of_the_taker() -> None:
    half = " ".join(sentences(DAM)[:2])
    (cut,) = find_copies([printed("a", DAM), printed("b", half, day=1)])
    (grown,) = find_copies([printed("a", half), printed("b", DAM, day=1)])
    assert cut.share == 1
    assert 0.4 < grown.share < 0.7


def test_find_copies_finds_a_note_cut_from_the_head_of_a_long_report() -> None:
    words = [f"word{number}" for number in range(4000)]
    random.Random(3).shuffle(words)  # noqa: S311 - a test
    long = f"{DAM} {' '.join(words)}"
    (found,) = find_copies([printed("note", DAM, day=1), printed("report", long)])
    assert (found.taker, found.share) == ("note", 1)


@pytest.mark.parametrize(
    ("one", "two", "giver"),
    [
        pytest.param(printed("b", DAM), printed("a", DAM + QUOTE, day=1), "b", id="the earlier"),
        pytest.param(printed("a", DAM, cites=("Wire",)), printed("b", DAM + QUOTE, day=1, outlet="Wire"), "b", id="the one cited, though dated later"),
        pytest.param(printed("a", DAM), printed("b", DAM + QUOTE, cites=("paper  A",)), "a", id="on one day the one cited"),
        pytest.param(printed("a", DAM), printed("b", DAM + QUOTE), "b", id="else the longer"),
        pytest.param(printed("b", DAM), printed("a", DAM.upper()), "a", id="else the smaller id"),
        pytest.param(Printed(doc="b", text=DAM), Printed(doc="a", text=DAM.upper()), "a", id="nothing known of either"),
    ],
)
def test_find_copies_knows_who_gives(one: Printed, two: Printed, giver: str) -> None:
    for pair in ([one, two], [two, one]):
        assert [copy.giver for copy in find_copies(pair)] == [giver]


def test_find_copies_knows_an_outlet_by_its_names() -> None:
    pair = [printed("a", DAM, cites=("وكالة تاس",)), printed("b", DAM, outlet="TASS")]
    assert [copy.giver for copy in find_copies(pair)] == ["b"]


def test_find_copies_leaves_yearly_news_alone() -> None:
    assert find_copies([printed("a", DAM), printed("b", DAM, day=365)]) == ()


def test_find_copies_passes_over_pairs_of_old_documents() -> None:
    old = [printed("a", DAM), printed("b", DAM + QUOTE, day=1)]
    found = find_copies([printed("c", DAM, day=2)], old)
    assert {(copy.taker, copy.giver) for copy in found} == {("c", "a"), ("c", "b")}


def test_find_copies_takes_signatures_that_were_kept() -> None:
    kept = [Printed(doc=doc, text=DAM, published=DAY, signature=signature(DAM)) for doc in "ab"]
    assert len(find_copies(kept)) == 1


def test_find_copies_refuses_one_id_twice() -> None:
    with pytest.raises(RecordError, match="document a: expected one document of this id"):
        find_copies([printed("a", DAM)], [printed("a", RAIL)])


POOL = [*sentences(DAM), *sentences(RAIL), QUOTE]


@st.composite
def documents(draw: st.DrawFn) -> list[Printed]:
    texts = draw(st.lists(st.lists(st.sampled_from(POOL), min_size=1, max_size=4, unique=True), min_size=2, max_size=7))
    days = draw(st.lists(st.integers(0, 3), min_size=len(texts), max_size=len(texts)))
    return [printed(f"d{at}", " ".join(text), day=day) for at, (text, day) in enumerate(zip(texts, days, strict=True))]


@settings(max_examples=40, deadline=None)
@given(documents(), st.randoms(use_true_random=False), st.integers(0, 7))
def test_find_copies_does_not_depend_on_the_order_of_reading(read: list[Printed], chance: random.Random, cut: int) -> None:
    whole = find_copies(read)
    shuffled = chance.sample(read, len(read))
    assert find_copies(shuffled) == whole
    early, late = shuffled[:cut], shuffled[cut:]
    parts = [*find_copies(early), *find_copies(late, early)]
    assert sorted(parts, key=lambda copy: (copy.taker, copy.giver)) == list(whole)


def test_bands_of_copies_meet_and_of_others_do_not() -> None:
    first, copy, other = (set(bands(signature(text))) for text in (DAM, f"Headline. {' '.join(sentences(DAM)[:3])}", RAIL))
    assert len(first) == 96
    assert first & copy
    assert not first & other
    assert bands(signature("Photo: press office")) == ()


def test_bands_do_not_change_between_runs() -> None:
    assert bands(signature(DAM)) == bands(signature(DAM))
    assert signature(DAM)[:8].hex() == f"01{copies.signature(RAIL)[1]:02x}0000{len(copies._grams(copies._plain(DAM))).to_bytes(4, 'little').hex()}"


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(POOL), min_size=1, max_size=4, unique=True), st.lists(st.sampled_from(POOL), min_size=1, max_size=4, unique=True))
def test_candidates_are_those_that_share_a_band(one: list[str], two: list[str]) -> None:
    first, second = signature(" ".join(one)), signature(" ".join(two))
    if candidates(first, [second]):
        assert set(bands(first)) & set(bands(second))


def test_candidates_are_few() -> None:
    chance = random.Random(1)  # noqa: S311 - a test
    words = [f"word{number}" for number in range(900)]
    many = [signature(" ".join(chance.choices(words, k=60))) for _ in range(200)]
    assert candidates(signature(DAM), [*many, signature(f"{DAM} {QUOTE}"), signature("")]) == (200,)
    assert candidates(signature(""), many) == ()
    assert candidates(signature(DAM), []) == ()


@pytest.mark.parametrize("signed", [pytest.param(b"", id="none"), pytest.param(b"\x09" + signature(DAM)[1:], id="another form")])
def test_bands_refuses_a_foreign_signature(signed: bytes) -> None:
    with pytest.raises(RecordError, match="sign the documents again"):
        bands(signed)


def test_copy_is_a_copy_unless_it_says_otherwise() -> None:
    assert Copy(taker="b", giver="a", share=1.0).kind == "copies"
