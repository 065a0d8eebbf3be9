"""Alignment: how a state divides what it does among the powers, with bands, its multi-vector index, and how much hangs on the weights of types.

For each draw from the posterior, a power's net is the rate of the state's cooperation towards it less that of its conflict, each times the mean intensity of
its types of acts (PLOVER's scores without sign), and not below 0. The shares are the nets over their sum; the index is their entropy over its largest value.

Source: Shannon (1948), "A Mathematical Theory of Communication", section 6, for the entropy; Saisana, Saltelli and Tarantola (2005), "Uncertainty and
sensitivity analysis techniques as tools for the quality assessment of composite indicators", Journal of the Royal Statistical Society A 168 (2), for
showing an index under drawn weights.
"""

from __future__ import annotations

from collections.abc import Container, Iterator

import msgspec
import numpy as np

from tarazu.analysis.activity import Lines
from tarazu.analysis.activity_tally import TYPES
from tarazu.analysis.balance_types import VALENCES, Alignment, Band, Key, Settings, Share, Simplex, TooLittle
from tarazu.analysis.count_model import Floats
from tarazu.ontologies import plover
from tarazu.records import Channel

_KEEP = 0.97  # how much of the mix of types a period remembers of the next ones: half after 23
_PRIOR = 5.0  # how many stories the mix of all powers weighs
_LEVELS = (0.05, 0.25, 0.75, 0.95)
_LEAST_WEIGHT = 1e-3


class _Cell(msgspec.Struct, frozen=True):
    """A state in a channel: its powers, and the places of their lines, cooperation and conflict by powers."""

    state: str
    channel: Channel | None
    powers: tuple[str, ...]
    places: tuple[tuple[int, ...], tuple[int, ...]]


def alignments(lines: Lines, settings: Settings, only: Container[Channel | None] | None = None) -> tuple[Alignment, ...]:
    """The alignment of each state, over all channels and in each that has a story, in each period of the scope.

    Args:
        lines: The activity.
        settings: How many draws, how much evidence is enough, and the seed.
        only: The channels that are wanted, None among them for all together; None for every one.

    Returns:
        By state, channel and period; the same for the same seed, whatever else is asked for with it.
    """
    weights = type_weights()
    spread = np.random.default_rng(settings.seed).dirichlet(
        np.maximum(weights / weights.sum() * settings.concentration, _LEAST_WEIGHT), settings.weight_draws
    )
    rates = lines.smoothed.gamma()
    out: list[Alignment] = []
    for cell in _cells(lines):
        if only is None or cell.channel in only:
            out += _alignment(lines, cell, settings, (weights, spread, rates))
    return tuple(out)


def type_weights() -> Floats:
    """The declared weight of each type of act: PLOVER's score without its sign, in the order of `TYPES`."""
    return np.array([abs(plover().types[kind].score) for kind in TYPES], dtype=np.float64)


def shares_of(nets: Floats) -> tuple[Floats, Floats]:
    """Shares of powers, and their entropy over its largest value.

    Args:
        nets: Powers first; what is below 0 counts as 0.

    Returns:
        Shares of the same shape, and the entropy without the first axis; not a number where no net is above 0.

    Example:
        >>> shares, entropy = shares_of(np.array([2.0, 2.0, -1.0]))
        >>> shares.tolist(), round(float(entropy), 2)
        ([0.5, 0.5, 0.0], 0.63)
    """
    held = np.maximum(nets, 0.0)
    total = held.sum(axis=0)
    shares = held / np.where(total > 0, total, np.nan)
    logarithms = np.log(np.where(shares > 0, shares, 1.0))
    return shares, -(shares * logarithms).sum(axis=0) / max(float(np.log(len(nets))), 1e-9)


def _cells(lines: Lines) -> Iterator[_Cell]:
    places = {key: at for at, key in enumerate(lines.tally.keys)}
    scope = lines.tally.scope
    found = {(key.state, key.channel) for key in places if key.direction == "from_state"}
    for state, channel in sorted(found, key=lambda each: (scope.states.index(each[0]), each[1] or "")):
        powers = tuple(power for power in scope.powers if power != state)
        sides = [
            tuple(places[Key(state=state, power=power, direction="from_state", channel=channel, valence=valence)] for power in powers) for valence in VALENCES
        ]
        yield _Cell(state, channel, powers, (sides[0], sides[1]))


def _alignment(lines: Lines, cell: _Cell, settings: Settings, given: tuple[Floats, Floats, tuple[Floats, Floats]]) -> Iterator[Alignment]:
    weights, spread, (shape, rate) = given
    # of each cell its own, so that a number does not hang on which others are asked for
    generator = np.random.default_rng([settings.seed, *f"{cell.state}/{cell.channel or ''}".encode()])
    starts = lines.tally.starts
    shown = lines.tally.shown()
    mixes = [_mixes(lines, np.array(side), shown) for side in cell.places]  # powers by periods by types
    nets, means = np.zeros((len(cell.powers), len(shown), settings.draws)), []
    for side, mix, sign in zip(cell.places, mixes, (1.0, -1.0), strict=True):
        at = np.ix_(side, shown)
        drawn = generator.standard_gamma(shape[at][..., None], size=(len(side), len(shown), settings.draws)) / rate[at][..., None]
        nets += sign * drawn * (mix @ weights)[..., None]
        means.append((shape[at] / rate[at])[..., None] * (mix @ spread.T))
    best, worst = _ranks(means[0] - means[1])
    shares, entropy = shares_of(nets)
    decided = 1 - np.isnan(entropy).mean(axis=1)
    held, spreads = _bands(shares), _bands(entropy[None])[0]
    evidence = lines.evidence[np.array(cell.places).ravel()].sum(axis=0)
    for place, period in enumerate(shown):
        told = float(evidence[period])
        value: Simplex | TooLittle = TooLittle(stories=round(told, 2), needed=settings.least_alignment)
        if told >= settings.least_alignment and decided[place] > 0:
            parts = tuple(
                Share(power=power, band=row[place], best_rank=first, worst_rank=last)
                for power, row, first, last in zip(cell.powers, held, best[place], worst[place], strict=True)
            )
            value = Simplex(shares=parts, multi_vector=spreads[place], undecided=round(float(1 - decided[place]), 4))
        yield Alignment(state=cell.state, channel=cell.channel, start=starts[period], value=value)


def _mixes(lines: Lines, side: np.ndarray[tuple[int], np.dtype[np.int64]], shown: list[int]) -> Floats:
    """The mix of types of each line in each period shown: powers by periods by types, adding up to 1."""
    tally, entries = lines.tally, lines.tally.entries
    row = np.full(len(tally.keys), -1)
    row[side] = np.arange(len(side))
    taken = row[entries.series] >= 0
    counts = np.zeros((len(side), len(tally.starts), len(TYPES)))
    np.add.at(counts, (row[entries.series[taken]], entries.period[taken], entries.type[taken]), entries.weight[taken])
    held = counts.copy()
    for order in (range(1, counts.shape[1]), range(counts.shape[1] - 2, -1, -1)):
        memory = np.zeros((len(side), len(TYPES)))
        step = 1 if order.step > 0 else -1
        for at in order:
            memory = _KEEP * (memory + counts[:, at - step])
            held[:, at] += memory
    valence = tally.keys[int(side[0])].valence
    kin = np.array([(plover().types[kind].quad.endswith("conflict")) == (valence == "conflict") for kind in TYPES], dtype=np.float64)
    pooled = (counts.sum(axis=(0, 1)) + kin) / (counts.sum() + kin.sum())
    mixed = held[:, shown] + _PRIOR * pooled
    return np.asarray(mixed / mixed.sum(axis=2, keepdims=True), dtype=np.float64)


def _ranks(nets: Floats) -> tuple[list[list[int]], list[list[int]]]:
    """Between which ranks nine of ten draws of weights put each power; periods by powers."""
    # a power's rank is one more than how many stand above it: quicker than sorting, for a handful of powers
    ranks = np.sort(1 + np.stack([(nets > row).sum(axis=0) for row in nets]), axis=2)
    last = ranks.shape[2] - 1
    return ranks[:, :, int(0.05 * last)].T.tolist(), ranks[:, :, int(np.ceil(0.95 * last))].T.tolist()


def _bands(draws: Floats) -> list[list[Band]]:
    """The bands of rows of periods of draws; those that are no number are left out."""
    ordered = np.sort(draws, axis=2)  # what is no number comes last
    number = np.maximum((~np.isnan(ordered)).sum(axis=2), 1)
    ends = []
    for level in _LEVELS:
        place = level * (number - 1)
        low = place.astype(np.int64)
        one, two = (np.take_along_axis(ordered, np.minimum(at, number - 1)[..., None], axis=2)[..., 0] for at in (low, low + 1))
        ends.append((one + (place - low) * (two - one)).tolist())
    means = (np.nansum(ordered, axis=2) / number).tolist()
    rows = zip(means, *ends, strict=True)
    return [[Band(mean=mean, low50=two, high50=three, low90=one, high90=four) for mean, one, two, three, four in zip(*row, strict=True)] for row in rows]
