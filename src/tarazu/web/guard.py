"""The guard at the door: who is let in, what may be sent, and what a browser may do with the answers.

A page that anybody may open in the same browser can send requests to this computer. What keeps it out:

* `Host` must be a name of ours, so that a foreign name that is made to point here is of no use (DNS rebinding);
* what changes anything must come from our own page: `Origin`, `Sec-Fetch-Site`, and a type of content that forms cannot send (CSRF);
* bound to anything but the loopback, a token that was printed at start is needed for everything.

Source: owasp.org, cheat sheets "Cross-Site Request Forgery Prevention" and "Content Security Policy".
"""

from __future__ import annotations

import hmac
import ipaddress
import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl, urlencode

import msgspec
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tarazu.errors import TarazuError
from tarazu.web.answers import fault

LARGEST_QUESTION: Final = 2 * 2**20
LARGEST_FILE: Final = 64 * 2**20

_SAFE: Final = frozenset({"GET", "HEAD"})
_TYPES: Final[Mapping[str, str]] = {"POST": "application/json", "PUT": "application/octet-stream"}
_LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")
_HOST: Final = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(?P<port>\d{1,5}))?", re.IGNORECASE)
_YEAR: Final = 365 * 24 * 3600
_LESS: Final = "send less at once, or read it with `tarazu read`"
_POLICY_VIOLATED: Final = 1008  # RFC 6455, section 7.4.1

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self';"
    " worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
"""What a page of ours may load and do: nothing that is not ours, no script in the text of a page, in no frame."""

HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
}  # fmt: skip
"""Stands on every answer, those of errors included."""


class Doors(msgspec.Struct, frozen=True, kw_only=True):
    """Who is let in.

    Attributes:
        host: The name or address that the server is bound to.
        port: Its port.
        names: Other names by which the machine may be called.
        token: What has to be known; empty where nothing need be.
        largest_question: The most bytes that a question may have.
        largest_file: The most bytes that a file may have.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    names: tuple[str, ...] = ()
    token: str = ""
    largest_question: int = LARGEST_QUESTION
    largest_file: int = LARGEST_FILE

    @property
    def private(self) -> bool:
        """Whether only this computer can come in."""
        return is_loopback(self.host)

    @property
    def cookie(self) -> str:
        """What the cookie with the token is called: browsers give the cookies of a host to all its ports."""
        return f"tarazu-token-{self.port}"

    @property
    def address(self) -> str:
        """Where the page is, with the token."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{name}:{self.port}/{f'?token={self.token}' if self.token else ''}"

    def knows(self, host: str) -> bool:
        """Whether the `Host` of a request is one of ours; an address in figures cannot be made to point elsewhere."""
        found = _HOST.fullmatch(host)
        if found is None or int(found["port"] or 80) != self.port:
            return False
        name = found["name"].lower()
        if name in _LOOPBACK:
            return True
        own = {each.lower() for each in (self.host, f"[{self.host}]", *self.names)}
        return not self.private and (name in own or _is_address(name))


def is_loopback(host: str) -> bool:
    """Whether a host is this computer and nobody else can come in."""
    try:
        return host.lower() == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Refusal(TarazuError):
    """A request that is not let in."""


class Guard:
    """Lets in whom `Doors` lets in, bounds what is sent, and sets the headers of every answer.

    Args:
        app: What answers.
        doors: Who is let in.
    """

    def __init__(self, app: ASGIApp, doors: Doors) -> None:
        self._app = app
        self._doors = doors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request, or refuses it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            else:  # no web sockets here
                await receive()
                await send({"type": "websocket.close", "code": _POLICY_VIOLATED})
            return
        outgoing = _Outgoing(scope, send)
        refused = self._refuse(scope)
        if refused is not None:
            await refused(scope, receive, outgoing.send)
            return
        limit = self._doors.largest_file if scope["method"] == "PUT" else self._doors.largest_question
        incoming = _Incoming(receive, limit)
        outgoing.incoming = incoming
        await self._app(scope, incoming.receive, outgoing.send)

    def _refuse(self, scope: Scope) -> Response | None:
        """The answer to a request that is not let in; None for one that is."""
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if len(headers.getlist("host")) != 1 or not self._doors.knows(host):
            hint = f"open {self._doors.address.partition('?')[0]}"
            return fault(Refusal("Host", "the name of this server", repr(host[:80]), hint), 421)
        method = scope["method"]
        if method not in _SAFE and method not in _TYPES:
            return fault(Refusal("method", "GET, HEAD, POST or PUT", repr(method[:20]), "use one of them"), 405)
        return self._unknown(scope, headers) or (self._foreign_read(scope, headers) if method in _SAFE else self._foreign_write(scope, headers))

    def _foreign_read(self, scope: Scope, headers: Headers) -> Response | None:
        """Other pages may link to us; they may not ask for data behind the user's back."""
        site = headers.get("sec-fetch-site", "none")
        if scope["path"].startswith("/api") and site not in {"same-origin", "none"} and headers.get("sec-fetch-mode") != "navigate":
            return fault(Refusal("Sec-Fetch-Site", "a request of our own page", repr(site[:40]), "open the page of this server"), 403)
        return None

    def _foreign_write(self, scope: Scope, headers: Headers) -> Response | None:
        origin = headers.getlist("origin")
        if origin != [f"http://{headers['host']}"] or headers.get("sec-fetch-site", "same-origin") != "same-origin":
            found = repr(", ".join(origin)[:80]) if origin else "none"
            hint = f"use the page of this server, or send Origin: http://{headers['host']}"
            return fault(Refusal("Origin", "this server's own", found, hint), 403)
        expected = _TYPES[scope["method"]]
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != expected:
            return fault(Refusal("Content-Type", expected, repr(kind[:80]), f"send Content-Type: {expected}"), 415)
        most = self._doors.largest_file if scope["method"] == "PUT" else self._doors.largest_question
        length = headers.get("content-length", "0")
        if not length.isdecimal() or len(length) > 18 or int(length) > most:
            return too_large(most)
        return None

    def _unknown(self, scope: Scope, headers: Headers) -> Response | None:
        """Asks for the token where there is one; who brings it in the address gets it as a cookie, and the address without it."""
        token = self._doors.token
        if not token or _same(_cookie(headers, self._doors.cookie), token):
            return None
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        if scope["method"] in _SAFE and any(name == "token" and _same(value, token) for name, value in query):
            rest = urlencode([pair for pair in query if pair[0] != "token"])
            response = RedirectResponse(f"/{scope['path'].lstrip('/')}{'?' + rest if rest else ''}", 303)
            response.set_cookie(self._doors.cookie, token, max_age=_YEAR, httponly=True, samesite="strict", path="/")
            return response
        return fault(Refusal("token", "the token that was printed at start", "another, or none", "open the address that `tarazu serve` printed"), 401)


def too_large(most: int) -> Response:
    """The answer to what is too large."""
    return fault(Refusal("body", f"at most {most:,} bytes", "more", _LESS), 413)


class _Incoming:
    """Passes on what is sent, up to a bound."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive = receive
        self._left = most
        self.most = most
        self.over = False

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            if self._left < 0:
                self.over = True
                raise Refusal("body", f"at most {self.most:,} bytes", "more", _LESS)
        return message


class _Outgoing:
    """Sets the headers of an answer; in place of the answer to a body that was too large it says so."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope = scope
        self._send = send
        self._replaced = False
        self.incoming: _Incoming | None = None

    async def send(self, message: Message) -> None:
        if self._replaced:
            return
        if message["type"] == "http.response.start":
            if self.incoming is not None and self.incoming.over:
                await self._say_too_large(self.incoming.most)
                return
            self._dress(message)
        await self._send(message)

    async def _say_too_large(self, most: int) -> None:
        self._replaced = True
        response = too_large(most)
        start: Message = {"type": "http.response.start", "status": response.status_code, "headers": response.raw_headers}
        self._dress(start)
        await self._send(start)
        await self._send({"type": "http.response.body", "body": response.body})

    def _dress(self, message: Message) -> None:
        headers = MutableHeaders(scope=message)
        for name, value in HEADERS.items():
            headers[name] = value
        # nothing of a case is to stay in the browser; with an ETag it asks each time whether it is still so
        headers.setdefault("Cache-Control", "no-cache" if "etag" in headers else "no-store")


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def _same(one: str, two: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "replace"), two.encode("utf-8", "replace"))


def _cookie(headers: Headers, name: str) -> str:
    """A cookie's value; programs on other ports of this host may have set others, in whatever form."""
    return next((found[name] for each in headers.getlist("cookie") if name in (found := cookie_parser(each))), "")
