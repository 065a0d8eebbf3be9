"""What is asked: for each pair of parties, each thing that one may do to the other or both together."""

from __future__ import annotations

import msgspec
import numpy as np

from tarazu.forecast.acts import MUTUAL, RELATIONS
from tarazu.forecast.arrays import Flags, Ints

MUTUAL_FLAGS: Flags = np.array([name in MUTUAL for name in RELATIONS], dtype=np.bool_)
"""Of each of `RELATIONS`, whether it is done together."""


class Cells(msgspec.Struct, frozen=True, kw_only=True):
    """Questions, each of which is: will this one do that to the other within the horizon?

    Attributes:
        subjects, relations, objects: Of each, by number; of what is done together the lower number is the subject.
        parties: How many parties there are.
    """

    subjects: Ints
    relations: Ints
    objects: Ints
    parties: int

    def pairs(self) -> Ints:
        """The two of each question as one number, whoever acts."""
        return pair_keys(self.subjects, self.objects, self.parties)

    def keys(self) -> Ints:
        """Each question as one number."""
        return cell_keys(self.subjects, self.relations, self.objects, self.parties)

    def take(self, rows: Ints) -> Cells:
        """Some of the questions."""
        return Cells(subjects=self.subjects[rows], relations=self.relations[rows], objects=self.objects[rows], parties=self.parties)


def pair_keys(ones: Ints, others: Ints, parties: int) -> Ints:
    """Two parties as one number, whichever comes first."""
    return np.asarray(np.minimum(ones, others) * parties + np.maximum(ones, others))


def cell_keys(subjects: Ints, relations: Ints, objects: Ints, parties: int) -> Ints:
    """A question as one number: the pair, then the relation, then who acts."""
    return np.asarray((pair_keys(subjects, objects, parties) * len(RELATIONS) + relations) * 2 + (subjects > objects))


def ask_of(pairs: Ints, parties: int) -> Cells:
    """All questions about pairs.

    Args:
        pairs: As of `pair_keys`, each once, ascending.
        parties: How many parties there are.

    Returns:
        For each pair what both may do together, and what either may do to the other; in the order of `cell_keys`.
    """
    low, high = np.divmod(pairs, parties)
    shapes = [(relation, turned) for relation in range(len(RELATIONS)) for turned in ((False,) if MUTUAL_FLAGS[relation] else (False, True))]
    relations = np.array([relation for relation, _ in shapes], dtype=np.int64)
    turned = np.array([turn for _, turn in shapes], dtype=np.bool_)
    subjects = np.where(turned[None, :], high[:, None], low[:, None]).ravel()
    objects = np.where(turned[None, :], low[:, None], high[:, None]).ravel()
    return Cells(subjects=subjects, relations=np.tile(relations, len(pairs)), objects=objects, parties=parties)
