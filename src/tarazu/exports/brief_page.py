"""A brief as a page in one language: headings, lines, charts and notes, before any format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, Literal

import msgspec

from tarazu.exports.brief_phrasing import Phrasing, Run, Runs, inline, plain
from tarazu.exports.note_text import one_line
from tarazu.languages.load import codes, load_facts
from tarazu.records.brief import Brief, BriefNote, BriefSentence, Chart, ChartBand, FactNote, SentenceNote, Slot

_TICKS: Final = 4
_STEPS: Final = (1, 2, 4, 8, 12, 20, 40, 80, 120, 200, 400, 800, 2000, 10_000)
_NESTED: Final = frozenset({"position", "variant"})

Direction = Literal["rtl", "ltr"]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence on the page; `nested` for one that belongs to the line above it."""

    runs: Runs
    nested: bool = False


class PageChart(msgspec.Struct, frozen=True, kw_only=True):
    """A chart with its words.

    Attributes:
        chart: The numbers.
        title, caption: In the language of the page.
        names: Of the lines.
        periods: What each period is called.
        top: The upper end of the scale, a round number over all that is drawn; 1 for shares.
        ticks: What stands at the scale from 0 to its end, at equal distances.
        head: The heads of its table: the period, then one or two columns a line.
        rows: The table: only periods for which there is something to say.
        rows_at: The places of these periods.
    """

    chart: Chart
    title: str
    caption: str
    names: tuple[str, ...]
    periods: tuple[str, ...]
    top: float
    ticks: tuple[str, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    rows_at: tuple[int, ...] = ()


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the page.

    Attributes:
        key: Which.
        heading: Its heading.
        lines: Its sentences.
        charts: Its charts.
        running: Whether the lines are one paragraph rather than a list.
    """

    key: str
    heading: str
    lines: tuple[Line, ...]
    charts: tuple[PageChart, ...] = ()
    running: bool = False


class PageNote(msgspec.Struct, frozen=True, kw_only=True):
    """A footnote on the page.

    Attributes:
        number: As in the brief.
        mark: The number as the language writes it.
        source: Outlet, title and date, or the source of a slow fact.
        quotation: The sentence as it stands in its document; empty for slow facts and for what was imported without.
        language: Of the quotation, ISO 639.
        direction: In which the quotation is written.
        remarks: What else is to be said, with the place for the translation.
        url: Of the document; empty where it has none that a browser may open.
        doc, record: The document and the record in the case; empty for slow facts.
    """

    number: int
    mark: str
    source: Runs
    quotation: str
    language: str
    direction: Direction
    remarks: tuple[Runs, ...]
    url: str
    doc: str = ""
    record: str = ""


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A brief in the words of its language.

    Attributes:
        language: ISO 639 code.
        direction: In which it is written.
        title, subtitle: Of whom, and of when.
        parts: Findings first, then the sections, the method, what is not known.
        notes_heading, back, numbers: Words around the notes, and over the tables of charts.
        notes: The footnotes.
    """

    language: str
    direction: Direction
    title: str
    subtitle: str
    parts: tuple[Part, ...]
    notes_heading: str
    back: str
    numbers: str
    notes: tuple[PageNote, ...]


Writer = Callable[[Page, Path], None]


def lay_out(brief: Brief) -> Page:
    """Puts a brief into the words of its language.

    Raises:
        OptionError: The language has no words for briefs.
        DataFileError: Its words lack one that this brief needs.
    """
    phrasing = Phrasing(brief.language)
    parts = (
        _part(phrasing, "findings", brief.findings),
        *(_part(phrasing, each.key, each.sentences, each.charts) for each in brief.sections),
        _part(phrasing, "method", brief.method, running=True),
        _part(phrasing, "unknowns", brief.unknowns),
    )
    return Page(
        language=brief.language, direction=_direction(brief.language), title="".join(plain(phrasing.sentence(brief.title))),
        subtitle=f"{phrasing.day(brief.since, 'day')} – {phrasing.day(brief.until, 'day')}", parts=parts, notes_heading=phrasing.heading("notes"),
        back=phrasing.label("back"), numbers=phrasing.label("numbers"), notes=tuple(_note(phrasing, each) for each in brief.notes),
    )  # fmt: skip


def _part(phrasing: Phrasing, key: str, sentences: tuple[BriefSentence, ...], charts: tuple[Chart, ...] = (), *, running: bool = False) -> Part:
    lines = tuple(Line(runs=phrasing.sentence(each), nested=each.key in _NESTED) for each in sentences)
    return Part(key=key, heading=phrasing.heading(key), lines=lines, charts=tuple(_chart(phrasing, each) for each in charts), running=running)


def _chart(phrasing: Phrasing, chart: Chart) -> PageChart:
    names = tuple("".join(plain(phrasing.slot(each.name))) for each in chart.lines)
    step = "month" if chart.step == "month" else "day"
    periods = tuple(phrasing.day(each.start, step) for each in chart.lines[0].points)
    lines = chart.kind == "lines"
    top = _top(chart) if lines else 1.0
    values = [top * tick / _TICKS for tick in range(_TICKS + 1)]
    ticks = tuple(phrasing.number(each) if lines else phrasing.label("share").format(n=phrasing.number(100 * each, 0)) for each in values)
    columns = (f"{name}{phrasing.words.separator}{phrasing.label(what)}" for name in names for what in ("stories", "rate")) if lines else iter(names)
    rows = tuple(_rows(phrasing, chart, periods))
    return PageChart(
        chart=chart, title="".join(plain(phrasing.sentence(chart.title))), caption=phrasing.label("lines" if lines else "shares"), names=names,
        periods=periods, top=top, ticks=ticks, head=(phrasing.label("period"), *columns), rows=tuple(row for _, row in rows),
        rows_at=tuple(at for at, _ in rows),
    )  # fmt: skip


def _top(chart: Chart) -> float:
    highest = max((max(each.stories, each.band.high90 if each.band else 0.0) for line in chart.lines for each in line.points), default=0.0)
    return next((step for step in _STEPS if step >= highest), highest) or 1.0


def _rows(phrasing: Phrasing, chart: Chart, periods: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
    for at, period in enumerate(periods):
        points = [each.points[at] for each in chart.lines]
        if chart.kind == "lines":
            if any(each.stories for each in points):
                cells = ((phrasing.number(each.stories), _band(phrasing, each.band)) for each in points)
                yield at, (period, *(cell for pair in cells for cell in pair))
        elif any(each.band for each in points) and (at % 6 == 0 or at == len(periods) - 1):  # two a year are enough for a share that moves slowly
            yield at, (period, *(_band(phrasing, each.band, share=True) for each in points))


def _band(phrasing: Phrasing, band: ChartBand | None, *, share: bool = False) -> str:
    if band is None:
        return phrasing.label("little")
    mean, low, high = ((phrasing.count(100 * each, "percent", 0) if share else phrasing.number(each)) for each in (band.mean, band.low90, band.high90))
    return phrasing.label("bands").format(mean=mean, low=low, high=high)


def _note(phrasing: Phrasing, note: BriefNote) -> PageNote:
    return _fact(phrasing, note) if isinstance(note, FactNote) else _quotation(phrasing, note)


def _fact(phrasing: Phrasing, note: FactNote) -> PageNote:
    source = (Run(text=f"{phrasing.label('source')} "), Run(text=inline(note.source), kind="foreign"))
    remarks: list[Runs] = []
    if note.remark:
        before, after = phrasing.label("remark").split("{remark}", 1)
        remarks.append((Run(text=before), Run(text=inline(note.remark), kind="foreign"), Run(text=after)))
    if not note.checked:
        remarks.append((Run(text=phrasing.label("unchecked")),))
    return PageNote(
        number=note.number, mark=phrasing.digits(str(note.number)), source=source, quotation="", language="en", direction="ltr", remarks=tuple(remarks), url="",
    )  # fmt: skip


def _quotation(phrasing: Phrasing, note: SentenceNote) -> PageNote:
    day = phrasing.day(note.published, "day") if note.published else phrasing.label("no_date")
    outlet = Run(text=inline(note.outlet), kind="foreign") if note.outlet else Run(text=phrasing.label("no_outlet"))
    title = (Run(text=phrasing.words.separator), Run(text=inline(note.title), kind="foreign")) if note.title else ()
    remarks: list[Runs] = []
    if note.said_by:
        before, after = phrasing.label("said_by").split("{who}", 1)
        who = phrasing.slot(Slot(name="who", kind="parties", values=note.said_by))
        remarks.append((Run(text=before), *who, Run(text=after)))
    if not note.text:
        remarks.append((Run(text=phrasing.label("no_text")),))
    elif note.translation:
        remarks.append((Run(text=f"{phrasing.label('translation')} "), Run(text=inline(note.translation), kind="foreign")))
    elif note.language != phrasing.language:
        remarks.append((Run(text=f"{phrasing.label('translation')} {phrasing.label('to_fill')}"),))
    return PageNote(
        number=note.number, mark=phrasing.digits(str(note.number)), source=(outlet, *title, Run(text=f"{phrasing.words.separator}{day}")),
        quotation=one_line(note.text), language=note.language, direction=_direction(note.language), remarks=tuple(remarks), url=_safe(note.url),
        doc=note.doc, record=note.record,
    )  # fmt: skip


def _safe(url: str | None) -> str:
    """An address that a link may have: a document must not bring code or files along in its address."""
    plain_url = one_line(url or "")
    return plain_url if plain_url.lower().startswith(("https://", "http://")) and " " not in plain_url else ""


def _direction(language: str) -> Direction:
    return load_facts(language).direction if language in codes() else "ltr"
