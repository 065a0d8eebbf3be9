"""Tests of the pinned floors."""

from pathlib import Path

import pytest

import floors
from floors import Figure, Floor


@pytest.mark.parametrize(
    ("figure", "state"),
    [
        pytest.param(Figure(0.6, "corpus", "a"), "kept", id="above"),
        pytest.param(Figure(0.5, "corpus", "a"), "kept", id="on the floor"),
        pytest.param(Figure(0.499, "corpus", "a"), "broken", id="below"),
        pytest.param(Figure(0.1, "corpus", "b"), "not comparable", id="other files"),
        pytest.param(None, "not measured", id="no files"),
    ],
)
def test_judge_tells_what_became_of_a_floor(figure: Figure | None, state: str) -> None:
    (verdict,) = floors.judge({"fa.found": Floor(0.5, 0.52, "corpus", "a")}, {"fa.found": figure} if figure else {})
    assert verdict.state == state


def test_pin_leaves_slack_and_keeps_what_was_not_measured(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    floors.pin(path, {"gold.found": Figure(0.7, "gold", "g"), "ar.ties": Figure(0.01, "corpus", "c")})
    floors.pin(path, {"ar.ties": Figure(0.3, "corpus", "d")})
    assert floors.read(path) == {"ar.ties": Floor(0.28, 0.3, "corpus", "d"), "gold.found": Floor(0.68, 0.7, "gold", "g")}


def test_pin_never_goes_below_zero(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    floors.pin(path, {"ar.ties": Figure(0.01, "corpus", "c")})
    assert floors.read(path)["ar.ties"].floor == 0


def test_read_of_a_missing_file_has_no_floors(tmp_path: Path) -> None:
    assert floors.read(tmp_path / "floors.json") == {}


def test_pinned_floors_are_readable() -> None:
    pinned = floors.read(Path(floors.__file__).parent / "floors.json")
    assert pinned
    assert all(0 <= each.floor <= each.measured <= 1 for each in pinned.values())
