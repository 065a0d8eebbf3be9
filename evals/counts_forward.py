"""How good counts run forward are, one and four weeks ahead: `python evals/counts_forward.py DIR [--paths 300] [--held]`.

DIR is a benchmark's folder as for `tarazu bench-counts`. The system is fitted on the weeks of `train` and forecasts those of `valid`; with `--held`
it is fitted on the first 26 weeks of `train` and forecasts the next eight, which is what settings are chosen on. Beside it stand the models of
`bench-counts` and a plain weighted mean (EWMA). Four weeks ahead they are told nothing of the three weeks between. Series are scored that had 8 acts
or more in the weeks of the fit.
"""

from __future__ import annotations

import argparse
import datetime as dt
import time
from pathlib import Path

import msgspec
import numpy as np

from tarazu.analysis import weekly_counts
from tarazu.analysis.count_scores import chance_up_to, coverage, crps, log_chances
from tarazu.api import counting
from tarazu.forecast.counts import fit_counts, update_counts
from tarazu.forecast.counts_table import exposure_of, nearness, shared_bodies
from tarazu.forecast.counts_types import CountTable, Series
from tarazu.forecast.simulate import Run, run_forward, steps

START = dt.date(2018, 1, 1)
LEAST = weekly_counts.LEAST
HELD = (26, 34)


def read(folder: Path, names=("train", "valid")) -> tuple[CountTable, int]:
    """The weekly counts of a benchmark between states, and with which week those after `train` begin."""
    parts = [counting._read(counting._file(folder, name)) for name in names]  # noqa: SLF001 - the same reading as the verb's
    facts = np.unique(np.concatenate(parts), axis=0)
    unit = 24 if np.gcd.reduce(facts[:, 3]) % 24 == 0 else 1
    plain = counting._table(folder, facts, unit)  # noqa: SLF001
    weeks = (int(facts[:, 3].max()) // unit + 1) // 7
    series = tuple(Series(source=each.source, target=each.target, valence=each.valence) for each in plain.series)
    parties = tuple(sorted({party for each in series for party in (each.source, each.target)}))
    counts = plain.counts[:, :weeks]
    table = CountTable(
        series=series, counts=counts, exposure=exposure_of(counts.sum(axis=0)), start=START, parties=parties, shared=shared_bodies(parties, START),
        near=nearness(parties),
    )  # fmt: skip
    return table, (int(parts[0][:, 3].max()) // unit + 1) // 7


def until(table: CountTable, week: int) -> CountTable:
    """What was known before a week: exposures too are reckoned from these weeks alone."""
    cut = table.until(week)
    return msgspec.structs.replace(cut, exposure=exposure_of(cut.counts.sum(axis=0)))


def mixed(step, counts, taken) -> tuple[np.ndarray, ...]:
    """Log score, coverage of the 80 % band and the mean of the integral transform's two ends, of a mixture over paths."""
    expected, size, held = np.maximum(step.expected[taken], 1e-6), step.size[taken], counts[taken, None]
    log_score = -np.log(np.exp(log_chances(held, expected, size)).mean(axis=1))
    high, low = chance_up_to(held, expected, size).mean(axis=1), chance_up_to(held - 1, expected, size).mean(axis=1)
    inside = np.clip(np.minimum(high, 0.9) - np.maximum(low, 0.1), 0, None) / np.maximum(high - low, 1e-12)
    return log_score, inside, low, high


def crps_of(draws: np.ndarray, came: np.ndarray) -> np.ndarray:
    """CRPS of samples (paths by series)."""
    ordered, number = np.sort(draws, axis=0).astype(float), len(draws)
    spread = (ordered * (2 * np.arange(1, number + 1) - number - 1)[:, None]).sum(axis=0) / (number * (number - 1))
    return np.abs(draws - came).mean(axis=0) - spread


def forward(table: CountTable, fit: int, weeks: range, paths: int) -> dict[str, list]:
    """Scores of the system for each target week, by how far ahead it was told."""
    start = time.process_time()
    fitted = fit_counts(until(table, fit))
    print(f"fitted on {fit} weeks of {len(table.series)} series in {time.process_time() - start:.1f} s of processor time")
    for each in fitted.weights:
        print(f"  {each.name:18}{each.estimate:8.3f} ({each.low90:.3f} to {each.high90:.3f})")
    taken = table.counts[:, :fit].sum(axis=1) >= LEAST
    out: dict[str, list] = {"1": [], "4": [], "sum of 4": []}
    for origin in weeks:
        system = update_counts(fitted, until(table, origin))
        reach = 4 if origin + 4 <= weeks.stop else 1
        run = Run(weeks=reach, paths=paths, seed=origin)
        total = 0
        for ahead, step in enumerate(steps(system, run), 1):
            came = table.counts[:, origin + ahead - 1]
            total = total + step.counts[taken]
            if ahead in {1, 4}:
                found = mixed(step, came, taken)
                out[str(ahead)].append((*found[:2], crps_of(step.counts[taken].T, came[taken]), *found[2:]))
        if reach == 4:
            came = table.counts[taken, origin : origin + 4].sum(axis=1)
            low, high = (total < came[:, None]).mean(axis=1), (total <= came[:, None]).mean(axis=1)
            inside = np.clip(np.minimum(high, 0.9) - np.maximum(low, 0.1), 0, None) / np.maximum(high - low, 1e-12)
            out["sum of 4"].append((np.full(len(came), np.nan), np.where(high > low, inside, 0), crps_of(total.T, came), low, high))
    return out


def others(table: CountTable, fit: int, origins: range, ahead: int) -> list[tuple[str, float, float, float]]:
    """Scores of the models of `bench-counts` and of a weighted mean, told nothing of the weeks between."""
    series = tuple(weekly_counts.CountSeries(source=each.source, target=each.target, valence=each.valence) for each in table.series)
    found: dict[str, list] = {}
    everyone = {"all": np.ones(len(series), dtype=bool)}
    taken = table.counts[:, :fit].sum(axis=1) >= LEAST
    for origin in origins:
        counts = np.hstack([table.counts[:, :origin], table.counts[:, origin + ahead - 1 : origin + ahead]])
        for each in weekly_counts.score_models(weekly_counts.CountTable(series=series, counts=counts), fit, [origin], everyone)["all"]:
            found.setdefault(each.model, []).append((each.log_score, each.crps, each.coverage))
        recent = np.maximum(weekly_counts.recent(counts, 3.0), 0.02)
        train = np.concatenate([counts[taken, week] for week in range(8, fit)]), np.concatenate([recent[taken, week] for week in range(8, fit)])
        sizes = np.geomspace(0.1, 20, 40)
        size = np.full(int(taken.sum()), sizes[np.argmax([log_chances(*train, np.full(len(train[0]), each)).sum() for each in sizes])])
        mean, came = recent[taken, origin], counts[taken, origin]
        scores = (-log_chances(came, mean, size), crps(came, mean, size), coverage(came, mean, size, 0.8))
        found.setdefault("EWMA, half-life 3 weeks", []).append(tuple(float(each.mean()) for each in scores))
    return [(name, *np.mean(values, axis=0)) for name, values in found.items()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--paths", type=int, default=300)
    parser.add_argument("--held", action="store_true")
    given = parser.parse_args()
    table, fit = read(given.folder)
    weeks = range(fit, table.counts.shape[1])
    if given.held:
        fit, weeks = HELD[0], range(*HELD)
    scores = forward(table, fit, weeks, given.paths)
    for name, ahead in (("1", 1), ("4", 4), ("sum of 4", 0)):
        parts = [np.concatenate([each[at] for each in scores[name]]) for at in range(5)]
        print(f"\nahead: {name} ({len(scores[name])} origins, {len(parts[0])} forecasts)\n{'model':28}{'log score':>10}{'CRPS':>8}{'80 % holds':>12}")
        if ahead:
            origins = range(weeks.start, weeks.stop - ahead + 1)
            for model, *values in others(table, fit, origins, ahead):
                print(f"{model:28}{values[0]:10.4f}{values[1]:8.4f}{100 * values[2]:10.1f} %")
        print(f"{'counts forward':28}{parts[0].mean():10.4f}{parts[2].mean():8.4f}{100 * parts[1].mean():10.1f} %")
        ends = np.linspace(0, 1, 11)
        reached = np.clip((ends[:, None] - parts[3]) / np.maximum(parts[4] - parts[3], 1e-12), 0, 1).mean(axis=1)
        print("integral transform by tenths: " + " ".join(f"{each:.3f}" for each in np.diff(reached)))
    busy = np.argsort(-table.counts[:, :fit].sum(axis=1), kind="stable")[:100]
    cut = msgspec.structs.replace(until(table, fit), series=tuple(table.series[at] for at in busy), counts=table.counts[busy, :fit])
    system = fit_counts(cut)
    start = time.process_time()
    run_forward(system, Run(weeks=52, paths=5000))
    print(f"\n100 series, 52 weeks, 5,000 paths: {time.process_time() - start:.1f} s of processor time")


if __name__ == "__main__":
    main()
