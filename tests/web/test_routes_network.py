"""Who acts on whom, over the web."""

import csv
import io

import pytest
from starlette.testclient import TestClient


def test_network_draws_each_act_once(client: TestClient) -> None:
    found = client.get("/api/network").json()
    lines = {(each["one"], each["two"]): each["stories"] for each in found["lines"]}
    assert lines == {("CHN", "KAZ"): 1, ("RUS", "UZB"): 1}  # the refusal is told in two languages


def test_network_takes_a_period_and_a_party(client: TestClient) -> None:
    asked = client.get("/api/network", params={"from": "2024-07", "party": "KAZ"}).json()
    assert {(each["source"], each["target"]) for each in asked["pairs"]} == {("KAZ", "CHN"), ("CHN", "KAZ")}
    assert client.get("/api/network", params={"to": "2023"}).status_code == 400


@pytest.mark.parametrize("wrong", [{"channel": "sorcery"}, {"from": "yesterday"}])
def test_network_refuses_what_it_does_not_know(client: TestClient, wrong: dict[str, str]) -> None:
    answered = client.get("/api/network", params=wrong)
    assert answered.status_code == 400
    assert answered.json()["error"]["hint"]


def test_network_stories_opens_the_acts_behind_a_line(client: TestClient) -> None:
    [line] = [each for each in client.get("/api/network").json()["lines"] if each["one"] == "RUS"]
    [act] = client.get("/api/network/stories", params={"ids": ",".join([*line["ids"], "s-nosuch"])}).json()
    assert (act["type"], act["actors"], act["recipients"]) == ("REJECT", ["UZB"], ["RUS"])
    assert client.get("/api/network/stories").json() == []


def test_network_table_is_the_pairs(client: TestClient) -> None:
    answered = client.get("/api/network.csv")
    rows = list(csv.DictReader(io.StringIO(answered.content.decode("utf-8-sig"))))
    assert {(each["source"], each["target"], each["stories"]) for each in rows} == {("UZB", "RUS", "1"), ("KAZ", "CHN", "1"), ("CHN", "KAZ", "1")}
