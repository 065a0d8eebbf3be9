"""Forecasts and scenarios, over the web."""

import csv
import datetime as dt
import io
import time
from pathlib import Path

import msgspec
import pytest
from starlette.testclient import TestClient

import tarazu
from tarazu.web.app import make_app
from tarazu.web.guard import Doors

HOME = "http://127.0.0.1:8000"
OWN = {"Origin": HOME}


@pytest.fixture
def case(tmp_path: Path) -> tarazu.Case:
    """A case that tells of agreements and reproaches over half a year, with a forecast from the middle of it."""
    made = tarazu.new(tmp_path / "steppe")
    for at in range(14):
        day = dt.date(2024, 1, 5) + dt.timedelta(days=14 * at)
        text = f"Kazakhstan and China signed an agreement on {day.day} {day:%B %Y}. Russia accused Kyrgyzstan on {day.day} {day:%B %Y}."
        (tmp_path / f"d{at}.json").write_bytes(msgspec.json.encode({"id": f"d{at}", "outlet": "The Steppe Ledger", "date": str(day), "text": text}))
    made.read(sorted(tmp_path.glob("d*.json")), work=tarazu.Work(coder="lexicon"))
    made.forecast(tarazu.make_outlook_scope(as_of=dt.date(2024, 4, 30)))
    return made


@pytest.fixture
def client(case: tarazu.Case, page: Path):
    del page
    with TestClient(make_app(case, Doors(port=8000), "lexicon"), base_url=HOME, headers=OWN) as made:
        yield made


def waited(client: TestClient, address: str):
    for _ in range(300):
        answered = client.get(address)
        if answered.status_code != 202:
            return answered.json()
        time.sleep(0.1)
    raise TimeoutError(address)


def ended(client: TestClient, job: dict) -> dict:
    for _ in range(600):
        found = client.get(f"/api/jobs/{job['id']}").json()
        if found["state"] in {"done", "failed", "stopped"}:
            return found
        time.sleep(0.1)
    raise TimeoutError(job["name"])


def test_forecasts_are_listed_and_the_latest_is_shown_with_its_stories(client: TestClient) -> None:
    [line] = client.get("/api/forecasts").json()
    assert (line["as_of"], line["until"], line["horizon"]) == ("2024-04-30", "2024-05-30", 30)
    found = client.get("/api/forecasts/latest").json()
    assert found["line"]["id"] == line["id"]
    assert found["questions"][0]["chance"] >= found["questions"][1]["chance"]
    assert found["questions"][0]["grounds"][0]["said"]
    named = {story for question in found["questions"] for ground in question["grounds"] for story in ground["stories"]}
    assert named == {each["id"] for each in found["stories"]}


def test_forecast_is_said_in_the_language_asked_for_and_filtered(client: TestClient) -> None:
    [line] = client.get("/api/forecasts").json()
    found = client.get(f"/api/forecasts/{line['id']}", params={"language": "fa", "party": "CHN", "limit": 3}).json()
    assert len(found["questions"]) == 3
    assert all("CHN" in {each["subject"], each["object"]} for each in found["questions"])
    assert "چین" in found["questions"][0]["said"]  # China
    relation = client.get(f"/api/forecasts/{line['id']}", params={"relation": "ACCUSE"}).json()
    assert {each["relation"] for each in relation["questions"]} == {"ACCUSE"}
    assert client.get(f"/api/forecasts/{line['id']}", params={"language": "tlh"}).status_code == 400


def test_forecast_tables_say_the_same(client: TestClient) -> None:
    [line] = list(csv.DictReader(io.StringIO(client.get("/api/forecasts.csv").content.decode("utf-8-sig"))))
    rows = list(csv.DictReader(io.StringIO(client.get(f"/api/forecasts/{line['id']}.csv").content.decode("utf-8-sig"))))
    assert str(len(rows)) == line["questions"]
    assert rows[0]["rank"] == "1"
    assert rows[0]["reasons"]


def test_scores_set_the_forecast_beside_what_it_must_beat(client: TestClient) -> None:
    found = waited(client, "/api/forecasts/scores")
    assert found["scored"]["forecasts"] == 1
    assert [each["method"] for each in found["scored"]["grades"]] == ["forecast", "base rate", "persistence", "recurrency"]
    assert found["scored"]["reliability"]
    rows = list(csv.DictReader(io.StringIO(client.get("/api/forecasts/scores.csv").content.decode("utf-8-sig"))))
    assert {(each["part"], each["method"]) for each in rows} >= {("all", "forecast"), ("never met", "base rate")}


@pytest.mark.parametrize("wanted", ["2023-01-01T30d-000000000000", "..%2F..%2Fetc", "la"])
def test_a_forecast_that_is_none_is_not_found(client: TestClient, wanted: str) -> None:
    answered = client.get(f"/api/forecasts/{wanted}")
    assert answered.status_code == 404
    assert answered.json()["error"]["hint"]


def test_a_changed_forecast_is_refused_with_a_hint(client: TestClient, case: tarazu.Case) -> None:
    [kept] = case.forecasts()
    Path(kept.path).chmod(0o644)
    Path(kept.path).write_bytes(Path(kept.path).read_bytes().replace(b'"horizon":30', b'"horizon":31'))
    answered = client.get("/api/forecasts")
    assert answered.status_code == 400
    assert "digest" in answered.json()["error"]["expected"]


@pytest.mark.slow
def test_forecast_is_made_as_a_job_and_listed(client: TestClient) -> None:
    started = client.post("/api/forecasts", json={"as_of": "2024-05-31", "horizon": 14, "powers": ["CHN"]})
    assert started.status_code == 202, started.text
    over = ended(client, started.json())
    assert over["state"] == "done", over
    listed = client.get("/api/forecasts").json()
    assert listed[0]["id"] == over["result"]
    assert (listed[0]["horizon"], listed[0]["powers"]) == (14, ["CHN"])


@pytest.mark.parametrize("wrong", [{"region": "atlantis"}, {"horizon": 0}, {"as_of": "soon"}, {"as_of": "2999-01-01"}, {"colour": "red"}, {"powers": "CHN"}])
def test_a_forecast_that_cannot_be_is_refused_before_it_starts(client: TestClient, wrong: dict[str, object]) -> None:
    assert client.post("/api/forecasts", json=wrong).status_code == 400
    assert not client.get("/api/jobs").json()


def test_ready_scenarios_can_be_shown_and_sent_back(client: TestClient) -> None:
    found = client.get("/api/scenarios").json()
    assert {"cpc-closed", "border-war"} <= {each["name"] for each in found}
    assert all({"en", "fa", "ar", "ru"} <= each["title"].keys() for each in found)
    assert "horizon_weeks" in found[0]
    rows = list(csv.DictReader(io.StringIO(client.get("/api/scenarios.csv", params={"language": "ru"}).content.decode("utf-8-sig"))))
    assert len(rows) == len(found)


@pytest.mark.slow
def test_scenario_is_run_as_a_job_with_its_caveat(client: TestClient) -> None:
    scenario = next(each for each in client.get("/api/scenarios").json() if each["name"] == "cpc-closed")
    started = client.post("/api/scenarios/run", json={"scenario": {**scenario, "horizon_weeks": 8, "assumptions": []}, "paths": 200})
    assert started.status_code == 202, started.text
    over = ended(client, started.json())
    assert over["state"] == "done", over
    report = over["result"]
    assert report["weeks"] == 8
    assert "not causes" in report["caveat"]
    assert report["effects"][0]["difference"]["low90"] <= report["effects"][0]["difference"]["high90"]


@pytest.mark.parametrize(
    "wrong",
    [{"scenario": {}}, {"scenario": {"title": "x", "horizon_weeks": 8}}, {"scenario": {"title": "x", "horizon_weeks": 8, "force": [{"type": "AID", "actors": ["ATL"]}]}}],
    ids=["nothing", "nothing supposed", "unknown state"],
)
def test_a_scenario_that_cannot_be_is_refused(client: TestClient, wrong: dict[str, object]) -> None:
    assert client.post("/api/scenarios/run", json=wrong).status_code == 400
