"""Briefs: what a case holds on a state, or on a state and a power, as a document to send."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from tarazu.analysis.questions import Question, ask, select_statements, select_stories
from tarazu.api.balancing import POWERS, as_weighed, make_scope, stated_between
from tarazu.api.comparing import statements_about
from tarazu.api.storytelling import told_connection
from tarazu.cases import loading
from tarazu.cases import stories as held
from tarazu.errors import OptionError
from tarazu.exports.written import Written
from tarazu.languages.brief_words import load_brief_words
from tarazu.records import HeldDocument, Story, state_of
from tarazu.records.brief import Brief

if TYPE_CHECKING:
    import sqlite3

    from tarazu.analysis.brief_material import Material
    from tarazu.exports.brief_page import Page

BRIEF_SHAPES: Final = ("md", "html", "docx", "pdf")
"""The formats of a brief."""

_MONTHLY_DAYS: Final = 540
_DEFAULT_YEARS: Final = 3
_PLAIN: Final = "en"


def brief(
    path: Path, dyad: tuple[str, str | None], since: dt.date | None = None, until: dt.date | None = None, language: str = "en"
) -> Brief:
    """Draws a brief from a case.

    Args:
        path: The case.
        dyad: Ids of a state and a power, in either order; or a state and None, for its relations to all powers.
        since: First day; None for three years before the last.
        until: Last day; None for today.
        language: ISO 639 code of a language that briefs are written in: `brief_languages()`.

    Returns:
        The brief as data: sentences as templates with slots and footnotes, charts as numbers.

    Raises:
        OptionError: The language has no words for briefs, the parties are no states or bodies of the register, or the period cannot be.
        CaseError: The case cannot be read.
    """
    load_brief_words(language)
    return draw_brief(gather_brief(path, dyad, since, until), language)


def gather_brief(path: Path, dyad: tuple[str, str | None], since: dt.date | None = None, until: dt.date | None = None) -> Material:
    """What a brief is drawn from, in whatever language; the slow part of `brief`, with its arguments and errors."""
    return _material(path, dyad, (since, until))


def draw_brief(material: Material, language: str) -> Brief:
    """Draws a brief.

    Raises:
        OptionError: The language has no words for briefs.
    """
    from tarazu.analysis.briefing import brief as draw  # slow to load

    load_brief_words(language)
    return draw(msgspec.structs.replace(material, language=language))


def brief_page(brief: Brief) -> Page:
    """A brief in the words of its language, for a screen: headings, runs of text that know what is ours and what is a document's, charts as numbers."""
    from tarazu.exports.brief_page import lay_out  # slow to load

    return lay_out(brief)


def write_brief(brief: Brief, shape: str, target: Path) -> Written:
    """Writes a brief as a file that can be sent.

    Args:
        brief: The brief.
        shape: One of `BRIEF_SHAPES`.
        target: The file; it appears under its name when it is whole.

    Raises:
        OptionError: There is no such format, the file cannot be written, or what the format needs is not installed.
    """
    from tarazu.exports.targets import target_file  # slow to load

    writers: Mapping[str, Callable[[Brief, Path], None]] = _writers()
    writer = writers[brief_shape(shape)]
    with target_file(target) as place:
        writer(brief, place)
    sentences = len(brief.findings) + sum(len(each.sentences) for each in brief.sections) + len(brief.method) + len(brief.unknowns)
    return Written(paths=(target,), rows=sentences, left_out=())


def brief_shape(name: str) -> str:
    """A format of briefs by its name.

    Raises:
        OptionError: There is none of that name.
    """
    if name not in BRIEF_SHAPES:
        raise OptionError("--format", f"one of {', '.join(BRIEF_SHAPES)}", repr(name), "md can be read anywhere, html and pdf printed, docx edited")
    return name


def writable_shapes() -> tuple[str, ...]:
    """The formats that can be written as Tarazu is installed here: PDF needs an extra."""
    from tarazu.exports.brief_pdf import missing_packages  # slow to load

    return tuple(each for each in BRIEF_SHAPES if each != "pdf" or not missing_packages())


def brief_text(brief: Brief) -> str:
    """A brief in Markdown, for a terminal or a note."""
    from tarazu.exports.brief_markdown import to_markdown  # slow to load

    return to_markdown(brief)


def _writers() -> Mapping[str, Callable[[Brief, Path], None]]:
    from tarazu.exports import brief_docx, brief_html, brief_markdown, brief_pdf  # slow to load

    return {
        "md": brief_markdown.write_markdown, "html": brief_html.write_html, "docx": brief_docx.write_docx, "pdf": brief_pdf.write_pdf,
    }  # fmt: skip


def _material(path: Path, dyad: tuple[str, str | None], days: tuple[dt.date | None, dt.date | None]) -> Material:
    from tarazu.analysis.balance import balance  # slow to load
    from tarazu.analysis.balance_types import Settings
    from tarazu.analysis.brief_material import Material
    from tarazu.analysis.contradictions import contradictions
    from tarazu.world.structure import facts

    state, powers = _parties(dyad)
    until = days[1] or dt.datetime.now(dt.UTC).date()
    since = days[0] or until - dt.timedelta(days=365 * _DEFAULT_YEARS)
    compared = tuple(dict.fromkeys((*powers, *(each for each in POWERS if each != state))))
    scope = make_scope(state, compared, since, until, "month" if (until - since).days > _MONTHLY_DAYS else "week")
    members = tuple(each for each, power in scope.members.items() if power in powers)
    question = ask(((state,), (*powers, *members)), (), since, until)
    with closing(told_connection(path)) as connection:
        stories = {each.id: each for each in held.load_stories(connection)}
        dated = [as_weighed(each) for each in stories.values()]
        weighed = balance(dated, scope, Settings())
        near = [each for each in dated if _between(each, question)]
        numbers = held.numbers_of(connection, {doc for each in near for doc in each.docs})
        tellings = [each for _, _, found in held.load_tellings(connection, numbers) for each in found]
        statements = statements_about(connection, [state])
        mine = tuple(stories[each.story.id] for each in select_stories(question, near, tellings)[0])
        told = {each for story in mine for each in story.tellings}
        cited = [each for each in tellings if each.record.id in told]
        asked, _ = select_statements(question, statements)
        coded = stated_between(connection, make_scope(state, powers, since, until, scope.period))
        documents = _documents(connection, {each.facts.doc for each in cited} | {each.facts.doc for each in asked} | {each.facts.doc for each in coded})
    return Material(
        language=_PLAIN, state=state, powers=powers, since=since, until=until, balance=weighed, memory=Settings().lag(scope.period), stories=mine,
        tellings=tuple(cited), statements=asked, contradictions=contradictions(question, statements, cited, mine).found,
        facts=tuple(fact for power in powers for fact in facts(state, power)), stated=coded, documents=documents,
    )  # fmt: skip


def _parties(dyad: tuple[str, str | None]) -> tuple[str, tuple[str, ...]]:
    """The state, and those whose relation to it is asked for; of a state and a power the power may come first."""
    from tarazu import world  # slow to load

    register = world.load()
    for each in filter(None, dyad):
        if each not in register.states and each not in register.bodies:
            raise OptionError("--dyad", "a state and a power of the register", repr(each), "as in KAZ-RUS; of a region, ask for its states one by one")
    first, second = dyad
    if second is None:
        return first, tuple(each for each in POWERS if each != first)
    return (second, (first,)) if first in POWERS and second not in POWERS else (first, (second,))


def _between(story: Story, question: Question) -> bool:
    """Whether both sides take part in a story at a time that touches the period, or that nobody knows; how is looked at later."""
    parties = {name for party in (*story.actors, *story.recipients) for name in (party, state_of(party))}
    if story.when and (story.when.end < (question.since or dt.date.min) or story.when.start > (question.until or dt.date.max)):
        return False
    return all(parties & side for side in question.dyad or ())


def _documents(connection: sqlite3.Connection, docs: set[str]) -> tuple[HeldDocument, ...]:
    return tuple(loading.load_document(connection, doc) for doc in sorted(docs))
