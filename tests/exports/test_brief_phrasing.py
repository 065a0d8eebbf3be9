"""The words of briefs: plurals, numbers, days, names."""

import pytest

from tarazu.errors import DataFileError, OptionError
from tarazu.exports.brief_names import party_name
from tarazu.exports.brief_phrasing import Phrasing, plain
from tarazu.records.brief import BriefSentence, Slot


@pytest.mark.parametrize(
    ("language", "number", "text"),
    [
        pytest.param("en", 1, "1 story", id="one story"),
        pytest.param("en", 1200, "1,200 stories", id="1200 stories"),
        pytest.param("ru", 21, "21 сюжет", id="21 stories in Russian"),
        pytest.param("ru", 3, "3 сюжета", id="3 stories in Russian"),
        pytest.param("ru", 12, "12 сюжетов", id="12 stories in Russian"),
        pytest.param("ar", 2, "واقعتان", id="two stories in Arabic"),
        pytest.param("ar", 7, "7 وقائع", id="7 stories in Arabic"),
        pytest.param("ar", 25, "25 واقعة", id="25 stories in Arabic"),
        pytest.param("fa", 12, "۱۲ رویداد", id="12 stories in Persian"),
    ],
)
def test_counts_take_the_form_of_their_number(language: str, number: int, text: str) -> None:
    assert Phrasing(language).count(number, "stories") == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("en", "26.1 billion US dollars", id="English"),
        pytest.param("ru", "26,1 миллиарда долларов США", id="Russian"),
        pytest.param("fa", "۲۶٫۱ میلیارد دلار آمریکا", id="Persian"),
        pytest.param("ar", "26.1 مليار دولار أمريكي", id="Arabic"),
    ],
)
def test_large_sums_are_written_with_a_word(language: str, text: str) -> None:
    assert "".join(plain(Phrasing(language).slot(Slot(name="a", kind="amount", values=("USD",), number=26.1e9)))).replace("\u00a0", " ") == text


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ((), "no date"),
        (("2022-05-03", "2022-05-03", "day"), "3 May 2022"),
        (("2022-05-01", "2022-05-31", "month"), "May 2022"),
        (("2022-03-01", "2022-05-31", "season"), "March 2022 – May 2022"),
        (("2022-01-01", "2022-12-31", "year"), "2022"),
        (("2022-05-03", "2022-05-09", "day"), "3 May 2022 – 9 May 2022"),
    ],
)
def test_times_are_as_fine_as_the_text_is(values: tuple[str, ...], text: str) -> None:
    assert "".join(plain(Phrasing("en").slot(Slot(name="when", kind="when", values=values)))) == text


def test_a_missing_template_is_an_error() -> None:
    with pytest.raises(DataFileError, match=r"no\.such"):
        Phrasing("en").sentence(BriefSentence(key="no.such"))


def test_a_missing_slot_is_an_error() -> None:
    with pytest.raises(DataFileError, match=r"sentences\.position"):
        Phrasing("en").sentence(BriefSentence(key="position"))


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(OptionError, match="ar, en, fa, ru"):
        Phrasing("zh")


@pytest.mark.parametrize("language", ["en", "fa", "ar", "ru"])
def test_unknown_parts_of_a_state_are_not_called_by_their_id(language: str) -> None:
    assert "qwxz" not in party_name("RUS/qwxz-agency", language)


def test_a_name_cannot_turn_the_line_that_it_stands_in() -> None:
    runs = Phrasing("fa").slot(Slot(name="who", kind="names", values=("a\u202eb\u2069c\nd",)))
    assert [(run.text, run.kind) for run in runs] == [("abc d", "foreign")]


def test_a_party_unknown_to_the_register_is_foreign() -> None:
    runs = Phrasing("en").slot(Slot(name="actors", kind="parties", values=("KAZ", "Jane <b>Doe</b>")))
    assert [(run.text, run.kind) for run in runs] == [("Kazakhstan", "plain"), (", ", "plain"), ("Jane <b>Doe</b>", "foreign")]
