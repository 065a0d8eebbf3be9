"""The trained model: encoder, heads, vocabulary and card, loaded once and checked against the card's digests."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import msgspec
import numpy as np
import numpy.typing as npt

from tarazu.coders.learned import labels
from tarazu.coders.learned.heads import Floats, Heads, Integers
from tarazu.errors import DataFileError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

FOLDER = Path(__file__).parent / "model"
CARD, ENCODER, HEADS, PIECES, VOCABULARY = "card.json", "encoder.onnx", "heads.npz", "pieces.npz", "tokenizer.json"
BLOCK = 32  # numbers of a vector that share a scale
_PAD = 1


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """What the model is.

    Attributes:
        name: Name and version, as it stands in the records.
        licence: Of the weights.
        base: The encoder that training began with.
        trained_on: The corpus: its digest and how much of it.
        labels: The signature of the labels and features.
        digests: SHA-256 of each file.
        thresholds: The least probability at which something is taken, by name.
        calibration: Weights of the log-odds that a trigger is a coded act, by feature.
        measured: Figures by name.
        limits: What it is not good for.
    """

    name: str
    licence: str
    base: str
    trained_on: dict[str, str]
    labels: str
    digests: dict[str, str]
    thresholds: dict[str, float]
    calibration: dict[str, float]
    measured: dict[str, float]
    limits: str


class Encode(Protocol):
    """An encoder: vectors of pieces (windows, pieces, width) and mask (windows, pieces) -> vectors in context, of the same shape."""

    def __call__(self, pieces: Floats, mask: Integers) -> Floats:
        """Encodes padded windows."""


class Pieces(msgspec.Struct, frozen=True):
    """The vectors of pieces in four bits: numbers (pieces, blocks, 16), low halves first, and scales (pieces, blocks)."""

    packed: npt.NDArray[np.uint8]
    scales: npt.NDArray[np.float16]

    def vectors(self, ids: Integers) -> Floats:
        """The vectors of some pieces: (..., width)."""
        packed = self.packed[ids]
        numbers = np.concatenate([packed & 15, packed >> 4], axis=-1).astype(np.float32) - 8
        scaled = numbers * self.scales[ids].astype(np.float32)[..., None]
        out: Floats = scaled.reshape(*ids.shape, -1)
        return out


class Model:
    """A loaded model.

    Attributes:
        card: What it is.
        heads: Its heads.
        tokenizer: Cuts words into pieces.
        width: Of its vectors.
    """

    def __init__(self, card: Card, heads: Heads, tokenizer: Tokenizer, encoder: tuple[Pieces, Encode]) -> None:
        self.card = card
        self.heads = heads
        self.tokenizer = tokenizer
        self._pieces, self._encode = encoder
        self.width = self._pieces.scales.shape[1] * BLOCK

    def encode(self, windows: Sequence[Integers]) -> Floats:
        """The vectors of the pieces of some windows, padded to the longest."""
        longest = max(len(ids) for ids in windows)
        ids = np.full((len(windows), longest), _PAD, dtype=np.int64)
        mask = np.zeros((len(windows), longest), dtype=np.int64)
        for row, each in enumerate(windows):
            ids[row, : len(each)] = each
            mask[row, : len(each)] = 1
        return self._encode(self._pieces.vectors(ids), mask)


def present() -> bool:
    """Whether a trained model lies in the package."""
    return (FOLDER / CARD).exists()


@lru_cache(maxsize=1)
def load() -> Model:
    """Loads the model that is shipped with Tarazu.

    Raises:
        DataFileError: A file is missing, is not the one that the card names, or was trained with other labels.
    """
    card = _card(FOLDER / CARD)
    for name, digest in card.digests.items():
        path = FOLDER / name
        found = hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else "no file"
        if found != digest:
            raise DataFileError(str(path), f"the file with digest {digest[:12]}", found[:12], "install Tarazu anew, or run `make train`")
    if card.labels != labels.signature():
        raise DataFileError(str(FOLDER / CARD), f"a model for the labels {labels.signature()}", card.labels, "run `make train`")
    from tokenizers import Tokenizer

    with np.load(FOLDER / HEADS) as stored:
        heads = Heads(dict(stored))
    with np.load(FOLDER / PIECES) as stored:
        pieces = Pieces(stored["packed"], stored["scales"])
    return Model(card, heads, Tokenizer.from_file(str(FOLDER / VOCABULARY)), (pieces, _session(FOLDER / ENCODER)))


def _card(path: Path) -> Card:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Card)
    except (OSError, msgspec.DecodeError) as error:
        raise DataFileError(str(path), "the card of the trained model", str(error), "install Tarazu anew, or use --coder lexicon") from error


def _session(path: Path) -> Encode:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def encode(pieces: Floats, mask: Integers) -> Floats:
        hidden: Floats = session.run(["hidden"], {"pieces": pieces, "mask": mask})[0]
        return hidden

    return encode
