"""`tarazu brief`: what a case holds on a state and a power, as a document to send."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from tarazu import api
from tarazu.cli.output import open_standard
from tarazu.cli.printing import CasePath, print_lines
from tarazu.errors import OptionError


def brief(
    case: CasePath,
    dyad: Annotated[str, typer.Option(help="A state and a power, as in KAZ-RUS; or a state, for all powers.")],
    since: Annotated[str | None, typer.Option("--from", help="First day, YYYY-MM-DD; without it three years before the last.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="Last day; without it today.")] = None,
    language: Annotated[str, typer.Option(help="The language that it is written in: en, fa, ar or ru.")] = "en",
    shape: Annotated[str, typer.Option("--format", "-f", help="md, html, docx or pdf.")] = "md",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The file to write; without it Markdown goes to standard output.")] = None,
) -> None:
    """Write a brief: findings with their footnotes, charts, stories, contradictions, slow facts, the method and what is not known."""
    shape = api.brief_shape(shape)
    if output is None and shape != "md":
        raise OptionError("--output", f"a file for {shape}", "none", f"as in --output brief.{shape}")
    made = api.brief(api.open_case(case).path, api.split_dyad(dyad), api.first_day(since, "--from"), api.last_day(until, "--to"), language)
    if output is None:
        open_standard(sys.stdout).write(api.brief_text(made))
        return
    written = api.write_brief(made, shape, output)
    print_lines([f"{written.rows} sentences with {len(made.notes)} notes in {output}"])
