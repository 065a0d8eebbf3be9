"""A small benchmark with habits, in files, and its graph."""

import gzip

import numpy as np
import pytest

from tarazu.forecast.graph import Graph

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
