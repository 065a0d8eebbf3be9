"""What the balance is asked and what it answers: series, changes, alignments, shifts and the stories behind them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal

import msgspec

from tarazu.records import Channel

Direction = Literal["between", "from_state", "from_power"]
Valence = Literal["cooperation", "conflict"]
Period = Literal["week", "month"]
Verdict = Literal["rising", "falling", "no clear change"]

_QUARTER: dict[Period, int] = {"week": 13, "month": 3}
VALENCES: tuple[Valence, ...] = ("cooperation", "conflict")
CHANNELS: tuple[Channel, ...] = (
    "diplomatic", "military", "trade", "energy", "transport", "finance", "migration", "culture", "media", "security", "territory", "technology",
)  # fmt: skip


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """What the balance is about.

    Attributes:
        states: The states of the region, by id.
        powers: The powers, by id; a power that is itself one of the states has no relation to itself.
        since, until: The first and the last day that are shown. Stories before `since` still inform the line where it begins.
        period: The step of the lines.
        channels: Those that are shown beside all together.
        directions: Of which directions lines are shown; alignments rest on what the states do, whatever is shown.
        members: Ids that act for another: `{"DEU": "EU"}` counts what Germany does as done by the EU.
    """

    states: tuple[str, ...]
    powers: tuple[str, ...]
    since: dt.date
    until: dt.date
    period: Period = "week"
    channels: tuple[Channel, ...] = CHANNELS
    directions: tuple[Direction, ...] = ("between",)
    members: Mapping[str, str] = {}


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """How the balance is worked out: all that is declared and not estimated.

    Attributes:
        most_witnesses: A story weighs log2(1 + witnesses), so that one witness weighs 1; from this many on it weighs no more. A second independent witness
            makes an act more certain and more weighty, a tenth hardly: agencies that were not seen to copy each other must not carry the line.
        memory: Over how many periods a change is measured; None for 13 weeks or 3 months.
        least: How many stories must speak for a line at a point, counted with the memory of the model, else there is too little to tell.
        least_alignment: The same for all powers of a state together.
        draws: How many draws stand for the posterior of an alignment.
        weight_draws: How many draws of the weights of types the ranks are tried with.
        concentration: Of these draws: a Dirichlet distribution whose mean are the declared weights. 40 varies the weight of a middling type by some 60 %.
        seed: Of the generator.
    """

    most_witnesses: int = 3
    memory: int | None = None
    least: float = 5.0
    least_alignment: float = 8.0
    draws: int = 400
    weight_draws: int = 100
    concentration: float = 40.0
    seed: int = 0

    def lag(self, period: Period) -> int:
        """Over how many periods a change is measured."""
        return self.memory if self.memory is not None else _QUARTER[period]


class Band(msgspec.Struct, frozen=True, kw_only=True):
    """An estimate: the posterior mean, and the bands that hold the truth in half and in nine of ten cases."""

    mean: float
    low50: float
    high50: float
    low90: float
    high90: float


class TooLittle(msgspec.Struct, frozen=True, kw_only=True, tag_field="state", tag="too little to tell"):
    """That there is too little evidence for a number.

    Attributes:
        stories: How many stories speak for it, counted with the memory of the model.
        needed: How many it takes.
    """

    stories: float
    needed: float


class Told(msgspec.Struct, frozen=True, kw_only=True, tag_field="state", tag="told"):
    """An estimate for which there is evidence enough."""

    band: Band


class Change(msgspec.Struct, frozen=True, kw_only=True, tag_field="state", tag="change"):
    """How a line changed.

    Attributes:
        since: The first day of the period that it is compared with.
        factor: By which factor; 1 is no change.
        verdict: A trend is only named where the 90 % band of the factor excludes 1.
    """

    since: dt.date
    factor: Band
    verdict: Verdict


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """Which line.

    Attributes:
        state, power: Whose relation.
        direction: `from_state` is what the state does, `from_power` what is done to it; what both do together is in either. `between` is all, each once.
        channel: None for all channels together, with what belongs to none.
        valence: Cooperation or conflict, by PLOVER's quad classes.
    """

    state: str
    power: str
    direction: Direction
    channel: Channel | None
    valence: Valence


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """A line in one period.

    Attributes:
        start: The first day of the period.
        stories: How many stories fall into it; one that is spread over several counts by its part.
        rate: Stories a period, weighted by witnesses, as the average source would tell them in a period of average length of news.
        change: Against the period that lies the settings' memory before it.
    """

    start: dt.date
    stories: float
    rate: Told | TooLittle
    change: Change | TooLittle


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """A line with its points in order."""

    key: Key
    points: tuple[Point, ...]


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """A power's share in the alignment of a state.

    Attributes:
        power: Its id.
        band: The share, from 0 to 1; those of all powers add up to 1.
        best_rank, worst_rank: Between which ranks nine of ten draws of the weights put it; 1 is the first.
    """

    power: str
    band: Band
    best_rank: int
    worst_rank: int


class Simplex(msgspec.Struct, frozen=True, kw_only=True, tag_field="state", tag="simplex"):
    """How a state divides what it does among the powers.

    Attributes:
        shares: Of each power, in the order of the scope.
        multi_vector: The entropy of the shares over its largest value: 0 is all with one power, 1 the same with each.
        undecided: The part of the posterior in which conflict outweighs cooperation towards every power; it has no shares.
    """

    shares: tuple[Share, ...]
    multi_vector: Band
    undecided: float


class Alignment(msgspec.Struct, frozen=True, kw_only=True):
    """The alignment of a state in a channel (None: all together) in the period that begins on `start`."""

    state: str
    channel: Channel | None
    start: dt.date
    value: Simplex | TooLittle


class Shift(msgspec.Struct, frozen=True, kw_only=True):
    """An abrupt change of a line.

    Attributes:
        key: Which line.
        start: The first day of the first period after it.
        factor: By which factor the mean of the periods after it differs from that of those before.
        strength: Twice the gain in log-likelihood by it, after the scatter of the counts: how much it stands out.
    """

    key: Key
    start: dt.date
    factor: Band
    strength: float


class LeftOut(msgspec.Struct, frozen=True, kw_only=True):
    """How many stories were not counted, and why."""

    reason: str
    stories: int


class Contribution(msgspec.Struct, frozen=True, kw_only=True):
    """What one story does to a line: the line with it less the line without it.

    Attributes:
        story: Its id.
        valence: On which side it counts.
        net: By how many stories a period it moves cooperation less conflict in the period asked for, or in the mean of those asked for.
        on_change: By how many it moves the difference to the period with which that is compared.
    """

    story: str
    valence: Valence
    net: float
    on_change: float


class HouseEffect(msgspec.Struct, frozen=True, kw_only=True):
    """How much more or less than the average source one tells of a dyad and valence: 2 is twice as often, among all that it tells."""

    source: str
    state: str
    power: str
    valence: Valence
    factor: float


class Balance(msgspec.Struct, frozen=True, kw_only=True):
    """The balance of a region.

    Attributes:
        scope: What it is about.
        series: The lines to which at least one story belongs.
        alignments: Of each state, over all channels together and in each that has a story.
        shifts: The abrupt changes, the strongest first.
        house_effects: Those that differ from 1 by more than a fifth, the largest first.
        left_out: What was not counted.
    """

    scope: Scope
    series: tuple[Series, ...]
    alignments: tuple[Alignment, ...]
    shifts: tuple[Shift, ...]
    house_effects: tuple[HouseEffect, ...]
    left_out: tuple[LeftOut, ...]
