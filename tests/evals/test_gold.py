"""Tests of the gold side: what the corpus says becomes what the scorer reads."""

import msgspec
import pytest

from corpus import GoldDocument, GoldFrame
from gold import days_of, gold_of

_TEXT = "Russia and China agreed with Iran."


def _document(*frames: GoldFrame) -> GoldDocument:
    return GoldDocument(name="d", language="en", text=_TEXT, published=None, outlet=None, sentences=[(0, len(_TEXT))], mentions=[], frames=list(frames))


def _frame(label: str, **more: object) -> GoldFrame:
    roles = {"actor": [(0, 6, "RUS"), (11, 16, "CHN")], "recipient": [(29, 33, "IRN")], "time": [(0, 1, "2024-02")]}
    return msgspec.convert({"start": 17, "end": 23, "sentence": 0, "type": label, "roles": roles, **more}, GoldFrame)


def test_gold_of_keeps_status_parts_and_time() -> None:
    (event,) = gold_of(_document(_frame("AGREE", status="planned"))).events
    assert (event.status, event.actors, event.recipients) == ("planned", ("RUS", "CHN"), ("IRN",))
    assert event.when is not None
    assert (event.when.start, event.when.end) == ("2024-02-01", "2024-02-29")


def test_gold_of_makes_a_tie_of_each_pair() -> None:
    ties = gold_of(_document(_frame("TIE", kind="ally_of"))).ties
    assert [(tie.source, tie.target) for tie in ties] == [("RUS", "IRN"), ("CHN", "IRN")]


def test_gold_of_keeps_assessments_apart() -> None:
    gold = gold_of(_document(_frame("ASSESSMENT", dimension="trust", direction="rising")))
    assert not gold.events
    assert [(each.subject, each.object, each.dimension) for each in gold.assessments] == [("RUS", "IRN", "trust")]


def test_gold_of_keeps_figures_apart() -> None:
    gold = gold_of(_document(_frame("FIGURE", indicator="loan", value=2.5e9)))
    assert not gold.events
    assert [(each.indicator, each.value) for each in gold.figures] == [("loan", 2.5e9)]


@pytest.mark.parametrize(
    ("time", "days"),
    [
        pytest.param("2024-06-25", ("2024-06-25", "2024-06-25"), id="day"),
        pytest.param("2023-02", ("2023-02-01", "2023-02-28"), id="month"),
        pytest.param("2024", ("2024-01-01", "2024-12-31"), id="year"),
        pytest.param("2024-06-17/2024-06-23", ("2024-06-17", "2024-06-23"), id="week"),
        pytest.param("2022/2024-02", ("2022-01-01", "2024-02-29"), id="year to month"),
    ],
)
def test_days_of_a_time_are_its_first_and_last(time: str, days: tuple[str, str]) -> None:
    when = days_of(time)
    assert (when.start, when.end) == days


def test_days_of_an_impossible_day_is_an_error() -> None:
    with pytest.raises(ValueError, match="day"):
        days_of("2023-02-30")
