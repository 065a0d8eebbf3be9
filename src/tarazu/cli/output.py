"""Where results go: standard output, or a file that is there whole or not at all."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from tarazu.errors import OptionError


def open_standard(stream: TextIO) -> TextIO:
    """Makes a standard stream write UTF-8 with plain line ends, whatever the system's own ways are."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="replace", newline="")
    return stream


@contextmanager
def open_output(path: Path | None, sources: Sequence[str], *, held: bool) -> Iterator[TextIO]:
    """Opens what results are written to.

    Args:
        path: The file; None for standard output.
        sources: The files that are read meanwhile, none of which may be overwritten.
        held: Hold what goes to standard output back to the end, because a progress bar has the terminal until then.

    Yields:
        A text stream in UTF-8.

    Raises:
        OptionError: The file cannot be written, or is one of the sources.
    """
    if path is None:
        standard = open_standard(sys.stdout)
        stream = io.StringIO(newline="") if held else standard
        yield stream
        if isinstance(stream, io.StringIO):
            standard.write(stream.getvalue())
        return
    path = path.resolve()  # so that a link stays a link, to the new file
    if any(Path(source).resolve() == path for source in sources):
        raise OptionError(f"--output {path}", "a file other than those that are read", "one of them", "choose another name")
    try:
        with _open_whole(path) as stream:
            yield stream
    except OSError as error:
        raise OptionError(f"--output {path}", "a file that can be written", error.strerror or "an error", "choose another folder") from error


@contextmanager
def _open_whole(path: Path) -> Iterator[TextIO]:
    """Writes under a temporary name and renames at the end; what is no regular file (a pipe, a device) is written as it is."""
    if path.exists() and not path.is_file():
        with path.open("w", encoding="utf-8", newline="") as stream:
            yield stream
        return
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("w", encoding="utf-8", newline="") as stream:
            yield stream
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
