"""English inflection by rule.

Source: the regular spelling rules of Quirk et al., *A Comprehensive Grammar of the English Language*, chapter 3; irregular verbs
are in `verbs.yml`.
"""

from __future__ import annotations

from collections.abc import Iterator

from tarazu.languages.fold import fold_word
from tarazu.languages.words import AsWritten, VerbForm, Vocabulary, Word


class Inflection(AsWritten):
    """Endings are taken off until a verb or noun of the vocabulary remains."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._words = vocabulary.words
        self._verbs = frozenset(vocabulary.verbs)
        self._irregular: dict[str, list[VerbForm]] = {}
        for base, parts in vocabulary.verbs.items():
            if not parts:
                continue
            past, participle = fold_word(parts[0]), fold_word(parts[-1])
            if past == participle:
                self._irregular.setdefault(past, []).append(VerbForm(f"~{base}", "past", "either", kind="finite"))
            else:
                self._irregular.setdefault(past, []).append(VerbForm(f"~{base}", "past"))
                self._irregular.setdefault(participle, []).append(VerbForm(f"~{base}", "past", "passive", kind="participle"))

    def analyse(self, form: str) -> Word:
        """Analyses one folded word."""
        verbs = [*self._irregular.get(form, ())]
        if form in self._verbs:
            verbs.append(VerbForm(f"~{form}", "present", kind="infinitive"))
        verbs += self._regular(form)
        keys = [form, *(base for base in _singulars(form) if base in self._words)]
        return Word(form, tuple(dict.fromkeys(keys)), tuple(dict.fromkeys((form, *_singulars(form)))), tuple(verbs))

    def _regular(self, form: str) -> Iterator[VerbForm]:
        if form.endswith("s"):
            yield from (VerbForm(f"~{base}", "present") for base in _singulars(form) if base in self._verbs)
        elif form.endswith("ed"):
            for base in _stems(form[:-2], form[:-1]):
                if base in self._verbs:
                    yield VerbForm(f"~{base}", "past", "either")
        elif form.endswith("ing"):
            for base in _stems(form[:-3], f"{form[:-3]}e"):
                if base in self._verbs:
                    yield VerbForm(f"~{base}", kind="gerund")


def _stems(bare: str, with_e: str) -> Iterator[str]:
    yield bare
    yield with_e
    if len(bare) > 2 and bare[-1] == bare[-2]:
        yield bare[:-1]
    if bare.endswith("i"):
        yield f"{bare[:-1]}y"
    if bare.endswith("y"):
        yield f"{bare[:-1]}ie"


def _singulars(form: str) -> tuple[str, ...]:
    if not form.endswith("s") or len(form) < 4 or form.endswith("ss"):
        return ()
    if form.endswith("ies"):
        return (f"{form[:-3]}y", form[:-1])
    return (form[:-1], form[:-2]) if form.endswith("es") else (form[:-1],)
