"""Links what the sentence left open: surnames, ambiguous names, "this country", "the police", "the president"."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

import msgspec

from tarazu.records import Mention, Office, Sentence, Where, state_of
from tarazu.stages.find_mentions_names import Names, state_name
from tarazu.stages.resolve import Hints, Resolver
from tarazu.world import World

_PLAIN_CUE = 5
# A shared name means what it means by default, however often its rivals are named, unless a word beside it says otherwise.
_DEFAULT, _CUE = 6.0, 9.0
_EUROPE, _UNION = "europe", "EU"


def link(sentences: Sequence[Sentence], names: Names, world: World, day: dt.date | None, hints: Hints) -> tuple[Sentence, ...]:
    """Links the open mentions of a document, in reading order.

    Args:
        sentences: The sentences with their mentions.
        names: The names of the language, for ambiguous ones.
        world: Who held which office when, and who belongs to what.
        day: The day that the document speaks from, if known.
        hints: What else may tell.

    Returns:
        The sentences with their mentions linked. What could not be linked stays open, and what needed proof and found none is gone.
    """
    return _Linker(sentences, names, world, day, hints).run()


class _Linker:
    def __init__(self, sentences: Sequence[Sentence], names: Names, world: World, day: dt.date | None, hints: Hints) -> None:
        self._sentences = sentences
        self._names = names
        self._world = world
        self._day = day
        mentions = [mention for sentence in sentences for mention in sentence.mentions]
        self._full = {mention.actor for mention in mentions if mention.actor and mention.kind == "person" and mention.title}
        self._named = Counter(_top(mention.actor) for mention in mentions if mention.actor and not mention.weak)
        self._seen: list[Mention] = []
        self._resolver = Resolver(mentions, self._seen, world, hints)

    def run(self) -> tuple[Sentence, ...]:
        out = []
        for sentence in self._sentences:
            text = f" {' '.join(token.form for token in sentence.tokens)} "
            mentions = []
            for mention in sentence.mentions:
                linked = self._link(mention, text)
                if linked is not None:
                    mentions.append(linked)
                    if linked.ids():
                        self._seen.append(linked)
            out.append(msgspec.structs.replace(sentence, mentions=tuple(mentions)))
        return tuple(out)

    def _link(self, mention: Mention, text: str) -> Mention | None:
        if mention.weak and not self._proven(mention):
            return None
        if mention.actor == _EUROPE and mention.form == "name" and self._named[_UNION]:
            mention = msgspec.structs.replace(mention, actor=_UNION, reason="Europe, in a document about the Union")
        if mention.title is not None and (mention.title.of == "*" or mention.title.of in self._world.groups):
            mention = self._seated(mention, mention.title)
        if mention.actor is None and mention.candidates:
            mention = self._open(mention, text)
        return self._located(self._titled(mention))

    def _located(self, mention: Mention) -> Mention:
        """Puts places and states on the map."""
        if mention.kind == "place" and mention.actor in self._names.places:
            city = self._names.places[mention.actor]
            where = Where(name=city.name, country=city.country, lat=city.lat, lon=city.lon)
            return msgspec.structs.replace(mention, where=where)
        state = self._world.states.get(mention.actor or "") if mention.kind == "state" else None
        if state is None or mention.actor is None:
            return mention
        point = state.capital
        if mention.form == "seat" and point is not None:
            return msgspec.structs.replace(mention, where=Where(name=point.name, country=mention.actor, lat=point.lat, lon=point.lon))
        return msgspec.structs.replace(mention, where=Where(name=state_name(mention.actor), country=mention.actor))

    def _proven(self, mention: Mention) -> bool:
        options = (mention.actor,) if mention.actor else mention.candidates
        if mention.kind == "person":
            return any(option in self._full for option in options)
        return any(self._named[_top(option)] for option in options)

    def _open(self, mention: Mention, text: str) -> Mention:
        if not any("*" in option for option in mention.candidates):
            return self._choose(mention, text)
        if mention.form in {"pronoun", "description"} and mention.candidates == ("*",):
            return self._resolver.antecedent(mention)
        if mention.form == "title":
            return self._office(mention)
        return self._resolver.implied(mention)

    def _choose(self, mention: Mention, text: str) -> Mention:
        """One of several that share a name: cues beside it, then the document, then the office held on the day."""
        shared = mention.reason.removeprefix("shared ") if mention.reason.startswith("shared ") else ""
        default = self._names.defaults.get(shared)
        cues = self._names.cues.get(shared, {})
        known = {each.actor for each in self._seen}
        total = sum(self._named.values()) or 1
        scored = []
        for rank, option in enumerate(mention.candidates):
            named = self._named[_top(option)]
            score = 3.0 * (option in known) + 1.0 * bool(named) + 2.0 * named / total - 0.1 * rank + _DEFAULT * (option == default)
            score += self._in_office(mention, option) if mention.kind == "person" else 0.0
            score += _CUE * any(f" {cue} " in text or (len(cue) >= _PLAIN_CUE and cue in text) for cue in cues.get(option, ()))
            scored.append((score, option))
        best = max(scored, key=lambda pair: pair[0])
        if shared and best[0] <= 1.0:
            return msgspec.structs.replace(mention, actor=None, candidates=mention.candidates, reason="a name of several, and nothing tells which")
        return msgspec.structs.replace(mention, actor=best[1], reason="the likeliest of several that share the name")

    def _in_office(self, mention: Mention, option: str) -> float:
        """How well a person's offices fit the day, and the state or body that the title beside the name says."""
        held = self._world.offices(option, self._day)
        latest = max((office.since for office in self._world.offices(option, None) if office.since), default=None)
        fits = mention.title is not None and any(office.of.startswith(mention.title.of) for office in held)
        return 1.0 * bool(held) + 2.0 * fits + (latest.toordinal() * 1e-7 if latest else 0.0)

    def _office(self, mention: Mention) -> Mention:
        """A title alone: the person last seen in that office, else its holder in the state that it is about."""
        office = mention.title.office if mention.title else ""
        for earlier in reversed(self._seen):
            if earlier.kind == "person" and earlier.actor and earlier.title and earlier.title.office == office:
                return msgspec.structs.replace(mention, actor=earlier.actor, reason="the last one named in that office")
        return self._resolver.implied(mention)

    def _seated(self, mention: Mention, title: Office) -> Mention:
        """A title that only one body has tells that body, where the document names it: a prosecutor is not always that of the one court."""
        of = self._world.seat_of(title.office)
        if of is None or not self._named[_top(of)]:
            return mention
        actor = mention.actor or next((option.replace("*", of.split("-", 1)[0], 1) for option in mention.candidates if "*" in option), None)
        if mention.form == "title":
            actor = f"{of}/{title.office}"
        return msgspec.structs.replace(mention, actor=actor, title=msgspec.structs.replace(title, of=of), reason="the only body with that office")

    def _titled(self, mention: Mention) -> Mention:
        """Gives a title alone its holder on the day, and a known person the office held then."""
        title = mention.title
        if title is None or mention.actor is None:
            return mention
        if mention.actor == f"{title.of}/{title.office}":
            holder = self._world.holder(title.of, title.office, self._day)
            return msgspec.structs.replace(mention, actor=holder, reason="who held the office on the day") if holder else mention
        if title.of == "*":
            held = [office for office in self._world.offices(mention.actor, self._day) if office.office == title.office]
            of = held[0].of if held else _top(mention.actor)
            title = Office(office=title.office, kind=title.kind, of=of)
        return msgspec.structs.replace(mention, title=title)


def _top(actor: str | None) -> str:
    return state_of(actor) if actor else ""
