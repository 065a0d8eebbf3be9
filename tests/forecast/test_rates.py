import datetime as dt

import numpy as np
import pytest

from tarazu.forecast.acts import RELATIONS, keep_ledger
from tarazu.forecast.cells import ask_of
from tarazu.forecast.openings import find_openings
from tarazu.forecast.plain import judge_plainly
from tarazu.forecast.rates import Past, Weights, happened

START = dt.date(2024, 1, 1)
HORIZON = 30


def day(at: int) -> dt.date:
    return START + dt.timedelta(days=at)


@pytest.fixture
def ledger(make_story):
    stories = [make_story("AID", "RUS", "KAZ", day(at)) for at in range(0, 300, 10)]
    stories += [make_story("ACCUSE", "KAZ", "RUS", day(at)) for at in (5, 150)]
    stories += [make_story("CONSULT", "CHN", "UZB", day(at)) for at in range(2, 300, 30)]
    return keep_ledger(stories, {}, ("TUR", "KGZ"))


def rates_at(ledger, at: int, weights: Weights | None = None):
    openings = find_openings(ledger.parties, day(at))
    past = Past(ledger, day(at).toordinal(), openings, HORIZON)
    count = len(ledger.parties)
    pairs = np.array([one * count + two for one in range(count) for two in range(one + 1, count)])
    cells = ask_of(pairs, count)
    return past, cells, past.rate(cells, weights or Weights())


def row_of(ledger, cells, one: str, relation: str, other: str) -> int:
    found = (cells.subjects == ledger.party(one)) & (cells.relations == RELATIONS.index(relation)) & (cells.objects == ledger.party(other))
    return int(np.flatnonzero(found)[0])


def test_rate_of_a_habit_comes_near_its_frequency_and_mostly_from_itself(ledger) -> None:
    _, cells, rates = rates_at(ledger, 299, Weights(sequel=0.0))
    row = row_of(ledger, cells, "RUS", "AID", "KAZ")
    assert rates.total()[row] * HORIZON == pytest.approx(3.0, rel=0.6)
    assert rates.own[row] > 0.5 * rates.total()[row]


def test_rates_are_never_negative_and_never_zero(ledger) -> None:
    rates = rates_at(ledger, 299)[2]
    assert min(each.min() for each in (rates.own, rates.pair, rates.usual, rates.kin, rates.sequel)) >= 0
    assert rates.total().min() > 0


def test_rate_of_those_who_never_met_is_higher_for_neighbours(make_story) -> None:
    # each of four acts as much; only neighbours ever meet, but not these two pairs
    stories = [make_story("AID", *pair, day(at)) for at in range(0, 200, 5) for pair in (("KAZ", "RUS"), ("KGZ", "UZB"))]
    ledger = keep_ledger(stories, {})
    _, cells, rates = rates_at(ledger, 199)
    near, far = row_of(ledger, cells, "KAZ", "AID", "UZB"), row_of(ledger, cells, "RUS", "AID", "UZB")
    assert rates.own[near] == rates.own[far] == 0
    assert rates.kin[near] > rates.kin[far]
    assert rates.total()[near] > rates.total()[far]


def test_rates_see_nothing_of_what_is_told_later(ledger, make_story) -> None:
    early = rates_at(ledger, 100)[2].total()
    more = [make_story("ASSAULT", "RUS", "KAZ", day(at), told=day(200)) for at in range(90, 100)]
    stories = [make_story("AID", "RUS", "KAZ", day(at)) for at in range(0, 300, 10)]
    stories += [make_story("ACCUSE", "KAZ", "RUS", day(at)) for at in (5, 150)]
    stories += [make_story("CONSULT", "CHN", "UZB", day(at)) for at in range(2, 300, 30)]
    with_later = keep_ledger([*stories, *more], {}, ("TUR", "KGZ"))
    np.testing.assert_array_equal(rates_at(with_later, 100)[2].total(), early)


def test_days_of_which_nothing_was_read_do_not_lower_rates(make_story) -> None:
    busy = [make_story("AID", "RUS", "KAZ", day(at)) for at in range(0, 90, 10)]
    later = [make_story("AID", "RUS", "KAZ", day(at)) for at in range(600, 690, 10)]
    weights = Weights(half_life=100000.0, sequel=0.0)
    short, long = keep_ledger(later, {}), keep_ledger([*busy, *later], {})
    _, cells, rates = rates_at(short, 689, weights)
    _, other, with_gap = rates_at(long, 689, weights)
    row, same = row_of(short, cells, "RUS", "AID", "KAZ"), row_of(long, other, "RUS", "AID", "KAZ")
    assert with_gap.total()[same] >= 0.9 * rates.total()[row]


def test_happened_counts_the_window_alone(ledger) -> None:
    _, cells, _ = rates_at(ledger, 100)
    row = row_of(ledger, cells, "RUS", "AID", "KAZ")
    start = day(100).toordinal()
    assert happened(ledger, cells, start, start + HORIZON, start + HORIZON)[row] == 3  # on days 110, 120 and 130
    assert happened(ledger, cells, start, start + HORIZON, start)[row] == 0  # nothing of it was told by then


def test_baselines_know_how_often_it_came(ledger) -> None:
    past, cells, _ = rates_at(ledger, 299)
    plain = judge_plainly(past, cells)
    often, once, never = (row_of(ledger, cells, *each) for each in (("RUS", "AID", "KAZ"), ("KAZ", "ACCUSE", "RUS"), ("KGZ", "AID", "TUR")))
    assert plain.windows[often] == plain.all == 10
    assert plain.windows[once] == 2
    assert plain.base_rate[often] > 0.8
    assert 0.3 > plain.base_rate[once] > plain.base_rate[never] > 0
    assert plain.persistence[often] > plain.persistence[once]  # the latter did not come in the last window
    assert plain.recurrency[often] > plain.recurrency[once] > 0
