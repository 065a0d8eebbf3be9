"""House leanings: whether an outlet tells more of conflict or more of cooperation between two parties than the press at large."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import fsum
from typing import Final, Literal

import msgspec

from tarazu.analysis.questions import STAGE, Question, ToldStory, select_stories
from tarazu.analysis.shrinkage import Effect, Observation, shrink
from tarazu.records import Skipped, Story, Telling

Period = Literal["month", "quarter", "year"]
Lean = Literal["towards cooperation", "towards conflict", "no lean seen", "too little to tell"]

LEVEL: Final = 0.9
LEAST_EVIDENCE: Final = 10.0
_SCORE_STEP: Final = 0.5
_TOLD_AS_REAL: Final = frozenset({"actual", "planned"})


class Leaning(msgspec.Struct, frozen=True, kw_only=True):
    """The lean of one outlet, in points of the conflict-cooperation scale (-10 to +10).

    Attributes:
        outlet: Its name.
        stories: How many different stories of the question it tells.
        evidence: How many independent stories the comparison rests on, after what it shares with copies and what the others lack.
        mean: The mean score of what it tells, each story once.
        leaning: How far it lies from the typical outlet in the same periods, drawn towards 0 where there is little evidence; None where
            nothing can be compared.
        low, high: The 90 % interval of it.
        lean: What can be said: a lean where the interval leaves out 0; `too little to tell` below `LEAST_EVIDENCE`.
        records: The ids of the events that it rests on.
    """

    outlet: str
    stories: int
    evidence: float
    mean: float
    leaning: float | None
    low: float | None
    high: float | None
    lean: Lean
    records: tuple[str, ...]


class Leanings(msgspec.Struct, frozen=True, kw_only=True):
    """The leanings of all outlets on one question.

    Attributes:
        question: What was asked.
        outlets: Those with a leaning from conflict to cooperation, then those without, by name.
        between: How much outlets differ: the standard deviation of their leanings, in points.
        within: How much the stories of one outlet differ within a period: their standard deviation, in points.
        skipped: What was left out.
    """

    question: Question
    outlets: tuple[Leaning, ...]
    between: float
    within: float
    skipped: tuple[Skipped, ...]


class _Told(msgspec.Struct, frozen=True, kw_only=True):
    """A story as one outlet tells it: the mean of the scores it gives it, when, and how independent its telling is (above 0, up to 1)."""

    outlet: str
    period: str
    score: float
    weight: float
    records: tuple[str, ...]


def leanings(
    question: Question, tellings: Sequence[Telling], stories: Iterable[Story], period: Period = "quarter", weights: Mapping[str, float] | None = None
) -> Leanings:
    """Measures how each outlet's choice and wording of stories leans, relative to what all tell on the question at the same time.

    Each story counts once for an outlet, with the mean of the scores it gives it, and by the share of independent witnesses among the
    outlets that tell it: where five outlets have a story from one source, each has a fifth of it. Acts told as denied, called off or merely
    possible are left out. The distances are estimated with `shrinkage.shrink`: 0 is the typical outlet (each outlet weighs the same in what
    is typical), not the average report, so that one large outlet does not set the measure. The intervals hold as often as they say where
    outlets tell different stories, and more often where they share many: what the pool of stories happens to be is then common to all.

    Args:
        question: What to look at; a leaning makes sense for one dyad.
        tellings: Reports of acts.
        stories: What they tell.
        period: The stretches of time within which outlets are compared, so that a bad year is nobody's leaning.
        weights: By the ids of events, how independent each telling is, as the story's chain tells it (above 0, and up to 1 for each outlet's
            tellings of a story together). Without it, or for those it does not name, a story's witnesses are shared among its outlets.

    Returns:
        The leanings; the order of what is given does not matter. Without a comparison (one outlet, too few stories) nothing is claimed.

    Source: as `shrinkage.shrink`; scores: PLOVER.
    """
    told, skipped = select_stories(question, stories, tellings)
    units, left = _units(told, period, weights or {})
    effects = shrink([Observation(group=each.outlet, period=each.period, value=each.score, weight=each.weight) for each in units], LEVEL, _SCORE_STEP)
    found = {each.group: each for each in effects.groups}
    held: dict[str, list[_Told]] = {}
    for each in units:
        held.setdefault(each.outlet, []).append(each)
    outlets = [_leaning(outlet, each, found.get(outlet)) for outlet, each in held.items()]
    outlets.sort(key=lambda each: (each.leaning is None, each.leaning or 0.0, each.outlet))
    return Leanings(question=question, outlets=tuple(outlets), between=effects.between, within=effects.within, skipped=skipped + left)


def _leaning(outlet: str, told: Sequence[_Told], effect: Effect | None) -> Leaning:
    compared = effect is not None and effect.evidence > 0
    return Leaning(
        outlet=outlet, stories=len(told), evidence=effect.evidence if effect else 0.0, mean=fsum(each.score for each in told) / len(told),
        leaning=effect.mean if effect and compared else None, low=effect.low if effect and compared else None,
        high=effect.high if effect and compared else None, lean=_lean(effect), records=tuple(sorted(record for each in told for record in each.records)),
    )  # fmt: skip


def _lean(effect: Effect | None) -> Lean:
    if effect is None or effect.evidence < LEAST_EVIDENCE:
        return "too little to tell"
    if effect.low > 0:
        return "towards cooperation"
    return "towards conflict" if effect.high < 0 else "no lean seen"


def _units(told: Iterable[ToldStory], period: Period, weights: Mapping[str, float]) -> tuple[list[_Told], tuple[Skipped, ...]]:
    """Each story once for each outlet that tells it, and what was left out."""
    units: list[_Told] = []
    skipped: list[Skipped] = []
    for each in told:
        outlets: dict[str, list[Telling]] = {}
        for telling in each.tellings:
            reason = _unfit(telling)
            if reason or not telling.facts.outlet:
                skipped.append(Skipped(doc=telling.facts.doc, stage=STAGE, reason=f"{telling.record.id} {reason}"))
            else:
                outlets.setdefault(telling.facts.outlet, []).append(telling)
        # copies stand for one source: together they weigh as much as there are independent witnesses
        shared = min(1.0, each.story.witnesses / len(outlets)) if outlets else 1.0
        for outlet, held in sorted(outlets.items()):
            dated = _label(each.story, held, period)
            if dated is None:
                skipped += [Skipped(doc=one.facts.doc, stage=STAGE, reason=f"{one.record.id} has no day, nor has its document") for one in held]
                continue
            score = fsum(one.record.score for one in held) / len(held)
            weight = min(1.0, fsum(weights.get(one.record.id, shared / len(held)) for one in held))
            units.append(_Told(outlet=outlet, period=dated, score=score, weight=weight, records=tuple(one.record.id for one in held)))
    return units, tuple(skipped)


def _unfit(telling: Telling) -> str:
    """Why a telling does not count; empty where it does."""
    if not telling.facts.outlet:
        return "stands in a document without an outlet"
    if telling.record.status not in _TOLD_AS_REAL:
        return f"is told as {telling.record.status}: it says nothing of what happens between the two"
    return ""


def _label(story: Story, tellings: Iterable[Telling], period: Period) -> str | None:
    """The period in which an outlet first told a story, or in which it happened; None where neither is known."""
    published = [each.facts.published for each in tellings if each.facts.published]
    day = min(published) if published else story.when.start if story.when else None
    if day is None:
        return None
    return {"month": f"{day:%Y-%m}", "quarter": f"{day.year:04}-Q{(day.month + 2) // 3}", "year": f"{day.year:04}"}[period]
