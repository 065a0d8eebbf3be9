"""`tarazu compare`: narratives side by side."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

import typer

from tarazu import api
from tarazu.cli.printing import AsJson, CasePath, print_json, print_lines, print_table

_MOST = 12
_SIDES = {"first": 0, "second": 1}


class Grouping(StrEnum):
    """What is set side by side."""

    OUTLET = "outlet"
    LANGUAGE = "language"
    OUTLET_STATE = "outlet_state"
    SPEAKER = "speaker"


def compare(
    case: CasePath,
    dyad: Annotated[str | None, typer.Option(help="Two parties, as in KAZ-RUS or central-asia-CHN, or one.")] = None,
    topic: Annotated[list[str] | None, typer.Option(help="A channel, event type or dimension; may be given again.")] = None,
    since: Annotated[str | None, typer.Option("--from", help="First day, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="Last day.")] = None,
    by: Annotated[Grouping, typer.Option(help="What is set side by side.")] = Grouping.OUTLET,
    *,
    as_json: AsJson = False,
) -> None:
    """Set side by side who says what: acts and judgements, contradictions with their sentences, silences, and which way outlets lean."""
    parties = api.split_dyad(dyad) if dyad else None
    question = api.make_question(parties, topic or (), api.first_day(since, "--from"), api.last_day(until, "--to"))
    found = api.open_case(case).compare(question, by=by.value)
    if as_json:
        print_json([found])
        return
    _table(found, parties)
    _contradictions(found)
    _silences(found)
    _leanings(found)


def _table(found: api.Narratives, parties: tuple[str, str | None] | None) -> None:
    names = [total.column for total in found.comparison.columns]
    cells = {(cell.group, cell.column): cell for cell in found.comparison.cells}
    rows = []
    for total in found.comparison.columns[:_MOST]:
        who = [_party(cell.group) + f" {cell.count}" for group in found.comparison.groups if (cell := cells.get((group.name, total.column)))]
        rows.append((_column(total.column, parties), str(total.count), ", ".join(who)))
    print_table(("what is said", "count", "by whom"), rows)
    if len(names) > _MOST:
        print_lines([f"and {len(names) - _MOST} more; all of them with --json"])


def _column(column: api.Column, parties: tuple[str, str | None] | None) -> str:
    side = parties[_SIDES[column.side]] if parties and column.side else None
    told = " ".join(each for each in (column.matter, column.value) if each)
    status = f" ({column.status})" if column.status and column.status != "actual" else ""
    return f"{column.kind}: {told}{status}{f', {api.label(side)}' if side else ''}"


def _contradictions(found: api.Narratives) -> None:
    words = {each.record: each for each in found.sentences}
    for each in found.contradictions.found[:_MOST]:
        about = f"{api.label(each.matter.subject)} – {api.label(each.matter.object)}, {each.matter.dimension}" if each.matter else f"story {each.story}"
        print_lines(["", f"contradiction on {each.field}: {about}"])
        for position in each.positions:
            print_lines([f"  {position.value}: {', '.join(map(api.label, position.outlets or position.speakers))}"])
            print_lines(f"      {line}" for line in _said(position.records, words))


def _said(records: tuple[str, ...], words: dict[str, api.Sentence]) -> Iterator[str]:
    for record in records[:2]:
        if record in words:
            yield f"{words[record].text} [{record[:8]}]"


def _silences(found: api.Narratives) -> None:
    told = [each for each in found.silences.cells if each.verdict in {"silent", "reports more"}]
    if told:
        print_lines(["", "silences"])
        rows = [(each.outlet, each.kind, each.verdict, str(each.told), f"{each.expected:.1f}", str(each.exposed)) for each in told[:_MOST]]
        print_table(("outlet", "kind of act", "", "told", "expected", "of"), rows)


def _leanings(found: api.Narratives) -> None:
    if found.leanings is None or not found.leanings.outlets:
        return
    print_lines(["", "leanings (points of the conflict–cooperation scale above or below the typical outlet)"])
    rows = []
    for each in found.leanings.outlets[:_MOST]:
        known = each.leaning is not None and each.low is not None and each.high is not None
        rows.append((each.outlet, str(each.stories), f"{each.leaning:+.1f} ({each.low:+.1f} to {each.high:+.1f})" if known else "", each.lean))
    print_table(("outlet", "stories", "90 % interval", ""), rows)


def _party(name: str | None) -> str:
    return api.label(name) if name else "unknown"
