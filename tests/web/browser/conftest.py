"""A case with something on every page, served as `tarazu serve` serves it, and a browser to look at it.

Where there is no Chromium, or the page is not built, these tests are skipped and say so.
"""

import datetime as dt
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
from filelock import FileLock
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

import tarazu
from tarazu.web.static import page_folder

ROOT = Path(__file__).parents[3]
HERE = Path(__file__).parent
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
NOISE = ("GPU stall due to ReadPixels",)  # what a graphics driver says when a picture is taken

HOSTILE = (
    '<script>window.ran = 1</script><img src=x onerror="window.ran = 2"><svg onload="window.ran = 3">'
    ' <a href="javascript:window.ran = 4">Uzbekistan</a> rejected the proposal of Russia on 6 July 2024. {{constructor.constructor("window.ran = 5")()}}'
)
"""A document that tries to run."""

# Own sentences; what they say is made up.
TOLD = {
    "en": ("The Steppe Ledger", ("Kazakhstan and {power} signed an agreement on {date}.", "Uzbekistan rejected the proposal of {power} on {date}."),
           {"RUS": "Russia", "CHN": "China", "TUR": "Türkiye"}, "%-d %B %Y"),
    "ru": ("Степной вестник", ("Казахстан и {power} подписали соглашение {date}.", "Узбекистан отверг предложение {power} {date}."),
           {"RUS": "Россия", "CHN": "Китай", "TUR": "Турция"}, "%d.%m.%Y"),
    "fa": ("پیک سغد", ("قزاقستان و {power} روز {date} توافقنامه امضا کردند.", "ازبکستان روز {date} پیشنهاد {power} را رد کرد."),
           {"RUS": "روسیه", "CHN": "چین", "TUR": "ترکیه"}, "%Y/%m/%d"),
    "ar": ("بريد الواحة", ("وقعت كازاخستان و{power} اتفاقية في {date}.", "رفضت أوزبكستان اقتراح {power} في {date}."),
           {"RUS": "روسيا", "CHN": "الصين", "TUR": "تركيا"}, "%d/%m/%Y"),
}  # fmt: skip


def find_chromium() -> str | None:
    """The machine's own, else the one that Playwright was told to install; None where there is neither."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found:
        return found
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def write_press(folder: Path) -> list[Path]:
    """Some forty short documents in four languages over a year, and one that tries to run."""
    folder.mkdir(parents=True, exist_ok=True)
    entries = []
    first = dt.date(2024, 1, 8)
    for at in range(40):
        language = list(TOLD)[at % len(TOLD)]
        outlet, sentences, powers, shape = TOLD[language]
        day = first + dt.timedelta(days=9 * at)
        power = list(powers)[(at // 4) % 3]
        text = sentences[(at // 2) % 2].format(power=powers[power], date=day.strftime(shape))
        entries.append({"id": f"{language}-{at}", "outlet": outlet, "date": day.isoformat(), "language": language, "text": text})
    entries.append({"id": "hostile", "outlet": "<b onmouseover=window.ran=6>Outlet</b>", "title": "<img src=x onerror=window.ran=7>", "date": "2024-07-07", "text": HOSTILE})
    path = folder / "press.jsonl"
    path.write_bytes(b"\n".join(map(msgspec.json.encode, entries)))
    return [path, *sorted((ROOT / "samples").glob("*.jsonl"))]


@pytest.fixture(scope="session")
def chromium() -> str:
    found = find_chromium()
    if found is None:
        pytest.skip(f"needs a Chromium: none of {', '.join(NAMES)} is on the path, and `playwright install chromium` was not run")
    return found


@pytest.fixture(scope="session")
def built() -> Path:
    folder = page_folder()
    if not (folder / "index.html").is_file():
        pytest.skip("needs the built page: make page")
    return folder


@pytest.fixture(scope="session")
def read_case(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Read once, however many workers there are; to be copied."""
    own = tmp_path_factory.getbasetemp()
    folder = own if worker_id == "master" else own.parent
    path = folder / "browser.tarazu"
    with FileLock(folder / "browser.lock"):
        if not path.exists():
            made = tarazu.new(folder / "being-read", title="The steppe")
            made.read(write_press(folder / "press"), work=tarazu.Work(coder="lexicon"))
            made.path.rename(path)
    return path


@contextmanager
def serving(case: Path) -> Iterator[str]:
    """`tarazu serve`, as a person starts it; yields its address."""
    command = [sys.executable, "-m", "tarazu", "serve", str(case), "--port", "0", "--coder", "lexicon"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"}) as server:
        assert server.stdout is not None
        assert server.stderr is not None
        said: list[str] = []
        reading = threading.Thread(target=lambda: said.extend(server.stderr or ()))  # so that it never has to wait for us
        reading.start()
        try:
            address = server.stdout.readline().strip()
            assert address.startswith("http://127.0.0.1:"), "".join(said)
            yield address.rstrip("/")
        finally:
            server.terminate()
            server.wait(20)
            reading.join(20)


@pytest.fixture(scope="session")
def home(built: Path, chromium: str, read_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the case; no test changes it."""
    del built, chromium
    with serving(shutil.copy(read_case, tmp_path_factory.mktemp("served") / "steppe.tarazu")) as address:
        yield address


@pytest.fixture
def own_home(built: Path, chromium: str, read_case: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a copy of the case that a test may change."""
    del built, chromium
    with serving(shutil.copy(read_case, tmp_path / "own.tarazu")) as address:
        yield address


@pytest.fixture
def empty_home(built: Path, chromium: str, tmp_path: Path) -> Iterator[str]:
    """The address of a case with nothing in it."""
    del built, chromium
    with serving(tarazu.new(tmp_path / "empty", title="Nothing yet").path) as address:
        yield address


@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        yield found
        found.close()


class Looking:
    """A page of the browser, and what it complained of.

    Args:
        tab: The page.
        home: The address of the case.
    """

    def __init__(self, tab: Page, home: str) -> None:
        self.tab = tab
        self.home = home
        self.complaints: list[str] = []
        tab.on("console", self._hear)
        tab.on("pageerror", lambda error: self.complaints.append(f"{error.name}: {error.message}"))
        tab.on("request", lambda request: None if request.url.startswith((home, "blob:", "data:")) else self.complaints.append(f"asks elsewhere: {request.url}"))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not any(each in message.text for each in NOISE):
            self.complaints.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def go(self, path: str) -> Page:
        """Opens an address and waits until it is all there."""
        self.tab.goto(self.home + path, wait_until="load")
        return self.settle()

    def step(self, path: str) -> Page:
        """Goes to an address as a link within the page would: nothing is loaded anew, which is faster."""
        self.tab.evaluate("(path) => { history.pushState(null, '', path); dispatchEvent(new PopStateEvent('popstate')) }", path)
        return self.settle()

    def settle(self) -> Page:
        """Waits until nothing is on its way any more: text, letters, charts."""
        for _ in range(3):  # what has come may ask for more
            self.tab.wait_for_function(SETTLED, timeout=60_000)
            self.tab.evaluate(DRAWN)
            if self.tab.evaluate(SETTLED):
                break
        return self.tab


SETTLED = """() => document.querySelector('main h1') && !document.querySelector('main .wait, main [aria-busy="true"]')
  && [...document.querySelectorAll('main .chart')].every((each) => each.querySelector('canvas'))"""
DRAWN = "() => document.fonts.ready.then(() => new Promise((resolve) => setTimeout(() => requestAnimationFrame(() => resolve(true)), 80)))"

Opens = Callable[..., Looking]


@pytest.fixture
def open_browser(browser: Browser, home: str) -> Iterator[Opens]:
    """Opens a window of its own, as a reader who was never here: `open_browser(width=390, language="fa")`."""
    contexts = []

    def opened(*, width: int = 1440, language: str = "en", scheme: str = "light", address: str = home) -> Looking:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce",
            locale={"en": "en-GB", "fa": "fa-IR", "ar": "ar-EG", "ru": "ru-RU"}[language],
        )  # fmt: skip
        contexts.append(context)
        context.set_default_timeout(15_000)
        return Looking(context.new_page(), address)

    yield opened
    for context in contexts:
        context.close()
