"""`tarazu balance`, `why`, `network`: who holds influence over whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tarazu import api
from tarazu.cli import describe
from tarazu.cli.printing import AsJson, CasePath, print_json, print_lines, print_table

_MOST = 20

Region = Annotated[str, typer.Option(help="A group of states, or states with commas between them.")]
Powers = Annotated[str, typer.Option(help="Ids of the powers, with commas between them.")]
Since = Annotated[str | None, typer.Option("--from", help="First day, YYYY-MM or YYYY-MM-DD.")]
Until = Annotated[str | None, typer.Option("--to", help="Last day.")]


class Step(StrEnum):
    """The step of the lines."""

    WEEK = "week"
    MONTH = "month"


class By(StrEnum):
    """What the balance is shown by."""

    STATE = "state"
    CHANNEL = "channel"
    STRUCTURE = "structure"


class Shape(StrEnum):
    """How a network is written."""

    GEXF = "gexf"
    GRAPHML = "graphml"


def balance(
    case: CasePath,
    region: Region = "central-asia",
    powers: Powers = "RUS,CHN,USA,EU,TUR",
    since: Since = None,
    until: Until = None,
    step: Annotated[Step, typer.Option("--step", help="Weeks or months.")] = Step.MONTH,
    by: Annotated[By, typer.Option(help="Alignment of each state; its lines by channel too; or with the slow facts behind them.")] = By.STATE,
    *,
    as_json: AsJson = False,
) -> None:
    """Weigh who does how much with whom: alignment of each state towards each power, with its 90 % band, and what changed."""
    first, last = api.first_day(since, "--from"), api.last_day(until, "--to")
    scope = api.make_scope(region, tuple(each.strip() for each in powers.split(",") if each.strip()), first, last, step.value)
    found = api.open_case(case).balance(scope)
    if as_json:
        print_json([found])
        return
    _alignments(found.balance)
    if by is By.CHANNEL:
        _lines(found.balance)
    _shifts(found.balance)
    if by is By.STRUCTURE:
        _structure(found)
    _perception(found)
    for each in found.balance.left_out:
        print_lines([f"not counted: {each.stories} stories: {each.reason}"])


def why(
    case: CasePath,
    state: Annotated[str, typer.Argument(metavar="STATE", help="A state, by its id.")],
    power: Annotated[str, typer.Argument(metavar="POWER", help="The power.")],
    period: Annotated[str, typer.Argument(metavar="PERIOD", help="A month, YYYY-MM, or a day for its week.")],
    channel: Annotated[str | None, typer.Option(help="Field of relations; all together, if it is not given.")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """List the stories that moved the line between STATE and POWER in PERIOD, the weightiest first."""
    monthly = len(period) == len("2022-11")
    day = api.first_day(period, "PERIOD") or dt.datetime.now(dt.UTC).date()
    scope = api.make_scope(state, (power,), day - dt.timedelta(days=3 * 365), (api.last_day(period, "PERIOD") or day), "month" if monthly else "week")
    found = api.open_case(case).why(scope, (state, power), day, api.channel(channel))
    if as_json:
        print_json(found)
        return
    rows = []
    for each in found[:_MOST]:
        story, moved = each.story, each.contribution
        when = describe.interval(story.when) if story.when else ""
        rows.append((story.id[:10], when, describe.deed(story), moved.valence, f"{moved.net:+.2f}", f"{moved.on_change:+.2f}", str(story.witnesses)))
    print_table(("story", "when", "who → what → whom", "counts as", "moves the line by", "moves its change by", "witnesses"), rows)
    print_lines([f"{len(found)} stories; open one with: tarazu story {case} ID"])


def network(
    case: CasePath,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write the network to this file.")] = None,
    shape: Annotated[Shape, typer.Option("--format", "-f", help="gexf for Gephi, graphml for others.")] = Shape.GEXF,
    since: Since = None,
    until: Until = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Show who acts on whom: pairs by their stories, or a network for Gephi, each act once however often it was told."""
    opened = api.open_case(case)
    if output is not None:
        written = opened.write_network(shape.value, output, since=api.first_day(since, "--from"), until=api.last_day(until, "--to"))
        print_lines([f"{written.rows} nodes and edges in {output}"])
        return
    pairs = opened.network(api.first_day(since, "--from"), api.last_day(until, "--to")).pairs
    if as_json:
        print_json(pairs)
        return
    rows = [
        (api.label(each.source), api.label(each.target), str(each.stories), str(each.cooperation), str(each.conflict), f"{each.score:+.1f}")
        for each in pairs[:_MOST]
    ]
    print_table(("who", "whom", "stories", "cooperation", "conflict", "mean score"), rows)
    print_lines([f"{len(pairs)} pairs"])


def _alignments(found: api.Balance) -> None:
    last: dict[str, api.Alignment] = {}
    for each in found.alignments:
        if each.channel is None:
            last[each.state] = each
    rows = [(api.label(state), *_cells(each, len(found.scope.powers))) for state, each in last.items()]
    columns = ("alignment", *(api.label(power) for power in found.scope.powers), "spread over powers")
    print_table(columns, rows)
    told = "with the band that holds nine of ten cases; what states do, not what they have"
    print_lines([f"shares at the end of {found.scope.since} to {found.scope.until}, {told}"])


def _cells(each: api.Alignment, powers: int) -> Iterator[str]:
    value = each.value
    if isinstance(value, api.TooLittle):
        yield from ["too little to tell", *([""] * powers)]
        return
    for share in value.shares:
        yield f"{share.band.mean:.0%} ({share.band.low90:.0%}–{share.band.high90:.0%})"
    yield f"{value.multi_vector.mean:.2f}"


def _lines(found: api.Balance) -> None:
    rows = []
    for series in found.series:
        point = series.points[-1]
        band = point.rate.band if isinstance(point.rate, api.Told) else None
        rate = f"{band.mean:.2f} ({band.low90:.2f}–{band.high90:.2f})" if band else "too little to tell"
        change = point.change.verdict if isinstance(point.change, api.Change) else ""
        key = series.key
        rows.append((f"{api.label(key.state)} – {api.label(key.power)}", key.channel or "all", key.valence, rate, change))
    print_table(("relation", "channel", "", f"stories a {found.scope.period}", "change"), rows)


def _shifts(found: api.Balance) -> None:
    for each in found.shifts[:_MOST]:
        key = each.key
        told = f"{each.factor.mean:.1f} times ({each.factor.low90:.1f}–{each.factor.high90:.1f})"
        relation = f"{api.label(key.state)} – {api.label(key.power)}, {key.channel or 'all channels'}"
        print_lines([f"shift: {each.start}: {key.valence} {relation}: {told}"])


def _structure(found: api.Weighed) -> None:
    from tarazu.world.structure import newest  # slow to load

    facts = []
    for each in newest(found.structure):
        numbers = "–".join(f"{value:,.12g}" for value in (each.value, each.value_to) if value is not None)
        years = "–".join(dict.fromkeys((str(each.first_year), str(each.year))))
        much = "holds" if each.unit == "holds" else f"{numbers} {each.unit}"
        facts.append((_relation(each.subject, each.object), each.name or each.indicator, much, years, each.certainty, each.source))
    print_lines(["", "slow facts of the register, the newest of each"])
    print_table(("relation", "what", "how much", "year", "", "source"), facts)
    stated = [
        (_relation(each.state, each.power), describe.arrow(each.record), describe.time(each.record), describe.status(each.record),
         each.facts.outlet or each.facts.doc[:10], each.record.id[:10])
        for each in found.coded[:_MOST]
    ]  # fmt: skip
    print_lines(["", f"stated in documents, not looked up in any table: {len(found.coded)}"])
    print_table(("relation", "what", "when", "", "outlet", "record"), stated)


def _relation(state: str, power: str) -> str:
    return f"{api.label(state)} – {api.label(power)}"


def _perception(found: api.Weighed) -> None:
    if not found.perception:
        return
    rows = [
        (f"{api.label(each.power)} – {api.label(each.state)}", f"{each.dimension} {each.direction}", str(each.statements), str(each.outlets))
        for each in found.perception[:_MOST]
    ]
    print_lines(["", "what is said (not what is done)"])
    print_table(("relation", "judgement", "statements", "outlets"), rows)
