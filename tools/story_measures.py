"""How well groups agree with the acts that their members tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec
import numpy as np


class Agreement(msgspec.Struct, frozen=True):
    """Precision and recall, from 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def pairwise(groups: Sequence[Sequence[str]], acts: Mapping[str, str]) -> Agreement:
    """Of the pairs in one group, the share of one act; and the other way round."""
    put = _pairs(map(len, groups))
    right = _pairs(count for each in groups for count in Counter(acts[name] for name in each).values())
    whole = _pairs(Counter(acts.values()).values())
    return Agreement(right / put if put else 1.0, right / whole if whole else 1.0)


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def bcubed(groups: Sequence[Sequence[str]], acts: Mapping[str, str]) -> Agreement:
    """B-cubed: for each telling, the share of its group that is of its act, and of its act that is in its group; then the mean.

    Source: A. Bagga and B. Baldwin, Algorithms for scoring coreference chains (1998).
    """
    sizes = Counter(acts.values())
    precision = recall = 0.0
    for each in groups:
        for act, count in Counter(acts[name] for name in each).items():
            precision += count * count / len(each)
            recall += count * count / sizes[act]
    return Agreement(precision / len(acts), recall / len(acts))


def ceaf(groups: Sequence[Sequence[str]], acts: Mapping[str, str]) -> Agreement:
    """CEAF-e: groups and acts matched one to one for the greatest sum of phi4 = 2 |overlap| / (|group| + |act|).

    Source: X. Luo, On coreference resolution performance metrics (2005).
    """
    from scipy.optimize import linear_sum_assignment

    names = sorted(set(acts.values()))
    at = {name: number for number, name in enumerate(names)}
    sizes = Counter(acts.values())
    likeness = np.zeros((len(groups), len(names)))
    for number, each in enumerate(groups):
        for act, count in Counter(acts[name] for name in each).items():
            likeness[number, at[act]] = 2 * count / (len(each) + sizes[act])
    rows, columns = linear_sum_assignment(-likeness)
    total = float(likeness[rows, columns].sum())
    return Agreement(total / len(groups), total / len(names))
