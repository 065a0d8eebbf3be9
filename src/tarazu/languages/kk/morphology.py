"""Kazakh inflection: endings by vowel harmony and by the last sound of the stem; names are filed as they are written."""

from __future__ import annotations

from typing import ClassVar

from tarazu.languages.suffixes import SuffixInflection

_GEN = ("ның", "нің", "дың", "дің", "тың", "тің")
_DAT = ("ға", "ге", "қа", "ке")
_ACC = ("ны", "ні", "ды", "ді", "ты", "ті")
_LOC = ("да", "де", "та", "те")
_ABL = ("дан", "ден", "тан", "тен", "нан", "нен")
_INS = ("мен", "бен", "пен")
_PLURAL = ("лар", "лер", "дар", "дер", "тар", "тер")
_ATTRIBUTIVE = ("дағы", "дегі", "тағы", "тегі", "ндағы", "ндегі")
_OWNED = ("ы", "і", "сы", "сі")
_BACK, _FRONT = ("ы", "сы"), ("і", "сі")
_OWNED_DAT = (*(f"{owned}на" for owned in _BACK), *(f"{owned}не" for owned in _FRONT))
_OWNED_ACC = tuple(f"{owned}н" for owned in _OWNED)
_OWNED_LOC = (*(f"{owned}нда" for owned in _BACK), *(f"{owned}нде" for owned in _FRONT))

_BEHIND_OWNED = {ending: ending[: ending.index("н")] for ending in (*_OWNED_DAT, *_OWNED_ACC, *_OWNED_LOC)}


class Inflection(SuffixInflection):
    """Case, number and possession."""

    endings: ClassVar[tuple[str, ...]] = (*_PLURAL, *_OWNED, *_ATTRIBUTIVE)
    plural: ClassVar[tuple[str, ...]] = _PLURAL
    cases: ClassVar[dict[str, tuple[str, ...]]] = {
        "gen": _GEN, "dat": (*_DAT, *_OWNED_DAT), "acc": (*_ACC, *_OWNED_ACC), "loc": (*_LOC, *_OWNED_LOC), "abl": _ABL, "ins": _INS,
    }  # fmt: skip
    softened: ClassVar[dict[str, str]] = {"г": "к", "ғ": "қ", "б": "п"}
    behind: ClassVar[dict[str, str]] = _BEHIND_OWNED
