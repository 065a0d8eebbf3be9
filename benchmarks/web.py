"""Measures the web app on a case with 100,000 stories: each address that is got, cold and warm, and each page in a browser by the browser's own marks.

    python benchmarks/web.py --stories 100000 --pages --json

The case is made once and kept in the temporary folder. An address that answers 202 (it is being worked out) is asked again until it is done.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote, urlsplit

import msgspec

import web_case

ROOT = Path(__file__).parent.parent
AIM_MS, AIM_PAGE_MS = 300, 1_500
_WARM = 5
_PATIENCE = 900
_LEFT_OUT = ("events", "/api/export/", "/api/openapi.json")  # a stream, a download of the whole case, no question about the case
_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
_READY = "!!document.querySelector('h1') && !document.querySelector('.wait, [aria-busy=true]')"
_PAGES = (
    "balance", "dyad/KAZ/RUS", "stories", "stories/{story}", "documents", "documents/{document}", "narratives", "network", "search?q=agreement", "ahead",
    "scenario", "brief", "sources",
)  # fmt: skip


class Asked(msgspec.Struct):
    """What an address answered.

    Attributes:
        path: The address.
        status: Of its last answer.
        size: Bytes of its last answer, as sent.
        cold_ms: The first time; with all times that it was asked again, where it answered 202.
        warm_ms: Later, the median.
        busy_ms: How much processor time the server took for it warm, the mean; says on a busy machine what `warm_ms` would be on a free one.
    """

    path: str
    status: int
    size: int
    cold_ms: float
    warm_ms: float
    busy_ms: float


class Shown(msgspec.Struct):
    """What a browser says of a page the second time, milliseconds from the start of the navigation: first paint of content, and all its data there."""

    path: str
    paint_ms: float
    usable_ms: float


class Corrected(msgspec.Struct):
    """A step after a correction: how long it took, and how much processor time of the server."""

    what: str
    ms: float
    busy_ms: float


class Client:
    """Asks over one connection, as a browser does.

    Args:
        address: Of the server.
        number: Of its process.
    """

    def __init__(self, address: str, number: int) -> None:
        self._number = number
        self._parts = urlsplit(address)
        self._connection = self._open()

    def _open(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(self._parts.hostname or "", self._parts.port or 0, timeout=_PATIENCE)

    def get(self, path: str) -> tuple[int, bytes, float]:
        began = time.perf_counter()
        self._connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = self._connection.getresponse()
        body = answer.read()
        return answer.status, body, 1_000 * (time.perf_counter() - began)

    def whole(self, path: str) -> tuple[int, bytes, float]:
        """As `get`, asked again until it is done."""
        began = time.perf_counter()
        while True:
            status, body, _ = self.get(path)
            if status != http.HTTPStatus.ACCEPTED or time.perf_counter() - began > _PATIENCE:
                return status, body, 1_000 * (time.perf_counter() - began)
            time.sleep(0.2)

    def busy(self) -> float:
        """Milliseconds of processor time that the server has taken so far; 0 where the system does not say."""
        stated = Path(f"/proc/{self._number}/stat")
        if not stated.exists():
            return 0.0
        fields = stated.read_text(encoding="utf-8").rpartition(")")[2].split()
        return 1_000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def judge(self, record: str) -> tuple[int, float]:
        """Rejects a record: the status, and how long it took, with the stories told anew."""
        began = time.perf_counter()
        body = msgspec.json.encode({"ids": [record], "action": "reject", "author": "benchmark"})
        own = {"Content-Type": "application/json", "Origin": f"http://{self._parts.netloc}"}
        self._connection.request("POST", "/api/judgements", body, own)
        answer = self._connection.getresponse()
        answer.read()
        return answer.status, 1_000 * (time.perf_counter() - began)

    def json(self, path: str) -> object:
        connection = self._open()
        connection.request("GET", path)
        found: object = msgspec.json.decode(connection.getresponse().read())
        connection.close()
        return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, default=100_000, help="how many stories the case has")
    parser.add_argument("--case", type=Path, help="measure this case in its place")
    parser.add_argument("--only", default="", help="only addresses that hold this")
    parser.add_argument("--pages", action="store_true", help="open the pages in a browser too, where there is one and the page is built")
    parser.add_argument("--correct", action="store_true", help="reject a record too, and see how long the balance takes to follow")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    asked = parser.parse_args()
    path = asked.case or kept_case(asked.stories)
    with served(path) as (address, number):
        client = Client(address, number)
        routes = list(measure(client, asked.only))
        pages = list(look(address, client)) if asked.pages else []
        corrected = correct(client) if asked.correct else []
    if asked.json:
        print(msgspec.json.encode({"routes": routes, "pages": pages, "corrected": corrected}).decode())
        return
    tell(routes, pages)
    for each in corrected:
        print(f"{each.what:64} {each.ms:9.0f} ms, of them {each.busy_ms:.0f} ms busy")


def tell(routes: list[Asked], pages: list[Shown]) -> None:
    print(f"{'address':64} {'status':>6} {'kB':>8} {'cold ms':>9} {'warm ms':>9} {'busy ms':>9}")
    for each in sorted(routes, key=lambda each: -each.warm_ms):
        slow = "  slow" if each.warm_ms > AIM_MS else ""
        print(f"{each.path[:64]:64} {each.status:6} {each.size / 1_000:8.1f} {each.cold_ms:9.0f} {each.warm_ms:9.1f} {each.busy_ms:9.1f}{slow}")
    if routes:
        print(f"the slowest warm: {max(each.warm_ms for each in routes):.0f} ms; aim: under {AIM_MS} ms")
    for shown in pages:
        slow = "  slow" if shown.usable_ms > AIM_PAGE_MS else ""
        print(f"{shown.path:64} painted {shown.paint_ms:7.0f} ms, usable {shown.usable_ms:7.0f} ms{slow}")


def kept_case(stories: int) -> Path:
    """The case with so many stories, made where it is not kept from before; a copy, for what is measured may write into it."""
    folder = Path(tempfile.gettempdir()) / "tarazu-benchmark"
    folder.mkdir(exist_ok=True)
    made = folder / f"web-{stories}.tarazu"
    if not made.exists():
        began = time.perf_counter()
        beside = folder / f"making-{os.getpid()}"
        web_case.make_case(beside, stories).rename(made)
        print(f"made a case with {stories} stories in {time.perf_counter() - began:.0f} s: {made}", file=sys.stderr)
    return Path(shutil.copy(made, folder / f"measured-{os.getpid()}.tarazu"))


@contextlib.contextmanager
def served(path: Path) -> Iterator[tuple[str, int]]:
    """Serves a case; its address, and the number of the process."""
    command = [sys.executable, "-m", "tarazu", "serve", str(path), "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield (process.stdout.readline() if process.stdout else "").strip(), process.pid
    finally:
        process.terminate()
        process.wait(60)
        if path.name.startswith("measured-"):
            path.unlink()


def measure(client: Client, only: str) -> Iterator[Asked]:
    """Each address that is got, first cold, then warm."""
    for path in addresses(client):
        if only in path:
            status, _, cold = client.whole(path)
            before = client.busy()
            again = [client.get(path) for _ in range(_WARM)]
            busy = (client.busy() - before) / _WARM
            warm = statistics.median(each[2] for each in again)
            last = again[-1][0] if status == http.HTTPStatus.OK else status
            print(f"{path} {last} {cold:.0f} {warm:.0f} {busy:.0f}", file=sys.stderr, flush=True)
            yield Asked(path=path, status=last, size=len(again[-1][1]), cold_ms=cold, warm_ms=warm, busy_ms=busy)


def correct(client: Client) -> list[Corrected]:
    """How long it takes from a correction to what follows from it."""
    client.whole("/api/balance")
    busy, (status, took) = client.busy(), client.judge(samples(client)["record"])
    out = [Corrected(what=f"a record rejected ({status})", ms=took, busy_ms=client.busy() - busy)]
    for path in ("/api/case", "/api/stories", "/api/balance"):
        busy = client.busy()
        out.append(Corrected(what=f"then {path}", ms=client.whole(path)[2], busy_ms=client.busy() - busy))
    return out


def samples(client: Client) -> dict[str, str]:
    """One of each thing that an address may name."""
    stories = found(client, "/api/stories?limit=1", r'"(s-[0-9a-f]{6,})"')
    document = found(client, "/api/documents?limit=1", r'"doc":"([0-9a-f]{16})"')
    record = stories.removeprefix("s-")
    return {
        "story": stories, "story_id": stories, "document": document, "doc": document, "record": record, "record_id": record, "state": "KAZ", "power": "RUS",
    }  # fmt: skip


def found(client: Client, path: str, pattern: str) -> str:
    match = re.search(pattern, msgspec.json.encode(client.json(path)).decode())
    return match[1] if match else "none"


# what an address needs to be asked about the whole case rather than refused
_QUERY: Mapping[str, str] = {
    "q": "agreement", "dyad": "KAZ-RUS", "state": "KAZ", "power": "RUS", "day": "2024-05-06", "language": "fa", "ids": "", "from": "2022-01",
    "to": "2026-10", "source": "RUS", "target": "KAZ", "column": "TASS", "actor": "KAZ", "other": "RUS",
}  # fmt: skip


class _Schema(msgspec.Struct):
    paths: dict[str, dict[str, msgspec.Raw]]


class _Parameter(msgspec.Struct):
    name: str
    kind: str = msgspec.field(name="in")
    required: bool = False


class _Operation(msgspec.Struct):
    parameters: tuple[_Parameter, ...] = ()


def addresses(client: Client) -> Iterator[str]:
    """All addresses that are got, with one sample for each that names something."""
    schema = msgspec.json.decode(_plain(client), type=_Schema)
    known = samples(client)
    for path, operations in sorted(schema.paths.items()):
        if "get" not in operations or any(each in path for each in _LEFT_OUT):
            continue
        operation = msgspec.json.decode(operations["get"], type=_Operation)
        needed = [each.name for each in operation.parameters if each.kind == "query" and (each.required or each.name == "q")]
        names = re.findall(r"\{(\w+)(?::\w+)?\}", path)
        if "jobs" in path and names:
            continue
        whole = path
        for name in names:
            whole = re.sub(rf"\{{{name}(?::\w+)?\}}", quote(_sample(name, path, known)), whole)
        query = "&".join(f"{name}={quote(_QUERY.get(name, known.get(name, '')))}" for name in needed)
        yield f"{whole}?{query}" if query else whole


def _sample(name: str, path: str, known: Mapping[str, str]) -> str:
    if name in {"id", "name"}:
        return known["story" if "stor" in path else "record" if "record" in path else "document"]
    return known.get(name, "none")


def _plain(client: Client) -> bytes:
    return msgspec.json.encode(client.json("/api/openapi.json"))


def look(address: str, client: Client) -> Iterator[Shown]:
    """Each page in a browser: when it first paints, and when nothing is on its way any more."""
    browser = next((each for name in ("chromium", "chromium-browser", "google-chrome") if (each := shutil.which(name))), None)
    if browser is None or client.get("/")[0] != http.HTTPStatus.OK:
        print("no browser, or the page is not built (make page): the pages are left out", file=sys.stderr)
        return
    from playwright.sync_api import sync_playwright  # need not be there

    known = samples(client)
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=browser, args=list(_FLAGS)) as started:
        for path in _PAGES:
            for last in (False, True):  # the first time what is shown is worked out, and kept
                context = started.new_context(viewport={"width": 1440, "height": 900})
                page = context.new_page()
                page.goto(address + path.format(**known), wait_until="commit")
                until = time.monotonic() + _PATIENCE
                while not page.evaluate(_READY) and time.monotonic() < until:  # the page's policy lets nothing be evaluated in it over and over
                    page.wait_for_timeout(20)
                usable = float(page.evaluate("performance.now()"))
                paint = float(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"))
                context.close()
                if last:
                    print(f"/{path} {paint:.0f} {usable:.0f}", file=sys.stderr, flush=True)
                    yield Shown(path=f"/{path}", paint_ms=paint, usable_ms=usable)


if __name__ == "__main__":
    main()
