"""What comes into the case through the page: files, addresses, a folder; each as a job."""

import time

import pytest
from starlette.testclient import TestClient

from tarazu.web.app import make_app
from tarazu.web.guard import Doors

PERSIAN = "قزاقستان و چین در ۵ ژوئیه ۲۰۲۴ در آستانه توافقی امضا کردند."  # Kazakhstan and China signed an agreement in Astana on 5 July 2024
RAW = {"Content-Type": "application/octet-stream"}


def put(client, name, content):
    return client.put(f"/api/sources/files/{name}", content=content, headers=RAW)


def over(client, job, within=60):
    deadline = time.monotonic() + within
    while (found := client.get(f"/api/jobs/{job['id']}").json())["state"] in {"queued", "running"}:
        assert time.monotonic() < deadline, found
        time.sleep(0.05)
    return found


def test_files_are_read_under_their_own_names(client, case) -> None:
    before = client.get("/api/case").json()
    taken = [put(client, "گزارش.txt", PERSIAN.encode()), put(client, "broken.json", b"{no json")]
    assert [each.status_code for each in taken] == [200, 200]
    answer = client.post("/api/sources/files", json={"uploads": [each.json()["id"] for each in taken]})
    assert answer.status_code == 202
    done = over(client, answer.json())
    assert (done["state"], done["result"]["coded"], done["result"]["skipped"]) == ("done", 1, 1)
    assert done["result"]["examples"][0]["doc"] == "broken.json"
    assert done["progress"]["stage"] == "stories"
    document = case.document("گزارش.txt")
    assert (document.text, document.sightings[0].address) == (PERSIAN, "گزارش.txt")
    after = client.get("/api/case").json()
    assert after["revision"] != before["revision"]
    assert after["survey"]["contents"]["documents"] == before["survey"]["contents"]["documents"] + 1


def test_files_are_removed_once_they_are_read(client) -> None:
    taken = put(client, "a.txt", PERSIAN.encode()).json()
    uploads = client.app.state.desk.uploads
    folder = uploads._folder
    done = over(client, client.post("/api/sources/files", json={"uploads": [taken["id"]]}).json())
    assert done["state"] == "done"
    assert not list(folder.iterdir())
    assert client.post("/api/sources/files", json={"uploads": [taken["id"]]}).status_code == 404


@pytest.mark.parametrize("name", ["..%2fa.txt", "..%2f..%2fetc%2fpasswd.txt", "a%00.txt", "%2fetc%2fcron.txt", "a%5cb.txt", "program.exe", "a.tarazu", "x%0a.txt"])
def test_names_that_are_paths_are_refused(client, tmp_path, name) -> None:
    before = sorted(tmp_path.rglob("*"))
    answer = put(client, name, b"x")
    assert answer.status_code in {400, 404, 405}
    assert answer.json()["error"]["hint"]
    assert sorted(tmp_path.rglob("*")) == before


def test_large_files_arrive_whole(client) -> None:
    taken = put(client, "a.txt", b"\xd9\x82" * 3_000_000)
    assert (taken.status_code, taken.json()["size"]) == (200, 6_000_000)


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/a", "http://localhost:9/", "http://[::1]:9/", "http://169.254.169.254/latest", "http://10.0.0.1/"])
def test_private_networks_are_never_asked(client, address) -> None:
    done = over(client, client.post("/api/sources/addresses", json={"addresses": [address]}).json())
    assert (done["state"], done["result"]["read"], done["result"]["skipped"]) == ("done", 0, 1)


@pytest.mark.parametrize("kind", ["addresses", "feeds"])
@pytest.mark.parametrize(
    "address",
    ["/etc/passwd", "file:///etc/passwd", "press/en.txt", "steppe.tarazu", "javascript:alert(1)", "http://", "https://:80/", "ftp://example.org/a", "", "http://a b/",
     "http://example.org:99999/", "https://[::1/", "http://example.org/\n", "\\\\host\\share", "C:\\a.txt", "http:example.org"],
    ids=ascii,
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_refused(client, kind, address) -> None:
    if address.strip() != address:
        address = address.replace("\n", "\n x")
    answer = client.post(f"/api/sources/{kind}", json={"addresses": ["https://example.org/", address]})
    assert answer.status_code == 400
    assert client.get("/api/jobs").json() == []


def test_folder_is_watched_until_it_is_stopped(client, tmp_path) -> None:
    folder = tmp_path / "drop"
    folder.mkdir()
    job = client.post("/api/sources/watch", json={"folder": str(folder)}).json()
    (folder / "new.txt").write_text(PERSIAN, encoding="utf-8")
    deadline = time.monotonic() + 40
    while ((client.get(f"/api/jobs/{job['id']}").json()["progress"] or {}).get("count") or {}).get("coded") != 1:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    while client.get("/api/case").json()["survey"]["contents"]["untold"]:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    client.post(f"/api/jobs/{job['id']}/stop", json={})
    done = over(client, job)
    assert (done["state"], client.get("/api/case").json()["survey"]["contents"]["documents"]) == ("stopped", 3)


@pytest.mark.parametrize("folder", ["press", "../press", "/no/such/folder", "", "/", "/etc/passwd", "/\x00"], ids=ascii)
def test_what_is_no_folder_is_refused(client, folder) -> None:
    assert client.post("/api/sources/watch", json={"folder": folder}).status_code == 400
    assert client.get("/api/jobs").json() == []


def test_folders_are_not_watched_for_others(case, tmp_path) -> None:
    doors = Doors(host="0.0.0.0", port=8000, token="t")  # noqa: S104, S106 - what is tested
    home = "http://192.168.1.5:8000"
    with TestClient(make_app(case, doors), base_url=home, headers={"Origin": home, "Cookie": "tarazu-token-8000=t"}) as client:
        assert client.post("/api/sources/watch", json={"folder": str(tmp_path)}).status_code == 400
        assert client.get("/api/sources").json()["folders"] is False


def test_possible_says_what_is_read(client) -> None:
    found = client.get("/api/sources").json()
    assert {".txt", ".pdf", ".warc.gz"} <= set(found["endings"])
    assert (found["folders"], found["largest_file"]) == (True, 64 * 2**20)
