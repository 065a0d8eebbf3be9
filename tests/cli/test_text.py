"""Text on a terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tarazu.cli.text import clean, is_right_to_left, isolate, wrap

FOREIGN = st.text(st.sampled_from("ab я中 رئیسفی\u200c\u064e12\u202e\u2066\x1b\n\t،."), max_size=120)


@given(text=FOREIGN, width=st.integers(4, 40), most=st.integers(1, 5))
def test_wrap_never_exceeds_its_width_nor_its_lines(text: str, width: int, most: int) -> None:
    lines = wrap(text, width, most)
    assert 1 <= len(lines) <= most
    assert all(cell_len(line) <= width for line in lines)
    assert all(line.count("\u2068") == line.count("\u2069") <= 1 for line in lines)


@given(text=FOREIGN)
def test_wrap_loses_no_word_when_there_is_room(text: str) -> None:
    joined = " ".join(wrap(text, 40)).replace("\u2068", "").replace("\u2069", "")
    assert "".join(joined.split()) == "".join(clean(text).split())


@given(text=st.text())
def test_clean_leaves_nothing_that_steers_a_terminal(text: str) -> None:
    assert not set(clean(text)) & {chr(code) for code in (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("«قزاقستان» KAZ", True, id="Kazakhstan"),
        pytest.param("12 (نشست)", True, id="meeting"),
        pytest.param("KAZ قزاقستان", False, id="code before Kazakhstan"),
        pytest.param("Россия", False, id="Russia"),
        pytest.param("12.", False, id="a number"),
    ],
)
def test_is_right_to_left_goes_by_the_first_letter(text: str, expected: bool) -> None:  # noqa: FBT001
    assert is_right_to_left(text) is expected


def test_isolate_leaves_other_text_alone() -> None:
    assert isolate("Россия met China") == "Россия met China"
    assert isolate("دیدار") == "\u2068دیدار\u2069"
