import json
from pathlib import Path

import msgspec
import pytest

from tarazu.errors import OptionError
from tarazu.exports.annotations import write_annotations
from tarazu.records import HeldDocument


def page(documents: list[HeldDocument], folder: Path) -> list[dict]:
    path = folder / "a.jsonld"
    written = write_annotations(documents, path, label=str.lower)
    found = json.loads(path.read_text(encoding="utf-8"))
    assert found["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert found["type"] == "AnnotationPage"
    assert written.rows == len(found["items"])
    return found["items"]


def selected_by_position(annotation: dict, text: str) -> str:
    selector = annotation["target"]["selector"][0]
    assert selector["type"] == "TextPositionSelector"
    return text[selector["start"] : selector["end"]]


def selected_by_quotation(annotation: dict, text: str) -> str:
    selector = annotation["target"]["selector"][1]
    assert selector["type"] == "TextQuoteSelector"
    assert text.count(selector["prefix"] + selector["exact"] + selector["suffix"]) == 1
    return selector["exact"]


def test_write_annotations_selectors_select_the_same_letters(persian: HeldDocument, tmp_path: Path) -> None:
    items = page([persian], tmp_path)
    wanted = [evidence for held in persian.records for evidence in held.record.evidence]
    spans = {(evidence.start, evidence.end) for evidence in wanted} | {(part.start, part.end) for evidence in wanted for part in evidence.parts}
    assert len(items) == sum(1 + len(evidence.parts) for evidence in wanted)
    for item in items:
        assert selected_by_position(item, persian.text) == selected_by_quotation(item, persian.text)
    assert {(item["target"]["selector"][0]["start"], item["target"]["selector"][0]["end"]) for item in items} == spans
    assert len({item["id"] for item in items}) == len(items)


def test_write_annotations_bodies_say_what_was_coded(persian: HeldDocument, tmp_path: Path) -> None:
    items = page([persian], tmp_path)
    first = items[0]
    assert [body["value"] for body in first["body"] if body["purpose"] == "classifying"] == ["event: CONSULT", "mode: visit", "channel: diplomatic", "status: actual"]
    assert first["body"][-1]["source"] == "urn:tarazu:record:e1"
    assert first["target"]["scope"] == persian.facts.url
    assert first["target"]["source"] == {"id": "urn:tarazu:document:d1", "type": "Text", "format": "text/plain", "language": "fa"}
    assert selected_by_position(items[1], persian.text) == "توکایف"
    assert items[1]["body"][1]["source"] == {"id": "urn:tarazu:actor:KAZ/kassym-jomart-tokayev", "label": "kaz/kassym-jomart-tokayev"}


def test_write_annotations_has_one_a_line_as_lines(persian: HeldDocument, tmp_path: Path) -> None:
    items = page([persian], tmp_path)
    write_annotations([persian], tmp_path / "a.jsonl", label=str.lower, shape="lines")
    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()]
    assert lines == [{"@context": "http://www.w3.org/ns/anno.jsonld", **item} for item in items]


def test_write_annotations_are_linked_data(persian: HeldDocument, tmp_path: Path) -> None:
    """The standard's context is not to be fetched: the words used here are checked against its terms."""
    terms = {
        "@context", "id", "type", "motivation", "body", "target", "purpose", "format", "value", "source", "selector", "scope", "start", "end", "exact", "prefix", "suffix",
        "language", "label",
    }  # fmt: skip

    def words(value: object) -> set[str]:
        if isinstance(value, dict):
            return set(value).union(*map(words, value.values()))
        return set().union(*map(words, value)) if isinstance(value, list) else set()

    assert words(page([persian], tmp_path)) <= terms


def test_write_annotations_counts_what_has_no_text_to_stand_on(persian: HeldDocument, imported: HeldDocument, tmp_path: Path) -> None:
    moved = msgspec.structs.replace(persian, text="x" + persian.text)
    written = write_annotations([moved, imported], tmp_path / "a", label=str)
    assert written.rows == 0
    assert [entry.reason[:38] for entry in written.left_out] == ["5 left out: sentence that is not where", "1 left out: event that came without it"]


@pytest.mark.parametrize("shape", ["page", "lines"])
def test_write_annotations_of_an_empty_case_is_empty(tmp_path: Path, shape) -> None:
    assert write_annotations([], tmp_path / "a", label=str, shape=shape).rows == 0
    text = (tmp_path / "a").read_text(encoding="utf-8")
    assert not text if shape == "lines" else json.loads(text)["items"] == []


def test_write_annotations_refuses_what_it_cannot_do(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="page or lines"):
        write_annotations([], tmp_path / "a", label=str, shape="xml")
    with pytest.raises(OptionError, match="a folder"):
        write_annotations([], tmp_path, label=str)
