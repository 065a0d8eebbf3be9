"""The schemas of the world register's data files."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from tarazu.records import Channel, TieKind

Names = dict[str, tuple[str, ...]]


class File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every data file names its source and licence."""

    source: str
    licence: str


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An entry of a data file."""


class Point(Entry, frozen=True, kw_only=True):
    """A named point on the map, in degrees (WGS 84)."""

    name: str
    lat: float
    lon: float


class State(Entry, frozen=True, kw_only=True):
    """A state, a dependent territory or a de facto entity."""

    kind: Literal["state", "de-facto"]
    region: str
    capital: Point | None = None
    parent: str | None = None
    disputed: str | None = None
    founded: dt.date | None = None
    dissolved: dt.date | None = None


class StateFile(File, frozen=True, kw_only=True):
    """`states.yml`."""

    states: dict[str, State]


class Region(Entry, frozen=True, kw_only=True):
    """A first-level region of a state, and where its middle is."""

    id: str
    names: Names
    lat: float
    lon: float
    weak: Names | tuple[str, ...] = ()


class RegionFile(File, frozen=True, kw_only=True):
    """`regions.yml`."""

    regions: tuple[Region, ...]


class Membership(Entry, frozen=True, kw_only=True):
    """A state's membership of a body, with its dates."""

    state: str
    since: dt.date | None = msgspec.field(name="from", default=None)
    until: dt.date | None = None
    role: str = msgspec.field(name="as", default="member")


class Head(Entry, frozen=True, kw_only=True):
    """Who heads a body, and when."""

    person: str
    office: str
    names: Names
    since: dt.date | None = msgspec.field(name="from", default=None)
    until: dt.date | None = None
    short: Names = {}
    weak: Names = {}


class Body(Entry, frozen=True, kw_only=True):
    """An intergovernmental body, one of its organs, or an armed group."""

    id: str
    kind: str
    names: Names
    seat: str | None = None
    parent: str | None = None
    state: str | None = None
    members: tuple[Membership, ...] | Literal["all"] = ()
    heads: tuple[Head, ...] = ()
    weak: Names | tuple[str, ...] = ()


class BodyFile(File, frozen=True, kw_only=True):
    """`bodies.yml`."""

    bodies: tuple[Body, ...]


class Group(Entry, frozen=True, kw_only=True):
    """A named group of states."""

    id: str
    names: Names
    adjectives: Names = {}
    members: tuple[str, ...] = ()
    weak: Names | tuple[str, ...] = ()


class GroupFile(File, frozen=True, kw_only=True):
    """`groups.yml`."""

    groups: tuple[Group, ...]


class Project(Entry, frozen=True, kw_only=True):
    """A railway, corridor, pipeline, power plant or programme, and its parties."""

    id: str
    kind: str
    names: Names
    parties: tuple[str, ...] = ()
    channel: Channel | None = None
    weak: Names | tuple[str, ...] = ()


class ProjectFile(File, frozen=True, kw_only=True):
    """`projects.yml`."""

    projects: tuple[Project, ...]


class Outlet(Entry, frozen=True, kw_only=True):
    """An outlet, agency or think tank."""

    id: str
    kind: Literal["outlet", "agency", "think-tank"]
    label: str
    names: Names
    state: str | None = None
    domain: str | None = None
    weak: Names | tuple[str, ...] = ()


class OutletFile(File, frozen=True, kw_only=True):
    """`outlets.yml`."""

    outlets: tuple[Outlet, ...]


class Term(Entry, frozen=True, kw_only=True):
    """An office and its term."""

    office: str
    kind: TieKind
    of: str
    since: dt.date | None = msgspec.field(name="from", default=None)
    until: dt.date | None = None


class Person(Entry, frozen=True, kw_only=True):
    """A person with the offices that they held."""

    id: str
    names: Names
    offices: tuple[Term, ...] = ()
    short: Names = {}
    weak: Names = {}
    female: bool = False


class PeopleFile(File, frozen=True, kw_only=True):
    """`people/*.yml`."""

    people: tuple[Person, ...]
