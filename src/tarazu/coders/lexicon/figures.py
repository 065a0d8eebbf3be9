"""Numbers that measure something between or about actors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from tarazu.coders.lexicon.rules import Rules
from tarazu.coders.lexicon.sentence import View
from tarazu.coders.lexicon.voice import Scope, voice_of
from tarazu.records import Argument, Frame, Indicator, Quantity, Reason, Status, state_of

_REACH = 9
_CURRENCY = 3
_STATED = 0.55
_MONEY = frozenset({"trade_turnover", "investment", "aid", "loan"})
_HEADS = frozenset({"troops", "migrants", "casualties", "students", "agreements"})
_MOST_SUBJECTS = 3
_UNCOUNTED = frozenset({"state", "day", "week", "month", "year", "hour", "km", "percent_point"})


def find_figures(view: View, rules: Rules, scopes: list[Scope]) -> Iterator[Frame]:
    """Finds the figures of a sentence: numbers beside a word that says what they measure.

    Args:
        view: The sentence.
        rules: The language's words.
        scopes: Who speaks where.

    Yields:
        One frame for each number that measures something.
    """
    tokens = view.sentence.tokens
    for quantity in view.sentence.quantities:
        first = next((at for at, token in enumerate(tokens) if token.end > quantity.start), None)
        if first is None:
            continue
        last = next((at for at, token in enumerate(tokens) if token.start >= quantity.end), len(tokens))
        indicator = _indicator(view, rules, quantity, first, last)
        if indicator is None:
            continue
        planned = quantity.qualifier == "target" or any(
            view.clause[mark.first] == view.clause[first] for kind in ("planned", "future") for mark in view.marks.get(kind, ())
        )
        status: Status = "planned" if planned else "actual"
        yield Frame(
            record="figure",
            label=indicator,
            sentence=view.sentence.index,
            start=quantity.start,
            end=quantity.end,
            status=status,
            arguments=tuple(_subjects(view, first)),
            time=min(view.sentence.times, key=lambda span: abs(span.start - quantity.start), default=None),
            quantity=quantity,
            voice=voice_of(scopes, first, ()),
            entry=f"figure {indicator}",
            confidence=_STATED,
            reasons=(Reason(rule=f"a number beside a word for {indicator}"),),
        )


def _indicator(view: View, rules: Rules, quantity: Quantity, first: int, last: int) -> Indicator | None:
    """The nearest word that says what is measured and fits the unit."""
    money = quantity.unit is not None and len(quantity.unit) == _CURRENCY and quantity.unit.isupper()
    best, distance = None, _REACH + 1
    for at, end, found in rules.indicators.each(view.keys, range(max(0, first - _REACH), min(len(view), last + _REACH))):
        for each in found:
            if not _fits(each, quantity.unit, money=money):
                continue
            gap = at - last if at >= last else first - end
            gap = max(0, gap) + 5 * abs(view.clause[at] - view.clause[first])
            if gap < distance:
                best, distance = each, gap
    return next((each for each in get_args(Indicator) if each == best), None)


def _fits(indicator: str, unit: str | None, *, money: bool) -> bool:
    """Whether a unit can measure it: money, shares and heads are not exchanged."""
    share = unit == "percent"
    return unit not in _UNCOUNTED and (indicator in _MONEY) == money and (indicator == "share") == share and not (indicator in _HEADS and share)


def _subjects(view: View, first: int) -> Iterator[Argument]:
    near = sorted(
        (unit for unit in view.units if any(mention.ids() for mention in unit) and unit[0].kind in {"state", "body", "organisation", "person", "group"}),
        key=lambda unit: abs(unit[0].first - first),
    )
    seen: set[str] = set()
    for unit in near[:2]:
        for mention in unit:
            ids = tuple(state_of(each) for each in mention.ids() if state_of(each) not in seen)
            seen.update(ids)
            if ids and len(seen) <= _MOST_SUBJECTS:
                yield Argument(role="subject", start=mention.start, end=mention.end, ids=ids)
