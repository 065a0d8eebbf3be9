"""Finds the quantities in a sentence: numbers with their unit, range and qualifier.

The words of each language are its `numbers.yml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from tarazu.records import Qualifier, Quantity
from tarazu.stages.find_quantities_numbers import Number, Numbers, NumbersData, compile_numbers, read_number
from tarazu.stages.find_times_templates import DIGITS, TOKEN

__all__ = ["Numbers", "NumbersData", "Quantity", "compile_numbers", "find_quantities"]

_QUALIFIER_REACH = 40
_SYMBOL_REACH = 6
_YEARS = range(1300, 2101)
_LEAST_UNCOUNTED = 1000
_DIGIT = re.compile(r"\d")


def find_quantities(text: str, numbers: Numbers) -> tuple[Quantity, ...]:
    """Finds the quantities of one sentence.

    A number without a unit counts only if it has a word of scale, separators of thousands or a qualifier; so days, years
    and numbers of rooms are left out. A quantity may still lie inside an expression of time; `find_times` has precedence.

    Args:
        text: The folded sentence.
        numbers: The compiled grammar of its language.

    Returns:
        The quantities in the order of the text, not overlapping.
    """
    found: list[Quantity] = []
    done = 0
    opens, digits = numbers.opens, _DIGIT.search(text) is not None
    for token in TOKEN.finditer(text):
        if (not digits and token[0] not in opens) or token.start() < done:
            continue
        for start in _places(text, token, numbers):
            quantity = _quantity(text, start, numbers)
            if quantity is not None:
                found.append(quantity)
                done = quantity.end
                break
        else:
            skipped = _whole_number_end(text, token, numbers)
            done = max(done, skipped)
    return tuple(found)


def _places(text: str, token: re.Match[str], numbers: Numbers) -> Iterator[int]:
    word, start = token[0], token.start()
    if word[0].isdigit():
        if not _is_glued(text, start):
            yield start
        return
    for letters in numbers.opens.get(word, ()):
        yield start + letters
    if _DIGIT.search(word) is not None:
        for proclitic in numbers.proclitics:
            if word.startswith(proclitic) and word[len(proclitic) : len(proclitic) + 1].isdigit():
                yield start + len(proclitic)


def _is_glued(text: str, start: int) -> bool:
    """Whether a number belongs to a name: Su-30, №5."""
    before = text[max(0, start - 1) : start]
    return before in {"№", "#"} if before != "-" else text[max(0, start - 2) : start - 1].isalpha()


def _whole_number_end(text: str, token: re.Match[str], numbers: Numbers) -> int:
    """Where a number that was not reported ends, so that its tail is not read as another number."""
    if not token[0][0].isdigit() or DIGITS not in numbers.starts:
        return 0
    digits = numbers.digits.match(text, token.start())
    return digits.end() if digits is not None else token.end()


def _quantity(text: str, start: int, numbers: Numbers) -> Quantity | None:
    first = read_number(text, start, numbers)
    if first is None:
        return None
    symbol = _before(numbers.symbols, text, start, _SYMBOL_REACH)
    first = _with_tight_scale(text, first, numbers) if symbol else first
    opening = start - symbol[1] if symbol else start
    second = _range_end(text, opening, first, numbers)
    last = second or first
    unit, end = (symbol[0], last.end) if symbol else _unit_behind(text, last, numbers)
    value = first.value * second.scale if second and first.scale == 1 and not first.grouped else first.value
    if second is not None and second.value <= value:
        second, value = None, first.value
        unit, end = (symbol[0], first.end) if symbol else _unit(text, first, numbers)
    qualifier, end = _qualifier(text, (opening, last.end, end), numbers, is_range=second is not None)
    if (unit is None and numbers.durations.match(text, end)) or not _counts(first, second, unit, qualifier):
        return None
    if qualifier is None:
        qualifier = "more_than" if first.vague else "exactly"
    return Quantity(
        start=opening, end=end, value=value, value_to=second.value if second else None, unit=unit, qualifier=qualifier
    )


def _counts(first: Number, second: Number | None, unit: str | None, qualifier: Qualifier | None) -> bool:
    """Whether a number is a quantity rather than a date, a year, or an ordinary "one" or "two"."""
    if unit is not None:
        return True
    last = second or first
    if first.vague:
        return first.value >= _LEAST_UNCOUNTED
    if last.scale > 1 or last.grouped:
        return True
    is_year = first.plain and first.value in _YEARS
    return qualifier is not None and first.plain and second is None and not is_year and first.value >= 10


def _before(
    lookup: tuple[re.Pattern[str], dict[str, str]], text: str, start: int, reach: int
) -> tuple[str, int] | None:
    pattern, meanings = lookup
    window = text[max(0, start - reach) : start]
    found = pattern.search(window)
    return None if found is None else (meanings[found["word"]], len(window) - found.start())


def _with_tight_scale(text: str, number: Number, numbers: Numbers) -> Number:
    pattern, values = numbers.tight
    found = pattern.match(text, number.end)
    if found is None or not number.plain:
        return number
    scale = values[found["word"]]
    return Number(end=found.end(), value=number.value * scale, scale=scale, vague=False, grouped=False, plain=False)


def _range_end(text: str, start: int, first: Number, numbers: Numbers) -> Number | None:
    joint = numbers.range_to.match(text, first.end)
    if joint is None and numbers.between.search(text[max(0, start - _QUALIFIER_REACH) : start]):
        joint = numbers.range_and.match(text, first.end)
    if joint is None:
        return None
    at = joint.end()
    symbol = _symbol_end(text, at, numbers)
    number = read_number(text, symbol, numbers)
    if number is None or number.vague:
        return None
    return _with_tight_scale(text, number, numbers) if symbol != at else number


def _symbol_end(text: str, at: int, numbers: Numbers) -> int:
    for sign in numbers.symbols[1]:
        if text.startswith(sign, at):
            return at + len(sign)
    return at


def _unit(text: str, number: Number, numbers: Numbers) -> tuple[str | None, int]:
    pattern, meanings = numbers.units
    found = pattern.match(text, number.end)
    if found is None:
        return None, number.end
    between = text[number.end : found.start("word")].strip()
    if number.plain and number.value in _YEARS and between:
        return None, number.end
    return meanings[" ".join(found["word"].split())], found.end()


def _unit_behind(text: str, number: Number, numbers: Numbers) -> tuple[str | None, int]:
    """The unit right behind a number, else the one behind its qualifier ("300'den fazla asker"); the number's own end where there is none."""
    unit, end = _unit(text, number, numbers)
    found = numbers.after[0].match(text, number.end) if unit is None else None
    if found is None:
        return unit, end
    unit, end = _unit(text, msgspec.structs.replace(number, end=found.end()), numbers)
    return (unit, end) if unit else (None, number.end)


def _qualifier(text: str, ends: tuple[int, int, int], numbers: Numbers, *, is_range: bool) -> tuple[Qualifier | None, int]:
    """The qualifier before a quantity, behind its number, or behind its unit, and where the whole ends.

    Args:
        text: The folded sentence.
        ends: Where the quantity begins, and where its number and its unit end.
        numbers: The language's grammar.
        is_range: Whether it is a range.
    """
    start, number, end = ends
    window = text[max(0, start - _QUALIFIER_REACH) : start]
    if is_range and numbers.between.search(window):
        return "exactly", end
    pattern, meanings = numbers.before
    found = pattern.search(window)
    if found is not None:
        return meanings[" ".join(found["word"].split())], end
    pattern, meanings = numbers.after
    found = pattern.match(text, number) or pattern.match(text, end)
    return (None, end) if found is None else (meanings[" ".join(found["word"].split())], max(end, found.end()))
