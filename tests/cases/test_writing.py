"""Documents in, documents out."""

import datetime as dt
from contextlib import closing

import pytest
from case_material import FIRST, NOON, SECOND, TEXT, an_event, coded
from hypothesis import given
from hypothesis import strategies as st

from tarazu.cases import file, loading
from tarazu.cases.writing import Writer
from tarazu.errors import SourceError
from tarazu.records import Amount, Assessment, Document, Evidence, Figure, Part, Skipped, Tie, Where


def test_add_gives_back_what_was_kept(path) -> None:
    evidence = (Evidence(sentence=1, start=34, end=len(TEXT), text=TEXT[34:], parts=(Part(role="from", start=40, end=42, id="KAZ"),)),)
    common = {"confidence": 0.5, "coder": "test-1", "evidence": evidence, "said_by": ("Agency",)}
    with Writer(path, lambda: NOON) as writer:
        run = writer.run(FIRST)
        document = Document(doc="a.txt", text=TEXT, title="A title", published=dt.date(2022, 12, 1))
        doc = writer.look(document, run).doc
        records = (
            an_event(doc, "e1", where=Where(name="Astana", country="KAZ", lat=51.1, lon=71.4), amount=Amount(value=28e9, unit="USD")),
            an_event(doc, "e2", (44, 50), when=None, mode="visit", type="CONSULT", channel=None, contexts=()),
            Tie(id="t1", doc=doc, kind="member_of", source="KAZ", target="CSTO", since=dt.date(2002, 1, 1), **common),
            Figure(
                id="f1", doc=doc, indicator="other", name="songs", value=3.0, value_to=None, unit=None, period="2023", subjects=("KAZ", "CHN"),
                qualifier="about", status="actual", **common,
            ),
            Assessment(id="a1", doc=doc, subject="RUS", object=None, dimension="influence", direction="falling", when=None, **common),
        )  # fmt: skip
        writer.add(document, coded(doc, *records), run)
    with closing(file.open_to_read(path)) as connection:
        held = loading.load_document(connection, "a.txt")
    assert tuple(each.record for each in held.records) == records
    assert held.facts == coded(doc).facts
    assert (held.text, held.sightings[0].address, held.sightings[0].seen) == (TEXT, "a.txt", NOON)


def test_look_knows_what_was_read_before(path, store) -> None:
    store(lambda doc: an_event(doc, "e1"))
    with Writer(path) as writer:
        due = writer.look(Document(doc="a.txt", text=TEXT), writer.run(FIRST))
    assert (due.document, due.sighted) == (None, False)


def test_look_knows_a_text_at_another_address(path, store) -> None:
    doc = store(lambda doc: an_event(doc, "e1"))
    with Writer(path) as writer:
        due = writer.look(Document(doc="b.txt", text=TEXT), writer.run(FIRST))
        assert (due.document, due.sighted) == (None, True)
        writer.sight(Document(doc="b.txt", text=TEXT), due.doc)
    with closing(file.open_to_read(path)) as connection:
        assert [each.address for each in loading.load_document(connection, doc).sightings] == ["a.txt", "b.txt"]
        assert connection.execute("SELECT count(*) FROM documents").fetchone()[0] == 1


def test_look_asks_for_coding_again_when_a_date_becomes_known(path, store) -> None:
    store(lambda doc: an_event(doc, "e1"))
    with Writer(path) as writer:
        due = writer.look(Document(doc="b.txt", text=TEXT, published=dt.date(2022, 12, 2)), writer.run(FIRST))
    assert due.document is not None
    assert due.document.published == dt.date(2022, 12, 2)


def test_look_refuses_half_letters(path) -> None:
    with Writer(path) as writer, pytest.raises(SourceError, match="surrogate"):
        writer.look(Document(doc="a.txt", text="half \ud83d"), writer.run(FIRST))


def test_look_tries_a_failed_document_again_only_in_another_run(path) -> None:
    document = Document(doc="a.txt", text="?")
    with Writer(path) as writer:
        first = writer.run(FIRST)
        writer.add(document, Skipped(doc="a.txt", stage="identify", reason="no language"), first)
        assert writer.look(document, first).document is None
        assert writer.look(document, writer.run(SECOND)).document is not None


def test_facts_do_not_hang_on_the_order_of_sightings() -> None:
    seen = [
        loading.Sighting(address="b", seen=NOON, title="Later", published=dt.date(2022, 5, 2), outlet="B"),
        loading.Sighting(address="a", seen=NOON, title=None, published=dt.date(2022, 5, 1)),
        loading.Sighting(address="c", seen=NOON, author="C"),
    ]
    told = {loading.merge_sightings("d", TEXT, tuple(order)) for order in (seen, seen[::-1], [seen[1], seen[2], seen[0]])}
    assert told == {Document(doc="d", text=TEXT, title="Later", outlet="B", author="C", published=dt.date(2022, 5, 1))}


def test_recode_keeps_both_runs_and_lets_the_later_stand(path, store) -> None:
    doc = store(lambda doc: an_event(doc, "e1"))
    with Writer(path) as writer:
        run = writer.run(SECOND)
        assert [each.doc for each in writer.due_for(run)] == [doc]
        writer.recode(doc, coded(doc, an_event(doc, "e9", type="ACCUSE", score=-3.0)), run)
        assert list(writer.due_for(run)) == []
    with closing(file.open_to_read(path)) as connection:
        assert [each.record.id for each in loading.load_document(connection, doc).records] == ["e9"]
        assert [(run.records, run.standing) for run in loading.load_runs(connection)] == [(1, 0), (1, 1)]
        assert connection.execute("SELECT count(*) FROM events").fetchone()[0] == 1


def test_skip_is_kept_once(path) -> None:
    skipped = Skipped(doc="b.pdf", stage="read", reason="a scan")
    with Writer(path) as writer:
        assert [writer.skip(skipped), writer.skip(skipped)] == [True, False]
    with closing(file.open_to_read(path)) as connection:
        assert loading.load_skips(connection) == (skipped,)


def test_run_is_the_same_for_the_same_coder(path) -> None:
    with Writer(path) as writer:
        assert [writer.run(FIRST), writer.run(SECOND), writer.run(FIRST)] == [1, 2, 1]


@given(text=st.text(min_size=1))
def test_digest_is_the_same_for_the_same_text_only(text: str) -> None:
    from tarazu.cases.storing import digest

    try:
        assert digest(text) == digest("".join(text)) != digest(text + " ")
    except UnicodeEncodeError:
        assert any("\ud800" <= letter <= "\udfff" for letter in text)


def test_a_reader_sees_whole_documents_only(path) -> None:
    with Writer(path) as writer, closing(file.open_to_read(path)) as reader:
        run = writer.run(FIRST)
        document = Document(doc="a.txt", text=TEXT)
        doc = writer.look(document, run).doc
        with file.transaction(writer.connection, path):
            writer.connection.execute("INSERT INTO documents(doc, text) VALUES ('half', 'half')")
            assert reader.execute("SELECT count(*) FROM documents").fetchone()[0] == 0
        writer.connection.execute("DELETE FROM documents WHERE doc = 'half'")
        writer.add(document, coded(doc, an_event(doc, "e1")), run)
        assert reader.execute("SELECT count(*) FROM events").fetchone()[0] == 1
