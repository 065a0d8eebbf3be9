"""Stories opened to be compared."""

from pathlib import Path

import msgspec
import pytest

import tarazu
from tarazu.api import storytelling
from tarazu.api import viewing_stories as viewing
from tarazu.errors import OptionError, RecordError

ENTRIES = [
    {"id": "en-1", "outlet": "The Steppe Ledger", "date": "2024-07-04", "text": "Kassym-Jomart Tokayev met Xi Jinping in Astana on 3 July 2024. Uzbekistan rejected the proposal of Russia on 2 July 2024."},
    {"id": "fa-1", "outlet": "پیک سغد", "date": "2024-07-05", "text": "قاسم جومارت توکایف، رئیس‌جمهور قزاقستان، با شی جین‌پینگ، رئیس‌جمهور چین، روز ۳ ژوئیه ۲۰۲۴ در آستانه دیدار کرد."},
    {"id": "en-2", "outlet": "Oxus Evening Post", "date": "2024-08-20", "text": "Kassym-Jomart Tokayev met Xi Jinping in Beijing on 19 August 2024."},
]  # fmt: skip


@pytest.fixture(scope="module")
def case(tmp_path_factory) -> tarazu.Case:
    folder: Path = tmp_path_factory.mktemp("stories")
    made = tarazu.new(folder / "steppe")
    paths = []
    for entry in ENTRIES:
        path = folder / f"{entry['id']}.json"
        path.write_bytes(msgspec.json.encode(entry))
        paths.append(path)
    made.read(paths, work=tarazu.Work(coder="lexicon"))
    return made


FILTERS = [{}, {"actor": "KAZ"}, {"actor": "KAZ/kassym-jomart-tokayev"}, {"actor": "CHN", "other": "KAZ"}, {"type": "REJECT"}, {"status": "planned"},
           {"since": "2024-07-03", "until": "2024-07-31"}, {"tellings": "2"}, {"witnesses": "2"}, {"channel": "diplomatic"}, {"actor": "KA"}, {"actor": '"'}]  # fmt: skip


@pytest.mark.parametrize("asked", FILTERS, ids=str)
def test_list_stories_finds_what_the_verb_finds(case, asked) -> None:
    page = viewing.list_stories(case.path, viewing.make_story_ask(asked))
    pair = (asked["actor"], asked.get("other")) if "actor" in asked else None
    rest = {name: value for name, value in asked.items() if name not in {"actor", "other", "tellings", "witnesses"}}
    counts = {name: int(asked[name]) for name in ("tellings", "witnesses") if name in asked}
    expected = {each.id for each in case.stories(storytelling.make_story_filters(rest, pair, **counts))}
    assert {each.story.id for each in page.stories} == expected
    assert page.total == len(expected)


def test_list_stories_shows_the_first_sentence_as_it_stands(case) -> None:
    for each in viewing.list_stories(case.path, viewing.StoryAsk()).stories:
        assert each.told is not None
        assert each.told.text in next(entry["text"] for entry in ENTRIES if entry["outlet"] == each.told.outlet and each.told.text in entry["text"])
        assert each.direction == ("rtl" if each.told.language == "fa" else "ltr")


def test_list_stories_pages_and_orders(case) -> None:
    every = viewing.list_stories(case.path, viewing.StoryAsk(order="oldest"))
    single = [viewing.list_stories(case.path, viewing.StoryAsk(order="oldest", limit=1, offset=at)).stories[0].story.id for at in range(every.total)]
    assert single == [each.story.id for each in every.stories]
    newest = viewing.list_stories(case.path, viewing.StoryAsk()).stories
    days = [each.story.when.start for each in newest if each.story.when]
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize("written", [{"limit": "0"}, {"limit": "501"}, {"offset": "-1"}, {"type": "DANCE"}, {"since": "yesterday"}, {"colour": "red"}, {"limit": "x"}], ids=str)
def test_make_story_ask_refuses(written) -> None:
    with pytest.raises(OptionError):
        viewing.make_story_ask(written)


def test_open_story_sets_tellings_side_by_side(case) -> None:
    page = viewing.list_stories(case.path, viewing.StoryAsk(tellings=2))
    [meeting] = [each.story for each in page.stories]
    opened = viewing.open_story(case.path, meeting.id)
    assert {(each.telling.facts.language, each.direction) for each in opened.tellings} >= {("en", "ltr"), ("fa", "rtl")}
    assert opened.tellings[0].reasons == ()
    assert all(each.reasons for each in opened.tellings[1:])


def test_course_of_a_thread_puts_the_plan_first_whatever_the_days(case) -> None:
    first, *_ = case.stories()
    done = msgspec.structs.replace(first, id="s-1", status="actual", told=None)
    off = msgspec.structs.replace(first, id="s-2", status="cancelled", told=first.told)
    plan = msgspec.structs.replace(first, id="s-3", status="planned", told=first.told)
    assert [each.status for each in sorted([off, done, plan], key=viewing._place)] == ["planned", "actual", "cancelled"]


def test_open_story_refuses_what_is_not_there(case) -> None:
    with pytest.raises(RecordError):
        viewing.open_story(case.path, "s-0000000000000000")


def test_near_stories_offers_others_of_the_same_parties(case) -> None:
    [meeting] = [each.story for each in viewing.list_stories(case.path, viewing.StoryAsk(tellings=2)).stories]
    near = viewing.near_stories(case.path, meeting.tellings[0])
    assert meeting.id not in {each.story.id for each in near}
    assert all({"KAZ/kassym-jomart-tokayev", "KAZ"} & {*each.story.actors, *each.story.recipients} for each in near)
    assert near
    assert viewing.near_stories(case.path, "no such") == ()
