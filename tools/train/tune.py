"""Chooses the model's thresholds and calibrates its confidence, on the dev part of the corpus: `python -m train.tune`.

Test is not read here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec
import numpy as np
from sklearn.linear_model import LogisticRegression

from corpus import ALL, GoldDocument, GoldFrame, lines, passages, split_of
from tarazu import languages
from tarazu.analysis.score import ScoredRecord, level
from tarazu.api.pipeline import read
from tarazu.coders.learned.acts import Said, find_acts
from tarazu.coders.learned.coder import LearnedCoder, signs, sureness
from tarazu.coders.learned.model import Model
from tarazu.coders.learned.parts import Parts, find_parts
from tarazu.records import Document, state_of
from train.export import write_card

GRID = {"recipient": (0.1, 0.15, 0.22, 0.4), "actor": (0.35, 0.42, 0.6), "sole actor": (0.1, 0.3)}
OTHERS = {"ASSESSMENT": "assessment", "TIE": "tie"}
LEAST = 0.05
FOUND, WHO = 1, 2  # the scorer's levels: the same type, and a shared actor and recipient; the confidence is that of the first


class Wanted(NamedTuple):
    """A gold record: its sentence, what it is, and the states on both sides."""

    sentence: int
    what: tuple[str, ...]
    actors: frozenset[str]
    recipients: frozenset[str]

    def scored(self) -> ScoredRecord:
        """As the scorer compares it."""
        return ScoredRecord(type="/".join(self.what), actors=tuple(self.actors), recipients=tuple(self.recipients))


class Case:
    """A dev document, read, with what the network saw."""

    def __init__(self, gold: GoldDocument, coder: LearnedCoder) -> None:
        received = Document(doc=gold.name, text=gold.text, published=gold.published, outlet=gold.outlet)
        self.got = read(received, gold.language, coder)
        self.acts = find_acts(self.got.reading, self.got.glance.sight, coder.model)
        self.wanted = [self._wanted(frame) for frame in gold.frames]

    def _wanted(self, frame: GoldFrame) -> Wanted:
        sides = [frozenset(state_of(part[2]) for part in frame.roles.get(role, [])) for role in ("actor", "recipient")]
        span = self.got.folded.span
        index = next((each.index for each in self.got.reading.sentences if span(each.start, each.end)[1] > frame.start), -1)
        details = {"ASSESSMENT": (frame.dimension, frame.direction), "TIE": (frame.kind,)}.get(frame.type, ())
        return Wanted(index, (frame.type, *map(str, details)), *sides)

    def records(self, coder: LearnedCoder) -> Iterator[tuple[Said, Parts, int]]:
        """Each possible record, the surest first, and how well it agrees with one of gold's: the scorer's level."""
        parts = find_parts(self.got.reading, self.got.glance.sight, coder.model, self.acts)
        left = list(self.wanted)
        for act, part in sorted(zip(self.acts, parts, strict=True), key=lambda pair: -pair[0].some * pair[0].chance):
            if not (part.actors or part.recipients):
                continue
            sides = [frozenset(state_of(each) for one in side for each in one.mention.ids()) for side in (part.actors, part.recipients)]
            details = {"ASSESSMENT": ("dimension", "direction"), "TIE": ("kind",)}.get(act.kind, ())
            found = Wanted(act.place.sentence, (act.kind, *(act.answers[name] for name in details)), *sides)
            alike = [each for each in left if each.sentence == found.sentence and each.what == found.what]
            match = max(alike, key=lambda each: level(each.scored(), found.scored()), default=None)
            if match is not None:
                left.remove(match)
            yield act, part, level(match.scored(), found.scored()) if match is not None else 0


def main() -> None:
    coder = LearnedCoder(floor=0.0)
    known = [code for code in ALL if code in languages.codes()]
    documents = [each for code in known for found in (lines, passages) for each in found(code) if split_of(each.name) == "dev"]
    cases = [Case(each, coder) for each in documents]
    wanted = sum(each.what[0] not in {*OTHERS, "FIGURE"} for case in cases for each in case.wanted)
    thresholds = dict(coder.model.card.thresholds)
    best, calibration = fit(cases, coder, wanted)
    print(f"{len(cases)} documents, {wanted} events; to begin with who {best[0]:.3f} at {best[1]:.2f}", flush=True)
    for name, values in GRID.items():
        for value in values:
            coder.model = _with(coder.model, {**thresholds, name: value})
            found, weights = fit(cases, coder, wanted)
            print(f"{name} {value}: who {found[0]:.3f} at {found[1]:.2f}", flush=True)
            if found[0] > best[0]:
                best, calibration, thresholds = found, weights, {**thresholds, name: value}
    coder.model = _with(coder.model, thresholds)
    measured = {"dev who": best[0]}
    thresholds["act"] = best[1]
    for kind, name in OTHERS.items():
        measured[f"dev {name}"], thresholds[name] = _others(cases, coder, kind)
    write_card(thresholds, calibration, measured, dict(coder.model.card.trained_on))
    print(measured, thresholds)


def _others(cases: list[Case], coder: LearnedCoder, kind: str) -> tuple[float, float]:
    """The best F1 of assessments or ties, and the sureness that gives it; over 1 where none is worth having."""
    rows = sorted(((sureness(act), right) for case in cases for act, part, right in case.records(coder) if act.kind == kind and part.actors), reverse=True)
    wanted = sum(each.what[0] == kind for case in cases for each in case.wanted)
    hits, best = 0, (0.0, 1.01)
    for number, (sure, right) in enumerate(rows, 1):
        hits += right >= WHO
        best = max(best, (2 * hits / (number + wanted), sure))
    return best


def _with(model: Model, thresholds: dict[str, float]) -> Model:
    model.card = msgspec.structs.replace(model.card, thresholds=thresholds)
    return model


def fit(cases: list[Case], coder: LearnedCoder, wanted: int) -> tuple[tuple[float, float], dict[str, float]]:
    """The best F1 of who did what to whom with the threshold that gives it, and the weights of the confidence."""
    rows = [(signs(act, part), right) for case in cases for act, part, right in case.records(coder) if act.kind not in {*OTHERS, "FIGURE"} and act.some > LEAST]
    names = list(rows[0][0])
    x = np.array([[row[name] for name in names] for row, _ in rows])
    levels = np.array([right for _, right in rows])
    model = LogisticRegression(C=1.0, fit_intercept=False, max_iter=500).fit(x, levels >= FOUND)
    chance = model.predict_proba(x)[:, 1]
    order = np.argsort(-chance)
    hits = np.cumsum(levels[order] >= WHO)
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + wanted)
    at = int(f1.argmax())
    return (float(f1[at]), float(chance[order[at]])), dict(zip(names, map(float, model.coef_[0]), strict=True))


if __name__ == "__main__":
    main()
