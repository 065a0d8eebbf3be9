"""Who acts on whom, as a network: GEXF with its times for Gephi, GraphML for everything else."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from tarazu.errors import OptionError
from tarazu.exports.actors import country_of, kind_of
from tarazu.exports.targets import Label, LeftOut, target_file
from tarazu.exports.written import Written
from tarazu.ontologies import plover
from tarazu.records import Event, HeldDocument, When, state_of

if TYPE_CHECKING:
    from networkx import MultiDiGraph

Level = Literal["state", "actor"]
NetworkShape = Literal["gexf", "graphml"]

_NO_CHANNEL = "none"
# XML 1.0 has no place for these, whatever a label holds.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _Edge(msgspec.Struct, kw_only=True):
    """What is counted of one edge while the documents pass."""

    count: int = 0
    score: float = 0.0
    undated: int = 0
    documents: int = 0
    last_document: str = ""
    times: set[tuple[dt.date, dt.date]] = msgspec.field(default_factory=set)

    def add(self, event: Event) -> None:
        """Counts one act."""
        self.count += 1
        self.score += event.score
        if event.doc != self.last_document:  # documents come one after the other, so the last one is enough to know
            self.documents += 1
            self.last_document = event.doc
        if event.when is None:
            self.undated += 1
        else:
            self.times.add(_days(event.when))


_Key = tuple[str, str, str, str]


def write_network(documents: Iterable[HeldDocument], path: Path, *, shape: NetworkShape, label: Label, level: Level = "state") -> Written:
    """Writes who acts on whom as a directed network with one edge for each pair, channel and quad class.

    Only acts that happened make an edge: one that is planned, denied, called off or only thought of is left out and counted, as are acts
    of one without a recipient and, at the level of states, acts within one state. An act of two on three makes six edges heavier; a reciprocal act of two
    (both met, signed, fought) makes one edge in each direction.
    An edge has `weight` (number of acts), `channel` (`none` where the act has none), `quad` (PLOVER's: verbal or material, cooperation or conflict),
    `score` (mean, -10 to +10), `documents`, `undated` and, as far as the acts are dated, `first` and `last`; a node has `kind` and `country`.

    Args:
        documents: The documents of a case; only sums are kept of them.
        path: The file.
        shape: `gexf` (each edge has the spells of its acts, so that Gephi's timeline plays them) or `graphml` (no spells).
        label: Makes an id readable.
        level: `state` for states and bodies (`KAZ`), `actor` for actors as they are coded (`KAZ/kassym-jomart-tokayev`).

    Returns:
        The file, the number of nodes and edges, and what made no edge.

    Raises:
        OptionError: `shape` or `level` is unknown, or the file cannot be written.
        DataFileError: A file of the register or the codebook is broken.

    Source: GEXF 1.3, https://gexf.net; quad classes: PLOVER.
    """
    if shape not in {"gexf", "graphml"}:
        raise OptionError("shape", "gexf or graphml", repr(shape), "choose one of the two")
    if level not in {"state", "actor"}:
        raise OptionError("level", "state or actor", repr(level), "choose one of the two")
    left_out = LeftOut()
    edges = _edges(documents, level, left_out)
    graph = _graph(edges, label)
    with target_file(path) as place:
        if shape == "gexf":
            _write_gexf(graph, place)
        else:
            _write_graphml(graph, place)
    return Written(paths=(path,), rows=graph.number_of_nodes() + graph.number_of_edges(), left_out=left_out.told(path.name))


def _edges(documents: Iterable[HeldDocument], level: Level, left_out: LeftOut) -> dict[_Key, _Edge]:
    quads = {name: each.quad for name, each in plover().types.items()}
    edges: dict[_Key, _Edge] = {}
    for document in documents:
        for held in document.records:
            event = held.record
            if not isinstance(event, Event):
                left_out.add(f"{type(event).__name__.lower()}: only acts make an edge")
            elif event.status != "actual":
                left_out.add(f"event that is {event.status}: only acts that happened make an edge")
            else:
                pairs = _pairs(event, level)
                if not pairs:
                    left_out.add("event without two different actors: nothing to draw between")
                for actor, recipient in pairs:
                    edges.setdefault((actor, recipient, event.channel or _NO_CHANNEL, quads[event.type]), _Edge()).add(event)
    return edges


def _pairs(event: Event, level: Level) -> tuple[tuple[str, str], ...]:
    """Who acts on whom. Reciprocal acts have all their parties as actors: each then acts on each other."""
    actors, recipients = event.actors, event.recipients or event.actors
    if level == "state":
        actors, recipients = tuple(map(state_of, actors)), tuple(map(state_of, recipients))
    return tuple(dict.fromkeys((actor, recipient) for actor in actors for recipient in recipients if actor != recipient))


def _graph(edges: dict[_Key, _Edge], label: Label) -> MultiDiGraph[str]:
    import networkx as nx  # slow to load

    graph: MultiDiGraph[str] = nx.MultiDiGraph(name="Tarazu")
    for actor in sorted({end for source, target, _, _ in edges for end in (source, target)}):
        graph.add_node(_plain(actor), label=_plain(label(actor)), kind=kind_of(actor), country=country_of(actor) or "")
    for (source, target, channel, quad), edge in sorted(edges.items()):
        facts: dict[str, str | int | float] = {
            "weight": float(edge.count), "label": f"{channel}: {quad}", "channel": channel, "quad": quad, "score": edge.score / edge.count,
            "documents": edge.documents, "undated": edge.undated,
        }  # fmt: skip
        if edge.times:
            facts |= {"first": min(edge.times)[0].isoformat(), "last": max(end for _, end in edge.times).isoformat()}
        graph.add_edge(_plain(source), _plain(target), key=f"{channel}: {quad}", **facts, spells=_spells(edge.times))
    return graph


def _days(when: When) -> tuple[dt.date, dt.date]:
    return when.start, when.end


def _spells(times: set[tuple[dt.date, dt.date]]) -> list[tuple[str, str]]:
    """The times of an edge, in order, those that overlap made one: Gephi refuses spells that do."""
    spells: list[tuple[dt.date, dt.date]] = []
    for start, end in sorted(times):
        if spells and start <= spells[-1][1]:
            spells[-1] = (spells[-1][0], max(end, spells[-1][1]))
        else:
            spells.append((start, end))
    return [(start.isoformat(), end.isoformat()) for start, end in spells]


def _write_gexf(graph: MultiDiGraph[str], place: Path) -> None:
    from networkx.readwrite.gexf import GEXFWriter  # slow to load

    graph.graph["mode"] = "dynamic"
    writer = GEXFWriter(version="1.3")
    writer.add_graph(graph)
    writer.graph_element.set("timeformat", "date")  # also where no act has a date
    for edge, (_, _, key) in zip(writer.xml.iter("edge"), graph.edges(keys=True), strict=True):
        edge.set("kind", key)  # without its kind Gephi makes one edge of all those between two nodes
    with place.open("wb") as stream:
        writer.write(stream)


def _write_graphml(graph: MultiDiGraph[str], place: Path) -> None:
    import networkx as nx  # slow to load

    for _, _, facts in graph.edges(data=True):
        del facts["spells"]  # GraphML knows no lists
    nx.write_graphml(graph, place, encoding="utf-8")


def _plain(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
