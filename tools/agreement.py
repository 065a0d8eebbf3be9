"""How far two annotators agree: `python tools/agreement.py SECOND.txt NAMES LANGUAGE [SECOND.txt NAMES LANGUAGE]...`.

SECOND.txt is the second annotator's file in the notation (`corpus/NOTATION.md`), written without sight of the first annotator's marks;
NAMES names the entries of the corpus that it annotates anew, one `file:number` a line, in the same order. Sentences that were mended in the
corpus since are left out. Prints one column a language.
"""

from __future__ import annotations

import itertools
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import get_args

import msgspec

from check_corpus import KINDS, OTHERS, Entry, entries, markdown
from corpus import CORPUS, GoldFrame, document_of, find
from notation import read
from tarazu.analysis.score import ScoredRecord, level
from tarazu.records import EventType

MARKS = str.maketrans("|[]{}", "/()()")  # signs of the notation, which the second annotator's file has replaced
_TIME, _FIGURE = "time", "FIGURE"

Span = tuple[int, int]


class Count(msgspec.Struct):
    """How many each annotator marked, and how many they share."""

    shared: int = 0
    first: int = 0
    second: int = 0

    def add(self, shared: int, first: int, second: int) -> None:
        """Adds those of an entry."""
        self.shared, self.first, self.second = self.shared + shared, self.first + first, self.second + second

    @property
    def f1(self) -> float:
        """Their agreement: the F1 of either against the other."""
        return 2 * self.shared / (self.first + self.second) if self.first + self.second else 0.0


class Side(msgspec.Struct, frozen=True):
    """What one annotator marked in a sentence: frames, and spans and kinds of mentions; all offsets into the sentence."""

    frames: list[GoldFrame]
    mentions: list[tuple[Span, str]]


class Both(msgspec.Struct, frozen=True):
    """A sentence as both annotators marked it, and what the first one's file carries at all: older files have no times and no figures."""

    first: Side
    second: Side
    carried: frozenset[str]


def both_of(second: Path, names: Path, language: str) -> tuple[list[Both], list[str]]:
    """The sentences with both annotations, and what could not be paired."""
    files = {path.stem: list(entries([path])) for path in CORPUS.glob(f"{language}_*.jsonl")}
    known = {entry.name: entry for found in files.values() for entry in found}
    holding = {text_of(sentence): entry for entry in known.values() for sentence in entry.sentences}
    again, wrong = read(second, language)
    asked = names.read_text("utf-8").split()
    if len(asked) != len(again):
        wrong.append(f"{second}: {len(again)} entries, but {len(asked)} names")
    out = []
    for name, other in zip(asked, again, strict=False):
        theirs = {text_of(sentence): side for sentence, side in zip(other.get("sentences", [other]), sides_of(other), strict=True)}
        votes = Counter(holding[text].name for text in theirs if text in holding)  # numbers change where a file grew in its middle
        entry = known[max(votes, key=lambda each: (votes[each], each == name))] if votes else None
        mine = {text_of(sentence): side for sentence, side in zip(entry.sentences, sides_of(entry.raw), strict=True)} if entry else {}
        if lost := theirs.keys() - mine.keys():
            wrong.append(f"{name}: {len(lost)} of {len(theirs)} sentences are not in the corpus now")
        carried = _carried(files[entry.name.split(":")[0]]) if entry else frozenset()
        out += [Both(mine[text], side, carried) for text, side in theirs.items() if text in mine]
    return out, wrong


def text_of(sentence: dict) -> str:
    """The text of a sentence without the signs of the notation."""
    return " ".join(sentence["text"].translate(MARKS).split())


def sides_of(raw: dict) -> Iterator[Side]:
    """What an annotator marked, sentence by sentence."""
    document = document_of("entry:0", "", raw, figured=False)
    for index, (sentence, (offset, _)) in enumerate(zip(raw.get("sentences", [raw]), document.sentences, strict=True)):
        frames = [
            msgspec.structs.replace(frame, start=frame.start - offset, end=frame.end - offset) for frame in document.frames if frame.sentence == index
        ]
        starts = [(find(sentence["text"], each["text"], each.get("n", 0)), each) for each in sentence["mentions"]]
        yield Side(frames, [((at, at + len(each["text"])), each["kind"]) for at, each in starts])


def _carried(found: Sequence[Entry]) -> frozenset[str]:
    sentences = [sentence for entry in found for sentence in entry.sentences]
    kinds = {mention["kind"] for sentence in sentences for mention in sentence["mentions"]}
    types = {frame["type"] for sentence in sentences for frame in sentence["frames"]}
    return frozenset({_TIME} & kinds | {_FIGURE} & types)


def agree(found: Iterable[Both]) -> dict[str, Count]:
    """Counts what the annotators share, by figure, type and kind.

    *Trigger*: the words overlap; *found*: they have the same type too; *who* and *strict*: the states agree as `tarazu.analysis.score`
    has it; *status*, *mode*: of the acts found by both, those with the same one.
    """
    names = ("trigger", "found", "who", "strict", "status", "mode", *get_args(EventType), *OTHERS, "mentions", *sorted(KINDS))
    counts = {name: Count() for name in names}
    for both in found:
        one, two = both.first, both.second
        _events(one, two, counts)
        for kind in (*get_args(EventType), *OTHERS):
            mine, theirs = ([frame for frame in side.frames if frame.type == kind] for side in (one, two))
            if kind != _FIGURE or kind in both.carried:
                counts[kind].add(len(pairs(mine, theirs, _frame_span)), len(mine), len(theirs))
        _mentions(both, counts)
    return counts


def _events(one: Side, two: Side, counts: dict[str, Count]) -> None:
    mine, theirs = ([frame for frame in side.frames if frame.type not in OTHERS] for side in (one, two))
    sizes = len(mine), len(theirs)
    counts["trigger"].add(len(pairs(mine, theirs, _frame_span)), *sizes)
    same = [pair for kind in get_args(EventType) for pair in pairs(*([each for each in side if each.type == kind] for side in (mine, theirs)), _frame_span)]
    counts["found"].add(len(same), *sizes)
    levels = [level(_scored(first), _scored(second)) for first, second in same]
    counts["who"].add(sum(reached > 1 for reached in levels), *sizes)
    counts["strict"].add(sum(reached > 2 for reached in levels), *sizes)
    counts["status"].add(sum(first.status == second.status for first, second in same), len(same), len(same))
    counts["mode"].add(sum(first.mode == second.mode for first, second in same), len(same), len(same))


def _mentions(both: Both, counts: dict[str, Count]) -> None:
    for kind in KINDS:
        first, second = ([span for span, its in side.mentions if its == kind] for side in (both.first, both.second))
        if kind != _TIME or kind in both.carried:
            counts[kind].add(len(pairs(first, second, lambda span: span)), len(first), len(second))
    spans = [[span for span, kind in side.mentions if kind != _TIME] for side in (both.first, both.second)]
    counts["mentions"].add(len(pairs(*spans, lambda span: span)), *map(len, spans))


def _frame_span(frame: GoldFrame) -> Span:
    return frame.start, frame.end


def _scored(frame: GoldFrame) -> ScoredRecord:
    actors, recipients = (tuple(part[2] for part in frame.roles.get(role, [])) for role in ("actor", "recipient"))
    return ScoredRecord(type=frame.type, actors=actors, recipients=recipients)


def pairs(mine: Sequence, theirs: Sequence, span: Callable) -> list[tuple]:
    """Pairs of what overlaps, each once, those that share most first."""
    shared = []
    for i, j in itertools.product(range(len(mine)), range(len(theirs))):
        (start, end), (first, last) = span(mine[i]), span(theirs[j])
        if start < last and first < end:
            shared.append((min(end, last) - max(start, first), -i, -j))
    left, right, out = set(range(len(mine))), set(range(len(theirs))), []
    for _, i, j in sorted(shared, reverse=True):
        if -i in left and -j in right:
            left.remove(-i)
            right.remove(-j)
            out.append((mine[-i], theirs[-j]))
    return out


def table(columns: dict[str, dict[str, Count]]) -> list[list[str]]:
    """One row a figure, one column a language: F1, and how many the two marked."""
    rows = [["", *columns]]
    for name in next(iter(columns.values())):
        counts = [column[name] for column in columns.values()]
        if any(each.first + each.second for each in counts):
            rows.append([name, *(f"{each.f1:.2f} ({each.first}, {each.second})" if each.first + each.second else "-" for each in counts)])
    return rows


def main(arguments: list[str]) -> int:
    """Prints the table; what could not be read or paired goes to the error stream."""
    if not arguments or len(arguments) % 3:
        raise SystemExit(__doc__)
    columns = {}
    for second, names, language in zip(*[iter(arguments)] * 3, strict=True):
        found, wrong = both_of(Path(second), Path(names), language)
        print("\n".join(wrong), file=sys.stderr)
        columns[f"{language} ({len(found)} sentences)"] = agree(found)
    print(markdown(table(columns)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
