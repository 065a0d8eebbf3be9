"""Briefs over the wire."""

import csv
import io
import time
import zipfile
from pathlib import Path

import msgspec
import pytest
from starlette.testclient import TestClient

import tarazu
from tarazu.api import briefing
from tarazu.web.app import make_app
from tarazu.web.guard import Doors

TEXTS = {
    "en-1": "Kassym-Jomart Tokayev met Xi Jinping in Astana on 3 July 2024.",
    "fa-1": "قاسم جومارت توکایف، رئیس‌جمهور قزاقستان، با شی جین‌پینگ، رئیس‌جمهور چین، روز ۳ ژوئیه ۲۰۲۴ در آستانه دیدار کرد.",
}
ASKED = {"dyad": "KAZ-CHN", "from": "2024-01", "to": "2024-12"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory):
    folder: Path = tmp_path_factory.mktemp("case")
    made = tarazu.new(folder / "steppe")
    paths = []
    for name, text in TEXTS.items():
        paths.append(folder / f"{name}.json")
        paths[-1].write_bytes(msgspec.json.encode({"id": name, "outlet": name, "date": "2024-07-05", "text": text}))
    made.read(paths, work=tarazu.Work(coder="lexicon"))
    with TestClient(make_app(made, Doors()), base_url="http://127.0.0.1:8000") as found:
        yield found


def ready(client: TestClient, params: dict[str, str]):
    for _ in range(400):
        answer = client.get("/api/brief", params=params)
        if answer.status_code != 202:
            return answer
        time.sleep(0.05)
    pytest.fail("the brief is never done")


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("fa", "rtl"), ("ar", "rtl"), ("ru", "ltr")])
def test_brief_comes_in_the_words_of_its_language(client, language, direction) -> None:
    page = ready(client, {**ASKED, "language": language}).json()
    assert (page["language"], page["direction"]) == (language, direction)
    quoted = {note["quotation"]: note for note in page["notes"] if note["quotation"]}
    assert set(quoted) == set(TEXTS.values())
    assert all(note["doc"] and note["record"] for note in quoted.values())


def test_brief_without_days_is_on_the_last_years_that_the_case_tells_of(client) -> None:
    page = ready(client, {"dyad": "KAZ-CHN"}).json()
    assert page["subtitle"].endswith("2024")


def test_every_mark_in_the_text_has_its_note(client) -> None:
    page = ready(client, ASKED).json()
    marks = {run["number"] for part in page["parts"] for line in part["lines"] for run in line["runs"] if run["kind"] == "note"}
    assert marks
    assert marks <= {note["number"] for note in page["notes"]}


@pytest.mark.parametrize("shape", ["md", "html", "docx", "pdf"])
def test_brief_is_handed_out_as_a_file(client, shape) -> None:
    if shape not in briefing.writable_shapes():
        pytest.skip("the extra that sets type is not installed")
    answer = client.get("/api/brief/file", params={**ASKED, "shape": shape})
    assert answer.status_code == 200
    assert f"brief-KAZ-CHN-2024-01-01-2024-12-31-en.{shape}" in answer.headers["content-disposition"]
    assert answer.headers["content-disposition"].startswith("attachment")
    if shape == "docx":
        assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    else:
        assert {"md": b"# Kazakhstan", "html": b"<!doctype html>", "pdf": b"%PDF-"}[shape] in answer.content[:200]


def test_brief_table_has_the_sentences_with_their_notes(client) -> None:
    answer = client.get("/api/brief.csv", params=ASKED)
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {"findings", "stories", "method", "notes"} <= {row[0] for row in rows}


@pytest.mark.parametrize("query", [
    {}, {"dyad": "central-asia-CHN"}, {"dyad": "../../etc"}, {**ASKED, "language": "zh"}, {**ASKED, "from": "2025-01"}, {**ASKED, "shape": "exe"},
], ids=str)  # fmt: skip
def test_brief_refuses_what_cannot_be_asked(client, query) -> None:
    answer = client.get("/api/brief/file", params=query)
    assert answer.status_code == 400
    assert answer.json()["error"]["hint"]


def test_languages_and_formats_are_offered(client) -> None:
    offered = client.get("/api/brief/languages").json()
    assert set(offered["languages"]) == {"en", "fa", "ar", "ru"}
    assert {"md", "html", "docx"} <= set(offered["formats"])
