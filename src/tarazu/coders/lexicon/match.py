"""Finds the triggers of a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter

import msgspec

from tarazu.coders.lexicon.rules import Filed, Pattern, Rules
from tarazu.coders.lexicon.sentence import View
from tarazu.languages import VerbForm
from tarazu.languages.words import NO_PREFIX

_VERB_GAP = 4
_NOUN_GAP = 0
_OBJECT_REACH = 12
_HARD = frozenset(";:.!?()")
_LIGHT_REACH = 7
_LIGHT_REACH_BEFORE = 2
_SMALL = ("preposition", "and", "that", "relative")


class Match(msgspec.Struct, kw_only=True):
    """A trigger found in a sentence.

    Attributes:
        pattern: How it was found.
        at: Its words, in order.
        head: The word that inflects: the verb, or the light verb that carries a noun.
        form: The verb form of the head, if it is a verb.
        passive: Whether the grammatical subject undergoes the act.
        light: Whether a light verb carries it.
        object: Where in its clause the word stands that it asks for.
    """

    pattern: Pattern
    at: tuple[int, ...]
    head: int
    form: VerbForm | None = None
    passive: bool = False
    light: bool = False
    object: tuple[int, int] | None = None

    @property
    def first(self) -> int:
        """The first word."""
        return self.at[0]

    @property
    def last(self) -> int:
        """One past the last word."""
        return self.at[-1] + 1

    @property
    def verbal(self) -> bool:
        """Whether the act itself is told by a verb."""
        return self.pattern.kind == "verb"

    @property
    def dependent(self) -> bool:
        """Whether a verb form tells it that leans on another verb: an infinitive, gerund or subjunctive."""
        return self.verbal and self.form is not None and self.form.kind in {"infinitive", "gerund", "subjunctive"}

    @property
    def fits(self) -> bool:
        """Whether a word that it asks for stands in its clause."""
        return self.object is not None


def find_matches(view: View, rules: Rules) -> tuple[list[Match], list[Match], list[Match]]:
    """Finds triggers, light verbs and verbs of saying.

    Args:
        view: The sentence.
        rules: The language's triggers.

    Returns:
        The triggers, none sharing its words with another, in order; the light verbs; the verbs of saying.
    """
    found: list[Match] = []
    small = {mark.first for kind in _SMALL for mark in view.marks.get(kind, ()) if mark.last - mark.first == 1}
    starts = rules.index.keys()
    for at, keys in enumerate(view.keys):
        if starts.isdisjoint(keys):
            continue
        barred = at in small and view.words[at].prefix == NO_PREFIX
        for key in keys:
            filed = rules.index.get(key)
            for pattern in _candidates(view, filed, at, barred=barred) if filed is not None else ():
                match = _match(view, pattern, at, rules.passives)
                if match is not None and _allowed(view, rules, match):
                    found.append(match)
    acts = _unused(_chosen([match for match in found if match.pattern.entry >= 0]))
    lights = _chosen([match for match in found if match.pattern.entry == -1])
    speech = _chosen([match for match in found if match.pattern.entry == -2])
    for match in acts:
        if not match.verbal:
            _carry(view, match, lights)
    return acts, lights, speech


def _candidates(view: View, filed: Filed, at: int, *, barred: bool) -> Iterator[Pattern]:
    """The patterns whose second word, if they have one, is near enough too; in the order in which they were filed."""
    found = [] if barred else list(filed.single)
    if filed.longer:
        seconds = filed.longer.keys()
        near = {key for keys in view.keys[at + 1 : at + 2 + _VERB_GAP] if not seconds.isdisjoint(keys) for key in keys}
        for key in near & seconds:
            found += filed.longer[key]
    if len(found) > 1:
        found.sort(key=itemgetter(0))
    return (pattern for _, pattern in found)


def _gap(view: View, match_kind: str, after: int) -> int:
    """How many words may stand between two words of a pattern; where the verb comes last its nonverbal part follows the object's mark."""
    if match_kind != "verb":
        return _NOUN_GAP
    stop = next((at for at in range(after, min(len(view), after + _VERB_GAP + 1)) if view.form(at) in view.language.after), None)
    verb_final = view.language.verb_final
    return _VERB_GAP if stop is None or not verb_final else stop - after


def _match(view: View, pattern: Pattern, at: int, passives: frozenset[str]) -> Match | None:
    places = [at]
    for key in pattern.keys[1:]:
        after = places[-1] + 1
        gap = _gap(view, pattern.kind, after)
        for place, keys in enumerate(view.keys[after : after + gap + 1], after):
            if key in keys and not _parted(view, after, place):
                places.append(place)
                break
        else:
            return None
    head = places[pattern.head]
    form = next((verb for verb in view.words[head].verbs if verb.key == pattern.keys[pattern.head]), None)
    match = Match(pattern=pattern, at=tuple(places), head=head, form=form, passive=pattern.passive)
    if form is not None:
        _voice(view, match, form, passives)
    return match


def _parted(view: View, first: int, last: int) -> bool:
    return any(view.words[at].form in _HARD for at in range(first, last))


def _voice(view: View, match: Match, form: VerbForm, passives: frozenset[str]) -> None:
    """Active or passive: by the form, by the auxiliary beside it, or by an agent that follows."""
    if match.passive or form.voice == "passive":
        match.passive = True
        return
    facts = view.language.facts
    if form.kind == "participle" and facts.script == "Arab" and not passives.isdisjoint(_keys(view, match.head + 1)):
        match.passive = True
        match.at = (*match.at, match.head + 1)
    elif form.voice == "either" and facts.script == "Latn":
        clause = view.clause[match.head]
        auxiliary = any(
            view.clause[at] == clause and not passives.isdisjoint(view.keys[at]) for at in range(max(0, match.head - 3), match.head)
        )
        agent = any(0 <= mark.first - match.last <= _VERB_GAP for mark in view.marks.get("agent", ()))
        match.passive = auxiliary or agent


def _keys(view: View, at: int) -> tuple[str, ...]:
    return view.keys[at] if at < len(view) else ()


def _allowed(view: View, rules: Rules, match: Match) -> bool:
    entry = match.pattern.entry
    if entry < 0:
        return True
    wanted, vetoed = rules.objects[entry], rules.vetoes[entry]
    if vetoed is not None and view.find(vetoed, range(max(0, match.first - 3), min(len(view), match.last + 4))):
        return False
    if wanted is None:
        return True
    span = range(max(0, match.first - _OBJECT_REACH), min(len(view), match.last + _OBJECT_REACH))
    own = view.find(wanted, (at for at in match.at if at != match.at[match.pattern.head] or not match.verbal))
    if own is not None:
        match.object = own if match.verbal else None
        return True
    starts = wanted.root.next.keys()
    near = [at for at in span if not starts.isdisjoint(view.keys[at]) and at not in match.at and _near(view, match, at)]
    match.object = view.find(wanted, sorted(near, key=lambda at: abs(at - match.head)))
    return match.object is not None


def _chosen(found: list[Match]) -> list[Match]:
    """The longest and most exacting first; no word serves two."""
    taken: set[int] = set()
    out = []
    for match in sorted(found, key=_worth):
        if not taken.intersection(match.at):
            taken.update(match.at)
            out.append(match)
    return sorted(out, key=lambda each: each.first)


def _near(view: View, match: Match, at: int) -> bool:
    """Whether a word may be the object: in the trigger's clause or the one beside it, and no farther than a sentence's marks allow."""
    return abs(view.clause[at] - view.clause[match.head]) <= 1 and not _parted(view, *sorted((at, match.first)))


def _worth(match: Match) -> tuple[int, int, bool, bool, bool, int]:
    spread = match.at[-1] - match.at[0] - len(match.at)
    return -len(match.at), spread, not match.fits, not match.verbal, match.form is not None and match.form.negated, match.first


def _unused(acts: list[Match]) -> list[Match]:
    """Without the nouns that only say what another act is about ("rejected the *invitation*")."""
    objects = {at for match in acts if match.verbal and match.object is not None for at in range(*match.object)}
    return [match for match in acts if match.verbal or objects.isdisjoint(match.at)]


def _carry(view: View, match: Match, lights: list[Match]) -> None:
    """A light verb in the noun's clause gives it tense, negation and a subject."""
    best: Match | None = None
    reach = _LIGHT_REACH if not view.language.verb_final else _LIGHT_REACH_BEFORE
    for light in lights:
        distance = light.first - match.last if light.first >= match.last else match.first - light.last
        if set(light.at) & set(match.at) or distance > reach or _parted(view, *sorted((light.head, match.head))):
            continue
        if best is None or distance < abs(best.head - match.first):
            best = light
    if best is not None and best.form is not None:
        match.head, match.form, match.light = best.head, best.form, True
        match.passive = best.passive or best.pattern.passive
