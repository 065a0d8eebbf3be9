"""The balance as a screen shows it."""

import datetime as dt

import msgspec
import numpy as np
import pytest

from tarazu.analysis.activity import fit_lines
from tarazu.analysis.balance_types import Band, Key, Scope, Shift
from tarazu.api.viewing_balance import AlignmentView, BalanceView, Trend, _clear, clear_shifts, course, digits, view_alignment, view_balance
from tarazu.api.weighing import SETTINGS, AtHand
from tarazu.records import EventType, Story, When

FIRST = dt.date(2024, 1, 1)
WEEKS = 60


def stories(rates: dict[tuple[str, EventType], np.ndarray], seed: int = 0) -> list[Story]:
    """Acts between Kazakhstan and others at rates a week, and fifteen a week about nobody of the scope."""
    generator = np.random.default_rng(seed)
    out: list[Story] = []
    for (power, kind), rate in {**rates, ("FRA", "CONSULT"): np.full(WEEKS, 15.0)}.items():
        actors = ("KAZ", power) if power != "FRA" else ("FRA", "DEU")
        for week, number in enumerate(generator.poisson(rate)):
            day = FIRST + dt.timedelta(weeks=week, days=int(generator.integers(7)))
            out += [
                Story(
                    id=f"s-{len(out) + at:06}", type=kind, mode=None, contexts=(), channel="trade", actors=actors, recipients=(), where=None, status="actual",
                    when=When(start=day, end=day, granularity="day", text=""), amount=None, score=0.0, confidence=1.0, tellings=(), docs=(), origin="one",
                )
                for at in range(number)
            ]  # fmt: skip
    return out


def hand(told: list[Story]) -> AtHand:
    scope = Scope(states=("KAZ", "TKM"), powers=("RUS", "CHN", "TUR"), since=FIRST, until=FIRST + dt.timedelta(weeks=WEEKS, days=-1))
    return AtHand(lines=fit_lines(told, scope, SETTINGS), perception=(), stated=())


@pytest.fixture(scope="module")
def moving() -> AtHand:
    wane, wax = np.where(np.arange(WEEKS) < 50, 8.0, 0.3), np.where(np.arange(WEEKS) < 50, 0.5, 9.0)
    return hand(stories({("RUS", "CONSULT"): wane, ("CHN", "CONSULT"): wax, ("TUR", "CONSULT"): np.full(WEEKS, 0.4)}))


@pytest.fixture(scope="module")
def view(moving) -> BalanceView:
    return view_balance(moving)


@pytest.fixture(scope="module")
def alignment(moving) -> AlignmentView:
    return view_alignment(moving, "KAZ")


def test_view_names_a_change_that_stands_out_of_all(view) -> None:
    finding = view.finding
    assert (finding.kind, finding.state, finding.valence) == ("change", "KAZ", "cooperation")
    assert (finding.power, finding.verdict) in {("RUS", "falling"), ("CHN", "rising")}


def test_view_has_the_latest_share_of_each_power(view) -> None:
    kazakh = view.rows[0]
    shares = {cell.power: cell.share for cell in kazakh.cells}
    assert shares["CHN"].low90 > shares["RUS"].high90
    assert sum(share.mean for share in shares.values()) == pytest.approx(1, abs=1e-3)
    assert kazakh.at == FIRST + dt.timedelta(weeks=WEEKS - 1)
    assert kazakh.too_little is None


def test_view_says_where_there_is_too_little(view) -> None:
    turkmen = view.rows[1]
    assert (turkmen.state, turkmen.at, turkmen.multi_vector) == ("TKM", None, None)
    assert turkmen.too_little is not None
    assert all(cell.share is None and cell.cooperation is None for cell in turkmen.cells)


def test_view_of_nothing_finds_nothing() -> None:
    view = view_balance(hand([]))
    assert (view.finding.kind, view.stories, view.channels, view.shifts) == ("nothing", 0, (), ())


def test_view_of_an_even_world_names_a_lead_or_nothing() -> None:
    kinds = []
    for seed in range(4):
        told = stories({("RUS", "CONSULT"): np.full(WEEKS, 2.0), ("CHN", "CONSULT"): np.full(WEEKS, 2.0), ("TUR", "CONSULT"): np.full(WEEKS, 2.0)}, seed)
        kinds.append(view_balance(hand(told)).finding.kind)
    assert kinds.count("mixed") >= 3


def test_view_of_a_channel_is_of_that_channel(moving) -> None:
    assert view_balance(moving).channels == ("trade",)
    trade, empty = view_balance(moving, "trade"), view_balance(moving, "energy")
    assert trade.rows[0].at is not None
    assert (empty.finding.kind, empty.rows[0].at) == ("nothing", None)


def test_view_is_small(view) -> None:
    assert len(msgspec.json.encode(view)) < 50_000
    assert max(len(cell.course) for row in view.rows for cell in row.cells) <= 60


def test_alignment_over_time_adds_up_and_ends_as_the_matrix(view, alignment) -> None:
    told = [at for at, value in enumerate(alignment.shares[0].share.mean) if value is not None]
    for at in told:
        assert sum(each.share.mean[at] or 0.0 for each in alignment.shares) == pytest.approx(1, abs=2e-3)
    assert [each.share.mean[told[-1]] for each in alignment.shares] == [cell.share.mean for cell in view.rows[0].cells if cell.share]
    assert len(alignment.starts) == WEEKS


def test_alignment_of_a_state_of_which_nothing_is_told_is_empty(moving) -> None:
    assert view_alignment(moving, "TKM").shares == ()


def test_course_leaves_gaps() -> None:
    band = Band(mean=0.123456, low50=0.1, high50=0.2, low90=0.05, high90=0.3)
    assert course([None, band]).mean == (None, 0.1235)


@pytest.mark.parametrize(("number", "short"), [(0.0, 0.0), (123456.0, 123500.0), (1.5e-9, 1.5e-9)])
def test_digits_are_four(number, short) -> None:
    assert digits(number) == short


def test_clear_shifts_asks_more_where_more_was_looked_at() -> None:
    band = Band(mean=2.0, low50=1.8, high50=2.2, low90=1.5, high90=2.6)
    key = Key(state="KAZ", power="RUS", direction="between", channel=None, valence="cooperation")
    shift = Shift(key=key, start=FIRST, factor=band, strength=3.0**2)
    assert clear_shifts([shift], 1, 10) == (shift,)
    assert clear_shifts([shift], 50, 10) == ()


def test_a_change_stands_out_by_its_distance_and_not_by_its_size() -> None:
    sure = Trend(verdict="rising", factor=Band(mean=1.5, low50=1.45, high50=1.55, low90=1.35, high90=1.67), since=FIRST, at=FIRST)
    large = Trend(verdict="rising", factor=Band(mean=4.0, low50=2.3, high50=7.0, low90=1.02, high90=15.7), since=FIRST, at=FIRST)
    assert _clear(sure, 40)
    assert not _clear(large, 40)
    assert _clear(large, 1)
