"""Jobs: what takes long, each in a process of its own, so that nobody who looks at a page waits for it."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import queue
import secrets
import threading
import time
from collections.abc import Callable
from multiprocessing.context import SpawnProcess
from types import TracebackType
from typing import TYPE_CHECKING, Final, Literal, Self

import msgspec

from tarazu.errors import OptionError, RecordError, TarazuError
from tarazu.web.telling import Tell, stopped

if TYPE_CHECKING:
    from tarazu.web.telling import Pipe

State = Literal["queued", "running", "done", "failed", "stopped"]
Lane = Literal["read", "compute", "export", "watch"]
Work = Callable[[Tell], object]

OVER: Final[frozenset[State]] = frozenset({"done", "failed", "stopped"})
"""The states that a job does not leave any more."""

_KEPT: Final = 50
_GRACE: Final = 15.0
_LOOK: Final = 0.2
_GLANCE: Final = 0.03


class Trouble(msgspec.Struct, frozen=True, kw_only=True):
    """Why a job failed: as in `TarazuError`."""

    where: str
    expected: str
    found: str
    hint: str


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """A job as it stands.

    Attributes:
        id: Its name in addresses.
        name: What it is, for people: the name of a file, an address, or what is computed.
        kind: What kind of job: `files`, `addresses`, `watch`, or as whoever starts it says.
        state: How far it is.
        asked, started, ended: When it was asked for, begun and over, UTC; None where it is not so far.
        progress: What it told last, as JSON; null before.
        result: What it came to, as JSON; null before.
        error: Why it failed; None otherwise.
    """

    id: str
    name: str
    kind: str
    state: State
    asked: dt.datetime
    started: dt.datetime | None = None
    ended: dt.datetime | None = None
    progress: msgspec.Raw = msgspec.Raw(b"null")
    result: msgspec.Raw = msgspec.Raw(b"null")
    error: Trouble | None = None


class _Entry:
    """A job with what it takes to run and to stop it."""

    def __init__(self, job: Job, work: Work) -> None:
        self.job = job
        self.work = work
        self.asked_to_stop: float | None = None


_CONTEXT: Final = multiprocessing.get_context("spawn")  # a fork of a process with threads may hang


class Jobs:
    """The jobs of a server.

    Those that write into the case (`read`) go one after the other, and so do those that only compute, and exports; a `watch` goes beside them until it is
    stopped.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: dict[str, _Entry] = {}
        self._lines: dict[Lane, queue.Queue[_Entry | None]] = {"read": queue.Queue(), "compute": queue.Queue(), "export": queue.Queue()}
        self._threads: list[threading.Thread] = []
        self._closing = False

    def start(self, name: str, work: Work, *, kind: str = "", lane: Lane = "compute") -> Job:
        """Puts a job in line.

        Args:
            name: What it is, for people.
            work: What to do: a function at the top of a module, or `functools.partial` of one, for it is run in another process. It is handed a
                `Tell`: `tell(value)` says how far it is (anything that msgspec writes), and ends the work there if somebody has stopped it. What it
                returns is the result.
            kind: What kind of job.
            lane: `read` for what writes into the case, `watch` for what goes on until it is stopped, `export` for what somebody waits for, `compute` for
                all else.

        Returns:
            The job, which goes on.
        """
        job = Job(id=secrets.token_hex(6), name=name, kind=kind, state="queued", asked=_now())
        entry = _Entry(job, work)
        with self._lock:
            self._entries[job.id] = entry
            self._drop_old()
        if lane == "watch":
            self._begin(threading.Thread(target=self._run, args=(entry,), daemon=True, name=f"job {job.id}"))
        else:
            self._lines[lane].put(entry)
            self._serve(lane)
        return job

    def list(self) -> tuple[Job, ...]:
        """All jobs, the latest first; of those that are over the last fifty."""
        with self._lock:
            return tuple(entry.job for entry in reversed(self._entries.values()))

    def get(self, job_id: str) -> Job:
        """One job, by its id.

        Raises:
            RecordError: There is none, or it was over long ago.
        """
        return self._entry(job_id).job

    def stop(self, job_id: str) -> Job:
        """Stops a job: what it has done so far stays done. One that is over stays as it is.

        Raises:
            RecordError: There is none, or it was over long ago.
        """
        entry = self._entry(job_id)
        with self._lock:
            entry.asked_to_stop = entry.asked_to_stop or time.monotonic()
            if entry.job.state == "queued":
                entry.job = msgspec.structs.replace(entry.job, state="stopped", ended=_now())
        return entry.job

    def wait(self, job: Job) -> Job:
        """Waits until a job is over.

        Returns:
            The job, which is done.

        Raises:
            OptionError: It failed, or was stopped.
        """
        while (job := self.get(job.id)).state not in OVER:
            time.sleep(_GLANCE)
        if job.state == "done":
            return job
        said = job.error or Trouble(where=job.name, expected="work that ends", found="a stop", hint="ask for it again")
        raise OptionError(said.where, said.expected, said.found, said.hint)

    def writing(self) -> bool:
        """Whether a job that reads into the case is running."""
        with self._lock:
            return any(entry.job.state == "running" and entry.job.kind in _WRITERS for entry in self._entries.values())

    def close(self) -> None:
        """Stops all jobs, and waits until they have."""
        self._closing = True
        for job in self.list():
            if job.state not in OVER:
                self.stop(job.id)
        for line in self._lines.values():
            line.put(None)
        for thread in self._threads:
            thread.join(_GRACE + 5)

    def _entry(self, job_id: str) -> _Entry:
        with self._lock:
            entry = self._entries.get(job_id)
        if entry is None:
            raise RecordError(job_id, "the id of a job of this server", "none such", "see /api/jobs")
        return entry

    def _drop_old(self) -> None:
        over = [key for key, entry in self._entries.items() if entry.job.state in OVER]
        for key in over[: max(0, len(over) - _KEPT)]:
            del self._entries[key]

    def _serve(self, lane: Lane) -> None:
        """Begins the thread that takes jobs out of a line, if there is none yet."""
        name = f"jobs {lane}"
        with self._lock:
            missing = not any(thread.name == name for thread in self._threads)
        if missing:
            self._begin(threading.Thread(target=self._work_off, args=(lane,), daemon=True, name=name))

    def _begin(self, thread: threading.Thread) -> None:
        with self._lock:
            self._threads.append(thread)
        thread.start()

    def _work_off(self, lane: Lane) -> None:
        while (entry := self._lines[lane].get()) is not None:
            if entry.job.state == "queued" and not self._closing:
                self._run(entry)

    def _change(self, entry: _Entry, **fields: object) -> None:
        with self._lock:
            entry.job = msgspec.structs.replace(entry.job, **fields)

    def _run(self, entry: _Entry) -> None:
        """Runs a job in a process of its own, and takes in what it tells, until it is over."""
        self._change(entry, state="running", started=_now())
        with _Hand(entry) as hand:
            while (message := hand.next()) is not None:
                self._take(entry, *message)
        if entry.job.state not in OVER:
            self._fall(entry, hand.process)

    def _take(self, entry: _Entry, what: str, said: bytes) -> None:
        if what == "progress":
            self._change(entry, progress=msgspec.Raw(said))
        elif what == "done":
            self._change(entry, state="done", ended=_now(), result=msgspec.Raw(said))
        elif what == "stopped":
            self._change(entry, state="stopped", ended=_now(), result=msgspec.Raw(said))
        else:
            self._change(entry, state="failed", ended=_now(), error=msgspec.json.decode(said, type=Trouble))

    def _fall(self, entry: _Entry, process: SpawnProcess) -> None:
        """It ended without a word: stopped by force, or killed from outside."""
        if entry.asked_to_stop is not None:
            self._change(entry, state="stopped", ended=_now())
            return
        found = f"its process ended with {process.exitcode}"
        trouble = Trouble(where=entry.job.name, expected="work that ends", found=found, hint="start it again: what it has done so far is kept")
        self._change(entry, state="failed", ended=_now(), error=trouble)


_WRITERS: Final = frozenset({"files", "addresses", "feeds", "watch"})


class _Hand:
    """Holds the process of a job: begins it, hands over what it tells, and ends it by force if it does not end in time."""

    def __init__(self, entry: _Entry) -> None:
        self._entry = entry
        self._told = False
        self._here: Pipe
        self._there: Pipe
        self._here, self._there = _CONTEXT.Pipe()
        self.process = _CONTEXT.Process(target=perform, args=(entry.work, self._there), name=f"tarazu {entry.job.kind}")

    def __enter__(self) -> Self:
        self.process.start()
        self._there.close()
        return self

    def next(self) -> tuple[str, bytes] | None:
        """What the process tells next; None when it is over."""
        try:
            while not self._here.poll(_LOOK):
                self._end()
            self._end()
            return self._here.recv()
        except (EOFError, OSError):
            return None

    def _end(self) -> None:
        """Hands on that it is to stop; where it does not in time, ends it."""
        asked = self._entry.asked_to_stop
        if asked is not None and not self._told:
            self._told = True
            self._here.send(("stop", b""))
        if asked is not None and time.monotonic() - asked > _GRACE:
            self.process.terminate()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.process.join(_GRACE)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        self._here.close()


def perform(work: Work, pipe: Pipe) -> None:
    """Runs a work in the process of a job, and tells through the pipe how it goes and how it ends."""
    tell = Tell(pipe)
    with pipe:
        try:
            result = msgspec.json.encode(work(tell))
        except TarazuError as error:
            if stopped(error):
                pipe.send(("stopped", b"null"))
                return
            said = {name: getattr(error, name) for name in ("where", "expected", "found", "hint")}
            pipe.send(("failed", msgspec.json.encode(said)))
        else:
            pipe.send(("stopped" if tell.stop.is_set() else "done", result))


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
