"""Scenarios: files that say what is supposed to happen, read strictly, and turned into changes of a system of counts."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

import msgspec

from tarazu import data, world
from tarazu.errors import DataFileError, OptionError
from tarazu.forecast.counts_table import known_party, valence_of
from tarazu.forecast.counts_types import Series, Valence
from tarazu.forecast.interventions import Belong, Change, Force, Scale
from tarazu.ontologies import plover
from tarazu.records import Channel, EventType

_READY = Path(__file__).parent / "scenarios"
_LONGEST = 104
_MOST_FACTOR = 20.0
_MOST_ACTS = 50

Text = str | dict[str, str]
"""A text, or the same in several languages by their codes, English among them."""


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """An entry of a scenario.

    Attributes:
        weeks: When: the number of a week, from 1, or the first and the last one, as in `1-4`; all weeks where it is not said.
    """

    weeks: int | str = ""


class ForcedAct(Entry, frozen=True, kw_only=True):
    """An act that happens: each actor does it to each recipient (without recipients, each to each other).

    Attributes:
        type, mode, channel: What act.
        actors, recipients: Ids of states and bodies.
        count: So many in each of the weeks.
        rate: Or so many a week on average, by chance.
    """

    type: EventType
    mode: str | None = None
    actors: tuple[str, ...]
    recipients: tuple[str, ...] = ()
    channel: Channel | None = None
    count: int = 0
    rate: float = 0.0

    def series(self) -> Iterator[Series]:
        """What it adds to."""
        pairs = itertools.product(self.actors, self.recipients) if self.recipients else itertools.permutations(self.actors, 2)
        for source, target in pairs:
            yield Series(source=source, target=target, valence=valence_of(self.type), channel=self.channel)


class ForbiddenAct(Entry, frozen=True, kw_only=True):
    """Acts that do not happen.

    Attributes:
        actors, recipients: Whose, to whom; any where none is named.
        type: Only of this type: counts of its valence are thinned by its share among them.
        valence, channel: Only of these.
    """

    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    type: EventType | None = None
    valence: Valence | None = None
    channel: Channel | None = None


class ChangedRate(Entry, frozen=True, kw_only=True):
    """Acts that happen more or less often.

    Attributes:
        actors, recipients, valence, channel: Which; any where none is named.
        both_ways: Also those of the recipients towards the actors.
        factor: How many times as often, from 0 to 20.
    """

    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    valence: Valence | None = None
    channel: Channel | None = None
    both_ways: bool = False
    factor: float


class ChangedMembership(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A state that joins or leaves a body, in a week from 1."""

    state: str
    body: str
    change: Literal["joins", "leaves"]
    week: int = 1


class Assumption(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A number of the scenario that is not sure.

    Attributes:
        name: What it is.
        of: Where it stands, as `rates.0.factor`, `force.1.count` or `force.1.rate`.
        low, high: Between which values it is tried.
    """

    name: Text
    of: str
    low: float
    high: float


class Scenario(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is supposed to happen; the weeks are counted from the first one that is forecast.

    Attributes:
        title, about: What it is called, and what it supposes, in words.
        horizon_weeks: How far it is run, 1 to 104.
        force, forbid, rates, bodies: What is supposed.
        assumptions: Its numbers that are not sure.
        source, licence: Who wrote it.
        name: The name of its file.
    """

    title: Text
    horizon_weeks: int
    about: Text = ""
    force: tuple[ForcedAct, ...] = ()
    forbid: tuple[ForbiddenAct, ...] = ()
    rates: tuple[ChangedRate, ...] = ()
    bodies: tuple[ChangedMembership, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    source: str = ""
    licence: str = ""
    name: str = ""

    def parties(self) -> tuple[str, ...]:
        """All that it names, each once."""
        entries: tuple[ForcedAct | ForbiddenAct | ChangedRate, ...] = (*self.force, *self.forbid, *self.rates)
        return tuple(dict.fromkeys((*(party for each in entries for party in (*each.actors, *each.recipients)), *(each.state for each in self.bodies))))

    def series(self) -> tuple[Series, ...]:
        """The series that it names in full: those of acts that it forces, and of rates with actors, recipients, valence and channel."""
        forced = (series for act in self.force for series in act.series())
        named = (
            Series(source=source, target=target, valence=rate.valence, channel=rate.channel)
            for rate in self.rates
            if rate.valence and rate.channel
            for source, target in itertools.product(rate.actors, rate.recipients)
            if source != target
        )
        return tuple(dict.fromkeys((*forced, *named)))


def told(text: Text, language: str = "en") -> str:
    """A text in a language; in English where it is not given in that.

    Example:
        >>> told({"en": "a border war", "ru": ""}, "ru")
        'a border war'
    """
    return text if isinstance(text, str) else text.get(language) or text.get("en", "")


def ready_scenarios() -> tuple[Scenario, ...]:
    """The scenarios that are shipped, by name.

    Raises:
        DataFileError: One of them is not as it must be.
    """
    return tuple(_read(path) for path in sorted(_READY.glob("*.yml")))


def read_scenario(name: str | Path) -> Scenario:
    """A ready scenario by its name, or one from a file.

    Raises:
        OptionError: There is neither.
        DataFileError: The file is not as it must be; the message says where.
    """
    ready, path = _READY / f"{name}.yml", Path(name)
    if not path.suffix and path.name == str(name) and ready.is_file():
        return _read(ready)
    if not path.is_file():
        names = ", ".join(each.stem for each in sorted(_READY.glob("*.yml")))
        raise OptionError("scenario", f"a file, or one of {names}", repr(str(name)), "see `tarazu scenario --list`")
    return _read(path)


def _read(path: Path) -> Scenario:
    scenario = msgspec.structs.replace(data.read(path, Scenario), name=path.stem)
    check(scenario, str(path))
    return scenario


def check(scenario: Scenario, where: str) -> None:
    """Sees whether a scenario can be run.

    Args:
        scenario: It.
        where: The name of its file, for the message.

    Raises:
        DataFileError: A state or body is unknown, a week or number out of range, a mode not one of its type, or nothing is supposed.
    """
    if not 1 <= scenario.horizon_weeks <= _LONGEST:
        raise DataFileError(f"{where}: horizon_weeks", f"1 to {_LONGEST} weeks", str(scenario.horizon_weeks), "26 is half a year")
    if not told(scenario.title).strip():
        raise DataFileError(f"{where}: title", "a title, in English if in several languages", repr(scenario.title), "say what is supposed")
    if not (scenario.force or scenario.forbid or scenario.rates or scenario.bodies):
        raise DataFileError(where, "at least one of force, forbid, rates, bodies", "none", "say what is supposed to happen")
    for place, entry in _entries(scenario):
        span(entry, scenario.horizon_weeks, f"{where}: {place}")
        _check_parties((*entry.actors, *entry.recipients), f"{where}: {place}")
    for at, act in enumerate(scenario.force):
        _check_act(act, f"{where}: force.{at}")
    for at, rate in enumerate(scenario.rates):
        if not 0 <= rate.factor <= _MOST_FACTOR:
            raise DataFileError(f"{where}: rates.{at}.factor", f"a factor from 0 to {_MOST_FACTOR:g}", str(rate.factor), "0.5 is half as often")
    for at, each in enumerate(scenario.bodies):
        _check_membership(each, scenario.horizon_weeks, f"{where}: bodies.{at}")
    for at, assumption in enumerate(scenario.assumptions):
        _check_assumption(scenario, assumption, f"{where}: assumptions.{at}")


def span(entry: Entry, horizon: int, where: str) -> tuple[int, int]:
    """The first and the last week of an entry, from 0.

    Raises:
        DataFileError: They are none, or lie outside the scenario.
    """
    parts = str(entry.weeks or f"1-{horizon}").replace(" ", "").split("-")
    if len(parts) > 2 or not all(part.isascii() and part.isdigit() for part in parts):
        raise DataFileError(f"{where}.weeks", "a week or two, as 3 or 1-4", repr(entry.weeks), "weeks are counted from 1")
    first, last = int(parts[0]), int(parts[-1])
    if not 1 <= first <= last <= horizon:
        raise DataFileError(f"{where}.weeks", f"weeks from 1 to {horizon}", repr(entry.weeks), "or let the scenario run longer")
    return first - 1, last - 1


def changes_of(scenario: Scenario, shares: Mapping[EventType, float]) -> tuple[Change, ...]:
    """The scenario as changes of a system of counts.

    Args:
        scenario: Checked.
        shares: Of each type of act its part among those of its valence, from 0 to 1: what forbidding it takes away.
    """
    return tuple(_changes(scenario, shares))


def vary(scenario: Scenario, assumption: Assumption, value: float) -> Scenario:
    """The scenario with another number in place of one that is not sure; whole numbers are rounded."""
    group, at, field = assumption.of.split(".")
    entries = list(getattr(scenario, group))
    number: float | int = round(value) if isinstance(getattr(entries[int(at)], field), int) else value
    entries[int(at)] = msgspec.structs.replace(entries[int(at)], **{field: number})
    return msgspec.structs.replace(scenario, **{group: tuple(entries)})


def _changes(scenario: Scenario, shares: Mapping[EventType, float]) -> Iterator[Change]:
    weeks = scenario.horizon_weeks
    for act in scenario.force:
        first, last = span(act, weeks, "force")
        for series in act.series():
            yield Force(series=series, first=first, last=last, count=act.count, rate=act.rate)
    for ban in scenario.forbid:
        first, last = span(ban, weeks, "forbid")
        valence = valence_of(ban.type) if ban.type else ban.valence
        factor = 1 - shares.get(ban.type, 0.0) if ban.type else 0.0
        yield Scale(
            sources=ban.actors, targets=ban.recipients, channels=_some(ban.channel), valences=(valence,) if valence else (), factor=factor, first=first,
            last=last,
        )  # fmt: skip
    for rate in scenario.rates:
        first, last = span(rate, weeks, "rates")
        ways = ((rate.actors, rate.recipients), (rate.recipients, rate.actors))[: 2 if rate.both_ways else 1]
        for sources, targets in ways:
            yield Scale(
                sources=sources, targets=targets, channels=_some(rate.channel), valences=(rate.valence,) if rate.valence else (), factor=rate.factor,
                first=first, last=last,
            )  # fmt: skip
    for each in scenario.bodies:
        yield Belong(state=each.state, body=each.body, member=each.change == "joins", first=each.week - 1)


def _some(channel: Channel | None) -> tuple[Channel, ...]:
    return (channel,) if channel else ()


def _entries(scenario: Scenario) -> Iterator[tuple[str, ForcedAct | ForbiddenAct | ChangedRate]]:
    for at, act in enumerate(scenario.force):
        yield f"force.{at}", act
    for at, ban in enumerate(scenario.forbid):
        yield f"forbid.{at}", ban
    for at, rate in enumerate(scenario.rates):
        yield f"rates.{at}", rate


def _check_parties(parties: tuple[str, ...], where: str) -> None:
    unknown = [party for party in parties if not known_party(party)]
    if unknown:
        raise DataFileError(where, "ids of states and bodies of the register", ", ".join(unknown), "such as KAZ, RUS, EU, CSTO")


def _check_act(act: ForcedAct, where: str) -> None:
    modes = plover().types[act.type].modes
    if act.mode is not None and act.mode not in modes:
        raise DataFileError(f"{where}.mode", f"a mode of {act.type}: {', '.join(modes) or '(it has none)'}", act.mode, "leave it out")
    if not any(True for _ in act.series()):
        raise DataFileError(where, "an actor and a recipient, or two actors", ", ".join(act.actors) or "nobody", "say who does it to whom")
    if not 0 <= act.count <= _MOST_ACTS or not 0 <= act.rate <= _MOST_ACTS or act.count + act.rate <= 0:
        raise DataFileError(where, f"a count or a rate above 0 and up to {_MOST_ACTS}", f"{act.count} and {act.rate:g}", "count: 1 is one act each week")


def _check_membership(each: ChangedMembership, horizon: int, where: str) -> None:
    _check_parties((each.state,), where)
    body = world.load().bodies.get(each.body)
    if body is None or body.members == "all" or body.parent is not None or not body.members:
        raise DataFileError(f"{where}.body", "a body of the register with a list of members", each.body, "such as CSTO, EAEU, SCO, OTS")
    if not 1 <= each.week <= horizon:
        raise DataFileError(f"{where}.week", f"a week from 1 to {horizon}", str(each.week), "weeks are counted from 1")


def _check_assumption(scenario: Scenario, assumption: Assumption, where: str) -> None:
    parts = assumption.of.split(".")
    fields = {"rates": ("factor",), "force": ("count", "rate")}
    entries = getattr(scenario, parts[0], ()) if parts[0] in fields else ()
    if len(parts) != 3 or not parts[1].isdigit() or int(parts[1]) >= len(entries) or parts[2] not in fields[parts[0]]:
        raise DataFileError(f"{where}.of", "rates.N.factor, force.N.count or force.N.rate, N from 0", assumption.of, "name a number of the scenario")
    if not 0 <= assumption.low < assumption.high <= _MOST_ACTS:
        raise DataFileError(where, "low below high, both from 0", f"{assumption.low:g} and {assumption.high:g}", "between which values is it?")
