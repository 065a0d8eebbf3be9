"""Folding: one form for all spellings of a letter, with the way back to the original.

Persian and Arabic are typed with two sets of code points for one letter, with and without vowel signs, with invisible
joiners kept or lost. Everything after this step matches on folded text and reports offsets in the original.

Source: Unicode Standard Annex 15 (NFKC); the letter classes follow Unicode Technical Standard 39's confusables for
Arabic yeh, kaf and alef.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

import msgspec
import numpy as np

_DELETE = 0xFFFFFFFF
_EXPAND = 0xFFFFFFFE
_TABLE_SIZE = 0x110000

_LETTERS = {
    "ي": "ی", "ى": "ی", "ئ": "ی", "ې": "ی", "ۍ": "ی", "ك": "ک", "ڪ": "ک", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ٲ": "ا", "ٳ": "ا",
    "ؤ": "و", "ة": "ه", "ۀ": "ه", "ۂ": "ه", "ە": "ه", "ہ": "ه", "ھ": "ه", "ۃ": "ه", "ё": "е", "Ё": "е", "ı": "i", "İ": "i", "’": "'", "‘": "'",
    "ʼ": "'", "ʻ": "'", "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "٪": "%", "،": ",", "؛": ";", "؟": "?", "٫": ".", "٬": ",",
    "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "۔": ".",
}  # fmt: skip
_DROPPED = "\u0640\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"


class Folded(msgspec.Struct, frozen=True, kw_only=True):
    """A text in folded form.

    Attributes:
        text: The folded text, as long as the original or shorter, save where one code point stands for several.
        origin: For each folded code point the offset of the original one it came from, and at the end the original's
            length: `len(text) + 1` integers, never falling.
        plain: Whether folded and original offsets are the same.
        joined: For a folded letter that was typed as letter and accent, the offset of the accent.
    """

    text: str
    origin: tuple[int, ...]
    plain: bool
    joined: Mapping[int, int] = {}

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Maps a half-open span of the folded text to the original.

        Args:
            start: First folded code point.
            end: One past the last folded code point; `start` for an empty span.

        Returns:
            The half-open span of the original that folds to it.
        """
        if self.plain:
            return start, end
        if end <= start:
            return self.origin[start], self.origin[start]
        return self.origin[start], self.joined.get(end - 1, self.origin[end - 1]) + 1


def fold(text: str) -> Folded:
    """Folds a text.

    Args:
        text: Any text; lone surrogates are kept as they are.

    Returns:
        The folded text with its map of offsets.

    Example:
        >>> folded = fold("مي‌كند")
        >>> folded.text == "میکند", folded.span(2, 5)
        (True, (3, 6))
    """
    if not text:
        return Folded(text="", origin=(0,), plain=True)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    mapped = _table()[codes]
    if (mapped == _EXPAND).any():
        return _fold_slowly(text, mapped)
    kept = mapped != _DELETE
    if kept.all():
        return Folded(text=_decode(mapped), origin=(), plain=True)
    origin = np.flatnonzero(kept).tolist()
    origin.append(len(text))
    return Folded(text=_decode(mapped[kept]), origin=tuple(origin), plain=False)


def fold_word(word: str) -> str:
    """Folds a word or phrase of a data file; the same letters as `fold`, without the map."""
    folded = word.translate(_WORD_LETTERS)
    return fold(word).text if _SEVERAL in folded else folded


_SEVERAL = "\0"  # stands for a code point that the table does not fold to one


class _WordLetters(dict[int, str]):
    """What each code point folds to, filled as they are met: for a single word this is ten times as fast as the table."""

    def __missing__(self, code: int) -> str:
        mapped = int(_table()[code])
        self[code] = folded = "" if mapped == _DELETE else _SEVERAL if mapped == _EXPAND else chr(mapped)
        return folded


_WORD_LETTERS = _WordLetters()


def _decode(codes: np.ndarray[tuple[int], np.dtype[np.uint32]]) -> str:
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


def _fold_slowly(text: str, mapped: np.ndarray[tuple[int], np.dtype[np.uint32]]) -> Folded:
    """For texts with code points that stand for several (ligatures, presentation forms) or with split accents."""
    letters: list[str] = []
    origin: list[int] = []
    joined: dict[int, int] = {}
    for at, (letter, code) in enumerate(zip(text, mapped.tolist(), strict=True)):
        if code == _EXPAND:
            if letters and _joins(letters[-1], letter):
                letters[-1] = unicodedata.normalize("NFC", letters[-1] + letter)
                joined[len(letters) - 1] = at
                continue
            parts = _fold_letter(letter) or ""
        else:
            parts = "" if code == _DELETE else chr(code)
        letters += parts
        origin += [at] * len(parts)
    origin.append(len(text))
    return Folded(text="".join(letters), origin=tuple(origin), plain=False, joined=joined)


def _joins(letter: str, accent: str) -> bool:
    """Cyrillic short i and short u are letters of their own, however they were typed."""
    return unicodedata.normalize("NFC", letter + accent) in {"й", "ў"}


def _fold_letter(letter: str) -> str | None:
    """The folded form of one code point; None where it is dropped."""
    if letter in _LETTERS:
        return _LETTERS[letter]
    if letter in _DROPPED:
        return None
    if unicodedata.combining(letter):
        return None
    out = unicodedata.normalize("NFKC", letter).lower()
    if len(out) == 1 and out in _LETTERS:
        return _LETTERS[out]
    if out != letter and len(out) > 1:
        return "".join(_fold_letter(part) or "" for part in out if part != letter)
    if unicodedata.category(out[:1] or " ") == "Nd":
        return str(unicodedata.digit(out))
    base = unicodedata.normalize("NFD", out)
    if len(base) > 1 and "LATIN" in unicodedata.name(base[0], ""):
        return base[0]
    return " " if out in {"\t", "\u00a0", "\u2009", "\u202f"} else out


@lru_cache(maxsize=1)
def _table() -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    """One entry a code point: what it folds to, or a mark for dropped and for expanding ones."""
    table = np.arange(_TABLE_SIZE, dtype=np.uint32)
    for first, last in _RANGES:
        for code in range(first, last):
            out = _fold_letter(chr(code))
            table[code] = _DELETE if out is None or out == "" else ord(out) if len(out) == 1 else _EXPAND
    for code in range(0x0300, 0x0370):
        table[code] = _EXPAND  # a split accent may belong to a Cyrillic letter: the slow way looks
    return table


# Blocks with letters that fold: Latin, Cyrillic, Arabic, Armenian and Georgian case, punctuation, presentation and full-width forms.
_RANGES = (
    (0x0009, 0x000A), (0x0020, 0x0700), (0x0750, 0x0780), (0x08A0, 0x0900), (0x0900, 0x0E00), (0x1C80, 0x1D00), (0x1E00, 0x2070), (0x2070, 0x2220),
    (0x2C60, 0x2C80), (0xA640, 0xA6A0), (0xFB00, 0xFE00), (0xFE00, 0xFF00), (0xFF00, 0xFFF0),
)  # fmt: skip
