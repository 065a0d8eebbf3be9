"""The works of jobs that fill a case; each runs in a process of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from pathlib import Path

from tarazu import api
from tarazu.api.gathering import Ways, web_cache
from tarazu.api.reading import Count
from tarazu.api.taking_in import take_in, watch_folder
from tarazu.web.telling import Tell

_LOOK = 0.2


def read_uploads(case: Path, files: Sequence[tuple[Path, str]], coder: str | None, tell: Tell) -> Count:
    """Reads files that were handed over under their own names, and removes them."""
    labels = {str(path): name for path, name in files}
    try:
        return take_in(case, [path for path, _ in files], Ways(web=api.WebSettings(cache=web_cache()), labels=labels), coder, tell)
    finally:
        for path, _ in files:
            path.unlink(missing_ok=True)


def read_addresses(case: Path, addresses: Sequence[str], pages: int, coder: str | None, tell: Tell) -> Count:
    """Fetches pages and feeds; only those of the open web, never of a private network."""
    return take_in(case, addresses, Ways(web=api.WebSettings(cache=web_cache(), pages=pages), home=case.parent), coder, tell)


def watch(case: Path, folder: Path, coder: str | None, tell: Tell) -> Count:
    """Watches a folder until it is stopped."""
    ended = threading.Event()

    def follow() -> None:
        while not tell.stop.is_set():
            time.sleep(_LOOK)
        ended.set()

    threading.Thread(target=follow, daemon=True).start()
    return watch_folder(case, folder, coder, tell, ended)
