"""A trie of phrases over words that may have several forms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

P = TypeVar("P")


class Node(Generic[P]):
    """One step of a phrase: where it may go on, and what ends here."""

    __slots__ = ("next", "payload")

    def __init__(self) -> None:
        self.next: dict[str, Node[P]] = {}
        self.payload: list[P] = []


class Phrases(Generic[P]):
    """Finds the longest phrase that begins at a word.

    Example:
        >>> phrases: Phrases[str] = Phrases()
        >>> phrases.add(("united", "states"), "USA")
        >>> phrases.longest([("the",), ("united",), ("states",)], 1)
        (['USA'], 3)
    """

    def __init__(self) -> None:
        self.root: Node[P] = Node()

    def add(self, words: Iterable[str], payload: P) -> None:
        """Files a payload under a sequence of words; hyphens are no words."""
        node = self.root
        for word in words:
            if word != "-":
                node = node.next.setdefault(word, Node())
        if node is not self.root and payload not in node.payload:
            node.payload.append(payload)

    def longest(self, words: Sequence[tuple[str, ...]], at: int) -> tuple[list[P], int]:
        """Finds the longest phrase beginning at `at`.

        Args:
            words: For each word the forms that it may be filed under.
            at: Where to begin.

        Returns:
            The payloads and the index after the last word; no payloads and `at` if there is none.
        """
        return self._follow(words, at, self.root, ([], at))

    def each(self, words: Sequence[tuple[str, ...]], span: Iterable[int]) -> Iterator[tuple[int, int, list[P]]]:
        """Finds the longest phrase at each of some words; far faster than `longest` at each, since hardly any begins one.

        Args:
            words: As for `longest`.
            span: Where to begin.

        Yields:
            Where a phrase begins, the index after its last word, and its payloads.
        """
        starts = self.root.next.keys()
        for at in span:
            if not starts.isdisjoint(words[at]):
                found, end = self.longest(words, at)
                if found:
                    yield at, end, found

    def _follow(self, words: Sequence[tuple[str, ...]], at: int, node: Node[P], best: tuple[list[P], int]) -> tuple[list[P], int]:
        """The longest of `best` and of all that go on from a node with the word at `at`; called for each word of a text, so kept plain."""
        if at >= len(words):
            return best
        steps = node.next
        for form in words[at]:
            step = steps.get(form)
            if step is not None:
                if step.payload and at >= best[1]:
                    best = (step.payload, at + 1)
                if step.next:
                    best = self._follow(words, at + 1, step, best)
            elif form == "-" and node is not self.root:
                best = self._follow(words, at + 1, node, best)
        return best
