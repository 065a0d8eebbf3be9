"""Looking something up in a case: documents that hold words, stories told where the words stand, and parties that are called so, in any script."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final, Literal

import msgspec

from tarazu import languages, world
from tarazu.api.naming import Names
from tarazu.api.storytelling import told_connection
from tarazu.api.viewing_documents import Written, direction_of
from tarazu.api.viewing_stories import StoryCard
from tarazu.cases import browsing, file, overview, places
from tarazu.cases import stories as held
from tarazu.languages.fold import fold_word
from tarazu.languages.names import load_names
from tarazu.records import Hit

PartyKind = Literal["state", "body", "group", "person", "project", "other"]

_WORD: Final = re.compile(r"\w+")
_JUST_SO: Final = 2  # the last rank of those that are called just so
_SHORTEST: Final = 3  # fewer letters must be the whole of a word


class Name(msgspec.Struct, frozen=True, kw_only=True):
    """One name of a party.

    Attributes:
        party: Its id.
        kind: What it is.
        name: As it is written.
        language: ISO 639 code of the language of the name; None for a name as texts give it.
        words: Of the name, folded.
    """

    party: str
    kind: PartyKind
    name: str
    language: str | None
    words: tuple[str, ...]


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """A party that was looked for.

    Attributes:
        id: Its id.
        kind: What it is.
        name: What it is called in the language of who asks.
        called: The name that was found, as it is written.
        language: The language of that name; None for a name as texts give it.
        direction: In which way that name is written.
        records: In how many records of the case it takes part.
    """

    id: str
    kind: PartyKind
    name: str
    called: str
    language: str | None
    direction: Written
    records: int


class FoundDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document that was found.

    Attributes:
        hit: The document with the places.
        direction: In which way it is written.
    """

    hit: Hit
    direction: Written


def gather_names(path: Path) -> tuple[Name, ...]:
    """All names of all parties, of the register and of a case, to be searched by `find_parties`.

    Raises:
        DataFileError: A file of the register or of a language is broken.
    """
    register = world.load()
    kinds: dict[str, PartyKind] = dict.fromkeys(register.states, "state")
    groups: tuple[tuple[Iterable[str], PartyKind], ...] = (
        (register.bodies, "body"), (register.groups, "group"), (register.people, "person"), (register.projects, "project"),
    )  # fmt: skip
    for found, kind in groups:
        kinds |= dict.fromkeys(found, kind)
    with closing(file.open_to_read(path)) as connection:
        own = [each for each in overview.load_parties(connection) if each not in kinds]
    spelled = [*_of_register(register), *((each, each.replace("/", " ").replace("-", " ").strip(), None) for each in own)]
    spelled += [(key, name, code) for code in languages.codes() for key, name in load_names(code)]
    made = (Name(party=key, kind=kinds.get(key, "other"), name=name, language=code, words=_words(name)) for key, name, code in dict.fromkeys(spelled))
    return tuple(each for each in made if each.words)


def find_parties(path: Path, names: Sequence[Name], question: str, called: Names, limit: int = 12) -> tuple[Party, ...]:
    """Parties one of whose names begins with the words of a question, each word with the beginning of one of its words.

    Args:
        path: The case in which they are counted.
        names: All names; see `gather_names`.
        question: Words in any script.
        called: What everything is called in the language of who asks.
        limit: The most.

    Returns:
        Those that are called just so first, then those with the most records; of these only such as the case has records of.
    """
    asked = _words(question)
    best: dict[str, tuple[int, Name]] = {}
    for each in names if asked else ():
        fit = _fit(asked, each.words)
        # of names that fit alike the one that is written so, then the one in the language of who asks
        rank = 9 if fit is None else 3 * fit + (0 if each.name == question else 1 if each.language == called.language else 2)
        if rank < best.get(each.party, (9, each))[0]:
            best[each.party] = (rank, each)
    with closing(file.open_to_read(path)) as connection:
        counts = places.count_parties(connection, list(best))
    worth = (party for party in best if counts[party] or best[party][0] <= _JUST_SO)
    order = sorted(worth, key=lambda party: (best[party][0] > _JUST_SO, -counts[party], best[party][0], len(best[party][1].words), party))
    return tuple(_party(best[each][1], counts[each], called) for each in order[:limit])


def find_stories(path: Path, documents: Iterable[Hit], limit: int = 12) -> tuple[StoryCard, ...]:
    """The stories that are told in the sentences in which words were found, in the order of the documents."""
    marks = ((hit.doc, start, end) for hit in documents for snippet in hit.snippets for start, end in snippet.marks)
    with closing(told_connection(path)) as connection:
        ids = places.stories_at(connection, marks, limit)
        by_id = {each.id: each for each in held.load_stories(connection, ids)}
        spoken = browsing.load_spoken(connection, ids)
    return tuple(
        StoryCard(story=by_id[each], told=spoken.get(each), direction=direction_of(spoken[each].language if each in spoken else None))
        for each in ids
        if each in by_id
    )


def show_documents(hits: Iterable[Hit]) -> tuple[FoundDocument, ...]:
    """Documents that were found, each with the way it is written."""
    return tuple(FoundDocument(hit=each, direction=direction_of(each.language)) for each in hits)


def _of_register(register: world.World) -> Iterator[tuple[str, str, str | None]]:
    named: list[tuple[str, Mapping[str, tuple[str, ...]]]] = []
    for found in (register.bodies, register.groups, register.projects):
        named += [(key, each.names) for key, each in found.items()]
    named += [(key, each.names) for key, each in register.people.items()] + [(key, each.short) for key, each in register.people.items()]
    for key, by_language in named:
        for code, names in by_language.items():
            yield from ((key, name, code) for name in names)


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold_word(text)))


def _fit(asked: Sequence[str], words: Sequence[str]) -> int | None:
    """0 for the very name, 1 for its beginning, 2 for words of it in any order; None where it does not fit."""
    if list(asked) == list(words):
        return 0
    if len(asked) > len(words) or not all(any(_begins(word, each) for word in words) for each in asked):
        return None
    return 1 if all(_begins(word, each) for word, each in zip(words, asked, strict=False)) else 2


def _begins(word: str, asked: str) -> bool:
    return word == asked or (len(asked) >= _SHORTEST and word.startswith(asked))


def _party(name: Name, records: int, called: Names) -> Party:
    known: tuple[Mapping[str, str], ...] = (called.states, called.bodies, called.actors, called.projects)
    shown = next((each[name.party] for each in known if name.party in each), None)
    group = called.groups.get(name.party)
    return Party(
        id=name.party, kind=name.kind, name=shown or (group.name if group else name.name), called=name.name, language=name.language,
        direction=direction_of(name.language), records=records,
    )  # fmt: skip
