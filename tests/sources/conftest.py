"""A small web server on the loopback, and a clock that nobody waits for."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Callable, Iterator
from email.message import Message
from pathlib import Path

import pytest

from tarazu.sources.fetch import Fetcher
from tarazu.sources.web_types import Timing, WebSettings

Answer = Callable[[http.server.BaseHTTPRequestHandler], None]


class Site:
    """What the server answers: per path a list of answers, of which the last one stays."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[tuple[str, Message]] = []
        self.url = ""

    def on(self, path: str, *answers: Answer) -> None:
        self.answers[path] = list(answers)

    def page(self, path: str, body: bytes | str, kind: str = "text/html; charset=utf-8", status: int = 200, **headers: str) -> None:
        self.on(path, given(body, kind, status, **headers))

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked if path != "/robots.txt"]


def given(body: bytes | str, kind: str = "text/html; charset=utf-8", status: int = 200, **headers: str) -> Answer:
    """An answer with a body; of a header's name the underscores are hyphens."""
    content = body.encode() if isinstance(body, str) else body

    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        tag = headers.get("ETag")
        fresh = tag is not None and handler.headers.get("If-None-Match") == tag
        handler.send_response(304 if fresh else status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        if not fresh:
            handler.send_header("Content-Type", kind)
            handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        if not fresh:
            handler.wfile.write(content)

    return answer


@pytest.fixture(name="given")
def given_fixture() -> Callable[..., Answer]:
    return given


@pytest.fixture
def site() -> Iterator[Site]:
    here = Site()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            here.asked.append((self.path, self.headers))
            answers = here.answers.get(self.path, [given("", status=404)])
            answer = answers.pop(0) if len(answers) > 1 else answers[0]
            try:
                answer(self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, *_arguments: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    here.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield here
    server.shutdown()
    server.server_close()
    thread.join()


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.time = 1000.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds

    @property
    def timing(self) -> Timing:
        return Timing(now=lambda: self.time, sleep=self.sleep)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def fetcher(clock: Clock) -> Iterator[Fetcher]:
    with Fetcher(WebSettings(private=True, delay=0, timeout=5), clock.timing) as opened:
        yield opened


@pytest.fixture
def cached(clock: Clock, tmp_path: Path) -> Callable[[], Fetcher]:
    """Fetchers that share one cache."""
    return lambda: Fetcher(WebSettings(private=True, delay=0, timeout=5, cache=tmp_path / "cache"), clock.timing)
