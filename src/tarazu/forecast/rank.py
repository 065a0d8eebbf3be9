"""A ranking of answers, learned from the past: boosted trees over numbers that can be said in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from tarazu.forecast.arrays import Doubles, Floats, Ints, ranks_within, softmax
from tarazu.forecast.candidates import Limits
from tarazu.forecast.look import Look, Observer
from tarazu.forecast.sureness import Stairs, climb, outcomes

if TYPE_CHECKING:
    import lightgbm

_HARD = 20
_TEMPERATURES = np.geomspace(0.3, 3.0, 24)


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """How a ranking is learned.

    Attributes:
        limits: Of the candidates.
        warm_days: Days before those that are fitted on, on which only rules are learned.
        warm_questions: From how many questions a day rules are learned.
        fit_days, fit_questions: Days whose answers the trees are fitted to, the last ones that may be, and how many questions of each.
        stop_days, stop_questions: Days that say when to stop, the last ones for that; where no file gives any, the last of those that may be
            fitted on, which are then not.
        horizon: How many days ahead is asked: what happened in each run of so many days is not known on any of them. 1: only the day itself is not.
        shown: Candidates of a question that the trees are shown, the answers first, then the hardest and some at random. It should be more than there
            are: what is seldom right but often a candidate looks better than it is where it is left out, and the never seen then outrank the known.
        rounds: The most trees.
        patience: After how many trees without gain on the days for stopping no more are grown.
        leaves, least, rate: Of the trees: leaves of each, candidates shown in a leaf at least, and the part of each that counts.
        threads: Processor cores.
        seed: Of all that is drawn at random.
    """

    limits: Limits = Limits()
    warm_days: int = 110
    warm_questions: int = 400
    fit_days: int = 110
    fit_questions: int = 80
    stop_days: int = 12
    stop_questions: int = 200
    horizon: int = 1
    shown: int = 500
    rounds: int = 250
    patience: int = 25
    leaves: int = 31
    least: int = 100
    rate: float = 0.12
    threads: int = 2
    seed: int = 1


class Lesson(msgspec.Struct, frozen=True, kw_only=True):
    """What trees are shown of one day.

    Attributes:
        numbers: A row for each candidate shown.
        true: 1 for an answer, else 0.
        sizes: How many rows each question has.
    """

    numbers: Floats
    true: Ints
    sizes: Ints


class Ranker:
    """Trees that score candidates, and how sure to be of their scores.

    Args:
        booster: The trees.
        names: Of the columns that they know.
        temperature: What scores are divided by to become chances.
        found: How often the answer is a candidate at all, from 0 to 1.

    Attributes:
        stairs: The share of right ones by chance, as the days for stopping had it; to compare with the chances themselves.
    """

    def __init__(self, booster: lightgbm.Booster, names: tuple[str, ...], temperature: float = 1.0, found: float = 1.0) -> None:
        self._booster, self.names, self.temperature, self.found = booster, names, temperature, found
        self.stairs = Stairs()

    def score(self, look: Look, threads: int) -> Floats:
        """A score for each candidate; higher is better, and only within a question."""
        return np.asarray(self._booster.predict(look.numbers, num_threads=threads), dtype=np.float32)

    def chances(self, look: Look, scores: Floats) -> Doubles:
        """The chance of each candidate to be an answer drawn from those of its question, from 0 to 1; what is missing to 1 is for those that are no candidates.

        Source: Guo, Pleiss, Sun and Weinberger (2017), "On Calibration of Modern Neural Networks", ICML, section 4.2 (temperature scaling).
        """
        return self.found * softmax(look.candidates.questions, scores / self.temperature)

    def parts(self, look: Look, rows: Ints) -> Doubles:
        """How much each column moved the score of rows, columns side by side as in `names`: the trees' own account (TreeSHAP).

        Source: Lundberg et al. (2020), Nature Machine Intelligence 2, 56-67.
        """
        return np.asarray(self._booster.predict(look.numbers[rows], pred_contrib=True), dtype=np.float64)[:, :-1]


def thin(look: Look, shown: int, generator: np.random.Generator) -> Lesson:
    """Keeps of each question that has an answer among its candidates the answers, the hardest others and some at random.

    Hard is whom that which has been between the two puts among the first twenty; all candidates would take several times as long.
    """
    found = look.candidates
    hard = np.minimum(look.numbers[:, look.names.index("either_rank")], look.numbers[:, look.names.index("dealings_rank")]) < _HARD
    order = generator.random(len(found.entities), dtype=np.float32) + hard + 10 * found.true
    answerable = np.bincount(found.questions[found.true], minlength=len(look.questions.subjects)) > 0
    kept = (ranks_within(found.questions, order.astype(np.float32)) < shown) & answerable[found.questions]
    sizes = np.bincount(found.questions[kept])
    return Lesson(numbers=look.numbers[kept], true=found.true[kept].astype(np.int64), sizes=sizes[sizes > 0])


class Material(msgspec.Struct, frozen=True, kw_only=True):
    """All that a ranking is learned from.

    Attributes:
        lessons: Of the days to fit on.
        checks: Of the days that say when to stop.
        looks: At those days, whole.
    """

    lessons: list[Lesson]
    checks: list[Lesson]
    looks: list[Look]


def fit(observer: Observer, fit_end: int, stop_end: int, plan: Plan) -> Ranker:
    """Learns a ranking from the days before `fit_end`, and stops by those from there up to `stop_end`.

    Args:
        observer: At its start; afterwards all days before `stop_end` are counted.
        fit_end: The day after the last one to fit on.
        stop_end: The day after the last one to stop by; where it is `fit_end` itself, the last days to fit on are taken for that.
        plan: How.

    Returns:
        The ranker, the same for the same seed and number of threads.
    """
    return grow(study(observer, fit_end, stop_end, plan), plan)


def study(observer: Observer, fit_end: int, stop_end: int, plan: Plan) -> Material:
    """Goes through the days to learn from; see `fit`."""
    generator = np.random.default_rng(plan.seed)
    last = fit_end if stop_end > fit_end else max(fit_end - plan.stop_days, 1)
    first = max(last - plan.fit_days, 1)
    for day in range(max(first - plan.warm_days, 1), first):
        observer.hold(_known(day, last, plan.horizon))
        observer.learn(day, plan.warm_questions)
    lessons = []
    for day in range(first, last):
        observer.hold(_known(day, last, plan.horizon))
        lessons.append(thin(observer.look(day, learn=True, most=plan.fit_questions, learned=plan.warm_questions), plan.shown, generator))
    start = max(last, stop_end - plan.stop_days)
    observer.hold(start if plan.horizon > 1 else None)
    looks = [observer.look(day, learn=day < fit_end, most=plan.stop_questions) for day in range(start, stop_end)]
    observer.hold(None)
    return Material(lessons=lessons, checks=[thin(look, plan.shown, generator) for look in looks], looks=looks)


def grow(material: Material, plan: Plan) -> Ranker:
    """Grows the trees and finds out how sure to be of them; empties the list of lessons, which are copied."""
    names = material.looks[-1].names
    return _calibrate(Ranker(_grow(material.lessons, material.checks, names, plan), names), material.looks, plan)


def _known(day: int, last: int, horizon: int) -> int:
    """The first day that is not known on a day, where the days before `last` are cut into runs from their end."""
    return max(last - -((day - last) // horizon) * horizon, 0)


def _grow(lessons: list[Lesson], checks: list[Lesson], names: tuple[str, ...], plan: Plan) -> lightgbm.Booster:
    import lightgbm  # slow to load

    settings = {
        "objective": "lambdarank", "metric": "ndcg", "eval_at": [3], "lambdarank_truncation_level": 20, "learning_rate": plan.rate,
        "num_leaves": plan.leaves, "min_data_in_leaf": plan.least, "feature_fraction": 0.5, "lambda_l2": 5.0, "max_bin": 127,
        "seed": plan.seed, "deterministic": True, "force_row_wise": True, "feature_pre_filter": False, "num_threads": plan.threads, "verbose": -1,
    }  # fmt: skip
    shown = _dataset(lessons, names, None)
    check = _dataset(checks, names, shown)
    lessons.clear()  # the copies that the trees do not need
    return lightgbm.train(
        settings, shown, plan.rounds, valid_sets=[check], callbacks=[lightgbm.early_stopping(plan.patience, verbose=False)],
    )  # fmt: skip


def _dataset(lessons: list[Lesson], names: tuple[str, ...], reference: lightgbm.Dataset | None) -> lightgbm.Dataset:
    import lightgbm  # slow to load

    data = lightgbm.Dataset(
        np.concatenate([lesson.numbers for lesson in lessons]), np.concatenate([lesson.true for lesson in lessons]), reference=reference,
        group=np.concatenate([lesson.sizes for lesson in lessons]), feature_name=list(names),
        params={"max_bin": 127, "verbose": -1, "feature_pre_filter": False},
    )  # fmt: skip
    return data.construct()


def _calibrate(ranker: Ranker, looks: list[Look], plan: Plan) -> Ranker:
    """Chooses the temperature under which the answers of the days for stopping are likeliest."""
    likelihood = np.zeros(len(_TEMPERATURES))
    found = asked = 0
    for look in looks:
        scores, true = ranker.score(look, plan.threads), look.candidates.true
        found, asked = found + int(true.sum()), asked + len(look.questions.answers)
        for at, temperature in enumerate(_TEMPERATURES):
            likelihood[at] += float(np.log(np.maximum(softmax(look.candidates.questions, scores / np.float32(temperature))[true], 1e-12)).sum())
    ranker.temperature, ranker.found = float(_TEMPERATURES[int(likelihood.argmax())]), found / max(asked, 1)
    chances = np.concatenate([ranker.chances(look, ranker.score(look, plan.threads)) for look in looks])
    ranker.stairs = climb(chances, np.concatenate([outcomes(look.candidates.questions, look.candidates.true, look.questions) for look in looks]))
    return ranker
