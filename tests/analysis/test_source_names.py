"""Tests of the names of sources."""

import pytest

from tarazu.analysis.source_names import known_outlet, names_it, source_key


@pytest.mark.parametrize(
    ("one", "two"),
    [
        pytest.param("ТАСС", "خبرگزاری تاس", id="TASS in Russian and Persian"),
        pytest.param("«Степной телеграф»", "степной  Телеграф", id="Steppe Telegraph, typed twice"),
        pytest.param("خبرگزاری دیده‌بان", "خبرگزارى ديده بان".replace("ده ب", "دهب"), id="Watchman agency, with Persian and Arabic letters"),
        pytest.param("KAZ/ministry-of-foreign-affairs", "KAZ/ministry-of-foreign-affairs", id="an id"),
    ],
)
def test_source_key_is_one_for_all_names(one: str, two: str) -> None:
    assert source_key(one) == source_key(two)


@pytest.mark.parametrize(("one", "two"), [("Steppe Telegraph", "Steppe Courier"), ("KAZ", "KAZ/army"), ("…", "—")])
def test_source_key_keeps_others_apart(one: str, two: str) -> None:
    assert source_key(one) != source_key(two)


def test_source_key_is_stable() -> None:
    assert source_key(source_key("وكالة تاس")) == source_key("وكالة تاس")


def test_known_outlet_knows_its_state() -> None:
    known = known_outlet("tass")
    assert known is not None
    assert (known.label, known.state) == ("TASS", "RUS")
    assert known_outlet("Steppe Telegraph") is None


def test_names_it_needs_an_outlet() -> None:
    assert names_it(["ТАСС"], "TASS")
    assert not names_it(["ТАСС"], None)
    assert not names_it([], "TASS")
