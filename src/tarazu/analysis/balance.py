"""The balance: who acts how much on whom, by channel, over time, how sure that is, and which stories it stands on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

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
        scope=tally.scope, series=tuple(_series(lines, settings)), alignments=alignments(lines, settings), shifts=shifts(lines),
        house_effects=house_effects.shown(tally, lines.factors), left_out=tally.left_out,
    )  # fmt: skip


def why(
    lines: Lines, pair: tuple[str, str], day: dt.date, channel: Channel | None = None, settings: Settings = _SETTINGS
) -> tuple[Contribution, ...]:
    """The stories that moved the line between a state and a power in a period, by leaving each out.

    The rates are worked out anew without the story, in counts and in what its source told; dynamics, house effects and the pooled mean stay as they are.

    Args:
        lines: The fitted lines.
        pair: The state and the power.
        day: A day of the period asked for.
        channel: The channel; None for all together.
        settings: For the memory over which a change is measured.

    Returns:
        The story that moved cooperation less conflict the most first; none where nothing is told of the pair.

    Raises:
        OptionError: The pair or the day lies outside the scope.
    """
    tally = lines.tally
    start = period_start(day, tally.scope.period)
    if start not in tally.starts or pair[0] not in tally.scope.states or pair[1] not in tally.scope.powers:
        expected = f"a state and a power of the scope and a day from {tally.starts[0]} to {tally.scope.until}"
        raise OptionError("why", expected, f"{pair[0]}, {pair[1]}, {day}", "ask for the balance of a scope that holds them")
    at = tally.starts.index(start)
    found: list[Contribution] = []
    for valence in VALENCES:
        key = Key(state=pair[0], power=pair[1], direction="between", channel=channel, valence=valence)
        if key in tally.keys:
            found += _contributions(lines, tally.keys.index(key), at, settings.lag(tally.scope.period))
    return tuple(sorted(found, key=lambda each: (-abs(each.net), each.story)))


def _series(lines: Lines, settings: Settings) -> Iterator[Series]:
    tally = lines.tally
    shown = tally.shown()
    told = tally.stories()
    mean, low50, high50, low90, high90 = (each[:, shown].tolist() for each in bands(lines))
    changes = _changes(lines, settings)
    for at, key in enumerate(tally.keys):
        if told[at].sum() < _NOTHING or key.direction not in tally.scope.directions:
            continue
        points = []
        for place, period in enumerate(shown):
            evidence = float(lines.evidence[at, period])
            few = TooLittle(stories=round(evidence, 2), needed=settings.least)
            band = Band(mean=mean[at][place], low50=low50[at][place], high50=high50[at][place], low90=low90[at][place], high90=high90[at][place])
            rate = few if evidence < settings.least else Told(band=band)
            change = _change(changes, (at, period), few, lines)
            points.append(Point(start=tally.starts[period], stories=round(float(told[at, period]), 4), rate=rate, change=change))
        yield Series(key=key, points=tuple(points))


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


def _contributions(lines: Lines, series: int, at: int, memory: int) -> Iterator[Contribution]:
    tally, entries = lines.tally, lines.tally.entries
    mine = np.flatnonzero(entries.series == series)
    numbers, rows = np.unique(entries.story[mine], return_inverse=True)
    counts = np.repeat(tally.counts()[series][None], len(numbers) + 1, axis=0)
    exposure = np.repeat(lines.exposure[series][None], len(numbers) + 1, axis=0)
    groups, _ = house_effects.groups_of(tally)
    for row, entry in zip(rows, mine, strict=True):
        period, weight = entries.period[entry], entries.weight[entry]
        counts[row, period] -= weight / tally.unit
        exposure[row, period] -= weight / lines.typical * lines.factors[entries.source[entry], groups[series]]
    dynamics = lines.dynamics(series)
    pooled = np.full(len(counts), lines.pooled[series])
    rates = smooth(filter_rates(np.maximum(counts, 0), np.maximum(exposure, 0), pooled, dynamics), dynamics.persistence).rate() * tally.unit
    sign = 1.0 if tally.keys[series].valence == "cooperation" else -1.0
    effect = sign * (rates[-1] - rates[:-1])
    before = effect[:, at - memory] if at >= memory else np.zeros(len(numbers))
    valence: Valence = tally.keys[series].valence
    for number, net, earlier in zip(numbers.tolist(), effect[:, at].tolist(), before.tolist(), strict=True):
        yield Contribution(story=tally.story_ids[number], valence=valence, net=net, on_change=net - earlier)

