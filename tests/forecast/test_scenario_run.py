"""Scenarios run beside their base: effects, what they hang on, early signs."""

import datetime as dt

import numpy as np
import pytest
from counted import START, reciprocal

from tarazu.forecast.counts import fit_counts
from tarazu.forecast.counts_types import Series
from tarazu.forecast.early_signs import bits_between, early_signs, score_signs
from tarazu.forecast.scenario import Assumption, ChangedMembership, ForcedAct, Scenario, changes_of
from tarazu.forecast.scenario_run import Both, Lines, effects_of, lines_of, run_both
from tarazu.forecast.scenario_sensitivity import sensitivities
from tarazu.forecast.scenario_types import Line, Sign
from tarazu.forecast.simulate import Run
from tarazu.records import Story, When

WAR = Scenario(
    title="war", horizon_weeks=6, force=(ForcedAct(type="ASSAULT", actors=("KGZ",), recipients=("TJK",), weeks="1-4", count=12),),
    assumptions=(Assumption(name="how many clashes", of="force.0.count", low=2, high=20),),
)  # fmt: skip
FORTH = Line(source="KGZ", target="TJK", valence="conflict", channel=None, whole=True)
BACK = Line(source="TJK", target="KGZ", valence="conflict", channel=None, whole=True)


@pytest.fixture(scope="module")
def system():
    return fit_counts(reciprocal())


@pytest.fixture(scope="module")
def both(system) -> Both:
    return run_both(system, Run(weeks=6, paths=800), changes_of(WAR, {}))


def test_effects_name_what_is_supposed_and_what_follows(both) -> None:
    effects = {each.line: each for each in effects_of(both)}
    assert effects[FORTH].supposed
    assert effects[FORTH].difference.mean >= 48
    answer = effects[BACK]
    assert not answer.supposed
    assert answer.verdict == "more"
    assert answer.above > 0.9
    assert answer.difference.low90 <= answer.difference.low50 <= answer.difference.high50 <= answer.difference.high90
    assert answer.scenario.mean - answer.base.mean == pytest.approx(answer.difference.mean)
    assert len(answer.fan) == 6
    assert answer.fan[-1] == answer.difference
    others = [each for line, each in effects.items() if line not in {FORTH, BACK}]
    assert all(each.verdict == "no difference to tell" for each in others)


def test_effects_of_nothing_supposed_are_none(system) -> None:
    assert effects_of(run_both(system, Run(weeks=3, paths=100), ())) == ()


def test_lines_of_puts_channels_together() -> None:
    series = tuple(Series(source="KAZ", target="RUS", valence="conflict", channel=channel) for channel in ("trade", "energy", None))
    lines = lines_of(series)
    assert [(line.whole, line.channel, places) for line, places in zip(lines.lines, lines.members, strict=True)] == [
        (True, None, (0, 1, 2)), (False, "trade", (0,)), (False, "energy", (1,)), (False, None, (2,)),
    ]  # fmt: skip
    assert len(lines_of(series[2:]).lines) == 1


def test_sensitivities_find_what_the_outcome_hangs_on(system) -> None:
    found = sensitivities(system, WAR, {})
    assert len(found) == 3
    assert found[0].name == "how many clashes"
    assert (found[0].kind, found[0].low, found[0].estimate, found[0].high) == ("scenario", 2, 12, 20)
    assert found[0].outcome_low < found[0].outcome < found[0].outcome_high
    assert found[0].line == BACK
    moved = [abs(each.outcome_high - each.outcome_low) for each in found]
    assert moved == sorted(moved, reverse=True)


def test_sensitivities_of_a_membership_vary_its_coefficient(system) -> None:
    leaves = Scenario(title="t", horizon_weeks=4, bodies=(ChangedMembership(state="KAZ", body="CSTO", change="leaves"),))
    assert any(each.name.startswith("ties_") for each in sensitivities(system, leaves, {}))


def test_early_signs_ask_about_the_answer_first(both) -> None:
    signs = early_signs(both, dt.date(2026, 1, 5))
    assert signs[0].line == BACK
    assert signs[0].scenario > signs[0].base + 0.5
    assert FORTH not in {each.line for each in signs}
    assert [each.bits for each in signs] == sorted((each.bits for each in signs), reverse=True)
    assert signs[0].since == dt.date(2026, 1, 5)
    assert signs[0].by in {dt.date(2026, 1, 18), dt.date(2026, 2, 1), dt.date(2026, 2, 15)}


def test_early_signs_are_few_where_nothing_differs() -> None:
    lines = Lines(lines=(BACK,), members=((0,),))
    same = np.random.default_rng(0).poisson(1.0, (200, 4, 1))
    assert early_signs(Both(lines=lines, base=same, scenario=same, supposed=(False,)), START) == ()


def test_bits_between_are_least_for_equal_chances() -> None:
    assert bits_between(np.array([0.3]), np.array([0.3]))[0] == pytest.approx(0)
    assert 0 < bits_between(np.array([0.3]), np.array([0.6]))[0] < bits_between(np.array([0.1]), np.array([0.9]))[0] < 1


def story(at: int, day: dt.date) -> Story:
    return Story(
        id=f"s-{at}", type="ASSAULT", mode=None, contexts=(), channel="territory", actors=("TJK",), recipients=("KGZ",),
        when=When(start=day, end=day, granularity="day", text=""), where=None, status="actual", amount=None, score=-9, confidence=0.9, tellings=(), docs=(),
    )  # fmt: skip


def test_score_signs_scores_those_whose_day_has_come() -> None:
    first, last = dt.date(2026, 1, 5), dt.date(2026, 1, 18)
    due = Sign(line=BACK, more_than=1, since=first, by=last, scenario=0.8, base=0.2, bits=0.3)
    later = Sign(line=BACK, more_than=1, since=first, by=dt.date(2026, 3, 1), scenario=0.8, base=0.2, bits=0.3)
    stories = [story(0, first), story(1, last), story(2, first - dt.timedelta(days=1)), story(3, last + dt.timedelta(days=1))]
    [scored] = score_signs([due, later], stories, dt.date(2026, 1, 20))
    assert (scored.acts, scored.answer) == (2, True)
    assert scored.brier_scenario == pytest.approx(0.04)
    assert scored.brier_base == pytest.approx(0.64)
    assert scored.bits == pytest.approx(2.0)
    assert score_signs([later], stories, dt.date(2026, 1, 20)) == ()
