"""Measures how right the coding is, holds it against pinned floors, and prints tables: `make eval`.

Exit code 1 when a floor is broken. `--json` prints one JSON object instead, `--pin` rewrites the floors.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table

import floors
from examples import Share, numbers, times
from floors import Figure, Verdict
from measure import Measured, measure, measure_gold, total_links
from reliability import Reliability, reliability

FLOORS = Path(__file__).parent / "floors.json"
SHARED = Path(__file__).parents[2] / "shared"
LANGUAGES = ("fa", "ar", "ru", "en")
WORKERS = 2
RATES = ("found", "who", "strict", "ties", "figures", "assessments")
SLOTS = ("status", "mode", "said_by", "date", "date_given")
_DATES = ("date", "date_given")
_WIDTH = 160
_TITLE = 76


class Report(msgspec.Struct, kw_only=True):
    """All that was measured.

    Attributes:
        languages: One entry a language, on the project's corpus.
        gold: On the gold set, where there is one.
        confidence: Of all held-out events of the corpus; None if there are none.
        examples: By `<language>.times` and `<language>.numbers`, the project's own examples.
        verdicts: What became of the floors.
    """

    languages: list[Measured]
    gold: Measured | None
    confidence: Reliability | None
    examples: dict[str, Share]
    verdicts: list[Verdict] = []


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
    """Measures all languages, and the gold set where it is there, two at a time."""
    with ProcessPoolExecutor(max_workers=WORKERS) as pool:
        measured = [pool.submit(measure, code) for code in LANGUAGES]
        on_gold = pool.submit(measure_gold, gold, texts) if gold.exists() else None
        shares = {f"{code}.{name}": pool.submit(work, code) for code in LANGUAGES for name, work in (("times", times), ("numbers", numbers))}
        found = [each.result() for each in measured]
        return Report(
            languages=found,
            gold=on_gold.result() if on_gold else None,
            confidence=reliability([chance for each in found for chance in each.chances]),
            examples={name: share.result() for name, share in shares.items()},
        )


def figures_of(report: Report) -> Iterator[tuple[str, Figure]]:
    """The figures that are worth a floor, by name."""
    for each in (*report.languages, *([report.gold] if report.gold else [])):
        of = "gold/dev.jsonl" if each.name == "gold" else f"corpus/{each.name}_passages*.jsonl"
        for name, rate in each.coder.rates.items():
            if floors.worth_a_floor(rate.n_core):
                yield f"{each.name}.{name}", Figure(rate.f1, of, each.digest)
        for name, (share, count) in each.coder.slots.items():
            if share is not None and floors.worth_a_floor(count) and (name not in _DATES or each.name == "gold"):
                yield f"{each.name}.{name}", Figure(share, of, each.digest)
        linked = total_links(each.links)
        if floors.worth_a_floor(linked.total):
            yield f"{each.name}.links", Figure(round(linked.right / linked.total, 3), of, each.digest)
    if report.confidence:
        together = hashlib.sha256("".join(each.digest for each in report.languages).encode()).hexdigest()
        yield "confidence", Figure(round(1 - report.confidence.error, 3), "1 - expected calibration error on corpus/*_passages*.jsonl", together)
    for name, share in report.examples.items():
        code, kind = name.split(".")
        stem = "calendar" if kind == "times" else kind
        yield name, Figure(round(share.right / share.total, 3), f"languages/{code}/{stem}_examples.yml", share.digest)


def show(report: Report, console: Console) -> None:
    """Prints the tables."""
    console.print(_rates("Held out: passages of odd index", [(each.name, "lexicon", each) for each in report.languages]))
    console.print(_rates("The same, by keywords without grammar", [(each.name, "keywords", each) for each in report.languages]))
    console.print(_rates("Seen in training: every fourth line, for comparison only", [(each.name, "seen", each) for each in report.languages]))
    if report.gold:
        console.print(_rates(f"Gold set, {report.gold.documents} documents", [("gold", coder, report.gold) for coder in ("lexicon", "keywords")]))
    for title, found in (("held out", report.confidence), ("gold set", reliability(report.gold.chances) if report.gold else None)):
        if found:
            console.print(_reliability(title, found))
    console.print(_links(report.languages))
    console.print(_examples(report.examples))
    console.print(_verdicts(report.verdicts))


def _rates(title: str, rows: Sequence[tuple[str, str, Measured]]) -> Table:
    """Precision, recall and F1 of each kind of record; of the events found by `who`, the share of right slots."""
    gold = any(name == "gold" for name, _, _ in rows)
    kinds = [kind for kind in RATES if gold or kind != "figures"]
    slots = [slot for slot in SLOTS if gold or slot not in _DATES]
    table = _table(title, "", *(f"{kind} P R F1 (n)" for kind in kinds), *slots)
    for name, coder, measured in rows:
        scores = {"lexicon": measured.coder, "keywords": measured.baseline, "seen": measured.seen}[coder]
        if scores is not None:
            rates = [scores.rates[kind] for kind in kinds]
            cells = [f"{rate.p:.2f} {rate.r:.2f} {rate.f1:.3f} ({rate.n_core})" if rate.n_core else "-" for rate in rates]
            label = f"{name} {coder}" if gold else name
            table.add_row(label, *cells, *(_share(scores.slots[slot][0]) for slot in slots))
    return table


def _reliability(title: str, found: Reliability) -> Table:
    table = _table(f"Confidence of events, {title}: is it so as often as it is said?", "said", "events", "mean said", "right")
    for each in found.bins:
        table.add_row(f"{each.low:.1f}-{each.low + 0.1:.1f}", str(each.count), f"{each.said:.2f}", f"{each.right:.2f}")
    table.caption = (
        f"expected calibration error {found.error:.3f}; Brier score {found.brier:.3f}, against {found.brier_of_mean:.3f} for always saying the mean"
    )
    return table


def _links(measured: Sequence[Measured]) -> Table:
    """Of the mentions that overlap one of the gold set, the share that is linked to its state."""
    forms = sorted({form for each in measured for form in each.links}, key=lambda form: -sum(each.links[form].total for each in measured if form in each.links))
    table = _table("Linked to the right state, held out: share (of how many)", "", "all", *forms)
    for each in measured:
        all_links = [total_links(each.links), *(each.links.get(form) for form in forms)]
        table.add_row(each.name, *(f"{link.right / link.total:.2f} ({link.total})" if link and link.total else "-" for link in all_links))
    return table


def _examples(examples: dict[str, Share]) -> Table:
    table = _table("Times and numbers: own examples", "", "times", "numbers")
    for code in LANGUAGES:
        table.add_row(code, *(f"{share.right}/{share.total}" for share in (examples[f"{code}.times"], examples[f"{code}.numbers"])))
    return table


def _verdicts(verdicts: Sequence[Verdict]) -> Table:
    """Only what is not as it should be gets a row."""
    table = _table("Floors", "figure", "floor", "measured", "")
    for each in verdicts:
        if each.state != "kept":
            table.add_row(each.name, f"{each.floor:.3f}", _share(each.measured), each.state)
    table.caption = f"{sum(each.state == 'kept' for each in verdicts)} of {len(verdicts)} kept"
    return table


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", caption_justify="left", title_style="bold", min_width=_TITLE)
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number == 0 else "right", no_wrap=number == 0)
    return table


def _share(share: float | None) -> str:
    return "-" if share is None else f"{share:.3f}"


if __name__ == "__main__":
    sys.exit(main())
