"""`tarazu explain`: opens a record down to its sentence and the rules that fired."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from tarazu import api
from tarazu.cli.code import Files
from tarazu.cli.output import open_standard


def explain(
    record_id: Annotated[str, typer.Argument(metavar="ID", help="A record's id, or its first six letters or more.")],
    files: Files,
    coder: Annotated[str | None, typer.Option(help="The coder that made it; the same default as `tarazu code`.")] = None,
) -> None:
    """Show why a record is as it is. Prints its sentence with the parts marked, its slots, and the rules that fired."""
    from tarazu.cli.explanation import show  # slow to load, and `--help` must not wait for it

    show(api.explain(files, record_id, coder=coder), open_standard(sys.stdout), terminal=sys.stdout.isatty())
