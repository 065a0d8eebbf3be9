"""The acts of a case as the field's tables want them: dated, with their parties in other people's codes; and what the tables cannot say."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Final
from urllib.parse import urlsplit

import msgspec

from tarazu.exports.targets import LeftOut, target_file
from tarazu.ontologies.cameo import LayoutName, cameo, layouts
from tarazu.records import Event, HeldDocument, state_of
from tarazu.world.codes import Codes

STAGE: Final = "export"


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """An actor or recipient in other people's codes; empty texts where there is none.

    Attributes:
        id: Our id.
        name: The English name.
        raw: The words of the document.
        country: ISO 3166 alpha-3.
        cow: Correlates of War number.
        cameo: CAMEO country code.
        group: CAMEO code of a known group.
        icews: ICEWS' name of the country.
        sectors: PLOVER's codes, the primary one first.
        title: The office held on the day.
    """

    id: str
    name: str
    raw: str
    country: str
    cow: str
    cameo: str
    group: str
    icews: str
    sectors: tuple[str, ...]
    title: str


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """An event that the tables can hold.

    Attributes:
        event: The event.
        document: The document it stands in.
        day: Its day; the first one of a span, a month or several days.
        code: Its CAMEO code; a planned act has that of the intent.
        actors, recipients: Its parties in the order of the event.
    """

    event: Event
    document: HeldDocument
    day: dt.date
    code: str
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]

    def pair(self) -> tuple[Party | None, Party | None]:
        """Who did it and to whom, for tables that hold one of each.

        The first actor and the first recipient. Reciprocal acts have all their parties as actors: there the first party of another
        state (else the next one) stands as the recipient, because such tables are read as dyads and would lose the other side.
        """
        first = next(iter(self.actors), None)
        if self.recipients or first is None:
            return first, next(iter(self.recipients), None)
        others = self.actors[1:]
        return first, next((each for each in others if state_of(each.id) != state_of(first.id)), next(iter(others), None))

    def number(self) -> int:
        """A number for tables that want one: 18 digits, stable; of a million events two agree with a probability of one in two million."""
        digest = hashlib.sha256(f"{self.document.facts.doc}\x1f{self.event.id}".encode("utf-8", "surrogatepass")).digest()
        return int.from_bytes(digest[:8], "big") % 9 * 10**17 + 10**17 + int.from_bytes(digest[8:16], "big") % 10**17


def acts(documents: Iterable[HeldDocument], codes: Codes, left_out: LeftOut) -> Iterator[Act]:
    """The acts of documents, in their order.

    Args:
        documents: The documents with their records.
        codes: The register in other people's codes.
        left_out: Takes what does not come out: ties, figures and assessments; acts that did not happen, for the tables hold no status and
            would count them as done; plans that are no intent to cooperate; acts without a day or month; acts of nobody.

    Yields:
        What the tables can hold.
    """
    for document in documents:
        for held in document.records:
            record = held.record
            if not isinstance(record, Event):
                left_out.add(f"records of kind `{record.__struct_config__.tag}`: the format holds events only")
                continue
            code = cameo().code(record.type, record.mode, record.status, record.contexts)
            day = _day(record, document)
            if code is None:
                left_out.add(_unsayable(record))
            elif isinstance(day, str):
                left_out.add(day)
            elif not record.actors and not record.recipients:
                left_out.add("it names nobody")
            else:
                actors = tuple(_party(each, "actor", record, document, codes) for each in record.actors)
                recipients = tuple(_party(each, "recipient", record, document, codes) for each in record.recipients)
                yield Act(event=record, document=document, day=day, code=code, actors=actors, recipients=recipients)


def _unsayable(event: Event) -> str:
    if event.status == "planned":
        return f"a planned {event.type} is no intent to cooperate, and the format has no status to say that it is planned"
    return f"the format has no status, and an act that is {event.status} would count as done"


def _day(event: Event, document: HeldDocument) -> dt.date | str:
    """The day of an act, that of publication where it states none; or why it has none."""
    if event.when is None:
        return document.facts.published or "neither it nor its document has a date"
    if event.when.granularity in {"season", "year"}:
        return f"the format wants a day, and its time is a {event.when.granularity}"
    return event.when.start


def _party(actor: str, role: str, event: Event, document: HeldDocument, codes: Codes) -> Party:
    country = codes.country(actor) or ""
    state = codes.states.get(country)
    day = event.when.start if event.when else document.facts.published
    return Party(
        id=actor,
        name=codes.name(actor),
        raw=_words(document.text, role, actor, event),
        country=country,
        cow=str(state.cow) if state and state.cow is not None else "",
        cameo=(state.cameo or country) if state else "",
        group=codes.groups.get(actor, "") if actor not in codes.states else "",
        icews=(state.icews or state.name) if state else "",
        sectors=codes.sectors_of(actor, day),
        title=codes.title(actor, day),
    )


def _words(text: str, role: str, actor: str, event: Event) -> str:
    parts = (part for evidence in event.evidence for part in evidence.parts)
    return next((text[part.start : part.end] for part in parts if part.role == role and part.id == actor), "")


def outlet(document: HeldDocument) -> str:
    """The outlet of a document: its own, the first sighting's, or the host of its address; empty where there is none."""
    stated = document.facts.outlet or next((each.outlet for each in document.sightings if each.outlet), None)
    return stated or host(address(document))


def address(document: HeldDocument) -> str:
    """The web address of a document, its own or the first sighting's; empty where there is none."""
    return document.facts.url or next((each.url for each in document.sightings if each.url), None) or ""


def host(url: str) -> str:
    """The host of an address without `www.`; empty where there is none.

    Example:
        >>> host("https://www.example.org/news/1")
        'example.org'
    """
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:  # what looks like an address and is none
        return ""


class Table:
    """A tab-separated table that is being written.

    Attributes:
        rows: How many rows stand in it, the header not counted.
    """

    def __init__(self, stream: IO[str], layout: LayoutName) -> None:
        self._stream = stream
        self._columns = layouts()[layout].columns
        self.rows = 0
        if layouts()[layout].header:
            stream.write("\t".join(self._columns) + "\n")

    def write(self, cells: Mapping[str, str]) -> None:
        """Writes one row.

        Args:
            cells: By column; columns that are not given stay empty. Tabs and line breaks become spaces and double quotes single ones,
                because readers differ in what these mean.
        """
        self._stream.write("\t".join(_clean(cells.get(column, "")) for column in self._columns) + "\n")
        self.rows += 1


def _clean(cell: str) -> str:
    return " ".join(cell.replace('"', "'").split())


@contextlib.contextmanager
def table(path: Path, layout: LayoutName) -> Iterator[Table]:
    """A table that appears at `path` when it is whole.

    Raises:
        OSError: The folder is not there or cannot be written to.
    """
    with target_file(path) as place, place.open("w", encoding="utf-8", errors="replace", newline="\n") as stream:
        yield Table(stream, layout)


def number(value: float | None) -> str:
    """A number without needless digits; empty for None.

    Example:
        >>> number(4.0), number(-0.3), number(None)
        ('4', '-0.3', '')
    """
    return "" if value is None else f"{value:.10g}"
