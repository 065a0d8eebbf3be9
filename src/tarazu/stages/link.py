"""Links what the sentence left open: surnames, ambiguous names, "this country", "the police", "the president"."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Sequence

import msgspec

from tarazu.records import Mention, Office, Sentence, Where, state_of
from tarazu.stages.find_mentions_names import Names, state_name
from tarazu.world import World

_MEMORY = 3.0
_SHORT_MEMORY = 0.7
_ANTECEDENT_REACH = 4
_PLAIN_CUE = 5
# A shared name means what it means by default, however often its rivals are named, unless a word beside it says otherwise.
_DEFAULT, _CUE = 6.0, 9.0
_PAIR_REACH = 3
_EUROPE, _UNION = "europe", "EU"
_IMPLIED = "the state that the document is about"


def link(sentences: Sequence[Sentence], names: Names, world: World, day: dt.date | None, home: str | None) -> tuple[Sentence, ...]:
    """Links the open mentions of a document, in reading order.

    Args:
        sentences: The sentences with their mentions.
        names: The names of the language, for ambiguous ones.
        world: Who held which office when, and who belongs to what.
        day: The day that the document speaks from, if known.
        home: The state of the outlet, if known: the last resort for "the police".

    Returns:
        The sentences with their mentions linked. What could not be linked stays open, and what needed proof and found none is gone.
    """
    return _Linker(sentences, names, world, day, home).run()


class _Linker:
    def __init__(self, sentences: Sequence[Sentence], names: Names, world: World, day: dt.date | None, home: str | None) -> None:
        self._sentences = sentences
        self._names = names
        self._world = world
        self._day = day
        self._home = home
        mentions = [mention for sentence in sentences for mention in sentence.mentions]
        self._proof = Counter(_top(mention.actor) for mention in mentions if mention.actor and not mention.weak)
        self._full = {mention.actor for mention in mentions if mention.actor and mention.kind == "person" and mention.title}
        self._named = Counter(_top(mention.actor) for mention in mentions if mention.actor and not mention.weak)
        self._counts = Counter(
            _top(mention.actor)
            for mention in mentions
            if mention.actor and not mention.weak and mention.form != "institution" and _top(mention.actor) in world.states
        )
        self._seen: list[Mention] = []

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
        return any(self._proof[_top(option)] for option in options)

    def _open(self, mention: Mention, text: str) -> Mention:
        if not any("*" in option for option in mention.candidates):
            return self._choose(mention, text)
        if mention.form in {"pronoun", "description"} and mention.candidates == ("*",):
            return self._antecedent(mention)
        if mention.form == "title":
            return self._office(mention)
        return self._implied(mention)

    def _choose(self, mention: Mention, text: str) -> Mention:
        """One of several that share a name: cues beside it, then the document, then the office held on the day."""
        shared = mention.reason.removeprefix("shared ") if mention.reason.startswith("shared ") else ""
        default = self._names.defaults.get(shared)
        cues = self._names.cues.get(shared, {})
        known = {each.actor for each in self._seen}
        total = sum(self._proof.values()) or 1
        scored = []
        for rank, option in enumerate(mention.candidates):
            named = self._proof[_top(option)]
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

    def _antecedent(self, mention: Mention) -> Mention:
        """The nearest earlier mention that fits a pronoun or a definite description."""
        if mention.number > 1:
            pair = self._nearest_states(mention)
            return msgspec.structs.replace(mention, actors=pair, reason="the states named last") if len(pair) == mention.number else mention
        if mention.kind == "state":
            state = self._salient(mention.sentence, memory=_SHORT_MEMORY)
            return msgspec.structs.replace(mention, actor=state, reason="the nearest fitting antecedent") if state else mention
        for earlier in reversed(self._seen):
            if mention.sentence - earlier.sentence > _ANTECEDENT_REACH:
                break
            if earlier.kind == mention.kind and earlier.actor and earlier.form != "adjective":
                return msgspec.structs.replace(mention, actor=earlier.actor, reason="the nearest fitting antecedent")
        return mention

    def _nearest_states(self, mention: Mention) -> tuple[str, ...]:
        """The states that "the two sides" are: of those named lately the ones that the document names most, in the order of the text."""
        near: dict[str, int] = {}
        for place, earlier in enumerate(self._seen):
            if mention.sentence - earlier.sentence <= _PAIR_REACH and earlier.kind != "place":
                for actor in earlier.ids():
                    if _top(actor) in self._world.states or (earlier.kind == "body" and earlier.form == "name"):
                        near[_top(actor)] = place
        ranked = sorted(near, key=lambda state: (-self._named[state], -near[state]))[: mention.number]
        return tuple(sorted(ranked, key=lambda state: near[state]))

    def _office(self, mention: Mention) -> Mention:
        """A title alone: the person last seen in that office, else its holder in the state that the document is about."""
        office = mention.title.office if mention.title else ""
        for earlier in reversed(self._seen):
            if earlier.kind == "person" and earlier.actor and earlier.title and earlier.title.office == office:
                return msgspec.structs.replace(mention, actor=earlier.actor, reason="the last one named in that office")
        return self._implied(mention)

    def _implied(self, mention: Mention) -> Mention:
        state = self._salient(mention.sentence)
        if not state:
            return mention
        actor = mention.candidates[0].replace("*", state, 1)
        title = msgspec.structs.replace(mention.title, of=state) if mention.title and mention.title.of == "*" else mention.title
        return msgspec.structs.replace(mention, actor=actor, title=title, reason=_IMPLIED)

    def _salient(self, sentence: int, *, memory: float = _MEMORY) -> str | None:
        """The state that is talked about here: named often, named lately, and named as more than an adjective.

        Args:
            sentence: Where the question is asked.
            memory: After how many sentences a mention counts for a third.
        """
        scores: defaultdict[str, float] = defaultdict(float)
        total = sum(self._counts.values()) or 1
        for state, count in self._counts.items():
            scores[state] += 2.0 * count / total
        for earlier in self._seen[-40:]:
            weight = math.exp(-(sentence - earlier.sentence) / memory)
            for actor in earlier.ids():
                if _top(actor) in self._world.states:
                    scores[_top(actor)] += weight * (1.5 if earlier.kind == "place" else 0.7 if earlier.form == "adjective" else 1.0)
        if self._home:
            scores[self._home] += 0.3
        return max(sorted(scores), key=lambda state: scores[state]) if scores else None

    def _seated(self, mention: Mention, title: Office) -> Mention:
        """A title that only one body has tells that body ("the president of the Commission")."""
        of = self._world.seat_of(title.office)
        if of is None:
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
