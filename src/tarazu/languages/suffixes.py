"""Inflection by endings, for languages that put them one behind another and leave the stem as it is (Turkic), or have few (Tajik)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import ClassVar

from tarazu.languages.fold import fold_word
from tarazu.languages.words import AsWritten, Vocabulary, Word

_SHORTEST_STEM = 2
_ROUNDS = 3


class SuffixInflection(AsWritten):
    """Endings are taken off one after another; every stem on the way is a form under which the word may be filed.

    A language's `Inflection` names its `endings` (number, possession …, written as in the text), and in `cases` those that mark a
    case, by the case: nom, gen, dat, acc, loc, abl or ins. `behind` names the endings of a case that stand
    behind a possessive, with the possessive that stays: a name of several words is filed with it. `plural` names those of `endings`
    that make a plural.
    """

    endings: ClassVar[tuple[str, ...]] = ()
    cases: ClassVar[dict[str, tuple[str, ...]]] = {}
    softened: ClassVar[dict[str, str]] = {}  # final letters of a stem before a vowel, and what they stand for
    behind: ClassVar[dict[str, str]] = {}
    plural: ClassVar[tuple[str, ...]] = ()
    final: ClassVar[bool] = True

    def __init__(self, vocabulary: Vocabulary) -> None:  # noqa: ARG002 - the protocol's shape
        self._cases = {fold_word(ending): case for case, endings in self.cases.items() for ending in endings}
        self._endings = tuple(sorted({*map(fold_word, self.endings), *self._cases}, key=len, reverse=True))
        self._softened = {fold_word(soft): fold_word(hard) for soft, hard in self.softened.items()}
        self._behind = {fold_word(ending): fold_word(stays) for ending, stays in self.behind.items()}
        self._plural = frozenset(map(fold_word, self.plural))
        self._stems = lru_cache(maxsize=50_000)(self._find_stems)

    def analyse(self, form: str) -> Word:
        """Analyses one folded word."""
        if not form[:1].isalpha():
            return Word(form, (form,), (form,))
        stems, cases, plural = self._stems(form)
        # A name of the data is no inflected form, whatever it ends in (Sudan), and the longest stem is the likeliest.
        return Word(form, stems, (form, *sorted(stems, key=len, reverse=True)), (), cases, plural=plural)

    def _find_stems(self, form: str) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
        stems, cases, layer, plural = {form: None}, dict[str, None](), [form], False
        for step in range(_ROUNDS):
            following = []
            for word in layer:
                for stem, ending in self._taken(word):
                    plural = plural or ending in self._plural
                    if stem not in stems:
                        following.append(stem)
                        stems[stem] = None
                        if step == 0 and ending in self._cases:
                            cases[self._cases[ending]] = None
            layer = following
        return tuple(stems), tuple(cases), plural

    def _taken(self, word: str) -> Iterator[tuple[str, str]]:
        for ending in self._endings:
            if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
                stem = word[: -len(ending)]
                yield stem, ending
                if ending in self._behind:
                    yield stem + self._behind[ending], ending
                if stem[-1] in self._softened:
                    yield stem[:-1] + self._softened[stem[-1]], ending

    def head(self, words: tuple[str, ...]) -> int:
        """Where the inflected word of a phrase stands."""
        return len(words) - 1 if self.final else 0
