"""What counts as one word."""

from __future__ import annotations

import re

TOKEN = re.compile(r"\d+(?:[.,:/]\d+)*|(?:[a-z]\.){2,}|'s\b|\w+|[^\w\s]")
"""Numbers with their separators, dotted abbreviations (u.s.), the English genitive, words, and single marks; on folded text."""
