"""The words of briefs, from the `brief.yml` of each language that has one; a language is added by adding the file."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from tarazu import data
from tarazu.errors import DataFileError, OptionError
from tarazu.languages.schema import BriefWords

_HERE = Path(__file__).parent
_DIGITS = 10
_PLACE = re.compile(r"\{([a-z_]+)\}")


@cache
def brief_languages() -> tuple[str, ...]:
    """The codes of the languages that a brief can be written in.

    Example:
        >>> brief_languages()
        ('ar', 'en', 'fa', 'ru')
    """
    return tuple(sorted(path.parent.name for path in _HERE.glob("*/brief.yml")))


@cache
def load_brief_words(code: str) -> BriefWords:
    """Loads the words of briefs in a language.

    Args:
        code: ISO 639 code.

    Raises:
        OptionError: There are none in that language.
        DataFileError: The file is not as it must be.
    """
    if code not in brief_languages():
        raise OptionError("--language", f"one of {', '.join(brief_languages())}", repr(code), "write a brief.yml for it, after that of another language")
    path = _HERE / code / "brief.yml"
    words = data.read(path, BriefWords)
    if len(words.digits) != _DIGITS:
        raise DataFileError(f"{path}: digits", "ten digits from zero", repr(words.digits), "write them in their order")
    bare = [name for name, forms in words.counts.items() if "other" not in forms]
    if bare:
        raise DataFileError(f"{path}: counts", "the form `other` for each", ", ".join(bare), "add it: it is what is used where no other fits")
    return words


def places(template: str) -> tuple[str, ...]:
    """The names of the places of a template, in their order.

    Example:
        >>> places("{act}, {when}")
        ('act', 'when')
    """
    return tuple(_PLACE.findall(template))


def pieces(template: str) -> tuple[tuple[str, str], ...]:
    """A template as pairs of text and the place that follows it; the last place is empty.

    Example:
        >>> pieces("{act} ({when}).")
        (('', 'act'), (' (', 'when'), (').', ''))
    """
    parts = _PLACE.split(template)
    return tuple((parts[at], parts[at + 1] if at + 1 < len(parts) else "") for at in range(0, len(parts), 2))
