"""The app as a whole: errors as they are told, revisions, and what is part of it."""

import pkgutil

import pytest

import tarazu
from tarazu import web


def test_app_includes_every_module_of_routes(client) -> None:
    modules = [each.name for each in pkgutil.iter_modules(web.__path__) if each.name.startswith("routes_")]
    paths = client.get("/api/openapi.json").json()["paths"]
    assert {"routes_case", "routes_judgements", "routes_sources", "routes_exports", "routes_jobs"} <= set(modules)
    assert {"/api/case", "/api/judgements", "/api/sources", "/api/export/{shape}", "/api/jobs"} <= set(paths)


@pytest.mark.parametrize("path", ["/api/nothing", "/api/", "/api/case/more", "/api/jobs/none"])
def test_unknown_addresses_are_told_as_errors(client, path) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert set(answer.json()["error"]) == {"where", "expected", "found", "hint"}


def test_what_does_not_fit_is_told_as_an_error(client) -> None:
    answer = client.get("/api/skipped?limit=0")
    assert (answer.status_code, answer.json()["error"]["where"]) == (400, "limit")


def test_bodies_that_do_not_fit_are_told_as_errors(client) -> None:
    for content in (b"", b"{", b"[]", b'{"ids": []}', b'{"ids": ["abcdef"], "action": "accept", "more": 1}', b"\xff\xfe", b"[" * 100_000):
        answer = client.post("/api/judgements", content=content, headers={"Content-Type": "application/json"})
        assert (answer.status_code, answer.json()["error"]["where"]) == (400, "body")


def test_answers_say_which_state_of_the_case_they_are_of(client, case, tmp_path) -> None:
    first = client.get("/api/case")
    assert first.headers["tarazu-revision"] == first.json()["revision"] == client.get("/api/outlets").headers["tarazu-revision"]
    (tmp_path / "new.txt").write_text("Kyrgyzstan and Turkey held talks on 3 March 2024.", encoding="utf-8")
    case.read([tmp_path / "new.txt"], work=tarazu.Work(coder="lexicon"))
    after = client.get("/api/case")
    assert after.json()["revision"] != first.json()["revision"]
    assert after.json()["survey"]["contents"]["documents"] == first.json()["survey"]["contents"]["documents"] + 1


def test_answers_that_are_there_already_are_not_sent_again(client) -> None:
    first = client.get("/api/names?language=fa")
    again = client.get("/api/names?language=fa", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["cache-control"] == "no-cache"
    assert client.get("/api/names?language=ru", headers={"If-None-Match": first.headers["etag"]}).status_code == 200


def test_case_that_is_gone_is_told(client, case) -> None:
    client.get("/api/case")
    case.path.unlink()
    answer = client.get("/api/outlets")
    assert answer.status_code == 400
    assert answer.json()["error"]["expected"] == "a case"
