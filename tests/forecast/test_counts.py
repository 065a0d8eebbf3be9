"""Weekly counts as a system: what is fitted, and what is made of little."""

import msgspec
import numpy as np
import pytest
from counted import all_series, reciprocal, table_of

from tarazu.errors import DataFileError, OptionError
from tarazu.forecast import counts_fit
from tarazu.forecast.counts import fit_counts, narrow, update_counts
from tarazu.forecast.counts_fit import beliefs
from tarazu.forecast.counts_levels import decayed, running_means
from tarazu.forecast.counts_types import Series


def weight(system, name: str) -> float:
    return next(each.estimate for each in system.weights if each.name == name)


def test_fit_counts_finds_what_comes_back() -> None:
    with_reply, without = (fit_counts(reciprocal(back=back)) for back in (0.4, 0.0))
    assert weight(with_reply, "back_days") > 3 * weight(without, "back_days")
    assert weight(with_reply, "back_days") > weight(with_reply, "turned")
    [told] = [each for each in with_reply.weights if each.name == "back_days"]
    assert told.low90 < told.estimate < told.high90


def test_fit_counts_levels_lie_between_what_is_expected_and_what_was_seen() -> None:
    table = reciprocal()
    system = fit_counts(table)
    told, read = decayed(table)
    seen = told[:, -1] / read[-1]
    between = (system.levels.mean - system.levels.prior) * (seen - system.levels.mean)
    assert (between > -1e-9).all()
    assert np.corrcoef(system.levels.mean, seen)[0, 1] > 0.95


def test_fit_counts_of_next_to_nothing_keeps_what_was_thought_beforehand() -> None:
    counts = np.zeros((len(all_series()), 12))
    counts[0, 3] = counts[4, 7] = 1
    system = fit_counts(table_of(counts, all_series()))
    for name, belief in list(beliefs().items())[:12]:
        assert weight(system, name) == pytest.approx(np.exp(belief.logarithm), rel=0.5)
    assert (system.levels.mean < 0.5).all()
    assert (system.levels.mean > 0).all()


def test_running_means_know_only_what_lies_before() -> None:
    table = reciprocal(weeks=40)
    system = fit_counts(table)
    changed = table.counts.copy()
    changed[:, 30:] = 50
    one, two = (running_means(each, system.levels) for each in (table, msgspec.structs.replace(table, counts=changed)))
    assert np.array_equal(one[:, :31], two[:, :31])
    assert (two[:, -1] > one[:, -1]).all()


def test_update_counts_takes_weeks_in_and_keeps_its_numbers() -> None:
    table = reciprocal(weeks=60)
    system = fit_counts(table.until(50))
    later = update_counts(system, table)
    assert np.array_equal(later.point, system.point)
    assert later.origin > system.origin
    assert not np.array_equal(later.levels.mean, system.levels.mean)
    with pytest.raises(OptionError, match="the series of the system"):
        update_counts(system, table_of(table.counts[:2], (table.series[0], table.series[0].back())))


def test_narrow_keeps_the_named_then_the_busy_with_their_numbers() -> None:
    system = fit_counts(reciprocal(weeks=40))
    cut = narrow(system, 6, ("KAZ", "RUS"), [Series(source="CHN", target="UZB", valence="conflict")])
    between = {each for each in cut.table.series if {each.source, each.target} == {"KAZ", "RUS"}}
    assert len(between) == 4
    assert len(cut.table.series) in {6, 7}
    assert Series(source="CHN", target="UZB", valence="conflict") in cut.table.series
    whole = dict(zip(system.table.series, system.levels.mean, strict=True))
    assert all(whole[each] == level for each, level in zip(cut.table.series, cut.levels.mean, strict=True))
    assert narrow(system, 60, ()) is system


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param({"series": ()}, "at least one series", id="no series"),
        pytest.param({"counts": np.full((60, 20), 0.5)}, "whole numbers", id="weights for counts"),
        pytest.param({"counts": np.full((60, 20), np.nan)}, "whole numbers", id="no numbers"),
        pytest.param({"counts": np.zeros((60, 0)), "exposure": np.zeros(0)}, "one week", id="no week"),
        pytest.param({"parties": ("KAZ", "RUS")}, "all parties", id="strangers"),
    ],
)
def test_fit_counts_names_what_is_wrong(change: dict[str, object], message: str) -> None:
    table = msgspec.structs.replace(reciprocal(weeks=20), **change)
    with pytest.raises(OptionError, match=message):
        fit_counts(table)


def test_beliefs_must_name_each_number(tmp_path, monkeypatch) -> None:
    path = tmp_path / "prior.yml"
    path.write_text("source: a\nlicence: b\nnumbers:\n  level: {logarithm: 0, spread: 1, meaning: m}\n", encoding="utf-8")
    monkeypatch.setattr(counts_fit, "_PRIOR", path)
    with pytest.raises(DataFileError, match="name each once"):
        counts_fit.beliefs.__wrapped__()


def test_series_has_a_mirror() -> None:
    assert Series(source="KAZ", target="RUS", valence="conflict", channel="trade").back() == Series(
        source="RUS", target="KAZ", valence="conflict", channel="trade"
    )
