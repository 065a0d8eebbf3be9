"""Full text in any of the languages."""

import datetime as dt
from contextlib import closing, suppress

import pytest
from case_material import an_event
from hypothesis import given
from hypothesis import strategies as st

from tarazu.cases import file
from tarazu.cases.searching import Filters, search
from tarazu.errors import OptionError

TEXTS = {
    "fa": "ایران و قزاقستان می‌خواهند راه‌آهن بسازند. رئیس‌جمهور ۱۴۰۳ را سال کریدور نامید.",
    "ar": "وقال الرئيس إنّ مُحَمَّداً زار إيران، وبالاتفاق مع كازاخستان بدأ البناء.",
    "ru": "Поезда из Казахстана идут через Ёлкино. «Коридор» открыт.",
    "en": "Kazakhstan's corridor was opened.\nA second line tells of trains.",
    "zh": "哈萨克斯坦与中国签署了铁路协议。",
}


@pytest.fixture
def case(path, store):
    for name, text in TEXTS.items():
        store(lambda doc: an_event(doc, "e" + doc), text=text, address=name)
    return path


def _found(path, question, **filters):
    with closing(file.open_to_read(path)) as connection:
        return search(connection, question, Filters(**filters), 20)


def _where(path, question):
    with closing(file.open_to_read(path)) as connection:
        docs = {row["doc"]: row["address"] for row in connection.execute("SELECT doc, address FROM documents JOIN sightings ON document = documents.number")}
    return {docs[hit.doc] for hit in _found(path, question)}


@pytest.mark.parametrize(("question", "expected"), [
    pytest.param("ايران", {"fa", "ar"}, id="Iran typed with the Arabic yeh"),
    pytest.param("میخواهند", {"fa"}, id="they want, without the joiner"),
    pytest.param("می خواهند", set(), id="they want, in two words that do not stand so"),
    pytest.param("راه‌آهن", {"fa"}, id="railway, with the joiner"),
    pytest.param("1403", {"fa"}, id="a year in other digits"),
    pytest.param("محمدا", {"ar"}, id="a name without its vowel signs"),
    pytest.param("اتفاق", {"ar"}, id="agreement, behind a preposition and the article"),
    pytest.param("казахстан", {"ru"}, id="Kazakhstan in another case"),
    pytest.param("елкино", {"ru"}, id="a place without its dots"),
    pytest.param("train", {"en"}, id="a plural"),
    pytest.param('"was opened"', {"en"}, id="words in a row"),
    pytest.param('"opened was"', set(), id="words in another row"),
    pytest.param("铁路", {"zh"}, id="railway in Chinese"),
    pytest.param("corridor -trains", set(), id="what must not be there"),
    pytest.param("kazakhstan corridor", {"en"}, id="all words"),
    pytest.param('NEAR( OR "" AND *', set(), id="the language of the index means nothing"),
])  # fmt: skip
def test_search_finds(case, question, expected) -> None:
    assert _where(case, question) == expected


@pytest.mark.parametrize("question", ["", "   ", "…!", "-train", '""'])
def test_search_wants_a_word(case, question) -> None:
    with pytest.raises(OptionError, match="at least one word"):
        _found(case, question)


def test_search_marks_the_words_as_they_stand(case) -> None:
    marked = {hit.snippets[0].text[start - hit.snippets[0].start : end - hit.snippets[0].start] for hit in _found(case, "ايران") for start, end in hit.snippets[0].marks}
    assert marked == {"ایران", "إيران"}


def test_search_marks_a_word_with_its_vowel_signs(case) -> None:
    [hit] = _found(case, "محمدا")
    [(start, end)] = hit.snippets[0].marks
    assert TEXTS["ar"][start:end] == "مُحَمَّداً"


def test_search_snippets_are_pieces_of_the_text(case) -> None:
    for hit in _found(case, "corridor"):
        for snippet in hit.snippets:
            assert TEXTS["en"][snippet.start : snippet.start + len(snippet.text)] == snippet.text
            assert "\n" not in snippet.text


def test_search_narrows_to_what_is_asked(case) -> None:
    assert len(_found(case, "ايران", actor="KAZ")) == 2
    assert _found(case, "ايران", actor="CHN") == ()
    assert _found(case, "ايران", outlet="Another") == ()
    assert len(_found(case, "ايران", since=dt.date(2022, 12, 1), until=dt.date(2022, 12, 1), outlet="The Steppe", language="en")) == 2


@given(question=st.text(max_size=30))
def test_search_never_breaks(question: str, tmp_path_factory) -> None:
    path = file.create(tmp_path_factory.mktemp("a") / "case")
    with closing(file.open_to_read(path)) as connection, suppress(OptionError):
        assert search(connection, question, Filters(), 5) == ()
