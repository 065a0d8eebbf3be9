"""Scores coded records against gold ones.

Precision counts every gold record, recall only the core ones: a reasonable coder may skip the rest. Two events may match only
where their evidence overlaps in the text. `found` asks for the same type, `who` also for a shared actor and shared recipients
(roles pooled for reciprocal acts), `strict` for exactly the same states and bodies in both roles.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product

import msgspec

Span = tuple[int, int]
_LEVELS = (("found", 1), ("who", 2), ("strict", 3))
_EXCERPT = 60


class ScoredWhen(msgspec.Struct, frozen=True):
    """The interval of a record, as ISO dates."""

    start: str | None = None
    end: str | None = None


class ScoredSpan(msgspec.Struct, frozen=True):
    """Where the evidence lies; without offsets it cannot match."""

    start: int = -1
    end: int = -1


class ScoredRecord(msgspec.Struct, frozen=True, rename={"source": "from", "target": "to"}):
    """A record of either side: gold ones point at sentences (`s`), coded ones carry `evidence`."""

    record: str | None = None
    doc: str | None = None
    s: tuple[int, ...] = ()
    evidence: tuple[ScoredSpan, ...] = ()
    core: bool = True
    type: str | None = None
    mode: str | None = None
    status: str | None = None
    actors: tuple[str | None, ...] | None = ()
    recipients: tuple[str | None, ...] | None = ()
    said_by: tuple[str | None, ...] | None = ()
    when: ScoredWhen | None = None
    kind: str | None = None
    source: str | None = None
    target: str | None = None
    indicator: str | None = None
    value: float | None = None
    subject: str | None = None
    object: str | None = None
    dimension: str | None = None
    direction: str | None = None


class ScoredDocument(msgspec.Struct, frozen=True):
    """All records of a document, with the sentences that `s` counts."""

    doc: str
    sentences: tuple[str, ...] = ()
    events: tuple[ScoredRecord, ...] = ()
    ties: tuple[ScoredRecord, ...] = ()
    figures: tuple[ScoredRecord, ...] = ()
    assessments: tuple[ScoredRecord, ...] = ()


class Rate(msgspec.Struct, frozen=True):
    """Precision, recall and their harmonic mean, from 0 to 1, with how many were coded and how many core ones there are."""

    p: float
    r: float
    f1: float
    n_pred: int
    n_core: int


class Scores(msgspec.Struct, frozen=True):
    """The rates by name, and for each slot of the events found by `who` the share that is right and how many there were."""

    rates: Mapping[str, Rate]
    slots: Mapping[str, tuple[float | None, int]]


def score(gold: Sequence[ScoredDocument], coded: Mapping[str, ScoredDocument], texts: Mapping[str, str]) -> Scores:
    """Scores coded documents against gold ones.

    Args:
        gold: The gold documents.
        coded: The coded ones by the gold document's id; one that is missing counts as empty.
        texts: The texts by the gold document's id.

    Returns:
        Rates `found`, `who`, `strict`, `ties`, `figures`, `assessments`; slots `status`, `date`, `date_given`, `said_by`, `mode`.

    Source: `score.py` of the project's gold set, with which it agrees.
    """
    counts = {name: [0, 0, 0, 0] for name in ("found", "who", "strict", "ties", "figures", "assessments")}
    slots = {name: [0, 0] for name in ("status", "date", "date_given", "said_by", "mode")}
    for document in gold:
        text = texts[document.doc]
        other = coded.get(document.doc, ScoredDocument(doc=document.doc))
        here, there = _places(document.sentences, text), _places(other.sentences, text)
        _score_events(document, other, (here, there), counts, slots)
        _score_rest(document, other, (here, there), counts)
    return Scores(
        {name: _rate(*each) for name, each in counts.items()},
        {name: (round(right / total, 3) if total else None, total) for name, (right, total) in slots.items()},
    )


def pair_events(gold: ScoredDocument, coded: ScoredDocument, text: str) -> tuple[tuple[int, int], ...]:
    """Pairs the events of a gold and a coded document as `score` does.

    Args:
        gold: The gold document.
        coded: The coded one.
        text: Its text.

    Returns:
        The indices of gold and coded events that are of one type and stand on evidence that overlaps; each index once.
    """
    places = _places(gold.sentences, text), _places(coded.sentences, text)
    return tuple(_pair_events(gold.events, coded.events, places))


def _score_events(
    document: ScoredDocument, other: ScoredDocument, places: tuple[list[Span], list[Span]], counts: dict[str, list[int]], slots: dict[str, list[int]]
) -> None:
    mine, theirs = document.events, other.events
    pairs = _pair_events(mine, theirs, places)
    for name, floor in _LEVELS:
        right = [i for i, j in pairs if level(mine[i], theirs[j]) >= floor]
        _count(counts[name], len(right), len(theirs), sum(mine[i].core for i in right), sum(each.core for each in mine))
    for i, j in pairs:
        if level(mine[i], theirs[j]) > 1:
            _score_slots(mine[i], theirs[j], slots)


def _pair_events(mine: Sequence[ScoredRecord], theirs: Sequence[ScoredRecord], places: tuple[list[Span], list[Span]]) -> list[tuple[int, int]]:
    def worth(one: ScoredRecord, two: ScoredRecord) -> int:
        if not _overlap(_spans(one, places[0]), _spans(two, places[1])):
            return 0
        reached = level(one, two)
        return reached * 2 + (_when(one) == _when(two)) if reached else 0

    return _match(mine, theirs, worth)


def _score_slots(one: ScoredRecord, two: ScoredRecord, slots: dict[str, list[int]]) -> None:
    first, second = _when(one), _when(two)
    results = {"status": one.status == two.status, "date": first == second, "said_by": _voices(one) == _voices(two), "mode": one.mode == two.mode}
    if first[0]:
        known = second[0] is not None and second[1] is not None and first[1] is not None
        results["date_given"] = known and str(second[0]) <= str(first[1]) and first[0] <= str(second[1])
    for name, right in results.items():
        slots[name][0] += right
        slots[name][1] += 1


def _score_rest(document: ScoredDocument, other: ScoredDocument, places: tuple[list[Span], list[Span]], counts: dict[str, list[int]]) -> None:
    keys: tuple[tuple[str, Sequence[ScoredRecord], Sequence[ScoredRecord], Callable[[ScoredRecord], object]], ...] = (
        ("ties", document.ties, other.ties, lambda each: (each.kind, _tops([each.source]), _tops([each.target]))),
        ("figures", document.figures, other.figures, lambda each: (each.indicator, float(each.value or 0.0))),
        ("assessments", document.assessments, other.assessments, _judgement),
    )
    for name, mine, theirs, key in keys:

        def worth(one: ScoredRecord, two: ScoredRecord, name: str = name, key: Callable[[ScoredRecord], object] = key) -> int:
            near = name == "ties" or _overlap(_spans(one, places[0]), _spans(two, places[1]))
            return int(key(one) == key(two) and near)

        pairs = _match(mine, theirs, worth)
        _count(counts[name], len(pairs), len(theirs), sum(mine[i].core for i, _ in pairs), sum(each.core for each in mine))


def level(one: ScoredRecord, two: ScoredRecord) -> int:
    """How well two events agree: 0 not, 1 type, 2 type and who, 3 exactly who."""
    if one.type != two.type:
        return 0
    actors, recipients = _tops(one.actors), _tops(one.recipients)
    others, targets = _tops(two.actors), _tops(two.recipients)
    if actors == others and recipients == targets:
        return 3
    who = bool(actors & others) and ((not recipients and not targets) or bool(recipients & targets))
    if not who and (not recipients or not targets):
        pooled, pool = actors | recipients, others | targets
        who = len(pooled & pool) >= 2 or (pooled == pool and bool(actors & others))
    return 2 if who else 1


def _judgement(record: ScoredRecord) -> object:
    return _tops([record.subject]), _tops([record.object]), record.dimension, record.direction


def _tops(ids: Iterable[str | None] | None) -> frozenset[str]:
    return frozenset(str(each).split("/")[0].upper() for each in ids or ())


def _voices(record: ScoredRecord) -> list[str]:
    return [re.sub(r"[^a-z]", "", str(each).split("/")[-1].lower()) for each in record.said_by or ()]


def _when(record: ScoredRecord) -> tuple[str | None, str | None]:
    return (record.when.start, record.when.end) if record.when else (None, None)


def _spans(record: ScoredRecord, places: list[Span]) -> list[Span]:
    return [places[at] for at in record.s if 0 <= at < len(places)] + [(each.start, each.end) for each in record.evidence if each.start >= 0]


def _overlap(one: list[Span], two: list[Span]) -> bool:
    return any(a[0] < b[1] and b[0] < a[1] for a, b in product(one, two) if a[0] >= 0 and b[0] >= 0)


def _match(gold: Sequence[ScoredRecord], coded: Sequence[ScoredRecord], worth: Callable[[ScoredRecord, ScoredRecord], int]) -> list[tuple[int, int]]:
    """The best pairs first, each record once."""
    ranked = sorted(((worth(one, two), i, j) for i, one in enumerate(gold) for j, two in enumerate(coded)), reverse=True)
    mine: set[int] = set()
    theirs: set[int] = set()
    out = []
    for value, i, j in ranked:
        if value > 0 and i not in mine and j not in theirs:
            mine.add(i)
            theirs.add(j)
            out.append((i, j))
    return out


def _places(sentences: Sequence[str], text: str) -> list[Span]:
    """Where the sentences of an annotation lie in the text: in order, by their letters, else by their beginning."""
    out: list[Span] = []
    at = 0
    for sentence in sentences:
        start = text.find(sentence, at)
        if start < 0:
            start = text.find(sentence)
        if start < 0:
            key = re.sub(r"\s+", r"\\s+", re.escape(sentence[:_EXCERPT]).replace(r"\ ", " "))
            found = re.search(key, text[at:])
            start = at + found.start() if found else -1
        out.append((start, start + len(sentence)) if start >= 0 else (-1, -1))
        at = start if start >= 0 else at
    return out


def _count(counts: list[int], right: int, coded: int, core: int, all_core: int) -> None:
    for at, value in enumerate((right, coded, core, all_core)):
        counts[at] += value


def _rate(right: int, coded: int, core: int, all_core: int) -> Rate:
    p = right / coded if coded else 0.0
    r = core / all_core if all_core else 0.0
    return Rate(round(p, 3), round(r, 3), round(2 * p * r / (p + r), 3) if p + r else 0.0, coded, all_core)
