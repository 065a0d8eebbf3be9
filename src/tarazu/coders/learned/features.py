"""What the register, the calendar and the lexicon know of each word and each pair, as the network is given it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import msgspec

from tarazu import languages
from tarazu.coders.learned import labels
from tarazu.coders.lexicon.coder import rules_of
from tarazu.coders.lexicon.match import Match, find_matches
from tarazu.coders.lexicon.sentence import View
from tarazu.coders.lexicon.status import weigh_acts
from tarazu.ontologies import plover
from tarazu.records import Mention, Reading, Sentence

_KIND = {kind: number for number, kind in enumerate(labels.KINDS)}
_FORM = {form: number for number, form in enumerate(labels.FORMS)}
_TYPE = {name: number for number, name in enumerate(labels.TYPES)}
_OPERATOR = len(labels.TYPES) + 1


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a sentence before the network reads it.

    Attributes:
        words: For each word its features, in the order of `labels.WORD_FEATURES`.
        clauses: For each word the number of its clause.
        triggers: The lexicon's triggers as half-open ranges of words, with their types.
        modes: For the first word of a trigger the mode that the lexicon gives it, where it gives one.
        speech: Its verbs of saying.
    """

    words: tuple[tuple[int, ...], ...]
    clauses: tuple[int, ...]
    triggers: tuple[tuple[int, int, str], ...]
    modes: dict[int, str]
    speech: tuple[Match, ...]


def know(sentence: Sentence, reading: Reading) -> Known:
    """What is known of a sentence before the network reads it."""
    view = View(sentence, languages.load(reading.language), day=reading.day)
    rules, _ = rules_of(reading.language)
    matches, _, speech = find_matches(view, rules)
    said = [0] * len(sentence.tokens)
    for match in matches:
        if rules.entries[match.pattern.entry].operator:
            for at in match.at:
                said[at] = _OPERATOR
    triggers, modes = [], {}
    for act in weigh_acts(view, matches, rules, plover()):
        match = act.match
        for at in match.at:
            said[at] = 1 + _TYPE[str(act.type)]
        whole = match.last - match.first <= len(match.at) + 1
        if act.mode:
            modes[match.first] = act.mode
        triggers.append((match.first, match.last if whole else match.first + 1, str(act.type)))
    names, forms = _named(sentence)
    times, heading = _timed(sentence), int(sentence.heading)
    words = tuple((names[at], forms[at], said[at], token.capitals, times[at], heading) for at, token in enumerate(sentence.tokens))
    return Known(words=words, clauses=tuple(view.clause), triggers=tuple(triggers), modes=modes, speech=tuple(speech))


def _named(sentence: Sentence) -> tuple[list[int], list[int]]:
    """For each word the code of the register's mention, and of its form."""
    names, forms = [0] * len(sentence.tokens), [0] * len(sentence.tokens)
    for mention in sentence.mentions:
        code = 1 + 2 * _KIND.get(mention.kind, len(_KIND))
        for at in range(mention.first, mention.last):
            names[at] = code + (at > mention.first)
            forms[at] = _FORM.get(mention.form, 0)
    return names, forms


def _timed(sentence: Sentence) -> list[int]:
    """For each word whether it is part of a time (1) or of a quantity (2)."""
    starts = [token.start for token in sentence.tokens]
    out = [0] * len(starts)
    for code, found in ((2, sentence.quantities), (1, sentence.times)):
        for each in found:
            for at in range(bisect_left(starts, each.start), bisect_left(starts, each.end)):
                out[at] = code
    return out


class Place(msgspec.Struct, frozen=True):
    """Where a span stands: its sentence, and its words counted through the window; `clause` is that of its first word."""

    sentence: int
    first: int
    last: int
    clause: int


def kind_code(kind: str) -> int:
    """The code of a kind of mention; the last for projects and times."""
    return _KIND.get(kind, len(_KIND))


def role_features(trigger: Place, kind: str, mention: tuple[Place, str, int], crowd: tuple[Sequence[int], Sequence[int]]) -> tuple[int, ...]:
    """The features of a trigger and a mention, in the order of `labels.ROLE_FEATURES`.

    Args:
        trigger: Where the trigger stands.
        kind: What it is.
        mention: Where the mention stands, its kind, and the bucket of its marker.
        crowd: The first words of all triggers and of all mentions of the window, in order.
    """
    place, named, marker = mention
    words = place.first - trigger.last + 1 if place.first >= trigger.last else place.last - trigger.first - 1
    low, high = min(place.last, trigger.last), max(place.first, trigger.first)
    between, names = (max(0, bisect_left(firsts, high) - bisect_left(firsts, low)) for firsts in crowd)
    clauses = min(4, abs(place.clause - trigger.clause)) if place.sentence == trigger.sentence else 4
    apart = labels.sentences(place.sentence - trigger.sentence)
    return (labels.distance(words), apart, min(4, between), min(5, names), clauses, kind_code(named), _TYPE[kind], marker)


def same_features(left: tuple[Place, str, str], right: tuple[Place, str, str]) -> tuple[int, ...]:
    """The features of two mentions (place, kind, folded words), in the order of `labels.SAME_FEATURES`."""
    (first, kind, words), (second, other, spelled) = left, right
    gap = second.first - first.first
    order = 0 if gap < -12 else 1 if gap < 0 else 2 if gap == 0 else 3 if gap <= 12 else 4
    alike = 2 if words == spelled else 1 if set(words.split()) & set(spelled.split()) else 0
    return (labels.sentences(second.sentence - first.sentence), order, kind_code(kind), kind_code(other), alike)


def marker_of(mention: Mention, language: str) -> int:
    """The bucket of what governs a mention."""
    return labels.marker(language, mention.marker)
