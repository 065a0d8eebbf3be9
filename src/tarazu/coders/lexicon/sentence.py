"""A sentence as the lexicon coder sees it: words analysed, clauses told apart, quotes known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from tarazu.languages import Language, Phrases, Word
from tarazu.records import Mark, Mention, Sentence

_STOPS = frozenset(";:()[]!?.…")
_QUOTES = frozenset('"')
_HEADED = frozenset({"title", "institution", "group"})
_OPENERS = frozenset({"break", "relative", "that"})


class View:
    """A sentence with what is asked of it again and again.

    Attributes:
        sentence: The sentence.
        language: Its language.
        day: The day that the document speaks from, if known.
        words: Its words, analysed.
        keys: For each word the keys of nouns and of verbs that it may be.
        clause: For each word the number of its clause; numbers never fall.
        quoted: For each word whether it stands inside quotation marks.
        marks: The grammar words by class.
        topic: The first unit that no preposition governs.
        last_verb: The last finite verb; -1 if there is none.
        speakers: For the first word of each unit that speaks, the words that rest on it; filled when the voices are known.
        units: Coordinated mentions together: each a run of mentions that share one role.
    """

    def __init__(self, sentence: Sentence, language: Language, *, quoted: bool = False, day: dt.date | None = None) -> None:
        self.sentence = sentence
        self.day = day
        self.language = language
        self.words: list[Word] = [language.word(token.form) for token in sentence.tokens]
        self.keys: list[tuple[str, ...]] = [
            (*word.keys, *(verb.key for verb in word.verbs)) if word.verbs else word.keys for word in self.words
        ]
        self.marks: dict[str, list[Mark]] = {}
        for mark in sentence.marks:
            self.marks.setdefault(mark.kind, []).append(mark)
        self.quoted, self.open_quote = self._quotes(quoted=quoted)
        self.clause = self._clauses()
        self.units = self._units()
        self._told: dict[int, list[tuple[int, int, list[str]]]] = {}
        self.speakers: dict[int, tuple[int, int]] = {}
        self.topic = next((unit for unit in self.units if unit[0].marker in {"", "nom"} and unit[0].form != "adjective"), None)
        self.last_verb = next((at for at in reversed(range(len(self.words))) if any(verb.kind == "finite" for verb in self.words[at].verbs)), -1)

    def __len__(self) -> int:
        return len(self.words)

    def form(self, at: int) -> str:
        """The folded form of a word; empty outside the sentence."""
        return self.words[at].form if 0 <= at < len(self.words) else ""

    def mark_before(self, kind: str, at: int, reach: int) -> Mark | None:
        """The last mark of a class that ends within `reach` words before `at`."""
        for mark in reversed(self.marks.get(kind, ())):
            if mark.last <= at and at - mark.last <= reach:
                return mark
        return None

    def find(self, phrases: Phrases[bool], span: Iterable[int]) -> tuple[int, int] | None:
        """The first place in a range of words where one of the phrases stands."""
        return next(((at, end) for at, end, _ in phrases.each(self.keys, span)), None)

    def told(self, phrases: Phrases[str]) -> list[tuple[int, int, list[str]]]:
        """All places where one of the phrases stands; looked for once, however many triggers ask."""
        known = self._told.get(id(phrases))
        if known is None:
            known = self._told[id(phrases)] = list(phrases.each(self.keys, range(len(self))))
        return known

    def _quotes(self, *, quoted: bool) -> tuple[list[bool], bool]:
        out = []
        for word in self.words:
            if word.form in _QUOTES:
                quoted = not quoted
            out.append(quoted)
        return out, quoted

    def _clauses(self) -> list[int]:
        prepositions = {mark.first for mark in self.marks.get("preposition", ())}
        dated = {at for at, token in enumerate(self.sentence.tokens) if any(span.start <= token.start < span.end for span in self.sentence.times)}
        opens = {mark.first for kind in _OPENERS for mark in self.marks.get(kind, ()) if kind != "break" or mark.first not in prepositions}
        opens -= dated
        joins = {mark.first for mark in self.marks.get("and", ())}
        verb_final = self.language.verb_final
        verb_first = self.language.facts.verb_first
        out, number, verb_seen = [], 0, False
        for at, word in enumerate(self.words):
            finite = bool(word.verbs) and any(verb.kind in {"finite", "subjunctive"} for verb in word.verbs)
            hard = at > 0 and (at in opens or word.form in _STOPS)
            soft = verb_seen and (word.form == "," or ((at in joins or word.prefix.joins) and (not verb_first or self._verb_at(at))))
            done = verb_final and verb_seen and not finite and bool(self.words[at - 1].verbs)
            if hard or soft or done:
                number, verb_seen = number + 1, False
            verb_seen = verb_seen or finite
            out.append(number)
        return out

    def _verb_at(self, at: int) -> bool:
        """Whether a finite verb stands here or right behind: else "and" only joins names."""
        return any(verb.kind == "finite" for word in self.words[at : at + 2] for verb in word.verbs)

    def _units(self) -> list[tuple[Mention, ...]]:
        """Mentions that only commas and "and" part stand together."""
        joins = {at for mark in self.marks.get("and", ()) for at in range(mark.first, mark.last)}
        units: list[list[Mention]] = []
        for mention in self.sentence.mentions:
            if units and self._joined(units[-1][-1], mention, joins):
                units[-1].append(mention)
            else:
                units.append([mention])
        return [tuple(part) for unit in units for part in self._lists(unit, joins)]

    def _lists(self, unit: list[Mention], joins: set[int]) -> list[list[Mention]]:
        """A run of mentions is a list only as far as an "and" closes it; after a mere comma something new may begin."""
        closed = 0
        for place in range(1, len(unit)):
            if unit[place].joined or any(at in joins for at in range(unit[place - 1].last, unit[place].first)):
                closed = place
        return [unit[: closed + 1], *([mention] for mention in unit[closed + 1 :])]

    def _joined(self, before: Mention, after: Mention, joins: set[int]) -> bool:
        between = range(before.last, after.first)
        prefixed = after.joined
        if not between:
            return prefixed
        if len(between) > 3:
            return False
        forms = [self.words[at].form for at in between]
        if not all(at in joins or self.words[at].form in {",", "-"} or self.words[at].form in self.language.articles for at in between):
            return False
        shared = before.form in _HEADED and after.kind == "state"  # "the leaders of A, B and C"
        cased = self.language.facts.script == "Cyrl" and bool(after.marker)
        marked = cased and before.marker != after.marker and not (shared and after.marker == "gen")
        return (forms != [","] or before.kind == after.kind or shared) and not marked


def ids_of(unit: Iterable[Mention]) -> tuple[str, ...]:
    """The ids of coordinated mentions, each once, in the order of the text."""
    return tuple(dict.fromkeys(each for mention in unit for each in mention.ids()))
