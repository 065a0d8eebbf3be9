"""Where an entity belongs: the place in its name ("Police (Kazakhstan)"), or else the place of those it deals with."""

from __future__ import annotations

import re

import msgspec
import numpy as np

from tarazu.forecast.arrays import Ints
from tarazu.forecast.graph import Graph

_NAMED = re.compile(r"(?P<role>.+?)[ _]*\((?P<place>[^()]+)\)\s*")


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """What the names say.

    Attributes:
        places: For each entity the number of its place, from 1; 0 where its name says none.
        roles: For each entity the number of its role ("Police"), from 2; 0 where its name says none, 1 for a place itself.
        names: The names of the places; the first, of number 0, is empty.
    """

    places: Ints
    roles: Ints
    names: tuple[str, ...]


def read_names(entities: tuple[str, ...]) -> Named:
    """Splits names of the form "role (place)"; an entity that bears the name of such a place is the place itself.

    Example:
        >>> named = read_names(("Police (Kazakhstan)", "Kazakhstan", "A. Person"))
        >>> named.places.tolist(), named.roles.tolist(), named.names
        ([1, 1, 0], [2, 1, 0], ('', 'Kazakhstan'))
    """
    split = [_NAMED.fullmatch(name) for name in entities]
    found = sorted({match["place"].replace("_", " ") for match in split if match})
    numbers = {name: at for at, name in enumerate(found, 1)}
    roles: dict[str, int] = {}
    places = np.zeros(len(entities), dtype=np.int64)
    kinds = np.zeros(len(entities), dtype=np.int64)
    for at, (name, match) in enumerate(zip(entities, split, strict=True)):
        if match:
            places[at] = numbers[match["place"].replace("_", " ")]
            kinds[at] = roles.setdefault(match["role"], len(roles) + 2)
        elif name.replace("_", " ") in numbers:
            places[at], kinds[at] = numbers[name.replace("_", " ")], 1
    return Named(places=places, roles=kinds, names=("", *found))


def follow_places(graph: Graph, named: Named) -> Ints:
    """The place of each entity on each day, as it could be known before that day.

    One whose name says no place gets the one that it has dealt with most so far (of a tie, the one it had); 0 before its first dealing.

    Args:
        graph: Facts told from both ends.
        named: What the names say.

    Returns:
        Places by day (rows, one more than there are days) and entity (columns).
    """
    entities, count = len(graph.entities), len(named.names)
    last = int(graph.days[-1]) + 1
    known = named.places.copy()
    history = np.zeros((last + 1, entities), dtype=np.int64)
    dealings = np.zeros((entities, count), dtype=np.int32)
    for day in range(last):
        history[day] = known
        here = graph.between(day, day + 1)
        subjects, met = graph.subjects[here], named.places[graph.objects[here]]
        open_ones = (named.places[subjects] == 0) & (met > 0)
        np.add.at(dealings, (subjects[open_ones], met[open_ones]), 1)
        moved = np.unique(subjects[open_ones])
        best = dealings[moved].argmax(axis=1)
        better = dealings[moved, best] > dealings[moved, known[moved]]
        known[moved[better]] = best[better]
    history[last] = known
    return history
