"""`tarazu serve`: the page of a case."""

from __future__ import annotations

import sys
import webbrowser
from typing import TYPE_CHECKING, Annotated

import typer

from tarazu import api
from tarazu.cli.output import open_standard
from tarazu.cli.printing import CasePath

if TYPE_CHECKING:
    from tarazu.web.guard import Doors


def serve(
    case: CasePath,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Its port; 0 for any that is free.")] = 8000,
    host: Annotated[str, typer.Option(help="What to listen on. Anything but this computer alone needs the token that is printed.")] = "127.0.0.1",
    *,
    coder: Annotated[str | None, typer.Option(help=f"What codes the documents that are dropped on the page, one of: {', '.join(api.CODERS)}.")] = None,
    open_page: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
) -> None:
    """Show CASE as a page in the browser, until Ctrl+C. Only this computer can open it, unless --host says otherwise."""
    from tarazu.web.serve import serve as run  # slow to load

    def told(doors: Doors) -> None:
        stream = open_standard(sys.stdout)
        stream.write(f"{doors.address}\n")
        if not doors.private:
            stream.write("whoever has this address can read and change the case, and what goes over the network is not encrypted\n")
        stream.flush()
        if open_page:
            webbrowser.open(doors.address)

    run(api.open_case(case), (host, port), told, coder=coder)
