"""The verb that measures forecasts; the measuring itself is tested in `tests/forecast`."""

import pytest

from tarazu.api import forecasting
from tarazu.errors import OptionError, SourceError
from tarazu.forecast.benchmark import Outcome
from tarazu.forecast.evaluate import Quality
from tarazu.forecast.sureness import Sureness


def test_bench_forecast_refuses_no_cores(tmp_path) -> None:
    with pytest.raises(OptionError, match="1 or more"):
        forecasting.bench_forecast(tmp_path, "train", tmp_path / "test.txt", forecasting.Terms(threads=0))


def test_bench_forecast_says_what_the_folder_lacks(tmp_path) -> None:
    with pytest.raises(SourceError, match="entity2id"):
        forecasting.bench_forecast(tmp_path, "train", tmp_path / "test.txt")


def test_bench_forecast_tells_time_and_memory(tmp_path, monkeypatch) -> None:
    quality = Quality(mrr=0.5, h1=0.5, h3=0.5, h10=0.5, n=2)
    sure = Sureness(brier=0.5, surprise=1.0, error=0.1, bins=())
    outcome = Outcome(quality=quality, baseline=quality, slices={}, baseline_slices={}, recall=1.0, sureness=sure, stairs=sure)
    asked = []
    monkeypatch.setattr(forecasting, "run", lambda _, plan, **named: asked.append((plan.threads, plan.seed, named)) or outcome)
    names = "".join(f"{name}\t{at}\n" for at, name in enumerate(("China", "Kazakhstan")))
    for file, text in {"entity2id": names, "relation2id": "Meet\t0\n", "train": "0\t0\t1\t0\n", "test": "1\t0\t0\t1\n"}.items():
        (tmp_path / f"{file}.txt").write_text(text, encoding="utf-8")
    found = forecasting.bench_forecast(tmp_path, "train", tmp_path / "test.txt", forecasting.Terms(threads=1, seed=4, multi_step=True))
    assert asked == [(1, 4, {"multi_step": True})]
    assert found.outcome == outcome
    assert 0 <= found.wall_s < 10
    assert 0 <= found.cpu_s < 10
    assert found.peak_mb > 10
