"""The text of a PDF, in reading order also where it is written from right to left."""

from __future__ import annotations

import io
import logging
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator

from tarazu.errors import SourceError
from tarazu.records import Document, Skipped

_SECONDS = 120
_PRESENTATION = re.compile("[\ufb00-\ufdff\ufe70-\ufeff]+")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe]")


def read_pdf(name: str, raw: bytes) -> Iterator[Document | Skipped]:
    """Reads a PDF with poppler's pdftotext where it is installed, else with pdfminer.six and python-bidi.

    Letters in presentation forms become the letters that they stand for (NFKC).

    Args:
        name: The file; the document's id.
        raw: Its bytes.

    Yields:
        One document; a page break is a form feed.

    Raises:
        SourceError: It cannot be read, has no text (a scan), or the extra `tarazu[pdf]` is missing.
    """
    program = shutil.which("pdftotext")
    text = _with_poppler(name, program, raw) if program else _with_pdfminer(name, raw)
    text = _PRESENTATION.sub(lambda match: unicodedata.normalize("NFKC", match.group()), text)
    if not text.strip():
        raise SourceError(name, "a PDF with text", "there is no text in it (is it a scan?)", "recognise its characters first")
    yield Document(doc=name, text=text)


def _with_poppler(name: str, program: str, raw: bytes) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - the program's path is found on PATH, and the file goes in as its input
            [program, "-enc", "UTF-8", "-", "-"], input=raw, capture_output=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SourceError(name, "a PDF", f"pdftotext gave up on it ({error.__class__.__name__})", "save its text as .txt") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().split("\n")[-1][:120]
        raise SourceError(name, "a PDF", f"it cannot be read as a PDF ({said})", "check that it opens, and has no password")
    return done.stdout.decode("utf-8", "replace")


def _with_pdfminer(name: str, raw: bytes) -> str:
    try:
        from bidi import get_display
        from pdfminer.high_level import extract_text
        from pdfminer.psexceptions import PSException
    except ImportError as error:
        raise SourceError(
            name, "what reads a PDF", "the extra `tarazu[pdf]` is not installed", "pip install 'tarazu[pdf]', or install pdftotext (poppler)"
        ) from error
    logging.getLogger("pdfminer").addHandler(logging.NullHandler())
    try:
        text = extract_text(io.BytesIO(raw))
    except (PSException, ValueError, TypeError, AttributeError, LookupError, RecursionError, OSError) as error:
        said = str(error)[:80] or error.__class__.__name__
        raise SourceError(name, "a PDF", f"it cannot be read as a PDF ({said})", "check that it opens, and has no password") from error
    return "\n".join(str(get_display(line, base_dir="R")) if _RIGHT_TO_LEFT.search(line) else line for line in text.split("\n"))
