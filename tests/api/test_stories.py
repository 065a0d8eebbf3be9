"""Stories of a case: one act, many tellings."""

import itertools
from pathlib import Path

import msgspec
import pytest

import tarazu
from tarazu.errors import OptionError, RecordError
from tarazu.records import Story

# One meeting told in three languages, one of them by a copy; the same two a month later; and an act of others.
ENTRIES = [
    {"id": "en-1", "outlet": "The Steppe Ledger", "date": "2024-07-04", "text": "The presidents of Kazakhstan and China, Kassym-Jomart Tokayev and Xi Jinping, met in Astana on 3 July 2024. They signed an agreement on trade."},
    {"id": "en-2", "outlet": "Oxus Evening Post", "date": "2024-07-05", "text": "The presidents of Kazakhstan and China, Kassym-Jomart Tokayev and Xi Jinping, met in Astana on 3 July 2024. They signed an agreement on trade. More follows."},
    {"id": "ru-1", "outlet": "Степной листок", "date": "2024-07-04", "text": "Президент Казахстана Касым-Жомарт Токаев встретился с председателем КНР Си Цзиньпином в Астане 3 июля 2024 года."},
    {"id": "fa-1", "outlet": "پیک سغد", "date": "2024-07-05", "text": "قاسم جومارت توکایف، رئیس‌جمهور قزاقستان، با شی جین‌پینگ، رئیس‌جمهور چین، روز ۳ ژوئیه ۲۰۲۴ در آستانه دیدار کرد."},
    {"id": "en-3", "outlet": "The Steppe Ledger", "date": "2024-08-20", "text": "Kassym-Jomart Tokayev met Xi Jinping in Beijing on 19 August 2024."},
    {"id": "en-4", "outlet": "The Steppe Ledger", "date": "2024-07-06", "text": "Uzbekistan rejected the proposal of Russia on 5 July 2024."},
]  # fmt: skip
WORK = tarazu.Work(coder="lexicon")


def _write(folder: Path, entries) -> list[Path]:
    paths = []
    for entry in entries:
        path = folder / f"{entry['id']}.json"
        path.write_bytes(msgspec.json.encode(entry))
        paths.append(path)
    return paths


@pytest.fixture
def case(tmp_path: Path) -> tarazu.Case:
    made = tarazu.new(tmp_path / "steppe")
    made.read(_write(tmp_path, ENTRIES), work=WORK)
    return made


def _meeting(case: tarazu.Case) -> Story:
    [found] = [each for each in case.stories(tarazu.StoryFilters(tellings=3)) if each.type == "CONSULT"]
    return found


def test_one_meeting_in_three_languages_is_one_story(case) -> None:
    whole = case.story(_meeting(case).id)
    assert {each.facts.language for each in whole.tellings} == {"en", "ru", "fa"}
    assert whole.story.when is not None
    assert whole.story.when.start.isoformat() == "2024-07-03"
    assert len(whole.reasons) == len(whole.tellings) - 1


def test_a_copy_is_no_witness(case) -> None:
    story = _meeting(case)
    assert len(story.docs) == 4
    assert story.witnesses == 3
    chain = case.story(story.id).chain
    assert [(link.taker, link.giver, link.kind) for link in chain.links] == [("Oxus Evening Post", "The Steppe Ledger", "copies")]


def test_the_next_meeting_of_the_two_is_another_story(case) -> None:
    august = [each for each in case.stories() if each.when and each.when.start.isoformat() == "2024-08-19"]
    assert len(august) == 1
    assert set(august[0].docs).isdisjoint(_meeting(case).docs)


@pytest.mark.parametrize("order", [[5, 4, 3, 2, 1, 0], [2, 0, 4, 1, 5, 3]], ids=["backwards", "shuffled"])
def test_stories_do_not_hang_on_the_order_of_reading(case, tmp_path, order) -> None:
    (tmp_path / "again").mkdir()
    other = tarazu.new(tmp_path / "other")
    for path in _write(tmp_path / "again", [ENTRIES[at] for at in order]):
        other.read([path], work=WORK)  # one by one: each changes only what it touches
    assert list(other.stories()) == list(case.stories())
    assert [other.story(each.id).chain for each in other.stories()] == [case.story(each.id).chain for each in case.stories()]


def test_every_event_is_in_exactly_one_story(case) -> None:
    told = list(itertools.chain.from_iterable(each.tellings for each in case.stories()))
    assert sorted(told) == sorted(case.events()["id"].to_list())


def test_a_person_splits_and_merges_and_that_stands(case) -> None:
    story = _meeting(case)
    whole = case.story(story.id)
    persian = next(each.record.id for each in whole.tellings if each.facts.language == "fa")
    others = [each for each in story.tellings if each != persian]
    split = case.judge([persian, *others], tarazu.Decision(action="split", author="Aida"))
    assert case.story(persian).story.tellings == (persian,)
    case.recode(work=tarazu.Work(coder="lexicon"))
    assert case.story(persian).story.tellings == (persian,)
    case.undo(split.id, author="Aida")
    assert set(case.story(persian).story.tellings) == set(story.tellings)
    august = next(each for each in case.stories() if each.when and each.when.start.isoformat() == "2024-08-19")
    case.judge([persian, august.tellings[0]], tarazu.Decision(action="merge", author="Aida"))
    assert august.tellings[0] in case.story(persian).story.tellings


def test_a_rejected_telling_leaves_its_story(case) -> None:
    story = _meeting(case)
    case.judge([story.tellings[0]], tarazu.Decision(action="reject", author="Aida"))
    assert story.tellings[0] not in _meeting(case).tellings
    assert len(_meeting(case).docs) == 3


def test_a_recoded_case_is_told_anew(case) -> None:
    case.recode(work=tarazu.Work(coder="learned"))
    told = list(itertools.chain.from_iterable(each.tellings for each in case.stories()))
    assert sorted(told) == sorted(case.events()["id"].to_list())
    assert len(_meeting(case).docs) == 4


def test_story_is_found_by_one_of_its_events(case) -> None:
    story = _meeting(case)
    assert case.story(story.tellings[-1][:8]).story == story
    with pytest.raises(RecordError, match="the id of one story"):
        case.story("s-ffff")


@pytest.mark.parametrize(("filters", "count"), [
    pytest.param({"actor": "UZB"}, 1, id="one party"),
    pytest.param({"actor": "RUS", "other": "UZB"}, 1, id="a dyad, in either direction"),
    pytest.param({"actor": "RUS", "other": "KAZ"}, 0, id="a dyad without acts"),
    pytest.param({"type": "REJECT"}, 1, id="a type"),
    pytest.param({"witnesses": 3}, 1, id="independent witnesses"),
])  # fmt: skip
def test_stories_are_narrowed_to_what_is_asked(case, filters, count) -> None:
    assert len(list(case.stories(tarazu.StoryFilters(**filters)))) == count


@pytest.mark.parametrize("written", ["KAZ-RUS", "KAZ:RUS"])
def test_split_dyad_takes_two_parties(written) -> None:
    assert tarazu.split_dyad(written) == ("KAZ", "RUS")


def test_split_dyad_says_what_it_does_not_know() -> None:
    with pytest.raises(OptionError, match="two states or bodies"):
        tarazu.split_dyad("Narnia-RUS")


def test_compare_sets_outlets_side_by_side(case) -> None:
    found = case.compare(tarazu.make_question(("KAZ", "CHN")), by="outlet")
    assert {group.name for group in found.comparison.groups} >= {"The Steppe Ledger", "Степной листок", "پیک سغد"}
    named = {record for cell in found.comparison.cells for record in cell.records}
    assert named == {each.record for each in found.sentences}
    assert all(each.text for each in found.sentences)


def test_compare_finds_what_contradicts(tmp_path) -> None:
    entries = [
        {"id": "one", "outlet": "The Steppe Ledger", "date": "2024-07-04", "text": "Relations between Kazakhstan and Russia are deteriorating."},
        {"id": "two", "outlet": "Oxus Evening Post", "date": "2024-07-05", "text": "Relations between Kazakhstan and Russia are improving."},
    ]
    case = tarazu.new(tmp_path / "steppe")
    case.read(_write(tmp_path, entries), work=tarazu.Work(coder="lexicon"))
    assert len(case.assessments()) == 2
    [found] = case.compare(tarazu.make_question(("KAZ", "RUS"))).contradictions.found
    assert {position.outlets for position in found.positions} == {("The Steppe Ledger",), ("Oxus Evening Post",)}
