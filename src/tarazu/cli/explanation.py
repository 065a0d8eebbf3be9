"""A record opened for people: its sentence with the parts marked, its slots, and why it is as it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from rich.console import Console
from rich.text import Text

from tarazu import api
from tarazu.cli import describe
from tarazu.cli.table import make_console
from tarazu.cli.text import clean, is_right_to_left, isolate
from tarazu.records import Event, Evidence, Part

_COLOURS = {
    "trigger": "bold yellow", "actor": "bold green", "recipient": "bold cyan", "subject": "bold green", "object": "bold cyan", "from": "bold green",
    "to": "bold cyan", "time": "magenta", "place": "blue", "amount": "magenta", "value": "magenta", "speaker": "bold blue",
}  # fmt: skip
_RIGHT, _POP = "\u2067", "\u2069"


def show(found: api.Explanation, stream: TextIO, *, terminal: bool) -> None:
    """Writes an explanation.

    Args:
        found: The record, with its document and its reasons.
        stream: What to write to.
        terminal: Whether that ends on a terminal.
    """
    console = make_console(stream, terminal=terminal)
    record = found.record
    console.print(Text(f"{type(record).__name__.lower()} {record.id}", style="bold"), soft_wrap=True)
    for evidence in record.evidence:
        _show_evidence(console, evidence)
    console.print()
    for name, value in _slots(found):
        if value:
            console.print(Text.assemble((f"{name:>11}  ", "dim"), isolate(clean(value))), soft_wrap=True)
    console.print(Text("\nwhy (weights are log-odds; a rule without one is not weighed)", style="bold"), soft_wrap=True)
    for reason in found.reasons:
        weight = f"{reason.weight:+11.2f}" if reason.weight else " " * 11
        console.print(Text(f"{weight}  {clean(reason.rule)}", style="green" if reason.weight > 0 else "red" if reason.weight < 0 else ""), soft_wrap=True)


def _slots(found: api.Explanation) -> Iterator[tuple[str, str]]:
    record, facts = found.record, found.facts
    yield "act", describe.arrow(record)
    if isinstance(record, Event):
        yield "ids", " → ".join(" ".join(each) for each in (record.actors, record.recipients) if each)
        yield "channel", record.channel or ""
        yield "contexts", ", ".join(record.contexts)
        yield "where", f"{record.where.name} ({record.where.country})" if record.where else ""
        yield "amount", f"{record.amount.value:,.12g} {record.amount.unit or ''}" if record.amount else ""
        yield "score", f"{record.score:+g}"
    yield "when", describe.time(record)
    yield "status", describe.status(record)
    yield "said by", describe.voices(record)
    yield "confidence", f"{record.confidence:.2f}"
    yield "coder", record.coder
    published = facts.published.isoformat() if facts.published else ""
    yield "document", " · ".join(each for each in (facts.doc, facts.language, published, facts.outlet or "", facts.title or "") if each)


def _show_evidence(console: Console, evidence: Evidence) -> None:
    console.print()
    console.print(Text(f"sentence {evidence.sentence}, letters {evidence.start} to {evidence.end}", style="dim"), soft_wrap=True)
    # The labels are Latin: without a direction of its own a Persian sentence would turn round at its first bracket.
    marked = Text.assemble(_RIGHT, _mark(evidence), _POP) if is_right_to_left(evidence.text) else _mark(evidence)
    console.print(marked, soft_wrap=True)


def _mark(evidence: Evidence) -> Text:
    """The sentence with each part in brackets and colour, its roles before it: `[actor: Kazakhstan]`."""
    spans: dict[tuple[int, int], list[Part]] = {}
    for part in evidence.parts:
        start, end = max(part.start, evidence.start), min(part.end, evidence.end)
        if start < end:
            spans.setdefault((start - evidence.start, end - evidence.start), []).append(part)
    marks: list[tuple[int, int, int, str, str]] = []
    for (start, end), parts in spans.items():
        roles = "/".join(dict.fromkeys(part.role for part in parts))
        style = _COLOURS.get(parts[0].role, "bold")
        # At one place brackets close before others open, and the longer span opens first and closes last.
        marks.append((start, 1, -end, f"[{roles}: ", style))
        marks.append((end, 0, -start, "]", style))
    out, at = Text(), 0
    for place, _, _, mark, style in sorted(marks):
        out.append(clean(evidence.text[at:place]), style=_style(spans, at))
        out.append(mark, style=style)
        at = place
    return out.append(clean(evidence.text[at:]))


def _style(spans: dict[tuple[int, int], list[Part]], at: int) -> str:
    """The colour of the innermost part at a place."""
    around = [(end - start, parts) for (start, end), parts in spans.items() if start <= at < end]
    return _COLOURS.get(min(around, key=lambda each: each[0])[1][0].role, "bold") if around else ""
