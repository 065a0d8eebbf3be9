import datetime as dt
import json
import warnings
from pathlib import Path

import pytest

from tarazu.errors import OptionError
from tarazu.exports.linked_data import write_linked_data
from tarazu.records import HeldDocument

PREFIXES = """
PREFIX t: <urn:tarazu:term:> PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""


@pytest.fixture
def ask(persian: HeldDocument, imported: HeldDocument, tmp_path: Path):
    """Asks the graph of both documents in SPARQL; values come as Python's."""
    rdflib = pytest.importorskip("rdflib")
    path = tmp_path / "case.jsonld"
    written = write_linked_data([persian, imported], path, label=lambda actor: f"«{actor}»")
    assert written.rows == len(json.loads(path.read_text(encoding="utf-8"))["@graph"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of the library's own parts
        graph = rdflib.Graph().parse(path, format="json-ld")

    def rows(query: str) -> list[tuple[object, ...]]:
        return sorted(tuple(None if each is None else each.toPython() if isinstance(each, rdflib.Literal) else str(each) for each in row) for row in graph.query(PREFIXES + query))

    return rows


def test_write_linked_data_says_who_acted_on_whom(ask) -> None:
    found = ask("SELECT ?a ?r ?type ?day WHERE { ?e a t:Event; t:status 'actual'; t:type ?type; t:actor/rdfs:label ?a; t:recipient/rdfs:label ?r; t:when/t:start ?day }")
    sanctions = [(f"«{actor}»", f"«{other}»", "SANCTION", dt.date(2021, 1, 2)) for actor in ("EU", "USA") for other in ("Jane Doe", "RUS/ministry-of-defence")]
    assert found == sorted([("«KAZ/kassym-jomart-tokayev»", "«TUR»", "CONSULT", dt.date(2022, 5, 3)), *sanctions])


def test_write_linked_data_leads_from_a_record_to_its_words_and_its_document(ask, persian: HeldDocument) -> None:
    found = ask(
        "SELECT ?words ?title ?day WHERE { ?tie a t:Tie; t:type 'member_of'; t:evidence/t:text ?words; prov:wasDerivedFrom ?d. ?d dcterms:title ?title; dcterms:issued ?day }",
    )
    assert found == [("[[قزاقستان]] عضو سازمان پیمان امنیت جمعی است.", persian.facts.title, dt.date(2022, 5, 4))]
    assert ask("SELECT ?at WHERE { ?d a t:Document; dcterms:title ?x; t:sighting/t:seen ?at }") == [(dt.datetime(2026, 11, 1, 8, 30, tzinfo=dt.UTC),)] * 2


def test_write_linked_data_tells_corrections_from_what_was_coded(ask) -> None:
    revised = ask("SELECT ?id ?run ?who WHERE { ?e dcterms:identifier ?id; prov:wasRevisionOf ?o; prov:wasAttributedTo ?who. ?o prov:wasGeneratedBy ?run }")
    assert revised == [("e1", "urn:tarazu:run:learned-1", "urn:tarazu:analyst")]
    by = ask("SELECT ?id ?coder WHERE { ?e dcterms:identifier ?id; prov:wasGeneratedBy/prov:wasAssociatedWith/rdfs:label ?coder }")
    assert dict(by) == {"e1": "analyst", "e2": "learned-1", "t1": "learned-1", "f1": "lexicon-1", "a1": "learned-1", "e9": "icews"}
    accepted = ask("SELECT ?who WHERE { ?e t:judged 'accepted'; prov:wasAttributedTo ?who }")
    assert accepted == [("urn:tarazu:analyst",), ("urn:tarazu:coder:learned-1",)]


def test_write_linked_data_has_nothing_without_a_meaning(ask) -> None:
    assert ask("SELECT ?p WHERE { ?s ?p ?o FILTER(!STRSTARTS(STR(?p), 'urn:') && !STRSTARTS(STR(?p), 'http://')) }") == []
    referred = ask("SELECT DISTINCT ?o WHERE { ?s ?p ?o FILTER(isIRI(?o) && STRSTARTS(STR(?o), 'urn:tarazu:') && ?p != <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>) FILTER NOT EXISTS { ?o ?q ?x } }")
    assert referred == []


def test_write_linked_data_of_an_empty_case_is_an_empty_graph(tmp_path: Path) -> None:
    assert write_linked_data([], tmp_path / "a", label=str).rows == 0
    assert json.loads((tmp_path / "a").read_text(encoding="utf-8"))["@graph"] == []
    with pytest.raises(OptionError, match="a folder"):
        write_linked_data([], tmp_path, label=str)
