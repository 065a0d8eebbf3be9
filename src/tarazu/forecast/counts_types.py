"""What is counted and run forward: series of weekly counts, what was learned of them, and the paths that may follow."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec
import numpy as np
import numpy.typing as npt

from tarazu.errors import OptionError
from tarazu.records import Channel

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Valence = Literal["cooperation", "conflict"]

VALENCES: tuple[Valence, ...] = ("cooperation", "conflict")
DAYS = 7


class Series(msgspec.Struct, frozen=True, kw_only=True, order=False):
    """Which acts a series counts.

    Attributes:
        source, target: Who acts on whom, ids of states and bodies; what two do together counts for both ways.
        valence: Cooperation or conflict, by PLOVER's quad classes.
        channel: The field of relations; None for all together, or for those of none.
    """

    source: str
    target: str
    valence: Valence
    channel: Channel | None = None

    def back(self) -> Series:
        """What comes back: the same from the target to the source."""
        return msgspec.structs.replace(self, source=self.target, target=self.source)


class CountTable(msgspec.Struct, frozen=True, kw_only=True):
    """Weekly counts of acts.

    Attributes:
        series: What is counted, each once.
        counts: Series by weeks; whole numbers from 0.
        exposure: Of each week, how much was read of it: 1 is an average week, 0 a week of which nothing was read, which says nothing.
        start: The first day of the first week.
        parties: All who take part, also those without an act.
        shared: Parties by parties: how closely bodies tie two, see `counts_table.shared_bodies`; 0 where they share none.
        near: Parties by parties: minus the logarithm of the distance of their capitals in thousands of kilometres; 0 where one has none.
    """

    series: tuple[Series, ...]
    counts: Floats
    exposure: Floats
    start: dt.date
    parties: tuple[str, ...]
    shared: Floats
    near: Floats

    def origin(self) -> dt.date:
        """The first day that is not counted any more: the first that is forecast."""
        return self.start + dt.timedelta(days=DAYS * self.counts.shape[1])

    def until(self, weeks: int) -> CountTable:
        """The same with the first weeks only."""
        return msgspec.structs.replace(self, counts=self.counts[:, :weeks], exposure=self.exposure[:weeks])


class Weight(msgspec.Struct, frozen=True, kw_only=True):
    """A number of the model, with how well it is known.

    Attributes:
        name: What it is the weight of, a key of `counts_prior.yml`.
        estimate: Its value.
        low90, high90: The band that holds it in nine of ten cases.
    """

    name: str
    estimate: float
    low90: float
    high90: float


class Levels(msgspec.Struct, frozen=True, kw_only=True):
    """The long-run levels of series, as gamma distributions, and what moves them from outside.

    Attributes:
        prior: Of each series the rate a week that its parties and its kind let one expect.
        shape: The shape of the gamma distribution of each level given the counts; its mean is `mean`.
        mean: The posterior mean of the level, acts a week.
        own_shape: The shape of the distribution of levels around their prior: the smaller, the more a series goes its own way.
        ties: Of each valence, by how much the logarithm of the level grows with the tie by shared bodies, and its standard deviation.
    """

    prior: Floats
    shape: Floats
    mean: Floats
    own_shape: float
    ties: dict[Valence, tuple[float, float]]


class CountSystem(msgspec.Struct, frozen=True, kw_only=True):
    """Counts that feed on each other, fitted.

    Attributes:
        table: What it was fitted on.
        levels: The long-run levels.
        point: The logarithms of the weights of `counts_terms.MEANS`, then the coefficients of the size; see `counts_fit`.
        covariance: Of `point`.
        ahead: How much will be read in a week to come, in average weeks: what was in the last ones of which anything was read.
        weights: The same numbers, to be shown.
    """

    table: CountTable
    levels: Levels
    point: Floats
    covariance: Floats
    ahead: float
    weights: tuple[Weight, ...]

    @property
    def origin(self) -> dt.date:
        """The first day that is forecast."""
        return self.table.origin()


class Paths(msgspec.Struct, frozen=True, kw_only=True):
    """Futures drawn from a system.

    Attributes:
        series: What is counted.
        counts: Paths by weeks by series.
        origin: The first day of the first week.
    """

    series: tuple[Series, ...]
    counts: npt.NDArray[np.int32]
    origin: dt.date

    def places(self, wanted: tuple[Series, ...]) -> list[int]:
        """Where some series stand.

        Raises:
            OptionError: One of them is not among the paths.
        """
        known = {each: at for at, each in enumerate(self.series)}
        missing = [f"{each.source} to {each.target}, {each.channel or 'all channels'}, {each.valence}" for each in wanted if each not in known]
        if missing:
            raise OptionError("series", "series of the table", "; ".join(missing[:3]), "name them as `extra` when the table is made")
        return [known[each] for each in wanted]
