"""What moves a count from week to week: the terms of the mean, as arrays over series.

A term is either an average of a series' own past, or a sum over other series by a sparse matrix: what comes back, the other valence, other channels of the
same two, and third parties. The last two speak of what is beyond the usual, and in proportion to levels: where friends of the target are told of twice as
often as usual, that adds the same part of its own level to a busy series and to a quiet one.

Source: the third-party terms follow Heider (1946), "Attitudes and Cognitive Organization", Journal of Psychology 21 (the friend of a friend, the enemy of an
enemy), and Minhas and Hoff (2025), "Decomposing Network Influence", Political Analysis (whose acts move whose).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

from tarazu.forecast.counts_types import CountTable, Floats, Levels, Series, Valence

if TYPE_CHECKING:
    from scipy.sparse import csr_array

MEANS: Final = (
    "level", "own_days", "own_weeks", "own_months", "back_days", "back_level", "turned", "channels", "friend_of_other", "enemy_of_other", "friends_follow",
    "expected",
)  # fmt: skip
"""The terms of the mean. `own_*`: the series itself, halving in 0.7, 3 and 8 weeks; `back_*`: its mirror; `turned`: the other valence of the same dyad;
`channels`: its other channels; `friend_of_other`: what the source does to friends of the target; `enemy_of_other`: what the source does, of the other valence,
to those the target is in conflict with; `friends_follow`: what friends of the source do to the target; `expected`: what the parties let one expect."""

STILL: Final = ("level", "back_level", "expected")
"""Those of them that stay as they are while a system runs."""

MOVING: Final = tuple(name for name in MEANS if name not in STILL)
"""Those that change from week to week."""

SIZES: Final = ("size", "size_by_level", "size_by_weeks")
"""The coefficients of the logarithm of the size: a constant, times log(level + 0.1), times log(own_weeks + 0.1)."""

HALVES: Final = (0.7, 3.0, 8.0)
"""Weeks in which the three averages of the past halve."""

_FLOOR = 0.5  # acts a week, added to a level where it stands below a line: a quiet series that acts once is no earthquake
_CLOSEST = 5
_FEW_ACTS = 4.0
_NEARLY_ONE = 0.5
_BEND, _BEND_BY_LEVEL = 4.0, 2.0  # acts a week, and levels; chosen on train weeks by evals/counts_forward.py --held


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """The matrices of the terms over other series, each series by series.

    Attributes:
        back, turned: Each series' mirror and other valence.
        channels, friend_of_other, enemy_of_other, friends_follow: As `MEANS`, in proportion to levels.
    """

    back: csr_array
    turned: csr_array
    channels: csr_array
    friend_of_other: csr_array
    enemy_of_other: csr_array
    friends_follow: csr_array

    def afar(self) -> tuple[csr_array, ...]:
        """Those that speak of what is beyond the usual elsewhere, in the order of `MEANS`."""
        return self.channels, self.friend_of_other, self.enemy_of_other, self.friends_follow


class Memory(msgspec.Struct):
    """The decayed averages of the counts so far, for each of `HALVES`; arrays may have a second axis of paths.

    A week of far more acts than usual is remembered as fewer: of what a burst calls forth, each further act adds less.

    Attributes:
        sums: Decayed sums of what is remembered.
        read: Decayed sums of exposures.
        bend: Of each series, from about how many acts a week on they are remembered as fewer.
    """

    sums: list[Floats]
    read: list[float]
    bend: Floats

    def averages(self) -> list[Floats]:
        """Acts in an average week, as each of `HALVES` remembers it."""
        return [held / read for held, read in zip(self.sums, self.read, strict=True)]

    def kept(self, counts: Floats) -> Floats:
        """As how many acts so many are remembered."""
        return np.asarray(self.bend * np.log1p(counts / self.bend), dtype=np.float64)

    def take(self, counts: Floats, exposure: float) -> None:
        """Takes in a week."""
        kept = self.kept(counts)
        for at, half in enumerate(HALVES):
            keep = 0.5 ** (1 / half)
            self.sums[at] = keep * self.sums[at] + kept
            self.read[at] = keep * self.read[at] + exposure


def fresh_memory(levels: Levels) -> Memory:
    """The memory before the first week: one week's worth of what the parties let one expect."""
    return Memory(sums=[levels.prior.copy() for _ in HALVES], read=[1.0 for _ in HALVES], bend=_BEND + _BEND_BY_LEVEL * levels.mean)


def memory_of(table: CountTable, levels: Levels) -> Memory:
    """The memory after the last week of a table."""
    memory = fresh_memory(levels)
    for week, exposure in enumerate(table.exposure):
        memory.take(table.counts[:, week], float(exposure))
    return memory


def means_of(terms: Terms, memory: Memory, level: Floats, expected: Floats) -> list[Floats]:
    """The terms of the mean in the order of `MEANS`; each of the shape of `level`."""
    days, weeks, months, back, *others = moving_of(terms, memory, memory.kept(level))
    return [level, days, weeks, months, back, terms.back @ level, *others, expected]


def moving_of(terms: Terms, memory: Memory, usual: Floats) -> list[Floats]:
    """The terms of `MOVING` in their order.

    Args:
        terms: The matrices.
        memory: What is remembered.
        usual: As how many acts the level of each series is remembered.
    """
    days, weeks, months = memory.averages()
    beyond = weeks - usual
    return [days, weeks, months, terms.back @ days, terms.turned @ weeks, *(each @ beyond for each in terms.afar())]


def sizes_of(level: Floats, averages: list[Floats]) -> list[Floats]:
    """The parts of the logarithm of the size in the order of `SIZES`."""
    return [np.ones_like(level), np.log(level + 0.1), np.log(averages[1] + 0.1)]


def build_terms(table: CountTable, level: Floats, shared: Floats) -> Terms:
    """The matrices for a table.

    Args:
        table: Its counts say who is friend or enemy of whom, together with shared bodies.
        level: The level of each series.
        shared: Parties by parties; that of the table, or what it would be if a membership changed.
    """
    friends, enemies = _closeness(table, shared)
    known = {each: at for at, each in enumerate(table.series)}
    parties = {party: at for at, party in enumerate(table.parties)}
    builders: dict[str, Callable[[Series], list[tuple[Series, float]]]] = {
        "back": lambda each: [(each.back(), 1.0)],
        "turned": lambda each: [(_turned(each), 1.0)],
        "friend_of_other": lambda each: [(_towards(each, table.parties[at]), part) for at, part in friends[parties[each.target]]],
        "enemy_of_other": lambda each: [(_turned(_towards(each, table.parties[at])), part) for at, part in enemies[parties[each.target]]],
        "friends_follow": lambda each: [(_from(each, table.parties[at]), part) for at, part in friends[parties[each.source]]],
    }
    matrices = {name: _matrix(table, known, builder, level if name not in {"back", "turned"} else None) for name, builder in builders.items()}
    return Terms(channels=_channels(table, known, level), **matrices)


def _matrix(table: CountTable, known: dict[Series, int], builder: Callable[[Series], list[tuple[Series, float]]], level: Floats | None) -> csr_array:
    from scipy.sparse import csr_array  # slow to load

    rows, columns, values = [], [], []
    for row, each in enumerate(table.series):
        for other, part in builder(each):
            column = known.get(other)
            if column is not None and other.source != other.target:
                rows.append(row)
                columns.append(column)
                values.append(part if level is None else part * level[row] / (level[column] + _FLOOR))
    size = len(table.series)
    return csr_array((np.array(values, dtype=np.float64), (np.array(rows, dtype=np.int64), np.array(columns, dtype=np.int64))), shape=(size, size))


def _channels(table: CountTable, known: dict[Series, int], level: Floats) -> csr_array:
    """What the source does to the target in other channels, over what it usually does there."""
    dyads: dict[tuple[str, str, Valence], list[Series]] = {}
    for each in table.series:
        dyads.setdefault((each.source, each.target, each.valence), []).append(each)
    totals = {key: sum(level[known[each]] for each in held) for key, held in dyads.items()}

    def others(each: Series) -> list[tuple[Series, float]]:
        key = (each.source, each.target, each.valence)
        rest = totals[key] - level[known[each]]
        # the matrix divides by the level of the other series: undone here, the sum of all of them is what counts
        return [(other, (level[known[other]] + _FLOOR) / (rest + _FLOOR)) for other in dyads[key] if other != each]

    return _matrix(table, known, others, level)


def _turned(series: Series) -> Series:
    return msgspec.structs.replace(series, valence="conflict" if series.valence == "cooperation" else "cooperation")


def _towards(series: Series, target: str) -> Series:
    return msgspec.structs.replace(series, target=target)


def _from(series: Series, source: str) -> Series:
    return msgspec.structs.replace(series, source=source)


def _closeness(table: CountTable, shared: Floats) -> tuple[list[list[tuple[int, float]]], list[list[tuple[int, float]]]]:
    """Of each party its closest friends and worst enemies, each with its part, which add up to less than 1."""
    size = len(table.parties)
    places = {party: at for at, party in enumerate(table.parties)}
    sums = {"cooperation": np.zeros((size, size)), "conflict": np.zeros((size, size))}
    for at, each in enumerate(table.series):
        one, two = places[each.source], places[each.target]
        total = float(table.counts[at].sum())
        sums[each.valence][one, two] += total
        sums[each.valence][two, one] += total
    good, bad = sums["cooperation"], sums["conflict"]
    known = np.log1p(good + bad + _FEW_ACTS * np.minimum(shared, 1))
    warmth = (good - bad + _FEW_ACTS * np.minimum(shared, 1)) / (good + bad + _FEW_ACTS)
    return _closest(np.maximum(warmth, 0) * known), _closest(np.maximum(-warmth, 0) * known)


def _closest(strength: Floats) -> list[list[tuple[int, float]]]:
    out = []
    for row in strength:
        best = [int(at) for at in np.argsort(-row, kind="stable")[:_CLOSEST] if row[at] > 0]
        total = float(row[best].sum()) + _NEARLY_ONE
        out.append([(at, float(row[at]) / total) for at in best])
    return out
