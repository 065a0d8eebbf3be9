"""What is a source's own."""

import numpy as np
import pytest

from tarazu.analysis.house_effects import doubt, estimate


def test_estimate_finds_the_hostile_source() -> None:
    generator = np.random.default_rng(0)
    exposure = np.ones((5, 100))
    exposure[0] = 6  # it is loud, too
    rates = np.full((1, 100), 1.0)
    real = np.array([3.0, 0.5, 0.5, 0.5, 0.5])
    told = generator.poisson(real * (exposure @ rates.T)[:, 0])[:, None].astype(float)
    found, _ = estimate(told, exposure, rates, 1.0)
    assert found[:, 0] == pytest.approx(real, rel=0.4)
    assert found.mean(axis=0) == pytest.approx([1.0])


def test_estimate_draws_rare_sources_to_the_average() -> None:
    exposure = np.vstack([np.full((4, 100), 1.0), np.full((1, 100), 0.01)])
    told = np.array([[100.0], [101.0], [99.0], [100.0], [3.0]])
    found, variance = estimate(told, exposure, np.ones((1, 100)), 1.0)
    assert found[4, 0] < 1.6
    assert variance[4, 0] > variance[0, 0]


def test_estimate_of_one_source_is_none() -> None:
    assert [each.tolist() for each in estimate(np.array([[7.0]]), np.ones((1, 5)), np.ones((1, 5)), 1.0)] == [[[1.0]], [[0.0]]]


def test_doubt_is_none_where_all_tell_the_same_and_grows_with_one_who_tells_most() -> None:
    factors, variance = np.ones((4, 1)), np.full((4, 1), 0.1)
    told = np.array([[1.0, 9.0], [1.0, 1.0], [1.0, 1.0], [1.0, 1.0]])
    shares = told / told.sum(axis=0)
    wanted = (variance * (shares - 0.25) ** 2).sum(axis=0)
    assert doubt(factors, variance, told)[0] == pytest.approx(wanted)
    assert wanted[0] < 1e-9 < wanted[1]
