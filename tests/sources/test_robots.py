"""Tests of robots.txt."""

from __future__ import annotations

import httpx2
import pytest

from tarazu.sources.robots import Robots, Rules
from tarazu.sources.web_types import BusyError, FetchError


def _robots(answer: Rules | BusyError, asked: list[str] | None = None, slowed: list[tuple[str, float]] | None = None) -> Robots:
    def fetch(place: str) -> Rules:
        if asked is not None:
            asked.append(place)
        if isinstance(answer, BusyError):
            raise answer
        return answer

    return Robots("tarazu/1 (x)", fetch, lambda host, delay: (slowed if slowed is not None else []).append((host, delay)))


_PAGE = httpx2.URL("https://news.example/secret/a?b=1")


def test_check_obeys_rules_for_all_and_for_us() -> None:
    with pytest.raises(FetchError, match=r"robots\.txt of its host forbids"):
        _robots(Rules(status=200, content=b"User-agent: *\nDisallow: /secret/")).check(_PAGE)
    with pytest.raises(FetchError):
        _robots(Rules(status=200, content=b"\xef\xbb\xbfUser-agent: Tarazu\nDisallow: /\n\nUser-agent: *\nDisallow:")).check(_PAGE)
    _robots(Rules(status=200, content=b"User-agent: other\nDisallow: /")).check(_PAGE)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_check_allows_where_there_are_no_rules(status) -> None:
    _robots(Rules(status=status)).check(_PAGE)


@pytest.mark.parametrize("answer", [Rules(status=500), Rules(status=503), Rules(status=429), BusyError("x", "x", "the connection failed", "x")])
def test_check_refuses_for_now_while_the_host_is_in_trouble(answer) -> None:
    with pytest.raises(BusyError, match="cannot be had for now"):
        _robots(answer).check(_PAGE)


def test_check_remembers_that_there_is_no_telling() -> None:
    asked: list[str] = []

    def fetch(place: str) -> Rules:
        asked.append(place)
        raise FetchError(place, "at most 10 MB", "it is larger than that", "x")

    robots = Robots("tarazu/1", fetch, lambda _host, _delay: None)
    for _ in range(2):
        with pytest.raises(FetchError, match="it is larger than that"):
            robots.check(_PAGE)
    assert len(asked) == 1


def test_check_asks_each_host_once() -> None:
    asked: list[str] = []
    robots = _robots(Rules(status=200), asked)
    for path in ("/a", "/b"):
        robots.check(_PAGE.copy_with(path=path))
    robots.check(httpx2.URL("http://news.example:8080/a"))
    assert asked == ["https://news.example/robots.txt", "http://news.example:8080/robots.txt"]


@pytest.mark.parametrize(("asked_for", "kept"), [("7", 7.0), ("86400", 60.0)])
def test_check_hands_on_the_delay_within_reason(asked_for, kept) -> None:
    slowed: list[tuple[str, float]] = []
    _robots(Rules(status=200, content=f"User-agent: *\nCrawl-delay: {asked_for}".encode()), None, slowed).check(_PAGE)
    assert slowed == [("news.example", kept)]


def test_check_survives_what_is_no_robots_txt() -> None:
    _robots(Rules(status=200, content=b"<html>\xff\x00 nothing here")).check(_PAGE)
