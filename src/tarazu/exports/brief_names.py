"""What parties are called in the language of a brief."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tarazu.languages.brief_words import load_brief_words
from tarazu.records import state_of


@cache
def party_name(actor: str, language: str) -> str:
    """What a party is called in a language that briefs are written in.

    A person of the register comes with the state, an institution likewise. A part of a state that the register has no name for in this language is
    only said to be another party there: its id is no word of any language.

    Args:
        actor: An id of the register (`KAZ`, `KAZ/kassym-jomart-tokayev`, `CSTO`), or a plain name, which comes back as it is.
        language: ISO 639 code.

    Raises:
        OptionError: No brief can be written in that language.
        DataFileError: A file of the register or the language is broken.

    Example:
        >>> party_name("KAZ", "en"), party_name("KAZ/kassym-jomart-tokayev", "en"), party_name("RUS/mir", "en"), party_name("Jane Doe", "en")
        ('Kazakhstan', 'Kassym-Jomart Tokayev (Kazakhstan)', 'another party (Russia)', 'Jane Doe')
    """
    top, _, rest = actor.partition("/")
    whole = _whole(top, language)
    if not rest or not whole:
        return whole or actor
    name = _registered(actor, language) or _institutions(language).get(rest, "") or load_brief_words(language).labels["another"]
    return load_brief_words(language).labels["person"].format(name=name, state=whole)


def is_registered(actor: str) -> bool:
    """Whether a party is one of the register, and no plain name as a text gives it.

    Example:
        >>> is_registered("KAZ/bank"), is_registered("Jane Doe")
        (True, False)
    """
    return bool(_whole(state_of(actor), "en") or _registered(actor, "en"))


def _whole(code: str, language: str) -> str:
    return _territories(language).get(code, "") or _registered(code, language)


@cache
def _territories(language: str) -> dict[str, str]:
    """CLDR's names of the states, by alpha-3 code."""
    from babel import Locale  # slow to import
    from babel.core import get_global

    names = {key: str(name) for key, name in Locale(language).territories.items()}
    aliases = {str(long): [str(each) for each in short] for long, short in get_global("territory_aliases").items()}
    return {long: names[short[0]] for long, short in aliases.items() if len(long) == 3 and long.isalpha() and len(short) == 1 and short[0] in names}


def _registered(actor: str, language: str) -> str:
    from tarazu import world  # slow to load

    register = world.load()
    entry = (
        register.people.get(actor) or register.bodies.get(actor) or register.groups.get(actor) or register.projects.get(actor)
        or register.outlets.get(actor) or register.regions.get(actor)
    )  # fmt: skip
    return next(iter(entry.names.get(language, entry.names.get("en", ()))), "") if entry else ""


@cache
def _institutions(language: str) -> dict[str, str]:
    """What a language calls ministries and the like, by their slug; the first word for each."""
    from tarazu import data, languages
    from tarazu.languages import schema

    path = Path(languages.__file__).parent / language / "institutions.yml"
    file = data.read(path, schema.Institutions)
    found: dict[str, str] = {}
    for each in file.institutions:
        if each.words:
            found.setdefault(each.slug, each.words[0])
    return found
