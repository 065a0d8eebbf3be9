"""What counts as one word."""

from __future__ import annotations

import re

IDEOGRAPHS = "\u3400-\u4dbf\u4e00-\u9fff"
"""Chinese letters, which no spaces part; what follows is all that says so."""

JOINED = rf"[^\W_{IDEOGRAPHS}]"
"""A letter or digit that goes on a word."""

WORD_START, WORD_END = rf"(?:(?=[{IDEOGRAPHS}])|(?<!{JOINED}))", rf"(?:(?<=[{IDEOGRAPHS}])|(?!{JOINED}))"
"""Where a word may begin and end; beside a Chinese letter anywhere."""

GAP = rf"(?:\s+|(?<=[{IDEOGRAPHS}])(?=[\d{IDEOGRAPHS}])|(?<=\d)(?=[{IDEOGRAPHS}]))"
"""What parts two words: space, and nothing at a Chinese letter."""

TOKEN = re.compile(
    rf"\d+(?:[.,:/]\d+)*|(?:[a-z]\.){{2,}}|'s\b|[{IDEOGRAPHS}]|(?:[^\W{IDEOGRAPHS}]|(?<=[og])'(?!s\b)(?=[^\W\d]))+|[^\w\s]"
)
"""Numbers with their separators, dotted abbreviations (u.s.), the English genitive, Chinese letters one by one, words, and single marks; on folded text."""
