"""The lexicon coder: triggers, operators and grammar, weighed by a small log-linear model."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from tarazu import languages
from tarazu.coders.lexicon.assess import find_assessments
from tarazu.coders.lexicon.circumstances import find_amount, find_channel, find_contexts, find_place, time_of
from tarazu.coders.lexicon.figures import find_figures
from tarazu.coders.lexicon.match import find_matches
from tarazu.coders.lexicon.model import Weights, weights
from tarazu.coders.lexicon.roles import Cast, cast
from tarazu.coders.lexicon.rules import Rules
from tarazu.coders.lexicon.sentence import View
from tarazu.coders.lexicon.status import Act, weigh_acts
from tarazu.coders.lexicon.ties import TieRules, find_ties
from tarazu.coders.lexicon.voice import Scope, find_voices, voice_of
from tarazu.ontologies import plover
from tarazu.records import Argument, Frame, Glance, Mention, Reading, Reason, state_of

VERSION = "lexicon-1"
_TOPIC_TYPES = frozenset({"person", "state", "body", "organisation"})
_CARRIED = 0.6


class LexiconCoder:
    """Finds frames by words and grammar.

    Attributes:
        floor: The least confidence at which an event is reported; None takes the learned one.
    """

    def __init__(self, *, floor: float | None = None, model: Weights | None = None) -> None:
        self._model = model or weights()
        self.floor = self._model.thresholds.get("act", 0.5) if floor is None else floor

    @property
    def name(self) -> str:
        """Name and version."""
        return VERSION

    def look(self, reading: Reading) -> Glance:
        """Sees no more than the register."""
        return Glance(sentences=reading.sentences)

    def find(self, reading: Reading, glance: Glance) -> tuple[Frame, ...]:  # noqa: ARG002 - the protocol's shape
        """Finds the frames of all sentences, in the order of the text."""
        frames: list[Frame] = []
        quoted, topic = False, None
        speakers: tuple[str, ...] = ()
        for sentence in reading.sentences:
            view = View(sentence, languages.load(reading.language), quoted=quoted, day=reading.day)
            found = _Finder(view, self._model, self.floor, topic, speakers if quoted else ())
            frames += found.frames()
            topic = found.topic
            quoted = view.open_quote and not sentence.heading
            speakers = found.speakers or speakers
        return tuple(frames)


@lru_cache(maxsize=32)
def rules_of(code: str) -> tuple[Rules, TieRules]:
    """The compiled rules of a language."""
    language = languages.load(code)
    return Rules(language), TieRules(language)


class _Finder:
    """The work on one sentence."""

    def __init__(self, view: View, model: Weights, floor: float, topic: Mention | None, carried: tuple[str, ...]) -> None:
        self._view = view
        self._model = model
        self._floor = floor
        self._rules, self._ties = rules_of(view.language.code)
        self.topic = topic
        acts, _, speech = find_matches(view, self._rules)
        self._scopes: list[Scope] = find_voices(view, speech, carried)
        self._acts = weigh_acts(view, acts, self._rules, plover())
        self.speakers = self._scopes[-1].ids if self._scopes else ()

    def frames(self) -> Iterator[Frame]:
        before: Cast | None = None
        for act in self._acts:
            parts = cast(self._view, act, self._rules, self._model, before)
            frame = self._event(act, parts, before)
            if frame is not None:
                yield frame
                before = parts if parts.actors else before
        yield from find_assessments(self._view, self._rules, self._scopes)
        yield from find_ties(self._view, self._ties)
        yield from find_figures(self._view, self._rules, self._scopes)
        self._remember()

    def _event(self, act: Act, parts: Cast, before: Cast | None) -> Frame | None:
        view, match = self._view, act.match
        actors = list(_arguments("actor", parts.actors))
        carried = not actors and self._carry(act, before)
        if carried:
            actors = carried
        elif self._one_sided(act, parts):
            actors = [*self._topic_of(before), *actors]
        recipients = list(_others(parts.recipients, actors))
        self._together(act, actors)
        features = list(act_features(view, act, parts, self._rules, carried=bool(carried)))
        confidence = self._model.act(features)
        if confidence < self._floor or not actors:
            return None
        ids = tuple(dict.fromkeys(each for argument in actors for each in argument.ids))
        taken = {mention.first for unit, _ in (*parts.actors, *parts.recipients) for mention in unit}
        place = find_place(view, match, taken)
        others = [] if place is None else [Argument(role="place", start=place.start, end=place.end, ids=place.ids(), where=place.where)]
        entry = self._rules.entries[match.pattern.entry]
        tokens = view.sentence.tokens
        return Frame(
            record="event",
            label=str(act.type),
            detail=act.mode,
            sentence=view.sentence.index,
            start=tokens[match.first].start,
            end=tokens[match.last - 1].end,
            status=act.status,
            channel=find_channel(view, match, self._rules.channels, entry.channel),
            contexts=find_contexts(view, match, self._rules.contexts),
            arguments=tuple(sorted((*actors, *recipients, *others), key=lambda each: each.start)),
            time=time_of(view, match, act.status),
            amount=find_amount(view, match),
            voice=voice_of(self._scopes, match.first, ids),
            entry=f"{view.language.code}/{entry.id}",
            confidence=round(confidence, 3),
            reasons=tuple(Reason(rule=rule) for rule in act.reasons) + self._strongest(features),
        )

    def _strongest(self, features: list[str]) -> tuple[Reason, ...]:
        weighed = sorted(((self._model.acts.get(each, 0.0), each) for each in features), key=lambda pair: -abs(pair[0]))
        return tuple(Reason(rule=each, weight=round(weight, 2)) for weight, each in weighed[:4] if weight)

    def _carry(self, act: Act, before: Cast | None) -> list[Argument]:
        """A finite verb without a subject of its own goes on with the one before it."""
        match = act.match
        if match.form is None or match.form.kind not in {"finite", "subjunctive", "infinitive", "gerund"} or match.passive:
            return []
        if before is not None and before.actors:
            return [
                Argument(role="actor", start=each.start, end=each.end, ids=each.ids, confidence=each.confidence * _CARRIED)
                for each in _arguments("actor", before.actors)
            ]
        if self.topic is not None and match.form.kind == "finite" and self.topic.ids() and not self._view.sentence.heading:
            return [Argument(role="actor", start=-1, end=-1, ids=self.topic.ids(), confidence=_CARRIED)]
        return []

    def _together(self, act: Act, actors: list[Argument]) -> None:
        """Manoeuvres of several states are cooperation, of one a show of force."""
        states = {state_of(each) for argument in actors for each in argument.ids}
        exercises = self._rules.exercises
        if act.type == "MOBILIZE" and len(states) > 1 and exercises is not None and self._view.find(exercises, act.match.at) is not None:
            act.type, act.mode = "COOPERATE", None
            act.reasons = (*act.reasons, "manoeuvres held together")

    def _one_sided(self, act: Act, parts: Cast) -> bool:
        """Whether only the other party to a reciprocal act is named ("the signing of a treaty with China")."""
        partner = self._rules.partner[act.match.pattern.entry]
        ids = {each for unit, _ in parts.actors for mention in unit for each in mention.ids()}
        return len(ids) == 1 and all(unit[0].marker in partner for unit, _ in parts.actors)

    def _topic_of(self, before: Cast | None) -> list[Argument]:
        if before is not None and before.actors:
            unit = before.actors[0][0]
            return [Argument(role="actor", start=unit[0].start, end=unit[0].end, ids=unit[0].ids(), confidence=_CARRIED)]
        ids = self.topic.ids() if self.topic is not None else ()
        return [Argument(role="actor", start=-1, end=-1, ids=ids, confidence=_CARRIED)] if ids else []

    def _remember(self) -> None:
        """What the next sentence's dropped subject would be: the first unit here that no preposition governs."""
        for unit in self._view.units:
            if unit[0].kind in _TOPIC_TYPES and unit[0].ids() and unit[0].marker in {"", "nom"} and unit[0].form != "adjective":
                self.topic = unit[0]
                return


def act_features(view: View, act: Act, parts: Cast, rules: Rules, *, carried: bool) -> Iterator[str]:
    """The features of a trigger as a coded act."""
    match, language = act.match, view.language.code
    entry = rules.entries[match.pattern.entry]
    kind = match.form.kind if match.verbal and match.form else "light" if match.light else match.pattern.kind
    best = max((score for _, score in parts.actors), default=0.0)
    given = max((score for _, score in parts.recipients), default=0.0)
    near = sum(1 for mention in view.sentence.mentions if abs(mention.first - match.first) <= 15)
    yield "bias"
    yield language
    yield f"{language}|entry {entry.id}"
    yield f"{language}|entry {entry.id}|{kind}"
    yield f"{language}|{kind}"
    yield f"{act.type}"
    yield f"{act.type}|{kind}"
    yield f"{language}|{act.type}|{act.status}"
    yield f"{act.status}|{kind}"
    yield f"actor {round(best, 1)}|{kind}"
    yield f"recipient {round(given * 2) / 2}|{act.type}"
    yield f"carried {carried}|{kind}"
    yield f"mentions {min(near, 3)}|{bool(parts.actors)}"
    yield f"{language}|heading {view.sentence.heading}"
    yield f"words {min(len(match.at), 3)}|{kind}"
    yield f"fits {match.fits}"
    yield f"quoted {view.quoted[match.first]}"
    yield f"passive {match.passive}|{bool(parts.actors)}"
    yield from _actor_features(view, act, parts, kind)
    if act.beside:
        yield f"beside {act.beside}"
        yield f"{language}|beside {act.beside.split('|')[0]}|{kind}"
        yield f"beside {act.beside.split('|')[0]}|{act.type}"
    if act.governed is not None:
        yield f"governs {act.type}"
        yield f"{language}|governs"
    if act.operator is not None:
        yield f"under {rules.entries[act.operator.match.pattern.entry].operator}"
    crowd = sum(1 for other in view.clause if other == view.clause[match.first])
    yield f"clause {min(crowd // 5, 4)}"


def _actor_features(view: View, act: Act, parts: Cast, kind: str) -> Iterator[str]:
    """Where the nearest actor stands, and what it is."""
    if not parts.actors:
        return
    match, language = act.match, view.language.code
    unit = min(parts.actors, key=lambda pair: abs(pair[0][0].first - match.first))[0]
    gap = min(abs(unit[0].first - match.first) // 3, 4)
    yield f"{language}|{kind}|actor {gap}|{unit[0].first < match.first}|{unit[0].marker}"
    yield f"actor is {unit[0].kind}/{unit[0].form}|{act.type}"
    yield f"crosses {min(abs(view.clause[unit[0].first] - view.clause[match.head]), 2)}|{kind}"


def _others(units: list[tuple[tuple[Mention, ...], float]], actors: list[Argument]) -> Iterator[Argument]:
    """The recipients: nobody acts on themselves, and a description that stands for an actor's state is no recipient."""
    acting = {each for argument in actors for each in argument.ids}
    states = {state_of(each) for each in acting}
    for unit, score in units:
        for mention in unit:
            referring = mention.form in {"description", "pronoun"}
            ids = tuple(each for each in mention.ids() if each not in acting and not (referring and state_of(each) in states))
            if ids:
                yield Argument(role="recipient", start=mention.start, end=mention.end, ids=ids, confidence=round(score, 3))


def _arguments(role: str, units: list[tuple[tuple[Mention, ...], float]]) -> Iterator[Argument]:
    for unit, score in units:
        for mention in unit:
            if mention.ids():
                yield Argument(role=role, start=mention.start, end=mention.end, ids=mention.ids(), confidence=round(score, 3))


