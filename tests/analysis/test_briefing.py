"""Briefs: every finding is borne by sentences that stand in documents, or by numbers of the brief itself."""

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Iterator

import msgspec
import pytest

from tarazu.analysis.balance_types import Balance, Band, Change, Key, Point, Scope, Series, Shift, Told, TooLittle
from tarazu.analysis.brief_material import Footnotes, Material
from tarazu.analysis.briefing import brief
from tarazu.analysis.contradictions import Contradiction, Position
from tarazu.analysis.questions import Statement
from tarazu.analysis.stated_structure import Stated
from tarazu.exports.brief_page import lay_out
from tarazu.exports.brief_phrasing import Phrasing
from tarazu.languages.brief_words import brief_languages, load_brief_words, places
from tarazu.records import (
    Assessment,
    DocumentFacts,
    Event,
    Evidence,
    Figure,
    Held,
    HeldDocument,
    Story,
    Telling,
    Tie,
    When,
)
from tarazu.records.brief import Brief, BriefSentence, FactNote, SentenceNote
from tarazu.world.structure import Fact, newest

OUTLETS = ("The Steppe Ledger", "Степной листок", "پیک سغد")
SENTENCES = {"en": "Kazakhstan and Russia met again.", "ru": "Казахстан и Россия снова встретились.", "fa": "قزاقستان و روسیه بار دیگر دیدار کردند."}
SINCE, UNTIL = dt.date(2022, 1, 1), dt.date(2022, 12, 31)
_EVIDENCE = Evidence(sentence=0, start=0, end=32, text=SENTENCES["en"])


def _facts(doc: str, language: str, outlet: str) -> DocumentFacts:
    return DocumentFacts(
        id=f"doc-{doc}", doc=doc, language=language, title="Two states", published=dt.date(2022, 6, 2), outlet=outlet, author=None, url="https://example.org/a",
        chain=(), translated=False, sentences=1, skipped=(),
    )  # fmt: skip


def _event(at: int, doc: str, text: str, kind: str, status: str) -> Event:
    when = When(start=dt.date(2022, 1 + at % 12, 5), end=dt.date(2022, 1 + at % 12, 5), granularity="day", text="")
    made = {"id": f"e{at}", "doc": doc, "type": kind, "mode": None, "contexts": (), "channel": "trade", "actors": ("KAZ",), "recipients": ("RUS",), "where": None}
    more = {"status": status, "amount": None, "said_by": (), "score": 2.0, "confidence": 0.8, "coder": "hand-1", "when": msgspec.to_builtins(when)}
    evidence = ({"sentence": 0, "start": 0, "end": len(text), "text": text},)
    return msgspec.convert({"record": "event", **made, **more, "evidence": evidence}, Event)


def _story(event: Event, witnesses: int = 1) -> Story:
    fields = {name: getattr(event, name) for name in Event.__struct_fields__ if name in Story.__struct_fields__ and name != "id"}
    return Story(**fields, id=f"s-{event.id}", tellings=(event.id,), docs=(event.doc,), thread=f"s-{event.id}", witnesses=witnesses)


def _line(valence: str, change: Change | TooLittle) -> Series:
    band = Band(mean=1.5, low50=1.2, high50=1.8, low90=0.9, high90=2.4)
    points = tuple(Point(start=dt.date(2022, month, 1), stories=1.0, rate=Told(band=band), change=change) for month in range(1, 13))
    return Series(key=msgspec.convert({"state": "KAZ", "power": "RUS", "direction": "between", "channel": None, "valence": valence}, Key), points=points)


def _change(low: float, high: float) -> Change:
    mean = math.sqrt(low * high)
    verdict = "rising" if low > 1 else "falling" if high < 1 else "no clear change"
    return msgspec.convert(
        {"state": "change", "since": "2022-09-01", "verdict": verdict, "factor": {"mean": mean, "low50": mean, "high50": mean, "low90": low, "high90": high}}, Change
    )


def _material(*, change: Change | TooLittle | None = None, language: str = "en") -> Material:
    events, tellings, documents = [], [], []
    for at in range(9):
        code, outlet = list(SENTENCES)[at % 3], OUTLETS[at % 3]
        doc = f"d{at}"
        event = _event(at, doc, SENTENCES[code], "SANCTION" if at % 4 == 0 else "AGREE", "planned" if at == 8 else "actual")
        facts = _facts(doc, code, outlet)
        events.append(event)
        tellings.append(Telling(record=event, facts=facts))
        documents.append(HeldDocument(facts=facts, text=SENTENCES[code], sightings=(), records=(Held(record=event),)))
    stories = [_story(event, 1 + at % 3) for at, event in enumerate(events)]
    stories[1] = msgspec.structs.replace(stories[1], when=None)
    judged = Assessment(
        id="a1", doc="d0", subject="RUS", object="KAZ", dimension="influence", direction="falling", when=None, said_by=("Jane Doe",), confidence=0.7, coder="hand-1",
        evidence=(Evidence(sentence=0, start=0, end=32, text=SENTENCES["en"]),),
    )  # fmt: skip
    sides = [
        Position(value=value, records=(f"e{at}",), docs=(f"d{at}",), outlets=(OUTLETS[at % 3],), states=(), languages=(), speakers=("a",), weight=0.5)
        for at, value in ((2, "actual"), (3, "denied"))
    ]
    opposed = Contradiction(field="status", matter=None, story="s-e2", positions=tuple(sides), opposition=1.0, weight=0.5)
    scope = Scope(states=("KAZ",), powers=("RUS", "CHN"), since=SINCE, until=UNTIL, period="month")
    series = tuple(_line(each, change) for each in ("cooperation", "conflict")) if change else ()
    weighed = Balance(scope=scope, series=series, alignments=(), shifts=(), house_effects=(), left_out=())
    return Material(
        language=language, state="KAZ", powers=("RUS",), since=SINCE, until=UNTIL, balance=weighed, memory=3, stories=tuple(stories), tellings=tuple(tellings),
        statements=(Statement(record=judged, facts=tellings[0].facts),), contradictions=(opposed,), facts=(_fact(2020), _fact(2022), _fact(2023, "recalled")),
        stated=(Stated(state="KAZ", power="RUS", record=_figure(), facts=tellings[0].facts), Stated(state="KAZ", power="RUS", record=_tie(), facts=tellings[0].facts)),
        documents=tuple(documents),
    )  # fmt: skip


def _figure() -> Figure:
    return Figure(
        id="f1", doc="d0", indicator="trade_turnover", name="wheat", value=26e9, value_to=None, unit="USD", period="2021/2022", subjects=("KAZ", "RUS"),
        qualifier="about", status="planned", said_by=(), confidence=0.7, coder="hand-1", evidence=(_EVIDENCE,),
    )  # fmt: skip


def _tie() -> Tie:
    return Tie(id="t1", doc="d1", kind="depends_on", source="KAZ", target="RUS", confidence=0.7, coder="hand-1", evidence=(_EVIDENCE,))


def _fact(year: int, certainty: str = "checked") -> Fact:
    return msgspec.convert(
        {
            "indicator": "trade_turnover", "subject": "KAZ", "object": "RUS", "first_year": year, "year": year, "value": 26.1e9, "value_to": None, "unit": "USD",
            "name": "", "source": f"Bureau of numbers, {year}", "note": "Kazakh side", "certainty": certainty,
        },
        Fact,
    )  # fmt: skip


def _sentences(made: Brief) -> Iterator[BriefSentence]:
    yield from (*made.findings, *made.method, *made.unknowns)
    for part in made.sections:
        yield from part.sentences
        yield from (chart.title for chart in part.charts)


def _numbers(text: str) -> set[str]:
    """The numbers of a text, in ASCII digits, without marks of grouping; what stands in quotations is not looked at."""
    plain = "".join(str(unicodedata.digit(letter)) if unicodedata.digit(letter, None) is not None else letter for letter in text)
    plain = plain.replace("٫", ".").replace("٬", "").replace("\u00a0", "")
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", plain)
    return {match.replace(",", ".").rstrip(".") for match in re.findall(r"\d+(?:[.,]\d+)?", plain)}


def _in_data(sentence: BriefSentence, language: str) -> set[str]:
    """Every number that the slots of a sentence may be written with."""
    found = {"90"}  # the band, which the templates name
    for slot in sentence.slots:
        for value in filter(None, (slot.number, slot.number_to, 100 * slot.number)):
            found |= {f"{value / size:.{places_}f}".rstrip("0").rstrip(".") for size in (1, 1e3, 1e6, 1e9) for places_ in (0, 2)}
        found |= {"0"} | {str(int(part)) for each in slot.values for part in re.findall(r"\d+", each)}
    return found | _numbers("".join(value for slot in sentence.slots if slot.kind == "names" for value in slot.values))


def test_findings_are_borne_by_footnotes_or_numbers() -> None:
    made = brief(_material(change=_change(1.2, 2.0)))
    numbers = {note.number for note in made.notes}
    for sentence in made.findings:
        assert sentence.notes or any(slot.kind in {"count", "number", "percent"} for slot in sentence.slots), sentence.key
        assert set(sentence.notes) <= numbers


def test_footnotes_quote_sentences_of_documents() -> None:
    material = _material(change=_change(1.2, 2.0))
    texts = {each.facts.doc: each.text for each in material.documents}
    quoted = [note for note in brief(material).notes if isinstance(note, SentenceNote)]
    assert quoted
    assert all(note.text and note.text in texts[note.doc] for note in quoted)


def test_footnotes_are_numbered_in_order_and_all_used() -> None:
    made = brief(_material(change=_change(1.2, 2.0)))
    assert [note.number for note in made.notes] == list(range(1, len(made.notes) + 1))
    assert {number for sentence in _sentences(made) for number in sentence.notes} == {note.number for note in made.notes}


@pytest.mark.parametrize("language", ["en", "fa", "ar", "ru"])
@pytest.mark.parametrize("change", [(1.2, 2.0), (0.4, 0.8), (0.5, 1.5), None], ids=["rise", "fall", "no clear change", "too little"])
def test_every_number_in_the_text_is_in_the_data(language: str, change: tuple[float, float] | None) -> None:
    made = brief(_material(change=_change(*change) if change else TooLittle(stories=1.25, needed=3.0), language=language))
    phrasing = Phrasing(language)
    for sentence in _sentences(made):
        text = "".join(run.text for run in phrasing.sentence(sentence) if run.kind != "note")
        assert _numbers(text) <= _in_data(sentence, language), text


@pytest.mark.parametrize(
    ("low", "high", "key"), [(1.01, 2.0, "trend.rising"), (0.4, 0.99, "trend.falling"), (0.99, 2.0, "trend.unclear"), (0.4, 1.01, "trend.unclear")]
)
def test_trend_is_named_only_where_the_band_excludes_no_change(low: float, high: float, key: str) -> None:
    keys = [each.key for each in brief(_material(change=_change(low, high))).findings if each.key.startswith("trend")]
    assert keys == [key, key]


def test_too_little_is_said_to_be_too_little() -> None:
    keys = [each.key for each in brief(_material(change=TooLittle(stories=1.0, needed=3.0))).findings if each.key.startswith("trend")]
    assert keys == ["trend.little", "trend.little"]


def test_nothing_at_all_is_still_a_brief() -> None:
    empty = msgspec.structs.replace(_material(), stories=(), tellings=(), statements=(), contradictions=(), facts=(), stated=(), documents=())
    made = brief(empty)
    assert made.notes == ()
    assert {"found", "trend.little", "contradictions.none", "perception.none"} <= {each.key for each in made.findings}
    for language in brief_languages():
        lay_out(msgspec.structs.replace(made, language=language))


def test_both_sides_of_a_contradiction_have_their_footnotes() -> None:
    made = brief(_material())
    [part] = [each for each in made.sections if each.key == "contradictions"]
    sides = [each for each in part.sentences if each.key == "position"]
    assert [each.slots[0].values[1] for each in sides] == ["actual", "denied"]
    assert all(each.notes for each in sides)


def test_what_is_judged_stands_apart_from_what_is_done() -> None:
    made = brief(_material())
    parts = {each.key: each for each in made.sections}
    assert [each.key for each in parts["perception"].sentences] == ["judged"]
    assert {each.key for each in parts["stories"].sentences} == {"story.towards"}


def test_recalled_facts_are_said_to_be_unchecked() -> None:
    made = brief(msgspec.structs.replace(_material(), until=dt.date(2024, 1, 1)))
    [part] = [each for each in made.sections if each.key == "structure"]
    assert [each.key for each in part.sentences] == ["structure", "fact", "fact.recalled", "stated", "tie", "figure.named"]
    assert [note.checked for note in made.notes if isinstance(note, FactNote)] == [True, False]
    assert any(each.key == "unknown.recalled" for each in made.unknowns)


def test_newest_leaves_out_older_years_and_memories_that_are_not_newer() -> None:
    assert newest((_fact(2020), _fact(2022), _fact(2021, "recalled"))) == (_fact(2022),)
    assert newest((_fact(2020, "recalled"), _fact(2021, "recalled"))) == (_fact(2021, "recalled"),)


def test_what_is_undated_planned_or_alone_is_said_not_to_be_known() -> None:
    keys = {each.key for each in brief(_material()).unknowns}
    assert {"unknown.undated", "unknown.not_done", "unknown.one_witness", "unknown.unjudged", "unknown.languages", "unknown.untranslated"} <= keys


def test_a_story_without_a_time_counts_on_the_day_of_its_publication_and_says_so() -> None:
    material = _material()
    stories = [msgspec.structs.replace(each, told=dt.date(2022, 6, 2)) for each in material.stories]
    made = brief(msgspec.structs.replace(material, stories=tuple(stories)))
    keys = {each.key for each in made.unknowns}
    assert "unknown.published" in keys
    assert "unknown.undated" not in keys
    assert "published on 2 June 2022" in _words(made, "stories")


def _words(made: Brief, key: str) -> str:
    return "".join(run.text for part in lay_out(made).parts if part.key == key for line in part.lines for run in line.runs)


def test_what_documents_state_stands_apart_from_what_was_looked_up() -> None:
    made = brief(_material())
    assert "trade turnover, “wheat” (Kazakhstan, Russia): 26 billion US dollars, about that (2021–2022); stated as planned" in _words(made, "structure")
    [part] = [each for each in made.sections if each.key == "structure"]
    assert all(each.notes for each in part.sentences if each.key in {"tie", "figure.named"})


@pytest.mark.parametrize(("strength", "mean", "key"), [(25.0, 3.0, "shift.up"), (25.0, 0.3, "shift.down"), (9.0, 3.0, "")])
def test_a_shift_is_named_where_it_stands_out_by_far(strength: float, mean: float, key: str) -> None:
    material = _material(change=_change(0.5, 1.5))
    line = next(each.key for each in material.balance.series if each.key.valence == "conflict")
    band = Band(mean=mean, low50=mean * 0.9, high50=mean * 1.1, low90=mean * 0.8, high90=mean * 1.2)
    shift = Shift(key=line, start=dt.date(2022, 5, 1), factor=band, strength=strength)
    channel = Shift(key=msgspec.structs.replace(line, channel="trade"), start=dt.date(2022, 5, 1), factor=band, strength=99.0)
    made = brief(msgspec.structs.replace(material, balance=msgspec.structs.replace(material.balance, shifts=(channel, shift))))
    told = [each for each in made.findings if each.key.startswith("shift")]
    assert [each.key for each in told] == ([key] if key else [])
    assert all(each.notes for each in told)
    for language in brief_languages():
        lay_out(msgspec.structs.replace(made, language=language))


def test_notes_prefer_different_outlets() -> None:
    material = _material()
    notes = Footnotes(material)
    notes.of_records(["e0", "e3", "e6", "e1"], most=2)
    assert [note.outlet for note in notes.all() if isinstance(note, SentenceNote)] == [OUTLETS[0], OUTLETS[1]]


@pytest.mark.parametrize("language", ["fa", "ar", "ru"])
def test_languages_have_the_same_templates_with_the_same_places(language: str) -> None:
    english, words = load_brief_words("en"), load_brief_words(language)
    assert {key: set(places(each)) for key, each in words.sentences.items()} == {key: set(places(each)) for key, each in english.sentences.items()}
    assert {key: set(places(each)) for key, each in words.labels.items()} == {key: set(places(each)) for key, each in english.labels.items()}
    assert set(words.headings) == set(english.headings)
    assert set(words.counts) == set(english.counts)
    assert {group: set(each) for group, each in words.words.items()} == {group: set(each) for group, each in english.words.items()}


def test_templates_name_no_number_but_the_band() -> None:
    for language in brief_languages():
        for key, template in load_brief_words(language).sentences.items():
            assert _numbers(template) <= {"90"}, (language, key)
