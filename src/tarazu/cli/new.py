"""`tarazu new`: makes a case."""

from __future__ import annotations

from typing import Annotated

import typer

from tarazu import api
from tarazu.cli.printing import AsJson, print_json


def new(
    case: Annotated[str, typer.Argument(metavar="CASE", help="Its name; the ending .tarazu is added where there is none.")],
    *,
    title: Annotated[str, typer.Option(help="What it is about, for people.")] = "",
    as_json: AsJson = False,
) -> None:
    """Make an empty case: one file that holds documents, records, and what you decide about them."""
    made = api.new(case, title=title)
    if as_json:
        print_json([{"case": str(made.path)}])
        return
    typer.echo(f"{made.path}\nread into it: tarazu read {made.path} FILES, FOLDERS or ADDRESSES")
