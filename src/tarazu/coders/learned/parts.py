"""The parts that mentions and times play in acts."""

from __future__ import annotations

from bisect import bisect_left

import msgspec
import numpy as np

from tarazu.coders.learned import labels
from tarazu.coders.learned.acts import Said
from tarazu.coders.learned.features import Place, marker_of, role_features
from tarazu.coders.learned.mentions import SEEN
from tarazu.coders.learned.model import Model
from tarazu.coders.learned.sight import Sight
from tarazu.records import Mention, Reading, TimeSpan, state_of

REACH = 3  # sentences between a trigger and what plays a part in it
_LIKELY = 0.15
_CROWD = 0.5  # a trigger that is less likely one stands between nothing
_FAR = 200  # words; a window of training had 130
_TIME = "time"
_SEVERAL = 2


class Part(msgspec.Struct, frozen=True):
    """A mention in a role, and the chance that it plays it."""

    mention: Mention
    chance: float


class Parts(msgspec.Struct, kw_only=True):
    """All parts of an act, likeliest first; `others` are those that were weighed and not taken."""

    actors: list[Part] = []
    recipients: list[Part] = []
    places: list[Part] = []
    speakers: list[Part] = []
    time: TimeSpan | None = None
    others: list[tuple[str, Part]] = []


class _Candidate(msgspec.Struct):
    place: Place
    kind: str
    marker: int
    mention: Mention | None
    time: TimeSpan | None


def find_parts(reading: Reading, sight: Sight, model: Model, acts: list[Said]) -> list[Parts]:
    """For each act the mentions and the time that play a part in it; mentions that nobody could link play none."""
    candidates = _candidates(reading, sight)
    if not acts or not candidates:
        return [Parts() for _ in acts]
    vectors = model.heads.spans(sight.words, np.array([(each.place.first, each.place.last) for each in candidates], dtype=np.int64))
    firsts = sorted(act.place.first for act in acts if act.chance > _CROWD), [each.place.first for each in candidates]
    pairs, features = [], []
    for a, act in enumerate(acts):
        near = range(bisect_left(firsts[1], act.place.first - _FAR), bisect_left(firsts[1], act.place.last + _FAR))
        for c in near:
            each = candidates[c]
            if abs(each.place.sentence - act.place.sentence) <= REACH:
                pairs.append((a, c))
                features.append(role_features(act.place, act.kind, (each.place, each.kind, each.marker), firsts))
    if not pairs:
        return [Parts() for _ in acts]
    triggers = np.stack([act.vector for act in acts])
    chances = model.heads.roles(triggers, vectors, np.array(pairs, dtype=np.int64), np.array(features, dtype=np.int64))
    weighed: list[list[tuple[_Candidate, dict[str, float]]]] = [[] for _ in acts]
    for (a, c), found in zip(pairs, chances, strict=True):
        weighed[a].append((candidates[c], dict(zip(labels.ROLES, map(float, found), strict=True))))
    return [_parts(each, act.place.sentence, model.card.thresholds) for each, act in zip(weighed, acts, strict=True)]


def _candidates(reading: Reading, sight: Sight) -> list[_Candidate]:
    out = []
    for sentence, start, known in zip(reading.sentences, sight.starts, sight.known, strict=True):
        for mention in sentence.mentions:
            place = Place(sentence.index, start + mention.first, start + mention.last, known.clauses[mention.first])
            out.append(_Candidate(place, mention.kind, marker_of(mention, reading.language), mention, None))
        for time in sentence.times:
            inside = [at for at, token in enumerate(sentence.tokens) if time.start <= token.start < time.end]
            if inside:
                place = Place(sentence.index, start + inside[0], start + inside[-1] + 1, known.clauses[inside[0]])
                out.append(_Candidate(place, _TIME, 0, None, time))
    return sorted(out, key=lambda each: each.place.first)


def _parts(weighed: list[tuple[_Candidate, dict[str, float]]], sentence: int, thresholds: dict[str, float]) -> Parts:
    mentions = [(each.mention, chances) for each, chances in weighed if each.mention is not None and each.mention.ids()]
    able = [pair for pair in mentions if pair[0].kind != "outlet" or pair[0].reason != SEEN]  # an outlet that only the network knows may speak, not act
    actors = [Part(mention, chances["actor"]) for mention, chances in able if chances["actor"] >= thresholds["actor"]]
    if not actors:
        best = max(able, key=lambda pair: pair[1]["actor"], default=None)
        if best is not None and best[1]["actor"] >= thresholds["sole actor"]:
            actors = [Part(best[0], best[1]["actor"])]
    actors = _gathered(actors, mentions, sentence)
    acting = {id(part.mention) for part in actors}
    recipients = [
        Part(mention, chances["recipient"])
        for mention, chances in able
        if chances["recipient"] >= thresholds["recipient"] and (id(mention) not in acting or chances["recipient"] > chances["actor"])
    ]
    received = {id(part.mention) for part in recipients}
    actors = [part for part in actors if id(part.mention) not in received]
    times = [(chances["time"], each.time) for each, chances in weighed if each.time is not None]
    best_time = max(times, key=lambda pair: pair[0], default=(0.0, None))
    chosen = acting | received
    others = [
        (role, Part(mention, chances[role]))
        for mention, chances in mentions
        for role in ("actor", "recipient")
        if _LIKELY <= chances[role] < thresholds[role] and id(mention) not in chosen
    ]
    return Parts(
        actors=sorted(actors, key=lambda part: -part.chance),
        recipients=sorted(recipients, key=lambda part: -part.chance),
        places=_in_role(mentions, "place", thresholds),
        speakers=_in_role(mentions, "speaker", thresholds),
        time=best_time[1] if best_time[0] >= thresholds["time"] else None,
        others=others,
    )


def _gathered(actors: list[Part], mentions: list[tuple[Mention, dict[str, float]]], sentence: int) -> list[Part]:
    """Actors named in other sentences, gathered in the "three countries" of this one where they are among those."""
    for mention, chances in mentions:
        if mention.number < _SEVERAL or len(mention.actors) < _SEVERAL or mention.sentence != sentence:
            continue
        states = {state_of(actor) for actor in mention.ids()}
        covered = [part for part in actors if part.mention.sentence != sentence and {state_of(each) for each in part.mention.ids()} <= states]
        if covered:
            chance = max(chances["actor"], *(part.chance for part in covered))
            actors = [*(part for part in actors if part not in covered and part.mention is not mention), Part(mention, chance)]
    return actors


def _in_role(mentions: list[tuple[Mention, dict[str, float]]], role: str, thresholds: dict[str, float]) -> list[Part]:
    found = [Part(mention, chances[role]) for mention, chances in mentions if chances[role] >= thresholds[role]]
    return sorted(found, key=lambda part: -part.chance)
