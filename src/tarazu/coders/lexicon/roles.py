"""Who plays which part in an act: grammar gives the features, a log-linear model weighs them."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from tarazu.coders.lexicon.match import Match
from tarazu.coders.lexicon.model import Weights
from tarazu.coders.lexicon.rules import Rules
from tarazu.coders.lexicon.sentence import View
from tarazu.coders.lexicon.status import Act
from tarazu.records import Mention

_FARTHEST = 40


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
    match, mention, language = act.match, unit[0], view.language.code
    entry = match.pattern.entry
    marker = _marker(view, unit, match.head)
    relation = _relation(marker, rules, entry, view)
    before = mention.first < match.first
    side = "before" if before else "after"
    crossed = min(abs(view.clause[mention.first] - view.clause[match.head]), 2)
    between = _between(view, unit, match.first)
    kind = match.form.kind if match.verbal and match.form else "light" if match.light else match.pattern.kind
    voice = "passive" if match.passive else "active"
    low, high = (unit[-1].last, match.first) if before else (match.last, mention.first)
    gap = min(max(0, high - low), 12)
    near = 0 if gap == 0 else 1 if gap == 1 else 2 if gap < 4 else 4 if gap < 8 else 8
    verbs = sum(1 for at in range(low, high) if view.words[at].verbs and any(v.kind in {"finite", "subjunctive"} for v in view.words[at].verbs))
    kind_of = f"{mention.kind}/{mention.form}"
    declared = rules.entries[entry]
    head = f"{kind}|{voice}|{side}"
    rank = _rank(view, unit, match, rules, relation)
    yield "bias"
    yield f"{head}|{relation}|{crossed}"
    yield f"{side}|{relation}|{crossed}|{rank}|{kind}"
    yield f"{language}|{side}|{relation}|{rank}"
    yield f"{side}|{relation}|{crossed}|{near}"
    yield f"{kind_of}|{relation}|{crossed}"
    yield f"{language}|{mention.form}|{kind}|{side}|{near}"
    yield f"{language}|{head}|{marker}"
    yield f"{language}|{head}|{between}|{relation}"
    yield f"{language}|{kind}|{side}|{near}|{relation}"
    yield f"{language}|{head}|{crossed}|{min(verbs, 2)}"
    yield f"kind {kind_of}"
    yield f"{language}|{kind_of}|{side}|{kind}"
    yield f"{act.type}|{relation}|{side}"
    yield f"{act.type}|{mention.kind}"
    yield f"{language}|{act.type}|{marker}"
    yield f"subject {declared.subject}|{head}|{relation}"
    yield f"{language}|{declared.id}|{side}|{marker or between}"
    yield f"declares {bool(declared.recipient)}{bool(declared.partner)}|{side}|{between}"
    if act.governed is not None:
        yield f"{language}|governs|{side}|{marker}|{mention.first > act.governed.match.first}"
    if before and not any(other[0].first < mention.first and view.clause[other[0].first] == view.clause[mention.first] for other in view.units):
        yield f"{language}|opens clause|{crossed}|{marker}|{voice}"
    if view.quoted[mention.first] != view.quoted[match.first]:
        yield f"other side of quote|{side}"
    if acted:
        word = view.words[match.head]
        goes_on = "acted before" if mention.first in acted else "another acted before"
        yield f"{language}|{goes_on}|{kind}|{word.prefix.joins}|{relation}"
        yield f"{goes_on}|{side}|{crossed}|{rank}"
    first, last = view.speakers.get(mention.first, (0, 0))
    if first <= match.first < last:
        yield f"{language}|says it|{side}|{marker}"
        yield f"says it|{act.type}"
    if len(unit) > 1:
        yield f"several|{side}|{relation}|{kind}"
    if mention.first == 0:
        yield f"{language}|opens sentence|{voice}"
    if unit is view.topic and view.last_verb == match.head:
        yield f"{language}|topic of the main verb|{voice}"


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
