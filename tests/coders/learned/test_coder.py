"""Tests of the learned coder on whole documents, in all languages."""

import pytest

import tarazu
from tarazu import data, languages
from tarazu.api.coders import coder
from tarazu.api.pipeline import read
from tarazu.coders.learned.coder import LearnedCoder
from tarazu.languages.schema import Examples
from tarazu.records import Coded, Document, Event, state_of

SHARES = {"gold": 0.6, "silver": 0.6, "draft": 0.35}  # of the examples, which are simple sentences; `make eval` says how good it is


def coded(text: str, **more: str) -> Coded:
    (found,) = tarazu.code([Document(doc="note", text=text, **more)], coder="learned")
    assert isinstance(found, Coded), found
    return found


def events(text: str) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    found = [record for record in coded(text).records if isinstance(record, Event)]
    return [(record.type, tuple(map(state_of, record.actors)), tuple(map(state_of, record.recipients))) for record in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Germany expelled two Russian diplomats on Friday.", ("SANCTION", ("DEU",), ("RUS",)), id="en"),
        pytest.param("وزارت امور خارجه ایران حمله اسرائیل به سوریه را به شدت محکوم کرد.", ("ACCUSE", ("IRN",), ("ISR",)), id="fa: Iran condemned Israel's attack"),
        pytest.param("فرضت الولايات المتحدة عقوبات جديدة على إيران.", ("SANCTION", ("USA",), ("IRN",)), id="ar: the US imposed new sanctions on Iran"),
        pytest.param("Полиция Казахстана задержала в Алматы двадцать участников митинга.", ("COERCE", ("KAZ",), ("KAZ",)), id="ru: police detained protesters"),
        pytest.param("Türkiye, Suriye'ye insani yardım gönderdi.", ("AID", ("TUR",), ("SYR",)), id="tr: Türkiye sent aid to Syria"),
        pytest.param("Қазақстан Президенті Қытайға мемлекеттік сапармен барды.", ("CONSULT", ("KAZ",), ("CHN",)), id="kk: the president visited China"),
    ],
)  # fmt: skip
def test_an_act_comes_out_with_both_sides(text: str, expected: tuple) -> None:
    kind, actors, recipients = expected
    assert any(found == kind and set(actors) <= set(acting) and set(recipients) <= set(others) for found, acting, others in events(text))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The weather in Astana will be mild and dry this week.", id="weather"),
        pytest.param("Kazakhstan's striker attacked from the left and scored against Belgium.", id="sport"),
    ],
)
def test_where_nothing_is_done_nothing_is_coded(text: str) -> None:
    assert events(text) == []


def test_a_part_may_stand_in_the_sentence_before() -> None:
    text = "Uzbekistan's government published a list of foreign media on Monday. A day later it expelled three Russian journalists."
    assert any(kind in {"SANCTION", "COERCE"} and acting == ("UZB",) and "RUS" in others for kind, acting, others in events(text))


@pytest.mark.parametrize("code", languages.codes())
def test_most_examples_come_out(code: str) -> None:
    """Type and states of the examples of a language."""
    examples = data.read(languages.load(code).folder / "examples.yml", Examples).examples
    wanted = right = 0
    for example in examples:
        got = read(Document(doc="note", text=example.text), code, coder("learned"))
        frames = [frame for frame in coder("learned").find(got.reading, got.glance) if frame.record == "event"]
        found = {(frame.label, frozenset(map(state_of, (*frame.ids("actor"), *frame.ids("recipient"))))) for frame in frames}
        for event in example.events:
            wanted += 1
            right += (event.type, frozenset(map(state_of, (*event.actors, *event.recipients)))) in found
    assert right >= SHARES[languages.load(code).facts.level] * wanted, f"{right} of {wanted}"


def test_explanation_tells_what_was_weighed_against_what() -> None:
    found = coded("Kazakhstan's parliament ratified a border treaty with Uzbekistan on 5 May 2023.")
    record = next(record for record in found.records if isinstance(record, Event))
    told = [reason.rule for reason in found.reasons[record.id]]
    assert any(rule.startswith("read as") for rule in told)
    assert any(rule.startswith("actor: KAZ") for rule in told)
    assert record.coder == coder("learned").name


def test_the_same_document_gives_the_same_records_twice() -> None:
    text = "Iran and Pakistan signed a gas deal. Washington warned both of sanctions."
    assert coded(text) == coded(text)


def test_a_higher_floor_leaves_fewer_events() -> None:
    text = "France condemned the arrest of a journalist in Baku. Armenia called for his release and Azerbaijan rejected the call."
    many, few = (LearnedCoder(floor=floor) for floor in (0.05, 0.95))
    counts = []
    for each in (many, few):
        got = read(Document(doc="note", text=text), "en", each)
        counts.append(sum(frame.record == "event" for frame in each.find(got.reading, got.glance)))
    assert counts[0] > counts[1]
