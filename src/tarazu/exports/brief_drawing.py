"""The charts of a brief as shapes on a canvas, before any format: lines with their bands, and stacked shares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Literal

import msgspec

from tarazu.exports.brief_page import PageChart
from tarazu.records.brief import ChartBand, ChartLine

WIDTH: Final = 420
HEIGHT: Final = 230
SIZE: Final = 13
"""Of the letters. The canvas is narrow so that they can be read where the whole of it is as wide as a telephone."""

# Okabe and Ito's colours, which people who see colours otherwise tell apart. Source: Okabe and Ito, Color Universal Design, 2008.
COLOURS: Final = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#666666")

_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 8, 12, 30
_GRID, _INK, _PAPER = "#dddddd", "#555555", "#ffffff"
_MARKS: Final = 3
_DOT: Final = 3.0

Place = tuple[float, float]


class Area(msgspec.Struct, frozen=True, kw_only=True):
    """A filled polygon; `opacity` from 0 to 1, with an edge of the paper's colour where shares touch."""

    places: tuple[Place, ...]
    colour: str
    opacity: float
    edged: bool = False


class Stroke(msgspec.Struct, frozen=True, kw_only=True):
    """A line through places."""

    places: tuple[Place, ...]
    colour: str
    width: float


class Dot(msgspec.Struct, frozen=True, kw_only=True):
    """A filled circle around a place."""

    place: Place
    radius: float
    colour: str


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """Words: their baseline begins, is centred or ends at the place."""

    place: Place
    text: str
    anchor: Literal["start", "middle", "end"]
    colour: str


Shape = Area | Stroke | Dot | Mark


def draw(page: PageChart) -> Iterator[Shape]:
    """The shapes of a chart, the lowest first; time runs from left to right in every language.

    Args:
        page: The chart with its words.

    Returns:
        Shapes within `WIDTH` and `HEIGHT`, counted from the upper left corner.
    """
    yield from _frame(page)
    yield from _stacked(page) if page.chart.kind == "shares" else _lines(page)


def _across(at: int, of: int) -> float:
    width = WIDTH - _LEFT - _RIGHT
    return _LEFT + (width * at / (of - 1) if of > 1 else width / 2)


def _up(value: float, top: float) -> float:
    return HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * min(value, top) / top


def _frame(page: PageChart) -> Iterator[Shape]:
    for tick, written in enumerate(page.ticks):
        height = _up(tick / (len(page.ticks) - 1), 1.0)
        yield Stroke(places=((_LEFT, height), (WIDTH - _RIGHT, height)), colour=_GRID, width=1)
        yield Mark(place=(_LEFT - 6, height + 4), text=written, anchor="end", colour=_INK)
    count = len(page.periods)
    marked = sorted({round(at * (count - 1) / max(1, min(_MARKS, count) - 1)) for at in range(min(_MARKS, count))})
    for at in marked:
        anchor: Literal["start", "middle", "end"] = "middle"
        if count > 1 and at in {0, count - 1}:
            anchor = "start" if at == 0 else "end"
        yield Mark(place=(_across(at, count), HEIGHT - 9), text=page.periods[at], anchor=anchor, colour=_INK)


def _lines(page: PageChart) -> Iterator[Shape]:
    for number, line in enumerate(page.chart.lines):
        colour, count = COLOURS[number % len(COLOURS)], len(line.points)
        for run in _runs(line):
            yield _area([(at, band.low90, band.high90) for at, band in run], count, page.top, (colour, 0.15))
            yield _area([(at, band.low50, band.high50) for at, band in run], count, page.top, (colour, 0.3))
            yield Stroke(places=tuple((_across(at, count), _up(band.mean, page.top)) for at, band in run), colour=colour, width=2)
        for at, point in enumerate(line.points):
            if point.stories:
                yield Dot(place=(_across(at, count), _up(point.stories, page.top)), radius=_DOT, colour=colour)


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


def _stacked(page: PageChart) -> Iterator[Shape]:
    count = len(page.chart.lines[0].points)
    below = [0.0] * count
    for number, line in enumerate(page.chart.lines):
        for run in _runs(line):
            edges = [(at, below[at], below[at] + band.mean) for at, band in run]
            yield _area(edges, count, page.top, (COLOURS[number % len(COLOURS)], 0.75), edged=True)
        for at, point in enumerate(line.points):
            below[at] += point.band.mean if point.band else 0.0


def _area(edges: Sequence[tuple[int, float, float]], count: int, top: float, style: tuple[str, float], *, edged: bool = False) -> Area:
    colour, opacity = style
    if len(edges) == 1:  # one period alone has no breadth: give it that of half a step
        at, low, high = edges[0]
        half, middle = (WIDTH - _LEFT - _RIGHT) / max(count - 1, 1) / 4, _across(at, count)
        left, right = max(_LEFT, middle - half), min(WIDTH - _RIGHT, middle + half)
        head, foot = _up(high, top), _up(low, top)
        return Area(places=((left, head), (right, head), (right, foot), (left, foot)), colour=colour, opacity=opacity, edged=edged)
    upper = [(_across(at, count), _up(high, top)) for at, _, high in edges]
    lower = [(_across(at, count), _up(low, top)) for at, low, _ in reversed(edges)]
    return Area(places=(*upper, *lower), colour=colour, opacity=opacity, edged=edged)
