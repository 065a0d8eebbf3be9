"""Ways from one entity to another over third ones: partners, partners of partners, and others with the same partners."""

from __future__ import annotations

import msgspec
import numpy as np

from tarazu.forecast.arrays import Doubles, Floats, Ints, find_sorted, ranks_within, spread, starts_of
from tarazu.forecast.history import History
from tarazu.forecast.memory import Tally

_KEPT = 25
_PEERS = 30
_DIMENSIONS = 40
_BLOCK = 8192
_EVER_WEIGHT = 0.15
_LATELY = 9  # days: three half-lives of the shortest count


class Links:
    """The strongest links of each entity on a day.

    Args:
        history: What has happened before the day.
        lately: Count only what is of the last days, instead of all with a half-life of weeks.

    Attributes:
        froms, ends, weights: Of all links, by `froms`: the entities and how strong, from 0 to 1: fading counts, divided by the roots of both
            entities' totals so that the busy are not close to all.
    """

    def __init__(self, history: History, *, lately: bool = False) -> None:
        partners, count = history.partners, history.count
        seen = np.flatnonzero(history.counted - partners.last <= _LATELY) if lately else np.flatnonzero(partners.last >= 0)
        seen = seen[partners.last[seen] >= 0]
        fading = partners.read(seen, 0, history.day) if lately else partners.read(seen, 1, history.day) + _EVER_WEIGHT * partners.read(seen, 2, history.day)
        raw = np.log1p(fading)
        self.froms, self.ends = np.divmod(partners.keys[seen], count)
        totals = np.bincount(self.froms, weights=raw, minlength=count) + 1e-9
        self.weights = (raw / np.sqrt(totals[self.froms] * totals[self.ends])).astype(np.float32)
        kept = ranks_within(self.froms, raw) < _KEPT
        self._ends, self._weights = self.ends[kept], self.weights[kept]
        self._starts = np.searchsorted(self.froms[kept], np.arange(count + 1))
        self._count = count

    def first(self, subjects: Ints) -> Around:
        """The strongest partners of subjects."""
        owners, places = spread(self._starts[subjects], self._starts[subjects + 1] - self._starts[subjects])
        return _gathered(owners * self._count + self._ends[places], self._weights[places], self._count)

    def further(self, around: Around) -> Around:
        """One step further: the partners of those around, with the sums over the ways of the products of their links."""
        owners, places = spread(self._starts[around.nodes], self._starts[around.nodes + 1] - self._starts[around.nodes])
        keys = around.owners[owners] * self._count + self._ends[places]
        return _gathered(keys, around.weights[owners] * self._weights[places], self._count)


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """Entities around the subjects of a day.

    Attributes:
        owners: The number of the subject among those of the day; ascending.
        nodes: The entity; ascending within an owner.
        weights: How near.
        count: How many entities there are at all.
    """

    owners: Ints
    nodes: Ints
    weights: Floats
    count: int

    def read(self, owners: Ints, entities: Ints) -> Floats:
        """How near entities are to owners; 0 for one that is not around."""
        if not len(self.nodes):
            return np.zeros(len(owners), dtype=np.float32)
        places = find_sorted(self.owners * self.count + self.nodes, owners * self.count + entities)
        return np.where(places >= 0, self.weights[places], np.float32(0)).astype(np.float32)

    def nearest(self, most: int, but: Ints) -> Around:
        """The nearest of each owner, without `but`, one entity an owner."""
        others = self.nodes != but[self.owners]
        found = Around(owners=self.owners[others], nodes=self.nodes[others], weights=self.weights[others], count=self.count)
        kept = ranks_within(found.owners, found.weights) < most
        return Around(owners=found.owners[kept], nodes=found.nodes[kept], weights=found.weights[kept], count=self.count)

    def for_questions(self, owners: Ints) -> Around:
        """The same by questions, of which each has an owner."""
        starts = np.searchsorted(self.owners, owners)
        questions, places = spread(starts, np.searchsorted(self.owners, owners, side="right") - starts)
        return Around(owners=questions, nodes=self.nodes[places], weights=self.weights[places], count=self.count)

    def answers(self, history: History, relations: Ints) -> Around:
        """What those around had as answers to the same relation; the owners are questions.

        Args:
            history: What has happened before the day.
            relations: Of each question.

        Returns:
            The answers, with the sum over those around of nearness times the logarithm of one plus the fading count.
        """
        triples = history.triples
        prefixes = (self.nodes * history.relations + relations[self.owners]) * history.count
        begin = np.searchsorted(triples.keys, prefixes)
        held, found = spread(begin, np.searchsorted(triples.keys, prefixes + history.count) - begin)
        seen = triples.last[found] >= 0
        held, found = held[seen], found[seen]
        products = self.weights[held] * np.log1p(triples.read(found, 2, history.day))
        return _gathered(self.owners[held] * history.count + triples.keys[found] % history.count, products, history.count)


def _gathered(keys: Ints, weights: Floats, count: int) -> Around:
    """Sums the weights of equal keys (owner times `count` plus entity)."""
    order = np.argsort(keys, kind="stable")
    keys, weights = keys[order], weights[order]
    starts = starts_of(keys)
    sums = np.add.reduceat(weights, starts) if len(starts) else weights
    return Around(owners=keys[starts] // count, nodes=keys[starts] % count, weights=sums.astype(np.float32), count=count)


def _orthogonal(basis: Doubles) -> Doubles:
    """Directions that span the same and stand at right angles; twice, as once is not exact enough.

    Source: Yamamoto, Nakatsukasa, Yanagisawa and Fukaya (2015), "Roundoff error analysis of the CholeskyQR2 algorithm", ETNA 44.
    """
    turned = basis
    try:
        for _ in range(2):
            turned = turned @ np.linalg.inv(np.linalg.cholesky(turned.T @ turned)).T
    except np.linalg.LinAlgError:  # directions that nearly coincide, as in graphs of a few entities
        return np.asarray(np.linalg.qr(basis)[0])
    return turned


class Reach:
    """What is around the subjects of a day.

    Args:
        history: What has happened before the day.
        subjects: Without repeats, ascending.

    Attributes:
        links: Of all entities.
        partners: The strongest partners.
        two_steps: Partners of partners.
        lately: Partners of partners, of the last days only.
        peers: Those with the most and strongest partners in common.
    """

    def __init__(self, history: History, subjects: Ints) -> None:
        self.links = Links(history)
        self.partners = self.links.first(subjects)
        self.two_steps = self.links.further(self.partners)
        fresh = Links(history, lately=True)
        self.lately = fresh.further(fresh.first(subjects))
        self.peers = self.two_steps.nearest(_PEERS, subjects)


class Positions:
    """A position for each entity such that those with the same partners lie in the same direction; it drifts along from day to day.

    The leading eigenvectors of the links, by subspace iteration that starts from the day before: one step a day is enough, as a day changes
    little.

    Args:
        count: How many entities there are.
        seed: Of the first, random positions.

    Source: Halko, Martinsson and Tropp (2011), SIAM Review 53 (2), section 4.5, for the iteration.
    """

    def __init__(self, count: int, seed: int) -> None:
        generator = np.random.default_rng(seed)
        self._basis: Doubles = np.linalg.qr(generator.standard_normal((count, min(_DIMENSIONS, count))))[0]
        self._settled = False
        self.vectors: Floats = np.zeros(self._basis.shape, dtype=np.float32)

    def follow(self, links: Links) -> None:
        """Moves the positions to where the links of a day want them."""
        from scipy.sparse import csr_matrix  # slow to load

        count = len(self._basis)
        matrix = csr_matrix((links.weights.astype(np.float64), (links.froms, links.ends)), shape=(count, count))
        for _ in range(1 if self._settled else 12):
            self._basis = _orthogonal(matrix @ self._basis + self._basis)
        self._settled = True
        strengths = np.maximum(np.einsum("ij,ij->j", self._basis, matrix @ self._basis), 0.0)
        self.vectors = (self._basis * np.sqrt(strengths)).astype(np.float32)

    def likeness(self, subjects: Ints, objects: Ints) -> Floats:
        """The products of the positions of subjects and objects: what the links between the two are where only the leading directions count."""
        return self.towards(self.vectors, subjects, objects)

    def towards(self, centres: Floats, owners: Ints, objects: Ints) -> Floats:
        """The products of the positions of objects and of the centres of their owners, one row of `centres` each."""
        found = np.empty(len(owners), dtype=np.float32)
        for first in range(0, len(owners), _BLOCK):  # in blocks, so that the copies of the vectors stay in the processor's cache
            here = slice(first, first + _BLOCK)
            found[here] = np.einsum("ij,ij->i", centres[owners[here]], self.vectors[objects[here]])
        return found

    def centres(self, tally: Tally, prefixes: Ints, level: int, day: int) -> Floats:
        """For each prefix the middle of the positions of what a tally holds under it, weighed by the fading counts of a half-life, at length 1.

        Args:
            tally: Whose keys are a prefix times the number of entities plus an entity.
            prefixes: Of questions.
            level: Which half-life.
            day: On which the counts are read.
        """
        count = len(self.vectors)
        wanted, at = np.unique(prefixes, return_inverse=True)
        begin = np.searchsorted(tally.keys, wanted * count)
        owners, places = spread(begin, np.searchsorted(tally.keys, (wanted + 1) * count) - begin)
        seen = tally.last[places] >= 0
        owners, places = owners[seen], places[seen]
        lengths = np.maximum(np.linalg.norm(self.vectors, axis=1), 1e-9)
        from scipy.sparse import csr_matrix  # slow to load

        entities = tally.keys[places] % count
        weights = csr_matrix((tally.read(places, level, day) / lengths[entities], (owners, entities)), shape=(len(wanted), count))
        sums = weights @ self.vectors
        return np.asarray(sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9), dtype=np.float32)[at]
