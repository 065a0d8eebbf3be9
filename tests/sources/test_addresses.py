"""Tests of addresses: their names, and which of them are asked."""

from __future__ import annotations

import socket
import time

import pytest

from tarazu.sources.addresses import canonical, parse_address, refusal, resolve
from tarazu.sources.web_types import BusyError, FetchError


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://News.Example:443/a?id=1&utm_source=x#top", "https://news.example/a?id=1"),
        ("http://news.example?fbclid=1", "http://news.example/"),
        ("http://news.example:8080/a?b=&yclid=2&c=3", "http://news.example:8080/a?b=&c=3"),
        pytest.param("http://новости.example/статья", "http://xn--b1amnebsh.example/%D1%81%D1%82%D0%B0%D1%82%D1%8C%D1%8F", id="news, article"),
        (" not an address ", "not an address"),
    ],
)
def test_canonical_names_a_page(address, name) -> None:
    assert canonical(address) == name
    assert canonical(name) == name


@pytest.mark.parametrize(
    "address",
    ["ftp://news.example/a", "file:///etc/passwd", "news.example", "http://", "http://:80/", "http://a:99999/", "http://[::1/", "javascript:alert(1)", ""],
)
def test_parse_address_refuses_what_is_no_page(address) -> None:
    with pytest.raises(FetchError):
        parse_address(address)


def test_parse_address_refuses_credentials_without_repeating_them() -> None:
    with pytest.raises(FetchError, match="name and password") as caught:
        parse_address("https://anna:secret@news.example/a")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1", "255.255.255.255",  # noqa: S104 - refused, not bound
        "192.0.2.1", "198.18.0.1", "240.0.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "64:ff9b::10.0.0.1", "2002:7f00:1::", "2001:db8::1", "x",
    ],
)  # fmt: skip
def test_refusal_knows_what_is_not_public(address) -> None:
    assert refusal(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07::1", "64:ff9b::808:808", "::ffff:8.8.8.8"])
def test_refusal_lets_public_addresses_through(address) -> None:
    assert refusal(address) is None


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0x7f.1", "2130706433", "::1"])
def test_resolve_refuses_this_computer(host) -> None:
    with pytest.raises((FetchError, BusyError)) as caught:
        resolve(host, 80, private=False, seconds=5)
    assert "loopback" in caught.value.found or isinstance(caught.value, BusyError)


def _names(monkeypatch, *addresses: str) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 80)) for each in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: found)


def test_resolve_refuses_a_host_with_one_private_address(monkeypatch) -> None:
    _names(monkeypatch, "93.184.215.14", "10.0.0.7")
    with pytest.raises(FetchError, match="a private address"):
        resolve("news.example", 80, private=False, seconds=5)
    assert resolve("news.example", 80, private=True, seconds=5) == ("93.184.215.14", "10.0.0.7")


def test_resolve_gives_each_address_once(monkeypatch) -> None:
    _names(monkeypatch, "93.184.215.14", "93.184.215.14")
    assert resolve("news.example", 80, private=False, seconds=5) == ("93.184.215.14",)


def test_resolve_says_when_there_is_no_such_host(monkeypatch) -> None:
    def fail(*_a, **_k) -> None:
        raise socket.gaierror("unknown")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(BusyError, match="cannot be looked up"):
        resolve("news.example", 80, private=False, seconds=5)


def test_resolve_does_not_wait_for_ever(monkeypatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: time.sleep(1) or [])
    begun = time.monotonic()
    with pytest.raises(BusyError, match="did not answer"):
        resolve("news.example", 80, private=False, seconds=0.05)
    assert time.monotonic() - begun < 0.8
