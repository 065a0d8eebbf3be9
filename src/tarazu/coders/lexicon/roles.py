"""Who plays which part in an act: grammar gives the features, a log-linear model weighs them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from tarazu.coders.lexicon.match import Match
from tarazu.coders.lexicon.model import Weights
from tarazu.coders.lexicon.rules import Rules
from tarazu.coders.lexicon.sentence import View
from tarazu.coders.lexicon.status import Act
from tarazu.records import Mention

_FARTHEST = 40
_OBJECT_GAP = 3
_LOCAL = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "AID"})


class Cast(msgspec.Struct, kw_only=True):
    """The parts of an act: units of coordinated mentions with the probability of their part."""

    actors: list[tuple[tuple[Mention, ...], float]] = []
    recipients: list[tuple[tuple[Mention, ...], float]] = []


def candidates(view: View, act: Act) -> list[tuple[Mention, ...]]:
    """The units that could play a part: near enough, and not inside the trigger."""
    at = set(act.match.at)
    return [
        unit
        for unit in view.units
        if abs(unit[0].first - act.match.first) <= _FARTHEST and not at.intersection(range(unit[0].first, unit[-1].last))
    ]


def cast(view: View, act: Act, rules: Rules, weights: Weights, before: Cast | None = None) -> Cast:
    """Gives each act its actors and recipients.

    Args:
        view: The sentence.
        act: The act.
        rules: The language's triggers, with the markers of their parts.
        weights: The learned weights.
        before: The parts of the act before it in the sentence, whose actor may go on acting.

    Returns:
        The units taken as actors and as recipients, each with its probability.
    """
    out = Cast(actors=[], recipients=[])
    acted = frozenset(unit[0].first for unit, _ in before.actors) if before else frozenset()
    scored = []
    for unit in candidates(view, act):
        actor, recipient = weights.role(role_features(view, act, unit, rules, acted))
        if unit[0].kind == "place":  # a city does not act, and only force or help reaches it
            actor, recipient = 0.0, recipient if act.type in _LOCAL else 0.0
        scored.append((unit, actor, recipient))
    floor_actor, floor_recipient = weights.thresholds.get("actor", 0.5), weights.thresholds.get("recipient", 0.4)
    for unit, actor, recipient in scored:
        if actor >= floor_actor and actor >= recipient:
            out.actors.append((unit, actor))
        elif recipient >= floor_recipient:
            out.recipients.append((unit, recipient))
    if not out.actors:
        best = max(scored, key=lambda each: each[1], default=None)
        if best is not None and best[1] >= weights.thresholds.get("actor_last", 0.25) and best[1] >= best[2]:
            out.actors.append((best[0], best[1]))
            out.recipients = [pair for pair in out.recipients if pair[0] is not best[0]]
    return out


def role_features(view: View, act: Act, unit: tuple[Mention, ...], rules: Rules, acted: frozenset[int]) -> Iterator[str]:
    """The features of a unit as a part of an act; `acted` holds the first words of the units that played the actor just before."""
    place = _place(view, act, unit, rules)
    yield "bias"
    yield from _grammar(view, act, unit, place)
    yield from _meaning(view, act, unit, rules, place)
    yield from _sequence(view, act, unit, place, acted)


class _Place(NamedTuple):
    """Where a unit stands, as seen from a trigger."""

    marker: str
    relation: str
    side: str
    crossed: int
    between: int
    kind: str
    voice: str
    near: int
    verbs: int
    rank: str


def _place(view: View, act: Act, unit: tuple[Mention, ...], rules: Rules) -> _Place:
    match, mention = act.match, unit[0]
    marker = _marker(view, unit, match.head)
    relation = _relation(marker, rules, match.pattern.entry, view)
    before = mention.first < match.first
    low, high = (unit[-1].last, match.first) if before else (match.last, mention.first)
    gap = max(0, high - low)
    if relation == "none" and not before and (gap <= _OBJECT_GAP or view.language.facts.verb_first) and _takes_objects(view, act, mention):
        relation = _as_object(rules, match.pattern.entry)
    return _Place(
        marker=marker,
        relation=relation,
        side="before" if before else "after",
        crossed=min(abs(view.clause[mention.first] - view.clause[match.head]), 2),
        between=_between(view, unit, match.first),
        kind=match.form.kind if match.verbal and match.form else "light" if match.light else match.pattern.kind,
        voice="passive" if match.passive else "active",
        near=gap if gap < 2 else 2 if gap < 4 else 4 if gap < 8 else 8,
        verbs=min(2, sum(1 for at in range(low, high) if any(verb.kind in {"finite", "subjunctive"} for verb in view.words[at].verbs))),
        rank=_rank(view, unit, match, rules, relation),
    )


def _takes_objects(view: View, act: Act, mention: Mention) -> bool:
    """Whether word order alone marks the object: after an active verb of a language without cases, and after the subject where the verb comes first."""
    match = act.match
    if not match.verbal or match.passive or view.language.verb_final or view.words[mention.first].cases:
        return False
    clause = view.clause[mention.first]
    free = [unit[0].first for unit in view.units if not unit[0].marker and view.clause[unit[0].first] == clause]
    subject_between = any(match.last <= first < mention.first for first in free)
    return subject_between if view.language.facts.verb_first else True


def _as_object(rules: Rules, entry: int) -> str:
    """What the trigger's entry says of its object."""
    if "object" in rules.partner[entry]:
        return "object partner"
    return "object recipient" if "object" in rules.recipient[entry] else "object"


def _grammar(view: View, act: Act, unit: tuple[Mention, ...], place: _Place) -> Iterator[str]:
    """Word order, markers, clauses and distance."""
    language, mention = view.language.code, unit[0]
    head = f"{place.kind}|{place.voice}|{place.side}"
    yield f"{head}|{place.relation}|{place.crossed}"
    yield f"{place.side}|{place.relation}|{place.crossed}|{place.rank}|{place.kind}"
    yield f"{language}|{place.side}|{place.relation}|{place.rank}"
    yield f"{place.side}|{place.relation}|{place.crossed}|{place.near}"
    yield f"{language}|{mention.form}|{place.kind}|{place.side}|{place.near}"
    yield f"{language}|{head}|{place.marker}"
    yield f"{language}|{head}|{place.between}|{place.relation}"
    yield f"{language}|{place.kind}|{place.side}|{place.near}|{place.relation}"
    yield f"{language}|{head}|{place.crossed}|{place.verbs}"
    if place.side == "before" and not _preceded(view, mention):
        yield f"{language}|opens clause|{place.crossed}|{place.marker}|{place.voice}"
    if view.quoted[mention.first] != view.quoted[act.match.first]:
        yield f"other side of quote|{place.side}"
    if mention.first == 0:
        yield f"{language}|opens sentence|{place.voice}"
    if unit is view.topic and view.last_verb == act.match.head:
        yield f"{language}|topic of the main verb|{place.voice}"


def _meaning(view: View, act: Act, unit: tuple[Mention, ...], rules: Rules, place: _Place) -> Iterator[str]:
    """What the unit is, what the act is, and what the act's entry declares."""
    language, mention, declared = view.language.code, unit[0], rules.entries[act.match.pattern.entry]
    kind_of = f"{mention.kind}/{mention.form}"
    yield f"kind {kind_of}"
    yield f"{kind_of}|{place.relation}|{place.crossed}"
    yield f"{language}|{kind_of}|{place.side}|{place.kind}"
    yield f"{act.type}|{place.relation}|{place.side}"
    yield f"{act.type}|{mention.kind}"
    yield f"{language}|{act.type}|{place.marker}"
    yield f"subject {declared.subject}|{place.kind}|{place.voice}|{place.side}|{place.relation}"
    yield f"{language}|{declared.id}|{place.side}|{place.marker or place.between}"
    yield f"declares {bool(declared.recipient)}{bool(declared.partner)}|{place.side}|{place.between}"
    if act.governed is not None:
        yield f"{language}|governs|{place.side}|{place.marker}|{mention.first > act.governed.match.first}"
    if len(unit) > 1:
        yield f"several|{place.side}|{place.relation}|{place.kind}"


def _sequence(view: View, act: Act, unit: tuple[Mention, ...], place: _Place, acted: frozenset[int]) -> Iterator[str]:
    """Who acted before, and who says it."""
    language, mention, match = view.language.code, unit[0], act.match
    if acted:
        goes_on = "acted before" if mention.first in acted else "another acted before"
        yield f"{language}|{goes_on}|{place.kind}|{view.words[match.head].prefix.joins}|{place.relation}"
        yield f"{goes_on}|{place.side}|{place.crossed}|{place.rank}"
    if act.beside:
        yield f"beside {act.beside.split('|')[0]}|{place.side}|{place.relation}|{place.rank}"
        yield f"{language}|beside a verb|{mention.first in acted}|{place.side}|{place.near}"
    first, last = view.speakers.get(mention.first, (0, 0))
    if first <= match.first < last:
        yield f"{language}|says it|{place.side}|{place.marker}"
        yield f"says it|{act.type}"


def _preceded(view: View, mention: Mention) -> bool:
    """Whether another unit stands before a mention in its clause."""
    clause = view.clause[mention.first]
    return any(other[0].first < mention.first and view.clause[other[0].first] == clause for other in view.units)


def _rank(view: View, unit: tuple[Mention, ...], match: Match, rules: Rules, relation: str) -> str:
    """Whether no other unit of the same relation stands nearer to the trigger in its clause, and whether others stand there at all."""
    clause = view.clause[unit[0].first]
    before = unit[0].first < match.first
    rivals = [
        abs(other[0].first - match.first)
        for other in view.units
        if other is not unit
        and view.clause[other[0].first] == clause
        and (other[0].first < match.first) == before
        and _relation(_marker(view, other, match.head), rules, match.pattern.entry, view) == relation
    ]
    own = abs(unit[0].first - match.first)
    return "only" if not rivals else "nearest" if own < min(rivals) else "farther"


def _marker(view: View, unit: tuple[Mention, ...], head: int) -> str:
    marker = unit[0].marker
    if not marker and len(unit) > 1 and unit[-1].marker in view.language.after:
        return unit[-1].marker
    if head == unit[-1].last and not marker:
        return "adjoins"
    return marker


def _relation(marker: str, rules: Rules, entry: int, view: View) -> str:
    """What the trigger's entry says of a marker."""
    if not marker or marker == "adjoins":
        return "none"
    if any(marker == mark.text for mark in view.marks.get("agent", ())):
        return "agent"
    if marker in rules.partner[entry]:
        return "partner+" if marker in rules.recipient[entry] else "partner"
    if marker in rules.recipient[entry] or (marker in view.language.after and "object" in rules.recipient[entry]):
        return "recipient"
    if marker in rules.actor[entry]:
        return "actor"
    return "other"


def _between(view: View, unit: tuple[Mention, ...], at: int) -> int:
    """How many other units stand between a unit and the trigger, three at most."""
    low, high = sorted((unit[0].first, at))
    return min(3, sum(1 for other in view.units if other is not unit and low < other[0].first < high))
