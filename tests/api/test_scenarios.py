"""Scenarios on a case: the verb and the command."""

import datetime as dt
import json
import threading
from pathlib import Path

import msgspec
import pytest

import tarazu
from tarazu import api
from tarazu.cli import main
from tarazu.errors import DataFileError, OptionError
from tarazu.forecast.simulate import StoppedError

FILE = """
title: Moscow quarrels with Astana over pipes
horizon_weeks: 8
force: [{type: ACCUSE, actors: [RUS], recipients: [KAZ], channel: energy, weeks: 1-4, count: 5}]
rates: [{actors: [TKM], recipients: [IRN], factor: 0.5}]
assumptions: [{name: how many reproaches, of: force.0.count, low: 1, high: 9}]
"""


@pytest.fixture(scope="module")
def case(tmp_path_factory) -> tarazu.Case:
    folder: Path = tmp_path_factory.mktemp("scenario")
    made = tarazu.new(folder / "steppe")
    texts = [f"Kazakhstan and China signed an agreement on {day} {month} 2024." for month in ("March", "May", "June") for day in (3, 13, 23)]
    texts += [f"Russia accused Kazakhstan of delays on {day} May 2024." for day in (2, 9, 16)]
    texts += [f"Kazakhstan rejected the proposal of Russia on {day} May 2024." for day in (4, 11, 18)]
    for at, text in enumerate(texts):
        (folder / f"{at}.json").write_bytes(msgspec.json.encode({"id": f"d{at}", "outlet": "One", "date": "2024-06-28", "text": text}))
    made.read(sorted(folder.glob("*.json")), work=tarazu.Work(coder="lexicon"))
    return made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "quarrel.yml"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_scenario_sets_it_beside_its_base(case, file) -> None:
    seen: list[float] = []
    found = case.scenario(api.read_scenario(file), asked=api.ScenarioRun(paths=200), watch=api.Watch(progress=seen.append))
    assert found.caveat == "associations estimated from news, not causes"
    assert found.caveat_key == "scenario.caveat"
    assert (found.origin, found.until) == (dt.date(2024, 6, 29), dt.date(2024, 8, 23))
    [forced] = [each for each in found.effects if each.line.source == "RUS" and each.line.target == "KAZ" and each.line.whole]
    assert forced.supposed
    assert forced.difference.mean >= 20
    assert any("few" in note for note in found.notes)
    assert any("TKM towards IRN" in note for note in found.notes)
    assert seen == sorted(seen)
    assert seen[-1] == 1
    assert found.sensitivity


def test_scenario_with_the_same_seed_is_the_same(case, file) -> None:
    scenario = api.read_scenario(file)
    one, two = (case.scenario(scenario, asked=api.ScenarioRun(paths=50, seed=7)) for _ in range(2))
    assert msgspec.json.encode(one) == msgspec.json.encode(two)


def test_scenario_knows_nothing_of_later_days(case, file) -> None:
    found = case.scenario(api.read_scenario(file), asked=api.ScenarioRun(paths=20, until=dt.date(2024, 4, 30)))
    assert found.origin == dt.date(2024, 5, 1)
    assert found.left_out["after the last day"] > 0
    with pytest.raises(OptionError, match="stories of acts"):
        case.scenario(api.read_scenario(file), asked=api.ScenarioRun(paths=20, until=dt.date(2020, 1, 1)))


def test_scenario_is_stopped(case, file) -> None:
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(StoppedError):
        case.scenario(api.read_scenario(file), watch=api.Watch(cancel=cancel))


def test_score_signs_waits_for_its_day(case) -> None:
    line = api.Line(source="KAZ", target="RUS", valence="conflict", channel=None, whole=True)
    signs = [
        api.Sign(line=line, more_than=2, since=dt.date(2024, 5, 1), by=by, scenario=0.9, base=0.3, bits=0.3)
        for by in (dt.date(2024, 5, 31), dt.date(2024, 9, 1))
    ]
    [scored] = case.score_signs(signs)
    assert (scored.acts, scored.answer, scored.sign) == (3, True, signs[0])


def test_make_scenario_reads_json_strictly() -> None:
    made = api.make_scenario(b'{"title": "t", "horizon_weeks": 4, "rates": [{"actors": ["RUS"], "factor": 2}]}')
    assert made.rates[0].factor == 2
    with pytest.raises(OptionError, match="unknown field"):
        api.make_scenario(b'{"title": "t", "horizon_weeks": 4, "wish": 1}')
    with pytest.raises(OptionError, match="a scenario as in"):
        api.make_scenario(b"\xff")
    with pytest.raises(DataFileError, match="at least one of"):
        api.make_scenario(b'{"title": "t", "horizon_weeks": 4}')


def test_command_prints_the_words_on_every_output(case, file, capsys, monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")  # narrower, the table breaks its lines
    with pytest.raises(SystemExit) as left:
        main(["scenario", str(case.path), str(file), "--paths", "50"])
    assert left.value.code == 0
    out = capsys.readouterr().out
    assert out.count("associations estimated from news, not causes") == 2
    assert "Russia → Kazakhstan: conflict, energy" in out
    assert "early signs" in out
    with pytest.raises(SystemExit):
        main(["scenario", str(case.path), str(file), "--paths", "50", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert told["caveat"] == "associations estimated from news, not causes"


def test_command_lists_what_is_ready_and_asks_for_both(case, capsys) -> None:
    with pytest.raises(SystemExit) as left:
        main(["scenario", "--list"])
    assert left.value.code == 0
    assert "kazakhstan-leaves-csto" in capsys.readouterr().out
    with pytest.raises(SystemExit) as left:
        main(["scenario", "--list", "--json"])
    assert "railway-opens" in capsys.readouterr().out
    with pytest.raises(SystemExit) as left:
        main(["scenario", str(case.path)])
    assert left.value.code == 2
    assert "a case and a scenario" in capsys.readouterr().err
