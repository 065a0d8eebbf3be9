"""Tests of finding translations by the stories that two documents tell."""

import datetime as dt
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tarazu.analysis.translations import Outline, Rule, find_translations, order_agreement
from tarazu.errors import OptionError, RecordError

DAY = dt.date(2024, 5, 6)
FIVE = ("s-1", "s-2", "s-3", "s-4", "s-5")


def outline(doc: str, language: str, stories: tuple[str, ...], day: int = 0, **more: object) -> Outline:
    return Outline(doc=doc, language=language, stories=stories, outlet=f"Paper {doc}", published=DAY + dt.timedelta(days=day), **more)


@pytest.mark.parametrize(
    "stories",
    [
        pytest.param(FIVE, id="all"),
        pytest.param(FIVE[:4], id="cut"),
        pytest.param((*FIVE, "s-9"), id="one more"),
        pytest.param(("s-1", "s-3", "s-2", "s-4", "s-5"), id="two swapped"),
        pytest.param(("s-1", "s-1", *FIVE[1:], "s-2"), id="told again"),
    ],
)
def test_find_translations_finds_aligned_records(stories: tuple[str, ...]) -> None:
    (found,) = find_translations([outline("a", "ar", FIVE), outline("b", "fa", stories, day=1)])
    assert (found.taker, found.giver, found.kind) == ("b", "a", "translates")
    assert found.share >= 0.8


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(outline("b", "ar", FIVE, day=1), id="one language"),
        pytest.param(outline("b", "fa", FIVE, day=9), id="days apart"),
        pytest.param(outline("b", "fa", FIVE[:3], day=1), id="few events"),
        pytest.param(outline("b", "fa", tuple(reversed(FIVE)), day=1), id="another order"),
        pytest.param(outline("b", "fa", (*FIVE[:4], *(f"s-2{number}" for number in range(9))), day=1), id="a digest of many"),
        pytest.param(outline("b", "fa", ("s-1", "s-2", "s-3", "s-6", "s-7"), day=1), id="half in common"),
        pytest.param(outline("b", "fa", (), day=1), id="no events"),
    ],
)
def test_find_translations_passes_over_what_is_not_aligned(other: Outline) -> None:
    assert find_translations([outline("a", "ar", FIVE), other]) == ()


def test_find_translations_needs_less_where_the_text_says_so() -> None:
    original = outline("a", "en", ("s-1", "s-2", "s-3"))
    assert find_translations([original, outline("b", "fa", ("s-1", "s-2"), day=1)]) == ()
    assert len(find_translations([original, outline("b", "fa", ("s-1", "s-2"), day=1, translated=True)])) == 1
    assert find_translations([original, outline("b", "fa", ("s-1",), day=1, translated=True)]) == ()
    assert len(find_translations([outline("a", "en", ("s-1",)), outline("b", "fa", ("s-1",), day=1, cites=("paper A",))])) == 1


@pytest.mark.parametrize(
    ("one", "two", "taker"),
    [
        pytest.param(outline("a", "ar", FIVE, translated=True), outline("b", "fa", FIVE, day=1), "a", id="says it is a translation"),
        pytest.param(outline("a", "ar", FIVE, cites=("Paper b",)), outline("b", "fa", FIVE, day=1), "a", id="names the other"),
        pytest.param(outline("a", "ar", FIVE), outline("b", "fa", FIVE, day=1), "b", id="the later"),
        pytest.param(outline("a", "ar", FIVE[:4]), outline("b", "fa", FIVE), "a", id="tells less"),
        pytest.param(outline("a", "ar", FIVE), outline("b", "fa", FIVE), "b", id="the larger id"),
    ],
)
def test_find_translations_knows_who_takes(one: Outline, two: Outline, taker: str) -> None:
    for pair in ([one, two], [two, one]):
        assert [copy.taker for copy in find_translations(pair)] == [taker]


@st.composite
def outlines(draw: st.DrawFn) -> list[Outline]:
    told = draw(st.lists(st.lists(st.sampled_from(FIVE), max_size=6), min_size=2, max_size=6))
    return [outline(f"d{at}", draw(st.sampled_from(["ar", "fa", "ru"])), tuple(stories), day=draw(st.integers(0, 5))) for at, stories in enumerate(told)]


@settings(max_examples=60, deadline=None)
@given(outlines(), st.randoms(use_true_random=False), st.integers(0, 6))
def test_find_translations_does_not_depend_on_the_order_of_reading(read: list[Outline], chance: random.Random, cut: int) -> None:
    rule = Rule(events=2, events_if_said=2, share=0.5)
    whole = find_translations(read, rule=rule)
    shuffled = chance.sample(read, len(read))
    assert find_translations(shuffled, rule=rule) == whole
    early, late = shuffled[:cut], shuffled[cut:]
    parts = [*find_translations(early, rule=rule), *find_translations(late, early, rule)]
    assert sorted(parts, key=lambda copy: (copy.taker, copy.giver)) == list(whole)


def test_find_translations_refuses_what_it_cannot_align() -> None:
    with pytest.raises(OptionError, match="at least one event"):
        find_translations([], rule=Rule(events=0))
    with pytest.raises(RecordError, match="each document once"):
        find_translations([outline("a", "ar", FIVE)], [outline("a", "fa", FIVE)])


@pytest.mark.parametrize(("places", "tau"), [((), 1.0), ((4,), 1.0), ((0, 1, 2), 1.0), ((2, 1, 0), -1.0), ((1, 0, 2), 1 / 3)])
def test_order_agreement_is_kendalls_tau(places: tuple[int, ...], tau: float) -> None:
    assert order_agreement(places) == pytest.approx(tau)
