"""The corpus as windows for the network: words, their features, and what the annotators marked.

Documents go through the stages that a user's documents go through, so that the network is taught on what it will be given.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

import msgspec

from corpus import CORPUS, find
from tarazu.api.pipeline import read
from tarazu.coders.learned import labels
from tarazu.coders.learned.features import Place, know, marker_of
from tarazu.coders.learned.windows import Window, surfaces
from tarazu.errors import TarazuError
from tarazu.languages import fold
from tarazu.records import Document


class GoldMention(msgspec.Struct):
    """A mention in a window: its words, kind and id, and the bucket of what governs it."""

    place: Place
    kind: str
    actor: str
    marker: int
    words: str


class GoldFrame(msgspec.Struct):
    """A frame in a window: its trigger, what it says, and for each role the indices of the mentions that play it."""

    place: Place
    said: dict[str, str]
    roles: dict[str, list[int]]


class Example(msgspec.Struct):
    """A window with what is true of it."""

    name: str
    language: str
    window: Window
    features: list[tuple[int, ...]]
    sentence: list[int]
    triggers: list[tuple[int, int, str]]
    mentions: list[GoldMention]
    frames: list[GoldFrame]
    chained: bool
    timed: bool


def entries(language: str) -> Iterator[tuple[str, dict]]:
    """All lines and passages of a language, as one shape."""
    for path in sorted(CORPUS.glob(f"{language}_*.jsonl")):
        for number, line in enumerate(path.read_text("utf-8").splitlines()):
            if line.strip():
                raw = json.loads(line)
                yield f"{path.stem}:{number}", raw if "sentences" in raw else {"sentences": [raw]}


def examples(language: str) -> list[Example]:
    """The windows of a language's corpus."""
    with ProcessPoolExecutor(2) as pool:
        return [each for found in pool.map(_of, *zip(*((name, language, raw) for name, raw in entries(language)), strict=True), chunksize=32) for each in found]


def _of(name: str, language: str, raw: dict) -> list[Example]:
    try:
        whole = _Annotated(name, language, raw)
    except (TarazuError, ValueError, IndexError) as error:  # one line of the corpus must not stop the rest
        print(f"{name}: {error}", file=sys.stderr)
        return []
    return list(whole.windows())


class _Annotated:
    """A line or passage, read by the stages, with what the annotators marked brought onto its words."""

    def __init__(self, name: str, language: str, raw: dict) -> None:
        self.name, self.language, self.raw = name, language, raw
        self.text, self.offsets = "", []
        for sentence in raw["sentences"]:
            self.text += "\n" if self.text else ""
            self.offsets.append(len(self.text))
            self.text += sentence["text"]
        day = dt.date.fromisoformat(raw["date"]) if raw.get("date") else None
        got = read(Document(doc=name, text=self.text, published=day, outlet=raw.get("outlet")), language)
        self.reading, self._span = got.reading, got.folded.span
        self._known = [know(sentence, self.reading) for sentence in self.reading.sentences]
        tokens = [(sentence.index, token) for sentence in self.reading.sentences for token in sentence.tokens]
        self.words = [self._span(token.start, token.end) for _, token in tokens]
        self.where = [index for index, _ in tokens]
        self.features = [each for one in self._known for each in one.words]
        self.clauses = [each for one in self._known for each in one.clauses]
        self._starts = {index: self.where.index(index) for index in dict.fromkeys(self.where)}
        self.triggers = [(start + a, start + b, kind) for index, start in self._starts.items() for a, b, kind in self._known[index].triggers]
        self._index: dict[str, int] = {}
        self.mentions = [*self._marked(), *self._unmarked()]
        self.frames = list(self._frames())

    def _place(self, start: int, end: int) -> Place | None:
        """The words of a stretch of the text; None if it was left out, or lies across sentences."""
        inside = [at for at, (first, last) in enumerate(self.words) if first < end and start < last]
        if not inside or self.where[inside[0]] != self.where[inside[-1]]:
            return None
        return Place(self.where[inside[0]], inside[0], inside[-1] + 1, self.clauses[inside[0]])

    def _marked(self) -> Iterator[GoldMention]:
        markers = {
            self._starts[sentence.index] + at: marker_of(mention, self.language)
            for sentence in self.reading.sentences
            for mention in sentence.mentions
            for at in range(mention.first, mention.last)
        }
        for number, sentence in enumerate(self.raw["sentences"]):
            for mention in sentence["mentions"]:
                at = self.offsets[number] + find(sentence["text"], mention["text"], mention.get("n", 0))
                place = self._place(at, at + len(mention["text"]))
                if place is not None:
                    self._index[f"{number}.{mention['id']}"] = len(self._index)
                    yield GoldMention(place, mention["kind"], mention["actor"], markers.get(place.first, 0), fold(mention["text"]).text)

    def _unmarked(self) -> Iterator[GoldMention]:
        """What the register finds and no annotator marked: it plays no part."""
        covered = set()
        for number, sentence in enumerate(self.raw["sentences"]):
            for mention in sentence["mentions"]:
                at = self.offsets[number] + find(sentence["text"], mention["text"], mention.get("n", 0))
                covered.update(range(at, at + len(mention["text"])))
        for sentence in self.reading.sentences:
            start = self._starts.get(sentence.index, 0)
            for mention in sentence.mentions:
                if covered.isdisjoint(range(*self._span(mention.start, mention.end))):
                    place = Place(sentence.index, start + mention.first, start + mention.last, self.clauses[start + mention.first])
                    yield GoldMention(place, mention.kind, "", marker_of(mention, self.language), self.reading.text[mention.start : mention.end])

    def _frames(self) -> Iterator[GoldFrame]:
        for number, sentence in enumerate(self.raw["sentences"]):
            for frame in sentence["frames"]:
                at = self.offsets[number] + find(sentence["text"], frame["trigger"], frame.get("n", 0))
                place = self._place(at, at + len(frame["trigger"]))
                if place is not None:
                    yield GoldFrame(place, _said(frame), {role: self._playing(frame, role, number) for role in labels.ROLES})

    def _playing(self, frame: dict, role: str, number: int) -> list[int]:
        keys = [key if "." in key else f"{number}.{key}" for key in frame.get(role) or []]
        return [self._index[key] for key in keys if key in self._index]

    def windows(self) -> Iterator[Example]:
        """Its words in windows that the encoder can read at once."""
        surface = surfaces(self.text, self.words, self.where)
        timed = any(mention.kind == "time" for mention in self.mentions)
        for first, last in parts(self.where):
            inside = [at for at, mention in enumerate(self.mentions) if first <= mention.place.first < last]
            number = {at: new for new, at in enumerate(inside)}
            told = [
                GoldFrame(_moved(frame.place, first), frame.said, {role: [number[at] for at in found if at in number] for role, found in frame.roles.items()})
                for frame in self.frames
                if first <= frame.place.first < last
            ]
            yield Example(
                name=self.name, language=self.language, window=Window(words=surface[first:last]), features=self.features[first:last],
                sentence=self.where[first:last],
                triggers=[(a - first, b - first, kind) for a, b, kind in self.triggers if first <= a and b <= last],
                mentions=[msgspec.structs.replace(self.mentions[at], place=_moved(self.mentions[at].place, first)) for at in inside], frames=told,
                chained="coref" in self.raw, timed=timed,
            )  # fmt: skip


def _said(frame: dict) -> dict[str, str]:
    """The answers that a frame gives to the questions of the heads."""
    said = {head: frame[head] or "" for head in labels.TRIGGER_HEADS if head in frame and (frame[head] or head in {"mode", "channel"})}
    if said["type"] in {"ASSESSMENT", "TIE", "FIGURE"}:
        said.pop("mode", None)
    return {head: value for head, value in said.items() if value in labels.TRIGGER_HEADS[head]}


def _moved(place: Place, by: int) -> Place:
    return Place(place.sentence, place.first - by, place.last - by, place.clause)


def parts(where: list[int], most: int = 130) -> Iterator[tuple[int, int]]:
    """Cuts the words of a document, given by their sentences, into windows of whole sentences: half-open ranges of words."""
    first = 0
    for index in dict.fromkeys(where):
        start, end = where.index(index), len(where) - where[::-1].index(index)
        if start > first and end - first > most:
            yield first, start
            first = start
    if where:
        yield first, len(where)
