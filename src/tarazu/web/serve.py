"""Serves a case until it is told to end."""

from __future__ import annotations

import contextlib
import secrets
import socket
from collections.abc import Callable, Iterator

import uvicorn

from tarazu.api.case import Case
from tarazu.errors import OptionError
from tarazu.web.app import make_app
from tarazu.web.guard import Doors, is_loopback

_PATIENCE = 3


def serve(case: Case, place: tuple[str, int], told: Callable[[Doors], None], *, coder: str | None = None) -> None:
    """Serves a case until the program is told to end (Ctrl+C).

    Args:
        case: The case.
        place: The name or address to bind to, and the port, 0 for any that is free; with anything but the loopback a token is made, without which
            nobody is let in.
        told: Is told where the page is, once it can be opened.
        coder: What codes the documents that are handed over on the page; None takes the best that is installed.

    Raises:
        OptionError: There is no such address on this machine, or another program has the port.
    """
    host, port = place
    with _bound(host, port) as bound:
        doors = Doors(
            host=host, port=int(bound.getsockname()[1]), names=() if is_loopback(host) else (socket.gethostname(), socket.getfqdn()),
            token="" if is_loopback(host) else secrets.token_urlsafe(24),
        )  # fmt: skip
        config = uvicorn.Config(
            make_app(case, doors, coder), log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=_PATIENCE, proxy_headers=False,
            h11_max_incomplete_event_size=64 * 1024, ws="none",
        )  # fmt: skip
        server = _Server(config, lambda: told(doors))
        with contextlib.suppress(KeyboardInterrupt):  # the way to end it
            server.run(sockets=[bound])


class _Server(uvicorn.Server):
    """Says when it can be asked."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begins to listen."""
        await super().startup(sockets)
        if self.started:
            self._ready()


@contextlib.contextmanager
def _bound(host: str, port: int) -> Iterator[socket.socket]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        bound = socket.socket(family, kind, protocol)
    except (OSError, UnicodeError, OverflowError) as error:
        raise OptionError("--host", "a name or address of this machine", repr(host), "leave it out for this computer alone: 127.0.0.1") from error
    with bound:
        try:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind(address)
        except OSError as error:
            raise OptionError("--port", f"a free port of {host}", f"{port}: {error.strerror}", "take another one, or --port 0 for any that is free") from error
        yield bound
