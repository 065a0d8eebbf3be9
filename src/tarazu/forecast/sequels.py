"""What follows what between two: how often, after one kind of act, another came within the horizon."""

from __future__ import annotations

from typing import Final

import msgspec
import numpy as np

from tarazu.forecast.acts import RELATIONS
from tarazu.forecast.arrays import Doubles, Ints, spread
from tarazu.forecast.cells import Cells

_KINDS: Final = len(RELATIONS)
_PSEUDO: Final = 8.0


class Sequels(msgspec.Struct, frozen=True, kw_only=True):
    """What followed what, and what may still be followed.

    Attributes:
        seen: For each relation, after how many acts of it the horizon has passed.
        followed: For each relation (rows) and each other (columns), after how many of those the other came between the same two within the horizon.
        pairs: The acts that happened lately: between whom (see `cells.pair_keys`), ascending.
        relations, ages, acts: Of those: what was done, how many days ago, and their places among the acts that are known.
    """

    seen: Ints
    followed: Ints
    pairs: Ints
    relations: Ints
    ages: Ints
    acts: Ints

    def shares(self) -> Doubles:
        """How often each relation was followed by each other, drawn towards how often that followed anything."""
        broad = (self.followed.sum(axis=0) + 1) / (self.seen.sum() + 2 * _KINDS)
        return np.asarray((self.followed + _PSEUDO * broad) / (self.seen[:, None] + _PSEUDO))

    def excess(self, cells: Cells, usual: Doubles, horizon: int) -> Doubles:
        """Acts a day that may follow what was between two lately, beyond what is usual between them anyway.

        Args:
            cells: The questions.
            usual: Acts a day of each that the pair's past lets one expect.
            horizon: Days ahead.
        """
        found = np.zeros(len(usual))
        rows, lately = self.triggers(cells)
        if len(rows):
            asked = cells.relations[rows]
            share = self.shares()[self.relations[lately], asked] - (1 - np.exp(-usual[rows] * horizon))
            # what is asked for itself is counted as repetition already; and the longer ago, the less time is left
            share = np.where(self.relations[lately] == asked, 0.0, share) * (1 - self.ages[lately] / horizon)
            np.maximum.at(found, rows, np.maximum(share, 0.0) / horizon)
        return found

    def triggers(self, cells: Cells) -> tuple[Ints, Ints]:
        """For each question the acts of the last days between its two: its row, and the place of the act in `pairs`."""
        wanted = cells.pairs()
        starts = np.searchsorted(self.pairs, wanted)
        return spread(starts, np.searchsorted(self.pairs, wanted, side="right") - starts)

    def strongest(self, cells: Cells) -> Ints:
        """For each question the place of the act of the last days that it follows most often; -1 where there is none."""
        found = np.full(len(cells.relations), -1, dtype=np.int64)
        best = np.zeros(len(cells.relations))
        shares = self.shares()
        for row, at in zip(*(each.tolist() for each in self.triggers(cells)), strict=True):
            share = float(shares[self.relations[at], cells.relations[row]])
            if self.relations[at] != cells.relations[row] and share > best[row]:
                best[row], found[row] = share, at
        return found


def follow(pairs: Ints, relations: Ints, days: Ints, day: int, horizon: int) -> Sequels:
    """Counts what followed what.

    Args:
        pairs: Of the acts that are known, by day.
        relations: Of these.
        days: Of these.
        day: The day up to which they are.
        horizon: Days within which an act counts as following another.

    Source: sequential rules of length one with a window, Mannila, Toivonen and Verkamo (1997), "Discovery of Frequent Episodes in Event Sequences", Data
    Mining and Knowledge Discovery 1; the shares drawn towards the common one as in TLogic's confidences (Liu et al. 2022, AAAI 36 (4)).
    """
    order = np.lexsort((days, pairs))
    span = int(days.max()) + horizon + 2 if len(days) else 1
    keys = pairs[order] * span + days[order]
    starts = np.searchsorted(keys, keys, side="right")
    ends = np.searchsorted(keys, keys + horizon, side="right")
    ready = days[order] <= day - horizon
    firsts, nexts = spread(starts, np.where(ready, ends - starts, 0))
    once = np.unique(firsts * _KINDS + relations[order][nexts])
    followed = np.bincount(relations[order][once // _KINDS] * _KINDS + once % _KINDS, minlength=_KINDS * _KINDS).reshape(_KINDS, _KINDS)
    late = np.flatnonzero(days[order] > day - horizon)
    held = order[late]
    return Sequels(
        seen=np.bincount(relations[order][ready], minlength=_KINDS), followed=followed, pairs=pairs[held], relations=relations[held],
        ages=day - days[held], acts=held,
    )  # fmt: skip
