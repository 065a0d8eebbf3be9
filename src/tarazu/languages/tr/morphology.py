"""Turkish inflection: endings in vowel harmony, after an apostrophe on proper names.

Source: the common grammar of Turkish.
"""

from __future__ import annotations

import re
from typing import ClassVar

from tarazu.languages.suffixes import SuffixInflection

_CASES = {
    "gen": "ın in un ün nın nin nun nün",
    "dat": "a e ya ye na ne",
    "acc": "ı i u ü yı yi yu yü nı ni nu nü",
    "loc": "da de ta te nda nde",
    "abl": "dan den tan ten ndan nden",
    "ins": "la le yla yle",
}
_OTHERS = (
    "lar ler sı si su sü ım im um üm mız miz muz müz ımız imiz umuz ümüz nız niz nuz nüz ki ndaki ndeki daki deki taki teki lı li lu lü ca ce ça çe nca nce"
)
_POSSESSED = re.compile(r"(?<=[aeıioöuü])s[ıiuü]$|(?<=[^aeıioöuü\s])[ıiuü]$")


def _marked(endings: str) -> tuple[str, ...]:
    """The endings, and as they stand behind a name whose last letter keeps the apostrophe (NATO'nun)."""
    return tuple(mark + ending for ending in endings.split() for mark in ("", "'"))


class Inflection(SuffixInflection):
    """Endings are taken off; a phrase in possession is found without it too (bakanı, bakanları)."""

    endings: ClassVar[tuple[str, ...]] = _marked(_OTHERS)
    plural: ClassVar[tuple[str, ...]] = ("lar", "ler")
    cases: ClassVar[dict[str, tuple[str, ...]]] = {case: _marked(endings) for case, endings in _CASES.items()}
    softened: ClassVar[dict[str, str]] = {"ğ": "k", "b": "p", "c": "ç", "d": "t"}

    def variants(self, phrase: str) -> tuple[str, ...]:
        """As written, and without the possessive ending of its last word."""
        if " " not in phrase:
            return (phrase,)
        bare = _POSSESSED.sub("", phrase)
        if bare == phrase or len(bare.rsplit(" ", 1)[-1]) < 4:
            return (phrase,)
        return (phrase, f"{bare[:-1]}k" if bare.endswith("ğ") else bare)
