"""What everything that has an id is called in a language: the words of a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

import msgspec

from tarazu import languages, world
from tarazu.api.balancing import POWERS, REGION
from tarazu.cases import file, overview
from tarazu.exports.brief_names import is_registered, party_name
from tarazu.languages.brief_words import load_brief_words
from tarazu.languages.label_words import label_languages, load_labels
from tarazu.ontologies import plover

_DEFAULT = "en"


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """A group of states that can be asked about: what it is called, and its members."""

    name: str
    members: tuple[str, ...]


class OutletName(msgspec.Struct, frozen=True, kw_only=True):
    """An outlet of the register: what it is called, its kind and its state."""

    name: str
    kind: str
    state: str | None


class LanguageName(msgspec.Struct, frozen=True, kw_only=True):
    """A language that Tarazu reads: what it calls itself, the way it is written, and how far it is to be trusted (`gold`, `silver`, `draft`)."""

    name: str
    direction: str
    level: str


class Names(msgspec.Struct, frozen=True, kw_only=True):
    """What everything that has an id is called, by kind and then by id.

    Attributes:
        language: The language that the names are in.
        region, powers: What is asked about where nobody says.
        states, bodies, projects: Of the register.
        groups: Those of the register that have members.
        actors: All others who take part in a record of the case or said one.
        outlets: Of the register, by the label by which documents name them.
        types, modes, statuses, contexts, channels: Of acts.
        type_modes: The modes that each type of act has.
        quads: The quad class of each type of act.
        kinds: Of records.
        ties: Kinds of ties.
        indicators: Of figures.
        qualifiers: Of figures.
        dimensions, directions: Of assessments.
        measures: Of the slow facts of the register.
        parts: Of evidence.
        granularities: Units of time.
        fields: On which tellings may disagree.
        outlet_kinds: Of outlets.
        languages: That Tarazu reads, in themselves.
    """

    language: str
    region: str
    powers: tuple[str, ...]
    states: Mapping[str, str]
    bodies: Mapping[str, str]
    projects: Mapping[str, str]
    groups: Mapping[str, Group]
    actors: Mapping[str, str]
    outlets: Mapping[str, OutletName]
    types: Mapping[str, str]
    modes: Mapping[str, str]
    statuses: Mapping[str, str]
    contexts: Mapping[str, str]
    channels: Mapping[str, str]
    type_modes: Mapping[str, tuple[str, ...]]
    quads: Mapping[str, str]
    kinds: Mapping[str, str]
    ties: Mapping[str, str]
    indicators: Mapping[str, str]
    qualifiers: Mapping[str, str]
    dimensions: Mapping[str, str]
    directions: Mapping[str, str]
    measures: Mapping[str, str]
    parts: Mapping[str, str]
    granularities: Mapping[str, str]
    fields: Mapping[str, str]
    outlet_kinds: Mapping[str, str]
    languages: Mapping[str, LanguageName]


def names(path: Path, language: str) -> Names:
    """What everything that has an id is called.

    Args:
        path: The case, whose actors are named too.
        language: ISO 639 code; in one that has no labels, and for what has no name in it, the English names.
    """
    code = language if language in label_languages() else _DEFAULT
    labels, words, register, book = load_labels(code), load_brief_words(code).words, world.load(), plover()
    with closing(file.open_to_read(path)) as connection:
        parties = overview.load_parties(connection)
    outlets = {each.label: OutletName(name=_first(each.names, code, each.label), kind=each.kind, state=each.state) for each in register.outlets.values()}
    groups = {key: Group(name=_first(each.names, code, key), members=each.members) for key, each in register.groups.items() if each.members}
    return Names(
        language=code, region=REGION, powers=POWERS, states={key: party_name(key, code) for key in register.states},
        bodies={key: _first(each.names, code, key) for key, each in register.bodies.items()},
        projects={key: _first(each.names, code, key) for key, each in register.projects.items()}, groups=groups,
        actors=_actors((each for each in parties if each not in register.states and each not in register.bodies and each not in groups), code),
        outlets=outlets, types=words["act"], modes=labels.modes, statuses=labels.statuses, contexts=labels.contexts,
        channels=words["channel"], type_modes={key: tuple(each.modes) for key, each in book.types.items()},
        quads={key: each.quad for key, each in book.types.items()}, kinds=labels.kinds, ties=words["tie"], indicators=words["measure"],
        qualifiers=words["qualifier"], dimensions=words["dimension"], directions=words["direction"], measures=words["indicator"], parts=labels.parts,
        granularities=labels.granularities, fields=words["field"], outlet_kinds=labels.outlet_kinds, languages=_languages(),
    )  # fmt: skip


def _actors(parties: Iterable[str], code: str) -> Mapping[str, str]:
    """The names of people, institutions and groups; plain names, which are as the texts give them, are left out."""
    return {each: _party(each, code) for each in parties if is_registered(each)}


def _party(actor: str, code: str) -> str:
    """As `party_name`; what the register and the language have no name for is called by its id, which is at least told apart by that."""
    state, _, rest = actor.partition("/")
    found = party_name(actor, code)
    words = load_brief_words(code).labels
    if not rest or found != words["person"].format(name=words["another"], state=party_name(state, code)):
        return found
    return words["person"].format(name=rest.replace("/", ", ").replace("-", " "), state=party_name(state, code))


def _first(known: Mapping[str, tuple[str, ...]], code: str, otherwise: str) -> str:
    return next(iter(known.get(code) or known.get(_DEFAULT) or ()), otherwise)


def _languages() -> Mapping[str, LanguageName]:
    found = {}
    for code in languages.codes():
        facts = languages.load_facts(code)
        found[code] = LanguageName(name=facts.native, direction=facts.direction, level=facts.level)
    return found
