"""Stories for the tests of the balance."""

import datetime as dt
import itertools

import numpy as np

from tarazu.analysis.balance_types import Scope
from tarazu.records import Channel, EventType, Story, When

FIRST = dt.date(2024, 1, 1)  # a Monday
_NUMBERS = itertools.count()


def story(
    day: int, kind: EventType = "CONSULT", *, doers: tuple[str, ...] = ("KAZ", "RUS"), others: tuple[str, ...] = (), channel: Channel | None = "trade",
    days: int = 1, source: str | None = "one", witnesses: int = 1, status: str = "actual",
) -> Story:  # fmt: skip
    number = next(_NUMBERS)
    start = FIRST + dt.timedelta(days=day)
    return Story(
        id=f"s-{number}", type=kind, mode=None, contexts=(), channel=channel, actors=doers, recipients=others,
        when=When(start=start, end=start + dt.timedelta(days=days - 1), granularity="day", text=""), where=None, status=status,  # type: ignore[arg-type]
        amount=None, score=0.0, confidence=1.0, tellings=(f"e-{number}",), docs=(f"d-{number}",), witnesses=witnesses, origin=source,
    )  # fmt: skip


def scope(weeks: int, states: tuple[str, ...] = ("KAZ",), powers: tuple[str, ...] = ("RUS", "CHN")) -> Scope:
    return Scope(states=states, powers=powers, since=FIRST, until=FIRST + dt.timedelta(days=7 * weeks - 1), channels=("trade",))


def press(weeks: int, rates: dict[tuple[str, EventType], np.ndarray], *, loudness: np.ndarray | None = None, source: str = "one", seed: int = 0) -> list[Story]:
    """What one source tells: acts between Kazakhstan and a power at rates a week, and twenty about others, all times how loud it is."""
    generator = np.random.default_rng(seed)
    loud = np.ones(weeks) if loudness is None else loudness
    out = []
    for (power, kind), rate in rates.items():
        for week, number in enumerate(generator.poisson(rate * loud)):
            out += [story(7 * week + int(generator.integers(7)), kind, doers=("KAZ", power), source=source) for _ in range(number)]
    for week, number in enumerate(generator.poisson(20.0 * loud)):
        out += [story(7 * week, doers=("FRA", "DEU"), source=source) for _ in range(number)]
    return out
