"""Documents opened to be read and corrected."""

from pathlib import Path

import msgspec
import pytest

import tarazu
from tarazu.api import viewing_documents as viewing
from tarazu.cases.browsing import DocumentFilters
from tarazu.errors import RecordError

# An emoji before the sentence: beyond the first plane, code points and UTF-16 units differ.
PERSIAN = "🟢 گزارش\n\nرئیس‌جمهور قزاقستان روز ۳ ژوئیه ۲۰۲۴ با رئیس‌جمهور چین دیدار کرد. ازبکستان پیشنهاد روسیه را رد کرد."
ENGLISH = "Kazakhstan and China signed an agreement on 5 July 2024. Uzbekistan rejected the proposal of Russia on 6 July 2024."
ENTRIES = [
    {"id": "fa-1", "outlet": "پیک سغد", "date": "2024-07-05", "text": PERSIAN},
    {"id": "en-1", "outlet": "The Steppe Ledger", "date": "2024-07-07", "text": ENGLISH},
    {"id": "xx-1", "text": "12345 67890 --- 11 22 33"},
]


@pytest.fixture
def case(tmp_path: Path) -> tarazu.Case:
    made = tarazu.new(tmp_path / "steppe")
    paths = []
    for entry in ENTRIES:
        path = tmp_path / f"{entry['id']}.json"
        path.write_bytes(msgspec.json.encode(entry))
        paths.append(path)
    made.read(paths, work=tarazu.Work(coder="lexicon"))
    return made


def _page(case, **filters) -> viewing.DocumentPage:
    return viewing.list_documents(case.path, DocumentFilters(**filters), (50, 0))


def test_list_documents_names_all_also_what_could_not_be_coded(case) -> None:
    page = _page(case)
    assert page.total == 3
    assert [(each.language, each.coded) for each in page.documents] == [("en", True), ("fa", True), (None, False)]
    assert all(each.records for each in page.documents[:2])


def test_list_documents_filters_and_counts_what_fits(case) -> None:
    page = _page(case, language="fa", outlet="پیک سغد")
    assert (page.total, [each.language for each in page.documents]) == (1, ["fa"])
    assert _page(case, language="fa", outlet="The Steppe Ledger").total == 0
    assert sum(each.documents for each in page.shelves) == 3


def test_list_documents_goes_page_by_page(case) -> None:
    found = [viewing.list_documents(case.path, DocumentFilters(), (1, at)).documents[0].doc for at in range(3)]
    assert found == [each.doc for each in _page(case).documents]


def test_open_document_points_at_the_letters_of_the_text_as_received(case) -> None:
    opened = viewing.open_document(case.path, _page(case, language="fa").documents[0].doc)
    assert opened.text == PERSIAN
    assert opened.direction == "rtl"
    for each in opened.records:
        for evidence in each.held.record.evidence:
            assert opened.text[evidence.start : evidence.end] == evidence.text
            assert all(evidence.start <= part.start < part.end <= evidence.end for part in evidence.parts)
    assert any(opened.text[start:end].endswith("دیدار کرد.") for start, end in opened.sentences)


def test_open_document_says_which_story_an_event_tells(case) -> None:
    opened = viewing.open_document(case.path, _page(case, language="en").documents[0].doc)
    events = [each for each in opened.records if each.held.record.id in set(case.events()["id"])]
    assert events
    assert all(each.story and each.tellings >= 1 for each in events)


def test_open_document_opens_what_could_not_be_coded_with_the_reason(case) -> None:
    lost = next(each for each in _page(case).documents if not each.coded)
    opened = viewing.open_document(case.path, lost.doc)
    assert (opened.coded, opened.direction, opened.text) == (False, "auto", ENTRIES[2]["text"])
    assert opened.skipped


def test_open_document_knows_what_was_decided_until_it_is_taken_back(case) -> None:
    doc = _page(case, language="en").documents[0].doc
    first = viewing.open_document(case.path, doc).records[0].held.record.id
    made = case.judge([first], tarazu.Decision(action="reject", author="Aida", note="no act"))
    after = viewing.open_document(case.path, doc)
    assert first not in {each.held.record.id for each in after.records}
    assert [(each.action, each.records, each.targets[0].id) for each in after.decisions] == [("reject", (first,), first)]
    case.undo(made.id, author="Aida")
    again = viewing.open_document(case.path, doc)
    assert again.decisions == ()
    assert first in {each.held.record.id for each in again.records}


@pytest.mark.parametrize("asked", ["nowhere", "", "000000", "../../etc/passwd", "%"])
def test_open_document_refuses_what_is_not_there(case, asked) -> None:
    with pytest.raises(RecordError):
        viewing.open_document(case.path, asked)


def test_open_document_is_found_by_address_and_by_beginning(case) -> None:
    doc = _page(case, language="en").documents[0].doc
    assert viewing.open_document(case.path, doc[:8]).doc == doc
    assert viewing.open_document(case.path, "en-1").doc == doc


def test_settable_knows_each_field_that_judging_takes() -> None:
    known = viewing.settable()
    assert set(known.fields) == {"event", "tie", "figure", "assessment"}
    assert {"type", "status", "channel"} <= set(known.fields["event"]) & set(known.values)
    assert set(known.modes) == set(known.values["type"])
