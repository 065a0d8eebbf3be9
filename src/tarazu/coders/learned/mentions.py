"""Mentions that the network sees, put together with those that the register knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from tarazu.coders.learned import labels
from tarazu.coders.learned.heads import Floats
from tarazu.coders.learned.sight import Sight
from tarazu.languages.slug import slug
from tarazu.records import Mention, MentionForm, MentionKind, Reading, Sentence, Token, state_of

SEEN = "seen by the model"
_SURE, _SURELY = 0.5, 0.8
_OWN = frozenset({"person", "organisation", "group"})
_KINDS: dict[str, MentionKind] = {
    "state": "state", "body": "body", "person": "person", "organisation": "organisation", "group": "group", "place": "place", "outlet": "outlet",
}  # fmt: skip
_OWNERS = frozenset({"state", "body", "place"})


class Seen(msgspec.Struct, frozen=True):
    """A span that the network takes for a mention: its words in the sentence, its kind, and how sure it is."""

    first: int
    last: int
    kind: str
    chance: float


def add_mentions(reading: Reading, sight: Sight) -> tuple[Sentence, ...]:
    """The sentences with the mentions that the register does not know, and with the whole noun phrases of those that it knows.

    Args:
        reading: The document; its mentions are not linked yet.
        sight: What the network sees of it.
    """
    out = []
    for sentence, start in zip(reading.sentences, sight.starts, strict=True):
        tags = sight.mention_tags[start : start + len(sentence.tokens)]
        out.append(msgspec.structs.replace(sentence, mentions=tuple(_together(sentence, _grown(list(seen(tags)), sentence.mentions)))))
    return tuple(out)


def seen(tags: Floats) -> Iterator[Seen]:
    """The spans that the tags of a sentence tell: a run of words that are rather inside a mention than outside."""
    inside = 1.0 - tags[:, 0]
    begins = tags[:, 1::2]
    goes_on = tags[:, 2::2]
    kinds_of = begins + goes_on
    at, count = 0, len(tags)
    while at < count:
        if inside[at] < _SURE:
            at += 1
            continue
        first = at
        at += 1
        while at < count and inside[at] >= _SURE and goes_on[at].sum() >= begins[at].sum() and not _another(kinds_of[first:at], kinds_of[at]):
            at += 1
        kinds = kinds_of[first:at].sum(0)
        yield Seen(first, at, labels.KINDS[int(kinds.argmax())], float(inside[first:at].mean()))


def _another(before: Floats, word: Floats) -> bool:
    """Whether a word is so surely of another kind than those before it that something new begins ("the police" "dozens of protesters")."""
    kind = int(word.argmax())
    return float(word[kind]) >= _SURELY and int(before.sum(0).argmax()) != kind


def _grown(spans: Sequence[Seen], known: Sequence[Mention]) -> list[Seen]:
    """Spans of one kind that touch are one noun phrase, where the register knows nobody in the first ("two", "Russian diplomats")."""
    out: list[Seen] = []
    for span in spans:
        before = out[-1] if out else None
        if before is not None and before.last == span.first and before.kind == span.kind and before.kind in _OWN:
            named = any(mention.first < before.last and before.first < mention.last for mention in known)
            if not named:
                out[-1] = Seen(before.first, span.last, span.kind, min(before.chance, span.chance))
                continue
        out.append(span)
    return out


def _together(sentence: Sentence, spans: Sequence[Seen]) -> list[Mention]:
    known = list(sentence.mentions)
    out: list[Mention] = []
    for span in spans:
        inside = [mention for mention in known if mention.first < span.last and span.first < mention.last]
        if any(mention.first < span.first or mention.last > span.last for mention in inside) or _several(span, inside):
            continue  # the register's is the longer one, lies across, or tells several actors apart ("US-China")
        for mention in inside:
            known.remove(mention)
        beside = None if inside else _apposed(sentence, span, [*known, *out])
        out.append(_mention(sentence, span, [*inside, *([beside] if beside else [])]))
    return sorted([*known, *out], key=lambda mention: mention.first)


def _several(span: Seen, inside: Sequence[Mention]) -> bool:
    """Whether the register knows more than one actor of the span's kind in it."""
    return len({mention.actor for mention in inside if mention.kind == span.kind and mention.actor and mention.form in {"name", "adjective"}}) > 1


def _apposed(sentence: Sentence, span: Seen, others: Sequence[Mention]) -> Mention | None:
    """The title or description that a comma parts from an unknown person's name: "the French envoy, Jean-Marie Bockel"."""
    if span.kind != "person":
        return None
    tokens = sentence.tokens
    for mention in others:
        behind = mention.last == span.first - 1 and tokens[mention.last].form == ","
        before = mention.first == span.last + 1 and tokens[span.last].form == ","
        if (behind or before) and mention.kind == "person" and mention.form in {"title", "institution", "name"} and mention.actor:
            return mention
    return None


def _mention(sentence: Sentence, span: Seen, inside: Sequence[Mention]) -> Mention:
    kind = _KINDS[span.kind]
    inside_span = [mention for mention in inside if mention.first >= span.first and mention.last <= span.last]
    same = [mention for mention in inside_span if mention.kind == kind or (kind in _OWN and mention.kind in _OWN)]
    if same and not _other_bearer(sentence, span, same):
        head = max(same, key=lambda mention: (mention.kind == kind, mention.last - mention.first))
        return _widened(head, sentence, span)
    if inside and kind in {"state", "place"}:
        return _widened(max(inside, key=lambda mention: mention.last - mention.first), sentence, span)
    tokens = sentence.tokens[span.first : span.last]
    owner = next((mention for mention in inside if mention.kind in _OWNERS or mention not in inside_span), None)
    start, end = tokens[0].start, tokens[-1].end
    name = _name(tokens)
    form: MentionForm = "name" if kind in {"person", "outlet", "place", "state", "body"} else "institution"
    candidates: tuple[str, ...] = ()
    actor: str | None = None
    if kind in _OWN:
        if owner is not None and (owner.actor or owner.candidates):
            actor = f"{state_of(owner.actor)}/{name}" if owner.actor else None
            candidates = () if actor else tuple(f"{each.split('/')[0]}/{name}" for each in owner.candidates)
        else:
            candidates = (f"*/{name}",)
    elif kind in {"state", "body"}:
        candidates, form = ("*",), "description"  # "the alliance", or a region: the document may tell
    return Mention(
        sentence=sentence.index, first=span.first, last=span.last, start=start, end=end, kind=kind, actor=actor, candidates=candidates,
        reason=SEEN, form=form, marker=inside[0].marker if inside else "",
    )  # fmt: skip


def _other_bearer(sentence: Sentence, span: Seen, same: Sequence[Mention]) -> bool:
    """Whether the register knows no more than the surname of somebody with another forename ("Greg Abbott")."""
    if len(same) > 1 or same[0].kind != "person" or same[0].title is not None or same[0].last - same[0].first > 1:
        return False
    before = sentence.tokens[span.first : same[0].first]
    return bool(before) and before[-1].capitals == 1 and before[-1].form.isalpha() and len(before[-1].form) > 1


def _widened(mention: Mention, sentence: Sentence, span: Seen) -> Mention:
    tokens = sentence.tokens
    return msgspec.structs.replace(
        mention, first=span.first, last=span.last, start=tokens[span.first].start, end=tokens[span.last - 1].end, weak=False
    )


def _name(tokens: Sequence[Token]) -> str:
    return slug(" ".join(token.form for token in tokens))
