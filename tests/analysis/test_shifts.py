"""Abrupt changes."""

import datetime as dt

import numpy as np
from balance_material import FIRST, press, scope

from tarazu.analysis.activity import fit_lines
from tarazu.analysis.balance_types import Settings
from tarazu.analysis.count_model import Dynamics
from tarazu.analysis.shifts import THRESHOLD, contrast, factor_band, peaks, shifts

WEEKS = 90


def test_a_jump_is_found_where_it_is() -> None:
    rates = {("RUS", "CONSULT"): np.where(np.arange(WEEKS) < 50, 2.0, 8.0), ("CHN", "CONSULT"): np.full(WEEKS, 4.0)}
    found = [each for each in shifts(fit_lines(press(WEEKS, rates), scope(WEEKS), Settings())) if each.key.channel is None]
    assert [each.key.power for each in found] == ["RUS"]
    assert abs(found[0].start - (FIRST + dt.timedelta(weeks=50))) <= dt.timedelta(weeks=3)
    assert found[0].factor.low90 > 1.5


def test_even_lines_have_no_shifts() -> None:
    rates = {("RUS", "CONSULT"): np.full(WEEKS, 3.0), ("CHN", "ACCUSE"): np.full(WEEKS, 1.0)}
    assert shifts(fit_lines(press(WEEKS, rates, seed=3), scope(WEEKS), Settings())) == ()


def test_contrast_says_nothing_where_nothing_was_read() -> None:
    counts, exposure = np.ones(40), np.ones(40)
    exposure[:20] = 0
    change, deviation, told = contrast(counts, exposure, 8, Dynamics(persistence=0.95, spread=0.3, scatter=1.2))
    assert change[:21].tolist() == told[:21].tolist() == [0] * 21
    assert (deviation > 0).all()


def test_peaks_are_the_largest_within_a_window() -> None:
    assert peaks(np.array([0, 3.0, 4.0, 3.5, 0, 0, 0, -5.0, 0]), 2, 3.0) == [2, 7]


def test_a_shift_that_is_told_excludes_none() -> None:
    band = factor_band(THRESHOLD, 1.0)
    assert band.low90 > 1
    assert band.low90 < band.low50 < band.mean < band.high50 < band.high90
