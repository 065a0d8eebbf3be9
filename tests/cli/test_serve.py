"""`tarazu serve`: a real server on the loopback."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import tarazu
from tarazu.cli import main
from tarazu.errors import OptionError
from tarazu.web.serve import serve


@pytest.fixture
def case(tmp_path) -> Path:
    return tarazu.new(tmp_path / "steppe").path


def begin(case: Path, *options: str) -> tuple[subprocess.Popen[str], str]:
    command = [sys.executable, "-m", "tarazu", "serve", str(case), "--port", "0", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "TARAZU_PAGE": str(case.parent / "none")})
    return process, (process.stdout.readline() if process.stdout else "").strip()


def ask(address: str, path: str, **headers: str) -> tuple[int, str]:
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 0, timeout=20)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.getheader("Set-Cookie") or answer.read().decode()
    finally:
        connection.close()


def end(process: subprocess.Popen[str], number: int = signal.SIGINT) -> str:
    process.send_signal(number)
    _, said = process.communicate(timeout=30)
    return said


def test_serve_says_where_the_page_is_and_ends_when_it_is_told(case) -> None:
    process, address = begin(case)
    try:
        assert address.startswith("http://127.0.0.1:")
        status, body = ask(address, "/api/case")
        assert (status, '"file":"steppe.tarazu"' in body) == (200, True)
        assert ask(address, "/api/case", Host="evil.example")[0] == 421
    finally:
        said = end(process)
    assert process.returncode in {0, -signal.SIGINT, 130}
    assert said == ""
    assert not case.with_name(case.name + "-wal").exists()


def test_serve_listens_to_this_computer_only(case) -> None:
    process, address = begin(case)
    try:
        own = socket.gethostbyname(socket.gethostname())
        if not own.startswith("127."):
            with pytest.raises((ConnectionRefusedError, TimeoutError)), socket.create_connection((own, urlsplit(address).port or 0), timeout=2):
                pass
    finally:
        end(process)


def test_serve_for_others_needs_the_token_that_it_prints(case) -> None:
    process, address = begin(case, "--host", "0.0.0.0")  # noqa: S104 - what is tested
    try:
        port = urlsplit(address).port
        token = address.partition("?token=")[2]
        assert len(token) >= 32
        here = f"http://127.0.0.1:{port}"
        assert ask(here, "/api/case")[0] == 401
        status, cookie = ask(here, f"/?token={token}")
        assert (status, "HttpOnly" in cookie, "SameSite=strict" in cookie) == (303, True, True)
        assert ask(here, "/api/case", Cookie=cookie.partition(";")[0])[0] == 200
        assert ask(here, "/api/case", Cookie=f"tarazu-token-{port}=wrong")[0] == 401
    finally:
        end(process)


def test_serve_ends_while_events_are_listened_to(case) -> None:
    process, address = begin(case)
    parts = urlsplit(address)
    try:
        with socket.create_connection((parts.hostname or "", parts.port or 0)) as waiting:
            waiting.sendall(b"GET /api/case HTTP/1.1\r\nHost: " + f"{parts.hostname}:{parts.port}".encode() + b"\r\n")  # and no more
            time.sleep(0.2)
            began = time.monotonic()
            end(process, signal.SIGTERM)
            assert time.monotonic() - began < 15
    finally:
        process.kill()


def test_serve_says_that_a_port_is_taken(case, capsys) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(SystemExit) as ended:
        main(["serve", str(case), "--port", str(taken.getsockname()[1])])
    assert ended.value.code == 2
    assert "expected a free port" in capsys.readouterr().err


@pytest.mark.parametrize("host", ["", "203.0.113.7", "x" * 300])
def test_serve_says_that_a_host_is_none_of_ours(case, host) -> None:
    with pytest.raises(OptionError):
        serve(tarazu.open(case), (host, 0), lambda _: pytest.fail("it is served"))


def test_serve_wants_a_case(tmp_path, capsys) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["serve", str(tmp_path / "none"), "--port", "0"])
    assert ended.value.code == 1
    assert "expected a case" in capsys.readouterr().err
