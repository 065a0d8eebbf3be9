"""How much each thing of the past between two speaks for an answer beside all others: weights learned day by day against the other candidates."""

from __future__ import annotations

from typing import Final

import numpy as np

from tarazu.forecast.arrays import Doubles, Floats, Ints, softmax
from tarazu.forecast.candidates import Candidates
from tarazu.forecast.rules import BINS, LEVELS, Traces

_RATE: Final = 0.15
_STEPS: Final = 2
_START: Final = 1.0  # a sum of squares from which the first steps are small


class Strengths:
    """A weight for each trace (see `Traces`), as a sum of a broad and ever finer ones, so that what is rarely seen leans on the broad ones.

    Where `Rules` counts each trace by itself, these weights are learned together: of two traces that always come together, each gets its part.

    Args:
        relations: How many relations there are, each told from both ends.

    Source: the conditional logit of McFadden (1974), "Conditional logit analysis of qualitative choice behavior", its weights by AdaGrad (Duchi,
    Hazan and Singer 2011, Journal of Machine Learning Research 12).
    """

    def __init__(self, relations: int) -> None:
        self._relations, self._bins = relations, (len(BINS) + 1) * (len(LEVELS) + 1)
        sizes = (3 * self._bins, relations * relations, relations * self._bins, relations * relations * self._bins)
        self._weights: list[Doubles] = [np.zeros(size) for size in sizes]
        self._squares: list[Doubles] = [np.full(size, _START) for size in sizes]

    def weigh(self, traces: Traces, rows: int) -> Floats:
        """The sum of the weights of each candidate's traces."""
        return self._sum(self._places(traces), traces, rows).astype(np.float32)

    def learn(self, traces: Traces, candidates: Candidates) -> None:
        """Moves the weights towards what would have made the answers of a day likelier."""
        places, questions = self._places(traces), candidates.questions
        answers = np.bincount(questions, weights=candidates.true)[questions]
        wanted = candidates.true / np.maximum(answers, 1)
        held = [np.unique(place, return_inverse=True) for place in places]  # a day touches few of millions of weights
        for _ in range(_STEPS):
            chances = softmax(questions, self._sum(places, traces, len(questions)).astype(np.float32))
            pull = np.where(answers > 0, chances - wanted, 0.0)[traces.rows]
            for weights, squares, (touched, at) in zip(self._weights, self._squares, held, strict=True):
                slope = np.bincount(at, weights=pull, minlength=len(touched))
                squares[touched] += slope**2
                weights[touched] -= _RATE * slope / np.sqrt(squares[touched])

    def _places(self, traces: Traces) -> tuple[Ints, Ints, Ints, Ints]:
        """Where each trace's weights lie: by age and level (apart for the very relation and its mirror), by both relations, by the one asked for, by all."""
        pairs, bins = np.divmod(traces.cells, self._bins)
        before, half = pairs // self._relations, self._relations // 2
        kind = np.where(before == traces.asked, 1, np.where((before + half) % self._relations == traces.asked, 2, 0))
        return kind * self._bins + bins, pairs, traces.asked * self._bins + bins, traces.cells

    def _sum(self, places: tuple[Ints, Ints, Ints, Ints], traces: Traces, rows: int) -> Doubles:
        total = sum((weights[place] for weights, place in zip(self._weights, places, strict=True)), np.zeros(len(traces.rows)))
        return np.asarray(np.bincount(traces.rows, weights=total, minlength=rows), dtype=np.float64)
