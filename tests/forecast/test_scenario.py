"""Scenarios as files."""

import msgspec
import pytest

from tarazu.errors import DataFileError, OptionError
from tarazu.forecast.counts_types import Series
from tarazu.forecast.interventions import Belong, Force, Scale
from tarazu.forecast.scenario import Scenario, changes_of, check, read_scenario, ready_scenarios, told, vary

PLAIN = """
title: A quarrel
horizon_weeks: 8
force:
- {type: ACCUSE, mode: disapprove, actors: [RUS], recipients: [KAZ], channel: trade, weeks: 1-2, count: 3}
forbid:
- {actors: [KAZ], recipients: [RUS], type: CONSULT, weeks: 3}
- {actors: [TJK]}
rates:
- {actors: [RUS], recipients: [KAZ, KGZ], both_ways: true, valence: cooperation, factor: 0.5}
bodies:
- {state: KAZ, body: EAEU, change: leaves, week: 2}
assumptions:
- {name: how often, of: force.0.count, low: 1, high: 6}
"""


def read(tmp_path, text: str) -> Scenario:
    path = tmp_path / "quarrel.yml"
    path.write_text(text, encoding="utf-8")
    return read_scenario(path)


def test_read_scenario_turns_a_file_into_changes(tmp_path) -> None:
    scenario = read(tmp_path, PLAIN)
    assert scenario.name == "quarrel"
    assert scenario.parties() == ("RUS", "KAZ", "TJK", "KGZ")
    force, consult, silence, out, back, leaves = changes_of(scenario, {"CONSULT": 0.4})
    assert force == Force(series=Series(source="RUS", target="KAZ", valence="conflict", channel="trade"), first=0, last=1, count=3)
    assert isinstance(consult, Scale)
    assert (consult.factor, consult.valences, consult.first, consult.last) == (0.6, ("cooperation",), 2, 2)
    assert silence == Scale(sources=("TJK",), factor=0.0, first=0, last=7)
    assert isinstance(out, Scale)
    assert isinstance(back, Scale)
    assert (out.sources, back.sources) == (("RUS",), ("KAZ", "KGZ"))
    assert leaves == Belong(state="KAZ", body="EAEU", member=False, first=1)


def test_forced_acts_without_recipients_go_both_ways(tmp_path) -> None:
    scenario = read(tmp_path, "title: t\nhorizon_weeks: 2\nforce: [{type: AGREE, actors: [KAZ, UZB], count: 1}]\n")
    assert {(each.source, each.target) for each in scenario.series()} == {("KAZ", "UZB"), ("UZB", "KAZ")}


def test_vary_puts_another_number_in(tmp_path) -> None:
    scenario = read(tmp_path, PLAIN)
    assert vary(scenario, scenario.assumptions[0], 5.6).force[0].count == 6
    assert scenario.force[0].count == 3


def test_ready_scenarios_are_five_in_four_languages() -> None:
    ready = ready_scenarios()
    assert [each.name for each in ready] == ["border-war", "cpc-closed", "kazakhstan-leaves-csto", "railway-opens", "secondary-sanctions"]
    for each in ready:
        assert isinstance(each.title, dict)
        assert isinstance(each.about, dict)
        assert set(each.title) == set(each.about) == {"en", "ru", "fa", "ar"}
        assert each.assumptions
    assert read_scenario("cpc-closed").name == "cpc-closed"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(("horizon_weeks: 8", "horizon_weeks: 0"), "1 to 104 weeks", id="no time"),
        pytest.param(("horizon_weeks: 8", "horizon_weeks: 8\nwishes: 1"), "quarrel.yml:.*unknown field `wishes`", id="an unknown key"),
        pytest.param(("type: ACCUSE", "type: SCOLD"), "Invalid enum value 'SCOLD'", id="an unknown type"),
        pytest.param(("mode: disapprove", "mode: visit"), "a mode of ACCUSE", id="a mode of another type"),
        pytest.param(
            ("actors: [RUS], recipients: [KAZ], channel", "actors: [RUS], recipients: [ATL], channel"), "force.0: .* found ATL", id="an unknown state"
        ),
        pytest.param(("actors: [RUS], recipients: [KAZ], channel", "actors: [RUS], channel"), "an actor and a recipient", id="nobody to do it to"),
        pytest.param(("count: 3", "count: 0"), "a count or a rate", id="no acts"),
        pytest.param(("weeks: 1-2", "weeks: 7-9"), "weeks from 1 to 8", id="weeks too late"),
        pytest.param(("weeks: 1-2", "weeks: soon"), "a week or two", id="no weeks"),
        pytest.param(("factor: 0.5", "factor: -1"), "a factor from 0", id="a negative factor"),
        pytest.param(("body: EAEU", "body: UN"), "a body of the register with a list", id="a body of all"),
        pytest.param(("week: 2", "week: 9"), "a week from 1 to 8", id="a week too late"),
        pytest.param(("of: force.0.count", "of: force.7.count"), "rates.N.factor", id="no such number"),
        pytest.param(("low: 1, high: 6", "low: 6, high: 1"), "low below high", id="ends turned round"),
        pytest.param(("title: A quarrel", "title: ''"), "a title", id="no title"),
    ],
)
def test_read_scenario_names_what_is_wrong(tmp_path, change: tuple[str, str], message: str) -> None:
    assert change[0] in PLAIN
    with pytest.raises(DataFileError, match=message):
        read(tmp_path, PLAIN.replace(*change))


def test_read_scenario_that_supposes_nothing_or_is_not_there(tmp_path) -> None:
    with pytest.raises(DataFileError, match="at least one of force"):
        read(tmp_path, "title: t\nhorizon_weeks: 2\n")
    with pytest.raises(OptionError, match="border-war, cpc-closed"):
        read_scenario("moon-landing")


def test_scenario_from_json_is_checked_alike() -> None:
    made = msgspec.convert({"title": "t", "horizon_weeks": 4, "rates": [{"actors": ["RUS"], "factor": 2.0}]}, Scenario)
    check(made, "body")
    with pytest.raises(DataFileError, match=r"body: rates\.0\.factor"):
        check(msgspec.structs.replace(made, rates=(msgspec.structs.replace(made.rates[0], factor=99.0),)), "body")


def test_told_falls_back_to_english() -> None:
    assert told({"en": "war", "fa": "جنگ"}, "fa") == "جنگ"
    assert told("war", "ru") == "war"
