"""The brief: findings with what bears them, the stories, what is contested, how it was made and what is not known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from tarazu.analysis.brief_findings import findings
from tarazu.analysis.brief_material import Footnotes, Material, count, names, number, parties, word
from tarazu.analysis.brief_sections import listed, sections
from tarazu.records import Story
from tarazu.records.brief import Brief, BriefNote, BriefSection, BriefSentence, SentenceNote, Slot

_LONG_DAYS = 92


def brief(material: Material) -> Brief:
    """Makes a brief of its material.

    Every sentence is a template with slots: what it says stands in the data, and can be said in any language that has the templates. A finding has
    footnotes to the sentences that bear it, or numbers of the brief itself. What is done and what is judged stand apart.

    Args:
        material: The balance, the stories with their tellings, what is said of the relation, and the slow facts.

    Returns:
        The brief; the same for the same material.
    """
    notes = Footnotes(material)
    found = findings(material, notes)
    parts = sections(material, notes)
    unknowns = tuple(_unknowns(material, notes, parts))
    title = BriefSentence(key="title" if len(material.powers) == 1 else "title.state", slots=(_title(material),))
    return Brief(
        language=material.language, title=title, since=material.since, until=material.until, findings=found, sections=parts,
        method=tuple(_method(material)), unknowns=(*unknowns, *_untranslated(material, notes.all())), notes=notes.all(),
    )  # fmt: skip


def _title(material: Material) -> Slot:
    return parties("parties", (material.state, *(material.powers if len(material.powers) == 1 else ())))


def _method(material: Material) -> Iterator[BriefSentence]:
    coders = sorted({held.record.coder for document in material.documents for held in document.records})
    yield BriefSentence(key="method.coded", slots=(count("documents", len(material.documents), "documents"), names("coders", coders)))
    yield BriefSentence(key="method.stories")
    period = material.balance.scope.period
    yield BriefSentence(key="method.model", slots=(word("period", "period", period), count("memory", material.memory, f"{period}s")))
    yield BriefSentence(key="method.trend")
    yield BriefSentence(key="method.alignment", slots=(parties("powers", material.balance.scope.powers),))
    yield BriefSentence(key="method.sources")


def _unknowns(material: Material, notes: Footnotes, parts: tuple[BriefSection, ...]) -> Iterator[BriefSentence]:
    dated = material.dated()
    groups: tuple[tuple[str, list[Story]], ...] = (
        ("unknown.undated", [each for each in material.stories if each.when is None and each.told is None]),
        ("unknown.published", [each for each in dated if each.when is None]),
        ("unknown.not_done", [each for each in dated if each.status != "actual"]),
        ("unknown.long", [each for each in dated if each.status == "actual" and each.when and each.when.end - each.when.start > dt.timedelta(days=_LONG_DAYS)]),
        ("unknown.one_witness", [each for each in dated if each.witnesses < 2]),
    )
    for key, stories in groups:
        if stories:
            yield BriefSentence(key=key, slots=(count("stories", len(stories), "stories"),), notes=notes.of_stories(stories))
    hidden = len(dated) - len(listed(material))
    if hidden:
        yield BriefSentence(key="unknown.not_listed", slots=(count("stories", hidden, "stories"),))
    held = [each for document in material.documents for each in document.records]
    judged = sum(each.judged is not None for each in held)
    yield BriefSentence(key="unknown.unjudged", slots=(count("records", len(held), "records"), number("judged", judged)))
    recalled = sum(sentence.key.endswith(".recalled") for part in parts if part.key == "structure" for sentence in part.sentences)
    if recalled:
        yield BriefSentence(key="unknown.recalled", slots=(count("facts", recalled, "facts"),))
    languages = sorted({document.facts.language for document in material.documents})
    slots = (count("documents", len(material.documents), "documents"), word("languages", "language", ";".join(languages)))
    yield BriefSentence(key="unknown.languages", slots=slots)


def _untranslated(material: Material, notes: tuple[BriefNote, ...]) -> Iterator[BriefSentence]:
    waiting = sum(isinstance(each, SentenceNote) and each.language != material.language and not each.translation for each in notes)
    if waiting:
        yield BriefSentence(key="unknown.untranslated", slots=(count("notes", waiting, "notes"),))
