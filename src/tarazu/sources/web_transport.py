"""How requests leave this computer: in turns, to addresses that were checked, and never longer than they may take."""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Iterator

import httpcore2
import httpx2

from tarazu.sources.addresses import resolve
from tarazu.sources.web_types import LONGEST_WAIT, BusyError, Timing, WebSettings


class Turns:
    """Keeps requests to one host apart.

    Args:
        delay: Seconds from one request to the next.
        timing: The clock and the sleep.
    """

    def __init__(self, delay: float, timing: Timing) -> None:
        self._delay = delay
        self._timing = timing
        self._delays: dict[str, float] = {}
        self._next: dict[str, float] = {}
        self._closed: dict[str, float] = {}

    def slow(self, host: str, delay: float) -> None:
        """Takes the delay that a host asks for; a shorter one than ours does not count."""
        self._delays[host] = max(self._delay, delay)
        if host in self._next:
            self._next[host] = max(self._next[host], self._timing.now() + self._delays[host])

    def hold(self, host: str, seconds: float) -> None:
        """Leaves a host alone for so many seconds."""
        held = self._closed if seconds > LONGEST_WAIT else self._next
        held[host] = max(held.get(host, 0.0), self._timing.now() + seconds)

    def take(self, host: str) -> None:
        """Waits until it is our turn to ask a host; raises `BusyError` where it wants to be left alone for longer than we wait."""
        closed = self._closed.get(host, 0.0) - self._timing.now()
        if closed > 0:
            raise BusyError(host, "a host that may be asked", f"it asks to be left alone for {closed:.0f} more seconds", "try again later", closed)
        wait = self._next.get(host, 0.0) - self._timing.now()
        if wait > 0:
            self._timing.sleep(wait)
        self._next[host] = self._timing.now() + self._delays.get(host, self._delay)


class _Stream(httpcore2.NetworkStream):
    """A connection whose time runs out at a fixed moment, whatever is done on it.

    httpx2's own limits hold for each read, so that a host which sends a letter a second would keep us for ever.
    """

    def __init__(self, stream: httpcore2.NetworkStream, until: float, timing: Timing) -> None:
        self._stream = stream
        self._until = until
        self._timing = timing

    def _left(self) -> float:
        left = self._until - self._timing.now()
        if left <= 0:
            raise httpcore2.ReadTimeout
        return left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 - httpcore2's limit is for one step, ours for all
        """Reads, within the time that is left."""
        return self._stream.read(max_bytes, self._left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 - httpcore2's limit is for one step, ours for all
        """Writes, within the time that is left."""
        self._stream.write(buffer, self._left())

    def close(self) -> None:
        """Closes the connection."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002 - httpcore2's limit is for one step, ours for all
    ) -> httpcore2.NetworkStream:
        """Begins encryption; the certificate must be for the host's name, not for the number that was connected to."""
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, self._left()), self._until, self._timing)

    def get_extra_info(self, info: str) -> object:
        """What httpcore2 asks about the connection."""
        return self._stream.get_extra_info(info)


class _Backend(httpcore2.NetworkBackend):
    """Connects to the very address that was checked, so that a name which changes its address between two look-ups gains nothing."""

    def __init__(self, settings: WebSettings, timing: Timing) -> None:
        self._settings = settings
        self._timing = timing
        self._inner = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - httpcore2's limit is for one step, ours for all
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connects to the first address of a host that answers."""
        until = self._timing.now() + self._settings.timeout
        addresses = resolve(host, port, private=self._settings.private, seconds=self._settings.timeout)
        failed: httpcore2.ConnectError | httpcore2.ConnectTimeout | None = None
        for at, address in enumerate(addresses):
            left = until - self._timing.now()
            if left <= 0:
                break
            try:
                stream = self._inner.connect_tcp(address, port, left / (len(addresses) - at), local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failed = error
            else:
                return _Stream(stream, until, self._timing)
        raise failed or httpcore2.ConnectTimeout


class _Body(httpx2.SyncByteStream):
    def __init__(self, parts: Iterable[bytes], response: httpcore2.Response) -> None:
        self._parts = parts
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        yield from self._parts

    def close(self) -> None:
        """Gives the connection back."""
        self._response.close()


class Transport(httpx2.BaseTransport):
    """Sends requests, each over a connection of its own: with seconds between them, keeping one open saves nothing.

    Args:
        settings: Time limit, and whether private addresses are allowed.
        turns: Whose turn it is.
        timing: The clock.
    """

    def __init__(self, settings: WebSettings, turns: Turns, timing: Timing) -> None:
        self._turns = turns
        self._pool = httpcore2.ConnectionPool(ssl_context=httpx2.create_ssl_context(), max_keepalive_connections=0, network_backend=_Backend(settings, timing))

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Waits for its turn and sends a request; raises httpcore2's errors, and those of `resolve`."""
        self._turns.take(request.url.host)
        url = httpcore2.URL(scheme=request.url.raw_scheme, host=request.url.raw_host, port=request.url.port, target=request.url.raw_path)
        answer = self._pool.handle_request(httpcore2.Request(request.method, url, headers=request.headers.raw, extensions=request.extensions))
        parts = answer.stream
        if not isinstance(parts, Iterable):
            raise httpcore2.LocalProtocolError
        return httpx2.Response(answer.status, headers=answer.headers, stream=_Body(parts, answer), extensions=answer.extensions)

    def close(self) -> None:
        """Closes what is open."""
        self._pool.close()
