"""Figures and ties that documents state, beside the slow facts."""

import datetime as dt

import pytest

from tarazu.analysis.balance_types import Scope
from tarazu.analysis.stated_structure import stated
from tarazu.records import DocumentFacts, Evidence, Figure, Tie

SCOPE = Scope(states=("KAZ", "UZB"), powers=("RUS", "EU"), since=dt.date(2022, 3, 1), until=dt.date(2023, 6, 30), members={"DEU": "EU"})
_EVIDENCE = (Evidence(sentence=0, start=0, end=1, text="a"),)


def _facts(published: dt.date | None) -> DocumentFacts:
    return DocumentFacts(
        id="f", doc="d", language="en", title=None, published=published, outlet="The Steppe Ledger", author=None, url=None, chain=(), translated=False, sentences=1,
        skipped=(),
    )  # fmt: skip


def _figure(subjects: tuple[str, ...], period: str | None = None) -> Figure:
    return Figure(
        id=f"f-{'-'.join(subjects)}-{period}", doc="d", indicator="loan", name=None, value=5.0, value_to=None, unit="USD", period=period, subjects=subjects,
        qualifier="exactly", status="actual", said_by=(), confidence=0.5, coder="hand-1", evidence=_EVIDENCE,
    )  # fmt: skip


def _tie(source: str, target: str, since: dt.date | None = None, until: dt.date | None = None) -> Tie:
    return Tie(id=f"t-{source}-{target}", doc="d", kind="ally_of", source=source, target=target, since=since, until=until, confidence=0.5, coder="hand-1", evidence=_EVIDENCE)


@pytest.mark.parametrize(("subjects", "pairs"), [
    pytest.param(("KAZ/nazarbayev", "RUS"), [("KAZ", "RUS")], id="a person stands for the state"),
    pytest.param(("RUS", "KAZ", "UZB"), [("KAZ", "RUS"), ("UZB", "RUS")], id="each pair"),
    pytest.param(("UZB", "DEU"), [("UZB", "EU")], id="a member stands for the power"),
    pytest.param(("KAZ", "UZB"), [], id="two states and no power"),
    pytest.param(("KAZ",), [], id="one alone"),
])  # fmt: skip
def test_stated_finds_the_relation(subjects, pairs) -> None:
    found = stated([(_figure(subjects), _facts(None))], SCOPE)
    assert [(each.state, each.power) for each in found] == pairs


@pytest.mark.parametrize(("period", "published", "kept"), [
    ("2022", None, True), ("2021", None, False), ("2024-01", dt.date(2023, 1, 1), False), ("2021/2022-06", None, True),
    (None, dt.date(2022, 5, 1), True), (None, dt.date(2022, 1, 1), False), (None, None, True),
])  # fmt: skip
def test_stated_keeps_what_is_of_the_days_of_the_scope(period, published, kept) -> None:
    assert bool(stated([(_figure(("KAZ", "RUS"), period), _facts(published))], SCOPE)) is kept


def test_stated_takes_a_tie_without_end_to_go_on() -> None:
    going, over = _tie("KAZ", "RUS", dt.date(1992, 5, 1)), _tie("RUS", "UZB", dt.date(1992, 5, 1), dt.date(1999, 4, 1))
    assert [each.record for each in stated([(going, _facts(None)), (over, _facts(None))], SCOPE)] == [going]
