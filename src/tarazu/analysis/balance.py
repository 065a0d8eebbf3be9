"""The balance: who acts how much on whom, by channel, over time, how sure that is, and which stories it stands on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from tarazu.analysis import house_effects
from tarazu.analysis.activity import Fitted, Lines, bands, fit_lines
from tarazu.analysis.activity_tally import period_start
from tarazu.analysis.alignment import alignments
from tarazu.analysis.balance_types import (
    VALENCES,
    Balance,
    Band,
    Change,
    Contribution,
    Key,
    Point,
    Scope,
    Series,
    Settings,
    Told,
    TooLittle,
    Valence,
    Verdict,
)  # fmt: skip
from tarazu.analysis.count_model import Floats, filter_rates, smooth
from tarazu.analysis.shifts import factor_band, shifts
from tarazu.errors import OptionError
from tarazu.records import Channel, Story

_SETTINGS = Settings()
_NOTHING = 1e-9
_AT_ONCE = 500  # how many stories are left out at a time: each takes an array of the length of the line


def balance(stories: Sequence[Story], scope: Scope, settings: Settings = _SETTINGS, fitted: Fitted | None = None) -> Balance:
    """Weighs stories.

    Args:
        stories: All of the case, also those about others: how much the sources told in all is what rates are measured against.
        scope: The states, the powers, the days, the channels.
        settings: What is declared and not estimated.
        fitted: The dynamics of an earlier run (`fit_lines(...).fitted`), to take in new stories without another search.

    Returns:
        The lines with their bands and verdicts, the alignments, the shifts, the house effects, and what was left out.

    Raises:
        OptionError: The scope cannot be.

    Example:
        >>> scope = Scope(states=("KAZ",), powers=("RUS", "CHN"), since=dt.date(2026, 1, 5), until=dt.date(2026, 3, 1))
        >>> balance((), scope).series
        ()
    """
    return weigh(fit_lines(stories, scope, settings, fitted), settings)


def weigh(lines: Lines, settings: Settings = _SETTINGS) -> Balance:
    """Draws the balance from fitted lines, for whoever needs both."""
    tally = lines.tally
    return Balance(
        scope=tally.scope, series=series(lines, settings), alignments=alignments(lines, settings), shifts=shifts(lines),
        house_effects=house_effects.shown(tally, lines.factors), left_out=tally.left_out,
    )  # fmt: skip


def why(
    lines: Lines, pair: tuple[str, str], day: dt.date | tuple[dt.date, dt.date], channel: Channel | None = None, settings: Settings = _SETTINGS
) -> tuple[Contribution, ...]:
    """The stories that moved the line between a state and a power in a period, or in several that follow each other, by leaving each out.

    The rates are worked out anew without the story, in counts and in what its source told; dynamics, house effects and the pooled mean stay as they are.

    Args:
        lines: The fitted lines.
        pair: The state and the power.
        day: A day of the period asked for; or a day of the first and one of the last of several, in whose mean the line is looked at.
        channel: The channel; None for all together.
        settings: For the memory over which a change is measured.

    Returns:
        The story that moved cooperation less conflict the most first; none where nothing is told of the pair.

    Raises:
        OptionError: The pair or the day lies outside the scope.
    """
    tally = lines.tally
    first, last = (period_start(each, tally.scope.period) for each in (day if isinstance(day, tuple) else (day, day)))
    inside = first in tally.starts and last in tally.starts and first <= last
    if not inside or pair[0] not in tally.scope.states or pair[1] not in tally.scope.powers:
        expected = f"a state and a power of the scope and a day from {tally.starts[0]} to {tally.scope.until}"
        raise OptionError("why", expected, f"{pair[0]}, {pair[1]}, {first} to {last}", "ask for the balance of a scope that holds them")
    periods = (tally.starts.index(first), tally.starts.index(last))
    found: list[Contribution] = []
    for valence in VALENCES:
        key = Key(state=pair[0], power=pair[1], direction="between", channel=channel, valence=valence)
        if key in tally.keys:
            found += _contributions(lines, tally.keys.index(key), periods, settings.lag(tally.scope.period))
    return tuple(sorted(found, key=lambda each: (-abs(each.net), each.story)))


def series(lines: Lines, settings: Settings = _SETTINGS, wanted: Callable[[Key], bool] = lambda _: True) -> tuple[Series, ...]:
    """The lines to which at least one story belongs, with their bands and changes.

    Args:
        lines: The fitted lines.
        settings: For how much evidence is enough, and over how long a change is measured.
        wanted: Which of them.
    """
    tally = lines.tally
    told = tally.stories().sum(axis=1)
    places = [at for at, key in enumerate(tally.keys) if told[at] >= _NOTHING and key.direction in tally.scope.directions and wanted(key)]
    return tuple(_series(lines, settings, places))


def _series(lines: Lines, settings: Settings, places: Sequence[int]) -> Iterator[Series]:
    tally = lines.tally
    shown = tally.shown()
    told = tally.stories()
    mean, low50, high50, low90, high90 = (each[:, shown].tolist() for each in bands(lines))
    changes = _changes(lines, settings)
    for at in places:
        points = []
        for place, period in enumerate(shown):
            evidence = float(lines.evidence[at, period])
            few = TooLittle(stories=round(evidence, 2), needed=settings.least)
            band = Band(mean=mean[at][place], low50=low50[at][place], high50=high50[at][place], low90=low90[at][place], high90=high90[at][place])
            rate = few if evidence < settings.least else Told(band=band)
            change = _change(changes, (at, period), few, lines)
            points.append(Point(start=tally.starts[period], stories=round(float(told[at, period]), 4), rate=rate, change=change))
        yield Series(key=tally.keys[at], points=tuple(points))


def _changes(lines: Lines, settings: Settings) -> tuple[int, Floats, Floats]:
    """The memory, and mean and deviation of the change of each log-rate over it; series by periods from the memory on."""
    lag = settings.lag(lines.tally.scope.period)
    if len(lines.tally.starts) <= lag:
        return lag, np.zeros((len(lines.tally.keys), 0)), np.zeros((len(lines.tally.keys), 0))
    change, variance = lines.smoothed.difference(lag)
    return lag, change, np.sqrt(variance)


def _change(changes: tuple[int, Floats, Floats], where: tuple[int, int], few: TooLittle, lines: Lines) -> Change | TooLittle:
    lag, change, deviation = changes
    at, period = where
    before = period - lag
    if before < 0 or max(float(lines.evidence[at, before]), few.stories) < few.needed:
        return few
    factor = factor_band(float(change[at, before]), float(deviation[at, before]))
    verdict: Verdict = "rising" if factor.low90 > 1 else "falling" if factor.high90 < 1 else "no clear change"
    return Change(since=lines.tally.starts[before], factor=factor, verdict=verdict)


def _contributions(lines: Lines, series: int, periods: tuple[int, int], memory: int) -> Iterator[Contribution]:
    tally, entries = lines.tally, lines.tally.entries
    mine = np.flatnonzero(entries.series == series)
    numbers, rows = np.unique(entries.story[mine], return_inverse=True)
    groups, _ = house_effects.groups_of(tally)
    weights = entries.weight[mine]
    read = weights / lines.typical * lines.factors[entries.source[mine], groups[series]]
    counts, first, last = tally.counts()[series], periods[0], periods[1] + 1
    whole = _rates(lines, series, counts[None], lines.exposure[series][None])
    valence: Valence = tally.keys[series].valence
    sign = 1.0 if valence == "cooperation" else -1.0
    for begin in range(0, len(numbers), _AT_ONCE):
        some = numbers[begin : begin + _AT_ONCE]
        taken = (rows >= begin) & (rows < begin + len(some))
        at = (rows[taken] - begin, entries.period[mine][taken])
        without, exposed = (np.repeat(each[None], len(some), axis=0) for each in (counts, lines.exposure[series]))
        np.subtract.at(without, at, weights[taken] / tally.unit)
        np.subtract.at(exposed, at, read[taken])
        effect = sign * (whole - _rates(lines, series, np.maximum(without, 0), np.maximum(exposed, 0)))
        nets = effect[:, first:last].mean(axis=1)
        before = effect[:, first - memory] if first >= memory else np.zeros(len(some))
        for number, net, earlier in zip(some.tolist(), nets.tolist(), before.tolist(), strict=True):
            yield Contribution(story=tally.story_ids[number], valence=valence, net=net, on_change=net - earlier)


def _rates(lines: Lines, series: int, counts: Floats, exposure: Floats) -> Floats:
    """The rates of one line for other counts of it; dynamics, house effects and the pooled mean stay."""
    dynamics = lines.dynamics(series)
    pooled = np.full(len(counts), lines.pooled[series])
    return smooth(filter_rates(counts, exposure, pooled, dynamics), dynamics.persistence).rate() * lines.tally.unit
