"""`tarazu stories`, `story`, `chain`: acts as several documents tell them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from tarazu import api
from tarazu.cli import describe
from tarazu.cli.output import open_standard
from tarazu.cli.printing import AsJson, CasePath, print_json, print_lines, print_table
from tarazu.cli.text import clean, isolate
from tarazu.records import Chain, Story, Telling

StoryId = Annotated[str, typer.Argument(metavar="ID", help="A story's id, or an event's, or the first letters of it.")]
_SURE = 0.5
_REASONS = 4


class Shape(StrEnum):
    """How a chain is written."""

    TEXT = "text"
    JSON = "json"
    DOT = "dot"
    GEXF = "gexf"


def stories(
    case: CasePath,
    dyad: Annotated[str | None, typer.Option(help="Two parties, as in KAZ-RUS, or one.")] = None,
    kind: Annotated[str | None, typer.Option("--type", help="Event type.")] = None,
    channel: Annotated[str | None, typer.Option(help="Field of relations.")] = None,
    status: Annotated[str | None, typer.Option(help="actual, planned, cancelled, hypothetical or denied.")] = None,
    since: Annotated[str | None, typer.Option("--from", help="First day, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="Last day.")] = None,
    witnesses: Annotated[int, typer.Option(min=0, help="Told by so many independent witnesses at least.")] = 0,
    tellings: Annotated[int, typer.Option(min=0, help="Told by so many documents at least.")] = 0,
    *,
    as_json: AsJson = False,
) -> None:
    """List the stories of CASE: each act once, however many documents tell it, with its independent witnesses."""
    opened = api.open_case(case)
    filters = api.make_story_filters(
        {"type": kind, "channel": channel, "status": status, "since": since, "until": until}, api.split_dyad(dyad) if dyad else None,
        witnesses=witnesses, tellings=tellings,
    )  # fmt: skip
    if as_json:
        print_json(opened.story_lines(filters))
        return
    found = list(opened.stories(filters))
    columns = ("id", "when", "who → what → whom", "status", "documents", "witnesses", "origin")
    print_table(columns, [_row(each) for each in found])
    print_lines([f"{len(found)} stories, {sum(len(each.docs) > 1 for each in found)} of them told by several documents"])


def story(case: CasePath, story_id: StoryId, *, as_json: AsJson = False) -> None:
    """Open a story: all its tellings with their sentences, where they disagree, its thread, and who has it from whom."""
    whole = api.open_case(case).story(story_id)
    if as_json:
        print_json([whole])
        return
    _show(whole)


def chain(
    case: CasePath,
    story_id: StoryId,
    shape: Annotated[Shape, typer.Option("--format", "-f", help="text, json, dot for Graphviz, gexf for Gephi.")] = Shape.TEXT,
    *,
    as_json: AsJson = False,
) -> None:
    """Show who has a story from whom: citations, copies and translations, its origin and its independent witnesses."""
    found = api.open_case(case).story(story_id).chain
    if as_json or shape is Shape.JSON:
        print_json([found])
    elif shape is Shape.TEXT:
        print_lines(_chain_lines(found))
    else:
        open_standard(sys.stdout).write(api.draw_chain(found, shape.value))


def _row(each: Story) -> tuple[str, ...]:
    when = describe.interval(each.when) if each.when else ""
    origin = api.label(each.origin) if each.origin else ""
    return (each.id[:10], when, describe.deed(each), each.status, str(len(each.docs)), str(each.witnesses), origin)


def _show(whole: api.WholeStory) -> None:
    from tarazu.cli.table import make_console  # slow to load, and `--help` must not wait for it

    found = whole.story
    console = make_console(open_standard(sys.stdout), terminal=sys.stdout.isatty())
    console.print(Text(f"{found.id}  {describe.deed(found)}", style="bold"), soft_wrap=True)
    for name, value in _slots(found):
        console.print(Text.assemble((f"{name:>12}  ", "dim"), isolate(clean(value))), soft_wrap=True)
    console.print(Text("\ntold by", style="bold"))
    for at, telling in enumerate(whole.tellings):
        _show_telling(console, telling)
        if at:
            likely = [reason for reason in whole.reasons[at - 1] if abs(reason.weight) >= _SURE and reason.rule != api.STARTING_POINT][:_REASONS]
            told = "; ".join(f"{reason.rule} {reason.weight:+.1f}" for reason in likely)
            console.print(Text(f"        the same act as the first: {clean(told)}" if told else "", style="dim"), soft_wrap=True)
    for each in found.disagreements:
        values = ", ".join(f"{isolate(clean(_readable(variant.value)))} ({len(variant.records)})" for variant in each.variants)
        console.print(Text(f"disagree on {each.field}: {values}", style="yellow"), soft_wrap=True)
    for other in whole.thread:
        when = describe.interval(other.when) if other.when else "no time"
        console.print(Text(f"thread: {when} {other.status}: {describe.deed(other)} ({other.id[:10]})"), soft_wrap=True)
    console.print(Text("\nwho has it from whom", style="bold"))
    for line in _chain_lines(whole.chain):
        console.print(Text(isolate(clean(line))), soft_wrap=True)


def _show_telling(console: Console, telling: Telling) -> None:
    facts, record = telling.facts, telling.record
    day = facts.published.isoformat() if facts.published else "no date"
    head = " · ".join(isolate(clean(each)) for each in (day, facts.outlet or facts.doc, facts.language, record.id[:8]) if each)
    console.print(Text(f"  {head}", style="cyan"), soft_wrap=True)
    for evidence in record.evidence[:1]:
        console.print(Text(f"        {isolate(clean(evidence.text))}"), soft_wrap=True)


def _slots(found: Story) -> Iterator[tuple[str, str]]:
    if found.when:
        yield "when", describe.interval(found.when)
    if found.where:
        yield "where", f"{found.where.name} ({found.where.country})" if found.where.country else found.where.name
    if found.amount:
        yield "amount", f"{found.amount.value:,.12g} {found.amount.unit or ''}".strip()
    yield "status", found.status
    yield "channel", found.channel or "none: domestic"
    yield "witnesses", f"{found.witnesses} independent, {len(found.docs)} documents"
    if found.origin:
        yield "origin", api.label(found.origin)
    yield "sure", f"{found.confidence:.2f}"


def _chain_lines(found: Chain) -> Iterator[str]:
    for source in found.sources:
        role = "witness" if source.name in found.witnesses else "      "
        first = source.first.isoformat() if source.first else "          "
        yield f"  {role:8} {first}  {api.label(source.name)}{f' ({source.state})' if source.state else ''}"
    for link in found.links:
        told = f"{link.kind}{f' {link.share:.0%} from' if link.kind == 'copies' else ''}"
        yield f"  {api.label(link.taker)} {told} {api.label(link.giver)}{' (a circle)' if link.loop else ''}"


def _readable(value: str) -> str:
    return ", ".join(api.label(each) for each in value.split(";"))
