"""The slow facts: what is shipped, and what the loader refuses."""

import datetime as dt
from pathlib import Path

import pytest

from tarazu import world
from tarazu.errors import DataFileError, OptionError
from tarazu.world import structure
from tarazu.world.structure import FIRST_YEAR, LAST_YEAR, UNITS, facts, load_structure, read_structure

STATES = ("KAZ", "KGZ", "TJK", "TKM", "UZB")
POWERS = ("RUS", "CHN", "USA", "EU", "TUR", "IRN", "IND", "ARE", "SAU")
STANDINGS = {"member": "member_of", "observer": "observer_of", "partner": "partner_of", "associate": "partner_of"}

HEAD = """source: "test"
licence: CC-BY-4.0
sources:
  yearbook: "Yearbook of Trade, 2023"
series:
"""
GOOD = "- {indicator: trade_turnover, subject: KAZ, object: RUS, unit: USD, times: billion, certainty: checked, sources: [yearbook], years: {2022: 26.1}}\n"


def written(folder: Path, text: str) -> Path:
    (folder / "trade.yml").write_text(text, encoding="utf-8")
    return folder


def test_structure_covers_the_five_states_and_the_powers() -> None:
    table = load_structure()
    assert len(table) > 700
    assert {fact.subject for fact in table} == set(STATES)
    assert set(POWERS) <= {fact.object for fact in table}
    # votes alone would be many: the rest must stand by itself
    assert sum(not fact.indicator.startswith("vote_") for fact in table) > 350


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("power", ["RUS", "CHN", "TUR", "USA", "EU"])
def test_structure_says_something_of_every_main_pair(state: str, power: str) -> None:
    assert facts(state, power)


def test_structure_uses_every_indicator_and_says_whence() -> None:
    table = load_structure()
    assert {fact.indicator for fact in table} == set(UNITS)
    assert [fact for fact in table if len(fact.source) < 20 or not FIRST_YEAR <= fact.first_year <= fact.year <= LAST_YEAR] == []
    assert [fact for fact in table if fact.unit == "percent" and max(fact.value, fact.value_to or 0) > 100] == []
    assert [fact.source for fact in table if "://" in fact.source] == []


def test_structure_is_checked_for_the_most_part() -> None:
    rest = [fact for fact in load_structure() if not fact.indicator.startswith("vote_")]
    assert sum(fact.certainty == "checked" for fact in rest) > 0.7 * len(rest)


def test_structure_keeps_both_sides_where_they_differ() -> None:
    found = [fact for fact in facts("KGZ", "CHN", "trade_turnover") if fact.year == 2024]
    assert sorted(fact.value for fact in found) == [5.3e9, 22.7e9]
    assert len({fact.source for fact in found}) == 2


def test_structure_agrees_with_the_register_on_memberships() -> None:
    register = world.load()
    stated = {(fact.subject, fact.object, fact.indicator): fact for fact in load_structure() if fact.unit == "holds" and fact.indicator != "agreement"}
    listed = {body for _, body, _ in stated if register.bodies[body].members not in {"all", ()}} - {"NATO"}
    known = {}
    for body in listed:
        for each in register.bodies[body].members:
            if not isinstance(each, str) and each.state in STATES and (each.until is None or each.until >= dt.date(FIRST_YEAR, 1, 1)):
                known[each.state, body, STANDINGS[each.role]] = each
    assert {key for key in stated if key[1] in listed} == set(known)
    wrong = [key for key, each in known.items() if each.since and max(each.since.year, FIRST_YEAR) != stated[key].first_year]
    assert wrong == []


def test_facts_come_sorted_and_filtered() -> None:
    found = facts("UZB", "RUS")
    assert [(fact.indicator, fact.year) for fact in found] == sorted((fact.indicator, fact.year) for fact in found)
    only = facts("UZB", "RUS", "trade_share")
    assert only == tuple(fact for fact in found if fact.indicator == "trade_share")
    assert facts("UZB", "ATA") == ()


def test_facts_refuses_an_unknown_indicator() -> None:
    with pytest.raises(OptionError, match="trade_turnover"):
        facts("UZB", "RUS", "friendship")  # type: ignore[arg-type]


def test_votes_are_distances_and_shares_of_public_data() -> None:
    votes = {(fact.indicator, fact.year): fact.value for fact in facts("KAZ", "USA") if fact.indicator.startswith("vote_")}
    assert votes["vote_agreement", 2022] == 25.3
    assert votes["vote_distance", 2022] == pytest.approx(2.51 + 0.78, abs=0.01)


def test_read_structure_scales_and_spans(tmp_path: Path) -> None:
    more = "- {indicator: arms_share, subject: KAZ, object: RUS, unit: percent, certainty: recalled, sources: [yearbook], years: {2018-2022: [88, 94]}}\n"
    first, second = read_structure(written(tmp_path, HEAD + GOOD + more))
    assert (first.value, first.value_to, first.first_year, first.year, first.source) == (26_100_000_000.0, None, 2022, 2022, "Yearbook of Trade, 2023")
    assert (second.value, second.value_to, second.first_year, second.year) == (88.0, 94.0, 2018, 2022)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("unit: USD", "unit: percent", "a unit of trade_turnover"),
        ("subject: KAZ", "subject: XYZ", "a state or body of the register"),
        ("object: RUS", "object: ROME", "a state or body of the register"),
        ("[yearbook]", "[almanac]", "keys of the file's sources"),
        ("[yearbook]", "[]", "at least one source"),
        ("{2022: 26.1}", "{}", "at least one source and one year"),
        ("2022: 26.1", "2013: 26.1", "years from 2014"),
        ("2022: 26.1", "2027: 26.1", "years from 2014"),
        ("2022: 26.1", "2023-2022: 26.1", "in their order"),
        ("2022: 26.1", "2022-2023-2024: 26.1", "a year"),
        ("2022: 26.1", "lately: 26.1", "a year"),
        ("2022: 26.1", "2022: -1", "numbers from 0"),
        ("2022: 26.1", "2022: .nan", "numbers from 0"),
        ("2022: 26.1", "2022: [27, 26]", "from low to high"),
        ("2022: 26.1", "2022: much", "a value of the schema"),
        ("checked", "certain", "a value of the schema"),
        ("trade_turnover", "friendship", "a value of the schema"),
        ("times: billion", "times: dozen", "a value of the schema"),
        ("certainty: checked", "certainty: checked, colour: red", "a value of the schema"),
    ],
)
def test_read_structure_refuses_with_the_place(old: str, new: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=said) as caught:
        read_structure(written(tmp_path, HEAD + GOOD.replace(old, new)))
    assert "trade.yml" in caught.value.where


def test_read_structure_refuses_shares_above_a_hundred(tmp_path: Path) -> None:
    line = GOOD.replace("trade_turnover", "trade_share").replace("USD, times: billion", "percent").replace("26.1", "126.1")
    with pytest.raises(DataFileError, match="numbers from 0 to 100"):
        read_structure(written(tmp_path, HEAD + line))


def test_read_structure_refuses_what_is_said_twice(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="2022 twice"):
        read_structure(written(tmp_path, HEAD + GOOD + GOOD.replace("26.1", "26.2")))


def test_read_structure_refuses_sources_that_nothing_cites(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="sources that are cited"):
        read_structure(written(tmp_path, HEAD.replace("series:", '  almanac: "Almanac, 2020"\nseries:') + GOOD))


def test_structure_is_read_once() -> None:
    assert structure.load_structure() is structure.load_structure()
