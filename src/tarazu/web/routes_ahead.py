"""What to expect: forecasts, how good they were, and what if."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Annotated, Final, Literal

import msgspec
from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from tarazu.api import outlooks, scenarios
from tarazu.api.balancing import REGION
from tarazu.api.days import last_day
from tarazu.api.outlooks import ForecastScores, KeptForecast
from tarazu.api.viewing_outlooks import ForecastLine, Shown, list_forecasts, score_rows, view_forecast
from tarazu.errors import OptionError
from tarazu.forecast.scenario import check, told
from tarazu.web.ahead_work import make_forecast, run_scenario
from tarazu.web.answers import answer, table
from tarazu.web.asking import body
from tarazu.web.desk import AtDesk, Desk

router = APIRouter(prefix="/api", tags=["ahead"])

_LINES: Final = ("id", "as_of", "until", "made", "horizon", "region", "powers", "questions", "learned")
_QUESTIONS: Final = ("rank", "subject", "relation", "object", "question", "chance", "expected", "base_rate", "persistence", "recurrency", "met", "reasons")
_SCORES: Final = ("part", "method", "brier", "log_score", "mrr", "hits_1", "hits_3", "hits_10", "questions", "came")
_EVERY: Final = 2_000
_MOST_PATHS: Final = 20_000


class Wanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A forecast that is to be made; days as YYYY-MM-DD."""

    region: str = REGION
    powers: tuple[str, ...] = ()
    as_of: str | None = None
    horizon: int = outlooks.HORIZON
    seed: int = 0


class Supposed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A scenario that is to be run, and how."""

    scenario: scenarios.Scenario
    paths: int = 2000
    seed: int = 0


def _shown(
    language: Annotated[str, Query(max_length=8)] = "en", party: Annotated[str, Query(max_length=80)] = "",
    relation: Annotated[str, Query(max_length=40)] = "", limit: Annotated[int, Query(ge=1, le=200)] = 20, offset: Annotated[int, Query(ge=0, le=10_000)] = 0,
) -> Shown:  # fmt: skip
    return Shown(language=language, party=party, relation=relation, limit=limit, offset=offset)


Asked = Annotated[Shown, Depends(_shown)]


def _all(desk: Desk) -> tuple[KeptForecast, ...]:
    """All forecasts; read anew when one has come, as their files are none of the case's."""
    return desk.shelf.get(("forecasts", outlooks.forecast_marks(desk.case.path)), desk.case.forecasts)


def _one(desk: Desk, wanted: str) -> KeptForecast:
    return next((each for each in _all(desk) if each.id == wanted), None) or outlooks.read_forecast(desk.case.path, wanted)


def _scores(desk: Desk) -> ForecastScores:
    return desk.shelf.soon(("forecast scores", outlooks.forecast_marks(desk.case.path)), desk.case.score_forecasts)


@router.get("/forecasts")
def forecasts(desk: AtDesk) -> Response:
    """The forecasts that were made of the case, the latest first."""
    return answer(list_forecasts(_all(desk)))


@router.get("/forecasts.csv")
def forecasts_table(desk: AtDesk) -> Response:
    """The forecasts as a table."""
    return table(_LINES, (_cells(each) for each in list_forecasts(_all(desk))), "forecasts")


def _cells(line: ForecastLine) -> tuple[str | int, ...]:
    return (
        line.id, line.as_of.isoformat(), line.until.isoformat(), line.made.isoformat(), line.horizon, ";".join(line.region), ";".join(line.powers),
        line.questions, line.learned,
    )  # fmt: skip


@router.post("/forecasts")
def make(desk: AtDesk, wanted: Annotated[Wanted, Depends(body(Wanted))]) -> Response:
    """Makes a forecast, as a job whose result is the forecast's id."""
    scope = outlooks.make_outlook_scope(wanted.region, wanted.powers, last_day(wanted.as_of, "as_of"), wanted.horizon, wanted.seed)
    work = functools.partial(make_forecast, desk.case.path, scope)
    return answer(desk.jobs.start(f"{scope.as_of} + {scope.horizon}", work, kind="forecast"), 202)


@router.get("/forecasts/scores")
def scores(desk: AtDesk) -> Response:
    """How good past forecasts were, with the table of reliability; 202 while it is worked out."""
    return answer(_scores(desk))


@router.get("/forecasts/scores.csv")
def scores_table(desk: AtDesk) -> Response:
    """The scores as a table."""
    return table(_SCORES, score_rows(_scores(desk)), "forecast-scores")


@router.get("/forecasts/{wanted}.csv")
def forecast_table(desk: AtDesk, wanted: str, asked: Asked) -> Response:
    """The questions of a forecast as a table, all that the filters take."""
    kept = _one(desk, wanted)
    view = view_forecast(desk.case.path, kept, msgspec.structs.replace(asked, limit=_EVERY, offset=0))
    rows = (
        (
            each.rank, each.subject, each.relation, each.object, each.said, each.chance, each.expected, each.base_rate, each.persistence, each.recurrency,
            each.met, " ".join(ground.said for ground in each.grounds),
        )
        for each in view.questions
    )  # fmt: skip
    return table(_QUESTIONS, rows, f"forecast-{kept.id}")


@router.get("/forecasts/{wanted}")
def forecast(desk: AtDesk, wanted: str, asked: Asked, days: Literal["words", "iso"] = "words") -> Response:
    """A page of a forecast in the words of a language, with the stories behind its reasons; `latest` is the latest one."""
    known = _all(desk)
    kept = known[0] if wanted == "latest" and known else _one(desk, wanted)
    return answer(view_forecast(desk.case.path, kept, msgspec.structs.replace(asked, iso_days=days == "iso")))


@router.get("/scenarios")
def ready() -> Response:
    """The ready scenarios, each as it can be changed and run."""
    return answer(scenarios.ready_scenarios())


@router.get("/scenarios.csv")
def ready_table(language: Annotated[str, Query(max_length=8)] = "en") -> Response:
    """The ready scenarios as a table."""
    return table(("name", "title", "about", "weeks"), _ready(language), "scenarios")


def _ready(language: str) -> Iterator[tuple[str, str, str, int]]:
    yield from ((each.name, told(each.title, language), told(each.about, language), each.horizon_weeks) for each in scenarios.ready_scenarios())


@router.post("/scenarios/run")
def run(desk: AtDesk, supposed: Annotated[Supposed, Depends(body(Supposed))]) -> Response:
    """Runs a scenario, as a job whose result is the report."""
    if not 1 <= supposed.paths <= _MOST_PATHS:
        raise OptionError("paths", f"1 to {_MOST_PATHS:,}", str(supposed.paths), "2,000 are enough for bands of nine in ten")
    check(supposed.scenario, "scenario")
    work = functools.partial(run_scenario, desk.case.path, supposed.scenario, scenarios.ScenarioRun(paths=supposed.paths, seed=supposed.seed))
    return answer(desk.jobs.start(told(supposed.scenario.title), work, kind="scenario"), 202)
