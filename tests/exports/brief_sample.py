"""A brief by hand, with documents that would like to be markup."""

import datetime as dt

from tarazu.records.brief import (
    Brief,
    BriefSection,
    BriefSentence,
    Chart,
    ChartBand,
    ChartLine,
    ChartPoint,
    FactNote,
    SentenceNote,
    Slot,
)

NASTY = "<script>alert(1)</script> [x](javascript:alert(1)) | `a` **b** \u202egnp\u202c \u2069 &amp; ]]> #tag"
PERSIAN = "سفیر گفت: «رابطه خوب است.»"


def _band(mean: float) -> ChartBand:
    return ChartBand(mean=mean, low50=mean * 0.9, high50=mean * 1.1, low90=mean * 0.7, high90=mean * 1.3)


def _line(name: Slot, *means: float | None) -> ChartLine:
    points = tuple(ChartPoint(start=dt.date(2022, 1 + at, 1), stories=1.0 if mean else 0.0, band=_band(mean) if mean else None) for at, mean in enumerate(means))
    return ChartLine(name=name, points=points)


def sample(language: str = "en", *, text: str = NASTY) -> Brief:
    """A brief with two notes on sentences and one on a fact."""
    both = Slot(name="parties", kind="parties", values=("KAZ", "RUS"))
    title = BriefSentence(key="chart.activity", slots=(both,))
    lines = Chart(
        kind="lines", title=title, step="month",
        lines=(
            _line(Slot(name="name", kind="word", values=("valence", "cooperation")), 1.0, 2.0, None, 1.5, 1.0),
            _line(Slot(name="name", kind="word", values=("valence", "conflict")), None, 0.5, None, None, None),
        ),
    )  # fmt: skip
    shares = Chart(
        kind="shares", title=BriefSentence(key="chart.alignment", slots=(Slot(name="state", kind="parties", values=("KAZ",)),)), step="month",
        lines=tuple(_line(Slot(name="name", kind="parties", values=(power,)), 0.3, 0.4, None, 0.35, 0.3) for power in ("RUS", "CHN")),
    )  # fmt: skip
    position = BriefSentence(
        key="position", slots=(Slot(name="value", kind="amount", values=(f"USD{text}",), number=5), Slot(name="who", kind="names", values=(text,))), notes=(1, 2)
    )
    counted = BriefSentence(key="contradictions", slots=(Slot(name="contradictions", kind="count", values=("contradictions",), number=3),), notes=(1, 2))
    named = (Slot(name="indicator", kind="word", values=("indicator", "import_share")), Slot(name="name", kind="names", values=(text,)))
    fact = (*named, Slot(name="amount", kind="amount", values=("percent",), number=38.9), Slot(name="years", kind="years", values=("2017", "2018")))
    return Brief(
        language=language, title=BriefSentence(key="title", slots=(both,)), since=dt.date(2022, 1, 1), until=dt.date(2022, 5, 31), findings=(counted,),
        sections=(
            BriefSection(key="activity", sentences=(), charts=(lines,)),
            BriefSection(key="alignment", sentences=(), charts=(shares,)),
            BriefSection(key="contradictions", sentences=(counted, position)),
            BriefSection(key="structure", sentences=(BriefSentence(key="fact.named.recalled", slots=fact, notes=(3,)),)),
        ),
        method=(BriefSentence(key="method.sources"), BriefSentence(key="method.trend")), unknowns=(),
        notes=(
            SentenceNote(
                number=1, record="e1", doc="d1", title=text, outlet=text, url=f"javascript:alert(1)//{text}", language="en", published=None,
                said_by=(text, "KAZ"), text=text,
            ),
            SentenceNote(
                number=2, record="e2", doc="d2", title=None, outlet=None, url="https://example.org/a?x=1&y=<2>", language="fa",
                published=dt.date(2022, 5, 3), said_by=(), text=PERSIAN,
            ),
            FactNote(number=3, source=text, remark=text, checked=False),
        ),
    )  # fmt: skip
