"""`tarazu bench-forecast`."""

import json
from pathlib import Path

import pytest

from tarazu import api
from tarazu.api.forecasting import Benched, Terms
from tarazu.cli import bench_forecast
from tarazu.forecast.benchmark import Outcome
from tarazu.forecast.evaluate import Quality
from tarazu.forecast.sureness import Bin, Sureness

ALL = Quality(mrr=0.48, h1=0.38, h3=0.53, h10=0.66, n=100)
PART = Quality(mrr=0.25, h1=0.2, h3=0.3, h10=0.4, n=10)
SURE = Sureness(brier=0.71234, surprise=2.3, error=0.0123, bins=(Bin(low=0.2, n=40, chance=0.25, came=0.24),))
PARTS = {"central_asia": PART, "never_seen_pair": PART}
OUTCOME = Outcome(quality=ALL, baseline=PART, slices=PARTS, baseline_slices=PARTS, recall=0.9, sureness=SURE, stairs=SURE)
FOUND = Benched(outcome=OUTCOME, wall_s=12.34, cpu_s=20.0, peak_mb=512.06)


def test_bench_forecast_prints_json_in_percent(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(api, "bench_forecast", lambda *_, **__: FOUND, raising=False)
    bench_forecast.bench_forecast(Path("here"), Path("test.txt"), as_json=True)
    part = {"mrr": 25.0, "n": 10}
    wanted: dict[str, object] = {"mrr": 48.0, "h1": 38.0, "h3": 53.0, "h10": 66.0, "wall_s": 12.3, "peak_mb": 512.1, "slices": {"central_asia": part, "never_seen_pair": part}}
    wanted |= {"cpu_s": 20.0, "recall": 90.0, "recurrence": {"mrr": 25.0, "h10": 40.0, "slices": wanted["slices"]}}
    wanted |= {key: {"surprise": 2.3, "brier": 0.7123, "error": 1.23} for key in ("chances", "chances_by_steps")}
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    assert json.loads(out) == wanted


def test_bench_forecast_prints_lines(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    asked: list[object] = []
    monkeypatch.setattr(api, "bench_forecast", lambda *given, **named: asked.append((given, named)) or FOUND, raising=False)
    bench_forecast.bench_forecast(Path("here"), Path("test.txt"), "train", 1, 7, multi_step=True)
    assert asked == [((Path("here"), "train", Path("test.txt"), Terms(threads=1, seed=7, multi_step=True)), {})]
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "all: mrr 48.0 h1 38.0 h3 53.0 h10 66.0 n 100"
    assert lines[1].startswith("recurrence alone: mrr 25.0")
    assert "central_asia, recurrence alone: mrr 25.000" in lines
    assert "  20        40  25.00  24.00" in lines
    assert lines[-1] == "time: 12.3 s, of processors 20.0 s; memory: 512 MiB"
