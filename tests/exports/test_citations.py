import datetime as dt

import msgspec

from tarazu.exports.citations import Citations
from tarazu.records import HeldDocument


def test_citations_complete_a_document_from_its_sightings(persian: HeldDocument) -> None:
    bare = msgspec.structs.replace(persian, facts=msgspec.structs.replace(persian.facts, title=None, published=None))
    citation = Citations().of(bare)
    assert (citation.title, citation.issued, citation.accessed) == ("-copy", dt.date(2022, 5, 5), dt.date(2026, 11, 1))


def test_citations_have_everything_on_one_line(persian: HeldDocument) -> None:
    wild = msgspec.structs.replace(persian, facts=msgspec.structs.replace(persian.facts, title="a\r\nb\u2028c\x00 d"))
    assert Citations().of(wild).title == "a b c d"


def test_citations_have_the_same_key_unless_two_meet(persian: HeldDocument) -> None:
    citations = Citations()
    first, second = citations.of(persian).key, citations.of(persian).key
    assert Citations().of(persian).key == first
    assert second.startswith(first)
    assert second != first


def test_citations_say_nothing_that_nobody_said(imported: HeldDocument) -> None:
    citation = Citations().of(imported)
    assert (citation.title, citation.outlet, citation.url, citation.issued, citation.accessed, citation.language) == (None,) * 6
    assert citation.key.startswith("document-undated-")
