"""All that is counted of what has happened before a day, and in what order days are gone through."""

from __future__ import annotations

import numpy as np

from tarazu.forecast.arrays import Flags, Floats, Ints
from tarazu.forecast.graph import Graph
from tarazu.forecast.memory import Tally
from tarazu.forecast.places import follow_places, read_names

_EVER = np.inf
_KINDS = 8


def _kind(new_triple: Ints, new_pair: Ints, same_place: Flags) -> Ints:
    """What was new in an answer: 1 for the triple, 2 more for the pair, 4 more where both belong to one place."""
    return np.asarray(new_triple + 2 * new_pair + 4 * same_place.astype(np.int64))


class History:
    """The counts of a graph up to a day; see `Tally`. Whoever asks on a day sees only what happened before it.

    Args:
        graph: Facts told from both ends (`Graph.doubled`).

    Attributes:
        day: The day that is asked about.
        counted: The day up to which, exclusive, facts are counted; `day` itself, unless what lies between is held back.
        triples: Subject, relation, object.
        between: The same triples, under subject, object, relation; for their last days.
        pairs: Subject, side (0 as the one who acts, 1 as the one acted upon), object.
        partners: Subject, object, of either side.
        objects: Relation, object.
        entities: Side, object: how much is done to it (0) and by it (1).
        questions: Subject, relation.
        asked: Relation.
        newness: Relation, and what was new in an answer (see `_kind`).
        outreach: Subject, and whether its partner was new to it.
        place_objects: The subject's place, object.
        place_answers: The subject's place, relation, object.
        subject_places: Subject, the object's place.
        place_pairs: The subject's place, relation, the object's place.
        role_pairs: The subject's role, relation, the object's role, and whether their places are the same.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.count, self.relations = len(graph.entities), len(graph.relation_names)
        self.named = read_names(graph.entities)
        self.places_by_day = follow_places(graph, self.named)
        self.place_count, self.role_count = len(self.named.names), int(self.named.roles.max()) + 1
        self.day = self.counted = 0
        s, r, o, d = graph.subjects, graph.relations, graph.objects, graph.days
        here, there = self.places_by_day[d, s], self.places_by_day[d, o]
        last = int(d[-1]) + 1
        self.triples = Tally(self.triple_keys(s, r, o), (2.0, 10.0, 50.0, _EVER), last)
        self.between = Tally((s * self.count + o) * self.relations + r, (20.0,), last)
        self.pairs = Tally(self.pair_keys(s, self.side(r), o), (4.0, 25.0, _EVER), last)
        self.partners = Tally(s * self.count + o, (3.0, 20.0, _EVER), last)
        self.objects = Tally(r * self.count + o, (5.0, 30.0, _EVER), last)
        self.entities = Tally(self.side(r) * self.count + o, (2.0, 15.0, _EVER), last)
        self.questions = Tally(s * self.relations + r, (15.0, _EVER), last)
        self.asked = Tally(r, (_EVER,), last)
        self.newness = Tally(r * _KINDS + _kind(self.triples.first(d), self.partners.first(d), here == there), (_EVER,), last)
        self.outreach = Tally(s * 2 + self.partners.first(d), (_EVER,), last)
        self.place_objects = Tally(here * self.count + o, (10.0, _EVER), last)
        self.place_answers = Tally((here * self.relations + r) * self.count + o, (20.0, _EVER), last)
        self.subject_places = Tally(s * self.place_count + there, (10.0, _EVER), last)
        self.place_pairs = Tally((here * self.relations + r) * self.place_count + there, (20.0, _EVER), last)
        self.role_pairs = Tally(self.role_keys(s, r, o, same=(here == there) & (here > 0)), (_EVER,), last)

    def tallies(self) -> tuple[Tally, ...]:
        """All of them."""
        return (
            self.triples, self.between, self.pairs, self.partners, self.objects, self.entities, self.questions, self.asked,
            self.newness, self.outreach, self.place_objects, self.place_answers, self.subject_places, self.place_pairs, self.role_pairs,
        )  # fmt: skip

    def advance(self, day: int, known: int | None = None) -> None:
        """Counts what happened before a day and is not counted yet.

        Args:
            day: That is asked about; no earlier than the one before.
            known: Count only up to this day, exclusive; for questions of which the days just before are not known. It never goes back: what is
                counted stays counted.
        """
        end = day if known is None else min(day, known)
        while self.counted < end:
            here = self.graph.between(self.counted, self.counted + 1)
            if here.stop > here.start:
                for tally in self.tallies():
                    tally.add(here, self.counted)
            self.counted += 1
        self.day = day

    def places(self) -> Ints:
        """The place of each entity, as far as it is known."""
        return np.asarray(self.places_by_day[self.counted])

    def side(self, relations: Ints) -> Ints:
        """0 for a relation as it stands, 1 for one told from the other end."""
        return (relations >= self.relations // 2).astype(np.int64)

    def triple_keys(self, subjects: Ints, relations: Ints, objects: Ints) -> Ints:
        """The keys of `triples`."""
        return np.asarray((subjects * self.relations + relations) * self.count + objects)

    def pair_keys(self, subjects: Ints, sides: Ints, objects: Ints) -> Ints:
        """The keys of `pairs`."""
        return np.asarray((subjects * 2 + sides) * self.count + objects)

    def role_keys(self, subjects: Ints, relations: Ints, objects: Ints, *, same: Ints) -> Ints:
        """The keys of `role_pairs`."""
        roles = self.named.roles
        return np.asarray(((roles[subjects] * self.relations + relations) * self.role_count + roles[objects]) * 2 + same)

    def shares_new(self, relations: Ints) -> tuple[Floats, Floats, Floats]:
        """For relations, the shares of answers so far that were a new triple, a new pair, and of the subject's own place; from 0 to 1."""
        counts = np.stack([self.newness.read(self.newness.find(relations * _KINDS + kind), 0, self.day) for kind in range(_KINDS)])
        total = np.maximum(counts.sum(axis=0), 1)
        triple, pair, place = (counts[kinds].sum(axis=0) / total for kinds in ([1, 3, 5, 7], [2, 3, 6, 7], [4, 5, 6, 7]))
        return triple.astype(np.float32), pair.astype(np.float32), place.astype(np.float32)
