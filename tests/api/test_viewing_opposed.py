"""Who says the opposite of whom."""

import datetime as dt

import msgspec
import pytest

import tarazu
from tarazu.api.viewing_opposed import view_opposed

DAYS = (dt.date(2024, 1, 1), dt.date(2024, 12, 31))
TEXTS = (
    "Kazakhstan and China signed an agreement on 3 March 2024.",
    "Russia is losing its influence in Kazakhstan.",
    "Russia is strengthening its influence in Kazakhstan.",
    "China is losing its influence in Kazakhstan.",
    "Uzbekistan rejected the proposal of Russia on 5 May 2024.",
    "Uzbekistan did not reject the proposal of Russia on 5 May 2024.",
)


@pytest.fixture(scope="module")
def case(tmp_path_factory) -> tarazu.Case:
    folder = tmp_path_factory.mktemp("opposed")
    made = tarazu.new(folder / "steppe")
    for at, text in enumerate(TEXTS):
        (folder / f"{at}.json").write_bytes(msgspec.json.encode({"id": f"d{at}", "outlet": f"Outlet {at}", "date": "2024-10-01", "text": text}))
    made.read(sorted(folder.glob("*.json")), work=tarazu.Work(coder="lexicon"))
    return made


def test_opposed_sets_sentences_against_each_other(case) -> None:
    found = view_opposed(case.path, ("KAZ", "RUS"), DAYS)
    [each] = [each for each in found.found if each.dimension == "influence"]
    assert {side.value: side.sentences[0].text for side in each.sides} == {
        "falling": "Russia is losing its influence in Kazakhstan.", "rising": "Russia is strengthening its influence in Kazakhstan.",
    }  # fmt: skip
    assert found.total == len(found.found)


def test_opposed_of_those_who_agree_is_empty(case) -> None:
    assert view_opposed(case.path, ("KAZ", "CHN"), DAYS).found == ()


@pytest.mark.parametrize("pair", [("KAZ", "RUS"), ("KAZ", "CHN"), ("UZB", "RUS"), ("TKM", "EU")])
def test_opposed_is_what_narratives_find(case, pair) -> None:
    whole = case.compare(tarazu.make_question(pair, since=DAYS[0], until=DAYS[1])).contradictions.found
    found = view_opposed(case.path, pair, DAYS).found
    assert [(each.field, each.story, [(side.value, side.records) for side in each.sides]) for each in found] == [
        (each.field, each.story, [(side.value, len(side.records)) for side in each.positions]) for each in whole
    ]


def test_opposed_counts_what_it_does_not_show(case, monkeypatch) -> None:
    monkeypatch.setattr("tarazu.api.viewing_opposed._OPPOSED", 0)
    found = view_opposed(case.path, ("KAZ", "RUS"), DAYS)
    assert (found.total, found.found) == (1, ())
