"""Makes an id of a name."""

from __future__ import annotations

import re
import unicodedata

# Romanisation for ids only: one Latin spelling a letter, after the ALA-LC tables, without their diacritics.
_LETTERS = {
    "ا": "a", "ب": "b", "پ": "p", "ت": "t", "ث": "th", "ج": "j", "چ": "ch", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r", "ز": "z", "ژ": "zh",
    "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "", "غ": "gh", "ف": "f", "ق": "q", "ک": "k", "گ": "g", "ل": "l", "م": "m",
    "ن": "n", "و": "v", "ه": "h", "ی": "i", "ء": "", "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i",
    "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts",
    "қ": "q", "ғ": "gh", "ә": "a", "ң": "ng", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "і": "i", "ҳ": "h", "ҷ": "j", "ў": "o", "ӣ": "i", "ӯ": "u",
    "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip


_IDEOGRAPH = "\u3400"


def slug(name: str) -> str:
    """Romanises a name and joins its words with hyphens.

    Args:
        name: A name in any script.

    Returns:
        Lower-case letters, digits and hyphens; of Chinese letters, which have no spelling, their numbers in Unicode; `unnamed` if nothing is left.

    Example:
        >>> slug("Роман Василенко")
        'roman-vasilenko'
    """
    latin = "".join(f"{ord(letter):x}-" if letter >= _IDEOGRAPH and letter.isalpha() else _LETTERS.get(letter, letter) for letter in name.lower())
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", latin) if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "unnamed"
