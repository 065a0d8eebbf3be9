"""A brief as a Word document, to be edited and signed: charts are tables of their numbers with bars, footnotes a numbered list at the end."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tarazu.exports.brief_page import Direction, Page, PageChart, PageNote, lay_out
from tarazu.exports.brief_phrasing import Run, Runs
from tarazu.records.brief import Brief, ChartBand

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph

_FONT: Final = "Arial"  # has Arabic, Cyrillic and Latin letters on every system that opens such files
_BAR: Final = 12
_FULL, _SHADED, _LIGHT = "\u2588", "\u2593", "\u2591"  # blocks that every font has; they run the way the line does
_ILLEGAL: Final = dict.fromkeys((*range(0x20), 0x7F, 0xFFFE, 0xFFFF), " ")  # XML 1.0 has no way to write these


def write_docx(brief: Brief, target: Path) -> None:
    """Writes a brief as a Word document.

    Right-to-left paragraphs and runs are marked as such, each by itself: Word does not find that out.
    Source: ECMA-376, part 1, 17.3.1.6 (bidi), 17.3.2.30 (rtl), 17.4.1 (bidiVisual).

    Raises:
        OptionError: The language has no words for briefs.
        DataFileError: Its words lack one that this brief needs.
    """
    import docx  # slow to load

    page = lay_out(brief)
    document = docx.Document()
    document.core_properties.title = page.title
    document.core_properties.language = page.language
    for name in ("Normal", "Title", "Heading 1"):
        _set_font(document.styles[name])
    _Words(document, page).write()
    document.save(str(target))


class _Words:
    """The document as it grows."""

    def __init__(self, document: Document, page: Page) -> None:
        self._document = document
        self._page = page

    def write(self) -> None:
        page = self._page
        self._plain(page.title, "Title")
        self._plain(page.subtitle, "Normal")
        for part in page.parts:
            self._plain(part.heading, "Heading 1")
            for chart in part.charts:
                self._chart(chart)
            if part.running:
                self._paragraph("Normal", tuple(run for line in part.lines for run in (*line.runs, Run(text=" "))))
            else:
                for line in part.lines:
                    self._paragraph("List Bullet 2" if line.nested else "List Bullet", line.runs)
        self._plain(page.notes_heading, "Heading 1")
        for note in page.notes:
            self._note(note)

    def _plain(self, text: str, style: str) -> None:
        self._paragraph(style, (Run(text=text),))

    def _paragraph(self, style: str, runs: Runs, direction: Direction | None = None) -> Paragraph:
        paragraph = self._document.add_paragraph(style=style)
        _direct(paragraph, direction or self._page.direction)
        for run in runs:
            self._run(paragraph, run)
        return paragraph

    def _run(self, paragraph: Paragraph, run: Run) -> None:
        rtl = self._page.direction == "rtl" if run.kind != "foreign" else _is_rtl(run.text)
        made = paragraph.add_run(f"[{run.text}]" if run.kind == "note" else run.text.translate(_ILLEGAL))
        made.font.rtl = rtl
        made.font.superscript = run.kind == "note"

    def _chart(self, chart: PageChart) -> None:
        self._paragraph("Normal", (Run(text=chart.title),)).paragraph_format.keep_with_next = True
        if not chart.rows:
            return
        bars = _bars(chart)
        table = self._document.add_table(rows=0, cols=len(chart.head) + len(chart.names), style="Light Grid Accent 1")
        if self._page.direction == "rtl":
            table._tblPr.append(_element("w:bidiVisual"))  # noqa: SLF001 - the library has no other way to mirror a table
        for row, drawn in zip((chart.head, *chart.rows), bars, strict=True):
            for cell, text in zip(table.add_row().cells, (*row, *drawn), strict=True):
                _direct(cell.paragraphs[0], self._page.direction)
                self._run(cell.paragraphs[0], Run(text=text))
        self._document.add_paragraph()

    def _note(self, note: PageNote) -> None:
        address = (Run(text=" "), Run(text=note.url, kind="foreign")) if note.url else ()
        self._paragraph("Normal", (Run(text=f"{note.mark}. "), *note.source, *address)).paragraph_format.keep_with_next = bool(note.quotation)
        if note.quotation:
            self._paragraph("Quote", (Run(text=note.quotation, kind="foreign"),), note.direction)
        for remark in note.remarks:
            self._paragraph("Normal", remark)


def _bars(chart: PageChart) -> Iterator[tuple[str, ...]]:
    """For the head and each row of a table a bar a line: full up to where nine of ten estimates begin, then shaded to the mean and to their end."""
    yield chart.names
    for at in chart.rows_at:
        yield tuple(_bar(line.points[at].band, chart.top) for line in chart.chart.lines)


def _bar(band: ChartBand | None, top: float) -> str:
    if band is None:
        return ""
    low, mean, high = (round(_BAR * min(each, top) / top) for each in (band.low90, band.mean, band.high90))
    return _FULL * low + _SHADED * (mean - low) + _LIGHT * (high - mean)


def _direct(paragraph: Paragraph, direction: Direction) -> None:
    if direction == "rtl":
        paragraph._p.get_or_add_pPr().append(_element("w:bidi"))  # noqa: SLF001 - the library has no other way to turn a paragraph


def _is_rtl(text: str) -> bool:
    """Whether the first letter with a direction runs from right to left. Source: Unicode Standard Annex 9, rules P2 and P3."""
    strong = (kind for letter in text if (kind := unicodedata.bidirectional(letter)) in {"L", "R", "AL"})
    return next(strong, "L") != "L"


def _set_font(style: ParagraphStyle) -> None:
    from docx.oxml.ns import qn

    style.font.name = _FONT
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), _FONT)


def _element(name: str) -> BaseOxmlElement:
    from docx.oxml import OxmlElement

    return OxmlElement(name)
