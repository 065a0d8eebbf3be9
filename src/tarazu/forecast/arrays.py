"""Work on sorted arrays that stands for loops over queries: runs, ranks and best ones within a group."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


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


def ranks_within(groups: Ints, scores: Floats) -> Ints:
    """The rank of each item among those of its group, 0 for the highest score; equal scores in the order in which they stand.

    Args:
        groups: Ascending.
        scores: As many.

    Example:
        >>> ranks_within(np.array([0, 0, 1]), np.array([1, 3, 2], dtype=np.float32)).tolist()
        [1, 0, 0]
    """
    order = np.lexsort((-scores, groups))
    starts = starts_of(groups)
    lengths = np.diff(np.append(starts, len(groups)))
    ranks = np.empty(len(groups), dtype=np.int64)
    ranks[order] = np.arange(len(groups), dtype=np.int64) - np.repeat(starts, lengths)
    return ranks


def standing_within(groups: Ints, scores: Floats) -> Ints:
    """How many of its group have a higher score, for each item: equal ones stand equally, so that the order in which they lie says nothing.

    Example:
        >>> standing_within(np.array([0, 0, 0, 1]), np.array([1, 3, 1, 2], dtype=np.float32)).tolist()
        [1, 0, 1, 0]
    """
    order = np.lexsort((-scores, groups))
    sorted_groups, sorted_scores = groups[order], scores[order]
    starts = starts_of(groups)
    lengths = np.diff(np.append(starts, len(groups)))
    fresh = np.ones(len(groups), dtype=np.bool_)
    fresh[1:] = (sorted_groups[1:] != sorted_groups[:-1]) | (sorted_scores[1:] != sorted_scores[:-1])
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
