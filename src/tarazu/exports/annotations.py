"""The records of a case as W3C Web Annotations on the texts of its documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from tarazu.errors import OptionError
from tarazu.exports.citations import Citation, Citations
from tarazu.exports.identifiers import urn
from tarazu.exports.json_text import JsonObject, JsonValue, encode, stated, write_lines, write_list
from tarazu.exports.targets import Label, LeftOut, target_file
from tarazu.exports.written import Written
from tarazu.records import Assessment, CodedRecord, Event, Evidence, Figure, HeldDocument, Part, Tie

AnnotationShape = Literal["page", "lines"]

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32  # letters before and after a quotation, enough to find it again where the text was changed elsewhere


def write_annotations(documents: Iterable[HeldDocument], path: Path, *, label: Label, shape: AnnotationShape = "page") -> Written:
    """Writes each sentence that a record stands on, and each of its parts, as a Web Annotation.

    A sentence's annotation has the record's type and what goes with it as bodies (`classifying`), a part's its role (`tagging`) and, where it was linked,
    the actor (`identifying`). Targets are the document's text as received, named by a URN, with a position in code points and with a quotation and what
    stands around it; the page that it was taken from is the `scope`, because positions in its HTML are other ones.

    Args:
        documents: The documents of a case; one is held at a time.
        path: The file.
        label: Makes an id readable.
        shape: `page` (one `AnnotationPage`, `.jsonld`) or `lines` (one annotation a line, each with its context, `.jsonl`).

    Returns:
        The file, the number of annotations, and the records that came without a text to stand on.

    Raises:
        OptionError: `shape` is unknown, or the file cannot be written.

    Source: Web Annotation Data Model, W3C Recommendation, sections 3.2, 4.2.4 and 4.2.5.
    """
    if shape not in {"page", "lines"}:
        raise OptionError("shape", "page or lines", repr(shape), "choose one of the two")
    left_out = LeftOut()
    annotations = _annotations(documents, label, left_out)
    context: JsonObject = {"@context": _CONTEXT}
    with target_file(path) as place, place.open("w", encoding="utf-8", newline="\n") as stream:
        if shape == "lines":
            count = write_lines(stream, (context | annotation for annotation in annotations))
        else:
            head = f'{{"@context":{encode(_CONTEXT)},"id":{encode(urn("annotation", "page"))},"type":"AnnotationPage","items":'
            count = write_list(stream, annotations, head=head, tail="}")
    return Written(paths=(path,), rows=count, left_out=left_out.told(path.name))


def _annotations(documents: Iterable[HeldDocument], label: Label, left_out: LeftOut) -> Iterator[JsonObject]:
    citations = Citations()
    for document in documents:
        citation = citations.of(document)
        for held in document.records:
            record = held.record
            if not record.evidence:
                left_out.add(f"{type(record).__name__.lower()} that came without its text: nothing to stand on")
            for telling, evidence in enumerate(record.evidence):
                if document.text[evidence.start : evidence.end] != evidence.text:
                    left_out.add("sentence that is not where its record says: a selector would select other words")
                    continue
                yield _whole(record, telling, evidence, (document, citation))
                for at, part in enumerate(evidence.parts):
                    yield _part(urn("annotation", record.id, str(telling), str(at)), part, (document, citation), label)


def _whole(record: CodedRecord, telling: int, evidence: Evidence, source: tuple[HeldDocument, Citation]) -> JsonObject:
    classes: list[JsonValue] = [{"type": "TextualBody", "purpose": "classifying", "format": "text/plain", "value": value} for value in _classes(record)]
    about: JsonValue = {"type": "SpecificResource", "source": urn("record", record.id), "purpose": "linking"}
    return {
        "id": urn("annotation", record.id, str(telling)), "type": "Annotation", "motivation": "classifying", "body": [*classes, about],
        "target": _target(source, evidence.start, evidence.end),
    }  # fmt: skip


def _part(identity: str, part: Part, source: tuple[HeldDocument, Citation], label: Label) -> JsonObject:
    bodies: list[JsonValue] = [{"type": "TextualBody", "purpose": "tagging", "format": "text/plain", "value": part.role}]
    if part.id:
        bodies.append({"type": "SpecificResource", "source": {"id": urn("actor", part.id), "label": label(part.id)}, "purpose": "identifying"})
    motivation = "identifying" if part.id else "tagging"
    return {"id": identity, "type": "Annotation", "motivation": motivation, "body": bodies, "target": _target(source, part.start, part.end)}


def _classes(record: CodedRecord) -> tuple[str, ...]:
    """What a record was coded as, each with the name of what it is."""
    named: tuple[tuple[str, str | None], ...]
    match record:
        case Event():
            named = (("event", record.type), ("mode", record.mode), ("channel", record.channel), ("status", record.status))
        case Tie():
            named = (("tie", record.kind),)
        case Figure():
            named = (("figure", record.indicator), ("status", record.status))
        case Assessment():
            named = (("assessment", record.dimension), ("direction", record.direction))
    return tuple(f"{name}: {value}" for name, value in named if value)


def _target(source: tuple[HeldDocument, Citation], start: int, end: int) -> JsonObject:
    document, citation = source
    text = document.text
    place: JsonObject = {"id": urn("document", citation.doc), "type": "Text", "format": "text/plain"}
    selectors: JsonValue = [
        {"type": "TextPositionSelector", "start": start, "end": end},
        {"type": "TextQuoteSelector", "exact": text[start:end], "prefix": text[max(0, start - _AROUND) : start], "suffix": text[end : end + _AROUND]},
    ]
    scope = citation.url if citation.url and ":" in citation.url else None
    return {"source": place | stated(language=citation.language), "selector": selectors} | stated(scope=scope)
