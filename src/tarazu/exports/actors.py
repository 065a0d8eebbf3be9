"""What kind of thing an actor's id names, and which state it belongs to: as the formats ask for it."""

from __future__ import annotations

from functools import cache
from typing import Literal

from tarazu.records import state_of

ActorKind = Literal["state", "de-facto", "person", "institution", "body", "armed-group", "organisation", "group", "project", "outlet", "region", "other"]


@cache
def kind_of(actor: str) -> ActorKind:
    """What an actor's id names, after the register.

    Args:
        actor: An id (`KAZ`, `KAZ/kassym-jomart-tokayev`, `CSTO`) or a plain name.

    Returns:
        `institution` for a part of a state or body that is no known person (`RUS/ministry-of-defence`), `other` for names unknown to the register.

    Raises:
        DataFileError: A file of the register is broken.

    Example:
        >>> kind_of("KAZ/kassym-jomart-tokayev"), kind_of("CSTO"), kind_of("RUS/ministry-of-defence"), kind_of("Jane Doe")
        ('person', 'body', 'institution', 'other')
    """
    from tarazu import world  # slow to load

    register = world.load()
    if actor in register.people:
        return "person"
    if actor in register.states:
        return register.states[actor].kind
    if actor in register.bodies:
        kind = register.bodies[actor].kind
        return "armed-group" if kind == "armed-group" else "organisation" if kind == "organisation" else "body"
    named: tuple[tuple[ActorKind, bool], ...] = (
        ("group", actor in register.groups), ("project", actor in register.projects), ("outlet", actor in register.outlets),
        ("region", actor in register.regions),
        ("institution", "/" in actor and state_of(actor) in {**register.states, **register.bodies}),
    )  # fmt: skip
    return next((kind for kind, is_one in named if is_one), "other")


@cache
def country_of(actor: str) -> str | None:
    """The state that an actor is or belongs to.

    Returns:
        The register's code (ISO 3166-1 alpha-3, our own for de facto entities); None for those that belong to none or to several.

    Raises:
        DataFileError: A file of the register is broken.

    Example:
        >>> country_of("KAZ/kassym-jomart-tokayev"), country_of("tass"), country_of("CSTO")
        ('KAZ', 'RUS', None)
    """
    from tarazu import world  # slow to load

    register = world.load()
    top = state_of(actor)
    if top in register.states:
        return top
    if actor in register.outlets:
        return register.outlets[actor].state
    return register.bodies[top].state if top in register.bodies else None


@cache
def alpha_2(country: str) -> str | None:
    """The ISO 3166-1 alpha-2 code of an alpha-3 one.

    Source: CLDR's aliases of territories, through Babel.

    Returns:
        Two capital letters; None for codes that ISO does not have (`ABKHAZIA`).

    Example:
        >>> alpha_2("KAZ")
        'KZ'
    """
    from babel.core import get_global  # slow to load

    found = get_global("territory_aliases").get(country) or ()
    return str(found[0]) if found and len(country) == 3 and country[0] != "X" else None  # X is for private use


@cache
def alpha_3_language(code: str) -> str | None:
    """The ISO 639-3 code of a language's two-letter code, that of the macrolanguage where there is one.

    Source: CLDR's aliases of languages, through Babel.

    Returns:
        Three letters; None for `und` and for codes that CLDR does not know.

    Example:
        >>> alpha_3_language("fa"), alpha_3_language("ar"), alpha_3_language("und")
        ('fas', 'ara', None)
    """
    from babel.core import get_global  # slow to load

    if len(code) == 3:
        return None if code == "und" else code
    aliases = get_global("language_aliases")
    found = sorted((three for three, two in aliases.items() if two == code and len(three) == 3), key=lambda three: (not _same_letters(three, code), three))
    return found[0] if found else None


def _same_letters(three: str, two: str) -> bool:
    """Several codes stand for one (`per`, `fas`, `pes`): the terminological one mostly shares both letters, in order."""
    rest = iter(three)
    return all(letter in rest for letter in two)
