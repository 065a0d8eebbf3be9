"""Why a chance is as it is: its parts, the strongest first, with the numbers and the past stories behind them."""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np

from tarazu.forecast.acts import RELATIONS, Ledger
from tarazu.forecast.arrays import Doubles, Ints
from tarazu.forecast.cells import MUTUAL_FLAGS, Cells
from tarazu.forecast.openings import NEIGHBOURS, Announced
from tarazu.forecast.outlook_types import Ground, Grounds
from tarazu.forecast.rates import Past, Rates

_STRONGEST: Final = 3
_AT_LEAST: Final = 2
_LEAST: Final = 0.05
_SHOWN: Final = 5
_LATELY: Final = 90

# Which of our reasons each of the trees' kinds of reasons is (see `reasons`), so that both are said in the same words.
_OF_TREES: Final[dict[str, Grounds]] = {
    "repetition": "own", "mirror": "mirror", "dealings": "pair", "return": "pair", "habit": "usual", "answer": "popular", "news": "usual", "rule": "sequel",
}  # fmt: skip


class Reasons:
    """Finds the reasons of questions.

    Args:
        ledger: The acts.
        past: What is known of them.
        cells: The questions.
        rates: How often each happens, in parts.
        announced: What is to come.
    """

    def __init__(self, ledger: Ledger, past: Past, cells: Cells, rates: Rates, announced: Announced) -> None:
        self._ledger, self._past, self._cells, self._rates, self._announced = ledger, past, cells, rates, announced
        self._pairs, self._keys = cells.pairs(), cells.keys()
        self._shares = past.sequels.shares()

    def of(self, row: int, chance: float, trees: dict[str, float], part: float) -> tuple[Ground, ...]:
        """The two or three strongest reasons of a question.

        Args:
            row: The question's.
            chance: Of it without what was announced, so that both can be set against each other.
            trees: What moved the trees, by their kinds, as parts of 1; empty where there are none.
            part: What part the trees have in the expectation, from 0 to 1.
        """
        weights = self._weights(row, trees, part)
        plan = float(self._announced.chances[row])
        told = plan / max(plan + chance, 1e-9)
        weights = {kind: weight * (1 - told) for kind, weight in weights.items()}
        if plan > 0:
            weights["announced"] = told
        strongest = sorted(weights.items(), key=lambda each: (-each[1], each[0]))
        found = [ground for kind, weight in strongest if weight > 0 and (ground := self._ground(kind, row, weight)) is not None]
        return tuple(each for at, each in enumerate(found[:_STRONGEST]) if at < _AT_LEAST or each.weight >= _LEAST)

    def _weights(self, row: int, trees: dict[str, float], part: float) -> dict[Grounds, float]:
        rates = self._rates
        kin: Grounds = "neighbours" if self._past.openings.kinds_of(self._pairs[row : row + 1])[0] == NEIGHBOURS else "fellows"
        parts: dict[Grounds, float] = {
            "own": float(rates.own[row]), "pair": float(rates.pair[row]), "usual": float(rates.usual[row]), kin: float(rates.kin[row]),
            "sequel": float(rates.sequel[row]),
        }  # fmt: skip
        whole = max(sum(parts.values()), 1e-12)
        rest = 1 - part if trees else 1.0
        weights = {kind: rest * value / whole for kind, value in parts.items()}
        for name, push in trees.items():
            kind = _OF_TREES.get(name, "circle")
            weights[kind] = weights.get(kind, 0.0) + part * push
        return weights

    def _ground(self, kind: Grounds, row: int, weight: float) -> Ground | None:
        """The reason with its numbers; None where there is nothing behind it to be shown."""
        weight = round(weight, 4)
        match kind:
            case "own" | "mirror":
                return self._repeated(kind, row, weight)
            case "pair":
                return self._between(row, weight)
            case "sequel":
                return self._sequel(row, weight)
            case "announced":
                return self._plan(row, weight)
            case "neighbours" | "fellows":
                return self._near(kind, row, weight)
            case "popular":
                return self._popular(row, weight)
            case "usual":
                return self._usual(row, weight)
            case _:
                return Ground(kind="circle", weight=weight)

    def _repeated(self, kind: Grounds, row: int, weight: float) -> Ground | None:
        key = int(self._keys[row])
        if kind == "mirror" and MUTUAL_FLAGS[self._cells.relations[row]]:
            kind = "own"
        same = np.flatnonzero(self._past.cells == (key ^ 1 if kind == "mirror" else key))
        if not len(same):
            return None
        last = int(self._past.days[same[-1]])
        lately = int((self._past.days[same] > self._past.day - _LATELY).sum())
        numbers = {"times": float(len(same)), "lately": float(lately), "days": float(_LATELY)}
        return Ground(kind=kind, weight=weight, numbers=numbers, days={"last": dt.date.fromordinal(last)}, stories=self._stories(same))

    def _between(self, row: int, weight: float) -> Ground | None:
        met = np.flatnonzero(self._past.pairs == self._pairs[row])
        if not len(met):
            return None
        lately = int((self._past.days[met] > self._past.day - _LATELY).sum())
        numbers = {"acts": float(len(met)), "lately": float(lately), "days": float(_LATELY)}
        return Ground(
            kind="pair", weight=weight, numbers=numbers, days={"last": dt.date.fromordinal(int(self._past.days[met[-1]]))}, stories=self._stories(met)
        )

    def _sequel(self, row: int, weight: float) -> Ground | None:
        sequels = self._past.sequels
        at = int(sequels.strongest(self._cells.take(np.array([row])))[0])
        if at < 0:
            return None
        first, then = int(sequels.relations[at]), int(self._cells.relations[row])
        numbers = {"share": float(self._shares[first, then]), "cases": float(sequels.seen[first]), "days": float(self._past.horizon)}
        day = dt.date.fromordinal(self._past.day - int(sequels.ages[at]))
        return Ground(
            kind="sequel", weight=weight, numbers=numbers, names={"first": (RELATIONS[first],), "then": (RELATIONS[then],)}, days={"last": day},
            stories=self._stories(sequels.acts[at : at + 1]),
        )  # fmt: skip

    def _plan(self, row: int, weight: float) -> Ground | None:
        at = int(self._announced.plans[row])
        if at < 0:
            return None
        plan = self._ledger.plans[at]
        days = {"told": dt.date.fromordinal(plan.told)}
        if plan.due >= 0:
            days["due"] = dt.date.fromordinal(plan.due)
        numbers = {"share": self._announced.kept, "cases": float(self._announced.known)}
        return Ground(kind="announced", weight=weight, numbers=numbers, names={"first": (RELATIONS[plan.relation],)}, days=days, stories=(plan.story,))

    def _near(self, kind: Grounds, row: int, weight: float) -> Ground:
        bodies = self._past.openings.bodies_of(int(self._pairs[row]))
        factor = float((self._rates.kin[row] + self._rates.usual[row]) / max(self._rates.usual[row], 1e-15))
        return Ground(kind=kind, weight=weight, numbers={"factor": factor, "bodies": float(len(bodies))}, names={"bodies": bodies[:4]})

    def _popular(self, row: int, weight: float) -> Ground | None:
        past, relation, other = self._past, self._cells.relations[row], self._cells.objects[row]
        ends = (past.objects == other) | (MUTUAL_FLAGS[past.relations] & (past.subjects == other))
        held = np.flatnonzero((past.relations == relation) & ends)
        return Ground(kind="popular", weight=weight, numbers={"times": float(len(held))}, stories=self._stories(held)) if len(held) else None

    def _usual(self, row: int, weight: float) -> Ground:
        past = self._past
        active = [int(((past.subjects == each[row]) | (past.objects == each[row])).sum()) for each in (self._cells.subjects, self._cells.objects)]
        alike = int((past.relations == self._cells.relations[row]).sum())
        return Ground(kind="usual", weight=weight, numbers={"alike": float(alike), "one": float(active[0]), "other": float(active[1])})

    def _stories(self, acts: Ints) -> tuple[str, ...]:
        """The stories of acts that are known, the latest first."""
        places = self._ledger.stories[self._past.seen[acts]][::-1].tolist()
        return tuple(dict.fromkeys(self._ledger.story_ids[place] for place in places))[:_SHOWN]


def alone(chances: Doubles, announced: Doubles) -> Doubles:
    """The chance without what was announced."""
    return np.asarray(np.clip(1 - (1 - chances) / np.maximum(1 - announced, 1e-9), 0.0, 1.0))
