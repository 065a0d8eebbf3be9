"""House leanings: a planted hostile outlet is found, a small neutral one is not."""

import datetime as dt
import random
from math import exp

import pytest

from tarazu.analysis.leanings import Leaning, leanings
from tarazu.analysis.questions import Question, ask
from tarazu.records import DocumentFacts, Event, Status, Story, Telling

ACTS = {"AID": 10.0, "COOPERATE": 9.5, "SUPPORT": 5.0, "CONSULT": 2.5, "AGREE": 2.5, "ACCUSE": -3.0, "REJECT": -2.0, "SANCTION": -6.0, "MOBILIZE": -5.5}
KAZ_RUS = ask((["KAZ"], ["RUS"]))


def telling(story: str, kind: str, outlet: str | None, published: dt.date | None, status: Status = "actual") -> Telling:
    doc = f"{story}-{outlet}-{status}"
    facts = DocumentFacts(
        id=f"f-{doc}", doc=doc, language="en", title=None, published=published, outlet=outlet, author=None, url=None, chain=(), translated=False,
        sentences=1, skipped=(),
    )  # fmt: skip
    record = Event(
        id=doc, doc=doc, type=kind, mode=None, contexts=(), channel=None, actors=("KAZ", "RUS"), recipients=(), when=None, where=None, status=status,
        amount=None, said_by=(), score=ACTS[kind], confidence=0.9, coder="c", evidence=(),
    )  # type: ignore[arg-type]  # fmt: skip
    return Telling(record=record, facts=facts)


def story_of(name: str, tellings: list[Telling], witnesses: int | None = None) -> Story:
    first = tellings[0].record
    return Story(
        id=f"s-{name}", type=first.type, mode=None, contexts=(), channel=None, actors=("KAZ", "RUS"), recipients=(), when=None, where=None, status="actual",
        amount=None, score=first.score, confidence=0.9, tellings=tuple(each.record.id for each in tellings), docs=tuple(each.record.doc for each in tellings),
        witnesses=witnesses or len(tellings),
    )  # fmt: skip


def press(seed: int, hostile: str | None = None, copies: int = 0) -> tuple[list[Telling], list[Story]]:
    """Eight papers that tell half of 160 stories each, one small paper that tells a twentieth, and copies of the first paper."""
    chance = random.Random(seed)  # noqa: S311 - a simulation
    all_tellings, stories = [], []
    for at in range(160):
        kind = chance.choice(list(ACTS))
        outlets = [f"Paper {paper}" for paper in range(8) if chance.random() < _readiness(f"Paper {paper}" == hostile, kind)]
        outlets += ["Small"] * (chance.random() < 0.05) + [f"Copy {copy}" for copy in range(copies) if "Paper 0" in outlets]
        told = [telling(f"{at:03}", kind, outlet, dt.date(2022, 1, 1) + dt.timedelta(days=2 * at)) for outlet in outlets]
        if told:
            stories.append(story_of(f"{at:03}", told, len([each for each in outlets if not each.startswith("Copy")])))
            all_tellings += told
    return all_tellings, stories


def _readiness(hostile: bool, kind: str) -> float:  # noqa: FBT001 - a switch of the simulation
    return (0.75 if ACTS[kind] < 0 else 0.2) if hostile else 0.5


def named(found: tuple[Leaning, ...], outlet: str) -> Leaning:
    return next(each for each in found if each.outlet == outlet)


def test_leanings_of_nothing_are_none() -> None:
    found = leanings(KAZ_RUS, [], [])
    assert (found.outlets, found.between, found.within, found.skipped) == ((), 0.0, 0.0, ())


@pytest.mark.parametrize("seed", range(3))
def test_leanings_find_the_planted_hostile_outlet_and_no_small_neutral_one(seed: int) -> None:
    found = leanings(KAZ_RUS, *press(seed, hostile="Paper 3"))
    assert found.outlets[0].outlet == "Paper 3"
    assert [each.outlet for each in found.outlets if each.lean == "towards conflict"] == ["Paper 3"]
    assert named(found.outlets, "Small").lean in {"too little to tell", "no lean seen"}
    assert found.outlets[0].high is not None
    assert found.outlets[0].high < 0


def test_leanings_rarely_claim_one_where_there_is_none() -> None:
    claimed = [each.lean.startswith("towards") for seed in range(15) for each in leanings(KAZ_RUS, *press(seed)).outlets]
    assert sum(claimed) / len(claimed) < 0.05


def test_leanings_have_intervals_that_hold_where_outlets_choose_from_the_same_stories() -> None:
    covered = []
    for seed in range(16):
        chance = random.Random(seed)  # noqa: S311 - a simulation
        tilts, volumes = [chance.gauss(0, 0.1) for _ in range(8)], [chance.uniform(-2.5, 0) for _ in range(8)]
        tells = [{kind: 1 / (1 + exp(-volume - tilt * score)) for kind, score in ACTS.items()} for tilt, volume in zip(tilts, volumes, strict=True)]
        means = [sum(each[kind] * score for kind, score in ACTS.items()) / sum(each.values()) for each in tells]
        told = []
        for at in range(150):
            kind = chance.choice(list(ACTS))
            day = dt.date(2022, 1, 1) + dt.timedelta(days=2 * at)
            told.append([telling(f"{at:03}", kind, f"{paper}", day) for paper, each in enumerate(tells) if chance.random() < each[kind]])
        stories = [story_of(each[0].record.doc[:3], each) for each in told if each]
        found = leanings(KAZ_RUS, [one for each in told for one in each], stories).outlets
        covered += [each.low <= means[int(each.outlet)] - sum(means) / 8 <= each.high for each in found if each.low is not None and each.high is not None]
    assert sum(covered) / len(covered) >= 0.87


def test_leanings_share_the_evidence_among_copies() -> None:
    alone, copied = (leanings(KAZ_RUS, *press(1, copies=copies)).outlets for copies in (0, 6))
    assert named(copied, "Paper 0").stories == named(alone, "Paper 0").stories
    assert named(copied, "Paper 0").evidence < 0.75 * named(alone, "Paper 0").evidence


def test_leanings_take_the_weights_that_chains_give() -> None:
    tellings, stories = press(1)
    halved = leanings(KAZ_RUS, tellings, stories, weights={each.record.id: 0.5 for each in tellings if each.facts.outlet == "Paper 0"}).outlets
    plain = leanings(KAZ_RUS, tellings, stories).outlets
    assert named(halved, "Paper 0").evidence == pytest.approx(named(plain, "Paper 0").evidence / 2, rel=0.1)
    assert named(halved, "Paper 1").evidence == pytest.approx(named(plain, "Paper 1").evidence, rel=0.05)


def test_leanings_count_a_story_once_for_an_outlet() -> None:
    day = dt.date(2023, 1, 1)
    twice = [telling("a", "AID", "A", day), telling("a", "AGREE", "A", day, "planned")]
    (only,) = leanings(KAZ_RUS, twice, [story_of("a", twice)]).outlets
    assert (only.stories, only.mean, only.lean, only.leaning) == (1, 6.25, "too little to tell", None)
    assert only.records == ("a-A-actual", "a-A-planned")


def test_leanings_say_what_they_leave_out() -> None:
    told = [
        telling("a", "AID", "A", dt.date(2023, 1, 1)), telling("a", "AID", "B", dt.date(2023, 1, 1), "denied"), telling("a", "AID", None, None),
        telling("a", "AID", "C", None),
    ]  # fmt: skip
    found = leanings(KAZ_RUS, told, [story_of("a", told)])
    assert [each.outlet for each in found.outlets] == ["A"]
    assert sorted(each.reason.split(" ", 1)[1][:20] for each in found.skipped) == ["has no day, nor has ", "is told as denied: i", "stands in a document"]


def test_leanings_are_empty_for_a_question_without_stories() -> None:
    assert leanings(Question(parties=frozenset(("CHN",))), *press(1)).outlets == ()


@pytest.mark.parametrize("period", ["month", "quarter", "year"])
def test_leanings_know_no_order(period: str) -> None:
    tellings, stories = press(2)
    assert leanings(KAZ_RUS, tellings, stories, period) == leanings(KAZ_RUS, tellings[::-1], stories[::-1], period)  # type: ignore[arg-type]
