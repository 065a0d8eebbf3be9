"""What is asked: the parts of addresses and bodies that several routes share, checked before a route sees them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

import msgspec
from fastapi import Depends, Query, Request

from tarazu.api.days import first_day, last_day
from tarazu.errors import OptionError

T = TypeVar("T")

Limit = Annotated[int, Query(ge=1, le=500)]
"""How many of a list, at most 500."""

Offset = Annotated[int, Query(ge=0, le=10_000_000)]
"""How many of a list go before."""


def body(kind: type[T]) -> Callable[[Request], Awaitable[T]]:
    """Makes a dependency that reads the request's body as a record: `asked: Annotated[Decided, Depends(body(Decided))]`.

    Raises:
        OptionError: When asked: the body is not such a record.
    """

    async def read(request: Request) -> T:
        raw = await request.body()
        try:
            return msgspec.json.decode(raw, type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise OptionError("body", f"JSON of {kind.__name__.lower()}", str(error), "see /api/docs of this server for what it takes") from error

    return read


def _since(since: Annotated[str | None, Query(alias="from")] = None) -> dt.date | None:
    return first_day(since)


def _until(until: Annotated[str | None, Query(alias="to")] = None) -> dt.date | None:
    return last_day(until)


Since = Annotated[dt.date | None, Depends(_since)]
"""The first day that is asked about, in the query as `from`: a day or a month."""

Until = Annotated[dt.date | None, Depends(_until)]
"""The last day that is asked about, in the query as `to`: a day or a month."""
