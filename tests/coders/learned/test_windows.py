"""Tests of the words that the encoder reads, and of the windows that they are read in."""

import numpy as np
import pytest

from tarazu.coders.learned import model
from tarazu.coders.learned.sight import Part, parts
from tarazu.coders.learned.windows import FIRST, LAST, MOST_PIECES, Window, pieces, surfaces


@pytest.fixture(scope="module")
def tokenizer():
    return model.load().tokenizer


def test_surfaces_keep_the_spaces_of_the_text() -> None:
    text = "Kazakhstan's army. It left"
    spans = [(0, 10), (10, 12), (13, 17), (17, 18), (19, 21), (22, 26)]
    assert surfaces(text, spans, [0, 0, 0, 0, 1, 1]) == [" Kazakhstan", "'s", " army", ".", " It", " left"]


@pytest.mark.parametrize(
    "words",
    [
        pytest.param([" Kazakhstan", "'s", " parliament", " ratified", " it", "."], id="English"),
        pytest.param([" رئیس‌جمهور", " قزاقستان", " را", " ندید", "."], id="Persian: did not see Kazakhstan's president"),
        pytest.param(["中", "国", "外", "长", "访", "问", "了", "俄", "罗", "斯", "。"], id="Chinese: China's foreign minister visited Russia"),
        pytest.param([" İran", " ve", " Türkiye", "'", "nin", " anlaşması"], id="Turkish: the agreement of Iran and Türkiye"),
    ],
)
def test_pieces_belong_to_the_words_that_they_are_cut_from(words: list[str], tokenizer) -> None:
    cut = pieces(Window(words=words), tokenizer)
    assert (cut.ids[0], cut.ids[-1]) == (FIRST, LAST)
    assert len(cut.word) == len(cut.ids) - 2
    assert np.all(np.diff(cut.word) >= 0)
    assert set(cut.word) == set(range(len(words))) or len(words) - len(set(cut.word)) <= 4  # Chinese letters may share a piece


def test_pieces_of_an_endless_window_stop(tokenizer) -> None:
    cut = pieces(Window(words=[" Turkmenistan"] * 2000), tokenizer)
    assert len(cut.ids) == MOST_PIECES + 2


def test_parts_read_every_wanted_sentence_once() -> None:
    sizes = [10, 70, 70, 5, 300, 20, 20, 1, 1]
    wanted = [True, True, True, False, True, True, True, False, True]
    read = [at for part in parts(sizes, wanted) for at in range(part.first, part.last)]
    assert read == [at for at, each in enumerate(wanted) if each]


def test_parts_stand_behind_their_context() -> None:
    assert list(parts([20, 20, 20], [True, False, True])) == [Part(0, 0, 1), Part(0, 2, 3)]
    assert list(parts([500, 20], [True, True])) == [Part(0, 0, 1), Part(1, 1, 2)]  # what is too long is no context
