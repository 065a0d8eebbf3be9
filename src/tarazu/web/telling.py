"""How a work says how far it is, from its own process."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

import msgspec

from tarazu.errors import TarazuError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    Pipe = Connection[tuple[str, bytes], tuple[str, bytes]]

_STEP: Final = 0.1  # seconds: nobody reads faster


class StoppedError(TarazuError):
    """Somebody has stopped the job."""


class Stop:
    """Knows whether somebody has stopped the job: the server says so through the pipe, or is gone.

    Args:
        pipe: To the server.
    """

    def __init__(self, pipe: Pipe) -> None:
        self._pipe = pipe
        self._set = False

    def is_set(self) -> bool:
        """Whether somebody has."""
        if not self._set:
            try:
                self._set = self._pipe.poll()
            except OSError:
                self._set = True
        return self._set


class Tell:
    """Handed to a work: says how far it is, and ends it where somebody has stopped it.

    Args:
        pipe: To the server.

    Attributes:
        stop: Knows whether somebody has stopped the job; for works that wait.
    """

    def __init__(self, pipe: Pipe) -> None:
        self.stop = Stop(pipe)
        self._pipe = pipe
        self._last = 0.0

    def __call__(self, value: object, *, now: bool = False) -> None:
        """Says how far it is; what comes faster than ten times a second is left out.

        Args:
            value: How far: anything that msgspec writes.
            now: Say it in any case.

        Raises:
            StoppedError: Somebody has stopped the job. Let it through.
        """
        if self.stop.is_set():
            raise StoppedError("job", "time to end", "a stop", "start it again: what it has done so far is kept")
        moment = time.monotonic()
        if now or moment - self._last >= _STEP:
            self._last = moment
            self._pipe.send(("progress", msgspec.json.encode(value)))


def stopped(error: TarazuError) -> bool:
    """Whether an error only says that somebody has stopped the job."""
    return isinstance(error, StoppedError)
