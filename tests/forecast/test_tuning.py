import numpy as np
import pytest

from tarazu.forecast.tuning import Fitted, calibrate, chances, log_score, means, mixed, origins_before


def test_chances_of_counts_that_do_not_burst_are_those_of_poisson() -> None:
    expected = np.array([0.01, 0.5, 2.0])
    assert chances(expected, np.zeros(3), Fitted(size=1e9)) == pytest.approx(1 - np.exp(-expected), rel=1e-5)


def test_chances_take_in_what_was_announced() -> None:
    assert chances(np.array([1e-9]), np.array([0.3]), Fitted())[0] == pytest.approx(0.3, abs=1e-4)


def test_means_undo_chances() -> None:
    expected = np.array([0.02, 0.4, 3.0])
    fitted = Fitted(size=0.5)
    assert means(chances(expected, np.zeros(3), fitted), 0.5) == pytest.approx(expected, rel=1e-6)


def test_calibrate_finds_that_chances_were_given_too_high() -> None:
    generator = np.random.default_rng(2)
    given = generator.uniform(0.02, 0.6, 20000)
    true = 1 / (1 + np.exp(-(0.8 * np.log(given / (1 - given)) - 1.0)))
    shift, slope = calibrate([given], [(generator.random(20000) < true).astype(np.int64)])
    assert shift == pytest.approx(-1.0, abs=0.15)
    assert slope == pytest.approx(0.8, abs=0.1)


def test_calibrate_changes_little_where_little_came() -> None:
    shift, slope = calibrate([np.full(3, 0.2)], [np.array([0, 1, 0])])
    assert abs(shift) < 0.5
    assert abs(slope - 1) < 0.25


def test_mixed_is_the_plain_one_where_others_have_no_part() -> None:
    plain, other = np.array([0.1, 0.4]), {"trees": np.array([0.4, 0.1])}
    assert mixed(plain, other, {"trees": 0.0}) == pytest.approx(plain)
    assert mixed(plain, other, {"trees": 0.5}) == pytest.approx([0.2, 0.2])


def test_log_score_is_best_for_what_came() -> None:
    came = np.array([1, 0, 3])
    assert log_score(np.array([0.9, 0.1, 0.9]), came) > log_score(np.array([0.5, 0.5, 0.5]), came) > log_score(np.array([0.1, 0.9, 0.1]), came)


def test_origins_do_not_overlap_and_have_enough_behind_them() -> None:
    found = origins_before(1000, 900, 30)
    assert found == (940, 970)
    assert origins_before(1000, 990, 30) == ()
