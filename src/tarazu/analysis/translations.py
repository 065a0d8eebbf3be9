"""Translations: which documents tell the same acts as others in another language, one by one and in the same order."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import combinations

import msgspec

from tarazu.analysis.copies import Copy
from tarazu.analysis.source_names import names_it
from tarazu.errors import OptionError, RecordError


class Outline(msgspec.Struct, frozen=True, kw_only=True):
    """A document as far as translating matters.

    Attributes:
        doc: Its id.
        language: ISO 639 code.
        stories: The ids of the stories of its events, in the order in which they stand in it.
        outlet: The label of its outlet; None where it is not known.
        published: When; None where it is not known.
        cites: The names of those on whose word it goes.
        translated: Whether it says that it is a translation.
    """

    doc: str
    language: str
    stories: tuple[str, ...]
    outlet: str | None = None
    published: dt.date | None = None
    cites: tuple[str, ...] = ()
    translated: bool = False


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """What two documents must have in common for one to pass as the translation of the other.

    Attributes:
        events: How many stories both must tell, at least.
        share: Of the shorter one's stories, how large a part the longer must tell, from 0 to 1.
        of_longer: Of the longer one's, how large a part the shorter must tell: a digest is no translation of each of its items.
        order: How far they must tell them in one order: Kendall's tau, from -1 to 1.
        days: How many days may lie between them, where both are dated.
        events_if_said: How many stories are enough where one says that it is a translation.
        events_if_named: How many stories are enough where one names the other's outlet.
        share_if_said: How large a part of the shorter one's is enough in either case.
    """

    events: int = 4
    share: float = 0.75
    of_longer: float = 0.4
    order: float = 0.6
    days: int = 4
    events_if_said: int = 2
    events_if_named: int = 1
    share_if_said: float = 0.5


_RULE = Rule()


def find_translations(new: Sequence[Outline], old: Sequence[Outline] = (), rule: Rule = _RULE) -> tuple[Copy, ...]:
    """Finds translations among new documents, and between new and old ones; the order of either does not matter.

    The taker is the one that says it is a translation; else the one that names the other's outlet; else the later; of one day the one that tells less;
    else the larger id. Two reporters who sat in one press conference and tell all of it in its order pass for translations of each other, and two short
    reports of one act tell it alike without knowing of each other: that is why few events are enough only where one of them says so.

    Args:
        new: Documents with the stories that they tell.
        old: Documents whose translations among themselves are known already.
        rule: What they must have in common.

    Returns:
        Copies of the kind `translates`, by taker, then giver; their share is the part of the taker's stories that the giver tells.

    Raises:
        OptionError: The rule asks for no event.
        RecordError: One id stands for two documents.
    """
    least = min(rule.events, rule.events_if_said, rule.events_if_named)
    if least < 1:
        raise OptionError("events", "at least one event in common", str(least), "two documents without one have nothing to align")
    documents = {each.doc: each for each in sorted([*new, *old], key=lambda each: each.doc)}
    if len(documents) < len(new) + len(old):
        raise RecordError("documents", "each document once", "an id that comes twice", "give each document once, as new or as old")
    fresh = {each.doc for each in new}
    found = [_translation(documents[one], documents[two], rule) for one, two in _sharing(documents, fresh, least)]
    return tuple(sorted((copy for copies in found for copy in copies), key=lambda copy: (copy.taker, copy.giver)))


def _sharing(documents: Mapping[str, Outline], fresh: Collection[str], least: int) -> list[tuple[str, str]]:
    """The pairs of documents with stories in common, at least one of them new."""
    asked = {story for doc in fresh for story in documents[doc].stories}
    tellers: dict[str, list[str]] = {}
    for doc, each in documents.items():
        for story in asked.intersection(each.stories):
            tellers.setdefault(story, []).append(doc)
    shared: Counter[tuple[str, str]] = Counter()
    for doc in fresh:
        others = (other for story in set(documents[doc].stories) for other in tellers[story])
        # of two new ones each meets the other: only one of the meetings counts
        shared.update((min(doc, other), max(doc, other)) for other in others if other != doc and (other not in fresh or doc < other))
    return [pair for pair, count in sorted(shared.items()) if count >= least]


def _translation(one: Outline, two: Outline, rule: Rule) -> tuple[Copy, ...]:
    """The translation that a pair is; none where it is none."""
    far = one.published is not None and two.published is not None and abs((one.published - two.published).days) > rule.days
    if one.language == two.language or far:
        return ()
    mine, theirs = tuple(dict.fromkeys(one.stories)), tuple(dict.fromkeys(two.stories))
    shared = [story for story in mine if story in set(theirs)]
    events, share = _asked(one, two, rule)
    shorter, longer = sorted((len(mine), len(theirs)))
    if len(shared) < events or len(shared) < share * shorter or len(shared) < rule.of_longer * longer:
        return ()
    if order_agreement([theirs.index(story) for story in shared]) < rule.order:
        return ()
    takes = _takes(one, two)
    taker, giver = (one, two) if takes else (two, one)
    return (Copy(taker=taker.doc, giver=giver.doc, share=round(len(shared) / len(mine if takes else theirs), 3), kind="translates"),)


def _asked(one: Outline, two: Outline, rule: Rule) -> tuple[int, float]:
    """How many stories two documents must share, and how large a part of the shorter one's: the less, the more they say themselves."""
    if names_it(one.cites, two.outlet) or names_it(two.cites, one.outlet):
        return rule.events_if_named, rule.share_if_said
    if one.translated or two.translated:
        return rule.events_if_said, rule.share_if_said
    return rule.events, rule.share


def _takes(one: Outline, two: Outline) -> bool:
    """Whether the first is the taker; never both ways round."""
    if one.translated != two.translated:
        return one.translated
    by_one, by_two = names_it(one.cites, two.outlet), names_it(two.cites, one.outlet)
    if by_one != by_two:
        return by_one
    if one.published and two.published and one.published != two.published:
        return one.published > two.published
    if len(set(one.stories)) != len(set(two.stories)):
        return len(set(one.stories)) < len(set(two.stories))
    return one.doc > two.doc


def order_agreement(places: Sequence[int]) -> float:
    """How far numbers rise: 1 where each is larger than all before it, -1 where each is smaller.

    Args:
        places: Different numbers; a single one, or none, counts as rising.

    Source: Kendall (1938), A New Measure of Rank Correlation (tau, without ties).

    Example:
        >>> order_agreement([0, 1, 2, 3]), order_agreement([3, 2, 1, 0]), round(order_agreement([0, 2, 1, 3]), 2)
        (1.0, -1.0, 0.67)
    """
    pairs = list(combinations(places, 2))
    if not pairs:
        return 1.0
    return sum(1 if first < second else -1 for first, second in pairs) / len(pairs)
