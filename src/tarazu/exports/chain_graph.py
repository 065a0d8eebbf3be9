"""A chain of sources as a graph: for Graphviz (DOT) and for Gephi (GEXF)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tarazu.records import Chain, Source, SourceLink

Label = Callable[[str], str]

_SHAPES: Final = {"outlet": "box", "voice": "ellipse", "document": "note"}
_STYLES: Final = {"cites": "solid", "copies": "bold", "translates": "dashed"}


def to_dot(chain: Chain, *, label: Label) -> str:
    """A chain in the language of Graphviz; an arrow leads from who has the story to whom they have it from.

    Args:
        chain: The chain.
        label: Makes ids readable.

    Returns:
        The text of a `.dot` file; sources that have it from nobody stand in double lines.
    """
    lines = ["digraph chain {", "  rankdir=LR;", '  node [fontname="sans-serif"];']
    for source in chain.sources:
        rims = 2 if source.name in chain.witnesses else 1
        lines.append(f"  {_quoted(source.name)} [label={_quoted(_title(source, label))}, shape={_SHAPES[source.kind]}, peripheries={rims}];")
    for link in chain.links:
        told = f"{link.kind} {link.share:.0%}" if link.kind == "copies" else link.kind
        colour = ", color=red" if link.loop else ""
        lines.append(f"  {_quoted(link.taker)} -> {_quoted(link.giver)} [label={_quoted(told)}, style={_STYLES[link.kind]}{colour}];")
    return "\n".join([*lines, "}"]) + "\n"


def to_gexf(chain: Chain, *, label: Label) -> str:
    """A chain as GEXF, which Gephi opens; nodes are sources, with their kind, state and first day, edges lead to whom they have it from."""
    import networkx as nx  # slow to load

    graph = nx.MultiDiGraph()
    for source in chain.sources:
        graph.add_node(source.name, **_node(source, label), witness=source.name in chain.witnesses)
    for link in chain.links:
        graph.add_edge(link.taker, link.giver, **_edge(link))
    return "\n".join(nx.generate_gexf(graph, version="1.2draft")) + "\n"


def _node(source: Source, label: Label) -> dict[str, str]:
    return {"label": label(source.name), "kind": source.kind, "state": source.state or "", "first": source.first.isoformat() if source.first else ""}


def _edge(link: SourceLink) -> dict[str, str | float | bool]:
    return {"kind": link.kind, "weight": link.share, "loop": link.loop}


def _title(source: Source, label: Label) -> str:
    parts = [label(source.name), source.state or "", source.first.isoformat() if source.first else ""]
    return "\n".join(part for part in parts if part)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
