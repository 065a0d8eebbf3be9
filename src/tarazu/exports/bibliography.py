"""The documents of a case as references: CSL-JSON, RIS and BibTeX."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, TextIO
from urllib.parse import quote

from tarazu.errors import OptionError
from tarazu.exports.citations import Citation, Citations
from tarazu.exports.json_text import JsonObject, JsonValue, stated, write_list
from tarazu.exports.targets import target_file
from tarazu.exports.written import Written
from tarazu.records import HeldDocument

BibliographyShape = Literal["csl", "ris", "bibtex"]

# A brace counts for BibTeX even behind a backslash, so it must be spelt.
_BIBTEX = {
    "\\": r"{\textbackslash}", "{": r"{\textbraceleft}", "}": r"{\textbraceright}", "~": r"{\textasciitilde}", "^": r"{\textasciicircum}",
    "%": r"\%", "&": r"\&", "$": r"\$", "#": r"\#", "_": r"\_",
}  # fmt: skip


def write_bibliography(documents: Iterable[HeldDocument], path: Path, *, shape: BibliographyShape) -> Written:
    """Writes the documents as references.

    A document of an outlet is a newspaper article, one with an address a web page. An author stands as one name as it was found, because first and last
    names of a dozen languages cannot be told apart safely. Keys are the outlet, the year and a part of the digest of the document's id.

    Args:
        documents: The documents of a case; they are read once, and one is held at a time.
        path: The file.
        shape: `csl` (CSL-JSON: Zotero, pandoc), `ris` (EndNote, Mendeley) or `bibtex` (UTF-8, also with the fields of biblatex).

    Returns:
        The file and the number of references.

    Raises:
        OptionError: `shape` is unknown, or the file cannot be written.

    Source: CSL-JSON schema 1.0.2; RIS as Research Information Systems published it in 2011; BibTeX's and biblatex's manuals.
    """
    if shape not in {"csl", "ris", "bibtex"}:
        raise OptionError("shape", "csl, ris or bibtex", repr(shape), "choose one of the three")
    keys = Citations()
    citations = (keys.of(document) for document in documents)
    # RIS ends its lines as DOS did
    with target_file(path) as place, place.open("w", encoding="utf-8", newline="\r\n" if shape == "ris" else "\n") as stream:
        count = write_list(stream, map(_csl, citations)) if shape == "csl" else _write_entries(stream, map(_ris if shape == "ris" else _bibtex, citations))
    return Written(paths=(path,), rows=count, left_out=())


def _write_entries(stream: TextIO, entries: Iterator[str]) -> int:
    count = 0
    for entry in entries:
        stream.write(entry + "\n")
        count += 1
    return count


def _csl(citation: Citation) -> JsonObject:
    author: JsonValue = [{"literal": citation.author}] if citation.author else None
    return {
        "id": citation.key, "type": "article-newspaper" if citation.outlet else "webpage" if citation.url else "document",
        **stated(
            title=citation.title, author=author, issued=_date_parts(citation.issued), accessed=_date_parts(citation.accessed),
            URL=citation.url, language=citation.language,
        ),
        **({"container-title": citation.outlet} if citation.outlet else {}),
    }  # fmt: skip


def _date_parts(day: dt.date | None) -> JsonValue:
    return {"date-parts": [[day.year, day.month, day.day]]} if day else None


def _ris(citation: Citation) -> str:
    fields = (
        ("TY", "NEWS" if citation.outlet else "ELEC" if citation.url else "GEN"), ("ID", citation.key), ("TI", citation.title), ("AU", citation.author),
        ("T2", citation.outlet), ("PY", f"{citation.issued:%Y}" if citation.issued else None),
        ("DA", f"{citation.issued:%Y/%m/%d}" if citation.issued else None),
        ("UR", citation.url), ("Y2", f"{citation.accessed:%Y/%m/%d}" if citation.accessed else None), ("LA", citation.language),
    )  # fmt: skip
    return "".join(f"{tag}  - {value}\n" for tag, value in fields if value) + "ER  - \n"


def _bibtex(citation: Citation) -> str:
    issued = citation.issued
    fields = (
        ("title", citation.title and f"{{{_escape(citation.title)}}}"), ("author", citation.author and f"{{{_escape(citation.author)}}}"),
        ("journal", citation.outlet and _escape(citation.outlet)), ("year", issued and f"{issued.year:04}"), ("month", issued and f"{issued.month:02}"),
        ("date", issued and issued.isoformat()), ("url", citation.url and _address(citation.url)),
        ("urldate", citation.accessed and citation.accessed.isoformat()), ("language", citation.language),
    )  # fmt: skip
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields if value)
    return f"@{'article' if citation.outlet else 'misc'}{{{citation.key},\n{lines}}}\n"


def _escape(text: str) -> str:
    return "".join(_BIBTEX.get(letter, letter) for letter in text)


def _address(url: str) -> str:
    """An address is taken as it stands, so what would end the field is percent-encoded."""
    return re.sub(r"[{}\\\s]", lambda found: quote(found[0]), url)
