"""`tarazu code`: reads and codes files."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TextIO

import typer

from tarazu import api
from tarazu.cli.output import open_output, open_standard
from tarazu.cli.summary import Tally
from tarazu.cli.writers import CsvWriter, LinesWriter, Writer
from tarazu.errors import OptionError
from tarazu.records import Document, Skipped

_STANDARD_INPUT = "-"


class Format(StrEnum):
    """How records are written."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"


Files = Annotated[list[str], typer.Argument(metavar="FILES...", help="Text, HTML, JSON, JSON Lines or PDF files; - for standard input.")]


def code(
    files: Files,
    shape: Annotated[Format | None, typer.Option("--format", "-f", help="Taken from the ending of --output, else table.")] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file, whole or not at all.")] = None,
    *,
    coder: Annotated[str | None, typer.Option(help=f"One of: {', '.join(api.CODERS)}; the learned one where its model is present.")] = None,
    summary: Annotated[bool, typer.Option("--summary", help="Count events by type and by pair, and documents by language.")] = False,
) -> None:
    """Code who did what to whom in FILES. Ends with 1 if a file failed; all others are coded all the same.

    The environment variable TARAZU_JOBS says how many processes code at once; one, if it is not set.
    """
    shape = shape or _format_of(output)
    tally = Tally()
    bar = len(files) > 1 and sys.stderr.isatty()
    terminal = output is None and sys.stdout.isatty()
    with open_output(output, files, held=bar and terminal) as stream:
        writer = _writer(shape, stream, terminal=terminal)
        with _progress(len(files), shown=bar) as advance:
            for item in api.code(_read(files, advance), coder=coder, jobs=jobs()):
                writer.write(item)
                tally.add(item)
        if summary and shape is Format.TABLE:
            tally.show(stream)
    messages = open_standard(sys.stderr)
    sys.stdout.flush()  # the records before what is said of them
    if summary and shape is not Format.TABLE:
        tally.show(messages)  # standard output may be read by a program
    tally.close(messages)
    if tally.failed:
        raise typer.Exit(1)


def jobs() -> int:
    """How many processes the environment variable TARAZU_JOBS asks for; one, if it is not set."""
    asked = os.environ.get("TARAZU_JOBS", "1")
    if not asked.isdecimal() or int(asked) < 1:
        raise OptionError("TARAZU_JOBS", "a number of processes, at least 1", repr(asked), "unset it to code in one process")
    return int(asked)


def _format_of(output: Path | None) -> Format:
    endings = {".jsonl": Format.JSONL, ".ndjson": Format.JSONL, ".json": Format.JSONL, ".csv": Format.CSV}
    return endings.get(output.suffix.lower(), Format.TABLE) if output else Format.TABLE


def _writer(shape: Format, stream: TextIO, *, terminal: bool) -> Writer:
    if shape is Format.JSONL:
        return LinesWriter(stream)
    if shape is Format.CSV:
        return CsvWriter(stream)
    from tarazu.cli.table import ConsoleWriter  # slow to load, and `--help` must not wait for it

    return ConsoleWriter(stream, terminal=terminal)


def _read(files: Sequence[str], advance: Callable[[], None]) -> Iterator[Document | Skipped]:
    for name in files:
        if name == _STANDARD_INPUT:
            yield from api.read_bytes("stdin", sys.stdin.buffer.read())
        else:
            yield from api.read_files([name])
        advance()


@contextmanager
def _progress(total: int, *, shown: bool) -> Iterator[Callable[[], None]]:
    """A progress bar on standard error; gives what moves it on by a file."""
    if not shown:
        yield lambda: None
        return
    from rich.console import Console  # slow to load
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("coding"), BarColumn(), MofNCompleteColumn(), TextColumn("files"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("coding", total=total)
        yield lambda: progress.advance(task)
