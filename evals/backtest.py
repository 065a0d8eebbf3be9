"""Would scenarios have told what followed shocks? `python evals/backtest.py DIR [--shocks 12] [--paths 1000]`.

DIR is a benchmark's folder as for `tarazu bench-counts`. Shocks are found by rule: the largest weekly leaps of acts between two states, half of them among all
pairs, half among those with a Central Asian state. For each, the system is fitted on the weeks before, fed with what the two did to each other in the week
of the shock and nothing else, and the weeks after it are scored beside the same run without the shock and beside weeks drawn from the past (climatology).

Eight weeks, not six months: the benchmark's train and valid days are 38 whole weeks, and a shock needs some sixteen before it to fit on.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from scipy.stats import binomtest

import counts_forward
from tarazu import world
from tarazu.forecast.backtest import Replay, find_shocks, replay
from tarazu.forecast.simulate import Run

FIRST = 16
AFTER = 8
SPANS = ((0, 1), (1, 4), (4, 8))
WAYS = ("fed", "plain", "climatology")
NAMES = {"fed": "with the shock", "plain": "without it", "climatology": "climatology"}


def row(name: str, replays: list[Replay]) -> None:
    """Mean scores of one way."""
    parts = [getattr(each, name) for each in replays]
    dyad, around = (np.array([getattr(part, which) for part in parts]) for which in ("dyad", "around"))
    spans = " ".join(f"{dyad[:, first:last].mean():9.3f}" for first, last in SPANS)
    wide = " ".join(f"{around[:, first:last].mean():9.3f}" for first, last in SPANS)
    print(f"{NAMES[name]:16}{spans}  |{wide}  |{np.mean([part.energy for part in parts]):9.3f}")


def compare(replays: list[Replay], other: str) -> None:
    """In how many shocks the run with the shock was better, with the chance of as much or more under a fair coin, and by how much in the mean."""
    figures = {"CRPS of the two": lambda each: np.mean(each.dyad), "CRPS around them": lambda each: np.mean(each.around), "energy": lambda each: each.energy}
    for label, of in figures.items():
        gains = np.array([of(getattr(each, other)) - of(each.fed) for each in replays])
        means = np.random.default_rng(0).choice(gains, (4000, len(gains))).mean(axis=1)
        low, high = np.quantile(means, (0.05, 0.95))
        better = int((gains > 0).sum())
        chance = binomtest(better, len(gains), 0.5, alternative="greater").pvalue
        told = f"better in {better} of {len(gains)} (p {chance:.2f}), by {gains.mean():+.3f} in the mean"
        print(f"  {label:17} {told} (90 % of resamples {low:+.3f} to {high:+.3f})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--shocks", type=int, default=12)
    parser.add_argument("--paths", type=int, default=1000)
    given = parser.parse_args()
    table, _ = counts_forward.read(given.folder)
    weeks = range(FIRST, table.counts.shape[1] - AFTER)
    region = world.load().members("central-asia", None)
    half = given.shocks // 2
    groups = {"all pairs": find_shocks(table, weeks, given.shocks - half), "with a Central Asian state": find_shocks(table, weeks, half, region)}
    done: dict[str, list[Replay]] = {}
    for name, shocks in groups.items():
        print(f"\nshocks, {name}")
        for shock in shocks:
            found = replay(table, shock, AFTER, Run(weeks=AFTER, paths=given.paths, seed=0))
            done.setdefault(name, []).append(found)
            figures = " ".join(f"{NAMES[way]} {np.mean(getattr(found, way).dyad):.3f}" for way in WAYS)
            told = f"{shock.one}-{shock.two} {shock.valence}, week {shock.week}: {shock.acts} acts, usually {shock.usual:.1f}"
            print(f"  {told}; CRPS of the two over {AFTER} weeks: {figures}", flush=True)
    everything = {"all": [each for replays in done.values() for each in replays], **done}
    for name, replays in everything.items():
        print(f"\n{name}: {len(replays)} shocks\n{'':16}{'CRPS of the two, weeks after':^31}|{'CRPS around them':^31}|")
        print(f"{'':16}{'1':>9} {'2-4':>9} {'5-8':>9}  |{'1':>9} {'2-4':>9} {'5-8':>9}  |{'energy':>9}")
        for way in WAYS:
            row(way, replays)
        for other in WAYS[1:]:
            print(f"with the shock against {NAMES[other]}:")
            compare(replays, other)


if __name__ == "__main__":
    main()
