"""Documents over the wire."""

import csv
import io
from pathlib import Path

import msgspec
import pytest
from starlette.testclient import TestClient

import tarazu
from tarazu.web.app import make_app
from tarazu.web.guard import Doors

PERSIAN = "🟢 گزارش\n\nرئیس‌جمهور قزاقستان روز ۳ ژوئیه ۲۰۲۴ با رئیس‌جمهور چین دیدار کرد."
HOSTILE = "<script>alert(1)</script> Uzbekistan rejected the proposal of Russia on 6 July 2024."
OURS = {"origin": "http://127.0.0.1:8000"}


@pytest.fixture
def client(tmp_path: Path):
    made = tarazu.new(tmp_path / "steppe")
    paths = []
    for name, outlet, text in (("fa-1", "پیک سغد", PERSIAN), ("en-1", "=cmd()", HOSTILE)):
        path = tmp_path / f"{name}.json"
        path.write_bytes(msgspec.json.encode({"id": name, "outlet": outlet, "date": "2024-07-05", "text": text}))
        paths.append(path)
    made.read(paths, work=tarazu.Work(coder="lexicon"))
    with TestClient(make_app(made, Doors()), base_url="http://127.0.0.1:8000") as found:
        yield found


def _doc(client, language) -> str:
    return client.get("/api/documents", params={"language": language}).json()["documents"][0]["doc"]


def _cells(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_documents_are_listed_page_by_page(client) -> None:
    page = client.get("/api/documents", params={"limit": 1, "offset": 1}).json()
    assert (page["total"], len(page["documents"])) == (2, 1)
    assert client.get("/api/documents", params={"limit": 0}).status_code == 400
    assert client.get("/api/documents", params={"language": "tg"}).json()["total"] == 0


def test_document_spans_count_code_points_of_the_text_as_received(client) -> None:
    found = client.get(f"/api/documents/{_doc(client, 'fa')}").json()
    assert (found["text"], found["direction"]) == (PERSIAN, "rtl")
    evidence = found["records"][0]["held"]["record"]["evidence"][0]
    assert PERSIAN[evidence["start"] : evidence["end"]] == evidence["text"]
    assert all(part["role"] for part in evidence["parts"])


def test_document_with_markup_comes_as_it_is_and_never_as_a_page(client) -> None:
    answer = client.get(f"/api/documents/{_doc(client, 'en')}")
    assert answer.json()["text"] == HOSTILE
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_documents_have_a_twin_for_spreadsheets(client) -> None:
    head, *rows = _cells(client.get("/api/documents.csv"))
    assert len(rows) == 2
    assert "'=cmd()" in {row[head.index("outlet")] for row in rows}
    head, *rows = _cells(client.get(f"/api/documents/{_doc(client, 'fa')}.csv"))
    assert rows[0][head.index("sentence")] in PERSIAN


@pytest.mark.parametrize("path", ["documents/nowhere", "documents/nowhere.csv", "documents/..%2f..%2fetc%2fpasswd", "records/000000/explain", "records/000000"])
def test_what_is_not_there_is_said_to_be_missing(client, path) -> None:
    answer = client.get(f"/api/{path}")
    assert answer.status_code == 404
    assert set(answer.json()["error"]) == {"where", "expected", "found", "hint"}


def test_record_is_explained_and_shown(client) -> None:
    record = client.get(f"/api/documents/{_doc(client, 'en')}").json()["records"][0]["held"]["record"]["id"]
    assert client.get(f"/api/records/{record}").json()["record"]["id"] == record
    while (answer := client.get(f"/api/records/{record}/explain")).status_code == 202:
        assert answer.headers["retry-after"]
    assert answer.json()["reasons"]
    assert isinstance(client.get(f"/api/records/{record}/near").json(), list)


def test_rejected_record_leaves_the_document_and_comes_back(client) -> None:
    doc = _doc(client, "en")
    record = client.get(f"/api/documents/{doc}").json()["records"][0]["held"]["record"]["id"]
    made = client.post("/api/judgements", json={"ids": [record], "action": "reject", "author": "Aida"}, headers=OURS).json()["judgement"]
    after = client.get(f"/api/documents/{doc}").json()
    assert record not in {each["held"]["record"]["id"] for each in after["records"]}
    assert after["decisions"][0]["targets"][0]["evidence"]
    client.post(f"/api/judgements/{made['id']}/undo", json={}, headers=OURS)
    assert record in {each["held"]["record"]["id"] for each in client.get(f"/api/documents/{doc}").json()["records"]}


def test_settable_says_what_may_be_set(client) -> None:
    found = client.get("/api/settable").json()
    assert found["fields"]["event"][0] == "type"
    assert "visit" in found["modes"]["CONSULT"]
