"""A person's corrections of one record: fields as they are typed, checked against the codebook."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

import msgspec

from tarazu.errors import OptionError
from tarazu.ontologies import plover
from tarazu.records import Assessment, CodedRecord, Event, Figure, Tie

_LISTS: Final = frozenset({"contexts", "actors", "recipients", "said_by", "subjects"})
_WHEN: Final = ("start", "end", "granularity")
_WHERE: Final = ("place", "country")
_NUMBERS: Final = frozenset({"value", "value_to"})

FIELDS: Final[Mapping[type[CodedRecord], tuple[str, ...]]] = {
    Event: ("type", "mode", "contexts", "channel", "actors", "recipients", *_WHEN, *_WHERE, "status", "amount", "unit", "said_by"),
    Tie: ("kind", "from", "to", "since", "until", "said_by"),
    Figure: ("indicator", "name", "value", "value_to", "unit", "period", "subjects", "qualifier", "status", "said_by"),
    Assessment: ("subject", "object", "dimension", "direction", *_WHEN, "said_by"),
}
"""The fields that a person may set, by kind of record."""


def apply_changes(record: CodedRecord, changes: Mapping[str, str]) -> CodedRecord:
    """A record with fields set anew.

    Args:
        record: As it stands.
        changes: Fields of `FIELDS` with their values as text: lists with semicolons, days as YYYY-MM-DD, empty for nothing.

    Returns:
        The record with the same id and evidence. An event's score follows its type and mode; a mode that its new type does not have is dropped.

    Raises:
        OptionError: There is no such field, or its value does not fit.

    Example:
        >>> tie = Tie(id="1", doc="a", kind="member_of", source="KAZ", target="CSTO", confidence=0.9, coder="x", evidence=())
        >>> apply_changes(tie, {"kind": "observer_of", "since": "2024-01-01"}).kind
        'observer_of'
    """
    known = FIELDS[type(record)]
    for field in changes:
        if field not in known:
            raise OptionError(f"--set {field}", "one of " + ", ".join(known), repr(field), f"this record is a {type(record).__name__.lower()}")
    row: dict[str, object] = msgspec.to_builtins(record)
    row.pop("record", None)
    for field, written in changes.items():
        if field not in {*_WHEN, *_WHERE, "amount"} and not (field == "unit" and isinstance(record, Event)):
            row[field] = _value(field, written.strip())
    if isinstance(record, Event | Assessment):
        row["when"] = _when(row.get("when"), changes)
    if isinstance(record, Event):
        row["where"] = _where(row.get("where"), changes)
        row["amount"] = _amount(row.get("amount"), changes)
    try:
        changed = msgspec.convert(row, type(record))
    except msgspec.ValidationError as error:
        field = str(error).rpartition("$.")[2].strip("`") or "value"
        raise OptionError(f"--set {', '.join(f'{key}={value}' for key, value in changes.items())}", f"a value that fits {field}", str(error), _HINT) from error
    return _follow(changed, changes) if isinstance(changed, Event) else changed


_HINT: Final = "see docs/coding-guide.md for the values; lists are written with semicolons, days as 2022-11-30"


def _value(field: str, written: str) -> object:
    if field in _LISTS:
        return [each.strip() for each in written.split(";") if each.strip()]
    if field in _NUMBERS and written:
        return _number(field, written)
    return written or None


def _number(field: str, written: str) -> float:
    hint = "write it with digits: 28e9 or 28000000000"
    try:
        value = float(written.replace(",", "").replace("_", ""))
    except ValueError as error:
        raise OptionError(f"--set {field}", "a number", repr(written), hint) from error
    if not math.isfinite(value):
        raise OptionError(f"--set {field}", "a finite number", repr(written), hint)
    return value


def _when(when: object, changes: Mapping[str, str]) -> object:
    asked = {field: changes[field].strip() for field in _WHEN if field in changes}
    if not asked:
        return when
    if "start" in asked and not asked["start"]:
        return None
    old = when if isinstance(when, dict) else {"text": ""}
    new = {**old, **asked}
    new.setdefault("start", asked.get("end", ""))
    if "start" in asked and "end" not in asked:
        new["end"] = max(str(new.get("end", "")), asked["start"]) if "end" in old and old.get("granularity") != "day" else asked["start"]
    new.setdefault("granularity", "day")
    if str(new["end"]) < str(new["start"]):
        raise OptionError(f"--set end={new['end']}", f"a day not before the start, {new['start']}", str(new["end"]), "set both: --set start=… --set end=…")
    return new


def _where(where: object, changes: Mapping[str, str]) -> object:
    if not any(field in changes for field in _WHERE):
        return where
    name = changes.get("place", str(where["name"]) if isinstance(where, dict) else "").strip()
    if not name:
        return None
    country = changes.get("country", str(where["country"] or "") if isinstance(where, dict) and "place" not in changes else "").strip()
    return {"name": name, "country": country or None}


def _amount(amount: object, changes: Mapping[str, str]) -> object:
    if "amount" not in changes and "unit" not in changes:
        return amount
    old = amount if isinstance(amount, dict) else {}
    written = changes.get("amount", str(old.get("value", ""))).strip()
    if not written:
        return None
    return {"value": _number("amount", written), "unit": changes.get("unit", str(old.get("unit") or "")).strip() or None}


def _follow(event: Event, changes: Mapping[str, str]) -> Event:
    """Mode and score follow the type."""
    book = plover()
    modes = book.types[event.type].modes
    mode = book.mode(event.type, event.mode)
    if event.mode and mode is None and "mode" in changes:
        expected = f"a mode of {event.type}: {', '.join(modes)}" if modes else f"no mode, for {event.type} has none"
        raise OptionError("--set mode", expected, repr(event.mode), "leave it empty for none: --set mode=")
    unknown = [each for each in event.contexts if each not in book.contexts]
    if unknown and "contexts" in changes:
        raise OptionError("--set contexts", "contexts of the codebook", ", ".join(unknown), "see docs/coding-guide.md for the list")
    if not event.actors:
        raise OptionError("--set actors", "at least one actor", "none", "reject the record if nobody acted: --reject")
    score = book.score(event.type, mode) if "type" in changes or "mode" in changes else event.score
    return msgspec.structs.replace(event, mode=mode, score=score)
