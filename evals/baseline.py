"""A keyword coder without grammar, as one would write it in an afternoon: what the lexicon coder is measured against.

It knows the same words: the stem of every trigger and of every state. A trigger gives its entry's type; the nearest state before it is the
actor, the nearest behind it the recipient. Where all stand on one side (verbs come first or last), the two nearest are actor and recipient.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

import msgspec
from babel import Locale
from babel.core import get_global

from tarazu import data, languages
from tarazu.analysis.score import ScoredRecord, ScoredSpan
from tarazu.languages import Folded, Language, fold, fold_word
from tarazu.stages.find_quantities import NumbersData
from tarazu.stages.find_times_templates import alternation

_SENTENCE = re.compile(r"[^.!?\n]+")
_SHORTEST_STEM = 4
_SHORTEST_KEYWORD = 3
_LONGEST_ENDING = 3


class Keyword(msgspec.Struct, frozen=True):
    """What follows the first word of a trigger, and what the trigger means."""

    rest: re.Pattern[str] | None
    type: str
    mode: str | None


class Keywords:
    """The keyword coder of one language."""

    def __init__(self, language: Language) -> None:
        numbers = data.read(language.folder / "numbers.yml", NumbersData)
        before = "".join(f"(?:{alternation(map(fold_word, letters))})?" if letters else "" for letters in (numbers.proclitics, numbers.unit_prefixes))
        self._keywords = _keywords(language)
        self._triggers = re.compile(rf"(?<!\w){before}(?P<stem>{alternation(self._keywords)})\w{{0,{_LONGEST_ENDING}}}(?!\w)")
        self._states = _states(language)
        self._names = re.compile(rf"(?<!\w){before}(?P<stem>{alternation(self._states)})\w{{0,{_LONGEST_ENDING}}}(?!\w)")

    def find(self, text: str) -> tuple[ScoredRecord, ...]:
        """Finds events; their evidence is the sentence, as offsets into `text`."""
        folded = fold(text)
        out: dict[tuple[int, str, str, str | None], ScoredRecord] = {}
        for sentence in _SENTENCE.finditer(folded.text):
            states = [(match.start(), self._states[" ".join(match["stem"].split())]) for match in self._names.finditer(sentence[0])]
            if not states:
                continue
            for match in self._triggers.finditer(sentence[0]):
                keyword = next((each for each in self._keywords[match["stem"]] if each.rest is None or each.rest.match(sentence[0], match.end())), None)
                if keyword is None:
                    continue
                actor, recipient = _cast(states, match.start())
                key = (sentence.start(), keyword.type, actor, recipient)
                out.setdefault(key, _record(keyword, actor, recipient, (folded, *sentence.span())))
        return tuple(out.values())


@cache
def keywords(code: str) -> Keywords:
    """The keyword coder of a language, made once."""
    return Keywords(languages.load(code))


def _cast(states: list[tuple[int, str]], at: int) -> tuple[str, str | None]:
    before = list(dict.fromkeys(state for start, state in states if start < at))
    after = list(dict.fromkeys(state for start, state in states if start >= at))
    if not before or not after:
        actor, recipient, *_ = (*(before or after)[-2 if before else 0 :], None, None)
        return str(actor), recipient
    return before[-1], next((state for state in after if state != before[-1]), None)


def _record(keyword: Keyword, actor: str, recipient: str | None, where: tuple[Folded, int, int]) -> ScoredRecord:
    folded, start, end = where
    span = folded.span(start, end)
    return ScoredRecord(
        record="event", type=keyword.type, mode=keyword.mode, status="actual", actors=(actor,), recipients=(recipient,) if recipient else (),
        evidence=(ScoredSpan(*span),),
    )  # fmt: skip


def _keywords(language: Language) -> dict[str, list[Keyword]]:
    light = {fold_word(verb) for verb in (*language.grammar.light, *language.grammar.passive_light)}
    out: dict[str, list[Keyword]] = {}
    for entry in language.triggers:
        for citation in (*entry.verbs, *entry.nouns, *entry.participles, *entry.phrases) if entry.type else ():
            words = [word for word in fold_word(citation).split() if word not in light]
            if words and len(words[0]) >= _SHORTEST_KEYWORD:
                rest = "".join(rf"\s+{re.escape(_stem(word))}\w{{0,{_LONGEST_ENDING}}}" for word in words[1:])
                out.setdefault(_stem(words[0]), []).append(Keyword(re.compile(rest + r"(?!\w)") if rest else None, str(entry.type), entry.mode))
    return {stem: sorted(found, key=lambda each: -len(each.rest.pattern) if each.rest else 0) for stem, found in out.items()}


def _stem(word: str) -> str:
    return word[: max(_SHORTEST_STEM, len(word) - 2)]


def _states(language: Language) -> dict[str, str]:
    aliases: dict[str, tuple[str, ...]] = get_global("territory_aliases")
    names = Locale(language.code).territories
    out = {fold_word(names[short[0]]): long for long, short in aliases.items() if len(long) == 3 and long.isalpha() and short[0] in names}
    for code, entry in language.states.states.items():
        never = set(map(fold_word, entry.never))
        out.update({text: code for text in _texts((*entry.names, *entry.adjectives, *entry.seats)) if text not in never})
    return {_stem(name) if " " not in name else name: code for name, code in out.items()}


def _texts(words: Iterable[str]) -> Iterator[str]:
    return (text for text in map(fold_word, words) if len(text) > 2)
