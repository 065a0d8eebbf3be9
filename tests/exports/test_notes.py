import datetime as dt
import re
from pathlib import Path

import msgspec
import pytest
import yaml

from tarazu.errors import OptionError
from tarazu.exports.notes import write_notes
from tarazu.records import Event, Held, HeldDocument

NAMES = {"KAZ/kassym-jomart-tokayev": "Kassym-Jomart Tokayev (KAZ)", "TUR": "Türkiye", "KAZ": "Kazakhstan"}


def label(actor: str) -> str:
    return NAMES.get(actor, actor)


def read(path: Path) -> tuple[dict, str]:
    """The front matter and the text of a note."""
    head, body = path.read_text(encoding="utf-8").removeprefix("---\n").split("---\n", 1)
    return yaml.safe_load(head), body


def retitled(document: HeldDocument, title: str, doc: str) -> HeldDocument:
    return msgspec.structs.replace(document, facts=msgspec.structs.replace(document.facts, title=title, doc=doc))


def test_write_notes_makes_a_note_of_every_document_and_actor(persian: HeldDocument, imported: HeldDocument, tmp_path: Path) -> None:
    written = write_notes([persian, imported], tmp_path / "vault", label=label)
    documents = sorted(path.stem for path in (tmp_path / "vault" / "Documents").iterdir())
    actors = sorted(path.stem for path in (tmp_path / "vault" / "Actors").iterdir())
    assert documents == ["icews 7", "سفر توکایف «گام ۱» {50%} دام"]
    assert actors == sorted(["Kassym-Jomart Tokayev (KAZ)", "Türkiye", "Kazakhstan", "RUS", "CSTO", "central-asia", "USA", "EU", "RUS ministry-of-defence", "Jane Doe"])
    assert written.rows == 12


def test_write_notes_links_lead_somewhere(persian: HeldDocument, imported: HeldDocument, tmp_path: Path) -> None:
    write_notes([persian, imported], tmp_path, label=label)
    notes = {path.relative_to(tmp_path).with_suffix("").as_posix(): path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.md")}
    links = [each for text in notes.values() for each in re.findall(r"(?<!\\)\[\[([^\]|#]+)(?:#(\^[^\]|]+))?\|[^\]]+\]\]", text)]
    assert len(links) > 20
    for note, block in links:
        assert note in notes
        assert not block or f" {block}\n" in notes[note]


def test_write_notes_document_quotes_its_sentences_as_text(persian: HeldDocument, tmp_path: Path) -> None:
    write_notes([persian], tmp_path, label=label)
    head, body = read(next((tmp_path / "Documents").iterdir()))
    assert (head["title"], head["date"], head["url"], head["language"]) == (persian.facts.title, dt.date(2022, 5, 4), persian.facts.url, "fa")
    assert head["outlet"] == "خبرگزاری نمونه"
    assert "# سفر توکایف: «گام ۱» \\{50\\%\\} \\[\\[دام\\]\\]\n" in body
    assert "  > \\[\\[قزاقستان\\]\\] عضو سازمان پیمان امنیت جمعی است.\n" in body
    first = body.splitlines()[2]
    assert first.startswith("- **CONSULT** (visit): [[Actors/Kassym-Jomart Tokayev (KAZ)|Kassym-Jomart Tokayev (KAZ)]] → [[Actors/Türkiye|Türkiye]] · 2022-05-03 · Ankara")
    assert first.endswith("said by \\=Anadolu; Agency · confidence 0.83 · corrected ^r-e1")
    assert "**ASSAULT**: [[Actors/RUS|RUS]] → [[Actors/Türkiye|Türkiye]] · diplomatic · **denied**" in body


def test_write_notes_actor_has_its_acts_by_date(persian: HeldDocument, tmp_path: Path) -> None:
    event = next(held.record for held in persian.records if isinstance(held.record, Event))
    earlier = msgspec.structs.replace(event, id="e0", when=msgspec.structs.replace(event.when, start=dt.date(2020, 1, 1)))
    held = (Held(record=msgspec.structs.replace(event, id="e5", when=None)), Held(record=event), Held(record=earlier))
    write_notes([msgspec.structs.replace(persian, records=held)], tmp_path, label=label)
    head, body = read(tmp_path / "Actors" / "Türkiye.md")
    assert head == {"tarazu": "actor", "id": "TUR", "title": "Türkiye", "aliases": ["Türkiye"], "kind": "state", "country": "TUR"}
    assert re.findall(r"#\^r-(e\d)\|", body) == ["e0", "e1", "e5"]


@pytest.mark.parametrize("title", ["a\n---\nevil: true", "---", "'\": {x: y}", "- [[x]]\r\n```", "!!python/object:os.system", "2022-05-04", "null"])
def test_write_notes_content_cannot_become_front_matter(persian: HeldDocument, tmp_path: Path, title) -> None:
    write_notes([retitled(persian, title, "d1")], tmp_path, label=lambda _: title)
    for path in tmp_path.rglob("*.md"):
        head, body = read(path)
        assert " ".join(title.split()) == " ".join(head["title"].split())
        assert "evil" not in head
        assert not re.search(r"^(---|```)", body, flags=re.MULTILINE)


def test_write_notes_of_one_title_are_told_apart(persian: HeldDocument, tmp_path: Path) -> None:
    written = write_notes([retitled(persian, title, str(at)) for at, title in enumerate(["News", "news", "NEWS", "News?"])], tmp_path, label=label)
    assert len(list((tmp_path / "Documents").iterdir())) == 4
    assert written.rows == 4 + len(list((tmp_path / "Actors").iterdir()))


def test_write_notes_again_replaces_its_own_and_spares_others(persian: HeldDocument, tmp_path: Path) -> None:
    write_notes([persian], tmp_path / "vault", label=label)
    (tmp_path / "vault" / "Mine.md").write_text("mine")
    write_notes([persian], tmp_path / "vault", label=label)
    assert (tmp_path / "vault" / "Mine.md").read_text() == "mine"
    own = tmp_path / "vault" / "Actors" / "Türkiye.md"
    own.write_text("my own words")
    with pytest.raises(OptionError, match="a note of somebody else"):
        write_notes([persian], tmp_path / "vault", label=label)
    assert own.read_text() == "my own words"
    assert [path.name for path in tmp_path.iterdir()] == ["vault"]


def test_write_notes_of_an_empty_case_is_an_empty_vault(tmp_path: Path) -> None:
    assert write_notes([], tmp_path / "vault", label=label).rows == 0
    assert sorted(path.name for path in (tmp_path / "vault").iterdir()) == ["Actors", "Documents"]
    (tmp_path / "file").write_text("x")
    with pytest.raises(OptionError, match="a folder"):
        write_notes([], tmp_path / "file", label=label)
