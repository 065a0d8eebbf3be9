"""`tarazu export`: writes a case in the formats of the field."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tarazu import api
from tarazu.cli.printing import AsJson, CasePath, print_json, print_lines, print_table
from tarazu.errors import OptionError


def export(
    case: CasePath,
    target: Annotated[Path | None, typer.Argument(metavar="[TARGET]", help="The file or folder to write, whole or not at all.")] = None,
    shape: Annotated[str | None, typer.Option("--format", "-f", help="One of the formats; without it they are listed.")] = None,
    option: Annotated[list[str] | None, typer.Option("--option", "-o", help="An option of the format, as in bom=yes; may be given again.")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Write CASE to TARGET in a format of the field: tables, event files, networks, linked data, references, notes."""
    if shape is None:
        _list(as_json=as_json)
        return
    if target is None:
        raise OptionError("TARGET", "a file or folder to write", "none", f"as in: tarazu export {case} OUT --format {shape}")
    options = dict(_pair(each) for each in option or ())
    written = api.open_case(case).export(shape, target, options=options)
    if as_json:
        print_json([{"paths": [str(each) for each in written.paths], "rows": written.rows, "left_out": [each.reason for each in written.left_out]}])
        return
    print_lines([f"{written.rows} rows in {', '.join(str(each) for each in written.paths)}"])
    print_lines(each.reason for each in written.left_out)


def _list(*, as_json: bool) -> None:
    if as_json:
        print_json({"format": name, "about": each.about, "folder": each.folder, "options": each.options} for name, each in api.FORMATS.items())
        return
    rows = []
    for name, each in api.FORMATS.items():
        options = ", ".join(f"{option}={'|'.join(values)}" for option, values in each.options.items())
        rows.append((name, "folder" if each.folder else "file", options, each.about))
    print_table(("format", "", "options", "what"), rows)


def _pair(written: str) -> tuple[str, str]:
    name, sign, value = written.partition("=")
    if not sign:
        raise OptionError(f"--option {written}", "NAME=VALUE", repr(written), "as in --option bom=yes")
    return name.strip(), value.strip()
