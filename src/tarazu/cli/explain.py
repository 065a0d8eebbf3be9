"""`tarazu explain`: opens a record down to its sentence and the rules that fired."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from tarazu import api
from tarazu.cli.output import open_standard
from tarazu.cli.printing import AsJson, print_json


def explain(
    record_id: Annotated[str, typer.Argument(metavar="ID", help="A record's id, or its first six letters or more.")],
    files: Annotated[list[str], typer.Argument(metavar="CASE | FILES...", help="The case that holds it, or the files that it was coded from.")],
    coder: Annotated[str | None, typer.Option(help="The coder that made it; the same default as `tarazu code`.")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Show why a record is as it is. Prints its sentence with the parts marked, its slots, and the rules that fired."""
    from tarazu.cli.explanation import show  # slow to load, and `--help` must not wait for it

    case = len(files) == 1 and (files[0].endswith(".tarazu") or Path(files[0] + ".tarazu").is_file())
    found = api.open_case(files[0]).explain(record_id) if case else api.explain(files, record_id, coder=coder)
    if as_json:
        print_json([found])
        return
    show(found, open_standard(sys.stdout), terminal=sys.stdout.isatty())
