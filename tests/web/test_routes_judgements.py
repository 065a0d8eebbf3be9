"""What a person decides is kept, and seen at once."""

import pytest


@pytest.fixture
def events(case) -> list[str]:
    return case.events()["id"].to_list()


def judge(client, **asked):
    return client.post("/api/judgements", json=asked)


def test_rejected_records_count_nowhere_at_the_next_question(client, events) -> None:
    before = client.get("/api/case").json()
    answer = judge(client, ids=[events[0]], action="reject", author="Aigul", note="misread")
    assert answer.status_code == 200
    assert answer.json()["revision"] != before["revision"]
    after = client.get("/api/case").json()
    assert after["revision"] == answer.json()["revision"]
    assert after["survey"]["contents"]["records"] == before["survey"]["contents"]["records"] - 1
    assert after["survey"]["contents"]["stories"] == before["survey"]["contents"]["stories"] - 1


def test_judgements_are_set_and_taken_back(client, case, events) -> None:
    before = case.record(events[0]).record
    made = judge(client, ids=[events[0]], action="set", changes={"type": "REJECT", "actors": "UZB"}).json()["judgement"]
    assert (case.record(events[0]).record.type, case.record(events[0]).judged) == ("REJECT", "corrected")
    assert made["author"] == "analyst"
    undone = client.post(f"/api/judgements/{made['id'][:8]}/undo", json={"author": "Aigul"}).json()["judgement"]
    assert (undone["action"], undone["undoes"]) == ("undo", made["id"])
    assert case.record(events[0]).record == before
    listed = client.get("/api/judgements").json()
    assert [each["judgement"]["action"] for each in listed["items"]] == ["undo", "set"]
    assert [each["stands"] for each in listed["items"]] == [True, False]


def test_merged_records_become_one_story(client, events) -> None:
    before = client.get("/api/case").json()["survey"]["contents"]["stories"]
    assert judge(client, ids=events[:2], action="merge").status_code == 200
    assert client.get("/api/case").json()["survey"]["contents"]["stories"] == before - 1
    assert judge(client, ids=events[:2], action="split").status_code == 200
    assert client.get("/api/case").json()["survey"]["contents"]["stories"] == before


def test_judgements_are_a_table_without_formulas(client, events) -> None:
    judge(client, ids=[events[0]], action="accept", note="=HYPERLINK(1)", author="@you")
    assert "'=HYPERLINK" in client.get("/api/judgements.csv").text
    assert "'@you" in client.get("/api/judgements.csv").text


@pytest.mark.parametrize(
    "asked",
    [
        {"ids": ["ffffffff"], "action": "accept"}, {"ids": [], "action": "accept"}, {"ids": ["abc"], "action": "accept"}, {"action": "accept"},
        {"ids": ["ffffffff"], "action": "undo"}, {"ids": ["ffffffff"], "action": "burn"}, {"ids": ["ffffffff"], "action": "set"},
        {"ids": ["ffffffff"], "action": "accept", "author": " "}, {"ids": ["ffffffff"], "action": "merge"}, {"ids": "ffffffff", "action": "accept"},
        {"ids": ["f" * 65], "action": "accept"}, {"ids": ["ffffffff"], "action": "accept", "note": "x" * 5_000},
    ],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_decided_is_told_and_nothing_is_kept(client, asked) -> None:
    answer = judge(client, **asked)
    assert answer.status_code in {400, 404}
    assert answer.json()["error"]["hint"]
    assert client.get("/api/judgements").json()["total"] == 0


@pytest.mark.parametrize("changes", [{"type": "BURN"}, {"colour": "red"}, {"start": "someday"}, {"actors": ""}])
def test_values_that_do_not_fit_are_told(client, events, changes) -> None:
    answer = judge(client, ids=[events[0]], action="set", changes=changes)
    assert answer.status_code == 400
    assert client.get("/api/judgements").json()["total"] == 0


def test_judgements_that_are_not_there_cannot_be_taken_back(client) -> None:
    assert client.post("/api/judgements/ffffffff/undo", json={}).status_code == 404
