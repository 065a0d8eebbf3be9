"""Splits a document into sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from tarazu.languages import Folded, Language, fold_word

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_CLOSING = "\"')]}」』"
_OPENING = "\"'([{"
_FULL_WIDTH = "。！？｡"  # no space follows these
_QUOTES = {"”": "“", "’": "‘", "」": "「", "』": "『"}
_WRAPPED = (55, 100)
_LONGEST = 4000
_HEADING = 160
_NEXT = re.compile(r"\s*[\"'(\[{-]*\s*([^\W_]+)(\.?)")
_DOTTED = re.compile(r"(?:\w\.)+\w")
_ABBREVIATED = 24


class _Text(msgspec.Struct, frozen=True):
    """What decides on sentence ends: the folded text, the original for its capitals, and the words of the language.

    Attributes:
        folded: The folded document.
        original: As received.
        capitals: Whether the language has capitals, so that a sentence does not begin with a small letter.
        abbreviations: Without their last dot.
        openers: Words that begin a sentence rather than a name: prepositions, pronouns, articles.
    """

    folded: Folded
    original: str
    capitals: bool
    abbreviations: frozenset[str]
    openers: frozenset[str]

    def letter(self, at: int) -> str:
        """The original of a folded letter."""
        return self.original[self.folded.span(at, at + 1)[0]]

    def is_capital(self, at: int) -> bool:
        """Whether the original of a folded letter is a capital."""
        return self.original[self.folded.span(at, at + 1)[0]].isupper()


def split(folded: Folded, original: str, language: Language) -> tuple[tuple[int, int, bool], ...]:
    """Splits at sentence ends and at lines.

    A mark ends a sentence unless it belongs to an abbreviation, an initial, a number or a list, or goes on in small letters. A line ends
    one too, unless the whole text is wrapped at a column.

    Args:
        folded: The folded document.
        original: The text as received.
        language: Its sentence ends and abbreviations.

    Returns:
        For each sentence its half-open span in the folded text, without surrounding white space, and whether it is a heading: a line
        without a closing mark. A sentence of more than 4,000 code points is cut at white space.
    """
    text = folded.text
    marks = "".join(language.facts.sentence_ends)
    ends = _ends(marks)
    known = _Text(folded, original, language.facts.capitals, *_words(language))
    out: list[tuple[int, int, bool]] = []
    for start, stop in _lines(text):
        pieces = list(_sentences(known, start, stop, ends))
        for first, last in pieces:
            closed = text[first:last].rstrip(_CLOSING)[-1:] in marks + ".?!…:"
            heading = not closed and len(pieces) == 1 and last - first < _HEADING
            out += [(begin, end, heading) for begin, end in _bounded(text, first, last)]
    return tuple(out)


@lru_cache(maxsize=32)
def _words(language: Language) -> tuple[frozenset[str], frozenset[str]]:
    grammar = language.grammar
    abbreviations = frozenset(part.rstrip(".") for word in language.facts.abbreviations for part in (fold_word(word), *fold_word(word).split()))
    openers = frozenset(fold_word(word) for word in (*grammar.prepositions, *grammar.pronouns, *language.facts.articles))
    return abbreviations, openers


@lru_cache(maxsize=32)
def _ends(marks: str) -> re.Pattern[str]:
    folded = "".join(dict.fromkeys(fold_word(marks) + ".?!…"))
    return re.compile(rf"[{re.escape(folded)}]+[{re.escape(_CLOSING)}]*")


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """The lines, joined where the text is wrapped at a column."""
    spans = [match.span() for match in _LINE.finditer(text)]
    full = [end - start for start, end in spans[:-1]]
    wrapped = len(full) > 4 and sum(_WRAPPED[0] < length < _WRAPPED[1] for length in full) > 0.7 * len(full)
    if not wrapped:
        yield from spans
        return
    at = 0
    while at < len(spans):
        start, end = spans[at]
        while at + 1 < len(spans) and text[end : spans[at + 1][0]] in {"\n", "\r\n", "\r"} and end - spans[at][0] > _WRAPPED[0]:
            at += 1
            end = spans[at][1]
        yield start, end
        at += 1


def _sentences(known: _Text, start: int, stop: int, ends: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    text = known.folded.text
    first = start
    for match in ends.finditer(text, start, stop):
        end = _without_opening(known, match.start(), match.end(), stop)
        if _is_end(known, match.start(), end, (first, stop)):
            yield from _trimmed(text, first, end)
            first = end
    yield from _trimmed(text, first, stop)


def _without_opening(known: _Text, start: int, end: int, stop: int) -> int:
    """Leaves a quote that stands right before the next word to it: `است.«او`."""
    text = known.folded.text
    if known.letter(start) in _FULL_WIDTH:
        return end - 1 if end - start > 1 and known.letter(end - 1) in _QUOTES.values() else end
    if end < stop and text[end].isalpha() and text[end - 1] in _OPENING and end - start > 1:
        return end - 1
    return end


def _is_end(known: _Text, start: int, end: int, around: tuple[int, int]) -> bool:
    """Whether the mark from `start` to `end` ends the sentence that began at the first of `around`; the line ends at the second."""
    text, (first, stop) = known.folded.text, around
    if known.letter(start) in _FULL_WIDTH:
        return not (end < stop and _is_said(known, first, start, end))
    after = text[end] if end < stop else ""
    following = _NEXT.match(text, end, stop)
    goes_on = known.capitals and following is not None and following[1][0].isalpha() and not known.is_capital(following.start(1))
    if text[start] == "." and text[start + 1 : start + 2] != ".":
        return not goes_on and _dot_ends(known, (first, start), following, after)
    if after == "" or after.isspace():
        return not goes_on
    return end - start > 1 or _space_lost(known, start, end)


def _is_said(known: _Text, first: int, start: int, end: int) -> bool:
    """Whether the sentence goes on behind a quote that it began with (“…。”他说); a quote inside it ends it (他说：“…。”会后…)."""
    text, opening = known.folded.text, _QUOTES.get(known.letter(end - 1))
    if opening is None or not text[end].isalpha():
        return False
    while first < start and text[first].isspace():
        first += 1
    return all(known.letter(at) != opening for at in range(first + 1, start))


def _dot_ends(known: _Text, sentence: tuple[int, int], following: re.Match[str] | None, after: str) -> bool:
    """Whether a single dot ends the sentence before it."""
    text, (first, start) = known.folded.text, sentence
    before = re.search(r"[^\s\"'(\[]*$", text[max(first, start - _ABBREVIATED) : start])
    word = before.group() if before else ""
    if word in known.abbreviations or (len(word) == 1 and word.isalpha()) or _DOTTED.fullmatch(word):
        return after == "" or _opens(known, following)
    if after == "" or after.isspace() or after in _OPENING:
        number = word.isdigit() and len(word) <= 2
        return not (number and (text[first:start].strip() == word or (following is not None and following[1][0].isdigit())))
    return _space_lost(known, start, start + 1)


def _opens(known: _Text, following: re.Match[str] | None) -> bool:
    """Whether a sentence begins behind an abbreviation: a capital, on a word that is no name and no abbreviation itself."""
    if not known.capitals or following is None or following[2] or not following.group()[:1].isspace():
        return False
    return following[1] in known.openers and known.is_capital(following.start(1))


def _space_lost(known: _Text, start: int, end: int) -> bool:
    """Whether a sentence begins right behind the mark: «است.قزاقستان», "визит.Президент", but not "gov.uk" or "U.S"."""
    text = known.folded.text
    if not text[end].isalpha() or not text[start - 1 : start].isalpha():
        return False
    if not known.capitals:
        return text[end] > "\u0590"
    if not known.is_capital(end) or known.is_capital(start - 1):
        return False
    return end + 1 < len(text) and text[end + 1].isalpha() and not known.is_capital(end + 1)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        yield start, end


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _LONGEST:
        cut = text.rfind(" ", start + 1, start + _LONGEST)
        cut = cut if cut > start else start + _LONGEST
        yield from _trimmed(text, start, cut)
        start = cut
    yield from _trimmed(text, start, end)
