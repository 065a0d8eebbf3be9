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
        best: tuple[list[P], int] = ([], at)
        for node, end in self._walk(words, at, self.root):
            if node.payload and end > best[1]:
                best = (node.payload, end)
        return best

    def _walk(self, words: Sequence[tuple[str, ...]], at: int, node: Node[P]) -> Iterator[tuple[Node[P], int]]:
        for form in words[at] if at < len(words) else ():
            if form == "-" and node is not self.root:
                yield from self._walk(words, at + 1, node)
                continue
            step = node.next.get(form)
            if step is not None:
                yield step, at + 1
                if step.next:
                    yield from self._walk(words, at + 1, step)
