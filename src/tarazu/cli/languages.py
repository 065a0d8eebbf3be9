"""`tarazu languages`: lists the languages that Tarazu reads."""

from __future__ import annotations

import sys

from tarazu import api
from tarazu.cli.output import open_standard
from tarazu.cli.printing import AsJson, print_json
from tarazu.cli.text import isolate


def languages(*, as_json: AsJson = False) -> None:
    """List the languages that Tarazu reads, with their measured level (gold, silver, draft) and the coders that serve them."""
    if as_json:
        print_json(api.list_languages())
        return
    from rich.box import SIMPLE_HEAD  # slow to load, and `--help` must not wait for it
    from rich.table import Table
    from rich.text import Text

    from tarazu.cli.table import make_console

    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold cyan")
    for name in ("code", "name", "in itself", "script", "direction", "level", "coders", "triggers"):
        table.add_column(name, justify="right" if name == "triggers" else "left")
    for each in api.list_languages():
        row = (each.code, each.name, isolate(each.native), each.script, each.direction, each.level, ", ".join(each.coders), str(each.triggers))
        table.add_row(*(Text(cell) for cell in row))
    make_console(open_standard(sys.stdout), terminal=sys.stdout.isatty()).print(table)
