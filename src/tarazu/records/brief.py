"""A brief: findings, charts and sources as data, before they are put into the words of a language.

No sentence of a brief is free text: each is a template by its key, with slots, and what bears it. So it can be written in any language that
has the templates, and taken apart again.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from tarazu.records.coded import Granularity

SlotKind = Literal["parties", "day", "when", "count", "number", "percent", "amount", "word", "names", "years"]
SectionKey = Literal["activity", "alignment", "stories", "contradictions", "perception", "structure"]
ChartKind = Literal["lines", "shares"]


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in one place of a template.

    Attributes:
        name: The place.
        kind: `parties`: ids; `day`: an ISO day; `when`: first and last day and the granularity, or `published` for
            the day of publication; `count`: a whole number of what `values` names;
            `number`: a plain number; `percent`: a share from 0 to 1; `amount`: a number in the unit that `values` names; `word`: a group of words and
            the word; `names`: names as they stand in the sources, in whatever language; `years`: a first and a last year.
        values: As the kind says.
        number: For counts, numbers, percents and amounts.
        number_to: The upper end of an amount that is a range.
    """

    name: str
    kind: SlotKind
    values: tuple[str, ...] = ()
    number: float = 0.0
    number_to: float | None = None


class BriefSentence(msgspec.Struct, frozen=True, kw_only=True):
    """One sentence.

    Attributes:
        key: Of its template.
        slots: What stands in it.
        notes: The numbers of the footnotes that bear it; none for sentences that state numbers of the brief itself.
    """

    key: str
    slots: tuple[Slot, ...] = ()
    notes: tuple[int, ...] = ()


class SentenceNote(msgspec.Struct, frozen=True, kw_only=True, tag_field="note", tag="sentence"):
    """A footnote to a sentence of a document.

    Attributes:
        number: From 1, in the order in which they are first needed.
        record: The id of the record that stands on the sentence.
        doc, title, outlet, url, language, published: Of the document; None where it does not say.
        said_by: On whose word it says so, from the outside in, without the outlet.
        text: The sentence exactly as it stands in the document; empty for records that were imported without their text.
        translation: Of the sentence, into the language of the brief; None until somebody has made one.
    """

    number: int
    record: str
    doc: str
    title: str | None
    outlet: str | None
    url: str | None
    language: str
    published: dt.date | None
    said_by: tuple[str, ...]
    text: str
    translation: str | None = None


class FactNote(msgspec.Struct, frozen=True, kw_only=True, tag_field="note", tag="fact"):
    """A footnote to a slow fact.

    Attributes:
        number: As for sentences.
        source: Publication and year, as the register names it.
        remark: What a reader must know before comparing it; may be empty.
        checked: Whether a published page that states it was read; otherwise it was written down from memory of the publication.
    """

    number: int
    source: str
    remark: str
    checked: bool


BriefNote = SentenceNote | FactNote


class ChartBand(msgspec.Struct, frozen=True, kw_only=True):
    """An estimate: its mean, and the bands that hold the truth in half and in nine of ten cases."""

    mean: float
    low50: float
    high50: float
    low90: float
    high90: float


class ChartPoint(msgspec.Struct, frozen=True, kw_only=True):
    """One period of a line.

    Attributes:
        start: Its first day.
        stories: How many stories fall into it; 0 where that is not asked.
        band: None where there is too little to tell.
    """

    start: dt.date
    stories: float
    band: ChartBand | None


class ChartLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a chart, and what it is called."""

    name: Slot
    points: tuple[ChartPoint, ...]


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """A chart as numbers.

    Attributes:
        kind: `lines`: rates with their bands; `shares`: parts of one whole, stacked.
        title: Of what.
        step: The step of the lines.
        lines: With the same periods each.
    """

    kind: ChartKind
    title: BriefSentence
    step: Granularity | Literal["week"]
    lines: tuple[ChartLine, ...]


class BriefSection(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a brief under its heading."""

    key: SectionKey
    sentences: tuple[BriefSentence, ...]
    charts: tuple[Chart, ...] = ()


class Brief(msgspec.Struct, frozen=True, kw_only=True):
    """A brief on a state, or on a state and a power.

    Attributes:
        language: ISO 639 code of the language that it is to be written in.
        title: Of the whole.
        since, until: First and last day.
        findings: What the numbers and sources bear, the weightiest first.
        sections: What it rests on.
        method: How it was made; one paragraph.
        unknowns: What is not known.
        notes: The footnotes, by number.
    """

    language: str
    title: BriefSentence
    since: dt.date
    until: dt.date
    findings: tuple[BriefSentence, ...]
    sections: tuple[BriefSection, ...]
    method: tuple[BriefSentence, ...]
    unknowns: tuple[BriefSentence, ...]
    notes: tuple[BriefNote, ...]
