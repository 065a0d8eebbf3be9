"""`tarazu read`, `tarazu watch`, `tarazu recode`: what fills a case."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Annotated

import msgspec
import typer

from tarazu import api
from tarazu.cli.code import jobs
from tarazu.cli.output import open_standard
from tarazu.cli.printing import AsJson, CasePath, print_json
from tarazu.cli.text import clean, isolate
from tarazu.errors import OptionError

_SHOWN = 20
_REASONS = 10

Coder = Annotated[str | None, typer.Option(help=f"One of: {', '.join(api.CODERS)}; the learned one where its model is present.")]
Delay = Annotated[float, typer.Option(min=0.0, help="Seconds from one request to a host to the next.")]
Private = Annotated[bool, typer.Option("--private", help="Fetch from private networks and this computer too.")]
Column = Annotated[list[str] | None, typer.Option("--column", help="What a column of a table holds, as in text=Body; may be given again.")]


def read(
    case: CasePath,
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE...", help="Files, folders, addresses of pages and feeds, archives, event files.")],
    *,
    coder: Coder = None,
    column: Column = None,
    delay: Delay = 3.0,
    pages: Annotated[int, typer.Option(min=1, help="The most entries of one feed.")] = 200,
    private: Private = False,
    as_json: AsJson = False,
) -> None:
    """Read sources into CASE and code them. What was read before stays as it is; after an interruption the same command goes on.

    Ends with 1 if something could not be read or coded; it is kept with its reason: tarazu skipped CASE.
    """
    opened = api.open_case(case)
    ways = _ways(column, api.WebSettings(delay=delay, pages=pages, private=private, cache=api.web_cache()))
    with _progress() as on:
        count = opened.read(sources, ways=ways, work=api.Work(coder=coder, jobs=jobs(), on=on))
    _close(count, as_json=as_json)


def watch(
    case: CasePath,
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help="What is put there is read.")],
    *,
    coder: Coder = None,
    column: Column = None,
    as_json: AsJson = False,
) -> None:
    """Read what is in FOLDER into CASE, and then whatever is put there, until Ctrl+C."""
    opened = api.open_case(case)
    last: list[api.Count] = []
    with _progress() as on:

        def told(count: api.Count) -> None:
            last[:] = [count]
            on(count)

        with suppress(KeyboardInterrupt):  # the way to end it
            last[:] = [opened.watch(folder, ways=_ways(column, api.WebSettings(cache=api.web_cache())), work=api.Work(coder=coder, jobs=jobs(), on=told))]
    if last:
        _close(last[0], as_json=as_json)


def recode(case: CasePath, *, coder: Coder = None, as_json: AsJson = False) -> None:
    """Code all documents of CASE with the coder as it is now, beside what earlier runs made of them. See `tarazu diff`."""
    opened = api.open_case(case)
    with _progress() as on:
        count = opened.recode(work=api.Work(coder=coder, jobs=jobs(), on=on))
    _close(count, as_json=as_json)


def _ways(column: list[str] | None, web: api.WebSettings) -> api.Ways:
    asked = dict(_pair(each) for each in column or ())
    try:
        columns = msgspec.convert(asked, api.Columns) if asked else None
    except msgspec.ValidationError as error:
        raise OptionError("--column", "NAME=COLUMN with one of the names that documents have", str(error), "as in --column text=Body") from error
    unknown = sorted(set(asked) - set(api.Columns.__struct_fields__))
    if unknown:
        raise OptionError(f"--column {unknown[0]}", f"one of {', '.join(api.Columns.__struct_fields__)}", repr(unknown[0]), "as in --column text=Body")
    return api.Ways(web=web, columns=columns)


def _pair(written: str) -> tuple[str, str]:
    name, sign, value = written.partition("=")
    if not sign or not value:
        raise OptionError(f"--column {written}", "NAME=COLUMN", repr(written), "as in --column text=Body")
    return name.strip(), value.strip()


@contextmanager
def _progress() -> Iterator[Callable[[api.Count], None]]:
    """A line on the terminal that grows with what was read; nothing where nobody looks."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # slow to load

    with Console(stderr=True).status("reading") as status:

        def show(count: api.Count) -> None:
            left = count.skipped + count.failed
            status.update(f"read {count.read} · coded {count.coded} · same {count.same + count.sighted} · skipped {left}")

        yield show


def _close(count: api.Count, *, as_json: bool) -> None:
    failed = count.skipped + count.failed
    if as_json:
        print_json([count])
    else:
        _tell(count)
    if failed:
        raise typer.Exit(1)


def _tell(count: api.Count) -> None:
    parts = [f"{count.coded} coded ({count.records} records)", f"{count.same} same as before"]
    parts += [f"{count.sighted} met at another address"] if count.sighted else []
    parts += [f"{count.imported} imported without text"] if count.imported else []
    parts += [f"{count.failed} kept but not coded"] if count.failed else []
    parts += [f"{count.skipped} skipped", *([f"{count.noted} notes"] if count.noted else [])]
    stream = open_standard(sys.stdout)
    stream.write(f"{count.read} read: {', '.join(parts)}\n")
    stream.writelines(f"{number:6}  {isolate(clean(reason))}\n" for reason, number in count.reasons[:_REASONS])
    if len(count.reasons) > _REASONS:
        stream.write(f"        and {len(count.reasons) - _REASONS} more reasons\n")
    stream.flush()
    messages = open_standard(sys.stderr)
    messages.writelines(f"{isolate(clean(each.doc))}: {isolate(clean(each.reason))}\n" for each in count.examples[:_SHOWN])
