"""The work of a job that writes a case out; it runs in a process of its own."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

from tarazu.api.case import open_case
from tarazu.api.exporting import FORMATS
from tarazu.errors import OptionError
from tarazu.web.telling import Tell

LARGEST: Final = 4 * 2**30

_ENDINGS: Final = {
    "csv": "zip", "parquet": "zip", "notes": "zip", "polecat": "txt", "icews": "tsv", "gdelt": "zip", "gexf": "gexf", "graphml": "graphml",
    "ftm": "jsonl", "jsonld": "jsonld", "annotations": "jsonld", "csl": "json", "ris": "ris", "bibtex": "bib",
}  # fmt: skip


class Packed(msgspec.Struct, frozen=True, kw_only=True):
    """A case written out, as one file.

    Attributes:
        path: Where it lies.
        name: What it is to be called.
        rows: How many rows, nodes or statements stand in it.
        left_out: What the format could not say, each with how often.
    """

    path: str
    name: str
    rows: int
    left_out: tuple[str, ...]


def write_out(case: Path, shape: str, folder: Path, options: Mapping[str, str], tell: Tell) -> Packed:
    """Writes a case out into a folder that is there for nothing else; several files become one zip archive.

    Raises:
        OptionError: As `Case.export`; or it has become larger than four gibibytes.
    """
    tell({"stage": "writing"}, now=True)
    ending = _ENDINGS.get(shape, "txt")
    name = f"{case.stem}-{shape}" if ending in {"zip", "json", "jsonld", "txt", "tsv"} else case.stem
    inner = folder / "out"
    inner.mkdir()
    target = inner / name if FORMATS[shape].folder else inner / f"{name}.{'csv' if ending == 'zip' else ending}"
    written = open_case(case).export(shape, target, options=options)
    files = sorted(each for each in inner.rglob("*") if each.is_file())
    if sum(each.stat().st_size for each in files) > LARGEST:
        raise OptionError(shape, f"at most {LARGEST:,} bytes", "more", f"write it with `tarazu export {case.name} TARGET --format {shape}`")
    path = written.paths[0]
    if ending == "zip":
        path = folder / f"{name}.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=5) as archive:
            for each in files:
                archive.write(each, each.relative_to(inner).as_posix())
    return Packed(path=str(path), name=path.name, rows=written.rows, left_out=tuple(each.reason for each in written.left_out))
