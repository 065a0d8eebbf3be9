"""Words of a document as pieces of the encoder's vocabulary."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Integers = npt.NDArray[np.int64]
FIRST, LAST = 0, 2  # the pieces that open and close what the encoder reads
MOST_PIECES = 508


class Window(msgspec.Struct, kw_only=True):
    """What the encoder reads at once: words as written, those that a space goes before with it."""

    words: list[str]


class Pieces(msgspec.Struct, kw_only=True):
    """A window in pieces: their ids with the opening and closing ones, for each piece between them the word it belongs to, and whether all words found room."""

    ids: Integers
    word: Integers
    whole: bool


def surfaces(text: str, spans: Sequence[tuple[int, int]], sentences: Sequence[int]) -> list[str]:
    """The words of a text as written; one that follows white space, or opens a sentence, begins with a space."""
    out = []
    for number, (start, end) in enumerate(spans):
        apart = number == 0 or spans[number - 1][1] < start or sentences[number - 1] != sentences[number]
        out.append((" " if apart else "") + text[start:end])
    return out


def pieces(window: Window, tokenizer: Tokenizer) -> Pieces:
    """Cuts the words of a window into pieces.

    Args:
        window: The words.
        tokenizer: The encoder's.

    Returns:
        At most `MOST_PIECES` pieces and the two around them; words behind those have none.
    """
    text = "".join(window.words).lstrip(" ")
    ends = np.cumsum([len(word) for word in window.words]) - (len(window.words[0]) - len(window.words[0].lstrip(" ")) if window.words else 0)
    found = tokenizer.encode(text, add_special_tokens=False)
    ids = np.array(found.ids[:MOST_PIECES], dtype=np.int64)
    offsets = np.array(found.offsets[:MOST_PIECES], dtype=np.int64).reshape(-1, 2)
    last = np.maximum(offsets[:, 1] - 1, offsets[:, 0])
    word = np.minimum(np.searchsorted(ends, last, side="right"), max(0, len(window.words) - 1))
    return Pieces(ids=np.concatenate([[FIRST], ids, [LAST]]), word=word, whole=len(found.ids) <= MOST_PIECES)
