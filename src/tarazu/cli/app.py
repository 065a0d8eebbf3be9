"""The program `tarazu`: its commands, and how it ends when something is wrong."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from tarazu import api
from tarazu.cli import (
    balance,
    bench_counts,
    bench_forecast,
    brief,
    code,
    compare,
    explain,
    export,
    forecast,
    judge,
    languages,
    looking,
    new,
    read,
    scenario,
    score,
    serve,
    stories,
)
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
_app.command()(new.new)
_app.command()(read.read)
_app.command()(read.watch)
_app.command()(read.recode)
_app.command()(looking.search)
_app.command()(looking.skipped)
_app.command()(judge.judge)
_app.command()(judge.quality)
_app.command()(stories.stories)
_app.command()(stories.story)
_app.command()(stories.chain)
_app.command()(compare.compare)
_app.command()(balance.balance)
_app.command()(balance.why)
_app.command()(balance.network)
_app.command()(brief.brief)
_app.command()(looking.runs)
_app.command()(looking.diff)
_app.command()(looking.check)
_app.command()(export.export)
_app.command()(serve.serve)
_app.command("bench-counts")(bench_counts.bench_counts)
_app.command("bench-forecast")(bench_forecast.bench_forecast)
_app.command()(forecast.forecast)
_app.command()(scenario.scenario)
_app.command("score-forecasts")(forecast.score_forecasts)
_app.command("list")(looking.list_records)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tarazu {api.version()}")
        raise typer.Exit


@_app.callback()
def _describe(
    *, version: Annotated[bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and leave.")] = False
) -> None:
    """Read Persian, Arabic, Russian and English press and code who did what to whom, when and on whose word."""


def _said(error: Exception) -> str:
    return str(error).encode("utf-8", "backslashreplace").decode("utf-8")[:200]


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the program and leaves it.

    Args:
        arguments: The command line without the program's name; None takes the process's own.

    Raises:
        SystemExit: Always. 0 if all went well, 1 if a file failed, 2 if the command line is wrong.
    """
    try:
        _app(args=None if arguments is None else list(arguments), prog_name="tarazu")
    except (UnicodeEncodeError, OverflowError, OSError) as error:  # an argument that is no text, too large a number, a name that no disk takes
        sys.stderr.write(clean_lines(f"tarazu: expected arguments that can be used, found {_said(error)}\nhint: check names and numbers\n"))
        raise SystemExit(_USAGE) from None
    except TarazuError as error:
        sys.stderr.write(clean_lines(str(error)) + "\n")
        raise SystemExit(_USAGE if isinstance(error, OptionError) else _FAILED) from None
