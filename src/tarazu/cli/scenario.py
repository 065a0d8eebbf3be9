"""`tarazu scenario`: what if, beside the same future without it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Annotated

import typer

from tarazu import api
from tarazu.cli.printing import AsJson, print_json, print_lines, print_table
from tarazu.errors import OptionError

_MOST = 20
_BAR = 24


def scenario(
    case: Annotated[str | None, typer.Argument(metavar="CASE", help="A case: NAME.tarazu, with or without its ending.")] = None,
    name: Annotated[str | None, typer.Argument(metavar="SCENARIO", help="A file (.yml), or the name of a ready scenario.")] = None,
    paths: Annotated[int, typer.Option(min=1, help="How many futures are drawn.")] = 2000,
    seed: Annotated[int, typer.Option(min=0, help="Of the generator: the same seed gives the same answer.")] = 0,
    until: Annotated[str | None, typer.Option("--as-of", metavar="DAY", help="Know nothing after this day; the last one that the case tells of.")] = None,
    top: Annotated[int, typer.Option(min=1, help="How many lines to print.")] = _MOST,
    *,
    ready: Annotated[bool, typer.Option("--list", help="List the ready scenarios.")] = False,
    as_json: AsJson = False,
) -> None:
    """Run a scenario many times beside the same future without it: what differs, what that hangs on, and what to watch for. Not causes: associations."""
    if ready:
        _list(as_json=as_json)
        return
    if case is None or name is None:
        raise OptionError("scenario", "a case and a scenario", "one of them" if case else "neither", "as in: tarazu scenario CASE cpc-closed; or --list")
    asked = api.ScenarioRun(paths=paths, seed=seed, until=api.last_day(until, "--as-of"))
    watch = api.Watch(progress=_progress() if sys.stderr.isatty() and not as_json else None)
    found = api.open_case(case).scenario(api.read_scenario(name), asked=asked, watch=watch)
    if as_json:
        print_json([found])
        return
    _print(found, top)


def _list(*, as_json: bool) -> None:
    scenarios = api.ready_scenarios()
    if as_json:
        print_json(scenarios)
        return
    print_table(("name", "what is supposed", "weeks"), [(each.name, api.told(each.title), str(each.horizon_weeks)) for each in scenarios])


def _progress() -> Callable[[float], None]:
    def show(done: float) -> None:
        filled = round(_BAR * done)
        end = "\n" if done >= 1 else ""
        sys.stderr.write(f"\r[{'#' * filled}{' ' * (_BAR - filled)}] {done:4.0%}{end}")
        sys.stderr.flush()

    return show


def _print(found: api.ScenarioReport, top: int) -> None:
    print_lines([api.told(found.title), f"{found.origin} to {found.until}, {found.paths} paths, seed {found.seed}; from {found.stories} stories", found.caveat])
    supposed = [each for each in found.effects if each.supposed]
    others = [each for each in found.effects if not each.supposed]
    print_lines(["", "what is supposed, with what comes back to it"])
    _effects(supposed[:top])
    print_lines(["", "what follows elsewhere"])
    _effects(others[:top])
    hidden = len(supposed[top:]) + len(others[top:])
    print_lines([f"{found.unnamed} of {len(found.effects)} lines have no difference to tell" + (f"; {hidden} lines are not shown: --top" if hidden else "")])
    _sensitivity(found)
    _signs(found)
    print_lines(["", *(f"note: {note}" for note in found.notes)])
    print_lines(f"not counted: {number} stories: {why}" for why, number in found.left_out.items())
    print_lines([found.caveat])


def _effects(effects: Sequence[api.Effect]) -> None:
    if not effects:
        print_lines(["nothing that differs by a hundredth of an act or more"])
        return
    rows = []
    for each in effects:
        difference = each.difference
        rows.append(
            (
                _line(each.line), f"{each.base.mean:.1f}", f"{each.scenario.mean:.1f}", f"{difference.mean:+.1f}",
                f"{difference.low50:+.0f} to {difference.high50:+.0f}", f"{difference.low90:+.0f} to {difference.high90:+.0f}", f"{each.above:.0%}",
                f"{each.below:.0%}", each.verdict,
            )
        )  # fmt: skip
    print_table(("who → whom", "without", "with", "difference", "50 % band", "90 % band", "more in", "fewer in", ""), rows)


def _line(line: api.Line) -> str:
    channel = "" if line.whole else f", {line.channel or 'no channel'}"
    return f"{api.label(line.source)} → {api.label(line.target)}: {line.valence}{channel}"


def _sensitivity(found: api.ScenarioReport) -> None:
    if not found.sensitivity:
        return
    rows = [
        (
            each.meaning, each.kind, f"{each.low:.2f} to {each.high:.2f} ({each.estimate:.2f})",
            f"{each.outcome_low:.2f} to {each.outcome_high:.2f} ({each.outcome:.2f})", f"{_line(each.line)} by {each.moved:+.2f}",
        )
        for each in found.sensitivity
    ]  # fmt: skip
    print_lines(["", "what it hangs on: assumptions that move the difference elsewhere the most"])
    print_table(("assumption", "of", "tried at", "acts that differ elsewhere", "moves most"), rows)


def _signs(found: api.ScenarioReport) -> None:
    print_lines(["", "early signs, most telling first (if as much is read as of late)"])
    if not found.signs:
        print_lines(["none that would tell the two apart"])
        return
    rows = [(each.question(), f"{each.scenario:.0%}", f"{each.base:.0%}", f"{each.bits:.3f}") for each in found.signs]
    print_table(("question", "yes with it", "yes without", "bits"), rows)
