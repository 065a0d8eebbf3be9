"""The report and its tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import msgspec
from rich.console import Console
from rich.table import Table

from examples import Share
from floors import Verdict
from links import Links, total_links
from measure import CODERS, Measured, Tally
from reliability import Reliability, reliability
from tarazu.records import EventType

RATES = ("found", "who", "strict", "ties", "figures", "assessments")
SLOTS = ("status", "mode", "said_by", "date", "date_given")
BASELINE = "keywords"  # finds events with type, mode and status, and nothing else
_TITLE = 76


class Report(msgspec.Struct, kw_only=True):
    """All that was measured.

    Attributes:
        languages: One entry a language and coder, on the test part of the project's corpus.
        gold: One a coder, on the gold set, where there is one.
        confidence: By coder, of all events that it coded in the test part.
        examples: By `<language>.times` and `<language>.numbers`, the project's own examples.
        verdicts: What became of the floors.
    """

    languages: list[Measured]
    gold: list[Measured]
    confidence: dict[str, Reliability]
    examples: dict[str, Share]
    verdicts: list[Verdict] = []


def show(report: Report, console: Console) -> None:
    """Prints the tables."""
    console.print(_rates("Test part of the corpus", report.languages))
    console.print(_slots("The same: of the events found by who, the share of right slots; and of the mentions, of right links", report.languages))
    console.print(_types(report.languages))
    if report.gold:
        console.print(_rates(f"Gold set, {report.gold[0].documents} documents", report.gold))
        console.print(_slots("The same: right slots", report.gold))
    for coder, found in report.confidence.items():
        console.print(_reliability(f"{coder} coder, test part", found))
    for each in report.gold:
        if on_gold := reliability(each.chances):
            console.print(_reliability(f"{each.coder} coder, gold set", on_gold))
    console.print(_links(report.languages))
    console.print(_examples(report.examples))
    console.print(_verdicts(report.verdicts))


def _rates(title: str, measured: Sequence[Measured]) -> Table:
    """Precision, recall and F1 of each kind of record, and of how many that must be found."""
    table = _table(title, "", *(f"{kind} P R F1 (n)" for kind in RATES))
    for each in measured:
        rates = [each.scores.rates[kind] for kind in RATES]
        cells = [
            f"{rate.p:.2f} {rate.r:.2f} {rate.f1:.3f} ({rate.n_core})" if rate.n_core and (kind in RATES[:3] or each.coder != BASELINE) else "-"
            for kind, rate in zip(RATES, rates, strict=True)
        ]
        table.add_row(f"{each.name} {each.coder}", *cells)
    return table


def _slots(title: str, measured: Sequence[Measured]) -> Table:
    table = _table(title, "", "documents", *SLOTS, "links")
    for each in measured:
        slots = [_part(*each.scores.slots[slot]) if slot in SLOTS[:2] or each.coder != BASELINE else "-" for slot in SLOTS]
        linked = total_links(each.links)
        table.add_row(f"{each.name} {each.coder}", str(each.documents), *slots, _part(linked.right / linked.total if linked.total else None, linked.total))
    return table


def _types(measured: Sequence[Measured]) -> Table:
    """Each coder is held against the languages that it is measured in, so that their numbers of events differ."""
    coders = [coder for coder in CODERS if any(each.coder == coder for each in measured)]
    table = _table("By type, all languages of a coder together: F1 (n)", "", *(f"{coder} {figure}" for coder in coders for figure in ("found", "who")))
    for kind in get_args(EventType):
        cells = []
        for coder in coders:
            together = Tally()
            for each in measured:
                if each.coder == coder:
                    together.add(each.types.get(kind, Tally()))
            cells += [f"{together.f1(right):.3f} ({together.gold})" if together.gold else "-" for right in (together.found, together.who)]
        table.add_row(kind, *cells)
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
    """By form, of the mentions that overlap one of the corpus, the share that is linked to its state."""
    linking = [each for each in measured if each.links]
    forms = sorted({form for each in linking for form in each.links}, key=lambda form: -sum(each.links.get(form, Links()).total for each in linking))
    table = _table("Linked to the right state or body, test part: share (of how many)", "", *forms)
    for each in linking:
        counted = [each.links.get(form, Links()) for form in forms]
        table.add_row(f"{each.name} {each.coder}", *(f"{link.right / link.total:.2f} ({link.total})" if link.total else "-" for link in counted))
    return table


def _examples(examples: dict[str, Share]) -> Table:
    table = _table("Times and numbers: own examples", "", "times", "numbers")
    for code in dict.fromkeys(name.split(".")[0] for name in examples):
        table.add_row(code, *(f"{share.right}/{share.total}" for share in (examples[f"{code}.times"], examples[f"{code}.numbers"])))
    return table


def _verdicts(verdicts: Sequence[Verdict]) -> Table:
    """Only what is not as it should be gets a row."""
    table = _table("Floors", "figure", "floor", "measured", "")
    for each in verdicts:
        if each.state != "kept":
            table.add_row(each.name, f"{each.floor:.3f}", "-" if each.measured is None else f"{each.measured:.3f}", each.state)
    table.caption = f"{sum(each.state == 'kept' for each in verdicts)} of {len(verdicts)} kept"
    return table


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", caption_justify="left", title_style="bold", min_width=_TITLE)
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number == 0 else "right", no_wrap=number == 0)
    return table


def _part(share: float | None, count: int) -> str:
    return "-" if share is None else f"{share:.3f} ({count})"
