"""Forecasts in words: questions and reasons, in each language that has the words for it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import msgspec

from tarazu.errors import DataFileError
from tarazu.forecast.outlook_types import Asked, Ground
from tarazu.languages.forecast_words import load_forecast_words

if TYPE_CHECKING:
    from tarazu.exports.brief_phrasing import Phrasing

# Which noun a number is said with; what is not named here is said as a plain number.
_NOUNS: Final = {"times": "times", "acts": "acts", "days": "days", "alike": "acts", "one": "acts", "other": "acts"}


class SaidGround(msgspec.Struct, frozen=True, kw_only=True):
    """A reason in words.

    Attributes:
        said: The sentence.
        weight: What part of the expectation it bears, from 0 to 1.
        stories: The past stories behind it.
    """

    said: str
    weight: float
    stories: tuple[str, ...]


class SaidQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """A question in words.

    Attributes:
        said: The question, without its window.
        base_rate: How often it came in the past.
        grounds: Why.
    """

    said: str
    base_rate: str
    grounds: tuple[SaidGround, ...]


def say_question(asked: Asked, language: str = "en", *, iso_days: bool = False) -> SaidQuestion:
    """Puts a question and its reasons into words.

    Args:
        asked: The question.
        language: ISO 639 code of a language with words for forecasts: en, fa, ar or ru.
        iso_days: Leave days as YYYY-MM-DD, for who writes them in a calendar of the reader's choice.

    Raises:
        OptionError: There are none in that language.
        DataFileError: A template has a place that there is nothing for.
    """
    words, phrasing = load_forecast_words(language), _phrasing(language)
    names = {"x": party(asked.subject, language), "y": party(asked.object, language)}
    windows, every = asked.windows
    return SaidQuestion(
        said=_fill(words.questions.get(asked.relation, ""), names, language),
        base_rate=_fill(words.base_rate, {"windows": phrasing.number(windows), "all": phrasing.count(every, "windows")}, language),
        grounds=tuple(SaidGround(said=_say(each, names, language, iso_days=iso_days), weight=each.weight, stories=each.stories) for each in asked.grounds),
    )


def party(name: str, language: str) -> str:
    """What a party is called."""
    from tarazu.exports.brief_names import party_name  # slow to load

    return party_name(name, language)


def _say(ground: Ground, names: dict[str, str], language: str, *, iso_days: bool) -> str:
    words, phrasing = load_forecast_words(language), _phrasing(language)
    said = dict(names)
    for name, value in ground.numbers.items():
        if name == "share":
            said[name] = phrasing.count(round(100 * value), "percent", decimals=0)
        elif name == "cases":
            said[name] = phrasing.count(value, "plans" if ground.kind == "announced" else "cases")
        else:
            said[name] = phrasing.count(value, _NOUNS[name]) if name in _NOUNS else phrasing.number(value, 1)
    for name, day in ground.days.items():
        said[name] = day.isoformat() if iso_days else phrasing.day(day, "day")
    for name, values in ground.names.items():
        shown = [party(value, language) if name == "bodies" else words.things[value] for value in values]
        said[name] = phrasing.words.separator.join(shown)
    return _fill(words.reasons[_form(ground)], said, language)


def _form(ground: Ground) -> str:
    """Which form of the sentence fits what is known."""
    if ground.kind == "announced":
        return "announced.unknown" if not ground.numbers["cases"] else "announced.due" if "due" in ground.days else "announced"
    return "fellows.member" if ground.kind == "fellows" and not ground.numbers["bodies"] else ground.kind


def _fill(template: str, said: dict[str, str], language: str) -> str:
    try:
        return template.format_map(said)
    except KeyError as error:
        raise DataFileError(f"languages/{language}/forecast.yml", f"places among {', '.join(sorted(said))}", str(error), "see another language") from error


@cache
def _phrasing(language: str) -> Phrasing:
    from tarazu.exports.brief_phrasing import Phrasing  # slow to load

    made = Phrasing(language)
    made.words = msgspec.structs.replace(made.words, counts={**made.words.counts, **load_forecast_words(language).counts})
    return made
