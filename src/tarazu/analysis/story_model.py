"""The learned model of whether two tellings tell one act: a logistic one over features that can be said in a sentence."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache
from pathlib import Path

import msgspec

from tarazu.analysis.story_pairs import Feature, casts, circumstances, describe, doings, features, worded
from tarazu.analysis.story_profiles import Cast, Doing, Profile
from tarazu.errors import DataFileError
from tarazu.records import Reason

_FILE = Path(__file__).parent / "story_weights.json"
_MOST = 30.0
_SAID_FROM = 0.05
_RARE_FROM = 5.3
_OTHER_DAYS = frozenset({"day.10", "day.far"})
_APART = 0.001


class StoryWeights(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """The learned weights, with their card.

    Attributes:
        card: What they were learned from, how, and how well they do.
        weights: For each feature its log-odds of one act.
        rarity: For each stem that is not rare, how rare it is, as the negative logarithm of its share of texts.
        rarest: The same for all other stems.
        floor: The likeness below which a pair is not worth keeping.
        threshold: The mean likeness from which two groups of tellings are one story.
        veto: The likeness below which a pair keeps two groups apart.
    """

    card: dict[str, str]
    weights: dict[str, float]
    rarity: dict[str, float]
    rarest: float
    floor: float
    threshold: float
    veto: float

    def rare(self, stem: str) -> float:
        """How rare a stem is."""
        return self.rarity.get(stem, self.rarest)

    def rare_stems(self, profile: Profile) -> frozenset[str]:
        """The stems of a telling that are rare enough to meet by."""
        return frozenset(each for each in profile.stems if len(each) > 1 and self.rare(each) >= _RARE_FROM)

    def likeness(self, one: Profile, two: Profile) -> float:
        """The probability that two tellings tell one act.

        Args:
            one: The one.
            two: The other; either order gives the same.
        """
        return _chance(sum(weight for _, weight in self.parts(one, two)))

    def worth_keeping(self, one: Profile, two: Profile) -> float:
        """The likeness, or 0 where it is below the floor; each thing is looked at only where it can still bring it there.

        Two tellings that would pass for one act, were they not told of different days, give next to nothing instead of 0: so they are kept, and keep apart
        the groups that they are in.

        Args:
            one: The one.
            two: The other; either order gives the same.
        """
        total = self._of_doings(one.doing, two.doing) + self._of_casts(one.cast, two.cast)
        if total + self._most_by_circumstances + self._most_by_words < self._least:
            return 0.0
        known, apart = self.weights, 0.0
        for name in circumstances(one, two):
            total += known.get(name, 0.0)
            if name in _OTHER_DAYS:
                apart = known.get(name, 0.0)
        if total - apart + self._most_by_words < self._least:
            return 0.0
        total += self._sum(worded(one, two, self.rare))
        return _chance(total) if total >= self._least else _APART if apart and total - apart >= self._least else 0.0

    def parts(self, one: Profile, two: Profile) -> list[Feature]:
        """What each feature of a pair adds to the log-odds, the intercept first."""
        found = [("bias", 1.0), *features(one, two, self.rare)]
        return [(name, self.weights.get(name, 0.0) * value) for name, value in found]

    def reasons(self, one: Profile, two: Profile) -> tuple[Reason, ...]:
        """The features of a pair in words, with what each adds to the log-odds, the weightiest first; what adds next to nothing is left out."""
        found = [Reason(rule=describe(name), weight=round(weight, 2)) for name, weight in self.parts(one, two) if abs(weight) >= _SAID_FROM]
        return tuple(sorted(found, key=lambda each: (-abs(each.weight), each.rule)))

    def _sum(self, found: Iterable[Feature]) -> float:
        return sum(self.weights.get(name, 0.0) * value for name, value in found)

    # the same few acts and parties come again and again: what two of them add is reckoned once
    @cached_property
    def _of_doings(self) -> Callable[[Doing, Doing], float]:
        return lru_cache(maxsize=50_000)(lambda one, two: self.weights["bias"] + self._sum((name, 1.0) for name in doings(one, two)))

    @cached_property
    def _of_casts(self) -> Callable[[Cast, Cast], float]:
        return lru_cache(maxsize=500_000)(lambda one, two: self._sum(casts(one, two)))

    @cached_property
    def _most_by_circumstances(self) -> float:
        """The most that time, place and the like can add: of features that exclude each other, the best."""
        groups = (("day.", "span.", "told.", "out.", "time."), ("document.",))
        alone = ("news.", "place.", "country.", "amount.", "planned.", "channel.", "contexts.")
        best = {heads: [0.0] for heads in (*groups, *((head,) for head in alone))}
        for name, weight in self.weights.items():
            for heads, found in best.items():
                if name.startswith(heads):
                    found.append(weight)
        return sum(map(max, best.values()))

    @cached_property
    def _most_by_words(self) -> float:
        """The most that the words of two tellings can add."""
        heads = ("names.", "words.", "trigger.", "copy.", "numbers.", "source.")
        return sum(weight for name, weight in self.weights.items() if weight > 0 and name.startswith(heads))

    @cached_property
    def _least(self) -> float:
        return math.log(self.floor / (1 - self.floor))


def _chance(total: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-_MOST, min(_MOST, total))))


@lru_cache(maxsize=1)
def story_weights() -> StoryWeights:
    """Loads the weights that are shipped with Tarazu.

    Raises:
        DataFileError: The file is missing or broken.
    """
    try:
        return msgspec.json.decode(_FILE.read_bytes(), type=StoryWeights)
    except (OSError, msgspec.DecodeError) as error:
        raise DataFileError(str(_FILE), "the learned weights of stories", str(error), "run tools/fit_stories.py") from error
