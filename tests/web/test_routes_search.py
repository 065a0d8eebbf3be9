"""Search over the wire."""

import csv
import io

import pytest
from starlette.testclient import TestClient


def test_search_finds_documents_stories_and_parties_in_any_script(client: TestClient) -> None:
    found = client.get("/api/search", params={"q": "ازبكستان"}).json()  # Uzbekistan, with an Arabic kaf; the text has a Persian one
    (document,) = found["documents"]
    assert (document["hit"]["language"], document["direction"]) == ("fa", "rtl")
    snippet = document["hit"]["snippets"][0]
    marked = [snippet["text"][start - snippet["start"] : end - snippet["start"]] for start, end in snippet["marks"]]
    assert marked == ["ازبکستان"]
    assert [each["story"]["type"] for each in found["stories"]] == ["REJECT"]
    assert (found["parties"][0]["id"], found["parties"][0]["name"]) == ("UZB", "Uzbekistan")


def test_search_narrows_by_language_and_time(client: TestClient) -> None:
    assert client.get("/api/search", params={"q": "agreement", "in": "en"}).json()["documents"]
    assert not client.get("/api/search", params={"q": "agreement", "in": "fa"}).json()["documents"]
    assert not client.get("/api/search", params={"q": "agreement", "to": "1999-12"}).json()["documents"]


def test_search_pages(client: TestClient) -> None:
    first = client.get("/api/search", params={"q": "2024", "limit": 1}).json()
    second = client.get("/api/search", params={"q": "2024", "limit": 1, "offset": 1}).json()
    assert (len(first["documents"]), first["more"], len(second["documents"]), second["more"]) == (1, True, 1, False)
    assert first["documents"][0]["hit"]["doc"] != second["documents"][0]["hit"]["doc"]
    assert (second["stories"], second["parties"]) == ([], [])


def test_search_without_matches_is_empty(client: TestClient) -> None:
    assert client.get("/api/search", params={"q": "zeppelin"}).json() == {"documents": [], "more": False, "stories": [], "parties": []}


@pytest.mark.parametrize("params", [{}, {"q": ""}, {"q": "-proposal"}, {"q": "x" * 401}, {"q": "a", "limit": 0}, {"q": "a", "offset": 10**6}, {"q": "a", "from": "soon"}], ids=str)
def test_search_says_what_is_wrong_with_a_question(client: TestClient, params) -> None:
    answer = client.get("/api/search", params=params)
    assert answer.status_code == 400
    assert answer.json()["error"]["expected"]


@pytest.mark.parametrize("question", ['"', "«", '"" OR 1=1', "NEAR(a b)", "*", "agreement*", "a AND (b", "col:agreement", "\x00agreement", 'agreement -"', "'; DROP TABLE documents; --"])
def test_search_takes_any_text_as_words(client: TestClient, question) -> None:
    assert client.get("/api/search", params={"q": question}).status_code in {200, 400}
    assert client.get("/api/search", params={"q": "agreement"}).json()["documents"]


def test_search_has_a_table_of_the_places(client: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get("/api/search.csv", params={"q": "agreement"}).content.decode("utf-8-sig"))))
    assert [(each["language"], "agreement" in each["text"]) for each in rows] == [("en", True)]
