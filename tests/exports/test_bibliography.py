import datetime as dt
import json
import re
import warnings
from pathlib import Path

import msgspec
import pytest

from tarazu.errors import OptionError
from tarazu.exports.bibliography import write_bibliography
from tarazu.records import HeldDocument, Sighting

bibtexparser = pytest.importorskip("bibtexparser")
rispy = pytest.importorskip("rispy")


def many(document: HeldDocument, count: int) -> list[HeldDocument]:
    return [msgspec.structs.replace(document, facts=msgspec.structs.replace(document.facts, doc=f"d{at}")) for at in range(count)]


def test_write_bibliography_csl_is_rendered_by_citeproc(persian: HeldDocument, imported: HeldDocument, tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what the library warns of at import is its own affair
        citeproc = pytest.importorskip("citeproc")
        from citeproc.source.json import CiteProcJSON
    path = tmp_path / "a.json"
    assert write_bibliography([persian, imported], path, shape="csl").rows == 2
    references = json.loads(path.read_text(encoding="utf-8"))
    assert references[0]["title"] == persian.facts.title
    assert references[0]["issued"] == {"date-parts": [[2022, 5, 4]]}
    assert references[0]["accessed"] == {"date-parts": [[2026, 11, 1]]}
    assert references[1] == {"id": references[1]["id"], "type": "document"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        style = citeproc.CitationStylesStyle("harvard-cite-them-right", validate=False)
        bibliography = citeproc.CitationStylesBibliography(style, CiteProcJSON(references), citeproc.formatter.plain)
        bibliography.register(citeproc.Citation([citeproc.CitationItem(references[0]["id"])]))
        rendered = str(bibliography.bibliography()[0])
    assert "Sara {A} & Sons" in rendered
    assert "2022" in rendered
    assert "خبرگزاری نمونه" in rendered


def test_write_bibliography_ris_is_read_by_rispy(persian: HeldDocument, imported: HeldDocument, tmp_path: Path) -> None:
    path = tmp_path / "a.ris"
    write_bibliography([persian, imported], path, shape="ris")
    assert b"\r\nER  - \r\n" in path.read_bytes()
    first, second = rispy.loads(path.read_text(encoding="utf-8"))
    assert first["type_of_reference"] == "NEWS"
    assert (first["title"], first["authors"], first["secondary_title"]) == (persian.facts.title, ["Sara {A} & Sons"], "خبرگزاری نمونه")
    assert (first["date"], first["year"], first["language"]) == ("2022/05/04", "2022", "fa")
    assert persian.facts.url in first["urls"]
    assert second["type_of_reference"] == "GEN"


def plain(field: str) -> str:
    """What BibTeX would show of a field."""
    names = {"textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}", "textasciitilde": "~", "textasciicircum": "^"}
    shown = re.sub(r"\{\\(\w+)\}", lambda found: f"\0{ord(names[found[1]])}\0", field)
    shown = re.sub(r"\\([%&$#_])", r"\1", shown).replace("{", "").replace("}", "")
    return re.sub("\0(\\d+)\0", lambda found: chr(int(found[1])), shown)


@pytest.mark.parametrize("title", ["سفر توکایف: «گام ۱» {50%} [[دام]]", "a } b", "{{", r"\end{x} % ~ ^_#$&", '"@article{x,', "two\nlines\u2028and"])
def test_write_bibliography_bibtex_is_read_by_bibtexparser(persian: HeldDocument, imported: HeldDocument, tmp_path: Path, title) -> None:
    path = tmp_path / "a.bib"
    document = msgspec.structs.replace(persian, facts=msgspec.structs.replace(persian.facts, title=title, url="https://example.org/{a}?b=%20\\c"))
    write_bibliography([document, imported], path, shape="bibtex")
    library = bibtexparser.parse_string(path.read_text(encoding="utf-8"))
    assert not library.failed_blocks
    first, second = library.entries
    fields = {field.key: field.value for field in first.fields}
    assert plain(fields["title"]) == " ".join(title.split())
    assert plain(fields["author"]) == "Sara {A} & Sons"
    assert (fields["journal"], fields["date"], fields["urldate"]) == ("خبرگزاری نمونه", "2022-05-04", "2026-11-01")
    assert fields["url"] == "https://example.org/%7Ba%7D?b=%20%5Cc"
    assert (first.entry_type, second.entry_type, second.fields) == ("article", "misc", [])
    assert first.key.isascii()


@pytest.mark.parametrize("shape", ["csl", "ris", "bibtex"])
def test_write_bibliography_keys_are_unique_and_the_same_again(persian: HeldDocument, tmp_path: Path, shape) -> None:
    path = tmp_path / "a"
    write_bibliography(many(persian, 300), path, shape=shape)
    once = path.read_bytes()
    keys = re.findall(r"khbrgzari-nmvnh-2022-[0-9a-f]+", once.decode())
    assert len(keys) == len(set(keys)) == 300
    write_bibliography(many(persian, 300), path, shape=shape)
    assert path.read_bytes() == once


def test_write_bibliography_takes_from_the_sightings_what_the_document_does_not_say(imported: HeldDocument, tmp_path: Path) -> None:
    seen = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
    sightings = (Sighting(address="x", seen=seen), Sighting(address="y", seen=seen, title="T", url="https://example.org/y", outlet="O", published=dt.date(2025, 1, 1)))
    path = tmp_path / "a.json"
    write_bibliography([msgspec.structs.replace(imported, sightings=sightings)], path, shape="csl")
    (reference,) = json.loads(path.read_text(encoding="utf-8"))
    assert (reference["title"], reference["URL"], reference["container-title"]) == ("T", "https://example.org/y", "O")


@pytest.mark.parametrize("shape", ["csl", "ris", "bibtex"])
def test_write_bibliography_of_an_empty_case_is_empty(tmp_path: Path, shape) -> None:
    path = tmp_path / "a"
    assert write_bibliography([], path, shape=shape).rows == 0
    text = path.read_text(encoding="utf-8")
    assert json.loads(text) == [] if shape == "csl" else not text


def test_write_bibliography_refuses_what_it_cannot_do(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="csl, ris or bibtex"):
        write_bibliography([], tmp_path / "a", shape="endnote")
    with pytest.raises(OptionError, match="a folder"):
        write_bibliography([], tmp_path, shape="csl")
    with pytest.raises(OptionError, match="make the folder first"):
        write_bibliography([], tmp_path / "no" / "a", shape="csl")
