"""The corpus's short notation: annotated text as a person writes it, compiled to the JSON lines of `corpus/FORMAT.md`.

    python tools/notation.py check fa FILE.txt...            only checks
    python tools/notation.py compile fa FILE.txt OUT.jsonl   checks and compiles

A mention is `[k ID|words]` (`[k ~ID|words]` where it is pronoun-like), an act `{TYPE/mode status channel a=ID,ID r=ID|words}`;
a passage opens with `@ date | outlet` and ends at an empty line. `corpus/NOTATION.md` explains both.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import get_args

from tarazu.ontologies import plover
from tarazu.records import Channel, Dimension, Direction, EventType, Indicator, Status, TieKind

KINDS = {"s": "state", "b": "body", "p": "person", "o": "organisation", "g": "group", "l": "place", "m": "outlet", "t": "time"}
ROLES = {"a": "actor", "r": "recipient", "p": "place", "s": "speaker", "w": "time"}
VALUES = {"v": "value", "to": "value_to", "u": "unit", "y": "period", "q": "qualifier"}
PART = re.compile(r"\[(?P<kind>[a-z]) (?P<id>[^|\[\]{}]+)\|(?P<mention>[^|\[\]{}]+)\]|\{(?P<frames>[^|\[\]{}]+)\|(?P<trigger>[^|\[\]{}]+)\}")
TIME = re.compile(r"\d{4}(-\d\d(-\d\d)?)?(/\d{4}(-\d\d(-\d\d)?)?)?$")


class Wrong(ValueError):
    """A place in the notation that does not hold."""


def parse(lines: list[str], *, passage: bool) -> list[dict]:
    """Sentences in the notation as sentences of the corpus; roles find the nearest mention of their id.

    Args:
        lines: One sentence each.
        passage: Whether they stand together; the first sentence then gets `coref` and `same_act`.
    """
    sentences = [_sentence(line) for line in lines]
    for index, sentence in enumerate(sentences):
        for frame in sentence["frames"]:
            for role in ROLES.values():
                frame[role] = [_reference(sentences, index, frame["at"], wanted) for wanted in frame.get(role, [])]
            if frame["type"] != "FIGURE" and not frame["actor"] and not frame["recipient"]:
                raise Wrong(f"{frame['type']} {frame['trigger']!r} has neither an actor nor a recipient; if nobody can be known, leave it uncoded")
    same, chains = _labelled(sentences), _chained(sentences)
    if passage:
        sentences[0] |= {"coref": chains, "same_act": same}
    return sentences


def _labelled(sentences: list[dict]) -> list[list[str]]:
    """The frames that tell one act, by their labels."""
    labels: dict[str, list[str]] = {}
    for index, sentence in enumerate(sentences):
        for number, frame in enumerate(sentence["frames"]):
            del frame["at"]
            if label := frame.pop("label", None):
                labels.setdefault(label, []).append(f"{index}.{number}")
    return [group for group in labels.values() if len(group) > 1]


def _chained(sentences: list[dict]) -> list[list[str]]:
    """The mentions of one actor."""
    chains: dict[str, list[str]] = {}
    for index, sentence in enumerate(sentences):
        for mention in sentence["mentions"]:
            del mention["at"]
            if mention["kind"] not in {"time", "place"}:
                chains.setdefault(mention["actor"], []).append(f"{index}.{mention['id']}")
    return [chain for chain in chains.values() if len(chain) > 1]


def _sentence(line: str) -> dict:
    text, mentions, frames, at = "", [], [], 0
    for part in PART.finditer(line):
        text += line[at : part.start()]
        at = part.end()
        words = part["mention"] or part["trigger"]
        count = _occurrence(text, words)
        if part["mention"]:
            mentions.append({"id": _letter(len(mentions)), **_mention(part["kind"], part["id"].strip(), words), "n": count, "at": len(text)})
        else:
            frames += [_frame(source.strip(), words, count, len(text)) for source in part["frames"].split(";")]
        text += words
    text += line[at:]
    if stray := re.search(r"[\[\]{}|]", text):
        near = text[max(0, stray.start() - 30) : stray.start() + 30]
        raise Wrong(f"stray {stray[0]!r} near {near!r}: marks do not nest, and have the form [k ID|words] or {{TYPE … |words}}")
    if text != text.strip():
        raise Wrong("white space at an end of the sentence")
    for entry in (*mentions, *frames):
        words = entry.get("text") or entry["trigger"]
        if words != words.strip():
            raise Wrong(f"white space at an end of {words!r}")
    return {"text": text, "mentions": mentions, "frames": frames}


def _occurrence(text: str, words: str) -> int:
    count, at = 0, text.find(words)
    while at >= 0:
        count, at = count + 1, text.find(words, at + 1)
    # an occurrence that would begin in the text before and end in the words themselves
    full = text + words
    tail = full.find(words, max(0, len(text) - len(words) + 1))
    while 0 <= tail < len(text):
        count, tail = count + 1, full.find(words, tail + 1)
    return count


def _mention(kind: str, name: str, words: str) -> dict:
    if kind not in KINDS:
        raise Wrong(f"kind {kind!r} of mention {words!r}: expected one of {', '.join(KINDS)}")
    actor = name.removeprefix("~")
    if kind == "t" and not TIME.match(actor):
        raise Wrong(f"time {actor!r}: expected YYYY, YYYY-MM, YYYY-MM-DD or an interval of them with '/'")
    if kind == "s" and "/" in actor:
        raise Wrong(f"{actor!r} of {words!r} is no state (kind s): use o, p, g or l")
    if not re.fullmatch(r"[A-Za-z0-9.\-/]+", actor):
        raise Wrong(f"id {actor!r}: Latin letters, digits, '-' and '/' only")
    return {"text": words, "kind": KINDS[kind], "actor": actor}


def _letter(number: int) -> str:
    return chr(97 + number) if number < 26 else f"z{number}"


def _frame(source: str, words: str, count: int, at: int) -> dict:
    head, *rest = source.split()
    name, *details = head.split("/")
    frame = {"trigger": words, "n": count, "type": name, "mode": None, "status": "planned" if name == "AGREE" else "actual", "channel": None, "at": at}
    if name == "ASSESSMENT":
        if len(details) != 2 or details[0] not in get_args(Dimension) or details[1] not in get_args(Direction):
            raise Wrong(f"{head}: expected ASSESSMENT/dimension/direction with {get_args(Dimension)} and {get_args(Direction)}")
        frame |= {"dimension": details[0], "direction": details[1]}
    elif name in {"TIE", "FIGURE"}:
        allowed = get_args(TieKind if name == "TIE" else Indicator)
        if len(details) != 1 or details[0] not in allowed:
            raise Wrong(f"{head}: expected {name}/ and one of {', '.join(allowed)}")
        frame["kind" if name == "TIE" else "indicator"] = details[0]
    elif name in get_args(EventType):
        modes = plover().types[name].modes
        if details and details[0] not in modes:
            raise Wrong(f"{head}: modes of {name} are {', '.join(modes) or 'none'}")
        frame["mode"] = details[0] if details else None
    else:
        raise Wrong(f"type {name!r} of {words!r}: expected one of {', '.join(get_args(EventType))}, ASSESSMENT, TIE, FIGURE")
    for word in rest:
        _detail(frame, word)
    return frame


def _detail(frame: dict, word: str) -> None:
    key, equals, value = word.partition("=")
    if not equals and word in get_args(Status):
        frame["status"] = word
    elif not equals and word in get_args(Channel):
        frame["channel"] = word
    elif word.startswith("="):
        frame["label"] = value
    elif equals and key in ROLES:
        frame[ROLES[key]] = value.split(",")
    elif equals and key in VALUES and frame["type"] == "FIGURE":
        frame[VALUES[key]] = float(value) if key in {"v", "to"} else value
    else:
        allowed = f"a status ({', '.join(get_args(Status))}), a channel ({', '.join(get_args(Channel))}), a role a= r= p= s= w= or a label =x"
        raise Wrong(f"{word!r} in {frame['type']} {frame['trigger']!r}: expected {allowed}")


def _reference(sentences: list[dict], index: int, at: int, wanted: str) -> str:
    def found(number: int) -> list[dict]:
        return [mention for mention in sentences[number]["mentions"] if mention["actor"] == wanted]

    if own := found(index):
        return min(own, key=lambda mention: abs(mention["at"] - at))["id"]
    for number in (*range(index - 1, -1, -1), *range(index + 1, len(sentences))):
        if other := found(number):
            return f"{number}.{other[-1]['id']}"
    raise Wrong(f"role {wanted!r} of {sentences[index]['text'][:60]!r} is no mention of the sentence or passage: mark it [k {wanted}|…]")


def read(path: Path, language: str) -> tuple[list[dict], list[str]]:
    """The lines and passages of a file, and what is wrong with those that do not hold."""
    entries, wrong = [], []
    block: list[tuple[int, str]] = []
    for number, line in enumerate([*path.read_text("utf-8").splitlines(), ""], 1):
        if line.startswith("#"):
            continue
        if line.startswith("@") and block:
            wrong.append(f"{path}:{number}: a passage begins before the last one ended; put an empty line between them")
        if line.strip():
            block.append((number, line.strip()))
            continue
        if block:
            try:
                entries += _block([line for _, line in block], language)
            except (Wrong, ValueError) as error:
                wrong += _locate(block, path, str(error))
        block = []
    return entries, wrong


def _locate(block: list[tuple[int, str]], path: Path, error: str) -> list[str]:
    if block[0][1].startswith("@"):
        for number, line in block[1:]:
            try:
                _sentence(line)
            except (Wrong, ValueError) as inner:
                return [f"{path}:{number}: {inner}"]
        return [f"{path}:{block[0][0]}: {error}"]
    found = []
    for number, line in block:
        try:
            parse([line], passage=False)
        except (Wrong, ValueError) as inner:
            found.append(f"{path}:{number}: {inner}")
    return found


def _block(lines: list[str], language: str) -> list[dict]:
    if not lines[0].startswith("@"):
        return [parse([line], passage=False)[0] for line in lines]
    date, _, outlet = lines[0][1:].partition("|")
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", date.strip()):
        raise Wrong(f"{lines[0]!r}: expected '@ YYYY-MM-DD | outlet'")
    if len(lines) < 4:
        raise Wrong("a passage has a title and at least three sentences")
    sentences = parse(lines[1:], passage=True)
    coref, same = sentences[0].pop("coref"), sentences[0].pop("same_act")
    facts = {"title": sentences[0]["text"], "date": date.strip(), "outlet": outlet.strip() or None, "language": language}
    return [{**facts, "sentences": sentences, "coref": coref, "same_act": same}]


def main(arguments: list[str]) -> int:
    """Check or compile; returns the number of faults, at most 1."""
    verb, language, source, *rest = arguments
    paths = [source, *rest] if verb == "check" else [source]
    faults = 0
    for path in paths:
        entries, wrong = read(Path(path), language)
        frames = [frame for entry in entries for sentence in entry.get("sentences", [entry]) for frame in sentence["frames"]]
        print(f"{path}: {len(entries)} entries, {len(frames)} frames, {len(wrong)} faults")
        print("\n".join(wrong))
        faults += len(wrong)
        if verb == "compile" and not wrong:
            Path(rest[0]).write_text("".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries), "utf-8")
    return min(faults, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
