"""How often each thing happens between two: what was between them, drawn towards what is usual where little is known, as parts that can be named."""

from __future__ import annotations

from typing import Final

import msgspec
import numpy as np

from tarazu.forecast.acts import RELATIONS, Ledger
from tarazu.forecast.arrays import Doubles, Ints, find_sorted
from tarazu.forecast.cells import MUTUAL_FLAGS, Cells, cell_keys, pair_keys
from tarazu.forecast.openings import Openings
from tarazu.forecast.sequels import Sequels, follow

_KINDS: Final = len(RELATIONS)
_PSEUDO: Final = 0.5
_TURN: Final = 1.0
_LIFT: Final = 5.0


class Weights(msgspec.Struct, frozen=True, kw_only=True):
    """How the past is weighed.

    Attributes:
        half_life: Days after which an act counts half.
        pair: How many days of the usual a pair's own past is weighed against.
        cell: How many days of what is usual for the pair the past of one thing between two is weighed against.
        sequel: What part of the acts that usually follow others is added, from 0 to 1.
    """

    half_life: float = 180.0
    pair: float = 120.0
    cell: float = 240.0
    sequel: float = 0.5


class Rates(msgspec.Struct, frozen=True, kw_only=True):
    """Acts a day for each question, as parts that add up.

    Attributes:
        own: From the same thing between the same two.
        pair: From whatever was between the two.
        usual: From how much each of the two does at all, and how common such acts are.
        kin: What neighbours and members of the same bodies do with each other beyond that.
        sequel: From what usually follows what was between them lately.
    """

    own: Doubles
    pair: Doubles
    usual: Doubles
    kin: Doubles
    sequel: Doubles

    def total(self) -> Doubles:
        """Acts a day, all parts together."""
        return np.asarray(self.own + self.pair + self.usual + self.kin + self.sequel)


class Past:
    """What was known by a day, ready to be weighed in several ways.

    Args:
        ledger: The acts.
        day: The day, as an ordinal; acts that were done or told later are not seen.
        openings: Who is near whom.
        horizon: Days that a forecast looks ahead.

    Attributes:
        day, horizon, openings: As given.
        parties: How many there are.
        seen: The places in the ledger of the acts that are known.
        subjects, relations, objects, days, pairs, cells: Of these.
        windows: Of the windows of the past, each as long as the horizon and counted back from the day from 0, those in which any act is known: of the
            others nothing was read, so that they say nothing.
        sequels: What followed what.
    """

    def __init__(self, ledger: Ledger, day: int, openings: Openings, horizon: int) -> None:
        seen = np.flatnonzero(ledger.known(day))
        self.day, self.horizon, self.parties, self.openings = day, horizon, len(ledger.parties), openings
        self.seen = seen
        self.subjects, self.relations, self.objects, self.days = (
            each[seen] for each in (ledger.subjects, ledger.relations, ledger.objects, ledger.days)
        )  # fmt: skip
        self.pairs = pair_keys(self.subjects, self.objects, self.parties)
        self.cells = cell_keys(self.subjects, self.relations, self.objects, self.parties)
        self._pair_keys, self._pair_at = np.unique(self.pairs, return_inverse=True)
        self._cell_keys, self._cell_at = np.unique(self.cells, return_inverse=True)
        span = max(day - ledger.first + 1, 1)
        self.windows = np.unique((day - self.days) // horizon)
        self._spans = self.windows * horizon, np.minimum((self.windows + 1) * horizon, span)
        self.sequels: Sequels = follow(self.pairs, self.relations, self.days, day, horizon)

    def rate(self, cells: Cells, weights: Weights) -> Rates:
        """The rates of questions.

        A cell's rate is that of a Gamma-Poisson model: its acts, fading, over the days, fading alike, drawn by `cell` days towards its share of the
        pair's rate; and the pair's by `pair` days towards that of two who know nothing of each other, lifted where they are neighbours or members of
        the same bodies by as much as such pairs do more with each other.

        Source: the Gamma-Poisson shrinker of DuMouchel (1999), "Bayesian Data Mining in Large Frequency Tables", The American Statistician 53, with
        the prior means from a hierarchy instead of independence alone.
        """
        fading, exposure = self._faded(weights.half_life)
        blank, lift = self._blank(cells, fading, exposure)
        shares = self._shares(cells, fading)
        met = _read(self._pair_keys, _sums(self._pair_at, fading, len(self._pair_keys)), cells.pairs())
        own = _read(self._cell_keys, _sums(self._cell_at, fading, len(self._cell_keys)), cells.keys())
        of_pair, of_usual = (weights.cell * each / (exposure + weights.pair) * shares for each in (met, weights.pair * blank))
        rest = exposure + weights.cell
        sequel = weights.sequel * self.sequels.excess(cells, met * shares / exposure, self.horizon) * self._turns(cells, fading)
        return Rates(own=own / rest, pair=of_pair / rest, usual=of_usual / rest, kin=of_usual * (lift - 1) / rest, sequel=sequel)

    def _faded(self, half_life: float) -> tuple[Doubles, float]:
        """What each act counts, and how many days those of which anything was read come to, fading alike."""
        starts, ends = (np.exp2(-each / half_life) for each in self._spans)
        return np.exp2((self.days - self.day) / half_life), float(half_life / np.log(2) * (starts - ends).sum())

    def times(self, cells: Cells) -> Ints:
        """How often each very thing was done."""
        return _read(self._cell_keys, np.bincount(self._cell_at, minlength=len(self._cell_keys)).astype(np.float64), cells.keys()).astype(np.int64)

    def meetings(self, cells: Cells) -> Ints:
        """How many acts of any kind were between the two."""
        return _read(self._pair_keys, np.bincount(self._pair_at, minlength=len(self._pair_keys)).astype(np.float64), cells.pairs()).astype(np.int64)

    def _blank(self, cells: Cells, fading: Doubles, exposure: float) -> tuple[Doubles, Doubles]:
        """Acts a day of two who know nothing of each other, by how active each is; and by what such as they do more."""
        sides = np.bincount(np.concatenate((self.subjects, self.objects)), np.concatenate((fading, fading)), self.parties) + _PSEUDO
        parts = sides / sides.sum()
        daily = (fading.sum() + _PSEUDO) / exposure / max(1 - float((parts**2).sum()), _PSEUDO / self.parties)
        blank = 2 * daily * parts[cells.subjects] * parts[cells.objects]
        lift = np.ones(len(blank))
        low, high = np.divmod(self.openings.pairs, self.parties)
        expected = 2 * daily * parts[low] * parts[high] * exposure
        found = _read(self._pair_keys, _sums(self._pair_at, fading, len(self._pair_keys)), self.openings.pairs)
        kinds = self.openings.kinds_of(cells.pairs())
        for kind in (1, 2):
            held = self.openings.kinds == kind
            more = (found[held].sum() + _LIFT) / (expected[held].sum() + _LIFT)
            lift[kinds == kind] = max(more, 1.0)
        return np.asarray(blank), lift

    def _shares(self, cells: Cells, fading: Doubles) -> Doubles:
        """What part of what two do with each other each question is, from all pairs together."""
        common = np.bincount(self.relations, fading, _KINDS) + _PSEUDO
        return np.asarray((common / common.sum())[cells.relations] * self._turns(cells, fading))

    def _turns(self, cells: Cells, fading: Doubles) -> Doubles:
        """Of what one does to the other, how much is done by this one: 1 where it is done together."""
        directed = ~MUTUAL_FLAGS[self.relations]
        done = np.bincount(self.subjects[directed], fading[directed], self.parties) + _TURN
        met = np.bincount(self.objects[directed], fading[directed], self.parties) + _TURN
        here, there = done[cells.subjects] * met[cells.objects], done[cells.objects] * met[cells.subjects]
        return np.where(MUTUAL_FLAGS[cells.relations], 1.0, here / (here + there))


def happened(ledger: Ledger, cells: Cells, start: int, end: int, told: int) -> Ints:
    """How often what was asked about came after `start` and by `end`, as far as it was told by `told`."""
    held = np.flatnonzero(ledger.within(start, end) & (ledger.told <= told))
    keys = cell_keys(ledger.subjects[held], ledger.relations[held], ledger.objects[held], cells.parties)
    known, counts = np.unique(keys, return_counts=True)
    return _read(known, counts.astype(np.float64), cells.keys()).astype(np.int64)


def _sums(places: Ints, weights: Doubles, count: int) -> Doubles:
    return np.asarray(np.bincount(places, weights, count), dtype=np.float64)


def _read(keys: Ints, values: Doubles, wanted: Ints) -> Doubles:
    places = find_sorted(keys, wanted)
    return np.where(places >= 0, values[places], 0.0) if len(keys) else np.zeros(len(wanted))
