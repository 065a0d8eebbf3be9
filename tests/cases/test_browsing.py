"""Pages of a case, found without reading the others."""

import json
import sqlite3
from contextlib import closing

import pytest

from tarazu.cases import browsing, file
from tarazu.cases.browsing import StoryFilter
from tarazu.errors import RecordError

PARTIES = {"s-1": ["KAZ"], "s-2": ["KAZ/kassym-jomart-tokayev"], "s-3": ["KAZX"], "s-4": ['Radio "KAZ"'], "s-5": ["RUS"]}


@pytest.fixture
def connection(tmp_path):
    path = file.create(tmp_path / "steppe")
    with closing(sqlite3.connect(path)) as writing:
        for number, (story, actors) in enumerate(PARTIES.items(), 1):
            row = (story, json.dumps(actors), f"2024-0{number}-01", json.dumps([f"d{at}" for at in range(number)]))
            writing.execute(
                'INSERT INTO stories(id, type, contexts, actors, recipients, start, "end", granularity, time_text, status, score, confidence, thread, witnesses,'
                " docs, disagreements, chain, deed) VALUES (?1, 'AGREE', '[]', ?2, '[]', ?3, ?3, 'day', '', 'actual', 1, 1, ?1, 1, ?4, '[]', '{}', '{}')",
                row,
            )
        writing.commit()
    with closing(file.open_to_read(path)) as reading:
        yield reading


@pytest.mark.parametrize(
    ("party", "expected"),
    [("KAZ", ["s-1", "s-2"]), ("KAZ/kassym-jomart-tokayev", ["s-2"]), ("KAZ/kassym", []), ("KA", []), ('Radio "KAZ"', ["s-4"]), ("%", [])],
)
def test_order_stories_finds_a_party_and_its_people_and_nothing_alike(connection, party, expected) -> None:
    assert list(browsing.order_stories(connection, StoryFilter(parties=(party,)), "oldest")) == expected


def test_order_stories_takes_stories_that_reach_into_the_days_asked_for(connection) -> None:
    import datetime as dt

    asked = StoryFilter(since=dt.date(2024, 2, 1), until=dt.date(2024, 3, 1), tellings=3)
    assert browsing.order_stories(connection, asked, "newest") == ("s-3",)
    assert browsing.order_stories(connection, StoryFilter(), "newest") == ("s-5", "s-4", "s-3", "s-2", "s-1")


def test_find_document_says_that_there_is_none(connection) -> None:
    with pytest.raises(RecordError, match="0 such"):
        browsing.find_document(connection, "0123456789")
