"""The benchmark of weekly counts, on small files and on the real ones where they lie."""

import gzip
from pathlib import Path

import numpy as np
import pytest

from tarazu.api.counting import bench_counts, state_behind
from tarazu.errors import OptionError, SourceError

ICEWS18 = Path(__file__).parents[3] / "shared" / "data" / "icews18"
NAMES = ["Kazakhstan", "Police (Russia)", "China", "European Union", "Somebody"]
ACTS = ["Make a visit", "Criticize or denounce", "Make statement"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Twenty-four weeks of facts to fit on and four to score, in hours."""
    generator = np.random.default_rng(0)
    (tmp_path / "entity2id.txt").write_text("".join(f"{name}\t{at}\n" for at, name in enumerate(NAMES)), encoding="utf-8")
    (tmp_path / "relation2id.txt").write_text("".join(f"{name}\t{at}\n" for at, name in enumerate(ACTS)), encoding="utf-8")
    for name, first, last in (("train", 0, 168), ("valid", 168, 196)):
        rows = []
        for day in range(first, last):
            picked = [(one, act, two) for one in range(5) for act in range(3) for two in range(5) if one != two and generator.random() < 0.3]
            rows += [f"{one}\t{act}\t{two}\t{24 * day}" for one, act, two in picked]
        (tmp_path / f"{name}.txt.gz").write_bytes(gzip.compress("\n".join(rows).encode()))
    return tmp_path


def test_bench_counts_scores_whole_weeks_of_states(folder: Path) -> None:
    found = bench_counts(folder)
    assert found.weeks == (24, 25, 26, 27)
    assert found.series == 4 * 3 * 2
    assert found.regional == 3 * 2 * 2
    assert [each.model for each in found.all] == ["static gamma-Poisson", "pooled negative binomial", "local level", "coupled"]
    assert all(0 < each.log_score < 5 and 0 < each.crps < 5 and 0.5 < each.coverage < 1 for each in (*found.all, *found.region))


def test_bench_counts_takes_files_from_elsewhere_and_uses_what_lies_between(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    rows = (folder / "valid.txt.gz").read_bytes()
    later = "\n".join("\t".join([*line.split("\t")[:3], str(int(line.split("\t")[3]) + 28 * 24)]) for line in gzip.decompress(rows).decode().split("\n"))
    path = tmp_path_factory.mktemp("kept") / "test.txt"
    path.write_text(later, encoding="utf-8")
    found = bench_counts(folder, ("train",), (str(path),))
    assert found.weeks == (28, 29, 30, 31)
    assert bench_counts(folder, ("train",), ("valid", str(path))).weeks == tuple(range(24, 32))


def test_bench_counts_without_weeks_to_score_says_so(folder: Path) -> None:
    with pytest.raises(OptionError, match="one whole week"):
        bench_counts(folder, ("train",), ("train",))


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        pytest.param("train.txt.gz", b"a\tb\tc\td\n", "whole numbers", id="names for ids"),
        pytest.param("train.txt.gz", b"1\t2\n", "whole numbers", id="too few columns"),
        pytest.param("train.txt.gz", b"\x1f\x8bbroken", "text in UTF-8", id="a broken archive"),
        pytest.param("entity2id.txt", b"Kazakhstan\n", "a name, a tab and a number", id="a name without a number"),
        pytest.param("relation2id.txt", b"Wave\t0\n", "acts between states", id="acts that are unknown"),
    ],
)
def test_bench_counts_names_what_is_wrong_with_a_file(folder: Path, name: str, content: bytes, message: str) -> None:
    (folder / name).write_bytes(content)
    with pytest.raises(SourceError, match=message):
        bench_counts(folder)


def test_bench_counts_names_a_missing_file(folder: Path) -> None:
    with pytest.raises(SourceError, match="a file nowhere"):
        bench_counts(folder, ("nowhere",))


@pytest.mark.parametrize(
    ("name", "state"), [("Citizen (South Korea)", "KOR"), ("Turkey", "TUR"), ("UN", None), ("Ministry (Party (Iran))", None), ("Police (European Union)", "EU")]
)
def test_state_behind_reads_names_and_brackets(name: str, state: str | None) -> None:
    assert state_behind(name) == state


@pytest.mark.slow
@pytest.mark.skipif(not ICEWS18.is_dir(), reason="the benchmark files are not here")
def test_bench_counts_on_icews18_is_better_than_the_baselines_and_calibrated() -> None:
    found = bench_counts(ICEWS18)
    for static, pooled, _, coupled in (found.all, found.region):
        assert coupled.log_score < min(static.log_score, pooled.log_score) - 0.01
        assert coupled.crps < min(static.crps, pooled.crps) - 0.01
    assert 0.78 <= found.all[3].coverage <= 0.82
    assert 0.77 <= found.region[3].coverage <= 0.84
