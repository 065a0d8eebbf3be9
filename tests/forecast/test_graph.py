import numpy as np
import pytest

from tarazu.errors import OptionError, SourceError
from tarazu.forecast.graph import read_splits


def test_read_splits_reads_hours_as_days_and_keeps_valid_for_stopping(folder, graph) -> None:
    splits = read_splits(folder, "train", folder / "later" / "test.txt")
    assert (splits.fit_end, splits.stop_end, splits.score_start, splits.score_end) == (44, 50, 50, 60)
    assert splits.graph.entities == graph.entities
    np.testing.assert_array_equal(splits.graph.days, graph.days)


def test_read_splits_does_not_stop_on_the_days_it_scores(folder) -> None:
    splits = read_splits(folder, "train", folder / "valid.txt.gz")
    assert (splits.fit_end, splits.stop_end, splits.score_start, splits.score_end) == (44, 44, 44, 50)


def test_read_splits_does_not_use_valid_that_comes_after_what_is_scored(folder) -> None:
    for name in ("valid.txt.gz", "later/test.txt"):
        (folder / name).rename(folder / name.replace("valid.txt.gz", "held").replace("later/test.txt", "valid.txt"))
    (folder / "held").rename(folder / "early.txt.gz")
    splits = read_splits(folder, "train", folder / "early.txt.gz")
    assert (splits.stop_end, splits.score_end) == (44, 50)


def test_read_splits_refuses_days_that_are_fitted_on(folder) -> None:
    with pytest.raises(OptionError, match="days after those of `train`"):
        read_splits(folder, "train", folder / "train.txt.gz")


def test_read_splits_names_what_is_missing(folder) -> None:
    (folder / "relation2id.txt").unlink()
    with pytest.raises(SourceError, match=r"relation2id\.txt or relation2id\.txt\.gz"):
        read_splits(folder, "train", folder / "valid.txt.gz")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("0\t0\tx\t1440\n", "lines of four numbers", id="a word for a number"),
        pytest.param("0\t0\t1\n", "lines of four numbers", id="no time"),
        pytest.param("", "expected facts", id="empty"),
        pytest.param("0\t0\t99\t1440\n", "numbers below 12", id="an entity without a name"),
        pytest.param("0\t-1\t1\t1440\n", "least number -1", id="a number below nought"),
    ],
)
def test_read_splits_refuses_bad_facts(folder, text, message) -> None:
    (folder / "later" / "test.txt").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=message):
        read_splits(folder, "train", folder / "later" / "test.txt")


def test_read_splits_refuses_a_broken_archive(folder) -> None:
    (folder / "train.txt.gz").write_bytes((folder / "train.txt.gz").read_bytes()[:200])
    with pytest.raises(SourceError, match="a file that can be read"):
        read_splits(folder, "train", folder / "valid.txt.gz")


def test_read_splits_refuses_names_with_gaps(folder) -> None:
    (folder / "relation2id.txt").write_text("Make a visit\t0\nArrest\t2\n", encoding="utf-8")
    with pytest.raises(SourceError, match="the numbers 0 to 1"):
        read_splits(folder, "train", folder / "valid.txt.gz")


def test_doubled_tells_each_fact_from_both_ends(graph) -> None:
    doubled = graph.doubled()
    facts = set(zip(doubled.subjects.tolist(), doubled.relations.tolist(), doubled.objects.tolist(), doubled.days.tolist(), strict=True))
    for s, r, o, day in zip(graph.subjects.tolist(), graph.relations.tolist(), graph.objects.tolist(), graph.days.tolist(), strict=True):
        assert {(s, r, o, day), (o, r + 3, s, day)} <= facts
    assert len(doubled.days) == 2 * len(graph.days)
    assert np.all(np.diff(doubled.days) >= 0)
