"""Tests of the model's files: nothing is loaded that is not what the card says."""

import json
import math
import shutil
from pathlib import Path

import numpy as np
import pytest

from tarazu.coders.learned import heads, model
from tarazu.errors import DataFileError


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(model.FOLDER, tmp_path / "model")
    monkeypatch.setattr(model, "FOLDER", tmp_path / "model")
    model.load.cache_clear()
    yield tmp_path / "model"
    model.load.cache_clear()


def test_load_refuses_a_file_that_the_card_does_not_name(copied: Path) -> None:
    (copied / model.HEADS).write_bytes(b"other")
    with pytest.raises(DataFileError, match="digest"):
        model.load()


def test_load_refuses_a_model_for_other_labels(copied: Path) -> None:
    card = json.loads((copied / model.CARD).read_text("utf-8"))
    (copied / model.CARD).write_text(json.dumps({**card, "labels": "other"}), "utf-8")
    with pytest.raises(DataFileError, match="labels"):
        model.load()


def test_load_without_a_card_says_what_to_do(copied: Path) -> None:
    (copied / model.CARD).unlink()
    assert not model.present()
    with pytest.raises(DataFileError, match="lexicon"):
        model.load()


def test_the_shipped_model_is_small_enough_for_a_wheel() -> None:
    assert sum(path.stat().st_size for path in model.FOLDER.iterdir()) < 60_000_000


def test_the_card_says_what_a_user_must_know() -> None:
    card = model.load().card
    assert card.licence
    assert card.limits
    assert card.trained_on["corpus"]
    assert 0 < card.thresholds["act"] < 1
    assert card.measured


def test_a_window_is_encoded_the_same_alone_and_in_company() -> None:
    loaded = model.load()
    short, long = np.array([0, 5, 6, 7, 2]), np.arange(0, 60)
    alone = loaded.encode([short])[0]
    together = loaded.encode([short, long])[0, : len(short)]
    assert np.corrcoef(alone.ravel(), together.ravel())[0, 1] > 0.97  # eight-bit sums depend a little on what stands beside


def test_gelu_is_the_one_of_training() -> None:
    values = np.linspace(-4, 4, 41, dtype=np.float32)
    exact = [value * 0.5 * (1 + math.erf(value / math.sqrt(2))) for value in values.tolist()]
    assert np.allclose(heads._gelu(values), exact, atol=1e-5)
