"""Tests of folding: one form for all spellings, and the way back to the original."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tarazu.languages import fold, fold_word

_ALPHABET = (
    "abcXYZéİıßŞ 0123456789.,;:!?\n\t\r"
    "абвЁёйЙиИуўЎ\u0306\u0308\u0301"
    "ابپتكکيیىئأإآٱةهۀھوؤءۂ"
    "ًٌٍَُِّْٰ\u0640\u200c\u200d\u200e\u200f\u00ad\u200b\ufeff\u061c\u2066\u2069"
    "٠١٢٣۴۵۶۷«»“”‘’،؛؟٪٫٬–—…\u00a0\u202f"
    "ﷲﻻﺎﮐﯽﺔﻫﬁ½²㎏𝐀𐐀\ud800"
)
_TEXT = st.one_of(st.text(alphabet=_ALPHABET, max_size=60), st.text(max_size=60))


def _whole(folded, start, end):
    """Whether a span holds no part of a code point that became several."""
    origin = folded.origin
    return (start == 0 or origin[start - 1] != origin[start]) and (end == len(folded.text) or origin[end - 1] != origin[end])


@given(_TEXT, st.data())
@example("мои\u0306 край", None)
@example("и\u0301\u0306", None)
@example("𝐀ﬁ", None)
@example("\u0306и\u0306\u0306", None)
def test_fold_reports_spans_that_fold_to_what_was_matched(text, data):
    folded = fold(text)
    size = len(folded.text)
    spans = [(start, end) for start in range(size) for end in range(start + 1, size + 1)]
    if data is not None and spans:
        spans = [data.draw(st.sampled_from(spans))]
    for start, end in spans:
        first, last = folded.span(start, end)
        assert 0 <= first < last <= len(text)
        matched, cut = folded.text[start:end], fold(text[first:last]).text
        if folded.plain or _whole(folded, start, end):
            assert cut == matched
        else:
            assert matched in cut


@given(_TEXT)
def test_fold_never_goes_backwards(text):
    folded = fold(text)
    if folded.plain:
        assert len(folded.text) == len(text)
    else:
        assert len(folded.origin) == len(folded.text) + 1
        assert list(folded.origin) == sorted(folded.origin)
        assert folded.origin[-1] == len(text)


@given(_TEXT)
def test_fold_changes_nothing_the_second_time(text):
    once = fold(text).text
    assert fold(once).text == once


@given(_TEXT, _TEXT)
def test_fold_folds_words_as_it_folds_texts(one, two):
    if not two or not unicodedata.combining(two[0]):
        assert fold(f"{one} {two}").text == f"{fold_word(one)} {fold_word(two)}"


@pytest.mark.parametrize(
    ("spelling", "folded"),
    [
        pytest.param("كيك", "کیک", id="Arabic kaf and yeh"),
        pytest.param("علی على علي", "علی علی علی", id="yeh in three spellings"),
        pytest.param("مسئول مسؤول", "مسیول مسوول", id="hamza on its seats"),
        pytest.param("أإآٱا", "ااااا", id="alef forms"),
        pytest.param("قمة قمه خانۀ ۂ ەہھۃ", "قمه قمه خانه ه هههه", id="teh marbuta and heh forms"),
        pytest.param("مُحَمَّدٌ هٰذا", "محمد هذا", id="vowel signs"),
        pytest.param("ســلام", "سلام", id="tatweel"),
        pytest.param("می‌کند می\u200dکند", "میکند میکند", id="joiners"),
        pytest.param("\u202bمتن\u202c\u200f \u2067متن\u2069\u061c", "متن متن", id="direction marks"),
        pytest.param("هم\u00adکاری \u200bباز\ufeff", "همکاری باز", id="soft hyphen, zero-width space, byte-order mark"),
        pytest.param("٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹", "0123456789 0123456789", id="digits"),
        pytest.param("۳٫۵ ۱٬۰۰۰ ۱۲٪", "3.5 1,000 12%", id="marks of numbers"),
        pytest.param("؟ ؛ ، ۔", "? ; , .", id="punctuation"),
        pytest.param("«a» “b” „c” ‘d’", '"a" "b" "c" \'d\'', id="quotes"),
        pytest.param("a–b—c‑d−e", "a-b-c-d-e", id="dashes"),
        pytest.param("ﺳﻼﻡ ﮐﺸﻮﺭ ﯾﮏ", "سلام کشور یک", id="presentation forms"),
        pytest.param("ﷲ", "الله", id="a ligature of a word"),
        pytest.param("Ёлка ёж Й й", "елка еж й й", id="Russian yo and short i"),
        pytest.param("и\u0306 И\u0306 у\u0306", "й й ў", id="short i and short u typed in two"),
        pytest.param("при\u0301нял", "принял", id="a stress mark"),
        pytest.param("Erdoğan Türkiye İran ılık Şavkat", "erdogan turkiye iran ilik savkat", id="Latin accents and Turkish i"),
        pytest.param("cafe\u0301", "cafe", id="an accent typed apart"),
        pytest.param("ﬁnal ５Ｇ ½", "final 5g 1⁄2", id="ligatures, full width, fractions"),
        pytest.param("a\u00a0b\u202fc\td", "a b c d", id="spaces"),
        pytest.param("…", "...", id="ellipsis"),
    ],
)
def test_fold_has_one_form_for_all_spellings(spelling, folded):
    assert fold(spelling).text == folded


@pytest.mark.parametrize("text", ["a\nb", "a\r\nb", "a\u2028b"])
def test_fold_keeps_line_ends(text):
    assert fold(text).text == text


@pytest.mark.parametrize(
    ("text", "matched", "cut"),
    [
        pytest.param("او می‌کند.", "میکند", "می‌کند", id="does"),
        pytest.param("ال\u200fرئيس", "الریس", None, id="what is not there"),
        pytest.param("رئيسُ البلاد", "رییس", "رئيس", id="president, its vowel sign left"),
        pytest.param("مِن قِمّةٍ", "قمه", "قِمّة", id="summit with vowel signs"),
        pytest.param("наш край\u0306", "кра", "кра", id="part of a word"),
        pytest.param("мои\u0306 дом", "мой", "мои\u0306", id="my, typed in two"),
        pytest.param("ﻻ سلام", "لا", "ﻻ", id="no, a ligature"),
        pytest.param("هم\u00adکاری", "همکاری", "هم\u00adکاری", id="cooperation, with a soft hyphen"),
    ],
)
def test_fold_finds_the_way_back(text, matched, cut):
    folded = fold(text)
    at = folded.text.find(matched)
    if cut is None:
        assert at < 0
    else:
        assert text[slice(*folded.span(at, at + len(matched)))] == cut


def test_fold_maps_an_empty_span():
    assert fold("می‌کند").span(2, 2) == (3, 3)
    assert fold("").span(0, 0) == (0, 0)


@given(st.text())
def test_fold_word_folds_as_fold_does(text: str) -> None:
    """A word of the data files and the same word in a text fold to the same letters."""
    composed = unicodedata.normalize("NFC", text)
    assert fold_word(composed) == fold(composed).text
