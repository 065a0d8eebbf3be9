"""Why an answer stands where it stands: the columns that moved its score, put together by what they speak of and said in sentences."""

from __future__ import annotations

from typing import Final

import msgspec
import numpy as np

from tarazu.forecast.candidates import REASONS
from tarazu.forecast.look import Look
from tarazu.forecast.memory import NEVER
from tarazu.forecast.rank import Ranker

_STRONGEST: Final = 3
_DIGITS: Final = 2

# Each reason: the columns that speak of it, and how it is said with their values. `{x}` and `{y}` are the subject and the answer, `{did}` the relation.
# The plain counts go first in a sentence, because an analyst can check them; fading counts and ranks only move the score.
_REASONS: Final[tuple[tuple[str, tuple[str, ...], str], ...]] = (
    (
        "repetition", ("triple_2", "triple_10", "triple_50", "triple_ever", "triple_age", "triple_part", "triple_best", "triple_turn"),
        "{x} had '{did}' with {y} {triple_ever} times before, last {triple_age}; that is {triple_part:%} of all its '{did}'",
    ),
    ("mirror", ("mirror_10", "mirror_ever", "mirror_age"), "the other way round, {y} had '{did}' with {x} {mirror_ever} times, last {mirror_age}"),
    (
        "habit", ("asked_ever", "asked_15", "subject_15", "subject_ever", "outreach", "relation_new", "relation_new_pair", "relation_place"),
        "{x} had '{did}' with anyone {asked_ever} times; {relation_new_pair:%} of answers to '{did}' so far were ones never met before",
    ),
    (
        "dealings", ("pair_4", "pair_25", "pair_ever", "pair_age", "pair_part", "dealings_best", "dealings_rank", "dealings_turn"),
        "from {x} to {y} there were {pair_ever} acts of any kind, last {pair_age}; among all it deals with {y} is number {dealings_rank}",
    ),
    ("return", ("back_4", "back_25", "back_ever", "back_age"), "from {y} to {x} there were {back_ever} acts of any kind, last {back_age}"),
    (
        "answer", ("answer_5", "answer_30", "answer_ever", "answer_age", "answer_part", "answer_best"),
        "{y} was the answer to '{did}' {answer_ever} times for anyone, last {answer_age}",
    ),
    (
        "news", ("object_2", "object_15", "object_ever", "object_age", "object_acts_15"),
        "{y} was in the news on this side of an act {object_ever} times, last {object_age}",
    ),
    (
        "place", ("same_place", "place_object_10", "place_object_ever", "place_answer_20", "place_answer_ever", "place_answer_best"),
        "those of the same place as {x} had '{did}' with {y} {place_answer_ever} times, and {place_object_ever} acts of any kind",
    ),
    ("contact", ("contact_10", "contact_ever"), "{x} had to do with those of the place of {y} {contact_ever} times"),
    ("places", ("place_pair_20", "place_pair_ever"), "between the places of {x} and {y} there was '{did}' {place_pair_ever} times"),
    ("roles", ("roles_ever", "subject_kind", "object_kind"), "between such roles as those of {x} and {y} there was '{did}' {roles_ever} times"),
    ("third", ("reach", "reach_best", "near", "near_best"), "{x} and {y} have strong partners in common, at {reach_best:%} of the strongest such tie"),
    ("lately", ("lately", "lately_best"), "{x} and {y} had to do with the same ones in the last days, at {lately_best:%} of the strongest such tie"),
    ("partners", ("partners", "partners_best"), "the partners of {x} had '{did}' with {y}, at {partners_best:%} of the most frequent such answer"),
    ("peers", ("peers", "peers_best"), "those with the same partners as {x} had '{did}' with {y}, at {peers_best:%} of the most frequent such answer"),
    (
        "kin", ("own_kin", "own_kin_best", "place_kin", "place_kin_best", "any_kin", "any_kin_best"),
        "{y} has the same partners as those that {x} had '{did}' with before, at a likeness of {own_kin:%}",
    ),
    ("announced", ("announced",), "an act between {x} and {y} was announced"),
    ("bodies", ("shared_body",), "{x} and {y} are members of one body"),
    ("border", ("neighbour",), "{x} and {y} share a border"),
    (
        "rule", ("rule", "rule_sum", "rule_either", "rule_best", "either_best", "either_rank", "kinds", "strength", "strength_part", "strength_rank"),
        "after what was between {x} and {y}, '{did}' with just this one followed in {rule:%} of cases where '{did}' came at all",
    ),
)  # fmt: skip


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """One reason for or against an answer.

    Attributes:
        kind: What it speaks of, such as `repetition`.
        said: The sentence.
        weight: How far it moved the score of the ranking, above 0 for, below against; without unit, to compare within an answer.
    """

    kind: str
    said: str
    weight: float


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """One answer to a question.

    Attributes:
        subject, relation, entity: The question and the answer, by names.
        chance: Of being the answer, if the question comes up, from 0 to 1.
        base_rate: The share of all answers to the relation so far that were this one: what one would say without knowing the subject.
        reasons: The two or three strongest.
    """

    subject: str
    relation: str
    entity: str
    chance: float
    base_rate: float
    reasons: tuple[Reason, ...]


def kinds() -> dict[str, str]:
    """For each column the kind of reason that it belongs to."""
    return {column: kind for kind, columns, _ in _REASONS for column in columns}


def answer(ranker: Ranker, look: Look, names: tuple[tuple[str, ...], tuple[str, ...]], question: int, most: int) -> tuple[Answer, ...]:
    """The best answers to a question, with reasons.

    Args:
        ranker: That was fitted.
        look: At the day.
        names: Of the entities, and of the relations.
        question: Its number among those of the day.
        most: How many answers.

    Returns:
        The best first.
    """
    entities, relations = names
    rows = np.flatnonzero(look.candidates.questions == question)
    scores = ranker.score(look, 1)
    chances = ranker.chances(look, scores)[rows]
    rows = rows[np.argsort(-chances, kind="stable")[:most]]
    chances = np.sort(chances)[::-1][:most]
    parts = ranker.parts(look, rows)
    subject, relation = entities[look.questions.subjects[question]], relations[look.questions.relations[question]]
    answers = []
    for at, row in enumerate(rows):
        values = dict(zip(look.names, look.numbers[row].tolist(), strict=True))
        entity = entities[look.candidates.entities[row]]
        spoken = {"x": subject, "y": entity, "did": relation}
        pushes = dict(zip(look.names, parts[at].tolist(), strict=True))
        answers.append(
            Answer(
                subject=subject, relation=relation, entity=entity, chance=float(chances[at]), base_rate=values["answer_part"],
                reasons=_strongest(pushes, values, spoken),
            )
        )  # fmt: skip
    return tuple(answers)


def _strongest(pushes: dict[str, float], values: dict[str, float], spoken: dict[str, str]) -> tuple[Reason, ...]:
    """Adds up the pushes by kind and says the strongest: those for the answer first, as an answer that stands high is asked why, not why not."""
    found = [
        Reason(kind=kind, said=_say(sentence, values, spoken), weight=round(sum(pushes.get(column, 0.0) for column in columns), _DIGITS))
        for kind, columns, sentence in _REASONS
        if columns[0] not in REASONS or values.get(columns[0], 0) > 0  # what is known beside the graph is said only where it is so
    ]
    found.sort(key=lambda reason: (-reason.weight, reason.kind))
    return tuple(reason for reason in found[:_STRONGEST] if reason.weight > 0)


def _say(sentence: str, values: dict[str, float], spoken: dict[str, str]) -> str:
    texts = dict(spoken)
    for name, value in values.items():
        texts[name] = _age(value) if name.endswith("_age") else f"{value + name.endswith('_rank'):.0f}"
        sentence = sentence.replace(f"{{{name}:%}}", f"{100 * value:.0f} %")
    return sentence.format_map(texts)


def _age(days: float) -> str:
    if days >= NEVER:
        return "never"
    return "yesterday" if days <= 1 else f"{days:.0f} days ago"
