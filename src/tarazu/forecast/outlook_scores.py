"""How good forecasts were, now that the world has caught up: against base rates, persistence and recurrence, also for two who never met."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, Literal

import msgspec
import numpy as np

from tarazu.forecast.acts import MUTUAL, RELATIONS, Ledger
from tarazu.forecast.arrays import Doubles, Flags
from tarazu.forecast.dyad_totals import CONFLICT_FLAGS
from tarazu.forecast.outlook_types import Asked, Outlook

Method = Literal["forecast", "base rate", "persistence", "recurrency"]
CountMethod = Literal["forecast", "usual", "last window"]
Triple = tuple[str, str, str]

METHODS: Final[dict[Method, Callable[[Asked], float]]] = {
    "forecast": lambda asked: asked.chance, "base rate": lambda asked: asked.base_rate, "persistence": lambda asked: asked.persistence,
    "recurrency": lambda asked: asked.recurrency,
}  # fmt: skip
EDGES: Final = (0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0)
"""Chances are put together between these for the table of reliability."""

_LEAST: Final = 1e-6
_BEYOND: Final = 12


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a forecast.

    Attributes:
        outlook: The forecast.
        came: How often each of its questions came, in their order.
        others: What came of the states and powers that it is about and was not asked, with how often.
        counts: How many stories came of each of its pairs, in their order.
    """

    outlook: Outlook
    came: tuple[int, ...]
    others: Mapping[Triple, int]
    counts: tuple[int, ...]


class Grade(msgspec.Struct, frozen=True, kw_only=True):
    """How good a way to forecast was.

    Attributes:
        method: Which.
        brier: The mean squared difference of chance and outcome, from 0, which is best, to 1.
        log_score: The mean natural logarithm of the chance given to what came of each question; 0 is best.
        mrr, h1, h3, h10: Of all that came, asked or not: the mean reciprocal rank among those with whom it could have been, from both ends, other true
            ones left out and ties at their mean; and the shares of ranks up to 1, 3 and 10.
        questions: How many questions were asked.
        came: How many of them came.
        ranked: How many ranks there are: two for each thing that came.
    """

    method: Method
    brier: float
    log_score: float
    mrr: float
    h1: float
    h3: float
    h10: float
    questions: int
    came: int
    ranked: int


class CountGrade(msgspec.Struct, frozen=True, kw_only=True):
    """How good counts were.

    Attributes:
        method: `forecast`, `usual` (the mean of all past windows) or `last window` (as many as last time).
        crps: The mean continuous ranked probability score, in stories; 0 is best.
        pairs: Over how many counts.
    """

    method: CountMethod
    crps: float
    pairs: int


class Bin(msgspec.Struct, frozen=True, kw_only=True):
    """Questions with a like chance.

    Attributes:
        low, high: The chances, from `low` up to, not including, `high`.
        questions: How many.
        chance: The mean chance that was given.
        came: The share that came.
        low90, high90: Between which the share would lie in nine of ten cases if the chances were right.
    """

    low: float
    high: float
    questions: int
    chance: float
    came: float
    low90: float
    high90: float


class Scored(msgspec.Struct, frozen=True, kw_only=True):
    """How good forecasts were.

    Attributes:
        forecasts: How many were scored.
        grades: Of each method, the forecast first.
        never_met: The same for questions about two who had had nothing to do with each other.
        counts: How good counts were.
        reliability: What came of chances, by how high they were; bins without a question are left out.
        unasked: How many things came that were not asked, of all that came.
    """

    forecasts: int
    grades: tuple[Grade, ...]
    never_met: tuple[Grade, ...]
    counts: tuple[CountGrade, ...]
    reliability: tuple[Bin, ...]
    unasked: tuple[int, int]


def resolve(outlook: Outlook, ledger: Ledger) -> Outcome:
    """Sees what came of a forecast.

    Args:
        outlook: The forecast.
        ledger: All that is told by now, with the same members counting for bodies as in the forecast.
    """
    scope = outlook.scope
    start = scope.as_of.toordinal()
    held = np.flatnonzero(ledger.within(start, start + scope.horizon))
    names = ledger.parties
    came: Counter[Triple] = Counter()
    together: Counter[tuple[str, str, bool]] = Counter()
    for s, r, o in zip(*(each[held].tolist() for each in (ledger.subjects, ledger.relations, ledger.objects)), strict=True):
        one, other = names[s], names[o]
        came[one, RELATIONS[r], other] += 1
        together[min(one, other), max(one, other), bool(CONFLICT_FLAGS[r])] += 1
    asked = {(each.subject, each.relation, each.object) for each in outlook.asked}
    others = {triple: count for triple, count in sorted(came.items()) if triple not in asked and _inside(triple, outlook)}
    return Outcome(
        outlook=outlook, came=tuple(came[each.subject, each.relation, each.object] for each in outlook.asked), others=others,
        counts=tuple(together[each.one, each.other, each.valence == "conflict"] for each in outlook.counts),
    )  # fmt: skip


def _inside(triple: Triple, outlook: Outlook) -> bool:
    """Whether it is of those that the forecast is about."""
    scope, ends = outlook.scope, (triple[0], triple[2])
    allowed = {*scope.region, *scope.powers}
    return any(end in scope.region for end in ends) and (not scope.powers or all(end in allowed for end in ends))


def caught_up(outlook: Outlook, ledger: Ledger) -> Literal["", "early", "unread"]:
    """Whether a forecast can be scored: not before something was told after its window (`early`), nor where nothing is told of its window (`unread`)."""
    end = outlook.scope.until().toordinal()
    if not len(ledger.told) or int(ledger.told.max()) <= end:
        return "early"
    return "" if ledger.within(outlook.scope.as_of.toordinal(), end).any() else "unread"


def score(outcomes: Sequence[Outcome]) -> Scored:
    """Scores forecasts of which it is known what came.

    Source: Brier (1950), Monthly Weather Review 78; Good (1952) for the logarithmic score; Gneiting and Raftery (2007) for CRPS; ranks as Gastinger et
    al. (2023), ECML PKDD; the bands of reliability after Bröcker and Smith (2007), Weather and Forecasting 22.
    """
    chances = np.array([each.chance for outcome in outcomes for each in outcome.outlook.asked])
    came = np.array([count > 0 for outcome in outcomes for count in outcome.came], dtype=np.bool_)
    unasked = sum(len(outcome.others) for outcome in outcomes)
    return Scored(
        forecasts=len(outcomes), grades=tuple(_grade(method, outcomes, never_met=False) for method in METHODS),
        never_met=tuple(_grade(method, outcomes, never_met=True) for method in METHODS), counts=tuple(_counts(outcomes)),
        reliability=tuple(_bins(chances, came)), unasked=(unasked, unasked + int(came.sum())),
    )  # fmt: skip


def _grade(method: Method, outcomes: Sequence[Outcome], *, never_met: bool) -> Grade:
    of = METHODS[method]
    rows = [
        (of(each), count > 0) for outcome in outcomes for each, count in zip(outcome.outlook.asked, outcome.came, strict=True) if not (never_met and each.met)
    ]
    chances = np.clip(np.array([chance for chance, _ in rows]), _LEAST, 1 - _LEAST)
    came = np.array([came for _, came in rows], dtype=np.bool_)
    ranks = np.array([rank for outcome in outcomes for rank in _ranks(of, outcome, never_met=never_met)])
    return Grade(
        method=method, brier=_mean((chances - came) ** 2), log_score=_mean(np.where(came, np.log(chances), np.log1p(-chances))), mrr=_mean(1 / ranks),
        h1=_mean(ranks <= 1), h3=_mean(ranks <= 3), h10=_mean(ranks <= 10), questions=len(rows), came=int(came.sum()), ranked=len(ranks),
    )  # fmt: skip


def _mean(values: Doubles | Flags) -> float:
    return round(float(values.mean()), 6) if len(values) else 0.0


def _ranks(of: Callable[[Asked], float], outcome: Outcome, *, never_met: bool) -> Iterable[float]:
    """The ranks of all that came, from both ends; what was not asked comes after all that was, in no order."""
    asked = outcome.outlook.asked
    given: dict[tuple[str, str, bool], dict[str, float]] = {}
    true: dict[tuple[str, str, bool], set[str]] = {}
    met = {(each.subject, each.relation, each.object): each.met for each in asked}
    for each in asked:
        for end, partner in _ends((each.subject, each.relation, each.object)):
            given.setdefault(end, {})[partner] = of(each)
    things = [triple for triple, count in zip(met, outcome.came, strict=True) if count] + list(outcome.others)
    for triple in things:
        for end, partner in _ends(triple):
            true.setdefault(end, set()).add(partner)
    known = {frozenset(triple[::2]) for triple, count in met.items() if count}
    for triple in things:
        if never_met and (met.get(triple, 0) or frozenset(triple[::2]) in known):
            continue
        for end, partner in _ends(triple):
            yield _rank(given.get(end, {}), partner, true[end] - {partner}, outcome.outlook.parties)


def _ends(triple: Triple) -> tuple[tuple[tuple[str, str, bool], str], ...]:
    """A thing as seen from each of its two ends, with the partner; what is done together looks the same from both."""
    subject, relation, other = triple
    back = relation not in MUTUAL
    return ((subject, relation, False), other), ((other, relation, back), subject)


def _rank(given: Mapping[str, float], partner: str, others: set[str], parties: int) -> float:
    rivals = [chance for name, chance in given.items() if name != partner and name not in others]
    if partner not in given:
        return 1 + len(rivals) + max(parties - 2 - len(rivals) - len(others), 0) / 2
    own = given[partner]
    return 1 + sum(chance > own for chance in rivals) + sum(chance == own for chance in rivals) / 2


def _counts(outcomes: Sequence[Outcome]) -> Iterable[CountGrade]:
    rows = [(each, count) for outcome in outcomes for each, count in zip(outcome.outlook.counts, outcome.counts, strict=True)]
    came = np.array([count for _, count in rows], dtype=np.float64)
    sizes = np.array([each.size for each, _ in rows])
    ways: tuple[tuple[CountMethod, list[float]], ...] = (("forecast", [each.expected for each, _ in rows]), ("usual", [each.usual for each, _ in rows]))
    for method, means in ways:
        yield CountGrade(method=method, crps=_mean(crps(came, np.array(means), sizes)), pairs=len(rows))
    yield CountGrade(method="last window", crps=_mean(np.abs(came - np.array([each.last for each, _ in rows]))), pairs=len(rows))


def crps(came: Doubles, means: Doubles, sizes: Doubles) -> Doubles:
    """The continuous ranked probability score of negative binomial forecasts: the sum over all k of (F(k) - [k >= came])²; 0 is best.

    Example:
        >>> crps(np.array([0.0]), np.array([1e-9]), np.array([1.0])).round(6).tolist()
        [0.0]
    """
    from scipy.special import betainc  # slow to load

    if not len(came):
        return np.zeros(0)
    deviation = np.sqrt(means + means**2 / sizes)
    grid = np.arange(int(np.max(np.maximum(came, means + _BEYOND * deviation))) + 2, dtype=np.float64)
    reached = np.asarray(betainc(sizes[:, None], grid[None, :] + 1, (sizes / (sizes + means))[:, None]))
    return np.asarray(((reached - (grid[None, :] >= came[:, None])) ** 2).sum(axis=1))


def _bins(chances: Doubles, came: Flags) -> Iterable[Bin]:
    from scipy.stats import binom  # slow to load

    places = np.clip(np.searchsorted(EDGES, chances, side="right") - 1, 0, len(EDGES) - 2)
    for at in range(len(EDGES) - 1):
        held = places == at
        count = int(held.sum())
        if count:
            mean = float(chances[held].mean())
            low, high = (float(binom.ppf(each, count, mean)) / count for each in (0.05, 0.95))
            yield Bin(
                low=EDGES[at], high=EDGES[at + 1], questions=count, chance=round(mean, 5), came=round(float(came[held].mean()), 5), low90=round(low, 5),
                high90=round(high, 5),
            )  # fmt: skip


def last_told(ledger: Ledger) -> dt.date | None:
    """The last day on which anything was told; None where nothing was."""
    return dt.date.fromordinal(int(ledger.told.max())) if len(ledger.told) else None
