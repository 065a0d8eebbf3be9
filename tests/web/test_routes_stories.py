"""Stories over the wire."""

import csv
import io
from pathlib import Path

import msgspec
import pytest
from starlette.testclient import TestClient

import tarazu
from tarazu.web.app import make_app
from tarazu.web.guard import Doors

TEXTS = {
    "en-1": "Kassym-Jomart Tokayev met Xi Jinping in Astana on 3 July 2024. Uzbekistan rejected the proposal of Russia on 2 July 2024.",
    "fa-1": "قاسم جومارت توکایف، رئیس‌جمهور قزاقستان، با شی جین‌پینگ، رئیس‌جمهور چین، روز ۳ ژوئیه ۲۰۲۴ در آستانه دیدار کرد.",
}


@pytest.fixture
def client(tmp_path: Path):
    made = tarazu.new(tmp_path / "steppe")
    paths = []
    for name, text in TEXTS.items():
        path = tmp_path / f"{name}.json"
        path.write_bytes(msgspec.json.encode({"id": name, "outlet": name, "date": f"2024-07-0{4 + (name != 'en-1')}", "text": text}))
        paths.append(path)
    made.read(paths, work=tarazu.Work(coder="lexicon"))
    with TestClient(make_app(made, Doors()), base_url="http://127.0.0.1:8000") as found:
        yield found


def test_stories_are_filtered_by_the_query(client) -> None:
    everything = client.get("/api/stories").json()
    assert everything["total"] == len(everything["stories"]) >= 2
    told = client.get("/api/stories", params={"tellings": 2}).json()
    assert [each["told"]["languages"] for each in told["stories"]] == [["en", "fa"]]
    assert client.get("/api/stories", params={"from": "2024-07", "to": "2024-07"}).json()["total"] == everything["total"]
    assert client.get("/api/stories", params={"from": "2024-08"}).json()["total"] == 0
    assert client.get("/api/stories", params={"actor": "UZB", "other": "RUS"}).json()["total"] == 1


@pytest.mark.parametrize("query", [{"limit": "9999"}, {"from": "soon"}, {"type": "DANCE"}, {"actors": "KAZ"}], ids=str)
def test_stories_refuse_what_cannot_be_asked(client, query) -> None:
    answer = client.get("/api/stories", params=query)
    assert answer.status_code == 400
    assert answer.json()["error"]["hint"]


def test_story_is_opened_down_to_its_sentences(client) -> None:
    story = client.get("/api/stories", params={"tellings": 2}).json()["stories"][0]["story"]["id"]
    found = client.get(f"/api/stories/{story}").json()
    assert {each["direction"] for each in found["tellings"]} == {"ltr", "rtl"}
    assert all(each["telling"]["record"]["evidence"][0]["text"] in TEXTS[each["telling"]["facts"]["outlet"]] for each in found["tellings"])
    assert found["chain"]["sources"]
    assert story in {each["story"]["id"] for each in found["thread"]}
    assert client.get("/api/stories/s-0000").status_code == 404


def test_stories_have_twins_for_spreadsheets(client) -> None:
    head, *rows = csv.reader(io.StringIO(client.get("/api/stories.csv").content.decode("utf-8-sig")))
    story = next(row for row in rows if row[head.index("documents")] == "2")
    assert story[head.index("languages")] == "en;fa"
    head, *rows = csv.reader(io.StringIO(client.get(f"/api/stories/{story[0]}.csv").content.decode("utf-8-sig")))
    assert {row[head.index("language")] for row in rows} == {"en", "fa"}
