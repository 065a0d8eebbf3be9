"""Acts in the words of a document: where a trigger stands, and what it says."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import numpy as np

from tarazu.coders.learned import labels
from tarazu.coders.learned.features import Place
from tarazu.coders.learned.heads import Floats
from tarazu.coders.learned.model import Model
from tarazu.coders.learned.sight import Sight
from tarazu.records import Reading

_POSSIBLE = 0.2  # a word that is a trigger with less is none
_PROPOSED = 0.03  # unless the lexicon proposes it too
_LONGEST = 6


class Said(msgspec.Struct, kw_only=True):
    """A trigger with what the network reads from it.

    Attributes:
        place: Where it stands; words counted through the document.
        kind: The likeliest type.
        kinds: The chances of the three likeliest types, likeliest first; `NONE` left out.
        answers: The likeliest answer to each question that its type is asked.
        chance: The chance that its words are a trigger.
        some: The chance that it is of some type.
        lexicon: What the lexicon takes it for; empty for nothing.
        vector: Its vector.
    """

    place: Place
    kind: str
    kinds: tuple[tuple[str, float], ...]
    answers: dict[str, str]
    chance: float
    some: float
    lexicon: str
    vector: Floats


def find_acts(reading: Reading, sight: Sight, model: Model) -> list[Said]:
    """Finds all places that may tell an act, sentence by sentence; which of them are coded is decided when their parts are known."""
    found = [each for index in range(len(reading.sentences)) for each in _places(index, sight)]
    if not found:
        return []
    spans = np.array([(place.first, place.last) for place, _, _ in found], dtype=np.int64)
    vectors = model.heads.spans(sight.words, spans)
    says = model.heads.says(vectors)
    out = []
    for number, (place, chance, lexicon) in enumerate(found):
        kinds = says["type"][number]
        order = [int(at) for at in np.argsort(-kinds) if labels.TYPES[at] != labels.NONE]
        kind = labels.TYPES[order[0]]
        answers = _answers(kind, says, number)
        if lexicon == kind and (mode := _mode(place, sight)):
            answers["mode"] = mode  # a listed word says how, where the network agrees on what
        out.append(
            Said(
                place=place, kind=kind, kinds=tuple((labels.TYPES[at], float(kinds[at])) for at in order[:3]), answers=answers,
                chance=chance, some=1.0 - float(kinds[labels.TYPES.index(labels.NONE)]), lexicon=lexicon, vector=vectors[number],
            )
        )  # fmt: skip
    return out


def _places(index: int, sight: Sight) -> Iterator[tuple[Place, float, str]]:
    """The spans of a sentence that the tags propose, and those that only the lexicon proposes."""
    known, start = sight.known[index], sight.starts[index]
    tags = sight.trigger_tags[start : start + len(known.words)]
    inside = 1.0 - tags[:, 0]
    lexicon = {at: kind for first, last, kind in known.triggers for at in range(first, last)}
    covered: set[int] = set()
    at = 0
    while at < len(tags):
        if inside[at] < _POSSIBLE:
            at += 1
            continue
        first = at
        at += 1
        while at < len(tags) and inside[at] >= _POSSIBLE and tags[at, 2] >= tags[at, 1] and at - first < _LONGEST:
            at += 1
        last = at
        while at < len(tags) and inside[at] >= _POSSIBLE and tags[at, 2] >= tags[at, 1]:
            at += 1  # the rest of a trigger that is too long is no second one
        covered.update(range(first, at))
        kind = next((lexicon[each] for each in range(first, last) if each in lexicon), "")
        yield Place(index, start + first, start + last, known.clauses[first]), float(inside[first:last].max()), kind
    for first, last, kind in known.triggers:
        chance = float(inside[first:last].max())
        if covered.isdisjoint(range(first, last)) and chance >= _PROPOSED:
            yield Place(index, start + first, start + last, known.clauses[first]), chance, kind


def _mode(place: Place, sight: Sight) -> str:
    """The mode that the lexicon gives the trigger; empty if none."""
    start = sight.starts[place.sentence]
    modes = sight.known[place.sentence].modes
    return next((modes[at] for at in range(place.first - start, place.last - start) if at in modes), "")


def _answers(kind: str, says: dict[str, Floats], number: int) -> dict[str, str]:
    asked = {"ASSESSMENT": ("dimension", "direction"), "TIE": ("kind",), "FIGURE": ("indicator", "status")}.get(kind, ("mode", "status", "channel"))
    out = {}
    for head in asked:
        chances = says[head][number]
        if head == "mode":
            allowed = np.array([mode == "" or mode in labels.modes(kind) for mode in labels.MODES])
            chances = np.where(allowed, chances, 0.0)
        out[head] = labels.TRIGGER_HEADS[head][int(chances.argmax())]
    return out
