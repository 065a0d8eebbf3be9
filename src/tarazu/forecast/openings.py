"""Who may have to do with whom without ever having had: neighbours, members of the same bodies, and those of whom something is announced."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Final

import msgspec
import numpy as np

from tarazu import world
from tarazu.forecast.acts import RELATIONS, Ledger, Plan
from tarazu.forecast.arrays import Doubles, Ints, find_sorted
from tarazu.forecast.cells import MUTUAL_FLAGS, Cells, pair_keys
from tarazu.ontologies import plover
from tarazu.world.borders import borders

NEIGHBOURS: Final = 2
FELLOWS: Final = 1

_WIDE: Final = 40
_KINDS: Final = len(RELATIONS)
_PLAN_DONE: Final = 1.0
_PLAN_SEEN: Final = 4.0
_SHAPE: Final = 3.0


class Openings(msgspec.Struct, frozen=True, kw_only=True):
    """Pairs that are near each other.

    Attributes:
        pairs: As of `cells.pair_keys`, ascending.
        kinds: 2 for neighbours, 1 for members of a body of at most forty who are no neighbours.
        bodies: Of each pair the bodies that both belong to.
    """

    pairs: Ints
    kinds: Ints
    bodies: tuple[tuple[str, ...], ...]

    def kinds_of(self, pairs: Ints) -> Ints:
        """Of each pair whether it is near, and how; 0 for none."""
        places = find_sorted(self.pairs, pairs)
        return np.where(places >= 0, self.kinds[places], 0) if len(self.pairs) else np.zeros(len(pairs), dtype=np.int64)

    def bodies_of(self, pair: int) -> tuple[str, ...]:
        """The bodies that both of a pair belong to."""
        at = int(np.searchsorted(self.pairs, pair))
        return self.bodies[at] if at < len(self.pairs) and self.pairs[at] == pair else ()


def neighbours_of(states: tuple[str, ...]) -> frozenset[str]:
    """The states that border on any of these."""
    return frozenset(each for pair in borders() if pair & {*states} for each in pair)


def find_openings(parties: tuple[str, ...], day: dt.date) -> Openings:
    """Finds who is near whom on a day, by the register."""
    register = world.load()
    members = {body: frozenset(register.members(body, day)) for body in register.bodies}
    narrow = {body: states for body, states in members.items() if 1 < len(states) <= _WIDE}
    found: list[tuple[int, int, tuple[str, ...]]] = []
    for at, one in enumerate(parties):
        mine = [(body, states) for body, states in narrow.items() if one in states]
        for other in range(at + 1, len(parties)):
            two = parties[other]
            shared = tuple(sorted(body for body, states in mine if two in states))
            belongs = one in members.get(two, ()) or two in members.get(one, ())
            kind = NEIGHBOURS if frozenset({one, two}) in borders() else FELLOWS if shared or belongs else 0
            if kind:
                found.append((at * len(parties) + other, kind, shared))
    return Openings(
        pairs=np.array([each[0] for each in found], dtype=np.int64), kinds=np.array([each[1] for each in found], dtype=np.int64),
        bodies=tuple(each[2] for each in found),
    )  # fmt: skip


class Announced(msgspec.Struct, frozen=True, kw_only=True):
    """What was announced and is still to come.

    Attributes:
        chances: For each question, the chance that it comes as something that was announced.
        plans: For each question the place of the announcement in the ledger's that makes it likeliest; -1 where there is none.
        kept: The share of what was announced with a date that was told as done, as it is reckoned with.
        known: How many such announcements that share rests on.
    """

    chances: Doubles
    plans: Ints
    kept: float
    known: int


def announced(ledger: Ledger, cells: Cells, day: int, horizon: int) -> Announced:
    """What announcements let one expect by a horizon.

    How often what was announced is told as done is counted on this case's own announcements, drawn towards one in four, because a case holds many words
    and few of their ends; so is as what it was done, drawn towards the kind of act that it was announced as.

    Args:
        ledger: With the plans.
        cells: The questions.
        day: The day, as an ordinal; what was done or told later is not seen.
        horizon: Days ahead.
    """
    dated, quick = _kept(ledger, day, horizon)
    shapes = _shapes(ledger, day)
    keys = cells.keys()
    chances, plans = np.zeros(len(keys)), np.full(len(keys), -1, dtype=np.int64)
    pairs = cells.pairs()
    for at, plan in enumerate(ledger.plans):
        if not _open(plan, day):
            continue
        rows = np.flatnonzero(pairs == int(pair_keys(np.array([plan.parties[0]]), np.array([plan.parties[1]]), cells.parties)[0]))
        chance = _due(plan, day, horizon, (dated[0], quick[0])) * shapes[plan.relation, cells.relations[rows]]
        # of what one does to the other, an announcement does not say which: it names who takes part
        chance = np.where(MUTUAL_FLAGS[cells.relations[rows]], chance, chance / 2)
        better = chance > chances[rows]
        plans[rows[better]] = at
        chances[rows] = 1 - (1 - chances[rows]) * (1 - chance)
    return Announced(chances=chances, plans=plans, kept=dated[0], known=dated[1])


def _open(plan: Plan, day: int) -> bool:
    return plan.told <= day and not plan.off and (plan.done < 0 or plan.done > day) and (plan.due < 0 or plan.due > day)


def _due(plan: Plan, day: int, horizon: int, kept: tuple[float, float]) -> float:
    """The chance that it is done within the horizon."""
    if plan.due >= 0:
        return kept[0] if plan.due <= day + horizon else 0.0
    return float(kept[1] * 0.5 ** ((day - plan.told) / horizon))


def _kept(ledger: Ledger, day: int, horizon: int) -> tuple[tuple[float, int], tuple[float, int]]:
    """The share of announcements with a date that were done, and of those without one that were done within the horizon; with how many there were."""
    past = [plan for plan in ledger.plans if plan.told <= day]
    dated = [plan for plan in past if 0 <= plan.due <= day]
    loose = [plan for plan in past if plan.due < 0 and plan.told <= day - horizon]
    done = sum(0 <= plan.done <= day for plan in dated)
    soon = sum(0 <= plan.done <= min(day, plan.told + horizon) for plan in loose)
    shares = [(found + _PLAN_DONE) / (len(seen) + _PLAN_SEEN) for found, seen in ((done, dated), (soon, loose))]
    return (shares[0], len(dated)), (shares[1], len(loose))


@cache
def _beforehand() -> Doubles:
    """As what the announced is done before anything is seen of it: an announced visit is coded as a promise (AGREE), so a promise may end as a visit.

    Source: the rules of composition of the codebook, `plan` in ontologies/plover/composition.yml.
    """
    over = plover().operators["plan"].over
    shares = np.zeros((_KINDS, _KINDS))
    for at, name in enumerate(RELATIONS):
        outcome = over.get(name.partition("/")[0], over["*"])
        shares[RELATIONS.index(outcome.type) if outcome.type else at, at] += 1
        shares[at, at] += 1
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


def _shapes(ledger: Ledger, day: int) -> Doubles:
    """As what the announced is done: by kind as announced (rows) and as done (columns), each row summing to 1."""
    counts = _beforehand() * _SHAPE
    for plan in ledger.plans:
        if plan.told <= day and 0 <= plan.done <= day:
            counts[plan.relation, plan.did] += 1
    return np.asarray(counts / counts.sum(axis=1, keepdims=True))
