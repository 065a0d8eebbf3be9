"""Near-duplicates among texts."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from rensa import RMinHash, RMinHashLSH

from tarazu.languages import fold_word

LIKENESS = 0.8
GRAM = 5
_SHORTEST = 40  # letters: bylines and captions are alike by nature
_HASHES, _BANDS, _SEED = 128, 32, 1


class Pair(msgspec.Struct, frozen=True):
    """Two texts that are alike: the names of both, the Jaccard likeness of their sets of character 5-grams, and the second one's text."""

    one: str
    two: str
    likeness: float
    text: str


def near_duplicates(texts: Sequence[tuple[str, str]], least: float = LIKENESS) -> list[Pair]:
    """The pairs of texts under different names that are alike by at least `least`, in the order of the second.

    Candidates come from MinHash with bands of four hashes, which miss one pair at 0.8 in ten million; the likeness told is the exact one.

    Args:
        texts: Names and texts; texts of one name are not compared, nor texts of fewer than 40 letters.
        least: From 0 to 1.

    Source: Broder (1997), On the resemblance and containment of documents.
    """
    index = RMinHashLSH(threshold=least, num_perm=_HASHES, num_bands=_BANDS)
    kept: list[tuple[str, str, frozenset[str]]] = []
    out = []
    for name, text in texts:
        folded = fold_word(text)
        if len(folded) < _SHORTEST:
            continue
        grams = frozenset(folded[at : at + GRAM] for at in range(len(folded) - GRAM + 1))
        hashed = RMinHash(num_perm=_HASHES, seed=_SEED)
        hashed.update(sorted(grams))
        for other, _, theirs in (kept[key] for key in sorted(index.query(hashed))):
            likeness = len(grams & theirs) / len(grams | theirs)
            if other != name and likeness >= least:
                out.append(Pair(other, name, round(likeness, 3), text))
        index.insert(len(kept), hashed)
        kept.append((name, text, grams))
    return out
