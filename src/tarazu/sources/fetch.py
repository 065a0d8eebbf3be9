"""Fetches pages: politely, within limits, from the public network only, and not twice what has not changed."""

from __future__ import annotations

import contextlib
import datetime as dt
import email.utils
import importlib.util
import sqlite3
import zlib
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

import msgspec

from tarazu.errors import SourceError
from tarazu.sources.addresses import parse_address
from tarazu.sources.robots import Robots, Rules
from tarazu.sources.web_types import LONGEST_WAIT, BusyError, Fetched, FetchError, GoneError, Timing, WebSettings

if TYPE_CHECKING:
    import httpx2

MOST_REDIRECTS: Final = 5
"""How many redirects are followed."""

_BACKOFF: Final = 2.0
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_PASSING: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_GONE: Final = frozenset({404, 410})
_ACCEPT: Final = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/xml;q=0.9, application/pdf;q=0.9, */*;q=0.5"
_READ: Final = frozenset(
    {"application/pdf", "application/json", "application/xml", "application/x-ndjson", "application/jsonl", "application/octet-stream", ""}
)
_UNREAD: Final = frozenset({"text/css", "text/javascript", "text/calendar", "text/vcard", "text/event-stream", "image/svg+xml"})


class _Answer(msgspec.Struct, frozen=True, kw_only=True):
    """An answer; its content is read where the status is 200."""

    status: int
    headers: dict[str, str]
    content: bytes = b""


def _unknown(url: str) -> bool:
    """Nothing was read before."""
    del url
    return False


class Fetcher:
    """Fetches pages, one after the other; a context manager, for one thread.

    Each hop of a redirect is checked like a new address: scheme, robots.txt, public network. Answers are kept in `settings.cache` and asked
    for again only when they are stale, with `If-None-Match` or `If-Modified-Since`. Proxies of the environment are not used: they look names
    up themselves, so that nothing could be said about the address that is asked.

    Args:
        settings: Delays, limits and the cache.
        timing: The clock and the sleep.
        known: Tells of an address whether its page was read before; entries of feeds that were are left alone.

    Source: RFC 9111 for what may be kept (hishel); RFC 9110, section 10.2.3, for `Retry-After`.
    """

    def __init__(self, settings: WebSettings | None = None, timing: Timing | None = None, known: Callable[[str], bool] = _unknown) -> None:
        from tarazu.sources.web_transport import Turns

        self.settings = settings or WebSettings()
        self.known = known
        self._timing = timing or Timing()
        self._turns = Turns(self.settings.delay, self._timing)
        self._robots = Robots(self.settings.user_agent, self._rules, self._turns.slow)
        self._client: httpx2.Client | None = None

    def __enter__(self) -> Self:
        """Opens the client and its cache.

        Raises:
            SourceError: The cache cannot be made.
        """
        import httpx2

        from tarazu.sources.web_transport import Transport

        _quieten()
        transport: httpx2.BaseTransport = Transport(self.settings, self._turns, self._timing)
        if self.settings.cache is not None:
            transport = _cached(transport, self.settings)
        headers = {"User-Agent": self.settings.user_agent, "Accept": _ACCEPT, "Accept-Encoding": "gzip, deflate"}
        self._client = httpx2.Client(transport=transport, headers=headers, trust_env=False, follow_redirects=False, timeout=self.settings.timeout)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Closes both."""
        if self._client is not None:
            self._client.close()
        self._client = None

    def fetch(self, url: str) -> Fetched:
        """Fetches a page.

        Args:
            url: Its address.

        Returns:
            What it is, from its last address.

        Raises:
            FetchError: It is refused: no address of the public network, forbidden by robots.txt, gone, too large, of a kind that is not read.
            BusyError: It cannot be had for the moment, also at the last attempt.
        """
        import stamina

        for attempt in stamina.retry_context(on=self._again, attempts=self.settings.attempts, timeout=None, wait_initial=0, wait_max=0, wait_jitter=0):
            with attempt:
                return self._follow(parse_address(url))
        raise BusyError(url, "an answer", "there was none", "try again later")

    def _again(self, error: Exception) -> bool:
        """Whether another attempt makes sense. The waiting itself is done by the turns: a host in trouble is left alone by all."""
        return isinstance(error, BusyError) and error.wait <= LONGEST_WAIT

    def _follow(self, url: httpx2.URL) -> Fetched:
        for _ in range(MOST_REDIRECTS + 1):
            self._robots.check(url)
            answer = self._ask(url, strict=True)
            if answer.status not in _REDIRECTS:
                return _fetched(url, answer)
            url = _target(url, answer)
        raise FetchError(str(url), f"at most {MOST_REDIRECTS} redirects", "it is sent on more often than that", "name the address that it ends at")

    def _rules(self, place: str) -> Rules:
        import stamina

        for attempt in stamina.retry_context(on=self._again, attempts=self.settings.attempts, timeout=None, wait_initial=0, wait_max=0, wait_jitter=0):
            with attempt:
                return self._rules_once(parse_address(place))
        raise BusyError(place, "an answer", "there was none", "try again later")

    def _rules_once(self, url: httpx2.URL) -> Rules:
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._ask(url, strict=False)
            if answer.status not in _REDIRECTS:
                return Rules(status=answer.status, content=answer.content)
            url = _target(url, answer)
        return Rules(status=404)

    def _ask(self, url: httpx2.URL, *, strict: bool) -> _Answer:
        """Sends one request.

        Args:
            url: The address.
            strict: Whether it must be a page: else only trouble is an error, not that there is none or that it is of another kind.
        """
        import httpcore2
        import httpx2

        where, limit = str(url), self.settings.timeout
        try:
            return self._exchange(url, strict=strict)
        except (httpcore2.TimeoutException, httpx2.TimeoutException) as error:
            late = BusyError(where, f"an answer within {limit:g} seconds", "it took longer than that", "try again later, or allow more time")
            raise self._held(url, late) from error
        except (httpcore2.NetworkError, httpcore2.ProtocolError, httpx2.TransportError, OSError) as error:
            if "CERTIFICATE_VERIFY_FAILED" in str(error):
                raise FetchError(where, "a host that shows a valid certificate", "its certificate is not valid", "ask its owner") from error
            said = str(error)[:80] or error.__class__.__name__
            raise self._held(url, BusyError(where, "an answer", f"the connection failed ({said})", "try again later")) from error
        except (sqlite3.Error, RuntimeError) as error:
            raise FetchError(where, "a cache that can be used", f"it cannot be read or written ({error})", "name another folder for it") from error
        except BusyError as error:
            self._held(url, error)
            raise

    def _held(self, url: httpx2.URL, error: BusyError) -> BusyError:
        """Leaves a host in trouble alone for a while."""
        self._turns.hold(url.host, error.wait or _BACKOFF)
        return error

    def _exchange(self, url: httpx2.URL, *, strict: bool) -> _Answer:
        if self._client is None:
            raise SourceError(str(url), "a fetcher that is open", "it is not", "use it in a `with` statement")
        response = self._client.send(self._client.build_request("GET", url), stream=True)
        try:
            _refuse_trouble(str(url), response)
            if strict:
                _refuse_no_page(str(url), response)
            content = self._body(str(url), response) if response.status_code == 200 else b""
            return _Answer(status=response.status_code, headers=dict(response.headers), content=content)
        finally:
            response.close()

    def _body(self, where: str, response: httpx2.Response) -> bytes:
        stated = response.headers.get("content-length", "")
        if stated.isdecimal() and int(stated) > self.settings.largest:
            raise _too_large(where, self.settings.largest)
        unpack = Unpacker(where, response.headers.get("content-encoding", ""), self.settings.largest)
        pieces = [unpack.take(raw) for raw in response.iter_raw()]
        unpack.end()
        return b"".join(pieces)


class Unpacker:
    """Unpacks a body as it comes, and stops at a limit: a few packed kilobytes may hold gigabytes.

    Args:
        where: The page.
        encoding: Its `Content-Encoding`.
        largest: The limit, bytes.

    Raises:
        FetchError: The encoding is not one that was asked for.
    """

    def __init__(self, where: str, encoding: str, largest: int) -> None:
        named = encoding.strip().lower()
        if named not in {"", "identity", "gzip", "x-gzip", "deflate"}:
            raise FetchError(where, "a page that is packed with gzip or not at all", f"it is packed with {named[:40]!r}", "save it by hand")
        self._where = where
        self._largest = largest
        self._left = largest
        self._bare = named == "deflate"
        self._stream = None if named in {"", "identity"} else zlib.decompressobj(32 + zlib.MAX_WBITS)

    def take(self, raw: bytes) -> bytes:
        """Unpacks the next bytes; raises `FetchError` where they are too many or broken."""
        piece = raw if self._stream is None else self._unpack(raw)
        if len(piece) > self._left:
            raise _too_large(self._where, self._largest)
        self._left -= len(piece)
        return piece

    def end(self) -> None:
        """Says that no more bytes come; raises `BusyError` where some are missing."""
        if self._stream is not None and not self._stream.eof and self._left < self._largest:
            raise BusyError(self._where, "a whole page", "it is cut short", "try again later")

    def _unpack(self, raw: bytes) -> bytes:
        out = b""
        while raw:
            try:
                out += self._inflate(raw, self._left + 1 - len(out))
            except zlib.error as error:
                raise FetchError(self._where, "a page that can be unpacked", "what it is packed in is broken", "save it by hand") from error
            if len(out) > self._left or self._stream is None or not self._stream.eof:
                break
            raw = self._stream.unused_data  # gzip may hold several members
            self._stream = zlib.decompressobj(32 + zlib.MAX_WBITS) if raw else self._stream
        return out

    def _inflate(self, raw: bytes, most: int) -> bytes:
        if self._stream is None:
            return raw
        try:
            return self._stream.decompress(raw, most)
        except zlib.error:
            if not self._bare:
                raise
        self._bare = False  # some hosts send deflate without the head that belongs to it
        self._stream = zlib.decompressobj(-zlib.MAX_WBITS)
        return self._stream.decompress(raw, most)


def _refuse_trouble(where: str, response: httpx2.Response) -> None:
    status = response.status_code
    if status in _PASSING:
        wait = _wait(response.headers.get("retry-after", ""))
        asked = f" and asks to be left alone for {wait:.0f} seconds" if wait else ""
        raise BusyError(where, "a page", f"its host is in trouble (status {status}){asked}", "try again later", wait)


def _refuse_no_page(where: str, response: httpx2.Response) -> None:
    status = response.status_code
    if status in _GONE:
        raise GoneError(where, "a page", f"there is none any more (status {status})", "leave it out")
    if status not in _REDIRECTS and status != 200:
        raise FetchError(where, "a page", f"its host does not give it out (status {status})", "open it in a browser, and save it by hand if you may")
    kind = _media_type(response.headers.get("content-type", ""))
    if status == 200 and not _is_read(kind):
        raise FetchError(where, "a page, a feed, a text, JSON or a PDF", f"it is {kind[:60]}", "leave it out")


def _is_read(kind: str) -> bool:
    return kind in _READ or (kind not in _UNREAD and (kind.startswith("text/") or kind.endswith(("+xml", "+json"))))


def _media_type(header: str) -> str:
    return header.partition(";")[0].strip().lower()


def _fetched(url: httpx2.URL, answer: _Answer) -> Fetched:
    header = answer.headers.get("content-type", "")
    parameters = [each.strip().partition("=") for each in header.split(";")[1:]]
    charset = next((value.strip().strip("\"'") for name, _, value in parameters if name.strip().lower() == "charset" and value.strip()), None)
    return Fetched(url=str(url), content=answer.content, media_type=_media_type(header), charset=charset)


def _target(url: httpx2.URL, answer: _Answer) -> httpx2.URL:
    import httpx2

    location = answer.headers.get("location", "").strip()
    if not location:
        raise FetchError(str(url), "a redirect that says where to", "it does not", "name the address that it ends at")
    try:
        return parse_address(str(url.join(location)))
    except (httpx2.InvalidURL, ValueError) as error:
        raise FetchError(str(url), "a redirect to a page", f"it leads to {location[:80]!r}", "name the address that it ends at") from error


def _wait(header: str) -> float:
    """Seconds that `Retry-After` asks for, as a number or a date; 0 where it says nothing that can be read."""
    written = header.strip()
    if written.isascii() and written.isdecimal():
        return float(written[:9])
    try:
        until = email.utils.parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError):
        return 0.0
    if until.tzinfo is None:
        until = until.replace(tzinfo=dt.UTC)
    return max(0.0, (until - dt.datetime.now(dt.UTC)).total_seconds())


def _too_large(where: str, largest: int) -> FetchError:
    return FetchError(where, f"at most {largest / 2**20:.3g} MB", "it is larger than that", "save it by hand, or allow more")


def _cached(transport: httpx2.BaseTransport, settings: WebSettings) -> httpx2.BaseTransport:
    from hishel import CacheOptions, SqliteStorage
    from hishel.httpx2 import CacheTransport

    folder = settings.cache
    if folder is None:
        return transport
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with contextlib.closing(sqlite3.connect(folder / "pages.sqlite")) as opened:
            opened.execute("PRAGMA schema_version")  # hishel only logs that a file is no database, once for each page
        storage = SqliteStorage(database_path=folder / "pages.sqlite")
        storage.get_entries("")  # opens it: one of another version is refused here
    except (OSError, sqlite3.Error, RuntimeError) as error:
        raise SourceError(str(folder), "a folder for the cache", f"it cannot be used ({error})", "name another one") from error
    return CacheTransport(transport, storage=storage, rfc=CacheOptions(shared=False))


def _quieten() -> None:
    """Keeps stamina's notes of each retry out of the standard output, where structlog puts them unless someone has set it up: records go there."""
    if importlib.util.find_spec("structlog") is None:
        return
    import stamina.instrumentation
    import structlog

    if not structlog.is_configured():
        stamina.instrumentation.set_on_retry_hooks(())
