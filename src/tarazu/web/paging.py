"""Pages of lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

import msgspec

T = TypeVar("T")


class Page(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """A page of a list.

    Attributes:
        items: What is on it.
        total: How many there are on all pages.
        offset: How many go before.
    """

    items: tuple[T, ...]
    total: int
    offset: int


def page(items: Sequence[T], limit: int, offset: int) -> Page[T]:
    """Cuts a page out of a list.

    Example:
        >>> page("abcdef", 2, 1).items
        ('b', 'c')
    """
    return Page(items=tuple(items[offset : offset + limit]), total=len(items), offset=offset)
