"""`tarazu bench-forecast`: measures forecasts on a benchmark of the field."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tarazu import api

if TYPE_CHECKING:
    from tarazu.api.forecasting import Benched
    from tarazu.forecast.evaluate import Quality


def bench_forecast(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder with entity2id, relation2id and the facts, .txt or .txt.gz.")],
    scored: Annotated[Path, typer.Option("--score", metavar="FILE", help="The facts to score, of days after those to fit on.")],
    fit: Annotated[str, typer.Option(help="Name of the file of facts to fit on.")] = "train",
    threads: Annotated[int, typer.Option(min=1, help="Processor cores to use.")] = 2,
    seed: Annotated[int, typer.Option(help="Of what is drawn at random.")] = 1,
    *,
    multi_step: Annotated[bool, typer.Option("--multi-step", help="Nothing of the days to score is known on any of them.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object; figures in percent.")] = False,
) -> None:
    """Measure forecasts on a benchmark of dated facts: single step or multi-step.

    Time-aware filter, both ends, average ties, all entities. Figures in percent.
    """
    from tarazu.api.forecasting import Terms  # slow to load

    benched = api.bench_forecast(folder, fit, scored, Terms(threads=threads, seed=seed, multi_step=multi_step))
    outcome = benched.outcome
    if as_json:
        typer.echo(json.dumps(_figures(benched)))
        return
    for name, part in {"all": outcome.quality, "recurrence alone": outcome.baseline, **outcome.slices}.items():
        typer.echo(f"{name}: " + " ".join(f"{key} {value}" for key, value in _percent(part).items()))
        if name in outcome.baseline_slices:
            typer.echo(f"{name}, recurrence alone: mrr {100 * outcome.baseline_slices[name].mrr:.3f}")
    typer.echo(f"answers among the candidates: {100 * outcome.recall:.2f} %")
    for name, sureness in {"chances": outcome.sureness, "chances by steps": outcome.stairs}.items():
        typer.echo(f"{name}: surprise {sureness.surprise:.3f} nats, Brier {sureness.brier:.4f}, off by {100 * sureness.error:.2f} %")
    typer.echo("chance from %, candidates, mean chance %, came %")
    for tenth in outcome.sureness.bins:
        typer.echo(f"{100 * tenth.low:4.0f} {tenth.n:9d} {100 * tenth.chance:6.2f} {100 * tenth.came:6.2f}")
    typer.echo(f"time: {benched.wall_s:.1f} s, of processors {benched.cpu_s:.1f} s; memory: {benched.peak_mb:.0f} MiB")


def _figures(benched: Benched) -> dict[str, object]:
    """All for one line of JSON."""
    outcome = benched.outcome
    figures: dict[str, object] = {name: value for name, value in _percent(outcome.quality).items() if name != "n"}
    figures |= {"wall_s": round(benched.wall_s, 1), "cpu_s": round(benched.cpu_s, 1), "peak_mb": round(benched.peak_mb, 1)}
    figures["slices"] = _slices(outcome.slices)
    figures["recurrence"] = {"mrr": _percent(outcome.baseline)["mrr"], "h10": _percent(outcome.baseline)["h10"], "slices": _slices(outcome.baseline_slices)}
    figures["recall"] = round(100 * outcome.recall, 3)
    for name, sureness in {"chances": outcome.sureness, "chances_by_steps": outcome.stairs}.items():
        figures[name] = {"surprise": round(sureness.surprise, 4), "brier": round(sureness.brier, 4), "error": round(100 * sureness.error, 3)}
    return figures


def _slices(slices: dict[str, Quality]) -> dict[str, dict[str, float | int]]:
    return {name: {key: value for key, value in _percent(part).items() if key in {"mrr", "n"}} for name, part in slices.items()}


def _percent(part: Quality) -> dict[str, float | int]:
    """The figures of a part, in percent as the literature prints them, and how many answers it has."""
    figures: dict[str, float | int] = {"mrr": part.mrr, "h1": part.h1, "h3": part.h3, "h10": part.h10}
    return {name: round(100 * value, 3) for name, value in figures.items()} | {"n": part.n}
