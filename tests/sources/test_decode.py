"""Tests of decoding: which encoding, and what is refused or reported."""

from __future__ import annotations

import pytest

from tarazu.errors import SourceError
from tarazu.sources.decode import decode

_PERSIAN = "رئيس جمهور قزاقستان وارد تهران شد و با همتاي ايراني خود ديدار کرد."
_ARABIC = "وصل الرئيس الكازاخستاني إلى القاهرة في زيارة رسمية تستمر يومين."
_RUSSIAN = "Президент Казахстана прибыл в Москву с официальным визитом."
_ENGLISH = "The president’s visit – his first – cost £3 million, “a café owner” said."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        pytest.param(_PERSIAN, "windows-1256", id="a president arrived in Tehran"),
        pytest.param("ديدار", "windows-1256", id="a meeting: one Persian word"),
        pytest.param("زيارة", "windows-1256", id="a visit: one Arabic word"),
        pytest.param("مذاکرات ايران", "windows-1256", id="talks of Iran"),
        pytest.param("پيام چين", "windows-1256", id="a message of China, with Persian letters"),
        pytest.param("القمة في جدة", "windows-1256", id="the summit in Jeddah"),
        pytest.param("Astana (آستانه) is the seat.", "windows-1256", id="English with an Arabic-script name"),
        pytest.param(_ARABIC, "windows-1256", id="a president arrived in Cairo"),
        pytest.param("می\u200cکند".replace("ی", "ي"), "windows-1256", id="does, with a non-joiner"),
        pytest.param(_RUSSIAN, "windows-1251", id="a president arrived in Moscow"),
        pytest.param("ПРЕЗИДЕНТ ПРИБЫЛ", "windows-1251", id="a president arrived, in capitals"),
        pytest.param("визит", "windows-1251", id="a visit"),
        pytest.param(_RUSSIAN, "koi8-r", id="a president arrived in Moscow, KOI8"),
        pytest.param("ПРЕЗИДЕНТ ПРИБЫЛ", "koi8-r", id="a president arrived, in capitals, KOI8"),
        pytest.param("переговоры", "koi8-r", id="talks, KOI8"),
        pytest.param(_ENGLISH, "windows-1252", id="English with typographic quotes"),
        pytest.param("The minister’s words", "windows-1252", id="English with an apostrophe only"),
        pytest.param("El café está en Malmö", "windows-1252", id="Spanish with accents"),
    ],
)
def test_decode_detects_legacy_encoding(text, encoding):
    decoded = decode("a.txt", text.encode(encoding))
    assert decoded.text == text
    assert decoded.encoding == encoding
    assert not decoded.broken


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize(
    "text",
    [
        pytest.param(_PERSIAN, id="Persian: a president arrived"),
        pytest.param(_RUSSIAN, id="Russian: a president arrived"),
        pytest.param("A visit to Astana.", id="English"),
    ],
)
def test_decode_reads_unicode(text, encoding):
    if encoding == "utf-32":
        raw = text.encode(encoding)
    elif encoding == "utf-16":
        raw = b"\xff\xfe" + text.encode("utf-16-le")
    else:
        raw = text.encode(encoding)
    assert decode("a.txt", raw).text == text


def test_decode_keeps_line_ends_as_received():
    assert decode("a.txt", b"a\r\nb\rc\n").text == "a\r\nb\rc\n"


def test_decode_reports_broken_bytes_with_their_place():
    raw = "دیدار ".encode() + b"\xff\xfe" + " در تهران و گفت\u200cوگو".encode()
    decoded = decode("a.txt", raw)
    (broken,) = decoded.broken
    assert decoded.encoding == "utf-8"
    assert decoded.text == "دیدار \ufffd\ufffd در تهران و گفت\u200cوگو"
    assert (broken.start, broken.end, broken.byte) == (6, 8, len("دیدار ".encode()))


def test_decode_reports_a_text_cut_within_a_letter():
    decoded = decode("a.txt", "встреча".encode()[:-1])
    assert decoded.text == "встреч\ufffd"
    assert decoded.broken[0].end == 7


def test_decode_reports_broken_utf16():
    decoded = decode("a.txt", b"\xff\xfe" + "встреча".encode("utf-16-le") + b"\x00\xd8" + "да".encode("utf-16-le"))
    assert "\ufffd" in decoded.text
    assert decoded.broken[0].byte is None


def test_decode_believes_a_page_that_declares_its_encoding():
    raw = '<html><meta charset="iso-8859-5"><p>Встреча</p>'.encode("iso-8859-5")
    assert decode("a.html", raw, markup=True).text.endswith("<p>Встреча</p>")


@pytest.mark.parametrize("name", ["utf-8", "hex", "unicode_escape", "x-none", "idna"])
def test_decode_does_not_believe_a_page_that_errs(name):
    raw = f'<html><meta charset="{name}"><p>{_RUSSIAN}</p>'.encode("windows-1251")
    assert _RUSSIAN in decode("a.html", raw, markup=True).text


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "white space"),
        (b"\xef\xbb\xbf\n", "white space"),
        ("\u200f\u200b \n".encode(), "white space"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "PNG"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (b"PK\x03\x04\x14\x00", "zip"),
        (b"MZ\x90\x00\x03", "Windows program"),
        (b"\x7fELF\x02\x01", "program"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"{\\rtf1\\ansi", "rich-text"),
        (b"abc\x00\x01\x02def", "NUL"),
        (bytes(range(1, 256)) * 4, "control"),
    ],
)
def test_decode_refuses_what_is_no_text(raw, found):
    with pytest.raises(SourceError, match=found):
        decode("a.txt", raw)


@pytest.mark.parametrize("text", ["BM is a company.", "MZ, ID3 and BZh are names."])
def test_decode_takes_text_that_begins_like_a_binary(text):
    assert decode("a.txt", text.encode()).text == text


def test_decode_reads_fifty_megabytes():
    text = _PERSIAN * (50 * 2**20 // len(_PERSIAN.encode()))
    assert decode("a.txt", text.encode()).text == text
