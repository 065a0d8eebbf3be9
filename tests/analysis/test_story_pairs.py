"""Tests of the features of pairs, their words and their weights."""

import pytest

from tarazu.analysis import story_pairs
from tarazu.analysis.story_model import story_weights
from tarazu.analysis.story_profiles import numbers, people_and_others, stem, stems
from tarazu.languages import fold


def test_every_weight_is_said_in_words() -> None:
    unsaid = [name for name in story_weights().weights if name not in story_pairs._SAID and not name.startswith("type.same.")]
    assert unsaid == []


def test_weights_have_a_card_and_fitting_limits() -> None:
    model = story_weights()
    assert {"what", "data", "command", "licence"} <= set(model.card)
    assert 0 < model.floor <= model.veto < model.threshold < 1
    assert all(0 < each <= model.rarest for each in model.rarity.values())


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(("Tashkent", "Ташкент", "Ташкенте"), id="Tashkent"),
        pytest.param(("Pashinyan", "Пашинян", "باشينيان", "پاشینیان"), id="Pashinyan"),
        pytest.param(("Samarkand", "Самарканд", "سمرقند"), id="Samarkand"),
        pytest.param(("Khorgos", "Хоргос", "خورگوس"), id="Khorgos"),
    ],
)
def test_stem_is_alike_in_every_script(names: tuple[str, ...]) -> None:
    assert len({stem(fold(name).text) for name in names}) == 1


def test_stems_of_writing_without_spaces_are_pairs_of_letters() -> None:
    assert stems("中亚峰会") == {"中亚", "亚峰", "峰会"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("in 2024 it sent 1,200 tons", {"1200"}, id="grouped, and a year"),
        pytest.param("۱۲ میلیارد", {"12"}, id="12 billion, Persian digits"),
        pytest.param("3 of 7", set(), id="single digits"),
        pytest.param("1.5 and 36", {"1.5", "36"}, id="a fraction"),
        pytest.param("", set(), id="nothing"),
    ],
)
def test_numbers_may_tell_acts_apart(text: str, expected: set[str]) -> None:
    assert numbers(fold(text).text) == expected


def test_people_and_others_asks_the_register() -> None:
    assert people_and_others(("KAZ", "KAZ/kassym-jomart-tokayev", "KAZ/police", "EU")) == ({"KAZ/kassym-jomart-tokayev"}, {"KAZ/police"})
