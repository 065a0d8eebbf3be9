import numpy as np
import pytest

from tarazu.forecast.memory import NEVER, Tally


def test_tally_fades_as_counting_every_event_would() -> None:
    keys = np.array([7, 7, 3, 7, 3, 9])
    days = np.array([0, 0, 1, 4, 6, 8])
    tally = Tally(keys, (2.0, np.inf), 10)
    for day in range(7):
        low, high = np.searchsorted(days, (day, day + 1))
        tally.add(slice(int(low), int(high)), day)
    places = tally.find(np.array([3, 7, 9, 8]))
    wanted = [sum(0.5 ** ((7 - day) / 2) for key, day in zip(keys, days, strict=True) if key == each and day < 7) for each in (3, 7, 9, 8)]
    assert tally.read(places, 0, 7) == pytest.approx(wanted)
    assert tally.read(places, 1, 7).tolist() == [2, 3, 0, 0]
    assert tally.ages(places, 7).tolist() == [1, 3, NEVER, NEVER]


def test_tally_knows_what_was_of_the_first_day_of_its_key() -> None:
    tally = Tally(np.array([5, 5, 6, 5]), (1.0,), 4)
    assert tally.first(np.array([0, 0, 1, 2])).tolist() == [1, 1, 1, 0]
