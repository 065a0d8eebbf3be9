"""A brief in Markdown: for a note, a mail, a terminal. Charts are tables, footnotes are Pandoc's and GitHub's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tarazu.exports.brief_page import Line, Page, PageChart, PageNote, Part, lay_out
from tarazu.exports.brief_phrasing import Run, Runs
from tarazu.exports.note_text import escape
from tarazu.records.brief import Brief

# Direction must be kept apart where one script stands within another. Source: Unicode Standard Annex 9, sections 2.4 and 2.5 (FSI and PDI).
_ISOLATE, _END = "\u2068", "\u2069"
_OURS = re.compile(r"([\\`*<>|])")


def to_markdown(brief: Brief) -> str:
    """A brief as Markdown; whatever comes out of documents is escaped and keeps its direction to itself.

    Raises:
        OptionError: The language has no words for briefs.
        DataFileError: Its words lack one that this brief needs.
    """
    page = lay_out(brief)
    return "\n".join(_lines(page)) + "\n"


def write_markdown(brief: Brief, target: Path) -> None:
    """Writes a brief as Markdown; errors as for `to_markdown`."""
    target.write_text(to_markdown(brief), encoding="utf-8", newline="\n")


def _lines(page: Page) -> Iterator[str]:
    yield from (f"# {_ours(page.title)}", "", _ours(page.subtitle), "")
    for part in page.parts:
        yield from (f"## {_ours(part.heading)}", "")
        yield from _part(part)
    yield from (f"## {_ours(page.notes_heading)}", "")
    for note in page.notes:
        yield from _note(note)


def _part(part: Part) -> Iterator[str]:
    for chart in part.charts:
        yield from _table(chart)
    if part.running:
        yield " ".join(_text(each.runs) for each in part.lines)
    else:
        yield from (_item(each) for each in part.lines)
    yield ""


def _item(line: Line) -> str:
    return f"{'  ' * line.nested}- {_text(line.runs)}"


def _table(chart: PageChart) -> Iterator[str]:
    yield from (f"**{_ours(chart.title)}**", "")
    yield "| " + " | ".join(_ours(each) for each in chart.head) + " |"
    yield "|" + " --- |" * len(chart.head)
    yield from ("| " + " | ".join(_ours(cell) for cell in row) + " |" for row in chart.rows)
    yield ""


def _note(note: PageNote) -> Iterator[str]:
    address = f" <{note.url}>" if note.url and not set("<>") & set(note.url) else ""
    yield f"[^{note.number}]: {_text(note.source)}{address}"
    if note.quotation:
        yield from ("", f"    > {_quoted(note.quotation)}")
    for remark in note.remarks:
        yield from ("", f"    {_text(remark)}")
    yield ""


def _text(runs: Runs) -> str:
    return "".join(map(_shown, runs)).strip()


def _shown(run: Run) -> str:
    if run.kind == "note":
        return f"[^{run.number}]"
    return _quoted(run.text) if run.kind == "foreign" else _ours(run.text)


def _ours(text: str) -> str:
    """Our own words, in which no markup is meant; points and percent signs stay readable where nobody renders it."""
    return _OURS.sub(r"\\\1", text)


def _quoted(text: str) -> str:
    """Words of a document: escaped, isolated, and without the marks that would end the isolate from within."""
    kept = text.translate(dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)]))
    return f"{_ISOLATE}{escape(kept)}{_END}"
