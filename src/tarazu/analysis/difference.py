"""What two codings of the same documents have in common, and where they differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

import msgspec

from tarazu.records import CodedRecord

Change = Literal["added", "removed", "changed"]
Likeness = Callable[[CodedRecord, CodedRecord], float]

_SILENT = frozenset({"id", "coder", "evidence", "doc", "confidence", "record"})


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One record that two runs do not have alike.

    Attributes:
        change: `added` if only the second run has it, `removed` if only the first, `changed` if both have it and it says something else.
        before, after: The record of each run; None where it has none.
        fields: For `changed`, what it says otherwise, in the words of the contract: `type`, `actors`, …
    """

    change: Change
    before: CodedRecord | None
    after: CodedRecord | None
    fields: tuple[str, ...] = ()


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """How two runs differ over the documents that both have coded.

    Attributes:
        documents: How many those are.
        same: How many records are alike in all that they say.
        differences: The others, document by document.
        only_first, only_second: How many documents only one of them has coded.
    """

    documents: int
    same: int
    differences: tuple[Difference, ...]
    only_first: int = 0
    only_second: int = 0


def compare(pairs: Iterable[tuple[Sequence[CodedRecord], Sequence[CodedRecord]]], likeness: Likeness, enough: float) -> Comparison:
    """Compares what two runs made of the same documents.

    Records are paired greedily, the likest first, so that a record that only moved or changed its type is one change and not a loss and a gain.

    Args:
        pairs: For each document, the records of the first and of the second run.
        likeness: How much two records of one document say the same at the same place, at least 0.
        enough: The least likeness at which two are one record.
    """
    documents = same = 0
    differences: list[Difference] = []
    for before, after in pairs:
        documents += 1
        alike, found = _differences(before, after, likeness, enough)
        same += alike
        differences += found
    return Comparison(documents=documents, same=same, differences=tuple(differences))


def _differences(before: Sequence[CodedRecord], after: Sequence[CodedRecord], likeness: Likeness, enough: float) -> tuple[int, list[Difference]]:
    ranked = sorted(
        ((likeness(one, two), -i, -j) for i, one in enumerate(before) for j, two in enumerate(after) if likeness(one, two) >= enough), reverse=True
    )
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in ranked:
        if -i not in partner and -j not in taken:
            partner[-i] = -j
            taken.add(-j)
    same, found = 0, []
    for at, record in enumerate(before):
        if at not in partner:
            found.append(Difference(change="removed", before=record, after=None))
        elif fields := _fields(record, after[partner[at]]):
            found.append(Difference(change="changed", before=record, after=after[partner[at]], fields=fields))
        else:
            same += 1
    found += [Difference(change="added", before=None, after=record) for at, record in enumerate(after) if at not in taken]
    return same, found


def _fields(one: CodedRecord, two: CodedRecord) -> tuple[str, ...]:
    first, second = msgspec.to_builtins(one), msgspec.to_builtins(two)
    return tuple(name for name in first if name not in _SILENT and first[name] != second.get(name))
