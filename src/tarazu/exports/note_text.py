"""What notes in Markdown are made of: names of files that every system takes, links, and text that stays text."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence

_LONGEST_NAME = 100  # letters
_LONGEST_BYTES = 230  # most file systems take 255 bytes, the ending and a temporary name included
_FORBIDDEN = '\\/:*?"<>|#^[]'  # Windows forbids the first nine, links in Obsidian the others
# Source: Microsoft, Naming Files, Paths, and Namespaces.
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3])(\..*)?", re.IGNORECASE)
_ENDLESS = 2**31 - 1  # the widest line that the C library counts
_JOINERS = "\u200c\u200d"
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~$%^=!&])")
_FIRST = re.compile(r"^(\d*)([-+.)])")


class NoteNames:
    """Gives every note of a vault a name of its own.

    A name is at most 100 letters, has no mark that a system or a link forbids, and differs from all others also where capitals do not count.
    """

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def name(self, wanted: str, identity: str) -> str:
        """A name like the wanted one.

        Args:
            wanted: A title in any script; may be empty.
            identity: The id of what the note is about, which tells notes of one title apart.

        Example:
            >>> names = NoteNames()
            >>> names.name("Who? What: why", "a"), names.name("who what why", "b")
            ('Who What why', 'who what why (3e23e8)')
        """
        plain = _cut(_allowed(wanted), 0)
        name = plain or "untitled"
        digest = hashlib.sha256(identity.encode("utf-8")).hexdigest()
        for length in (6, 12, 64):
            if name.casefold() not in self._taken and not _RESERVED.fullmatch(name):
                break
            suffix = f" ({digest[:length]})"
            name = (_cut(plain, len(suffix)) or "untitled") + suffix
        self._taken.add(name.casefold())
        return name


def escape(text: str) -> str:
    r"""Text on one line that Markdown and Obsidian show as it is: no link, tag, comment, formula, heading or rule can come of it.

    Example:
        >>> escape("[[x]] #tag\n---")
        '\\[\\[x\\]\\] \\#tag ---'
    """
    escaped = _MARKUP.sub(r"\\\1", one_line(text))
    return _FIRST.sub(r"\1\\\2", escaped)


def one_line(text: str) -> str:
    """Text without control characters and line breaks."""
    spaced = "".join(" " if unicodedata.category(letter) in {"Cc", "Zl", "Zp"} else letter for letter in text)
    return re.sub(r"\s+", " ", spaced).strip()


def link(note: str, shown: str, block: str = "") -> str:
    """A link to a note, or to one block of it.

    Args:
        note: The path of the note in the vault, without its ending.
        shown: The words of the link; brackets and bars, which would end it, become others.
        block: The id of the block.

    Example:
        >>> link("Actors/Türkiye", "Türkiye [TR]", "r1")
        '[[Actors/Türkiye#^r1|Türkiye (TR)]]'
    """
    words = one_line(shown).translate(str.maketrans("[]|<>`", "()/‹›'"))
    return f"[[{note}{'#^' + block if block else ''}|{words or note}]]"


def block_id(identity: str) -> str:
    """The id of a record as the id of a block, which takes letters, digits and hyphens only."""
    return "r-" + (identity if re.fullmatch(r"[A-Za-z0-9-]+", identity) else hashlib.sha256(identity.encode("utf-8")).hexdigest()[:16])


def front_matter(facts: Mapping[str, str | dt.date | Sequence[str] | None]) -> str:
    """The head of a note, in YAML, each value on one line; what is None or empty is left out."""
    import yaml  # slow to load

    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    stated = {name: _flat(value) for name, value in facts.items() if value}
    return f"---\n{yaml.dump(stated, Dumper=dumper, allow_unicode=True, sort_keys=False, width=_ENDLESS)}---\n"


def _flat(value: str | dt.date | Sequence[str]) -> str | dt.date | list[str]:
    if isinstance(value, str):
        return one_line(value)
    return value if isinstance(value, dt.date) else [one_line(each) for each in value]


def _allowed(wanted: str) -> str:
    """Without marks that are forbidden, and without those that turn the direction of what follows, which make a name look like another."""
    kept = "".join(
        " " if letter in _FORBIDDEN or unicodedata.category(letter) in {"Cc", "Zl", "Zp", "Cs", "Co", "Cn"} else letter
        for letter in unicodedata.normalize("NFC", wanted)
        if unicodedata.category(letter) != "Cf" or letter in _JOINERS
    )
    return re.sub(r"\s+", " ", kept)


def _cut(name: str, spare: int) -> str:
    """Not longer than a name may be, and without the points and blanks at the ends that Windows drops."""
    cut = name.strip(" ." + _JOINERS)[: _LONGEST_NAME - spare]
    while len(cut.encode("utf-8")) > _LONGEST_BYTES - spare:
        cut = cut[:-1]
    return cut.strip(" ." + _JOINERS)
