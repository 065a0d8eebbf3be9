"""Narratives over the wire."""

import csv
import io
import time
from pathlib import Path

import msgspec
import pytest
from starlette.testclient import TestClient

import tarazu
from tarazu.web.app import make_app
from tarazu.web.guard import Doors

TEXTS = {
    "en-1": "Russia is losing its influence in Kazakhstan. <script>alert(1)</script>",
    "fa-1": "قزاقستان و روسیه روز ۳ ژوئیه ۲۰۲۴ توافقنامه‌ای امضا کردند.",
}
OUTLETS = {"en-1": "=cmd|' /C calc'!A0", "fa-1": "پیک سغد"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory):
    folder: Path = tmp_path_factory.mktemp("case")
    made = tarazu.new(folder / "steppe")
    paths = []
    for name, text in TEXTS.items():
        paths.append(folder / f"{name}.json")
        paths[-1].write_bytes(msgspec.json.encode({"id": name, "outlet": OUTLETS[name], "date": "2024-07-05", "text": text}))
    made.read(paths, work=tarazu.Work(coder="lexicon"))
    with TestClient(make_app(made, Doors()), base_url="http://127.0.0.1:8000") as found:
        yield found


def ready(client: TestClient, path: str, params: dict[str, str]):
    for _ in range(200):
        answer = client.get(path, params=params)
        if answer.status_code != 202:
            return answer
        time.sleep(0.05)
    pytest.fail(f"{path} is never done")


def test_cells_open_to_their_sentences(client) -> None:
    asked = {"dyad": "KAZ-RUS"}
    view = ready(client, "/api/narratives", asked).json()
    assert [row["name"] for row in view["rows"]]
    for cell in view["cells"]:
        keys = {"group": view["rows"][cell["row"]]["key"], "column": view["columns"][cell["column"]]["key"]}
        said = ready(client, "/api/narratives/said", {**asked, **keys}).json()
        assert said["total"] == cell["count"]
        assert all(any(each["text"] in text for text in TEXTS.values()) for each in said["items"])


def test_rows_follow_the_grouping(client) -> None:
    view = ready(client, "/api/narratives", {"dyad": "KAZ-RUS", "by": "language"}).json()
    assert {row["name"] for row in view["rows"]} == {"en", "fa"}


def test_a_topic_and_a_period_narrow_it_down(client) -> None:
    assert {column["kind"] for column in ready(client, "/api/narratives", {"dyad": "KAZ-RUS", "topic": "influence"}).json()["columns"]} == {"assessment"}
    assert ready(client, "/api/narratives", {"dyad": "KAZ-RUS", "to": "2023-12"}).json()["rows"] == []


def test_the_table_is_safe_to_open_in_a_spreadsheet(client) -> None:
    answer = ready(client, "/api/narratives.csv", {"dyad": "KAZ-RUS"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["who", "kind", "matter"]
    assert not any(cell.startswith("=") for row in rows for cell in row)


@pytest.mark.parametrize("query", [{"dyad": "KAZ-Narnia"}, {"by": "mood"}, {"from": "soon"}, {"from": "2024-02", "to": "2024-01", "dyad": "KAZ-RUS"}], ids=str)
def test_narratives_refuse_what_cannot_be_asked(client, query) -> None:
    answer = client.get("/api/narratives", params=query)
    assert answer.status_code == 400
    assert answer.json()["error"]["expected"]
