"""A forecast as it is kept: what was asked, with which chance, why, and beside what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal

import msgspec

from tarazu.forecast.acts import LeftOut
from tarazu.forecast.tuning import Fitted

Grounds = Literal["own", "mirror", "pair", "usual", "neighbours", "fellows", "sequel", "announced", "popular", "circle"]
Valence = Literal["cooperation", "conflict"]

FORMAT = 1


class OutlookScope(msgspec.Struct, frozen=True, kw_only=True):
    """What a forecast is about.

    Attributes:
        as_of: The last day that is known; stories first told later are not seen.
        horizon: Days ahead, from the day after `as_of`.
        region: States, one of which is in every question.
        powers: The others who may be in one beside the states of the region; empty for everybody.
        members: Who counts for another: `{"DEU": "EU"}` where the EU is one of the powers.
        seed: Of all that is drawn at random.
        top: For how many questions reasons are given.
    """

    as_of: dt.date
    horizon: int
    region: tuple[str, ...]
    powers: tuple[str, ...] = ()
    members: Mapping[str, str] = {}
    seed: int = 0
    top: int = 20

    def until(self) -> dt.date:
        """The last day of the window."""
        return self.as_of + dt.timedelta(days=self.horizon)


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """One reason for a chance, as data; `languages/*/forecast.yml` has the words.

    Attributes:
        kind: `own`: the same was done before; `mirror`: the other did it to this one; `pair`: other acts between the two; `usual`: both are active and
            such acts common; `neighbours`, `fellows`: neighbours, or members of the same bodies; `sequel`: it often follows what was done lately;
            `announced`: it was announced; `popular`: others do it with this one; `circle`: they have partners in common, or partners like each other.
        weight: What part of the expectation it bears, from 0 to 1.
        numbers: Counts, days and shares that the words name.
        names: Relations and bodies that the words name.
        days: Days that the words name.
        stories: The past stories behind it, the latest first, at most five.
    """

    kind: Grounds
    weight: float
    numbers: Mapping[str, float] = {}
    names: Mapping[str, tuple[str, ...]] = {}
    days: Mapping[str, dt.date] = {}
    stories: tuple[str, ...] = ()


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One question: will a story of this kind be told of these two, with its day in the window?

    Attributes:
        subject, relation, object: Who, what (see `acts.RELATIONS`), whom; of what is done together the names are in their order.
        chance: That it will, from 0 to 1.
        expected: How many such stories are expected.
        base_rate: In which share of the past windows of this length it came, drawn a little towards what is usual for the relation.
        persistence: The chance if what came in the last window comes again, and what did not, does not, as often as that held so far.
        recurrency: The chance by nothing but a fading count of the very same (half-life 50 days).
        windows: In how many of the past windows it came, and how many there were.
        met: How many acts of any kind there were between the two; 0 for two who never met.
        grounds: The two or three strongest reasons; empty beyond the first questions.
    """

    subject: str
    relation: str
    object: str
    chance: float
    expected: float
    base_rate: float
    persistence: float
    recurrency: float
    windows: tuple[int, int]
    met: int
    grounds: tuple[Ground, ...] = ()


class PairCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many stories are expected between two, of cooperation or of conflict.

    Attributes:
        one, other: The two, in the order of their names.
        valence: Of which.
        expected: The mean of a negative binomial distribution.
        usual: The mean by all past windows alone.
        last: How many there were in the last window.
        size: Of the distribution: its variance is the mean plus its square over the size.
    """

    one: str
    other: str
    valence: Valence
    expected: float
    usual: float
    last: int
    size: float


class Outlook(msgspec.Struct, frozen=True, kw_only=True):
    """A forecast.

    Attributes:
        format: Of the file, `FORMAT`.
        made: The day on which it was made; later than `scope.as_of` where it was dated back.
        scope: What it is about.
        coder: Which coders read the documents.
        material: The SHA-256 digest of the stories that it was made from.
        stories: How many these were.
        acts: How many acts between two they held.
        parties: How many parties there are: everybody who could have been named.
        learned: `trees`: learned trees have a part in it; `rates`: there is enough to weigh the past by, but not for trees; `base rates`: too little to
            learn from.
        fitted: How chances were made.
        asked: The questions, the likeliest first.
        unasked: How many questions were left out because they are too unlikely, and how many acts they are expected to come to.
        counts: For each two, how many stories in all.
        left_out: Stories that were not counted.
    """

    format: int
    made: dt.date
    scope: OutlookScope
    coder: str
    material: str
    stories: int
    acts: int
    parties: int
    learned: Literal["trees", "rates", "base rates"]
    fitted: Fitted
    asked: tuple[Asked, ...]
    unasked: tuple[int, float]
    counts: tuple[PairCount, ...]
    left_out: tuple[LeftOut, ...] = ()
