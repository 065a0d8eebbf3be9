"""A temporal graph of events: facts (subject, relation, object, day), read from the files in which the field keeps its benchmarks."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import msgspec
import numpy as np

from tarazu.errors import OptionError, SourceError
from tarazu.forecast.arrays import Ints

_COLUMNS = 4


class Graph(msgspec.Struct, frozen=True, kw_only=True):
    """Facts in the order of their days.

    Attributes:
        subjects, relations, objects: Numbers of entities and relations, from 0.
        days: The day of each fact, from 0, never falling.
        entities, relation_names: The names, by number.
    """

    subjects: Ints
    relations: Ints
    objects: Ints
    days: Ints
    entities: tuple[str, ...]
    relation_names: tuple[str, ...]

    def doubled(self) -> Graph:
        """The graph with each fact told from both ends: relation r from s to o is also relation r + R from o to s, right after the others of its day."""
        count = len(self.relation_names)
        order = np.argsort(np.concatenate((self.days, self.days)), kind="stable")
        return Graph(
            subjects=np.concatenate((self.subjects, self.objects))[order],
            relations=np.concatenate((self.relations, self.relations + count))[order],
            objects=np.concatenate((self.objects, self.subjects))[order],
            days=np.concatenate((self.days, self.days))[order],
            entities=self.entities,
            relation_names=(*self.relation_names, *(f"{name} (by)" for name in self.relation_names)),
        )

    def between(self, first: int, end: int) -> slice[int, int, None]:
        """The facts of the days from `first` up to, not including, `end`."""
        low, high = np.searchsorted(self.days, (first, end))
        return slice(int(low), int(high))


class Splits(msgspec.Struct, frozen=True, kw_only=True):
    """A graph and which of its days are for what.

    Attributes:
        graph: All facts of all files.
        fit_end: The day after the last one that may be fitted on.
        stop_end: The day after the last one that may be used to know when to stop; `fit_end` if no file lies between.
        score_start, score_end: The days to be scored, half-open.
    """

    graph: Graph
    fit_end: int
    stop_end: int
    score_start: int
    score_end: int


def read_splits(folder: Path, fit: str, score: Path) -> Splits:
    """Reads a benchmark's folder: `entity2id`, `relation2id`, the facts to fit on, those to stop on, and those to score.

    The files are tab-separated text (`.txt`) or the same compressed (`.txt.gz`). A file of facts has subject, relation, object and time in its
    first four columns; times may be in any unit, of which the greatest common divisor is taken to be the day.

    Args:
        folder: Where the files lie.
        fit: The name of the file of facts to fit on, without its ending.
        score: The file of facts to score. `valid` in the folder is used for stopping if all of its days lie before.

    Raises:
        SourceError: A file is missing or cannot be read, or a line is not as it must be.
        OptionError: The days to score do not lie after those to fit on.
    """
    entities, relations = (_read_names(_file(folder, name)) for name in ("entity2id", "relation2id"))
    fitted, scored = _read_facts(_file(folder, fit)), _read_facts(score)
    stopping = np.zeros((0, _COLUMNS), dtype=np.int64)
    if fit != "valid" and _exists(folder, "valid"):
        stopping = _read_facts(_file(folder, "valid"))
        if not len(stopping) or stopping[:, 3].max() >= scored[:, 3].min() or stopping[:, 3].min() <= fitted[:, 3].max():
            stopping = stopping[:0]
    if fitted[:, 3].max() >= scored[:, 3].min():
        raise OptionError(f"--score {score}", f"days after those of `{fit}`", "days among or before them", "score a file of later days")
    facts = np.concatenate((fitted, stopping, scored))
    _check_numbers(facts, len(entities), len(relations), score)
    unit = int(np.gcd.reduce(np.diff(np.unique(facts[:, 3]))))
    start = int(facts[:, 3].min())
    days = (facts[:, 3] - start) // unit
    order = np.argsort(days, kind="stable")
    facts, days = facts[order], days[order]
    graph = Graph(subjects=facts[:, 0].copy(), relations=facts[:, 1].copy(), objects=facts[:, 2].copy(), days=days, entities=entities, relation_names=relations)
    fit_end = (int(fitted[:, 3].max()) - start) // unit + 1
    stop_end = (int(stopping[:, 3].max()) - start) // unit + 1 if len(stopping) else fit_end
    return Splits(graph=graph, fit_end=fit_end, stop_end=stop_end, score_start=(int(scored[:, 3].min()) - start) // unit, score_end=int(days[-1]) + 1)


def _check_numbers(facts: Ints, entities: int, relations: int, score: Path) -> None:
    """Refuses numbers that have no name, which would otherwise be counted as something else."""
    low, high = facts.min(axis=0), facts.max(axis=0)
    if low.min() < 0 or max(high[0], high[2]) >= entities or high[1] >= relations:
        found = f"entities up to {max(high[0], high[2])}, relations up to {high[1]}, least number {low.min()}"
        hint = "use the entity2id and relation2id that belong to these facts"
        raise SourceError(str(score), f"numbers below {entities} for entities and {relations} for relations", found, hint)


def _exists(folder: Path, name: str) -> bool:
    return any((folder / f"{name}{ending}").is_file() for ending in (".txt", ".txt.gz"))


def _file(folder: Path, name: str) -> Path:
    for ending in (".txt", ".txt.gz"):
        if (folder / f"{name}{ending}").is_file():
            return folder / f"{name}{ending}"
    raise SourceError(str(folder), f"{name}.txt or {name}.txt.gz", "neither", "name the folder of a benchmark, with its names and facts")


def _read_text(path: Path) -> str:
    try:
        content = path.read_bytes()
        return (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8")
    except (OSError, EOFError) as error:
        raise SourceError(str(path), "a file that can be read", str(error) or "an error", "check its name and whether it is whole") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{path}: byte {error.start}", "UTF-8", repr(error.object[error.start : error.end]), "save the file as UTF-8") from error


def _read_facts(path: Path) -> Ints:
    text = _read_text(path)
    try:
        facts = np.loadtxt(io.StringIO(text), dtype=np.int64, usecols=range(_COLUMNS), ndmin=2) if text.strip() else np.zeros((0, _COLUMNS), dtype=np.int64)
    except ValueError as error:
        raise SourceError(str(path), "lines of four numbers: subject, relation, object, time", str(error), "separate the numbers by tabs") from error
    if not len(facts):
        raise SourceError(str(path), "facts", "no line", "name a file that holds some")
    return np.asarray(facts, dtype=np.int64)


def _read_names(path: Path) -> tuple[str, ...]:
    names: dict[int, str] = {}
    for number, line in enumerate(_read_text(path).splitlines(), 1):
        name, tab, place = line.rpartition("\t")
        if not line.strip() or (number == 1 and not tab and line.strip().isdigit()):  # some sets begin with their size
            continue
        if not tab or not place.strip().isdigit():
            raise SourceError(f"{path}:{number}", "a name, a tab and a number", repr(line[:60]), "write one name a line")
        names[int(place)] = name.strip()
    if sorted(names) != list(range(len(names))):
        raise SourceError(str(path), f"the numbers 0 to {len(names) - 1}", "gaps or repeats", "number the names without gaps")
    return tuple(names[place] for place in range(len(names)))
