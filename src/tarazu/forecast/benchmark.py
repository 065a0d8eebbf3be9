"""A benchmark as a whole: fit, rank the answers of the days to score, and measure, also on parts that are hard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np

from tarazu import data
from tarazu.forecast.arrays import Doubles, Flags, find_sorted
from tarazu.forecast.candidates import Candidates, Questions
from tarazu.forecast.evaluate import Quality, Rest, Scored, measure, rank
from tarazu.forecast.graph import Splits
from tarazu.forecast.history import History
from tarazu.forecast.look import Look, Observer
from tarazu.forecast.rank import Plan, Ranker, fit
from tarazu.forecast.recurrence import recur
from tarazu.forecast.sureness import Sureness, judge, outcomes


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a benchmark gave.

    Attributes:
        quality: Over all answers, from both ends.
        baseline: The same of the recurrency baseline.
        slices: By the name of the part of the answers.
        baseline_slices: The same of the baseline.
        recall: How often the answer was a candidate, from 0 to 1.
        sureness: Of the chances.
        stairs: Of the same chances, put through the steps that the days for stopping gave.
    """

    quality: Quality
    baseline: Quality
    slices: dict[str, Quality]
    baseline_slices: dict[str, Quality]
    recall: float
    sureness: Sureness
    stairs: Sureness


class _Slice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Parts of names, any of which puts an entity into a slice."""

    name: str
    parts: list[str]


class _SliceFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    source: str
    licence: str
    slices: list[_Slice]


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A day to score, before it is ranked.

    Attributes:
        look: At it.
        rest: What entities are worth that are no candidates.
        baseline: The ranks of its answers by recurrence alone.
        inside: By the name of a slice, which of the answers are in it.
    """

    look: Look
    rest: Rest
    baseline: Doubles
    inside: dict[str, Flags]


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a day.

    Attributes:
        ranks, baseline: Of its answers.
        inside: By the name of a slice, which of the answers are in it.
        chances, lifted: Of its candidates: as they are, and put through the steps of `Ranker.stairs`.
        came, true: What came of each candidate (see `outcomes`), and whether it was an answer.
        missed: For each question the sum of the squared parts of its answers that were no candidates.
    """

    ranks: Doubles
    baseline: Doubles
    inside: dict[str, Flags]
    chances: Doubles
    lifted: Doubles
    came: Doubles
    true: Flags
    missed: Doubles


def run(splits: Splits, plan: Plan, *, multi_step: bool = False) -> Outcome:
    """Fits a ranking and measures it.

    Args:
        splits: The facts and their days.
        plan: How to fit.
        multi_step: Whether nothing of the days to score is known on any of them, instead of all that was before each (single step). The ranking is
            then fitted for as many days ahead.
    """
    if multi_step:
        plan = msgspec.structs.replace(plan, horizon=splits.score_end - splits.score_start)
    observer = Observer(History(splits.graph.doubled()), plan.limits, plan.seed)
    ranker = fit(observer, splits.fit_end, splits.stop_end, plan)
    observer.hold(splits.score_start if multi_step else None)
    return sum_up([judge_day(seen, ranker, plan.threads) for seen in see(observer, splits)])


def sum_up(days: list[Day]) -> Outcome:
    """The figures over all days."""
    ranks, baseline = (np.concatenate(each) for each in ([day.ranks for day in days], [day.baseline for day in days]))
    inside = {name: np.concatenate([day.inside[name] for day in days]) for name in days[0].inside}
    chances, lifted = (np.concatenate(each) for each in ([day.chances for day in days], [day.lifted for day in days]))
    came, missed = (np.concatenate(each) for each in ([day.came for day in days], [day.missed for day in days]))
    true = np.concatenate([day.true for day in days])
    return Outcome(
        quality=measure(ranks), baseline=measure(baseline), slices={name: measure(ranks[flags]) for name, flags in inside.items()},
        baseline_slices={name: measure(baseline[flags]) for name, flags in inside.items()}, recall=float(true.sum() / len(ranks)),
        sureness=judge(chances, came, true, missed), stairs=judge(lifted, came, true, missed),
    )  # fmt: skip


def see(observer: Observer, splits: Splits) -> Iterator[Seen]:
    """Looks at the days to score, one after the other."""
    history = observer.history
    members = _members(history.graph.entities)
    for day in range(splits.score_start, splits.score_end):
        look = observer.look(day, learn=False)
        questions, rest = look.questions, Rest(history)
        if not len(questions.answers):
            continue
        subjects = questions.subjects[questions.answer_questions]
        inside = {name: flags[subjects] | flags[questions.answers] for name, flags in members.items()}
        baseline = rank(questions, recur(history, questions), rest)
        yield Seen(look=look, rest=rest, baseline=baseline, inside=inside | {"never_seen_pair": never_met(history, questions)})


def judge_day(seen: Seen, ranker: Ranker, threads: int) -> Day:
    """Ranks the answers of a day."""
    questions, found = seen.look.questions, seen.look.candidates
    scores = ranker.score(seen.look, threads)
    chances = ranker.chances(seen.look, scores)
    return Day(
        ranks=rank(questions, Scored(questions=found.questions, entities=found.entities, scores=scores), seen.rest),
        baseline=seen.baseline, inside=seen.inside, chances=chances, lifted=ranker.stairs.lift(found.questions, chances, ranker.found),
        came=outcomes(found.questions, found.true, questions), true=found.true, missed=_missed(questions, found),
    )  # fmt: skip


def _missed(questions: Questions, found: Candidates) -> Doubles:
    """For each question the sum of the squared parts of its answers that are no candidates."""
    count = len(questions.subjects)
    answers, held = np.bincount(questions.answer_questions, minlength=count), np.bincount(found.questions, found.true, count)
    return np.asarray((answers - held) / np.maximum(answers, 1) ** 2, dtype=np.float64)


def never_met(history: History, questions: Questions) -> Flags:
    """For each answer, whether it and the subject of its question had never had to do with each other before the day."""
    partners = history.partners
    places = find_sorted(partners.keys, questions.subjects[questions.answer_questions] * history.count + questions.answers)
    return np.asarray((places < 0) | (partners.last[places] < 0))


def _members(entities: tuple[str, ...]) -> dict[str, Flags]:
    """By the name of the slice, which entities are in it."""
    slices = data.read(Path(__file__).with_name("slices.yml"), _SliceFile).slices
    return {each.name: np.array([any(part in name.lower() for part in each.parts) for name in entities], dtype=np.bool_) for each in slices}
