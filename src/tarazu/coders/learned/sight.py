"""A document as the network sees it: a vector for each word, and what its heads say of words and mentions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from tarazu import languages
from tarazu.coders.learned import labels
from tarazu.coders.learned.features import Known, know
from tarazu.coders.learned.heads import Floats
from tarazu.coders.learned.model import Model
from tarazu.coders.learned.windows import Pieces, Window, pieces, surfaces
from tarazu.languages import fold
from tarazu.records import Reading, Sentence

_MOST = 130  # words that are read at once
_CONTEXT = 2  # sentences before them that are read again
_CONTEXT_WORDS = 60
_BATCH = 8
_OUTSIDE_MENTION = np.eye(1, len(labels.MENTION_TAGS), dtype=np.float32)[0]
_OUTSIDE_TRIGGER = np.eye(1, 3, dtype=np.float32)[0]


class Sight(msgspec.Struct, kw_only=True):
    """What the network sees of a document.

    Attributes:
        known: For each sentence what was known before.
        starts: For each sentence the place of its first word in the document.
        words: A vector for each word: (words, width).
        mention_tags, trigger_tags: Probabilities for each word.
    """

    known: list[Known]
    starts: list[int]
    words: Floats
    mention_tags: Floats
    trigger_tags: Floats


def look(reading: Reading, model: Model) -> Sight:
    """Reads the sentences of a document that may tell something, each with those before it."""
    folded = fold(reading.document.text)
    known = [know(sentence, reading) for sentence in reading.sentences]
    sizes = [len(sentence.tokens) for sentence in reading.sentences]
    starts = [0, *np.cumsum(sizes).tolist()][:-1]
    spans = [folded.span(token.start, token.end) for sentence in reading.sentences for token in sentence.tokens]
    where = [sentence.index for sentence in reading.sentences for _ in sentence.tokens]
    surface = surfaces(reading.document.text, spans, where)
    listed = bool(languages.load(reading.language).triggers)  # else only the network knows what tells an act
    wanted = [bool(one.words) and (not listed or worth(sentence, one)) for sentence, one in zip(reading.sentences, known, strict=True)]
    bounds = [*starts, len(spans)]
    jobs = [job for part in parts(sizes, wanted) for job in _jobs((bounds[part.context], bounds[part.first], bounds[part.last]), surface, model)]
    mean, seen = _means(jobs, model, len(spans))
    features = np.array([word for one in known for word in one.words], dtype=np.int64).reshape(-1, len(labels.WORD_FEATURES))
    words = model.heads.words(mean, features)
    mention_tags, trigger_tags = model.heads.tags(words)
    mention_tags[~seen] = _OUTSIDE_MENTION
    trigger_tags[~seen] = _OUTSIDE_TRIGGER
    return Sight(known=known, starts=starts, words=words, mention_tags=mention_tags, trigger_tags=trigger_tags)


def worth(sentence: Sentence, known: Known) -> bool:
    """Whether a sentence may tell something: somebody or something is named in it, or a trigger stands in it."""
    return bool(sentence.mentions) or bool(known.triggers) or bool(known.speech)


class Part(msgspec.Struct, frozen=True):
    """Sentences that are read at once: where the context before them begins, the first, and one past the last."""

    context: int
    first: int
    last: int


def parts(sizes: Sequence[int], wanted: Sequence[bool]) -> Iterator[Part]:
    """Cuts a document into runs of wanted sentences that fit into a window, each behind up to two sentences of context.

    Args:
        sizes: The words of each sentence.
        wanted: Whether it is to be read.
    """
    first = 0
    while first < len(sizes):
        if not wanted[first]:
            first += 1
            continue
        context, words = first, 0
        while context > max(0, first - _CONTEXT) and words + sizes[context - 1] <= _CONTEXT_WORDS:
            context -= 1
            words += sizes[context]
        last, total = first, words
        while last < len(sizes) and wanted[last] and (last == first or total + sizes[last] <= _MOST + words // 2):
            total += sizes[last]
            last += 1
        yield Part(context, first, last)
        first = last


class _Job(msgspec.Struct):
    """A window: its first word, the first that is not only context, one past the last, and its pieces."""

    begin: int
    fresh: int
    end: int
    cut: Pieces


def _jobs(place: tuple[int, int, int], surface: Sequence[str], model: Model) -> Iterator[_Job]:
    """A window, or where it has more pieces than the encoder can read several, the later ones without context."""
    begin, fresh, end = place
    cut = pieces(Window(words=list(surface[begin:end])), model.tokenizer)
    if cut.whole or end - fresh <= 1:
        yield _Job(begin, fresh, end, cut)
        return
    half = (fresh + end) // 2
    yield from _jobs((fresh, fresh, half), surface, model)
    yield from _jobs((half, half, end), surface, model)


def _means(jobs: list[_Job], model: Model, count: int) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """The mean vector of the pieces of each word, and which words were read; windows of like length go through the encoder together."""
    seen = np.zeros(count, dtype=bool)
    mean = np.zeros((count, model.width), dtype=np.float32)
    ordered = sorted(jobs, key=lambda job: len(job.cut.ids))
    for start in range(0, len(ordered), _BATCH):
        batch = ordered[start : start + _BATCH]
        hidden = model.encode([job.cut.ids for job in batch])
        for row, job in enumerate(batch):
            size = job.end - job.begin
            total = np.zeros((size, model.width), dtype=np.float32)
            np.add.at(total, job.cut.word, hidden[row, 1 : 1 + len(job.cut.word)])
            number = np.bincount(job.cut.word, minlength=size)
            mean[job.fresh : job.end] = (total / number.clip(min=1)[:, None])[job.fresh - job.begin :]
            seen[job.fresh : job.end] = job.cut.whole or number[job.fresh - job.begin :] > 0
    return mean, seen
