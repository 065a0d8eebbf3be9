"""How well text and facts come out of pages with furniture, and how fast: `python evals/boilerplate.py`.

Thirteen layouts (`layouts.py`) of twelve articles in four languages (`boilerplate/*.yml`) make 156 pages. Tokens are compared as bags;
the title is left out on both sides, for some keep it in the text and some do not. `--layouts` tells them apart, `--pin` rewrites the floors.
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from layouts import AUTHOR, DATE, LAYOUTS, OUTLET, TITLE, Article, Page, Words
from tarazu import data
from tarazu.errors import SourceError
from tarazu.records import Document
from tarazu.sources.html import read_html

FOLDER = Path(__file__).parent / "boilerplate"
FLOORS = FOLDER / "floors.json"
SLACK = 0.02
OURS = "tarazu"
_TOKEN = re.compile(r"[\w\u200c\u200d]+|\ufdfc")
_ZWNJ = "\u200c"

Extractor = Callable[[str], Document]


class Case(msgspec.Struct, frozen=True):
    """A page with its language, its layout and its article."""

    language: str
    layout: str
    article: Article
    page: Page


class Tally(msgspec.Struct):
    """Counts over some pages: tokens found, given and shared, tokens with joiners, facts."""

    found: int = 0
    gold: int = 0
    shared: int = 0
    joined: int = 0
    joined_kept: int = 0
    stated: int = 0
    right: int = 0
    invented: int = 0

    @property
    def precision(self) -> float:
        return self.shared / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.shared / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.shared / (self.found + self.gold) if self.found + self.gold else 0.0

    @property
    def facts(self) -> float:
        return self.right / self.stated if self.stated else 0.0


def cases() -> list[Case]:
    """All pages, made anew."""
    words = [data.read(path, Words) for path in sorted(FOLDER.glob("*.yml"))]
    return [Case(each.language, name, article, layout(each, article)) for each in words for article in each.articles for name, layout in LAYOUTS.items()]


def _ours(markup: str) -> Document:
    try:
        return next(each for each in read_html("page", markup) if isinstance(each, Document))
    except SourceError:
        return Document(doc="page", text="")


def _trafilatura(**options: bool) -> Extractor:
    def extract(markup: str) -> Document:
        from trafilatura import extract as take

        return Document(doc="page", text=take(markup, include_comments=False, **options) or "")

    return extract


def _resiliparse(**options: bool) -> Extractor:
    def extract(markup: str) -> Document:
        from resiliparse.extract.html2text import extract_plain_text

        return Document(doc="page", text=extract_plain_text(markup, main_content=True, alt_texts=False, list_bullets=False, **options))

    return extract


EXTRACTORS: dict[str, Extractor] = {
    OURS: _ours,
    "trafilatura": _trafilatura(),
    "trafilatura fast": _trafilatura(fast=True),
    "trafilatura precision": _trafilatura(favor_precision=True),
    "trafilatura recall": _trafilatura(favor_recall=True),
    "resiliparse": _resiliparse(),
    "resiliparse strict": _resiliparse(comments=False, post_meta=False),
}


def count(tally: Tally, case: Case, document: Document) -> None:
    """Adds what came of one page."""
    gold = Counter(token for line in case.page.lines for token in _TOKEN.findall(line))
    found = Counter(token for line in document.text.split("\n") if line.strip() != case.article.title for token in _TOKEN.findall(line))
    shared = found & gold
    tally.found += found.total()
    tally.gold += gold.total()
    tally.shared += shared.total()
    tally.joined += sum(number for token, number in gold.items() if _ZWNJ in token)
    tally.joined_kept += sum(number for token, number in shared.items() if _ZWNJ in token)
    for fact, expected, came in _facts(case, document):
        if fact in case.page.stated:
            tally.stated += 1
            tally.right += came == expected
        else:
            tally.invented += came is not None and came != expected


def _facts(case: Case, document: Document) -> Iterator[tuple[str, object, object]]:
    article = case.article
    yield TITLE, article.title, document.title
    yield DATE, article.date, document.published
    yield AUTHOR, article.author, document.author
    yield OUTLET, article.outlet, document.outlet


def measure(extractor: Extractor, over: list[Case]) -> tuple[dict[str, Tally], dict[str, Tally], float]:
    """Tallies by language (and `all`) and by layout, and the pages a second."""
    languages: dict[str, Tally] = {}
    layouts: dict[str, Tally] = {}
    extractor(over[0].page.markup)  # loading a library is not reading a page
    spent = 0.0
    for case in over:
        start = time.perf_counter()
        document = extractor(case.page.markup)
        spent += time.perf_counter() - start
        for tallies, key in ((languages, case.language), (languages, "all"), (layouts, case.layout)):
            count(tallies.setdefault(key, Tally()), case, document)
    return languages, layouts, len(over) / spent


def figures(languages: dict[str, Tally]) -> dict[str, float]:
    """The figures that have floors."""
    named = {f"{language}.f1": tally.f1 for language, tally in languages.items()}
    return {**named, "all.facts": languages["all"].facts, "all.joiners": languages["all"].joined_kept / max(1, languages["all"].joined)}


def main(arguments: list[str]) -> None:
    """Prints the tables."""
    over = cases()
    pinned: dict[str, float] = {}
    print(f"{'extractor':24}{'language':10}{'precision':>10}{'recall':>8}{'F1':>8}{'joiners':>9}{'facts':>8}{'wrong':>7}{'pages/s':>9}")
    for name, extractor in EXTRACTORS.items():
        languages, layouts, speed = measure(extractor, over)
        for key, each in sorted((layouts if "--layouts" in arguments else languages).items()):
            joiners = f"{each.joined_kept / each.joined:.3f}" if each.joined else "-"
            facts, invented = (f"{each.facts:.3f}", str(each.invented)) if name == OURS else ("-", "-")
            print(f"{name:24}{key:10.10}{each.precision:10.3f}{each.recall:8.3f}{each.f1:8.3f}{joiners:>9}{facts:>8}{invented:>7}{speed:9.0f}")
        if name == OURS:
            pinned |= figures(languages)
    if "--pin" in arguments:
        floors = {key: round(max(0.0, value - SLACK), 3) for key, value in sorted(pinned.items())}
        FLOORS.write_bytes(msgspec.json.format(msgspec.json.encode(floors), indent=1) + b"\n")


if __name__ == "__main__":
    main(sys.argv[1:])
