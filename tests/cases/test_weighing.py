"""Stories loaded for weighing."""

from contextlib import closing

import msgspec
import pytest

import tarazu
from tarazu.analysis.activity_tally import tally
from tarazu.analysis.balance_types import Settings
from tarazu.api.balancing import stories_as_weighed
from tarazu.cases import file
from tarazu.cases.weighing import first_and_last, load_for_weighing


@pytest.fixture(scope="module")
def case(tmp_path_factory) -> tarazu.Case:
    folder = tmp_path_factory.mktemp("weighing")
    made = tarazu.new(folder / "steppe")
    texts = ["Kazakhstan and China signed an agreement on 3 March 2024.", "Uzbekistan signed an agreement with Russia.", "Russia accused Ukraine on 9 May 2024."]
    for at, text in enumerate(texts):
        (folder / f"{at}.json").write_bytes(msgspec.json.encode({"id": f"d{at}", "outlet": "Outlet", "date": f"2024-10-0{at + 1}", "text": text}))
    made.read(sorted(folder.glob("*.json")), work=tarazu.Work(coder="lexicon"))
    return made


def test_load_for_weighing_gives_what_is_weighed(case) -> None:
    with closing(file.open_to_read(case.path)) as connection:
        whole, slim = stories_as_weighed(connection), [story for _, story in load_for_weighing(connection).values()]
    assert len(slim) == len(whole) > 2
    scope = tarazu.make_scope("KAZ,UZB", ("RUS", "CHN"), period="month")
    one, two = (tally(each, scope, Settings()) for each in (whole, slim))
    assert (one.keys, one.story_ids, one.left_out, one.sources) == (two.keys, two.story_ids, two.left_out, two.sources)
    assert one.told.tolist() == two.told.tolist()


def test_load_for_weighing_takes_over_what_is_as_it_was(case) -> None:
    with closing(file.open_to_read(case.path)) as connection:
        before = load_for_weighing(connection)
        first = next(iter(before))
        known = {**before, first: (("something else",), before[first][1])}
        after = load_for_weighing(connection, known)
    assert after == before
    assert [story for story in after if after[story] is not before[story]] == [first]


def test_first_and_last_are_days_of_publication(case) -> None:
    with closing(file.open_to_read(case.path)) as connection:
        assert [each.isoformat() for each in first_and_last(connection) or ()] == ["2024-10-01", "2024-10-03"]
