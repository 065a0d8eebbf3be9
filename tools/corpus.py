"""The project's corpus as documents with gold frames."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

CORPUS = Path(__file__).parent.parent / "corpus"
LANGUAGES = ("fa", "ar", "ru", "en")
ALL = (*LANGUAGES, "kk", "ky", "uz", "tg", "tr", "zh")
SITTING = 12  # entries that one writer wrote in one go
DEV, TEST = 16, 40  # of 256 sittings
TRANSLATED = re.compile(r"(kk|ky|uz|tr|tg|zh)_2|zh_passages|.*_parallel")  # files with lines that were translated into one another: all for training


class GoldFrame(msgspec.Struct, kw_only=True):
    """A frame of the corpus: its trigger's span in the text, and the spans and ids of its parts; `FORMAT.md` explains the rest.

    The ids of the role `time` are ISO days, months, years or intervals of them.
    """

    start: int
    end: int
    sentence: int
    type: str
    mode: str | None = None
    status: str = "actual"
    kind: str | None = None
    dimension: str | None = None
    direction: str | None = None
    indicator: str | None = None
    value: float | None = None
    value_to: float | None = None
    unit: str | None = None
    period: str | None = None
    qualifier: str | None = None
    roles: dict[str, list[tuple[int, int, str]]] = {}


class GoldDocument(msgspec.Struct, kw_only=True):
    """A line or passage of the corpus.

    Attributes:
        mentions: Spans, kinds and ids of all that is named; times are not among them.
        timed: Whether times are marked in it.
        figured: Whether figures are marked in the file that it lies in.
    """

    name: str
    language: str
    text: str
    published: dt.date | None
    outlet: str | None
    sentences: list[tuple[int, int]]
    mentions: list[tuple[int, int, str, str]]
    frames: list[GoldFrame]
    timed: bool = False
    figured: bool = False


ROLES = ("actor", "recipient", "place", "speaker", "time")
_TOLD = {*GoldFrame.__struct_fields__} - {"start", "end", "sentence", "roles"}
_FIGURE = '"type": "FIGURE"'


def lines(language: str) -> Iterator[GoldDocument]:
    """The single sentences of a language."""
    return _documents(sorted(CORPUS.glob(f"{language}_[0-9]*.jsonl")), language)


def passages(language: str) -> Iterator[GoldDocument]:
    """The passages of a language."""
    return _documents(sorted(CORPUS.glob(f"{language}_passages*.jsonl")), language)


def _documents(paths: Iterable[Path], language: str) -> Iterator[GoldDocument]:
    for path in paths:
        text = path.read_text("utf-8")
        for number, line in enumerate(text.splitlines()):
            if line.strip():
                yield document_of(f"{path.stem}:{number}", language, json.loads(line), figured=_FIGURE in text)


def split_of(name: str) -> str:
    """Train, dev or test, of a document `file:number`: entries that were written in one sitting stay together, and `_test` files are another writer's."""
    stem, number = name.split(":")
    if stem.endswith("_test"):
        return "test"
    if TRANSLATED.fullmatch(stem):
        return "train"
    drawn = hashlib.sha256(f"{stem}:{int(number) // SITTING}".encode()).digest()[0]
    return "dev" if drawn < DEV else "test" if drawn < TEST else "train"


def document_of(name: str, language: str, raw: dict, *, figured: bool) -> GoldDocument:
    """An entry of the corpus, line or passage, as a document."""
    sentences = raw.get("sentences", [raw])
    text, spans, mentions, timed = "", [], [], False
    placed: dict[str, tuple[int, int, str]] = {}
    for index, sentence in enumerate(sentences):
        if text:
            text += "\n"
        start = len(text)
        text += sentence["text"]
        spans.append((start, len(text)))
        for mention in sentence["mentions"]:
            at = start + find(sentence["text"], mention["text"], mention.get("n", 0))
            end = at + len(mention["text"])
            placed[f"{index}.{mention['id']}"] = (at, end, mention["actor"])
            if mention["kind"] == "time":
                timed = True
            else:
                mentions.append((at, end, mention["kind"], mention["actor"]))
    frames = [
        _frame_of(frame, index, spans[index][0] + find(sentence["text"], frame["trigger"], frame.get("n", 0)), placed)
        for index, sentence in enumerate(sentences)
        for frame in sentence["frames"]
    ]
    day = dt.date.fromisoformat(raw["date"]) if raw.get("date") else None
    return GoldDocument(
        name=name, language=language, text=text, published=day, outlet=raw.get("outlet"), sentences=spans, mentions=mentions, frames=frames,
        timed=timed, figured=figured,
    )  # fmt: skip


def _frame_of(frame: dict, index: int, at: int, placed: dict[str, tuple[int, int, str]]) -> GoldFrame:
    roles = {}
    for role in ROLES:
        keys = [key if "." in key else f"{index}.{key}" for key in frame.get(role) or []]
        roles[role] = [placed[key] for key in keys if key in placed]
    told = {name: value for name, value in frame.items() if name in _TOLD and value is not None}
    return GoldFrame(start=at, end=at + len(frame["trigger"]), sentence=index, roles=roles, **told)


def find(text: str, part: str, n: int) -> int:
    """Where the occurrence `n` of a part begins in a text."""
    at = -1
    for _ in range(n + 1):
        at = text.find(part, at + 1)
    return max(at, 0)
