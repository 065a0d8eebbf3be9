"""The page's files: known at the start, and nothing else is ever read."""

import gzip

import pytest
from starlette.testclient import TestClient

from tarazu.web.app import make_app
from tarazu.web.guard import Doors

SCRIPT = "/assets/index-D0NF81UU.js"


def test_page_stands_at_all_its_addresses(client) -> None:
    for path in ("/", "/balance", "/dyad/KAZ/RUS?from=2022-01", "/documents/ab12?record=cd34", "/sources/"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["content-type"], answer.headers["cache-control"]) == (200, "text/html; charset=utf-8", "no-cache")
        assert "<title>Tarazu</title>" in answer.text


def test_hashed_files_are_kept_for_ever(client) -> None:
    answer = client.get(SCRIPT)
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert client.get("/icon.svg").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("accepted", ["gzip", "br, gzip", "identity", ""])
def test_files_come_packed_as_the_browser_takes_them(client, accepted) -> None:
    with client.stream("GET", SCRIPT, headers={"Accept-Encoding": accepted}) as answer:
        sent = b"".join(answer.iter_raw())
        encoding = answer.headers.get("content-encoding")
    plain = ("console.log('steppe')\n" * 200).encode()
    if encoding is None:
        assert sent == plain
    else:
        assert encoding in accepted
        assert len(sent) < len(plain)
        assert encoding != "gzip" or gzip.decompress(sent) == plain


def test_files_that_are_there_already_are_not_sent_again(client) -> None:
    tag = client.get(SCRIPT).headers["etag"]
    again = client.get(SCRIPT, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_files_of_an_old_page_are_not_there(client) -> None:
    assert client.get("/assets/index-AAAAAAAA.js").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/../secret.txt", "/..%2f..%2fsteppe.tarazu", "/%2e%2e/steppe.tarazu", "/assets/../../steppe.tarazu", "/secret.pem", "/etc/passwd", "/assets/%00", "//x"],
)
def test_no_address_reaches_the_disk(client, tmp_path, path) -> None:
    (tmp_path / "secret.txt").write_text("a secret", encoding="utf-8")
    answer = client.get(path)
    assert "secret" not in answer.text
    assert "no file of a page" not in answer.text
    assert answer.status_code in {200, 404}


def test_files_are_read_at_the_start_only(client, page) -> None:
    (page / "assets" / "late-BBBBBBBB.js").write_text("late", encoding="utf-8")
    (page / "index.html").write_text("changed", encoding="utf-8")
    assert client.get("/assets/late-BBBBBBBB.js").status_code == 404
    assert "changed" not in client.get("/").text


def test_without_a_page_it_says_how_to_build_it(case, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("TARAZU_PAGE", str(tmp_path / "none"))
    with TestClient(make_app(case, Doors()), base_url="http://127.0.0.1:8000") as client:
        answer = client.get("/balance")
        assert answer.status_code == 503
        assert "make page" in answer.text
        assert client.get("/api/case").status_code == 200
