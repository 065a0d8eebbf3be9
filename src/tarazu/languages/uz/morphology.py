"""Uzbek inflection: endings without harmony, in the Latin and the Cyrillic script.

Source: the common grammar of Uzbek; the two official alphabets.
"""

from __future__ import annotations

import re
from typing import ClassVar

from tarazu.languages.fold import fold_word
from tarazu.languages.suffixes import SuffixInflection

_CASES = {"gen": "ning", "dat": "ga ka qa", "acc": "ni", "loc": "da", "abl": "dan"}
_OTHERS = "lar i si ing im miz imiz ngiz ingiz lik dagi gacha niki cha dek day"
_POSSESSED = re.compile(r"(?<=[aeiou'])si$|(?<=[bdfghjklmnpqrstvxyz])i$")
_SEVERAL = {"yo'": "йў", "o'": "ў", "g'": "ғ", "sh": "ш", "ch": "ч", "ya": "я", "yu": "ю", "yo": "ё", "ye": "е", "ts": "ц"}
_SINGLE = str.maketrans("abdefghijklmnopqrstuvxyzcw'", "абдефгҳижклмнопқрстувхйзквъ")
_LETTER = re.compile("|".join(map(re.escape, _SEVERAL)))
_FIRST_E = re.compile(r"(?<![^\W\d_])e|(?<=[aiou])e")


def to_cyrillic(text: str) -> str:
    """Writes folded Latin Uzbek in Cyrillic letters."""
    text = _FIRST_E.sub("э", text)
    return _LETTER.sub(lambda found: _SEVERAL[found[0]], text).translate(_SINGLE)


def _both(endings: str) -> tuple[str, ...]:
    return tuple(each for ending in endings.split() for each in (ending, to_cyrillic(ending)))


class Inflection(SuffixInflection):
    """Endings are taken off; phrases of the data files, written in Latin letters, are met in Cyrillic ones too."""

    endings: ClassVar[tuple[str, ...]] = _both(_OTHERS)
    plural: ClassVar[tuple[str, ...]] = _both("lar")
    cases: ClassVar[dict[str, tuple[str, ...]]] = {case: _both(endings) for case, endings in _CASES.items()}
    softened: ClassVar[dict[str, str]] = {"g": "k", "г": "к", "ғ": "қ"}

    def variants(self, phrase: str) -> tuple[str, ...]:
        """As written, without the possessive ending of its last word, and both in the other script."""
        folded = fold_word(phrase)
        forms = [phrase]
        bare = _POSSESSED.sub("", folded)
        if " " in folded and len(bare.rsplit(" ", 1)[-1]) >= 4:
            forms.append(f"{bare[:-1]}k" if bare.endswith("lig") else bare)
        return tuple(dict.fromkeys(each for form in forms for each in (form, *self._other(form))))

    def _other(self, form: str) -> tuple[str, ...]:
        folded = fold_word(form)
        return (to_cyrillic(folded),) if folded.replace("'", "").isascii() else ()

    def adjective(self, word: str) -> tuple[str, ...]:
        """In both scripts."""
        return (fold_word(word), *self._other(word))
