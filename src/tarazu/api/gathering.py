"""Brings together what documents come from: files, folders, addresses, lists of addresses, and event files of the field."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Self

import msgspec

from tarazu.errors import SourceError
from tarazu.records import Address, Coded, Document, Skipped
from tarazu.sources.csv_table import Columns
from tarazu.sources.web_types import WebSettings

if TYPE_CHECKING:
    from tarazu.sources.fetch import Fetcher

_WEB = ("http://", "https://")
_HEAD = 65_536

Found = Document | Skipped | Coded


def _unknown(url: str) -> bool:
    """Nothing was read before."""
    del url
    return False


class Ways(msgspec.Struct, frozen=True, kw_only=True):
    """How sources are read.

    Attributes:
        web: How pages and feeds are fetched.
        columns: Which columns of tables hold what, where their names do not say so.
        known: Tells of an address whether its page was read before; entries of feeds that were are left alone.
        home: The folder from which paths are written: those below it relative to it, all others in full, so that a file has one name from
            wherever it is read.
        labels: What to call files by their paths, in place of the paths: the names under which they were handed over.
    """

    web: WebSettings = WebSettings()
    columns: Columns | None = None
    known: Callable[[str], bool] = _unknown
    home: Path | None = None
    labels: Mapping[str, str] = {}


def web_cache() -> Path:
    """Where pages that were fetched are kept, so that a page that did not change is not sent again."""
    from tarazu import data  # slow to load

    return data.cache_path("").parent / "web"


def gather(sources: Iterable[str | Path], ways: Ways) -> Iterator[Found]:
    """Reads sources of any kind, each in its turn.

    Args:
        sources: Files, folders and addresses of pages or feeds.
        ways: How.

    Yields:
        Documents; records of event files, which come without text; and what could not be read, with its reason.
    """
    with _Gatherer(ways) as gatherer:
        for source in sources:
            yield from gatherer.read(source)


class _Gatherer:
    """Holds the fetcher, which is made when the first address turns up."""

    def __init__(self, ways: Ways) -> None:
        self._ways = ways
        self._open = ExitStack()
        self._made: Fetcher | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._open.close()

    def read(self, source: str | Path) -> Iterator[Found]:
        if isinstance(source, str) and source.lower().startswith(_WEB):
            yield from self._fetch(Address(url=source))
        elif Path(source).is_dir():
            from tarazu.sources.folders import walk  # slow to load

            for each in walk(Path(source)):
                yield from [each] if isinstance(each, Skipped) else self._file(each)
        else:
            yield from self._file(Path(source))

    def _file(self, path: Path) -> Iterator[Found]:
        from tarazu.sources.event_files import is_event_file, read_event_file  # slow to load
        from tarazu.sources.files import read_files

        address = self._ways.labels.get(str(path)) or _address(path, self._ways.home)
        if path.exists() and not path.is_file():
            yield Skipped(doc=address, stage="read", reason="neither a file nor a folder; leave it out")
            return
        if is_event_file(_head(path)):
            try:
                yield from read_event_file(path)
            except SourceError as error:
                yield Skipped(doc=address, stage="read", reason=f"{error.found}; {error.hint}")
            return
        for item in read_files([path], columns=self._ways.columns):
            if isinstance(item, Address):
                yield from self._fetch(item)
            else:
                yield _named(item, str(path), address)

    def _fetch(self, address: Address) -> Iterator[Document | Skipped]:
        from tarazu.sources.web import read_address  # slow to load

        yield from read_address(address, self._fetcher())

    def _fetcher(self) -> Fetcher:
        from tarazu.sources.fetch import Fetcher  # slow to load

        if self._made is None:
            self._made = self._open.enter_context(Fetcher(self._ways.web, known=self._ways.known))
        return self._made


def _head(path: Path) -> bytes:
    """The first bytes of a file; none where it cannot be read, which the reader of files then says."""
    try:
        with path.open("rb") as stream:
            return stream.read(_HEAD)
    except OSError:
        return b""


def _address(path: Path, home: Path | None) -> str:
    full = Path(os.path.abspath(path))  # noqa: PTH100 - a link keeps its own name
    base = Path(os.path.abspath(home)) if home else None  # noqa: PTH100 - as above
    return full.relative_to(base).as_posix() if base and full.is_relative_to(base) else full.as_posix()


def _named(item: Document | Skipped, path: str, address: str) -> Document | Skipped:
    """Under its full name what was read under the name that was typed; ids that a source brings stay."""
    return msgspec.structs.replace(item, doc=address + item.doc[len(path) :]) if item.doc.startswith(path) else item


def only_documents(items: Iterable[Document | Skipped | Address]) -> Iterator[Document | Skipped]:
    """What can be coded at once; pages that would have to be fetched are left out with that reason."""
    for item in items:
        if isinstance(item, Address):
            yield Skipped(doc=item.url, stage="fetch", reason="a page that is still to be fetched: read it into a case with `tarazu read`")
        else:
            yield item


