"""A case as POLECAT writes events: 40 columns, PLOVER types, one event a row."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tarazu.exports.acts import Act, Party, acts, address, number, outlet, table
from tarazu.exports.targets import LeftOut
from tarazu.exports.written import Written
from tarazu.ontologies import plover
from tarazu.records import Event, HeldDocument
from tarazu.world.codes import Codes, codes

_NOBODY = "None"  # what POLECAT itself writes, and what programs that read it look for


def write_polecat(documents: Iterable[HeldDocument], path: Path) -> Written:
    """Writes the events of a case as a POLECAT table.

    Several actors or recipients stand in one row, joined with `;` in the same order in the columns of names, countries, COW numbers,
    primary sectors, titles and words. A planned act stands as AGREE, which is PLOVER's intent to cooperate.

    Args:
        documents: The documents with their records.
        path: The file to write (`.txt` or `.tsv`).

    Returns:
        What was written, and what the format cannot say.

    Raises:
        OSError: The file cannot be written.

    Source: POLECAT (Halterman et al. 2023), its public header; PLOVER manual for types, modes, contexts and quad codes.
    """
    left_out = LeftOut()
    register = codes()
    with table(path, "polecat") as rows:
        for act in acts(documents, register, left_out):
            rows.write(_row(act, register))
    return Written(paths=(path,), rows=rows.rows, left_out=left_out.told(path.name))


def _row(act: Act, register: Codes) -> dict[str, str]:
    event, facts = act.event, act.document.facts
    # what is planned is an agreement until it happens
    kind, mode, score = (event.type, event.mode, event.score) if event.status == "actual" else ("AGREE", None, plover().score("AGREE", None))
    return {
        "Event ID": event.id,
        "Event Date": act.day.isoformat(),
        "Event Type": kind,
        "Event Mode": mode or "",
        "Intensity": number(score),
        "Quad Code": plover().types[kind].quad.replace("-", " ").upper(),
        "Contexts": ";".join(event.contexts),
        **_parties("Actor", act.actors),
        **_parties("Recipient", act.recipients),
        **_place(act, register),
        "Source": outlet(act.document) or address(act.document),
        "Publication Date": facts.published.isoformat() if facts.published else "",
        **_story(act.document, register),
        "Language": _language(facts.language),
        "Version": f"tarazu {_version()}",
    }


def _parties(role: str, parties: tuple[Party, ...]) -> dict[str, str]:
    sectors = dict.fromkeys(sector for each in parties for sector in each.sectors)
    return {
        f"{role} Name": _joined(each.name for each in parties) or _NOBODY,
        f"{role} Country": _joined(each.country for each in parties),
        f"{role} COW": _joined(each.cow for each in parties),
        f"Primary {role} Sector": _joined(next(iter(each.sectors), "") for each in parties),
        f"{role} Sectors": ";".join(sectors),
        f"{role} Title": _joined(each.title for each in parties),
        f"{role} Name Raw": _joined(each.raw for each in parties),
    }


def _joined(values: Iterable[str]) -> str:
    """Values in their order; empty where all are."""
    every = [value.replace(";", ",") for value in values]
    return ";".join(every) if any(every) else ""


def _place(act: Act, register: Codes) -> dict[str, str]:
    where = act.event.where
    if where is None:
        return {}
    parts = (part for evidence in act.event.evidence for part in evidence.parts if part.role == "place")
    return {
        "Placename": where.name,
        "City": "" if register.state(where.name) else where.name,
        "Country": where.country or "",
        "Latitude": number(where.lat),
        "Longitude": number(where.lon),
        "Raw Placename": next((act.document.text[part.start : part.end] for part in parts), ""),
    }


def _story(document: HeldDocument, register: Codes) -> dict[str, str]:
    """Whom and what the events of the document name."""
    events = [held.record for held in document.records if isinstance(held.record, Event)]
    named = dict.fromkeys(actor for event in events for actor in (*event.actors, *event.recipients))
    people = [register.name(actor) for actor in named if register.is_person(actor)]
    rest = [register.name(actor) for actor in named if not register.is_person(actor) and actor not in register.states]
    places = dict.fromkeys(event.where.name for event in events if event.where)
    return {"Story People": _joined(people), "Story Organizations": _joined(rest), "Story Locations": _joined(places)}


def _language(code: str) -> str:
    from babel import Locale  # slow to import

    return str(Locale("en").languages.get(code, "")) if code != "und" else ""


def _version() -> str:
    from importlib import metadata  # slow to load

    return metadata.version("tarazu")
