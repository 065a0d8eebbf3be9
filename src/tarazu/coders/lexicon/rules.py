"""The triggers of one language, compiled for matching."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from tarazu.languages import Language, Phrases, fold_word
from tarazu.languages.schema import Negated, Trigger

Kind = Literal["verb", "noun", "participle", "phrase"]


class Pattern(msgspec.Struct, frozen=True):
    """One way in which an entry may stand in a text.

    Attributes:
        keys: What its words must be; a verb's key stands behind `~`.
        head: Which of them inflects.
        kind: What the head is.
        entry: Index of the entry; -1 for a verb that only carries a noun, -2 for a verb of saying.
        passive: Whether this way is passive by itself.
    """

    keys: tuple[str, ...]
    head: int
    kind: Kind
    entry: int
    passive: bool = False


class Rules:
    """All that the lexicon coder knows of one language.

    Attributes:
        language: The language.
        entries: The triggers.
        patterns: By the key of their first word.
        objects, vetoes: For each entry the words that must, or must not, stand in its clause.
        recipient, partner, actor: For each entry the folded markers of those roles.
        negated: For each entry what it is when left undone, where that is an act.
        exercises: The words for manoeuvres: held together they are cooperation.
        passives: The keys of the verbs that make a passive.
        channels, contexts, dimensions, directions, adjoining, judgements, indicators: Phrases that tell of these.
    """

    def __init__(self, language: Language) -> None:
        self.language = language
        self.entries: tuple[Trigger, ...] = language.triggers
        self.patterns: dict[str, list[Pattern]] = {}
        self.objects = tuple(self._words(entry.object) for entry in self.entries)
        self.vetoes = tuple(self._words(entry.unless) for entry in self.entries)
        self.recipient = tuple(frozenset(map(fold_word, entry.recipient)) for entry in self.entries)
        self.partner = tuple(frozenset(map(fold_word, entry.partner)) for entry in self.entries)
        self.actor = tuple(frozenset(map(fold_word, entry.actor)) for entry in self.entries)
        self.negated = tuple(_negated(entry) for entry in self.entries)
        for at, entry in enumerate(self.entries):
            self._entry(at, entry)
        for citation in (*language.grammar.light, *language.grammar.passive_light):
            for keys in language.pattern(citation, verbal=True):
                self._file(Pattern(keys, _head(keys), "verb", -1, citation in language.grammar.passive_light))
        for citation in language.grammar.speech:
            for keys in language.pattern(citation, verbal=True):
                self._file(Pattern(keys, _head(keys), "verb", -2))
        self.index = {key: _index(patterns) for key, patterns in self.patterns.items()}
        self.passives = frozenset(
            keys[-1] for verb in language.grammar.passive_light for keys in language.pattern(verb, verbal=True) if keys[-1].startswith("~")
        )
        self.exercises = self._words(("@exercise",))
        self.channels = self._phrases(language.channels.items())
        self.contexts = self._phrases(language.contexts.items())
        self.dimensions = self._phrases(language.assessments.dimensions.items())
        self.directions = self._phrases(language.assessments.directions.items(), verbal=True)
        self.adjoining = self._phrases(language.assessments.adjoining.items())
        self.judgements = self._phrases(((f"{each.dimension}|{each.direction}", (each.words,)) for each in language.assessments.phrases), verbal=True)
        self.indicators = self._phrases(language.figures.indicators.items())

    def _entry(self, at: int, entry: Trigger) -> None:
        light = {fold_word(verb) for verb in self.language.grammar.light}
        passives = [fold_word(verb) for verb in self.language.grammar.passive_light if " " not in verb]
        for citation in entry.verbs:
            for keys in self.language.pattern(citation, verbal=True):
                head = _head(keys)
                self._file(Pattern(keys, head, "verb", at))
                if head > 0 and keys[head][1:] in light:
                    for verb in passives:
                        self._file(Pattern((*keys[:head], f"~{verb}"), head, "verb", at, passive=True))
        plain: tuple[tuple[Kind, tuple[str, ...]], ...] = (("noun", entry.nouns), ("participle", entry.participles), ("phrase", entry.phrases))
        for kind, citations in plain:
            for citation in citations:
                for keys in self.language.spell(citation):
                    self._file(Pattern(keys, 0, kind, at))

    def _file(self, pattern: Pattern) -> None:
        if pattern.keys:
            known = self.patterns.setdefault(pattern.keys[0], [])
            if pattern not in known:
                known.append(pattern)

    def _words(self, words: Iterable[str]) -> Phrases[bool] | None:
        phrases: Phrases[bool] = Phrases()
        for word in words:
            for each in self.language.classes.get(word[1:], ()) if word.startswith("@") else (word,):
                for keys in self.language.spell(each):
                    phrases.add(keys, True)  # noqa: FBT003 - a trie needs something to hold
        return phrases if phrases.root.next else None

    def _phrases(self, groups: Iterable[tuple[str, tuple[str, ...]]], *, verbal: bool = False) -> Phrases[str]:
        phrases: Phrases[str] = Phrases()
        for name, words in groups:
            for word in words:
                for keys in self._spellings(word, verbal=verbal):
                    phrases.add(keys, name)
        return phrases

    def _spellings(self, word: str, *, verbal: bool) -> Iterator[tuple[str, ...]]:
        yield from self.language.spell(word)
        if verbal:
            yield from self.language.pattern(word, verbal=True)


class Filed(msgspec.Struct, frozen=True):
    """The patterns that begin with one key, each with its rank: those of one word, and the longer ones by their second key."""

    single: tuple[tuple[int, Pattern], ...]
    longer: dict[str, tuple[tuple[int, Pattern], ...]]


def _index(patterns: list[Pattern]) -> Filed:
    longer: dict[str, list[tuple[int, Pattern]]] = {}
    for rank, pattern in enumerate(patterns):
        if len(pattern.keys) > 1:
            longer.setdefault(pattern.keys[1], []).append((rank, pattern))
    single = tuple((rank, pattern) for rank, pattern in enumerate(patterns) if len(pattern.keys) == 1)
    return Filed(single, {key: tuple(found) for key, found in longer.items()})


def _head(keys: tuple[str, ...]) -> int:
    return next((at for at, key in enumerate(keys) if key.startswith("~")), 0)


def _negated(entry: Trigger) -> Negated | None:
    """`REJECT/meet` is short for a type and a mode."""
    if not isinstance(entry.negated, str):
        return entry.negated
    kind, _, mode = entry.negated.partition("/")
    return msgspec.convert({"type": kind, "mode": mode or None}, type=Negated)
