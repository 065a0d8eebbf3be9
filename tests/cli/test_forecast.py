"""`tarazu forecast` and `tarazu score-forecasts`."""

import datetime as dt
import json
from pathlib import Path

import msgspec
import pytest
import typer
from typer.testing import CliRunner

import tarazu
from tarazu.cli.forecast import forecast, score_forecasts
from tarazu.errors import OptionError

_app = typer.Typer(pretty_exceptions_enable=False)
_app.command()(forecast)
_app.command("score-forecasts")(score_forecasts)


@pytest.fixture(scope="module")
def case(tmp_path_factory) -> str:
    folder = tmp_path_factory.mktemp("case")
    made = tarazu.new(folder / "steppe")
    for at in range(12):
        day = dt.date(2024, 1, 5) + dt.timedelta(days=14 * at)
        text = f"Kazakhstan and China signed an agreement on {day.day} {day:%B %Y}."
        (folder / f"d{at}.json").write_bytes(msgspec.json.encode({"id": f"d{at}", "outlet": "The Steppe Ledger", "date": str(day), "text": text}))
    made.read(sorted(folder.glob("*.json")), work=tarazu.Work(coder="lexicon"))
    return str(made.path)


def test_forecast_prints_chances_reasons_and_where_it_is_kept(case: str) -> None:
    done = CliRunner().invoke(_app, ["forecast", case, "--as-of", "2024-04-30", "--horizon", "4w", "--top", "3"])
    assert done.exit_code == 0, done.output
    assert "China and Kazakhstan sign or back something together" in done.output
    assert "from 2024-04-30 to 2024-05-28" in done.output
    assert "associations estimated from news, not causes" in done.output
    kept = Path(done.output.rsplit("kept in ", 1)[1].strip())
    assert kept.is_file()


def test_score_forecasts_prints_the_forecast_beside_what_it_must_beat(case: str) -> None:
    CliRunner().invoke(_app, ["forecast", case, "--as-of", "2024-04-30"])
    done = CliRunner().invoke(_app, ["score-forecasts", case])
    assert done.exit_code == 0, done.output
    for name in ("forecast", "base rate", "persistence", "recurrency", "CRPS", "MRR", "dated back"):
        assert name in done.output


def test_forecast_and_its_scores_as_json(case: str) -> None:
    [kept] = [json.loads(line) for line in CliRunner().invoke(_app, ["forecast", case, "--as-of", "2024-04-30", "--json"]).output.splitlines()]
    assert kept["outlook"]["scope"]["horizon"] == 30
    assert kept["outlook"]["asked"][0]["chance"] >= kept["outlook"]["asked"][1]["chance"]
    [scores] = [json.loads(line) for line in CliRunner().invoke(_app, ["score-forecasts", case, "--json"]).output.splitlines()]
    assert kept["id"] in scores["ids"]


def test_score_forecasts_of_a_case_without_any_says_what_to_do(tmp_path: Path) -> None:
    done = CliRunner().invoke(_app, ["score-forecasts", str(tarazu.new(tmp_path / "none").path)])
    assert done.exit_code == 0, done.output
    assert "--as-of" in done.output


@pytest.mark.parametrize(("option", "value"), [("--horizon", "soon"), ("--horizon", "999w"), ("--as-of", "May"), ("--powers", "XXX"), ("--language", "tlh")])
def test_forecast_refuses_options_that_do_not_fit(case: str, option: str, value: str) -> None:
    done = CliRunner().invoke(_app, ["forecast", case, "--as-of", "2024-04-30", option, value])
    assert isinstance(done.exception, OptionError)
