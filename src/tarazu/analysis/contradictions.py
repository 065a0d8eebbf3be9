"""Contradictions: judgements of one relation that oppose each other, and stories whose tellings cannot all be true."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import combinations
from math import fsum
from typing import Final, Literal

import msgspec

from tarazu.analysis.disputes import Lasting, disputes
from tarazu.analysis.opposition import LEAST, amounts_oppose, directions_oppose, statuses_oppose, types_oppose
from tarazu.analysis.questions import TIE_DIMENSIONS, Question, Statement, ToldStory, select_statements, select_stories, span_of, voice_of
from tarazu.records import Amount, Assessment, Dimension, DocumentFacts, Event, Skipped, Story, Telling, Tie, state_of

_REACH_DAYS: Final = 91
_ALWAYS: Final = (-1_000_000, 10_000_000)
_CITIZENS: Final = "citizens"

Field = Literal["direction", "status", "type", "amount"]


class Matter(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """What a judgement is about.

    Attributes:
        subject: Whose influence, trust, threat it is; for relations the one whose id comes first.
        object: Over, in or towards whom; empty where the text does not say.
        dimension: What is judged.
    """

    subject: str
    object: str
    dimension: Dimension


class Position(msgspec.Struct, frozen=True, kw_only=True):
    """One side of a contradiction, with all who take it.

    Attributes:
        value: The direction, status, type or amount that they state.
        records: The ids of the records, in order.
        docs, outlets, states, languages: Where they stand; what is not known is left out.
        speakers: The voices on whose word they stand: the innermost ones, or the outlets themselves.
        weight: The sum over these voices of the confidence of the best record of each; what five outlets have from one voice counts once.
    """

    value: str
    records: tuple[str, ...]
    docs: tuple[str, ...]
    outlets: tuple[str, ...]
    states: tuple[str, ...]
    languages: tuple[str, ...]
    speakers: tuple[str, ...]
    weight: float


class Contradiction(msgspec.Struct, frozen=True, kw_only=True):
    """Positions that cannot all be held at once, or not easily.

    Attributes:
        field: What they differ in: the `direction` of a judgement; the `status`, `type` or `amount` of an act.
        matter: For judgements, what they are about; None for acts.
        story: For acts, the id of the story; None for judgements.
        positions: At least two, the weightiest first; each is opposed by another.
        opposition: How much the two that oppose each other most do so, from `opposition.LEAST` to 1.
        weight: The largest of opposition times the harmonic mean of the weights of two positions: high where both sides are well attested.
    """

    field: Field
    matter: Matter | None
    story: str | None
    positions: tuple[Position, ...]
    opposition: float
    weight: float


class Contradictions(msgspec.Struct, frozen=True, kw_only=True):
    """All contradictions, the weightiest first, and what could not be placed in the question's period."""

    found: tuple[Contradiction, ...]
    skipped: tuple[Skipped, ...]


class _Claim(msgspec.Struct, frozen=True, kw_only=True):
    """What one record claims; `first` and `last` are the days for which it holds, as ordinals."""

    value: str
    record: str
    facts: DocumentFacts
    outlet_state: str | None
    voice: str
    confidence: float
    first: int = 0
    last: int = 0


_Opposes = Callable[[str, str], float]


def contradictions(question: Question, statements: Iterable[Statement], tellings: Sequence[Telling], stories: Iterable[Story]) -> Contradictions:
    """Finds what opposes each other in what is said on a question.

    Judgements stand against each other if they are about the same dimension of the same relation, at about the same time: within half a year
    (a quarter before and after the days that they speak of, or their publication), or where the time of one is not known. An alliance that
    is stated as holding counts as strong relations, a dependence as a strong one. Officials stand for their state, except in matters within
    it; citizens do not. One voice in one document does not contradict itself. Of stories, tellings oppose each other in status, in type
    (cooperation against conflict) and in amount.

    Args:
        question: What to look at.
        statements: Judgements and ties with their documents.
        tellings: Reports of acts.
        stories: What the reports tell.

    Returns:
        The contradictions; the order of what is given does not matter.
    """
    asked, undated = select_statements(question, statements)
    told, unplaced = select_stories(question, stories, tellings)
    found = [*_of_judgements(asked), *(each for story in told for each in _of_story(story))]
    found.sort(key=lambda each: (-each.weight, each.field, each.story or "", each.positions[0].records))
    return Contradictions(found=tuple(found), skipped=undated + unplaced)


def matter_of(record: Assessment) -> Matter:
    """What a judgement is about, with officials standing for their states, and relations the same from either side.

    Example:
        >>> shape = {"id": "a", "doc": "d", "direction": "strong", "when": None, "said_by": (), "confidence": 1.0, "coder": "", "evidence": ()}
        >>> matter_of(Assessment(subject="RUS", object="KAZ/kassym-jomart-tokayev", dimension="relations", **shape))
        Matter(subject='KAZ', object='RUS', dimension='relations')
    """
    subject, towards = record.subject, record.object or ""
    # within a state its officials are parties of their own: one may lose the influence that another gains
    if towards and state_of(subject) != state_of(towards):
        subject, towards = _acting_for(subject), _acting_for(towards)
    if record.dimension == "relations" and towards:
        subject, towards = sorted((subject, towards))
    return Matter(subject=subject, object=towards, dimension=record.dimension)


def _acting_for(party: str) -> str:
    return party if party.rsplit("/", 1)[-1] == _CITIZENS else state_of(party)


def _of_judgements(statements: Iterable[Statement]) -> Iterator[Contradiction]:
    matters: dict[Matter, list[_Claim]] = {}
    for statement in statements:
        judgement = _judgement(statement.record)
        if judgement:
            matters.setdefault(matter_of(judgement), []).append(_judged(statement, judgement))
    for matter, claims in sorted(matters.items()):
        opposes = partial(directions_oppose, dimension=matter.dimension)
        for dispute in disputes([Lasting(first=each.first, last=each.last, value=each.value) for each in claims], opposes):
            yield from _contradiction("direction", [claims[at] for at in dispute], opposes, matter)


def _judgement(record: Assessment | Tie) -> Assessment | None:
    """A tie as the judgement that it amounts to; None for ties that judge nothing."""
    if isinstance(record, Assessment):
        return record
    judged = TIE_DIMENSIONS.get(record.kind)
    if judged is None:
        return None
    return Assessment(
        id=record.id, doc=record.doc, subject=record.source, object=record.target, dimension=judged, direction="strong", when=None,
        said_by=record.said_by, confidence=record.confidence, coder=record.coder, evidence=record.evidence,
    )  # fmt: skip


def _judged(statement: Statement, judgement: Assessment) -> _Claim:
    days = span_of(statement)
    first, last = (days[0].toordinal() - _REACH_DAYS, days[1].toordinal() + _REACH_DAYS) if days else _ALWAYS
    return _claim(judgement, statement, judgement.direction, (first, last))


def _claim(record: Assessment | Event, source: Statement | Telling, value: str, days: tuple[int, int] = _ALWAYS) -> _Claim:
    voice = voice_of(record.said_by, source.facts) or source.facts.doc
    return _Claim(
        value=value, record=record.id, facts=source.facts, outlet_state=source.outlet_state, voice=voice, confidence=record.confidence,
        first=days[0], last=days[1],
    )  # fmt: skip


def _of_story(told: ToldStory) -> Iterator[Contradiction]:
    amounts = {_written(each.record.amount): each.record.amount for each in told.tellings if each.record.amount}
    ways: tuple[tuple[Field, _Opposes, list[_Claim]], ...] = (
        ("status", statuses_oppose, [_claim(each.record, each, each.record.status) for each in told.tellings]),
        ("type", types_oppose, [_claim(each.record, each, each.record.type) for each in told.tellings]),
        (
            "amount", lambda one, other: amounts_oppose(amounts[one], amounts[other]),
            [_claim(each.record, each, _written(each.record.amount)) for each in told.tellings if each.record.amount],
        ),
    )  # fmt: skip
    for field, opposes, claims in ways:
        yield from _contradiction(field, claims, opposes, told.story.id)


def _written(amount: Amount) -> str:
    return f"{amount.value:.15g} {amount.unit or ''}".strip()


def _contradiction(field: Field, claims: Sequence[_Claim], opposes: _Opposes, about: Matter | str) -> Iterator[Contradiction]:
    """The contradiction among claims, if there is one between different voices or documents."""
    values: dict[str, list[_Claim]] = {}
    for claim in claims:
        values.setdefault(claim.value, []).append(claim)
    clashes = [(one, other) for one, other in combinations(sorted(values), 2) if opposes(one, other) >= LEAST and _apart(values[one], values[other])]
    if not clashes:
        return
    taken = {value: _position(value, values[value]) for value in sorted({value for clash in clashes for value in clash})}
    weights = [opposes(one, other) * _harmonic(taken[one].weight, taken[other].weight) for one, other in clashes]
    yield Contradiction(
        field=field, matter=about if isinstance(about, Matter) else None, story=about if isinstance(about, str) else None,
        positions=tuple(sorted(taken.values(), key=lambda each: (-each.weight, each.value))),
        opposition=max(opposes(one, other) for one, other in clashes), weight=max(weights),
    )  # fmt: skip


def _apart(one: Iterable[_Claim], other: Iterable[_Claim]) -> bool:
    """Whether the two are not all one voice in one document, which says "strong but falling" in one breath."""
    return len({(each.voice, each.facts.doc) for each in (*one, *other)}) > 1


def _position(value: str, claims: Sequence[_Claim]) -> Position:
    best: dict[str, float] = {}
    for claim in claims:
        best[claim.voice] = max(best.get(claim.voice, 0.0), claim.confidence)
    return Position(
        value=value, records=_distinct(each.record for each in claims), docs=_distinct(each.facts.doc for each in claims),
        outlets=_distinct(each.facts.outlet for each in claims), states=_distinct(each.outlet_state for each in claims),
        languages=_distinct(each.facts.language for each in claims), speakers=tuple(sorted(best)), weight=fsum(best.values()),
    )  # fmt: skip


def _distinct(names: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({each for each in names if each}))


def _harmonic(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other > 0 else 0.0
