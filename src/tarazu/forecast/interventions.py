"""What a scenario supposes, as changes of a system of counts: acts that are forced, rates that are scaled or stopped, memberships that begin or end."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
import numpy as np

from tarazu.errors import OptionError
from tarazu.forecast.counts_table import shared_bodies
from tarazu.forecast.counts_types import VALENCES, CountTable, Floats, Integers, Series, Valence
from tarazu.forecast.quantiles import count_quantiles
from tarazu.records import Channel

_PLAIN = 1e6  # the size of a negative binomial that is as good as Poisson


class Force(msgspec.Struct, frozen=True, kw_only=True, tag_field="change", tag="force"):
    """Acts that happen whatever the system says.

    Attributes:
        series: Whose, to whom, of which valence, in which channel.
        first, last: The weeks, from 0, both included.
        count: So many each week.
        rate: And so many more a week on average, by chance (Poisson).
        instead: In place of what the system draws; else beside it.
    """

    series: Series
    first: int
    last: int
    count: int = 0
    rate: float = 0.0
    instead: bool = False


class Scale(msgspec.Struct, frozen=True, kw_only=True, tag_field="change", tag="scale"):
    """Rates that are multiplied.

    Attributes:
        sources, targets, channels, valences: Of which series; none named is all.
        factor: From 0, which lets none happen.
        first, last: The weeks, from 0, both included.
    """

    sources: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = ()
    valences: tuple[Valence, ...] = ()
    factor: float
    first: int
    last: int

    def takes(self, series: Series) -> bool:
        """Whether a series is meant."""
        channel = not self.channels or (series.channel is not None and series.channel in self.channels)
        parties = (not self.sources or series.source in self.sources) and (not self.targets or series.target in self.targets)
        return parties and channel and (not self.valences or series.valence in self.valences)


class Belong(msgspec.Struct, frozen=True, kw_only=True, tag_field="change", tag="belong"):
    """A membership that begins or ends.

    Attributes:
        state, body: Who, and of what.
        member: Whether it is a member from then on.
        first: From which week on, from 0.
    """

    state: str
    body: str
    member: bool
    first: int


Change = Force | Scale | Belong


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """Changes, worked out for the series of a table.

    Attributes:
        valences: Of each series the place of its valence.
        factors: Weeks by series: what rates are multiplied with.
        counts, rates: Weeks by series: what is forced.
        instead: Weeks by series: whether that replaces what is drawn.
        starts: The weeks with which each state of memberships begins, the first is 0.
        ties: Of each, how closely bodies tie each two parties.
        shifts: Of each, by how much the tie of each series differs from the table's.
    """

    valences: Integers
    factors: Floats
    counts: Floats
    rates: Floats
    instead: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
    starts: tuple[int, ...]
    ties: tuple[Floats, ...]
    shifts: tuple[Floats, ...]

    def factor(self, week: int) -> Floats:
        """What rates are multiplied with in a week."""
        return np.asarray(self.factors[week], dtype=np.float64)

    def regime(self, week: int) -> tuple[int, Floats | None]:
        """Which state of memberships holds in a week, and by how much ties differ from those of the table; None if they do not."""
        at = int(np.searchsorted(self.starts, week, side="right")) - 1
        return at, self.shifts[at] if at else None

    def shared(self, regime: int) -> Floats:
        """How closely bodies tie each two parties then."""
        return self.ties[regime]

    def force(self, week: int, counts: Floats, uniforms: Callable[[int], Floats]) -> Floats:
        """What is drawn in a week with what is forced; series by paths.

        Args:
            week: Which, from 0.
            counts: What was drawn.
            uniforms: Random numbers of a series, one a path, that nothing else uses.
        """
        for at in np.flatnonzero(self.instead[week]):
            counts[at] = 0
        for at in np.flatnonzero((self.counts[week] > 0) | (self.rates[week] > 0)):
            counts[at] += self.counts[week, at]
            if self.rates[week, at] > 0:
                rate = np.full(counts.shape[1], self.rates[week, at])
                counts[at] += count_quantiles(uniforms(int(at)), rate, np.full_like(rate, _PLAIN))
        return counts

    def force_mean(self, week: int, expected: Floats) -> Floats:
        """The same with what is expected."""
        left: Floats = np.where(self.instead[week][:, None], 0.0, expected)
        return np.asarray(left + (self.counts[week] + self.rates[week])[:, None], dtype=np.float64)

    def touched(self) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        """Which series a force or a factor is about: what happens to them is the scenario itself, not what follows from it."""
        forced = (self.counts > 0) | (self.rates > 0) | self.instead | (self.factors != 1)
        return np.asarray(forced.any(axis=0))


def compile_changes(changes: Sequence[Change], table: CountTable, weeks: int) -> Changes:
    """Works changes out for a table.

    Raises:
        OptionError: A series that is forced, or a state that joins or leaves, is not in the table, or weeks lie outside the run. A factor may be about no
            series: see `idle`.
    """
    shape = (weeks, len(table.series))
    factors, counts, rates, instead = np.ones(shape), np.zeros(shape), np.zeros(shape), np.zeros(shape, dtype=np.bool_)
    known = {series: at for at, series in enumerate(table.series)}
    for change in changes:
        if isinstance(change, Belong):
            continue
        if not 0 <= change.first <= change.last < weeks:
            raise OptionError("weeks", f"weeks within the {weeks} of the run", f"{change.first + 1} to {change.last + 1}", "let it run longer")
        span = slice(change.first, change.last + 1)
        if isinstance(change, Force):
            at = _place(known, change.series)
            counts[span, at] += change.count
            rates[span, at] += change.rate
            instead[span, at] |= change.instead
        else:
            factors[span, [at for series, at in known.items() if change.takes(series)]] *= change.factor
    starts, ties = _memberships([each for each in changes if isinstance(each, Belong)], table)
    one, two = ([table.parties.index(getattr(each, side)) for each in table.series] for side in ("source", "target"))
    return Changes(
        valences=np.array([VALENCES.index(each.valence) for each in table.series], dtype=np.int64), factors=factors, counts=counts, rates=rates,
        instead=instead, starts=starts, ties=ties, shifts=tuple(each[one, two] - table.shared[one, two] for each in ties),
    )  # fmt: skip


def idle(changes: Sequence[Change], table: CountTable) -> tuple[Scale, ...]:
    """The factors that no series of the table has: they change nothing."""
    return tuple(each for each in changes if isinstance(each, Scale) and not any(each.takes(series) for series in table.series))


def _place(known: dict[Series, int], series: Series) -> int:
    if series not in known:
        told = f"{series.source} to {series.target}, {series.channel or 'no channel'}, {series.valence}"
        raise OptionError("force", "a series of the table", told, "name it as `extra` when the table is made")
    return known[series]


def _memberships(changes: Sequence[Belong], table: CountTable) -> tuple[tuple[int, ...], tuple[Floats, ...]]:
    """The states of memberships in their order, the table's first."""
    missing = [each.state for each in changes if each.state not in table.parties]
    if missing:
        raise OptionError("bodies", "parties of the table", ", ".join(missing), "name them in `parties`")
    starts, ties = [0], [table.shared]
    for first in sorted({each.first for each in changes}):
        held = [(each.state, each.body, each.member) for each in changes if each.first <= first]
        starts.append(first)
        ties.append(shared_bodies(table.parties, table.origin(), held))
    return tuple(starts), tuple(ties)
