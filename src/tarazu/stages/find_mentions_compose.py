"""Puts the pieces of a noun phrase together: title, institution or group, its state, and a person's name."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from tarazu.languages import Language, Tag, Word, fold_word
from tarazu.languages.slug import slug
from tarazu.languages.words import NO_PREFIX, Prefix
from tarazu.records import MentionForm, MentionKind, Office, Token, state_of
from tarazu.stages.find_mentions_names import Name

_STATE_LIKE = frozenset({"state", "body"})
_GAP = 1
_LONGEST_NAME = 3
POSTS = frozenset({"embassy", "ambassador", "consulate"})
"""What a state has in another: a bare capital beside one is where it is, and not whose."""


class Item(msgspec.Struct, kw_only=True):
    """A piece of a noun phrase while it is being put together; see `Mention` for the fields that share its names.

    `bare` says whether a name stands as it is filed, without an ending.
    """

    first: int
    last: int
    names: tuple[Name, ...] = ()
    tag: Tag | None = None
    kind: MentionKind = "state"
    form: MentionForm = "name"
    actor: str | None = None
    candidates: tuple[str, ...] = ()
    weak: bool = False
    reason: str = ""
    title: Office | None = None
    number: int = 1
    prefix: Prefix = NO_PREFIX
    bare: bool = True

    @property
    def state_like(self) -> bool:
        """Whether it can say whose an institution is."""
        return self.kind in _STATE_LIKE and self.form in {"name", "adjective", "seat", "description"}


def compose(items: list[Item], tokens: Sequence[Token], words: Sequence[Word], taken: Sequence[bool], language: Language) -> list[Item]:
    """Puts the pieces together.

    Args:
        items: What was found, in order.
        tokens: The sentence.
        words: Its tokens, analysed.
        taken: For each token whether a grammar word (preposition, conjunction …) covers it.
        language: Where modifiers stand and what links them.

    Returns:
        The noun phrases, in order, not overlapping.
    """
    return _Composer(tokens, words, taken, language).run(items)


class _Composer:
    def __init__(self, tokens: Sequence[Token], words: Sequence[Word], taken: Sequence[bool], language: Language) -> None:
        self._tokens = tokens
        self._words = words
        self._taken = taken
        self._language = language
        self._linkers = frozenset(language.linkers)
        self._and = frozenset(map(fold_word, language.grammar.conjunctions))
        self._out: list[Item] = []

    def run(self, items: list[Item]) -> list[Item]:
        for item in items:
            _identify(item)
        at = 0
        while at < len(items):
            item = items[at]
            at += 1
            if item.tag is not None and item.tag.kind in {"title", "institution", "group"}:
                at = self._head(item, items, at)
            elif self._describes(item):
                item.first = self._out.pop().first  # "his counterpart Tokayev": one person
                self._out.append(item)
            else:
                self._out.append(item)
        return self._out

    def _describes(self, item: Item) -> bool:
        """Whether a description of a person stands right before the person's name."""
        before = self._out[-1] if self._out else item
        return item.kind == before.kind == "person" and before.form == "description" and before.last == item.first

    def _head(self, item: Item, items: list[Item], at: int) -> int:
        """A title, institution or group takes its state from beside it, and a title the person's name."""
        owner = self._owner_before(item)
        if owner is not None and self._is_shared(item, owner):
            self._out.append(owner)  # "the presidents of Russia and Turkey" are the two states, and no one person
            return at
        while item.tag is not None and item.tag.kind == "title" and at < len(items) and items[at].tag is not None:
            following = items[at]
            if following.tag is None or following.tag.kind != "title" or following.first - item.last > _GAP:
                break
            item.last = following.last
            at += 1
        if owner is None and "after" in self._language.facts.modifiers and at < len(items):
            following = items[at]
            if following.state_like and self._close(item.last, following.first):
                owner = following
                item.last = following.last
                at += 1
        self._own(item, owner)
        if item.tag is not None and item.tag.title is not None:
            at = self._person(item, items, at)
        self._out.append(item)
        return at

    def _owner_before(self, item: Item) -> Item | None:
        """Takes the state that stands before an institution or title, if it is whose they are."""
        if "before" not in self._language.facts.modifiers or not self._out or not self._out[-1].state_like or not self._close(self._out[-1].last, item.first):
            return None
        if self._language.facts.genitive:
            further = self._out[-2] if len(self._out) > 1 else None
            if not self._is_genitive(self._out[-1]) and further and further.state_like and self._is_genitive(further):
                if self._close(further.last, self._out[-1].first):
                    self._out.pop()  # "Turkey's embassy in Tashkent": the genitive says whose, the other where
            elif not self._may_own(self._out[-1], item):
                return None
        owner = self._out.pop()
        item.first, item.prefix = owner.first, owner.prefix
        return owner

    def _is_genitive(self, item: Item) -> bool:
        return "gen" in (self._cases(item) or ())

    def _may_own(self, owner: Item, item: Item) -> bool:
        """Whether endings allow that a state is whose an institution is: a genitive or nothing, and for an embassy no bare capital."""
        cases = self._cases(owner)
        post = item.tag is not None and _slug(item.tag) in POSTS and owner.form == "seat"
        return "gen" in cases if cases is not None else not post

    def _cases(self, item: Item) -> tuple[str, ...] | None:
        """The cases that a name may stand in, none for one with another ending; None where it has no ending."""
        end = item.last
        if end + 1 < len(self._tokens) and self._tokens[end].form == "'" and self._tokens[end].start == self._tokens[end - 1].end:
            return self._language.word(f"{self._tokens[end - 1].form}'{self._tokens[end + 1].form}").cases
        return None if item.bare or not item.names or item.form == "adjective" else self._words[end - 1].cases

    def _is_shared(self, item: Item, owner: Item) -> bool:
        """Whether a plural title belongs to this state and the one named before it."""
        if item.tag is None or item.tag.kind != "title" or not self._words[item.last - 1].plural or not self._out:
            return False
        before = self._out[-1]
        return before.state_like and owner.first - before.last == 1 and self._tokens[before.last].form in self._and

    def _own(self, item: Item, owner: Item | None) -> None:
        """Gives an institution, title or group its state; without one it stays open."""
        tag = item.tag
        if tag is None:
            return
        slug_ = _slug(tag)
        fixed = tag.institution.state if tag.institution else None
        state = fixed or (owner.actor if owner else None)
        if state:
            group = state == state.lower() and tag.title is not None  # "the presidents of Central Asia" are the group
            item.actor = state if "/" in state or group else f"{state}/{slug_}"
        item.candidates = () if item.actor else (f"*/{slug_}",)
        if owner is not None and owner.actor is None:
            item.form = "description"
            item.candidates = tuple(f"{each}/{slug_}" for each in owner.candidates) or item.candidates
        if tag.title:
            item.title = Office(office=tag.title.office, kind=tag.title.kind, of=state_of(state or "*"))

    def _person(self, item: Item, items: list[Item], at: int) -> int:
        """The name that goes with a title, after it or before it."""
        run = self._name_run(item, items, at)
        if run > at + 1 or (run == at + 1 and items[at].kind == "place"):
            self._give(item, item.last, items[run - 1].last)
            item.last = items[run - 1].last
            return run
        following = items[at] if at < len(items) else None
        if following is not None and following.kind == "person" and following.tag is None:
            forenames = [place for place in range(item.last, following.first) if self._tokens[place].form != ","]
            if self._apposed(item.last, following.first) or (len(forenames) <= _GAP + 1 and all(map(self._nameless, forenames))):
                self._bear(item, following, forenames)
                item.last = following.last
                return at + 1
        if self._out and self._out[-1].kind == "person" and self._out[-1].tag is None and self._apposed(self._out[-1].last, item.first, comma=True):
            before = self._out.pop()
            _name(item, before)
            item.first = before.first
            return at
        self._unknown(item, following)
        return at

    def _name_run(self, item: Item, items: list[Item], at: int) -> int:
        """How far a name goes on in which the register sees a city and somebody else's surname ("Elizabeth Kennedy Trudeau")."""
        end, run, seen = item.last, at, False
        while run < len(items) and items[run].tag is None and (items[run].kind == "place" or any(name.short for name in items[run].names)):
            if any(not self._nameless(place) for place in range(end, items[run].first)):
                break
            seen = seen or items[run].kind == "place"
            end, run = items[run].last, run + 1
        return run if seen and item.title is not None and item.title.of != "*" else at

    def _bear(self, item: Item, person: Item, forenames: list[int]) -> None:
        """The known person, unless forenames that the register does not know stand before a surname of another state's."""
        state = item.title.of if item.title else "*"
        namesake = bool(forenames) and state != "*" and person.actor is not None and not person.actor.startswith(f"{state}/")
        if namesake:
            self._give(item, forenames[0], person.last)
        else:
            _name(item, person)

    def _unknown(self, item: Item, following: Item | None) -> None:
        """A name that the register does not know, beside a title with its state."""
        stop = following.first if following else len(self._tokens)
        start = item.last + 1 if item.last < stop and self._tokens[item.last].form == "," and not self._language.facts.capitals else item.last
        last = start
        while last < min(stop, start + _LONGEST_NAME + 1) and self._nameless(last):
            last += 1
        if (last - start >= 2 or (self._language.facts.capitals and last > start)) and last - start <= _LONGEST_NAME + (not self._language.facts.capitals):
            self._give(item, start, last)
            item.last = last
            return
        before = item.first - 1
        floor = self._out[-1].last if self._out else 0
        if before > floor and self._tokens[before].form == ",":
            first = before
            while first > floor and before - first < _LONGEST_NAME and self._nameless(first - 1):
                first -= 1
            if before - first >= 2 and (first == floor or not self._tokens[first - 1].form.isalpha() or self._taken[first - 1]):
                self._give(item, first, before)
                item.first = first

    def _give(self, item: Item, first: int, last: int) -> None:
        name = slug(" ".join(token.form for token in self._tokens[first:last]))
        state = item.title.of if item.title else "*"
        item.kind, item.form, item.reason = "person", "name", "a name beside a title"
        item.actor = f"{state}/{name}" if state != "*" else None
        item.candidates = () if item.actor else (f"*/{name}",)

    def _nameless(self, at: int) -> bool:
        token = self._tokens[at]
        if self._taken[at] or not token.form.isalpha() or len(token.form) < 2:
            return False
        if self._language.facts.capitals:
            return token.capitals == 1
        return not self._language.is_known(token.form)

    def _close(self, end: int, start: int) -> bool:
        """Whether only linking words, or one plain adjective, stand between."""
        between = [token.form for token in self._tokens[end:start] if token.form != "-"]
        if all(form in self._linkers for form in between):
            return True
        rest = [at for at in range(end, start) if self._tokens[at].form not in self._linkers and self._tokens[at].form != "-"]
        return len(rest) <= _GAP and all(self._tokens[at].form.isalpha() and not self._taken[at] and not self._words[at].verbs for at in rest)

    def _apposed(self, end: int, start: int, *, comma: bool = False) -> bool:
        between = [token.form for token in self._tokens[end:start]]
        return (not between and not comma) or between in ([","], ["-"], ["("])


def _slug(tag: Tag) -> str:
    return tag.title.office if tag.title else tag.institution.slug if tag.institution else tag.text


def _name(item: Item, person: Item) -> None:
    """A title with a known person: the person is meant."""
    item.kind, item.form = "person", "name"
    item.actor, item.candidates, item.weak = person.actor, person.candidates, False
    item.names = person.names
    item.reason = "a name beside a title"


def _identify(item: Item) -> None:
    """Fills in what the piece alone tells."""
    if item.names:
        best = item.names[0]
        actors = tuple(dict.fromkeys(name.actor for name in item.names))
        item.kind, item.form = best.kind, best.form
        item.weak = all(name.weak for name in item.names)
        item.actor = actors[0] if len(actors) == 1 else None
        item.candidates = () if len(actors) == 1 else actors
        item.reason = next((f"shared {name.shared}" for name in item.names if name.shared), "the register's name" if len(actors) == 1 else "a name of several")
        if item.reason.startswith("shared"):
            item.actor, item.candidates = None, actors
        return
    tag = item.tag
    if tag is None:
        return
    if tag.description is not None:
        item.form, item.number = "pronoun" if tag.kind == "pronoun" else "description", tag.description.number
        item.kind = "state" if tag.description.kind == "plural" else tag.description.kind
        item.number = max(item.number, 2) if tag.description.kind == "plural" else item.number
        item.candidates = ("*",)
    elif tag.title is not None:
        item.form, item.kind = "title", "person"
    elif tag.institution is not None:
        item.form = "group" if tag.kind == "group" else "institution"
        item.kind = "group" if tag.kind == "group" else "organisation"
