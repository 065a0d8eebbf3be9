"""The balance of a case: who holds influence over whom, by channel and over time, and what moved it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from tarazu.analysis.balance_types import Balance, Contribution, Period, Scope
from tarazu.analysis.stated_structure import Stated, stated
from tarazu.api import storytelling
from tarazu.cases import stories as held
from tarazu.errors import OptionError
from tarazu.records import Assessment, Channel, Dimension, Direction, Event, Held, HeldDocument, Story, When, state_of
from tarazu.world.structure import Fact

if TYPE_CHECKING:
    import sqlite3

    from tarazu.world import World

POWERS: Final = ("RUS", "CHN", "USA", "EU", "TUR")
"""The powers that are asked about where nobody says."""

REGION: Final = "central-asia"
"""The region that is asked about where nobody says."""

_LONGEST = 366 * 30


class Perceived(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of a relation, which is not what is done in it.

    Attributes:
        state, power: Whose relation.
        dimension, direction: What is judged of the power over or towards the state, and which way it moves.
        statements: How many judgements say so.
        outlets: How many outlets they stand in.
        records: Their ids.
    """

    state: str
    power: str
    dimension: Dimension
    direction: Direction
    statements: int
    outlets: int
    records: tuple[str, ...]


class Weighed(msgspec.Struct, frozen=True, kw_only=True):
    """The three layers of the balance, never multiplied into one number, and what is said of it.

    Attributes:
        balance: Activity and alignment, from the stories of the case.
        structure: Slow facts of the register, each with its source and year.
        coded: Figures and standing ties that documents of the case state, each with its sentence: what is said of the structure, not looked up.
        perception: What documents say of the relations.
    """

    balance: Balance
    structure: tuple[Fact, ...]
    coded: tuple[Stated, ...]
    perception: tuple[Perceived, ...]


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """A story and what it does to the line."""

    contribution: Contribution
    story: Story


def make_scope(
    region: str = REGION, powers: Sequence[str] = POWERS, since: dt.date | None = None, until: dt.date | None = None, period: Period = "week"
) -> Scope:
    """What the balance is to be about, in words of the register.

    Args:
        region: A group of the register, whose members are the states; or states with commas between them.
        powers: Ids of states and bodies; what members of a body do counts as done by it.
        since: First day; None for three years before the last.
        until: Last day; None for today.
        period: The step of the lines.

    Raises:
        OptionError: The register does not know a name, or the period ends before it begins or lasts over thirty years.
    """
    last = until or dt.datetime.now(dt.UTC).date()
    first = since or last - dt.timedelta(days=3 * 365)
    if not first <= last <= first + dt.timedelta(days=_LONGEST):
        raise OptionError("period", "a last day not before the first, and at most thirty years", f"{first} to {last}", "see --from and --to")
    register = _register()
    group = register.groups.get(region)
    states = group.members if group else tuple(each.strip() for each in region.split(",") if each.strip())
    unknown = [each for each in (*states, *powers) if each not in register.states and each not in register.bodies]
    if unknown or not states or not powers:
        expected = "a group of the register with members, or ids of states and bodies"
        raise OptionError("--region or --powers", expected, ", ".join(unknown) or repr(region), "as in --region central-asia --powers RUS,CHN,EU")
    members = {state: power for power in powers if power in register.bodies for state in register.members(power, last) if state not in {*states, *powers}}
    return Scope(states=tuple(states), powers=tuple(powers), since=first, until=last, period=period, members=members)


def weigh(path: Path, scope: Scope) -> Weighed:
    """Weighs the stories of a case; see `analysis.balance`."""
    from tarazu.analysis.balance import balance  # slow to load
    from tarazu.world.structure import facts

    with closing(storytelling.told_connection(path)) as connection:
        stories, perception = stories_as_weighed(connection), tuple(perceived(connection, scope))
        coded = stated_between(connection, scope)
    structure = (fact for state in scope.states for power in scope.powers if state != power for fact in facts(state, power))
    return Weighed(balance=balance(stories, scope), structure=tuple(structure), coded=coded, perception=perception)


def why(path: Path, scope: Scope, pair: tuple[str, str], day: dt.date, channel: Channel | None = None) -> tuple[Moved, ...]:
    """The stories that moved the line between a state and a power in the period of a day, the weightiest first.

    Raises:
        OptionError: The pair or the day lies outside the scope.
    """
    from tarazu.analysis.activity import fit_lines  # slow to load
    from tarazu.analysis.balance import why as contributions
    from tarazu.analysis.balance_types import Settings

    with closing(storytelling.told_connection(path)) as connection:
        stories = {story.id: story for story in held.load_stories(connection)}
    lines = fit_lines([as_weighed(each) for each in stories.values()], scope, Settings())
    return tuple(Moved(contribution=each, story=stories[each.story]) for each in contributions(lines, pair, day, channel))


def stories_as_weighed(connection: sqlite3.Connection) -> tuple[Story, ...]:
    """All stories of a case as they go into the balance, here and in a brief."""
    return tuple(as_weighed(each) for each in held.load_stories(connection))


def stated_between(connection: sqlite3.Connection, scope: Scope) -> tuple[Stated, ...]:
    """The figures and standing ties that documents state between the states and powers of a scope."""
    numbers = held.documents_about(connection, [*scope.states], ("figure", "tie"))
    return stated(held.load_measures(connection, numbers), scope)


def as_weighed(story: Story) -> Story:
    """A story whose text names no time counts on the day on which it was first published: news are mostly of what has just happened."""
    if story.when is not None or story.told is None:
        return story
    return msgspec.structs.replace(story, when=When(start=story.told, end=story.told, granularity="day", text=""))


def channel(written: str | None) -> Channel | None:
    """A field of relations by its name.

    Raises:
        OptionError: There is none of that name.
    """
    from tarazu.analysis.balance_types import CHANNELS  # slow to load

    found = next((each for each in CHANNELS if each == written), None)
    if written and found is None:
        raise OptionError("--channel", f"one of {', '.join(CHANNELS)}", repr(written), "leave it out for all together")
    return found


def as_documents(stories: Iterable[Story]) -> Iterator[HeldDocument]:
    """Each story as a document with one event, for exports that are to count acts and not reports."""
    from tarazu.records import DocumentFacts

    for story in stories:
        fields = {name: getattr(story, name) for name in Event.__struct_fields__ if name in Story.__struct_fields__}
        event = Event(**fields, doc=story.id, said_by=(), coder="stories", evidence=())
        facts = DocumentFacts(
            id=f"doc-{story.id}", doc=story.id, language="und", title=None, published=None, outlet=story.origin, author=None, url=None, chain=(),
            translated=False, sentences=0, skipped=(),
        )  # fmt: skip
        yield HeldDocument(facts=facts, text="", sightings=(), records=(Held(record=event),))


def perceived(connection: sqlite3.Connection, scope: Scope) -> Iterator[Perceived]:
    """What documents say of the relations between the states and powers of a scope; what the most statements say first."""
    found: dict[tuple[str, str, Dimension, Direction], list[tuple[str, str]]] = {}
    numbers = held.documents_about(connection, [*scope.states, *scope.powers, *_regions_of(scope)], ("assessment",))
    for record, facts, _ in held.load_statements(connection, numbers):
        if isinstance(record, Assessment):
            for state, power in _pairs(record, scope):
                found.setdefault((state, power, record.dimension, record.direction), []).append((record.id, facts.outlet or facts.doc))
    for (state, power, dimension, direction), said in sorted(found.items(), key=lambda each: (-len(each[1]), each[0])):
        yield Perceived(
            state=state, power=power, dimension=dimension, direction=direction, statements=len(said), outlets=len({outlet for _, outlet in said}),
            records=tuple(sorted(record for record, _ in said)),
        )  # fmt: skip


def _pairs(record: Assessment, scope: Scope) -> Iterator[tuple[str, str]]:
    """The relations that a judgement is about; one about the region as a whole is about each of its states."""
    subjects, objects = _states(record.subject, scope), _states(record.object or "", scope)
    for one, other in ((subjects, objects), (objects, subjects)):
        yield from ((state, power) for state in one for power in other if state in scope.states and power in scope.powers and state != power)


def _states(party: str, scope: Scope) -> tuple[str, ...]:
    top = scope.members.get(state_of(party), state_of(party)) if party else ""
    group = _register().groups.get(top)
    return group.members if group and set(group.members) <= set(scope.states) else (top,)


def _regions_of(scope: Scope) -> list[str]:
    return [name for name, group in _register().groups.items() if group.members and set(group.members) <= set(scope.states)]


@cache
def _register() -> World:
    from tarazu import world  # slow to load

    return world.load()
