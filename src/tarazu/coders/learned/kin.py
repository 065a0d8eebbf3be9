"""Who an open mention may be: its kin among the mentions of the document, as the network sees them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

from tarazu.coders.learned.features import Place, same_features
from tarazu.coders.learned.model import Model
from tarazu.coders.learned.sight import Sight
from tarazu.records import Kin, Kinship, Mention, Sentence

_REACH = 8  # sentences, as in training
_FAR = 300  # words; a document of one endless sentence must not take for ever
_LIKELY = 0.02


def find_kin(sentences: Sequence[Sentence], text: str, sight: Sight, model: Model) -> Kinship:
    """For each open mention those that may be the same actor, or of the same state.

    Args:
        sentences: With their mentions.
        text: The folded text of the document.
        sight: What the network sees.
        model: The network.
    """
    mentions = [mention for sentence in sentences for mention in sentence.mentions if mention.kind != "project"]
    asked = [at for at, mention in enumerate(mentions) if mention.actor is None and mention.kind != "place"]
    if not asked:
        return {}
    where = [_place(mention, sight) for mention in mentions]
    words = [text[mention.start : mention.end] for mention in mentions]
    vectors = model.heads.spans(sight.words, np.array([(place.first, place.last) for place in where], dtype=np.int64))
    firsts = [place.first for place in where]
    pairs = [
        (a, b)
        for a in asked
        for b in range(bisect_left(firsts, firsts[a] - _FAR), bisect_left(firsts, firsts[a] + _FAR))
        if a != b and abs(mentions[a].sentence - mentions[b].sentence) <= _REACH
    ]
    if not pairs:
        return {}
    features = np.array(
        [same_features((where[a], mentions[a].kind, words[a]), (where[b], mentions[b].kind, words[b])) for a, b in pairs], dtype=np.int64
    )
    shares = model.heads.same(vectors, np.array(pairs, dtype=np.int64), features)
    out: dict[tuple[int, int], list[Kin]] = {}
    for (a, b), (same, state) in zip(pairs, shares.tolist(), strict=True):
        if max(same, state) >= _LIKELY:
            out.setdefault((mentions[a].sentence, mentions[a].first), []).append(Kin(mentions[b].sentence, mentions[b].first, same, state))
    return {key: tuple(found) for key, found in out.items()}


def _place(mention: Mention, sight: Sight) -> Place:
    start = sight.starts[mention.sentence]
    return Place(mention.sentence, start + mention.first, start + mention.last, sight.known[mention.sentence].clauses[mention.first])
