"""How much two will do altogether, by the system of weekly counts: what single questions are made to add up to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final, cast

import msgspec
import numpy as np

from tarazu.forecast.acts import RELATIONS, Ledger
from tarazu.forecast.arrays import Doubles, Flags, Ints, find_sorted
from tarazu.forecast.cells import MUTUAL_FLAGS, Cells, pair_keys
from tarazu.forecast.counts import fit_counts
from tarazu.forecast.counts_table import Asked, count_stories, valence_of
from tarazu.forecast.counts_types import DAYS, CountTable, Paths
from tarazu.forecast.simulate import simulate
from tarazu.records import EventType, Story

_PATHS: Final = 200
_FARTHEST: Final = 10.0
_SMALL: Final = 1e-9

CONFLICT_FLAGS: Flags = np.array([valence_of(cast("EventType", name.partition("/")[0])) == "conflict" for name in RELATIONS], dtype=np.bool_)
"""Of each of `RELATIONS`, whether it is conflict."""


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """What pairs are expected to do within the horizon.

    Attributes:
        keys: The pair (see `cells.pair_keys`) times two, plus one for conflict; ascending.
        expected: Acts, either way; what both do together stands there `mutual` times.
        mutual: From 1 to 2, as the table counts it for one of the two or for both.
    """

    keys: Ints
    expected: Doubles
    mutual: float

    def scale(self, cells: Cells, expected: Doubles) -> Doubles:
        """Raises or lowers what is expected of questions so that pairs do as much as in total; of pairs that are not counted, nothing is changed.

        Args:
            cells: The questions: all of a pair.
            expected: Acts within the horizon.
        """
        keys = cells.pairs() * 2 + CONFLICT_FLAGS[cells.relations]
        known, at = np.unique(keys, return_inverse=True)
        together = np.bincount(at, expected * np.where(MUTUAL_FLAGS[cells.relations], self.mutual, 1.0), len(known))
        places = find_sorted(self.keys, known)
        wanted = np.where(places >= 0, self.expected[places], together) if len(self.keys) else together
        factors = np.clip(wanted / np.maximum(together, _SMALL), 1 / _FARTHEST, _FARTHEST)
        return np.asarray(expected * factors[at])


def expect_totals(stories: Sequence[Story], ledger: Ledger, members: Mapping[str, str], window: tuple[int, int], seed: int) -> Totals:
    """Fits the system of weekly counts and runs it forward.

    Args:
        stories: As known by the first day of the window; at least one that was done and has a time.
        ledger: For the numbers of parties.
        members: Who counts for another.
        window: The day of the forecast as an ordinal, and the days ahead.
        seed: Of the paths.

    Raises:
        OptionError: No story can be counted.
    """
    day, horizon = window
    asked = Asked(until=dt.date.fromordinal(day), by_channel=False, blocs=tuple(sorted(set(members.values()))))
    table = count_stories([each for each in stories if _known(each, day)], asked).table
    weeks = -(-horizon // DAYS)
    paths = simulate(fit_counts(table), weeks, _PATHS, seed)
    means = _means(paths, horizon)
    number = {name: at for at, name in enumerate(ledger.parties)}
    found: dict[int, float] = {}
    for series, mean in zip(paths.series, means.tolist(), strict=True):
        if series.source in number and series.target in number:
            one, other = np.array([number[series.source]]), np.array([number[series.target]])
            key = int(pair_keys(one, other, len(ledger.parties))[0]) * 2 + (series.valence == "conflict")
            found[key] = found.get(key, 0.0) + mean
    keys = sorted(found)
    return Totals(keys=np.array(keys, dtype=np.int64), expected=np.array([found[key] for key in keys]), mutual=_mutual(table, ledger, day))


def _known(story: Story, day: int) -> bool:
    told = story.told or (story.when.end if story.when else None)
    return told is not None and told.toordinal() <= day


def _means(paths: Paths, horizon: int) -> Doubles:
    """The mean number of acts of each series within the horizon; of the last week the part that lies within."""
    weeks = paths.counts.mean(axis=0)
    parts = np.clip(horizon / DAYS - np.arange(len(weeks)), 0.0, 1.0)
    return np.asarray(parts @ weeks)


def _mutual(table: CountTable, ledger: Ledger, day: int) -> float:
    """How many times the table counts an act of two together: for both where nobody is named as acted upon, else for one."""
    known = ledger.known(day)
    together = MUTUAL_FLAGS[ledger.relations[known]]
    extra = float(table.counts.sum()) - float((~together).sum())
    return float(np.clip(extra / max(int(together.sum()), 1), 1.0, 2.0))
