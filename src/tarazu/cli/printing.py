"""What the commands on a case print: tables for people, one JSON object a line for programs."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Annotated

import msgspec
import typer

from tarazu.cli.output import open_standard
from tarazu.cli.text import clean, isolate

CasePath = Annotated[str, typer.Argument(metavar="CASE", help="A case: NAME.tarazu, with or without its ending.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]

_RIGHT = frozenset({"documents", "records", "standing", "judged", "right", "share", "sure", "run", "count"})


def print_json(values: Iterable[object]) -> None:
    """Writes each value as a line of JSON."""
    stream = open_standard(sys.stdout)
    for value in values:
        stream.write(msgspec.json.encode(value).decode("utf-8") + "\n")


def print_lines(lines: Iterable[str]) -> None:
    """Writes lines, safe to print."""
    open_standard(sys.stdout).writelines(f"{isolate(clean(line))}\n" for line in lines)


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Writes a table; a cell is cut to its column's width at words, and right-to-left cells keep their place."""
    from rich.box import SIMPLE_HEAD  # slow to load, and `--help` must not wait for it
    from rich.table import Table
    from rich.text import Text

    from tarazu.cli.table import make_console

    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold cyan")
    for name in columns:
        table.add_column(name, justify="right" if name in _RIGHT else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(isolate(clean(cell))) for cell in row))
    make_console(open_standard(sys.stdout), terminal=sys.stdout.isatty()).print(table)
