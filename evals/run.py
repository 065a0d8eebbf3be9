"""Measures how right the coding is, holds it against pinned floors, and prints tables: `make eval`.

Exit code 1 when a floor is broken. `--json` prints one JSON object instead, `--pin` rewrites the floors.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import msgspec
from rich.console import Console

import floors
from examples import has_examples, numbers, times
from floors import Figure
from links import total_links
from measure import CODERS, Measured, coders_of, digest, measure, measure_gold, tested
from reliability import Reliability, reliability
from tables import BASELINE, Report, show
from tarazu import languages

FLOORS = Path(__file__).parent / "floors.json"
SHARED = Path(__file__).parents[2] / "shared"
GOLD = "gold"
WORKERS = 2
_WIDTH = 160


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--pin", action="store_true", help="rewrite floors.json at what is measured now, less 0.02")
    arguments = parser.parse_args()
    report = gather(SHARED / "gold" / "dev.jsonl", SHARED / "seeds")
    figures = dict(figures_of(report))
    if arguments.pin:
        floors.pin(FLOORS, figures)
    report.verdicts = list(floors.judge(floors.read(FLOORS), figures))
    if arguments.json:
        print(msgspec.json.encode(report).decode())
    else:
        show(report, Console(width=None if sys.stdout.isatty() else _WIDTH))
    return int(any(each.state == "broken" for each in report.verdicts))


def gather(gold: Path, texts: Path) -> Report:
    """Measures all coders in all languages, and on the gold set where it is there, two at a time."""
    codes = tested()
    with ProcessPoolExecutor(max_workers=WORKERS) as pool:
        measured = [pool.submit(measure, code, coder) for code in codes for coder in coders_of(code)]
        able = [coder for coder in CODERS if any(coder in coders_of(code) for code in codes)]
        on_gold = [pool.submit(measure_gold, gold, texts, coder) for coder in able] if gold.exists() else []
        works = [(code, name, work) for code in languages.codes() if has_examples(code) for name, work in (("times", times), ("numbers", numbers))]
        shares = {f"{code}.{name}": pool.submit(work, code) for code, name, work in works}
        found = [each.result() for each in measured]
        return Report(
            languages=found,
            gold=[each.result() for each in on_gold],
            confidence=dict(_confidence(found)),
            examples={name: share.result() for name, share in shares.items()},
        )


def _confidence(measured: list[Measured]) -> Iterator[tuple[str, Reliability]]:
    """For each coder that says how sure it is, how far that can be trusted, over all languages."""
    for coder in CODERS:
        found = reliability([chance for each in measured if each.coder == coder for chance in each.chances])
        if found is not None:
            yield coder, found


def figures_of(report: Report) -> Iterator[tuple[str, Figure]]:
    """The figures that are worth a floor, by name: `<coder>.<language>.<figure>`, `<coder>.gold.<figure>`, `<coder>.confidence`, `<language>.times`."""
    for each in (*report.languages, *report.gold):
        if each.coder == BASELINE:
            continue
        of = "gold/dev.jsonl" if each.name == GOLD else f"corpus/{each.name}_*.jsonl, test part"
        for name, share, count in shares_of(each):
            if floors.worth_a_floor(count):
                yield f"{each.coder}.{each.name}.{name}", Figure(share, of, each.digest)
    for coder, found in report.confidence.items():
        together = digest(each.digest.encode() for each in report.languages if each.coder == coder)
        yield f"{coder}.confidence", Figure(round(1 - found.error, 3), "1 - expected calibration error on corpus/*.jsonl, test part", together)
    for name, share in report.examples.items():
        code, kind = name.split(".")
        stem = "calendar" if kind == "times" else kind
        yield name, Figure(round(share.right / share.total, 3), f"languages/{code}/{stem}_examples.yml", share.digest)


def shares_of(measured: Measured) -> Iterator[tuple[str, float, int]]:
    """The figures of a coder in a language: name, value, and of how many."""
    for name, rate in measured.scores.rates.items():
        yield name, rate.f1, rate.n_core
    for name, (share, count) in measured.scores.slots.items():
        if share is not None:
            yield name, share, count
    linked = total_links(measured.links)
    if linked.total:
        yield "links", round(linked.right / linked.total, 3), linked.total


if __name__ == "__main__":
    sys.exit(main())
