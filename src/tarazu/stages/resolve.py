"""Resolves what only the document tells: whose the police is, who "he" is, which two sides are meant.

Every answer is the best of scored candidates. What speaks for a state: the document names it often, names it lately, names a place
of it, the outlet is its own; and, where a coder has seen them, the mentions that it takes for kin of the open one.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

import msgspec

from tarazu.records import Kin, Kinship, Mention, state_of
from tarazu.stages.find_mentions_compose import POSTS
from tarazu.world import World

_MEMORY = 3.0
_SHORT_MEMORY = 0.7
_ANTECEDENT_REACH = 4
_PAIR_REACH = 3
_BESIDE = 2
_LATELY = 40
_OFTEN, _HOME, _KIN = 2.0, 0.3, 10.0
_PLACE, _ADJECTIVE = 1.5, 0.7
_SAME = 0.35
_IMPLIED = "the state that the document is about"


class Hints(msgspec.Struct, frozen=True, kw_only=True):
    """What else may tell who an open mention is.

    Attributes:
        home: The state of the outlet, if known: the last resort for "the police".
        kin: The mentions that may be the same actor, or of the same state, with the chances that a coder gives them.
    """

    home: str | None = None
    kin: Kinship = {}


class Resolver:
    """Resolves the open mentions of one document, in reading order.

    Args:
        mentions: All mentions of the document, as they were found.
        seen: Those that are linked, in order; grows while the document is read.
        world: Which ids are states.
        hints: What else may tell.
    """

    def __init__(self, mentions: Sequence[Mention], seen: list[Mention], world: World, hints: Hints) -> None:
        self._seen = seen
        self._states = world.states
        self._hints = hints
        self._linked: dict[tuple[int, int], str | None] = {}
        self._read = 0  # how many of those seen are filed in `_linked`
        # What needs proof, and titles that wait for their holder, tell nothing before they are linked themselves.
        self._at = {(each.sentence, each.first): each for each in mentions if not each.weak and not (each.title and each.form == "title")}
        named = [mention for mention in mentions if mention.actor and not mention.weak]
        self._named = Counter(_top(mention.actor) for mention in named)
        self._counts = Counter(_top(mention.actor) for mention in named if mention.form != "institution" and _top(mention.actor) in self._states)

    def antecedent(self, mention: Mention) -> Mention:
        """The earlier mention that a pronoun or a definite description stands for; open where none fits."""
        if mention.number > 1:
            pair = self._nearest_states(mention)
            return msgspec.structs.replace(mention, actors=pair, reason="the states named last") if len(pair) == mention.number else mention
        same = self._same(mention)
        if same is not None:
            return msgspec.structs.replace(mention, actor=same, reason="the same one, by the words around both")
        if mention.kind == "state":
            state = self.salient(mention, memory=_SHORT_MEMORY)
            return msgspec.structs.replace(mention, actor=state, reason="the nearest fitting antecedent") if state else mention
        for earlier in reversed(self._seen):
            if mention.sentence - earlier.sentence > _ANTECEDENT_REACH:
                break
            if earlier.kind == mention.kind and earlier.actor and earlier.form != "adjective":
                return msgspec.structs.replace(mention, actor=earlier.actor, reason="the nearest fitting antecedent")
        return mention

    def implied(self, mention: Mention) -> Mention:
        """An institution, group or unknown person whose state the sentence does not say; open where the document names none."""
        same = self._same(mention)
        if same is not None and "/" in same:
            return msgspec.structs.replace(mention, actor=same, reason="the same one, by the words around both")
        state = self.salient(mention)
        if not state:
            return mention
        actor = mention.candidates[0].replace("*", state, 1)
        title = msgspec.structs.replace(mention.title, of=state) if mention.title and mention.title.of == "*" else mention.title
        return msgspec.structs.replace(mention, actor=actor, title=title, reason=_IMPLIED)

    def salient(self, mention: Mention, *, memory: float = _MEMORY) -> str | None:
        """The state that is talked about here: the best of all that the document names.

        Args:
            mention: Where the question is asked.
            memory: After how many sentences a mention counts for a third.
        """
        scores: defaultdict[str, float] = defaultdict(float)
        total = sum(self._counts.values()) or 1
        for state, count in self._counts.items():
            scores[state] += _OFTEN * count / total
        for earlier in self._seen[-_LATELY:]:
            weight = math.exp(-(mention.sentence - earlier.sentence) / memory)
            weight *= _PLACE if earlier.kind == "place" else _ADJECTIVE if earlier.form == "adjective" else 1.0
            for actor in earlier.ids():
                if _top(actor) in self._states:
                    scores[_top(actor)] += weight
        if self._hints.home:
            scores[self._hints.home] += _HOME
        for kin, actor in self._kin(mention):
            if _top(actor) in self._states:
                scores[_top(actor)] += _KIN * kin.state
        scores.pop(self._host(mention), None)
        return max(sorted(scores), key=lambda state: scores[state]) if scores else None

    def _host(self, mention: Mention) -> str:
        """The state of the capital that stands right before an embassy ("in Moscow the embassy"): whose it is not; empty if there is none."""
        post = any(candidate.partition("/")[2] in POSTS for candidate in mention.candidates)
        before = self._seen[-1] if post and self._seen else None
        if before is None or before.sentence != mention.sentence or not 0 <= mention.first - before.last <= _BESIDE:
            return ""
        return _top(before.actor) if before.form == "seat" or before.kind == "place" else ""

    def _kin(self, mention: Mention) -> list[tuple[Kin, str]]:
        """The kin of an open mention that are linked by now, or needed no linking."""
        for each in self._seen[self._read :]:
            self._linked[each.sentence, each.first] = each.actor
        self._read = len(self._seen)
        out = []
        for kin in self._hints.kin.get((mention.sentence, mention.first), ()):
            place = (kin.sentence, kin.first)
            actor = self._linked.get(place) or (self._at[place].actor if place in self._at else None)
            if actor:
                out.append((kin, actor))
        return out

    def _same(self, mention: Mention) -> str | None:
        """The actor that the kin of a mention are, if a coder is sure enough of them together."""
        chances: defaultdict[str, float] = defaultdict(float)
        for kin, actor in self._kin(mention):
            chances[actor] += kin.same
        best = max(sorted(chances), key=lambda actor: chances[actor], default=None)
        return best if best is not None and chances[best] >= _SAME else None

    def _nearest_states(self, mention: Mention) -> tuple[str, ...]:
        """The states that "the two sides" are: of those named lately the ones that the document names most, in the order of the text."""
        near: dict[str, int] = {}
        for place, earlier in enumerate(self._seen):
            if mention.sentence - earlier.sentence <= _PAIR_REACH and earlier.kind != "place":
                for actor in earlier.ids():
                    if _top(actor) in self._states or (earlier.kind == "body" and earlier.form == "name"):
                        near[_top(actor)] = place
        ranked = sorted(near, key=lambda state: (-self._named[state], -near[state]))[: mention.number]
        return tuple(sorted(ranked, key=lambda state: near[state]))


def _top(actor: str | None) -> str:
    return state_of(actor) if actor else ""
