"""Stories: records of different documents, outlets and languages that tell one act, brought together.

Tellings meet by keys (`keys`), a small learned model says how likely two tell one act (`likeness`, with its `reasons`), the likely ones are grouped without
chaining distant acts (`group`), each group is told as one act with what its tellings dispute (`compose`), and what was planned, done and called off is one
thread (`threads`). `tell` does it all; the same comes out in whatever order the tellings are read, and also where only the parts are told again that a new
telling touches: the connected components of the links.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from tarazu.analysis.story_acts import compose
from tarazu.analysis.story_groups import Decided, Groups, Limits, Pair, components, group_all
from tarazu.analysis.story_keys import keys_of, may_meet
from tarazu.analysis.story_model import story_weights
from tarazu.analysis.story_profiles import Profile, profile
from tarazu.analysis.story_threads import Deed, deed, follow, threads
from tarazu.records import Reason, Story, Telling

__all__ = [
    "Decided", "Deed", "Groups", "Pair", "Profile", "components", "compose", "deed", "follow", "group", "keys", "likeness", "link", "links", "profile",
    "profile_keys", "reasons", "tell", "threads", "threshold",
]  # fmt: skip


def keys(telling: Telling) -> frozenset[str]:
    """The keys by which a telling meets others: two tellings that share none are never compared.

    Args:
        telling: A telling.

    Returns:
        At least one key, mostly ten to thirty: states with types and windows of time, and states with rare words.
    """
    return profile_keys(profile(telling))


def profile_keys(made: Profile) -> frozenset[str]:
    """As `keys`, for a profile that was made before."""
    return keys_of(made, story_weights().rare_stems(made))


def likeness(one: Telling, two: Telling) -> float:
    """How likely two tellings are to tell one act.

    Args:
        one: The one.
        two: The other; either order gives the same.

    Returns:
        A calibrated probability, from 0 to 1.
    """
    return story_weights().likeness(profile(one), profile(two))


def link(one: Profile, two: Profile) -> float:
    """As `likeness`, for profiles that were made before, and 0 where it is below the floor from which links are kept, or their times are far apart."""
    return story_weights().worth_keeping(one, two) if may_meet(one, two) else 0.0


def reasons(one: Telling, two: Telling) -> tuple[Reason, ...]:
    """Why two tellings are held for one act, or not.

    Args:
        one: The one.
        two: The other.

    Returns:
        What they have in common and what not, in words, with the weight of each in log-odds, the weightiest first.
    """
    return story_weights().reasons(profile(one), profile(two))


def links(profiles: Sequence[Profile]) -> dict[Pair, float]:
    """Compares all tellings that share a key.

    Args:
        profiles: Tellings, each event once.

    Returns:
        For the pairs worth keeping, by the ids of their events (the smaller first), how likely they are to tell one act.
    """
    blocks: dict[str, list[int]] = {}
    own: list[list[str]] = []
    found: dict[Pair, float] = {}
    for at, one in enumerate(profiles):
        own.append(sorted(profile_keys(one)))
        near = {other for key in own[at] for other in blocks.get(key, ())}
        for other in sorted(near):
            two = profiles[other]
            if value := link(one, two):
                found[(one.record, two.record) if one.record < two.record else (two.record, one.record)] = value
        for key in own[at]:
            blocks.setdefault(key, []).append(at)
    return found


def group(tellings: Sequence[Telling], links: Mapping[Pair, float], decided: Decided | None = None) -> Groups:
    """Groups tellings into stories.

    Args:
        tellings: Tellings.
        links: How likely two of them are to tell one act, by the ids of their events, the smaller first; only pairs above the floor.
        decided: What a person decided about pairs; it stands before all links.

    Returns:
        The groups of ids, each sorted, ordered by their first ids; every telling is in exactly one.
    """
    model = story_weights()
    limits = Limits(threshold=model.threshold, veto=model.veto)
    return group_all((each.record.id for each in tellings), links, decided or Decided(), limits)


def threshold() -> float:
    """The mean likeness from which two groups of tellings are one story, from 0 to 1."""
    return story_weights().threshold


def tell(tellings: Iterable[Telling], decided: Decided | None = None) -> tuple[Story, ...]:
    """Tells the stories of a set of tellings.

    Args:
        tellings: In any order; two of one event count once.
        decided: What a person decided about pairs.

    Returns:
        The stories, ordered by id; each telling counts as a witness of its own: who copied from whom is another question.

    Raises:
        DataFileError: The weights or the register cannot be read.
    """
    unique = {each.record.id: each for each in tellings}
    ordered = [unique[each] for each in sorted(unique)]
    found = links([profile(each) for each in ordered])
    stories = tuple(compose([unique[name] for name in names], names, {}) for names in group(ordered, found, decided))
    of = threads(stories, unique)
    return tuple(_in_thread(each, of[each.id]) for each in sorted(stories, key=lambda each: each.id))


def _in_thread(story: Story, thread: str) -> Story:
    return story if story.thread == thread else msgspec.structs.replace(story, thread=thread)
