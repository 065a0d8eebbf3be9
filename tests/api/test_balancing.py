"""The balance of a case."""

import datetime as dt
import json
from pathlib import Path

import msgspec
import pytest

import tarazu
from tarazu.api import balancing, briefing
from tarazu.cli import main
from tarazu.errors import OptionError
from tarazu.world.structure import Fact

SCOPE = tarazu.make_scope("KAZ,UZB", ("RUS", "CHN", "EU"), dt.date(2024, 1, 1), dt.date(2024, 12, 31), "month")


@pytest.fixture(scope="module")
def case(tmp_path_factory) -> tarazu.Case:
    folder: Path = tmp_path_factory.mktemp("balance")
    made = tarazu.new(folder / "steppe")
    texts = [f"Kazakhstan and China signed an agreement on {day} {month} 2024." for month in ("March", "May", "June", "August", "September") for day in (3, 8, 13, 18, 23, 28)]
    texts += [f"Uzbekistan rejected the proposal of Russia on {day} May 2024." for day in (2, 9, 16)]
    texts += ["Uzbekistan and Germany signed an agreement on 4 April 2024.", "Russia is losing its influence in Kazakhstan."]
    texts += ["Trade turnover between Kazakhstan and Russia reached 28 billion dollars in 2024.", "Kazakhstan rejected the proposal of China."]
    for at, text in enumerate(texts):
        entry = {"id": f"d{at}", "outlet": f"Outlet {at % 3}", "date": "2024-10-01", "text": text}
        (folder / f"{at}.json").write_bytes(msgspec.json.encode(entry))
    made.read(sorted(folder.glob("*.json")), work=tarazu.Work(coder="lexicon"))
    return made


def test_balance_finds_whom_a_state_leans_to(case) -> None:
    found = case.balance(SCOPE)
    [last] = [each for each in found.balance.alignments if each.state == "KAZ" and each.channel is None and each.start == dt.date(2024, 9, 1)]
    shares = {share.power: share.band for share in last.value.shares}
    assert shares["CHN"].low90 > shares["RUS"].high90


def test_balance_counts_members_as_their_union(case) -> None:
    pairs = {(series.key.state, series.key.power) for series in case.balance(SCOPE).balance.series}
    assert ("UZB", "EU") in pairs


def test_balance_keeps_what_is_said_apart_from_what_is_done(case) -> None:
    found = case.balance(SCOPE)
    assert ("KAZ", "RUS", "influence", "falling") in {(each.state, each.power, each.dimension, each.direction) for each in found.perception}
    assert {fact.subject for fact in found.structure} <= {"KAZ", "UZB"}
    assert all(fact.source for fact in found.structure)


def test_balance_sets_what_documents_state_beside_the_facts_of_the_register(case) -> None:
    found = case.balance(SCOPE)
    [figure] = found.coded
    assert (figure.state, figure.power, figure.record.value, figure.record.unit, figure.record.period) == ("KAZ", "RUS", 28e9, "USD", "2024")
    assert figure.record.evidence[0].text.startswith("Trade turnover")
    assert all(isinstance(each, Fact) for each in found.structure)


def test_a_brief_weighs_the_same_stories_as_the_balance(case) -> None:
    made = briefing.brief(case.path, ("KAZ", "CHN"), SCOPE.since, SCOPE.until)
    assert "unknown.published" in {each.key for each in made.unknowns}, "a story without a time of its own must be among them"
    powers = ("CHN", *(each for each in balancing.POWERS if each != "CHN"))
    scope = tarazu.make_scope("KAZ", powers, SCOPE.since, SCOPE.until, "week")
    weighed = {series.key.valence: series for series in case.balance(scope).balance.series if series.key.power == "CHN" and series.key.channel is None}
    [chart] = [chart for part in made.sections if part.key == "activity" for chart in part.charts]
    shown = {line.name.values[1]: [(point.start, point.stories, point.band.mean if point.band else None) for point in line.points] for line in chart.lines}
    told = {
        valence: [(point.start, point.stories, point.rate.band.mean if isinstance(point.rate, tarazu.api.Told) else None) for point in series.points]
        for valence, series in weighed.items()
    }
    assert shown == told


def test_why_names_the_stories_of_the_month(case) -> None:
    moved = case.why(SCOPE, ("UZB", "RUS"), dt.date(2024, 5, 1))
    assert {each.story.type for each in moved[:3]} == {"REJECT"}
    assert all(each.contribution.net < 0 for each in moved[:3])


def test_network_counts_acts_once(case) -> None:
    [pair] = [each for each in case.network().pairs if (each.source, each.target) == ("UZB", "RUS")]
    assert (pair.stories, pair.conflict, pair.cooperation) == (3, 3, 0)


@pytest.mark.parametrize(("region", "powers"), [("Narnia", ("RUS",)), ("KAZ", ("Narnia",)), ("KAZ", ())])
def test_make_scope_says_what_it_does_not_know(region, powers) -> None:
    with pytest.raises(OptionError, match="a group of the register"):
        tarazu.make_scope(region, powers)


def test_make_scope_wants_a_period_that_runs_forward() -> None:
    with pytest.raises(OptionError, match="a last day not before the first"):
        tarazu.make_scope(since=dt.date(2024, 1, 2), until=dt.date(2024, 1, 1))


@pytest.mark.parametrize("arguments", [
    pytest.param(("balance", "CASE", "--region", "KAZ,UZB", "--powers", "RUS,CHN", "--from", "2024-01", "--to", "2024-12", "--by", "channel"), id="balance"),
    pytest.param(("balance", "CASE", "--region", "KAZ,UZB", "--powers", "RUS", "--from", "2024-01", "--to", "2024-12", "--by", "structure"), id="structure"),
    pytest.param(("why", "CASE", "UZB", "RUS", "2024-05"), id="why"),
    pytest.param(("network", "CASE", "--from", "2024-01"), id="network"),
])  # fmt: skip
@pytest.mark.parametrize("as_json", [False, True], ids=["table", "json"])
def test_commands_print_tables_and_json(case, capsys, arguments, as_json) -> None:
    with pytest.raises(SystemExit) as left:
        main([str(case.path) if each == "CASE" else each for each in arguments] + (["--json"] if as_json else []))
    assert not left.value.code
    shown = capsys.readouterr().out
    assert [json.loads(line) for line in shown.splitlines()] if as_json else "Uzbekistan" in shown
