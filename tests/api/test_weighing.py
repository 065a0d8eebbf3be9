"""The balance kept at hand."""

import datetime as dt
from pathlib import Path

import msgspec
import pytest

import tarazu
from tarazu.api import weighing
from tarazu.api.viewing_balance import view_balance
from tarazu.api.weighing import Question, Weigher, days_told, scope_of, with_pair
from tarazu.errors import OptionError

SCOPE = tarazu.make_scope("KAZ,UZB", ("RUS", "CHN"), dt.date(2024, 1, 1), dt.date(2024, 12, 31), "month")


@pytest.fixture
def case(tmp_path) -> tarazu.Case:
    made = tarazu.new(tmp_path / "steppe")
    texts = [f"Kazakhstan and China signed an agreement on {day} {month} 2024." for month in ("March", "June", "August") for day in (3, 8, 13, 18, 23, 28)]
    texts += ["Kazakhstan rejected the proposal of Russia on 5 May 2024.", "Uzbekistan signed an agreement with Russia."]
    made.read(_written(tmp_path, texts), work=tarazu.Work(coder="lexicon"))
    return made


def _written(folder: Path, texts: list[str]) -> list[Path]:
    paths = []
    for at, text in enumerate(texts):
        paths.append(folder / f"{len(list(folder.iterdir()))}-{at}.json")
        paths[-1].write_bytes(msgspec.json.encode({"id": paths[-1].stem, "outlet": f"Outlet {at % 3}", "date": f"2024-10-{at % 28 + 1:02}", "text": text}))
    return paths


def test_weigher_weighs_as_the_case_does(case) -> None:
    hand = Weigher(case.path).weigh(SCOPE, "one")
    whole = case.balance(SCOPE)
    last = {each.state: each for each in whole.balance.alignments if each.channel is None}
    for row in view_balance(hand).rows:
        value = last[row.state].value
        if isinstance(value, tarazu.api.TooLittle):
            assert row.too_little == value
            continue
        assert [cell.share.mean for cell in row.cells if cell.share] == pytest.approx([share.band.mean for share in value.shares], rel=1e-3)
    assert hand.lines.tally.left_out == whole.balance.left_out
    assert hand.perception == whole.perception


def test_weigher_counts_what_has_no_time_on_the_day_of_its_publication(case) -> None:
    entries = Weigher(case.path).weigh(SCOPE, "one").lines.tally
    assert len(entries.story_ids) == 20
    assert not [each for each in entries.left_out if each.reason == "no time"]


def test_weigher_reads_nothing_while_the_case_is_as_it_was(case, tmp_path) -> None:
    weigher = Weigher(case.path)
    before = weigher.weigh(SCOPE, "one")
    case.read(_written(tmp_path, ["Kazakhstan accused Russia on 9 May 2024."]), work=tarazu.Work(coder="lexicon"))
    assert weigher.weigh(SCOPE, "one") is before
    assert weigher.weigh(SCOPE, "two").lines.tally.story_ids != before.lines.tally.story_ids


@pytest.mark.parametrize("small", [pytest.param(10_000, id="estimated anew"), pytest.param(0, id="only what has changed")])
def test_weigher_follows_a_correction(case, monkeypatch, small) -> None:
    monkeypatch.setattr(weighing, "_SMALL", small)
    monkeypatch.setattr(weighing, "_DRIFT", 0.5)
    weigher = Weigher(case.path)
    before = view_balance(weigher.weigh(SCOPE, "one"))
    [rejected] = [each for each in case.stories() if each.type == "REJECT"]
    case.judge(rejected.tellings, tarazu.Decision(action="reject", author="someone"))
    after = view_balance(weigher.weigh(SCOPE, "two"))
    counts = [{cell.power: cell.stories for cell in view.rows[0].cells} for view in (before, after)]
    assert counts == [{"RUS": 1, "CHN": 18}, {"RUS": 0, "CHN": 18}]


def test_weigher_keeps_a_few_scopes_only(case) -> None:
    weigher = Weigher(case.path)
    for month in range(1, 8):
        weigher.weigh(msgspec.structs.replace(SCOPE, since=dt.date(2024, month, 1)), "one")
    assert len(weigher._held) == 3


def test_days_told_are_those_of_publication(case, tmp_path) -> None:
    assert days_told(case.path) == (dt.date(2024, 10, 1), dt.date(2024, 10, 20))
    assert days_told(tarazu.new(tmp_path / "empty").path) is None


def test_scope_of_takes_the_last_years_that_are_told() -> None:
    found = scope_of(Question(region="KAZ", powers=("RUS",)), (dt.date(2010, 1, 1), dt.date(2022, 6, 30)))
    assert (found.since, found.until, found.period) == (dt.date(2017, 7, 1), dt.date(2022, 6, 30), "month")
    found = scope_of(Question(region="KAZ", powers=("RUS",)), (dt.date(2022, 1, 5), dt.date(2022, 6, 30)))
    assert (found.since, found.period) == (dt.date(2022, 1, 5), "week")


def test_scope_of_an_empty_case_and_of_days_beyond_what_is_told_can_be() -> None:
    assert scope_of(Question(region="KAZ", powers=("RUS",)), None).since <= dt.datetime.now(dt.UTC).date()
    late = scope_of(Question(region="KAZ", powers=("RUS",), since=dt.date(2024, 1, 1)), (dt.date(2010, 1, 1), dt.date(2022, 6, 30)))
    assert late.since <= late.until


def test_scope_of_nobody_is_refused() -> None:
    with pytest.raises(OptionError, match="at least one"):
        scope_of(Question(region="KAZ", powers=()), None)


def test_with_pair_makes_room_for_a_state_from_elsewhere() -> None:
    asked = Question(region="central-asia", powers=("RUS", "CHN"))
    assert with_pair(asked, "KAZ", "RUS") == asked
    assert with_pair(asked, "GEO", "EU") == Question(region="GEO", powers=("RUS", "CHN", "EU"))
    with pytest.raises(OptionError):
        scope_of(with_pair(asked, "Narnia"), None)
