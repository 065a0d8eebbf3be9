"""On whose word a statement rests: verbs of saying, "according to", and quotations that run on."""

from __future__ import annotations

import msgspec

from tarazu.coders.lexicon.match import Match
from tarazu.coders.lexicon.sentence import View, ids_of
from tarazu.records import Mention

_ACCORDING_REACH = 4
_SUBJECT_AFTER = 6
_SUBJECT_BEFORE = 25
_SPEAKING = frozenset({"person", "outlet", "organisation", "body", "state", "group"})


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of a sentence and on whose word it rests; `unit` is empty where the speaker stood in an earlier sentence."""

    first: int
    last: int
    ids: tuple[str, ...]
    unit: tuple[Mention, ...] = ()


def find_voices(view: View, speech: list[Match], carried: tuple[str, ...]) -> list[Scope]:
    """Finds who speaks where in a sentence.

    Args:
        view: The sentence.
        speech: Its verbs of saying.
        carried: The speakers of a quotation that was open when the sentence began.

    Returns:
        The scopes, outermost first.
    """
    scopes: list[Scope] = []
    if carried and view.quoted and (view.quoted[0] or view.form(0) == '"'):
        end = next((at for at, quoted in enumerate(view.quoted) if not quoted and at), len(view))
        scopes.append(Scope(first=0, last=end, ids=carried))
    for mark in view.marks.get("according", ()):
        unit = next((unit for unit in view.units if 0 <= unit[0].first - mark.last <= _ACCORDING_REACH), None)
        if unit is not None and unit[0].kind in _SPEAKING:
            scopes.append(Scope(first=0, last=len(view), ids=ids_of(unit), unit=unit))
    for match in speech:
        scope = _said(view, match)
        if scope is not None and not any(scope.unit == other.unit for other in scopes):
            scopes.append(scope)
    outlets_first = sorted(scopes, key=lambda scope: (bool(scope.unit) and scope.unit[0].kind != "outlet", scope.first))
    view.speakers = {scope.unit[0].first: (scope.first, scope.last) for scope in scopes if scope.unit}
    return [scope for scope in outlets_first if scope.ids]


def voice_of(scopes: list[Scope], at: int, actors: tuple[str, ...]) -> tuple[str, ...]:
    """Those on whose word the word at `at` rests, from the outside in; nobody vouches for an act of their own.

    Args:
        scopes: Who speaks where.
        at: Index of the word.
        actors: The actors of the act.
    """
    ids = dict.fromkeys(each for scope in scopes if scope.first <= at < scope.last for each in scope.ids)
    return tuple(each for each in ids if each not in actors)


def _said(view: View, match: Match) -> Scope | None:
    if match.form is not None and match.form.negated:
        return None
    unit = _subject(view, match)
    if unit is None:
        return None
    after = next(
        (at for at in range(match.last, len(view)) if view.form(at) in {'"', ":"} or any(mark.first == at for mark in view.marks.get("that", ()))), None
    )
    before = any(view.quoted[: match.first]) and not view.quoted[match.first]
    if before and unit[0].first > match.first:
        return Scope(first=0, last=match.first, ids=ids_of(unit), unit=unit)
    opens = min(match.first, unit[0].first)
    if _closes(view, max(match.last, unit[-1].last)) and _after_comma(view, opens):
        return Scope(first=0, last=opens, ids=ids_of(unit), unit=unit)
    start = max(match.last, unit[-1].last if unit[0].first > match.first else 0)
    return Scope(first=max(start, after or 0), last=len(view), ids=ids_of(unit), unit=unit)


def _closes(view: View, at: int) -> bool:
    """Whether nothing but marks follows."""
    return all(not view.form(place).isalnum() for place in range(at, len(view)))


def _after_comma(view: View, at: int) -> bool:
    """Whether a comma or a quotation ends right before ("…, the agency reported")."""
    while at > 0 and view.form(at - 1) in view.language.articles:
        at -= 1
    return at > 1 and view.form(at - 1) in {",", '"', "-"}


def _subject(view: View, match: Match) -> tuple[Mention, ...] | None:
    """The unit that says it: without a preposition, in the verb's own clause if there is one, and near; verb-final clauses begin with it."""
    verb_final = view.language.verb_final
    ranked = []
    for unit in view.units:
        head = unit[0]
        if head.kind not in _SPEAKING or not head.ids() or head.form == "adjective" or not _free(view, head):
            continue
        before = head.last <= match.first
        gap = match.first - head.last if before else head.first - match.last
        if gap < 0 or gap > (_SUBJECT_BEFORE if before else _SUBJECT_AFTER):
            continue
        crossed = abs(view.clause[head.first] - view.clause[match.first])
        wrong_side = before == view.language.facts.verb_first
        if crossed <= 1:
            ranked.append((crossed, wrong_side and gap != 0, -gap if verb_final and before and not crossed else gap, unit))
    return min(ranked, key=lambda each: each[:3])[3] if ranked else None


def _free(view: View, mention: Mention) -> bool:
    return mention.marker in {"", "nom", "adjoins", *view.language.after}
