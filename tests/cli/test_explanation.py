"""A record opened for people."""

import pytest

from tarazu.cli.explanation import _mark
from tarazu.records import Evidence, Part


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([("trigger", 2, 4)], "ab[trigger: cd]ef"),
        ([("actor", 0, 6), ("trigger", 2, 4)], "[actor: ab[trigger: cd]ef]"),
        ([("from", 0, 2), ("to", 2, 6)], "[from: ab][to: cdef]"),
        ([("trigger", 0, 2), ("from", 0, 2), ("to", 0, 2)], "[trigger/from/to: ab]cdef"),
        ([("actor", 0, 4), ("trigger", 0, 2)], "[actor: [trigger: ab]cd]ef"),
        ([("place", 4, 4), ("time", -9, -2)], "abcdef"),
    ],
    ids=["one", "inside", "beside", "same", "begin together", "empty or outside"],
)
def test_mark_puts_brackets_around_parts(parts, expected: str) -> None:
    evidence = Evidence(
        sentence=0, start=10, end=16, text="abcdef", parts=tuple(Part(role=role, start=10 + start, end=10 + end) for role, start, end in parts)
    )
    assert _mark(evidence).plain == expected
