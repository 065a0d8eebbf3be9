"""Makes a large case that is lifelike in its numbers: outlets of four languages tell acts among states and powers over five years, some of them several times.

What is told is drawn by chance, and nobody coded it: the words of each sentence are those that Tarazu has for acts and states in that language.
"""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Iterator
from pathlib import Path

import msgspec

from tarazu import world
from tarazu.analysis import chains, copies, witnesses
from tarazu.analysis import stories as merging
from tarazu.api import naming
from tarazu.cases import file, storing
from tarazu.cases import stories as held
from tarazu.cases.writing import Writer
from tarazu.ontologies import plover
from tarazu.records import Assessment, Coded, Document, DocumentFacts, Event, Evidence, Part, RunFacts, Telling

FIRST, DAYS = dt.date(2021, 9, 1), 1_880
LANGUAGES = ("fa", "ar", "ru", "en")
REGION = ("KAZ", "KGZ", "TJK", "TKM", "UZB")
POWERS = ("RUS", "CHN", "USA", "EU", "TUR")
OTHERS = ("IRN", "AFG", "AZE", "IND", "PAK", "JPN", "DEU", "FRA", "SAU", "ARE", "UKR", "BLR", "CSTO", "SCO", "UN")
TYPES = (
    ("CONSULT", 34), ("AGREE", 20), ("COOPERATE", 12), ("SUPPORT", 8), ("AID", 5), ("REQUEST", 5), ("ACCUSE", 6), ("REJECT", 4), ("SANCTION", 3),
    ("THREATEN", 2), ("ASSAULT", 1),
)  # fmt: skip
CHANNELS = ("diplomatic", "trade", "energy", "transport", "military", "finance", "migration", "culture", "security", "technology")
STATUSES = ("actual", "actual", "actual", "actual", "planned", "planned", "hypothetical", "cancelled", "denied")
TOLD = (1, 1, 1, 1, 1, 1, 1, 2, 2, 3)
_A_DOCUMENT = 3
_WORDS = 60
_A_SENTENCE = 10
_AT_ONCE = 2_000


class Act(msgspec.Struct):
    """What happened, before anybody tells it."""

    number: int
    day: dt.date
    type: str
    mode: str | None
    channel: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    status: str


class Press:
    """Writes documents about acts, in the languages of the outlets."""

    def __init__(self, case: Path, chance: random.Random) -> None:
        self.chance = chance
        self.names = {code: naming.names(case, code) for code in LANGUAGES}
        states = {"IRN": "fa", "SAU": "ar", "ARE": "ar", "EGY": "ar", "RUS": "ru", "KAZ": "ru", "USA": "en", "GBR": "en"}
        known = [each for each in world.load().outlets.values() if each.state in states]
        self.outlets = [(each.label, states[each.state]) for each in known if each.state] + [(f"The Steppe Post {number}", "en") for number in range(5)]
        chance.shuffle(self.outlets)
        self.people = [each for each in world.load().people if each.partition("/")[0] in {*REGION, *POWERS}]
        letters = "etaoinshrdlu"
        self.words = ["".join(chance.choice(letters) for _ in range(chance.randint(3, 9))) for _ in range(6_000)]
        self.weights = list(itertools.accumulate(1 / (rank + 50) for rank in range(len(self.words))))  # as common as words are, and no text like another

    def acts(self, number: int) -> Iterator[Act]:
        chance, book = self.chance, plover()
        days = sorted(chance.randrange(DAYS) for _ in range(number))
        for at, day in enumerate(days):
            kind = chance.choices([each for each, _ in TYPES], [weight for _, weight in TYPES])[0]
            modes = tuple(book.types[kind].modes)
            one = chance.choice(REGION) if chance.random() < 0.7 else chance.choice(OTHERS)
            two = chance.choice([each for each in (POWERS if chance.random() < 0.8 else OTHERS) if each != one])
            sides = ((one,), (two,)) if chance.random() < 0.4 else ((two,), (one,)) if chance.random() < 0.5 else ((one, two), ())
            actors = tuple(self._one_of(side) if chance.random() < 0.3 else side for side in sides[0])
            yield Act(
                number=at, day=FIRST + dt.timedelta(days=day), type=kind, mode=chance.choice(modes) if modes and chance.random() < 0.6 else None,
                channel=chance.choice(CHANNELS), actors=actors, recipients=sides[1], status=chance.choice(STATUSES),
            )  # fmt: skip

    def _one_of(self, state: str) -> str:
        return self.chance.choice([each for each in self.people if each.startswith(f"{state}/")] or [state])

    def name(self, actor: str, code: str) -> str:
        names = self.names[code]
        return names.states.get(actor) or names.bodies.get(actor) or names.actors.get(actor) or _person(actor, code)

    def sentence(self, act: Act, code: str, start: int) -> tuple[str, tuple[Part, ...]]:
        """A sentence of an act, and where its parts stand in the text."""
        pieces: list[tuple[str, str, str | None]] = [("trigger", self.names[code].types[act.type], None)]
        pieces += [("actor", self.name(each, code), each) for each in act.actors] + [("recipient", self.name(each, code), each) for each in act.recipients]
        pieces += [("time", act.day.isoformat(), None)]
        text, parts = "", []
        for role, written, found in pieces:
            text += " — " if text else ""
            parts.append(Part(role=role, start=start + len(text), end=start + len(text) + len(written), id=found))
            text += written
        return f"{text} {' '.join(self.some(_A_SENTENCE))}.", tuple(parts)

    def filler(self) -> str:
        return " ".join(self.some(_WORDS)) + "."

    def some(self, number: int) -> list[str]:
        return self.chance.choices(self.words, cum_weights=self.weights, k=number)


def _person(actor: str, code: str) -> str:
    entry = world.load().people.get(actor)
    return next(iter(entry.names.get(code) or entry.names.get("en") or (actor,))) if entry else actor


def make_case(path: Path, number: int) -> Path:
    """Makes a case with so many stories; the same each time."""
    chance = random.Random(0)  # noqa: S311 - chance for a benchmark
    path = file.create(path, title="A large case")
    press = Press(path, chance)
    acts = list(press.acts(number))
    later = (0, 0, 0, 1, 1, 2)
    due = [(act.day + dt.timedelta(days=chance.choice(later)), act) for act in acts for _ in range(chance.choice(TOLD))]
    due.sort(key=lambda each: each[0])
    tellings: dict[int, list[Telling]] = {}
    with Writer(path) as writer:
        run = writer.run(RunFacts(coder="benchmark", version="", digest=""))
        connection = writer.connection
        connection.execute("PRAGMA synchronous = OFF")
        waiting: dict[int, list[Act]] = {}
        made = 0
        connection.execute("BEGIN")
        for day, act in due:
            outlet = int(chance.paretovariate(0.5)) % len(press.outlets)
            of = waiting.setdefault(outlet, [])
            if act not in of:
                of.append(act)
            if len(of) == _A_DOCUMENT:
                _store(press, writer, run, (outlet, day, waiting.pop(outlet)), tellings)
                made += 1
                if made % _AT_ONCE == 0:
                    connection.execute("COMMIT")
                    connection.execute("BEGIN")
        for outlet, rest in waiting.items():
            _store(press, writer, run, (outlet, FIRST + dt.timedelta(days=DAYS), rest), tellings)
        _tell(writer, acts, tellings)
        connection.execute("COMMIT")
    return path


def _store(press: Press, writer: Writer, run: int, what: tuple[int, dt.date, list[Act]], tellings: dict[int, list[Telling]]) -> None:
    outlet, code = press.outlets[what[0]]
    text, events, spans = press.filler() + "\n", [], []
    for act in what[2]:
        written, parts = press.sentence(act, code, len(text))
        spans.append((len(text), len(text) + len(written), parts))
        text += f"{written} {press.filler()}\n"
    doc = storing.digest(text)
    for at, (act, (start, end, parts)) in enumerate(zip(what[2], spans, strict=True)):
        events.append(_event(press, act, doc, Evidence(sentence=at, start=start, end=end, text=text[start:end], parts=parts)))
    records = [*events, *([_judgement(press, doc, events[0])] if press.chance.random() < 0.1 else [])]
    facts = DocumentFacts(
        id=f"doc-{doc}", doc=doc, language=code, title=text[:40], published=what[1], outlet=outlet, author=None, url=f"https://example.org/{doc}", chain=(),
        translated=False, sentences=2 * len(events), skipped=(),
    )  # fmt: skip
    connection = writer.connection
    number = storing.store_document(connection, doc, text)
    met = Document(doc=f"press/{doc}.txt", text=text, title=text[:40], outlet=outlet, published=what[1])
    storing.store_sighting(connection, number, met, "2026-01-01T00:00:00+00:00")
    storing.store_coded(connection, number, run, Coded(facts=facts, records=tuple(records), reasons={}))
    held.keep_signature(connection, number, copies.signature(text))
    for act, event in zip(what[2], events, strict=True):
        telling = Telling(record=event, facts=facts)
        tellings.setdefault(act.number, []).append(telling)
        held.keep_keys(connection, event.id, doc, merging.profile_keys(merging.profile(telling)))
    connection.execute("DELETE FROM untold WHERE document = ?", (number,))


def _event(press: Press, act: Act, doc: str, evidence: Evidence) -> Event:
    day = act.day.isoformat()
    made = {
        "id": storing.digest(f"{doc} {act.number}"), "doc": doc, "type": act.type, "mode": act.mode, "contexts": (), "channel": act.channel,
        "actors": act.actors, "recipients": act.recipients, "when": {"start": day, "end": day, "granularity": "day", "text": day}, "where": None,
        "status": act.status, "amount": None, "said_by": (), "score": plover().types[act.type].modes.get(act.mode or "", plover().types[act.type].score),
        "confidence": 0.5 + 0.5 * press.chance.random(), "coder": "benchmark", "evidence": (evidence,),
    }  # fmt: skip
    return msgspec.convert({"record": "event", **made}, Event)


def _judgement(press: Press, doc: str, event: Event) -> Assessment:
    made = {
        "id": storing.digest(f"{event.id} said"), "doc": doc, "subject": press.chance.choice(POWERS), "object": press.chance.choice(REGION),
        "dimension": press.chance.choice(("influence", "relations", "dependence", "trust", "threat")),
        "direction": press.chance.choice(("rising", "falling", "strong", "weak")), "when": None, "said_by": (),
        "confidence": 0.8, "coder": "benchmark", "evidence": event.evidence,
    }  # fmt: skip
    return msgspec.convert({"record": "assessment", **made}, Assessment)


def _tell(writer: Writer, acts: list[Act], tellings: dict[int, list[Telling]]) -> None:
    for act in acts:
        told = tellings.get(act.number)
        if not told:
            continue
        names = [each.record.id for each in told]
        chain = chains.chain(merging.compose(told, names, {}), told, ())
        story = merging.compose(told, names, witnesses.weigh(chain, told))
        story = msgspec.structs.replace(story, witnesses=max(1, len(chain.witnesses)), origin=chain.origin)
        deed = msgspec.json.encode(merging.deed(story, {each.record.id: each for each in told})).decode()
        held.keep_story(writer.connection, held.Kept(story=story, chain=chain, deed=deed), {each.record.id: each.record.doc for each in told})
