"""What takes long, as the page asks for it."""

import functools
import json
import sys
from pathlib import Path

import pytest


@pytest.fixture
def works(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    import job_works

    yield job_works
    sys.modules.pop("job_works", None)


def test_events_tell_of_a_job_until_it_is_over(client, works) -> None:
    job = client.app.state.desk.jobs.start("count", functools.partial(works.count, 5), kind="test")
    with client.stream("GET", f"/api/jobs/{job.id}/events") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["cache-control"] == "no-store"
        told = [json.loads(line[6:]) for line in answer.iter_lines() if line.startswith("data: ")]
    assert [told[-1][name] for name in ("state", "result", "progress")] == ["done", {"counted": 5}, {"done": 5}]
    assert client.get(f"/api/jobs/{job.id}").json() == told[-1]


def test_jobs_are_listed_and_stopped(client, works) -> None:
    job = client.app.state.desk.jobs.start("go on", works.go_on, kind="test")
    assert client.get("/api/jobs").json()[0]["id"] == job.id
    assert client.post(f"/api/jobs/{job.id}/stop", json={}).status_code == 200
    with client.stream("GET", f"/api/jobs/{job.id}/events") as answer:
        answer.read()
    assert client.get(f"/api/jobs/{job.id}").json()["state"] == "stopped"


@pytest.mark.parametrize("path", ["/api/jobs/none", "/api/jobs/none/events"])
def test_unknown_jobs_are_told(client, path) -> None:
    assert client.get(path).status_code == 404


def test_pages_are_answered_while_a_job_runs(client, works) -> None:
    job = client.app.state.desk.jobs.start("go on", works.go_on, kind="files", lane="read")
    assert client.get("/api/case").status_code == 200
    assert client.get("/").status_code == 200
    client.app.state.desk.jobs.stop(job.id)
