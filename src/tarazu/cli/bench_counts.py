"""`tarazu bench-counts`: measures forecasts of weekly counts on benchmark files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from tarazu import api


def bench_counts(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder with train, valid, entity2id and relation2id (.txt or .txt.gz).")],
    fit: Annotated[str, typer.Option(help="Files to fit on: names in the folder or paths, separated by commas.")] = "train",
    score: Annotated[str, typer.Option(help="Files to forecast: names in the folder or paths, separated by commas.")] = "valid",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Forecast weekly counts of cooperation and conflict between states one week ahead, and score that beside baselines."""
    found = api.bench_counts(folder, _parts(fit), _parts(score))
    if as_json:
        typer.echo(msgspec.json.encode(found).decode())
        return
    typer.echo(f"fitted on {', '.join(found.fit)}; scored on {', '.join(found.score)}: weeks {found.weeks[0]} to {found.weeks[-1]}")
    for name, number, scores in (("all series", found.series, found.all), ("Central Asia and powers", found.regional, found.region)):
        typer.echo(f"\n{name}: {number}\n{'model':26}{'log score':>10}{'CRPS':>8}{'80 % band holds':>17}")
        for each in scores:
            typer.echo(f"{each.model:26}{each.log_score:10.4f}{each.crps:8.4f}{100 * each.coverage:15.1f} %")


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
