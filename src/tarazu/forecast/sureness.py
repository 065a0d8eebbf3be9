"""Whether chances keep their word: of what is given three chances in ten, three in ten should come."""

from __future__ import annotations

from typing import Final

import msgspec
import numpy as np

from tarazu.forecast.arrays import Doubles, Flags, Ints, starts_of
from tarazu.forecast.candidates import Questions

_PARTS: Final = 10
_LEAST: Final = 1e-6  # a chance of nought would make one surprise weigh more than all else


class Bin(msgspec.Struct, frozen=True, kw_only=True):
    """Chances of about one size, and what came of them.

    Attributes:
        low: From which chance on; up to a tenth more.
        n: How many candidates had such a chance.
        chance: The mean of theirs, from 0 to 1.
        came: The share that were answers, from 0 to 1; an answer beside others of its question counts as its part of them.
    """

    low: float
    n: int
    chance: float
    came: float


class Sureness(msgspec.Struct, frozen=True, kw_only=True):
    """How good chances are.

    Attributes:
        brier: The sum over a question's entities of the squared difference between chance and outcome, in the mean over questions; 0 is best, 2 worst.
        surprise: The mean of minus the natural logarithm of the chance given to an answer that was a candidate.
        error: The mean distance between chance and what came of it, over the bins, by the number of candidates in each weighed by their chance.
        bins: The table, in tenths.
    """

    brier: float
    surprise: float
    error: float
    bins: tuple[Bin, ...]


class Stairs(msgspec.Struct, frozen=True, kw_only=True):
    """A rising flight of steps from chances to shares that came.

    Attributes:
        chances: Where each step begins, ascending; empty for no change.
        shares: How high it is, from 0 to 1.
    """

    chances: tuple[float, ...] = ()
    shares: tuple[float, ...] = ()

    def lift(self, questions: Ints, chances: Doubles, whole: float) -> Doubles:
        """Puts shares for chances, so that those of a question sum to `whole` again.

        Args:
            questions: Of each chance; ascending.
            chances: From 0 to 1.
            whole: What a question's chances sum to.
        """
        if not self.chances:
            return chances
        steps = np.maximum(np.searchsorted(np.array(self.chances), chances, side="right") - 1, 0)
        shares = np.maximum(np.array(self.shares)[steps], _LEAST)
        return np.asarray(whole * shares / np.bincount(questions, shares)[questions])


def outcomes(held: Ints, true: Flags, questions: Questions) -> Doubles:
    """What came of each candidate: nought, or its part of its question's answers.

    Args:
        held: The question of each candidate.
        true: Whether it is an answer.
        questions: With all answers, those that are no candidates too.
    """
    answers = np.bincount(questions.answer_questions, minlength=len(questions.subjects))
    return np.asarray(true / np.maximum(answers[held], 1), dtype=np.float64)


def climb(chances: Doubles, came: Doubles) -> Stairs:
    """Fits the steps, never falling, that are nearest to what came.

    Source: Zadrozny and Elkan (2002), "Transforming Classifier Scores into Accurate Multiclass Probability Estimates", KDD (isotonic regression by
    pooling adjacent violators).
    """
    from scipy.optimize import isotonic_regression  # slow to load

    if not len(chances):
        return Stairs()
    order = np.argsort(chances, kind="stable")
    fitted = np.asarray(isotonic_regression(came[order]).x)
    starts = np.flatnonzero(np.concatenate(([True], fitted[1:] > fitted[:-1])))
    return Stairs(chances=tuple(chances[order][starts].tolist()), shares=tuple(fitted[starts].tolist()))


def judge(chances: Doubles, came: Doubles, true: Flags, missed: Doubles) -> Sureness:
    """Measures chances by what came.

    Args:
        chances: Of each candidate.
        came: See `outcomes`.
        true: Whether it was an answer.
        missed: For each question the sum of the squared outcomes of answers that were no candidates.
    """
    places = np.minimum((chances * _PARTS).astype(np.int64), _PARTS - 1)
    order = np.argsort(places, kind="stable")
    starts = starts_of(places[order])
    bins = []
    for rows in np.split(order, starts[1:]) if len(order) else ():
        low = float(places[rows[0]]) / _PARTS
        bins.append(Bin(low=low, n=len(rows), chance=float(chances[rows].mean()), came=float(came[rows].mean())))
    whole = sum(part.n * part.chance for part in bins)
    return Sureness(
        brier=float((np.sum((chances - came) ** 2) + missed.sum()) / max(len(missed), 1)),
        surprise=float(-np.log(np.maximum(chances[true], _LEAST)).mean()) if true.any() else 0.0,
        error=sum(part.n * part.chance * abs(part.chance - part.came) for part in bins) / whole if whole else 0.0, bins=tuple(bins),
    )  # fmt: skip
