"""Groups of tellings: which tell one act, given how likely each pair is to. Two distant tellings are never chained through a third.

Groups are joined from the likest down, by the mean likeness between all their tellings; a pair that was never compared, or hardly alike, counts with the
little that it has. Ties go by id, so that the result depends on nothing but the tellings. What a person decided stands: those that he put together are one
group from the start, and those that he put apart never meet in one.

Source: average linkage (UPGMA), R. R. Sokal and C. D. Michener, A statistical method for evaluating systematic relationships (1958), with pairs
that may not meet.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping

import msgspec

Pair = tuple[str, str]
Groups = tuple[tuple[str, ...], ...]
UNSEEN = 0.01  # what a pair without a link counts: below the floor, so less than any link


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """What a person decided about pairs of events, by their ids; contradictions are the caller's to settle.

    Attributes:
        together: Pairs that tell one act.
        apart: Pairs that do not; it is not obeyed for two that `together` joins, be it through others.
    """

    together: tuple[Pair, ...] = ()
    apart: tuple[Pair, ...] = ()


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """When two groups are one.

    Attributes:
        threshold: The least mean likeness between their tellings, from 0 to 1.
        veto: The likeness below which a pair of tellings that were compared keeps them apart.
    """

    threshold: float
    veto: float = 0.0


class _Forest:
    """The groups of one component while they are being joined."""

    def __init__(self, members: Mapping[str, list[str]], links: Mapping[Pair, float], apart: Iterable[Pair], limits: Limits) -> None:
        self.members = dict(members)
        self.limits = limits
        of = {each: name for name, group in members.items() for each in group}
        self.sums: dict[str, dict[str, float]] = {name: {} for name in members}
        self.seen: dict[str, dict[str, int]] = {name: {} for name in members}
        self.apart: dict[str, set[str]] = {name: set() for name in members}
        for (one, two), value in sorted(links.items()):
            if of[one] != of[two]:
                self._add(of[one], of[two], value, 1)
                if value < limits.veto:
                    self._part(of[one], of[two])
        for one, two in apart:
            if one in of and two in of and of[one] != of[two]:
                self._part(of[one], of[two])
        self.heap: list[tuple[float, str, str]] = []
        for one, others in self.sums.items():
            for two in others:
                if one < two:
                    self._offer(one, two)

    def join_all(self) -> list[list[str]]:
        """Joins groups until no two are alike enough."""
        while self.heap:
            value, one, two = heapq.heappop(self.heap)
            standing = one in self.members and two in self.members and two not in self.apart[one]
            if standing and -value == self._mean(one, two):
                self._join(one, two)
        return list(self.members.values())

    def _add(self, one: str, two: str, value: float, count: int) -> None:
        for here, there in ((one, two), (two, one)):
            self.sums[here][there] = self.sums[here].get(there, 0.0) + value
            self.seen[here][there] = self.seen[here].get(there, 0) + count

    def _part(self, one: str, two: str) -> None:
        self.apart[one].add(two)
        self.apart[two].add(one)

    def _mean(self, one: str, two: str) -> float:
        pairs = len(self.members[one]) * len(self.members[two])
        return (self.sums[one].get(two, 0.0) + UNSEEN * (pairs - self.seen[one].get(two, 0))) / pairs

    def _offer(self, one: str, two: str) -> None:
        mean = self._mean(one, two)
        if mean >= self.limits.threshold and two not in self.apart[one]:
            heapq.heappush(self.heap, (-mean, min(one, two), max(one, two)))

    def _join(self, one: str, two: str) -> None:
        """Joins the second group into the first; a group is called by its smallest id."""
        self.members[one] = sorted(self.members[one] + self.members.pop(two))
        for other, value in sorted(self.sums.pop(two).items()):
            count = self.seen[two].pop(other)
            del self.sums[other][two], self.seen[other][two]
            if other != one:
                self._add(one, other, value, count)
        del self.seen[two]
        for other in self.apart.pop(two):
            self.apart[other].discard(two)
            self._part(one, other)
        for other in self.sums[one]:
            self._offer(one, other)


def group_all(ids: Iterable[str], links: Mapping[Pair, float], decided: Decided, limits: Limits) -> Groups:
    """Groups tellings into stories.

    Args:
        ids: The ids of the events.
        links: How likely two of them are to tell one act, from 0 to 1, for the pairs worth keeping; the smaller id first.
        decided: What a person decided.
        limits: When two groups are one.

    Returns:
        The groups, each in the order of ids, ordered by their first ids; every id is in exactly one.

    Example:
        >>> group_all(["a", "b", "c"], {("a", "b"): 0.9, ("b", "c"): 0.8}, Decided(), Limits(threshold=0.5))
        (('a', 'b'), ('c',))
    """
    known = sorted(set(ids))
    seed = {each: group[0] for group in components(known, decided.together) for each in group}
    # two groups whose mean is high enough have a link that is: weaker ones join no parts
    parts = components(known, (*(pair for pair, value in links.items() if value >= limits.threshold), *decided.together))
    number = {each: at for at, part in enumerate(parts) for each in part}
    links_of: list[dict[Pair, float]] = [{} for _ in parts]
    for (one, two), value in links.items():
        if one in number and number[one] == number.get(two):
            links_of[number[one]][one, two] = value
    apart_of: list[list[Pair]] = [[] for _ in parts]
    for one, two in decided.apart:
        if one in number and number[one] == number.get(two):
            apart_of[number[one]].append((one, two))
    found: list[list[str]] = []
    for part, inside, apart in zip(parts, links_of, apart_of, strict=True):
        members: dict[str, list[str]] = {}
        for each in part:
            members.setdefault(seed[each], []).append(each)
        found += _Forest(members, inside, apart, limits).join_all() if len(members) > 1 else members.values()
    return tuple(sorted(tuple(sorted(each)) for each in found))


def components(ids: Iterable[str], links: Iterable[Pair]) -> Groups:
    """The connected parts of a graph, each sorted, ordered by their first ids; links to unknown ids are passed over.

    Example:
        >>> components(["a", "b", "c"], [("c", "a"), ("a", "z")])
        (('a', 'c'), ('b',))
    """
    above = {each: each for each in ids}

    def top(each: str) -> str:
        while above[each] != each:
            above[each] = above[above[each]]
            each = above[each]
        return each

    for one, two in links:
        if one in above and two in above:
            first, second = sorted((top(one), top(two)))
            above[second] = first
    parts: dict[str, list[str]] = {}
    for each in sorted(above):
        parts.setdefault(top(each), []).append(each)
    return tuple(tuple(part) for part in parts.values())
