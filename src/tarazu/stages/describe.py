"""What a document says about itself: title, day, outlet, author, whether it is a translation, and its page furniture."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Literal

import msgspec

from tarazu.languages import Folded, Language, fold_word
from tarazu.records import Document, Skipped, TimeSpan
from tarazu.world import World

_URL = re.compile(r"(?:https?://|www\.)[^\s)\]>\"']+", re.IGNORECASE)
_TAIL = re.compile(r"[./]\s*/\s*([^\s/.:][^/\n:]{2,40})$")
_SHORT = 90
_FURNITURE = 60
HEAD_LINES = 8
_TITLE = 220
_YEAR = re.compile(r"(?<![\d.,])20[0-4]\d(?![\d.,]?\d)")
_OLDEST = 2001  # 2000 is a round number as often as a year
_HEADER_GAP = 40


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """What a short line of a page is, where it is not running text."""

    start: int
    end: int
    role: Literal["boilerplate", "origin", "byline", "translated", "published", "date", "url", "repeated"]
    rest: str = ""


class Description(msgspec.Struct, frozen=True, kw_only=True):
    """What a document says about itself.

    Attributes:
        title, published, outlet, author, url: As found or given.
        translated: Whether it says that it is a translation.
        chain: Sources named in lines of their own (an address at the foot, "Source: …").
        lines: The lines that are not running text.
        year: The latest recent year that the text states.
    """

    title: str | None
    published: dt.date | None
    outlet: str | None
    author: str | None
    url: str | None
    translated: bool
    chain: tuple[str, ...]
    lines: tuple[Line, ...]
    year: int | None


def describe(document: Document, folded: Folded, pieces: Sequence[tuple[int, int, bool]], language: Language, world: World) -> Description:
    """Reads the facts of a document from its lines.

    Args:
        document: As received.
        folded: Its folded text.
        pieces: Its sentences: spans in the folded text, and whether each is a heading.
        language: The words of page furniture.
        world: The outlets by domain and name.

    Returns:
        The facts; what the source gave (title, day …) is never overruled. `published` is left to `date_of`.
    """
    lines = tuple(_lines(folded.text, pieces, language))
    by_role = {role: [line for line in lines if line.role == role] for role in ("origin", "byline", "translated", "url")}
    title = document.title or next(
        (
            document.text[slice(*folded.span(start, end))]
            for start, end, _ in pieces
            if end - start <= _TITLE and not any(line.start <= start < line.end and line.role != "repeated" for line in lines)
        ),
        None,
    )
    chain, url = [], document.url
    for match in _URL.finditer(document.text):
        domain = re.sub(r"^(https?://)?(www\.)?", "", match.group().lower()).split("/", 1)[0]
        url = url or match.group()
        chain.append(_outlet_of_domain(domain, world) or domain)
    last = [*pieces[-1:], *pieces[-4:-1]]  # the very last line first
    tail = next((found for start, end, _ in last if (found := _TAIL.search(folded.text[start:end]))), None)
    named = [_outlet_of_name(line.rest, language, world) or _written(line, document, folded) for line in by_role["origin"] if line.rest]
    if tail is not None:
        named.append(_outlet_of_name(tail.group(1).strip(), language, world) or tail.group(1).strip())
    outlet = document.outlet or (named[0] if tail is not None and named else chain[-1] if chain and not by_role["origin"] else None)
    return Description(
        title=title,
        published=document.published,
        outlet=outlet,
        author=document.author or next((_written(line, document, folded) for line in by_role["byline"] if line.rest), None),
        url=url,
        translated=bool(by_role["translated"]),
        chain=tuple(each for each in dict.fromkeys((*named, *chain)) if each != outlet),
        lines=lines,
        year=_year(folded.text),
    )


def date_of(description: Description, times: Sequence[TimeSpan], spans: Sequence[tuple[int, int]]) -> dt.date | None:
    """The day of publication: what the source gave, else a line of the head that is little more than a date.

    Args:
        description: The document's facts.
        times: The times found in its first sentences, resolved without a day of publication.
        spans: Those sentences, in the folded text.
    """
    if description.published is not None:
        return description.published
    for start, end in spans[:HEAD_LINES]:
        days = [span for span in times if start <= span.start < end and span.granularity == "day" and span.first == span.last]
        marked = any(line.role == "published" and line.start == start for line in description.lines)
        if len(days) == 1 and (marked or end - start - (days[0].end - days[0].start) <= _HEADER_GAP // 2):
            return days[0].first
    return None


def skipped(document: Document, folded: Folded, lines: Sequence[Line]) -> tuple[Skipped, ...]:
    """The lines that are not coded, each with the reason."""
    out = []
    for line in lines:
        if line.role != "date":
            start, end = folded.span(line.start, line.end)
            out.append(Skipped(doc=document.doc, stage="describe", reason=f"not running text: {line.role}", start=start, end=end))
    return tuple(out)


def _lines(text: str, pieces: Sequence[tuple[int, int, bool]], language: Language) -> list[Line]:
    layout = language.layout
    roles = (("boilerplate", layout.boilerplate), ("origin", layout.origin), ("byline", layout.byline), ("translated", layout.translated),
             ("published", layout.published))  # fmt: skip
    out: list[Line] = []
    seen: set[str] = set()
    for start, end, heading in pieces:
        piece = text[start:end]
        if piece in seen and len(piece) > 20:
            out.append(Line(start=start, end=end, role="repeated"))
            continue
        seen.add(piece)
        if _URL.match(piece) and " " not in piece:
            out.append(Line(start=start, end=end, role="url"))
            continue
        if end - start > _SHORT:
            continue
        bare = piece.strip("()[]*/-|•: ")
        for role, words in roles:
            found = next((word for word in map(fold_word, words) if _opens(bare, word)), None)
            if found is None or (role == "boilerplate" and end - start > _FURNITURE):
                continue
            rest = bare[len(found) :].strip(" :-|/")
            closed = heading or ":" in piece[: len(found) + 3] or piece.startswith("(")
            if closed or not rest:
                out.append(Line(start=start, end=end, role=role, rest=rest))  # type: ignore[arg-type]
                break
    return out


def _written(line: Line, document: Document, folded: Folded) -> str:
    """What a line holds beside its label, as the text writes it."""
    at = folded.text.rfind(line.rest, line.start, line.end)
    return document.text[slice(*folded.span(at, at + len(line.rest)))]


def _opens(piece: str, word: str) -> bool:
    return piece.startswith(word) and not piece[len(word) : len(word) + 1].isalpha()


def _outlet_of_domain(domain: str, world: World) -> str | None:
    known = (outlet for outlet in world.outlets.values() if outlet.domain)
    return next((outlet.label for outlet in known if domain == outlet.domain or domain.endswith(f".{outlet.domain}")), None)


def _outlet_of_name(name: str, language: Language, world: World) -> str | None:
    folded = fold_word(name)
    for outlet in world.outlets.values():
        for text in (*outlet.names.get(language.code, ()), *outlet.names.get("en", ())):
            if fold_word(text) == folded:
                return outlet.label
    return None


def _year(text: str) -> int | None:
    """The latest year that the text states, which is the one it speaks from, unless a word before it points ahead; none before 2000."""
    years = [int(match.group()) for match in _YEAR.finditer(text)]
    recent = [year for year in years if year >= _OLDEST]
    return max(recent, default=None)
