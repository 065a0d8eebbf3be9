"""The numbers by which candidates are told apart, each of which can be said in a sentence (see `features`)."""

from __future__ import annotations

import numpy as np

from tarazu.forecast.arrays import Floats, Ints, shares_within, softmax, standing_within
from tarazu.forecast.candidates import Candidates, Questions
from tarazu.forecast.history import History
from tarazu.forecast.paths import Positions
from tarazu.forecast.rules import Rules, Traces
from tarazu.forecast.strengths import Strengths

Columns = dict[str, Floats]


class Sight:
    """A day's candidates with what is known of them; one method for each group of numbers.

    Args:
        history: What has happened before the day.
        questions: Of the day.
        candidates: Of the questions.
    """

    def __init__(self, history: History, questions: Questions, candidates: Candidates) -> None:
        self._history, self._questions, self._candidates = history, questions, candidates
        self._day = history.day
        self._held = candidates.questions
        self._s, self._r, self._o = questions.subjects[self._held], questions.relations[self._held], candidates.entities
        self._side = history.side(self._r)

    def repetition(self) -> Columns:
        """How often and how lately the very thing happened, and its mirror image."""
        history, day = self._history, self._day
        half = history.relations // 2
        same = history.triples.find(history.triple_keys(self._s, self._r, self._o))
        mirror = history.triples.find(history.triple_keys(self._s, (self._r + half) % history.relations, self._o))
        asked = history.questions.find(self._questions.subjects * history.relations + self._questions.relations)
        often, lately = (history.questions.read(asked, level, day)[self._held] for level in (1, 0))
        ever = history.triples.read(same, 3, day)
        fading = history.triples.read(same, 2, day)
        return {
            "triple_2": history.triples.read(same, 0, day), "triple_10": history.triples.read(same, 1, day), "triple_50": fading, "triple_ever": ever,
            "triple_age": history.triples.ages(same, day), "triple_part": _part(ever, often), "triple_best": shares_within(self._held, fading),
            "triple_turn": self._turn(history.triples.ages(same, day)),
            "mirror_10": history.triples.read(mirror, 1, day), "mirror_ever": history.triples.read(mirror, 3, day),
            "mirror_age": history.triples.ages(mirror, day), "asked_ever": often, "asked_15": lately,
        }  # fmt: skip

    def _turn(self, ages: Floats) -> Floats:
        """The place of each candidate in its question when those lately seen go first."""
        return np.minimum(standing_within(self._held, -ages), 200).astype(np.float32)

    def dealings(self) -> Columns:
        """How often and how lately the two had to do with each other at all."""
        history, day = self._history, self._day
        columns: Columns = {}
        total = np.zeros(len(self._s), dtype=np.float32)
        for name, side in (("pair", self._side), ("back", 1 - self._side)):
            places = history.pairs.find(history.pair_keys(self._s, side, self._o))
            for level, half_life in enumerate(("4", "25", "ever")):
                columns[f"{name}_{half_life}"] = history.pairs.read(places, level, day)
            columns[f"{name}_age"] = history.pairs.ages(places, day)
            total = total + columns[f"{name}_25"] + np.float32(0.1) * columns[f"{name}_ever"]
        activity = history.entities.find((1 - self._side) * history.count + self._s)
        columns["subject_15"] = history.entities.read(activity, 1, day)
        columns["subject_ever"] = history.entities.read(activity, 2, day)
        columns["pair_part"] = _part(columns["pair_ever"], columns["subject_ever"])
        new, known = (history.outreach.read(history.outreach.find(self._questions.subjects * 2 + kind), 0, day) for kind in (1, 0))
        columns["outreach"] = _part(new, new + known)[self._held]
        columns["dealings_turn"] = self._turn(np.minimum(columns["pair_age"], columns["back_age"]))
        columns["dealings_best"] = shares_within(self._held, total)
        columns["dealings_rank"] = np.minimum(standing_within(self._held, total), 200).astype(np.float32)
        return columns

    def popularity(self) -> Columns:
        """How often and how lately the candidate was an answer to others' questions."""
        history, day = self._history, self._day
        answer = history.objects.find(self._r * history.count + self._o)
        whole = history.entities.find(self._side * history.count + self._o)
        other = history.entities.find((1 - self._side) * history.count + self._o)
        fading, ever = history.objects.read(answer, 1, day), history.objects.read(answer, 2, day)
        relation = history.asked.find(self._questions.relations)
        total = history.asked.read(relation, 0, day)[self._held]
        triple, pair, place = (each[self._held] for each in history.shares_new(self._questions.relations))
        return {
            "relation_new": triple, "relation_new_pair": pair, "relation_place": place,
            "answer_5": history.objects.read(answer, 0, day), "answer_30": fading, "answer_ever": ever,
            "answer_age": history.objects.ages(answer, day), "answer_part": _part(ever, total), "answer_best": shares_within(self._held, fading),
            "object_2": history.entities.read(whole, 0, day), "object_15": history.entities.read(whole, 1, day),
            "object_ever": history.entities.read(whole, 2, day), "object_age": history.entities.ages(whole, day),
            "object_acts_15": history.entities.read(other, 1, day),
        }  # fmt: skip

    def belonging(self) -> Columns:
        """Where the two belong, and what those of the one place do to those of the other."""
        history, day, named = self._history, self._day, self._history.named
        places = history.places()
        here, there = places[self._s], places[self._o]
        same = (here == there) & (here > 0)
        objects = history.place_objects.find(here * history.count + self._o)
        answers = history.place_answers.find((here * history.relations + self._r) * history.count + self._o)
        contact = history.subject_places.find(self._s * history.place_count + there)
        pairs = history.place_pairs.find((here * history.relations + self._r) * history.place_count + there)
        roles = history.role_pairs.find(history.role_keys(self._s, self._r, self._o, same=same.astype(np.int64)))
        by_place = history.place_answers.read(answers, 0, day)
        return {
            "same_place": same.astype(np.float32), "subject_kind": np.minimum(named.roles[self._s], 2).astype(np.float32),
            "object_kind": np.minimum(named.roles[self._o], 2).astype(np.float32), "place_object_10": history.place_objects.read(objects, 0, day),
            "place_object_ever": history.place_objects.read(objects, 1, day), "place_answer_20": by_place,
            "place_answer_ever": history.place_answers.read(answers, 1, day), "place_answer_best": shares_within(self._held, by_place),
            "contact_10": history.subject_places.read(contact, 0, day), "contact_ever": history.subject_places.read(contact, 1, day),
            "place_pair_20": history.place_pairs.read(pairs, 0, day), "place_pair_ever": history.place_pairs.read(pairs, 1, day),
            "roles_ever": history.role_pairs.read(roles, 0, day),
        }  # fmt: skip

    def ways(self, positions: Positions) -> Columns:
        """How near the two are over third ones."""
        columns: Columns = dict(self._candidates.near)
        columns["near"] = np.maximum(positions.likeness(self._s, self._o), np.float32(0))
        columns |= self._kinship(positions)
        return columns | {f"{name}_best": shares_within(self._held, column) for name, column in columns.items()}

    def _kinship(self, positions: Positions) -> Columns:
        """How like the candidate is to what was an answer before: to the subject, to those of its place, to anyone."""
        history, day, s, r = self._history, self._day, self._questions.subjects, self._questions.relations
        place = history.places()[s]
        lengths = np.maximum(np.linalg.norm(positions.vectors, axis=1), np.float32(1e-9))[self._o]
        centres = {
            "own_kin": positions.centres(history.triples, s * history.relations + r, 2, day),
            "place_kin": positions.centres(history.place_answers, place * history.relations + r, 0, day),
            "any_kin": positions.centres(history.objects, r, 1, day),
        }
        return {name: np.maximum(positions.towards(centre, self._held, self._o) / lengths, np.float32(0)) for name, centre in centres.items()}

    def following(self, rules: Rules, strengths: Strengths, traces: Traces) -> Columns:
        """What usually follows what was between the two."""
        strength = strengths.weigh(traces, len(self._s))
        highest, total, either = rules.weigh(traces, len(self._s))
        kinds: Ints = np.bincount(traces.rows, minlength=len(self._s))
        return {
            "rule": highest, "rule_sum": total, "rule_either": either, "rule_best": shares_within(self._held, highest),
            "either_best": shares_within(self._held, either), "either_rank": np.minimum(standing_within(self._held, either), 200).astype(np.float32),
            "kinds": kinds.astype(np.float32), "strength": strength, "strength_part": softmax(self._held, strength).astype(np.float32),
            "strength_rank": np.minimum(standing_within(self._held, strength), 200).astype(np.float32),
        }  # fmt: skip


def _part(of: Floats, whole: Floats) -> Floats:
    """Counts as parts of others; 0 of nothing."""
    return np.asarray(of / np.maximum(whole, np.float32(1)), dtype=np.float32)
