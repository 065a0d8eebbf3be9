"""Chains of sources: who has a story from whom, where it began, and how many independent sources tell it.

Every document of the story points to whom it has the story from: to the voices that its record names, from the outside in, and to the documents that its
text copies or translates. A document that points to nobody is where a trail ends, as are voices. Documents and voices at which trails end are the
witnesses, counted by name: five newspapers that all go by one agency are one witness, and so are two that go by each other.

Rules that were chosen here:

- **A saying that is the act.** Where somebody accuses, promises, refuses or announces what he will do, whoever quotes him has heard the act itself: two
  outlets that heard the ministry are two witnesses of what it said (`Chain.witnesses`), though there is one voice (`voices`). Where the doer tells of his
  deed (a ministry of the strike that it flew), the outlets have witnessed nothing but his word: the doer is the one witness.
- **The giver's own words.** "X, citing Y" says something of X only where no document of X's own is at hand that names its source.
- **What a copy names.** The text of a copy is its giver's. Whom else it names is its giver under another name, or stands between the two, or before both:
  in no case a further witness.
- **Second reports.** A later document of an outlet that names no source has the story from the outlet's first one.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from tarazu import ontologies
from tarazu.analysis.copies import Copy
from tarazu.analysis.source_names import is_press, known_outlet, source_key
from tarazu.records import DocumentFacts
from tarazu.records.story import Chain, LinkKind, Source, SourceKind, SourceLink, Story, Telling

Node = tuple[SourceKind, str]

_LATEST = dt.date.max
# a meeting is held, not said, though the codebook files it with what is said
_NOT_SAID = "CONSULT"


class _Edge(msgspec.Struct, frozen=True):
    """That one source has the story from another, by the word of a document.

    Attributes:
        taker, giver: A document by its id, or a source that is only named by its key.
        kind, share: As for links.
        doc: The document that shows it.
        traced: Whether the trail goes on: not to one whose saying is the act, nor to whom a copy names.
    """

    taker: Node
    giver: Node
    kind: LinkKind
    doc: str
    share: float = 1.0
    traced: bool = True


class _Path(msgspec.Struct, frozen=True):
    """A telling and the names of those from whom it has the act, from the outside in."""

    telling: Telling
    names: tuple[str, ...]


class _Cast(msgspec.Struct, frozen=True):
    """Who takes part.

    Attributes:
        heads: The documents in the order of publication, each with one of its tellings.
        keys: For each document the key of its source.
        docs: For each such key its documents, in the order of publication.
        names: For each key, of those that are only named as well, the name that is shown.
        outlets: The keys of outlets.
    """

    heads: Mapping[str, Telling]
    keys: Mapping[str, str]
    docs: Mapping[str, Sequence[str]]
    names: Mapping[str, str]
    outlets: frozenset[str]

    def nodes(self, key: str) -> list[Node]:
        """The documents of a source, or the source where it is only named."""
        return [("document", doc) for doc in self.docs.get(key, ())] or [(self.kind(key), key)]

    def kind(self, key: str) -> SourceKind:
        """What a source is."""
        if key in self.outlets or known_outlet(key):
            return "outlet"
        return "document" if key in self.docs else "voice"

    def key(self, node: Node) -> str:
        """The key of whoever is meant by a node."""
        return self.keys[node[1]] if node[0] == "document" else node[1]

    def rank(self, key: str) -> tuple[dt.date, str]:
        """By what sources are ordered: the day of the first document (the last of all days where there is none), then the name."""
        return min((self.heads[doc].facts.published or _LATEST for doc in self.docs.get(key, ())), default=_LATEST), self.names[key]


def chain(story: Story, tellings: Sequence[Telling], copies: Sequence[Copy]) -> Chain:
    """Draws who has a story from whom.

    A record's own voices count (`Event.said_by`). The document's (`DocumentFacts.chain`) are those of all its passages, and seldom one chain: only the first
    outlet among them counts, before the voices where the document is a translation, and in their place where it is a copy and the record names nobody. A
    circle (A by B, B by A) is one witness, by the name of its earliest member; the link that closes it, out of the earliest, is marked.

    Args:
        story: The story.
        tellings: Its tellings, in any order.
        copies: Copies and translations among their documents; those of other documents are passed over.

    Returns:
        The chain; outlets that the register knows bear its labels.
    """
    docs = {telling.facts.doc for telling in tellings}
    inside = [copy for copy in copies if copy.taker in docs and copy.giver in docs]
    ordered = sorted(tellings, key=lambda each: (each.facts.published or _LATEST, each.facts.doc, each.record.id))
    paths = _paths(ordered, inside)
    cast = _cast(paths)
    edges = [_Edge(("document", copy.taker), ("document", copy.giver), copy.kind, copy.taker, copy.share) for copy in inside]
    edges += _cited(story, paths, cast, edges)
    edges += _second_reports(edges, cast)
    traces = _traces(edges, cast)
    witnesses = sorted(traces, key=lambda key: (-traces[key], cast.rank(key)))
    others = {cast.key(edge.giver) for edge in edges} | set(cast.docs)
    ranked = [*witnesses, *sorted(others - set(witnesses), key=cast.rank)]
    return Chain(
        story=story.id,
        sources=tuple(_source(key, cast) for key in ranked),
        links=_links(edges, cast),
        origin=cast.names[witnesses[0]] if witnesses else None,
        witnesses=tuple(cast.names[key] for key in witnesses),
    )


def voices(drawn: Chain) -> tuple[str, ...]:
    """On whose word a story stands in the end: whoever has it from nobody, speakers of their own acts included.

    Args:
        drawn: The chain of the story.

    Returns:
        Names of sources, in the order of the chain. One who is named in two languages, and has no id, stands there twice.
    """
    taking = {link.taker for link in drawn.links if not link.loop}
    return tuple(source.name for source in drawn.sources if source.name not in taking)


def _paths(tellings: Sequence[Telling], copies: Sequence[Copy]) -> list[_Path]:
    takers = {copy.taker for copy in copies}
    return [_Path(telling, _names_of(telling, copied=telling.facts.doc in takers)) for telling in tellings]


def _names_of(telling: Telling, *, copied: bool) -> tuple[str, ...]:
    """From whom a telling has the act, from the outside in, each once and without its own outlet."""
    facts, names = telling.facts, telling.record.said_by
    origin = _origin(facts) if facts.translated or (copied and not names) else ()
    if not {source_key(name) for name in names}.intersection(map(source_key, origin)):
        names = (*origin, *names)
    once: dict[str, str] = {}
    for name in names:
        once.setdefault(source_key(name), name)
    once.pop(source_key(facts.outlet or ""), None)
    return tuple(once.values())


def _origin(facts: DocumentFacts) -> tuple[str, ...]:
    """The outlet that a document as a whole goes back to: the first that it names, if it names one."""
    return tuple(name for name in facts.chain if is_press(name))[:1]


def _cast(paths: Sequence[_Path]) -> _Cast:
    heads: dict[str, Telling] = {}
    keys: dict[str, str] = {}
    docs: dict[str, list[str]] = {}
    own: dict[str, set[str]] = {}
    named: dict[str, set[str]] = {}
    outlets: set[str] = set()
    for path in paths:
        facts = path.telling.facts
        key = source_key(facts.outlet) if facts.outlet else facts.doc
        own.setdefault(key, set()).add(facts.outlet or facts.doc)
        outlets.update((key,) if facts.outlet else (), map(source_key, _origin(facts)))
        if heads.setdefault(facts.doc, path.telling) is path.telling:
            keys[facts.doc] = key
            docs.setdefault(key, []).append(facts.doc)
        for name in path.names:
            named.setdefault(source_key(name), set()).add(name)
    names = {key: known.label if (known := known_outlet(key)) else min(shown) for key, shown in {**named, **own}.items()}
    return _Cast(heads, keys, docs, names, frozenset(outlets))


def _cited(story: Story, paths: Sequence[_Path], cast: _Cast, copied: Sequence[_Edge]) -> list[_Edge]:
    """What the texts say about whom they have it from."""
    copying = {edge.taker for edge in copied}
    speaking = {cast.keys[path.telling.facts.doc] for path in paths if path.names} | {cast.key(taker) for taker in copying}
    edges: dict[_Edge, None] = {}
    for path in paths:
        facts = path.telling.facts
        takers: list[Node] = [("document", facts.doc)]
        for place, name in enumerate(path.names):
            key = source_key(name)
            kind: LinkKind = "translates" if place == 0 and facts.translated and name in _origin(facts) else "cites"
            heard = _is_own_saying(name, path.telling, story)
            givers = cast.nodes(key)
            edges.update((_Edge(taker, giver, kind, facts.doc, traced=not heard and taker not in copying), None) for taker in takers for giver in givers)
            if heard or (key in cast.docs and key in speaking):
                break
            takers = givers
    return list(edges)


def _is_own_saying(voice: str, telling: Telling, story: Story) -> bool:
    """Whether the act consists in what this voice says, so that who quotes it has heard the act itself.

    Source: the quad classes of PLOVER, in which verbal acts are those done by speaking; a deed that is only announced is a promise.
    """
    spoken = ontologies.plover().types[story.type].quad.startswith("verbal") and story.type != _NOT_SAID
    sides = {actor.partition("/")[0] for actor in (*story.actors, *telling.record.actors)}
    return (spoken or story.status == "planned") and (voice.partition("/")[0] in sides)


def _second_reports(edges: Sequence[_Edge], cast: _Cast) -> list[_Edge]:
    """Later documents of an outlet that name nobody have the story from its first one."""
    taking = {edge.taker for edge in edges}
    return [
        _Edge(("document", doc), ("document", docs[0]), "copies", doc) for docs in cast.docs.values() for doc in docs[1:] if ("document", doc) not in taking
    ]


def _traces(edges: Sequence[_Edge], cast: _Cast) -> Counter[str]:
    """For each witness, by key, how many documents lead back to it."""
    import networkx as nx  # slow to load

    graph = nx.DiGraph()
    graph.add_nodes_from(("document", doc) for doc in cast.heads)
    graph.add_edges_from((edge.taker, edge.giver) for edge in edges if edge.traced)
    circles = nx.condensation(graph)
    ends: dict[int, set[str]] = {}
    for at in reversed(list(nx.topological_sort(circles))):
        further = [ends[other] for other in circles.successors(at)]
        ends[at] = set[str]().union(*further) if further else {min((cast.key(node) for node in circles.nodes[at]["members"]), key=cast.rank)}
    return Counter(key for doc in cast.heads for key in ends[circles.graph["mapping"]["document", doc]])


def _links(edges: Iterable[_Edge], cast: _Cast) -> tuple[SourceLink, ...]:
    """The links between sources, those of the latest documents first, since a circle is closed by its earliest member."""
    held: dict[tuple[str, str, LinkKind], list[_Edge]] = {}
    for edge in edges:
        taker, giver = cast.key(edge.taker), cast.key(edge.giver)
        if taker != giver:
            held.setdefault((taker, giver, edge.kind), []).append(edge)
    closing = _closing({(taker, giver) for taker, giver, _ in held}, cast)
    links = [
        SourceLink(
            taker=cast.names[taker],
            giver=cast.names[giver],
            kind=kind,
            docs=tuple(dict.fromkeys(sorted(edge.doc for edge in shown))),
            share=max(edge.share for edge in shown),
            loop=(taker, giver) in closing,
        )
        for (taker, giver, kind), shown in held.items()
    ]
    return tuple(sorted(links, key=lambda link: (link.taker, link.giver, link.kind)))


def _closing(pairs: set[tuple[str, str]], cast: _Cast) -> set[tuple[str, str]]:
    """The pairs of taker and giver that close a circle; without them there is none."""
    import networkx as nx  # slow to load

    whole = nx.DiGraph(sorted(pairs))
    round_about = [members for members in nx.strongly_connected_components(whole) if len(members) > 1]
    closing = set()
    for members in round_about:
        open_links = nx.DiGraph()
        open_links.add_nodes_from(members)
        inside = [(taker, giver) for taker, giver in pairs if taker in members and giver in members]
        for taker, giver in sorted(inside, key=lambda pair: (cast.rank(pair[0]), cast.rank(pair[1])), reverse=True):
            if nx.has_path(open_links, giver, taker):
                closing.add((taker, giver))
            else:
                open_links.add_edge(taker, giver)
    return closing


def _source(key: str, cast: _Cast) -> Source:
    docs = tuple(cast.docs.get(key, ()))
    known = known_outlet(key)
    state = next((state for doc in docs if (state := cast.heads[doc].outlet_state)), known.state if known else None)
    first, name = cast.rank(key)
    return Source(name=name, kind=cast.kind(key), state=state, docs=docs, first=None if first == _LATEST else first)
