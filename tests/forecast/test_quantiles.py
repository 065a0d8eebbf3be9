"""Counts from random numbers."""

import itertools

import numpy as np
import pytest
from scipy.stats import nbinom

from tarazu.forecast.quantiles import count_quantiles


@pytest.mark.parametrize("mean", [0.01, 0.7, 5.0, 59.0])
@pytest.mark.parametrize("size", [0.1, 1.0, 50.0, 1e6])
def test_count_quantiles_are_exact_up_to_a_mean_of_sixty(mean: float, size: float) -> None:
    uniform = np.random.default_rng(0).random(400)
    wanted = nbinom.ppf(uniform, size, size / (size + mean))
    found = count_quantiles(uniform, np.full(400, mean), np.full(400, size))
    assert np.array_equal(found, wanted)


@pytest.mark.parametrize(("mean", "size"), [(80.0, 2.0), (500.0, 10.0), (3000.0, 100.0)])
def test_count_quantiles_are_near_beyond(mean: float, size: float) -> None:
    uniform = np.linspace(0.02, 0.98, 97)
    wanted = nbinom.ppf(uniform, size, size / (size + mean))
    found = count_quantiles(uniform, np.full(97, mean), np.full(97, size))
    assert found == pytest.approx(wanted, rel=0.06, abs=2)


def test_count_quantiles_grow_with_the_mean() -> None:
    uniform = np.random.default_rng(1).random(300)
    runs = [count_quantiles(uniform, np.full(300, mean), np.full(300, 1.5)) for mean in (0.0, 0.4, 0.5, 3.0)]
    assert not runs[0].any()
    assert all((one <= two).all() for one, two in itertools.pairwise(runs))


def test_count_quantiles_end_even_at_the_edge() -> None:
    found = count_quantiles(np.array([0.0, 1 - 1e-16, 1.0]), np.full(3, 50.0), np.full(3, 0.05))
    assert found[0] == 0
    assert np.isfinite(found).all()
