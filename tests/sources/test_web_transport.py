"""Tests of how requests leave."""

from __future__ import annotations

import socket

import httpcore2
import pytest

from tarazu.sources.fetch import Fetcher
from tarazu.sources.web_transport import Turns, _Backend
from tarazu.sources.web_types import BusyError, FetchError, WebSettings


def test_turns_keeps_requests_to_one_host_apart(clock) -> None:
    turns = Turns(3.0, clock.timing)
    turns.take("a.example")
    turns.take("b.example")
    turns.take("a.example")
    clock.time += 10
    turns.take("a.example")
    assert clock.slept == [3.0]


def test_turns_lets_the_longer_delay_win(clock) -> None:
    turns = Turns(3.0, clock.timing)
    turns.take("a.example")
    turns.slow("a.example", 9.0)
    turns.take("a.example")
    turns.slow("b.example", 1.0)
    turns.take("b.example")
    turns.take("b.example")
    assert clock.slept == [9.0, 3.0]


def test_turns_holds_a_host_in_trouble(clock) -> None:
    turns = Turns(3.0, clock.timing)
    turns.hold("a.example", 30.0)
    turns.take("a.example")
    assert clock.slept == [30.0]


def test_transport_connects_to_the_checked_address_and_keeps_the_name(site, clock, monkeypatch) -> None:
    asked: list[str] = []
    real = socket.getaddrinfo

    def look_up(host, port, *rest, **more):
        asked.append(host)
        return real("127.0.0.1", port, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    site.page("/a", "<p>Встреча</p>")
    with Fetcher(WebSettings(private=True, delay=0), clock.timing) as fetcher:
        port = site.url.rpartition(":")[2]
        assert fetcher.fetch(f"http://news.example:{port}/a").content
    assert asked[0] == "news.example"
    assert [headers["Host"] for _, headers in site.asked] == [f"news.example:{port}"] * 2


class _Connections(httpcore2.NetworkBackend):
    def __init__(self) -> None:
        self.made: list[str] = []

    def connect_tcp(self, host, *_rest, **_more):
        self.made.append(host)
        return httpcore2.MockStream([])


def test_backend_gains_nothing_from_a_name_that_moves_into_the_private_network(clock, monkeypatch) -> None:
    answers = ["93.184.215.14", "127.0.0.1"]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answers.pop(0), 80))])
    backend, inner = _Backend(WebSettings(), clock.timing), _Connections()
    backend._inner = inner
    backend.connect_tcp("news.example", 80)
    with pytest.raises(FetchError, match="a loopback address"):
        backend.connect_tcp("news.example", 80)
    assert inner.made == ["93.184.215.14"]


def test_transport_tries_the_next_address(site, clock, monkeypatch) -> None:
    real = socket.getaddrinfo
    two = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 80)) for each in ("127.77.77.77", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *rest, **more: two if host == "news.example" else real(host, *rest, **more))
    site.page("/a", "<p>Встреча</p>")
    with Fetcher(WebSettings(private=True, delay=0), clock.timing) as fetcher:
        assert fetcher.fetch(f"{site.url.replace('127.0.0.1', 'news.example')}/a").content


def test_transport_says_that_nobody_answers(clock) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with Fetcher(WebSettings(private=True, delay=0, attempts=2), clock.timing) as fetcher, pytest.raises(BusyError, match="cannot be had"):
            fetcher.fetch(f"http://127.0.0.1:{port}/a")
    assert len(clock.slept) <= 2
