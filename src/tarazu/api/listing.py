"""What Tarazu knows: its languages, the readable names of ids, its version."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

_SMALL_WORDS = frozenset({"and", "for", "of", "the"})


class KnownLanguage(msgspec.Struct, frozen=True, kw_only=True):
    """A language that has a folder.

    Attributes:
        code: ISO 639 code.
        name: Its name in English.
        native: Its name in itself.
        script: ISO 15924 code.
        direction: In which way it is written.
        level: How far it is to be trusted: `gold`, `silver` or `draft`, as its `language.yml` says after measuring.
        coders: The coders that serve it; the lexicon coder needs triggers.
        triggers: How many entries its triggers have.
    """

    code: str
    name: str
    native: str
    script: str
    direction: Literal["rtl", "ltr"]
    level: Literal["gold", "silver", "draft"]
    coders: tuple[str, ...]
    triggers: int


def list_languages() -> tuple[KnownLanguage, ...]:
    """Lists the languages that Tarazu reads, by code.

    Raises:
        DataFileError: A data file of a language is broken.
    """
    from tarazu import languages  # slow to load, and `--help` must not wait for it

    return tuple(_known(code, Path(languages.__file__).parent / code) for code in languages.codes())


def _known(code: str, folder: Path) -> KnownLanguage:
    from tarazu import data, languages  # slow to load
    from tarazu.coders.learned import model
    from tarazu.languages import schema

    facts = languages.load_facts(code)
    path = folder / "triggers.yml"
    triggers = len(data.read(path, schema.Triggers).triggers) if path.exists() else 0
    return KnownLanguage(
        code=code, name=facts.name, native=facts.native, script=facts.script, direction=facts.direction,
        level=facts.level, coders=(*(("learned",) if model.present() else ()), *(("lexicon",) if triggers else ())), triggers=triggers,
    )  # fmt: skip


@cache
def label(actor: str) -> str:
    """Makes an id readable, in English.

    Args:
        actor: An id of the register, or a plain name, which comes back as it is.

    Example:
        >>> label("KAZ/kassym-jomart-tokayev"), label("RUS/ministry-of-defence"), label("central-asia"), label("CSTO")
        ('Kassym-Jomart Tokayev (KAZ)', 'Ministry of Defence (RUS)', 'Central Asia', 'CSTO')
    """
    from tarazu import world  # slow to load
    from tarazu.stages.find_mentions_names import state_name

    register = world.load()
    top, _, rest = actor.partition("/")
    if rest:
        person = register.people.get(actor)
        names = person.names.get("en", ()) if person else ()
        return f"{names[0] if names else _title(rest)} ({top})"
    if actor in register.states:
        return state_name(actor)
    return _title(actor) if actor == actor.lower() else actor


def _title(slug: str) -> str:
    words = [word if at and word in _SMALL_WORDS else word[:1].upper() + word[1:] for at, word in enumerate(slug.replace("/", "-").split("-"))]
    return " ".join(word for word in words if word)


def version() -> str:
    """Tarazu's version, as installed."""
    from importlib import metadata  # slow to load

    return metadata.version("tarazu")
