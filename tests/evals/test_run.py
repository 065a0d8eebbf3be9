"""Tests of the report: which figures get a floor, and what is shown."""

import io
import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest
from rich.console import Console

import measure
from examples import Share
from measure import Links, Measured
from tarazu.analysis.score import Rate, Scores


@pytest.fixture(scope="module")
def run() -> SimpleNamespace:
    return SimpleNamespace(**runpy.run_path(str(Path(measure.__file__).parent / "run.py"), run_name="evals"))


def _scores(core: int) -> Scores:
    names = ("found", "who", "strict", "ties", "figures", "assessments")
    return Scores({name: Rate(0.5, 0.5, 0.5, 10, core) for name in names}, {"status": (0.9, core), "mode": (None, 0), "said_by": (0.8, 3), "date": (0.1, core), "date_given": (0.1, core)})


def _report(run: SimpleNamespace, core: int) -> object:
    measured = [
        Measured(name=code, documents=1, digest="d", coder=_scores(core), baseline=_scores(core), seen=_scores(core), links={"name": Links(right=30, wrong=10)})
        for code in run.LANGUAGES
    ]
    shares = {f"{code}.{kind}": Share(99, 100, "e") for code in run.LANGUAGES for kind in ("times", "numbers")}
    return run.Report(languages=measured, gold=None, confidence=None, examples=shares)


def test_figures_of_leaves_out_what_rests_on_few(run: SimpleNamespace) -> None:
    many, few = (dict(run.figures_of(_report(run, core))) for core in (100, 5))
    assert {"fa.found", "fa.status", "fa.links", "fa.times"} <= set(many)
    assert not {"fa.found", "fa.status", "fa.said_by"} & set(few)
    assert "fa.date" not in many  # passages have no gold dates
    assert many["fa.links"].value == 0.75


def test_show_prints_a_row_for_each_language(run: SimpleNamespace) -> None:
    out = io.StringIO()
    run.show(_report(run, 100), Console(file=out, width=200))
    for code in run.LANGUAGES:
        assert f"│ {code} " in out.getvalue()
