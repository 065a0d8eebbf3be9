"""Measures who copied from whom on the tellings of corpus/stories: `python evals/copies.py [--pin] [--json] [--dev]`.

Copies within a language are found by their text, those across languages by the stories that both tell (the stories and the names of
cited outlets are those of the corpus, so that nothing else is measured). Then the witnesses of every act that is told more than once are
counted, with what was found in place of what is true. Two baselines: every outlet is a witness; texts are copies where they are equal.
Without `--dev` only totals over the held-out part are shown.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import combinations
from pathlib import Path

import msgspec

import floors
from floors import Figure
from tarazu.analysis.chains import chain, voices
from tarazu.analysis.copies import Copy, Printed, find_copies
from tarazu.analysis.source_names import known_outlet, source_key
from tarazu.analysis.translations import Outline, find_translations
from tarazu.languages import fold_word
from tarazu.records import DocumentFacts, Event
from tarazu.records.coded import EventType
from tarazu.records.story import Chain, Story, Telling

ROOT = Path(__file__).parents[1]
PARTS = tuple(ROOT / "corpus" / "stories" / f"{part}.jsonl" for part in ("a", "b", "c", "test"))
HELD_OUT = PARTS[-1]  # the others are what rules were tuned on
FLOORS = Path(__file__).parent / "copy_floors.json"


class Act(msgspec.Struct, frozen=True):
    """An act of a telling, as far as it matters here."""

    act: str
    type: EventType
    trigger: str
    actors: tuple[str, ...] = ()


class Told(msgspec.Struct, frozen=True):
    """A line of the corpus: a text of an outlet, whom it names as its source from the outside in, and of which other it is the copy or translation."""

    id: str
    language: str
    outlet: str
    published: dt.date
    text: str
    acts: tuple[Act, ...]
    copies: str | None = None
    cites: tuple[str, ...] = ()


class Found(msgspec.Struct, frozen=True):
    """How much was found: true pairs found, pairs found, true pairs."""

    right: int
    found: int
    true: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.true) if self.found + self.true else 1.0


class Counted(msgspec.Struct, frozen=True):
    """How well witnesses were counted: the share of acts with the right number, the mean error, the share with the right origin; of how many acts."""

    right: float
    error: float
    origin: float
    acts: int


Sinks = Callable[[Sequence[Told]], Counter[str]]


def read(path: Path) -> list[Told]:
    return [msgspec.json.decode(line, type=Told) for line in path.read_bytes().splitlines() if line.strip()]


def outlets_of(told: Sequence[Told]) -> set[str]:
    """The keys of outlets that tell something here."""
    return {source_key(each.outlet) for each in told}


def press_of(each: Told, outlets: set[str]) -> tuple[str, ...]:
    """The outlets among those that a telling names."""
    return tuple(name for name in each.cites if source_key(name) in outlets or known_outlet(name))


def same_origin(told: Sequence[Told], *, across: bool) -> set[frozenset[str]]:
    """The pairs of texts that go back to one text by copying, within one language or across."""
    by_id = {each.id: each for each in told}

    def root(each: Told) -> str:
        while each.copies in by_id:
            each = by_id[each.copies]
        return each.id

    return {frozenset((one.id, two.id)) for one, two in combinations(told, 2) if (one.language != two.language) == across and root(one) == root(two)}


def printed(told: Sequence[Told]) -> list[Printed]:
    outlets = outlets_of(told)
    return [Printed(doc=each.id, text=each.text, outlet=each.outlet, published=each.published, cites=press_of(each, outlets)) for each in told]


def outlined(told: Sequence[Told]) -> list[Outline]:
    outlets = outlets_of(told)
    return [
        Outline(
            doc=each.id,
            language=each.language,
            stories=tuple(act.act for act in sorted(each.acts, key=lambda act: each.text.find(act.trigger))),
            outlet=each.outlet,
            published=each.published,
            cites=press_of(each, outlets),
        )
        for each in told
    ]


def equal_texts(told: Sequence[Told]) -> list[Copy]:
    """The baseline: a text is a copy of the earliest one that is equal to it, spelling apart."""
    first: dict[str, str] = {}
    ranked = sorted(told, key=lambda each: (each.published, each.id))
    givers = [(each.id, first.setdefault(fold_word(each.text), each.id)) for each in ranked]
    return [Copy(taker=taker, giver=giver, share=1.0) for taker, giver in givers if taker != giver]


def compare(copies: Sequence[Copy], true: set[frozenset[str]]) -> Found:
    pairs = {frozenset((copy.taker, copy.giver)) for copy in copies}
    return Found(right=len(pairs & true), found=len(pairs), true=len(true))


def directions(copies: Sequence[Copy], told: Sequence[Told]) -> tuple[int, int]:
    """Of the copies found whose direction the corpus states, how many go that way, and how many there are."""
    stated = {(each.id, each.copies) for each in told}
    found = {(copy.taker, copy.giver) for copy in copies}
    right = len(found & stated)
    return right, right + len({(giver, taker) for taker, giver in found} & stated)


def true_sinks(told: Sequence[Told], cites: Mapping[str, Sequence[str]], everyone: Mapping[str, Told]) -> Counter[str]:
    """For each independent source of an act, how many tellings go back to it: by what each copies, else by the innermost that it names, else to its outlet."""
    first_of = {source_key(each.outlet): each for each in sorted(told, key=lambda each: (each.published, each.id), reverse=True)}

    def sink(each: Told, seen: frozenset[str]) -> str:
        if each.copies in everyone and each.copies not in seen:
            return sink(everyone[each.copies], seen | {each.id})
        named = [name for name in cites[each.id] if source_key(name) != source_key(each.outlet)]
        if not named:
            return source_key(each.outlet)
        teller = first_of.get(source_key(named[-1]))
        return source_key(named[-1]) if teller is None or teller.id in seen else sink(teller, seen | {each.id})

    return Counter(sink(each, frozenset((each.id,))) for each in told)


def clusters(told: Sequence[Told]) -> dict[str, list[Told]]:
    """The tellings of each act that is told more than once."""
    acts: dict[str, list[Told]] = {}
    for each in told:
        for act in dict.fromkeys(act.act for act in each.acts):
            acts.setdefault(act, []).append(each)
    return {act: tellings for act, tellings in sorted(acts.items()) if len(tellings) > 1}


def drawn(act: str, told: Sequence[Told], cites: Mapping[str, Sequence[str]], copies: Sequence[Copy]) -> Chain:
    """The chain of an act as the product draws it, from the cited names of the corpus and the copies given."""
    one = next(each for each in told[0].acts if each.act == act)
    story = Story(id=act, type=one.type, mode=None, contexts=(), channel=None, actors=one.actors, recipients=(), when=None, where=None,
                  status="actual", amount=None, score=0.0, confidence=1.0, tellings=(), docs=(), disagreements=())  # fmt: skip
    return chain(story, [_telling(act, each, cites[each.id]) for each in told], copies)


def _telling(act: str, each: Told, cites: Sequence[str]) -> Telling:
    one = next(other for other in each.acts if other.act == act)
    record = Event(id=f"{each.id} {act}", doc=each.id, type=one.type, mode=None, contexts=(), channel=None, actors=one.actors, recipients=(), when=None,
                   where=None, status="actual", amount=None, said_by=tuple(cites), score=0.0, confidence=1.0, coder="gold", evidence=())  # fmt: skip
    facts = DocumentFacts(id=each.id, doc=each.id, language=each.language, title=None, published=each.published, outlet=each.outlet, author=None, url=None,
                          chain=(), translated=False, sentences=1, skipped=())  # fmt: skip
    return Telling(record=record, facts=facts)


def count(told: Sequence[Told], cites: Mapping[str, Sequence[str]], ends: Callable[[str, Sequence[Told]], Sequence[str]]) -> Counted:
    """Holds the witnesses that somebody names for each act against the true ones."""
    everyone = {each.id: each for each in told}
    acts = clusters(told)
    right = origin = 0
    error = 0
    for act, tellings in acts.items():
        true = true_sinks(tellings, cites, everyone)
        named = ends(act, tellings)
        right += len(named) == len(true)
        error += abs(len(named) - len(true))
        # where several have the most tellings, each of them may stand as the origin
        origin += true[source_key(named[0])] == max(true.values())
    total = len(acts)
    return Counted(right=round(right / total, 3), error=round(error / total, 3), origin=round(origin / total, 3), acts=total)


class Measured(msgspec.Struct, frozen=True):
    """What was measured on one or several files."""

    near: Found
    equal: Found
    ways: tuple[int, int]
    translations: Found
    press: Counted
    press_equal: Counted
    press_outlets: Counted
    press_true_copies: Counted
    voices: Counted


def measure(told: Sequence[Told]) -> Measured:
    near, equal, translations = find_copies(printed(told)), equal_texts(told), find_translations(outlined(told))
    stated = [Copy(taker=each.id, giver=each.copies, share=1.0) for each in told if each.copies]
    outlets = outlets_of(told)
    press, everybody = {each.id: press_of(each, outlets) for each in told}, {each.id: each.cites for each in told}
    within, across = same_origin(told, across=False), same_origin(told, across=True)

    def witnesses(copies: Sequence[Copy], act: str, tellings: Sequence[Told]) -> Sequence[str]:
        return drawn(act, tellings, press, copies).witnesses

    def speakers(act: str, tellings: Sequence[Told]) -> Sequence[str]:
        return voices(drawn(act, tellings, everybody, [*near, *translations]))

    def alone(_: str, tellings: Sequence[Told]) -> Sequence[str]:
        return tuple(dict.fromkeys(each.outlet for each in sorted(tellings, key=lambda each: (each.published, each.id))))

    return Measured(
        near=compare(near, within),
        equal=compare(equal, within),
        ways=directions(near, told),
        translations=compare(translations, across),
        press=count(told, press, partial(witnesses, [*near, *translations])),
        press_equal=count(told, press, partial(witnesses, equal)),
        press_outlets=count(told, press, alone),
        press_true_copies=count(told, press, partial(witnesses, stated)),
        voices=count(told, everybody, speakers),
    )


def figures_of(measured: Mapping[str, Measured]) -> dict[str, Figure]:
    """The figures that must not fall, by name: of copies over all parts, since one part has too few; of the rest on the held-out part."""
    held_out = measured[HELD_OUT.name]
    near = Found(
        right=sum(each.near.right for each in measured.values()),
        found=sum(each.near.found for each in measured.values()),
        true=sum(each.near.true for each in measured.values()),
    )
    shares = {
        "copies.precision": (near.precision, near.found, PARTS),
        "copies.recall": (near.recall, near.true, PARTS),
        "translations.precision": (held_out.translations.precision, held_out.translations.found, (HELD_OUT,)),
        "translations.recall": (held_out.translations.recall, held_out.translations.true, (HELD_OUT,)),
        "witnesses.right": (held_out.press.right, held_out.press.acts, (HELD_OUT,)),
        "witnesses.origin": (held_out.press.origin, held_out.press.acts, (HELD_OUT,)),
        "voices.right": (held_out.voices.right, held_out.voices.acts, (HELD_OUT,)),
    }
    return {
        name: Figure(round(share, 3), ", ".join(path.name for path in paths), hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest())
        for name, (share, count, paths) in shares.items()
        if floors.worth_a_floor(count)
    }


def show(name: str, measured: Measured) -> None:
    print(f"{name}\n  copies in one language       precision  recall      F1   (true pairs)")
    rows = {"by shingles": measured.near, "equal texts": measured.equal, "translations by stories": measured.translations}
    for label, found in rows.items():
        print(f"    {label:<25}{found.precision:>11.3f}{found.recall:>8.3f}{found.f1:>8.3f}   ({found.true})")
    print(f"    the right way round      {measured.ways[0]} of {measured.ways[1]}")
    print("  independent witnesses       right number  mean error  right origin   (acts)")
    counts = {
        "chains, copies as found": measured.press,
        "chains, true copies": measured.press_true_copies,
        "chains, equal texts": measured.press_equal,
        "every outlet a witness": measured.press_outlets,
        "voices, copies as found": measured.voices,
    }
    for label, counted in counts.items():
        print(f"    {label:<25}{counted.right:>13.3f}{counted.error:>12.3f}{counted.origin:>14.3f}   ({counted.acts})")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--pin", action="store_true", help="rewrite copy_floors.json at what is measured now, less 0.02")
    parser.add_argument("--dev", action="store_true", help="measure the parts that rules were tuned on as well")
    arguments = parser.parse_args()
    measured = {path.name: measure(read(path)) for path in PARTS}
    figures = figures_of(measured)
    if arguments.pin:
        floors.pin(FLOORS, figures)
    verdicts = floors.judge(floors.read(FLOORS), figures)
    if arguments.json:
        print(msgspec.json.encode(measured).decode())
    else:
        for name, each in measured.items():
            if arguments.dev or name == HELD_OUT.name:
                show(name, each)
        for verdict in verdicts:
            print(f"  {verdict.name:<24} floor {verdict.floor:.3f}  measured {verdict.measured:.3f}  {verdict.state}")
    return int(any(each.state == "broken" for each in verdicts))


if __name__ == "__main__":
    sys.exit(main())
