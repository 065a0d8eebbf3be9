"""From bytes to text: which encoding they are in, and which of them cannot be read."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from pathlib import Path

import msgspec

from tarazu import data
from tarazu.errors import SourceError

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_BINARIES = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"BM", "a bitmap picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"RIFF", "a picture, sound or film"),
    (b"\x00\x00\x00\x18ftyp", "a film"),
    (b"\x00\x00\x00\x20ftyp", "a film"),
    (b"ID3", "a sound"),
    (b"OggS", "a sound"),
    (b"PK\x03\x04", "a zip archive (.docx, .xlsx and .epub are such)"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (.doc, .xls)"),
    (b"{\\rtf", "a rich-text file"),
    (b"SQLite format 3", "a SQLite database"),
    (b"%!PS", "a PostScript file"),
    (b"%PDF-", "a PDF"),
)
_CONTROL = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1a\x1b") + b"\x7f"
_CONTROL_SHARE = 0.02
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_UNREADABLE = re.compile("[\ud800-\udfff\ufffd]+")
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,32})""")
_TEXT_CODEC = re.compile(r"(?:utf|windows|cp|iso|koi8|mac|gb|big5|euc|shift|latin|us-ascii|ascii)[a-z0-9_-]*")
_INVISIBLE = " \t\r\n\v\f\u00a0\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_MARKS = frozenset("«»“”„‘’‚‹›–—…•·№§©®°€£¢±\u00a0\u00ad،؛؟\u200c\u200d\u200e\u200f")
_SAMPLE = 16_000
_FLOOR = math.log(1e-5)
_MARK = math.log(0.03)
_ACCENT = math.log(0.03)
_LONE_ACCENT = math.log(0.004)
_DOUBTFUL = -4.6
_ENOUGH = 40
_UNITS_SAMPLE = 4_096


class Broken(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of the text that stands for bytes that could not be read.

    Attributes:
        start, end: Its span in the decoded text, code points; it holds nothing but U+FFFD.
        byte: Offset of its first byte in the file; None where the encoding does not tell.
    """

    start: int
    end: int
    byte: int | None


class Decoded(msgspec.Struct, frozen=True, kw_only=True):
    """A text with the encoding that it was read in and the stretches that were not readable."""

    text: str
    encoding: str
    broken: tuple[Broken, ...] = ()


class _Encoding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    letters: dict[str, float]


class _Encodings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    source: str
    licence: str
    encodings: tuple[_Encoding, ...]


def decode(name: str, raw: bytes, *, markup: bool = False) -> Decoded:
    """Decodes the bytes of a text file.

    UTF-8 is taken where the bytes are UTF-8, byte-order marks are believed, then what a page declares; the legacy encodings are told
    apart by how likely the letters are that each makes of the bytes.

    Args:
        name: What to call the file in an error.
        raw: All its bytes.
        markup: Whether it may declare its encoding, as HTML and XML do.

    Returns:
        The text without its byte-order mark; bytes that could not be read are U+FFFD and listed.

    Raises:
        SourceError: It is empty, blank or no text.
    """
    if not raw:
        raise SourceError(name, "a text", "it is empty", "leave it out")
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return _filled(name, _read(raw[len(mark) :], encoding, len(mark)))
    _refuse_binary(name, raw)
    if b"\x00" in raw:
        return _filled(name, _without_mark(name, raw))
    controls = len(raw) - len(raw.translate(None, _CONTROL))
    if controls > _CONTROL_SHARE * len(raw):
        raise SourceError(name, "a text", "it is a binary file (control characters)", "give a text, HTML, JSON or PDF file")
    return _filled(name, _read(raw, _encoding_of(raw, markup=markup), 0))


def _filled(name: str, decoded: Decoded) -> Decoded:
    if not decoded.text.strip(_INVISIBLE):
        raise SourceError(name, "a text", "there is nothing but white space in it", "leave it out")
    return decoded


def _refuse_binary(name: str, raw: bytes) -> None:
    for magic, kind in _BINARIES:
        sure = len(magic) > 3 or not magic.isalnum() or b"\x00" in raw[:512]  # a text may begin with "BM" or "ID3"
        if sure and raw.startswith(magic):
            raise SourceError(name, "a text", f"it is {kind}", "give a text, HTML, JSON or PDF file")


def _without_mark(name: str, raw: bytes) -> Decoded:
    """UTF-16 that lost its byte-order mark: of the two byte orders, the one that makes letters of one script and plain marks."""
    sample = raw[:_UNITS_SAMPLE]
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample.decode(encoding, "replace")
        fitting = sum(_is_read(letter) for letter in text)
        if fitting > 0.95 * len(text):
            return _read(raw, encoding, 0)
    raise SourceError(name, "a text", "it is a binary file (NUL bytes)", "give a text, HTML, JSON or PDF file")


def _is_read(letter: str) -> bool:
    return "\u0020" <= letter < "\u0250" or "\u0400" <= letter < "\u0700" or "\u2000" <= letter < "\u2070" or letter in "\n\r\t"


def _encoding_of(raw: bytes, *, markup: bool) -> str:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8"
    text = raw.decode("utf-8", "surrogateescape")
    bad = sum(len(run) for run in _UNREADABLE.findall(text))
    good = len(text) - bad - len(raw.translate(None, bytes(range(128, 256))))
    if good >= 4 * bad:
        return "utf-8"
    return (_declared(raw) if markup else None) or _likeliest(raw)


def _declared(raw: bytes) -> str | None:
    match = _DECLARED.search(raw[:_UNITS_SAMPLE])
    name = match.group(1).decode("ascii").lower() if match else ""
    if not _TEXT_CODEC.fullmatch(name) or name.startswith("utf"):
        return None  # it is not UTF-8, whatever the page says
    try:
        raw.decode(name)
    except (LookupError, UnicodeError):
        return None
    return name


@lru_cache(maxsize=1)
def _encodings() -> tuple[_Encoding, ...]:
    return data.read(Path(__file__).with_name("encodings.yml"), _Encodings).encodings


def _likeliest(raw: bytes) -> str:
    """The encoding whose letters are likeliest; where none is likely, charset-normalizer is asked for what we did not think of."""
    first = _NOT_ASCII.search(raw)
    at = max(0, first.start() - 64) if first else 0
    sample = raw[at : at + _SAMPLE]
    scores = {each.name: _likelihood(sample.decode(each.name, "replace"), each.letters) for each in _encodings()}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] > _DOUBTFUL or len(_NOT_ASCII.findall(sample)) < _ENOUGH:
        return best
    from charset_normalizer import from_bytes  # slow to load, and hardly ever needed

    match = from_bytes(sample).best()
    return match.encoding if match is not None and _reads(raw, match.encoding) else best


def _reads(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeError:
        return False
    return True


def _likelihood(text: str, letters: dict[str, float]) -> float:
    """The mean logarithm of the likelihood of the letters and marks outside ASCII.

    A capital after a small letter, and a letter of another script inside a Latin word, are what a wrong encoding makes.
    """
    total, count, before = 0.0, 0, " "
    for at, letter in enumerate(text):
        if letter > "\x7f":
            after = text[at + 1 : at + 2] or " "
            total += _accent(before, letter, after) if not letters else _letter(before, letter, after, letters)
            count += 1
        before = letter
    return total / count if count else _FLOOR


def _accent(before: str, letter: str, after: str) -> float:
    if letter in _MARKS:
        return _MARK
    if not letter.isalpha() or any(each.isalpha() and each > "\x7f" for each in (before, after)):
        return _FLOOR
    return _ACCENT if before.isalpha() or after.isalpha() else _LONE_ACCENT


def _letter(before: str, letter: str, after: str, letters: dict[str, float]) -> float:
    if letter in _MARKS:
        return _MARK
    share = letters.get(letter.lower())
    if share is None or (before.islower() and letter.isupper()):
        return _FLOOR
    if any(each.isascii() and each.isalpha() for each in (before, after)):
        return _FLOOR
    return math.log(share / 1000)


def _read(raw: bytes, encoding: str, offset: int) -> Decoded:
    wide = encoding.startswith(("utf-16", "utf-32"))
    text = raw.decode(encoding, "replace" if wide else "surrogateescape")
    broken: list[Broken] = []
    byte = at = 0
    for match in _UNREADABLE.finditer(text):
        if not wide:
            byte += len(text[at : match.start()].encode(encoding, "surrogateescape"))
            at = match.start()
        broken.append(Broken(start=match.start(), end=match.end(), byte=None if wide else byte + offset))
    if broken:
        text = _UNREADABLE.sub(lambda match: "\ufffd" * (match.end() - match.start()), text)
    return Decoded(text=text, encoding=encoding, broken=tuple(broken))
