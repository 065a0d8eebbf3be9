"""How much each telling of a story weighs, so that copies of one source do not outvote the others."""

from __future__ import annotations

from collections.abc import Sequence

from tarazu.records import Chain, Telling


def weigh(chain: Chain, tellings: Sequence[Telling]) -> dict[str, float]:
    """Shares each independent witness of a story among the tellings that lead back to it.

    A witness counts one in all: where three documents have it from one agency, each of them weighs a third. A telling that leads back to two witnesses
    has a share of both.

    Args:
        chain: Who has the story from whom.
        tellings: Its tellings.

    Returns:
        By the ids of the events; above 0, and together as many as there are witnesses.
    """
    if not chain.witnesses:
        return {each.record.id: 1.0 for each in tellings}
    givers: dict[str, list[str]] = {}
    for link in chain.links:
        givers.setdefault(link.taker, []).append(link.giver)
    source = {doc: each.name for each in chain.sources for doc in each.docs}
    led = {each.record.id: _witnesses(source.get(each.record.doc, ""), givers, frozenset(chain.witnesses)) for each in tellings}
    count = dict.fromkeys(chain.witnesses, 0)
    for names in led.values():
        for name in names:
            count[name] += 1
    least = 1.0 / (len(tellings) + 1)  # of a telling that leads back to nobody, which a chain of other tellings may leave
    return {record: sum(1.0 / count[name] for name in names) or least for record, names in led.items()}


def _witnesses(name: str, givers: dict[str, list[str]], witnesses: frozenset[str]) -> frozenset[str]:
    reached: set[str] = set()
    front = [name]
    while front:
        each = front.pop()
        if each not in reached:
            reached.add(each)
            front += givers.get(each, ())
    return frozenset(reached) & witnesses
