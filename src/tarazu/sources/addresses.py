"""Addresses on the web: which are asked, where they lead, and what a page is called."""

from __future__ import annotations

import ipaddress
import re
import socket
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from tarazu.sources.web_types import BusyError, FetchError

if TYPE_CHECKING:
    import httpx2

_TRACKING: Final = frozenset(
    {
        "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "ysclid", "_openstat", "mc_cid", "mc_eid", "igshid", "igsh",
        "twclid", "ttclid", "_hsenc", "_hsmi", "vero_id", "oly_anon_id", "oly_enc_id", "_ga", "_gl",
    }
)  # fmt: skip
_CREDENTIALS: Final = re.compile(r"^([a-z]+://)[^/?#]*@", re.IGNORECASE)
_PORTS: Final = {"http": 80, "https": 443}
_TRANSLATED: Final = ipaddress.ip_network("64:ff9b::/96")

Ip = ipaddress.IPv4Address | ipaddress.IPv6Address


def parse_address(address: str) -> httpx2.URL:
    """Reads an address that is to be fetched.

    Args:
        address: It, as a person or a list wrote it; letters of every script may stand in it.

    Returns:
        It, without its fragment.

    Raises:
        FetchError: It is no address of a page, or carries a name and password.
    """
    import httpx2

    shown = address.strip()
    try:
        url = httpx2.URL(shown).copy_with(fragment=None)
    except (httpx2.InvalidURL, ValueError) as error:
        raise FetchError(shown[:200], "the address of a page", "it is not one", "write it as https://… in full") from error
    if url.scheme not in _PORTS:
        raise FetchError(shown[:200], "an address that begins with http:// or https://", "it does not", "write it in full")
    if not url.host or (url.port is not None and not 0 < url.port < 65536):
        raise FetchError(shown[:200], "the address of a page", "it names no host and port that can be", "write it as https://… in full")
    if url.userinfo:
        public = str(url.copy_with(username=None, password=None))
        raise FetchError(public[:200], "a public page", "its address carries a name and password", "leave them out: they would be kept with the documents")
    return url


def canonical(address: str) -> str:
    """The name of a page: its address without what says how a reader came to it.

    Host names become small letters and lose the port that goes without saying; the fragment and parameters that only count readers go.

    Args:
        address: An address; one that is not fetched is left as it is, save for a name and password in it.

    Example:
        >>> canonical("https://News.Example:443/a?id=1&utm_source=feed#top")
        'https://news.example/a?id=1'
    """
    try:
        url = parse_address(address)
    except FetchError:
        return _CREDENTIALS.sub(r"\1", address.strip())
    kept = [each for each in url.query.decode("ascii", "replace").split("&") if each and not _counts_readers(each)]
    return str(url.copy_with(query="&".join(kept).encode() if kept else None, path=url.path or "/"))


def _counts_readers(parameter: str) -> bool:
    name = parameter.partition("=")[0].lower()
    return name.startswith("utm_") or name in _TRACKING


def refusal(address: str) -> str | None:
    """Why a numeric address is not asked: it is not one of the public network.

    Addresses that carry an older one inside (mapped, 6to4, Teredo, translated) are judged by both.

    Args:
        address: An IPv4 or IPv6 address.

    Returns:
        The kind of address, or None where it is public.

    Source: the IANA registries of special-purpose IPv4 and IPv6 addresses, as the `ipaddress` module has them; RFC 4291, 3056, 4380, 6052.

    Example:
        >>> refusal("::ffff:127.0.0.1")
        'a loopback address'
    """
    try:
        ip: Ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "no address"
    inner = _inside(ip) if isinstance(ip, ipaddress.IPv6Address) else []
    for each in inner:
        kind = _kind(each)
        if kind:
            return kind
    # the translator's own prefix counts as reserved, yet leads to the address inside
    return None if isinstance(ip, ipaddress.IPv6Address) and (ip in _TRANSLATED or ip.ipv4_mapped) else _kind(ip)


def _inside(ip: ipaddress.IPv6Address) -> list[Ip]:
    found: list[Ip] = [each for each in (ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())) if each is not None]
    if ip in _TRANSLATED:
        found.append(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
    return found


def _kind(ip: Ip) -> str | None:
    kinds: Sequence[tuple[bool, str]] = (
        (ip.is_unspecified, "an unspecified address"),
        (ip.is_loopback, "a loopback address"),
        (ip.is_link_local, "a link-local address"),
        (ip.is_multicast, "a multicast address"),
        (getattr(ip, "is_site_local", False), "a private address"),
        (ip.is_private, "a private address"),
        (ip.is_reserved, "a reserved address"),
        (not ip.is_global, "a shared or reserved address"),
    )
    return next((kind for holds, kind in kinds if holds), None)


def resolve(host: str, port: int, *, private: bool, seconds: float) -> tuple[str, ...]:
    """Finds the numeric addresses of a host, and refuses it if one of them is not public.

    Args:
        host: Its name, or a numeric address.
        port: The port that will be asked.
        private: Whether addresses that are not public are allowed.
        seconds: How long the name service may take.

    Returns:
        Its addresses, in the order in which to try them; they are the ones to connect to, for a second look-up may answer otherwise.

    Raises:
        FetchError: One of them is not public.
        BusyError: It has none, or the name service is silent.
    """
    addresses = _within(seconds, host, lambda: [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)])
    for each in addresses:
        kind = None if private else refusal(each)
        if kind:
            raise FetchError(host, "a page of the public network", f"{host} is {each}, {kind}", "allow private addresses if you trust this list")
    return addresses


def _within(seconds: float, host: str, look_up: Callable[[], Sequence[str]]) -> tuple[str, ...]:
    """Asks the name service, which knows no time limit of its own, in a thread that is left behind when it takes too long."""
    found: list[tuple[str, ...]] = []
    failed: list[str] = []

    def ask() -> None:
        try:
            found.append(tuple(dict.fromkeys(look_up())))
        except (OSError, UnicodeError) as error:
            failed.append(str(error))

    thread = threading.Thread(target=ask, daemon=True, name="tarazu-names")
    thread.start()
    thread.join(max(seconds, 0.01))
    if found and found[0]:
        return found[0]
    why = f"its name cannot be looked up ({failed[0]})" if failed else f"the name service did not answer in {seconds:.0f} seconds"
    raise BusyError(host, "a host that can be found", why, "check the address and the connection")
