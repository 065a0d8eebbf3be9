"""The project's corpus as documents with gold frames."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import msgspec

CORPUS = Path(__file__).parent.parent / "corpus"
LANGUAGES = ("fa", "ar", "ru", "en")


class GoldFrame(msgspec.Struct, kw_only=True):
    """A frame of the corpus: its trigger's span in the text, and the spans and ids of its parts."""

    start: int
    end: int
    sentence: int
    type: str
    mode: str | None = None
    status: str = "actual"
    kind: str | None = None
    dimension: str | None = None
    direction: str | None = None
    roles: dict[str, list[tuple[int, int, str]]] = {}


class GoldDocument(msgspec.Struct, kw_only=True):
    """A line or passage of the corpus."""

    name: str
    language: str
    text: str
    published: dt.date | None
    outlet: str | None
    sentences: list[tuple[int, int]]
    mentions: list[tuple[int, int, str, str]]
    frames: list[GoldFrame]


def lines(language: str) -> Iterator[GoldDocument]:
    """The single sentences of a language."""
    for path in sorted(CORPUS.glob(f"{language}_[0-9]*.jsonl")):
        for number, line in enumerate(path.read_text("utf-8").splitlines()):
            if line.strip():
                yield _document(f"{path.stem}:{number}", language, [json.loads(line)], None, None)


def passages(language: str) -> Iterator[GoldDocument]:
    """The passages of a language."""
    for path in sorted(CORPUS.glob(f"{language}_passages*.jsonl")):
        for number, line in enumerate(path.read_text("utf-8").splitlines()):
            if line.strip():
                raw = json.loads(line)
                day = dt.date.fromisoformat(raw["date"]) if raw.get("date") else None
                yield _document(f"{path.stem}:{number}", language, raw["sentences"], day, raw.get("outlet"))


def _document(name: str, language: str, sentences: list[dict], published: dt.date | None, outlet: str | None) -> GoldDocument:
    text, spans, mentions, frames = "", [], [], []
    placed: dict[str, tuple[int, int, str]] = {}
    for index, sentence in enumerate(sentences):
        if text:
            text += "\n"
        start = len(text)
        text += sentence["text"]
        spans.append((start, len(text)))
        for mention in sentence["mentions"]:
            at = start + _find(sentence["text"], mention["text"], mention.get("n", 0))
            end = at + len(mention["text"])
            mentions.append((at, end, mention["kind"], mention["actor"]))
            placed[f"{index}.{mention['id']}"] = (at, end, mention["actor"])
    for index, sentence in enumerate(sentences):
        for frame in sentence["frames"]:
            at = spans[index][0] + _find(sentence["text"], frame["trigger"], frame.get("n", 0))
            roles = {}
            for role in ("actor", "recipient", "place", "speaker"):
                keys = [key if "." in key else f"{index}.{key}" for key in frame.get(role) or []]
                roles[role] = [placed[key] for key in keys if key in placed]
            frames.append(
                GoldFrame(
                    start=at, end=at + len(frame["trigger"]), sentence=index, type=frame["type"], mode=frame.get("mode"),
                    status=frame.get("status") or "actual", kind=frame.get("kind"), dimension=frame.get("dimension"),
                    direction=frame.get("direction"), roles=roles,
                )
            )
    return GoldDocument(name=name, language=language, text=text, published=published, outlet=outlet, sentences=spans, mentions=mentions, frames=frames)


def _find(text: str, part: str, n: int) -> int:
    at = -1
    for _ in range(n + 1):
        at = text.find(part, at + 1)
    return max(at, 0)
