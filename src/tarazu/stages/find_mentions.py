"""Finds who and what a sentence names, and puts names, titles, institutions and their states together."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import NamedTuple

import msgspec

from tarazu.languages import Folded, Language, Tag, Word
from tarazu.languages.words import NO_PREFIX, Prefix
from tarazu.records import Mark, Mention, Token
from tarazu.stages.find_mentions_compose import Item, compose
from tarazu.stages.find_mentions_names import Name, Names

# Where a word is several of these, the one that takes most from its neighbours comes first.
_RANK = ("title", "institution", "group", "description", "pronoun")
_PLAIN = frozenset(_RANK)
_CLOSED = frozenset({"pronoun", "relative", "that", "preposition", "break", "negation", "and", "partitive"})
_ACRONYM = 3
_SPLIT_FROM = 6
_REACH = 4
_LONGEST_OUTLET = 4


def find_mentions(tokens: Sequence[Token], language: Language, names: Names) -> tuple[tuple[Mention, ...], tuple[Mark, ...]]:
    """Finds the mentions of a sentence.

    Args:
        tokens: The sentence's tokens.
        language: Its grammar words.
        names: The names of its language.

    Returns:
        The mentions in order, not overlapping, those that only the document can link still open; and the grammar words.
        `Mention.sentence` is -1 until the document numbers it.
    """
    words = [language.word(token.form) for token in tokens]
    marks, tags = _find_tags(words, language)
    closed = {mark.first for mark in marks if mark.kind in _CLOSED}
    items = _Finder(tokens, words, tags, names, closed, language.facts.verb_first, [word.names for word in words]).items()
    taken = [False] * len(tokens)
    for mark in marks:
        if mark.kind not in _PLAIN:
            for at in range(mark.first, mark.last):
                taken[at] = True
    whole = compose(items, tokens, words, taken, language)
    apposed = _apposed(marks, tokens, language)
    cited = [*_cited(whole, marks, tokens, taken, language), *(item for item, _ in apposed)]
    covered = {at for item in cited for at in range(item.first, item.last)} | {at for item, end in apposed for at in range(item.first, end)}
    whole = sorted([*(item for item in whole if covered.isdisjoint(range(item.first, item.last))), *cited], key=lambda item: item.first)
    return tuple(_mention(item, tokens, words, marks, language) for item in whole), marks


def _cited(items: Sequence[Item], marks: Sequence[Mark], tokens: Sequence[Token], taken: Sequence[bool], language: Language) -> list[Item]:
    """Outlets that the register does not know: what stands in quotes behind a word such as "newspaper", or follows "according to"."""
    covered = {at for item in items for at in range(item.first, item.last)}
    out = []
    for mark in marks:
        if mark.kind not in {"press", "according"} or mark.last >= len(tokens):
            continue
        start = mark.last
        if tokens[start].form == '"' and mark.kind == "press":
            stop = next((at for at in range(start + 1, min(len(tokens), start + 8)) if tokens[at].form == '"'), start)
            start += 1
        else:
            stop = start
            while stop < min(len(tokens), start + _LONGEST_OUTLET) and not taken[stop] and _nameless(tokens[stop], language):
                stop += 1
        if any(item.kind == "outlet" and start <= item.first <= stop + 1 for item in items):
            continue
        if stop > start and stop - start >= (1 if mark.kind == "press" else 2) and covered.isdisjoint(range(start, stop)):
            covered.update(range(start, stop))
            out.append(Item(first=start, last=stop, kind="outlet", reason="cited by name"))
    return out


def _apposed(marks: Sequence[Mark], tokens: Sequence[Token], language: Language) -> list[tuple[Item, int]]:
    """Outlets named before the word that says what they are ("The Oxus Study Circle, a think tank, says"), and where that word ends."""
    out = []
    for mark in marks:
        at = mark.first
        while at > 0 and tokens[at - 1].form in language.articles:
            at -= 1
        if mark.kind != "press" or not language.facts.capitals or at < 2 or tokens[at - 1].form != ",":
            continue
        first = at - 1
        while first > 0 and tokens[first - 1].capitals and tokens[first - 1].form.isalpha():
            first -= 1
        first += first < at - 1 and tokens[first].form in language.articles
        if at - 1 - first > 1:
            out.append((Item(first=first, last=at - 1, kind="outlet", reason="cited by name"), mark.last))
    return out


def _nameless(token: Token, language: Language) -> bool:
    if not token.form.isalpha():
        return False
    return token.capitals > 0 if language.facts.capitals else not language.is_known(token.form)


def _find_tags(words: Sequence[Word], language: Language) -> tuple[tuple[Mark, ...], dict[int, tuple[list[Tag], int]]]:
    keys = [word.titles for word in words]
    marks: list[Mark] = []
    tags: dict[int, tuple[list[Tag], int]] = {}
    until = 0
    for at, end, found in language.tags.each(keys, range(len(keys))):
        if at >= until:
            marks += [Mark(tag.kind, at, end, tag.text) for tag in found]
            until = max(until, end)
        tags[at] = (sorted((tag for tag in found if tag.kind in _PLAIN), key=lambda tag: _RANK.index(tag.kind)), end)
    return tuple(marks), tags


class _Finder(NamedTuple):
    """A sentence in which names and tagged phrases are looked for."""

    tokens: Sequence[Token]
    words: Sequence[Word]
    tags: dict[int, tuple[list[Tag], int]]
    names: Names
    closed: set[int]
    verb_first: bool
    keys: Sequence[tuple[str, ...]]

    def items(self) -> list[Item]:
        """The names and phrases, the longer first, not overlapping."""
        items: list[Item] = []
        at = 0
        while at < len(self.tokens):
            found, end = self._named(at)
            tagged, tagged_end = self._tagged(at)
            if tagged is not None and not found and self._runs_on(at, tagged_end):
                at += 1
            elif tagged is not None and (not found or tagged_end > end):
                items.append(Item(first=at, last=tagged_end, tag=tagged, prefix=self.words[at].prefix))
                at = tagged_end
            elif found:
                prefix = _taken(self.words[at], self.names.phrases.root.next)
                items.append(Item(first=at, last=end, names=tuple(found), prefix=prefix, bare=self._is_bare(at, end)))
                at = end
            else:
                at += 1
        return items

    def _runs_on(self, at: int, end: int) -> bool:
        """Whether a name begins within a phrase and goes on behind it: "the Organization" of Turkic States."""
        return any(self._named(place)[1] > end for place in range(at + 1, end))

    def _named(self, at: int) -> tuple[list[Name], int]:
        root = self.names.phrases.root.next
        found, end = _name_at(self.tokens, self.keys, at, self.names) if not root.keys().isdisjoint(self.keys[at]) else ([], at)
        titled = bool(self.tags.get(end, ([], end))[0])  # "Texas Governor": no surname
        if (not titled and _bears_surname(found, self.tokens, end, self.names)) or _mere_noun(found, self.words[at], self.names):
            found = []
        if not found:
            found, end = _split_name(self.tokens, at, self.names)
        token = self.tokens[at]
        small = end - at == 1 and at in self.closed and token.capitals < 2 and len(token.form) <= _ACRONYM
        return ([], end) if small else (found, end)

    def _is_bare(self, at: int, end: int) -> bool:
        """Whether a name stands as it is filed, without an ending."""
        return self.names.phrases.longest([(token.form,) for token in self.tokens[at:end]], 0)[1] == end - at

    def _tagged(self, at: int) -> tuple[Tag | None, int]:
        tags, end = self.tags.get(at, ([], at))
        verb = tags and tags[0].kind == "group" and self.verb_first and end - at == 1 and _is_verb(self.words[at])
        return (tags[0], end) if tags and not verb else (None, at)


def _name_at(tokens: Sequence[Token], keys: Sequence[tuple[str, ...]], at: int, names: Names) -> tuple[list[Name], int]:
    found, end = names.phrases.longest(keys, at)
    written = any(tokens[place].capitals for place in range(at, end)) or not _cased(tokens[at].form)  # "the West": not the article
    return [name for name in found if not name.capital or written], end


def _mere_noun(found: Sequence[Name], word: Word, names: Names) -> bool:
    """Whether a city was found only by taking the article off a word («الميدان» is a square, not Medan)."""
    if not found or found[0].kind != "place" or word.cases or word.form in names.phrases.root.next:
        return False
    return _taken(word, names.phrases.root.next) == NO_PREFIX


def _is_verb(word: Word) -> bool:
    """Whether a bare noun is rather a verb that opens its clause («طالب»)."""
    return word.prefix == NO_PREFIX and any(verb.kind == "finite" and verb.tense == "past" for verb in word.verbs)


def _taken(word: Word, filed: Container[str]) -> Prefix:
    """What was taken off a word to find a name that begins with it."""
    return next((prefix for form, prefix in zip(word.names, word.name_prefixes, strict=False) if form in filed), NO_PREFIX)


def _bears_surname(found: Sequence[Name], tokens: Sequence[Token], end: int, names: Names) -> bool:
    """Whether a city's name is a forename here: an unknown name with a capital follows ("Vladimir Komlev")."""
    if not found or found[0].kind != "place" or end >= len(tokens) or not tokens[end].capitals:
        return False
    return tokens[end].capitals == 1 and tokens[end].form not in names.phrases.root.next


def _cased(form: str) -> bool:
    return "a" <= form[0] <= "z" or "\u0400" <= form[0] < "\u0530"


def _split_name(tokens: Sequence[Token], at: int, names: Names) -> tuple[list[Name], int]:
    """A name torn in two by a stray space («قر غيزستان»)."""
    if at + 1 >= len(tokens) or tokens[at + 1].start - tokens[at].end != 1 or _cased(tokens[at].form):
        return [], at
    whole = tokens[at].form + tokens[at + 1].form
    node = names.phrases.root.next.get(whole) if len(whole) >= _SPLIT_FROM else None
    if node is None or len(tokens[at].form) == 1:
        return [], at
    return [name for name in node.payload if not name.weak], at + 2


def _mention(item: Item, tokens: Sequence[Token], words: Sequence[Word], marks: Sequence[Mark], language: Language) -> Mention:
    return Mention(
        sentence=-1,
        first=item.first,
        last=item.last,
        start=tokens[item.first].start,
        end=tokens[item.last - 1].end,
        kind=item.kind,
        actor=item.actor,
        candidates=item.candidates,
        weak=item.weak,
        reason=item.reason,
        form=item.form,
        marker=_marker(item, tokens, words, marks, language),
        joined=item.prefix.joins,
        title=item.title,
        number=item.number,
    )


def _marker(item: Item, tokens: Sequence[Token], words: Sequence[Word], marks: Sequence[Mark], language: Language) -> str:
    """The preposition before the noun phrase, else the postposition, genitive mark or case of its head."""
    if item.prefix.preposition:
        return item.prefix.preposition
    open_ends = {mark.last: mark.first for mark in marks if mark.kind == "partitive"}
    ends = {mark.last: mark for mark in marks if mark.kind in {"preposition", "agent", "according"} and mark.last <= item.first}
    at = item.first
    while at > 0 and item.first - at <= _REACH:
        if at in open_ends:
            at = open_ends[at]
            continue
        if at in ends:
            return ends[at].text
        token, word = tokens[at - 1], words[at - 1]
        if not token.form[0].isalnum() or any(verb.kind == "finite" for verb in word.verbs) or any(
            mark.first == at - 1 and mark.kind in _CLOSED for mark in marks
        ):
            break
        at -= 1
    after = tokens[item.last].form if item.last < len(tokens) else ""
    if after in language.after:
        return after
    cases = words[item.first].cases
    return cases[0] if cases else ""


def place_in_document(mentions: Sequence[Mention], sentence: int, folded: Folded, original: str) -> tuple[Mention, ...]:
    """Numbers the mentions of a sentence, and gives outlets that the register does not know the name that the text writes."""
    out = []
    for mention in mentions:
        actor = mention.actor
        if mention.kind == "outlet" and actor is None and not mention.candidates:
            actor = original[slice(*folded.span(mention.start, mention.end))]
        out.append(msgspec.structs.replace(mention, sentence=sentence, actor=actor))
    return tuple(out)
