"""Writes a case out in the formats of the field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, Literal

import msgspec

from tarazu.api.listing import label
from tarazu.errors import OptionError
from tarazu.exports.written import Written
from tarazu.records import HeldDocument

Documents = Iterable[HeldDocument]
Options = Mapping[str, str]


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """A format that a case can be written in.

    Attributes:
        about: What it is and who opens it.
        folder: Whether it is a folder of files rather than one.
        options: Its options, each with the values that it takes, the first of which is the default.
    """

    about: str
    folder: bool = False
    options: Mapping[str, tuple[str, ...]] = {}


_BOM: Final = {"bom": ("no", "yes")}
_LEVEL: Final = {"level": ("state", "actor")}

FORMATS: Final[Mapping[str, Format]] = {
    "csv": Format(about="tables with a data dictionary (Frictionless), for R, Stata, Excel (bom=yes)", folder=True, options=_BOM),
    "parquet": Format(about="the same tables as Parquet, for Polars, pandas, DuckDB, R", folder=True),
    "polecat": Format(about="events in POLECAT's 40 columns"),
    "icews": Format(about="events in ICEWS' 20 columns"),
    "gdelt": Format(about="events in the 61 columns of GDELT 2.0, and beside them its Mentions in 16"),
    "gexf": Format(about="who acts on whom, with days, for Gephi", options=_LEVEL),
    "graphml": Format(about="who acts on whom, for Cytoscape, igraph, yEd", options=_LEVEL),
    "ftm": Format(about="FollowTheMoney entities, a line each, for OpenAleph"),
    "jsonld": Format(about="JSON-LD with PROV-O: who made each record of what"),
    "annotations": Format(about="W3C Web Annotations: each record on the words it stands on"),
    "csl": Format(about="the documents as CSL-JSON, for Zotero and Pandoc"),
    "ris": Format(about="the documents as RIS, for reference managers"),
    "bibtex": Format(about="the documents as BibTeX"),
    "notes": Format(about="Markdown notes that link documents and actors, for Obsidian", folder=True),
}
"""The formats by name."""


OF_ACTS: Final = frozenset({"gexf", "graphml"})
"""The formats that count acts, each once; all others hold what each document tells."""


def export(documents: Documents, shape: str, target: Path, options: Options) -> Written:
    """Writes documents with their records in a format.

    Args:
        documents: Those of a case.
        shape: One of `FORMATS`.
        target: The file or folder to write; whole or not at all.
        options: Options of the format.

    Returns:
        What was written, and what the format could not say.

    Raises:
        OptionError: There is no such format or option, or nothing can be written there.
    """
    if shape not in FORMATS:
        raise OptionError("--format", f"one of {', '.join(FORMATS)}", repr(shape), "see `tarazu export --help`")
    if _is_database(target):
        raise OptionError(str(target), "a new file, or an earlier export", "a database, which may be a case", "choose another name")
    known = FORMATS[shape].options
    for name, value in options.items():
        if value not in known.get(name, ()):
            expected = f"{name}={' or '.join(known[name])}" if name in known else f"an option of {shape}: {', '.join(known) or 'it has none'}"
            raise OptionError(f"--option {name}={value}", expected, repr(value), "leave it out for the default")
    chosen = {name: values[0] for name, values in known.items()} | dict(options)
    return _write(documents, shape, target, chosen)


def _is_database(target: Path) -> bool:
    if not target.is_file():
        return False
    with target.open("rb") as stream:
        return stream.read(16) == b"SQLite format 3\x00"


def _write(documents: Documents, shape: str, target: Path, options: Options) -> Written:
    """Hands on to the module of the format, which is slow to load."""
    match shape:
        case "csv" | "parquet":
            from tarazu.exports.tables import write_tables

            return write_tables(documents, target, shape=shape, bom=options.get("bom") == "yes")
        case "gexf" | "graphml":
            from tarazu.exports.network import write_network

            level: Literal["state", "actor"] = "actor" if options["level"] == "actor" else "state"
            return write_network(documents, target, shape=shape, label=label, level=level)
        case "csl" | "ris" | "bibtex":
            from tarazu.exports.bibliography import write_bibliography

            return write_bibliography(documents, target, shape=shape)
        case "polecat" | "icews" | "gdelt":
            return _write_events(documents, shape, target)
        case _:
            return _write_linked(documents, shape, target)


def _write_events(documents: Documents, shape: str, target: Path) -> Written:
    if shape == "polecat":
        from tarazu.exports.polecat import write_polecat

        return write_polecat(documents, target)
    if shape == "icews":
        from tarazu.exports.icews import write_icews

        return write_icews(documents, target)
    from tarazu.exports.gdelt import write_gdelt

    return write_gdelt(documents, target)


def _write_linked(documents: Documents, shape: str, target: Path) -> Written:
    if shape == "ftm":
        from tarazu.exports.follow_the_money import write_follow_the_money

        return write_follow_the_money(documents, target, label=label)
    if shape == "jsonld":
        from tarazu.exports.linked_data import write_linked_data

        return write_linked_data(documents, target, label=label)
    if shape == "annotations":
        from tarazu.exports.annotations import write_annotations

        return write_annotations(documents, target, label=label)
    from tarazu.exports.notes import write_notes

    return write_notes(documents, target, label=label)
