"""The file of a case."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tarazu.cases import file
from tarazu.errors import CaseError


def test_create_adds_the_ending_and_leaves_one_file(tmp_path) -> None:
    made = file.create(tmp_path / "steppe")
    assert [each.name for each in tmp_path.iterdir()] == ["steppe.tarazu"]
    assert file.check(made) == ()


def test_create_refuses_to_overwrite(tmp_path) -> None:
    made = file.create(tmp_path / "steppe")
    before = made.read_bytes()
    with pytest.raises(CaseError, match="no file of that name yet"):
        file.create(tmp_path / "steppe")
    assert made.read_bytes() == before


def test_create_says_where_it_cannot_write(tmp_path) -> None:
    with pytest.raises(CaseError, match="a folder in which a file can be made"):
        file.create(tmp_path / "nowhere" / "steppe")


def test_create_leaves_nothing_behind_when_it_fails(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(os, "link", lambda *_: (_ for _ in ()).throw(OSError("no links here")))
    with pytest.raises(CaseError):
        file.create(tmp_path / "steppe")
    assert list(tmp_path.iterdir()) == []


def test_find_takes_a_name_without_its_ending(path) -> None:
    assert file.find(path.with_suffix("")) == path


@pytest.mark.parametrize("make", [
    pytest.param(lambda _: None, id="nothing"),
    pytest.param(lambda path: path.mkdir(), id="a folder"),
    pytest.param(lambda path: path.write_text("Dear reader"), id="a text"),
    pytest.param(lambda path: path.write_bytes(b"SQLite format 3\x00" + b"\x01" * 5000), id="a broken database"),
])  # fmt: skip
def test_open_to_read_says_what_is_no_case(tmp_path, make) -> None:
    target = tmp_path / "a.tarazu"
    make(target)
    with pytest.raises(CaseError, match="expected a case"):
        file.open_to_read(target)


def test_open_to_read_refuses_another_programs_database(tmp_path) -> None:
    with closing(sqlite3.connect(tmp_path / "a.tarazu")) as other:
        other.execute("CREATE TABLE t(a)")
    with pytest.raises(CaseError, match="a database of something else"):
        file.open_to_read(tmp_path / "a.tarazu")


def test_open_to_read_refuses_a_newer_version(path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute(f"PRAGMA user_version = {file.VERSION + 1}")
    with pytest.raises(CaseError, match="install the newest Tarazu"):
        file.open_to_read(path)


def test_open_to_read_opens_once(path, monkeypatch) -> None:
    opened, connect = [], sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *rest, **named: opened.append(rest) or connect(*rest, **named))
    file.open_to_read(path).close()
    assert len(opened) == 1


def test_open_to_read_cannot_write(path) -> None:
    with closing(file.open_to_read(path)) as connection, pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("INSERT INTO about VALUES ('a', 'b')")


def test_transaction_keeps_nothing_of_what_failed(path) -> None:
    connection = file.open_to_write(path)
    with pytest.raises(sqlite3.IntegrityError), file.transaction(connection, path):
        connection.executemany("INSERT INTO about VALUES (?, ?)", [("a", "b"), ("a", "c")])
    assert connection.execute("SELECT count(*) FROM about WHERE name = 'a'").fetchone()[0] == 0
    file.close(connection, path)


def test_close_leaves_one_file(path) -> None:
    connection = file.open_to_write(path)
    with file.transaction(connection, path):
        connection.execute("INSERT INTO about VALUES ('a', 'b')")
    file.close(connection, path)
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_lock_keeps_a_second_writer_waiting(path, monkeypatch) -> None:
    monkeypatch.setattr(file, "_PATIENCE", 0.1)
    with file.lock(path), pytest.raises(CaseError, match="another program that has been writing"), file.lock(Path(str(path))):
        pass


def test_judgements_can_neither_be_changed_nor_removed(path) -> None:
    connection = file.open_to_write(path)
    row = "INSERT INTO judgements(id, action, author, made, note, targets, changes) VALUES ('a', 'accept', 'b', 'c', '', '[]', '{}')"
    with file.transaction(connection, path):
        connection.execute(row)
    for query in ("DELETE FROM judgements", "UPDATE judgements SET note = 'other'"):
        with pytest.raises(sqlite3.IntegrityError, match="only ever added"), file.transaction(connection, path):
            connection.execute(query)
    file.close(connection, path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_open_to_read_reads_in_a_folder_that_may_not_be_written(path) -> None:
    path.parent.chmod(0o500)
    try:
        with closing(file.open_to_read(path)) as connection:
            assert connection.execute("SELECT count(*) FROM documents").fetchone()[0] == 0
        with pytest.raises(CaseError):
            file.open_to_write(path)
    finally:
        path.parent.chmod(0o700)
