"""`tarazu forecast` and `tarazu score-forecasts`: what to expect, and how good what was expected turned out to be."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from tarazu import api
from tarazu.cli.printing import AsJson, CasePath, print_json, print_lines, print_table
from tarazu.errors import OptionError

if TYPE_CHECKING:
    from tarazu.forecast.outlook_scores import Grade
    from tarazu.forecast.outlook_types import Outlook

_DAYS = {"": 1, "d": 1, "w": 7, "m": 30}
_SPAN = re.compile(r"(\d{1,4})([dwm]?)")

_LEARNED = {
    "trees": "learned from the case: trees, the system of weekly counts and rates, weighed by how each would have done in earlier weeks",
    "rates": "learned from the case: rates and the system of weekly counts, weighed by how each would have done in earlier weeks; too little for trees",
    "base rates": "too little to learn from: base rates, with half the weight on the system of weekly counts",
}
_LEFT_OUT = {
    "broad": "their time is not known to a month", "undated": "neither their time nor the day of telling is known", "alone": "they are not between two",
    "status": "they were not told as done or announced", "early": "they are from before the first document",
}  # fmt: skip
_WHY = {"early": "nothing is told yet of after it", "unread": "nothing is told of its days, so that silence says nothing"}


def forecast(
    case: CasePath,
    horizon: Annotated[str, typer.Option(help="How far ahead: 30d, 4w or 1m.")] = "30d",
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="DAY", help="Use only what was told by this day, YYYY-MM-DD; without it today.")] = None,
    region: Annotated[str, typer.Option(help="A group of states, or states with commas between them; each question has one of them.")] = "central-asia",
    powers: Annotated[str, typer.Option(help="Ids of the others, with commas between them; without it everybody.")] = "",
    top: Annotated[int, typer.Option(min=1, max=100, help="How many answers to print.")] = 20,
    seed: Annotated[int, typer.Option(help="Of what is drawn at random.")] = 0,
    language: Annotated[str, typer.Option(help="The language of the words: en, fa, ar or ru.")] = "en",
    *,
    as_json: AsJson = False,
) -> None:
    """Forecast who will do what to whom, with chances, base rates and reasons; it is kept in a dated file beside the case that is never changed."""
    others = tuple(each.strip() for each in powers.split(",") if each.strip())
    scope = api.make_outlook_scope(region, others, api.last_day(as_of, "--as-of"), _days(horizon), seed)
    kept = api.open_case(case).forecast(scope)
    if as_json:
        print_json([kept])
        return
    outlook = kept.outlook
    said = [(asked, api.say_question(asked, language)) for asked in outlook.asked[:top]]
    rows = [(f"{asked.chance:.1%}", f"{asked.base_rate:.1%}", question.said, question.base_rate) for asked, question in said]
    print_table(("chance", "base rate", f"from {outlook.scope.as_of} to {outlook.scope.until()}", "so far"), rows)
    for asked, question in said:
        print_lines([f"{question.said}: {asked.chance:.1%}", *(f"  {_percent(each.weight)} {each.said}{_ids(each.stories)}" for each in question.grounds)])
    _about(outlook)
    print_lines([f"kept in {kept.path}"])


def score_forecasts(case: CasePath, *, as_json: AsJson = False) -> None:
    """Score the forecasts of a case whose days are over, against base rates, persistence and recurrence, and for two who had never met."""
    found = api.open_case(case).score_forecasts()
    if as_json:
        print_json([found])
        return
    scored = found.scored
    for each in found.pending:
        print_lines([f"not scored yet: {each.id}, up to {each.until}: {_WHY[each.why]} (last told: {each.told})"])
    if not scored.forecasts:
        print_lines(["no forecast can be scored yet; make one of an earlier day with: tarazu forecast CASE --as-of DAY"])
        return
    _grades("all questions", scored.grades)
    _grades("about two who had never met", scored.never_met)
    rows = [(each.method, f"{each.crps:.4f}", str(each.pairs)) for each in scored.counts]
    print_table(("how many stories between two", "CRPS", "counts"), rows)
    bins = [
        (f"{each.low:.0%} to {each.high:.0%}", str(each.questions), f"{each.chance:.1%}", f"{each.came:.1%}", f"{each.low90:.1%} to {each.high90:.1%}")
        for each in scored.reliability
    ]
    print_table(("chance given", "questions", "mean chance", "came", "right chances would give, 9 times in 10"), bins)
    unasked, every = scored.unasked
    back = f", {len(found.dated_back)} of them dated back" if found.dated_back else ""
    print_lines(
        [f"{scored.forecasts} forecasts{back}; {unasked} of the {every} things that came had not been asked about and count as ranked after all that was"]
    )


def _days(written: str) -> int:
    match = _SPAN.fullmatch(written.strip().lower())
    if match is None:
        raise OptionError("--horizon", "days, weeks or months", repr(written), "as in 30d, 4w or 1m")
    return int(match[1]) * _DAYS[match[2]]


def _percent(part: float) -> str:
    return f"{part:4.0%}"


def _ids(stories: tuple[str, ...]) -> str:
    return f" [{', '.join(each[:10] for each in stories)}]" if stories else ""


def _about(outlook: Outlook) -> None:
    fitted = outlook.fitted
    print_lines([f"{outlook.stories} stories told by {outlook.scope.as_of}, {outlook.acts} acts between two; {_LEARNED[outlook.learned]}"])
    if fitted.origins:
        tried = f"{fitted.origins} earlier spans, in which {fitted.came} of the questions came"
        print_lines([f"tried on {tried}: log score {fitted.log_score:.4f}, base rates {fitted.usual_log_score:.4f} (0 is best)"])
    unasked, expected = outlook.unasked
    print_lines([f"{len(outlook.asked)} questions kept; {unasked} more are too unlikely to keep and together let one expect {expected:.2f} acts"])
    for each in outlook.left_out:
        print_lines([f"not counted: {each.stories} stories: {_LEFT_OUT[each.why]}"])
    print_lines(["chances are of what this case's sources will tell if they are read on as before: associations estimated from news, not causes"])


def _grades(name: str, grades: Iterable[Grade]) -> None:
    rows = [
        (each.method, f"{each.brier:.5f}", f"{each.log_score:.4f}", f"{each.mrr:.3f}", f"{each.h1:.1%}", f"{each.h3:.1%}", f"{each.h10:.1%}",
         f"{each.came} of {each.questions}")
        for each in grades
    ]  # fmt: skip
    print_table((name, "Brier", "log score", "MRR", "Hits@1", "Hits@3", "Hits@10", "came"), rows)
