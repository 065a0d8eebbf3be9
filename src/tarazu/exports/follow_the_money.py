"""A case as entities of FollowTheMoney, one JSON object a line: documents, actors, acts, ties, and where who is named."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from tarazu.exports.actors import ActorKind, alpha_2, alpha_3_language, country_of, kind_of
from tarazu.exports.citations import Citation, Citations
from tarazu.exports.json_text import JsonObject, write_lines
from tarazu.exports.targets import Label, LeftOut, target_file
from tarazu.exports.written import Written
from tarazu.records import CodedRecord, Event, HeldDocument, Tie

# States act as their governments do; a place, a group or a project that acts is at least somebody.
_SCHEMATA: dict[ActorKind, str] = {
    "person": "Person", "state": "PublicBody", "de-facto": "PublicBody", "institution": "PublicBody", "body": "PublicBody", "armed-group": "Organization",
    "organisation": "Organization", "outlet": "Organization",
}  # fmt: skip
_SOMEBODY = "LegalEntity"
_ORGANISED = frozenset({"PublicBody", "Organization"})
_OFFICES = frozenset({"leader_of", "official_of"})


def write_follow_the_money(documents: Iterable[HeldDocument], path: Path, *, label: Label) -> Written:
    """Writes a case as entities of FollowTheMoney.

    Documents become `Article`, actors `Person`, `PublicBody`, `Organization` or `LegalEntity`, acts that happened `Event` with the document as proof,
    ties `Membership`, `Employment` or `UnknownLink`, and each name of an actor in a text a `Mention`. The model has no place for figures and
    assessments, nor for a status: an `Event` is taken to have happened. Those are left out and counted. The ids are digests of ours and stay the same.

    Args:
        documents: The documents of a case; they are read once. The ids of actors written already are kept.
        path: The file (`.jsonl`, FollowTheMoney's own tools also say `.ftm`).
        label: Makes an id readable.

    Returns:
        The file, the number of entities, and what the model cannot say.

    Raises:
        OptionError: The file cannot be written.
        DataFileError: A file of the register is broken.

    Source: FollowTheMoney 4, https://followthemoney.tech/explorer.
    """
    entities = _Entities(label)
    with target_file(path) as place, place.open("w", encoding="utf-8", newline="\n") as stream:
        count = write_lines(stream, (entity for document in documents for entity in entities.of(document)))
    return Written(paths=(path,), rows=count, left_out=entities.left_out.told(path.name))


class _Entities:
    """The entities of a case, every actor once."""

    def __init__(self, label: Label) -> None:
        self.left_out = LeftOut()
        self._label = label
        self._citations = Citations()
        self._known: set[str] = set()

    def of(self, document: HeldDocument) -> Iterator[JsonObject]:
        """The entities of a document, its actors before what refers to them."""
        citation = self._citations.of(document)
        yield _article(document, citation)
        for held in document.records:
            record = held.record
            if not isinstance(record, Event | Tie):
                self.left_out.add(f"{type(record).__name__.lower()}: the model has no place for it")
                continue
            if isinstance(record, Event) and record.status != "actual":
                self.left_out.add(f"event that is {record.status}: an event of the model is taken to have happened")
                continue
            yield from self._actors(_involved(record))
            yield self._event(record, citation) if isinstance(record, Event) else _link(record)
        yield from self._mentions(document)

    def _actors(self, actors: Iterable[str]) -> Iterator[JsonObject]:
        for actor in actors:
            if actor not in self._known:
                self._known.add(actor)
                yield _entity(_identity("actor", actor), _schema(actor), name=self._label(actor), country=_country(country_of(actor)))

    def _event(self, event: Event, citation: Citation) -> JsonObject:
        acted, received = (" & ".join(map(self._label, actors)) for actors in (event.actors, event.recipients))
        act = event.type.capitalize() + (f" ({event.mode})" if event.mode else "")
        when, where = event.when, event.where
        single = when is not None and when.start == when.end
        return _entity(
            _identity("event", event.id), "Event", name=": ".join(filter(None, (act, " → ".join(filter(None, (acted, received)))))),
            date=when.start.isoformat() if when and single else None, startDate=when.start.isoformat() if when and not single else None,
            endDate=when.end.isoformat() if when and not single else None, location=where.name if where else None,
            country=_country(where.country) if where else None, summary=_words(event), recordId=event.id, sourceUrl=_web(citation.url),
            involved=[_identity("actor", actor) for actor in _involved(event)], organizer=[_identity("actor", actor) for actor in event.actors],
            proof=_identity("document", event.doc),
        )  # fmt: skip

    def _mentions(self, document: HeldDocument) -> Iterator[JsonObject]:
        """Who is named where: each spelling of an actor once a document."""
        seen = set()
        for held in document.records:
            for evidence in held.record.evidence:
                for part in evidence.parts:
                    name = " ".join(document.text[part.start : part.end].split())
                    if part.id is None or part.role == "place" or not name or (part.id, name) in seen:
                        continue
                    seen.add((part.id, name))
                    yield from self._actors((part.id,))
                    yield _entity(
                        _identity("mention", document.facts.doc, part.id, name), "Mention", document=_identity("document", document.facts.doc), name=name,
                        resolved=_identity("actor", part.id), detectedSchema=_schema(part.id), contextCountry=_country(country_of(part.id)),
                    )  # fmt: skip


def _article(document: HeldDocument, citation: Citation) -> JsonObject:
    return _entity(
        _identity("document", citation.doc), "Article", title=citation.title, fileName=citation.key, author=citation.author, publisher=citation.outlet,
        publishedAt=citation.issued.isoformat() if citation.issued else None, sourceUrl=_web(citation.url),
        language=alpha_3_language(citation.language) if citation.language else None, bodyText=document.text.strip() or None,
        retrievedAt=citation.accessed.isoformat() if citation.accessed else None,
    )  # fmt: skip


def _link(tie: Tie) -> JsonObject:
    source, target = _identity("actor", tie.source), _identity("actor", tie.target)
    organised = _schema(tie.target) in _ORGANISED
    if tie.kind == "member_of" and organised:
        schema, ends = "Membership", {"member": source, "organization": target}
    elif tie.kind in _OFFICES and organised and kind_of(tie.source) == "person":
        schema, ends = "Employment", {"employee": source, "employer": target}
    else:
        schema, ends = "UnknownLink", {"subject": source, "object": target}
    return _entity(
        _identity("tie", tie.id), schema, **ends, role=tie.kind.replace("_", " "), startDate=tie.since.isoformat() if tie.since else None,
        endDate=tie.until.isoformat() if tie.until else None, summary=_words(tie), recordId=tie.id, proof=_identity("document", tie.doc),
    )  # fmt: skip


def _involved(record: Event | Tie) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*record.actors, *record.recipients) if isinstance(record, Event) else (record.source, record.target)))


def _words(record: CodedRecord) -> str | None:
    return record.evidence[0].text.strip() or None if record.evidence else None


def _schema(actor: str) -> str:
    return _SCHEMATA.get(kind_of(actor), _SOMEBODY)


def _country(country: str | None) -> str | None:
    code = alpha_2(country) if country else None
    return code.lower() if code else None


def _web(url: str | None) -> str | None:
    """The model takes addresses of the web only."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


def _identity(*steps: str) -> str:
    """An id that the model allows (ASCII letters, digits, hyphens), the same in every export."""
    return f"tarazu-{steps[0]}-{hashlib.sha256(chr(0).join(steps).encode('utf-8')).hexdigest()[:32]}"


def _entity(identity: str, schema: str, **properties: str | list[str] | None) -> JsonObject:
    """An entity: every property is a list of texts; those without a value are left out."""
    listed = {name: [value] if isinstance(value, str) else [*value] for name, value in properties.items() if value}
    return {"id": identity, "schema": schema, "properties": {name: [*values] for name, values in listed.items()}}
