"""Simulated worlds for the balance: acts at known rates, and a press with house effects, a loud newcomer, copies and weeks without news."""

from __future__ import annotations

import datetime as dt

import msgspec
import numpy as np

from tarazu.ontologies import plover
from tarazu.records import Story, When

STATES = ("KAZ", "UZB")
POWERS = ("RUS", "CHN", "USA", "TUR")
CHANNELS = ("trade", "military")
VALENCES = ("cooperation", "conflict")
FIRST = dt.date(2024, 1, 1)
WEEKS = 104
SOURCES = 7
ELSEWHERE = 30.0  # acts a week between others
SCATTER = 1.3
PERSISTENCE, SPREAD = 0.97, 0.3
SHOCKED = 0.12
JUMP = (0.9, 1.5)  # in the logarithm: 2.5 to 4.5 times as much or as little
FROM_STATE, TOGETHER = 0.4, 0.3
WITNESSES = (0.6, 0.25, 0.15)
EDGE = 16
_MIX = {"cooperation": {"CONSULT": 0.5, "AGREE": 0.25, "COOPERATE": 0.25}, "conflict": {"ACCUSE": 0.6, "THREATEN": 0.15, "SANCTION": 0.25}}
_RATE = {"cooperation": 1.0, "conflict": 0.45}


class World(msgspec.Struct, kw_only=True):
    """A world and what its press tells.

    Attributes:
        keys: State, power, channel and valence of each series.
        rates: Acts a week, series by weeks.
        share: Of all acts of the week, those of the series, as the average source tells it.
        shocks: Series and week of each planted jump, with its logarithm.
        stories: What is told.
        reports: For each story, how many documents tell it.
    """

    keys: list[tuple[str, str, str, str]]
    rates: np.ndarray
    share: np.ndarray
    shocks: list[tuple[int, int, float]]
    stories: list[Story]
    reports: list[int]


def intensity(valence: str) -> float:
    """The mean weight of the acts of a valence."""
    return sum(part * abs(plover().types[kind].score) for kind, part in _MIX[valence].items())


def draw_world(seed: int) -> World:
    generator = np.random.default_rng(seed)
    keys = [(state, power, channel, valence) for state in STATES for power in POWERS for channel in CHANNELS for valence in VALENCES]
    rates, shocks = _rates(generator, keys)
    share = rates / (ELSEWHERE + rates.sum(axis=0))
    world = World(keys=keys, rates=rates, share=share, shocks=shocks, stories=[], reports=[])
    coverage, house = _press(generator, keys)
    size = np.maximum(rates, 1e-9) / (SCATTER - 1)
    felt = rates * generator.gamma(size, 1 / size)  # what scatters more than Poisson counts: weeks in which the act is done in bursts
    for at, key in enumerate(keys):
        _tell(world, generator, key, generator.poisson(felt[at] * coverage * house[:, at, None]))
    _tell(world, generator, None, generator.poisson(ELSEWHERE * coverage))
    return world


def _rates(generator, keys) -> tuple[np.ndarray, list[tuple[int, int, float]]]:
    rates, shocks = np.empty((len(keys), WEEKS)), []
    busy = {pair: generator.normal(0, 0.5) for pair in dict.fromkeys(key[:2] for key in keys)}
    for at, key in enumerate(keys):
        level = np.log(_RATE[key[3]]) + busy[key[:2]] + generator.normal(0, 0.5)
        wander = generator.normal(0, np.sqrt(SPREAD))
        for week in range(WEEKS):
            rates[at, week] = level + wander
            wander = PERSISTENCE * wander + generator.normal(0, np.sqrt(SPREAD * (1 - PERSISTENCE**2)))
        if generator.random() < SHOCKED:
            week, jump = int(generator.integers(EDGE, WEEKS - EDGE)), float(generator.choice([-1, 1]) * generator.uniform(*JUMP))
            rates[at, week:] += jump
            shocks.append((at, week, jump))
    return np.exp(rates), shocks


def _press(generator, keys) -> tuple[np.ndarray, np.ndarray]:
    """How much each source tells in each week, and how often of each series, the average over sources being 1."""
    coverage = np.exp(generator.normal(-2.0, 0.5, (SOURCES, 1)) + np.cumsum(generator.normal(0, 0.06, (SOURCES, WEEKS)), axis=1))
    joins = int(generator.integers(30, 70))
    coverage[0] = np.where(np.arange(WEEKS) >= joins, 3 * coverage[1:].mean(), 0.0)  # the loud newcomer
    coverage[1, int(generator.integers(50, 90)) :] = 0.0  # and one that falls silent
    coverage[:, generator.random(WEEKS) < 0.05] = 0.0
    gap = int(generator.integers(10, WEEKS - 10))
    coverage[:, gap : gap + 3] = 0.0
    house = np.exp(generator.normal(0, 0.3, (SOURCES, len(keys))))
    groups = [tuple(key[index] for index in (0, 1, 3)) for key in keys]
    foe = str(generator.choice(POWERS))
    for at, (state, power, valence) in enumerate(groups):
        house[:, at] = house[:, groups.index((state, power, valence))]
        if power == foe and valence == "conflict":
            house[0, at] *= 3
    return coverage, house / house.mean(axis=0)


def _tell(world, generator, key, counts) -> None:
    """Writes the stories of a series: as many as each source begins in each week."""
    kinds = list(_MIX[key[3]]) if key else ["CONSULT"]
    chances = list(_MIX[key[3]].values()) if key else [1.0]
    for source, week in zip(*np.nonzero(counts), strict=True):
        for _ in range(counts[source, week]):
            kind = kinds[0] if len(kinds) == 1 else str(generator.choice(kinds, p=chances))
            actors, recipients = _parties(generator.random(), key)
            witnesses = 1 + int(np.searchsorted(np.cumsum(WITNESSES), generator.random()))
            day = FIRST + dt.timedelta(days=int(week) * 7 + int(generator.integers(7)))
            number = len(world.stories)
            world.stories.append(_story(number, (kind, key[2] if key else None), (actors, recipients), (day, witnesses, f"source {source}")))
            world.reports.append(witnesses + int(generator.poisson(4.0 if source == 0 else 1.0)))  # the loud one is copied most


def _parties(chance: float, key) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if key is None:
        return ("FRA",), ("DEU",)
    state, power = key[:2]
    if chance < FROM_STATE:
        return (state,), (power,)
    return ((state, power), ()) if chance < FROM_STATE + TOGETHER else ((power,), (state,))


def _story(number, act, parties, told) -> Story:
    kind, channel = act
    day, witnesses, source = told
    return Story(
        id=f"s-{number}", type=kind, mode=None, contexts=(), channel=channel, actors=parties[0], recipients=parties[1],
        when=When(start=day, end=day, granularity="day", text=""), where=None, status="actual", amount=None,
        score=plover().types[kind].score, confidence=1.0, tellings=(f"e-{number}",), docs=(f"d-{number}",), witnesses=witnesses, origin=source,
    )  # fmt: skip
