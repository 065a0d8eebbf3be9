"""The structure behind a relation in a brief: slow facts with their sources, and apart from them what documents state of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tarazu.analysis.brief_material import Footnotes, Material, count, names, parties, word
from tarazu.analysis.stated_structure import Stated
from tarazu.records import Figure, Tie
from tarazu.records.brief import BriefSentence, Slot
from tarazu.world.structure import Fact, newest


def structure(material: Material, notes: Footnotes) -> Iterator[BriefSentence]:
    """For each power the newest slow facts, then the ties and figures that documents state."""
    for power in material.powers:
        shown = newest(tuple(each for each in material.facts if each.object == power and each.first_year <= material.until.year))
        about = (parties("state", (material.state,)), parties("power", (power,)))
        if shown:
            yield BriefSentence(key="structure", slots=(*about, count("facts", len(shown), "facts")))
        for fact in shown:
            yield BriefSentence(key=_fact_key(fact), slots=_fact_slots(fact), notes=notes.of_fact(fact))
        mine = [each for each in material.stated if each.power == power]
        if mine:
            yield BriefSentence(key="stated", slots=(*about, count("statements", len(mine), "statements")))
        yield from _ties(mine, notes)
        yield from _figures(mine, notes)


def _fact_key(fact: Fact) -> str:
    kind = "holds" if fact.unit == "holds" else "fact"
    return f"{kind}{'.named' if fact.name else ''}{'' if fact.certainty == 'checked' else '.recalled'}"


def _fact_slots(fact: Fact) -> tuple[Slot, ...]:
    amount = Slot(name="amount", kind="amount", values=(fact.unit,), number=fact.value, number_to=fact.value_to)
    years = Slot(name="years", kind="years", values=(str(fact.first_year), str(fact.year)))
    named = (names("name", (fact.name,)),) if fact.name else ()
    return word("indicator", "indicator", fact.indicator), amount, years, *named


def _ties(mine: Iterable[Stated], notes: Footnotes) -> Iterator[BriefSentence]:
    groups: dict[tuple[str, str, str], list[str]] = {}
    for each in mine:
        if isinstance(each.record, Tie):
            groups.setdefault((each.record.source, each.record.target, each.record.kind), []).append(each.record.id)
    for (source, target, kind), records in sorted(groups.items(), key=lambda each: (-len(each[1]), each[0])):
        slots = (parties("source", (source,)), parties("target", (target,)), word("tie", "tie", kind), count("statements", len(records), "statements"))
        yield BriefSentence(key="tie", slots=slots, notes=notes.of_records(records))


def _figures(mine: Iterable[Stated], notes: Footnotes) -> Iterator[BriefSentence]:
    for each in mine:
        record = each.record
        if isinstance(record, Figure):
            named = (names("name", (record.name,)),) if record.name else ()
            amount = Slot(name="amount", kind="amount", values=(record.unit or "",), number=record.value, number_to=record.value_to)
            slots = (
                parties("subjects", record.subjects), word("measure", "measure", record.indicator), amount, _period(record),
                word("qualifier", "qualifier", record.qualifier), word("standing", "standing", record.status), *named,
            )  # fmt: skip
            yield BriefSentence(key="figure.named" if named else "figure", slots=slots, notes=notes.of_records((record.id,)))


def _period(record: Figure) -> Slot:
    if record.period is None:
        return Slot(name="period", kind="when")  # which is said to be without a date
    return Slot(name="period", kind="years", values=tuple(record.period.split("/")))
