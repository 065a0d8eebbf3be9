"""Checks the corpus: `python tools/check_corpus.py` tells each fault and doubt, lists near-duplicates, and prints the counts of the data card.

Exit code 1 where there is a fault or a near-duplicate; a doubt is for an annotator to look at. `corpus/FORMAT.md` and
`corpus/PASSAGES.md` say what is asked of an entry.
"""

from __future__ import annotations

import calendar
import datetime as dt
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import get_args

import msgspec

from corpus import CORPUS, ROLES, split_of
from near_duplicates import Pair, near_duplicates
from tarazu.ontologies import plover
from tarazu.records import Channel, Dimension, Direction, EventType, Indicator, MentionKind, Qualifier, Status, TieKind

KINDS = frozenset({*get_args(MentionKind), "time"}) - {"project"}
OTHERS = ("ASSESSMENT", "TIE", "FIGURE")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+\-]*(/[A-Za-z0-9.\-]+)*")
_TIME = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_FEWEST = 3  # sentences of a passage


class Entry(msgspec.Struct, frozen=True):
    """A line or passage, as it stands in its file: its name `file:number`, counted from 0, and its language by the file's name."""

    name: str
    language: str
    raw: dict

    @property
    def sentences(self) -> list[dict]:
        """Its sentences; a line is one."""
        return self.raw.get("sentences", [self.raw])


def entries(paths: Iterable[Path]) -> Iterator[Entry]:
    """The entries of some files; an empty line holds the place of one that was taken out."""
    for path in paths:
        for number, line in enumerate(path.read_text("utf-8").splitlines()):
            if line.strip():
                yield Entry(f"{path.stem}:{number}", path.stem.split("_")[0], json.loads(line))


def faults(entry: Entry) -> list[str]:
    """What does not hold in an entry."""
    if missing := [f"no {key!r}" for sentence in entry.sentences for key in ("text", "mentions", "frames") if key not in sentence]:
        return missing
    mentions = {f"{at}.{mention['id']}": mention for at, sentence in enumerate(entry.sentences) for mention in sentence["mentions"]}
    found = []
    for at, sentence in enumerate(entry.sentences):
        found += _sentence_faults(sentence)
        for frame in sentence["frames"]:
            found += [f"{frame['type']} {frame['trigger']!r}: {each}" for each in (*_frame_faults(frame), *_role_faults(frame, at, mentions))]
    if "sentences" in entry.raw:
        found += _passage_faults(entry, mentions)
    return found


def _sentence_faults(sentence: dict) -> Iterator[str]:
    text = sentence["text"]
    if text != text.strip():
        yield "white space at an end of the sentence"
    for mention in sentence["mentions"]:
        if not occurs(text, mention["text"], mention.get("n", 0)):
            yield f"mention {mention['text']!r} does not occur {mention.get('n', 0) + 1} times"
        if mention["kind"] not in KINDS:
            yield f"kind {mention['kind']!r} of {mention['text']!r}"
        elif not (is_time if mention["kind"] == "time" else _ID.fullmatch)(mention["actor"]):
            yield f"id {mention['actor']!r} of the {mention['kind']} {mention['text']!r}"
    for name, count in Counter(mention["id"] for mention in sentence["mentions"]).items():
        if count > 1:
            yield f"{count} mentions {name!r}"
    for frame in sentence["frames"]:
        if not occurs(text, frame["trigger"], frame.get("n", 0)):
            yield f"trigger {frame['trigger']!r} does not occur {frame.get('n', 0) + 1} times"


def doubts(entry: Entry) -> Iterator[str]:
    """What may be right, but seldom is: an act without anybody, or one act told as two types."""
    frames = {f"{at}.{number}": frame for at, sentence in enumerate(entry.sentences) for number, frame in enumerate(sentence["frames"])}
    for frame in frames.values():
        if frame["type"] != "FIGURE" and not frame.get("actor") and not frame.get("recipient"):
            yield f"{frame['type']} {frame['trigger']!r} has neither an actor nor a recipient"
    for group in entry.raw.get("same_act", []):
        if len({frames[key]["type"] for key in group}) > 1:
            yield f"same_act {group} are of different types"


def occurs(text: str, part: str, n: int) -> bool:
    """Whether a text has the occurrence `n` of a part, counted from 0; occurrences may overlap."""
    at = -1
    for _ in range(n + 1):
        at = text.find(part, at + 1)
        if at < 0 or not part:
            return False
    return True


def is_time(time: str) -> bool:
    """Whether a time is a year, a month, a day that there is, or two of them in order with a stroke between."""
    bounds = []
    for part in time.split("/"):
        found = _TIME.fullmatch(part)
        if not found:
            return False
        year, month, day = int(found[1]), int(found[2] or 1), int(found[3] or 1)
        if not (1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
            return False
        bounds.append(dt.date(year, month, day))
    return len(bounds) <= 2 and bounds == sorted(bounds)


def _frame_faults(frame: dict) -> Iterator[str]:
    kind = frame["type"]
    if kind not in (*get_args(EventType), *OTHERS):
        yield "no such type"
        return
    modes = plover().types[kind].modes if kind in get_args(EventType) else ()
    asked = {
        "mode": (*modes, None), "status": get_args(Status), "channel": (*get_args(Channel), None),
        "dimension": get_args(Dimension) if kind == "ASSESSMENT" else (None,), "direction": get_args(Direction) if kind == "ASSESSMENT" else (None,),
        "kind": get_args(TieKind) if kind == "TIE" else (None,), "indicator": get_args(Indicator) if kind == "FIGURE" else (None,),
        "qualifier": (*get_args(Qualifier), None) if kind == "FIGURE" else (None,),
    }  # fmt: skip
    for name, allowed in asked.items():
        if frame.get(name) not in allowed:
            yield f"{name} {frame.get(name)!r}"
    if kind == "AGREE" and frame["status"] == "actual":
        yield "what is agreed on is planned, not actual"
    if kind == "FIGURE":
        yield from _number_faults(frame)


def _number_faults(frame: dict) -> Iterator[str]:
    value, upper = frame.get("value"), frame.get("value_to")
    if not isinstance(value, int | float):
        yield f"value {value!r}"
    elif upper is not None and not (isinstance(upper, int | float) and upper > value):
        yield f"value_to {upper!r} is not above {value!r}"
    if frame.get("period") is not None and not is_time(frame["period"]):
        yield f"period {frame['period']!r}"


def _role_faults(frame: dict, at: int, mentions: dict[str, dict]) -> Iterator[str]:
    for role in ROLES:
        for key in frame.get(role) or []:
            mention = mentions.get(key if "." in key else f"{at}.{key}")
            if mention is None:
                yield f"{role} {key!r} is no mention"
            elif (mention["kind"] == "time") != (role == "time"):
                yield f"{role} {key!r} is of kind {mention['kind']}"


def _passage_faults(entry: Entry, mentions: dict[str, dict]) -> Iterator[str]:
    raw, sentences = entry.raw, entry.sentences
    if len(sentences) < _FEWEST:
        yield f"a passage of {len(sentences)} sentences"
    if raw.get("language") != entry.language:
        yield f"language {raw.get('language')!r}"
    if not (isinstance(raw.get("date"), str) and len(raw["date"]) == len("2024-06-25") and is_time(raw["date"])):
        yield f"date {raw.get('date')!r}"
    for chain in raw.get("coref", []):
        if lost := [key for key in chain if key not in mentions]:
            yield f"coref {lost} are no mentions"
    frames = {f"{at}.{number}" for at, sentence in enumerate(sentences) for number in range(len(sentence["frames"]))}
    for group in raw.get("same_act", []):
        if lost := [key for key in group if key not in frames]:
            yield f"same_act {lost} are no frames"


def sentences_of(entry: Entry) -> Iterator[tuple[str, str]]:
    """The sentences of an entry with the entry's name, for comparing."""
    return ((entry.name, sentence["text"]) for sentence in entry.sentences)


def counts(found: list[Entry]) -> tuple[list[list[str]], list[list[str]]]:
    """Two tables for the data card, each with a head: the languages, and the types of their frames."""
    whole = [["language", "lines", "passages", "sentences", "mentions", "frames", "sentences without a frame", "train / dev / test", *get_args(Status)]]
    kinds = [["language", *get_args(EventType), *OTHERS]]
    for code in dict.fromkeys(entry.language for entry in found):
        mine = [entry for entry in found if entry.language == code]
        sentences = [sentence for entry in mine for sentence in entry.sentences]
        frames = [frame for sentence in sentences for frame in sentence["frames"]]
        lines = sum("sentences" not in entry.raw for entry in mine)
        parts = Counter(split_of(entry.name) for entry in mine)
        statuses, types = Counter(frame["status"] for frame in frames), Counter(frame["type"] for frame in frames)
        empty = sum(not sentence["frames"] for sentence in sentences) / len(sentences)
        named = sum(len(sentence["mentions"]) for sentence in sentences)
        split = " / ".join(str(parts[each]) for each in ("train", "dev", "test"))
        row = [code, lines, len(mine) - lines, len(sentences), named, len(frames), f"{empty:.0%}", split]
        whole.append([*map(str, row), *(str(statuses[each]) for each in get_args(Status))])
        kinds.append([code, *(str(types[each]) for each in kinds[0][1:])])
    return whole, kinds


def markdown(rows: list[list[str]]) -> str:
    """A table with a head, in Markdown."""
    head, *rest = rows
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, ["---", *["--:"] * (len(head) - 1)], *rest))


def told(pair: Pair) -> str:
    """A near-duplicate on one line, with the part of the corpus that each side is in."""
    return f"{pair.one} ({split_of(pair.one)}) and {pair.two} ({split_of(pair.two)}) are alike by {pair.likeness:.2f}: {pair.text[:100]}"


def main(arguments: list[str]) -> int:
    """Checks the files given, or the whole corpus."""
    paths = [Path(each) for each in arguments] or sorted(CORPUS.glob("*.jsonl"))
    found = list(entries(paths))
    wrong = [f"{entry.name}: {fault}" for entry in found for fault in faults(entry)]
    odd = [] if wrong else [f"doubt: {entry.name}: {doubt}" for entry in found for doubt in doubts(entry)]
    sound = [entry for entry in found if all("text" in sentence for sentence in entry.sentences)]
    pairs = [
        pair
        for code in dict.fromkeys(entry.language for entry in sound)
        for pair in near_duplicates([each for entry in sound if entry.language == code for each in sentences_of(entry)])
    ]
    print("\n".join([*wrong, *odd, *map(told, pairs)]))
    if not wrong:
        print("\n\n".join(map(markdown, counts(found))))
    print(f"\n{len(found)} entries in {len(paths)} files: {len(wrong)} faults, {len(odd)} doubts, {len(pairs)} near-duplicates")
    return min(len(wrong) + len(pairs), 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
