"""Forecasts of weekly counts."""

import numpy as np
import pytest

from tarazu.analysis.weekly_counts import CountSeries, CountTable, recent, score_models

WEEKS, FIT = 44, 36


def simulated(pairs: int = 80) -> CountTable:
    """Dyads that answer each other: much of what one does this week the other does in the next."""
    generator = np.random.default_rng(2)
    own = generator.gamma(1.0, 1.0, 2 * pairs)
    counts = np.zeros((2 * pairs, WEEKS))
    for week in range(WEEKS):
        before = counts[:, week - 1].reshape(pairs, 2)[:, ::-1].ravel() if week else np.zeros(2 * pairs)
        mean = 0.6 * own + 0.5 * before
        counts[:, week] = generator.negative_binomial(1.5, 1.5 / (1.5 + mean))
    series = [CountSeries(source=f"A{pair}" if side else f"B{pair}", target=f"B{pair}" if side else f"A{pair}", valence="cooperation")
              for pair in range(pairs) for side in (0, 1)]  # fmt: skip
    return CountTable(series=tuple(series), counts=counts)


def test_score_models_puts_the_coupled_one_before_the_baselines() -> None:
    table = simulated(60)
    half = np.arange(len(table.series)) < 60
    found = score_models(table, FIT, range(FIT, WEEKS), {"all": np.ones(len(half), dtype=bool), "half": half})
    static, pooled, local, coupled = found["all"]
    assert coupled.log_score < static.log_score - 0.03
    assert coupled.crps < static.crps
    assert coupled.log_score < local.log_score
    assert coupled.log_score < pooled.log_score + 0.02
    assert coupled.coverage == pytest.approx(0.8, abs=0.04)
    assert found["half"] != found["all"]


def test_forecasts_see_only_what_lies_before() -> None:
    table = simulated(12)
    everyone = {"all": np.ones(len(table.series), dtype=bool)}
    changed = table.counts.copy()
    changed[:, 40:] += 5
    one = score_models(table, FIT, [38, 39], everyone)
    two = score_models(CountTable(series=table.series, counts=changed), FIT, [38, 39], everyone)
    assert one == two


def test_recent_halves_with_time() -> None:
    assert recent(np.array([[1.0, 1.0, 1.0]]), 2.0)[0] == pytest.approx([0, 1, 1])
