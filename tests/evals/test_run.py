"""Tests of the report: which figures get a floor, and what is shown."""

import io
import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest
from rich.console import Console

import measure
from examples import Share
from links import Links
from measure import CODERS, Chance, Measured, Tally
from reliability import reliability
from tables import RATES, Report, show
from tarazu.analysis.score import Rate, Scores

_CODES = ("fa", "zh")


@pytest.fixture(scope="module")
def run() -> SimpleNamespace:
    return SimpleNamespace(**runpy.run_path(str(Path(measure.__file__).parent / "run.py"), run_name="evals"))


def _measured(name: str, coder: str, core: int) -> Measured:
    rates = {kind: Rate(0.5, 0.5, 0.5, 10, core) for kind in RATES}
    slots = {"status": (0.9, core), "mode": (None, 0), "said_by": (0.8, 3), "date": (0.1, core), "date_given": (0.1, core)}
    chances = [] if coder == "keywords" else [Chance(0.9, right=True)]
    return Measured(
        name=name, coder=coder, documents=1, digest="d", scores=Scores(rates, slots), types={"AID": Tally(coded=2, gold=2, found=1, who=1)}, chances=chances,
        links={"name": Links(right=30, wrong=10)},
    )  # fmt: skip


def _report(core: int) -> Report:
    confidence = {"learned": reliability([Chance(0.9, right=True)])}
    shares = {f"{code}.{kind}": Share(99, 100, "e") for code in _CODES for kind in ("times", "numbers")}
    measured = [_measured(code, coder, core) for code in _CODES for coder in CODERS]
    return Report(languages=measured, gold=[_measured("gold", coder, core) for coder in CODERS], confidence=confidence, examples=shares)


def test_figures_of_leaves_out_what_rests_on_few(run: SimpleNamespace) -> None:
    many, few = (dict(run.figures_of(_report(core))) for core in (100, 5))
    assert {"learned.fa.found", "lexicon.zh.status", "lexicon.gold.who", "learned.fa.links", "learned.confidence", "fa.times"} <= set(many)
    assert not any(name.startswith("keywords.") for name in many)
    assert not {"learned.fa.found", "learned.fa.status", "learned.fa.said_by"} & set(few)
    assert many["learned.fa.links"].value == 0.75
    assert many["learned.gold.found"].of == "gold/dev.jsonl"


def test_show_prints_a_row_for_each_language_and_coder(run: SimpleNamespace) -> None:
    out = io.StringIO()
    show(_report(100), Console(file=out, width=200))
    for name in (*_CODES, "gold"):
        for coder in CODERS:
            assert f"│ {name} {coder} " in out.getvalue()
    assert "0.500 (4)" in out.getvalue()  # AID of two languages together
