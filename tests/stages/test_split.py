"""Tests of splitting: where sentences end, and where they only seem to."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tarazu import languages
from tarazu.languages import fold
from tarazu.stages.split import split


def _split(text, code):
    folded = fold(text)
    return [text[slice(*folded.span(start, end))] for start, end, _ in split(folded, text, languages.load(code))]


def _headings(text, code):
    return [heading for _, _, heading in split(fold(text), text, languages.load(code))]


# Sentences are parted by "|" here.
@pytest.mark.parametrize(
    ("code", "parted"),
    [
        pytest.param("en", "He came.| He left.", id="two sentences"),
        pytest.param("en", "He met Mr. Smith and Gen. Lee.| They spoke.", id="titles"),
        pytest.param("en", "He lives in the U.S.| The minister does not.", id="a dotted name at the end"),
        pytest.param("en", "The U.S. President and the U.N. Security Council met.| It rained.", id="dotted names inside"),
        pytest.param("en", "J. K. Rowling met V. V. Petrov.| He left.", id="initials"),
        pytest.param("en", "Prices rose 3.5 percent to $1.25.| Then they fell.", id="decimals"),
        pytest.param("en", '"It is over."| He left.', id="closing quotes stay"),
        pytest.param("en", '"Stop!" he said.| "Why?" she asked.', id="speech goes on in small letters"),
        pytest.param("en", "He came.|The minister left.", id="lost space"),
        pytest.param("en", "See gov.uk and node.JS now.", id="addresses"),
        pytest.param("en", "Is it so?| Yes!| No…| Good.", id="other marks"),
        pytest.param("en", "He said ... nothing.| Wait...| Then he left.", id="dots"),
        pytest.param("en", "1. The first point.| 2. The second one.", id="a numbered list"),
        pytest.param("en", "At 5 p.m. on Jan. 5 approx. five men came (cf. p. 5).| He left.", id="abbreviations"),
        pytest.param("en", "What?!| He left.", id="two marks"),
        pytest.param("ru", "В 2024 г. Россия и т. д. подписали договор.| Он ушел.", id="ru: year, and so on"),
        pytest.param("ru", "Это было в 2024 г.| В Москве прошла встреча.", id="ru: a sentence ends in an abbreviation"),
        pytest.param("ru", "В. В. Путин и Дж. Байден встретились.| Он ушел.", id="ru: initials"),
        pytest.param("ru", "Ущерб в 3,5 млрд руб. и 2.7 млн долл. США.| Он ушел.", id="ru: sums"),
        pytest.param("ru", "«Мы идем!» — сказал он.| «Да.»| Он ушел.", id="ru: quotes"),
        pytest.param("ru", "Он сказал.|Президент ушел.", id="ru: lost space"),
        pytest.param("ru", "ул. Мира, д. 5, корп. 2.| Дом там.", id="ru: an address"),
        pytest.param("fa", "او رفت.| قزاقستان آمد.", id="fa: he left, K. came"),
        pytest.param("fa", "او رفت.|قزاقستان آمد.", id="fa: lost space"),
        pytest.param("fa", "نرخ ۳٫۵ درصد و 2.7 درصد است.| پایان.", id="fa: decimals"),
        pytest.param("fa", "د. احمدی در سال ۱۴۰۱ ه. ش. آمد.| پایان.", id="fa: a doctor, a year"),
        pytest.param("fa", "گفت: «می‌رویم.»| او رفت؟|او آمد!", id="fa: quotes and questions"),
        pytest.param("fa", "پایان.|«ما» رفتیم.", id="fa: a quote opens behind a lost space"),
        pytest.param("fa", "ا. ب. رضایی آمد.| او رفت.", id="fa: initials"),
        pytest.param("ar", "وصل أ. د. محمد إلى القاهرة.| ثم غادر؟| نعم.", id="ar: a professor arrived"),
        pytest.param("ar", "بلغ 3.5 مليون.| انتهى.|وبدأ.", id="ar: decimals, lost space"),
        pytest.param("ar", "قال: «نعم.»| ثم غادر…", id="ar: quotes"),
        pytest.param("zh", "他来了。|他走了！|真的吗？", id="zh: no spaces"),
        pytest.param("zh", "“我们支持谈判。”他说。|会议结束了。", id="zh: a quote and who said it"),
        pytest.param("zh", "“我们支持谈判。|我们反对战争。”他说。|会议结束了。", id="zh: a quote of two sentences and who said it"),
        pytest.param("zh", "他说：“我们支持谈判。”|会后，双方签署协议。", id="zh: a quote behind who said it"),
        pytest.param("zh", "「我們支持談判。」他說。|會議結束了。", id="zh: corner quotes"),
        pytest.param("zh", "会议结束了。|“我们支持谈判。”", id="zh: a quote of its own"),
        pytest.param("zh", "贸易额为3.5亿美元。|增长2.1%。", id="zh: decimals"),
        pytest.param("ar", "نقلت أ.ف.ب. عن مسؤول.| غادر.", id="ar: an agency"),
    ],
)
def test_split_ends_sentences(code, parted):
    expected = [part.strip() for part in parted.split("|")]
    assert _split(parted.replace("|", ""), code) == expected


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_split_joins_wrapped_lines(end):
    lines = [
        "The foreign ministers of the five states met on Monday in the city",
        "and agreed on a plan for the railway that would link their towns a",
        "little sooner than had been thought. They will meet again in May in",
        "another city, where the presidents are to sign what was agreed on.",
        "The plan is to be paid for by the states themselves, and by a bank",
        "of the region.",
    ]
    assert len(_split(end.join(lines), "en")) == 3


def test_split_ends_sentences_at_lines():
    assert _split("Title of it\n\nFirst one.\nSecond", "en") == ["Title of it", "First one.", "Second"]


def test_split_tells_headings():
    assert _headings("Talks in Astana\nThe ministers met. They left.\nWhat next?\nRead also", "en") == [True, False, False, False, True]


def test_split_takes_no_long_line_for_a_heading():
    assert _headings("word " * 60, "en") == [False]


@pytest.mark.parametrize("text", ["", " \n\t\n", "\u200c\u200f"])
def test_split_finds_nothing_in_blanks(text):
    assert not split(fold(text), text, languages.load("fa"))


@pytest.mark.parametrize(
    "text", [pytest.param("word " * 20_000, id="words"), pytest.param("ا" * 100_000, id="no spaces"), pytest.param("a." * 50_000, id="dots")]
)
def test_split_cuts_a_sentence_of_100_000_characters(text):
    folded = fold(text)
    start = time.monotonic()
    spans = split(folded, text, languages.load("en"))
    assert time.monotonic() - start < 10
    assert all(end - first <= 4000 for first, end, _ in spans)
    assert sum(end - first for first, end, _ in spans) >= len(folded.text) - len(spans) - folded.text.count(" ")


@pytest.mark.parametrize("code", languages.codes())
@given(text=st.text(alphabet="aB.?!…\"'«»() \n\r1ابЯя،؟\u200c\u064eﷲи\u0306", max_size=60))
def test_split_loses_nothing_but_white_space(code, text):
    folded = fold(text)
    at = 0
    for start, end, _ in split(folded, text, languages.load(code)):
        assert at <= start < end
        assert not folded.text[at:start].strip()
        at = end
    assert not folded.text[at:].strip()
