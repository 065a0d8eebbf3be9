"""What of a telling matters for the question whether two tell one act, made once for each telling."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import msgspec

from tarazu import world
from tarazu.languages import fold
from tarazu.languages.slug import slug
from tarazu.records import Amount, Event, Telling, state_of

RECIPROCAL = frozenset({"CONSULT", "AGREE", "SUPPORT", "COOPERATE"})  # who did it with whom, so who stands first says little

_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_GROUPED = re.compile(r"(?<=\d)[ ,](?=\d{3}(?!\d))")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ARTICLE = re.compile(r"^[vblkf]?al(?=[a-z]{3})")
_IDEOGRAPH = "\u3400"
_LONGEST_STEM = 4
_SHORTEST_STEM = 3
_SHORT_WORD = 5
_DAYS_PRECISE = 3
_MOST_MEMBERS = 8
BEFORE, AFTER = 9, 2  # in which days around its publication an act without a time lies: news is a week old at most
AHEAD = 21  # and how far ahead one that is planned
_SEASON = 40
_EVER = 10_000_000

# What differs between the spellings of one name in Arabic, Cyrillic and Latin letters falls together, vowels fall out. Digraphs come first.
_SOUNDS = (
    ("kh", "k"), ("gh", "k"), ("zh", "j"), ("sh", "s"), ("ch", "j"), ("ts", "s"), ("th", "s"), ("ph", "f"), ("dj", "j"), ("ks", "ks"), ("x", "ks"),
    ("q", "k"), ("g", "k"), ("c", "k"), ("z", "s"), ("p", "b"), ("d", "t"),
)  # fmt: skip
_VOWELS = re.compile(r"[aeiouyvwh]")
_DOUBLED = re.compile(r"(.)\1+")


class Doing(NamedTuple):
    """What was done, and whether it was: the event's type, mode and status."""

    type: str
    mode: str | None
    status: str


class Cast(NamedTuple):
    """Who did it to whom.

    Attributes:
        mutual: Whether the act is of a type that parties do together.
        actors, recipients: The states and bodies that act, and that are acted upon.
        people, institutions: The ids below a state that the register knows as people's, and all others.
    """

    mutual: bool
    actors: frozenset[str]
    recipients: frozenset[str]
    people: frozenset[str]
    institutions: frozenset[str]


class Profile(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A telling, reduced to what is compared.

    Attributes:
        record, doc, outlet, language: The event's id, its document, the document's outlet and language.
        doing, cast: What was done, and who did it to whom.
        states: All states and bodies that take part.
        channel, contexts: The event's; an empty channel where it has none.
        start, end: The first and last day of the act as ordinals; 0 where it has no time.
        published: The day of publication as an ordinal; 0 where it is not known.
        first, last: Between which days the act may lie, by its time and by the day of publication: all days where nothing is known.
        place, country: The stem of the place's name, and its state; empty where they are not known.
        amount: As stated.
        stems: The words of the evidence as stems that are alike across scripts, see `stem`.
        triggers: Those of them that name the act.
        numbers: The numbers of the evidence with at least two digits, years left out.
        sources: On whose word it goes: the outlets and voices that the telling cites.
    """

    record: str
    doc: str
    outlet: str
    language: str
    doing: Doing
    cast: Cast
    states: frozenset[str]
    channel: str
    contexts: frozenset[str]
    start: int
    end: int
    published: int
    first: int
    last: int
    place: str
    country: str
    amount: Amount | None
    stems: frozenset[str]
    triggers: frozenset[str]
    numbers: frozenset[str]
    sources: frozenset[str]

    @property
    def precise(self) -> bool:
        """Whether the act's time is known to about a day."""
        return self.start > 0 and self.end - self.start < _DAYS_PRECISE


def profile(telling: Telling) -> Profile:
    """Reduces a telling to what is compared.

    Args:
        telling: A telling; the register of actors is asked which ids are people's.

    Returns:
        Its profile.
    """
    record, facts = telling.record, telling.facts
    actors, recipients = _tops(record.actors), _tops(record.recipients)
    people, institutions = people_and_others(record.actors + record.recipients)
    text = fold(" ".join(each.text for each in record.evidence)).text
    start, end = (record.when.start.toordinal(), record.when.end.toordinal()) if record.when else (0, 0)
    published = facts.published.toordinal() if facts.published else 0
    first, last = _span(start, end, published, ahead=record.status == "planned")
    return Profile(
        record=record.id,
        doc=record.doc,
        outlet=facts.outlet or "",
        language=facts.language,
        doing=Doing(record.type, record.mode, record.status),
        cast=Cast(record.type in RECIPROCAL, actors, recipients, people, institutions),
        states=actors | recipients,
        channel=record.channel or "",
        contexts=frozenset(record.contexts),
        start=start,
        end=end,
        published=published,
        first=first,
        last=last,
        place=stem(record.where.name) if record.where else "",
        country=(record.where.country or "") if record.where else "",
        amount=record.amount,
        stems=stems(text),
        triggers=_triggers(record),
        numbers=numbers(text),
        sources=frozenset((*facts.chain, *record.said_by)),
    )


def _span(start: int, end: int, published: int, *, ahead: bool) -> tuple[int, int]:
    first, last = (start, end) if start else (_EVER, 0)
    # a time as wide as a season is often not the act's own ("the first since 2022")
    if published and (not start or end - start > _SEASON):
        first, last = min(first, published - BEFORE), max(last, published + (AHEAD if ahead else AFTER))
    return (first, last) if last else (0, _EVER)


def stems(text: str) -> frozenset[str]:
    """The words of a folded text as stems; of writing without spaces, its pairs of letters.

    Example:
        >>> sorted(stems("parliament in tashkent"))
        ['brlm', 'in', 'tskn']
    """
    return frozenset(found for word in _WORD.findall(text) for found in _stems_of(word))


def numbers(text: str) -> frozenset[str]:
    """The numbers of a folded text that may tell one act from another: at least two digits, and no year.

    Example:
        >>> sorted(numbers("in 2024 it sent 1,200 tons and 36 lorries"))
        ['1200', '36']
    """
    found = _NUMBER.findall(_GROUPED.sub("", text))
    return frozenset(each for each in found if len(each) > 1 and not _YEAR.fullmatch(each))


@lru_cache(maxsize=200_000)
def stem(name: str) -> str:
    """A rough stem of a word that is much alike in every script: its first four consonants, or the word's beginning where it has too few.

    Source: consonant skeletons after A. Freeman, S. Condon and C. Ackerman, Cross linguistic name matching in English and Arabic (2006), made coarser.

    Example:
        >>> stem("Ташкенте"), stem("Tashkent"), stem("iran")
        ('tskn', 'tskn', 'iran')
    """
    latin = _ARTICLE.sub("", slug(name).replace("-", ""))
    for written, sound in _SOUNDS:
        latin = latin.replace(written, sound)
    bare = _DOUBLED.sub(r"\1", _VOWELS.sub("", latin))
    return bare[:_LONGEST_STEM] if len(bare) >= _SHORTEST_STEM else name.casefold()[:_SHORT_WORD]


@lru_cache(maxsize=200_000)
def _stems_of(word: str) -> tuple[str, ...]:
    if word[0] >= _IDEOGRAPH:
        return tuple(word[at : at + 2] for at in range(max(1, len(word) - 1)))
    return (stem(word),)


def _triggers(record: Event) -> frozenset[str]:
    """The stems of the words that name the act."""
    words = (each.text[part.start - each.start : part.end - each.start] for each in record.evidence for part in each.parts if part.role == "trigger")
    return stems(fold(" ".join(words)).text)


@lru_cache(maxsize=50_000)
def _tops(ids: tuple[str, ...]) -> frozenset[str]:
    """The states and bodies that some ids begin with; a named group (the five of Central Asia) stands for its members."""
    register = world.load()
    found: set[str] = set()
    for top in map(state_of, ids):
        group = register.groups.get(top)
        if group is not None and 0 < len(group.members) <= _MOST_MEMBERS:
            found.update(group.members)
        elif group is not None or top in register.states or top in register.bodies:
            found.add(top)
    return frozenset(found)


@lru_cache(maxsize=50_000)
def people_and_others(ids: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """Those of some ids that the register knows as people's, and what else is neither a state nor a body.

    Example:
        >>> people_and_others(("KAZ/kassym-jomart-tokayev", "KAZ/parliament", "RUS"))
        (frozenset({'KAZ/kassym-jomart-tokayev'}), frozenset({'KAZ/parliament'}))
    """
    register = world.load()
    below = frozenset(each for each in ids if "/" in each or not (each in register.states or each in register.bodies or each in register.groups))
    people = frozenset(each for each in below if each in register.people)
    return people, below - people
