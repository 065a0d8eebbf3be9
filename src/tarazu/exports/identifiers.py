"""The names that documents, records, actors and runs have in linked data: URNs, because a case lies on a disk and not on the web."""

from __future__ import annotations

from typing import Literal
from urllib.parse import quote

Named = Literal["document", "record", "actor", "coder", "run", "outlet", "speaker", "sighting", "annotation"]

TERMS = "urn:tarazu:term:"
ANALYST = "urn:tarazu:analyst"


def urn(kind: Named, *steps: str) -> str:
    """The URN of a thing, the same in every export.

    Args:
        kind: What it is.
        steps: Its id, and what leads from there to a part of it.

    Example:
        >>> urn("actor", "KAZ/kassym-jomart-tokayev"), urn("record", "ab12", "as coded")
        ('urn:tarazu:actor:KAZ/kassym-jomart-tokayev', 'urn:tarazu:record:ab12:as%20coded')
    """
    return ":".join(("urn:tarazu", kind, *(quote(step, safe="/-._~") for step in steps)))
