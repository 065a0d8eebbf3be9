"""Names of sources: which names in which languages mean one outlet."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import msgspec

from tarazu import world
from tarazu.languages import fold_word

_WORD = re.compile(r"\w+")


class KnownOutlet(msgspec.Struct, frozen=True, kw_only=True):
    """An outlet of the register: its label and its state (ISO 3166 alpha-3), None where it has none."""

    label: str
    state: str | None


def source_key(name: str) -> str:
    """One key for all names of a source: the label of an outlet that the register knows, else the name's folded words.

    Example:
        >>> source_key("وكالة تاس") == source_key("ITAR-TASS") == "TASS"
        True
        >>> source_key("«Степной  Телеграф»")
        'степной телеграф'
    """
    outlet = known_outlet(name)
    return outlet.label if outlet else _folded(name)


def known_outlet(name: str) -> KnownOutlet | None:
    """The outlet that the register knows by this label, id or name in any language; None where it knows none."""
    return _outlets().get(_folded(name))


def is_press(name: str) -> bool:
    """Whether a name may be that of an outlet: ids, of states, bodies, groups and people, are not.

    Example:
        >>> is_press("Steppe Courier"), is_press("KAZ"), is_press("RUS/sergey-lavrov")
        (True, False, False)
    """
    register = world.load()
    return "/" not in name and not any(name in table for table in (register.states, register.bodies, register.groups, register.people))


def names_it(names: Iterable[str], outlet: str | None) -> bool:
    """Whether one of the names means the outlet; never where the outlet is not known."""
    return outlet is not None and source_key(outlet) in {source_key(name) for name in names}


def _folded(name: str) -> str:
    words = fold_word(name)
    return " ".join(_WORD.findall(words)) or words


@lru_cache(maxsize=1)
def _outlets() -> dict[str, KnownOutlet]:
    """By folded name; a name of two outlets means the one that comes first in the register, and a label always its own."""
    table: dict[str, KnownOutlet] = {}
    outlets = world.load().outlets.values()
    for outlet in outlets:
        table.setdefault(_folded(outlet.label), KnownOutlet(label=outlet.label, state=outlet.state))
    for outlet in outlets:
        known = KnownOutlet(label=outlet.label, state=outlet.state)
        for name in (outlet.id, *(each for names in outlet.names.values() for each in names)):
            table.setdefault(_folded(name), known)
    return table
