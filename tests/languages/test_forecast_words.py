import pytest

from tarazu.errors import OptionError
from tarazu.forecast.acts import RELATIONS
from tarazu.languages.brief_words import places
from tarazu.languages.forecast_words import forecast_languages, load_forecast_words


@pytest.mark.parametrize("language", ["fa", "ar", "ru"])
def test_words_of_forecasts_have_the_same_keys_and_places_in_each_language(language: str) -> None:
    english, other = load_forecast_words("en"), load_forecast_words(language)
    assert other.questions.keys() == english.questions.keys() == set(RELATIONS)
    assert other.things.keys() == english.things.keys()
    assert other.counts.keys() == english.counts.keys()
    assert {key: set(places(each)) for key, each in other.questions.items()} == {key: set(places(each)) for key, each in english.questions.items()}
    # {x} and {y} may stand for names that English leaves to the question
    assert {key: set(places(each)) - {"x", "y"} for key, each in other.reasons.items()} == {
        key: set(places(each)) - {"x", "y"} for key, each in english.reasons.items()
    }
    assert set(places(other.base_rate)) == set(places(english.base_rate))


def test_arabic_and_russian_counts_have_the_forms_that_their_numbers_need() -> None:
    assert all({"zero", "one", "two", "few", "many", "other"} <= forms.keys() for forms in load_forecast_words("ar").counts.values())
    assert all({"one", "few", "many", "other"} <= forms.keys() for forms in load_forecast_words("ru").counts.values())


def test_a_language_without_words_is_refused() -> None:
    assert forecast_languages() == ("ar", "en", "fa", "ru")
    with pytest.raises(OptionError):
        load_forecast_words("uz")
