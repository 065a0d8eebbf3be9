"""The long-run level of each series: what its two parties and its kind let one expect, and what it has shown itself.

    log(expected) = kind + source + target + ties * shared bodies + nearness * near
    level = expected * own,   own ~ gamma with mean 1 and shape `own_shape`

`ties`, of cooperation and of conflict, is the coefficient through which a change of membership moves a level; distance stands beside it so that it does not
stand for neighbourhood. All dyads of the parties take part in
the fit, also those without any act: to fit only those that have acted is to promise too much of each.

Source: Cameron and Trivedi (2013), "Regression Analysis of Count Data", 2nd edition, section 3.3 (negative binomial regression); Gelman and Hill (2007), "Data
Analysis Using Regression and Multilevel/Hierarchical Models", chapter 12 (partial pooling); the form is that of gravity models of trade.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from tarazu.forecast.counts_types import VALENCES, CountTable, Floats, Integers, Levels

_SPREAD = 1.5  # the standard deviation that effects of parties are thought to have
_KINDS = 4.0
_TIES = 1.0
_OWN = (-0.7, 1.0)  # mean and standard deviation of the logarithm of the shape
_KEEP = 0.5 ** (1 / 52)  # a year halves what a week says of the level
_FEW = 0.5


class _Cells(msgspec.Struct):
    """All dyads of the parties in all kinds, one a row."""

    kind: Integers
    source: Integers
    target: Integers
    valence: Integers
    shared: Floats
    near: Floats
    counts: Floats
    read: float


def fit_levels(table: CountTable) -> Levels:
    """Estimates the levels of all series of a table from all its weeks.

    Returns:
        The levels; arrays are in the order of the table's series.
    """
    from scipy.optimize import minimize  # slow to load

    kinds = sorted({(each.channel or "", each.valence) for each in table.series})
    cells, rows = _cells(table, kinds)
    parties, number = len(table.parties), len(kinds)
    start = np.zeros(number + 2 * parties + 5)
    start[:number] = np.log((np.bincount(cells.kind, cells.counts, number) + _FEW) / (np.bincount(cells.kind, minlength=number) * cells.read + 1.0))
    start[-1] = _OWN[0]
    centre, width = start.copy(), np.full(len(start), _SPREAD)
    width[:number], width[-5:-1], width[-1] = _KINDS, _TIES, _OWN[1]

    def loss(point: Floats) -> tuple[float, Floats]:
        value, slope = _likelihood(point, cells, number, parties)
        off = (point - centre) / width
        return value + 0.5 * float(off @ off), slope + off / width

    found = np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200}).x, dtype=np.float64)
    deviations = _deviations(found, cells, (number, parties), width)
    prior = np.exp(_logarithms(found, cells, number, parties)[rows])
    ties = {valence: (float(found[-5 + at]), float(deviations[at])) for at, valence in enumerate(VALENCES)}
    fresh = Levels(prior=prior, shape=prior, mean=prior, own_shape=float(np.exp(np.clip(found[-1], -4, 4))), ties=ties)
    return levels_after(table, fresh)


def levels_after(table: CountTable, levels: Levels) -> Levels:
    """The levels given all weeks of a table, by what was thought of them beforehand."""
    told, read = decayed(table)
    after = levels.own_shape + told[:, -1]
    return msgspec.structs.replace(levels, shape=after, mean=after / (levels.own_shape / levels.prior + read[-1]))


def running_means(table: CountTable, levels: Levels) -> Floats:
    """The posterior mean of each level before each week, series by weeks and one more: the last column is what is known after all of them."""
    told, read = decayed(table)
    return (levels.own_shape + told) / (levels.own_shape / levels.prior[:, None] + read[None, :])


def decayed(table: CountTable) -> tuple[Floats, Floats]:
    """Counts and exposures summed over the weeks before each, the last column over all weeks; a year halves them."""
    weeks = table.counts.shape[1]
    told, read = np.zeros((len(table.series), weeks + 1)), np.zeros(weeks + 1)
    for week in range(weeks):
        told[:, week + 1] = _KEEP * told[:, week] + table.counts[:, week]
        read[week + 1] = _KEEP * read[week] + table.exposure[week]
    return told, read


def _cells(table: CountTable, kinds: Sequence[tuple[str, str]]) -> tuple[_Cells, Integers]:
    """The rows of the regression, and which of them each series of the table is."""
    size = len(table.parties)
    source, target = (each.ravel() for each in np.divmod(np.arange(size * size), size))
    apart = np.flatnonzero(source != target)
    place = np.full(size * size, -1, dtype=np.int64)
    place[apart] = np.arange(len(apart))
    parties = {party: at for at, party in enumerate(table.parties)}
    numbers = {kind: at for at, kind in enumerate(kinds)}
    rows = np.array(
        [numbers[each.channel or "", each.valence] * len(apart) + place[parties[each.source] * size + parties[each.target]] for each in table.series],
        dtype=np.int64,
    )
    told, read = decayed(table)
    counts = np.zeros(len(kinds) * len(apart))
    counts[rows] = told[:, -1]
    repeated = [np.tile(each[apart], len(kinds)) for each in (source, target, table.shared.ravel(), table.near.ravel())]
    kind = np.repeat(np.arange(len(kinds)), len(apart))
    valence = np.array([VALENCES.index("conflict" if name == "conflict" else "cooperation") for _, name in kinds], dtype=np.int64)[kind]
    cells = _Cells(
        kind=kind, source=repeated[0].astype(np.int64), target=repeated[1].astype(np.int64), valence=valence, shared=repeated[2].astype(np.float64),
        near=repeated[3].astype(np.float64), counts=counts, read=max(float(read[-1]), _FEW),
    )  # fmt: skip
    return cells, rows


def _logarithms(point: Floats, cells: _Cells, kinds: int, parties: int) -> Floats:
    sources, targets = point[kinds : kinds + parties], point[kinds + parties : kinds + 2 * parties]
    pairs = point[-5:-3][cells.valence] * cells.shared + point[-3:-1][cells.valence] * cells.near
    return np.asarray(np.clip(point[cells.kind] + sources[cells.source] + targets[cells.target] + pairs, -16, 8), dtype=np.float64)


def _likelihood(point: Floats, cells: _Cells, kinds: int, parties: int) -> tuple[float, Floats]:
    """Minus the logarithm of the chance of the counts, and its slope."""
    from scipy.special import digamma, gammaln

    shape = float(np.exp(np.clip(point[-1], -4, 4)))
    expected = cells.read * np.exp(_logarithms(point, cells, kinds, parties))
    counts = cells.counts
    chances = gammaln(counts + shape) - gammaln(shape) + counts * np.log(expected / (expected + shape)) - shape * np.log1p(expected / shape)
    pull = shape * (counts - expected) / (shape + expected)
    by_shape = shape * (digamma(counts + shape) - digamma(shape) - np.log1p(expected / shape) + 1 - (counts + shape) / (expected + shape))
    by_party = [np.bincount(cells.kind, pull, kinds), np.bincount(cells.source, pull, parties), np.bincount(cells.target, pull, parties)]
    by_pair = [np.bincount(cells.valence, pull * each, 2) for each in (cells.shared, cells.near)]
    slope = np.concatenate([*by_party, *by_pair, [by_shape.sum()]])
    return -float(chances.sum()), -slope


def _deviations(point: Floats, cells: _Cells, sizes: tuple[int, int], width: Floats) -> Floats:
    """The standard deviations of the two coefficients of shared bodies, by the expected information of the negative binomial."""
    from scipy.sparse import coo_array

    kinds, parties = sizes
    shape = float(np.exp(np.clip(point[-1], -4, 4)))
    expected = cells.read * np.exp(_logarithms(point, cells, kinds, parties))
    number = len(expected)
    last = kinds + 2 * parties
    columns = np.concatenate([cells.kind, kinds + cells.source, kinds + parties + cells.target, last + cells.valence, last + 2 + cells.valence])
    values = np.concatenate([np.ones(3 * number), cells.shared, cells.near])
    design = coo_array((values, (np.tile(np.arange(number), 5), columns)), shape=(number, last + 4)).tocsr()
    weighed = design.multiply((shape * expected / (shape + expected))[:, None]).tocsr()
    information = np.asarray((design.T @ weighed).todense(), dtype=np.float64) + np.diag(1 / width[:-1] ** 2)
    return np.sqrt(np.diag(np.linalg.inv(information))[-4:-2])
