"""JSON as the exports write it: typed values, lists that are written as they come, one object a line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

import msgspec

JsonValue = str | int | float | bool | None | list["JsonValue"] | dict[str, "JsonValue"]
JsonObject = dict[str, JsonValue]


def encode(value: JsonValue) -> str:
    """One value as JSON on one line, letters as they are.

    Example:
        >>> encode({"a": [1, None]})
        '{"a":[1,null]}'
    """
    return msgspec.json.encode(value).decode("utf-8")


def write_lines(stream: TextIO, items: Iterable[JsonObject]) -> int:
    """Writes one object a line, and says how many."""
    count = 0
    for item in items:
        stream.write(encode(item) + "\n")
        count += 1
    return count


def write_list(stream: TextIO, items: Iterable[JsonObject], *, head: str = "", tail: str = "") -> int:
    """Writes a JSON list as its items come, one a line, and says how many.

    Args:
        stream: Where to.
        items: What stands in the list; few are held at a time.
        head: What stands before it, where the list is a part of an object.
        tail: What stands after it.
    """
    count = 0
    stream.write(f"{head}[")
    for item in items:
        stream.write(("," if count else "") + "\n" + encode(item))
        count += 1
    stream.write(f"\n]{tail}\n")
    return count


def stated(**fields: JsonValue) -> JsonObject:
    """An object of those fields that have a value: what is None or an empty list was not stated and is left out.

    Example:
        >>> stated(title="A", author=None, chain=[])
        {'title': 'A'}
    """
    return {name: value for name, value in fields.items() if value is not None and value != []}
