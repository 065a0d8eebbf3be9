"""Forecasts of a case: made, kept as files beside it that are never changed, and scored as the world catches up."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from tarazu.api import storytelling
from tarazu.api.balancing import REGION, make_scope
from tarazu.cases import loading
from tarazu.cases import stories as held
from tarazu.errors import CaseError, OptionError, RecordError
from tarazu.forecast.outlook_types import FORMAT, Outlook, OutlookScope
from tarazu.records import Story, Telling

if TYPE_CHECKING:
    from tarazu.forecast.outlook_scores import Scored

HORIZON: Final = 30
"""Days that a forecast looks ahead where nobody says."""

_ENDING: Final = ".forecasts"
_SHORTEST: Final = 4
_READ_ONLY: Final = 0o444
_LONGEST: Final = 366


class KeptForecast(msgspec.Struct, frozen=True, kw_only=True):
    """A forecast with its file.

    Attributes:
        id: The name of the file without its ending: the day, the horizon, and the first letters of the digest.
        path: The file.
        digest: SHA-256 of the forecast as it stands in the file.
        outlook: The forecast.
    """

    id: str
    path: str
    digest: str
    outlook: Outlook


class Pending(msgspec.Struct, frozen=True, kw_only=True):
    """A forecast that cannot be scored yet.

    Attributes:
        id: Which.
        until: The last day of its window.
        why: `early`: nothing is told yet of after its window; `unread`: nothing is told of its window, so that silence says nothing.
        told: The last day on which anything in the case was told.
    """

    id: str
    until: dt.date
    why: Literal["early", "unread"]
    told: dt.date | None


class ForecastScores(msgspec.Struct, frozen=True, kw_only=True):
    """How good the forecasts of a case were.

    Attributes:
        scored: All that could be scored, together.
        ids: Which these are.
        dated_back: Which of these were made after their day, from what was told by then.
        pending: Which could not be scored, and why.
    """

    scored: Scored
    ids: tuple[str, ...]
    dated_back: tuple[str, ...]
    pending: tuple[Pending, ...]


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    digest: str
    forecast: msgspec.Raw


def make_outlook_scope(region: str = REGION, powers: Sequence[str] = (), as_of: dt.date | None = None, horizon: int = HORIZON, seed: int = 0) -> OutlookScope:
    """What a forecast is to be about, in words of the register.

    Args:
        region: A group of the register, whose members are the states; or states with commas between them.
        powers: Ids of the others; what members of a body among them do counts as done by it. None for everybody.
        as_of: The last day that is known; None for today.
        horizon: Days ahead, from 1 to 366.
        seed: Of all that is drawn at random.

    Raises:
        OptionError: The register does not know a name, the horizon cannot be, or the day has not come yet.
    """
    today = dt.datetime.now(dt.UTC).date()
    day = as_of or today
    if day > today:
        raise OptionError("--as-of", f"a day not after today, {today}", str(day), "a forecast is made from what is told by its day")
    if not 1 <= horizon <= _LONGEST:
        raise OptionError("--horizon", f"1 to {_LONGEST} days", str(horizon), "as in --horizon 30d")
    named = make_scope(region, tuple(powers) or ("EU",), day - dt.timedelta(days=1), day)
    return OutlookScope(
        as_of=day, horizon=horizon, region=named.states, powers=named.powers if powers else (), members=dict(sorted(named.members.items())) if powers else {},
        seed=seed,
    )  # fmt: skip


def forecast(path: Path, scope: OutlookScope, tell: Callable[[float], None] | None = None) -> KeptForecast:
    """Makes a forecast and keeps it as a file beside the case.

    The same case, day and scope give the same file, byte for byte; what is there already is left as it is.

    Args:
        path: The case.
        scope: What about; see `make_outlook_scope`.
        tell: Is told how much is done, from 0 to 1.

    Raises:
        OptionError: There is no act between two to learn from.
        CaseError: The file cannot be written, or is there and was changed.
    """
    from tarazu.forecast.outlook import Made, look_ahead  # slow to load

    stories = known_by(path, scope.as_of)
    made = Made(stories=stories, coder=_coder(path), day=dt.datetime.now(dt.UTC).date())
    return _keep(path, look_ahead(made, scope, tell))


def forecasts(path: Path) -> tuple[KeptForecast, ...]:
    """The forecasts of a case, the latest first.

    Raises:
        CaseError: One of the files was changed after it was made.
    """
    found = (_open(each) for each in sorted(_folder(path).glob("*.json")))
    return tuple(sorted(found, key=lambda each: (each.outlook.scope.as_of, each.outlook.made, each.id), reverse=True))


def forecast_marks(path: Path) -> tuple[tuple[str, int], ...]:
    """What tells whether a forecast has come or was touched: the name and the time of each file."""
    return tuple((each.stem, each.stat().st_mtime_ns) for each in sorted(_folder(path).glob("*.json")))


def read_forecast(path: Path, wanted: str) -> KeptForecast:
    """One forecast, by its id, or the first letters of it that no other has.

    Raises:
        RecordError: There is no one such forecast.
        CaseError: Its file was changed after it was made.
    """
    names = [each for each in sorted(_folder(path).glob("*.json")) if len(wanted) >= _SHORTEST and each.stem.startswith(wanted)]
    exact = [each for each in names if each.stem == wanted]
    if len(exact or names) != 1:
        hint = "write more letters of it" if names else "make one: tarazu forecast CASE"
        raise RecordError(wanted, "the id of one forecast of this case", f"{len(names)} such", hint)
    return _open((exact or names)[0])


def score_forecasts(path: Path) -> ForecastScores:
    """Scores all forecasts of a case whose window is over and told of.

    Raises:
        CaseError: One of the files was changed after it was made.
    """
    from tarazu.forecast.acts import keep_ledger  # slow to load
    from tarazu.forecast.outlook_scores import caught_up, last_told, resolve, score

    stories = list(storytelling.stories(path, storytelling.StoryFilters()))
    outcomes, scored, pending = [], [], []
    for kept in sorted(forecasts(path), key=lambda each: each.id):
        ledger = keep_ledger(stories, kept.outlook.scope.members)
        why = caught_up(kept.outlook, ledger)
        if why:
            pending.append(Pending(id=kept.id, until=kept.outlook.scope.until(), why=why, told=last_told(ledger)))
            continue
        scored.append(kept)
        outcomes.append(resolve(kept.outlook, ledger))
    return ForecastScores(
        scored=score(outcomes), ids=tuple(each.id for each in scored), pending=tuple(pending),
        dated_back=tuple(each.id for each in scored if each.outlook.made > each.outlook.scope.as_of),
    )  # fmt: skip


def known_by(path: Path, day: dt.date) -> tuple[Story, ...]:
    """The stories as they were known by a day: only those that a document of that day or before tells, and of those only what such documents say.

    What people have corrected since stays corrected, and documents without a date are taken as known today only.
    """
    whole = list(storytelling.stories(path, storytelling.StoryFilters()))
    if day >= dt.datetime.now(dt.UTC).date():
        return tuple(whole)
    told = [each for each in whole if each.told is not None and each.told <= day]
    several = [each for each in told if len(each.tellings) > 1]
    with closing(storytelling.told_connection(path)) as connection:
        numbers = held.numbers_of(connection, sorted({doc for each in several for doc in each.docs}))
        tellings = {each.record.id: each for _, _, found in held.load_tellings(connection, numbers) for each in found}
    return tuple(_as_of(each, tellings, day) if len(each.tellings) > 1 else each for each in told)


def _as_of(story: Story, tellings: Mapping[str, Telling], day: dt.date) -> Story:
    """The story as its tellings by a day tell it."""
    from tarazu.analysis.story_acts import compose  # slow to load

    by_then = [each for name in story.tellings if (each := tellings.get(name)) and each.facts.published is not None and each.facts.published <= day]
    if not by_then or len(by_then) == len(story.tellings):
        return story
    # each counts as a witness: who has it from whom is not worked out anew, and no chance depends on it
    made = compose(by_then, [each.record.id for each in by_then], {})
    return msgspec.structs.replace(made, id=story.id, thread=story.thread, origin=story.origin)


def _coder(path: Path) -> str:
    with closing(storytelling.told_connection(path)) as connection:
        return "; ".join(sorted({run.facts.coder for run in loading.load_runs(connection) if run.standing}))


def _folder(path: Path) -> Path:
    return path.with_suffix(_ENDING)


def _keep(path: Path, outlook: Outlook) -> KeptForecast:
    """Writes the file whole or not at all, under a name that its content decides, and lets nobody write into it again."""
    body = msgspec.json.encode(outlook)
    digest = hashlib.sha256(body).hexdigest()
    folder = _folder(path)
    target = folder / f"{outlook.scope.as_of}T{outlook.scope.horizon}d-{digest[:12]}.json"
    temporary = folder / f".{target.name}.{os.getpid()}.tmp"
    try:
        folder.mkdir(exist_ok=True)
        if not target.exists():
            temporary.write_bytes(msgspec.json.encode(_File(digest=digest, forecast=msgspec.Raw(body))) + b"\n")
            temporary.chmod(_READ_ONLY)
            os.link(temporary, target)  # fails where another process was faster, and never overwrites
    except FileExistsError:
        return _open(target)
    except OSError as error:
        raise CaseError(str(target), "a place where a forecast can be kept", str(error), "the folder of the case must be writable") from error
    finally:
        temporary.unlink(missing_ok=True)
    return _open(target)


def _open(path: Path) -> KeptForecast:
    """Reads a file, and refuses it where it is not what was written."""
    hint = "take it from a copy; a forecast that was changed proves nothing"
    try:
        file = msgspec.json.decode(path.read_bytes(), type=_File)
        outlook = msgspec.json.decode(bytes(file.forecast), type=Outlook)
    except OSError as error:
        raise CaseError(str(path), "a file that can be read", str(error), "check its permissions") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise CaseError(str(path), "a forecast as Tarazu wrote it", str(error), hint) from error
    digest = hashlib.sha256(bytes(file.forecast)).hexdigest()
    if digest != file.digest or not path.stem.endswith(digest[:12]):
        raise CaseError(str(path), f"a forecast with the digest {file.digest[:12]}…", f"one with {digest[:12]}…", hint)
    if outlook.format != FORMAT:
        raise CaseError(str(path), f"a forecast of format {FORMAT}", str(outlook.format), "open it with the Tarazu that wrote it")
    return KeptForecast(id=path.stem, path=str(path), digest=digest, outlook=outlook)
