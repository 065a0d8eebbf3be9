"""The verb that asks what if: a scenario run on the stories of a case, beside the same future without it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from tarazu.api import balancing, storytelling
from tarazu.errors import OptionError
from tarazu.forecast.scenario import Scenario, check, read_scenario, ready_scenarios
from tarazu.forecast.simulate import Watch

if TYPE_CHECKING:
    from tarazu.forecast.interventions import Scale
    from tarazu.forecast.scenario_types import ScenarioReport, ScoredSign, Sign
    from tarazu.records import EventType, Story

__all__ = ["Scenario", "ScenarioRun", "Watch", "make_scenario", "read_scenario", "ready_scenarios", "scenario", "score_signs"]

_MOST_SERIES = 400
_FEW_STORIES = 200
_FEW_PATHS = 1000
_SPARSE = "fewer than 200 stories: most of the numbers rest on what was known before the case was read, and bands are wide"
_ROUGH = "fewer than 1,000 paths: bands and chances are rough"
_FOCUSED = "only the busiest series, and those of the parties named, were run"


class ScenarioRun(msgspec.Struct, frozen=True, kw_only=True):
    """How a scenario is run.

    Attributes:
        paths: How many futures are drawn.
        seed: Of the generator; the same seed gives the same answer.
        until: The last day that is known; None for the last one that the case tells of.
    """

    paths: int = 2000
    seed: int = 0
    until: dt.date | None = None


def make_scenario(written: bytes) -> Scenario:
    """A scenario from JSON, with the same keys as its file.

    Raises:
        OptionError: It is no such thing.
        DataFileError: It cannot be run.
    """
    try:
        made = msgspec.json.decode(written, type=Scenario)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise OptionError("scenario", "a scenario as in docs/scenarios.md", str(error), "see a ready one") from error
    check(made, "scenario")
    return made


def scenario(path: Path, what: Scenario, asked: ScenarioRun, watch: Watch | None = None) -> ScenarioReport:
    """Runs a scenario on a case; see `Case.scenario`."""
    from tarazu.forecast.counts import fit_counts, narrow  # slow to load
    from tarazu.forecast.counts_table import Asked, count_stories
    from tarazu.forecast.early_signs import early_signs
    from tarazu.forecast.interventions import idle
    from tarazu.forecast.scenario import changes_of
    from tarazu.forecast.scenario_run import effects_of, run_both
    from tarazu.forecast.scenario_sensitivity import sensitivities
    from tarazu.forecast.scenario_types import ScenarioReport
    from tarazu.forecast.simulate import Run

    watch = watch or Watch()
    check(what, what.name or "scenario")
    stories = list(storytelling.stories(path, storytelling.StoryFilters()))
    until = asked.until or _last_day(stories)
    parties = tuple(dict.fromkeys((*what.parties(), *_parties())))
    counted = count_stories(stories, Asked(until=until, parties=parties, extra=what.series()))
    system = narrow(fit_counts(counted.table), _MOST_SERIES, parties, (*what.series(), *(each.back() for each in what.series())))
    shares = _shares(stories)
    changes = changes_of(what, shares)
    watch.tell(0.1)
    both = run_both(system, Run(weeks=what.horizon_weeks, paths=asked.paths, seed=asked.seed), changes, watch.part(0.1, 0.85))
    effects = effects_of(both)
    watch.tell(0.9)
    sensitivity = sensitivities(system, what, shares)
    watch.tell(1.0)
    empty = tuple(_idle(each) for each in idle(changes, system.table))
    notes = ((_SPARSE, counted.stories < _FEW_STORIES), (_ROUGH, asked.paths < _FEW_PATHS), (_FOCUSED, len(system.table.series) < len(counted.table.series)))
    return ScenarioReport(
        name=what.name, title=what.title, origin=system.origin, until=system.origin + dt.timedelta(days=7 * what.horizon_weeks - 1),
        weeks=what.horizon_weeks, paths=asked.paths, seed=asked.seed, stories=counted.stories, series=len(system.table.series), effects=effects,
        unnamed=sum(each.verdict == "no difference to tell" for each in effects), sensitivity=sensitivity, signs=early_signs(both, system.origin),
        weights=system.weights, left_out=counted.left_out, notes=(*(note for note, holds in notes if holds), *empty),
    )  # fmt: skip


def score_signs(path: Path, signs: Sequence[Sign]) -> tuple[ScoredSign, ...]:
    """Scores the early signs of an earlier run whose day has come, by what the case tells now; see `Case.score_signs`."""
    from tarazu.forecast.early_signs import score_signs as scored

    stories = list(storytelling.stories(path, storytelling.StoryFilters()))
    return scored(signs, stories, _last_day(stories)) if stories else ()


def _idle(change: Scale) -> str:
    """That a factor finds nothing to change."""
    who = f"{', '.join(change.sources) or 'anybody'} towards {', '.join(change.targets) or 'anybody'}"
    what = " ".join((*change.valences, *(f"in {channel}" for channel in change.channels)))
    return f"the case tells of no acts of {who} {what}: their factor changes nothing".replace("  ", " ")


def _parties() -> tuple[str, ...]:
    scope = balancing.make_scope()
    return (*scope.states, *scope.powers)


def _last_day(stories: Sequence[Story]) -> dt.date:
    """The last day that the case tells of, and not after today."""
    today = dt.datetime.now(dt.UTC).date()
    days = [day for story in stories for day in (story.told, story.when.start if story.when and story.status == "actual" else None) if day is not None]
    return max((day for day in days if day <= today), default=today)


def _shares(stories: Sequence[Story]) -> dict[EventType, float]:
    """Of each type of act its part among the acts of its valence."""
    from tarazu.forecast.counts_table import valence_of

    types = Counter(story.type for story in stories if story.status == "actual")
    valences = Counter({"cooperation": 0, "conflict": 0})
    for kind, number in types.items():
        valences[valence_of(kind)] += number
    return {kind: number / valences[valence_of(kind)] for kind, number in types.items()}
