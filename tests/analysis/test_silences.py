"""Silences: found where they were planted, not where there are none."""

import datetime as dt
import random
from math import exp

from tarazu.analysis.questions import Question, ask
from tarazu.analysis.silences import FALSE_DISCOVERIES, silences
from tarazu.records import DocumentFacts, Event, Story, Telling

KINDS = ("AGREE", "CONSULT", "AID", "ACCUSE", "SANCTION")
EVERYTHING = Question()


def told_by(story: str, kind: str, outlets: list[str | None], published: dt.date | None = dt.date(2023, 5, 1)) -> tuple[Story, list[Telling]]:
    """One story with a telling of each outlet."""
    tellings = []
    for outlet in outlets:
        doc = f"{story}-{outlet}"
        facts = DocumentFacts(
            id=f"f-{doc}", doc=doc, language="en", title=None, published=published, outlet=outlet, author=None, url=None, chain=(), translated=False,
            sentences=1, skipped=(),
        )  # fmt: skip
        record = Event(
            id=doc, doc=doc, type=kind, mode=None, contexts=(), channel=None, actors=("KAZ", "RUS"), recipients=(), when=None, where=None, status="actual",
            amount=None, said_by=(), score=0.0, confidence=0.9, coder="c", evidence=(),
        )  # type: ignore[arg-type]  # fmt: skip
        tellings.append(Telling(record=record, facts=facts))
    whole = Story(
        id=f"s-{story}", type=kind, mode=None, contexts=(), channel=None, actors=("KAZ", "RUS"), recipients=(), when=None, where=None, status="actual",
        amount=None, score=0.0, confidence=0.9, tellings=tuple(each.record.id for each in tellings), docs=tuple(each.record.doc for each in tellings),
        witnesses=len(tellings),
    )  # type: ignore[arg-type]  # fmt: skip
    return whole, tellings


def press(seed: int, stories: int = 300, silent: str | None = None) -> tuple[list[Story], list[Telling]]:
    """Ten outlets of different readiness; stories, and sanctions in particular, differ in their pull on all; one may leave out sanctions."""
    chance = random.Random(seed)  # noqa: S311 - a simulation
    readiness = {f"Paper {at}": at / 4 - 2.0 for at in range(10)}
    all_stories, all_tellings = [], []
    for at in range(stories):
        kind = chance.choice(KINDS)
        pull = {"SANCTION": 1.0, "CONSULT": -1.0}.get(kind, 0.0) + chance.gauss(0, 1)
        tells = {name: chance.random() < 1 / (1 + exp(-ready - pull)) for name, ready in readiness.items()}
        left_out = kind == "SANCTION" and chance.random() < 0.8
        outlets: list[str | None] = [name for name, does in tells.items() if does and not (left_out and name == silent)]
        if outlets:
            story, tellings = told_by(f"{at:04}", kind, outlets, dt.date(2023, 1, 1) + dt.timedelta(days=at % 300))
            all_stories.append(story)
            all_tellings += tellings
    return all_stories, all_tellings


def test_silences_of_nothing_are_none() -> None:
    found = silences(EVERYTHING, [], [])
    assert (found.cells, found.tested, found.skipped) == ((), 0, ())


def test_silences_find_the_planted_one() -> None:
    stories, tellings = press(1, silent="Paper 6")
    found = silences(EVERYTHING, tellings, stories)
    (silent,) = [each for each in found.cells if each.verdict == "silent"]
    assert (silent.outlet, silent.kind) == ("Paper 6", "SANCTION")
    assert silent.told < silent.expected / 2
    assert silent.told + len(silent.untold) == silent.exposed == len(silent.stories) + len(silent.untold)


def test_silences_rarely_claim_one_where_there_is_none() -> None:
    worlds = [silences(EVERYTHING, *reversed(press(seed, 150))) for seed in range(20)]
    assert all(each.tested > 20 for each in worlds)
    wrong = sum(any(cell.verdict in {"silent", "reports more"} for cell in each.cells) for each in worlds)
    assert wrong <= 20 * FALSE_DISCOVERIES


def test_silences_find_what_an_outlet_prefers() -> None:
    stories, tellings = press(2)
    fond = [telling for story in stories if story.type == "AID" for telling in told_by(f"x{story.id}", "AID", ["Fond"])[1][:1]]
    few = [told_by(f"y{at}", "AGREE", ["Fond"])[1][0] for at in range(3)]
    linked = [story for story in stories if story.type == "AID"]
    extended = {story.id: telling.record.id for story, telling in zip(linked, fond, strict=True)}
    stories = [
        Story(**{name: getattr(each, name) for name in each.__struct_fields__} | {"tellings": (*each.tellings, extended[each.id])}) if each.id in extended else each
        for each in stories
    ]
    # active all the time, as the other reports show
    edges = [told_by(f"z{at}", "AGREE", ["Fond"], day)[1][0] for at, day in enumerate((dt.date(2022, 1, 1), dt.date(2024, 1, 1)))]
    cells = [each for each in silences(EVERYTHING, [*tellings, *fond, *few, *edges], stories).cells if each.outlet == "Fond"]
    assert {each.kind: each.verdict for each in cells}["AID"] == "reports more"


def test_silences_call_little_too_little() -> None:
    pairs = [told_by(str(at), kind, ["A", "B", "C"] if at % 2 else ["A", "B"]) for at, kind in enumerate(("AID", "AGREE") * 4)]
    found = silences(EVERYTHING, [telling for _, each in pairs for telling in each], [story for story, _ in pairs])
    assert found.tested == 0
    assert {(each.verdict, each.chance) for each in found.cells} == {("too little to tell", None)}


def test_silences_of_a_single_kind_cannot_be_told() -> None:
    stories, tellings = press(4)
    found = silences(ask(topic=["AID"]), tellings, stories)
    assert {each.kind for each in found.cells} == {"AID"}
    assert {each.verdict for each in found.cells} == {"too little to tell"}


def test_silences_ask_only_for_the_time_in_which_an_outlet_publishes() -> None:
    early = [told_by(f"a{at}", "AID", ["A", "B"], dt.date(2020, 1, 1)) for at in range(5)]
    late = [told_by(f"b{at}", "AID", ["A", "B", "C"], dt.date(2023, 1, 1)) for at in range(5)]
    found = silences(EVERYTHING, [telling for _, each in (*early, *late) for telling in each], [story for story, _ in (*early, *late)])
    assert {each.outlet: each.exposed for each in found.cells} == {"A": 10, "B": 10, "C": 5}


def test_silences_do_not_take_copies_for_witnesses() -> None:
    story, tellings = told_by("a", "AID", ["A", "B", "C"])
    copied = Story(**{name: getattr(story, name) for name in story.__struct_fields__} | {"witnesses": 1})
    assert silences(EVERYTHING, tellings, [copied]).cells == ()


def test_silences_say_what_they_leave_out() -> None:
    story, tellings = told_by("a", "AID", ["A", None], None)
    reasons = [each.reason for each in silences(ask((["KAZ"], ["RUS"])), tellings, [story]).skipped]
    assert len(reasons) == 2
    assert any("without an outlet" in each for each in reasons)
    assert any("no day" in each for each in reasons)


def test_silences_know_no_order() -> None:
    stories, tellings = press(3, 60)
    assert silences(EVERYTHING, tellings, stories, "quad") == silences(EVERYTHING, tellings[::-1], stories[::-1], "quad")
