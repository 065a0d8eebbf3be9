"""Documents, stories and parties looked up by words."""

from pathlib import Path

import msgspec
import pytest

import tarazu
from tarazu.api import looking_up
from tarazu.api.naming import names

ENTRIES = [
    {"id": "en-1", "outlet": "The Steppe Ledger", "date": "2024-07-04", "text": "Kassym-Jomart Tokayev met Xi Jinping in Astana on 3 July 2024. Uzbekistan rejected the proposal of Russia on 2 July 2024."},
    {"id": "fa-1", "outlet": "پیک سغد", "date": "2024-07-05", "text": "ازبکستان روز ۲ ژوئیه ۲۰۲۴ پیشنهاد روسیه را رد کرد."},
]  # fmt: skip


@pytest.fixture(scope="module")
def case(tmp_path_factory) -> tarazu.Case:
    folder: Path = tmp_path_factory.mktemp("looking")
    made = tarazu.new(folder / "steppe")
    paths = []
    for entry in ENTRIES:
        path = folder / f"{entry['id']}.json"
        path.write_bytes(msgspec.json.encode(entry))
        paths.append(path)
    made.read(paths, work=tarazu.Work(coder="lexicon"))
    return made


@pytest.fixture(scope="module")
def known(case) -> tuple[looking_up.Name, ...]:
    return looking_up.gather_names(case.path)


PARTIES = [
    pytest.param("Uzbekistan", "UZB", id="in English"), pytest.param("ازبكستان", "UZB", id="Uzbekistan in Persian, written with an Arabic kaf"),
    pytest.param("أوزبكستان", "UZB", id="Uzbekistan in Arabic"), pytest.param("узбек", "UZB", id="the beginning of the name in Russian"),
    pytest.param("Токаев", "KAZ/kassym-jomart-tokayev", id="Tokayev in Russian"), pytest.param("توکایف", "KAZ/kassym-jomart-tokayev", id="Tokayev in Persian"),
    pytest.param("jinping xi", "CHN/xi-jinping", id="the words of a name the other way round"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "party"), PARTIES)
def test_find_parties_knows_names_in_any_script(case, known, question, party) -> None:
    found = looking_up.find_parties(case.path, known, question, names(case.path, "en"))
    assert found[0].id == party
    assert found[0].records > 0


def test_find_parties_names_them_in_the_language_of_who_asks(case, known) -> None:
    found = looking_up.find_parties(case.path, known, "Uzbekistan", names(case.path, "fa"))[0]
    assert (found.name, found.called, found.kind) == ("ازبکستان", "Uzbekistan", "state")


@pytest.mark.parametrize("question", ["", "…", "zzzz", "z", '"', "a" * 4_000])
def test_find_parties_finds_nobody_by_no_name(case, known, question) -> None:
    assert looking_up.find_parties(case.path, known, question, names(case.path, "en")) == ()


def test_find_parties_leaves_out_whom_the_case_does_not_know_unless_called_just_so(case, known) -> None:
    called = names(case.path, "en")
    assert all(each.records for each in looking_up.find_parties(case.path, known, "Kazakh", called))
    assert [each.id for each in looking_up.find_parties(case.path, known, "Brazil", called)] == ["BRA"]


def test_find_stories_are_those_of_the_sentences_that_hold_the_words(case) -> None:
    rejected = looking_up.find_stories(case.path, case.search("proposal"))
    assert [each.story.type for each in rejected] == ["REJECT"]
    assert [each.story.type for each in looking_up.find_stories(case.path, case.search("Astana"))] == ["CONSULT"]
    assert looking_up.find_stories(case.path, ()) == ()


def test_find_stories_keeps_to_the_limit(case) -> None:
    assert len(looking_up.find_stories(case.path, case.search("2024"), limit=1)) == 1
