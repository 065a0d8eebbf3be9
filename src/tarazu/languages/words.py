"""What a language's morphology says of one written word."""

from __future__ import annotations

from typing import Literal, Protocol

import msgspec

from tarazu.languages.fold import fold_word

Tense = Literal["past", "present", "future", "none"]


class VerbForm(msgspec.Struct, frozen=True, gc=False):
    """One reading of a word as a verb.

    Attributes:
        key: The citation form, folded, behind `~`.
        tense: Of finite forms.
        voice: Active or passive as far as the form itself tells.
        negated: Whether the form itself is negative (Persian نکرد).
        kind: finite, subjunctive, infinitive, participle or gerund.
    """

    key: str
    tense: Tense = "none"
    voice: Literal["active", "passive", "either"] = "active"
    negated: bool = False
    kind: Literal["finite", "subjunctive", "infinitive", "participle", "gerund"] = "finite"


class Prefix(msgspec.Struct, frozen=True, gc=False):
    """Particles written together with a word: whether one of them joins it to what stands before, and the preposition, folded."""

    joins: bool = False
    preposition: str = ""


NO_PREFIX = Prefix()


class Word(msgspec.Struct, frozen=True):
    """One written word, analysed.

    Attributes:
        form: The folded form.
        keys: The form and the citation forms it may stand for, as nouns, adjectives and unchanging words.
        names: The forms under which a name may be filed, likeliest first.
        verbs: Its readings as a verb.
        cases: The cases it may stand in, for languages that have them.
        plural: Whether it may be a plural, for languages whose endings say so.
        tags: The keys without those that would make a noun of an adjective (Persian دولتی is no government).
        prefix: What was taken off to find it in the vocabulary.
        name_prefixes: For each of `names` what was taken off; empty where the language has no such particles.
    """

    form: str
    keys: tuple[str, ...]
    names: tuple[str, ...]
    verbs: tuple[VerbForm, ...] = ()
    cases: tuple[str, ...] = ()
    prefix: Prefix = NO_PREFIX
    name_prefixes: tuple[Prefix, ...] = ()
    tags: tuple[str, ...] = ()
    plural: bool = False

    @property
    def titles(self) -> tuple[str, ...]:
        """The forms under which grammar words, titles and institutions are filed: `tags` where the language sets them, else `keys`."""
        return self.tags or self.keys


class Vocabulary(msgspec.Struct, frozen=True, kw_only=True):
    """The words that a language's data files name, folded: what inflection is checked against.

    Attributes:
        words: Citation forms of nouns, adjectives and unchanging words.
        verbs: Citation forms of verbs with what `verbs.yml` says of them.
        jussive: Irregular short forms.
        spelled: The citation forms of verbs as they are written, by their folded form.
    """

    words: frozenset[str]
    verbs: dict[str, tuple[str, ...]]
    jussive: dict[str, str] = {}
    spelled: dict[str, str] = {}


class Morphology(Protocol):
    """What each language's `morphology.py` gives as `Inflection`."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Prepares the inflection of the words of the vocabulary."""

    def analyse(self, form: str) -> Word:
        """Analyses one folded word; called once for each different word."""

    def adjective(self, word: str) -> tuple[str, ...]:
        """All forms of an adjective of a state, folded, from its citation form."""

    def variants(self, phrase: str) -> tuple[str, ...]:
        """The spellings under which a phrase of the data files is met, not yet folded."""

    def head(self, words: tuple[str, ...]) -> int:
        """The index of the inflecting verb in a multiword citation form."""

    def citation(self, word: str) -> str:
        """The key under which the forms of a folded word are found."""

    def join(self, first: str, second: str) -> bool:
        """Whether two written words are one (Persian «می کند»)."""


class AsWritten:
    """What most languages leave as it is: an `Inflection` inherits it and says only what is otherwise."""

    def adjective(self, word: str) -> tuple[str, ...]:
        """Adjectives do not inflect."""
        return (fold_word(word),)

    def variants(self, phrase: str) -> tuple[str, ...]:
        """As written."""
        return (phrase,)

    def head(self, words: tuple[str, ...]) -> int:  # noqa: ARG002 - the protocol's shape
        """The verb comes first."""
        return 0

    def citation(self, word: str) -> str:
        """As written: endings are taken off the words of the text."""
        return word

    def join(self, first: str, second: str) -> bool:  # noqa: ARG002 - the protocol's shape
        """Words are not split."""
        return False
