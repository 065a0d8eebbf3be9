"""The verb that measures forecasts of weekly counts on benchmark files of the field."""

from __future__ import annotations

import gzip
import re
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np

from tarazu import world
from tarazu.analysis.activity_tally import valence_of
from tarazu.analysis.weekly_counts import LEAST, CountScore, CountSeries, CountTable, Integers, score_models
from tarazu.errors import OptionError, SourceError
from tarazu.ontologies import icews
from tarazu.world.codes import codes

POWERS = ("RUS", "CHN", "USA", "EU", "TUR", "IRN", "IND")
REGION = "central-asia"
_UNION, _UNION_NAME = "EU", "European Union"
_ORDER = ("train", "valid", "test")
_HOURS = 24
_FEWEST_WEEKS = 16


class CountBench(msgspec.Struct, frozen=True, kw_only=True):
    """What was measured.

    Attributes:
        fit, score: The files.
        weeks: The weeks that were scored, counted from the first day of the data; whole ones that hold a day of the scored files and none of the fit.
        series: How many series were scored: directed dyads of states (and the EU) with a valence.
        regional: How many of them are between Central Asia and a power.
        all, region: The scores of each model on all series and on the regional ones.
    """

    fit: tuple[str, ...]
    score: tuple[str, ...]
    weeks: tuple[int, ...]
    series: int
    regional: int
    all: tuple[CountScore, ...]
    region: tuple[CountScore, ...]


def bench_counts(folder: str | Path, fit: Sequence[str] = ("train",), score: Sequence[str] = ("valid",)) -> CountBench:
    """Measures forecasts of weekly counts one week ahead, beside two baselines.

    Args:
        folder: Files of a temporal knowledge graph made of ICEWS events: facts (subject, relation, object, time in days or hours, tab-separated ids) in
            `train`, `valid` and so on, and `entity2id` and `relation2id` with their names; each `.txt` or `.txt.gz`.
        fit: Names or paths of the files that the models are fitted on.
        score: Names or paths of the files whose weeks are forecast, each week from all weeks before it.

    Returns:
        The scores.

    Raises:
        SourceError: A file is missing, or is not as it must be.
        OptionError: No whole week is left to score, or too few to fit on.
    """
    place = Path(folder)
    fitted, scored = [_read(_file(place, name)) for name in fit], [_read(_file(place, name)) for name in score]
    first = min(int(each[:, 3].min()) for each in scored)
    files = [*fitted, *scored]
    others = [_read(found) for name in _ORDER if name not in {*fit, *score} and (found := _find(place, name)) is not None]
    files += [each for each in others if int(each[:, 3].max()) < first]  # what lies between the two is history
    facts = np.unique(np.concatenate(files), axis=0)
    unit = _HOURS if np.gcd.reduce(facts[:, 3]) % _HOURS == 0 else 1
    fit_days, days = (sorted({int(day) // unit for each in part for day in each[:, 3]}) for part in (fitted, scored))
    fit_weeks = (fit_days[-1] + 1) // 7
    last = int(facts[:, 3].max()) // unit
    weeks = tuple(sorted({day // 7 for day in days if day // 7 * 7 > fit_days[-1] and day // 7 * 7 + 6 <= last}))
    if not weeks or fit_weeks < _FEWEST_WEEKS:
        found_weeks = f"{fit_weeks} to fit and {len(weeks)} to score"
        raise OptionError("--score", f"at least {_FEWEST_WEEKS} weeks to fit and one whole week after them to score", found_weeks, "name other files")
    table = _table(place, facts, unit)
    regional = _regional(table)
    slices = {"all": np.ones(len(table.series), dtype=bool), "region": regional}
    scores = score_models(table, fit_weeks, weeks, slices)
    busy = table.counts[:, :fit_weeks].sum(axis=1) >= LEAST
    return CountBench(
        fit=tuple(fit), score=tuple(score), weeks=weeks, series=int(busy.sum()), regional=int((busy & regional).sum()), all=scores["all"],
        region=scores["region"],
    )  # fmt: skip


def _table(folder: Path, facts: Integers, unit: int) -> CountTable:
    """Counts the acts of states to states by week."""
    states = {number: state for number, name in _names(_file(folder, "entity2id")).items() if (state := state_behind(name)) is not None}
    acts = {number: code for number, name in _names(_file(folder, "relation2id")).items() if (code := icews.relations().get(name)) and code.type}
    places: dict[CountSeries, int] = {}
    found: list[tuple[int, int]] = []
    for subject, relation, target, time in facts[:, :4].tolist():
        code = acts.get(relation)
        one, two = states.get(subject), states.get(target)
        if code is None or code.type is None or one is None or two is None or one == two:
            continue
        source, other = (two, one) if code.swapped else (one, two)
        series = CountSeries(source=source, target=other, valence=valence_of(code.type))
        found.append((places.setdefault(series, len(places)), time // unit // 7))
    if not found:
        raise SourceError(str(folder), "acts between states", "none", "use files made of ICEWS events, with their names in entity2id and relation2id")
    counts = np.zeros((len(places), int(facts[:, 3].max()) // unit // 7 + 1))
    np.add.at(counts, tuple(np.array(found).T), 1)
    return CountTable(series=tuple(places), counts=counts)


def state_behind(name: str) -> str | None:
    """The state (or the EU) that somebody in ICEWS belongs to: it is its name, or stands behind it in brackets.

    Example:
        >>> [state_behind(name) for name in ("Kazakhstan", "Police (Kazakhstan)", "European Union", "Somebody")]
        ['KAZ', 'KAZ', 'EU', None]
    """
    inside = re.search(r"\(([^()]+)\)$", name)
    for part in (name, inside.group(1) if inside else ""):
        state = _UNION if part == _UNION_NAME else codes().state(part) if len(part) > 3 else None  # a short name would be read as a code
        if state is not None:
            return state
    return None


def _regional(table: CountTable) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    region = set(world.load().members(REGION, None))
    return np.array([bool({each.source, each.target} & region) and bool({each.source, each.target} & set(POWERS)) for each in table.series], dtype=bool)


def _file(folder: Path, name: str) -> Path:
    found = _find(folder, name)
    if found is None:
        raise SourceError(str(folder), f"a file {name}, {name}.txt or {name}.txt.gz", "none", "name the folder of the benchmark, and a file in it or a path")
    return found


def _find(folder: Path, name: str) -> Path | None:
    candidates = (folder / f"{name}.txt.gz", folder / f"{name}.txt", folder / name, Path(name))
    return next((each for each in candidates if each.is_file()), None)


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
        return (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw).decode("utf-8")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise SourceError(str(path), "text in UTF-8, gzipped or not", str(error), "fetch the file again") from error


def _read(path: Path) -> Integers:
    """The facts of a file: rows of subject, relation, object, time."""
    text = _text(path)
    columns = len(text.split("\n", 1)[0].split())
    try:
        facts = np.array(text.split(), dtype=np.int64).reshape(-1, columns)
    except ValueError as error:
        raise SourceError(str(path), "four whole numbers a line: subject, relation, object, time", str(error), "use the ids, not the names") from error
    if columns < 4 or not len(facts):
        raise SourceError(str(path), "four whole numbers a line: subject, relation, object, time", f"{columns} a line", "use the files of the benchmark")
    return facts[:, :4]


def _names(path: Path) -> dict[int, str]:
    out: dict[int, str] = {}
    for number, line in enumerate(_text(path).split("\n"), 1):
        name, _, identifier = line.rpartition("\t")
        if not line.strip():
            continue
        if not identifier.strip().isdigit():
            raise SourceError(f"{path}:{number}", "a name, a tab and a number", repr(line[:60]), "use the files of the benchmark")
        out[int(identifier)] = name
    return out
