"""What the outcome of a scenario hangs on: each number is moved within what is known of it, the others held, and the means run again without chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from tarazu.forecast.counts_fit import beliefs
from tarazu.forecast.counts_terms import MEANS
from tarazu.forecast.counts_types import VALENCES, CountSystem, Floats, Valence
from tarazu.forecast.interventions import Change, compile_changes
from tarazu.forecast.scenario import Scenario, changes_of, told, vary
from tarazu.forecast.scenario_run import Lines, lines_of
from tarazu.forecast.scenario_types import Line, Sensitivity
from tarazu.forecast.simulate import expect
from tarazu.records import EventType

_STRONGEST = 3
_NINE_IN_TEN = 1.645
_TIES: Mapping[Valence, str] = {
    "cooperation": "how much more cooperation there is where two share bodies", "conflict": "how much more conflict there is where two share bodies",
}  # fmt: skip


class _Trial(msgspec.Struct, frozen=True, kw_only=True):
    """The mean outcome: of each line by how many acts it differs."""

    outcome: float
    lines: Floats


class _Means:
    """Runs the means of a scenario and its base."""

    def __init__(self, system: CountSystem, scenario: Scenario, shares: Mapping[EventType, float]) -> None:
        self._system, self._scenario, self._shares = system, scenario, shares
        self.lines: Lines = lines_of(system.table.series)
        self._changes = changes_of(scenario, shares)
        touched = compile_changes(self._changes, system.table, scenario.horizon_weeks).touched()
        self._free = ~np.array([touched[list(places)].any() for places in self.lines.members], dtype=np.bool_)
        self._whole = np.array([line.whole for line in self.lines.lines], dtype=np.bool_)
        self._base = expect(system, scenario.horizon_weeks)

    def trial(self, point: Floats | None = None, ties: Floats | None = None, changes: Sequence[Change] | None = None) -> _Trial:
        """The outcome with other numbers; a base that the numbers do not touch is not run again."""
        weeks = self._scenario.horizon_weeks
        base = self._base if point is None else expect(self._system, weeks, (), point)
        series = (expect(self._system, weeks, self._changes if changes is None else changes, point, ties) - base).sum(axis=0)
        lines = np.array([series[list(places)].sum() for places in self.lines.members])
        counted = self._free & self._whole
        return _Trial(outcome=float(np.abs(lines[counted]).sum()), lines=np.where(counted, lines, 0.0))

    def varied(self, scenario: Scenario) -> _Trial:
        """The outcome of the scenario with another number of its own."""
        return self.trial(changes=changes_of(scenario, self._shares))


def sensitivities(system: CountSystem, scenario: Scenario, shares: Mapping[EventType, float]) -> tuple[Sensitivity, ...]:
    """The three assumptions that move the outcome the most, the strongest first.

    Args:
        system: Fitted; its numbers are varied within the bands that hold them in nine of ten cases.
        scenario: Its `assumptions` are varied between the values that it says.
        shares: See `scenario.changes_of`.

    Returns:
        Fewer than three where fewer move it at all.
    """
    means = _Means(system, scenario, shares)
    middle = means.trial()
    found = [*_of_model(system, means, middle), *_of_ties(system, scenario, means, middle), *_of_scenario(scenario, means, middle)]
    found.sort(key=lambda each: -abs(each.outcome_high - each.outcome_low))
    return tuple(each for each in found[:_STRONGEST] if abs(each.outcome_high - each.outcome_low) > 0)


def _of_model(system: CountSystem, means: _Means, middle: _Trial) -> list[Sensitivity]:
    deviations = np.sqrt(np.diag(system.covariance))
    out = []
    for at, name in enumerate(MEANS):
        ends = []
        for side in (-_NINE_IN_TEN, _NINE_IN_TEN):
            point = system.point.copy()
            point[at] += side * deviations[at]
            ends.append((float(np.exp(point[at])), means.trial(point)))
        out.append(_told((name, beliefs()[name].meaning), float(np.exp(system.point[at])), (ends[0], ends[1]), middle, means.lines.lines))
    return out


def _of_ties(system: CountSystem, scenario: Scenario, means: _Means, middle: _Trial) -> list[Sensitivity]:
    if not scenario.bodies:
        return []
    known = [system.levels.ties[valence] for valence in VALENCES]
    out = []
    for at, valence in enumerate(VALENCES):
        ends = []
        for side in (-_NINE_IN_TEN, _NINE_IN_TEN):
            ties = np.array([mean for mean, _ in known])
            ties[at] += side * known[at][1]
            ends.append((float(ties[at]), means.trial(ties=ties)))
        out.append(_told((f"ties_{valence}", _TIES[valence]), known[at][0], (ends[0], ends[1]), middle, means.lines.lines))
    return out


def _of_scenario(scenario: Scenario, means: _Means, middle: _Trial) -> list[Sensitivity]:
    out = []
    for each in scenario.assumptions:
        group, at, field = each.of.split(".")
        estimate = float(getattr(getattr(scenario, group)[int(at)], field))
        ends = [(value, means.varied(vary(scenario, each, value))) for value in (each.low, each.high)]
        found = _told((told(each.name), told(each.name)), estimate, (ends[0], ends[1]), middle, means.lines.lines)
        out.append(msgspec.structs.replace(found, kind="scenario"))
    return out


def _told(
    names: tuple[str, str], estimate: float, ends: tuple[tuple[float, _Trial], tuple[float, _Trial]], middle: _Trial, lines: tuple[Line, ...]
) -> Sensitivity:
    (low, at_low), (high, at_high) = ends
    moved = at_high.lines - at_low.lines
    most = int(np.argmax(np.abs(moved)))
    return Sensitivity(
        name=names[0], meaning=names[1], kind="model", low=low, estimate=estimate, high=high, outcome_low=at_low.outcome, outcome=middle.outcome,
        outcome_high=at_high.outcome, line=lines[most], moved=float(moved[most]),
    )  # fmt: skip
