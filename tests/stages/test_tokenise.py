"""Tests of cutting sentences into words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tarazu import languages
from tarazu.languages import fold
from tarazu.stages.tokenise import tokenise


def _tokens(text, code):
    folded = fold(text)
    return tokenise(folded, 0, len(folded.text), text, languages.load(code))


@pytest.mark.parametrize(
    ("code", "text", "forms"),
    [
        pytest.param("en", "The U.S. said 3.5 percent.", ["the", "u.s.", "said", "3.5", "percent", "."], id="dotted name, decimal"),
        pytest.param("en", "Kazakhstan's and ministers' 1,000 men", ["kazakhstan", "'s", "and", "ministers", "'", "1,000", "men"], id="genitives"),
        pytest.param("en", "on 12/05/2024 at 10:30", ["on", "12/05/2024", "at", "10:30"], id="dates and hours"),
        pytest.param("en", "a Sino-Russian “pact”", ["a", "sino", "-", "russian", '"', "pact", '"'], id="hyphen and quotes"),
        pytest.param("en", "C5+1 G20", ["c5", "+", "1", "g20"], id="names with numbers"),
        pytest.param("ru", "Ёлка — в С.-Петербурге", ["елка", "-", "в", "с", ".", "-", "петербурге"], id="ru: tree in St Petersburg"),
        pytest.param("ru", "3,5 млрд", ["3,5", "млрд"], id="ru: 3.5 thousand million"),
        pytest.param("fa", "او می‌کند، نمی کند", ["او", "میکند", ",", "نمیکند"], id="fa: does, does not, written apart"),
        pytest.param("fa", "همکاری های ۱۲٪", ["همکاریهای", "12", "%"], id="fa: cooperations, written apart"),
        pytest.param("ar", "قال: «نعم»؟", ["قال", ":", '"', "نعم", '"', "?"], id="ar: he said yes"),
        pytest.param("ar", "ﷲ", ["الله"], id="ar: one sign for a word"),
    ],
)
def test_tokenise_cuts_words(code, text, forms):
    assert [token.form for token in _tokens(text, code)] == forms


def test_tokenise_knows_capitals():
    assert [token.capitals for token in _tokens("The NATO chief met A. Xi in the U.S.", "en")] == [1, 2, 0, 0, 1, 0, 1, 0, 0, 2]


def test_tokenise_joins_no_words_over_a_mark():
    assert [token.form for token in _tokens("نمی، کند", "fa")] == ["نمی", ",", "کند"]


def test_tokenise_keeps_to_its_span():
    text = "He came. She left."
    tokens = tokenise(fold(text), 9, 18, text, languages.load("en"))
    assert [(token.start, token.end, token.form) for token in tokens] == [(9, 12, "she"), (13, 17, "left"), (17, 18, ".")]


@pytest.mark.parametrize("code", languages.codes())
@given(text=st.text(alphabet="aB.?!…\"'’_-,:/ \n1۲ا بмЯ،می کند\u200c\u064eﷲи\u0306½", max_size=60) | st.text(max_size=40))
def test_tokenise_leaves_nothing_out(code, text):
    folded = fold(text)
    at = 0
    for token in tokenise(folded, 0, len(folded.text), text, languages.load(code)):
        assert at <= token.start < token.end
        assert not folded.text[at : token.start].strip()
        assert "".join(folded.text[token.start : token.end].split()) == token.form
        at = token.end
    assert not folded.text[at:].strip()
