"""The register of actors and places: states, regions, bodies, groups, people with terms of office, outlets and projects."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from pathlib import Path

import msgspec

from tarazu import data
from tarazu.records import Office
from tarazu.world import schema

_HERE = Path(__file__).parent


class World:
    """The register, read.

    Attributes:
        states: By ISO 3166-1 alpha-3 code, or our own for de facto entities.
        bodies, groups, projects, outlets, people, regions: By id.
    """

    def __init__(self, folder: Path) -> None:
        self.states = data.read(folder / "states.yml", schema.StateFile).states
        self.regions = {each.id: each for each in data.read(folder / "regions.yml", schema.RegionFile).regions}
        self.bodies = {each.id: each for each in data.read(folder / "bodies.yml", schema.BodyFile).bodies}
        self.groups = {each.id: each for each in data.read(folder / "groups.yml", schema.GroupFile).groups}
        self.projects = {each.id: each for each in data.read(folder / "projects.yml", schema.ProjectFile).projects}
        self.outlets = {each.id: each for each in data.read(folder / "outlets.yml", schema.OutletFile).outlets}
        self.people: dict[str, schema.Person] = {}
        for path in sorted((folder / "people").glob("*.yml")):
            for person in data.read(path, schema.PeopleFile).people:
                self.people.setdefault(person.id, person)
        self._add_heads()
        self._holders: dict[tuple[str, str], list[tuple[str, Office]]] = {}
        for person in self.people.values():
            for term in person.offices:
                office = Office(office=term.office, kind=term.kind, of=term.of, since=term.since, until=term.until)
                self._holders.setdefault((term.of, term.office), []).append((person.id, office))

    def _add_heads(self) -> None:
        """Heads of bodies are people too; one who also held an office of a state has two ids, which share all names."""
        namesakes = {person.names["en"][0].casefold(): person for person in self.people.values() if person.names.get("en")}
        for body in self.bodies.values():
            for head in body.heads:
                term = schema.Term(office=head.office, kind="official_of", of=body.parent or body.id, since=head.since, until=head.until)
                person = schema.Person(id=head.person, names=head.names, short=head.short, weak=head.weak, offices=(term,))
                other = namesakes.get(head.names["en"][0].casefold()) if head.names.get("en") else None
                known = self.people.get(head.person)
                if known is not None:
                    person = msgspec.structs.replace(known, offices=(*known.offices, term))
                elif other is not None:
                    names = _united(person.names, other.names)
                    person = msgspec.structs.replace(person, names=names, short=_united(person.short, other.short))
                    self.people[other.id] = msgspec.structs.replace(other, names=names)
                self.people[head.person] = person

    def holder(self, of: str, office: str, day: dt.date | None) -> str | None:
        """Who held an office of a state or body on a day; None if the register does not know or the day is unknown."""
        if day is None:
            return None
        for person, term in self._holders.get((of, office), ()):
            if (term.since is None or term.since <= day) and (term.until is None or day <= term.until):
                return person
        return None

    def seat_of(self, office: str) -> str | None:
        """The one body that has an office of this name; None if several bodies or any state have it, or none."""
        owners = {of for of, name in self._holders if name == office}
        return owners.pop() if len(owners) == 1 and owners <= set(self.bodies) else None

    def offices(self, person: str, day: dt.date | None) -> tuple[Office, ...]:
        """The offices that a person held on a day, all that they ever held if the day is unknown."""
        known = self.people.get(person)
        terms = known.offices if known else ()
        return tuple(
            Office(office=term.office, kind=term.kind, of=term.of, since=term.since, until=term.until)
            for term in terms
            if day is None or ((term.since is None or term.since <= day) and (term.until is None or day <= term.until))
        )

    def members(self, body: str, day: dt.date | None) -> tuple[str, ...]:
        """The states that were members of a body or belong to a named group, on a day (today's if unknown)."""
        if body in self.groups:
            return self.groups[body].members
        known = self.bodies.get(body)
        if known is None or known.members == "all":
            return ()
        return tuple(
            each.state
            for each in known.members
            if each.role == "member"
            and (each.until is None if day is None else (each.since is None or each.since <= day) and (each.until is None or day <= each.until))
        )


def _united(one: schema.Names, two: schema.Names) -> schema.Names:
    return {code: tuple(dict.fromkeys((*one.get(code, ()), *two.get(code, ())))) for code in {**one, **two}}


@lru_cache(maxsize=1)
def load() -> World:
    """Loads the register that is shipped with Tarazu.

    Raises:
        DataFileError: One of its files is not as it must be.
    """
    return World(_HERE)
