"""A forecast from a case's stories: which acts to expect of whom within a horizon, with chances, reasons, and what must be beaten.

How many two do altogether comes from the plain rates (`rates`) and the system of weekly counts (`dyad_totals`); whom with, of all, from the rates and, where
there is enough to learn from, from trees (`partners`). What part each has, and how sure to be, is tried on earlier weeks of the case (`tuning`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from typing import Final

import msgspec
import numpy as np

from tarazu.errors import OptionError
from tarazu.forecast import tuning
from tarazu.forecast.acts import RELATIONS, Ledger, keep_ledger
from tarazu.forecast.arrays import Doubles, Ints
from tarazu.forecast.cells import ask_of, pair_keys
from tarazu.forecast.dyad_totals import CONFLICT_FLAGS, expect_totals
from tarazu.forecast.grounds import Reasons, alone
from tarazu.forecast.openings import Openings, announced, find_openings, neighbours_of
from tarazu.forecast.outlook_types import FORMAT, Asked, Ground, Outlook, OutlookScope, PairCount
from tarazu.forecast.partners import Partners, Shares, enough
from tarazu.forecast.plain import Plain, judge_plainly
from tarazu.forecast.rates import Past, happened
from tarazu.forecast.tuning import Fitted, Origin
from tarazu.records import Story

Tell = Callable[[float], None]

_MOST: Final = 2000
_LEAST: Final = 0.001
_DIGITS: Final = 5
_LONGEST: Final = 366
_FEW_ACTS: Final = 0.01
_TRIED: Final = 3


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """Of what and when a forecast is made.

    Attributes:
        stories: As they were known by the day, each once.
        coder: Which coders read their documents.
        day: On which it is made.
    """

    stories: Sequence[Story]
    coder: str
    day: dt.date


class _View(msgspec.Struct, frozen=True, kw_only=True):
    """What other views expect of a day's questions, and what the trees saw."""

    expected: dict[str, Doubles]
    shares: Shares | None = None


def look_ahead(made: Made, scope: OutlookScope, tell: Tell | None = None) -> Outlook:
    """Makes a forecast.

    Args:
        made: The stories.
        scope: What about.
        tell: Is told how much is done, from 0 to 1.

    Returns:
        The forecast; the same for the same stories, scope and day.

    Raises:
        OptionError: The horizon is not from a day to a year, or there is no act between two to learn from.
    """
    if not 1 <= scope.horizon <= _LONGEST:
        raise OptionError("--horizon", f"1 to {_LONGEST} days", str(scope.horizon), "as in --horizon 30d")
    return _Maker(made, scope, tell or (lambda _: None)).make()


class _Maker:
    """Makes one forecast, step by step."""

    def __init__(self, made: Made, scope: OutlookScope, tell: Tell) -> None:
        self._made, self._scope, self._tell = made, scope, tell
        self._day = scope.as_of.toordinal()
        also = {*scope.region, *scope.powers} | (neighbours_of(scope.region) if not scope.powers else set())
        self._ledger = keep_ledger(made.stories, scope.members, also)
        if not self._ledger.known(self._day).any():
            expected = f"at least one act between two that was told by {scope.as_of}"
            raise OptionError("stories", expected, f"none among {len(made.stories)} stories", "read more documents, or choose a later day")
        self._openings: Openings = find_openings(self._ledger.parties, scope.as_of)
        self._trees: Partners | None = None

    def make(self) -> Outlook:
        days = tuning.origins_before(self._day, self._ledger.first, self._scope.horizon)
        days = tuple(day for day in days if self._ledger.within(day, day + self._scope.horizon).any() and self._ledger.known(day).any())
        origins = [self._origin(day) for day in days]
        self._tell(0.1)
        fitted = tuning.weigh(origins)
        self._tell(0.3)
        start = next((at for at in range(len(days) - _TRIED + 1) if enough(self._ledger, days[at])), -1)
        if start >= 0:
            # what part trees have can only be tried on days before which there was enough to grow them
            self._trees = Partners(self._ledger, days[start], self._scope.seed)
            origins = origins[start:]
        self._tell(0.5)
        views = [self._view(origin, fitted) for origin in origins]
        now = self._origin(self._day)
        view = self._view(now, fitted)
        names = frozenset(view.expected).intersection(*(each.expected for each in views))  # a view that one of the days lacks cannot be weighed
        fitted = tuning.blend(origins, fitted, [{name: each.expected[name] for name in names} for each in views])
        self._tell(0.8)
        fitted = self._calibrated(origins, views, fitted)
        return self._outlook(now, view, fitted)

    def _origin(self, day: int) -> Origin:
        """What could have been asked on a day, and what came of it by the day of the forecast."""
        past = Past(self._ledger, day, self._openings, self._scope.horizon)
        cells = ask_of(self._pairs(past), len(self._ledger.parties))
        return Origin(
            past=past, cells=cells, came=happened(self._ledger, cells, day, day + self._scope.horizon, self._day),
            announced=announced(self._ledger, cells, day, self._scope.horizon).chances,
        )  # fmt: skip

    def _pairs(self, past: Past) -> Ints:
        """The pairs that are asked about: a state of the region with another or a power, who met before, are near, or of whom something is announced."""
        count = len(self._ledger.parties)
        plans = [plan.parties for plan in self._ledger.plans if plan.told <= past.day]
        planned = pair_keys(np.array([each[0] for each in plans], dtype=np.int64), np.array([each[1] for each in plans], dtype=np.int64), count)
        region = np.array([self._ledger.party(each) for each in self._scope.region], dtype=np.int64)
        powers = np.array([self._ledger.party(each) for each in self._scope.powers], dtype=np.int64)
        every = pair_keys(np.repeat(region, len(region) + len(powers)), np.tile(np.concatenate((region, powers)), len(region)), count)
        found = np.unique(np.concatenate((past.pairs, self._openings.pairs, planned, every)))
        low, high = np.divmod(found, count)
        inside = [np.isin(each, region) for each in (low, high)]
        allowed = [np.isin(each, np.concatenate((region, powers))) | (not len(powers)) for each in (low, high)]
        return np.asarray(found[(inside[0] & allowed[1] | inside[1] & allowed[0]) & (low != high)])

    def _view(self, origin: Origin, fitted: Fitted) -> _View:
        day, horizon = origin.past.day, self._scope.horizon
        plain = origin.past.rate(origin.cells, fitted.weights).total() * horizon
        expected: dict[str, Doubles] = {}
        shares = None
        try:
            totals = expect_totals(self._made.stories, self._ledger, self._scope.members, (day, horizon), self._scope.seed)
            expected["counts"] = totals.scale(origin.cells, plain)
        except OptionError:  # no story of a day so early can be counted by week: the plain rates stand alone
            expected = {}
        if self._trees is not None:
            shares = self._trees.look(origin.cells, day)
            expected["trees"] = shares.spread(origin.cells, plain)
        return _View(expected=expected, shares=shares)

    def _calibrated(self, origins: list[Origin], views: list[_View], fitted: Fitted) -> Fitted:
        if not origins:
            return fitted
        given = [tuning.chances(self._expected(origin, view, fitted), origin.announced, fitted) for origin, view in zip(origins, views, strict=True)]
        shift, slope = tuning.calibrate(given, [origin.came for origin in origins])
        sure = msgspec.structs.replace(fitted, shift=shift, slope=slope)
        count = sum(len(origin.came) for origin in origins)
        own = sum(
            tuning.log_score(tuning.chances(self._expected(origin, view, sure), origin.announced, sure), origin.came)
            for origin, view in zip(origins, views, strict=True)
        )
        usual = sum(tuning.log_score(judge_plainly(origin.past, origin.cells).base_rate, origin.came) for origin in origins)
        return msgspec.structs.replace(sure, log_score=round(own / count, _DIGITS), usual_log_score=round(usual / count, _DIGITS))

    def _expected(self, origin: Origin, view: _View, fitted: Fitted) -> Doubles:
        plain = origin.past.rate(origin.cells, fitted.weights).total() * self._scope.horizon
        return tuning.mixed(plain, {name: view.expected[name] for name in fitted.mix}, fitted.mix)

    def _outlook(self, now: Origin, view: _View, fitted: Fitted) -> Outlook:
        chances = tuning.chances(self._expected(now, view, fitted), now.announced, fitted)
        expected = tuning.means(chances, fitted.size)  # so that counts are as calibrated as chances, and know of what was announced
        plain = judge_plainly(now.past, now.cells)
        order = np.lexsort((now.cells.keys(), -chances))
        kept = order[: int(min((chances >= _LEAST).sum(), _MOST))]
        grounds = self._grounds(now, view, (chances, fitted), kept[: self._scope.top])
        asked = tuple(self._asked(now, int(row), (chances, expected), plain) for row in kept)
        asked = tuple(msgspec.structs.replace(each, grounds=grounds[at]) if at < len(grounds) else each for at, each in enumerate(asked))
        rest = order[len(kept) :]
        self._tell(1.0)
        trees = fitted.mix.get("trees", 0.0) > 0
        return Outlook(
            format=FORMAT, made=self._made.day, scope=self._scope, coder=self._made.coder, material=digest_of(self._made.stories),
            stories=len(self._made.stories), acts=int(self._ledger.known(self._day).sum()), parties=len(self._ledger.parties),
            learned="trees" if trees else "rates" if fitted.came >= tuning.FEW else "base rates", fitted=_rounded(fitted), asked=asked,
            unasked=(len(rest), round(float(expected[rest].sum()), _DIGITS)), counts=_counts(self._ledger, now, expected, fitted),
            left_out=self._ledger.left_out,
        )  # fmt: skip

    def _asked(self, now: Origin, row: int, numbers: tuple[Doubles, Doubles], plain: Plain) -> Asked:
        chances, expected = numbers
        names, cells = self._ledger.parties, now.cells
        return Asked(
            subject=names[cells.subjects[row]], relation=RELATIONS[cells.relations[row]], object=names[cells.objects[row]],
            chance=round(float(chances[row]), _DIGITS), expected=round(float(expected[row]), _DIGITS), base_rate=round(float(plain.base_rate[row]), _DIGITS),
            persistence=round(float(plain.persistence[row]), _DIGITS), recurrency=round(float(plain.recurrency[row]), _DIGITS),
            windows=(int(plain.windows[row]), plain.all), met=int(now.past.meetings(cells.take(np.array([row])))[0]),
        )  # fmt: skip

    def _grounds(self, now: Origin, view: _View, weighed: tuple[Doubles, Fitted], rows: Ints) -> list[tuple[Ground, ...]]:
        chances, fitted = weighed
        coming = announced(self._ledger, now.cells, self._day, self._scope.horizon)
        reasons = Reasons(self._ledger, now.past, now.cells, now.past.rate(now.cells, fitted.weights), coming)
        without = alone(chances, coming.chances)
        part = fitted.mix.get("trees", 0.0)
        pushes: list[dict[str, float]] = [{} for _ in rows]
        if self._trees is not None and view.shares is not None and part > 0:
            seen = np.flatnonzero(view.shares.rows[rows] >= 0)
            for at, found in zip(seen.tolist(), self._trees.pushes(view.shares, view.shares.rows[rows[seen]]), strict=True):
                pushes[at] = found
        return [reasons.of(int(row), float(without[row]), pushes[at], part) for at, row in enumerate(rows)]


def digest_of(stories: Sequence[Story]) -> str:
    """The SHA-256 digest of stories, whatever their order."""
    return hashlib.sha256(b"\n".join(msgspec.json.encode(each) for each in sorted(stories, key=lambda each: each.id))).hexdigest()


def _rounded(fitted: Fitted) -> Fitted:
    return msgspec.structs.replace(fitted, shift=round(fitted.shift, _DIGITS), slope=round(fitted.slope, _DIGITS))


def _counts(ledger: Ledger, now: Origin, expected: Doubles, fitted: Fitted) -> tuple[PairCount, ...]:
    """How many stories of cooperation and of conflict are expected between each two, beside how many there were in the windows of the past."""
    keys, at = np.unique(now.cells.pairs() * 2 + CONFLICT_FLAGS[now.cells.relations], return_inverse=True)
    means = np.bincount(at, expected, len(keys))
    usual = np.bincount(at, now.past.times(now.cells), len(keys)) / len(now.past.windows)
    late = happened(ledger, now.cells, now.past.day - now.past.horizon, now.past.day, now.past.day)
    last = np.bincount(at, late, len(keys)).astype(np.int64)
    found = []
    for key, mean, before, lately in zip(keys.tolist(), means.tolist(), usual.tolist(), last.tolist(), strict=True):
        pair, conflict = divmod(key, 2)
        one, other = divmod(pair, len(ledger.parties))
        if mean >= _FEW_ACTS:
            found.append(
                PairCount(
                    one=ledger.parties[one], other=ledger.parties[other], valence="conflict" if conflict else "cooperation",
                    expected=round(mean, _DIGITS), usual=round(before, _DIGITS), last=lately, size=fitted.size,
                )
            )  # fmt: skip
    return tuple(found)
