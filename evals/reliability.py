"""Whether a confidence means what it says: of the events said to be right with 0.8, eight in ten must be."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from measure import Chance

BINS = 10


class Bin(msgspec.Struct, frozen=True):
    """The events whose confidence lies in one tenth: its lower end, how many, the mean of what was said, the share that is right."""

    low: float
    count: int
    said: float
    right: float


class Reliability(msgspec.Struct, frozen=True):
    """How far confidences can be trusted.

    Attributes:
        bins: The tenths that are not empty.
        error: The expected calibration error: the mean distance between said and right, weighed by how many there are.
        brier: The mean squared distance between what was said and what was so.
        brier_of_mean: The same, had the overall share of right ones been said of each.
        count: Of how many events.
    """

    bins: tuple[Bin, ...]
    error: float
    brier: float
    brier_of_mean: float
    count: int


def reliability(chances: Sequence[Chance]) -> Reliability | None:
    """Tells how far confidences can be trusted; None without any.

    Source: Naeini, Cooper, Hauskrecht (2015) for the expected calibration error; Brier (1950).
    """
    if not chances:
        return None
    count = len(chances)
    bins = []
    for number in range(BINS):
        here = [each for each in chances if min(int(each.said * BINS), BINS - 1) == number]
        if here:
            said, right = (sum(values) / len(here) for values in ([each.said for each in here], [each.right for each in here]))
            bins.append(Bin(number / BINS, len(here), round(said, 3), round(right, 3)))
    share = sum(each.right for each in chances) / count
    return Reliability(
        bins=tuple(bins),
        error=round(sum(each.count * abs(each.said - each.right) for each in bins) / count, 3),
        brier=round(sum((each.said - each.right) ** 2 for each in chances) / count, 3),
        brier_of_mean=round(share * (1 - share), 3),
        count=count,
    )
