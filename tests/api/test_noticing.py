"""Changes of a case are noticed, whoever makes them."""

import shutil
import sqlite3

import pytest

import tarazu
from tarazu.api.noticing import Notice
from tarazu.errors import CaseError


@pytest.fixture
def case(tmp_path):
    (tmp_path / "a.txt").write_text("Kazakhstan and China signed an agreement on 5 July 2024.", encoding="utf-8")
    made = tarazu.new(tmp_path / "steppe")
    made.read([tmp_path / "a.txt"], work=tarazu.Work(coder="lexicon"))
    return made


@pytest.fixture
def notice(case):
    made = Notice(case.path)
    yield made
    made.close()


def test_revision_stays_while_nobody_writes(case, notice) -> None:
    first = notice.revision()
    list(case.documents())
    case.search("agreement")
    case.check()
    assert notice.revision() == first


def test_revision_changes_with_every_judgement_and_with_new_documents(case, notice, tmp_path) -> None:
    seen = [notice.revision()]
    [event] = case.events()["id"].to_list()
    judgement = case.judge([event], tarazu.Decision(action="accept", author="Aigul"))
    seen.append(notice.revision())
    case.undo(judgement.id, author="Aigul")
    seen.append(notice.revision())
    (tmp_path / "b.txt").write_text("Uzbekistan rejected the proposal of Russia in May 2024.", encoding="utf-8")
    case.read([tmp_path / "b.txt"], work=tarazu.Work(coder="lexicon"))
    seen.append(notice.revision())
    assert len(set(seen)) == 4


def test_revision_changes_where_another_program_writes(case, notice) -> None:
    before = notice.revision()
    with sqlite3.connect(case.path) as connection:
        connection.execute("UPDATE about SET value = 'another title' WHERE name = 'title'")
    connection.close()
    assert notice.revision() != before


def test_revision_changes_where_another_file_takes_the_place(case, notice, tmp_path) -> None:
    before = notice.revision()
    copy = shutil.copy(case.path, tmp_path / "copy.tarazu")
    (tmp_path / "copy.tarazu").replace(case.path)
    assert notice.revision() != before
    assert copy


def test_revision_says_that_the_case_is_gone(case, notice) -> None:
    case.path.unlink()
    with pytest.raises(CaseError):
        notice.revision()


def test_notice_wants_a_case(tmp_path) -> None:
    with pytest.raises(CaseError):
        Notice(tmp_path / "none.tarazu")
