"""Measures how much processor time the balance takes: 100 dyads, 12 channels, 300 weeks, with 60,000 stories. `--json` prints one JSON object."""

from __future__ import annotations

import argparse
import datetime as dt
import time

import msgspec
import numpy as np

from tarazu.analysis.activity import fit_lines, update_lines
from tarazu.analysis.balance import weigh, why
from tarazu.analysis.balance_types import CHANNELS, Scope, Settings
from tarazu.records import Story, When

STATES = ("KAZ", "KGZ", "TJK", "TKM", "UZB", "AZE", "ARM", "GEO", "MNG", "AFG")
POWERS = ("RUS", "CHN", "USA", "EU", "TUR", "IRN", "IND", "JPN", "KOR", "SAU")
FIRST = dt.date(2020, 1, 6)
WEEKS, STORIES, NEW = 300, 60_000, 500
_KINDS = (("CONSULT", 2.5), ("AGREE", 2.5), ("COOPERATE", 9.5), ("ACCUSE", -3.0), ("SANCTION", -6.0))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    found = measure(STORIES)
    print(msgspec.json.encode(found).decode() if parser.parse_args().json else "\n".join(f"{name:40} {value:8.2f} s" for name, value in found.items()))


def measure(number: int) -> dict[str, float]:
    """Seconds for a first fit, for the balance drawn from it, for an update with new stories, and for one question why."""
    settings = Settings(draws=200)
    stories = draw_stories(number + NEW)
    scope = Scope(states=STATES, powers=POWERS, since=FIRST, until=FIRST + dt.timedelta(days=7 * WEEKS - 1), channels=CHANNELS)
    out, at = {}, time.process_time()

    def lap(name: str) -> None:
        nonlocal at
        out[name], at = time.process_time() - at, time.process_time()

    lines = fit_lines(stories[:-NEW], scope, settings)
    lap("fit")
    lines = update_lines(lines, stories[-NEW:], settings)
    lap("update with 500 stories")
    weigh(lines, settings)
    lap("the balance drawn")
    why(lines, ("KAZ", "RUS"), FIRST + dt.timedelta(weeks=200), None, settings)
    lap("why")
    return out


def draw_stories(number: int) -> list[Story]:
    generator = np.random.default_rng(0)
    days = np.sort(generator.integers(0, 7 * WEEKS, number))
    picks = generator.integers(0, (len(STATES), len(POWERS), len(CHANNELS), len(_KINDS), 3, 12), (number, 6))
    return [_story(at, FIRST + dt.timedelta(days=int(day)), row) for at, (day, row) in enumerate(zip(days, picks.tolist(), strict=True))]


def _story(number: int, day: dt.date, row: list[int]) -> Story:
    state, power, (kind, score) = STATES[row[0]], POWERS[row[1]], _KINDS[row[3]]
    actors, recipients = (((state,), (power,)), ((power,), (state,)), ((state, power), ()))[row[4]]
    return Story(
        id=f"s-{number}", type=kind, mode=None, contexts=(), channel=CHANNELS[row[2]], actors=actors, recipients=recipients,
        when=When(start=day, end=day, granularity="day", text=""), where=None, status="actual", amount=None, score=score, confidence=1.0,
        tellings=(f"e-{number}",), docs=(f"d-{number}",), witnesses=1 + row[5] % 3, origin=f"source {row[5]}",
    )  # fmt: skip


if __name__ == "__main__":
    main()
