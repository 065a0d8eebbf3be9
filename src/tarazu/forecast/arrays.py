"""Work on sorted arrays that stands for loops over queries: runs, ranks and best ones within a group."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_SCORE_BITS: Final = 32
_WORD_BITS: Final = 64


def starts_of(groups: Ints) -> Ints:
    """Where each run of equal values begins, in an array that has equal values side by side.

    Example:
        >>> starts_of(np.array([4, 4, 7])).tolist()
        [0, 2]
    """
    if not len(groups):
        return np.zeros(0, dtype=np.int64)
    return np.flatnonzero(np.concatenate(([True], groups[1:] != groups[:-1])))


def spread(starts: Ints, lengths: Ints) -> tuple[Ints, Ints]:
    """All places of many ranges, one range after the other.

    Args:
        starts: The first place of each range.
        lengths: How many places each range has; 0 or more.

    Returns:
        For each place, the number of its range; and the places.

    Example:
        >>> [each.tolist() for each in spread(np.array([5, 9]), np.array([2, 1]))]
        [[0, 0, 1], [5, 6, 9]]
    """
    owners = np.repeat(np.arange(len(starts), dtype=np.int64), lengths)
    before = np.cumsum(lengths) - lengths
    return owners, np.arange(len(owners), dtype=np.int64) - np.repeat(before, lengths) + np.repeat(starts, lengths)


def distinct(values: Ints) -> Ints:
    """The values without repeats, ascending; for whole numbers several times as fast as `numpy.unique`, which hashes them first.

    Example:
        >>> distinct(np.array([7, 2, 7])).tolist()
        [2, 7]
    """
    ascending = np.sort(values)
    return np.asarray(ascending[starts_of(ascending)])


def _highest_first(scores: Floats, starts: Ints, lengths: Ints) -> Ints:
    """The order that puts the highest score of each group first, and equal ones as they stand.

    Group, score and place go into one number each, since sorting numbers is many times as fast as sorting by several keys.
    """
    if not len(scores):
        return np.zeros(0, dtype=np.int64)
    width = int(lengths.max() - 1).bit_length()
    if len(starts).bit_length() + _SCORE_BITS + width > _WORD_BITS:
        return np.lexsort((-scores, np.repeat(np.arange(len(starts)), lengths)))
    bits = (np.asarray(scores, dtype=np.float32) + np.float32(0)).view(np.uint32)  # + 0 makes of -0 the nought that it equals
    # the bits of floats ascend with their values above nought, and descend below: turned so that the lowest number is the highest score
    falling = np.where(bits >> np.uint32(31), bits, ~bits ^ np.uint32(1 << 31)).astype(np.uint64)
    groups = np.repeat(np.arange(len(starts), dtype=np.uint64), lengths)
    places = np.arange(len(scores), dtype=np.uint64) - np.repeat(starts.astype(np.uint64), lengths)
    packed = np.sort((((groups << np.uint64(_SCORE_BITS)) | falling) << np.uint64(width)) | places)
    # groups keep their lengths, so the group of each place of the sorted numbers is that of the unsorted
    return np.asarray((packed & np.uint64((1 << width) - 1)).astype(np.int64) + np.repeat(starts, lengths))


def ranks_within(groups: Ints, scores: Floats) -> Ints:
    """The rank of each item among those of its group, 0 for the highest score; equal scores in the order in which they stand.

    Args:
        groups: Ascending.
        scores: As many.

    Example:
        >>> ranks_within(np.array([0, 0, 1]), np.array([1, 3, 2], dtype=np.float32)).tolist()
        [1, 0, 0]
    """
    starts = starts_of(groups)
    lengths = np.diff(np.append(starts, len(groups)))
    order = _highest_first(scores, starts, lengths)
    ranks = np.empty(len(groups), dtype=np.int64)
    ranks[order] = np.arange(len(groups), dtype=np.int64) - np.repeat(starts, lengths)
    return ranks


def standing_within(groups: Ints, scores: Floats) -> Ints:
    """How many of its group have a higher score, for each item: equal ones stand equally, so that the order in which they lie says nothing.

    Example:
        >>> standing_within(np.array([0, 0, 0, 1]), np.array([1, 3, 1, 2], dtype=np.float32)).tolist()
        [1, 0, 1, 0]
    """
    starts = starts_of(groups)
    lengths = np.diff(np.append(starts, len(groups)))
    order = _highest_first(scores, starts, lengths)
    sorted_scores = scores[order]
    fresh = np.ones(len(groups), dtype=np.bool_)
    fresh[1:] = sorted_scores[1:] != sorted_scores[:-1]
    fresh[starts] = True
    first = np.maximum.accumulate(np.where(fresh, np.arange(len(groups)), 0))
    standing = np.empty(len(groups), dtype=np.int64)
    standing[order] = first - np.repeat(starts, lengths)
    return standing


def shares_within(groups: Ints, scores: Floats) -> Floats:
    """Each score as a share of the highest of its group; 0 where the highest is 0.

    Example:
        >>> shares_within(np.array([0, 0, 1]), np.array([1, 4, 0], dtype=np.float32)).tolist()
        [0.25, 1.0, 0.0]
    """
    if not len(groups):
        return scores
    starts = starts_of(groups)
    highest = np.repeat(np.maximum.reduceat(scores, starts), np.diff(np.append(starts, len(groups))))
    return np.asarray(np.divide(scores, highest, out=np.zeros_like(scores), where=highest > 0), dtype=np.float32)


def softmax(questions: Ints, scores: Floats) -> Doubles:
    """Positive shares that sum to 1 within each question; `questions` ascends.

    Example:
        >>> softmax(np.array([0, 0, 1]), np.zeros(3, dtype=np.float32)).tolist()
        [0.5, 0.5, 1.0]
    """
    if not len(questions):
        return np.zeros(0)
    starts = starts_of(questions)
    sizes = np.diff(np.append(starts, len(questions)))
    powers = np.exp(scores.astype(np.float64) - np.repeat(np.maximum.reduceat(scores, starts), sizes))
    return np.asarray(powers / np.repeat(np.add.reduceat(powers, starts), sizes))


def find_sorted(keys: Ints, wanted: Ints) -> Ints:
    """The places of wanted keys in an ascending array without repeats; -1 for one that is not there.

    Example:
        >>> find_sorted(np.array([2, 5, 9]), np.array([5, 6, 12])).tolist()
        [1, -1, -1]
    """
    if not len(keys):
        return np.full(len(wanted), -1, dtype=np.int64)
    places = np.searchsorted(keys, wanted)
    places[places == len(keys)] = 0
    places[keys[places] != wanted] = -1
    return places
