"""The rates behind counts."""

import numpy as np
import pytest

from tarazu.analysis.count_model import Dynamics, Floats, filter_rates, fit_dynamics, pooled_means, quantiles, smooth

TRUE = Dynamics(persistence=0.97, spread=0.5, scatter=1.5)


def simulated(series: int = 300, periods: int = 100) -> tuple[Floats, Floats, Floats, Floats]:
    """Counts, exposures, pooled means and true rates from the model itself."""
    generator = np.random.default_rng(4)
    pooled = np.log(generator.choice([0.1, 0.5, 2.0], series))
    rates = np.empty((series, periods))
    level = generator.normal(0, np.sqrt(TRUE.spread), series)
    for period in range(periods):
        rates[:, period] = np.exp(pooled + level)
        level = TRUE.persistence * level + generator.normal(0, np.sqrt(TRUE.spread * (1 - TRUE.persistence**2)), series)
    exposure = np.repeat(generator.gamma(4, 0.25, periods)[None], series, axis=0)
    size = rates * exposure / (TRUE.scatter - 1)
    return generator.negative_binomial(size, 1 / TRUE.scatter).astype(float), exposure, pooled, rates


def test_bands_hold_the_truth_as_often_as_they_say() -> None:
    counts, exposure, pooled, rates = simulated()
    smoothed = smooth(filter_rates(counts, exposure, pooled, TRUE), TRUE.persistence)
    for low, high in ((0.25, 0.75), (0.05, 0.95)):
        held = (quantiles(smoothed, low) < rates) & (rates < quantiles(smoothed, high))
        assert held.mean() == pytest.approx(high - low, abs=0.02)
    change, variance = smoothed.difference(13)
    real = np.log(rates[:, 13:] / rates[:, :-13])
    assert (np.abs(real - change) < 1.645 * np.sqrt(variance)).mean() == pytest.approx(0.9, abs=0.025)


def test_fit_finds_the_dynamics() -> None:
    counts, exposure, pooled, _ = simulated()
    found = fit_dynamics(counts, exposure, pooled)
    assert found.persistence == pytest.approx(TRUE.persistence, abs=0.02)
    assert found.spread == pytest.approx(TRUE.spread, rel=0.4)
    assert found.scatter == pytest.approx(TRUE.scatter, abs=0.15)


def test_weeks_without_news_say_nothing_and_widen_the_band() -> None:
    counts, exposure = np.full((1, 30), 4.0), np.ones((1, 30))
    counts[0, 10:20] = exposure[0, 10:20] = 0
    smoothed = smooth(filter_rates(counts, exposure, np.log([1.0]), TRUE), TRUE.persistence)
    rate = smoothed.rate()[0]
    assert rate[15] > 2.5
    assert smoothed.variance[0, 15] > 1.3 * smoothed.variance[0, 5]


def test_filter_goes_on_from_what_is_known() -> None:
    counts, exposure, pooled, _ = simulated(20, 60)
    known = filter_rates(counts, exposure, pooled, TRUE)
    counts[:, 50:] += 1
    whole, later = filter_rates(counts, exposure, pooled, TRUE), filter_rates(counts, exposure, pooled, TRUE, (known, 50))
    for name in ("ahead", "ahead_variance", "mean", "variance", "expected", "size"):
        assert getattr(later, name) == pytest.approx(getattr(whole, name))


def test_a_louder_press_is_no_higher_rate() -> None:
    exposure = np.ones((1, 40))
    exposure[0, 20:] = 5
    smoothed = smooth(filter_rates(2 * exposure, exposure, np.log([2.0]), TRUE), TRUE.persistence)
    assert smoothed.rate()[0] == pytest.approx(np.full(40, 2.0), rel=0.1)


def test_pooled_means_draw_a_sparse_dyad_to_the_others() -> None:
    counts, exposure = np.array([[100.0], [100.0], [0.0]]), np.full((3, 1), 50.0)
    means = np.exp(pooled_means(counts, exposure, np.zeros(3, dtype=np.int64), np.arange(3)))
    assert means[2] < means[0]
    assert means[2] > 0.1
    few = np.exp(pooled_means(counts / 50, exposure / 50, np.zeros(3, dtype=np.int64), np.arange(3)))
    assert few[2] / few[0] > means[2] / means[0]
