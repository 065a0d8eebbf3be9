"""The works of jobs that look ahead; each runs in a process of its own."""

from __future__ import annotations

from pathlib import Path

from tarazu.api.case import open_case
from tarazu.api.scenarios import Scenario, ScenarioRun, Watch
from tarazu.forecast.outlook_types import OutlookScope
from tarazu.forecast.scenario_types import ScenarioReport
from tarazu.web.telling import Tell


def make_forecast(case: Path, scope: OutlookScope, tell: Tell) -> str:
    """Makes a forecast and keeps it; returns its id."""
    return open_case(case).forecast(scope, tell=lambda done: tell({"done": done})).id


def run_scenario(case: Path, scenario: Scenario, asked: ScenarioRun, tell: Tell) -> ScenarioReport:
    """Runs a scenario; what it comes to stays with the job."""
    return open_case(case).scenario(scenario, asked=asked, watch=Watch(progress=lambda done: tell({"done": done})))
