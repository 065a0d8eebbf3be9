"""What reading from the web is asked with, what it hands out, and how it fails."""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Final

import msgspec

from tarazu.errors import OptionError, SourceError

LONGEST_WAIT: Final = 60.0
"""The longest `Retry-After` that is waited for, seconds; a host that asks for more is left alone."""


def _user_agent() -> str:
    try:
        version = metadata.version("tarazu")
    except metadata.PackageNotFoundError:  # run from a folder of sources
        version = "0"
    return f"tarazu/{version} (press reader; one request at a time; respects robots.txt)"


class WebSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How pages and feeds are fetched.

    Attributes:
        delay: Seconds from one request to a host to the next; a longer `Crawl-delay` of its robots.txt wins.
        timeout: Seconds that one request may take from connecting to its last byte.
        largest: The largest answer that is read, in bytes, after unpacking.
        private: Whether addresses inside a private network may be asked, and this computer itself.
        cache: The folder in which answers and the memory of entries that were read are kept; None keeps nothing.
        user_agent: How we name ourselves; the word before the slash is what a robots.txt may address.
        attempts: How often a page is asked for while the host is in trouble, the first time included.
        pages: How many entries of one feed are read at most.

    Raises:
        OptionError: A number is out of range, or the user agent cannot stand in a header.
    """

    delay: float = 3.0
    timeout: float = 20.0
    largest: int = 10 * 2**20
    private: bool = False
    cache: Path | None = None
    user_agent: str = msgspec.field(default_factory=_user_agent)
    attempts: int = 3
    pages: int = 200

    def __post_init__(self) -> None:
        """Refuses what cannot be."""
        least = {"delay": 0.0, "timeout": 0.001, "largest": 1, "attempts": 1, "pages": 1}
        for name, bound in least.items():
            value: float = getattr(self, name)
            if not bound <= value < float("inf"):
                raise OptionError(name, f"a number from {bound:g} on", f"{value}", "give another one")
        if not self.user_agent.isascii() or not self.user_agent.isprintable() or not self.user_agent.strip():
            raise OptionError("user_agent", "plain ASCII letters", repr(self.user_agent), "name yourself as in 'tarazu/1.0 (you@university.example)'")


class Timing(msgspec.Struct, frozen=True, kw_only=True):
    """The clock and the sleep that waiting is done with; a test gives its own.

    Attributes:
        now: Seconds that only grow.
        sleep: Waits so many seconds.
    """

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """An answer with status 200.

    Attributes:
        url: The address that it came from at last, after redirects.
        content: Its body, unpacked.
        media_type: `text/html`, small letters, without parameters.
        charset: The encoding that its header names, as written there; None where it names none.
    """

    url: str
    content: bytes
    media_type: str
    charset: str | None = None


class FetchError(SourceError):
    """A page is refused, by us or by its host, and will be at the next attempt too."""


class GoneError(FetchError):
    """There is no such page any more."""


class BusyError(FetchError):
    """A page cannot be had for the moment: its host is slow, in trouble or out of reach.

    Args:
        where, expected, found, hint: As for all errors.
        wait: Seconds after which its host wants to be asked again; 0 where it does not say.
    """

    def __init__(self, where: str, expected: str, found: str, hint: str, wait: float = 0.0) -> None:
        super().__init__(where, expected, found, hint)
        self.wait = wait
