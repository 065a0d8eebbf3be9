"""Whether the balance finds what was put in: simulated worlds with known rates, alignments and jumps, and two naive lines beside it.

Prints how often the bands hold the truth, how often jumps are found and false ones told, and how far alignments are off; and the same for the mean
score of reports and for raw counts of reports, their thresholds set so that they tell as many false jumps. Bands are right when they hold 47 to 53 and
87 to 93 in a hundred. `--json` prints one JSON object; `--worlds` sets how many.

Thresholds and priors of the product were chosen on worlds 100000 and up; the run takes worlds 0 and up.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor

import msgspec
import numpy as np

from balance_worlds import CHANNELS, FIRST, FROM_STATE, POWERS, STATES, TOGETHER, VALENCES, WEEKS, World, draw_world, intensity
from tarazu.analysis.activity import Lines, bands, fit_lines
from tarazu.analysis.alignment import alignments, shares_of
from tarazu.analysis.balance_types import Key, Scope, Settings, Simplex
from tarazu.analysis.shifts import THRESHOLD, WINDOW, contrast, peaks

NEAR = 8  # a jump in a line of a story a week cannot be placed more closely
SLACK = 3.0
_SETTINGS = Settings(draws=200, weight_draws=20)
_GRID = tuple(np.arange(1.5, 12.01, 0.1))
_TRAILING = 13


class Seen(msgspec.Struct, kw_only=True):
    """What one world gave.

    Attributes:
        inside: For activity and alignment, the share of truths in the 50 % and the 90 % band, with how many there were.
        named: Trends named, and those of them in which the truth went the other way.
        peaks: For each way, the strengths of planted jumps where they were found (0: not), and those of peaks where nothing was planted.
        errors: For each way, how far the alignment is off on average, from 0 to 1.
        lines: How many lines were watched, times years.
    """

    inside: dict[str, tuple[float, float, int]]
    named: tuple[int, int]
    peaks: dict[str, tuple[list[float], list[float]]]
    errors: dict[str, float]
    lines: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=200)
    parser.add_argument("--first", type=int, default=0, help="number of the first world")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with ProcessPoolExecutor(max_workers=2) as pool:
        found = summary(list(pool.map(watch, range(arguments.first, arguments.first + arguments.worlds), chunksize=5)))
    print(msgspec.json.encode(found).decode() if arguments.json else "\n".join(f"{name:45} {value:.3f}" for name, value in found.items()))
    return int(any(abs(found[f"{what}: in the {level} % band"] - level) > SLACK for what in ("activity", "alignment") for level in (50, 90)))


def summary(seen: Sequence[Seen]) -> dict[str, float]:
    """The figures over all worlds."""
    out: dict[str, float] = {}
    for what in ("activity", "alignment"):
        counts = np.array([each.inside[what][2] for each in seen], dtype=float)
        for place, level in enumerate((50, 90)):
            out[f"{what}: in the {level} % band"] = float(100 * np.average([each.inside[what][place] for each in seen], weights=counts))
    out["trends named that went the other way, %"] = 100 * sum(each.named[1] for each in seen) / max(sum(each.named[0] for each in seen), 1)
    years = sum(each.lines for each in seen)
    hits, noise = ([value for each in seen for value in each.peaks["balance"][side]] for side in (0, 1))
    false = sum(value >= THRESHOLD for value in noise) / years
    out["balance: jumps found, %"] = 100 * float(np.mean([value >= THRESHOLD for value in hits]))
    out["balance: false jumps a line and year"] = false
    for way in ("raw counts", "mean score"):
        hits, noise = ([value for each in seen for value in each.peaks[way][side]] for side in (0, 1))
        threshold = next((each for each in _GRID if sum(value >= each for value in noise) / years <= false), _GRID[-1])
        out[f"{way}: jumps found, % (as many false ones)"] = 100 * float(np.mean([value >= threshold for value in hits]))
        usual = THRESHOLD
        out[f"{way}: false jumps a line and year at the same z"] = sum(value >= usual for value in noise) / years
    for way in ("balance", "raw counts", "mean score"):
        out[f"{way}: alignment off by"] = float(np.mean([each.errors[way] for each in seen]))
    return out


def watch(seed: int) -> Seen:
    """Draws a world, weighs its stories, and compares."""
    world = draw_world(seed)
    scope = Scope(states=STATES, powers=POWERS, since=FIRST, until=FIRST + dt.timedelta(days=7 * WEEKS - 1), channels=CHANNELS)
    lines = fit_lines(world.stories, scope, _SETTINGS)
    reports = report_lines(world)
    off, inside = _alignment(world, lines)
    errors = {"balance": off, **_naive_alignment(world, reports)}
    return Seen(
        inside={"activity": _activity(world, lines), "alignment": inside}, named=_named(world, lines), peaks=_peaks(world, lines, reports), errors=errors,
        lines=len(world.keys) * WEEKS / 52,
    )  # fmt: skip


def report_lines(world: World) -> dict[str, np.ndarray]:
    """What the naive lines are made of, series by weeks: reports, and the sum of their scores."""
    places = {key: at for at, key in enumerate(world.keys)}
    raw, score = np.zeros((len(world.keys), WEEKS)), np.zeros((len(world.keys), WEEKS))
    for story, number in zip(world.stories, world.reports, strict=True):
        parties = {*story.actors, *story.recipients}
        state, power = next((each for each in STATES if each in parties), ""), next((each for each in POWERS if each in parties), "")
        at = places.get((state, power, story.channel or "", VALENCES[int(story.score < 0)]))
        if at is not None and story.when is not None:
            week = (story.when.start - FIRST).days // 7
            raw[at, week] += number
            score[at, week] += number * story.score
    return {"raw counts": raw, "mean score": score}


def _truths(world: World, lines: Lines) -> Iterator[tuple[int, Key, np.ndarray]]:
    """The true rate of each line in the unit of the lines; None for those of a direction."""
    told = lines.tally.told.sum(axis=0).mean()
    part = {"between": 1.0, "from_state": FROM_STATE + TOGETHER, "from_power": 1 - FROM_STATE}
    for at, key in enumerate(lines.tally.keys):
        mine = [series for series, (state, power, channel, valence) in enumerate(world.keys) if (state, power, valence) == (key.state, key.power, key.valence)
                and key.channel in (None, channel)]  # fmt: skip
        yield at, key, world.share[mine].sum(axis=0) * told * part[key.direction]


def _activity(world: World, lines: Lines) -> tuple[float, float, int]:
    _, low50, high50, low90, high90 = bands(lines)
    half, most = [], []
    for at, key, truth in _truths(world, lines):
        if key.direction == "between":
            half.append(float(((truth > low50[at]) & (truth < high50[at])).mean()))
            most.append(float(((truth > low90[at]) & (truth < high90[at])).mean()))
    return float(np.mean(half)), float(np.mean(most)), len(half)


def _named(world: World, lines: Lines) -> tuple[int, int]:
    lag = _SETTINGS.lag("week")
    change, variance = lines.smoothed.difference(lag)
    sure = np.abs(change) > 1.645 * np.sqrt(variance)
    named = wrong = 0
    for at, key, truth in _truths(world, lines):
        if key.direction == "between":
            real = np.log(truth[lag:] / truth[:-lag])
            named += int(sure[at].sum())
            wrong += int((sure[at] & (np.sign(real) != np.sign(change[at]))).sum())
    return named, wrong


def _true_shares(world: World, state: str, channel: str | None) -> np.ndarray:
    nets = np.zeros((len(POWERS), WEEKS))
    for rates, (whose, power, field, valence) in zip(world.share, world.keys, strict=True):
        if whose == state and channel in (None, field):
            nets[POWERS.index(power)] += (1 if valence == "cooperation" else -1) * intensity(valence) * rates
    return shares_of(nets)[0]


def _alignment(world: World, lines: Lines) -> tuple[float, tuple[float, float, int]]:
    half, most, off = [], [], []
    truths = {(state, channel): _true_shares(world, state, channel) for state in STATES for channel in (None, *CHANNELS)}
    for each in alignments(lines, _SETTINGS):
        truth = truths[each.state, each.channel][:, (each.start - FIRST).days // 7]
        if not isinstance(each.value, Simplex) or np.isnan(truth).any():
            continue
        for share, real in zip(each.value.shares, truth, strict=True):
            if real > 0:  # a band that reaches down to 0 holds a share of exactly 0 too often
                half.append(share.band.low50 < real < share.band.high50)
                most.append(share.band.low90 < real < share.band.high90)
            if each.channel is None:
                off.append(abs(share.band.mean - real))
    return float(np.mean(off)), (float(np.mean(half)), float(np.mean(most)), len(half))


def _naive_alignment(world: World, reports: dict[str, np.ndarray]) -> dict[str, float]:
    """Shares by reports of cooperation less conflict, and by the mean score, over the thirteen weeks up to each."""
    errors: dict[str, list[float]] = {"raw counts": [], "mean score": []}
    for state in STATES:
        truth = _true_shares(world, state, None)
        raw, score, number = (np.zeros((len(POWERS), WEEKS)) for _ in range(3))
        for at, (whose, power, _, valence) in enumerate(world.keys):
            if whose == state:
                raw[POWERS.index(power)] += (1 if valence == "cooperation" else -1) * reports["raw counts"][at]
                score[POWERS.index(power)] += reports["mean score"][at]
                number[POWERS.index(power)] += reports["raw counts"][at]
        for week in range(_TRAILING, WEEKS):
            window = slice(week - _TRAILING, week + 1)
            mean = score[:, window].sum(axis=1) / np.maximum(number[:, window].sum(axis=1), 1)
            for way, nets in (("raw counts", raw[:, window].sum(axis=1)), ("mean score", mean)):
                errors[way].append(float(np.abs(np.nan_to_num(shares_of(nets)[0], nan=1 / len(POWERS)) - truth[:, week]).mean()))
    return {way: float(np.nanmean(values)) for way, values in errors.items()}


def _peaks(world: World, lines: Lines, reports: dict[str, np.ndarray]) -> dict[str, tuple[list[float], list[float]]]:
    places = {(key.state, key.power, key.channel, key.valence): at for at, key in enumerate(lines.tally.keys) if key.direction == "between"}
    counts = lines.tally.counts()
    window = WINDOW["week"]
    out: dict[str, tuple[list[float], list[float]]] = {way: ([], []) for way in ("balance", *reports)}
    for series, key in enumerate(world.keys):
        planted = [week for at, week, _ in world.shocks if at == series]
        other = next(at for at, each in enumerate(world.keys) if each[:3] == key[:3] and at != series)
        both = [*planted, *(week for at, week, _ in world.shocks if at == other)]
        scores = np.zeros(WEEKS)
        if key in places:
            at = places[key]
            change, deviation, told = contrast(counts[at], lines.exposure[at], window, lines.dynamics(at))
            scores = np.where(told >= 4, change / deviation, 0.0)
        _sort(out["balance"], scores, planted, both)
        _sort(out["raw counts"], _welch(reports["raw counts"][series], window), planted, both)
        number = reports["raw counts"][series] + reports["raw counts"][other]
        score = (reports["mean score"][series] + reports["mean score"][other]) / np.where(number > 0, number, np.nan)
        _sort(out["mean score"], _welch(score, window), planted, both)
    return out


def _sort(found: tuple[list[float], list[float]], scores: np.ndarray, planted: list[int], spared: list[int]) -> None:
    """Sorts the peaks of a line into those at planted jumps and those where there is none; peaks at a jump of the other valence are neither."""
    at = peaks(scores, WINDOW["week"], 1.0)
    for week in planted:
        found[0].append(max((abs(float(scores[each])) for each in at if abs(each - week) <= NEAR), default=0.0))
    found[1].extend(abs(float(scores[each])) for each in at if all(abs(each - week) > WINDOW["week"] for week in spared))


def _welch(values: np.ndarray, window: int) -> np.ndarray:
    """The usual statistic of two means, of the windows before and after each week; weeks without a value are left out."""
    out = np.zeros(len(values))
    for week in range(window, len(values) - window + 1):
        one, two = (part[~np.isnan(part)] for part in (values[week - window : week], values[week : week + window]))
        if min(len(one), len(two)) >= 3:
            deviation = np.sqrt(one.var(ddof=1) / len(one) + two.var(ddof=1) / len(two))
            out[week] = (two.mean() - one.mean()) / max(deviation, 0.1)
    return out


if __name__ == "__main__":
    sys.exit(main())
