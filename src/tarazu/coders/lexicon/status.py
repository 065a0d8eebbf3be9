"""Whether an act happened: negation, time to come, condition, denial; and what operators make of acts."""

from __future__ import annotations

import msgspec

from tarazu.coders.lexicon.circumstances import find_time
from tarazu.coders.lexicon.match import Match
from tarazu.coders.lexicon.rules import Rules
from tarazu.coders.lexicon.sentence import View
from tarazu.ontologies import Plover
from tarazu.records import EventType, Mark, Status

_NEGATION_REACH = 2  # in languages whose auxiliaries and adverbs may stand between
_FUTURE_REACH = 3
_PLANNED_REACH = 8
_DOUBT_REACH = 12
_ALLEGED_REACH = 7
_BESIDE_REACH = 12
_GOVERN_AFTER = 9
_GOVERN_BEFORE = 8
_UNDONE = "left undone, which is an act"
_COOPERATIVE = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST"})
_HOSTILE = frozenset({"SANCTION", "COERCE", "ASSAULT", "MOBILIZE"})
_CALLING_OFF = frozenset({"cancel", "delay"})
_REFUSABLE = frozenset({"plan", "ready", "want", "promise", "call-for", "propose"})


class Act(msgspec.Struct, kw_only=True):
    """A trigger with what it amounts to.

    Attributes:
        match: The trigger.
        type, mode: What it is coded as; no type while it is an operator with nothing to act on.
        status: Whether it happened.
        governed: The act that an operator took in.
        operator: The operator over it, if one left it as it is.
        beside: For a noun or infinitive: which verb of its clause it may be the complement of, on which side, and how near.
        reasons: The rules that decided.
    """

    match: Match
    type: EventType | None
    mode: str | None
    status: Status
    governed: Act | None = None
    operator: Act | None = None
    beside: str = ""
    reasons: tuple[str, ...] = ()


def weigh_acts(view: View, matches: list[Match], rules: Rules, plover: Plover) -> list[Act]:
    """Turns triggers into acts: status first, then operators over what they govern.

    Args:
        view: The sentence.
        matches: Its triggers.
        rules: The language's triggers.
        plover: What operators make of acts.

    Returns:
        The acts, in order; operators that govern nothing and mean nothing alone are gone.
    """
    acts = [_simple(view, match, rules, plover) for match in matches]
    eaten: set[int] = set()
    operators = [at for at, act in enumerate(acts) if rules.entries[act.match.pattern.entry].operator]
    # The innermost operator works first: the one nearest to an act that is none.
    for at in sorted(operators, key=lambda each: _distance(view, acts, each, eaten)):
        used = _operate(acts, at, _target(view, acts, at, eaten), rules, plover)
        if used is not None:
            eaten.add(used)
    eaten |= _alleged(view, acts)
    for act in acts:
        act.beside = _beside(view, act, acts)
    conditional = any(_is_condition(view, mark) for mark in view.marks.get("hypothetical", ()))
    return [_to_come(act, plover, conditional=conditional) for at, act in enumerate(acts) if at not in eaten and act.type is not None]


def _alleged(view: View, acts: list[Act]) -> set[int]:
    """The nouns that say what somebody is accused of: an allegation is no report of the act."""
    verbs = [act.match for act in acts if act.type == "ACCUSE" and act.mode == "allege" and act.match.verbal]
    out = set()
    for at, act in enumerate(acts):
        match = act.match
        bare = not match.verbal or (match.form is not None and match.form.kind in {"gerund", "infinitive"})
        if bare and not match.light and any(
            view.clause[match.first] == view.clause[verb.head] and abs(match.first - verb.first) <= _ALLEGED_REACH for verb in verbs
        ):
            out.add(at)
    return out


def _beside(view: View, act: Act, acts: list[Act]) -> str:
    """The nearest verb of the clause that tells another act: what it demands, blames or promises may be no act of its own."""
    match = act.match
    if match.light or (match.verbal and not match.dependent):
        return ""
    verbs = [
        (abs(match.first - other.match.first), other)
        for other in acts
        if other is not act and other.type and other.match.verbal and view.clause[other.match.head] == view.clause[match.first]
    ]
    gap, nearest = min(verbs, key=lambda pair: pair[0], default=(0, None))
    if nearest is None or gap > _BESIDE_REACH:
        return ""
    return f"{nearest.type}|{'after' if match.first > nearest.match.first else 'before'}|{min(gap // 3, 3)}"


def _is_condition(view: View, mark: Mark) -> bool:
    """Whether a word of chance opens a clause ("if"), rather than colouring a verb ("may")."""
    return any(other.first == mark.first for other in view.marks.get("break", ()))


def _simple(view: View, match: Match, rules: Rules, plover: Plover) -> Act:
    entry = rules.entries[match.pattern.entry]
    status, reasons = _status(view, match)
    act = Act(match=match, type=entry.type, mode=entry.mode, status=status, reasons=(f"trigger {entry.id}", *reasons))
    undone = rules.negated[match.pattern.entry]
    if status == "denied" and undone is not None:
        act.type, act.mode, act.status = undone.type, undone.mode, "hypothetical" if _doubted(view, match) else "actual"
        act.reasons = (*act.reasons, _UNDONE)
    elif status == "denied" and entry.type in _COOPERATIVE and _is_future(view, match):
        outcome = plover.apply("refuse", entry.type)
        act.type, act.mode, act.status = outcome.type, outcome.mode, "actual"
        act.reasons = (*act.reasons, _UNDONE)
    return act


def _is_future(view: View, match: Match) -> bool:
    future = match.form is not None and match.form.tense == "future"
    return future or any(view.mark_before("future", at, _FUTURE_REACH) is not None for at in (match.first, match.head))


def _status(view: View, match: Match) -> tuple[Status, tuple[str, ...]]:
    form, first, head = match.form, match.first, match.head
    start = min(first, head)
    reach = _NEGATION_REACH if view.language.facts.script == "Latn" else 0
    if (form is not None and form.negated) or view.mark_before("negation", start, reach) or (head > first and view.mark_before("negation", head, reach)):
        return "denied", ("negated",)
    if view.mark_before("reported_false", start, _PLANNED_REACH):
        return "denied", ("said to be false",)
    clause = view.clause[head]
    doubt = _doubted(view, match)
    if doubt is not None:
        later = doubt.text in view.language.later and _is_reported(view, doubt.first)
        return ("planned", ("future, as said then",)) if later else ("hypothetical", (f"condition or chance: {doubt.text}",))
    if _is_future(view, match):
        return "planned", ("future",)
    if form is not None and form.kind == "infinitive" and _is_headline_future(view, first):
        return "planned", ("an infinitive for a verb, as in headlines",)
    if _is_dated_ahead(view, match):
        return "planned", ("on a day to come",)
    due = view.mark_before("planned", start, _PLANNED_REACH)
    if due is not None and abs(view.clause[due.first] - clause) <= 1:
        return "planned", (f"planned: {due.text}",)
    return "actual", ()


def _doubted(view: View, match: Match) -> Mark | None:
    """The word of condition or chance in the trigger's clause."""
    clause = view.clause[match.head]
    for mark in view.marks.get("hypothetical", ()):
        if mark.text in view.language.before_present and not _before_present(view, mark.last):
            continue
        if view.clause[mark.first] == clause and mark.first <= max(match.head, match.first) and abs(mark.first - match.first) <= _DOUBT_REACH:
            return mark
    return None


def _is_reported(view: View, at: int) -> bool:
    """Whether a clause that a verb of saying opens holds the word: "said that it would" is a future."""
    return any(mark.last <= at and view.clause[at] - view.clause[mark.first] <= 1 for mark in view.marks.get("that", ())) or any(
        first <= at < last for first, last in view.speakers.values()
    )


def _is_dated_ahead(view: View, match: Match) -> bool:
    """Whether a present form stands with a time after the document's day: "the ministers meet next week"."""
    if view.day is None or match.form is None or match.form.tense != "present" or match.form.kind not in {"finite", "infinitive"}:
        return False
    time = find_time(view, match)
    return time is not None and time.first > view.day


def _is_headline_future(view: View, at: int) -> bool:
    """Whether a name, its particle and an infinitive stand for a sentence: "Blinken to visit Moldova"."""
    particle = view.mark_before("preposition", at, 0)
    named = particle is not None and any(mention.last == particle.first for mention in view.sentence.mentions)
    return named and not any(verb.kind == "finite" for word in view.words[:at] for verb in word.verbs)


def _before_present(view: View, at: int) -> bool:
    """Whether a present form follows: before a past one the particle only says "already"."""
    return at < len(view) and any(verb.tense in {"present", "future"} for verb in view.words[at].verbs)


def _distance(view: View, acts: list[Act], at: int, eaten: set[int]) -> int:
    target = _target(view, acts, at, eaten)
    return abs(acts[target].match.first - acts[at].match.first) if target is not None else len(view)


def _target(view: View, acts: list[Act], at: int, eaten: set[int]) -> int | None:
    """Which act an operator governs: the noun or infinitive it stands with, by the order of the language."""
    operator = acts[at].match
    verb_final = view.language.verb_final
    best, score = None, 99.0
    for other, act in enumerate(acts):
        if other == at or other in eaten or act.type is None:
            continue
        match = act.match
        gap = match.first - operator.last if match.first >= operator.last else operator.first - match.last
        after = match.first >= operator.first
        if gap < 0 or gap > (_GOVERN_AFTER if after else _GOVERN_BEFORE):
            continue
        crossed = abs(view.clause[match.first] - view.clause[operator.head])
        bare = match.dependent
        finite = match.verbal and not bare
        if finite or crossed > (1 if bare else 0):
            continue
        wrong_side = (verb_final and operator.verbal and after and not bare) or ((not verb_final or not operator.verbal) and not after)
        cost = gap + 4.0 * crossed + (20.0 if wrong_side and not operator.passive else 0.0)
        if cost < min(score, 20.0):
            best, score = other, cost
    return best


def _operate(acts: list[Act], at: int, target: int | None, rules: Rules, plover: Plover) -> int | None:
    """Lets an operator work on the act that it governs; returns the index of the act that is used up, if one is."""
    act = acts[at]
    name = rules.entries[act.match.pattern.entry].operator
    if name is None:
        return None
    if target is None:
        _alone(act, name, rules, plover)
        return None
    governed = acts[target]
    if governed.type is None:
        return None
    if act.status == "denied" and name in _REFUSABLE:
        act.type, act.mode, act.status, act.governed = "REJECT", None, "actual", governed
        act.reasons = (*act.reasons, f"no {name} to {governed.type}: a refusal")
        return target
    if name in _CALLING_OFF and act.match.passive and governed.type == "CONSULT":
        governed.status, governed.operator = "cancelled", act  # rule of the guide: nobody is named as having cancelled it
        governed.reasons = (*governed.reasons, f"under {name}, by nobody named")
        return at
    outcome = plover.apply(name, governed.type)
    if outcome.keep or _UNDONE in governed.reasons:
        governed.operator = act
        if outcome.keep:
            governed.status = _settled(governed.status, outcome.status or act.status)
            governed.reasons = (*governed.reasons, f"under {name}")
        return at
    act.type, act.mode, act.governed = outcome.type, outcome.mode, governed
    act.status = _settled(act.status, outcome.status)
    act.reasons = (*act.reasons, f"{name} over {governed.type}")
    return target


def _alone(act: Act, name: str, rules: Rules, plover: Plover) -> None:
    """What an operator is that governs nothing."""
    undone = rules.negated[act.match.pattern.entry]
    if act.status == "denied" and undone is not None:
        act.type, act.mode, act.status = undone.type, undone.mode, "actual"
        act.reasons = (*act.reasons, _UNDONE)
        return
    alone = plover.operators[name].alone
    if alone is not None and alone.type is not None:
        act.type, act.mode = alone.type, alone.mode
        act.status = _settled(act.status, alone.status)
        act.reasons = (*act.reasons, f"{name} alone")


def _settled(status: Status, given: Status | None) -> Status:
    """A status that the words themselves give stands; a plain one takes the operator's."""
    return given if given is not None and status == "actual" else status


def _to_come(act: Act, plover: Plover, *, conditional: bool) -> Act:
    """A cooperative act still to come is a promise of it (rule 2 of the coding guide)."""
    if act.status == "planned" and conditional and act.type in _HOSTILE:
        outcome = plover.apply("threaten", act.type)
        act.type, act.mode, act.status = outcome.type, outcome.mode, "actual"
        act.reasons = (*act.reasons, "force to come, on a condition: a threat")
    if act.status == "planned" and act.type is not None:
        outcome = plover.apply("plan", act.type)
        if not outcome.keep and outcome.type is not None and outcome.type != act.type:
            act.mode = None
            act.type = outcome.type
            act.reasons = (*act.reasons, "still to come")
    if act.type == "AGREE" and act.status == "actual":
        act.status = "planned"  # what was agreed is still to come
    return act
