"""A document as it is cited: what it says about itself, completed by where it was met."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata

import msgspec

from tarazu.languages.slug import slug
from tarazu.records import HeldDocument


class Citation(msgspec.Struct, frozen=True, kw_only=True):
    """A document as it is cited.

    Attributes:
        doc: The document's id.
        key: A name for it that is unique in the export: ASCII letters, digits and hyphens.
        title, outlet, author, url: As the document says, else as the first sighting that does; each on one line. None where nobody says.
        issued: Date of publication.
        accessed: Day on which it was met first, UTC.
        language: ISO 639 code; None where it is not known.
    """

    doc: str
    key: str
    title: str | None
    outlet: str | None
    author: str | None
    url: str | None
    issued: dt.date | None
    accessed: dt.date | None
    language: str | None


class Citations:
    """Makes citations with unique keys. A document has the same key in every export of a case, unless two keys meet, which is counted from."""

    def __init__(self) -> None:
        self._keys: set[str] = set()

    def of(self, document: HeldDocument) -> Citation:
        """The citation of a document."""
        facts, sightings = document.facts, document.sightings
        title, outlet, author, url = (
            next((_one_line(found) for found in (getattr(facts, name), *(getattr(each, name) for each in sightings)) if found), None)
            for name in ("title", "outlet", "author", "url")
        )
        issued = facts.published or next((each.published for each in sightings if each.published), None)
        accessed = min((each.seen.date() for each in sightings), default=None)
        key = self._key(outlet, issued, facts.doc)
        language = facts.language if facts.language != "und" else None
        return Citation(doc=facts.doc, key=key, title=title, outlet=outlet, author=author, url=url, issued=issued, accessed=accessed, language=language)

    def _key(self, outlet: str | None, issued: dt.date | None, doc: str) -> str:
        """The outlet and year, so that who writes it knows what it is; then letters of the document's digest, as many as make it unique."""
        digest = hashlib.sha256(doc.encode("utf-8")).hexdigest()
        name = "-".join((slug(outlet)[:30].strip("-") if outlet else "document", str(issued.year) if issued else "undated"))
        key = next(key for length in range(6, 65) if (key := f"{name}-{digest[:length]}") not in self._keys or length == 64)
        self._keys.add(key)
        return key


def _one_line(text: str) -> str:
    """Control characters and line breaks would end an entry of most formats."""
    spaced = "".join(" " if unicodedata.category(letter) in {"Cc", "Zl", "Zp"} else letter for letter in text)
    return re.sub(r"\s+", " ", spaced).strip()
