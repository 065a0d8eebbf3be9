"""Rows of POLECAT, ICEWS and GDELT tables as coded documents: one row, one document without text, one event without evidence."""

from __future__ import annotations

import datetime as dt
import hashlib
import math
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import get_args

import msgspec

from tarazu.errors import SourceError
from tarazu.languages.slug import slug
from tarazu.ontologies import plover
from tarazu.ontologies.cameo import LayoutName, cameo
from tarazu.records import Coded, DocumentFacts, Event, EventType, When, Where
from tarazu.world.codes import codes

_MISSING = frozenset({"", "None", "NA", "NULL", "NaN", "nan"})
_TYPES: frozenset[str] = frozenset(get_args(EventType))
_IN_BRACKETS = re.compile(r"\s*\(([^()]*)\)$")


class RowError(SourceError):
    """A row that cannot be read as an event.

    Args:
        found: Why not.
    """

    def __init__(self, found: str) -> None:
        super().__init__("a row", "an event", found, "see the codebook of the table")


class ForeignActError(RowError):
    """A row that is as it must be, with an act that PLOVER does not know."""


class Dated(msgspec.Struct, frozen=True, kw_only=True):
    """What a row says of the act, whatever the table.

    Attributes:
        type, mode, contexts: PLOVER's.
        score: On PLOVER's scale, -10 to +10.
        actors, recipients: Our ids.
        day: The day as written.
        where: The place, where it is named.
    """

    type: EventType
    mode: str | None
    contexts: tuple[str, ...]
    score: float
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    day: str
    where: Where | None


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """What a row says of where it comes from: the id, and language, day of publication, outlet and address, where it states them."""

    doc: str
    language: str = "und"
    published: dt.date | None = None
    outlet: str | None = None
    url: str | None = None


def read_row(layout: LayoutName, cells: Mapping[str, str], line: str, confidences: Mapping[str, float]) -> Coded:
    """Reads one row.

    Args:
        layout: The table that it stands in: `polecat`, `icews` or `gdelt`.
        cells: Its cells, by column.
        line: The whole row; it makes the ids, as event ids of ICEWS are not unique.
        confidences: The confidence of events, 0 to 1, by their id; 1 for an event that is not in it, as most tables state none.

    Returns:
        A document with one event.

    Raises:
        RowError: The row lacks what an event needs.
        ForeignActError: Its act is none in PLOVER.
    """
    digest = hashlib.sha256(line.encode("utf-8", "surrogatepass")).hexdigest()
    try:
        act = _READERS[layout](cells)
        source = _SOURCES[layout](cells, digest)
    except KeyError as error:
        raise RowError(f"it has no {error}") from error
    day = _date(act.day)
    if not act.actors and not act.recipients:
        raise RowError("it names nobody")
    identity = hashlib.sha256(f"{source.doc}\x1f{digest}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
    event = Event(
        id=identity,
        doc=source.doc,
        type=act.type,
        mode=act.mode,
        contexts=act.contexts,
        channel=None,
        actors=act.actors,
        recipients=act.recipients,
        when=When(start=day, end=day, granularity="day", text=act.day),
        where=act.where,
        status="actual",
        amount=None,
        said_by=(),
        score=act.score,
        confidence=confidences.get(cells.get("GLOBALEVENTID", ""), 1.0),
        coder=layout,
        evidence=(),
    )
    return Coded(facts=_facts(source), records=(event,), reasons={})


def _facts(source: Source) -> DocumentFacts:
    identity = hashlib.sha256(f"document\x1f{source.doc}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return DocumentFacts(
        id=identity,
        doc=source.doc,
        language=source.language,
        title=None,
        published=source.published,
        outlet=source.outlet,
        author=None,
        url=source.url,
        chain=(),
        translated=False,
        sentences=0,
        skipped=(),
    )


def _polecat(cells: Mapping[str, str]) -> Dated:
    kind = cells["Event Type"].upper()
    if kind not in _TYPES:
        raise RowError(f"{cells['Event Type']!r} is no event type of PLOVER")
    known = msgspec.convert(kind, type=EventType)
    mode = plover().mode(known, cells["Event Mode"].lower() or None)
    score = _number(cells["Intensity"])
    return Dated(
        type=known,
        mode=mode,
        contexts=tuple(context for each in cells["Contexts"].split(";") if (context := each.strip()) in plover().contexts),
        score=plover().score(known, mode) if score is None or not -10 <= score <= 10 else score,
        actors=_polecat_parties(cells, "Actor"),
        recipients=_polecat_parties(cells, "Recipient"),
        day=cells["Event Date"],
        where=_place(cells.get("Placename", "") or cells["City"], cells["Country"], cells["Latitude"], cells["Longitude"]),
    )


def _polecat_parties(cells: Mapping[str, str], role: str) -> tuple[str, ...]:
    """Parties stand joined with `;`, in the same order in each column; countries that do not match the names are left out."""
    names = [each.strip() for each in _stated(cells[f"{role} Name"]).split(";")]
    columns = (cells[f"{role} Country"], cells[f"Primary {role} Sector"])
    countries, sectors = (_beside(cell, len(names)) for cell in columns)
    found = (_actor(name, country, (sector,)) for name, country, sector in zip(names, countries, sectors, strict=True))
    return tuple(dict.fromkeys(actor for actor in found if actor))


def _beside(cell: str, wanted: int) -> list[str]:
    values = [each.strip() for each in _stated(cell).split(";")]
    return values if len(values) == wanted else values * wanted if len(values) == 1 else [""] * wanted


def _icews(cells: Mapping[str, str]) -> Dated:
    parties = [_icews_actor(cells[f"{role} Name"], cells[f"{role} Country"], _icews_sectors(cells[f"{role} Sectors"])) for role in ("Source", "Target")]
    where = _place(cells["City"] or cells["Province"], cells["Country"], cells["Latitude"], cells["Longitude"])
    return _of_code(cells["CAMEO Code"], parties, cells["Event Date"], where)


@lru_cache(maxsize=65536)
def _icews_actor(name: str, country: str, sectors: tuple[str, ...]) -> str:
    """As `_actor`; ICEWS says in brackets whose somebody is, which is all there is where that is no country: `Combatant (Taliban)`."""
    bracket = _IN_BRACKETS.search(name)
    plain = _IN_BRACKETS.sub("", name)
    owner = codes().actor(bracket.group(1), None) if bracket and not _stated(country) else None
    return f"{owner}/{codes().institution(plain) or slug(plain)}" if owner else _actor(plain, country, sectors)


def _icews_sectors(cell: str) -> tuple[str, ...]:
    named = _icews_names()
    return tuple(named[each.strip()] for each in cell.split(",") if each.strip() in named)


def _gdelt_actor(name: str, country: str, sectors: tuple[str, ...]) -> str:
    """As `_actor`; but without a sector a state acts as a whole, and its name is then a capital or a people as often as its own."""
    state = codes().state(country) if country else None
    if state is not None and not sectors and codes().actor(name, state) is None:
        return state
    return _actor(name, country, sectors)


@lru_cache(maxsize=1)
def _icews_names() -> dict[str, str]:
    return {sector.icews: code for code, sector in codes().sectors.items()}


@lru_cache(maxsize=1)
def _gdelt_types() -> dict[str, str]:
    return {sector.gdelt: code for code, sector in codes().sectors.items() if sector.gdelt}


@lru_cache(maxsize=1)
def _gdelt_groups() -> dict[str, str]:
    return {code: body for body, code in codes().groups.items()}


def _gdelt(cells: Mapping[str, str]) -> Dated:
    typed, groups = _gdelt_types(), _gdelt_groups()
    parties = []
    for role in ("Actor1", "Actor2"):
        sectors = tuple(typed[code] for at in (1, 2, 3) if (code := cells[f"{role}Type{at}Code"]) in typed)
        group = groups.get(cells[f"{role}KnownGroupCode"], "")
        parties.append(group or _gdelt_actor(_stated(cells[f"{role}Name"]), _stated(cells[f"{role}CountryCode"]), sectors))
    where = _place(cells["ActionGeo_FullName"].split(",")[0], cells["ActionGeo_CountryCode"], cells["ActionGeo_Lat"], cells["ActionGeo_Long"])
    return _of_code(cells["EventCode"], parties, cells["SQLDATE"], where)


def _of_code(code: str, parties: Iterable[str], day: str, where: Where | None) -> Dated:
    """An act by its CAMEO code, with its doer and whom it is done to."""
    # spreadsheets eat the zero at the beginning: 36 was 036 where there is no code 36
    entry = cameo().codes.get(code) or cameo().codes.get(f"0{code}")
    if entry is None:
        raise RowError(f"{code!r} is no CAMEO code")
    if entry.type is None:
        raise ForeignActError(f"CAMEO {code} ({entry.name}): {entry.dropped}")
    first, second = ((each,) if each else () for each in parties)
    return Dated(
        type=entry.type,
        mode=entry.mode,
        contexts=entry.contexts,
        score=plover().score(entry.type, entry.mode),
        actors=second if entry.swapped else first,
        recipients=first if entry.swapped else second,
        day=day,
        where=where,
    )


@lru_cache(maxsize=65536)
def _actor(name: str, country: str, sectors: tuple[str, ...]) -> str:
    """Our id of a party: of the register where it knows it, else its state with its name; empty where nobody is named.

    Args:
        name: Its name.
        country: Its country's code or name.
        sectors: PLOVER's codes of its sectors, the primary one first.
    """
    name, country = _stated(name), _stated(country)
    register = codes()
    state = register.state(country) if country else None
    known = register.actor(name, state) if name else None
    if known is not None and known != state:
        return known
    if state is None:
        return slug(name) if name else ""
    if not name or known == state:
        entry = register.sectors.get(sectors[0]) if sectors else None
        return f"{state}/{entry.actor}" if entry and entry.actor else state
    return f"{state}/{register.institution(name) or slug(name)}"


def _place(name: str, country: str, latitude: str, longitude: str) -> Where | None:
    name, country = _stated(name), _stated(country)
    state = codes().state(country) if country else None
    if not name and not country:
        return None
    lat, lon = _number(latitude), _number(longitude)
    on_earth = lat is not None and lon is not None and -90 <= lat <= 90 and -180 <= lon <= 180
    return Where(name=name or country, country=state, lat=lat if on_earth else None, lon=lon if on_earth else None)


def _stated(cell: str) -> str:
    return "" if cell in _MISSING else cell


def _number(cell: str) -> float | None:
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _date(cell: str) -> dt.date:
    """A day as `2024-07-05` or `20240705`."""
    try:
        return dt.date.fromisoformat(cell[:10])
    except ValueError as error:
        raise RowError(f"{cell!r} is no date") from error


def _of_polecat(cells: Mapping[str, str], _digest: str) -> Source:
    published, outlet = _stated(cells["Publication Date"]), _stated(cells["Source"])
    return Source(
        doc=f"polecat:{cells['Event ID']}",
        language=_languages().get(cells["Language"].casefold(), "und"),
        published=_date(published) if published else None,
        outlet=None if "://" in outlet else outlet or None,
        url=outlet if "://" in outlet else None,
    )


def _of_icews(cells: Mapping[str, str], digest: str) -> Source:
    return Source(doc=f"icews:{cells['Event ID']}-{digest[:8]}", outlet=_stated(cells["Publisher"]) or None)


def _of_gdelt(cells: Mapping[str, str], _digest: str) -> Source:
    added, url = cells["DATEADDED"], _stated(cells["SOURCEURL"])
    return Source(doc=f"gdelt:{cells['GLOBALEVENTID']}", published=_date(added[:8]) if added else None, url=url or None)


@lru_cache(maxsize=1)
def _languages() -> dict[str, str]:
    """Codes of languages by their English names."""
    from babel import Locale  # slow to import

    # the shorter code is the plain language where a name is given to several
    named = sorted(Locale("en").languages.items(), key=lambda item: (-len(item[0]), item[0]))
    return {name.casefold(): code for code, name in named}


_READERS = {"polecat": _polecat, "icews": _icews, "gdelt": _gdelt}
_SOURCES = {"polecat": _of_polecat, "icews": _of_icews, "gdelt": _of_gdelt}
