"""Tables of weekly counts with known habits."""

import datetime as dt
import itertools

import numpy as np

from tarazu.forecast.counts_table import exposure_of, nearness, shared_bodies
from tarazu.forecast.counts_types import VALENCES, CountTable, Series

START = dt.date(2024, 1, 1)
PARTIES = ("CHN", "KAZ", "KGZ", "RUS", "TJK", "UZB")


def table_of(counts: np.ndarray, series: tuple[Series, ...]) -> CountTable:
    parties = tuple(sorted({party for each in series for party in (each.source, each.target)}))
    return CountTable(
        series=series, counts=counts.astype(np.float64), exposure=exposure_of(counts.sum(axis=0)), start=START, parties=parties,
        shared=shared_bodies(parties, START), near=nearness(parties),
    )  # fmt: skip


def all_series(parties: tuple[str, ...] = PARTIES) -> tuple[Series, ...]:
    return tuple(Series(source=one, target=two, valence=valence) for one, two in itertools.permutations(parties, 2) for valence in VALENCES)


def reciprocal(weeks: int = 150, back: float = 0.4, seed: int = 1) -> CountTable:
    """Levels that differ by series, and of each act a part that comes back a week later."""
    generator = np.random.default_rng(seed)
    series = all_series()
    places = {each: at for at, each in enumerate(series)}
    mirror = [places[each.back()] for each in series]
    level = generator.gamma(0.8, 1.0, len(series))
    counts = np.zeros((len(series), weeks))
    for week in range(weeks):
        before = counts[mirror, week - 1] if week else np.zeros(len(series))
        counts[:, week] = generator.poisson(0.6 * level + back * before)
    return table_of(counts, series)
