"""What the forecasts are worth, over seeds and with parts taken away: `python evals/forecast.py DIR --score FILE [--seeds 5] [--without KIND...]`.

DIR is a benchmark's folder as for `tarazu bench-forecast`. Prints a line for each seed, then their mean and spread, then a line for each kind of
reason (see `tarazu.forecast.reasons`) whose columns are held at nought, fitted anew.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path
from unittest.mock import patch

import numpy as np

from tarazu.forecast import benchmark
from tarazu.forecast.graph import read_splits
from tarazu.forecast.look import Look, Observer
from tarazu.forecast.rank import Plan
from tarazu.forecast.reasons import kinds


def run(splits, seed: int, without: str = "") -> benchmark.Outcome:
    """One benchmark, with the columns of one kind of reason blank."""
    blank = [column for column, kind in kinds().items() if kind == without]
    seen = Observer.look

    def look(self, day: int, *, learn: bool, most: int = 1 << 40) -> Look:
        found = seen(self, day, learn=learn, most=most)
        found.numbers[:, [found.names.index(column) for column in blank]] = np.float32(0)
        return found

    with patch.object(Observer, "look", look):
        return benchmark.run(splits, Plan(seed=seed))


def line(name: str, outcome: benchmark.Outcome, seconds: float) -> str:
    quality = outcome.quality
    slices = " ".join(f"{each} {100 * part.mrr:.2f}" for each, part in outcome.slices.items())
    return f"{name:24} MRR {100 * quality.mrr:.2f} H@1 {100 * quality.h1:.2f} H@3 {100 * quality.h3:.2f} H@10 {100 * quality.h10:.2f} {slices} {seconds:.0f} s"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--score", type=Path, required=True)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--without", nargs="*", default=[], choices=sorted(set(kinds().values())))
    given = parser.parse_args()
    splits = read_splits(given.folder, "train", given.score)
    rates = []
    for seed in range(1, given.seeds + 1):
        start = time.perf_counter()
        outcome = run(splits, seed)
        if seed == 1:
            print(line("recurrence", benchmark.Outcome(quality=outcome.baseline, baseline=outcome.baseline, slices={}, recall=1.0, surprise=0.0), 0.0))
        rates.append(100 * outcome.quality.mrr)
        print(line(f"seed {seed}", outcome, time.perf_counter() - start), flush=True)
    if len(rates) > 1:
        print(f"mean {statistics.mean(rates):.2f}, spread {statistics.stdev(rates):.2f}")
    for kind in given.without:
        start = time.perf_counter()
        print(line(f"without {kind}", run(splits, 1, kind), time.perf_counter() - start), flush=True)


if __name__ == "__main__":
    main()
