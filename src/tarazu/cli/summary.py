"""What came out in all: the closing lines of every run, and the counts of `--summary`."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TextIO

from tarazu import api
from tarazu.cli.text import clean, isolate
from tarazu.records import Coded, Event, Skipped, state_of

_KINDS = ("event", "tie", "figure", "assessment")
_MOST_REASONS = 20
_MOST_LINES = 16


class Tally:
    """Counts what goes by.

    Attributes:
        failed: What was left out, with the reasons, as far as no record of the same document came out.
    """

    def __init__(self) -> None:
        self._documents: set[str] = set()
        self._languages: Counter[str] = Counter()
        self._kinds: Counter[str] = Counter()
        self._types: Counter[str] = Counter()
        self._pairs: Counter[str] = Counter()
        self._parts: Counter[str] = Counter()
        self._skipped: list[Skipped] = []

    @property
    def failed(self) -> tuple[Skipped, ...]:
        """What was left out whole."""
        return tuple(each for each in self._skipped if each.doc not in self._documents)

    def add(self, item: Coded | Skipped) -> None:
        """Counts one document."""
        if isinstance(item, Skipped):
            self._skipped.append(item)
            return
        self._documents.add(item.facts.doc)
        self._languages[item.facts.language] += 1
        self._parts.update(each.reason for each in item.facts.skipped)
        for record in item.records:
            self._kinds[type(record).__name__.lower()] += 1
            if isinstance(record, Event):
                self._types[record.type] += 1
                self._pairs.update(_pairs(record))

    def close(self, stream: TextIO) -> None:
        """Writes the closing lines: documents, records by kind, and what was left out and why."""
        kinds = ", ".join(_count(self._kinds[kind], kind) for kind in _KINDS)
        stream.write(f"{_count(self._languages.total(), 'document')}: {kinds}\n")
        notes = [each for each in self._skipped if each.doc in self._documents]
        parts = self._parts + Counter(each.reason for each in notes)
        if parts:
            reasons = "; ".join(f"{reason} ({count})" for reason, count in parts.most_common(_MOST_REASONS))
            stream.write(f"left out within documents: {isolate(clean(reasons))}\n")
        for heading, skipped in (("noted", notes), ("skipped", self.failed)):
            stream.writelines(f"{heading}: {isolate(clean(each.doc))}: {isolate(clean(each.reason))}\n" for each in skipped[:_MOST_REASONS])
            if len(skipped) > _MOST_REASONS:
                stream.write(f"{heading}: and {len(skipped) - _MOST_REASONS} more\n")

    def show(self, stream: TextIO) -> None:
        """Writes the counts of events by type and by pair of actors, and of documents by language."""
        shown = (("events by type", self._types), ("events by pair, the most frequent", self._pairs), ("documents by language", self._languages))
        for heading, counts in shown:
            stream.write(f"\n{heading}\n")
            most = sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:_MOST_LINES]
            stream.writelines(f"{count:6}  {isolate(clean(name))}\n" for name, count in most)
            if len(counts) > _MOST_LINES:
                stream.write(f"        and {len(counts) - _MOST_LINES} more\n")


def _pairs(event: Event) -> list[str]:
    """The pairs of states or bodies; parties of a mutual act are a pair without direction."""
    actors, recipients = _tops(event.actors), _tops(event.recipients)
    if recipients:
        return [f"{api.label(one)} → {api.label(two)}" for one in actors for two in recipients if one != two]
    return [f"{api.label(one)} – {api.label(two)}" for one, two in combinations(sorted(actors), 2)]


def _tops(ids: tuple[str, ...]) -> list[str]:
    return list(dict.fromkeys(state_of(each) for each in ids))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
