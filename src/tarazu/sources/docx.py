"""The text of a Word document (.docx)."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from tarazu.errors import SourceError
from tarazu.records import Document
from tarazu.sources.zip_archive import LARGEST_UNPACKED, unpacked_size

_OLD = b"\xd0\xcf\x11\xe0"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH, _TABLE, _ROW, _CELL = f"{_W}p", f"{_W}tbl", f"{_W}tr", f"{_W}tc"
_TEXT, _TAB, _HYPHEN, _SOFT_HYPHEN = f"{_W}t", f"{_W}tab", f"{_W}noBreakHyphen", f"{_W}softHyphen"
_BREAKS = frozenset({f"{_W}br", f"{_W}cr"})
# What was deleted but is kept for the reviewer, the older copy of a text box, and the settings of tabulators, which are no text.
_LEFT_OUT = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"})
_DEEPEST = 200
# what zipfile and python-docx let through where an archive, or the parts that it should hold, are broken
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, LookupError, ValueError, AttributeError, TypeError, NotImplementedError, RuntimeError,
)  # fmt: skip


def read_docx(name: str, raw: bytes) -> Iterator[Document]:
    """Reads a Word document: paragraphs and headings a line each, a row of a table a line with tabulators between its cells.

    Changes that wait for approval are read as approved. Headers, footers, footnotes and comments are left out. The day on which the file was
    made is no date of publication, and is left out too.

    Args:
        name: The file; the document's id.
        raw: Its bytes.

    Yields:
        One document, with the title and author that it states.

    Raises:
        SourceError: It is no such document, is broken, has a password or no text, or unpacks to more than 512 MB.

    Source: ECMA-376, Office Open XML, Part 1, 17.3 and 17.4.
    """
    if raw.startswith(_OLD):
        raise SourceError(name, "a Word document", "it has a password, or is of the old kind (.doc)", "save it as .docx without a password")
    import docx  # slow to load
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        if unpacked_size(raw) > LARGEST_UNPACKED:
            raise SourceError(name, "at most 512 MB unpacked", "it is larger than that", "save it without its pictures")
        document = docx.Document(io.BytesIO(raw))
        text = "\n".join(_lines(document.element.body))
        properties = document.core_properties
        title, author = properties.title.strip(), properties.author.strip()
    except (OpcError, LxmlError, *_BROKEN) as error:
        said = str(error)[:80].strip("'\"") or error.__class__.__name__
        raise SourceError(name, "a Word document", f"it cannot be read as one ({said})", "check that it opens, and has no password") from error
    if not text.strip():
        raise SourceError(name, "a Word document with text", "there is no text in it", "leave it out")
    yield Document(doc=name, text=text, title=title or None, author=author or None)


def _lines(body: object, depth: int = 0) -> Iterator[str]:
    """The lines of what holds paragraphs and tables, with what stands around them taken as if it were not there."""
    if depth > _DEEPEST:
        raise ValueError("it is nested too deeply")
    for element in body:  # type: ignore[attr-defined] # lxml comes without types
        if element.tag == _PARAGRAPH:
            yield "".join(_pieces(element)).strip()
            yield from _boxed(element)
        elif element.tag == _TABLE:
            yield from _table(element, depth)
        elif element.tag not in _LEFT_OUT:
            yield from _lines(element, depth + 1)


def _table(table: object, depth: int) -> Iterator[str]:
    for row in table.iter(_ROW):  # type: ignore[attr-defined] # lxml comes without types
        if next(row.iterancestors(_TABLE)) is not table:
            continue  # of a table in a cell, which the cell gives
        cells = ("\n".join(line for line in _lines(cell, depth + 1) if line) for cell in row.iter(_CELL) if next(cell.iterancestors(_ROW)) is row)
        yield "\t".join(cell for cell in cells if cell)


def _pieces(element: object) -> Iterator[str]:
    for child in element:  # type: ignore[attr-defined] # lxml comes without types
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag == _TAB:
            yield "\t"
        elif child.tag in _BREAKS:
            yield "\n"
        elif child.tag == _HYPHEN:
            yield "\u2011"
        elif child.tag == _SOFT_HYPHEN:
            yield "\u00ad"
        elif child.tag != _PARAGRAPH and child.tag not in _LEFT_OUT:
            yield from _pieces(child)


def _boxed(paragraph: object) -> Iterator[str]:
    """The paragraphs of text boxes, which hang in a paragraph."""
    for inner in paragraph.iter(_PARAGRAPH):  # type: ignore[attr-defined] # lxml comes without types
        around = [above.tag for above in inner.iterancestors()]
        outer = around.index(_PARAGRAPH) if _PARAGRAPH in around else None
        if inner is not paragraph and outer is not None and not _LEFT_OUT.intersection(around[:outer]):
            yield "".join(_pieces(inner)).strip()
