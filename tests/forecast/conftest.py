"""A small benchmark with habits, in files, and its graph. Tests are no package: this is also how those of counts find `counted`."""

import gzip
import itertools
import sys
from pathlib import Path

import numpy as np
import pytest

from tarazu.forecast.graph import Graph
from tarazu.records import Story, When

sys.path.insert(0, str(Path(__file__).parent))

ENTITIES = (
    "Kazakhstan", "Uzbekistan", "China", "Police (Kazakhstan)", "Citizen (Kazakhstan)", "Police (Uzbekistan)", "Citizen (Uzbekistan)", "A. Person",
    "B. Person", "Police (China)", "Citizen (China)", "Union of States",
)  # fmt: skip
RELATIONS = ("Make a visit", "Host a visit", "Arrest, detain")
DAYS = 60


def facts_of(seed: int) -> np.ndarray:
    """Facts of sixty days: habits of three pairs, a visit hosted the day after it was made, police of a place that arrest its citizens, and chance."""
    generator = np.random.default_rng(seed)
    rows: set[tuple[int, int, int, int]] = set()
    for day in range(DAYS):
        for _ in range(3):
            s, r, o = generator.integers(len(ENTITIES)), generator.integers(len(RELATIONS)), generator.integers(len(ENTITIES))
            rows.add((int(s), int(r), int(o), day))
        for s, o in ((0, 2), (1, 2), (0, 1)):
            if generator.random() < 0.4:
                rows.add((s, 0, o, day))
                rows.add((o, 1, s, day + 1))
        for police in (3, 5, 9):
            if generator.random() < 0.5:
                rows.add((police, 2, police + 1, day))
    return np.array(sorted((row for row in rows if row[3] < DAYS), key=lambda row: row[3]), dtype=np.int64)


@pytest.fixture(scope="session")
def graph() -> Graph:
    facts = facts_of(3)
    return Graph(subjects=facts[:, 0], relations=facts[:, 1], objects=facts[:, 2], days=facts[:, 3], entities=ENTITIES, relation_names=RELATIONS)


@pytest.fixture
def folder(tmp_path):
    """The same in files, with times in hours, and the facts to score in a folder of their own."""
    facts = facts_of(3)
    facts[:, 3] *= 24
    for name, names in (("entity2id", ENTITIES), ("relation2id", RELATIONS)):
        (tmp_path / f"{name}.txt").write_text("".join(f"{each}\t{at}\n" for at, each in enumerate(names)), encoding="utf-8")
    (tmp_path / "later").mkdir()
    parts = {"train.txt.gz": (0, 44), "valid.txt.gz": (44, 50), "later/test.txt": (50, DAYS)}
    for name, (first, end) in parts.items():
        kept = facts[(facts[:, 3] >= first * 24) & (facts[:, 3] < end * 24)]
        text = "".join("\t".join(str(value) for value in row) + "\n" for row in kept)
        (tmp_path / name).write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    return tmp_path


@pytest.fixture
def make_story():
    """Makes stories, each with an id of its own: kind, who, to whom and when; `told` is the same day where nothing else is said."""
    number = itertools.count()

    def make(kind, actors, recipients, day, **other) -> Story:
        who, whom = ((each,) if isinstance(each, str) else tuple(each) for each in (actors, recipients))
        name = f"s-{next(number):04d}"
        end = other.get("until", day)
        return Story(
            id=name, type=kind, mode=other.get("mode"), contexts=(), channel="diplomatic", actors=who, recipients=whom,
            when=None if day is None else When(start=day, end=end, granularity="day" if day == end else "month", text=""), where=None,
            status=other.get("status", "actual"), amount=None, score=1.0, confidence=0.9, tellings=(name,), docs=(f"d-{name}",),
            thread=other.get("thread", name), told=other.get("told", end),
        )  # fmt: skip

    return make
