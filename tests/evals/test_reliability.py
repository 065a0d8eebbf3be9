"""Tests of the reliability table."""

import pytest

from measure import Chance
from reliability import reliability


def chances(pairs: list[tuple[float, int]]) -> list[Chance]:
    return [Chance(said, bool(right)) for said, right in pairs]


def test_reliability_of_nothing_is_none() -> None:
    assert reliability([]) is None


def test_reliability_counts_each_event_in_one_tenth() -> None:
    found = reliability(chances([(0.05, 0), (0.1, 1), (0.99, 1), (1.0, 1)]))
    assert found is not None
    assert [(each.low, each.count) for each in found.bins] == [(0.0, 1), (0.1, 1), (0.9, 2)]
    assert found.count == 4


def test_reliability_of_confidences_that_come_true_has_no_error() -> None:
    found = reliability(chances([(0.5, 1), (0.5, 0), (0.75, 1), (0.75, 1), (0.75, 1), (0.75, 0)]))
    assert found is not None
    assert found.error == 0
    assert found.brier < found.brier_of_mean


def test_reliability_of_the_overconfident_is_told_by_the_error() -> None:
    found = reliability(chances([(0.9, 0), (0.9, 1)]))
    assert found is not None
    assert found.error == pytest.approx(0.4)
    assert found.brier > found.brier_of_mean
