"""A case as GDELT 2.0 writes it: a table of events (61 columns) and one of their mentions (16), neither with a header."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

from tarazu.exports.acts import Act, Party, acts, address, host, number, outlet, table
from tarazu.exports.targets import LeftOut
from tarazu.exports.written import Written
from tarazu.ontologies.cameo import cameo, quad_class
from tarazu.records import Evidence, HeldDocument, Sighting
from tarazu.world.codes import Codes, codes

_EVENTS = ".export.CSV"
_MENTIONS = ".mentions.CSV"
_LEAD = 3
"""Sentences, title included, that count as the lead, where GDELT's root events stand."""

_WEB, _CITATION = "1", "2"
_NOWHERE = "-1"


def write_gdelt(documents: Iterable[HeldDocument], path: Path) -> Written:
    """Writes the events of a case and their mentions as GDELT 2.0 tables.

    Of several actors or recipients the first stand in the row; see `Act.pair` for reciprocal acts. A planned act has the code of the
    intent (03). Each telling (piece of evidence) at each address where the document was met is a mention. Tone is not measured and
    stays empty.

    Args:
        documents: The documents with their records.
        path: The file of events; the mentions lie beside it. `a.export.CSV` has `a.mentions.CSV`, any other name takes both endings.

    Returns:
        What was written (rows of both files), and what the format cannot say.

    Raises:
        OSError: A file cannot be written.

    Source: GDELT Event Codebook V2.0 (2015).
    """
    stem = path.name.removesuffix(_EVENTS)
    events, mentions = path.with_name(stem + _EVENTS), path.with_name(stem + _MENTIONS)
    left_out = LeftOut()
    register = codes()
    with table(events, "gdelt") as event_rows, table(mentions, "gdelt-mentions") as mention_rows:
        for act in acts(documents, register, left_out):
            told = list(_tellings(act))
            event_rows.write(_event(act, len(told), register))
            for evidence, sighting in told:
                mention_rows.write(_mention(act, evidence, sighting))
    return Written(paths=(events, mentions), rows=event_rows.rows + mention_rows.rows, left_out=left_out.told(events.name))


def _event(act: Act, mentions: int, register: Codes) -> dict[str, str]:
    first, second = act.pair()
    outlets = {_named(act.document, each)[0] for each in act.document.sightings}
    lead = any(evidence.sentence < _LEAD for evidence in act.event.evidence)
    return {
        "GLOBALEVENTID": str(act.number()),
        **_dates(act.day),
        **_party("Actor1", first, register),
        **_party("Actor2", second, register),
        "IsRootEvent": "1" if lead else "0",
        "EventCode": act.code,
        "EventBaseCode": act.code[:3],
        "EventRootCode": act.code[:2],
        "QuadClass": str(quad_class(act.code)),
        "GoldsteinScale": number(cameo().goldstein(act.code)),
        "NumMentions": str(mentions),
        "NumSources": str(max(1, len(outlets))),
        "NumArticles": str(max(1, len(act.document.sightings))),
        "Actor1Geo_Type": "0",
        "Actor2Geo_Type": "0",
        **_place(act, register),
        "DATEADDED": _stamp(_seen(act, act.document.sightings[:1])),
        "SOURCEURL": address(act.document),
    }


def _dates(day: dt.date) -> dict[str, str]:
    # every month counts 30 days here, as in GDELT: 2015-02-18 is 2015.1315
    fraction = ((day.month - 1) * 30 + day.day) / 365
    return {
        "SQLDATE": f"{day.year:04}{day.month:02}{day.day:02}",
        "MonthYear": f"{day.year:04}{day.month:02}",
        "Year": f"{day.year:04}",
        "FractionDate": f"{day.year + fraction:.4f}",
    }


def _party(role: str, party: Party | None, register: Codes) -> dict[str, str]:
    if party is None:
        return {}
    types = [code for sector in party.sectors if (code := register.sectors[sector].gdelt)][:3]
    # a state's code comes first, an intergovernmental body's type: KAZGOV, AFGTALGOV, IGOUNO
    parts = [party.cameo, party.group, *types] if party.country else [*types, party.group]
    return {
        f"{role}Code": "".join(parts),
        f"{role}Name": party.name.upper(),
        f"{role}CountryCode": party.cameo,
        f"{role}KnownGroupCode": party.group,
        **{f"{role}Type{at}Code": code for at, code in enumerate(types, 1)},
    }


def _place(act: Act, register: Codes) -> dict[str, str]:
    where = act.event.where
    state = register.states.get(where.country or "") if where else None
    if where is None:
        return {"ActionGeo_Type": "0"}
    whole = register.state(where.name) is not None
    kind = "1" if whole else "3" if where.country == "USA" else "4"
    return {
        "ActionGeo_Type": kind,
        "ActionGeo_FullName": where.name if whole or state is None else f"{where.name}, {state.name}",
        "ActionGeo_CountryCode": state.fips if state else "",
        "ActionGeo_ADM1Code": state.fips if state else "",
        "ActionGeo_Lat": number(where.lat),
        "ActionGeo_Long": number(where.lon),
    }


def _tellings(act: Act) -> Iterator[tuple[Evidence | None, Sighting | None]]:
    """Each piece of evidence at each address; None where a document came without its text or its address."""
    sightings: tuple[Sighting | None, ...] = act.document.sightings or (None,)
    evidence: tuple[Evidence | None, ...] = act.event.evidence or (None,)
    for sighting in sightings:
        for each in evidence:
            yield each, sighting


def _named(document: HeldDocument, sighting: Sighting | None) -> tuple[str, str]:
    """The outlet and the web address of a sighting; of the first one what the document says of itself counts too."""
    if sighting is None:
        return outlet(document), address(document)
    first = sighting is document.sightings[0]
    url = sighting.url or (sighting.address if "://" in sighting.address else "") or (address(document) if first else "")
    return sighting.outlet or (document.facts.outlet if first else "") or host(url) or outlet(document), url


def _mention(act: Act, evidence: Evidence | None, sighting: Sighting | None) -> dict[str, str]:
    first, second = act.pair()
    name, url = _named(act.document, sighting)
    return {
        "GlobalEventID": str(act.number()),
        "EventTimeDate": _stamp(_seen(act, act.document.sightings[:1])),
        "MentionTimeDate": _stamp(_seen(act, (sighting,) if sighting else ())),
        "MentionType": _WEB if url else _CITATION,
        "MentionSourceName": name,
        "MentionIdentifier": url or (sighting.address if sighting else act.document.facts.doc),
        "SentenceID": str(evidence.sentence + 1) if evidence else _NOWHERE,
        "Actor1CharOffset": _offset(evidence, ("actor", "recipient"), first),
        "Actor2CharOffset": _offset(evidence, ("recipient", "actor"), second),
        "ActionCharOffset": _offset(evidence, ("trigger",), None),
        "InRawText": "1" if evidence else "0",
        "Confidence": str(round(100 * act.event.confidence)),
        "MentionDocLen": str(len(act.document.text)),
    }


def _offset(evidence: Evidence | None, roles: tuple[str, ...], party: Party | None) -> str:
    """Where a part starts in the document's text; -1 where it does not stand in this telling."""
    if evidence is None or (party is None and "trigger" not in roles):
        return _NOWHERE
    starts = [part.start for role in roles for part in evidence.parts if part.role == role and (party is None or part.id == party.id)]
    return str(starts[0]) if starts else _NOWHERE


def _seen(act: Act, sightings: Iterable[Sighting]) -> dt.datetime:
    """When it was read first, UTC; the day of publication or of the act where that is not known."""
    for sighting in sightings:
        seen = sighting.seen
        return seen.astimezone(dt.UTC) if seen.tzinfo else seen
    return dt.datetime.combine(act.document.facts.published or act.day, dt.time())


def _stamp(moment: dt.datetime) -> str:
    return f"{moment.year:04}{moment:%m%d%H%M%S}"
