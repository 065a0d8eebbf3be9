"""`tarazu score`: scores coded records against gold ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from tarazu import api


def score(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Annotated documents, one a line.")],
    coded: Annotated[Path, typer.Argument(metavar="PRED", help="What `tarazu code --format jsonl` wrote.")],
    texts: Annotated[Path | None, typer.Option(help="Folder of the texts; else `seeds` beside the gold's folder, else this one.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Score coded records against gold ones. Prints precision, recall and F1, and the share of slots that are right."""
    scores = api.score(gold, coded, texts or _texts_beside(gold))
    shown = {name: msgspec.to_builtins(rate) for name, rate in scores.rates.items()}
    if as_json:
        typer.echo(json.dumps({**shown, "slots": dict(scores.slots)}))
        return
    for name, rate in shown.items():
        typer.echo(f"{name} {rate}")
    typer.echo(f"slots {dict(scores.slots)}")


def _texts_beside(gold: Path) -> Path:
    folder = gold.resolve().parent.parent / "seeds"
    return folder if folder.is_dir() else Path()
