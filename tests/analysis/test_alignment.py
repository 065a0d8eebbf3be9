"""How a state divides what it does among the powers."""

import numpy as np
import pytest
from balance_material import press, scope, story

from tarazu.analysis.activity import fit_lines
from tarazu.analysis.alignment import alignments, shares_of, type_weights
from tarazu.analysis.balance_types import Alignment, Settings, Simplex, TooLittle

WEEKS = 50
POWERS = ("RUS", "CHN", "TUR")


def last(rates: dict[tuple[str, str], float], settings: Settings | None = None) -> Alignment:
    stories = press(WEEKS, {key: np.full(WEEKS, rate) for key, rate in rates.items()})  # type: ignore[misc]
    settings = settings or Settings()
    return [each for each in alignments(fit_lines(stories, scope(WEEKS, powers=POWERS), settings), settings) if each.channel is None][-1]


def shares(alignment: Alignment) -> dict[str, float]:
    assert isinstance(alignment.value, Simplex)
    return {each.power: each.band.mean for each in alignment.value.shares}


def test_shares_follow_cooperation_less_conflict() -> None:
    found = shares(last({("RUS", "CONSULT"): 4, ("CHN", "CONSULT"): 4, ("CHN", "SANCTION"): 0.8, ("TUR", "CONSULT"): 2}))
    assert sum(found.values()) == pytest.approx(1)
    assert found == pytest.approx({"RUS": 10 / 20.2, "CHN": 5.2 / 20.2, "TUR": 5 / 20.2}, abs=0.12)


def test_acts_weigh_by_their_declared_score() -> None:
    found = shares(last({("RUS", "COOPERATE"): 2, ("CHN", "CONSULT"): 2}))
    assert found["RUS"] == pytest.approx(9.5 / 12, abs=0.12)


def test_bands_and_ranks_are_in_order() -> None:
    value = last({("RUS", "CONSULT"): 3, ("CHN", "COOPERATE"): 1}).value
    assert isinstance(value, Simplex)
    for each in value.shares:
        assert 0 <= each.band.low90 <= each.band.low50 <= each.band.high50 <= each.band.high90 <= 1
        assert 1 <= each.best_rank <= each.worst_rank <= 3
    assert value.shares[0].best_rank < value.shares[0].worst_rank  # which of the two leads hangs on the weights
    assert 0 < value.multi_vector.low90 < value.multi_vector.high90 < 1


def test_a_power_that_is_only_fought_has_no_share() -> None:
    found = shares(last({("RUS", "CONSULT"): 3, ("CHN", "ASSAULT"): 3}))
    assert found["CHN"] < 0.02


def test_conflict_with_all_leaves_the_alignment_undecided() -> None:
    value = last({("RUS", "ASSAULT"): 5, ("CHN", "ASSAULT"): 5, ("TUR", "ASSAULT"): 5}).value
    assert isinstance(value, TooLittle) or value.undecided > 0.8


def test_few_stories_are_too_little_to_tell() -> None:
    lines = fit_lines([story(0), story(30, doers=("KAZ", "CHN"))], scope(WEEKS, powers=POWERS), Settings())
    value = alignments(lines, Settings())[-1].value
    assert isinstance(value, TooLittle)
    assert value.stories < value.needed


def test_the_same_seed_gives_the_same() -> None:
    rates = {("RUS", "CONSULT"): 2.0, ("CHN", "CONSULT"): 1.0}
    assert last(rates, Settings(seed=1)) == last(rates, Settings(seed=1))
    assert last(rates, Settings(seed=1)) != last(rates, Settings(seed=2))


def test_shares_of_nothing_are_no_number() -> None:
    found, entropy = shares_of(np.array([[-1.0, 1.0], [0.0, 1.0]]))
    assert np.isnan(found[:, 0]).all()
    assert entropy[1] == pytest.approx(1)


def test_weights_are_the_scores_without_sign() -> None:
    assert (type_weights() >= 0).all()
    assert type_weights().max() == 10


def test_an_alignment_is_the_same_whatever_else_is_asked_for() -> None:
    stories = press(WEEKS, {("RUS", "CONSULT"): np.full(WEEKS, 3.0), ("CHN", "COOPERATE"): np.full(WEEKS, 1.0)})
    lines = fit_lines(stories, scope(WEEKS, powers=POWERS), Settings())
    whole = alignments(lines, Settings())
    assert {each.channel for each in whole} == {None, "trade"}
    for channel in (None, "trade"):
        assert alignments(lines, Settings(), {channel}) == tuple(each for each in whole if each.channel == channel)
