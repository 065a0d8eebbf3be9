"""Chinese does not inflect: each letter is a token, and a phrase is found letter by letter."""

from __future__ import annotations

from tarazu.languages.fold import fold_word
from tarazu.languages.words import Vocabulary, Word


class Inflection:
    """Every letter stands for itself."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Nothing to prepare."""

    def analyse(self, form: str) -> Word:
        """The letter as it is."""
        return Word(form, (form,), (form,))

    def adjective(self, word: str) -> tuple[str, ...]:
        """As written."""
        return (fold_word(word),)

    def variants(self, phrase: str) -> tuple[str, ...]:
        """As written."""
        return (phrase,)

    def head(self, words: tuple[str, ...]) -> int:  # noqa: ARG002 - the protocol's shape
        """The verb comes first."""
        return 0

    def citation(self, word: str) -> str:
        """As written."""
        return word

    def join(self, first: str, second: str) -> bool:  # noqa: ARG002 - the protocol's shape
        """Letters stand alone."""
        return False
