"""Exact tests for counts, and many tests at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def discovery_bound(chances: Sequence[float], share: float) -> float:
    """The largest probability that still counts as a discovery; below 0 where none does.

    Args:
        chances: The probabilities of all tests, from 0 to 1.
        share: The share of false ones among the discoveries that is accepted, from 0 to 1.

    Source: Benjamini and Hochberg (1995), "Controlling the False Discovery Rate", JRSS B 57 (1), 289-300.

    Example:
        >>> discovery_bound([0.01, 0.2, 0.03, 0.9], 0.1)
        0.03
    """
    ordered = sorted(chances)
    return max((chance for rank, chance in enumerate(ordered, 1) if chance <= share * rank / len(ordered)), default=-1.0)


def expected_count(layers: Iterable[tuple[int, int, int]]) -> float:
    """How many of a kind are drawn on average; `layers` as for `tails`."""
    return sum(of_kind * drawn / size for size, of_kind, drawn in layers)


def tails(layers: Iterable[tuple[int, int, int]], count: int) -> tuple[float, float]:
    """How likely it is to draw as few, or as many, of a kind when drawing without regard to kinds, summed over layers.

    Args:
        layers: For each layer its size, those of the kind in it, and how many are drawn from it.
        count: How many of the kind were drawn in all.

    Returns:
        The probabilities of at most and of at least `count`.

    Source: The hypergeometric law; layers are independent given their margins, so their laws are convolved.

    Example:
        >>> low, high = tails([(10, 5, 4), (6, 3, 2)], 0)
        >>> round(low, 4), round(high, 4)
        (0.0048, 1.0)
    """
    law: Floats = np.ones(1)
    sure = 0
    for size, of_kind, drawn in layers:
        least, most = max(0, of_kind + drawn - size), min(of_kind, drawn)
        # what is sure to be drawn only moves the law
        sure += least
        if most > least:
            law = np.convolve(law, _hypergeometric(size, of_kind, drawn))
    at = count - sure
    return min(1.0, float(law[: max(0, at + 1)].sum())), min(1.0, float(law[max(0, at) :].sum()))


def _hypergeometric(size: int, of_kind: int, drawn: int) -> Floats:
    """The probabilities from the least to the largest number of the kind that can be drawn."""
    from scipy.special import gammaln  # slow to load

    counts = np.arange(max(0, of_kind + drawn - size), min(of_kind, drawn) + 1)
    parts = gammaln(np.array([counts + 1, of_kind - counts + 1, drawn - counts + 1, size - of_kind - drawn + counts + 1])).sum(axis=0)
    law: Floats = np.exp(parts.min() - parts)
    law /= law.sum()
    return law
