"""Learns the weights of the lexicon coder from the corpus: `make fit`.

Roles first, then acts with the roles of models that did not see the line (five folds). Lines of the train part teach and choose;
lines of the dev and test parts, and passages, are never read here.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from corpus import LANGUAGES, GoldDocument, lines, split_of
from tarazu import languages
from tarazu.api.pipeline import read
from tarazu.coders.lexicon import coder as lexicon
from tarazu.coders.lexicon.match import find_matches
from tarazu.coders.lexicon.model import Weights
from tarazu.coders.lexicon.roles import candidates, cast, role_features
from tarazu.coders.lexicon.sentence import View
from tarazu.coders.lexicon.status import Act, weigh_acts
from tarazu.coders.lexicon.voice import find_voices
from tarazu.ontologies import plover
from tarazu.records import Document

FOLDS = 5
OUT = Path(__file__).parent.parent / "src/tarazu/coders/lexicon/weights.json"
NO_ACTS = frozenset({"ASSESSMENT", "TIE", "FIGURE"})
EMPTY = Weights(card={}, acts={}, roles={}, thresholds={})


def fold_of(name: str) -> int:
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % FOLDS


def analyse(document: GoldDocument):
    """For each act of a line: its view, whether gold has it, and for each candidate unit its gold role."""
    got = read(Document(doc=document.name, text=document.text, published=document.published), document.language)
    reading, folded = got.reading, got.folded
    rules, _ = lexicon.rules_of(document.language)
    out = []
    for sentence in reading.sentences:
        view = View(sentence, languages.load(document.language))
        matches, _, speech = find_matches(view, rules)
        find_voices(view, speech, ())
        acts = weigh_acts(view, matches, rules, plover())
        used: set[int] = set()
        for act in acts:
            gold = best_frame(document, act, view, folded, used)
            units = [(unit, role_of(unit, gold, folded)) for unit in candidates(view, act)]
            acted = frozenset(unit[0].first for unit, role in out[-1][3] if role == 1) if out and out[-1][0] is view else frozenset()
            out.append((view, act, gold, units, acted))
    return out


def best_frame(document, act: Act, view: View, folded, used: set[int]):
    places = set(act.match.at) | {act.match.head}
    for other in (act.governed, act.operator):
        places |= set(other.match.at) if other else set()
    spans = [folded.span(view.sentence.tokens[at].start, view.sentence.tokens[at].end) for at in places]
    low, high = min(span[0] for span in spans), max(span[1] for span in spans)
    best, score = None, 0
    for index, frame in enumerate(document.frames):
        if frame.type != act.type or index in used:
            continue
        touching = any(start < frame.end and frame.start < end for start, end in spans)
        near = low - 12 < frame.end and frame.start < high + 12
        value = 2 if touching else 1 if near else 0
        if value > score:
            best, score = index, value
    if best is None:
        return None
    used.add(best)
    return document.frames[best]


def role_of(unit, frame, folded) -> int | None:
    """0 none, 1 actor, 2 recipient; None where there is no gold frame to ask."""
    if frame is None:
        return None
    for number, role in ((1, "actor"), (2, "recipient")):
        for start, end, _ in frame.roles.get(role, []):
            for mention in unit:
                first, last = folded.span(mention.start, mention.end)
                if first < end and start < last:
                    return number
    return 0


class Table:
    """Rows of named features as a sparse matrix."""

    def __init__(self) -> None:
        self.names: dict[str, int] = {}
        self.rows: list[list[int]] = []

    def add(self, features, *, frozen: bool = False) -> None:
        known = (each for each in features if not frozen or each in self.names)
        self.rows.append([self.names[each] if frozen else self.names.setdefault(each, len(self.names)) for each in known])

    def matrix(self):
        pointers = np.cumsum([0, *(len(row) for row in self.rows)])
        columns = np.concatenate([np.array(row, dtype=np.int32) for row in self.rows]) if self.rows else np.array([], dtype=np.int32)
        out = sparse.csr_matrix((np.ones(len(columns), dtype=np.float32), columns, pointers), shape=(len(self.rows), len(self.names)))
        out.data[:] = 1.0
        return out


def fit(table: Table, labels: np.ndarray, strength: float) -> LogisticRegression:
    model = LogisticRegression(C=strength, max_iter=300)
    model.fit(table.matrix(), labels)
    return model


def role_weights(table: Table, model: LogisticRegression) -> dict[str, tuple[float, float]]:
    classes = list(model.classes_)
    base = model.coef_[classes.index(0)]
    actor, recipient = model.coef_[classes.index(1)] - base, model.coef_[classes.index(2)] - base
    out = {}
    for name, at in table.names.items():
        pair = (round(float(actor[at]), 2), round(float(recipient[at]), 2))
        if max(abs(pair[0]), abs(pair[1])) >= 0.04:
            out[name] = pair
    bias = model.intercept_
    first = (bias[classes.index(1)] - bias[classes.index(0)], bias[classes.index(2)] - bias[classes.index(0)])
    old = out.get("bias", (0.0, 0.0))
    out["bias"] = (round(old[0] + float(first[0]), 2), round(old[1] + float(first[1]), 2))
    return out


def fit_roles(items, strength: float = 0.3) -> dict[str, tuple[float, float]]:
    table, labels = Table(), []
    for view, act, _, units, acted in items:
        rules, _ = lexicon.rules_of(view.language.code)
        for unit, role in units:
            if role is not None:
                table.add(role_features(view, act, unit, rules, acted))
                labels.append(role)
    model = fit(table, np.array(labels), strength)
    return role_weights(table, model)


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--languages", default=",".join(LANGUAGES))
    arguments.add_argument("--quick", action="store_true")
    options = arguments.parse_args()
    codes = options.languages.split(",")
    documents = [document for code in codes for document in lines(code) if split_of(document.name) == "train"]
    items_of = {document.name: analyse(document) for document in documents}
    report(items_of, documents)
    by_fold = {fold: [item for document in documents if fold_of(document.name) == fold for item in items_of[document.name]] for fold in range(FOLDS)}
    everything = [item for items in by_fold.values() for item in items]
    roles = fit_roles(everything)
    table, labels, folds = Table(), [], []
    right = Counter()
    for fold in range(FOLDS):
        others = [item for other, items in by_fold.items() if other != fold for item in items]
        model = Weights(card={}, acts={}, roles=fit_roles(others), thresholds={})
        before, seen = None, None
        for view, act, gold, units, _ in by_fold[fold]:
            rules, _ = lexicon.rules_of(view.language.code)
            parts = cast(view, act, rules, model, before if view is seen else None)
            before, seen = parts if parts.actors else before if view is seen else None, view
            carried = not parts.actors and act.match.form is not None
            table.add(lexicon.act_features(view, act, parts, rules, carried=carried))
            labels.append(int(gold is not None))
            folds.append(fold)
            for unit, role in units:
                if role is not None:
                    took = 1 if any(unit is other for other, _ in parts.actors) else 2 if any(unit is other for other, _ in parts.recipients) else 0
                    right[view.language.code, role, took] += 1
    for code in codes:
        for role, name in ((1, "actor"), (2, "recipient")):
            hit = right[code, role, role]
            gold = sum(right[code, role, other] for other in range(3))
            took = sum(right[code, other, role] for other in range(3))
            print(f"{code} {name}: precision {hit / max(1, took):.3f} recall {hit / max(1, gold):.3f} of {gold}")
    labels_, folds_ = np.array(labels), np.array(folds)
    matrix = table.matrix()
    chances = np.zeros(len(labels_))
    for fold in range(FOLDS):
        model = LogisticRegression(C=0.3, max_iter=300).fit(matrix[folds_ != fold], labels_[folds_ != fold])
        chances[folds_ == fold] = model.predict_proba(matrix[folds_ == fold])[:, 1]
    gold_total = sum(1 for document in documents for frame in document.frames if frame.type not in NO_ACTS)
    best = max((f1(chances, labels_, cut / 100, gold_total), cut / 100) for cut in range(10, 80, 2))
    print(f"acts: {len(labels_)} found, {labels_.sum()} right of {gold_total} gold; best F1 {best[0]:.3f} at {best[1]}")
    for low in np.arange(0, 1, 0.1):
        some = (chances >= low) & (chances < low + 0.1)
        if some.any():
            print(f"  said {low:.1f}-{low + 0.1:.1f}: {some.sum():5d} acts, {chances[some].mean():.2f} expected, {labels_[some].mean():.2f} right")
    final = LogisticRegression(C=0.3, max_iter=300).fit(matrix, labels_)
    acts = {name: round(float(final.coef_[0][at]), 2) for name, at in table.names.items() if abs(final.coef_[0][at]) >= 0.03}
    acts["bias"] = round(acts.get("bias", 0.0) + float(final.intercept_[0]), 2)
    card = {
        "what": "weights of the lexicon coder: which triggers are acts, and who plays which part",
        "data": f"{len(documents)} lines of the train part of the project's corpus in {', '.join(codes)}",
        "command": "make fit",
        "learner": "scikit-learn LogisticRegression, L2, C=0.3; roles cross-fitted in five folds",
        "acts": f"{int(labels_.sum())} of {len(labels_)} triggers are coded acts; F1 {best[0]:.3f} of finding typed acts in five-fold cross-validation",
        "licence": "Apache-2.0",
    }
    weights = {
        "card": card, "acts": acts, "roles": roles, "calibration": [1.0, 0.0],
        "thresholds": {"act": 0.2, "actor": 0.4, "recipient": 0.22, "actor_last": 0.12},
    }  # fmt: skip
    OUT.write_text(json.dumps(weights, ensure_ascii=False, indent=0, sort_keys=True) + "\n", "utf-8")
    print(f"{len(acts)} weights for acts, {len(roles)} for roles -> {OUT.name} ({OUT.stat().st_size // 1024} KiB)")


def f1(chances, labels, cut: float, total: int) -> float:
    took = chances >= cut
    hit = int(labels[took].sum())
    return 2 * hit / (took.sum() + total) if took.any() else 0.0


def report(items_of, documents) -> None:
    """How many gold triggers the lexicon covers, per language and type."""
    covered, total = Counter(), Counter()
    for document in documents:
        claimed = {id(gold) for _, _, gold, _, _ in items_of[document.name] if gold is not None}
        for frame in document.frames:
            if frame.type not in NO_ACTS:
                total[document.language] += 1
                covered[document.language] += id(frame) in claimed
    for code, number in total.items():
        print(f"{code}: {covered[code]} of {number} gold acts have a trigger of their type ({covered[code] / number:.2f})")


if __name__ == "__main__":
    main()
