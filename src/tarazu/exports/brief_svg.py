"""The charts of a brief as SVG."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from tarazu.exports.brief_drawing import HEIGHT, SIZE, WIDTH, Area, Dot, Mark, Place, Shape, Stroke, draw
from tarazu.exports.brief_page import PageChart


def to_svg(page: PageChart) -> str:
    """Draws a chart, with the title as the text that is read aloud.

    Example:
        >>> from tarazu.records.brief import BriefSentence, Chart, ChartBand, ChartLine, ChartPoint, Slot
        >>> import datetime as dt
        >>> point = ChartPoint(start=dt.date(2026, 1, 1), stories=2, band=ChartBand(mean=1, low50=0.8, high50=1.2, low90=0.5, high90=2))
        >>> line = ChartLine(name=Slot(name="name", kind="word"), points=(point,))
        >>> chart = Chart(kind="lines", title=BriefSentence(key="chart"), step="month", lines=(line,))
        >>> page = PageChart(chart=chart, title="A", caption="", names=("a",), periods=("January",), top=2.0, ticks=("0", "2"), head=(), rows=())
        >>> to_svg(page).startswith("<svg ")
        True
    """
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label={quoteattr(page.title)} direction="ltr" font-size="{SIZE}"'
        f' xmlns="http://www.w3.org/2000/svg">{"".join(map(_shown, draw(page)))}</svg>'
    )


def _shown(shape: Shape) -> str:
    match shape:
        case Area():
            edge = ' stroke="#ffffff"' if shape.edged else ""
            return f'<polygon points="{_points(shape.places)}" fill="{shape.colour}" fill-opacity="{shape.opacity:g}"{edge}/>'
        case Stroke():
            return f'<polyline points="{_points(shape.places)}" fill="none" stroke="{shape.colour}" stroke-width="{shape.width:g}"/>'
        case Dot():
            return f'<circle cx="{shape.place[0]:.1f}" cy="{shape.place[1]:.1f}" r="{shape.radius:g}" fill="{shape.colour}"/>'
        case Mark():
            place = f'x="{shape.place[0]:.1f}" y="{shape.place[1]:.1f}"'
            return f'<text {place} text-anchor="{shape.anchor}" fill="{shape.colour}">{escape(shape.text)}</text>'


def _points(places: tuple[Place, ...]) -> str:
    return " ".join(f"{across:.1f},{down:.1f}" for across, down in places)
