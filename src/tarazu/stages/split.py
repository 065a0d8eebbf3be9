"""Splits a document into sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tarazu.languages import Folded, Language, fold_word

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_CLOSING = "\"')]}"
_WRAPPED = (55, 100)
_LONGEST = 4000


def split(folded: Folded, language: Language) -> tuple[tuple[int, int, bool], ...]:
    """Splits at sentence ends and at lines.

    A mark ends a sentence unless it belongs to an abbreviation, an initial or a number. A line ends one too, unless the
    whole text is wrapped at a column.

    Args:
        folded: The folded document.
        language: Its sentence ends and abbreviations.

    Returns:
        For each sentence its half-open span in the folded text, without surrounding white space, and whether it is a heading: a line
        without a closing mark. A sentence of more than 4,000 code points is cut at white space.
    """
    text = folded.text
    marks = "".join(language.facts.sentence_ends)
    ends = _ends(marks)
    abbreviations = frozenset(fold_word(word).rstrip(".") for word in language.facts.abbreviations)
    out: list[tuple[int, int, bool]] = []
    for start, stop in _lines(text):
        pieces = list(_sentences(text, start, stop, ends, abbreviations))
        for at, (first, last) in enumerate(pieces):
            closed = text[first:last].rstrip(_CLOSING)[-1:] in marks + ".?!…:"
            heading = not closed and len(pieces) == 1 and last - first < 160 and at == 0
            out += [(begin, end, heading) for begin, end in _bounded(text, first, last)]
    return tuple(out)


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
        while at + 1 < len(spans) and spans[at + 1][0] - end == 1 and end - spans[at][0] > _WRAPPED[0]:
            at += 1
            end = spans[at][1]
        yield start, end
        at += 1


def _sentences(text: str, start: int, stop: int, ends: re.Pattern[str], abbreviations: frozenset[str]) -> Iterator[tuple[int, int]]:
    first = start
    for match in ends.finditer(text, start, stop):
        if _is_end(text, match.start(), match.end(), stop, abbreviations):
            yield from _trimmed(text, first, match.end())
            first = match.end()
    yield from _trimmed(text, first, stop)


def _is_end(text: str, start: int, end: int, stop: int, abbreviations: frozenset[str]) -> bool:
    after = text[end : end + 1] if end < stop else ""
    if text[start] != ".":
        return after == "" or after.isspace() or end - start > 1
    before = re.search(r"[^\s\"'(\[]*$", text[max(0, start - 24) : start])
    word = before.group() if before else ""
    if word in abbreviations or (len(word) == 1 and word.isalpha()) or re.fullmatch(r"(?:\w\.)+\w", word):
        return False
    if after == "" or after.isspace():
        return not (word.isdigit() and len(word) <= 2 and after and text[end : end + 2].strip()[:1].isdigit())
    return after.isalpha() and after > "\u0590" and word[-1:].isalpha()  # a lost space: «است.قزاقستان»


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
