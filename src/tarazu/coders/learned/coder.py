"""The learned coder: the network finds and types acts and gives them their parts; the lexicon is its second finder."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, get_args

import msgspec

from tarazu import languages
from tarazu.coders.learned.acts import Said, find_acts
from tarazu.coders.learned.kin import find_kin
from tarazu.coders.learned.mentions import add_mentions
from tarazu.coders.learned.model import Model, load
from tarazu.coders.learned.parts import Part, Parts, find_parts
from tarazu.coders.learned.sight import Sight, look
from tarazu.coders.lexicon.assess import find_assessments
from tarazu.coders.lexicon.circumstances import find_amount, find_contexts, find_place, time_of, to_come
from tarazu.coders.lexicon.coder import rules_of
from tarazu.coders.lexicon.figures import find_figures
from tarazu.coders.lexicon.sentence import View
from tarazu.coders.lexicon.ties import find_ties
from tarazu.coders.lexicon.voice import Scope, find_voices, voice_of
from tarazu.errors import OptionError
from tarazu.records import Argument, Channel, Frame, Glance, Reading, Reason, Status, TimeSpan, state_of

_LIKELY = 0.08  # an alternative with a smaller chance is not worth telling


class Seen(Glance, frozen=True, kw_only=True):
    """A glance with all that the network saw."""

    sight: Sight


class Spot(msgspec.Struct, frozen=True):
    """A trigger's words in its sentence."""

    first: int
    last: int

    @property
    def at(self) -> Sequence[int]:
        """The words."""
        return range(self.first, self.last)


class LearnedCoder:
    """Finds frames with the trained network.

    Args:
        model: The model; None takes the one that is shipped.
        floor: The least confidence at which an event is reported; None takes the model's own.
    """

    def __init__(self, model: Model | None = None, *, floor: float | None = None) -> None:
        self.model = model or load()
        self.floor = self.model.card.thresholds["act"] if floor is None else floor

    @property
    def name(self) -> str:
        """Name and version."""
        return self.model.card.name

    def look(self, reading: Reading) -> Seen:
        """Adds the mentions that only the network sees, and its view of those that are open."""
        sight = look(reading, self.model)
        sentences = add_mentions(reading, sight)
        return Seen(sentences=sentences, kin=find_kin(sentences, reading.text, sight, self.model), sight=sight)

    def find(self, reading: Reading, glance: Glance) -> tuple[Frame, ...]:
        """Finds the frames of all sentences, in the order of the text."""
        if not isinstance(glance, Seen):
            raise OptionError("glance", "what look() of this coder gave for this document", type(glance).__name__, "call look() first")
        acts = find_acts(reading, glance.sight, self.model)
        parts = find_parts(reading, glance.sight, self.model, acts)
        told: dict[int, list[tuple[Said, Parts]]] = {}
        for act, part in zip(acts, parts, strict=True):
            told.setdefault(act.place.sentence, []).append((act, part))
        frames: list[Frame] = []
        quoted, speakers = False, tuple[str, ...]()
        for index in range(len(reading.sentences)):
            here = Here(self, reading, glance.sight, Spoken(index, quoted, speakers if quoted else ()))
            frames += here.frames(told.get(index, []))
            quoted, speakers = here.quoted, here.speakers or speakers
        return tuple(sorted(frames, key=lambda frame: (frame.sentence, frame.start)))


class Spoken(NamedTuple):
    """A sentence by its place in the document, whether a quotation is open when it begins, and whose."""

    place: int
    quoted: bool = False
    speakers: tuple[str, ...] = ()


class Here:
    """The work on one sentence."""

    def __init__(self, coder: LearnedCoder, reading: Reading, sight: Sight, spoken: Spoken) -> None:
        index = spoken.place
        self._card = coder.model.card
        self._floor = coder.floor
        self._reading = reading
        self._start = sight.starts[index]
        self._sentence = reading.sentences[index]
        rules, ties = rules_of(reading.language)
        self._rules, self._ties = rules, ties
        self._view = View(self._sentence, languages.load(reading.language), quoted=spoken.quoted, day=reading.day)
        self._scopes: list[Scope] = find_voices(self._view, list(sight.known[index].speech), spoken.speakers)
        self.quoted = self._view.open_quote and not self._sentence.heading
        self.speakers = self._scopes[-1].ids if self._scopes else ()

    def frames(self, acts: Sequence[tuple[Said, Parts]]) -> Iterator[Frame]:
        """The frames of the sentence: the network's, the lexicon's ties, and its assessments and figures where the network found none."""
        found = _once(frame for act, parts in acts for frame in self._frames(act, parts))
        yield from found
        if not any(frame.record == "assessment" for frame in found):
            yield from find_assessments(self._view, self._rules, self._scopes)
        counted = {frame.quantity for frame in found}
        yield from find_ties(self._view, self._ties)
        yield from (frame for frame in find_figures(self._view, self._rules, self._scopes) if frame.quantity not in counted)

    def _frames(self, act: Said, parts: Parts) -> Iterator[Frame]:
        least = self._card.thresholds
        if act.kind == "ASSESSMENT":
            if parts.actors and sureness(act) >= least["assessment"]:
                yield self._judgement(act, parts)
        elif act.kind == "TIE":
            if parts.actors and parts.recipients and sureness(act) >= least["tie"]:
                yield from self._ties_of(act, parts)
        elif act.kind == "FIGURE":
            if sureness(act) >= least["figure"]:
                yield from self._figure(act, parts)
        elif (parts.actors or parts.recipients) and (confidence := self._confidence(act, parts)) >= self._floor:
            yield self.event(act, parts, confidence)

    def _confidence(self, act: Said, parts: Parts) -> float:
        weights = self._card.calibration
        total = sum(weights.get(name, 0.0) * value for name, value in signs(act, parts).items())
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))

    def event(self, act: Said, parts: Parts, confidence: float) -> Frame:
        """The frame of an act."""
        spot = self._spot(act)
        start, end = self._span(spot)
        status = next(each for each in get_args(Status) if each == act.answers["status"])
        actors, recipients = list(_arguments("actor", parts.actors)), list(_arguments("recipient", parts.recipients))
        acting = {each for argument in actors for each in argument.ids}
        recipients = [each for argument in recipients for each in _without(argument, acting)]
        taken = {part.mention.first for part in (*parts.actors, *parts.recipients) if part.mention.sentence == self._sentence.index}
        return Frame(
            record="event",
            label=act.kind,
            detail=act.answers["mode"] or None,
            sentence=self._sentence.index,
            start=start,
            end=end,
            status=status,
            channel=next((each for each in get_args(Channel) if each == act.answers["channel"]), None),
            contexts=find_contexts(self._view, spot, self._rules.contexts),
            arguments=tuple(sorted((*actors, *recipients, *self._place(spot, parts, taken)), key=lambda each: each.start)),
            time=self._time(spot, parts, status),
            amount=find_amount(self._view, spot),
            voice=self._voice(spot, parts, acting),
            entry=f"{self._reading.language}/{act.kind}/{self._cited(spot)}",
            confidence=round(confidence, 3),
            reasons=_reasons(act, parts),
        )

    def _spot(self, act: Said) -> Spot:
        return Spot(act.place.first - self._start, act.place.last - self._start)

    def _cited(self, spot: Spot) -> str:
        """The words of a trigger in their citation forms: two tellings with the same words are rather one act."""
        return " ".join((self._view.words[at].keys or (self._view.form(at),))[-1] for at in spot.at)

    def _span(self, spot: Spot) -> tuple[int, int]:
        return self._sentence.tokens[spot.first].start, self._sentence.tokens[spot.last - 1].end

    def _judgement(self, act: Said, parts: Parts) -> Frame:
        subject, target = parts.actors[0].mention, next(iter((*parts.recipients, *parts.actors[1:])), None)
        ids = subject.ids()
        arguments = [Argument(role="subject", start=subject.start, end=subject.end, ids=ids[:1])]
        aims = [each for each in (target.mention.ids() if target else ids) if each not in ids[:1]]
        if aims:
            holder = target.mention if target else subject
            arguments.append(Argument(role="object", start=holder.start, end=holder.end, ids=tuple(aims[:1])))
        spot = self._spot(act)
        start, end = self._span(spot)
        return Frame(
            record="assessment", label=act.answers["dimension"], detail=act.answers["direction"], sentence=self._sentence.index, start=start, end=end,
            arguments=tuple(arguments), voice=self._voice(spot, parts, set()), entry=f"assessment {act.answers['dimension']}",
            confidence=round(sureness(act), 3), reasons=_reasons(act, parts),
        )  # fmt: skip

    def _ties_of(self, act: Said, parts: Parts) -> Iterator[Frame]:
        start, end = self._span(self._spot(act))
        for source, target in ((one.mention, other.mention) for one in parts.actors for other in parts.recipients):
            for one, other in ((one, other) for one in source.ids() for other in target.ids() if one != other):
                yield Frame(
                    record="tie", label=act.answers["kind"], sentence=self._sentence.index, start=start, end=end,
                    arguments=(
                        Argument(role="from", start=source.start, end=source.end, ids=(one,)),
                        Argument(role="to", start=target.start, end=target.end, ids=(other,)),
                    ),
                    entry=f"tie {act.answers['kind']}", confidence=round(sureness(act), 3), reasons=_reasons(act, parts),
                )  # fmt: skip

    def _figure(self, act: Said, parts: Parts) -> Iterator[Frame]:
        """The number in the words of the trigger, as the number grammar reads it."""
        spot = self._spot(act)
        start, end = self._span(spot)
        quantity = next((each for each in self._sentence.quantities if each.start < end and start < each.end), None)
        if quantity is None:
            return
        status = next(each for each in get_args(Status) if each == act.answers["status"])
        states = dict.fromkeys((state_of(each), part.mention.start, part.mention.end) for part in parts.actors for each in part.mention.ids())
        yield Frame(
            record="figure", label=act.answers["indicator"], sentence=self._sentence.index, start=quantity.start, end=quantity.end, status=status,
            arguments=tuple(Argument(role="subject", start=first, end=last, ids=(state,)) for state, first, last in states),
            time=self._time(spot, parts, status), quantity=quantity, voice=self._voice(spot, parts, set()), entry=f"figure {act.answers['indicator']}",
            confidence=round(sureness(act), 3), reasons=_reasons(act, parts),
        )  # fmt: skip

    def _place(self, spot: Spot, parts: Parts, taken: set[int]) -> Iterator[Argument]:
        seen = next((part.mention for part in parts.places if part.mention.where is not None), None)
        place = seen or find_place(self._view, spot, taken)
        if place is not None and place.where is not None:
            yield Argument(role="place", start=place.start, end=place.end, ids=place.ids(), where=place.where)

    def _time(self, spot: Spot, parts: Parts, status: Status) -> TimeSpan | None:
        if parts.time is not None:
            inside = self._sentence.start <= parts.time.start < self._sentence.end
            return to_come(parts.time, status, self._view) if inside else parts.time
        return time_of(self._view, spot, status)

    def _voice(self, spot: Spot, parts: Parts, acting: set[str]) -> tuple[str, ...]:
        """The speakers that the network sees, the outlets among them outermost; where it sees none, those of the lexicon's verbs of saying."""
        seen = sorted(parts.speakers, key=lambda part: (part.mention.kind != "outlet", part.mention.sentence, part.mention.first))
        ids = tuple(dict.fromkeys(each for part in seen for each in part.mention.ids() if each not in acting))
        return ids or voice_of(self._scopes, spot.first, tuple(acting))


def _once(frames: Iterable[Frame]) -> list[Frame]:
    """Of frames of one sentence that say the same of the same people, the surest: "held telephone talks" is one act."""
    best: dict[tuple[object, ...], Frame] = {}
    for frame in frames:
        people = tuple(frozenset(frame.ids(role)) for role in ("actor", "recipient", "subject", "object", "from", "to"))
        told = frame.status if frame.record == "event" else None
        key = (frame.record, frame.label, told, people, frame.quantity)
        if key not in best or frame.confidence > best[key].confidence:
            best[key] = frame
    return sorted(best.values(), key=lambda frame: frame.start)


def sureness(act: Said) -> float:
    """How sure the network is of an assessment, tie or figure: that the words tell something, and that."""
    return act.chance * act.kinds[0][1]


def signs(act: Said, parts: Parts) -> dict[str, float]:
    """What speaks for an act being coded, each as a number of about one."""
    acting = max((part.chance for part in parts.actors), default=0.0)
    return {
        "bias": 1.0,
        "trigger": _logit(act.chance),
        "some": _logit(act.some),
        "type": _logit(act.kinds[0][1]),
        "actor": _logit(acting),
        "nobody": float(not parts.actors),
        "lexicon agrees": float(act.lexicon == act.kind),
        "lexicon differs": float(bool(act.lexicon) and act.lexicon != act.kind),
        "elsewhere": float(bool(parts.actors) and all(part.mention.sentence != act.place.sentence for part in parts.actors)),
    }


def _logit(chance: float) -> float:
    chance = min(0.999, max(0.001, chance))
    return math.log(chance / (1.0 - chance))


def _weight(chance: float) -> float:
    """A chance in log-odds, as reasons tell weights: above 0 for what is likelier than not."""
    return round(_logit(chance), 2)


def _reasons(act: Said, parts: Parts) -> tuple[Reason, ...]:
    """What the network weighed, with the alternatives that it weighed them against."""
    said = [Reason(rule="the words are a trigger", weight=_weight(act.chance))]
    said += [Reason(rule=f"read as {kind}", weight=_weight(chance)) for kind, chance in act.kinds if chance >= _LIKELY]
    if act.lexicon:
        said.append(Reason(rule=f"the lexicon reads {act.lexicon}"))
    for role, chosen in (("actor", parts.actors), ("recipient", parts.recipients)):
        said += [Reason(rule=f"{role}: {', '.join(part.mention.ids()) or 'unknown'}", weight=_weight(part.chance)) for part in chosen]
    said += [Reason(rule=f"not {role}: {', '.join(part.mention.ids())}", weight=_weight(part.chance)) for role, part in parts.others if part.mention.ids()]
    return tuple(said)


def _arguments(role: str, parts: Sequence[Part]) -> Iterator[Argument]:
    for part in parts:
        if part.mention.ids():
            yield Argument(role=role, start=part.mention.start, end=part.mention.end, ids=part.mention.ids(), confidence=round(part.chance, 3))


def _without(argument: Argument, acting: set[str]) -> Iterator[Argument]:
    """A recipient without those that act, and without their states: nobody acts on themselves."""
    states = {state_of(each) for each in acting}
    ids = tuple(each for each in argument.ids if each not in acting and each not in states)
    if ids:
        yield msgspec.structs.replace(argument, ids=ids)
