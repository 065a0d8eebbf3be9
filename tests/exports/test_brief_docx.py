"""Briefs as Word documents."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # tests are no package: this is how they find `brief_sample`

import docx
from brief_sample import PERSIAN, sample
from docx.oxml.ns import qn

from tarazu.exports.brief_docx import write_docx


@pytest.mark.parametrize(("language", "turned"), [("en", False), ("fa", True), ("ar", True), ("ru", False)])
def test_docx_turns_paragraphs_runs_and_tables(tmp_path: Path, language: str, *, turned: bool) -> None:
    write_docx(sample(language), tmp_path / "a.docx")
    document = docx.Document(str(tmp_path / "a.docx"))
    title = document.paragraphs[0]
    assert (title._p.pPr.find(qn("w:bidi")) is not None) == turned
    assert bool(title.runs[0].font.rtl) == turned
    assert (document.tables[0]._tblPr.find(qn("w:bidiVisual")) is not None) == turned


def test_docx_turns_a_persian_quotation_in_an_english_brief(tmp_path: Path) -> None:
    write_docx(sample(), tmp_path / "a.docx")
    [quotation] = [each for each in docx.Document(str(tmp_path / "a.docx")).paragraphs if each.text == PERSIAN]
    assert quotation._p.pPr.find(qn("w:bidi")) is not None
    assert quotation.runs[0].font.rtl


def test_docx_draws_bars_that_end_where_the_estimates_do(tmp_path: Path) -> None:
    write_docx(sample(), tmp_path / "a.docx")
    rows = docx.Document(str(tmp_path / "a.docx")).tables[0].rows
    bars = {row.cells[0].text: [cell.text for cell in row.cells[-2:]] for row in rows}
    # the scale ends at 4: of twelve blocks the mean of 2 is six, its 90 % band ends at 2.6, the eighth
    assert [len(each) for each in bars["February 2022"]] == [8, 2]
    assert bars["January 2022"][1] == ""


def test_docx_takes_letters_that_xml_has_no_place_for(tmp_path: Path) -> None:
    write_docx(sample(text="a\x00b\x0bc <w:t>&"), tmp_path / "a.docx")
    text = "\n".join(each.text for each in docx.Document(str(tmp_path / "a.docx")).paragraphs)
    assert "<w:t>&" in text


def test_docx_elements_stand_in_the_order_of_the_schema(tmp_path: Path) -> None:
    write_docx(sample("fa"), tmp_path / "a.docx")
    # Word refuses a file whose properties come in another order. Source: ECMA-376, part 1, annex A, CT_PPrBase.
    order = ["pStyle", "keepNext", "numPr", "bidi", "spacing", "ind", "jc", "rPr"]
    for paragraph in docx.Document(str(tmp_path / "a.docx")).paragraphs:
        names = [child.tag.split("}")[1] for child in paragraph._p.get_or_add_pPr()]
        assert names == sorted(names, key=order.index)
