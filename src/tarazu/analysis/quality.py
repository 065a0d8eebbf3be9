"""How right the records of a case are, estimated from a random sample that a person judged."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence

import msgspec

from tarazu.records import Gauge

_LEVEL = 0.95


class Precision(msgspec.Struct, frozen=True, kw_only=True):
    """The share of records that are right.

    Attributes:
        group: Of which records: a type, language or coder, or `all`.
        judged: How many of them a person has judged.
        right: How many of those were accepted as they are.
        share: right / judged, from 0 to 1.
        low, high: Its 95 % interval.
        records: How many such records the case has.
    """

    group: str
    judged: int
    right: int
    share: float
    low: float
    high: float
    records: int


def draw(records: Sequence[Gauge], size: int, seed: int) -> tuple[Gauge, ...]:
    """Draws records to judge from those that nobody has judged or drawn, each with the same chance; the same seed draws the same.

    Args:
        records: Those of the case, in an order that does not hang on the order of reading.
        size: How many; all, where there are fewer.
        seed: Of the generator.
    """
    free = [each for each in records if each.right is None and not each.drawn]
    generator = random.Random(seed)  # noqa: S311 - a sample, not a secret
    return tuple(generator.sample(free, min(size, len(free))))


def estimate(records: Iterable[Gauge]) -> tuple[Precision, ...]:
    """Estimates precision in all, by kind and type, by language and by coder.

    Give it records that were drawn by chance: a person who judges what looks wrong finds more that is wrong.

    Args:
        records: All records of the case, or those of a sample.

    Returns:
        The groups of which at least one record was judged; `all` first, then by kind of group and by name.
    """
    held = list(records)
    ways: dict[str, Callable[[Gauge], str]] = {
        "all": lambda _: "all", "type": lambda each: f"{each.kind} {each.type}", "language": lambda each: f"language {each.language}",
        "coder": lambda each: f"coder {each.coder}",
    }  # fmt: skip
    out = []
    for way in ways.values():
        groups: dict[str, list[Gauge]] = {}
        for each in held:
            groups.setdefault(way(each), []).append(each)
        out += [_precision(name, group) for name, group in sorted(groups.items()) if any(each.right is not None for each in group)]
    return tuple(out)


def interval(right: int, judged: int, level: float = _LEVEL) -> tuple[float, float]:
    """The interval of a share: Jeffreys', with the ends at 0 and 1 where all or none were right.

    Args:
        right: How many were right.
        judged: Of how many; at least one.
        level: How sure, from 0 to 1.

    Source: Brown, Cai and DasGupta (2001), "Interval Estimation for a Binomial Proportion", Statistical Science 16 (2), section 4.1.

    Example:
        >>> low, high = interval(18, 20)
        >>> round(low, 2), round(high, 2)
        (0.72, 0.98)
    """
    from scipy.stats import beta  # slow to load

    tail = (1 - level) / 2
    low = 0.0 if right == 0 else float(beta.ppf(tail, right + 0.5, judged - right + 0.5))
    high = 1.0 if right == judged else float(beta.ppf(1 - tail, right + 0.5, judged - right + 0.5))
    return low, high


def _precision(name: str, group: Sequence[Gauge]) -> Precision:
    judged = sum(each.right is not None for each in group)
    right = sum(each.right is True for each in group)
    low, high = interval(right, judged)
    return Precision(group=name, judged=judged, right=right, share=right / judged, low=low, high=high, records=len(group))
