"""What the field's data sets call our actors: codes and names of states, codes of groups, sectors of institutions, people and bodies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from tarazu import data
from tarazu.records import state_of
from tarazu.world import World, load, schema

_HERE = Path(__file__).parent


class StateCodes(schema.Entry, frozen=True, kw_only=True):
    """A state in other people's codes.

    Attributes:
        name: The plain English name.
        also: Other English names.
        icews: What ICEWS calls it, where that is not its name.
        iso2, number: ISO 3166-1 alpha-2 and numeric.
        fips: FIPS 10-4.
        cow: The number in the Correlates of War system; None for what it does not count as a state.
        cameo: The CAMEO country code, where that is not our id.
        older: Further FIPS and CAMEO codes that stand for it.
    """

    name: str
    also: tuple[str, ...] = ()
    icews: str = ""
    iso2: str = ""
    number: int | None = None
    fips: str = ""
    cow: int | None = None
    cameo: str = ""
    older: tuple[str, ...] = ()


class StateCodesFile(schema.File, frozen=True, kw_only=True):
    """`codes.yml`."""

    states: dict[str, StateCodes]
    groups: dict[str, str]


class Sector(schema.Entry, frozen=True, kw_only=True):
    """A sector of society: its name, its code in CAMEO and name in ICEWS, and the institution that stands for it (empty: the state itself)."""

    name: str
    gdelt: str
    icews: str
    actor: str


class Members(schema.Entry, frozen=True, kw_only=True):
    """Ids that belong to sectors, the primary one first."""

    sectors: tuple[str, ...]
    ids: tuple[str, ...]


class SectorFile(schema.File, frozen=True, kw_only=True):
    """`sectors.yml`."""

    sectors: dict[str, Sector]
    institutions: tuple[Members, ...]
    offices: tuple[Members, ...]
    kinds: dict[str, tuple[str, ...]]
    bodies: tuple[Members, ...]
    spellings: dict[str, tuple[str, ...]]


class Codes:
    """The register in other people's codes.

    Attributes:
        states: By our id.
        groups: CAMEO codes of known groups, by the id of the body.
        sectors: By PLOVER's code.
        institutions: The sectors of an institution, by the part of its id behind the state.
    """

    def __init__(self, folder: Path, world: World) -> None:
        states = data.read(folder / "codes.yml", StateCodesFile)
        file = data.read(folder / "sectors.yml", SectorFile)
        self.states = states.states
        self.groups = states.groups
        self.sectors = file.sectors
        self.institutions = _by_id(file.institutions)
        self._offices = _by_id(file.offices)
        self._bodies = _by_id(file.bodies)
        self._kinds = file.kinds
        self._world = world
        self._names = _folded_names(states.states)
        self._codes = {code: state for state, each in states.states.items() for code in _codes_of(state, each)}
        # what is spelt out comes last and wins: some languages have ids of their own for what is one institution
        self._spellings = {_folded(slug.replace("-", " ")): slug for slug in (*self.institutions, *file.spellings)}
        self._spellings |= {_folded(word): slug for slug, words in file.spellings.items() for word in words}
        self._actors: dict[str, list[str]] = {}
        for actor, word in _english(world):
            self._actors.setdefault(_folded(word), []).append(actor)

    def state(self, text: str) -> str | None:
        """Our id of a state by its ISO, CAMEO or FIPS code or its English name; None for what is none.

        Two letters are read as FIPS 10-4, which is what GDELT means by them.

        Example:
            >>> [codes().state(text) for text in ("ROM", "Russian Federation", "TI", "Atlantis")]
            ['ROU', 'RUS', 'TJK', None]
        """
        return self._codes.get(text) or self._names.get(_folded(text))

    def institution(self, name: str) -> str | None:
        """The part behind the state of an institution's id, by its English name; None for one that is not known.

        Example:
            >>> codes().institution("Ministry of Defense")
            'ministry-of-defence'
        """
        return self._spellings.get(_folded(name))

    def actor(self, name: str, state: str | None) -> str | None:
        """The id of a state, body, group or person of the register, by its English name.

        Args:
            name: Its name; upper and lower case are one.
            state: The state that it belongs to, as far as that is known: of two namesakes it takes the one of that state.

        Returns:
            The id; None where the register has no such name, or only in another state.
        """
        known = self._names.get(_folded(name))
        if known is not None:
            return known
        found = self._actors.get(_folded(name), ())
        if state is not None:
            return next((actor for actor in found if self.country(actor) == state), None)
        # one who held an office of a state and heads a body has two ids: without a state it is the body's
        return next((actor for actor in found if state_of(actor) not in self.states), next(iter(found), None))

    def name(self, actor: str) -> str:
        """The English name of an actor; what the register does not know is named after its id.

        Example:
            >>> [codes().name(actor) for actor in ("KAZ", "KAZ/kassym-jomart-tokayev", "RUS/ministry-of-defence", "UN")]
            ['Kazakhstan', 'Kassym-Jomart Tokayev', 'Ministry of Defence', 'United Nations']
        """
        if actor in self.states:
            return self.states[actor].name
        known = self._world.people.get(actor) or self._world.bodies.get(actor) or self._world.groups.get(actor)
        names = known.names.get("en", ()) if known else ()
        return names[0] if names else _named_after(actor.rsplit("/", 1)[-1])

    def country(self, actor: str) -> str | None:
        """The state that an actor belongs to; of a de facto entity without an ISO code the state that claims it; None for what belongs to none."""
        top = state_of(actor)
        if top not in self.states:
            body = self._world.bodies.get(top)
            return body.state if body else None
        return top if self.states[top].iso2 or top not in self._world.states else self._world.states[top].parent or top

    def sectors_of(self, actor: str, day: dt.date | None) -> tuple[str, ...]:
        """The sectors of an actor, the primary one first.

        Args:
            actor: Its id.
            day: The day of the act: a person's office then tells the sector, else any office that they held.

        Returns:
            PLOVER's codes; none for a state as a whole and for what is not known.

        Example:
            >>> [codes().sectors_of(actor, None) for actor in ("RUS/ministry-of-defence", "KAZ/police", "KAZ", "UN")]
            [('GOV', 'MIL'), ('COP',), (), ('IGO',)]
        """
        if actor in self.states:
            return ()
        offices = self._world.offices(actor, day) or self._world.offices(actor, None)
        if offices:
            default = ("GOV",) if state_of(actor) in self.states else self._body(state_of(actor))
            return self._offices.get(offices[0].office, default)
        if "/" in actor:
            return self.institutions.get(actor.split("/", 1)[1], ())
        return self._body(actor)

    def _body(self, actor: str) -> tuple[str, ...]:
        body = self._world.bodies.get(actor)
        return self._bodies.get(actor) or (self._kinds.get(body.kind, ()) if body else ())

    def title(self, actor: str, day: dt.date | None) -> str:
        """The office that a person held on a day, in words; empty where there is none or the day is unknown."""
        offices = self._world.offices(actor, day) if day else ()
        return _named_after(offices[0].office) if offices else ""

    def is_person(self, actor: str) -> bool:
        """Whether the register knows the actor as a person."""
        return actor in self._world.people


def _by_id(groups: Iterable[Members]) -> dict[str, tuple[str, ...]]:
    return {each: group.sectors for group in groups for each in group.ids}


def _folded_names(states: dict[str, StateCodes]) -> dict[str, str]:
    return {_folded(name): state for state, each in states.items() for name in (each.name, *each.also, each.icews) if name}


def _codes_of(state: str, each: StateCodes) -> tuple[str, ...]:
    return tuple(code for code in (state, each.fips, each.cameo, *each.older) if code)


def _english(world: World) -> Iterable[tuple[str, str]]:
    for register in (world.bodies, world.groups, world.people):
        for actor, each in register.items():
            yield from ((actor, word) for word in each.names.get("en", ()))


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _named_after(slug: str) -> str:
    """Words of a slug, the small ones left small."""
    return " ".join(word if word in {"of", "the", "for", "and"} else word[:1].upper() + word[1:] for word in slug.split("-"))


@lru_cache(maxsize=1)
def codes() -> Codes:
    """Loads the register in other people's codes.

    Raises:
        DataFileError: `codes.yml`, `sectors.yml` or a file of the register is not as it must be.
    """
    return Codes(_HERE, load())
