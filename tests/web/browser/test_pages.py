"""Every page, in English and Persian, wide and narrow: it is there, mirrors, keeps within its window, and can be read by everybody."""

import re
from functools import cache
from pathlib import Path

import httpx2
import pytest
from axe_playwright_python.sync_playwright import Axe

ROOT = Path(__file__).parents[3]
SCREENS = ROOT / "out" / "screens"
TIME = "from=2024-01&to=2025-06"
ADDRESSES = {
    "Balance": f"/balance?{TIME}", "Dyad": f"/dyad/KAZ/RUS?{TIME}", "Stories": "/stories", "Story": "/stories/{story}", "Documents": "/documents",
    "Reader": "/documents/{document}", "Narratives": "/narratives", "Network": "/network", "Search": "/search?q=قزاقستان", "Ahead": "/ahead",
    "Scenario": "/scenario", "Brief": f"/brief?{TIME}", "Sources": "/sources",
}  # fmt: skip
KEY = re.compile(r"\b[a-z]+\.[a-z]+[a-z_.]*[a-z]\b")
FOUND = sorted(path.stem for path in (ROOT / "web" / "src" / "pages").glob("*.svelte"))


@cache
def address(home: str, page: str) -> str:
    """Where a page is, of a story that several tell and a document in Persian."""
    with httpx2.Client(base_url=home) as client:
        told = client.get("/api/stories", params={"order": "witnesses", "limit": 1}).raise_for_status().json()["stories"][0]["story"]["id"]
        documents = client.get("/api/documents", params={"language": "fa", "limit": 50}).raise_for_status().json()["documents"]
    read = max(documents, key=lambda each: each["records"])["doc"]
    return ADDRESSES[page].format(story=told, document=read)


def test_pages_are_all_looked_at() -> None:
    assert set(FOUND) == set(ADDRESSES)


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("page", FOUND)
def test_page_is_whole(open_browser, home, page, language, width) -> None:
    looking = open_browser(width=width, language=language)
    tab = looking.go(address(home, page))
    SCREENS.mkdir(parents=True, exist_ok=True)
    tab.screenshot(path=SCREENS / f"{page.lower()}-{language}-{width}.png", full_page=True)
    assert tab.locator("main").get_attribute("data-page") == page.lower()
    root = tab.locator("html")
    assert (root.get_attribute("lang"), root.get_attribute("dir")) == (language, "rtl" if language == "fa" else "ltr")
    assert tab.locator("main h1").count() == 1
    assert tab.locator("main h1").inner_text().strip()
    assert tab.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, "the page is wider than its window"
    assert tab.locator("[role=alert]").count() == 0, tab.locator("[role=alert]").all_inner_texts()
    assert serious(tab) == []
    assert looking.complaints == []


def test_pages_can_be_read_in_the_dark(open_browser, home) -> None:
    looking = open_browser(scheme="dark", language="fa")
    looking.go("/search")
    found = {}
    for page in FOUND:
        tab = looking.step(address(home, page))
        tab.screenshot(path=SCREENS / f"{page.lower()}-dark.png")
        found[page] = serious(tab, "color-contrast")
    assert {page: each for page, each in found.items() if each} == {}


@pytest.mark.parametrize("language", ["ar", "ru"])
def test_pages_have_words_in_every_language(open_browser, home, language) -> None:
    looking = open_browser(language=language, width=390)
    looking.go("/search")
    for page in FOUND:
        tab = looking.step(address(home, page))
        assert not KEY.search(tab.locator("main h1").inner_text()), f"{page}: the key of a message in the place of its words"
        assert tab.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, f"{page} is wider than its window"
    assert looking.complaints == []


def serious(tab, *rules: str) -> list[str]:
    """What axe finds that shuts people out."""
    options: dict[str, object] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    found = Axe().run(tab, options=options).response["violations"]
    return [
        f"{each['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for each in found
        if each["impact"] in {"serious", "critical"}
        for node in each["nodes"][:4]
    ]
