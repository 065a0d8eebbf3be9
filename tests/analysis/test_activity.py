"""Rates of activity from stories."""

import msgspec
import numpy as np
import pytest
from balance_material import FIRST, press, scope, story

from tarazu.analysis.activity import Lines, fit_lines, update_lines
from tarazu.analysis.balance_types import Key, Settings

WEEKS = 60
FLAT = np.full(WEEKS, 3.0)


def line(lines: Lines, power: str, valence: str) -> np.ndarray:
    key = Key(state="KAZ", power=power, direction="between", channel=None, valence=valence)  # type: ignore[arg-type]
    return lines.rates()[lines.tally.keys.index(key)]


def test_a_louder_press_does_not_raise_the_line() -> None:
    loudness = np.where(np.arange(WEEKS) < 30, 1.0, 4.0)
    found = line(fit_lines(press(WEEKS, {("RUS", "CONSULT"): FLAT}, loudness=loudness), scope(WEEKS), Settings()), "RUS", "cooperation")
    assert found[45:].mean() / found[:15].mean() == pytest.approx(1, abs=0.25)


def test_a_hostile_newcomer_does_not_move_the_line() -> None:
    rates = {("RUS", "CONSULT"): FLAT, ("RUS", "ACCUSE"): np.full(WEEKS, 1.5)}
    stories = [each for number in range(3) for each in press(WEEKS, rates, source=f"old {number}", seed=number)]
    naive = len([each for each in stories if each.type == "ACCUSE"]) / WEEKS
    hostile = {("RUS", "CONSULT"): FLAT, ("RUS", "ACCUSE"): np.full(WEEKS, 7.5)}
    stories += press(WEEKS, hostile, loudness=np.where(np.arange(WEEKS) < 30, 0.0, 2.0), source="new", seed=9)
    found = line(fit_lines(stories, scope(WEEKS), Settings()), "RUS", "conflict")
    raw = np.bincount([(each.when.start - FIRST).days // 7 for each in stories if each.type == "ACCUSE" and each.when], minlength=WEEKS)
    assert raw[30:].mean() > 3 * naive
    assert found[40:].mean() / found[:20].mean() < 1.4


def test_update_is_what_a_fit_with_the_same_dynamics_finds() -> None:
    stories = press(WEEKS, {("RUS", "CONSULT"): FLAT, ("CHN", "AGREE"): FLAT / 2})
    old = [each for each in stories if each.when and each.when.start < FIRST.replace(year=2025)]
    new = [each for each in stories if each not in old]
    settings = Settings()
    before = fit_lines(old, scope(WEEKS), settings)
    after = update_lines(before, [*new, story(7 * WEEKS - 3, "SANCTION", source="two")], settings)
    whole = fit_lines(stories, scope(WEEKS), settings, before.fitted)
    assert line(after, "RUS", "cooperation") == pytest.approx(line(whole, "RUS", "cooperation"), rel=0.15)
    assert line(after, "RUS", "conflict")[-1] > 0
    assert len(after.tally.story_ids) == len(stories) + 1


def test_update_takes_what_is_gone_out_again() -> None:
    stories = press(WEEKS, {("RUS", "CONSULT"): FLAT, ("RUS", "ACCUSE"): FLAT / 3})
    settings = Settings()
    before = fit_lines(stories, scope(WEEKS), settings)
    extra = [story(7 * 40, "SANCTION"), story(7 * 41)]
    there_and_gone = update_lines(update_lines(before, extra, settings), [], settings, extra)
    assert there_and_gone.rates() == pytest.approx(before.rates(), rel=1e-6)
    assert there_and_gone.tally.left_out == before.tally.left_out
    changed = msgspec.structs.replace(next(each for each in stories if each.type == "CONSULT"), type="SANCTION")
    after = update_lines(before, [changed], settings, [each for each in stories if each.id == changed.id])
    whole = fit_lines([each if each.id != changed.id else changed for each in stories], scope(WEEKS), settings, before.fitted)
    for valence in ("cooperation", "conflict"):
        assert line(after, "RUS", valence) == pytest.approx(line(whole, "RUS", valence), rel=0.02)


def test_update_without_news_changes_nothing() -> None:
    before = fit_lines(press(20, {("RUS", "CONSULT"): FLAT[:20]}), scope(20), Settings())
    assert update_lines(before, [], Settings()).rates() == pytest.approx(before.rates())


def test_no_stories_make_no_lines() -> None:
    assert fit_lines((), scope(4), Settings()).rates().shape == (0, 4)
