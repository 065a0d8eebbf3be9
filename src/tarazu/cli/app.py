"""The program `tarazu`: its commands, and how it ends when something is wrong."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from tarazu import api
from tarazu.cli import code, explain, export, judge, languages, looking, new, read, score
from tarazu.cli.text import clean_lines
from tarazu.errors import OptionError, TarazuError

_FAILED = 1
_USAGE = 2

_app = typer.Typer(
    name="tarazu", add_completion=True, rich_markup_mode=None, no_args_is_help=True, pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)  # fmt: skip
_app.command()(code.code)
_app.command()(explain.explain)
_app.command()(score.score)
_app.command()(languages.languages)
for command in (new.new, read.read, read.watch, read.recode, looking.search, looking.skipped, judge.judge, judge.quality, looking.runs, looking.diff):
    _app.command()(command)
_app.command("list")(looking.list_records)
_app.command()(export.export)
_app.command()(looking.check)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tarazu {api.version()}")
        raise typer.Exit


@_app.callback()
def _describe(
    *, version: Annotated[bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and leave.")] = False
) -> None:
    """Read Persian, Arabic, Russian and English press and code who did what to whom, when and on whose word."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the program and leaves it.

    Args:
        arguments: The command line without the program's name; None takes the process's own.

    Raises:
        SystemExit: Always. 0 if all went well, 1 if a file failed, 2 if the command line is wrong.
    """
    try:
        _app(args=None if arguments is None else list(arguments), prog_name="tarazu")
    except TarazuError as error:
        sys.stderr.write(clean_lines(str(error)) + "\n")
        raise SystemExit(_USAGE if isinstance(error, OptionError) else _FAILED) from None
