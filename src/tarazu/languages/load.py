"""Loads a language from its folder; a new folder is a new language."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Literal, TypeVar

import msgspec

from tarazu import data
from tarazu.errors import OptionError
from tarazu.languages import schema
from tarazu.languages.fold import fold_word
from tarazu.languages.phrases import Phrases
from tarazu.languages.words import Morphology, Vocabulary, Word

_HERE = Path(__file__).parent
F = TypeVar("F", bound=schema.Schema)

TagKind = Literal[
    "light", "passive_light", "agent", "negation", "future", "planned", "hypothetical", "reported_false", "speech", "according", "that", "and",
    "relative", "break", "preposition", "pronoun", "description", "title", "institution", "group", "linker", "partitive", "press",
]  # fmt: skip


class Tag(msgspec.Struct, frozen=True):
    """What the grammar knows of a word or phrase: its class, its citation form, and the entry it comes from."""

    kind: TagKind
    text: str
    description: schema.Description | None = None
    title: schema.Title | None = None
    institution: schema.Institution | None = None


class Language:
    """One language: its data, its inflection, and its grammar words ready to be found.

    Attributes:
        code: ISO 639 code, the folder's name.
        facts, grammar, triggers, classes, channels, contexts, institutions, assessments, ties, figures, states, layout: The data files.
        linkers, after, articles, where: The short words of `language.yml`, folded.
        morphology: The inflection by rule.
        tags: The grammar words and phrases.
    """

    def __init__(self, folder: Path) -> None:
        self.code = folder.name
        self.folder = folder
        self.facts = data.read(folder / "language.yml", schema.LanguageFacts)
        self.grammar = data.read(folder / "grammar.yml", schema.Grammar)
        self.triggers = _optional(folder / "triggers.yml", schema.Triggers(source="", licence="", triggers=())).triggers
        self.linkers = frozenset(map(fold_word, self.facts.linkers))
        self.after = frozenset(map(fold_word, self.facts.after))
        self.articles = frozenset(map(fold_word, self.facts.articles))
        self.before_present = frozenset(map(fold_word, self.facts.before_present))
        self.later = frozenset(map(fold_word, self.facts.later))
        self.where = frozenset(map(fold_word, self.facts.where))
        self.classes = _optional(folder / "classes.yml", schema.Classes(source="", licence="", classes={})).classes
        self.channels = _optional(folder / "channels.yml", schema.Channels(source="", licence="", channels={})).channels
        self.contexts = _optional(folder / "contexts.yml", schema.Contexts(source="", licence="", contexts={})).contexts
        self.institutions = data.read(folder / "institutions.yml", schema.Institutions)
        self.assessments = _optional(folder / "assessments.yml", schema.Assessments(source="", licence="", dimensions={}, directions={}))
        self.ties = _optional(folder / "ties.yml", schema.Ties(source="", licence="", ties=())).ties
        self.figures = _optional(folder / "figures.yml", schema.Figures(source="", licence="", indicators={}))
        self.states = data.read(folder / "states.yml", schema.States)
        self.names = _optional(folder / "names.yml", schema.RegisterNames(source="", licence="", names={}))
        self.layout = data.read(folder / "layout.yml", schema.Layout)
        verbs = _optional(folder / "verbs.yml", schema.Verbs(source="", licence=""))
        self._words: dict[str, Word] = {}
        self._bare = self._inflection(Vocabulary(words=frozenset(), verbs={}))
        vocabulary = self._vocabulary(verbs)
        self._known = vocabulary.words
        self.morphology = self._inflection(vocabulary)
        self.tags: Phrases[Tag] = Phrases()
        for phrase, tag in self._tags():
            self.tags.add(phrase, tag)

    def _inflection(self, vocabulary: Vocabulary) -> Morphology:
        module = importlib.import_module(f"tarazu.languages.{self.code}.morphology")
        inflection: Morphology = module.Inflection(vocabulary)
        return inflection

    @property
    def verb_final(self) -> bool:
        """Whether the verb closes its clause."""
        return self._bare.head(("", "")) == 1

    def word(self, form: str) -> Word:
        """Analyses a folded word; each different word once."""
        word = self._words.get(form)
        if word is None:
            word = self._words[form] = self.morphology.analyse(form)
        return word

    def is_known(self, form: str) -> bool:
        """Whether a folded word stands in the language's own data, as itself or inflected."""
        word = self.word(form)
        return bool(word.verbs) or any(key in self._known for key in word.keys)

    def spell(self, phrase: str) -> Iterator[tuple[str, ...]]:
        """The ways in which a phrase of the data files is met in folded text, cut into words."""
        for variant in self._bare.variants(phrase):
            words = cut(fold_word(variant))
            yield words
            lemmas = tuple(map(self._bare.citation, words))
            if lemmas != words:
                yield lemmas

    def pattern(self, citation: str, *, verbal: bool) -> Iterator[tuple[str, ...]]:
        """The keys under which the words of a citation form are found; a verb's key stands behind `~`."""
        for words in self.spell(citation) if not verbal else (cut(fold_word(each)) for each in self._bare.variants(citation)):
            if not words:
                continue
            head = self._bare.head(words) if verbal else -1
            yield tuple(f"~{word}" if at == head else word for at, word in enumerate(words))

    def _vocabulary(self, verbs: schema.Verbs) -> Vocabulary:
        known = {fold_word(verb): (parts,) if isinstance(parts, str) else parts for verb, parts in verbs.verbs.items()}
        words: set[str] = set()
        listed = self.verb_final  # where the verb comes last, a phrase may end in any word: only listed verbs are verbs
        for citation in self._verbal():
            for pattern in self.pattern(citation, verbal=True):
                for word in pattern:
                    if word.startswith("~") and not listed:
                        known.setdefault(word[1:], ())
                    else:
                        words.add(word)
        for phrase in self._nominal():
            for spelling in self.spell(phrase):
                words.update(spelling)
        jussive = {fold_word(verb): form for verb, form in verbs.jussive.items()}
        return Vocabulary(words=frozenset(words), verbs=known, jussive=jussive, spelled={fold_word(verb): verb for verb in verbs.verbs})

    def _verbal(self) -> Iterator[str]:
        for trigger in self.triggers:
            yield from trigger.verbs
        yield from self.grammar.light
        yield from self.grammar.passive_light
        yield from self.grammar.speech

    def _nominal(self) -> Iterator[str]:
        for trigger in self.triggers:
            yield from (*trigger.nouns, *trigger.participles, *trigger.phrases, *trigger.object, *trigger.unless)
        judged = self.assessments
        groups: list[Iterable[Iterable[str]]] = [self.classes.values(), self.channels.values(), self.contexts.values(), judged.adjoining.values()]
        groups += [self.assessments.dimensions.values(), self.assessments.directions.values(), self.figures.indicators.values()]
        for group in groups:
            for phrases in group:
                yield from phrases
        yield from (phrase.words for phrase in self.assessments.phrases)
        yield from (word for tie in self.ties for word in tie.words)
        yield from (word for each in (*self.institutions.institutions, *self.institutions.groups) for word in each.words)
        yield from (title.text for title in self.grammar.titles)
        yield from self.grammar.planned

    def _tags(self) -> Iterator[tuple[tuple[str, ...], Tag]]:
        yield from self._plain_tags()
        yield from self._described_tags()
        yield from self._institution_tags("institution", self.institutions.institutions)
        yield from self._institution_tags("group", self.institutions.groups)

    def _plain_tags(self) -> Iterator[tuple[tuple[str, ...], Tag]]:
        grammar = self.grammar
        plain: list[tuple[TagKind, tuple[str, ...]]] = [
            ("agent", grammar.agent), ("negation", grammar.negation), ("future", grammar.future), ("planned", grammar.planned),
            ("hypothetical", grammar.hypothetical), ("reported_false", grammar.reported_false), ("according", grammar.according),
            ("that", grammar.that), ("and", grammar.conjunctions), ("relative", grammar.relative), ("break", grammar.breaks),
            ("preposition", grammar.prepositions), ("linker", self.facts.linkers), ("partitive", self.facts.partitives), ("press", self.layout.press),
        ]  # fmt: skip
        for kind, phrases in plain:
            for phrase in phrases:
                for spelling in self.spell(phrase):
                    yield spelling, Tag(kind, fold_word(phrase))

    def _described_tags(self) -> Iterator[tuple[tuple[str, ...], Tag]]:
        grammar = self.grammar
        for description in grammar.descriptions:
            for spelling in self.spell(description.text):
                yield spelling, Tag("description", fold_word(description.text), description=description)
        for pronoun, stands in grammar.pronouns.items():
            resolved = schema.Description(text=pronoun, kind=stands)
            for spelling in self.spell(pronoun):
                yield spelling, Tag("pronoun", fold_word(pronoun), description=resolved)
        for title in grammar.titles:
            for spelling in self.spell(title.text):
                yield spelling, Tag("title", fold_word(title.text), title=title)

    def _institution_tags(self, kind: TagKind, entries: Iterable[schema.Institution]) -> Iterator[tuple[tuple[str, ...], Tag]]:
        for entry in entries:
            for text in entry.words:
                for spelling in self.spell(text):
                    yield spelling, Tag(kind, fold_word(text), institution=entry)


def _optional(path: Path, absent: F) -> F:
    """A file that only the lexicon coder needs: a language that the learned coder alone serves has none."""
    return data.read(path, type(absent)) if path.exists() else absent


def cut(text: str) -> tuple[str, ...]:
    """Cuts a folded phrase into the words that the tokeniser would make of it."""
    from tarazu.languages.tokens import TOKEN

    return tuple(match.group() for match in TOKEN.finditer(text))


@cache
def codes() -> tuple[str, ...]:
    """The codes of all languages that have a folder."""
    return tuple(sorted(path.parent.name for path in _HERE.glob("*/language.yml")))


@cache
def load_facts(code: str) -> schema.LanguageFacts:
    """Loads no more of a language than its `language.yml`."""
    return data.read(_HERE / code / "language.yml", schema.LanguageFacts)


@cache
def load(code: str) -> Language:
    """Loads a language.

    Args:
        code: ISO 639 code, the name of its folder.

    Raises:
        OptionError: There is no such folder.
        DataFileError: One of its files is not as it must be.
    """
    if code not in codes():
        raise OptionError("language", f"one of {', '.join(codes())}", code, "add a folder to languages/")
    return Language(_HERE / code)
