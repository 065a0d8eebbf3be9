"""Blocking: the keys by which tellings meet. Two tellings that share none are never compared.

A key says who and when, roughly: two states, or one state and what it did, in a window of days. Windows overlap, so that
neighbours in time meet at their edges. A telling without a time stands for the days before its publication; one without either meets others by its rare words.
"""

from __future__ import annotations

from itertools import combinations

from tarazu.analysis.story_profiles import AFTER, BEFORE, Profile

WINDOW = 8
_HALF = WINDOW // 2
_WIDE = 3  # a time of more days than this falls into all windows that it touches
_LONGEST = 400
_FAR = 60
_MOST_STATES = 6
_MOST_WORDS = 4
_FEW = 3  # of these, two are enough to meet by, whoever acts


def keys_of(profile: Profile, rare: frozenset[str]) -> frozenset[str]:
    """The keys of a telling.

    Args:
        profile: The telling.
        rare: Those of its stems that are rare enough to meet by.

    Returns:
        At least one key.
    """
    states = sorted(profile.states)[:_MOST_STATES] or [f"at {profile.country}"]
    singles = [f"{state} {profile.doing.type}" for state in states]
    pairs = [f"{one}|{two}" for one, two in combinations(states, 2)]
    # an undated telling finds a dated one by rare words alone, and the dated one must be there to be found; a misread type does not hide it
    words = _words(rare)
    found = {f"{state} {word}" for state in states for word in words} | {f"{one} {two}" for one, two in combinations(sorted(words[:_FEW]), 2)}
    windows = _windows(profile)
    if not windows:
        return frozenset((*found, *(f"{who} undated" for who in pairs or singles)))
    found.update(f"{who} {window}" for who in (*singles, *pairs) for window in windows)
    if profile.place:
        found.update(f"at {profile.place} {profile.doing.type} {window}" for window in windows)
    return frozenset(found)


def may_meet(one: Profile, two: Profile) -> bool:
    """Whether two tellings that share a key are near enough in time to be compared: rare words alone bring together what is years apart."""
    return max(one.first - two.last, two.first - one.last) <= _FAR


def _windows(profile: Profile) -> list[str]:
    """The windows of the act's own time, and of the days before publication where it has none, or one so wide that it may not be its own."""
    if not (profile.start or profile.published):
        return []
    if not profile.start:
        return _spanned(profile.first, profile.last)
    found = set(_spanned(profile.start, min(profile.end, profile.start + _LONGEST)))
    if (profile.first, profile.last) != (profile.start, profile.end):
        found.update(_spanned(profile.published - BEFORE, profile.published + AFTER))
    return sorted(found)


def _spanned(first: int, last: int) -> list[str]:
    """The windows in which some days lie; those of a short time lie in two rows of windows, so that neighbours meet in one of them."""
    whole = [f"w{number}" for number in range(first // WINDOW, last // WINDOW + 1)]
    if last - first > _WIDE:
        return whole
    return whole + [f"v{number}" for number in range((first + _HALF) // WINDOW, (last + _HALF) // WINDOW + 1)]


def _words(rare: frozenset[str]) -> list[str]:
    """A few of the rare words, the same ones in every telling that has them: the longest, then by the alphabet."""
    return sorted(rare, key=lambda word: (-len(word), word))[:_MOST_WORDS]
