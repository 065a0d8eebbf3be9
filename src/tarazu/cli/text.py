"""Text on a terminal: safe to print, kept apart where it runs from right to left, cut to a width.

A terminal that reorders right-to-left text does so line by line, so that a Persian cell and the number beside it would change places.
Each line of such a cell is therefore wrapped in a Unicode isolate, which a terminal that does not reorder leaves out.
Source: Unicode Standard Annex 9, section 2.4, "Explicit Directional Isolates".
"""

from __future__ import annotations

import unicodedata

from rich.cells import cell_len

_ISOLATE, _POP = "\u2068", "\u2069"
_STEERING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029], " ")
_STEERED = str.maketrans({**_CONTROLS, **dict.fromkeys(_STEERING, "")})
_ELLIPSIS = "…"
_LETTERS_A_CELL = 4


def clean(text: str) -> str:
    r"""Makes foreign text safe to print: no control or escape characters, and no embeddings that would reorder what stands beside it.

    Example:
        >>> clean("red \x1b[31m alert")
        'red  [31m alert'
    """
    return text.translate(_STEERED)


def clean_lines(text: str) -> str:
    """As `clean`, but with the lines kept."""
    return "\n".join(clean(line) for line in text.split("\n"))


def is_right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction runs from right to left."""
    strong = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind != "L" for kind in strong if kind in {"L", "R", "AL"}), False)


def isolate(text: str) -> str:
    """Wraps a line that holds right-to-left letters so that what stands beside it keeps its place."""
    if any(unicodedata.bidirectional(letter) in {"R", "AL", "AN"} for letter in text):
        return f"{_ISOLATE}{text}{_POP}"
    return text


def wrap(text: str, width: int, most: int = 99) -> list[str]:
    """Cuts cleaned text into lines of at most `width` terminal cells, each isolated where it needs to be.

    Args:
        text: The text.
        width: Cells a line.
        most: The most lines; what is beyond them is replaced by an ellipsis.

    Returns:
        At least one line.
    """
    words = clean(text[: (width + 1) * most * _LETTERS_A_CELL]).split()
    lines, line = [], ""
    for word in (piece for each in words for piece in _pieces(each, width)):
        joined = f"{line} {word}" if line else word
        if cell_len(joined) <= width:
            line = joined
            continue
        lines.append(line)
        line = word
    lines.append(line)
    if len(lines) > most:
        lines = [*lines[: most - 1], _shorten(" ".join(lines[most - 1 : most + 1]), width)]
    return [isolate(each) for each in lines]


def around(text: str, at: int, size: int) -> str:
    """Cuts a long sentence down to about `size` letters around the place that matters, at spaces."""
    if len(text) <= size or at < size // 2:
        return text
    start = text.find(" ", max(0, at - size // 3), at)
    return f"{_ELLIPSIS} {text[start + 1 if start >= 0 else max(0, at - size // 3) :]}"


def _pieces(word: str, width: int) -> list[str]:
    if cell_len(word) <= width:
        return [word]
    pieces, piece = [], ""
    for letter in word:
        if cell_len(piece + letter) > width:
            pieces.append(piece)
            piece = ""
        piece += letter
    return [*pieces, piece]


def _shorten(text: str, width: int) -> str:
    while text and cell_len(text) > width - 1:
        text = text[:-1]
    return text.rstrip() + _ELLIPSIS
