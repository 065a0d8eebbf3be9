"""What has happened so far, as counts that fade: for each key (a pair, a triple, a relation with its object ...) at several half-lives."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tarazu.forecast.arrays import Floats, Ints, find_sorted

NEVER = 999  # days since the last time, where there was none
_AGES = -1  # stands beside the numbers of the half-lives


class Tally:
    """Counts of keys that halve every so many days, and the last day of each.

    The keys that will ever occur are known from the start, which makes each key's place fixed; but a key counts nothing before its first day.

    Args:
        keys: The key of each fact, in the order of the facts' days.
        half_lives: In days; `inf` for a plain count.
        days: How many days there are at most.
    """

    def __init__(self, keys: Ints, half_lives: Sequence[float], days: int) -> None:
        self.keys, self._places = np.unique(keys, return_inverse=True)
        self.half_lives = tuple(half_lives)
        self.last = np.full(len(self.keys), -1, dtype=np.int64)
        self._counts = np.zeros((len(self.half_lives), len(self.keys)), dtype=np.float32)
        ages = np.arange(days + 2, dtype=np.float64)
        # a table instead of a power for each of millions of readings
        self._fading = np.stack([np.exp2(-ages / half_life) for half_life in self.half_lives]).astype(np.float32)
        self._today = -1
        self._now: dict[int, Floats] = {}

    def add(self, facts: slice[int, int, None], day: int) -> None:
        """Counts the facts of a day, which is no earlier than any counted before."""
        places, counts = np.unique(self._places[facts], return_counts=True)
        seen = self.last[places] >= 0
        ages = np.where(seen, day - self.last[places], 0)
        self._counts[:, places] = self._counts[:, places] * self._fading[:, ages] + counts.astype(np.float32)
        self.last[places] = day
        self._today = -1

    def first(self, days: Ints) -> Ints:
        """For each fact 1 if its day was the first one of its key, else 0; `days` are those of all facts."""
        start = np.full(len(self.keys), np.iinfo(np.int64).max, dtype=np.int64)
        np.minimum.at(start, self._places, days)
        return np.asarray(start[self._places] == days, dtype=np.int64)

    def find(self, keys: Ints) -> Ints:
        """The places of keys; -1 for one that never occurs, nor will."""
        return find_sorted(self.keys, keys)

    def read(self, places: Ints, half_life: int, day: int) -> Floats:
        """The counts at places on a day, for the half-life of that number; 0 where there is none."""
        now = self._on(day)
        if half_life not in now:
            faded = self._counts[half_life] * self._fading[half_life, np.where(self.last >= 0, day - self.last, 0)]
            now[half_life] = np.append(faded, np.float32(0))  # the last one is for -1
        return now[half_life][places]

    def levels(self, places: Ints, half_life: int) -> Floats:
        """The counts at places as they were on the last day of each."""
        return np.asarray(self._counts[half_life, places])

    def ages(self, places: Ints, day: int) -> Floats:
        """Days since the last time; `NEVER` where there was none."""
        now = self._on(day)
        if _AGES not in now:
            now[_AGES] = np.append(np.where(self.last >= 0, day - self.last, NEVER), NEVER).astype(np.float32)
        return now[_AGES][places]

    def _on(self, day: int) -> dict[int, Floats]:
        """What was worked out of all keys for a day: far fewer than the readings of a day."""
        if day != self._today:
            self._today, self._now = day, {}
        return self._now

    def mark(self) -> tuple[Floats, Ints]:
        """A copy of what is counted, to come back to with `restore`."""
        return self._counts.copy(), self.last.copy()

    def restore(self, marked: tuple[Floats, Ints]) -> None:
        """Goes back to what was counted at a mark."""
        self._counts, self.last = marked[0].copy(), marked[1].copy()
        self._today = -1
