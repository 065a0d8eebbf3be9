"""How many mentions are linked to the right state or body."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

import msgspec

from corpus import GoldDocument
from tarazu.records import Mention, Reading, state_of

_IMPLIED, _ANTECEDENT = ("about",), ("antecedent", "last", "same one")


class Links(msgspec.Struct):
    """Mentions of one form: how many are linked to the right state, to a wrong one, to none."""

    right: int = 0
    wrong: int = 0
    open: int = 0

    @property
    def total(self) -> int:
        return self.right + self.wrong + self.open


def count_links(document: GoldDocument, reading: Reading, span: Callable[[int, int], tuple[int, int]], links: dict[str, Links]) -> None:
    """Counts, into `links`, the mentions of a reading that overlap one of the corpus; `span` leads from the folded text to the text."""
    for mention in (each for sentence in reading.sentences for each in sentence.mentions):
        start, end = span(mention.start, mention.end)
        marked = [each for each in document.mentions if each[0] < end and start < each[1]]
        if not marked:
            continue
        best = max(marked, key=lambda each: min(end, each[1]) - max(start, each[0]))
        found = links.setdefault(form_of(mention), Links())
        if not mention.ids():
            found.open += 1
        elif state_of(best[3]).upper() in {state_of(each).upper() for each in mention.ids()}:
            found.right += 1
        else:
            found.wrong += 1


def form_of(mention: Mention) -> str:
    """How a mention was put, and so what it took to link it."""
    if any(word in mention.reason for word in _IMPLIED):
        return "implied state"
    if mention.form in {"pronoun", "description"} or any(word in mention.reason for word in _ANTECEDENT):
        return "description"
    return mention.form


def total_links(links: Mapping[str, Links]) -> Links:
    """All forms together."""
    sums: Counter[str] = Counter()
    for each in links.values():
        sums.update(msgspec.structs.asdict(each))
    return Links(**sums)
