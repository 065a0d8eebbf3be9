"""What the case is: its contents, names, outlets, what was left out."""

import csv
import io

import pytest

from tarazu.ontologies import plover


def rows(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_case_counts_what_it_holds(client) -> None:
    found = client.get("/api/case").json()
    contents = found["survey"]["contents"]
    assert (found["survey"]["file"], contents["title"], contents["documents"], contents["uncoded"]) == ("steppe.tarazu", "The steppe", 2, 0)
    assert contents["languages"] == {"en": 1, "fa": 1}
    assert contents["records"] == sum(contents["kinds"].values()) > 0
    assert contents["stories"] > 0
    assert found["private"] is True
    assert "/" not in found["survey"]["file"]


@pytest.mark.parametrize(("language", "kazakhstan"), [("en", "Kazakhstan"), ("fa", "قزاقستان"), ("ar", "كازاخستان"), ("ru", "Казахстан")])
def test_names_are_in_the_language(client, language, kazakhstan) -> None:
    found = client.get(f"/api/names?language={language}").json()
    assert (found["language"], found["states"]["KAZ"]) == (language, kazakhstan)
    assert (found["region"], found["powers"][0], found["groups"]["central-asia"]["members"][0]) == ("central-asia", "RUS", "KAZ")
    assert set(found["types"]) == set(plover().types)
    assert set(found["modes"]) == {mode for each in plover().types.values() for mode in each.modes}
    assert set(found["contexts"]) == plover().contexts
    assert all(name for kind in ("statuses", "channels", "ties", "indicators", "dimensions", "directions", "kinds", "parts") for name in found[kind].values())


@pytest.mark.parametrize("language", ["de", "", "../fa", "xx"])
def test_names_fall_back_to_english(client, language) -> None:
    assert client.get("/api/names", params={"language": language}).json()["states"]["KAZ"] == "Kazakhstan"


def test_outlets_are_listed_and_as_a_table(client) -> None:
    found = client.get("/api/outlets").json()
    assert sum(each["volume"]["documents"] for each in found) == 2
    table = rows(client.get("/api/outlets.csv"))
    assert table[0][:2] == ["outlet", "state"]
    assert len(table) == len(found) + 1


def test_skipped_is_paged_and_as_a_table(client, case, tmp_path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.pdf").write_bytes(b"no pdf")
    case.read([tmp_path / f"{name}.pdf" for name in "abc"])
    found = client.get("/api/skipped?limit=2&offset=1").json()
    assert (found["total"], len(found["items"]), found["offset"]) == (3, 2, 1)
    assert len(rows(client.get("/api/skipped.csv"))) == 4


def test_quality_counts_what_was_drawn_and_judged(client, case) -> None:
    assert client.get("/api/quality").json() == []
    for each in case.draw(2):
        client.post("/api/judgements", json={"ids": [each.id], "action": "accept"})
    found = client.get("/api/quality").json()
    assert found[0]["judged"] == 2
    assert len(rows(client.get("/api/quality.csv"))) == len(found) + 1
