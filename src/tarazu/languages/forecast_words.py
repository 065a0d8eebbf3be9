"""The words of forecasts, from the `forecast.yml` of each language that has one; a language is added by adding the file."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from tarazu import data
from tarazu.errors import DataFileError, OptionError

_HERE = Path(__file__).parent


class ForecastWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`forecast.yml`: the questions and reasons of forecasts.

    Attributes:
        source, licence: As of every data file.
        questions: For each thing that may be done, the question as a template; `{x}` is who does it, `{y}` to whom or with whom.
        things: What it is called within a sentence.
        reasons: For each kind of reason the sentence; after a point, a form of it that is used where a number is missing or known.
        base_rate: How often it came in the past.
        counts: A number with its noun, by what is counted, then by CLDR's plural category.
    """

    source: str
    licence: str
    questions: dict[str, str]
    things: dict[str, str]
    reasons: dict[str, str]
    base_rate: str
    counts: dict[str, dict[Literal["zero", "one", "two", "few", "many", "other", "large"], str]]


@cache
def forecast_languages() -> tuple[str, ...]:
    """The codes of the languages that forecasts can be said in.

    Example:
        >>> forecast_languages()
        ('ar', 'en', 'fa', 'ru')
    """
    return tuple(sorted(path.parent.name for path in _HERE.glob("*/forecast.yml")))


@cache
def load_forecast_words(code: str) -> ForecastWords:
    """Loads the words of forecasts in a language.

    Args:
        code: ISO 639 code.

    Raises:
        OptionError: There are none in that language.
        DataFileError: The file is not as it must be.
    """
    if code not in forecast_languages():
        hint = "write a forecast.yml for it, after that of another language"
        raise OptionError("--language", f"one of {', '.join(forecast_languages())}", repr(code), hint)
    path = _HERE / code / "forecast.yml"
    words = data.read(path, ForecastWords)
    bare = [name for name, forms in words.counts.items() if "other" not in forms]
    if bare or words.questions.keys() != words.things.keys():
        found = ", ".join(bare or sorted(words.questions.keys() ^ words.things.keys()))
        raise DataFileError(str(path), "the form `other` for each count, and a word for each question", found, "add what is missing")
    return words
