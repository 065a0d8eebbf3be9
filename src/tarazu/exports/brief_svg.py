"""The charts of a brief as drawings: lines with their bands, and stacked shares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from tarazu.exports.brief_page import PageChart
from tarazu.records.brief import ChartBand, ChartLine

WIDTH: Final = 720
HEIGHT: Final = 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 12, 12, 34
# Okabe and Ito's colours, which people who see colours otherwise tell apart. Source: Okabe and Ito, Color Universal Design, 2008.
COLOURS: Final = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#666666")
_TICKS: Final = 4
_MARKS: Final = 6


def to_svg(page: PageChart) -> str:
    """Draws a chart, with the title as the text that is read aloud; time runs from left to right in every language.

    Example:
        >>> from tarazu.records.brief import BriefSentence, Chart, ChartPoint, Slot
        >>> import datetime as dt
        >>> point = ChartPoint(start=dt.date(2026, 1, 1), stories=2, band=ChartBand(mean=1, low50=0.8, high50=1.2, low90=0.5, high90=2))
        >>> line = ChartLine(name=Slot(name="name", kind="word"), points=(point,))
        >>> chart = Chart(kind="lines", title=BriefSentence(key="chart"), step="month", lines=(line,))
        >>> page = PageChart(chart=chart, title="A", caption="", names=("a",), periods=("January",), head=(), rows=())
        >>> to_svg(page).startswith("<svg ")
        True
    """
    shares = page.chart.kind == "shares"
    top = 1.0 if shares else _top(page.chart.lines)
    drawn = "".join(_stacked(page.chart.lines)) if shares else "".join(_lines(page.chart.lines, top))
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label={quoteattr(page.title)} direction="ltr" xmlns="http://www.w3.org/2000/svg">'
        f"{''.join(_frame(page, top, shares=shares))}{drawn}</svg>"
    )


def _top(lines: Sequence[ChartLine]) -> float:
    """The upper end of the scale: a round number over all that is drawn."""
    highest = max((max(each.stories, each.band.high90 if each.band else 0.0) for line in lines for each in line.points), default=0.0)
    return next((step for step in (1, 2, 4, 8, 12, 20, 40, 80, 120, 200, 400, 800, 2000, 10_000) if step >= highest), highest) or 1.0


def _across(at: int, of: int) -> float:
    width = WIDTH - _LEFT - _RIGHT
    return _LEFT + (width * at / (of - 1) if of > 1 else width / 2)


def _up(value: float, top: float) -> float:
    return HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * min(value, top) / top


def _frame(page: PageChart, top: float, *, shares: bool) -> Iterator[str]:
    for tick in range(_TICKS + 1):
        value = top * tick / _TICKS
        height = _up(value, top)
        written = f"{100 * value:.0f}%" if shares else f"{value:g}"
        yield f'<line x1="{_LEFT}" y1="{height:.1f}" x2="{WIDTH - _RIGHT}" y2="{height:.1f}" stroke="#ddd"/>'
        yield f'<text x="{_LEFT - 6}" y="{height + 4:.1f}" text-anchor="end" font-size="12" fill="#555">{written}</text>'
    count = len(page.periods)
    marked = sorted({round(at * (count - 1) / max(1, min(_MARKS, count) - 1)) for at in range(min(_MARKS, count))})
    for at in marked:
        anchor = "start" if at == 0 and count > 1 else "end" if at == count - 1 and count > 1 else "middle"
        place = f'x="{_across(at, count):.1f}" y="{HEIGHT - 12}" text-anchor="{anchor}"'
        yield f'<text {place} font-size="12" fill="#555">{escape(page.periods[at])}</text>'


def _lines(lines: Sequence[ChartLine], top: float) -> Iterator[str]:
    for number, line in enumerate(lines):
        colour = COLOURS[number % len(COLOURS)]
        for run in _runs(line):
            yield _area([(at, band.low90, band.high90) for at, band in run], len(line.points), top, f'fill="{colour}" fill-opacity="0.15"')
            yield _area([(at, band.low50, band.high50) for at, band in run], len(line.points), top, f'fill="{colour}" fill-opacity="0.3"')
            path = " ".join(f"{_across(at, len(line.points)):.1f},{_up(band.mean, top):.1f}" for at, band in run)
            yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
        for at, point in enumerate(line.points):
            if point.stories:
                place = f'cx="{_across(at, len(line.points)):.1f}" cy="{_up(point.stories, top):.1f}"'
                yield f'<circle {place} r="3.5" fill="{colour}" fill-opacity="0.8"/>'


def _runs(line: ChartLine) -> Iterator[list[tuple[int, ChartBand]]]:
    """The pieces of a line between which there is too little to tell."""
    run: list[tuple[int, ChartBand]] = []
    for at, point in enumerate(line.points):
        if point.band is not None:
            run.append((at, point.band))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _stacked(lines: Sequence[ChartLine]) -> Iterator[str]:
    count = len(lines[0].points)
    below = [0.0] * count
    for number, line in enumerate(lines):
        style = f'fill="{COLOURS[number % len(COLOURS)]}" fill-opacity="0.75" stroke="#fff"'
        for run in _runs(line):
            edges = [(at, below[at], below[at] + band.mean) for at, band in run]
            yield _area(edges, count, 1.0, style)
        for at, point in enumerate(line.points):
            below[at] += point.band.mean if point.band else 0.0


def _area(edges: Sequence[tuple[int, float, float]], count: int, top: float, style: str) -> str:
    if len(edges) == 1:  # one period alone has no breadth: give it that of half a step
        at, low, high = edges[0]
        half = (WIDTH - _LEFT - _RIGHT) / max(count - 1, 1) / 4
        middle, head, foot = _across(at, count), _up(high, top), _up(low, top)
        return f'<rect x="{middle - half:.1f}" y="{head:.1f}" width="{2 * half:.1f}" height="{foot - head:.1f}" {style}/>'
    upper = [f"{_across(at, count):.1f},{_up(high, top):.1f}" for at, _, high in edges]
    lower = [f"{_across(at, count):.1f},{_up(low, top):.1f}" for at, low, _ in reversed(edges)]
    return f'<polygon points="{" ".join((*upper, *lower))}" {style}/>'
