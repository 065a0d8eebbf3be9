"""Cuts a sentence into words."""

from __future__ import annotations

from tarazu.languages import Folded, Language
from tarazu.languages.tokens import TOKEN
from tarazu.records import Token


def tokenise(folded: Folded, start: int, end: int, original: str, language: Language) -> tuple[Token, ...]:
    """Cuts a span of the folded text into words, numbers and marks.

    Args:
        folded: The folded document.
        start: First code point of the sentence in the folded text.
        end: One past its last code point.
        original: The text as received, which alone knows capitals.
        language: Tells which words are written apart but are one.

    Returns:
        The tokens in order, their spans in the folded text of the document; all that is not white space is in one of them.
    """
    tokens: list[Token] = []
    capitals = language.facts.capitals
    join = language.morphology.join
    for match in TOKEN.finditer(folded.text, start, end):
        at, form = match.start(), match.group()
        written = _capitals(original, *folded.span(at, match.end())) if capitals else 0
        if not capitals and tokens and form[0].isalpha() and tokens[-1].end + 1 == at and join(tokens[-1].form, form):
            before = tokens.pop()
            tokens.append(Token(before.start, match.end(), before.form + form))
        else:
            tokens.append(Token(at, match.end(), form, written))
    return tuple(tokens)


def _capitals(original: str, start: int, end: int) -> int:
    if not original[start].isupper():
        return 0
    return 2 if end - start > 1 and original[start:end].isupper() else 1
