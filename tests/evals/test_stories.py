"""Tests of the measuring of stories; the floors of the held-out part are held against the weights that are shipped."""

from pathlib import Path

import pytest

import floors
import stories
from story_corpus import FOLDER, PARTS, Act, Labelled, Text, gold, texts
from story_measures import Agreement, bcubed, ceaf, pairwise

ACTS = dict(zip("abcdefg", "1112233", strict=True))
WHOLE = [["a", "b", "c"], ["d", "e"], ["f", "g"]]


def test_measures_of_the_right_groups_are_one() -> None:
    assert pairwise(WHOLE, ACTS) == bcubed(WHOLE, ACTS) == ceaf(WHOLE, ACTS) == Agreement(1.0, 1.0)


def test_measures_of_one_group_of_all_have_full_recall() -> None:
    one = [list(ACTS)]
    assert bcubed(one, ACTS).recall == pairwise(one, ACTS).recall == 1.0
    assert bcubed(one, ACTS).precision == pytest.approx((9 + 4 + 4) / 49)
    assert ceaf(one, ACTS).precision == pytest.approx(0.6)


def test_measures_of_single_tellings_have_full_precision() -> None:
    alone = [[name] for name in ACTS]
    assert bcubed(alone, ACTS) == Agreement(1.0, pytest.approx(3 / 7))
    assert pairwise(alone, ACTS) == Agreement(1.0, 0.0)
    assert ceaf(alone, ACTS).recall == pytest.approx((0.5 + 2 / 3 + 2 / 3) / 3)


def test_agreement_without_anything_right_is_nought() -> None:
    assert Agreement(0.0, 0.0).f1 == 0.0


@pytest.mark.parametrize("part", [*PARTS, stories.HELD_OUT])
def test_corpus_is_as_its_card_says(part: str) -> None:
    found = texts(part)
    names = [each.id for each in found]
    assert len(names) == len(set(names))
    known = set(names)
    for text in found:
        assert text.copies is None or text.copies in known, text.id
        for act in text.acts:
            assert act.sentence in text.text, text.id
            assert act.trigger in act.sentence, text.id
            assert (act.start is None) == (act.granularity is None), text.id


def test_corpus_shares_no_text_between_taught_and_held_out() -> None:
    taught = {text.text for part in PARTS for text in texts(part)}
    assert not taught & {text.text for text in texts(stories.HELD_OUT)}


def _one(name: str, published: str, **changes: object) -> Labelled:
    act = {
        "act": name, "type": "CONSULT", "mode": None, "actors": ("KAZ", "RUS"), "recipients": (), "start": None, "end": None, "granularity": None,
        "status": "actual", "place": None, "country": None, "amount": None, "trigger": "met", "sentence": "They met.",
    } | changes  # fmt: skip
    import datetime as dt

    text = Text(
        id=f"t-{name}-{published}", language="en", outlet="o", published=dt.date.fromisoformat(published), text="They met.", copies=None, cites=(),
        acts=(Act(**act),),
    )  # fmt: skip
    return gold([text])[0]


def test_same_day_groups_by_states_type_and_day() -> None:
    tellings = [_one("a", "2024-05-06"), _one("b", "2024-05-06"), _one("c", "2024-05-07"), _one("d", "2024-05-06", type="AGREE")]
    assert sorted(map(len, stories.same_day(tellings))) == [1, 1, 2]


def test_hard_pairs_are_near_in_time_and_alike() -> None:
    tellings = [_one("a", "2024-05-06"), _one("b", "2024-05-30"), _one("c", "2024-12-06"), _one("d", "2024-05-06", actors=("KAZ", "CHN"))]
    assert stories.hard_pairs(tellings) == [("t-a-2024-05-06#0", "t-b-2024-05-30#0")]


def test_floors_of_the_held_out_part_are_kept() -> None:
    figures = dict(stories.figures_of(stories.held_out(("gold",))))
    verdicts = [each for each in floors.judge(floors.read(stories.FLOORS), figures) if each.name in figures]
    assert verdicts, "no floor is pinned: run evals/stories.py --pin"
    assert {each.state for each in verdicts} <= {"kept", "not comparable"}, verdicts


def test_pinned_floors_are_readable() -> None:
    pinned = floors.read(Path(stories.FLOORS))
    assert {f"test.{kind}.bcubed" for kind in stories.KINDS} <= set(pinned)
    assert all(0 <= each.floor <= each.measured <= 1 for each in pinned.values())


def test_folder_of_the_corpus_is_there() -> None:
    assert (FOLDER / "README.md").exists()
