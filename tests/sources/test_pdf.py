"""Tests of reading PDF."""

from __future__ import annotations

import shutil
import sys

import pytest

from tarazu.errors import SourceError
from tarazu.sources.pdf import read_pdf


def _pdf(glyphs):
    """A page with one line of glyphs, put down from left to right as a press puts them down, with their map to letters."""
    codes = {glyph: number for number, glyph in enumerate(dict.fromkeys(glyphs), 1)}
    shown = "".join(f"{codes[glyph]:04X}" for glyph in glyphs)
    pairs = "\n".join(f"<{number:04X}> <{glyph.encode('utf-16-be').hex().upper()}>" for glyph, number in codes.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{len(codes)} beginbfchar\n{pairs}\nendbfchar\nendcmap end end"
    )
    content = f"BT /F 12 Tf 72 700 Td <{shown}> Tj ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
        "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 7 0 R>>",
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 500/FontDescriptor 8 0 R>>",
        f"<</Length {len(cmap)}>>stream\n{cmap}\nendstream",
        "<</Type/FontDescriptor/FontName/A/Flags 4/FontBBox[0 0 500 700]/ItalicAngle 0/Ascent 700/Descent 0/CapHeight 700/StemV 80>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{each}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects) + 1
    trailer = f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer<</Size {count}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF"
    return out + trailer.encode()


def _text(glyphs):
    (document,) = read_pdf("a.pdf", _pdf(glyphs))
    return document.text.strip()


@pytest.fixture(autouse=True)
def _without_poppler(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _: None)


def _needs_extra():
    pytest.importorskip("pdfminer")
    pytest.importorskip("bidi")


def test_read_pdf_reads_from_left_to_right():
    _needs_extra()
    assert _text("Visit to Astana, 2024") == "Visit to Astana, 2024"


@pytest.mark.parametrize(
    ("logical", "shown"),
    [
        pytest.param("سفر 2024 ایران", "ناریا 2024 رفس", id="visit 2024 Iran: digits keep their order"),
        pytest.param("سلام", "\ufee1\ufefc\ufeb3", id="peace, with a ligature of lam and alef"),
    ],
)
def test_read_pdf_reads_from_right_to_left(logical, shown):
    _needs_extra()
    assert _text(shown) == logical


@pytest.mark.parametrize("raw", [b"%PDF-1.4\nnot much of it", b"%PDF-", b"%PDF-1.4\n" + b"\x00\xff" * 500])
def test_read_pdf_refuses_what_is_broken(raw):
    _needs_extra()
    with pytest.raises(SourceError):
        list(read_pdf("a.pdf", raw))


def test_read_pdf_says_that_the_extra_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "bidi", None)
    with pytest.raises(SourceError, match=r"tarazu\[pdf\]"):
        list(read_pdf("a.pdf", _pdf("A")))
