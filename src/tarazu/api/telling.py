"""Tells the stories of a case: only what new or changed documents touch is told again, and the outcome is the same whatever the order of reading."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec

from tarazu.analysis import chains, copies, translations, witnesses
from tarazu.analysis import stories as merging
from tarazu.analysis.copies import Copy, Printed
from tarazu.analysis.story_groups import Decided
from tarazu.analysis.translations import Outline
from tarazu.cases import file, judging
from tarazu.cases import stories as held
from tarazu.cases.writing import Writer
from tarazu.records import Telling

_BATCH = 200

Pair = tuple[str, str]
Told = Callable[[int], None]


def settle(path: Path, on: Told | None = None) -> int:
    """Brings the stories of a case up to date.

    Each batch of documents is one transaction: after an interruption the stories are those of the documents told so far, and the rest is told next time.

    Args:
        path: The case.
        on: Is told how many documents were settled so far.

    Returns:
        How many documents were new or had changed.

    Raises:
        CaseError: The case cannot be written.
    """
    done = 0
    with Writer(path) as writer:
        while numbers := held.untold(writer.connection, _BATCH):
            with file.transaction(writer.connection, writer.path) as connection:
                _Teller(connection).tell(numbers)
                held.settle(connection, numbers)
                if held.is_told(connection):
                    deeds = (msgspec.json.decode(each, type=merging.Deed) for each in held.load_deeds(connection))
                    held.set_threads(connection, merging.follow(deeds))
            done += len(numbers)
            if on is not None:
                on(done)
    return done


class _Teller:
    """Tells again what a batch of documents touches; within a transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._tellings: dict[str, Telling] = {}
        self._loaded: set[str] = set()
        self._profiles: dict[str, merging.Profile] = {}
        self._decided = judging.load_pairs(connection)
        self._signatures = dict(held.load_signatures(connection))

    def tell(self, numbers: Sequence[int]) -> None:
        touched: set[str] = set()
        docs: list[str] = []
        for _, doc, tellings in held.load_tellings(self._connection, numbers):
            docs.append(doc)
            touched |= held.forget(self._connection, doc)
            self._take(doc, tellings)
            touched |= {each.record.id for each in tellings}
            self._link(doc, tellings)
        self._print(numbers)
        self._translate(self._regroup(touched) | set(docs))

    def _take(self, doc: str, tellings: Iterable[Telling]) -> None:
        self._loaded.add(doc)
        self._tellings |= {each.record.id: each for each in tellings}

    def _link(self, doc: str, tellings: Sequence[Telling]) -> None:
        """Compares the events of a document with all that share a key with them."""
        for telling in tellings:
            one = self._profile(telling.record.id)
            keys = merging.profile_keys(one)
            near = held.near(self._connection, keys)
            self._load(near.values())
            links: dict[Pair, float] = {}
            # a document that is still to be told again may be filed under events that it no longer has
            for other in sorted(each for each in near if each in self._tellings):
                if other != one.record and (value := merging.link(one, self._profile(other))):
                    links[(one.record, other) if one.record < other else (other, one.record)] = value
            held.keep_links(self._connection, links)
            held.keep_keys(self._connection, one.record, doc, keys)

    def _print(self, numbers: Iterable[int]) -> None:
        """Finds which texts are copies of others, and which are copies of them."""
        new = {number: copies.signature(text) for number in numbers if (text := held.load_text(self._connection, number))}
        known = {number: signed for number, signed in self._signatures.items() if number not in new}
        filed, rows = list(known), list(known.values())
        near = sorted({filed[at] for signed in new.values() for at in copies.candidates(signed, rows)})
        self._signatures |= new
        for number, signed in new.items():
            held.keep_signature(self._connection, number, signed)
        found = copies.find_copies([self._printed(each) for each in new], [self._printed(each) for each in near])
        held.keep_copies(self._connection, [(each.taker, each.giver, each.kind, each.share) for each in found])

    def _printed(self, number: int) -> Printed:
        facts = held.load_stated(self._connection, number)
        text = held.load_text(self._connection, number)
        signed = self._signatures[number]
        return Printed(doc=facts.doc, text=text, outlet=facts.outlet, published=facts.published, cites=facts.chain, signature=signed)

    def _regroup(self, touched: Iterable[str]) -> set[str]:
        """Tells the stories of all events that can be reached from some; returns the documents that they stand in."""
        asked = set(touched)
        asked |= {each for pair in self._decided for each in pair if set(pair) & asked}
        least = merging.threshold()
        reached, links = held.component(self._connection, asked, least)
        while more := {each for pair in self._decided for each in pair if set(pair) & reached} - reached:
            reached, links = held.component(self._connection, reached | more, least)
        held.take_stories(self._connection, reached)
        self._load(held.docs_of(self._connection, reached))
        there = {each: self._tellings[each] for each in sorted(reached) if each in self._tellings}
        decided = [(pair, joined) for pair, joined in sorted(self._decided.items()) if there.keys() >= set(pair)]
        stands = Decided(together=tuple(pair for pair, joined in decided if joined), apart=tuple(pair for pair, joined in decided if not joined))
        kept = {pair: value for pair, value in links.items() if pair[0] in there and pair[1] in there}
        for group in merging.group(list(there.values()), kept, stands):
            self._keep([there[each] for each in group])
        return {each.record.doc for each in there.values()}

    def _keep(self, tellings: Sequence[Telling]) -> None:
        """Composes and keeps a story."""
        names = [each.record.id for each in tellings]
        first = merging.compose(tellings, names, {})
        chain = chains.chain(first, tellings, self._copies(first.docs))
        story = merging.compose(tellings, names, witnesses.weigh(chain, tellings))
        story = msgspec.structs.replace(story, witnesses=max(1, len(chain.witnesses)), origin=chain.origin)
        deed = msgspec.json.encode(merging.deed(story, {each.record.id: each for each in tellings})).decode("utf-8")
        held.keep_story(self._connection, held.Kept(story=story, chain=chain, deed=deed), {each.record.id: each.record.doc for each in tellings})

    def _copies(self, docs: Sequence[str]) -> tuple[Copy, ...]:
        found = held.load_copies(self._connection, docs) if len(docs) > 1 else ()
        return tuple(msgspec.convert({"taker": taker, "giver": giver, "kind": kind, "share": share}, Copy) for taker, giver, kind, share in found)

    def _translate(self, docs: Iterable[str]) -> None:
        """Finds translations by the stories that documents share, and tells the stories again whose witnesses that changes."""
        told = {story for doc in docs for story in held.stories_of(self._connection, doc)}
        near = sorted({doc for story in held.load_stories(self._connection, told) for doc in story.docs} | set(docs))
        before = set(held.load_copies(self._connection, near))
        gone = held.drop_translations(self._connection, near)
        outlines = [self._outline(doc) for doc in sorted(set(near) | gone)]
        found = translations.find_translations(outlines)
        held.keep_copies(self._connection, [(each.taker, each.giver, each.kind, each.share) for each in found])
        after = set(held.load_copies(self._connection, near))
        for taker, giver, _, _ in sorted(before ^ after):
            shared = set(held.stories_of(self._connection, taker)) & set(held.stories_of(self._connection, giver))
            for story in held.load_stories(self._connection, sorted(shared)):
                held.take_stories(self._connection, story.tellings)
                self._load(story.docs)
                self._keep([self._tellings[each] for each in story.tellings])

    def _outline(self, doc: str) -> Outline:
        [number] = held.numbers_of(self._connection, [doc])
        facts = held.load_stated(self._connection, number)
        return Outline(
            doc=doc, language=facts.language, stories=held.stories_of(self._connection, doc), outlet=facts.outlet, published=facts.published,
            cites=facts.chain, translated=facts.translated,
        )  # fmt: skip

    def _load(self, docs: Iterable[str]) -> None:
        missing = sorted(set(docs) - self._loaded)
        for _, doc, tellings in held.load_tellings(self._connection, held.numbers_of(self._connection, missing)):
            self._take(doc, tellings)

    def _profile(self, record: str) -> merging.Profile:
        if record not in self._profiles:
            self._profiles[record] = merging.profile(self._tellings[record])
        return self._profiles[record]

