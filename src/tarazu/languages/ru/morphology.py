"""Russian inflection through the OpenCorpora dictionary.

Source: pymorphy3 (MIT) with the OpenCorpora dictionary; words that it does not know it analyses by their endings.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import pymorphy3

from tarazu.languages.fold import fold_word
from tarazu.languages.words import AsWritten, Tense, VerbForm, Vocabulary, Word

_CASES = {"nomn": "nom", "gent": "gen", "datv": "dat", "accs": "acc", "ablt": "ins", "loct": "loc", "gen2": "gen", "loc2": "loc", "voct": "nom"}
_TENSES: dict[str, Tense] = {"past": "past", "pres": "present", "futr": "future"}
_KINDS: dict[str, Literal["finite", "subjunctive", "infinitive", "participle", "gerund"]] = {
    "VERB": "finite",
    "INFN": "infinitive",
    "PRTF": "participle",
    "PRTS": "finite",
    "GRND": "gerund",
}
_RARE = 0.02
_NOT = "не"


@lru_cache(maxsize=1)
def _analyser() -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer(lang="ru")


class Inflection(AsWritten):
    """Every word is looked up in the dictionary; all of its likelier readings are kept."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._verbs = frozenset(vocabulary.verbs)

    def analyse(self, form: str) -> Word:
        """Analyses one folded word."""
        if not form.isalpha() or not "а" <= form[0] <= "я":
            return Word(form, (form,), (form,))
        keys, verbs, cases = [form], [], []
        for parse in _analyser().parse(form):
            if parse.score < _RARE and len(keys) > 1:
                continue
            lemma = fold_word(parse.normal_form)
            part = str(parse.tag.POS)
            if part in _KINDS:
                verbs.append(
                    VerbForm(
                        f"~{lemma}",
                        _TENSES.get(str(parse.tag.tense), "none"),
                        "passive" if parse.tag.voice == "pssv" or (part == "VERB" and lemma.endswith("ся")) else "active",
                        kind=_KINDS[part],
                    )
                )
                if part == "PRTF":
                    keys.append(fold_word(parse.inflect({"nomn", "sing", "masc"}).word))  # «заключённый» is a person too
            else:
                keys.append(lemma)
            if parse.tag.case in _CASES and part in {"NOUN", "ADJF", "PRTF", "NPRO", "NUMR"}:
                cases.append(_CASES[parse.tag.case])
        unique = tuple(dict.fromkeys(keys))
        return Word(form, unique, unique, tuple(dict.fromkeys(verbs)), tuple(dict.fromkeys(cases)))

    def head(self, words: tuple[str, ...]) -> int:
        """The verb comes first, or after its negation."""
        return 1 if len(words) > 1 and words[0] == _NOT else 0

    def citation(self, word: str) -> str:
        """The lemma, under which every form of a noun or adjective is found."""
        keys = self.analyse(word).keys
        return keys[1] if len(keys) > 1 else word
