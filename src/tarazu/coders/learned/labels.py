"""The labels that the network tells apart, and the features that it is given; their order is the order of its outputs and inputs.

A change here needs a new model: the card holds the digest of `signature()`, and loading compares them.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import get_args

from tarazu.ontologies import plover
from tarazu.records import Channel, Dimension, Direction, EventType, Indicator, Status, TieKind

KINDS = ("state", "body", "person", "organisation", "group", "place", "outlet")
MENTION_TAGS = ("O", *(f"{begins}-{kind}" for kind in KINDS for begins in "BI"))
NONE = "NONE"
TYPES = (*get_args(EventType), "ASSESSMENT", "TIE", "FIGURE", NONE)
MODES = ("", *sorted({mode for entry in plover().types.values() for mode in entry.modes}))
TRIGGER_HEADS: dict[str, tuple[str, ...]] = {
    "type": TYPES,
    "mode": MODES,
    "status": get_args(Status),
    "channel": ("", *get_args(Channel)),
    "dimension": get_args(Dimension),
    "direction": get_args(Direction),
    "kind": get_args(TieKind),
    "indicator": get_args(Indicator),
}
ROLES = ("actor", "recipient", "place", "speaker", "time")

FORMS = ("", "name", "adjective", "people", "description", "pronoun", "title", "institution", "group", "seat")
# Features of a word: name, number of values, width of its vector.
WORD_FEATURES = (
    ("mention", 2 * len(KINDS) + 3, 24),  # the register's mention: none, begin or inside of a kind; last two are projects
    ("form", len(FORMS), 8),
    ("trigger", len(TYPES) + 2, 24),  # the lexicon's trigger: none, a type, or an operator
    ("capital", 3, 4),
    ("time", 3, 4),  # none, a time, a quantity
    ("heading", 2, 4),
)
DISTANCES = (0, 1, 2, 3, 4, 6, 8, 11, 15, 20, 30, 45)
MARKERS = 256
# Features of a trigger and a mention: name, number of values.
ROLE_FEATURES = (
    ("distance", 2 * len(DISTANCES) + 1),
    ("sentences", 7),
    ("between", 5),  # triggers between them
    ("mentions", 6),  # mentions between them
    ("clauses", 5),
    ("kind", len(KINDS) + 1),
    ("type", len(TYPES)),
    ("marker", MARKERS),
)
# Features of two mentions.
SAME_FEATURES = (("sentences", 7), ("order", 5), ("left", len(KINDS) + 1), ("right", len(KINDS) + 1), ("alike", 3))


def distance(words: int) -> int:
    """The bucket of a signed distance in words, from 0 to `2 * len(DISTANCES)`."""
    bucket = sum(1 for edge in DISTANCES if abs(words) >= edge)
    return len(DISTANCES) + (bucket if words > 0 else -bucket if words < 0 else 0)


def marker(language: str, words: str) -> int:
    """The bucket of the preposition or case that governs a mention; 0 for none."""
    return 1 + int.from_bytes(hashlib.sha256(f"{language} {words}".encode()).digest()[:4], "big") % (MARKERS - 1) if words else 0


def sentences(apart: int) -> int:
    """The bucket of a signed distance in sentences, from 0 to 6."""
    return max(-3, min(3, apart)) + 3


def signature() -> str:
    """A digest of the labels and features."""
    return hashlib.sha256(repr((MENTION_TAGS, TRIGGER_HEADS, ROLES, WORD_FEATURES, ROLE_FEATURES, SAME_FEATURES, DISTANCES)).encode()).hexdigest()[:16]


@lru_cache(maxsize=len(TYPES))
def modes(kind: str) -> frozenset[str]:
    """The modes of an event type."""
    return frozenset(next(entry.modes for name, entry in plover().types.items() if name == kind))
