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
    found = TOKEN.finditer(folded.text, start, end)
    if language.facts.capitals:
        return tuple(Token(*match.span(), match.group(), _capitals(original, *folded.span(*match.span()))) for match in found)
    tokens: list[Token] = []
    join = language.morphology.join
    for match in found:
        at, stop = match.span()
        form = match.group()
        if tokens and tokens[-1].end + 1 == at and form[0].isalpha() and join(tokens[-1].form, form):
            before = tokens.pop()
            tokens.append(Token(before.start, stop, before.form + form))
        else:
            tokens.append(Token(at, stop, form))
    return tuple(tokens)


def _capitals(original: str, start: int, end: int) -> int:
    if not original[start].isupper():
        return 0
    return 2 if end - start > 1 and original[start:end].isupper() else 1
