import datetime as dt
import xml.etree.ElementTree as ET
from pathlib import Path

import msgspec
import networkx as nx
import pytest

from tarazu.errors import OptionError
from tarazu.exports.network import write_network
from tarazu.records import Event, Held, HeldDocument, When

GEXF = "{http://gexf.net/1.3}"


def changed(document: HeldDocument, **changes: object) -> HeldDocument:
    """The document with one event, changed."""
    event = msgspec.structs.replace(next(held.record for held in document.records if isinstance(held.record, Event)), **changes)
    return msgspec.structs.replace(document, records=(Held(record=event),))


def label(actor: str) -> str:
    return f"«{actor}»"


def test_write_network_gexf_is_what_gephi_needs(persian: HeldDocument, imported: HeldDocument, tmp_path: Path) -> None:
    path = tmp_path / "net.gexf"
    write_network([persian, imported], path, shape="gexf", label=label)
    top = ET.parse(path).getroot()  # noqa: S314 - the file is our own
    graph = top.find(f"{GEXF}graph")
    assert top.get("version") == "1.3"
    assert (graph.get("mode"), graph.get("timeformat"), graph.get("defaultedgetype")) == ("dynamic", "date", "directed")
    nodes = {node.get("id"): node.get("label") for node in graph.iter(f"{GEXF}node")}
    assert nodes == {actor: f"«{actor}»" for actor in ("KAZ", "TUR", "USA", "EU", "RUS", "Jane Doe")}
    titles = {each.get("title") for each in graph.iter(f"{GEXF}attribute")}
    assert {"kind", "country", "channel", "quad", "score", "first", "last"} <= titles
    edges = list(graph.iter(f"{GEXF}edge"))
    assert len({edge.get("id") for edge in edges}) == len(edges) == 5
    visit = next(edge for edge in edges if edge.get("source") == "KAZ")
    assert (visit.get("target"), visit.get("weight"), visit.get("kind")) == ("TUR", "1.0", "diplomatic: verbal-cooperation")
    assert [(spell.get("start"), spell.get("end")) for spell in visit.iter(f"{GEXF}spell")] == [("2022-05-03", "2022-05-03")]
    declared = {each.get("id") for each in graph.iter(f"{GEXF}attribute")}
    assert {each.get("for") for each in graph.iter(f"{GEXF}attvalue")} <= declared


@pytest.mark.parametrize("shape", ["gexf", "graphml"])
def test_write_network_is_read_back_by_networkx(persian: HeldDocument, imported: HeldDocument, tmp_path: Path, shape) -> None:
    path = tmp_path / f"net.{shape}"
    written = write_network([persian, imported, changed(persian, when=None)], path, shape=shape, label=label, level="actor")
    graph = nx.read_gexf(path) if shape == "gexf" else nx.read_graphml(path)
    assert written.rows == graph.number_of_nodes() + graph.number_of_edges()
    ((_, target, facts),) = graph.out_edges("KAZ/kassym-jomart-tokayev", data=True)
    assert target == "TUR"
    assert (facts["weight"], facts["score"], facts["documents"], facts["undated"]) == (2.0, 4.0, 1, 1)
    assert (facts["first"], facts["last"], facts["quad"]) == ("2022-05-03", "2022-05-03", "verbal-cooperation")
    assert graph.nodes["KAZ/kassym-jomart-tokayev"]["kind"] == "person"
    assert graph.nodes["KAZ/kassym-jomart-tokayev"]["country"] == "KAZ"
    assert graph.nodes["TUR"]["label"] == "«TUR»"


def test_write_network_draws_nothing_that_did_not_happen(persian: HeldDocument, tmp_path: Path) -> None:
    written = write_network([persian], tmp_path / "net.graphml", shape="graphml", label=label)
    assert sorted(nx.read_graphml(tmp_path / "net.graphml")) == ["KAZ", "TUR"]
    assert {entry.reason.rpartition(":")[0] for entry in written.left_out} == {"1 left out: event that is denied", "1 left out: tie", "1 left out: figure", "1 left out: assessment"}


def test_write_network_at_the_level_of_states_leaves_domestic_acts_out(persian: HeldDocument, tmp_path: Path) -> None:
    domestic = changed(persian, recipients=("KAZ/ministry-of-defence",))
    path = tmp_path / "net.graphml"
    written = write_network([domestic], path, shape="graphml", label=label)
    assert (written.rows, len(written.left_out)) == (0, 1)
    assert write_network([domestic], path, shape="graphml", label=label, level="actor").rows == 3


@pytest.mark.parametrize(("level", "pairs"), [("actor", 6), ("state", 2)])
def test_write_network_draws_reciprocal_acts_in_each_direction(persian: HeldDocument, tmp_path: Path, level, pairs) -> None:
    both = changed(persian, actors=("KAZ/kassym-jomart-tokayev", "KAZ", "TUR"), recipients=())
    write_network([both], tmp_path / "net.graphml", shape="graphml", label=label, level=level)
    edges = set(nx.read_graphml(tmp_path / "net.graphml").edges())
    assert len(edges) == pairs
    assert {("KAZ", "TUR"), ("TUR", "KAZ")} <= edges


def test_write_network_counts_acts_of_one_without_another(persian: HeldDocument, tmp_path: Path) -> None:
    assert len(write_network([changed(persian, recipients=())], tmp_path / "a", shape="graphml", label=label).left_out) == 1


def test_write_network_makes_overlapping_times_one_spell(persian: HeldDocument, tmp_path: Path) -> None:
    times = [((2022, 5, 1), (2022, 5, 31)), ((2022, 5, 3), (2022, 5, 3)), ((2023, 1, 1), (2023, 1, 2)), ((2022, 5, 31), (2022, 6, 1))]
    whens = [When(start=dt.date(*start), end=dt.date(*end), granularity="day", text="") for start, end in times]
    write_network([changed(persian, when=when) for when in whens], tmp_path / "net.gexf", shape="gexf", label=label)
    ((_, _, facts),) = nx.read_gexf(tmp_path / "net.gexf").edges(data=True)
    assert facts["spells"] == [("2022-05-01", "2022-06-01"), ("2023-01-01", "2023-01-02")]


@pytest.mark.parametrize("shape", ["gexf", "graphml"])
def test_write_network_survives_letters_that_xml_refuses(persian: HeldDocument, tmp_path: Path, shape) -> None:
    path = tmp_path / "net"
    write_network([changed(persian, recipients=("Jane\x00 <Doe> & \x1bSons",))], path, shape=shape, label=lambda actor: actor, level="actor")
    graph = nx.read_gexf(path) if shape == "gexf" else nx.read_graphml(path)
    assert "Jane\ufffd <Doe> & \ufffdSons" in graph


@pytest.mark.parametrize("shape", ["gexf", "graphml"])
def test_write_network_of_an_empty_case_is_an_empty_network(tmp_path: Path, shape) -> None:
    path = tmp_path / "net"
    assert write_network([], path, shape=shape, label=label).rows == 0
    assert len(nx.read_gexf(path) if shape == "gexf" else nx.read_graphml(path)) == 0


def test_write_network_refuses_what_it_cannot_do(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="the name of a file"):
        write_network([], tmp_path, shape="gexf", label=label)
    with pytest.raises(OptionError, match="gexf or graphml"):
        write_network([], tmp_path / "a", shape="dot", label=label)
    with pytest.raises(OptionError, match="state or actor"):
        write_network([], tmp_path / "a", shape="gexf", label=label, level="person")
