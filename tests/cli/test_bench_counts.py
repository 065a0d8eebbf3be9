"""`tarazu bench-counts`."""

import json
from pathlib import Path

import pytest

from tarazu import api
from tarazu.analysis.weekly_counts import CountScore
from tarazu.api.counting import CountBench
from tarazu.cli import bench_counts

SCORE = CountScore(model="coupled", log_score=0.9, crps=0.5, coverage=0.801)
FOUND = CountBench(fit=("train",), score=("valid", "test"), weeks=(35, 36), series=10, regional=2, all=(SCORE,), region=(SCORE,))


def test_bench_counts_prints_a_table(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    asked: list[object] = []
    monkeypatch.setattr(api, "bench_counts", lambda *given: asked.append(given) or FOUND, raising=False)
    bench_counts.bench_counts(Path("here"), "train", "valid, test", as_json=False)
    assert asked == [(Path("here"), ("train",), ("valid", "test"))]
    shown = capsys.readouterr().out
    assert "weeks 35 to 36" in shown
    assert "coupled                       0.9000  0.5000           80.1 %" in shown


def test_bench_counts_prints_json(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(api, "bench_counts", lambda *_: FOUND, raising=False)
    bench_counts.bench_counts(Path("here"), as_json=True)
    assert json.loads(capsys.readouterr().out)["all"][0]["crps"] == 0.5
