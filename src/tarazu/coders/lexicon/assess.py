"""Judgements about relations: a dimension (influence, trust …) and the way it moves."""

from __future__ import annotations

from collections.abc import Iterator

from tarazu.coders.lexicon.rules import Rules
from tarazu.coders.lexicon.sentence import View, ids_of
from tarazu.coders.lexicon.voice import Scope, voice_of
from tarazu.records import Argument, Frame, Mention, Reason

_REACH = 9
_TOUCHING = 3
_REACH_TO_THE_END = 20  # in languages whose verb closes the sentence
_BASE = 0.5


def find_assessments(view: View, rules: Rules, scopes: list[Scope]) -> Iterator[Frame]:
    """Finds the assessments of a sentence.

    A noun of a dimension and a word of direction in one clause judge the relation of those named beside the noun; a
    whole expression of `assessments.yml` judges by itself.

    Args:
        view: The sentence.
        rules: The language's words.
        scopes: Who speaks where.

    Yields:
        One frame for each judgement.
    """
    seen: set[tuple[str, str, str]] = set()
    for first, last, dimension, direction, why in (*_by_phrase(view, rules), *_by_noun(view, rules)):
        subject, objects = _sides(view, first, last, dimension)
        if subject is None:
            continue
        frame = _frame(view, (first, last), (dimension, direction, why), (subject, objects), scopes)
        key = (dimension, direction, frame.ids("subject")[0])
        if key not in seen:
            seen.add(key)
            yield frame


def _by_phrase(view: View, rules: Rules) -> Iterator[tuple[int, int, str, str, str]]:
    done = 0
    for at, end, found in rules.judgements.each(view.keys, range(len(view))):
        if at < done:
            continue
        done = end
        for each in found:
            dimension, direction = each.split("|")
            yield at, end, dimension, direction, "a whole expression"


def _by_noun(view: View, rules: Rules) -> Iterator[tuple[int, int, str, str, str]]:
    nouns = list(rules.dimensions.each(view.keys, range(len(view))))
    if not nouns:
        return
    moves = [(at, end, found[0]) for at, end, found in rules.directions.each(view.keys, range(len(view)))]
    verb_final = view.language.verb_final
    for at, end, found in nouns:
        near = [
            (min(abs(move - end), abs(at - stop)) + 5 * abs(view.clause[move] - view.clause[at]) + _parted(view, at, move), move, stop, way)
            for move, stop, way in moves
            if not (move < end and at < stop)
        ]
        best = min(near, default=None)
        beside = _beside(view, rules, at, end)
        if beside is not None:
            yield min(at, beside[0]), max(end, beside[1]), found[0], beside[2], f"{found[0]} right beside a word for {beside[2]}"
        elif best is not None and best[0] <= (_REACH_TO_THE_END if verb_final else _REACH):
            yield min(at, best[1]), max(end, best[2]), found[0], best[3], f"{found[0]} beside a word for {best[3]}"


def _beside(view: View, rules: Rules, at: int, end: int) -> tuple[int, int, str] | None:
    """A verbal noun or adjective of direction that touches the dimension's noun ("the growth of influence", "waning influence")."""
    for start in (*range(max(0, at - _TOUCHING), at), end):
        found, stop = rules.adjoining.longest(view.keys, start) if start < len(view) else ([], start)
        if found and (stop in {at, at - 1} or start == end):
            return start, stop, found[0]
    return None


def _parted(view: View, one: int, two: int) -> int:
    """What a conjunction or comma between two words counts as, in words."""
    low, high = sorted((one, two))
    joins = sum(1 for mark in view.marks.get("and", ()) if low < mark.first < high)
    return 3 * (joins + sum(1 for at in range(low, high) if view.form(at) == ","))


def _sides(view: View, first: int, last: int, dimension: str) -> tuple[tuple[Mention, ...] | None, tuple[str, ...]]:
    """Whose it is, and over or towards whom: the nearest unit before or adjoining, then the next one with a preposition."""
    units = [unit for unit in view.units if unit[0].kind in {"state", "body", "person", "organisation", "group"} and any(each.ids() for each in unit)]
    if not units:
        return None, ()
    both = next((unit for unit in units if len(unit) > 1 and abs(unit[0].first - last) <= _REACH), None)
    if dimension == "relations" and both is not None:
        ids = ids_of(both)
        return both, ids[1:]
    ranked = sorted(units, key=lambda unit: _side_cost(view, unit, first, last))
    subject = ranked[0]
    if _side_cost(view, subject, first, last) > 30:
        return None, ()
    others = [unit for unit in units if unit is not subject and abs(unit[0].first - first) <= 20 and unit[0].marker not in {"", "nom"}]
    others.sort(key=lambda unit: abs(unit[0].first - last))
    return subject, ids_of(others[0]) if others else ()


def _side_cost(view: View, unit: tuple[Mention, ...], first: int, last: int) -> float:
    mention = unit[0]
    gap = first - unit[-1].last if mention.first < first else mention.first - last
    inside = first <= mention.first < last
    cost = 0.0 if inside else float(max(0, gap))
    cost += 4.0 * abs(view.clause[mention.first] - view.clause[first])
    speaks = mention.first in view.speakers
    governed = mention.marker not in {"", "nom", "gen", "adjoins", *view.language.after} and gap > 0
    return cost + 6.0 * governed + 12.0 * speaks


def _frame(
    view: View, span: tuple[int, int], judged: tuple[str, str, str], sides: tuple[tuple[Mention, ...], tuple[str, ...]], scopes: list[Scope]
) -> Frame:
    dimension, direction, why = judged
    subject, objects = sides
    tokens = view.sentence.tokens
    ids = ids_of(subject)
    arguments = [Argument(role="subject", start=subject[0].start, end=subject[0].end, ids=ids[:1])]
    target = next((each for each in objects if each not in ids[:1]), None)
    if target is not None:
        holder = next((mention for mention in view.sentence.mentions if target in mention.ids()), subject[-1])
        arguments.append(Argument(role="object", start=holder.start, end=holder.end, ids=(target,)))
    return Frame(
        record="assessment",
        label=dimension,
        detail=direction,
        sentence=view.sentence.index,
        start=tokens[span[0]].start,
        end=tokens[span[1] - 1].end,
        arguments=tuple(arguments),
        voice=voice_of(scopes, span[0], ()),
        entry=f"assessment {dimension}",
        confidence=_BASE,
        reasons=(Reason(rule=why),),
    )
