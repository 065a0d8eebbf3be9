"""Weekly counts of who does what to whom, as a system in which acts call forth acts, to be run forward.

The mean of each series (source, target, channel, valence) is a sum, with weights that all series share, of its long-run level, what it did lately, what comes
back from the target, what the two do otherwise, what third parties do, and what the two parties let one expect; the scatter is negative binomial. Levels are
partially pooled (`counts_levels`), weights fitted by penalised likelihood (`counts_fit`). All numbers can be read: see `CountSystem.weights`.

They are associations estimated from news, not causes.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from tarazu.errors import OptionError
from tarazu.forecast.counts_fit import fit_weights
from tarazu.forecast.counts_levels import fit_levels, levels_after
from tarazu.forecast.counts_terms import MEANS, SIZES, build_terms
from tarazu.forecast.counts_types import VALENCES, CountSystem, CountTable, Floats, Levels, Series, Weight

_LAST_WEEKS = 8
_NINE_IN_TEN = 1.645


def fit_counts(table: CountTable) -> CountSystem:
    """Fits the system to a table.

    Args:
        table: The counts; little is enough, as what it does not tell is left to what is thought beforehand.

    Returns:
        The system.

    Raises:
        OptionError: The table has no series, no week, or numbers that are no counts.
    """
    _check(table)
    levels = fit_levels(table)
    point, covariance = fit_weights(table, levels, build_terms(table, levels.mean, table.shared))
    return CountSystem(
        table=table, levels=levels, point=point, covariance=covariance, ahead=_ahead(table.exposure), weights=_weights(point, covariance, levels)
    )


def update_counts(system: CountSystem, table: CountTable) -> CountSystem:
    """The system after further weeks: its numbers stay, levels and what it remembers are those of the table.

    Args:
        system: Fitted before.
        table: Of the same series and parties, with other weeks.

    Raises:
        OptionError: The table has other series.
    """
    _check(table)
    if table.series != system.table.series or table.parties != system.table.parties:
        raise OptionError("counts", "the series of the system", "others", "fit it anew")
    return msgspec.structs.replace(system, table=table, levels=levels_after(table, system.levels), ahead=_ahead(table.exposure))


def narrow(system: CountSystem, most: int, parties: Sequence[str], keep: Sequence[Series] = ()) -> CountSystem:
    """The system with its most important series only, so that it runs faster: those of the parties named, then the busiest.

    It is fitted on all of them before: to fit on a part would take what is left out for silence.

    Args:
        system: The whole.
        most: How many series at most.
        parties: Whose series stay first, those between two of them before all; among these too the busiest come first.
        keep: Series that stay in any case.
    """
    table, named = system.table, set(parties)
    if len(table.series) <= most:
        return system
    total = dict(zip(table.series, table.counts.sum(axis=1).tolist(), strict=True))

    def rank(series: Series) -> tuple[int, float]:
        return -len({series.source, series.target} & named), -(total[series] + total.get(series.back(), 0.0))

    kept = {*sorted(table.series, key=rank)[:most], *keep}
    at = np.array([place for place, series in enumerate(table.series) if series in kept])
    cut = msgspec.structs.replace(table, series=tuple(table.series[each] for each in at), counts=table.counts[at])
    levels = system.levels
    levels = msgspec.structs.replace(levels, prior=levels.prior[at], shape=levels.shape[at], mean=levels.mean[at])
    return msgspec.structs.replace(system, table=cut, levels=levels)


def _check(table: CountTable) -> None:
    size, parties = table.counts.shape, len(table.parties)
    if not table.series or len(size) != 2 or size[0] != len(table.series) or not size[1] or len(table.exposure) != size[1]:
        found = f"{len(table.series)} series, counts of {size}, {len(table.exposure)} exposures"
        raise OptionError("counts", "at least one series and one week, and an exposure for each week", found, "see `counts_table.count_stories`")
    if not np.isfinite(table.counts).all() or (table.counts < 0).any() or (table.counts != np.round(table.counts)).any():
        raise OptionError("counts", "whole numbers from 0", "others", "count acts, not weights")
    strangers = {party for each in table.series for party in (each.source, each.target)} - set(table.parties)
    if strangers or table.shared.shape != (parties, parties):
        raise OptionError("counts", "all parties of the series, and how bodies tie each two", ", ".join(sorted(strangers)[:3]), "name them in `parties`")


def _ahead(exposure: Floats) -> float:
    """How much is read of late: the mean of the last weeks of which anything was."""
    read = exposure[exposure > 0][-_LAST_WEEKS:]
    return float(read.mean()) if len(read) else 1.0


def _weights(point: Floats, covariance: Floats, levels: Levels) -> tuple[Weight, ...]:
    deviations = np.sqrt(np.diag(covariance))
    out = []
    for at, name in enumerate((*MEANS, *SIZES)):
        low, middle, high = (float(point[at] + times * deviations[at]) for times in (-_NINE_IN_TEN, 0, _NINE_IN_TEN))
        if at < len(MEANS):
            low, middle, high = (float(np.exp(each)) for each in (low, middle, high))
        out.append(Weight(name=name, estimate=middle, low90=low, high90=high))
    for valence in VALENCES:
        middle, deviation = levels.ties[valence]
        out.append(Weight(name=f"ties_{valence}", estimate=middle, low90=middle - _NINE_IN_TEN * deviation, high90=middle + _NINE_IN_TEN * deviation))
    return tuple(out)
