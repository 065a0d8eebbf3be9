"""A benchmark as a whole: fit, rank the answers of the days to score, and measure, also on parts that are hard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np

from tarazu import data
from tarazu.forecast.arrays import Doubles, Flags, find_sorted
from tarazu.forecast.candidates import Questions
from tarazu.forecast.evaluate import Quality, Rest, Scored, measure, rank
from tarazu.forecast.graph import Splits
from tarazu.forecast.history import History
from tarazu.forecast.look import Observer
from tarazu.forecast.rank import Plan, Ranker, fit
from tarazu.forecast.recurrence import recur


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a benchmark gave.

    Attributes:
        quality: Over all answers, from both ends.
        baseline: The same of the recurrency baseline.
        slices: By the name of the part of the answers.
        recall: How often the answer was a candidate, from 0 to 1.
        surprise: The mean of minus the natural logarithm of the chance given to the answer, where it was a candidate.
    """

    quality: Quality
    baseline: Quality
    slices: dict[str, Quality]
    recall: float
    surprise: float


class _Slice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Parts of names, any of which puts an entity into a slice."""

    name: str
    parts: list[str]


class _SliceFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    source: str
    licence: str
    slices: list[_Slice]


class _Day(msgspec.Struct, frozen=True, kw_only=True):
    """The ranks of a day's answers, those of the baseline, which are in each slice, and the chances of those found."""

    ranks: Doubles
    baseline: Doubles
    inside: dict[str, Flags]
    chances: Doubles


def run(splits: Splits, plan: Plan) -> Outcome:
    """Fits a ranking and measures it.

    Args:
        splits: The facts and their days.
        plan: How to fit.
    """
    observer = Observer(History(splits.graph.doubled()), plan.limits, plan.seed)
    ranker = fit(observer, splits.fit_end, splits.stop_end, plan)
    days = list(_score(observer, ranker, splits, plan.threads))
    ranks = np.concatenate([day.ranks for day in days])
    chances = np.concatenate([day.chances for day in days])
    names = days[0].inside
    return Outcome(
        quality=measure(ranks), baseline=measure(np.concatenate([day.baseline for day in days])),
        slices={name: measure(ranks[np.concatenate([day.inside[name] for day in days])]) for name in names},
        recall=len(chances) / len(ranks), surprise=float(-np.log(np.maximum(chances, 1e-12)).mean()) if len(chances) else 0.0,
    )  # fmt: skip


def _score(observer: Observer, ranker: Ranker, splits: Splits, threads: int) -> Iterator[_Day]:
    history = observer.history
    members = _members(history.graph.entities)
    for day in range(splits.score_start, splits.score_end):
        look = observer.look(day, learn=False)
        questions, found = look.questions, look.candidates
        if not len(questions.answers):
            continue
        scores, rest = ranker.score(look, threads), Rest(history)
        subjects = questions.subjects[questions.answer_questions]
        inside = {name: flags[subjects] | flags[questions.answers] for name, flags in members.items()}
        yield _Day(
            ranks=rank(questions, Scored(questions=found.questions, entities=found.entities, scores=scores), rest),
            baseline=rank(questions, recur(history, questions), rest),
            inside=inside | {"never_seen_pair": never_met(history, questions)},
            chances=ranker.chances(look, scores)[found.true],
        )


def never_met(history: History, questions: Questions) -> Flags:
    """For each answer, whether it and the subject of its question had never had to do with each other before the day."""
    partners = history.partners
    places = find_sorted(partners.keys, questions.subjects[questions.answer_questions] * history.count + questions.answers)
    return np.asarray((places < 0) | (partners.last[places] < 0))


def _members(entities: tuple[str, ...]) -> dict[str, Flags]:
    """By the name of the slice, which entities are in it."""
    slices = data.read(Path(__file__).with_name("slices.yml"), _SliceFile).slices
    return {each.name: np.array([any(part in name.lower() for part in each.parts) for name in entities], dtype=np.bool_) for each in slices}
