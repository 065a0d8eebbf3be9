"""Scores of forecasts of counts, against the plain sums that they stand for."""

import numpy as np
import pytest
from scipy import stats

from tarazu.analysis.count_scores import chance_up_to, coverage, crps, log_chances

COUNTS = np.array([0.0, 1.0, 3.0, 20.0])
EXPECTED = np.array([0.2, 1.5, 3.0, 12.0])
SIZE = np.array([0.5, 2.0, 1e8, 4.0])


def test_log_chances_are_those_of_scipy() -> None:
    wanted = stats.nbinom.logpmf(COUNTS, SIZE, SIZE / (SIZE + EXPECTED))
    assert log_chances(COUNTS, EXPECTED, SIZE) == pytest.approx(wanted, abs=1e-5)


def test_chance_up_to_is_that_of_scipy_and_nothing_below_nought() -> None:
    wanted = stats.nbinom.cdf(COUNTS, SIZE, SIZE / (SIZE + EXPECTED))
    assert chance_up_to(COUNTS, EXPECTED, SIZE) == pytest.approx(wanted, abs=1e-6)
    assert chance_up_to(np.array([-1.0]), np.array([1.0]), np.array([1.0])) == 0


def test_crps_is_the_mean_distance_of_draws() -> None:
    generator = np.random.default_rng(0)
    draws = generator.negative_binomial(SIZE[:, None], (SIZE / (SIZE + EXPECTED))[:, None], (4, 200_000))
    others = generator.permuted(draws, axis=1)
    wanted = np.abs(draws - COUNTS[:, None]).mean(axis=1) - np.abs(draws - others).mean(axis=1) / 2
    assert crps(COUNTS, EXPECTED, SIZE) == pytest.approx(wanted, abs=0.05)


def test_coverage_of_right_forecasts_is_their_level() -> None:
    generator = np.random.default_rng(1)
    expected = generator.gamma(1.0, 2.0, 40_000)
    size = np.full_like(expected, 1.5)
    counts = generator.negative_binomial(size, size / (size + expected)).astype(float)
    assert coverage(counts, expected, size, 0.8).mean() == pytest.approx(0.8, abs=0.01)
    assert coverage(counts, expected / 3, size, 0.8).mean() < 0.75
