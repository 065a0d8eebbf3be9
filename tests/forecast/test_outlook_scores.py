import datetime as dt

import numpy as np
import pytest

from tarazu.forecast.acts import keep_ledger
from tarazu.forecast.outlook_scores import caught_up, crps, resolve, score
from tarazu.forecast.outlook_types import FORMAT, Asked, Outlook, OutlookScope, PairCount
from tarazu.forecast.tuning import Fitted

DAY = dt.date(2024, 3, 10)
AFTER = DAY + dt.timedelta(days=40)


def asked(subject: str, relation: str, other: str, chance: float, met: int = 1) -> Asked:
    return Asked(
        subject=subject, relation=relation, object=other, chance=chance, expected=chance, base_rate=0.1, persistence=0.1, recurrency=0.1, windows=(1, 10), met=met
    )


def outlook(questions: list[Asked], powers: tuple[str, ...] = ()) -> Outlook:
    counts = (PairCount(one="CHN", other="KAZ", valence="cooperation", expected=1.0, usual=3.0, last=2, size=1.0),)
    return Outlook(
        format=FORMAT, made=DAY, scope=OutlookScope(as_of=DAY, horizon=30, region=("KAZ",), powers=powers), coder="c", material="m", stories=1, acts=1, parties=10,
        learned="rates", fitted=Fitted(), asked=tuple(questions), unasked=(0, 0.0), counts=counts,
    )  # fmt: skip


def ledger_of(make_story, *acts: tuple[str, str, str, int]):
    stories = [make_story(kind, one, two, DAY + dt.timedelta(days=at)) for kind, one, two, at in acts]
    return keep_ledger([*stories, make_story("AID", "FRA", "DEU", AFTER)], {})


def test_resolve_counts_the_window_and_finds_what_was_not_asked(make_story) -> None:
    ledger = ledger_of(make_story, ("AID", "CHN", "KAZ", 5), ("AID", "CHN", "KAZ", 30), ("AID", "CHN", "KAZ", 31), ("THREATEN", "RUS", "KAZ", 3), ("AID", "CHN", "KAZ", 0))
    found = resolve(outlook([asked("CHN", "AID", "KAZ", 0.4), asked("RUS", "AID", "KAZ", 0.2)]), ledger)
    assert found.came == (2, 0)
    assert dict(found.others) == {("RUS", "THREATEN", "KAZ"): 1}
    assert found.counts == (2,)


def test_resolve_leaves_out_powers_that_are_not_asked_about(make_story) -> None:
    ledger = ledger_of(make_story, ("THREATEN", "RUS", "KAZ", 3), ("THREATEN", "CHN", "KAZ", 3))
    assert list(resolve(outlook([], powers=("CHN",)), ledger).others) == [("CHN", "THREATEN", "KAZ")]


def test_caught_up_waits_for_what_is_told_after_the_window(make_story) -> None:
    early = keep_ledger([make_story("AID", "CHN", "KAZ", DAY + dt.timedelta(days=5))], {})
    assert caught_up(outlook([]), early) == "early"
    assert caught_up(outlook([]), ledger_of(make_story)) == "unread"
    assert caught_up(outlook([]), ledger_of(make_story, ("AID", "CHN", "KAZ", 5))) == ""


def test_score_ranks_from_both_ends_with_other_true_ones_left_out(make_story) -> None:
    questions = [asked("CHN", "AID", "KAZ", 0.3), asked("RUS", "AID", "KAZ", 0.5), asked("TUR", "AID", "KAZ", 0.4), asked("CHN", "AID", "UZB", 0.6)]
    ledger = ledger_of(make_story, ("AID", "CHN", "KAZ", 5), ("AID", "RUS", "KAZ", 6))
    grade = score([resolve(outlook(questions), ledger)]).grades[0]
    # CHN aids whom: KAZ behind UZB, 2; who aids KAZ: CHN behind TUR, RUS left out, 2. RUS aids whom: 1; who aids KAZ: RUS before TUR, 1.
    assert grade.ranked == 4
    assert grade.mrr == pytest.approx((1 / 2 + 1 / 2 + 1 + 1) / 4)
    assert grade.h1 == 0.5
    assert grade.brier == pytest.approx((0.7**2 + 0.5**2 + 0.4**2 + 0.6**2) / 4)
    assert grade.log_score == pytest.approx(np.log([0.3, 0.5, 0.6, 0.4]).mean())


def test_score_shares_ties_and_puts_what_was_not_asked_last(make_story) -> None:
    questions = [asked("RUS", "AID", "KAZ", 0.5), asked("TUR", "AID", "KAZ", 0.4)]
    found = score([resolve(outlook(questions), ledger_of(make_story, ("AID", "CHN", "KAZ", 5)))])
    # among ten parties: of KAZ two are asked and stand before; of the six others it stands in the middle. CHN's aid was not asked about at all: 1 + 8 / 2
    assert found.grades[0].mrr == pytest.approx((1 / (1 + 2 + 6 / 2) + 1 / (1 + 8 / 2)) / 2, abs=1e-6)
    assert found.unasked == (1, 1)
    tied = score([resolve(outlook(questions), ledger_of(make_story, ("AID", "TUR", "KAZ", 5)))]).grades[1]  # by the base rate both are alike
    assert tied.mrr == pytest.approx((1 + 1 / 1.5) / 2)


def test_mutual_acts_look_the_same_from_both_ends(make_story) -> None:
    questions = [asked("CHN", "AGREE", "KAZ", 0.3), asked("KAZ", "AGREE", "RUS", 0.5)]
    grade = score([resolve(outlook(questions), ledger_of(make_story, ("AGREE", "KAZ", "CHN", 5)))]).grades[0]
    assert grade.came == 1
    assert grade.mrr == pytest.approx((1 / 2 + 1) / 2)


def test_never_met_is_scored_apart(make_story) -> None:
    questions = [asked("CHN", "AID", "KAZ", 0.3, met=4), asked("TUR", "AID", "KAZ", 0.2, met=0), asked("IRN", "AID", "KAZ", 0.1, met=0)]
    found = score([resolve(outlook(questions), ledger_of(make_story, ("AID", "CHN", "KAZ", 5), ("AID", "IRN", "KAZ", 5)))])
    assert (found.never_met[0].questions, found.never_met[0].came, found.never_met[0].ranked) == (2, 1, 2)
    assert found.grades[0].ranked == 4


def test_reliability_bands_hold_what_right_chances_would_give(make_story) -> None:
    questions = [asked(f"P{at:03}", "AID", "KAZ", 0.25) for at in range(200)]
    ledger = ledger_of(make_story, *(("AID", f"P{at:03}", "KAZ", 5) for at in range(0, 200, 4)))
    [found] = score([resolve(outlook(questions), ledger)]).reliability
    assert (found.low, found.high, found.questions, found.came) == (0.2, 0.3, 200, 0.25)
    assert found.low90 < 0.25 < found.high90


def test_crps_is_what_drawing_would_give() -> None:
    generator = np.random.default_rng(1)
    mean, size, came = 2.3, 0.8, 4.0
    drawn = generator.negative_binomial(size, size / (size + mean), (2, 200000))
    by_draws = np.abs(drawn[0] - came).mean() - np.abs(drawn[0] - drawn[1]).mean() / 2
    assert crps(np.array([came]), np.array([mean]), np.array([size]))[0] == pytest.approx(by_draws, abs=0.02)


def test_score_of_nothing_is_empty() -> None:
    found = score([])
    assert found.forecasts == 0
    assert found.reliability == ()
    assert found.grades[0].questions == 0
