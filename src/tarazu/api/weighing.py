"""Keeps the balance of a case at hand while people look at it and correct: only what has changed is weighed again."""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from tarazu.analysis.balance_types import Scope, Settings
from tarazu.api.balancing import Perceived, make_scope, perceived, stated_between
from tarazu.api.storytelling import told_connection
from tarazu.cases.weighing import first_and_last, load_for_weighing
from tarazu.errors import OptionError

if TYPE_CHECKING:
    from tarazu.analysis.activity import Lines
    from tarazu.analysis.balance_types import Period
    from tarazu.analysis.stated_structure import Stated
    from tarazu.cases.weighing import Row
    from tarazu.records import Story

SETTINGS: Final = Settings()
"""What is declared and not estimated, here as in `tarazu balance`."""

_SCOPES: Final = 3  # a scope's lines take some 30 MB with 100,000 stories
_SMALL: Final = 10_000
_DRIFT: Final = 0.02
_YEARS: Final = dt.timedelta(days=5 * 365)
_WEEKLY: Final = dt.timedelta(days=550)


class AtHand(msgspec.Struct, frozen=True, kw_only=True):
    """A scope, weighed.

    Attributes:
        lines: The rates of its lines.
        perception: What is said of its relations.
        stated: The figures and ties that documents state.
    """

    lines: Lines
    perception: tuple[Perceived, ...]
    stated: tuple[Stated, ...]


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants to see, before it is known what the case holds.

    Attributes:
        region: A group of the register, or states with commas between them.
        powers: Ids of the powers.
        since, until: First and last day; None for the last five years of which the case tells.
        period: The step; None for weeks up to a year and a half, and months beyond.
    """

    region: str
    powers: tuple[str, ...]
    since: dt.date | None = None
    until: dt.date | None = None
    period: Period | None = None


class _Held(msgspec.Struct, frozen=True, kw_only=True):
    """What was weighed for a scope: from which stories, how many had changed since all was estimated, and the state of the case."""

    revision: str
    stories: dict[str, tuple[Row, Story]]
    changed: int
    hand: AtHand


class Weigher:
    """Weighs a case for those who look at it. What was weighed is kept, and only what has changed is weighed again.

    A case of up to ten thousand stories is estimated anew whenever it has changed, so that all is as `tarazu balance` has it. In a larger one the dynamics,
    house effects and pooled means stay until more than one in fifty of its stories has changed; rates, bands and alignments always follow at once.

    Args:
        path: The case.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._stories: dict[str, tuple[Row, Story]] = {}
        self._revision: str | None = None
        self._held: OrderedDict[bytes, _Held] = OrderedDict()

    def weigh(self, scope: Scope, revision: str) -> AtHand:
        """Weighs a scope.

        Args:
            scope: The states, powers and days.
            revision: Names the state of the case: while it is the same, nothing is read again.

        Raises:
            OptionError: The scope cannot be.
            CaseError: The case cannot be read.
        """
        key = msgspec.json.encode(scope, order="sorted")
        with self._lock:
            held = self._held.get(key)
            if held is None or held.revision != revision:
                held = self._weigh(scope, revision, held)
                self._held[key] = held
            self._held.move_to_end(key)
            while len(self._held) > _SCOPES:
                self._held.popitem(last=False)
        return held.hand

    def _weigh(self, scope: Scope, revision: str, before: _Held | None) -> _Held:
        with closing(told_connection(self._path)) as connection:
            if self._revision != revision:
                self._stories = load_for_weighing(connection, self._stories)
                self._revision = revision
            said, stated = tuple(perceived(connection, scope)), stated_between(connection, scope)
        lines, changed = self._lines(scope, before)
        return _Held(revision=revision, stories=self._stories, changed=changed, hand=AtHand(lines=lines, perception=said, stated=stated))

    def _lines(self, scope: Scope, before: _Held | None) -> tuple[Lines, int]:
        from tarazu.analysis.activity import fit_lines, update_lines  # slow to load

        now = self._stories
        if before is not None:
            was = before.stories
            new = [entry[1] for story, entry in now.items() if was.get(story) is not entry]
            gone = [entry[1] for story, entry in was.items() if now.get(story) is not entry]
            changed = before.changed + len(new) + len(gone)
            if not new and not gone:
                return before.hand.lines, before.changed
            if len(now) > _SMALL and changed < _DRIFT * len(now):
                return update_lines(before.hand.lines, new, SETTINGS, gone), changed
        return fit_lines([story for _, story in now.values()], scope, SETTINGS), 0


@lru_cache(maxsize=4)
def weigher(path: Path) -> Weigher:
    """The weigher of a case: one for all who look at it."""
    return Weigher(path)


def days_told(path: Path) -> tuple[dt.date, dt.date] | None:
    """The days on which the first and the last story of a case were first published; None where it has none that is dated.

    Raises:
        CaseError: The case cannot be read.
    """
    with closing(told_connection(path)) as connection:
        return first_and_last(connection)


def scope_of(question: Question, told: tuple[dt.date, dt.date] | None) -> Scope:
    """The scope of a question to a case.

    Args:
        question: What is asked.
        told: The days of which the case tells (`days_told`): where nobody names days, the last five years of them are taken.

    Raises:
        OptionError: The register does not know a name, or the days cannot be.

    Example:
        >>> told = (dt.date(2019, 3, 1), dt.date(2024, 5, 20))
        >>> found = scope_of(Question(region="KAZ", powers=("RUS",)), told)
        >>> found.since.isoformat(), found.until.isoformat(), found.period
        ('2019-05-22', '2024-05-20', 'month')
    """
    today = dt.datetime.now(dt.UTC).date()
    first, last = told or (today, today)
    until = question.until or max(min(last, today), question.since or dt.date.min)
    since = question.since or min(max(first, until - _YEARS), until)
    period: Period = question.period or ("week" if until - since <= _WEEKLY else "month")
    if not question.powers:
        raise OptionError("powers", "at least one state or body", "none", "as in powers=RUS,CHN,EU")
    return make_scope(question.region, question.powers, since, until, period)


def with_pair(question: Question, state: str, power: str | None = None) -> Question:
    """The question, widened so that its scope holds a state, and a power where one is named.

    Args:
        question: What is asked.
        state: Id of a state; where the region does not hold it, it is a region of its own.
        power: Id of a power.

    Raises:
        OptionError: The register does not know the state or the power.

    Example:
        >>> with_pair(Question(region="central-asia", powers=("RUS",)), "AZE", "TUR").powers
        ('RUS', 'TUR')
    """
    powers = question.powers if power is None or power in question.powers else (*question.powers, power)
    held = make_scope(question.region, powers, question.since, question.until).states
    return msgspec.structs.replace(question, region=question.region if state in held else state, powers=powers)
