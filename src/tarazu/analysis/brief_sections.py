"""The sections of a brief: the charts, the stories, the contradictions, what is judged, and the slow facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from tarazu.analysis.balance_types import VALENCES, Band, Series, Simplex, Told
from tarazu.analysis.brief_findings import alignments_of, series_of, story_slots
from tarazu.analysis.brief_material import Footnotes, Material, count, names, parties, when, word
from tarazu.analysis.brief_structure import structure
from tarazu.analysis.contradictions import Contradiction, Position
from tarazu.records import Assessment, Disagreement, Story, Variant, state_of
from tarazu.records.brief import BriefSection, BriefSentence, Chart, ChartBand, ChartLine, ChartPoint, Slot

MOST_STORIES: Final = 40
"""How many stories are listed; those that the most independent witnesses tell."""

_GROUPS: Final[Mapping[str, str]] = {"direction": "direction", "status": "status", "type": "act"}
_PARTIES: Final = frozenset({"actors", "recipients"})
_NAMES: Final = frozenset({"when", "where"})


def sections(material: Material, notes: Footnotes) -> tuple[BriefSection, ...]:
    """The sections that have something to show, in their order."""
    stories = listed(material)
    found = (
        BriefSection(key="activity", sentences=(), charts=tuple(_activity(material))),
        BriefSection(key="alignment", sentences=(), charts=tuple(_alignment(material))),
        BriefSection(key="stories", sentences=tuple(_story(each, notes) for each in stories)),
        BriefSection(key="contradictions", sentences=(*_contradictions(material, notes), *_disagreements(material, notes))),
        BriefSection(key="perception", sentences=tuple(_perception(material, notes))),
        BriefSection(key="structure", sentences=tuple(structure(material, notes))),
    )
    return tuple(each for each in found if each.sentences or each.charts)


def listed(material: Material) -> tuple[Story, ...]:
    """The stories that are listed, by time."""
    dated = material.dated()
    best = {each.id for each in sorted(dated, key=lambda each: (-each.witnesses, -each.confidence, each.id))[:MOST_STORIES]}
    return tuple(each for each in dated if each.id in best)


def _story(story: Story, notes: Footnotes) -> BriefSentence:
    return BriefSentence(key="story.towards" if story.recipients else "story.together", slots=story_slots(story), notes=notes.of_stories((story,)))


def _activity(material: Material) -> Iterator[Chart]:
    for power in material.powers:
        told = [(valence, series) for valence in VALENCES if (series := series_of(material, power, valence)) is not None]
        if told:
            title = BriefSentence(key="chart.activity", slots=(parties("parties", (material.state, power)),))
            lines = tuple(ChartLine(name=word("name", "valence", valence), points=_points(series)) for valence, series in told)
            yield Chart(kind="lines", title=title, step=material.balance.scope.period, lines=lines)


def _points(series: Series) -> tuple[ChartPoint, ...]:
    return tuple(
        ChartPoint(start=each.start, stories=each.stories, band=_band(each.rate.band) if isinstance(each.rate, Told) else None) for each in series.points
    )


def _band(band: Band) -> ChartBand:
    return ChartBand(mean=band.mean, low50=band.low50, high50=band.high50, low90=band.low90, high90=band.high90)


def _alignment(material: Material) -> Iterator[Chart]:
    told = alignments_of(material)
    if not any(isinstance(each.value, Simplex) for each in told):
        return
    lines = []
    for at, power in enumerate(material.balance.scope.powers):
        bands = [_band(each.value.shares[at].band) if isinstance(each.value, Simplex) else None for each in told]
        points = tuple(ChartPoint(start=each.start, stories=0.0, band=band) for each, band in zip(told, bands, strict=True))
        lines.append(ChartLine(name=parties("name", (power,)), points=points))
    title = BriefSentence(key="chart.alignment", slots=(parties("state", (material.state,)),))
    yield Chart(kind="shares", title=title, step=material.balance.scope.period, lines=tuple(lines))


def _contradictions(material: Material, notes: Footnotes) -> Iterator[BriefSentence]:
    stories = {each.id: each for each in material.stories}
    for each in material.contradictions:
        borne = notes.of_records(position.records[0] for position in each.positions if position.records)
        yield BriefSentence(key="contradiction.judgement" if each.matter else "contradiction.act", slots=_matter(each, stories), notes=borne)
        for position in each.positions:
            yield BriefSentence(key="position", slots=_position(each, position), notes=notes.of_records(position.records))


def _matter(each: Contradiction, stories: Mapping[str, Story]) -> tuple[Slot, ...]:
    differ = word("field", "field", each.field)
    if each.matter:
        about = [party for party in (each.matter.subject, each.matter.object) if party]
        return parties("parties", about), word("dimension", "dimension", each.matter.dimension), differ
    story = stories[each.story or ""]
    return when("when", story), word("act", "act", story.type), parties("parties", (*story.actors, *story.recipients)), differ


def _position(each: Contradiction, position: Position) -> tuple[Slot, ...]:
    group = _GROUPS.get(each.field)
    value = word("value", group, position.value) if group else _amount("value", position.value)
    return value, names("who", position.outlets or position.speakers)


def _amount(name: str, written: str) -> Slot:
    value, _, unit = written.partition(" ")
    return Slot(name=name, kind="amount", values=(unit,), number=float(value))


def _disagreements(material: Material, notes: Footnotes) -> Iterator[BriefSentence]:
    """Where the tellings of one act differ without excluding each other."""
    shown = {(each.story, each.field) for each in material.contradictions}
    for story in material.dated():
        for each in story.disagreements:
            values = _variants(each) if (story.id, each.field) not in shown else {}
            if len(values) < 2:
                continue
            borne = notes.of_records(records[0] for records in values.values())
            about = (when("when", story), word("act", "act", story.type), parties("parties", (*story.actors, *story.recipients)))
            yield BriefSentence(key="differs", slots=(*about, word("field", "field", each.field)), notes=borne)
            for slot, records in values.items():
                yield BriefSentence(key="variant", slots=(slot, count("tellings", len(records), "tellings")), notes=notes.of_records(records))


def _variants(each: Disagreement) -> dict[Slot, tuple[str, ...]]:
    """What the tellings say, with their records; parties by their states, since one outlet's "Moscow" is another's "the Kremlin"."""
    found: dict[Slot, tuple[str, ...]] = {}
    for variant in each.variants:
        slot = _variant(each.field, variant)
        if slot is not None:
            found[slot] = (*found.get(slot, ()), *variant.records)
    return found


def _variant(field: str, variant: Variant) -> Slot | None:
    if field in _PARTIES:
        told = tuple(dict.fromkeys(sorted(state_of(each.strip()) for each in variant.value.split(";") if each.strip())))
        return parties("value", told) if told else word("value", "nobody", "nobody")
    if field in _NAMES:
        return names("value", (variant.value,)) if variant.value else None
    group = _GROUPS.get(field)
    return word("value", group, variant.value) if group and variant.value else None


def _perception(material: Material, notes: Footnotes) -> Iterator[BriefSentence]:
    groups: dict[tuple[str, str, str, str], list[str]] = {}
    for each in material.statements:
        record = each.record
        if isinstance(record, Assessment):  # what is stated as holding stands with the structure
            groups.setdefault((record.subject, record.object or "", record.dimension, record.direction), []).append(record.id)
    for key, records in sorted(groups.items(), key=lambda each: (-len(each[1]), each[0])):
        slots = (*_judged(key), count("statements", len(records), "statements"))
        yield BriefSentence(key="judged", slots=slots, notes=notes.of_records(records))


def _judged(key: tuple[str, str, str, str]) -> tuple[Slot, ...]:
    subject, towards, dimension, direction = key
    return parties("parties", filter(None, (subject, towards))), word("dimension", "dimension", dimension), word("direction", "direction", direction)
