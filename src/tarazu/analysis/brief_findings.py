"""The findings of a brief: what the numbers and the sources bear, and no more.

No trend is named unless the 90 % band of the change excludes no change; too little evidence is said to be too little.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping

from tarazu.analysis.activity_tally import valence_of
from tarazu.analysis.balance_types import VALENCES, Alignment, Change, Key, Point, Series, Settings, Share, Simplex, TooLittle, Valence
from tarazu.analysis.brief_material import Footnotes, Material, count, day, number, parties, percent, when, word
from tarazu.analysis.shifts import STRONG
from tarazu.records import Assessment, Story, state_of
from tarazu.records.brief import BriefSentence, Slot


def findings(material: Material, notes: Footnotes) -> tuple[BriefSentence, ...]:
    """The findings, the numbers first, then the best attested act, what is contested, and what is judged."""
    return (*_volume(material), *_trends(material, notes), *_alignment(material), *_attested(material, notes), *_contested(material, notes))


def series_of(material: Material, power: str, valence: Valence) -> Series | None:
    """The line of all channels together between the state and a power; None where nothing is told."""
    key = _key(material, power, valence)
    return next((each for each in material.balance.series if each.key == key), None)


def _key(material: Material, power: str, valence: Valence) -> Key:
    return Key(state=material.state, power=power, direction="between", channel=None, valence=valence)


def _volume(material: Material) -> Iterator[BriefSentence]:
    dated = material.dated()
    docs = {doc for each in dated for doc in each.docs}
    outlets = {each.facts.outlet or each.facts.doc for each in material.tellings if each.facts.doc in docs}
    slots = (
        parties("parties", (material.state, *material.powers)), day("since", material.since), day("until", material.until),
        count("stories", len(dated), "stories"), count("documents", len(docs), "documents"), count("outlets", len(outlets), "outlets"),
    )  # fmt: skip
    yield BriefSentence(key="found", slots=slots)
    happened = [each for each in dated if each.status == "actual"]
    fields = Counter(each.channel for each in happened if each.channel)
    if fields:
        sides = Counter(valence_of(each.type) for each in happened)
        most, stories = min(fields.items(), key=lambda each: (-each[1], each[0]))
        shares = (
            count("happened", len(happened), "stories"), number("cooperation", sides["cooperation"]), number("conflict", sides["conflict"]),
            word("channel", "channel", most), count("stories", stories, "stories"),
        )  # fmt: skip
        yield BriefSentence(key="found.done", slots=shares)


def _trends(material: Material, notes: Footnotes) -> Iterator[BriefSentence]:
    for power in material.powers:
        for valence in VALENCES:
            yield from _trend(material, notes, power, valence)
            yield from _shifts(material, notes, power, valence)


def _trend(material: Material, notes: Footnotes, power: str, valence: Valence) -> Iterator[BriefSentence]:
    series = series_of(material, power, valence)
    about = (parties("parties", (material.state, power)), word("valence", "valence", valence))
    counted = [each for each in _happened(material, power) if valence_of(each.type) == valence]
    borne = notes.of_stories(counted)
    last = series.points[-1].change if series and series.points else TooLittle(stories=0.0, needed=Settings().least)
    if isinstance(last, Change) and last.verdict != "no clear change":
        yield BriefSentence(key=f"trend.{last.verdict}", slots=(*about, *_change_slots(material, last, series)), notes=borne)
        return
    if isinstance(last, Change):
        yield BriefSentence(key="trend.unclear", slots=(*about, *_change_slots(material, last, series)), notes=borne)
    else:
        slots = (*about, count("stories", len(counted), "stories"), number("evidence", last.stories), number("needed", last.needed))
        yield BriefSentence(key="trend.little", slots=slots, notes=borne)
    earlier = _clearest(series)
    if earlier and isinstance(earlier.change, Change):
        key = f"trend.earlier.{earlier.change.verdict}"
        yield BriefSentence(key=key, slots=(*about, *_change_slots(material, earlier.change, series, earlier)), notes=borne)


def _shifts(material: Material, notes: Footnotes, power: str, valence: Valence) -> Iterator[BriefSentence]:
    """The abrupt changes that stand out so far that they may be named; only of all channels together, for of many lines one always looks odd."""
    step = "month" if material.balance.scope.period == "month" else "day"
    key = _key(material, power, valence)
    for each in material.balance.shifts:
        if each.key != key or each.strength < STRONG**2:
            continue
        slots = (
            parties("parties", (material.state, power)), word("valence", "valence", valence), day("at", each.start, step),
            number("factor", each.factor.mean), number("low", each.factor.low90), number("high", each.factor.high90),
        )  # fmt: skip
        counted = [story for story in _happened(material, power) if valence_of(story.type) == valence]
        near = sorted(counted, key=lambda story: abs((_day_of(story) - each.start).days))
        yield BriefSentence(key=f"shift.{'up' if each.factor.mean > 1 else 'down'}", slots=slots, notes=notes.of_stories(near))


def _day_of(story: Story) -> dt.date:
    return story.when.start if story.when else story.told or dt.date.min


def _clearest(series: Series | None) -> Point | None:
    """The period whose change stands out the most, among those whose band excludes no change."""
    clear = [each for each in series.points if isinstance(each.change, Change) and each.change.verdict != "no clear change"] if series else []
    return max(clear, key=_clearness, default=None)


def _clearness(point: Point) -> float:
    if not isinstance(point.change, Change):
        return 0.0
    band = point.change.factor
    return max(band.low90, 1 / band.high90 if band.high90 > 0 else 0.0)


def _change_slots(material: Material, change: Change, series: Series | None, point: Point | None = None) -> tuple[Slot, ...]:
    at = point or (series.points[-1] if series else None)
    step = "month" if material.balance.scope.period == "month" else "day"
    return (
        day("since", change.since, step), day("until", at.start if at else material.until, step),
        number("factor", change.factor.mean), number("low", change.factor.low90), number("high", change.factor.high90),
    )  # fmt: skip


def _happened(material: Material, power: str) -> list[Story]:
    """The stories with a date that happened between the state and a power."""
    members = material.balance.scope.members
    return [
        each for each in material.dated()
        if each.status == "actual" and power in {top for party in (*each.actors, *each.recipients) for top in _tops(party, members)}
    ]  # fmt: skip


def _tops(party: str, members: Mapping[str, str]) -> tuple[str, ...]:
    top = state_of(party)
    return (top, members.get(top, top))


def _alignment(material: Material) -> Iterator[BriefSentence]:
    told = alignments_of(material)
    if not told:
        return
    last = told[-1]
    known = [each for each in told if isinstance(each.value, Simplex)]
    if isinstance(last.value, TooLittle):
        slots = (parties("state", (material.state,)), number("evidence", last.value.stories), number("needed", last.value.needed))
        yield BriefSentence(key="alignment.little", slots=slots)
    for power in material.powers:
        share = _share(known[-1], power) if known else None
        if share:
            yield BriefSentence(key="alignment.share", slots=_share_slots(material, known[-1], share))


def alignments_of(material: Material) -> list[Alignment]:
    """The alignments of the state over all channels together, by time, within the period."""
    found = [each for each in material.balance.alignments if each.state == material.state and each.channel is None and each.start <= material.until]
    return sorted(found, key=lambda each: each.start)


def _share(alignment: Alignment, power: str) -> Share | None:
    shares = alignment.value.shares if isinstance(alignment.value, Simplex) else ()
    return next((each for each in shares if each.power == power), None)


def _share_slots(material: Material, alignment: Alignment, share: Share) -> tuple[Slot, ...]:
    step = "month" if material.balance.scope.period == "month" else "day"
    return (
        parties("state", (material.state,)), parties("power", (share.power,)), parties("powers", material.balance.scope.powers),
        day("at", alignment.start, step), percent("share", share.band.mean), percent("low", share.band.low90), percent("high", share.band.high90),
        number("best", share.best_rank), number("worst", share.worst_rank),
    )  # fmt: skip


def _attested(material: Material, notes: Footnotes) -> Iterator[BriefSentence]:
    happened = [each for each in material.dated() if each.witnesses > 1]
    best = max(happened, key=lambda each: (each.witnesses, each.confidence, each.id), default=None)
    if best:
        yield BriefSentence(key=f"attested.{_shape(best)}", slots=story_slots(best), notes=notes.of_stories((best,)))


def _shape(story: Story) -> str:
    return "towards" if story.recipients else "together"


def story_slots(story: Story) -> tuple[Slot, ...]:
    """What a sentence on a story may say."""
    return (
        when("when", story), word("act", "act", story.type), word("channel", "channel", story.channel or "none"), word("status", "status", story.status),
        parties("actors", story.actors), parties("recipients", story.recipients), count("witnesses", story.witnesses, "witnesses"),
        count("documents", len(story.docs), "documents"),
    )  # fmt: skip


def _contested(material: Material, notes: Footnotes) -> Iterator[BriefSentence]:
    found = material.contradictions
    if found:
        # one record of each side first: a contradiction that shows one side only is none
        records = [position.records[0] for each in found for position in each.positions if position.records]
        yield BriefSentence(key="contradictions", slots=(count("contradictions", len(found), "contradictions"),), notes=notes.of_records(records))
    else:
        yield BriefSentence(key="contradictions.none", slots=(count("documents", len(material.documents), "documents"),))
    judged = [each for each in material.statements if isinstance(each.record, Assessment)]
    if judged:
        outlets = {each.facts.outlet or each.facts.doc for each in judged}
        slots = (count("judgements", len(judged), "judgements"), count("outlets", len(outlets), "outlets"))
        yield BriefSentence(key="perception", slots=slots, notes=notes.of_records(each.record.id for each in judged))
    else:
        yield BriefSentence(key="perception.none", slots=(count("judgements", 0, "judgements"), count("documents", len(material.documents), "documents")))
