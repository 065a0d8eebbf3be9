"""Questions to the press: which statements and stories are about two parties or a topic, in a period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal, get_args

import msgspec

from tarazu.errors import OptionError
from tarazu.records import Assessment, Channel, Dimension, DocumentFacts, EventType, Skipped, Story, Telling, Tie, TieKind, state_of

STAGE: Final = "question"
# The ties that amount to a judgement: an alliance is strong relations, a dependence a strong one.
TIE_DIMENSIONS: Final[Mapping[TieKind, Dimension]] = {"ally_of": "relations", "depends_on": "dependence"}

Parties = frozenset[str]
Side = Literal["first", "second"]
Span = tuple[dt.date, dt.date]


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """One judgement about a relation, with the document that it stands in.

    Attributes:
        record: The assessment, or the tie that is stated as holding; corrections applied.
        facts: What its document says about itself.
        outlet_state: The state of the document's outlet; None where it is not known.
    """

    record: Assessment | Tie
    facts: DocumentFacts
    outlet_state: str | None = None


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What to look at; an empty question takes everything.

    A party is meant by its id or by its state's: `KAZ` means `KAZ/kassym-jomart-tokayev` too. A region is given as the ids of its members,
    with its own id where judgements about the region as a whole are wanted.

    Attributes:
        dyad: Two sides; acts and judgements between them, in either direction.
        parties: At least one of them takes part or is spoken of.
        channels, types: Acts of these channels and event types.
        dimensions: Judgements of these dimensions, and ties that amount to one. With channels or types alone no judgement is asked for, with
            dimensions alone no act.
        since, until: First and last day. Acts count by their time, judgements by the time that they speak of, both by the day of
            publication where the text names no time.
    """

    dyad: tuple[Parties, Parties] | None = None
    parties: Parties = frozenset()
    channels: frozenset[Channel] = frozenset()
    types: frozenset[EventType] = frozenset()
    dimensions: frozenset[Dimension] = frozenset()
    since: dt.date | None = None
    until: dt.date | None = None


class ToldStory(msgspec.Struct, frozen=True, kw_only=True):
    """A story that is asked for, with its tellings, ordered by the ids of their records."""

    story: Story
    tellings: tuple[Telling, ...]


def ask(
    dyad: tuple[Iterable[str], Iterable[str]] | None = None, topic: Iterable[str] = (), since: dt.date | None = None, until: dt.date | None = None
) -> Question:
    """Makes a question of plain words.

    Args:
        dyad: The ids of either side.
        topic: Channels, event types, dimensions and ids of parties, told apart by their names.
        since: First day.
        until: Last day.

    Raises:
        OptionError: A side is empty, or the period ends before it begins.

    Example:
        >>> sorted(ask((["KAZ"], ["RUS"]), ["trade", "AID"]).channels)
        ['trade']
    """
    words = frozenset(topic)
    sides = (frozenset(dyad[0]), frozenset(dyad[1])) if dyad else None
    if sides and not all(sides):
        raise OptionError("dyad", "two sides with at least one party each", "an empty side", "name a state, a body, or a region that has members")
    if since and until and until < since:
        raise OptionError("period", "a last day not before the first", f"{since} to {until}", "exchange the two")
    channels: frozenset[Channel] = frozenset(each for each in get_args(Channel) if each in words)
    types: frozenset[EventType] = frozenset(each for each in get_args(EventType) if each in words)
    dimensions: frozenset[Dimension] = frozenset(each for each in get_args(Dimension) if each in words)
    parties = words - channels - types - dimensions
    return Question(dyad=sides, parties=parties, channels=channels, types=types, dimensions=dimensions, since=since, until=until)


def select_statements(question: Question, statements: Iterable[Statement]) -> tuple[tuple[Statement, ...], tuple[Skipped, ...]]:
    """The statements that are asked for, ordered by the ids of their records, and those that could not be placed in the period."""
    taken: list[Statement] = []
    skipped: list[Skipped] = []
    for each in sorted(statements, key=lambda statement: statement.record.id):
        if not _asks_statement(question, each.record):
            continue
        within = _within(question, span_of(each))
        if within is None:
            skipped.append(_undated(each.facts.doc, f"{each.record.id} has"))
        elif within:
            taken.append(each)
    return tuple(taken), tuple(skipped)


def select_stories(question: Question, stories: Iterable[Story], tellings: Sequence[Telling]) -> tuple[tuple[ToldStory, ...], tuple[Skipped, ...]]:
    """The stories that are asked for, ordered by their ids, with their tellings; and what could not be used.

    Args:
        question: What to look at.
        stories: All stories.
        tellings: All tellings; those of other stories do not matter.

    Returns:
        The stories with at least one of their tellings; and an entry for each one that has no date though the question has a period, and for
        each telling that a story names and that was not given.
    """
    known = {each.record.id: each for each in tellings}
    taken: list[ToldStory] = []
    skipped: list[Skipped] = []
    for story in sorted(stories, key=lambda each: each.id):
        if not _asks_story(question, story):
            continue
        missing = sorted({each for each in story.tellings if each not in known})
        skipped += [Skipped(doc=next(iter(story.docs), ""), stage=STAGE, reason=f"telling {each} of story {story.id} was not given") for each in missing]
        told = tuple(known[each] for each in sorted({each for each in story.tellings if each in known}))
        within = _within(question, story_span(story, told))
        if told and within is None:
            skipped.append(_undated(told[0].facts.doc, f"story {story.id} has"))
        elif told and within:
            taken.append(ToldStory(story=story, tellings=told))
    return tuple(taken), tuple(skipped)


def span_of(statement: Statement) -> Span | None:
    """The days that a statement speaks of; those of its publication where it names none, None where that is not known either."""
    record, published = statement.record, statement.facts.published
    if isinstance(record, Assessment) and record.when:
        return record.when.start, record.when.end
    if isinstance(record, Tie) and (record.since or record.until):
        days = [day for day in (record.since, record.until, None if record.until else published) if day]
        return min(days), max(days)
    return (published, published) if published else None


def story_span(story: Story, tellings: Iterable[Telling]) -> Span | None:
    """The days of a story; from its first to its last publication where none of its tellings names a time, None where they are undated."""
    if story.when:
        return story.when.start, story.when.end
    days = [each.facts.published for each in tellings if each.facts.published]
    return (min(days), max(days)) if days else None


def voice_of(said_by: Sequence[str], facts: DocumentFacts) -> str | None:
    """On whose word a record stands: the innermost voice; without one the outlet's own; None where that is not known either.

    Example:
        >>> from tarazu.records import DocumentFacts
        >>> facts = DocumentFacts(id="f", doc="d", language="ar", title=None, published=None, outlet="Erem News", author=None, url=None,
        ...     chain=(), translated=False, sentences=1, skipped=())
        >>> voice_of(("Le Monde", "Michael Levystone"), facts), voice_of((), facts)
        ('Michael Levystone', 'Erem News')
    """
    return said_by[-1] if said_by else facts.outlet


def acting_side(question: Question, agents: Sequence[str], patients: Sequence[str]) -> Side | None:
    """Which side of the dyad acts on the other: None where both do, or where no dyad is asked for."""
    if question.dyad is None:
        return None
    first, second = question.dyad
    forth, back = _between(agents, patients, (first, second)), _between(agents, patients, (second, first))
    return None if forth == back else "first" if forth else "second"


def _asks_statement(question: Question, record: Assessment | Tie) -> bool:
    agents, patients = ((record.source,), (record.target,)) if isinstance(record, Tie) else ((record.subject,), (record.object,) if record.object else ())
    asked = (TIE_DIMENSIONS.get(record.kind) if isinstance(record, Tie) else record.dimension) in question.dimensions
    open_to_all = not (question.dimensions or question.channels or question.types)
    return (asked or open_to_all) and _asks_parties(question, agents, patients)


def _asks_story(question: Question, story: Story) -> bool:
    if question.dimensions and not (question.channels or question.types):
        return False
    if question.channels and story.channel not in question.channels:
        return False
    if question.types and story.type not in question.types:
        return False
    return _asks_parties(question, story.actors, story.recipients)


def _asks_parties(question: Question, agents: Sequence[str], patients: Sequence[str]) -> bool:
    if question.parties and not any(_meant(each, question.parties) for each in (*agents, *patients)):
        return False
    if question.dyad is None:
        return True
    first, second = question.dyad
    # reciprocal acts have all their parties as actors
    others = patients or agents
    return _between(agents, others, (first, second)) or _between(agents, others, (second, first))


def _between(agents: Sequence[str], patients: Sequence[str], sides: tuple[Parties, Parties]) -> bool:
    """Whether one of the first side acts on one of the second; where the sides overlap (a region with itself), on another state."""
    mine = [each for each in agents if _meant(each, sides[0])]
    theirs = [each for each in patients if _meant(each, sides[1])]
    return any(state_of(one) != state_of(other) for one in mine for other in theirs)


def _meant(party: str, parties: Parties) -> bool:
    return party in parties or state_of(party) in parties


def _within(question: Question, span: Span | None) -> bool | None:
    """Whether days touch the period; None where there are no days to tell by."""
    if question.since is None and question.until is None:
        return True
    if span is None:
        return None
    return (question.until is None or span[0] <= question.until) and (question.since is None or span[1] >= question.since)


def _undated(doc: str, what: str) -> Skipped:
    return Skipped(doc=doc, stage=STAGE, reason=f"{what} no date, and its document has none: it is not known whether it lies in the period")
