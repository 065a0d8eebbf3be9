"""Tests of reading Word documents."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from tarazu.errors import SourceError
from tarazu.sources import read_bytes
from tarazu.sources.docx import read_docx


def _save(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _made() -> bytes:
    document = docx.Document()
    document.core_properties.title, document.core_properties.author = "دیدار می‌شود", "Anna Example"
    document.add_heading("Встреча в Астане")
    document.add_paragraph("رئیس جمهور گفت که می‌رود.")
    table = document.add_table(rows=2, cols=2)
    for at, words in enumerate(["year", "trade", "2023", "28 bn"]):
        table.cell(at // 2, at % 2).text = words
    inner = table.cell(1, 1).add_table(rows=1, cols=1)
    inner.cell(0, 0).text = "of it gas"
    document.add_paragraph("The end.")
    return _save(document)


def test_read_docx_keeps_the_order_and_the_joiners() -> None:
    (document,) = read_docx("a.docx", _made())
    lines = document.text.split("\n")
    assert lines == ["Встреча в Астане", "رئیس جمهور گفت که می‌رود.", "year\ttrade", "2023\t28 bn", "of it gas", "The end."]
    assert (document.title, document.author, document.published) == ("دیدار می‌شود", "Anna Example", None)


def _with_body(markup: str) -> bytes:
    """A document with another body."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_save(docx.Document()))) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            text = f"<w:document {space}><w:body>{markup}</w:body></w:document>" if name == "word/document.xml" else before.read(name)
            after.writestr(name, text)
    return out.getvalue()


def _run(words: str) -> str:
    return f"<w:r><w:t>{words}</w:t></w:r>"


_BOX = f"<w:p>{_run('box')}</w:p>"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (f"<w:p><w:ins>{_run('new')}</w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del></w:p>", "new"),
        (f"<w:sdt><w:sdtContent><w:p>{_run('a field')}</w:p></w:sdtContent></w:sdt>", "a field"),
        (
            f"<w:p>{_run('line')}<w:r><mc:AlternateContent><mc:Choice>{_BOX}</mc:Choice><mc:Fallback>{_BOX}</mc:Fallback></mc:AlternateContent></w:r></w:p>",
            "line\nbox",
        ),
        ("<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>", "a\tb\nc"),
    ],
    ids=["tracked changes", "content controls", "text boxes", "tabulators and breaks"],
)
def test_read_docx_reads_what_is_wrapped(body: str, text: str) -> None:
    (document,) = read_docx("a.docx", _with_body(body))
    assert document.text.strip() == text


def _corrupt(raw: bytes) -> bytes:
    """A document with broken bytes in the packed text."""
    at = raw.index(b"word/document.xml") + 60
    return raw[:at] + b"\xff" * 40 + raw[at + 40 :]


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "password"),
        (b"", "cannot be read"),
        (b"hello", "cannot be read"),
        (_made()[:3000], "cannot be read"),
        (_corrupt(_made()), "cannot be read"),
        (_save(docx.Document()), "no text"),
        (_with_body("<w:p>"), "cannot be read"),
        (_with_body("<w:sdt>" * 250 + "</w:sdt>" * 250), "too deeply"),
    ],
    ids=["a password", "empty", "no zip", "cut short", "broken inside", "no text", "broken XML", "nested deeply"],
)
def test_read_docx_says_why_not(raw: bytes, found: str) -> None:
    with pytest.raises(SourceError, match=found):
        list(read_docx("a.docx", raw))


def test_read_bytes_knows_a_word_document_by_its_content() -> None:
    assert [each.doc for each in read_bytes("-", _made())] == ["-"]
