"""Standing relations that a sentence states: by title beside a name, and by words such as "member of"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tarazu.coders.lexicon.sentence import View
from tarazu.languages import Language, Phrases
from tarazu.languages.schema import TieRule
from tarazu.records import Argument, Frame, Mention, Reason, TieKind

_REACH = 8
_TITLED = 0.8
_STATED = 0.5
_SIDES = frozenset({"state", "body"})
_BY_TITLE = frozenset({"leader_of", "official_of"})


class TieRules:
    """The words for ties of one language, compiled."""

    def __init__(self, language: Language) -> None:
        self.phrases: Phrases[int] = Phrases()
        self.rules: tuple[TieRule, ...] = language.ties
        for at, rule in enumerate(self.rules):
            for word in rule.words:
                for keys in (*language.spell(word), *language.pattern(word, verbal=True)):
                    self.phrases.add(keys, at)


def find_ties(view: View, rules: TieRules) -> Iterator[Frame]:
    """Finds the ties of a sentence.

    Args:
        view: The sentence.
        rules: The language's words for ties.

    Yields:
        One frame for each tie stated.
    """
    for mention in view.sentence.mentions:
        title = mention.title
        named = mention.kind == "person" and mention.form == "name" and mention.actor is not None and "/" in mention.actor
        if title is not None and named and mention.actor is not None and "/" not in title.of and title.of != "*":
            why = f"the title {title.office} beside a name"
            yield _frame(view, _Stated(title.kind, (mention, mention.actor), (mention, title.of), _TITLED, why))
    for at, end, found in rules.phrases.each(view.keys, range(len(view))):
        for index in found:
            # Titles are filed to keep their words from others ("the leaders of" leads nothing); the tie itself comes from the mention.
            if rules.rules[index].kind not in _BY_TITLE and view.mark_before("negation", at, 2) is None:
                yield from _stated(view, rules.rules[index], at, end)


def _stated(view: View, rule: TieRule, at: int, end: int) -> Iterator[Frame]:
    """The ties that words such as "member of" state."""
    source = _side(view, rule.source, at, end)
    target = _side(view, rule.target, at, end, other=source)
    if source is None or target is None or source is target:
        return
    for left in source.ids():
        for right in _all_of(view, target):
            if left != right:
                yield _frame(view, _Stated(rule.kind, (source, left), (target, right), _STATED, f"words for {rule.kind}"))


def _all_of(view: View, mention: Mention) -> tuple[str, ...]:
    """The ids of a mention and of those coordinated with it."""
    unit = next((unit for unit in view.units if mention in unit), (mention,))
    return tuple(dict.fromkeys(each for other in unit if other.first >= mention.first for each in other.ids()))


def _side(view: View, where: str, at: int, end: int, *, other: Mention | None = None) -> Mention | None:
    fitting = [mention for mention in view.sentence.mentions if mention.ids() and mention.kind in _SIDES and mention is not other]
    if where == "following":
        return next((mention for mention in fitting if 0 <= mention.first - end <= _REACH), None)
    before = [mention for mention in fitting if 0 <= at - mention.last <= 2 * _REACH]
    if where == "preceding":
        return before[-1] if before else None
    free = [mention for mention in before if mention.marker in {"", "nom", "adjoins"}]
    if free:
        return free[-1]
    return next((mention for mention in fitting if mention.first >= end and mention.marker in {"", "nom"}), None)


class _Stated(NamedTuple):
    """A tie as found: its kind, both ends with their mentions, how sure it is, and why."""

    kind: TieKind
    source: tuple[Mention, str]
    target: tuple[Mention, str]
    confidence: float
    why: str


def _frame(view: View, tie: _Stated) -> Frame:
    kind, source, target, confidence, why = tie
    return Frame(
        record="tie",
        label=kind,
        sentence=view.sentence.index,
        start=source[0].start,
        end=source[0].end,
        arguments=(
            Argument(role="from", start=source[0].start, end=source[0].end, ids=(source[1],)),
            Argument(role="to", start=target[0].start, end=target[0].end, ids=(target[1],)),
        ),
        entry=f"tie {kind}",
        confidence=confidence,
        reasons=(Reason(rule=why),),
    )
