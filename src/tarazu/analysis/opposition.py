"""What contradicts what, and how much: directions of judgements, statuses, types and amounts of acts.

0 is compatible, 1 is a flat contradiction; below `LEAST` two records do not stand against each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import log
from typing import Final

from tarazu.ontologies import plover
from tarazu.records import Amount, Dimension

LEAST: Final = 0.25

# What moves up cannot move down, and what is strong cannot be weak. Strong but falling, or weak but rising, can be said in one breath, yet two
# voices who choose different halves of it disagree on the picture; so do those for whom nothing moves and those for whom something does.
_DIRECTIONS: Final[Mapping[frozenset[str], float]] = {
    frozenset(("rising", "falling")): 1.0,
    frozenset(("strong", "weak")): 1.0,
    frozenset(("strong", "falling")): 0.5,
    frozenset(("weak", "rising")): 0.5,
    frozenset(("unchanged", "rising")): 0.5,
    frozenset(("unchanged", "falling")): 0.5,
}
# A planned act that is called off is mostly the next chapter and only sometimes another version.
_STATUSES: Final[Mapping[frozenset[str], float]] = {
    frozenset(("actual", "denied")): 1.0,
    frozenset(("actual", "cancelled")): 1.0,
    frozenset(("planned", "denied")): 0.5,
    frozenset(("planned", "cancelled")): 0.5,
}
_FULL_DISTANCE: Final = 5.0
_FULL_RATIO: Final = 2.0


def directions_oppose(one: str, other: str, dimension: Dimension) -> float:
    """How much two judgements of one dimension of one relation oppose each other, from 0 to 1.

    Source: Tarazu's coding guide, Assessment: "relations have never been this bad" is relations/falling, so falling relations are bad ones,
    and an enduring alliance (relations/strong) contradicts them flatly.

    Example:
        >>> directions_oppose("strong", "falling", "relations"), directions_oppose("strong", "falling", "influence")
        (1.0, 0.5)
    """
    pair = frozenset((one, other))
    if dimension == "relations" and pair == {"strong", "falling"}:
        return 1.0
    return _DIRECTIONS.get(pair, 0.0)


def statuses_oppose(one: str, other: str) -> float:
    """How much two statuses of one act oppose each other, from 0 to 1."""
    return _STATUSES.get(frozenset((one, other)), 0.0)


def types_oppose(one: str, other: str) -> float:
    """How much two types of one act oppose each other: cooperation against conflict, by the distance of their scores; full from 5 points on.

    Source: PLOVER's scores, from -10 to +10; REQUEST has 0 and opposes nothing.

    Example:
        >>> types_oppose("AGREE", "REJECT"), types_oppose("AGREE", "CONSULT"), types_oppose("AID", "ASSAULT")
        (0.9, 0.0, 1.0)
    """
    scores: dict[str, float] = {name: each.score for name, each in plover().types.items()}
    first, second = scores[one], scores[other]
    return min(1.0, abs(first - second) / _FULL_DISTANCE) if first * second < 0 else 0.0


def amounts_oppose(one: Amount, other: Amount) -> float:
    """How much two amounts of one act oppose each other, by the ratio of their values; full from twice as much on.

    Amounts in different units are not compared.

    Example:
        >>> round(amounts_oppose(Amount(value=2000, unit="soldiers"), Amount(value=2500, unit="soldiers")), 2)
        0.32
    """
    if one.unit != other.unit or one.value == other.value:
        return 0.0
    if one.value * other.value <= 0:
        return 1.0
    return min(1.0, abs(log(one.value / other.value)) / log(_FULL_RATIO))
