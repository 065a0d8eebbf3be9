"""The heads of the network in numpy: the same sums as in training, on the vectors that the encoder gives."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from tarazu.coders.learned import labels

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]
_NORM = 1e-5
_SAME = 96
_BLOCK = 4096


class Heads:
    """All heads, with the weights that training left.

    Args:
        weights: Tensors by the names of the network's parameters; (out, in) for linear layers.
    """

    def __init__(self, weights: Mapping[str, Floats]) -> None:
        self._weights = {name: np.asarray(value, dtype=np.float32) for name, value in weights.items()}

    def _linear(self, name: str, values: Floats) -> Floats:
        out: Floats = values @ self._weights[f"{name}.weight"].T
        bias = self._weights.get(f"{name}.bias")
        return out if bias is None else out + bias

    def _looked_up(self, name: str, codes: Integers) -> list[Floats]:
        return [self._weights[f"{name}.{number}.weight"][codes[:, number]] for number in range(codes.shape[1])]

    def words(self, mean: Floats, features: Integers) -> Floats:
        """The vectors of words: (words, width) from the means of their pieces and their features; in blocks, for a text may be long."""
        out = np.empty_like(mean)
        for start in range(0, len(mean), _BLOCK):
            out[start : start + _BLOCK] = self._words(mean[start : start + _BLOCK], features[start : start + _BLOCK])
        return out

    def _words(self, mean: Floats, features: Integers) -> Floats:
        joined = np.concatenate([mean, *self._looked_up("features", features)], axis=1)
        vectors = mean + _gelu(self._linear("word", joined))
        centred = vectors - vectors.mean(1, keepdims=True)
        scaled = centred / np.sqrt(vectors.var(1, keepdims=True) + _NORM)
        out: Floats = scaled * self._weights["norm.weight"] + self._weights["norm.bias"]
        return out

    def tags(self, words: Floats) -> tuple[Floats, Floats]:
        """The probabilities of the mention tags and of the trigger tags (none, begins, goes on) of words."""
        return softmax(self._linear("mention", words)), softmax(self._linear("trigger", words))

    def spans(self, words: Floats, spans: Integers) -> Floats:
        """The vectors of spans, given as half-open ranges of words: (spans, width of the heads)."""
        mean = np.stack([words[first:last].mean(0) for first, last in spans.tolist()])
        return _gelu(self._linear("span", np.concatenate([words[spans[:, 0]], words[spans[:, 1] - 1], mean], axis=1)))

    def says(self, triggers: Floats) -> dict[str, Floats]:
        """For each question about a trigger the probabilities of its answers: (triggers, answers)."""
        return {head: softmax(self._linear(f"said.says_{head}", triggers)) for head in labels.TRIGGER_HEADS}

    def roles(self, triggers: Floats, mentions: Floats, pairs: Integers, features: Integers) -> Floats:
        """For pairs of a trigger and a mention, given by their places in both, the probability of each role: (pairs, roles)."""
        left, right = self._linear("left", triggers), self._linear("right", mentions)
        times_left, times_right = self._linear("times_left", triggers), self._linear("times_right", mentions)
        out = np.empty((len(pairs), len(labels.ROLES)), dtype=np.float32)
        for start in range(0, len(pairs), _BLOCK):
            one, other = pairs[start : start + _BLOCK].T
            joined = left[one] + right[other] + times_left[one] * times_right[other]
            for part in self._looked_up("pair_features", features[start : start + _BLOCK]):
                joined += part
            scores = self._linear("role", _gelu(self._linear("pair", _gelu(joined))))
            out[start : start + _BLOCK] = 1.0 / (1.0 + np.exp(-scores))
        return out

    def same(self, mentions: Floats, pairs: Integers, features: Integers) -> Floats:
        """How much pairs of mentions are one actor, and of one state: (pairs, 2), a share of all that could be and of none."""
        left = self._linear("same_left", mentions).reshape(-1, 2, _SAME)
        right = self._linear("same_right", mentions).reshape(-1, 2, _SAME)
        scores = np.empty((len(pairs), 2), dtype=np.float32)
        for start in range(0, len(pairs), _BLOCK):
            one, other = pairs[start : start + _BLOCK].T
            scores[start : start + _BLOCK] = (left[one] * right[other]).sum(2) / math.sqrt(_SAME)
        for part in self._looked_up("same_features", features):
            scores += part
        total = np.exp(np.clip(self._linear("same_none", mentions), -30, 30))
        weights = np.exp(np.clip(scores, -30, 30))
        np.add.at(total, pairs[:, 0], weights)
        out: Floats = (weights / total[pairs[:, 0]]).astype(np.float32)
        return out


def softmax(scores: Floats) -> Floats:
    """Probabilities of scores, along the last axis."""
    raised = np.exp(scores - scores.max(-1, keepdims=True))
    out: Floats = raised / raised.sum(-1, keepdims=True)
    return out


def _gelu(values: Floats) -> Floats:
    out: Floats = (values * 0.5 * (1.0 + _erf(values / math.sqrt(2.0)))).astype(np.float32)
    return out


def _erf(values: Floats) -> Floats:
    """The error function, to 1.5e-7. Source: Abramowitz and Stegun 1964, *Handbook of Mathematical Functions*, formula 7.1.26."""
    size = np.abs(values)
    step = 1.0 / (1.0 + 0.3275911 * size)
    series = step * (0.254829592 + step * (-0.284496736 + step * (1.421413741 + step * (-1.453152027 + step * 1.061405429))))
    out: Floats = np.sign(values) * (1.0 - series * np.exp(-size * size))
    return out
