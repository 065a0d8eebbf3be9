"""Measures how well tellings of one act are brought together, against two baselines: `python evals/stories.py`.

Parts a, b and c of `corpus/stories` by models of the other two parts, the held-out part by the weights that are shipped; on the acts as annotated and as
the coders find them in the same texts. Exit code 1 when a floor is broken. `--json` prints one JSON object, `--pin` rewrites `story_floors.json`.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path

import msgspec
import numpy as np
from rich.console import Console
from rich.table import Table as Shown
from sklearn.metrics import average_precision_score

sys.path.insert(0, str(Path(__file__).parent.parent / "tools"))

import floors
from fit_stories import Table, chances, gather, learn, table
from floors import Figure
from story_corpus import FOLDER, PARTS, Labelled, coded, gold, texts
from story_measures import Agreement, bcubed, ceaf, pairwise
from tarazu.analysis.story_groups import Decided, Groups, Limits, group_all
from tarazu.analysis.story_model import story_weights
from tarazu.analysis.story_profiles import profile

FLOORS = Path(__file__).parent / "story_floors.json"
HELD_OUT = "test"
KINDS = ("gold", "learned", "lexicon")
METHODS = ("ours", "same day", "text")
TEXT_ALONE = 0.4  # with the best B-cubed F1 on parts a, b and c, of 0.1 to 0.5
_LEAST_TEXT = 0.03
_NEAR = 40  # days: a pair of different acts of the same type and states this near in time is a hard one
_WIDTH = 150


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """How well one method grouped one kind of tellings of some parts.

    Attributes:
        part: `trained`, cross-validated, or `test`.
        kind: gold, or the coder.
        method: One of `METHODS`.
        tellings, acts: How many.
        pairs, cubed, matched: Agreement pair by pair, B-cubed and CEAF-e.
        precise: Average precision of all pairs by likeness; None for a method that has none.
        hard: The share of hard pairs of different acts that were kept apart.
        hard_pairs: How many those are.
    """

    part: str
    kind: str
    method: str
    tellings: int
    acts: int
    pairs: Agreement
    cubed: Agreement
    matched: Agreement
    precise: float | None
    hard: float
    hard_pairs: int


class Grouped(msgspec.Struct, frozen=True):
    """The tellings of one part with their groups, and how likely each pair was thought; pairs are never of two parts."""

    tellings: Sequence[Labelled]
    groups: Groups
    said: Mapping[tuple[str, str], float] | None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--pin", action="store_true", help="rewrite story_floors.json at what is measured now, less 0.02")
    arguments = parser.parse_args()
    found = [*trained(), *held_out(KINDS)]
    figures = dict(figures_of(found))
    if arguments.pin:
        floors.pin(FLOORS, figures)
    verdicts = list(floors.judge(floors.read(FLOORS), figures))
    if arguments.json:
        print(msgspec.json.encode({"measured": found, "verdicts": verdicts}).decode())
    else:
        show(found, Console(width=None if sys.stdout.isatty() else _WIDTH))
        for each in verdicts:
            if each.state != "kept":
                print(f"{each.name}: {each.state}, floor {each.floor}, measured {each.measured}")
    return int(any(each.state == "broken" for each in verdicts))


def trained() -> Iterable[Measured]:
    """Measures parts a, b and c, each by a model of the other two."""
    model = story_weights()
    tables = gather(model)
    weights = {part: learn(tables, tuple(each for each in PARTS if each != part)) for part in PARTS}
    for kind in KINDS:
        ours = [_ours(tables[kind, part], weights[part]) for part in PARTS]
        yield from _all("trained", kind, ours)


def held_out(kinds: Iterable[str]) -> Iterable[Measured]:
    """Measures the held-out part by the shipped weights."""
    found = texts(HELD_OUT)
    model = story_weights()
    for kind in kinds:
        tellings = gold(found) if kind == "gold" else coded(found, kind)
        yield from _all("test", kind, [_ours(table(tellings, model), model.weights)])


def _all(part: str, kind: str, ours: Sequence[Grouped]) -> Iterable[Measured]:
    yield measure((part, kind, "ours"), ours)
    yield measure((part, kind, "same day"), [Grouped(each.tellings, same_day(each.tellings), None) for each in ours])
    yield measure((part, kind, "text"), [text_alone(each.tellings) for each in ours])


def _ours(one: Table, weights: Mapping[str, float]) -> Grouped:
    model = story_weights()
    ids = [each.telling.record.id for each in one.tellings]
    said = {(min(ids[a], ids[b]), max(ids[a], ids[b])): float(value) for (a, b), value in zip(one.pairs, chances(one, dict(weights)), strict=True)}
    links = {pair: value for pair, value in said.items() if value >= model.floor}
    return Grouped(one.tellings, group_all(ids, links, Decided(), Limits(threshold=model.threshold, veto=model.veto)), said)


def same_day(tellings: Sequence[Labelled]) -> Groups:
    """The first baseline: the same states, type and day (that of publication where no other is known)."""
    groups: dict[tuple[frozenset[str], str, int], list[str]] = {}
    for each in tellings:
        one = profile(each.telling)
        groups.setdefault((one.states, one.doing.type, one.start or one.published), []).append(one.record)
    return tuple(tuple(sorted(each)) for each in groups.values())


def text_alone(tellings: Sequence[Labelled]) -> Grouped:
    """The second baseline: the share of words in common, rare ones counting more, and nothing else."""
    rare = story_weights().rare
    profiles = [profile(each.telling) for each in tellings]
    said = {}
    for one, two in combinations(profiles, 2):
        both, either = one.stems & two.stems, one.stems | two.stems
        if both and (value := sum(map(rare, both)) / sum(map(rare, either))) > _LEAST_TEXT:
            said[min(one.record, two.record), max(one.record, two.record)] = value
    return Grouped(tellings, group_all([each.record for each in profiles], said, Decided(), Limits(threshold=TEXT_ALONE)), said)


def measure(what: tuple[str, str, str], parts: Sequence[Grouped]) -> Measured:
    """Measures the groups of some parts together; acts and ids of two parts are never one."""
    acts = {(number, each.telling.record.id): f"{number}/{each.act}" for number, part in enumerate(parts) for each in part.tellings}
    groups = [[(number, name) for name in group] for number, part in enumerate(parts) for group in part.groups]
    hard = [(number, pair) for number, part in enumerate(parts) for pair in hard_pairs(part.tellings)]
    home = {name: at for at, group in enumerate(groups) for name in group}
    apart = sum(home[number, one] != home[number, two] for number, (one, two) in hard)
    return Measured(
        part=what[0], kind=what[1], method=what[2], tellings=len(acts), acts=len(set(acts.values())), pairs=pairwise(groups, acts), cubed=bcubed(groups, acts),
        matched=ceaf(groups, acts), precise=_average(parts), hard=round(apart / max(1, len(hard)), 4), hard_pairs=len(hard),
    )  # fmt: skip


def hard_pairs(tellings: Sequence[Labelled]) -> list[tuple[str, str]]:
    """Pairs of different acts that a rule of thumb would take for one: of the same type and states, and near in time."""
    profiles = [(profile(each.telling), each.act) for each in tellings]
    found = []
    for (one, act), (two, other) in combinations(profiles, 2):
        day, late = one.start or one.published, two.start or two.published
        if act != other and one.doing.type == two.doing.type and one.states == two.states and abs(day - late) <= _NEAR:
            found.append((one.record, two.record))
    return found


def _average(parts: Sequence[Grouped]) -> float | None:
    """Average precision over all pairs within parts; one that never met counts 0."""
    chance, same = [], []
    for part in parts:
        if part.said is None:
            return None
        of = {each.telling.record.id: each.act for each in part.tellings}
        chance += part.said.values()
        same += [of[one] == of[two] for one, two in part.said]
        whole = sum(count * (count - 1) // 2 for count in Counter(of.values()).values())
        missed = whole - sum(of[one] == of[two] for one, two in part.said)
        chance += [0.0] * missed
        same += [True] * missed
    return round(float(average_precision_score(np.array(same), np.array(chance))), 4)


def figures_of(found: Iterable[Measured]) -> Iterable[tuple[str, Figure]]:
    """The figures that have a floor: those of our own method."""
    for each in found:
        if each.method == "ours":
            names = (HELD_OUT,) if each.part == HELD_OUT else PARTS
            digest = hashlib.sha256(b"".join((FOLDER / f"{name}.jsonl").read_bytes() for name in names)).hexdigest()
            of = ", ".join(f"corpus/stories/{name}.jsonl" for name in names)
            values = {"pairs": each.pairs.f1, "bcubed": each.cubed.f1, "ceaf": each.matched.f1, "hard": each.hard, "ap": each.precise or 0.0}
            for name, value in values.items():
                yield f"{each.part}.{each.kind}.{name}", Figure(round(value, 3), of, digest)


def show(found: Iterable[Measured], console: Console) -> None:
    """Prints a table, a row for each part, kind of tellings and method."""
    shown = Shown(title="tellings of one act brought together")
    for heading in ("part", "tellings", "method", "number", "acts", "pairs P R F1", "AP", "B-cubed P R F1", "CEAF-e F1", "hard pairs apart"):
        shown.add_column(heading)
    for each in found:
        shown.add_row(
            each.part, each.kind, each.method, str(each.tellings), str(each.acts), _three(each.pairs), "" if each.precise is None else f"{each.precise:.3f}",
            _three(each.cubed), f"{each.matched.f1:.3f}", f"{each.hard:.3f} ({each.hard_pairs})",
        )  # fmt: skip
    console.print(shown)


def _three(one: Agreement) -> str:
    return f"{one.precision:.3f} {one.recall:.3f} {one.f1:.3f}"


if __name__ == "__main__":
    sys.exit(main())
