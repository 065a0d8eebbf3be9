"""What the forecasts are worth, over seeds and with parts taken away: `python evals/forecast.py DIR --score FILE [--seeds 5] [--without [KIND...]]`.

DIR is a benchmark's folder as for `tarazu bench-forecast`. Prints a line for each seed, then their mean and spread; with `--without`, a line for each
kind of reason (all, if none is named; see `tarazu.forecast.reasons`) whose columns are held at nought, the trees grown anew without it. `--days` and
`--questions` fit on less, to take less time; the line `with all` is then what the others compare with.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path

import numpy as np

from tarazu.forecast import benchmark
from tarazu.forecast.graph import read_splits
from tarazu.forecast.history import History
from tarazu.forecast.look import Observer
from tarazu.forecast.rank import Material, Plan, grow, study
from tarazu.forecast.reasons import kinds


def line(name: str, outcome: benchmark.Outcome, seconds: float) -> str:
    quality = outcome.quality
    slices = " ".join(f"{each} {100 * part.mrr:.2f}" for each, part in outcome.slices.items())
    figures = f"MRR {100 * quality.mrr:.2f} H@1 {100 * quality.h1:.2f} H@3 {100 * quality.h3:.2f} H@10 {100 * quality.h10:.2f}"
    return f"{name:20} {figures} {slices} surprise {outcome.sureness.surprise:.3f} {seconds:.0f} s of processors"


def over_seeds(splits, plan: Plan, seeds: int) -> None:
    rates = []
    for seed in range(1, seeds + 1):
        start = time.process_time()
        outcome = benchmark.run(splits, Plan(seed=seed, fit_days=plan.fit_days, fit_questions=plan.fit_questions))
        rates.append(100 * outcome.quality.mrr)
        print(line(f"seed {seed}", outcome, time.process_time() - start), flush=True)
    if len(rates) > 1:
        print(f"mean {statistics.mean(rates):.2f}, spread {statistics.stdev(rates):.2f}", flush=True)


def without(splits, plan: Plan, names: list[str]) -> None:
    """Looks at all days once, then grows trees for each kind with its columns blank."""
    observer = Observer(History(splits.graph.doubled()), plan.limits, plan.seed)
    material = study(observer, splits.fit_end, splits.stop_end, plan)
    days = list(benchmark.see(observer, splits))
    tables = [each.numbers for each in (*material.lessons, *material.checks, *material.looks, *(day.look for day in days))]
    columns = material.looks[0].names
    for name in ("", *names):
        start = time.process_time()
        blank = [columns.index(column) for column, kind in kinds().items() if kind == name and column in columns]
        if name and not blank:  # what is known beside the graph is not there in a benchmark
            continue
        kept = [table[:, blank].copy() for table in tables]
        for table in tables:
            table[:, blank] = np.float32(0)
        ranker = grow(Material(lessons=list(material.lessons), checks=material.checks, looks=material.looks), plan)
        outcome = benchmark.sum_up([benchmark.judge_day(day, ranker, plan.threads) for day in days])
        for table, held in zip(tables, kept, strict=True):
            table[:, blank] = held
        print(line(f"without {name}" if name else "with all", outcome, time.process_time() - start), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--score", type=Path, required=True)
    parser.add_argument("--seeds", type=int, default=0)
    parser.add_argument("--without", nargs="*", choices=sorted(set(kinds().values())))
    parser.add_argument("--days", type=int, default=Plan().fit_days)
    parser.add_argument("--questions", type=int, default=Plan().fit_questions)
    given = parser.parse_args()
    splits = read_splits(given.folder, "train", given.score)
    plan = Plan(fit_days=given.days, fit_questions=given.questions)
    over_seeds(splits, plan, given.seeds)
    if given.without is not None:
        without(splits, plan, given.without or sorted(set(kinds().values())))


if __name__ == "__main__":
    main()
