"""Narratives for a screen."""

from pathlib import Path

import msgspec
import pytest

import tarazu
from tarazu.api import viewing_narratives as viewing

ENTRIES = [
    {"id": "en-1", "outlet": "The Steppe Ledger", "text": "Russia is losing its influence in Kazakhstan. Kazakhstan and Russia signed an agreement on 5 July 2024."},
    {"id": "en-2", "outlet": "Caravan Bulletin", "text": "Russia is strengthening its influence in Kazakhstan."},
    {"id": "ru-1", "outlet": "Степной листок", "text": "Казахстан и Россия подписали соглашение 5 июля 2024 года."},
]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> tarazu.Narratives:
    folder: Path = tmp_path_factory.mktemp("case")
    paths = []
    for each in ENTRIES:
        paths.append(folder / f"{each['id']}.json")
        paths[-1].write_bytes(msgspec.json.encode({**each, "date": "2024-07-06"}))
    case = tarazu.new(folder / "steppe")
    case.read(paths, work=tarazu.Work(coder="lexicon"))
    return case.compare(tarazu.make_question(("KAZ", "RUS")))


def test_each_cell_opens_to_as_many_sentences_as_it_counts(found) -> None:
    view = viewing.view_narratives(found)
    assert view.cells
    for cell in view.cells:
        sentences = viewing.said(found, view.rows[cell.row].key, view.columns[cell.column].key)
        assert len(sentences) == cell.count
        assert {each.outlet for each in sentences} == {view.rows[cell.row].name}
        assert all(each.text for each in sentences)


def test_both_sides_of_a_contradiction_come_with_their_sentences(found) -> None:
    [opposed] = viewing.view_narratives(found).contradictions
    assert {side.value for side in opposed.sides} == {"falling", "rising"}
    assert [[each.outlet for each in side.sentences] for side in opposed.sides] == [list(side.outlets) for side in opposed.sides]


def test_view_says_what_it_leaves_out(found, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = viewing.view_narratives(found)
    monkeypatch.setattr(viewing, "MOST_ROWS", 1)
    monkeypatch.setattr(viewing, "MOST_COLUMNS", 1)
    view = viewing.view_narratives(found)
    assert (len(view.rows), len(view.columns)) == (1, 1)
    assert (view.more_rows, view.more_columns) == (len(whole.rows) - 1, len(whole.columns) - 1)
    assert {(cell.row, cell.column) for cell in view.cells} <= {(0, 0)}


def test_said_of_an_unknown_cell_is_nothing(found) -> None:
    assert viewing.said(found, "Nobody", "act:a:b::") == ()
