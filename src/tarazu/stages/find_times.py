"""Finds the expressions of time in a sentence and resolves them to intervals of days.

The words and templates of each language are its `calendar.yml`; the rules that resolve them hold for all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import msgspec

from tarazu.records import TimeSpan
from tarazu.stages.find_times_anchor import Setting, own_calendar
from tarazu.stages.find_times_arithmetic import Impossible
from tarazu.stages.find_times_calendar import Calendar, CalendarData, Pattern, compile_calendar
from tarazu.stages.find_times_resolve import resolve
from tarazu.stages.find_times_templates import DIGITS, TOKEN

__all__ = ["Calendar", "CalendarData", "Refusal", "TimeSpan", "compile_calendar", "find_times"]

# No expression has more letters before its first digit or word of time.
_REACH = 40
_DIGIT = re.compile(r"\d")
_GLUED = frozenset("#№$€£¥₽₸₺₴")


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """An expression that looks like a time and is none.

    Attributes:
        start: First folded code point of the expression.
        end: One past its last.
        reason: Why, in English.
    """

    start: int
    end: int
    reason: str


def find_times(
    text: str, calendar: Calendar, published: date | None, anchor_year: int | None = None
) -> tuple[tuple[TimeSpan, ...], tuple[Refusal, ...]]:
    """Finds and resolves the times of one sentence.

    A time without a year is the latest one not after the document's date, unless words beside it say that it lies ahead;
    "last week" is the calendar week before the document's; a bare weekday is the last one, the document's day included.

    Args:
        text: The folded sentence.
        calendar: The compiled grammar of its language.
        published: The document's date; without it relative expressions are passed over.
        anchor_year: The year that the document states most often. It stands in for a missing date, and tells which
            calendar "this year" and "last month" speak of.

    Returns:
        The times and the refusals, each in the order of the text and not overlapping.
    """
    own = own_calendar(calendar, anchor_year)
    spans: list[TimeSpan] = []
    refusals: list[Refusal] = []
    for pattern, match in _matches(text, calendar):
        start, end = match.span()
        setting = Setting(
            calendar=calendar,
            own=own,
            published=published,
            anchor_year=anchor_year,
            ahead=_lies_ahead(text, start, end, calendar),
        )
        found = resolve(pattern.means, _parts(match), setting)
        if isinstance(found, Impossible):
            refusals.append(Refusal(start=start, end=end, reason=found.reason))
        elif found is not None:
            spans.append(
                TimeSpan(start=start, end=end, first=found.first, last=found.last, granularity=found.granularity)
            )
    return tuple(spans), tuple(refusals)


def _matches(text: str, calendar: Calendar) -> Iterator[tuple[Pattern, re.Match[str]]]:
    best: tuple[Pattern, re.Match[str]] | None = None
    for token in _candidates(text, calendar):
        if best is not None and token.start() >= best[1].end():
            yield best
            best = None
        found = _longest(text, token, calendar)
        # "for April 24-25": what begins later but reaches further is the better reading.
        if found is not None and (best is None or found[1].end() > best[1].end()):
            best = found
    if best is not None:
        yield best


def _candidates(text: str, calendar: Calendar) -> list[re.Match[str]]:
    """The tokens that have a digit or a word of time close behind them; most sentences have none."""
    signals = calendar.signals
    if _DIGIT.search(text) is None and signals.isdisjoint(TOKEN.findall(text)):
        return []
    found: list[re.Match[str]] = []
    signal = len(text) + _REACH
    for token in reversed(list(TOKEN.finditer(text))):
        word, start = token[0], token.start()
        if word in signals or word[0].isdigit() or word[-1].isdigit():
            signal = start
        if signal - start < _REACH:
            found.append(token)
    found.reverse()
    return found


def _longest(text: str, token: re.Match[str], calendar: Calendar) -> tuple[Pattern, re.Match[str]] | None:
    best: tuple[Pattern, re.Match[str]] | None = None
    for start, key in _places(text, token, calendar):
        for pattern in calendar.index.get(key, ()):
            match = pattern.regex.match(text, start)
            if match is not None and (best is None or match.end() > best[1].end()):
                best = pattern, match
        if best is not None:
            return best
    return None


def _places(text: str, token: re.Match[str], calendar: Calendar) -> Iterator[tuple[int, str]]:
    """Where in a token an expression may begin, and the key of the patterns to try there."""
    word, start = token[0], token.start()
    if word[0].isdigit():
        if not _is_glued(text, start):
            yield start, DIGITS
        return
    yield start, word
    for letters in calendar.proclitics:
        if word.startswith(letters):
            rest = word[len(letters) :]
            if rest[:1].isdigit():
                yield start + len(letters), DIGITS
            elif rest in calendar.index:
                yield start + len(letters), rest


def _is_glued(text: str, start: int) -> bool:
    """Whether a number belongs to a name or a price: Su-30, №5, $20."""
    before = text[start - 1 : start]
    if before == "-":
        return text[max(0, start - 2) : start - 1].isalpha()
    return before in _GLUED


def _parts(match: re.Match[str]) -> dict[str, str]:
    parts: dict[str, str] = {}
    for name, value in match.groupdict().items():
        if value is not None:
            parts.setdefault(name.partition("__")[0], " ".join(value.split()))
    return parts


def _lies_ahead(text: str, start: int, end: int, calendar: Calendar) -> bool:
    cues = calendar.cues
    window = text[max(0, start - cues.reach) : start]
    before = list(cues.before.finditer(window))
    if before and not cues.barrier.search(window, before[-1].end()):
        return True
    if cues.after is None:
        return False
    window = text[end : end + cues.reach]
    after = cues.after.search(window)
    return after is not None and not cues.barrier.search(window, 0, after.start())
