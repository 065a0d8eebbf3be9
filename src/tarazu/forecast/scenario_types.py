"""What a scenario comes to: differences with bands, what they hang on, and the signs to watch for."""

from __future__ import annotations

import datetime as dt
from typing import Final, Literal

import msgspec

from tarazu.forecast.counts_types import Valence, Weight
from tarazu.records import Channel

CAVEAT: Final = "associations estimated from news, not causes"
"""The words that stand on every output."""

CAVEAT_KEY: Final = "scenario.caveat"
"""The key of these words in the messages of the pages."""

Verdict = Literal["more", "less", "no difference to tell"]


class Spread(msgspec.Struct, frozen=True, kw_only=True):
    """Numbers that may come: their mean, and the bands that hold half and nine in ten of them."""

    mean: float
    low50: float
    high50: float
    low90: float
    high90: float


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """Whose acts towards whom.

    Attributes:
        source, target: Ids.
        valence: Cooperation or conflict.
        channel: Which; None for those of none, or for all.
        whole: All channels together.
    """

    source: str
    target: str
    valence: Valence
    channel: Channel | None
    whole: bool


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """How a line differs in the scenario over its whole time.

    Attributes:
        line: Which.
        supposed: The scenario itself forces or scales acts of this line: what happens to it is supposed, not found.
        base, scenario: How many acts there are without it and with it.
        difference: With it less without it, path by path under the same random numbers.
        above, below: The chance that there are more, and fewer, acts with it than without.
        verdict: Named only where the 90 % band of the difference excludes 0.
        fan: The difference summed from the first week to each; for lines that are named or supposed, and the largest others.
    """

    line: Line
    supposed: bool
    base: Spread
    scenario: Spread
    difference: Spread
    above: float
    below: float
    verdict: Verdict
    fan: tuple[Spread, ...] = ()


class Sensitivity(msgspec.Struct, frozen=True, kw_only=True):
    """How much the outcome hangs on one number.

    Attributes:
        name: A number of the model (see `counts_prior.yml`), or what the scenario calls it.
        meaning: What it is.
        kind: Whether it was estimated or is supposed.
        low, high: Between which values it was tried: the band that holds it in nine of ten cases, or what the scenario says.
        estimate: Its value.
        outcome_low, outcome, outcome_high: What comes of it at these: how many acts the lines that are not supposed differ by in all, without chance.
        line: The line that it moves the most.
        moved: By how many acts, between the two ends.
    """

    name: str
    meaning: str
    kind: Literal["model", "scenario"]
    low: float
    estimate: float
    high: float
    outcome_low: float
    outcome: float
    outcome_high: float
    line: Line
    moved: float


class Sign(msgspec.Struct, frozen=True, kw_only=True):
    """A question whose answer tells early whether the scenario is what is happening.

    Attributes:
        line: Whose acts, towards whom.
        more_than: Are there more than so many of them
        since, by: from the one day to the other, both included?
        scenario, base: The chance of yes with the scenario and without it.
        bits: How much the answer tells on average of which of the two it is, if both were equally likely: 0 is nothing, 1 all.
    """

    line: Line
    more_than: int
    since: dt.date
    by: dt.date
    scenario: float
    base: float
    bits: float

    def question(self) -> str:
        """It in words.

        Example:
            >>> line = Line(source="RUS", target="KAZ", valence="conflict", channel="energy", whole=False)
            >>> Sign(line=line, more_than=2, since=dt.date(2026, 1, 1), by=dt.date(2026, 1, 28), scenario=0.4, base=0.1, bits=0.09).question()
            'more than 2 stories of conflict of RUS towards KAZ in energy by 2026-01-28'
        """
        acts = "any story" if self.more_than == 0 else f"more than {self.more_than} {'story' if self.more_than == 1 else 'stories'}"
        where = "" if self.line.whole else f" in {self.line.channel}" if self.line.channel else " in no channel"
        return f"{acts} of {self.line.valence} of {self.line.source} towards {self.line.target}{where} by {self.by}"


class ScoredSign(msgspec.Struct, frozen=True, kw_only=True):
    """A sign whose day has come.

    Attributes:
        sign: It.
        acts: How many there were.
        answer: Whether that is more than was asked about.
        brier_scenario, brier_base: The squared distance of either chance from the answer.
        bits: By how much the answer speaks for the scenario (above 0) or the base, as the logarithm to base 2 of the ratio of their chances for it.
    """

    sign: Sign
    acts: int
    answer: bool
    brier_scenario: float
    brier_base: float
    bits: float


class ScenarioReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a scenario comes to.

    Attributes:
        caveat, caveat_key: What this is and is not; show it wherever any of it is shown.
        name, title: The scenario.
        origin, until: Its first and last day.
        weeks, paths, seed: How it was run.
        stories: How many stories the system was fitted on.
        series: How many series were run.
        effects: By dyad and valence, all channels together, and by channel; those that are named first, the rest by size. What differs by less than a
            hundredth of an act is left out.
        unnamed: How many of these lines have no difference to tell.
        sensitivity: The assumptions that move the outcome the most.
        signs: What to watch for, most telling first.
        weights: The numbers of the fitted system.
        left_out: What was not counted, by reason.
        notes: What else must be known.
    """

    caveat: str = CAVEAT
    caveat_key: str = CAVEAT_KEY
    name: str
    title: str | dict[str, str]
    origin: dt.date
    until: dt.date
    weeks: int
    paths: int
    seed: int
    stories: int
    series: int
    effects: tuple[Effect, ...]
    unnamed: int
    sensitivity: tuple[Sensitivity, ...]
    signs: tuple[Sign, ...]
    weights: tuple[Weight, ...]
    left_out: dict[str, int]
    notes: tuple[str, ...] = ()
