"""The schemas of a language's data files; `docs/data-files.md` explains each key."""

from __future__ import annotations

from typing import Literal

import msgspec

from tarazu.records import Channel, Dimension, Direction, EventType, Indicator, Qualifier, Status, TieKind

Operator = Literal[
    "cancel", "refuse", "begin", "continue", "stop", "plan", "promise", "ready", "propose", "call-for", "support", "oppose", "deny", "threaten",
    "discuss", "allow", "prevent", "delay", "attempt", "announce", "want",
]  # fmt: skip


class Schema(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every data file names its source and licence."""

    source: str
    licence: str


class Strict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An entry of a data file."""


class Letters(Strict, frozen=True, kw_only=True):
    """Letters that speak for a language, and letters that it never uses."""

    own: str = ""
    never: str = ""


class FurtherScript(Strict, frozen=True, kw_only=True):
    """Another script that a language is written in: the letters and common words by which it is known there."""

    letters: Letters
    common: tuple[str, ...]


class LanguageFacts(Schema, frozen=True, kw_only=True):
    """`language.yml`."""

    code: str
    name: str
    native: str
    script: str
    also: dict[str, FurtherScript] = {}
    direction: Literal["rtl", "ltr"]
    week_start: Literal["monday", "saturday", "sunday"]
    letters: Letters
    common: tuple[str, ...] = ()
    sentence_ends: str | tuple[str, ...]
    abbreviations: tuple[str, ...] = ()
    quotes: tuple[tuple[str, str], ...] = ()
    level: Literal["gold", "silver", "draft"] = "draft"
    capitals: bool = False
    adjectives: Literal["capital", "small"] = "capital"
    genitive: bool = False
    modifiers: tuple[Literal["before", "after"], ...] = ("after",)
    linkers: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    partitives: tuple[str, ...] = ()
    verb_first: bool = False
    before_present: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    ordinary: tuple[str, ...] = ()
    proclitics: tuple[str, ...] = ()

    @property
    def scripts(self) -> tuple[str, ...]:
        """All scripts that it is written in, the usual one first."""
        return (self.script, *self.also)


class Neighbour(Strict, frozen=True, kw_only=True):
    """A language that shares a script with one that Tarazu reads: its letters and common words that tell it apart."""

    code: str
    name: str
    script: str
    letters: str
    words: tuple[str, ...]
    model: str | None = None


class Neighbours(Schema, frozen=True, kw_only=True):
    """`neighbours.yml`."""

    neighbours: tuple[Neighbour, ...]


class Verbs(Schema, frozen=True, kw_only=True):
    """`verbs.yml`: what inflection by rule needs to know of each verb."""

    verbs: dict[str, str | tuple[str, ...]] = {}
    jussive: dict[str, str] = {}


class Negated(Strict, frozen=True, kw_only=True):
    """What the negated act is, where leaving it undone is an act."""

    type: EventType
    mode: str | None = None


class Trigger(Strict, frozen=True, kw_only=True):
    """One entry of `triggers.yml`."""

    id: str
    gloss: str
    takes: tuple[str, ...]
    refuses: tuple[str, ...]
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    participles: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    type: EventType | None = None
    mode: str | None = None
    channel: Channel | None = None
    operator: Operator | None = None
    subject: Literal["actor", "recipient", "none"] = "actor"
    recipient: tuple[str, ...] = ()
    partner: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    object: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    negated: Negated | str | None = None


class Triggers(Schema, frozen=True, kw_only=True):
    """`triggers.yml`."""

    triggers: tuple[Trigger, ...]


class Classes(Schema, frozen=True, kw_only=True):
    """`classes.yml`."""

    classes: dict[str, tuple[str, ...]]


class Channels(Schema, frozen=True, kw_only=True):
    """`channels.yml`."""

    channels: dict[Channel, tuple[str, ...]]


class Contexts(Schema, frozen=True, kw_only=True):
    """`contexts.yml`."""

    contexts: dict[str, tuple[str, ...]]


Stands = Literal["state", "body", "person", "organisation", "group", "place", "outlet", "plural"]


class Description(Strict, frozen=True, kw_only=True):
    """A definite description and what it may stand for."""

    text: str
    kind: Stands
    number: int = 1


class Title(Strict, frozen=True, kw_only=True):
    """A role word that stands beside a name."""

    text: str
    office: str
    kind: Literal["leader_of", "official_of"]


class Grammar(Schema, frozen=True, kw_only=True):
    """`grammar.yml`."""

    light: tuple[str, ...]
    passive_light: tuple[str, ...]
    agent: tuple[str, ...]
    negation: tuple[str, ...]
    future: tuple[str, ...]
    planned: tuple[str, ...]
    hypothetical: tuple[str, ...]
    reported_false: tuple[str, ...]
    speech: tuple[str, ...]
    according: tuple[str, ...]
    that: tuple[str, ...]
    conjunctions: tuple[str, ...] = msgspec.field(name="and")
    relative: tuple[str, ...]
    breaks: tuple[str, ...]
    prepositions: tuple[str, ...]
    pronouns: dict[str, Stands]
    descriptions: tuple[Description, ...]
    titles: tuple[Title, ...]


class Institution(Strict, frozen=True, kw_only=True):
    """An organisation or group that gets its state from beside it."""

    slug: str
    kind: Literal["organisation", "group", "person", "body"]
    words: tuple[str, ...]
    state: str | None = None


class Institutions(Schema, frozen=True, kw_only=True):
    """`institutions.yml`."""

    institutions: tuple[Institution, ...]
    groups: tuple[Institution, ...]


class AssessmentPhrase(Strict, frozen=True, kw_only=True):
    """A whole expression that judges a relation."""

    words: str
    dimension: Dimension
    direction: Direction
    takes: str


class Assessments(Schema, frozen=True, kw_only=True):
    """`assessments.yml`."""

    dimensions: dict[Dimension, tuple[str, ...]]
    directions: dict[Direction, tuple[str, ...]]
    phrases: tuple[AssessmentPhrase, ...] = ()
    adjoining: dict[Direction, tuple[str, ...]] = {}


class TieRule(Strict, frozen=True, kw_only=True):
    """Words that state a standing relation."""

    kind: TieKind
    words: tuple[str, ...]
    takes: str
    refuses: str
    source: Literal["subject", "following", "preceding"] = msgspec.field(name="from", default="subject")
    target: Literal["subject", "following", "preceding"] = msgspec.field(name="to", default="following")


class Ties(Schema, frozen=True, kw_only=True):
    """`ties.yml`."""

    ties: tuple[TieRule, ...]


class Figures(Schema, frozen=True, kw_only=True):
    """`figures.yml`."""

    indicators: dict[Indicator, tuple[str, ...]]
    qualifiers: dict[Qualifier, tuple[str, ...]] = {}


class StateNames(Strict, frozen=True, kw_only=True):
    """What one language calls a state."""

    names: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    never: tuple[str, ...] = msgspec.field(name="not", default=())
    note: str | None = None


class AmbiguousName(Strict, frozen=True, kw_only=True):
    """A name that several states share, with the words nearby that decide."""

    text: str
    candidates: tuple[str, ...]
    default: str | None = None
    cues: dict[str, tuple[str, ...]] = {}
    note: str | None = None


class States(Schema, frozen=True, kw_only=True):
    """`states.yml`."""

    states: dict[str, StateNames]
    ambiguous: tuple[AmbiguousName, ...] = ()


class RegisterNames(Schema, frozen=True, kw_only=True):
    """`names.yml`: what a language calls the bodies, groups, people, outlets and projects of the register, by id."""

    names: dict[str, tuple[str, ...]]
    borrow: str | None = None


class Layout(Schema, frozen=True, kw_only=True):
    """`layout.yml`: the words of a page that are not its text."""

    boilerplate: tuple[str, ...]
    origin: tuple[str, ...]
    byline: tuple[str, ...]
    translated: tuple[str, ...]
    published: tuple[str, ...]
    press: tuple[str, ...] = ()


class ExpectedEvent(Strict, frozen=True, kw_only=True):
    """What must come out of an example."""

    type: EventType
    actors: tuple[str, ...]
    recipients: tuple[str, ...] = ()
    status: Status = "actual"
    mode: str | None = None


class Example(Strict, frozen=True, kw_only=True):
    """A whole sentence with what must come out."""

    text: str
    gloss: str
    events: tuple[ExpectedEvent, ...]
    published: str | None = None


class Examples(Schema, frozen=True, kw_only=True):
    """`examples.yml`."""

    examples: tuple[Example, ...]


class BriefWords(Schema, frozen=True, kw_only=True):
    """`brief.yml`: the sentences, headings and words of a brief.

    Attributes:
        digits: The ten digits that the language writes with, from zero.
        separator: Between the items of a list.
        pair: Between two states.
        headings, labels: By what stands below or beside them.
        sentences: Templates by key; places in braces.
        counts: A number with its noun, by what is counted, then by CLDR's plural category; `{n}` is the number. `large` is for numbers that are
            written with a word; `other` must be there.
        words: By group, then by the value in the data.
    """

    digits: str
    separator: str
    pair: str
    headings: dict[str, str]
    sentences: dict[str, str]
    labels: dict[str, str]
    counts: dict[str, dict[Literal["zero", "one", "two", "few", "many", "other", "large"], str]]
    words: dict[str, dict[str, str]]
