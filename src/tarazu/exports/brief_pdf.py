"""A brief as PDF, set with free fonts that come as packages: letters of Arabic script are joined, and lines run the way the language does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tarazu.errors import OptionError
from tarazu.exports.brief_drawing import COLOURS, HEIGHT, WIDTH, Area, Dot, Mark, Place, Shape, Stroke, draw
from tarazu.exports.brief_page import Direction, Page, PageChart, PageNote, lay_out
from tarazu.exports.brief_phrasing import Run, Runs
from tarazu.records.brief import Brief

if TYPE_CHECKING:
    from fpdf import FPDF

_FONTS: Final = {"latin": "fontpkg_noto_sans", "arabic": "fontpkg_noto_sans_arabic"}
_NEEDED: Final = ("fpdf", "uharfbuzz", *_FONTS.values())
_HINT: Final = "install the extra that writes PDF (pip install 'tarazu[brief]'), or write --format html and print it"
_ISOLATE, _END = "\u2068", "\u2069"
_CONTROLS: Final = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0x20), 0x7F))
_SIZE, _LINE = 10.5, 5.6
_MILLIMETRES: Final = 0.34  # a unit of the drawings
_TICK: Final = 9
_ROWS: Final = 12  # of a chart's numbers, at equal distances: the chart itself shows the others
_PAPER: Final = "#ffffff"
# Our fonts have no arrows. These heads are not among the marks that Unicode mirrors, so that they point as they do here in lines of either direction.
_ARROWS: Final = {0x2190: "\u02c2", 0x2192: "\u02c3"}
_MADE: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # the same brief gives the same file


def write_pdf(brief: Brief, target: Path) -> None:
    """Writes a brief as PDF.

    Raises:
        OptionError: What sets the type is not installed, or the language has no words for briefs.
        DataFileError: The language's words lack one that this brief needs.
    """
    missing = missing_packages()
    if missing:
        raise OptionError("--format pdf", "the packages that set type", f"no {', '.join(missing)}", _HINT)
    page = lay_out(brief)
    _Setting(page).pdf().output(str(target))


def missing_packages() -> tuple[str, ...]:
    """The packages that set type and are not installed; without all of them no PDF can be written."""
    return tuple(name for name in _NEEDED if find_spec(name) is None)


def _font(package: str) -> Path:
    """The upright font of a font package."""
    found = find_spec(package)
    folder = Path(found.origin).parent if found and found.origin else Path()
    files = sorted(path for path in folder.rglob("*.ttf") if "Italic" not in path.name)
    if not files:
        raise OptionError("--format pdf", f"a font in {package}", "none", _HINT)
    return files[0]


class _Setting:
    """The document as it grows."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._pdf = _prepared(page)

    def pdf(self) -> FPDF:
        """Sets the whole page."""
        page = self._page
        self._text((Run(text=page.title),), size=18)
        self._text((Run(text=page.subtitle),))
        for part in page.parts:
            self._heading(part.heading)
            for chart in part.charts:
                self._chart(chart)
            if part.running:
                self._text(tuple(run for line in part.lines for run in (*line.runs, Run(text=" "))))
            else:
                for line in part.lines:
                    self._text((Run(text="– " if line.nested else "• "), *line.runs), inset=8 if line.nested else 3)
        self._heading(page.notes_heading)
        for note in page.notes:
            self._note(note)
        return self._pdf

    def _heading(self, text: str) -> None:
        self._pdf.ln(3)
        self._text((Run(text=text),), size=13)

    def _text(self, runs: Runs, *, size: float = _SIZE, inset: float = 0.0, direction: Direction | None = None) -> None:
        pdf, way = self._pdf, direction or self._page.direction
        pdf.set_font("latin", "", size)
        pdf.set_text_shaping(use_shaping_engine=True, direction=way)
        # the paragraph is set in from the side that it begins on
        pdf.set_x(pdf.l_margin + (inset if way == "ltr" else 0))
        text = "".join(_shown(each) for each in runs).strip()
        pdf.multi_cell(pdf.epw - inset, _LINE * size / _SIZE, text, align="L" if way == "ltr" else "R", new_x="LMARGIN", new_y="NEXT")
        pdf.ln(0.8)

    def _chart(self, chart: PageChart) -> None:
        if self._pdf.will_page_break(_MILLIMETRES * HEIGHT + 24):
            self._pdf.add_page()
        self._text((Run(text=chart.title),), size=11.5)
        self._draw(chart)
        self._key(chart)
        self._text((Run(text=chart.caption),), size=9)
        for row in chart.rows[:: max(1, -(-len(chart.rows) // _ROWS))]:
            cells = [f"{head}: {cell}" for head, cell in zip(chart.head[1:], row[1:], strict=True)]
            self._text((Run(text=f"{row[0]} — {'; '.join(cells)}"),), size=9, inset=3)

    def _draw(self, chart: PageChart) -> None:
        pdf = self._pdf
        left, top = (pdf.w - _MILLIMETRES * WIDTH) / 2, pdf.get_y()
        for shape in draw(chart):
            self._shape(shape, lambda place: (left + _MILLIMETRES * place[0], top + _MILLIMETRES * place[1]))
        pdf.set_xy(pdf.l_margin, top + _MILLIMETRES * HEIGHT + 2)

    def _shape(self, shape: Shape, put: Callable[[Place], Place]) -> None:
        pdf = self._pdf
        match shape:
            case Area():
                with pdf.local_context(fill_opacity=shape.opacity, fill_color=shape.colour, draw_color=_PAPER, line_width=0.2):
                    pdf.polygon([put(each) for each in shape.places], style="DF" if shape.edged else "F")
            case Stroke():
                with pdf.local_context(draw_color=shape.colour, line_width=_MILLIMETRES * shape.width):
                    pdf.polyline([put(each) for each in shape.places])
            case Dot():
                with pdf.local_context(fill_color=shape.colour):
                    pdf.circle(*put(shape.place), _MILLIMETRES * shape.radius, style="F")
            case Mark():
                self._mark(shape, put(shape.place))

    def _mark(self, mark: Mark, place: Place) -> None:
        pdf = self._pdf
        pdf.set_font("latin", "", _TICK)
        pdf.set_text_shaping(use_shaping_engine=True, direction=self._page.direction)
        width = pdf.get_string_width(mark.text) + 2 * pdf.c_margin
        before = {"start": pdf.c_margin, "middle": width / 2, "end": width - pdf.c_margin}[mark.anchor]
        pdf.set_xy(place[0] - before, place[1] - _LINE + 1)
        pdf.cell(width, _LINE, mark.text, align="C")

    def _key(self, chart: PageChart) -> None:
        """The names of the lines, each after a square of its colour."""
        pdf, rtl = self._pdf, self._page.direction == "rtl"
        pdf.set_font("latin", "", 9)
        pdf.set_text_shaping(use_shaping_engine=True, direction=self._page.direction)
        at = pdf.w - pdf.r_margin if rtl else pdf.l_margin
        for number, name in enumerate(chart.names):
            width = pdf.get_string_width(name) + 2
            if (at - width - 5 < pdf.l_margin) if rtl else (at + width + 5 > pdf.w - pdf.r_margin):
                pdf.ln(_LINE)
                at = pdf.w - pdf.r_margin if rtl else pdf.l_margin
            with pdf.local_context(fill_color=COLOURS[number % len(COLOURS)]):
                pdf.rect(at - 3 if rtl else at, pdf.get_y() + 1.3, 3, 3, style="F")
            pdf.set_x(at - 4 - width if rtl else at + 4)
            pdf.cell(width, _LINE, name, align="R" if rtl else "L")
            at += -(width + 7) if rtl else width + 7
        pdf.ln(_LINE)

    def _note(self, note: PageNote) -> None:
        self._text((Run(text=f"{note.mark}. "), *note.source), size=9)
        if note.quotation:
            self._text((Run(text=note.quotation),), size=9, inset=6, direction=note.direction)
        for remark in note.remarks:
            self._text(remark, size=9, inset=6)
        if note.url:
            self._text((Run(text=note.url),), size=8, inset=6, direction="ltr")


def _prepared(page: Page) -> FPDF:
    from fpdf import FPDF

    pdf = FPDF(format="A4")
    pdf.set_margins(20, 18)
    pdf.set_auto_page_break(auto=True, margin=18)
    for family, package in _FONTS.items():
        pdf.add_font(family, "", _font(package))  # the upright one alone: to make a bold one of a variable font takes ten seconds
    pdf.set_fallback_fonts(["arabic"])
    pdf.set_creation_date(_MADE)
    pdf.set_title(page.title)
    pdf.set_lang(page.language)
    pdf.add_page()
    return pdf


def _shown(run: Run) -> str:
    text = run.text.translate(_CONTROLS).translate(_ARROWS)
    if run.kind == "note":
        return f"[{text}]"
    return f"{_ISOLATE}{text}{_END}" if run.kind == "foreign" else text
