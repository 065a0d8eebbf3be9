"""Chinese does not inflect: each letter is a token, and a phrase is found letter by letter."""

from __future__ import annotations

from tarazu.languages.words import AsWritten, Vocabulary, Word


class Inflection(AsWritten):
    """Every letter stands for itself."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Nothing to prepare."""

    def analyse(self, form: str) -> Word:
        """The letter as it is."""
        return Word(form, (form,), (form,))
