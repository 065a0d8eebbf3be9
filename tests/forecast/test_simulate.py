"""Systems run forward."""

import threading

import msgspec
import numpy as np
import pytest
from counted import reciprocal

from tarazu.errors import OptionError
from tarazu.forecast.counts import fit_counts
from tarazu.forecast.counts_types import Series
from tarazu.forecast.interventions import Belong, Force, Scale
from tarazu.forecast.simulate import Run, StoppedError, Watch, chance_of_any, count_draws, expect, run_forward, simulate

KAZ_RUS = Series(source="KAZ", target="RUS", valence="conflict")


@pytest.fixture(scope="module")
def system():
    return fit_counts(reciprocal())


def test_simulate_draws_counts_like_those_of_the_past(system) -> None:
    paths = simulate(system, 20, 300, 0)
    assert paths.counts.shape == (300, 20, len(system.table.series))
    assert paths.origin == system.table.origin()
    drawn, seen = paths.counts.mean(axis=(0, 1)), system.table.counts.mean(axis=1)
    assert drawn.sum() == pytest.approx(seen.sum(), rel=0.15)
    assert np.corrcoef(drawn, seen)[0, 1] > 0.97
    scatter = paths.counts.astype(float).var(axis=(0, 1)).sum() / system.table.counts.var(axis=1).sum()
    assert 0.7 < scatter < 1.6


def test_simulate_with_the_same_seed_is_the_same(system) -> None:
    one, two, other = (simulate(system, 4, 50, seed).counts for seed in (3, 3, 4))
    assert np.array_equal(one, two)
    assert not np.array_equal(one, other)


def test_simulate_differs_from_its_base_by_the_intervention_alone(system) -> None:
    base = simulate(system, 6, 200, 1).counts
    forced = simulate(system, 6, 200, 1, [Force(series=KAZ_RUS, first=2, last=2, count=8)]).counts
    at = system.table.series.index(KAZ_RUS)
    assert np.array_equal(base[:, :2], forced[:, :2])
    changed = base[:, 2] != forced[:, 2]
    assert changed[:, at].all()
    assert not np.delete(changed, at, axis=1).any()
    assert (forced[:, 2, at] - base[:, 2, at] == 8).all()
    back = system.table.series.index(KAZ_RUS.back())
    assert forced[:, 3, back].mean() > base[:, 3, back].mean() + 0.3


def test_simulate_random_numbers_do_not_depend_on_what_else_is_counted(system) -> None:
    free = msgspec.structs.replace(system, point=np.where(np.arange(15) == 0, system.point, np.where(np.arange(15) < 12, -30.0, system.point)))
    order = np.arange(len(system.table.series))[::-1]
    table = msgspec.structs.replace(system.table, series=tuple(system.table.series[at] for at in order), counts=system.table.counts[order])
    levels = msgspec.structs.replace(system.levels, **{name: getattr(system.levels, name)[order] for name in ("prior", "shape", "mean")})
    turned = msgspec.structs.replace(free, table=table, levels=levels)
    one, two = (run_forward(each, Run(weeks=1, paths=40, doubt=True)).counts for each in (free, turned))
    assert np.array_equal(one[:, :, ::-1], two)


def test_simulate_scales_and_forbids(system) -> None:
    none = simulate(system, 3, 100, 0, [Scale(sources=("RUS",), factor=0.0, first=0, last=1)])
    from_russia = [at for at, each in enumerate(none.series) if each.source == "RUS"]
    assert not none.counts[:, :2, from_russia].any()
    assert none.counts[:, 2, from_russia].any()
    base = simulate(system, 3, 100, 0)
    twice = simulate(system, 3, 100, 0, [Scale(valences=("conflict",), factor=2.0, first=0, last=0)])
    conflict = [at for at, each in enumerate(base.series) if each.valence == "conflict"]
    ratio = twice.counts[:, 0, conflict].sum() / base.counts[:, 0, conflict].sum()
    assert ratio == pytest.approx(2, rel=0.15)


def test_simulate_forces_instead_and_at_a_rate(system) -> None:
    at = system.table.series.index(KAZ_RUS)
    drawn = simulate(system, 2, 400, 0, [Force(series=KAZ_RUS, first=0, last=0, count=3, rate=2.0, instead=True)]).counts[:, 0, at]
    assert drawn.min() == 3
    assert drawn.mean() == pytest.approx(5, abs=0.4)


def test_simulate_membership_moves_levels_through_the_coefficient(system) -> None:
    ties = {"cooperation": (5.0, 0.01), "conflict": (0.0, 0.01)}
    tied = msgspec.structs.replace(system, levels=msgspec.structs.replace(system.levels, ties=ties))
    base, left = expect(tied, 4), expect(tied, 4, [Belong(state="KAZ", body="CSTO", member=False, first=1)])
    at = tied.table.series.index(msgspec.structs.replace(KAZ_RUS, valence="cooperation"))
    other = tied.table.series.index(Series(source="CHN", target="UZB", valence="cooperation"))
    assert left[0] == pytest.approx(base[0])
    assert left[1, at] < 0.9 * base[1, at]
    assert left[1, other] == pytest.approx(base[1, other], rel=0.1)


def test_expect_is_near_the_mean_of_the_paths(system) -> None:
    drawn = run_forward(system, Run(weeks=8, paths=2000, doubt=False)).counts.mean(axis=0)
    assert drawn.sum(axis=1) == pytest.approx(expect(system, 8).sum(axis=1), rel=0.08)


def test_feedback_that_would_grow_for_ever_is_held_back(system) -> None:
    wild = msgspec.structs.replace(system, point=np.where(np.arange(15) == 1, 1.0, system.point))
    assert simulate(wild, 60, 20, 0).counts.max() < 1000


def test_chance_of_any_and_count_draws_cut_weeks(system) -> None:
    paths = simulate(system, 5, 500, 0)
    chances = [chance_of_any(paths, [KAZ_RUS], days) for days in (7, 10, 14, 35)]
    assert chances == sorted(chances)
    assert chances[0] == pytest.approx((paths.counts[:, 0, paths.places((KAZ_RUS,))] > 0).mean())
    draws = [count_draws(paths, [KAZ_RUS, KAZ_RUS.back()], days).mean() for days in (14, 17, 21)]
    assert draws[0] <= draws[1] <= draws[2]
    with pytest.raises(OptionError, match="1 to 35 days"):
        chance_of_any(paths, [KAZ_RUS], 36)
    with pytest.raises(OptionError, match="series of the table"):
        chance_of_any(paths, [Series(source="USA", target="RUS", valence="conflict")], 7)


@pytest.mark.parametrize(
    ("run", "changes", "message"),
    [
        pytest.param(Run(weeks=0), (), "at least one week", id="no week"),
        pytest.param(Run(weeks=500, paths=100_000), (), "counts at once", id="too much"),
        pytest.param(Run(weeks=4), (Force(series=KAZ_RUS, first=3, last=4, count=1),), "weeks within", id="a week too late"),
        pytest.param(
            Run(weeks=4), (Force(series=Series(source="USA", target="RUS", valence="conflict"), first=0, last=0, count=1),), "a series of", id="a stranger"
        ),
        pytest.param(Run(weeks=4), (Belong(state="USA", body="CSTO", member=True, first=0),), "parties of the table", id="a strange state"),
    ],
)
def test_run_forward_names_what_is_wrong(system, run: Run, changes, message: str) -> None:
    with pytest.raises(OptionError, match=message):
        run_forward(system, run, changes)


def test_run_forward_tells_how_far_it_is_and_stops(system) -> None:
    seen: list[float] = []
    run_forward(system, Run(weeks=4, paths=10), watch=Watch(progress=seen.append))
    assert seen == [0.0, 0.25, 0.5, 0.75, 1.0]
    halves: list[float] = []
    Watch(progress=halves.append).part(0.5, 1.0).tell(0.5)
    assert halves == [0.75]
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(StoppedError):
        run_forward(system, Run(weeks=4, paths=10), watch=Watch(cancel=cancel))
