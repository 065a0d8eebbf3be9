"""`tarazu bench-forecast`: measures forecasts on a benchmark of the field."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tarazu import api

if TYPE_CHECKING:
    from tarazu.forecast.evaluate import Quality


def bench_forecast(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder with entity2id, relation2id and the facts, .txt or .txt.gz.")],
    scored: Annotated[Path, typer.Option("--score", metavar="FILE", help="The facts to score, of days after those to fit on.")],
    fit: Annotated[str, typer.Option(help="Name of the file of facts to fit on.")] = "train",
    threads: Annotated[int, typer.Option(min=1, help="Processor cores to use.")] = 2,
    seed: Annotated[int, typer.Option(help="Of what is drawn at random.")] = 1,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object; figures in percent.")] = False,
) -> None:
    """Measure forecasts on a benchmark of dated facts: single step, time-aware filter, both ends, average ties, all entities. Figures in percent."""
    benched = api.bench_forecast(folder, fit, scored, threads=threads, seed=seed)
    outcome = benched.outcome
    if as_json:
        figures: dict[str, object] = {name: value for name, value in _percent(outcome.quality).items() if name != "n"}
        figures |= {"wall_s": round(benched.wall_s, 1), "peak_mb": round(benched.peak_mb, 1)}
        figures["slices"] = {name: {key: value for key, value in _percent(part).items() if key in {"mrr", "n"}} for name, part in outcome.slices.items()}
        typer.echo(json.dumps(figures))
        return
    for name, part in {"all": outcome.quality, "recurrence alone": outcome.baseline, **outcome.slices}.items():
        typer.echo(f"{name}: " + " ".join(f"{key} {value}" for key, value in _percent(part).items()))
    typer.echo(f"answers among the candidates: {100 * outcome.recall:.2f} %")
    typer.echo(f"surprise at those answers: {outcome.surprise:.3f} nats")
    typer.echo(f"time: {benched.wall_s:.1f} s; memory: {benched.peak_mb:.0f} MiB")


def _percent(part: Quality) -> dict[str, float | int]:
    """The figures of a part, in percent as the literature prints them, and how many answers it has."""
    figures: dict[str, float | int] = {"mrr": part.mrr, "h1": part.h1, "h3": part.h3, "h10": part.h10}
    return {name: round(100 * value, 3) for name, value in figures.items()} | {"n": part.n}
