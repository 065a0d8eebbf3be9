"""Back-tests of scenarios."""

import msgspec
import numpy as np
import pytest
from counted import reciprocal

from tarazu.errors import OptionError
from tarazu.forecast.backtest import crps_of, energy_score, find_shocks, replay
from tarazu.forecast.counts_types import CountTable, Series
from tarazu.forecast.simulate import Run


def shocked(*, answered: bool) -> CountTable:
    """Forty acts of one week between two, and as many back in the next, or none."""
    table = reciprocal(weeks=60, back=0.4)
    counts = table.counts.copy()
    forth = table.series.index(Series(source="KGZ", target="TJK", valence="conflict"))
    back = table.series.index(Series(source="TJK", target="KGZ", valence="conflict"))
    counts[[forth, back], 40:] = 0
    counts[forth, 40] = 40
    counts[back, 41] = 16 if answered else 0
    return msgspec.structs.replace(table, counts=counts)


def test_find_shocks_finds_the_largest_leap_of_each_pair() -> None:
    found = find_shocks(shocked(answered=True), range(10, 50), 3)
    assert len({(each.one, each.two) for each in found}) == 3
    assert (found[0].one, found[0].two, found[0].valence, found[0].week, found[0].acts) == ("KGZ", "TJK", "conflict", 40, 40 + 0)
    assert [each.size for each in found] == sorted((each.size for each in found), reverse=True)
    assert all("CHN" in {each.one, each.two} for each in find_shocks(shocked(answered=True), range(10, 50), 9, ("CHN",)))


def test_replay_scores_the_shock_by_what_followed() -> None:
    scores = {}
    for answered in (True, False):
        table = shocked(answered=answered)
        [shock] = find_shocks(table, range(10, 50), 1)
        scores[answered] = replay(table, shock, 4, Run(weeks=4, paths=400))
    assert scores[True].fed.dyad[0] < scores[True].plain.dyad[0]
    assert scores[False].fed.dyad[0] > scores[False].plain.dyad[0]
    assert len(scores[True].fed.around) == 4


def test_replay_knows_nothing_of_what_follows() -> None:
    table = shocked(answered=True)
    [shock] = find_shocks(table, range(10, 50), 1)
    changed = table.counts.copy()
    changed[:, 46:] = 9
    one, two = (replay(each, shock, 3, Run(weeks=3, paths=50)) for each in (table, msgspec.structs.replace(table, counts=changed)))
    assert one == two
    with pytest.raises(OptionError, match="weeks before it"):
        replay(table.until(42), shock, 4, Run(weeks=4, paths=50))


def test_crps_of_draws_is_that_of_the_distribution() -> None:
    generator = np.random.default_rng(0)
    draws = generator.normal(0, 1, (4000, 1))
    assert crps_of(draws, np.zeros(1))[0] == pytest.approx(0.2337, abs=0.01)  # Gneiting and Raftery 2007, equation 21
    assert crps_of(np.full((5, 1), 3.0), np.array([1.0]))[0] == 2


def test_energy_score_is_least_for_the_truth() -> None:
    generator = np.random.default_rng(0)
    near, far = generator.normal(0, 1, (500, 3)), generator.normal(2, 1, (500, 3))
    assert energy_score(near, np.zeros(3)) < energy_score(far, np.zeros(3))
    assert energy_score(np.zeros((5, 3)), np.zeros(3)) == 0
