"""The format for people: one table a document, in columns of fixed width, so that rows can be shown as they come."""

from __future__ import annotations

import os
from typing import NamedTuple, TextIO

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tarazu.cli import describe
from tarazu.cli.text import around, clean, is_right_to_left, isolate, wrap
from tarazu.records import Coded, CodedRecord, DocumentFacts, Event, Skipped

_NARROWEST = 90
_UNKNOWN_WIDTH = 140
_ID, _WHEN, _STATUS, _SURE = 8, 10, 12, 4
_FRAMES = 12  # two cells between columns
_TITLE = 80
_SENTENCE_LINES, _OTHER_LINES = 3, 5


class _Widths(NamedTuple):
    sentence: int
    act: int
    voice: int


class ConsoleWriter:
    """Shows each document's records as a table: id, sentence, who → what → whom, when, status, on whose word, confidence."""

    def __init__(self, stream: TextIO, *, terminal: bool) -> None:
        self._console = make_console(stream, terminal=terminal)
        free = self._console.width - _ID - _WHEN - _STATUS - _SURE - _FRAMES
        self._widths = _Widths(sentence=free * 45 // 100, act=free * 35 // 100, voice=free * 20 // 100)

    def write(self, item: Coded | Skipped) -> None:
        """Shows one document; one that was left out is told of in the closing summary."""
        if isinstance(item, Skipped):
            return
        self._console.print(Text(_title(item.facts), style="bold"), soft_wrap=True)
        if not item.records:
            self._console.print(Text("  no records", style="dim"))
            return
        table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold cyan")
        widths = {
            "id": _ID, "sentence": self._widths.sentence, "who → what → whom": self._widths.act, "when": _WHEN, "status": _STATUS,
            "said by": self._widths.voice, "sure": _SURE,
        }  # fmt: skip
        for name, width in widths.items():
            table.add_column(name, width=width, no_wrap=True, overflow="ignore")
        for record in item.records:
            table.add_row(*self._row(record))
        self._console.print(table)
        self._console.print()

    def _row(self, record: CodedRecord) -> tuple[Text, ...]:
        evidence, widths = record.evidence[0], self._widths
        sentence = around(evidence.text, describe.trigger(evidence), widths.sentence * _SENTENCE_LINES)
        style = "dim" if describe.status(record) not in {"", "actual"} else ""
        if isinstance(record, Event):
            style = f"{style} {'green' if record.score > 0 else 'red' if record.score < 0 else ''}".strip()
        return (
            Text(record.id[:_ID], style="dim"),
            _cell(sentence, widths.sentence, most=_SENTENCE_LINES),
            _cell(describe.arrow(record), widths.act, style=style),
            _cell(describe.time(record), _WHEN),
            _cell(describe.status(record), _STATUS),
            _cell(describe.voices(record), widths.voice),
            Text(f"{record.confidence:.2f}"),
        )


def make_console(stream: TextIO, *, terminal: bool) -> Console:
    """Makes a console that takes text as it is: no markup, no emoji, no highlighting.

    Args:
        stream: What it writes to.
        terminal: Whether that ends on a terminal, be it through a buffer.
    """
    console = Console(file=stream, markup=False, emoji=False, highlight=False, force_terminal=True if terminal else None)
    width = console.width if terminal or "COLUMNS" in os.environ else _UNKNOWN_WIDTH
    console.width = max(width, _NARROWEST)
    return console


def _cell(text: str, width: int, *, most: int = _OTHER_LINES, style: str = "") -> Text:
    lines = wrap(text, width, most)
    if is_right_to_left(text):
        lines = [" " * (width - cell_len(line)) + line for line in lines]
    return Text("\n".join(lines), style=style)


def _title(facts: DocumentFacts) -> str:
    parts = [facts.doc, facts.language, facts.published.isoformat() if facts.published else "", facts.outlet or "", _citing(facts)]
    title = wrap(facts.title, _TITLE, 1) if facts.title else []
    return " · ".join([*(isolate(clean(part).strip()) for part in parts if part), *title])


def _citing(facts: DocumentFacts) -> str:
    return f"citing {' › '.join(facts.chain)}" if facts.chain else ""
