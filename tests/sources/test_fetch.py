"""Tests of fetching, against a server on the loopback."""

from __future__ import annotations

import gzip
import time
import zlib

import httpcore2
import pytest

from tarazu.errors import OptionError, SourceError
from tarazu.sources.fetch import Fetcher, _wait
from tarazu.sources.web_types import BusyError, FetchError, GoneError, WebSettings

_PAGE = "<html><body><p>Министры встретились в Астане.</p></body></html>"


def test_fetch_gives_the_page_and_names_itself(site, fetcher) -> None:
    site.page("/a", _PAGE, "Text/HTML; Charset='utf-8'")
    fetched = fetcher.fetch(f"{site.url}/a#part")
    assert (fetched.url, fetched.content, fetched.media_type, fetched.charset) == (f"{site.url}/a", _PAGE.encode(), "text/html", "utf-8")
    assert [path for path, _ in site.asked] == ["/robots.txt", "/a"]
    assert all(headers["User-Agent"].startswith("tarazu/") for _, headers in site.asked)


def test_fetch_waits_between_requests_to_a_host(site, clock) -> None:
    site.page("/robots.txt", "User-agent: *\nCrawl-delay: 8", "text/plain")
    site.page("/a", _PAGE)
    with Fetcher(WebSettings(private=True, delay=3), clock.timing) as fetcher:
        fetcher.fetch(f"{site.url}/a")
        fetcher.fetch(f"{site.url}/a")
    assert clock.slept == [8.0, 8.0]


def test_fetch_follows_redirects(site, fetcher) -> None:
    site.page("/a", "", status=301, Location="/b?x=1")
    site.page("/b?x=1", "", status=307, Location=f"{site.url}/c")
    site.page("/c", _PAGE)
    assert fetcher.fetch(f"{site.url}/a").url == f"{site.url}/c"


def test_fetch_gives_up_on_a_ring_of_redirects(site, fetcher) -> None:
    site.page("/a", "", status=302, Location="/a")
    with pytest.raises(FetchError, match="sent on more often"):
        fetcher.fetch(f"{site.url}/a")
    assert site.paths() == ["/a"] * 6


@pytest.mark.parametrize(
    ("target", "reason"),
    [("file:///etc/passwd", "http://"), ("http://anna:secret@127.0.0.1/", "password"), ("http://[::1/", "redirect|not one"), ("", "where to")],
)
def test_fetch_checks_where_a_redirect_leads(site, fetcher, target, reason) -> None:
    site.page("/a", "", status=302, Location=target)
    with pytest.raises(FetchError, match=reason):
        fetcher.fetch(f"{site.url}/a")


def test_fetch_refuses_private_addresses(site) -> None:
    site.page("/a", _PAGE)
    with Fetcher(WebSettings(delay=0)) as fetcher, pytest.raises(FetchError, match="a loopback address"):
        fetcher.fetch(f"{site.url}/a")
    assert site.asked == []


def test_fetch_refuses_a_redirect_into_the_private_network(site, fetcher, monkeypatch) -> None:
    from tarazu.sources import web_transport

    real = web_transport.resolve
    # the loopback passes for the public network, all else is judged as ever
    monkeypatch.setattr(web_transport, "resolve", lambda host, port, **more: real(host, port, **{**more, "private": host == "127.0.0.1"}))
    site.page("/a", "", status=302, Location="http://169.254.169.254/latest/")
    with pytest.raises(FetchError, match="link-local"):
        fetcher.fetch(f"{site.url}/a")


def test_fetch_obeys_robots_txt_also_behind_redirects(site, fetcher) -> None:
    site.page("/robots.txt", "User-agent: *\nDisallow: /secret", "text/plain")
    site.page("/a", "", status=302, Location="/secret/b")
    with pytest.raises(FetchError, match=r"robots\.txt"):
        fetcher.fetch(f"{site.url}/a")
    assert site.paths() == ["/a"]


def test_fetch_reads_nothing_while_robots_txt_is_in_trouble(site, fetcher) -> None:
    site.page("/robots.txt", "", status=500)
    site.page("/a", _PAGE)
    with pytest.raises(BusyError, match=r"its robots\.txt cannot be had for now .*\(status 500\)"):
        fetcher.fetch(f"{site.url}/a")
    assert site.paths() == []


@pytest.mark.parametrize("status", [404, 410])
def test_fetch_asks_once_for_what_is_gone(site, fetcher, status) -> None:
    site.page("/a", "", status=status)
    with pytest.raises(GoneError, match="none any more"):
        fetcher.fetch(f"{site.url}/a")
    assert site.paths() == ["/a"]


def test_fetch_asks_once_for_what_is_forbidden(site, fetcher) -> None:
    site.page("/a", "", status=403)
    with pytest.raises(FetchError, match="status 403"):
        fetcher.fetch(f"{site.url}/a")
    assert site.paths() == ["/a"]


def test_fetch_asks_again_after_an_error_of_the_host(site, fetcher, clock, given, capsys) -> None:
    site.on("/a", given("", status=500), given(_PAGE))
    assert fetcher.fetch(f"{site.url}/a").content == _PAGE.encode()
    assert clock.slept == [2.0]
    assert capsys.readouterr().out == ""


def test_fetch_gives_up_after_so_many_attempts(site, fetcher) -> None:
    site.page("/a", "", status=502)
    with pytest.raises(BusyError, match="status 502"):
        fetcher.fetch(f"{site.url}/a")
    assert site.paths() == ["/a"] * 3


def test_fetch_waits_as_long_as_the_host_asks(site, fetcher, clock, given) -> None:
    site.on("/a", given("", status=429, Retry_After="17"), given(_PAGE))
    fetcher.fetch(f"{site.url}/a")
    assert clock.slept == [17.0]


def test_fetch_does_not_wait_for_hours(site, fetcher, clock) -> None:
    site.page("/a", "", status=503, Retry_After="7200")
    with pytest.raises(BusyError, match="left alone for 7200 seconds"):
        fetcher.fetch(f"{site.url}/a")
    with pytest.raises(BusyError, match="7200 more seconds"):
        fetcher.fetch(f"{site.url}/b")
    assert site.paths() == ["/a"]
    assert clock.slept == []


@pytest.mark.parametrize(("header", "least", "most"), [("5", 5, 5), ("", 0, 0), ("soon", 0, 0), ("Thu, 01 Jan 2099 00:00:00 GMT", 1e8, 1e10), ("-3", 0, 0)])
def test_wait_reads_numbers_and_dates(header, least, most) -> None:
    assert least <= _wait(header) <= most


def _settings(**changed) -> WebSettings:
    return WebSettings(**{"private": True, "delay": 0, "timeout": 5, "largest": 200_000, "attempts": 1, **changed})


def test_fetch_stops_an_endless_page(site) -> None:
    def endless(handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        for _ in range(2000):
            handler.wfile.write(b"<p>" + b"x" * 9000)

    site.on("/a", endless)
    with Fetcher(_settings()) as fetcher, pytest.raises(FetchError, match="larger than that"):
        fetcher.fetch(f"{site.url}/a")


def test_fetch_believes_a_length_that_is_too_large(site) -> None:
    site.page("/a", b"x" * 200_001)
    with Fetcher(_settings()) as fetcher, pytest.raises(FetchError, match="larger than that"):
        fetcher.fetch(f"{site.url}/a")


@pytest.mark.parametrize("slow", ["body", "head"])
def test_fetch_ends_when_the_time_is_over_though_letters_trickle_in(site, slow) -> None:
    def trickle(handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + (b"\r\n" if slow == "body" else b"X-Slow: "))
        for _ in range(60):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.05)

    site.on("/a", trickle)
    begun = time.monotonic()
    with Fetcher(_settings(timeout=0.4)) as fetcher, pytest.raises(BusyError, match=r"took longer|within 0\.4"):
        fetcher.fetch(f"{site.url}/a")
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize(
    "pack", [gzip.compress, zlib.compress, lambda raw: zlib.compress(raw)[2:-4], lambda raw: gzip.compress(raw[:9]) + gzip.compress(raw[9:])]
)
def test_fetch_unpacks(site, fetcher, pack) -> None:
    packed = pack(_PAGE.encode())
    site.page("/a", packed, Content_Encoding="gzip" if packed[:2] == b"\x1f\x8b" else "deflate")
    assert fetcher.fetch(f"{site.url}/a").content == _PAGE.encode()


def test_fetch_stops_a_packed_bomb(site) -> None:
    site.page("/a", gzip.compress(b"\x00" * 50_000_000), Content_Encoding="gzip")
    with Fetcher(_settings()) as fetcher, pytest.raises(FetchError, match="larger than that"):
        fetcher.fetch(f"{site.url}/a")


@pytest.mark.parametrize(
    ("body", "encoding", "reason"),
    [(b"x", "br", "packed with 'br'"), (b"plain", "gzip", "broken"), (gzip.compress(_PAGE.encode() * 99)[:-30], "gzip", "cut short")],
)
def test_fetch_refuses_what_it_cannot_unpack(site, body, encoding, reason) -> None:
    site.page("/a", body, Content_Encoding=encoding)
    with Fetcher(_settings()) as fetcher, pytest.raises(FetchError, match=reason):
        fetcher.fetch(f"{site.url}/a")


@pytest.mark.parametrize("kind", ["image/png", "video/mp4", "application/zip", "text/css", "audio/mpeg"])
def test_fetch_refuses_what_is_no_text(site, fetcher, kind) -> None:
    site.page("/a", b"x", kind)
    with pytest.raises(FetchError, match=f"it is {kind}"):
        fetcher.fetch(f"{site.url}/a")


def test_fetch_sees_a_connection_that_breaks_off(site) -> None:
    def broken(handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 999\r\n\r\n<p>")
        handler.close_connection = True

    site.on("/a", broken)
    with Fetcher(_settings()) as fetcher, pytest.raises(BusyError, match="the connection failed"):
        fetcher.fetch(f"{site.url}/a")


def test_fetch_asks_only_whether_a_page_has_changed(site, cached) -> None:
    site.page("/a", gzip.compress(_PAGE.encode()), ETag='"one"', Cache_Control="no-cache", Content_Encoding="gzip")
    for _ in range(2):
        with cached() as fetcher:
            assert fetcher.fetch(f"{site.url}/a").content == _PAGE.encode()
    asked = [headers.get("If-None-Match") for path, headers in site.asked if path == "/a"]
    assert asked == [None, '"one"']


def test_fetch_asks_not_at_all_while_a_page_is_fresh(site, cached) -> None:
    site.page("/robots.txt", "", "text/plain", Cache_Control="max-age=600")
    site.page("/a", _PAGE, Cache_Control="max-age=600")
    for _ in range(2):
        with cached() as fetcher:
            assert fetcher.fetch(f"{site.url}/a").content == _PAGE.encode()
    assert site.paths() == ["/a"]


def test_fetch_keeps_no_half_pages(site, cached, given) -> None:
    def broken(handler) -> None:
        handler.wfile.write(b'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nETag: "x"\r\nContent-Length: 999\r\n\r\n<p>')
        handler.close_connection = True

    site.on("/a", broken, given(_PAGE))
    with cached() as fetcher:
        assert fetcher.fetch(f"{site.url}/a").content == _PAGE.encode()


def test_fetcher_says_when_the_cache_cannot_be_used(tmp_path) -> None:
    (tmp_path / "taken").write_text("x")
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "pages.sqlite").write_bytes(b"no database at all, but long enough to be looked at" * 100)
    for name in ("taken", "odd"):
        with pytest.raises(SourceError, match="folder for the cache"), Fetcher(WebSettings(cache=tmp_path / name)):
            pass


def test_fetch_asks_again_for_robots_txt(site, fetcher, given) -> None:
    site.on("/robots.txt", given("", status=503), given("User-agent: *\nDisallow: /b", "text/plain"))
    site.page("/a", _PAGE)
    assert fetcher.fetch(f"{site.url}/a").content == _PAGE.encode()


def test_fetch_says_that_a_certificate_is_not_valid(fetcher, monkeypatch) -> None:
    def refuse(*_a, **_k) -> None:
        raise httpcore2.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed")

    monkeypatch.setattr(fetcher._client, "send", refuse)
    with pytest.raises(FetchError, match="certificate is not valid"):
        fetcher.fetch("https://127.0.0.1/a")


@pytest.mark.parametrize("wrong", [{"delay": -1}, {"timeout": 0}, {"attempts": 0}, {"pages": 0}, {"largest": 0}, {"user_agent": "a\nb"}, {"user_agent": "ч"}])
def test_settings_refuse_what_cannot_be(wrong) -> None:
    with pytest.raises(OptionError):
        WebSettings(**wrong)


def test_fetch_needs_an_open_fetcher() -> None:
    with pytest.raises(SourceError, match="with"):
        Fetcher(WebSettings(private=True)).fetch("http://127.0.0.1:9/a")
