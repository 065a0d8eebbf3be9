"""What hosts ask of programs that read them: robots.txt."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import msgspec

from tarazu.sources.web_types import BusyError, FetchError

if TYPE_CHECKING:
    import httpx2
    from protego import Protego

LONGEST_DELAY: Final = 60.0
"""The longest `Crawl-delay` that is kept, seconds."""

_LARGEST: Final = 512 * 1024


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """An answer to the request for a robots.txt.

    Attributes:
        status: Its HTTP status, after redirects.
        content: Its body; empty where the status is not 200.
    """

    status: int
    content: bytes = b""


class Robots:
    """The robots.txt of each host, fetched once a run.

    An answer of 4xx means that there are no rules. While the host is in trouble (5xx, 429, out of reach), nothing of it is read.

    Args:
        user_agent: How we name ourselves.
        fetch: Gets the rules at an address; raises `FetchError`.
        slow: Told the host and the delay that it asks for, seconds.

    Source: RFC 9309, sections 2.3.1 and 2.5; a 429 is a host in trouble, not one without rules.
    """

    def __init__(self, user_agent: str, fetch: Callable[[str], Rules], slow: Callable[[str, float], None]) -> None:
        self._name = user_agent.partition("/")[0].strip() or user_agent
        self._fetch = fetch
        self._slow = slow
        self._known: dict[str, Protego | FetchError] = {}

    def check(self, url: httpx2.URL) -> None:
        """Says whether a page may be read.

        Args:
            url: Its address.

        Raises:
            FetchError: Its host does not want it to be read by programs.
            BusyError: Its host cannot say for now.
        """
        place = str(url.copy_with(path="/robots.txt", query=None, fragment=None))
        if place not in self._known:
            self._known[place] = self._read(place, url.host)
        rules = self._known[place]
        if isinstance(rules, BusyError):
            raise BusyError(str(url), "a host that says what may be read", f"its robots.txt cannot be had for now ({rules.found})", "try again later")
        if isinstance(rules, FetchError):
            raise FetchError(str(url), "a host that says what may be read", f"its robots.txt cannot be had ({rules.found})", rules.hint)
        if not rules.can_fetch(str(url), self._name):
            raise FetchError(str(url), "a page that programs may read", "the robots.txt of its host forbids it", "ask its owner, or save the page by hand")

    def _read(self, place: str, host: str) -> Protego | FetchError:
        from protego import Protego

        try:
            rules = self._fetch(place)
        except FetchError as error:
            return error
        if rules.status == 429 or rules.status >= 500:
            return BusyError(place, "a robots.txt", f"status {rules.status}", "try again later")
        parsed = Protego.parse(rules.content[:_LARGEST].decode("utf-8-sig", "replace"))
        delay = parsed.crawl_delay(self._name)
        if delay:
            self._slow(host, min(delay, LONGEST_DELAY))
        return parsed
