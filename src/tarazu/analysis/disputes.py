"""Which of many claims that hold for a time stand against each other, directly or through others."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from tarazu.analysis.opposition import LEAST


class Lasting(msgspec.Struct, frozen=True, kw_only=True):
    """A claim that holds from its `first` to its `last` day (ordinals, both included)."""

    first: int
    last: int
    value: str


class _Active(msgspec.Struct):
    """Claims of one value that are already in one dispute, or a single claim: one of them, and the last day on which any holds."""

    last: int
    member: int


def disputes(claims: Sequence[Lasting], opposes: Callable[[str, str], float]) -> list[list[int]]:
    """Groups claims into disputes: two that oppose each other at one time are in one; claims that nothing opposes are in none.

    Works in one pass over the claims by their first day: those of one value that a claim opposes are from then on one, so that the cost
    grows with the number of claims and not with that of their pairs.

    Args:
        claims: In any order.
        opposes: How much two values oppose each other; from `opposition.LEAST` on they do.

    Returns:
        Each dispute as the places of its claims, in rising order; the one with the earliest claim first.

    Example:
        >>> from tarazu.analysis.opposition import statuses_oppose
        >>> claims = [Lasting(first=1, last=9, value="actual"), Lasting(first=5, last=6, value="denied"), Lasting(first=20, last=21, value="denied")]
        >>> disputes(claims, statuses_oppose)
        [[0, 1]]
    """
    roots = list(range(len(claims)))
    opposed: set[int] = set()
    active: dict[str, list[_Active]] = {}
    for at in sorted(range(len(claims)), key=lambda place: (claims[place].first, place)):
        claim = claims[at]
        for value, held in active.items():
            if opposes(value, claim.value) < LEAST:
                continue
            hits = [each for each in held if each.last >= claim.first]
            # those that ended before this claim began end before every later one begins too
            active[value] = [_Active(last=max(each.last for each in hits), member=at)] if hits else []
            for each in hits:
                opposed.update((at, each.member))
                _unite(roots, at, each.member)
        active.setdefault(claim.value, []).append(_Active(last=claim.last, member=at))
    groups: dict[int, list[int]] = {}
    for at in sorted(opposed):
        groups.setdefault(_root(roots, at), []).append(at)
    return sorted(groups.values())


def _root(roots: list[int], at: int) -> int:
    while roots[at] != at:
        roots[at] = roots[roots[at]]
        at = roots[at]
    return at


def _unite(roots: list[int], one: int, other: int) -> None:
    roots[_root(roots, one)] = _root(roots, other)
