"""Who is let in, what may be sent, and what every answer says."""

import http.cookies

import pytest
from starlette.testclient import TestClient

from tarazu.web.app import make_app
from tarazu.web.guard import HEADERS, Doors, is_loopback

COOKIE = "tarazu-token-8000"

HOME = "http://127.0.0.1:8000"


def raw(client, method="GET", path="/api/case", **options):
    return client.request(method, path, follow_redirects=False, **options)


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000", "LOCALHOST:8000"])
def test_guard_knows_the_names_of_this_computer(client, host) -> None:
    assert raw(client, headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example:8000", "evil.example", "127.0.0.1", "127.0.0.1:8001", "localhost.evil.example:8000", "127.0.0.1.evil.example:8000", "", "127.0.0.1:",
        "127.0.0.1:8000@evil.example", "evil.example#127.0.0.1:8000", "192.168.1.5:8000", "[::2]:8000", "127.0.0.1:8000, evil.example", "0.0.0.0:8000",
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/", "/api/case", "/assets/index-D0NF81UU.js"])
def test_guard_refuses_foreign_hosts(client, host, path) -> None:
    answer = raw(client, path=path, headers={"Host": host})
    assert answer.status_code == 421
    assert answer.json()["error"]["where"] == "Host"


def test_guard_refuses_two_hosts(client) -> None:
    assert raw(client, headers=[("Host", "127.0.0.1:8000"), ("Host", "evil.example")]).status_code == 421


BODY = {"ids": ["abcdef"], "action": "accept"}


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": ""}, {"Origin": "null"}, {"Origin": "http://evil.example"}, {"Origin": "http://127.0.0.1:8001"}, {"Origin": "https://127.0.0.1:8000"},
        {"Origin": "http://localhost:8000"}, {"Origin": HOME, "Sec-Fetch-Site": "cross-site"}, {"Origin": HOME, "Sec-Fetch-Site": "same-site"},
        {"Origin": HOME, "Sec-Fetch-Site": "none"}, {"Origin": f"{HOME}.evil.example"}, {"Origin": f"{HOME}/"},
    ],
    ids=str,
)  # fmt: skip
def test_guard_refuses_what_other_pages_send(client, headers) -> None:
    answer = raw(client, "POST", "/api/judgements", json=BODY, headers=headers)
    assert answer.status_code == 403
    assert client.get("/api/judgements").json()["total"] == 0


def test_guard_refuses_what_comes_without_an_origin(case) -> None:
    with TestClient(make_app(case, Doors()), base_url=HOME) as client:
        assert client.post("/api/judgements", json=BODY).status_code == 403


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "application/jsonp"])
def test_guard_refuses_bodies_that_forms_can_send(client, kind) -> None:
    answer = raw(client, "POST", "/api/judgements", content=b'{"ids":["abcdef"],"action":"accept"}', headers={"Content-Type": kind})
    assert answer.status_code == 415


@pytest.mark.parametrize("method", ["DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
def test_guard_refuses_other_methods(client, method) -> None:
    answer = raw(client, method)
    assert answer.status_code == 405
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_guard_refuses_data_to_other_pages_and_takes_links(client, site) -> None:
    assert raw(client, headers={"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors"}).status_code == 403
    assert raw(client, headers={"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate"}).status_code == 200
    assert raw(client, path="/balance", headers={"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate"}).status_code == 200


def pieces(size: int):
    for _ in range(size // 1024):
        yield b" " * 1024


@pytest.mark.parametrize("told", [True, False], ids=["length told", "length not told"])
@pytest.mark.parametrize(("method", "path", "kind"), [("POST", "/api/judgements", "json"), ("PUT", "/api/sources/files/a.txt", "octet-stream")])
def test_guard_refuses_large_bodies(case, method, path, kind, told) -> None:
    doors = Doors(port=8000, largest_question=10_000, largest_file=20_000)
    with TestClient(make_app(case, doors), base_url=HOME, headers={"Origin": HOME}) as client:
        content = b" " * 40_960 if told else pieces(40_960)
        answer = client.request(method, path, content=content, headers={"Content-Type": f"application/{kind}"})
        assert answer.status_code == 413
        assert answer.json()["error"]["where"] == "body"
        assert all(answer.headers[name] == value for name, value in HEADERS.items())


@pytest.mark.parametrize("length", ["-1", "abc", "1e3", "9" * 30])
def test_guard_refuses_lengths_that_are_none(client, length) -> None:
    headers = {"Content-Type": "application/json", "Content-Length": length}
    assert raw(client, "POST", "/api/judgements", content=pieces(1024), headers=headers).status_code == 413


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200), ("GET", "/stories/s-1?q=%3Cscript%3E", 200), ("GET", "/api/case", 200), ("GET", "/api/nothing", 404), ("GET", "/api/outlets.csv", 200),
        ("GET", "/api/skipped?limit=x", 400), ("POST", "/api/judgements", 400), ("DELETE", "/api/case", 405), ("GET", "/assets/other-AAAAAAAA.js", 404),
        ("GET", "/api/export/nothing", 400), ("HEAD", "/", 200), ("GET", "/api/jobs/none/events", 404), ("POST", "/", 405),
    ],
)  # fmt: skip
def test_every_answer_has_the_headers(client, method, path, status) -> None:
    answer = raw(client, method, path, **({"content": b"{", "headers": {"Content-Type": "application/json"}} if method == "POST" else {}))
    assert answer.status_code == status
    for name, value in HEADERS.items():
        assert answer.headers.get_list(name) == [value]
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'; script-src 'self';")
    assert answer.headers["cache-control"]
    assert "server" not in answer.headers


def test_faults_of_ours_have_the_headers_and_tell_nothing(case, monkeypatch) -> None:
    monkeypatch.setattr("tarazu.web.routes_case.survey", lambda _: 1 / 0)
    with TestClient(make_app(case, Doors(port=8000)), base_url=HOME, raise_server_exceptions=False) as client:
        answer = client.get("/api/case")
        assert answer.status_code == 500
        assert all(answer.headers[name] == value for name, value in HEADERS.items())
        assert "division" not in answer.text
        assert str(case.path) not in answer.text


def test_guard_knows_no_web_sockets(client) -> None:
    from starlette.websockets import WebSocketDisconnect

    with pytest.raises(WebSocketDisconnect), client.websocket_connect("ws://127.0.0.1:8000/api/case"):
        pass


@pytest.fixture
def open_client(case, page):
    doors = Doors(host="0.0.0.0", port=8000, names=("desk.example",), token="a-long-token")  # noqa: S104, S106 - what is tested
    with TestClient(make_app(case, doors), base_url="http://192.168.1.5:8000") as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/api/case", "/assets/index-D0NF81UU.js", "/api/case?token=", "/?token=wrong", "/?token=a-long-toke", "/?token=ä"])
def test_token_is_needed_for_everything(open_client, path) -> None:
    answer = raw(open_client, path=path)
    assert answer.status_code == 401
    assert "a-long-token" not in answer.text


@pytest.mark.parametrize("value", ["", "wrong", "a-long-token2", '"', "a-long-token; x", "a-long-token; other=[1]"])
def test_wrong_cookies_are_no_token(open_client, value) -> None:
    status = raw(open_client, headers={"Cookie": f"{COOKIE}={value}"}).status_code
    assert status == (200 if value.startswith("a-long-token;") else 401)


def test_token_in_the_address_becomes_a_cookie(open_client) -> None:
    answer = raw(open_client, path="/balance?region=central-asia&token=a-long-token")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/balance?region=central-asia"
    cookie = http.cookies.SimpleCookie(answer.headers["set-cookie"])[COOKIE]
    assert (cookie["httponly"], cookie["samesite"].lower(), cookie["path"]) == (True, "strict", "/")
    assert raw(open_client, path="/api/case", headers={"Cookie": f"{COOKIE}={cookie.value}"}).status_code == 200


def test_token_leads_nowhere_else(open_client) -> None:
    answer = raw(open_client, path="//evil.example/x?token=a-long-token")
    assert answer.status_code in {303, 401, 421}
    assert not answer.headers.get("location", "/").startswith("//")


def test_token_in_the_address_changes_nothing(open_client) -> None:
    headers = {"Origin": "http://192.168.1.5:8000"}
    assert raw(open_client, "POST", "/api/judgements?token=a-long-token", json=BODY, headers=headers).status_code == 401


@pytest.mark.parametrize(("host", "status"), [("192.168.1.5:8000", 401), ("desk.example:8000", 401), ("evil.example:8000", 421), ("192.168.1.5:9", 421)])
def test_open_server_knows_its_names_and_figures(open_client, host, status) -> None:
    assert raw(open_client, headers={"Host": host}).status_code == status


@pytest.mark.parametrize(("host", "own"), [("127.0.0.1", True), ("::1", True), ("localhost", True), ("127.9.9.9", True), ("0.0.0.0", False), ("::", False), ("x", False)])  # noqa: S104 - what is tested
def test_loopback_is_told_apart(host, own) -> None:
    assert is_loopback(host) is own
