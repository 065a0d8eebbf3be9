"""Kyrgyz inflection: endings by vowel harmony and by the last sound of the stem; names are filed as they are written."""

from __future__ import annotations

from typing import ClassVar

from tarazu.languages.suffixes import SuffixInflection

_GEN = ("нын", "нин", "нун", "нүн", "дын", "дин", "дун", "дүн", "тын", "тин", "тун", "түн")
_DAT = ("га", "ге", "го", "гө", "ка", "ке", "ко", "кө")
_ACC = ("ны", "ни", "ну", "нү", "ды", "ди", "ду", "дү", "ты", "ти", "ту", "тү")
_LOC = ("да", "де", "до", "дө", "та", "те", "то", "тө")
_ABL = ("дан", "ден", "дон", "дөн", "тан", "тен", "тон", "төн")
_PLURAL = ("лар", "лер", "лор", "лөр", "дар", "дер", "дор", "дөр", "тар", "тер", "тор", "төр")
_ATTRIBUTIVE = ("дагы", "деги", "догу", "дөгү", "тагы", "теги", "тогу", "төгү", "ндагы", "ндеги", "ндогу", "ндөгү")
_OWNED = ("ы", "и", "у", "ү", "сы", "си", "су", "сү")
_VOWELS = {"ы": "а", "и": "е", "у": "а", "ү": "ө"}
_OWNED_DAT = tuple(f"{owned}н{_VOWELS[owned[-1]]}" for owned in _OWNED)
_OWNED_ACC = tuple(f"{owned}н" for owned in _OWNED)
_OWNED_LOC = tuple(f"{owned}нд{_VOWELS[owned[-1]]}" for owned in _OWNED)
_OWNED_ABL = tuple(f"{owned}н{_VOWELS[owned[-1]]}н" for owned in _OWNED)

_BEHIND_OWNED = {ending: ending[: ending.index("н")] for ending in (*_OWNED_DAT, *_OWNED_ACC, *_OWNED_LOC, *_OWNED_ABL)}


class Inflection(SuffixInflection):
    """Case, number and possession."""

    endings: ClassVar[tuple[str, ...]] = (*_PLURAL, *_OWNED, *_ATTRIBUTIVE)
    plural: ClassVar[tuple[str, ...]] = _PLURAL
    cases: ClassVar[dict[str, tuple[str, ...]]] = {
        "gen": _GEN, "dat": (*_DAT, *_OWNED_DAT), "acc": (*_ACC, *_OWNED_ACC), "loc": (*_LOC, *_OWNED_LOC), "abl": (*_ABL, *_OWNED_ABL),
    }  # fmt: skip
    softened: ClassVar[dict[str, str]] = {"г": "к", "б": "п", "л": "ль", "н": "нь", "с": "сь", "т": "ть"}
    behind: ClassVar[dict[str, str]] = _BEHIND_OWNED
