"""Copies: which documents print the text of others, wholly or in part, in one language."""

from __future__ import annotations

import datetime as dt
import re
import struct
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from tarazu.analysis.source_names import names_it
from tarazu.errors import RecordError
from tarazu.languages import fold_word

# Tuned on the texts of corpus/stories, all of one to four sentences (see evals/copies.py).
LEAST_SHARED = 0.5
LEAST_SHARE = 0.25
MOST_DAYS = 31

_GRAM, _IDEOGRAPHS = 8, 4
_SHORTEST = 40
_LEAD = 400
_WHOLE_HASHES, _LEAD_HASHES = 64, 32
_HASHES = _WHOLE_HASHES + _LEAD_HASHES
_WHOLE_SEED, _LEAD_SEED = 1, 2
_FORM = 1
_HEAD = struct.Struct("<BBHI")  # form of the signature, rensa's algorithm, nothing, count of shingles
_SIGNATURE_BYTES = _HEAD.size + 4 * _HASHES
# What is estimated from a signature errs; what falls below this is no copy, the rest is measured on the texts.
_LEAST_ESTIMATE = LEAST_SHARED / 2
_LEAST_LEAD = 0.2
_KEPT_SETS = 256
_FEW = 30  # so many new documents are faster compared with the old ones one by one
_AT_ONCE = 2048  # what fits into the processor's cache is several times as fast
_MIXER, _ALL_BITS = 0x9E3779B97F4A7C15, 0xFFFFFFFFFFFFFFFF  # Fibonacci hashing (Knuth, The Art of Computer Programming 3, section 6.4): keys half as long
_WORD = re.compile(r"\w+")
_IDEOGRAPH = re.compile("[\u3400-\u9fff]")

Numbers = NDArray[np.uint32]
CopyKind = Literal["copies", "translates"]


class Printed(msgspec.Struct, frozen=True, kw_only=True):
    """A document as far as copying matters.

    Attributes:
        doc: Its id.
        text: As received.
        outlet: The label of its outlet; None where it is not known.
        published: When; None where it is not known.
        cites: The names of those on whose word it goes.
        signature: `signature(text)`; empty where it is to be computed.
    """

    doc: str
    text: str
    outlet: str | None = None
    published: dt.date | None = None
    cites: tuple[str, ...] = ()
    signature: bytes = b""


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """That one document has its text, or its acts, from another.

    Attributes:
        taker, giver: Ids of documents.
        share: The share of the taker that is the giver's, from 0 to 1: of its shingles where it copies, of its stories where it translates.
        kind: `copies` or `translates`.
    """

    taker: str
    giver: str
    share: float
    kind: CopyKind = "copies"


def signature(text: str) -> bytes:
    """The MinHash of a text, by which copies of it are found among many without reading them.

    Two sketches of the set of the text's shingles: one of the whole (64 hashes), one of its beginning (32 hashes), because what is cut is cut from
    the end, and the whole of a long text is not like the little that was kept of it.

    Args:
        text: Of any length and language.

    Returns:
        392 bytes: a head with the count of shingles, then 96 unsigned integers, little-endian.

    Source: Broder (1997), On the resemblance and containment of documents.

    Example:
        >>> len(signature("The two presidents met in Astana on Monday and signed a treaty."))
        392
    """
    from rensa import RMinHash

    plain = _plain(text)
    grams = _grams(plain)
    whole = RMinHash(num_perm=_WHOLE_HASHES, seed=_WHOLE_SEED)
    whole.update(grams)
    lead = RMinHash(num_perm=_LEAD_HASHES, seed=_LEAD_SEED)
    lead.update(_grams(plain[:_LEAD]))
    head = _HEAD.pack(_FORM, RMinHash.ALGORITHM_VERSION, 0, len(grams))
    return head + np.array([*whole.digest(), *lead.digest()], dtype="<u4").tobytes()


def bands(signed: bytes) -> tuple[str, ...]:
    """The keys under which a text is filed: a text that may be a copy of another shares at least one with it.

    A key is made of two neighbouring hashes. Two short texts whose likeness is J (shingles in both, of those in either) share none in about
    exp(-96 J^2 (1 - J)) of cases: at a half, one in 160,000; at a third, one in 1,200; at a fifth, one in 22. Long texts that begin differently have but 64.

    Args:
        signed: `signature` of a text.

    Returns:
        96 keys of 12 letters; none for a text too short to be compared (fewer than 40 letters, or half as many ideographs).

    Raises:
        RecordError: It is no signature of this version.

    Source: Leskovec, Rajaraman, Ullman (2020), Mining of Massive Datasets, section 3.4; the bands overlap here, which finds more with as many hashes.
    """
    rows, sizes = _matrix([signed])
    if not sizes[0]:
        return ()
    return tuple(f"{band:02x}{(key * _MIXER & _ALL_BITS) >> 24:010x}" for band, key in enumerate(_band_keys(rows)[0].tolist()))


def candidates(signed: bytes, others: Sequence[bytes]) -> tuple[int, ...]:
    """Which of many texts are worth comparing with one.

    Args:
        signed: The signature of the one.
        others: Those of the many; 100,000 take some 40 ms.

    Returns:
        Their positions, rising.

    Raises:
        RecordError: One is no signature of this version.
    """
    row, size = _matrix([signed])
    if not size[0]:
        return ()
    out: list[int] = []
    for start in range(0, len(others), _AT_ONCE):
        rows, sizes = _matrix(others[start : start + _AT_ONCE])
        same = rows == row
        following = np.concatenate([same[:, 1:], same[:, :1]], axis=1)
        # the last hash of a sketch is followed by its first
        following[:, _WHOLE_HASHES - 1], following[:, -1] = same[:, 0], same[:, _WHOLE_HASHES]
        near = np.flatnonzero((same & following).any(axis=1) & (sizes > 0))
        kept = near[_likely(row, rows[near], size, sizes[near])]
        out += (kept + start).tolist()
    return tuple(out)


def find_copies(new: Sequence[Printed], old: Sequence[Printed] = ()) -> tuple[Copy, ...]:
    """Finds the copies among new documents, and between new and old ones; the order of either does not matter.

    Two texts are copy and original where one of them shares at least half of its shingles (eight letters in a row, four where the text is written in
    ideographs, of the folded words) with the other, and the taker at least a quarter of its own: so a copy under another headline, a copy cut short and one
    with a paragraph added are found, and two texts that quote one sentence are not. They must be published within 31 days of each other: news that
    recurs every year in the same words is no copy. The one that is cited by the other gives, since nobody names a source that took it from him; else the
    earlier; of one day the longer; else the one of the smaller id.

    Args:
        new: Documents; those of fewer than 40 letters (20 ideographs) are not compared, since captions and bylines are alike by nature.
        old: Documents whose copies among themselves are known already; of many, those that share one of their `bands` with a new one are enough.

    Returns:
        By taker, then giver.

    Raises:
        RecordError: A signature is of another version, or one id stands for two documents.
    """
    _refuse_twins([*new, *old])
    signed = {each.doc: each.signature or signature(each.text) for each in (*new, *old)}
    fresh = {each.doc for each in new}
    if len(new) <= _FEW:
        kept = [signed[each.doc] for each in old]
        old = [old[at] for at in sorted({at for each in new for at in candidates(signed[each.doc], kept)})]
    documents = sorted([*new, *old], key=lambda each: each.doc)
    rows, sizes = _matrix([signed[each.doc] for each in documents])
    is_new = np.array([each.doc in fresh for each in documents], dtype=np.bool_)
    grams = lru_cache(maxsize=_KEPT_SETS)(lambda at: _grams(_plain(documents[at].text)))
    found = [_compare(documents, one, two, grams) for one, two in _pairs(rows, sizes, is_new)]
    return tuple(sorted((copy for copies in found for copy in copies), key=lambda copy: (copy.taker, copy.giver)))


def _compare(documents: Sequence[Printed], one: int, two: int, grams: Callable[[int], frozenset[str]]) -> tuple[Copy, ...]:
    """The copy of a pair; none where the texts are not alike enough."""
    left, right = documents[one], documents[two]
    if left.published and right.published and abs((left.published - right.published).days) > MOST_DAYS:
        return ()
    mine, theirs = grams(one), grams(two)
    shared = len(mine & theirs)
    if shared < LEAST_SHARED * min(len(mine), len(theirs)):
        return ()
    left_gives = _gives(left, right)
    share = shared / len(theirs if left_gives else mine)
    giver, taker = (left, right) if left_gives else (right, left)
    return (Copy(taker=taker.doc, giver=giver.doc, share=round(share, 3)),) if share >= LEAST_SHARE else ()


def _gives(one: Printed, two: Printed) -> bool:
    """Whether the first is the giver; never both ways round."""
    by_one, by_two = names_it(two.cites, one.outlet), names_it(one.cites, two.outlet)
    if by_one != by_two:
        return by_one
    if one.published and two.published and one.published != two.published:
        return one.published < two.published
    if len(one.text) != len(two.text):
        return len(one.text) > len(two.text)
    return one.doc < two.doc


def _pairs(rows: Numbers, sizes: Numbers, is_new: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """The positions of texts that share a band and look alike, at least one of each pair new; each pair once, in order."""
    filed = np.flatnonzero(sizes > 0)
    found: list[NDArray[np.int64]] = []
    for keys in _band_keys(rows[filed]).T:
        order = np.argsort(keys, kind="stable")
        ranked, places = keys[order], filed[order]
        # neighbours at growing distance: as long as some share the key, in a memory that does not grow with the size of a group
        for step in range(1, len(ranked)):
            same = np.flatnonzero(ranked[step:] == ranked[:-step])
            if not len(same):
                break
            one, two = places[same], places[same + step]
            wanted = is_new[one] | is_new[two]
            one, two = one[wanted], two[wanted]
            alike = _likely(rows[one], rows[two], sizes[one], sizes[two])
            found.append(np.stack([np.minimum(one, two)[alike], np.maximum(one, two)[alike]], axis=1))
    whole = np.unique(np.concatenate(found), axis=0) if found else np.empty((0, 2), dtype=np.int64)
    yield from whole.tolist()


def _likely(left: Numbers, right: Numbers, left_sizes: Numbers, right_sizes: Numbers) -> NDArray[np.bool_]:
    """Whether rows of hashes look like copy and original.

    Source: from the estimated likeness J of two sets of a and b things, J / (1 + J) * (a + b) are in both.
    """
    same = left == right
    likeness = same[:, :_WHOLE_HASHES].mean(axis=1)
    both = likeness / (1 + likeness) * (left_sizes.astype(np.float64) + right_sizes)
    shared: NDArray[np.bool_] = both >= _LEAST_ESTIMATE * np.minimum(left_sizes, right_sizes)
    leads: NDArray[np.bool_] = same[:, _WHOLE_HASHES:].mean(axis=1) >= _LEAST_LEAD
    return shared | leads


def _matrix(signatures: Sequence[bytes]) -> tuple[Numbers, Numbers]:
    """The hashes of signatures as rows, and the counts of shingles."""
    from rensa import RMinHash

    form = _FORM + (RMinHash.ALGORITHM_VERSION << 8)
    odd = next((len(signed) for signed in signatures if len(signed) != _SIGNATURE_BYTES), None)
    numbers = np.frombuffer(b"".join(signatures) if odd is None else b"", dtype="<u4").reshape(-1, _SIGNATURE_BYTES // 4)
    if odd is not None or (numbers[:, 0] != form).any():
        wanted = f"{_SIGNATURE_BYTES} bytes of form {_FORM} and algorithm {RMinHash.ALGORITHM_VERSION}"
        found = "another form or algorithm" if odd is None else f"{odd} bytes"
        raise RecordError("signature", wanted, found, "sign the documents again: rensa or Tarazu has changed")
    head = _HEAD.size // 4
    return numbers[:, head:], numbers[:, head - 1]


def _band_keys(rows: Numbers) -> NDArray[np.uint64]:
    """For each row the keys of its bands: each hash with the next of its sketch, the last with the first."""
    wide = rows.astype(np.uint64)
    following = np.concatenate([np.roll(sketch, -1, axis=1) for sketch in (wide[:, :_WHOLE_HASHES], wide[:, _WHOLE_HASHES:])], axis=1)
    keys: NDArray[np.uint64] = (wide << np.uint64(32)) | following
    return keys


def _plain(text: str) -> str:
    """The words of a text, folded, without what stands between them."""
    return " ".join(_WORD.findall(fold_word(text)))


def _grams(plain: str) -> frozenset[str]:
    """The shingles of folded words; none of a text too short to be compared."""
    dense = 2 * len(_IDEOGRAPH.findall(plain)) > len(plain)
    length = _IDEOGRAPHS if dense else _GRAM
    if len(plain) < _SHORTEST * length // _GRAM:
        return frozenset()
    return frozenset(plain[at : at + length] for at in range(len(plain) - length + 1))


def _refuse_twins(documents: Sequence[Printed]) -> None:
    doc, times = next(iter(Counter(each.doc for each in documents).most_common(1)), ("", 0))
    if times > 1:
        raise RecordError(f"document {doc}", "one document of this id", str(times), "give each document once, as new or as old")
