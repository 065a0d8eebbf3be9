"""Keeps what was computed from a case for as long as the case stays as it was."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextvars import ContextVar
from types import TracebackType
from typing import Final, Self, TypeVar, cast

import msgspec

T = TypeVar("T")
Key = tuple[Hashable, ...]

_MOST: Final = 256
_REST: Final = 10.0
"""While documents stream in, computing is left to rest for this many times as long as it took, so that it takes a tenth of the machine at most."""
_LEAST_REST: Final = 2.0

SERVED: Final[ContextVar[list[str] | None]] = ContextVar("SERVED", default=None)
"""Where the revisions are noted that the answer to the present request was computed from."""


class StillWorkingError(Exception):
    """What is asked for is being computed; ask again.

    Attributes:
        seconds: For how long it has been.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__(f"being computed for {seconds:.0f} s")
        self.seconds = seconds


class _Kept(msgspec.Struct, kw_only=True):
    """A result, the revision that it is of, when it was begun and done (by the monotonic clock), and whether anybody has had it yet."""

    value: object
    revision: str
    began: float
    done: float
    given: bool = False


class _Task:
    """One computation, which others may wait for; as a context it notes how it ends.

    Args:
        revision: The state of the case that it is made from.
        aside: Whether nobody waits for it here: then its error is only noted, and raised where its outcome is asked for.
    """

    def __init__(self, revision: str, *, aside: bool = False) -> None:
        self.revision = revision
        self.began = time.monotonic()
        self.over = threading.Event()
        self.error: BaseException | None = None
        self.value: object = None
        self.aside = aside

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> bool:
        self.error = error
        return self.aside


class Shelf:
    """Results by what they are of.

    What is on it is given out while the case is as it was. When the case has changed, the next who asks computes anew, and all who ask for the
    same meanwhile wait for that one computation. Only while a job is writing (documents stream in and each changes the case) what was computed a
    little while ago is given out once more, unless a person has decided something since: `forget`.

    Args:
        revision: Names the state that the case is in.
        streaming: Tells whether a job is writing into the case just now.
        most: How many results are kept; those that nobody asked for the longest go first.
    """

    def __init__(self, revision: Callable[[], str], streaming: Callable[[], bool] = lambda: False, most: int = _MOST) -> None:
        self._revision = revision
        self._streaming = streaming
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[Key, _Kept] = OrderedDict()
        self._tasks: dict[Key, _Task] = {}
        self._forgotten = 0.0

    def revision(self) -> str:
        """The state that the case is in now."""
        return self._revision()

    def get(self, key: Key, compute: Callable[[], T]) -> T:
        """What was computed for a key, or is computed now.

        Args:
            key: What it is: the name of the question first, then all that it depends on beside the case.
            compute: Computes it; must not ask the shelf for the same key.

        Returns:
            The result. It is shared: never change it.
        """
        while True:
            kept, task, mine = self._look(key, aside=False)
            if kept is not None:
                return cast("T", self._give(kept))
            if mine:
                self._run(key, task, compute)
            else:
                task.over.wait()
            if mine or task.revision == self._revision():
                return cast("T", self._outcome(key, task))

    def soon(self, key: Key, compute: Callable[[], T], *, patience: float = 0.25) -> T:
        """As `get`, but where it takes longer than `patience` seconds it is computed on behind the scenes.

        Raises:
            StillWorkingError: It is not done yet; the app answers 202 with `Retry-After`, and the page asks again.
        """
        kept, task, mine = self._look(key, aside=True)
        if kept is not None:
            return cast("T", self._give(kept))
        if mine:
            threading.Thread(target=self._run, args=(key, task, compute), daemon=True, name=f"shelf {key[0]}").start()
        if not task.over.wait(patience) or task.began < self._forgotten:
            raise StillWorkingError(time.monotonic() - task.began)
        return cast("T", self._outcome(key, task))

    def forget(self) -> None:
        """Gives out nothing any more that was computed before now; for when a person has decided something."""
        with self._lock:
            self._forgotten = time.monotonic()

    def _look(self, key: Key, *, aside: bool) -> tuple[_Kept | None, _Task, bool]:
        """What is kept and may be given out; else the one computation of this key that is going on, or a new one that is ours to do."""
        revision = self._revision()
        with self._lock:
            kept, task = self._kept.get(key), self._tasks.get(key)
            if kept is not None and (kept.revision == revision or self._will_do(kept)):
                self._kept.move_to_end(key)
                return kept, _Task(revision), False
            if task is not None and (not task.over.is_set() or task.revision == revision):
                return None, task, False
            task = _Task(revision, aside=aside)
            self._tasks[key] = task
            return None, task, True

    def _will_do(self, kept: _Kept) -> bool:
        """Whether what is out of date may still be given out: nobody has decided anything since, and it is news or all is in motion."""
        rest = max(_LEAST_REST, _REST * (kept.done - kept.began))
        return kept.began > self._forgotten and (not kept.given or (self._streaming() and time.monotonic() - kept.done < rest))

    def _run(self, key: Key, task: _Task, compute: Callable[[], object]) -> None:
        try:
            with task:
                task.value = compute()
                self._keep(key, task)
        finally:
            with self._lock:
                # an error that nobody waits for is kept until somebody asks again
                if self._tasks.get(key) is task and not (task.aside and task.error):
                    del self._tasks[key]
            task.over.set()

    def _keep(self, key: Key, task: _Task) -> None:
        with self._lock:
            self._kept[key] = _Kept(value=task.value, revision=task.revision, began=task.began, done=time.monotonic())
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def _outcome(self, key: Key, task: _Task) -> object:
        with self._lock:
            if self._tasks.get(key) is task and task.over.is_set():
                del self._tasks[key]
            kept = self._kept.get(key)
            if kept is not None and kept.began == task.began:
                kept.given = True
        if task.error is not None:
            raise task.error
        self._note(task.revision)
        return task.value

    def _give(self, kept: _Kept) -> object:
        kept.given = True
        self._note(kept.revision)
        return kept.value

    def _note(self, revision: str) -> None:
        served = SERVED.get()
        if served is not None:
            served.append(revision)
