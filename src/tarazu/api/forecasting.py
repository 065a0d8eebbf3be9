"""The verb that measures forecasts on a benchmark of the field."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import msgspec

from tarazu.errors import OptionError
from tarazu.forecast.benchmark import Outcome, run
from tarazu.forecast.graph import read_splits
from tarazu.forecast.rank import Plan

_KIBI = 1024


class Benched(msgspec.Struct, frozen=True, kw_only=True):
    """A benchmark's outcome and its cost.

    Attributes:
        outcome: The figures.
        wall_s: Seconds from reading the files to the last figure.
        cpu_s: Seconds of all processor cores together in that time.
        peak_mb: The most memory that the process ever held, in MiB; 0 where the system does not say.
    """

    outcome: Outcome
    wall_s: float
    cpu_s: float
    peak_mb: float


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """How a benchmark is run.

    Attributes:
        threads: Processor cores, 1 or more.
        seed: Of what is drawn at random.
        multi_step: Nothing of the days to score is known on any of them; else (single step) all that was before each.
    """

    threads: int = 2
    seed: int = 1
    multi_step: bool = False


def bench_forecast(folder: str | Path, fit: str, score: str | Path, terms: Terms | None = None) -> Benched:
    """Fits the ranking on a benchmark's facts and ranks those of later days.

    What is scored on a day is known from all facts before that day, also those of earlier days of the file that is scored (single step), or only
    from those before the first of its days (multi-step); nothing is fitted on them. The ranks are over all entities, from both ends of each fact,
    with the time-aware filter and average ties.

    Args:
        folder: With `entity2id`, `relation2id`, the facts and, if there is one, `valid`, each `.txt` or `.txt.gz`.
        fit: The name of the file of facts to fit on, such as `train`.
        score: The file of facts to score; if its days come after those of `valid`, `valid` says when to stop, else the last days of `fit` do.
        terms: How; if not given, single step on two cores.

    Raises:
        SourceError: A file is missing or not as it must be.
        OptionError: The days to score are not after those to fit on, or the number of cores is none.
    """
    terms = terms or Terms()
    if terms.threads < 1:
        raise OptionError("threads", "1 or more", str(terms.threads), "give the number of cores to use")
    start, used = time.perf_counter(), time.process_time()
    outcome = run(read_splits(Path(folder), fit, Path(score)), Plan(threads=terms.threads, seed=terms.seed), multi_step=terms.multi_step)
    return Benched(outcome=outcome, wall_s=time.perf_counter() - start, cpu_s=time.process_time() - used, peak_mb=_peak())


def _peak() -> float:
    try:
        import resource  # not on every system
    except ImportError:
        return 0.0
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held / _KIBI / (_KIBI if sys.platform == "darwin" else 1)
