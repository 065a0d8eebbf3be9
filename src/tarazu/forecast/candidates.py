"""Which answers to a question are worth ranking: a few hundred of all entities, from ten places, so that no question meets all entities."""

from __future__ import annotations

from typing import Final

import msgspec
import numpy as np

from tarazu.forecast.arrays import Flags, Floats, Ints, distinct, find_sorted, ranks_within, spread
from tarazu.forecast.history import History
from tarazu.forecast.memory import Tally
from tarazu.forecast.paths import Around, Reach

REASONS: Final = ("announced", "shared_body", "neighbour")
_LONG = 400.0  # days: the half-life that stands for none where half-lives are weighed


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How many candidates each place may give to a question."""

    partners: int = 150
    answers: int = 80
    relation: int = 50
    reach: int = 60
    peers: int = 40
    place: int = 50
    place_answers: int = 40
    everywhere: int = 20


class Questions(msgspec.Struct, frozen=True, kw_only=True):
    """The questions of a day, each once: who is the object, given subject and relation? With all the true answers.

    Attributes:
        day: The day.
        subjects, relations: Of each question; ascending.
        answer_questions: The question that each answer belongs to; ascending.
        answers: The entities.
    """

    day: int
    subjects: Ints
    relations: Ints
    answer_questions: Ints
    answers: Ints


class Candidates(msgspec.Struct, frozen=True, kw_only=True):
    """The candidates of a day's questions.

    Attributes:
        questions: The question that each belongs to; ascending.
        entities: The candidate; ascending within a question.
        near: By its name, how near each is to the subject over others: `reach` and `lately` in two steps, and by what `peers` and `partners` of the
            subject had as answers to the same relation; see `Reach`.
        true: Whether it is an answer.
        extra: What `Extra` says of each, by the same names; empty where there is none.
    """

    questions: Ints
    entities: Ints
    near: dict[str, Floats]
    true: Flags
    extra: dict[str, Floats] = {}


class Extra(msgspec.Struct, frozen=True, kw_only=True):
    """Candidates that are known otherwise than from the graph, such as from texts, each with how strongly for what reason.

    Attributes:
        questions: The question that each is given for, as its number in `Questions`; in any order.
        entities: The candidate; of a pair that is given several times the highest of each number counts.
        announced: From 0 to 1: such an act between the two was announced, or is planned.
        shared_body: From 0 to 1: both are members of a body.
        neighbour: From 0 to 1: they share a border.

    Example:
        >>> one = np.ones(1, dtype=np.float32)
        >>> extra = Extra(questions=np.array([0]), entities=np.array([4]), announced=one, shared_body=0 * one, neighbour=0 * one)
        >>> sorted(extra.columns(np.array([3, 4]), 10)) == sorted(REASONS)
        True
    """

    questions: Ints
    entities: Ints
    announced: Floats
    shared_body: Floats
    neighbour: Floats

    def columns(self, keys: Ints, count: int) -> dict[str, Floats]:
        """The numbers of candidates, by the name of the reason.

        Args:
            keys: Question times `count` plus entity; ascending, and all that are given are among them.
            count: How many entities there are.
        """
        places = np.searchsorted(keys, self.questions * count + self.entities)
        found = {}
        for name, values in zip(REASONS, (self.announced, self.shared_body, self.neighbour), strict=True):
            found[name] = np.zeros(len(keys), dtype=np.float32)
            np.maximum.at(found[name], places, values)
        return found


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """What candidates are gathered from, beside the counts.

    Attributes:
        reach: From the day's subjects.
        owners: For each question, the number of its subject in `reach`.
        extra: Those that are known otherwise, if any are.
    """

    reach: Reach
    owners: Ints
    extra: Extra | None = None


def ask(history: History, day: int) -> Questions:
    """The questions that the facts of a day pose."""
    graph = history.graph
    here = graph.between(day, day + 1)
    keys = distinct(history.triple_keys(graph.subjects[here], graph.relations[here], graph.objects[here]))
    asked, answer_questions = np.unique(keys // history.count, return_inverse=True)
    return Questions(
        day=day, subjects=asked // history.relations, relations=asked % history.relations, answer_questions=answer_questions, answers=keys % history.count
    )


def select(questions: Questions, kept: Ints) -> Questions:
    """Only some of the questions, with all their answers; `kept` has their numbers, ascending."""
    numbers = find_sorted(kept, questions.answer_questions)
    inside = numbers >= 0
    return Questions(
        day=questions.day, subjects=questions.subjects[kept], relations=questions.relations[kept], answer_questions=numbers[inside],
        answers=questions.answers[inside],
    )  # fmt: skip


def gather(history: History, questions: Questions, given: Given, limits: Limits) -> Candidates:
    """Gathers the candidates.

    Args:
        history: What has happened before the day.
        questions: Of the day.
        given: Where else to look.
        limits: How many from each place; what is given beside the graph comes on top.
    """
    reach, owners, extra = given.reach, given.owners, given.extra
    s, r, count = questions.subjects, questions.relations, history.count
    place = history.places()[s]
    peers = reach.peers.for_questions(owners).answers(history, r)
    partners = reach.partners.for_questions(owners).answers(history, r)
    parts = [
        _best(history.partners, s, count, history.day, limits.partners),
        _best(history.triples, s * history.relations + r, count, history.day, limits.answers),
        _best(history.objects, r, count, history.day, limits.relation),
        _best(history.place_objects, place, count, history.day, limits.place),
        _best(history.place_answers, place * history.relations + r, count, history.day, limits.place_answers),
        _keys(peers.nearest(limits.peers, np.full(len(s), -1))),
        _keys(partners.nearest(limits.peers, np.full(len(s), -1))),
        _keys(reach.two_steps.nearest(limits.reach, np.full(len(s), -1)).for_questions(owners)),
        _keys(reach.lately.nearest(limits.reach, np.full(len(s), -1)).for_questions(owners)),
        _everywhere(history, len(s), limits.everywhere),
    ]
    if extra is not None:
        parts.append(extra.questions * count + extra.entities)
    keys = distinct(np.concatenate(parts))
    held, entities = np.divmod(keys, count)
    near = {
        "reach": reach.two_steps.read(owners[held], entities), "lately": reach.lately.read(owners[held], entities),
        "peers": peers.read(held, entities), "partners": partners.read(held, entities),
    }  # fmt: skip
    places = find_sorted(keys, questions.answer_questions * count + questions.answers)
    true = np.zeros(len(keys), dtype=np.bool_)
    true[places[places >= 0]] = True
    return Candidates(questions=held, entities=entities, near=near, true=true, extra=extra.columns(keys, count) if extra is not None else {})


def _keys(around: Around) -> Ints:
    return np.asarray(around.owners * around.count + around.nodes)


def _everywhere(history: History, questions: int, limit: int) -> Ints:
    """For each question the entities that are most in the news."""
    whole = history.entities.read(np.arange(len(history.entities.keys)), 1, history.day)
    popular = np.unique(history.entities.keys[np.argsort(-whole, kind="stable")[:limit]] % history.count)
    return np.asarray(np.repeat(np.arange(questions), len(popular)) * history.count + np.tile(popular, questions))


def _best(tally: Tally, prefixes: Ints, count: int, day: int, limit: int) -> Ints:
    """For each question the entities that a tally counts most under its prefix, as question times `count` plus entity.

    Questions that share a prefix share the work. What is recent goes before what is frequent, but the frequent is not forgotten.
    """
    wanted, at = np.unique(prefixes, return_inverse=True)
    begin = np.searchsorted(tally.keys, wanted * count)
    owners, places = spread(begin, np.searchsorted(tally.keys, (wanted + 1) * count) - begin)
    seen = tally.last[places] >= 0
    owners, places = owners[seen], places[seen]
    scores = np.zeros(len(places), dtype=np.float32)
    for level, half_life in enumerate(tally.half_lives):
        scores += tally.read(places, level, day) / np.float32(min(half_life, _LONG) ** 0.5)
    kept = ranks_within(owners, scores) < limit
    owners, entities = owners[kept], tally.keys[places[kept]] % count
    starts = np.searchsorted(owners, at)
    questions, found = spread(starts, np.searchsorted(owners, at, side="right") - starts)
    return np.asarray(questions * count + entities[found])
