"""The grammar of numbers of one language, compiled, and the reading of one number.

A number is digits with the language's separators, words, or both with words of scale; "tens of thousands" is vague.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Literal, TypeAlias, TypeVar

import msgspec

from tarazu.languages.tokens import GAP, WORD_END, WORD_START
from tarazu.stages.find_times_templates import DIGITS, alternation, expand, first_token

Lists: TypeAlias = dict[str, list[str]]
Qualifier: TypeAlias = Literal["exactly", "about", "more_than", "less_than", "target"]
Amounts: TypeAlias = dict[str, float]

_T = TypeVar("_T")
_Kind: TypeAlias = Literal["word", "scale", "whole", "vague"]
_NEVER = "(?!)"
_ORDER: tuple[_Kind, ...] = ("whole", "word", "scale")
_SPACE = re.compile(r"\s+")
_NOT_DIGIT = re.compile(r"\D")
_HUNDRED = 100
_GROUP = 3


class NumbersData(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One `numbers.yml`. Words may hold brace lists: `миллион{,а,ов}`.

    Attributes:
        source: Where the words come from.
        licence: Of the file.
        decimal: Marks before decimals, as folded.
        thousands: Marks between groups of three digits, as folded.
        words: Numbers in words, by value; halves too.
        scales: hundred, thousand, million …, by value.
        tight_scales: Scales written as one letter, only behind a price with a sign of currency.
        whole: Words that are a number with its scale: "ملياري", "полмиллиарда".
        vague: Uncounted amounts, by their floor: "dozens", "thousands".
        joiners: What may stand between the parts of one number: "and", "و", a hyphen.
        joins_digits: Whether digits may follow a scale as a part of the same number ("2 هزار و 500").
        proclitics: Letters written together with a number.
        currencies: By ISO 4217 code.
        symbols: Signs of currency before the number, by code.
        unit_prefixes: Letters that may be written together with a unit: an article.
        units: What is counted or measured, by the name that the record keeps.
        unless_followed: Units that are none when one of some words follows.
        durations: Words of time: what they count is no quantity ("20 years").
        fillers: Words that may stand between number and unit.
        gap: How many words that the file does not know may stand between a number and its unit.
        range_to: What stands between the ends of a range.
        between: Words before a range whose ends are joined by `range_and`.
        range_and: See `between`.
        qualifiers: Words before the number.
        qualifiers_after: Words behind the unit.
    """

    source: str
    licence: str
    decimal: list[str]
    thousands: list[str]
    words: Lists
    scales: Lists
    tight_scales: Lists
    whole: Lists
    vague: Lists
    joiners: list[str]
    joins_digits: bool
    proclitics: list[str]
    currencies: Lists
    symbols: Lists
    unit_prefixes: list[str]
    units: Lists
    unless_followed: Lists
    durations: list[str]
    fillers: list[str]
    gap: int
    range_to: list[str]
    between: list[str]
    range_and: list[str]
    qualifiers: dict[Qualifier, list[str]]
    qualifiers_after: dict[Qualifier, list[str]]


class Numbers(msgspec.Struct, frozen=True, kw_only=True):
    """The compiled grammar of numbers of one language; the regular expressions are named after `NumbersData`.

    `opens` tells of each token without digits in which a number can begin after how many letters it may.
    """

    digits: re.Pattern[str]
    thousands: str
    decimal: str
    amounts: dict[_Kind, tuple[re.Pattern[str], Amounts]]
    tight: tuple[re.Pattern[str], Amounts]
    joiner: re.Pattern[str]
    joins_digits: bool
    proclitics: tuple[str, ...]
    starts: frozenset[str]
    opens: dict[str, tuple[int, ...]]
    symbols: tuple[re.Pattern[str], dict[str, str]]
    units: tuple[re.Pattern[str], dict[str, str]]
    durations: re.Pattern[str]
    range_to: re.Pattern[str]
    range_and: re.Pattern[str]
    between: re.Pattern[str]
    before: tuple[re.Pattern[str], dict[str, Qualifier]]
    after: tuple[re.Pattern[str], dict[str, Qualifier]]


class Number(msgspec.Struct, frozen=True, kw_only=True):
    """A number as read.

    Attributes:
        end: One past its last code point.
        value: What it says.
        scale: The product of its last words of scale, 1 without any.
        vague: Whether it is a floor ("thousands").
        grouped: Whether its digits have separators of thousands.
        plain: Whether it is digits alone.
    """

    end: int
    value: float
    scale: float
    vague: bool
    grouped: bool
    plain: bool


def compile_numbers(data: NumbersData, fold: Callable[[str], str]) -> Numbers:
    """Compiles a language's grammar of numbers.

    Args:
        data: The language's `numbers.yml`.
        fold: The folding of words, the same as that of the texts to read.

    Returns:
        The grammar; it is made once and kept.
    """
    amounts = {name: _amounts(lists, fold) for name, lists in _kinds(data).items()}
    units = {word: unit for lists in (data.units, data.currencies) for unit, words in lists.items() for word in expand(words, fold)}
    skipped = rf"(?:{_any(expand(data.fillers, fold))}\s+)*"
    guards = "".join(
        rf"(?!{re.escape(fold(word))}\s+{_any(expand(after, fold))}{WORD_END})" for word, after in data.unless_followed.items()
    )
    prefix = f"{guards}{_any(expand(data.unit_prefixes, fold))}?"
    proclitics = expand(data.proclitics, fold)
    gap = rf"(?:[^\W\d]+\s+){{0,{data.gap}}}?"
    joiners = expand(data.joiners, fold)
    symbols = {sign: code for code, signs in data.symbols.items() for sign in expand(signs, fold)}
    starts = frozenset(first_token(word) for values in amounts.values() for word in values) | {DIGITS}
    return Numbers(
        digits=re.compile(_digits(data)),
        thousands="".join(data.thousands),
        decimal="".join(data.decimal),
        amounts={name: (_whole_words(values), values) for name, values in amounts.items()},
        tight=_lookup(_amounts(data.tight_scales, fold), "{}" + WORD_END),
        joiner=re.compile(rf"{GAP}{_any(joiners)}\s*|-|{GAP}" if joiners else GAP),
        joins_digits=data.joins_digits,
        proclitics=proclitics,
        starts=starts,
        opens=_opens(starts, proclitics),
        symbols=_lookup(symbols, r"{}\s?$", escape=True),
        units=_lookup(units, r"-?\s*" + skipped + gap + skipped + prefix + "{}" + WORD_END),
        durations=re.compile(rf"-?\s*{_any(expand(data.durations, fold))}{WORD_END}"),
        range_to=re.compile(rf"\s*-\s*|{GAP}{_any(expand(data.range_to, fold))}{GAP}"),
        range_and=re.compile(rf"{GAP}{_any(expand(data.range_and, fold))}\s*"),
        between=re.compile(rf"{WORD_START}{_any(proclitics)}?{_any(expand(data.between, fold))}\s*$"),
        before=_lookup(_qualifiers(data.qualifiers, fold), rf"{WORD_START}{_any(proclitics)}?{{}}\s*$"),
        after=_lookup(_qualifiers(data.qualifiers_after, fold), r"[\s'-]*{}" + WORD_END),
    )


def read_number(text: str, start: int, numbers: Numbers) -> Number | None:
    """Reads the number that begins at an offset.

    Args:
        text: The folded sentence.
        start: Where the number must begin.
        numbers: The language's grammar.

    Returns:
        The number, as long as it goes; None if none begins there.
    """
    vague = _match("vague", text, start, numbers)
    reader = _Reader(text, numbers)
    if vague is not None:
        return reader.read_vague(*vague)
    return reader.read(start)


class _Reader:
    """Adds up the parts of one number from left to right."""

    def __init__(self, text: str, numbers: Numbers) -> None:
        self._text = text
        self._numbers = numbers
        self._total = 0.0
        self._current = 0.0
        self._added = 0.0
        self._last = ""
        self._last_value = 0.0
        self._scale = 1.0
        self._grouped = False
        self._parts = 0

    def read_vague(self, end: int, value: float) -> Number:
        scale = 1.0
        while (found := self._scale_at(end)) is not None:
            end, times = found
            scale *= times
        return Number(end=end, value=value * scale, scale=value * scale, vague=True, grouped=False, plain=False)

    def read(self, start: int) -> Number | None:
        at, end, joined = start, -1, False
        while (found := self._next(at, joined=joined)) is not None:
            end = found
            self._parts += 1
            joint = self._numbers.joiner.match(self._text, end)
            if self._last == "digits" and (tight := _match("scale", self._text, end, self._numbers)) is not None:
                self._take("scale", tight[1], joined=False)
                end = tight[0]
                joint = self._numbers.joiner.match(self._text, end)
            if joint is None:
                break
            at, joined = joint.end(), bool(joint[0].strip())
        if end < 0:
            return None
        plain = self._last == "digits" and self._parts == 1 and not self._grouped
        value = self._total + self._current
        return Number(end=end, value=value, scale=self._scale, vague=False, grouped=self._grouped, plain=plain)

    def _next(self, at: int, *, joined: bool) -> int | None:
        """Takes the part at an offset and returns where it ends; None if no part of this number stands there."""
        digits = self._numbers.digits.match(self._text, at)
        if digits is not None:
            value, grouped = _value(digits[0], self._numbers)
            if not self._take("digits", value, joined=joined):
                return None
            self._grouped = self._grouped or grouped
            return digits.end()
        for kind in _ORDER:
            found = _match(kind, self._text, at, self._numbers)
            if found is not None and self._take(kind, found[1], joined=joined):
                return found[0]
        return None

    def _take(self, kind: str, value: float, *, joined: bool) -> bool:
        if kind == "scale":
            return self._take_scale(value, joined=joined)
        if not self._fits(kind, value, joined=joined):
            return False
        if kind == "whole":
            self._total += value
            self._scale = value
        else:
            self._current += value
        self._last, self._last_value = kind, value
        return True

    def _take_scale(self, value: float, *, joined: bool) -> bool:
        if value == _HUNDRED:
            if self._last in {"digits", "scale"} or self._current >= _HUNDRED:
                return False
            self._current = (self._current or 1) * value
            self._last, self._last_value = "word", value
            return True
        if self._last == "scale" and not joined:
            self._total += self._added * (value - 1)
            self._added *= value
            self._scale *= value
        elif joined and self._last != "scale" and self._last:
            return False
        else:
            self._added = (self._current or 1) * value
            self._total += self._added
            self._scale = value
        self._current, self._last, self._last_value = 0.0, "scale", value
        return True

    def _fits(self, kind: str, value: float, *, joined: bool) -> bool:
        """Whether a part goes on the number: smaller parts follow greater ones, and "three and twenty" is a number."""
        if not self._last:
            return True
        if kind == "digits":
            return self._numbers.joins_digits and self._last in {"scale", "whole"} and value < self._last_value
        if self._last == "digits":
            return False
        if self._last in {"scale", "whole"}:
            return value < self._last_value
        if joined and self._last_value < 10 <= value < _HUNDRED and value % 10 == 0:
            return True
        return self._last_value >= 20 and value < (self._last_value if self._last_value >= _HUNDRED else 10)

    def _scale_at(self, end: int) -> tuple[int, float] | None:
        gap = _SPACE.match(self._text, end)
        return None if gap is None else _match("scale", self._text, gap.end(), self._numbers)


def _match(kind: _Kind, text: str, at: int, numbers: Numbers) -> tuple[int, float] | None:
    pattern, values = numbers.amounts[kind]
    found = pattern.match(text, at)
    return None if found is None else (found.end(), values[" ".join(found[0].split())])


def _value(digits: str, numbers: Numbers) -> tuple[float, bool]:
    """The value of digits, and whether they are grouped in threes."""
    parts = _NOT_DIGIT.split(digits)
    marks = _NOT_DIGIT.findall(digits)
    if not marks:
        return float(digits), False
    if all(mark in numbers.thousands for mark in marks) and all(len(part) == _GROUP for part in parts[1:]):
        return float("".join(parts)), True
    return float("".join(parts[:-1]) + "." + parts[-1]), len(parts) > 2


def _opens(starts: Iterable[str], proclitics: Iterable[str]) -> dict[str, tuple[int, ...]]:
    opens: dict[str, tuple[int, ...]] = {}
    for letters in ("", *proclitics):
        for word in starts:
            opens[letters + word] = (*opens.get(letters + word, ()), len(letters))
    return opens


def _digits(data: NumbersData) -> str:
    decimal, thousands = "".join(map(re.escape, data.decimal)), "".join(map(re.escape, data.thousands))
    fraction = rf"(?:[{decimal}]\d+)?"
    return rf"\d{{1,3}}(?:([{thousands}])\d{{3}}(?!\d))(?:\1\d{{3}}(?!\d))*{fraction}(?!\d)|\d+{fraction}(?!\d)"


def _kinds(data: NumbersData) -> dict[_Kind, Lists]:
    return {"word": data.words, "scale": data.scales, "whole": data.whole, "vague": data.vague}


def _amounts(lists: Mapping[str, list[str]], fold: Callable[[str], str]) -> Amounts:
    return {word: float(value) for value, words in lists.items() for word in expand(words, fold)}


def _qualifiers(lists: Mapping[Qualifier, list[str]], fold: Callable[[str], str]) -> dict[str, Qualifier]:
    return {word: name for name, words in lists.items() for word in expand(words, fold)}


def _any(words: Iterable[str]) -> str:
    source = alternation(words)
    return f"(?:{source})" if source else f"(?:{_NEVER})"


def _whole_words(values: Amounts) -> re.Pattern[str]:
    return re.compile(_any(values) + WORD_END)


def _lookup(meanings: Mapping[str, _T], template: str, *, escape: bool = False) -> tuple[re.Pattern[str], dict[str, _T]]:
    """A pattern whose group `word` is a key of the returned table; `{}` in the template is where the word stands.

    A key such as "-dan oshdi" is the word "oshdi" behind one that ends in "dan".
    """
    tied = {word[1:].partition(" ")[::2]: meaning for word, meaning in meanings.items() if word.startswith("-")}
    plain = {word: meaning for word, meaning in meanings.items() if not word.startswith("-")}
    words = "|".join(sorted(map(re.escape, plain), key=len, reverse=True)) if escape else alternation(plain)
    sources = [words or _NEVER, *(f"(?<={re.escape(ending)} ){re.escape(word)}" for ending, word in tied)]
    known = plain | {word: meaning for (_, word), meaning in tied.items()}
    return re.compile(template.replace("{}", f"(?P<word>{'|'.join(sources)})")), known
