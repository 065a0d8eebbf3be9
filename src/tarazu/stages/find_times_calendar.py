"""The grammar of times of one language, as its `calendar.yml` states it and as it is compiled.

The classes that a template may name: `month` and `clear_month` (words that are nothing but months), `weekday`,
`season`, `day` (digits or an ordinal), `ordinal`, `count`, `unit`, `unit.day` … `unit.decade`, `dual` (a unit that
says "two" by itself), `relative_day`, `relative_year`, `direction`, `last`, `this`, `next`, `era`, `quarter`, `half`,
`decade_word`, every list under `words`, and the built-in `year`, `year2`, `month_number`, `decade` (also two digits),
`long_decade`, `comma`, `dash`, `slash`, `dot`, `open`, `close`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Literal, TypeAlias

import msgspec

from tarazu.languages.tokens import WORD_END, WORD_START
from tarazu.stages.find_times_arithmetic import CalendarName
from tarazu.stages.find_times_templates import DIGITS, TOKEN, Piece, compile_template, expand, words_piece

Lists: TypeAlias = dict[str, list[str]]
Unit: TypeAlias = Literal["day", "week", "month", "quarter", "half", "season", "year", "decade"]
Direction: TypeAlias = Literal["last", "this", "next"]
Means: TypeAlias = Literal[
    "date", "either_date", "days", "month", "months", "month_half", "year", "years", "season", "quarter", "half", "months_of",
    "relative_unit", "ago", "past_units", "recent", "weekday", "weekday_of_week", "relative_day", "day_of_month", "decade",
]  # fmt: skip

# Behind a number no more digits, sign of percent, or dash with letters: "2024th", "2024 %", "1,500", "1990-х" are no years.
_END = rf"{WORD_END}(?!\s?%|[.,]\d|-[^\W\d])"
_BUILT_IN = {
    "year": Piece(regex=r"(?:1[3-9]|20|21)\d\d(?!\d)", first=frozenset({DIGITS})),
    "year2": Piece(regex=r"\d\d(?!\d)", first=frozenset({DIGITS})),
    "month_number": Piece(regex=r"\d{1,2}(?!\d)", first=frozenset({DIGITS})),
    "decade": Piece(regex=r"(?:1[3-9]|20)?\d0(?!\d)", first=frozenset({DIGITS})),
    "long_decade": Piece(regex=r"(?:1[3-9]|20)\d0(?!\d)", first=frozenset({DIGITS})),
    "comma": Piece(regex=r"\s*,", first=frozenset()),
    "dash": Piece(regex=r"\s*-\s*", first=frozenset()),
    "slash": Piece(regex=r"\s*/\s*", first=frozenset()),
    "dot": Piece(regex=r"\.", first=frozenset()),
    "open": Piece(regex=r"\(\s*", first=frozenset({"("})),
    "close": Piece(regex=r"\s*\)", first=frozenset()),
}
_DAY_DIGITS = r"\d{1,2}(?![\d%])"
_COUNT_DIGITS = r"\d{1,3}(?![\d%])"


class PatternData(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Templates of one meaning.

    Attributes:
        means: Which rule resolves them.
        templates: The templates; of those that fit at one place the longest match counts.
    """

    means: Means
    templates: list[str]


class FutureData(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words that say that a time without a year lies ahead.

    Attributes:
        before: Cues that stand before the time ("will", "is due to").
        after: Cues that stand behind it, in languages whose verb comes last.
        barriers: Words that part a cue from the time ("said", "that").
        reach: How many letters may lie between.
    """

    before: list[str]
    after: list[str]
    barriers: list[str]
    reach: int


class CalendarData(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One `calendar.yml`. Words may hold brace lists: `прошл{ый,ого}`.

    Attributes:
        source: Where the words come from.
        licence: Of the file.
        calendar: The calendar that "this year" speaks of where nothing says otherwise.
        week_start: The first day of a calendar week.
        years: For each calendar in use the first and last year that a bare number may mean.
        months: For each calendar the names of months 1 to 12.
        ambiguous_months: Those names that are ordinary words too.
        weekdays: 1 (Monday) to 7.
        seasons: spring, summer, autumn, winter.
        ordinals: 1 to 31.
        cardinals: Small numbers in words.
        units: The words of each unit, all forms.
        duals: The words that mean two of a unit.
        relative_days: Days from today: -1 for yesterday.
        relative_years: Years from this one.
        directions: last, this, next.
        eras: The words that name a calendar behind a year.
        quarters: 1 to 4, whole phrases.
        halves: 1 and 2, whole phrases.
        decades: 90 for "nineties".
        words: Other classes that templates name.
        unless_followed: Words that are no time when one of some others follows.
        proclitics: Letters written together with the next word.
        future: Cues of the future.
        macros: Parts of templates.
        patterns: The templates.
    """

    source: str
    licence: str
    calendar: CalendarName
    week_start: Literal["monday", "saturday", "sunday"]
    years: dict[CalendarName, tuple[int, int]]
    months: dict[CalendarName, Lists]
    ambiguous_months: list[str]
    weekdays: Lists
    seasons: Lists
    ordinals: Lists
    cardinals: Lists
    units: dict[Unit, list[str]]
    duals: dict[Unit, list[str]]
    relative_days: Lists
    relative_years: Lists
    directions: dict[Direction, list[str]]
    eras: dict[CalendarName, list[str]]
    quarters: Lists
    halves: Lists
    decades: Lists
    words: Lists
    unless_followed: Lists
    proclitics: list[str]
    future: FutureData
    macros: dict[str, str]
    patterns: list[PatternData]


class Pattern(msgspec.Struct, frozen=True, kw_only=True):
    """One template, compiled.

    Attributes:
        means: Which rule resolves it.
        regex: What it matches.
    """

    means: Means
    regex: re.Pattern[str]


class Meanings(msgspec.Struct, frozen=True, kw_only=True):
    """What the folded words mean; the attributes are those of `CalendarData`, turned round."""

    months: dict[str, tuple[CalendarName, int]]
    weekdays: dict[str, int]
    seasons: dict[str, str]
    ordinals: dict[str, int]
    cardinals: dict[str, int]
    units: dict[str, Unit]
    duals: dict[str, Unit]
    relative_days: dict[str, int]
    relative_years: dict[str, int]
    directions: dict[str, Direction]
    eras: dict[str, CalendarName]
    quarters: dict[str, int]
    halves: dict[str, int]
    decades: dict[str, int]


class Cues(msgspec.Struct, frozen=True, kw_only=True):
    """The cues of the future, compiled.

    Attributes:
        before: Matches a cue that stands before a time.
        after: Matches a cue that stands behind it; None where cues do not follow.
        barrier: Matches what parts a cue from the time.
        reach: How many letters to look at.
    """

    before: re.Pattern[str]
    after: re.Pattern[str] | None
    barrier: re.Pattern[str]
    reach: int


class Calendar(msgspec.Struct, frozen=True, kw_only=True):
    """The compiled grammar of times of one language.

    Attributes:
        own: The calendar of "this year".
        week_start: ISO number of the first day of the week.
        years: For each calendar the first and last year that a number may mean.
        meanings: What the words mean.
        index: For each token that a time can begin with the patterns to try there.
        signals: Tokens of which, or of digits, every expression of time holds one.
        proclitics: Letters that may stand before such a token, longest first.
        cues: The cues of the future.
    """

    own: CalendarName
    week_start: int
    years: dict[CalendarName, tuple[int, int]]
    meanings: Meanings
    index: dict[str, tuple[Pattern, ...]]
    signals: frozenset[str]
    proclitics: tuple[str, ...]
    cues: Cues


def compile_calendar(data: CalendarData, fold: Callable[[str], str]) -> Calendar:
    """Compiles a language's grammar of times.

    Args:
        data: The language's `calendar.yml`.
        fold: The folding of words, the same as that of the texts to read.

    Returns:
        The grammar; it is made once and kept.

    Raises:
        DataFileError: A template names an unknown class or macro, or its brackets do not match.
    """
    meanings = _meanings(data, fold)
    classes = _classes(data, meanings, fold)
    index: dict[str, list[Pattern]] = {}
    for group in data.patterns:
        for template in group.templates:
            piece = compile_template(template, classes, data.macros, fold)
            pattern = Pattern(means=group.means, regex=re.compile(piece.regex + _END))
            for token in piece.first:
                index.setdefault(token, []).append(pattern)
    return Calendar(
        own=data.calendar,
        week_start={"monday": 1, "saturday": 6, "sunday": 7}[data.week_start],
        years=data.years,
        meanings=meanings,
        index={token: tuple(patterns) for token, patterns in index.items()},
        signals=_signals(data, meanings, fold),
        proclitics=tuple(sorted(expand(data.proclitics, fold), key=len, reverse=True)),
        cues=_cues(data.future, fold),
    )


def _meanings(data: CalendarData, fold: Callable[[str], str]) -> Meanings:
    def numbers(lists: Mapping[str, list[str]]) -> dict[str, int]:
        return {word: int(number) for number, words in lists.items() for word in expand(words, fold)}

    months: dict[str, tuple[CalendarName, int]] = {}
    for calendar, names in data.months.items():
        months.update({word: (calendar, number) for word, number in numbers(names).items()})
    return Meanings(
        months=months,
        weekdays=numbers(data.weekdays),
        seasons={word: season for season, words in data.seasons.items() for word in expand(words, fold)},
        ordinals=numbers(data.ordinals),
        cardinals=numbers(data.cardinals),
        units={word: unit for unit, words in data.units.items() for word in expand(words, fold)},
        duals={word: unit for unit, words in data.duals.items() for word in expand(words, fold)},
        relative_days=numbers(data.relative_days),
        relative_years=numbers(data.relative_years),
        directions={word: way for way, words in data.directions.items() for word in expand(words, fold)},
        eras={word: era for era, words in data.eras.items() for word in expand(words, fold)},
        quarters=numbers(data.quarters),
        halves=numbers(data.halves),
        decades=numbers(data.decades),
    )


def _signals(data: CalendarData, meanings: Meanings, fold: Callable[[str], str]) -> frozenset[str]:
    kinds: tuple[Mapping[str, object], ...] = (
        meanings.months, meanings.weekdays, meanings.seasons, meanings.units, meanings.duals, meanings.relative_days,
        meanings.relative_years, meanings.quarters, meanings.halves, meanings.decades,
    )  # fmt: skip
    last = {TOKEN.findall(word)[-1] for kind in kinds for word in kind}
    return frozenset(last | {letters + word for letters in expand(data.proclitics, fold) for word in last})


def _classes(data: CalendarData, meanings: Meanings, fold: Callable[[str], str]) -> dict[str, Piece]:
    ambiguous = set(expand(data.ambiguous_months, fold))
    words: dict[str, tuple[str, ...]] = {
        "month": tuple(meanings.months),
        "clear_month": tuple(word for word in meanings.months if word not in ambiguous),
        "weekday": tuple(meanings.weekdays),
        "season": tuple(meanings.seasons),
        "ordinal": tuple(meanings.ordinals),
        "unit": tuple(meanings.units),
        "dual": tuple(meanings.duals),
        "relative_day": tuple(meanings.relative_days),
        "relative_year": tuple(meanings.relative_years),
        "direction": tuple(meanings.directions),
        "era": tuple(meanings.eras),
        "quarter": tuple(meanings.quarters),
        "half": tuple(meanings.halves),
        "decade_word": tuple(meanings.decades),
    }
    words.update({f"unit.{unit}": expand(forms, fold) for unit, forms in data.units.items()})
    words.update({way: expand(forms, fold) for way, forms in data.directions.items()})
    words.update({name: expand(forms, fold) for name, forms in data.words.items()})
    guards = {fold(word): expand(after, fold) for word, after in data.unless_followed.items()}
    classes = {name: _guarded(forms, guards) for name, forms in words.items()}
    classes["day"] = _with_digits(_DAY_DIGITS, classes["ordinal"])
    classes["count"] = _with_digits(_COUNT_DIGITS, words_piece(meanings.cardinals))
    return {**_BUILT_IN, **classes}


def _guarded(forms: tuple[str, ...], guards: Mapping[str, tuple[str, ...]]) -> Piece:
    piece = words_piece(forms)
    ahead = "".join(
        rf"(?!{re.escape(word)}\s+{words_piece(after).regex}{WORD_END})" for word, after in guards.items() if word in forms
    )
    return Piece(regex=ahead + piece.regex, first=piece.first)


def _with_digits(digits: str, words: Piece) -> Piece:
    return Piece(regex=f"(?:{digits}|{words.regex})", first=words.first | {DIGITS})


def _cues(data: FutureData, fold: Callable[[str], str]) -> Cues:
    before, after, barriers = (expand(words, fold) for words in (data.before, data.after, data.barriers))
    return Cues(
        before=re.compile(rf"{WORD_START}{words_piece(before).regex}{WORD_END}"),
        after=re.compile(rf"{WORD_START}{words_piece(after).regex}{WORD_END}") if after else None,
        barrier=re.compile(rf"[,;:.!?]|{WORD_START}{words_piece(barriers).regex}{WORD_END}"),
        reach=data.reach,
    )
