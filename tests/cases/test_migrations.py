"""Files of every earlier version open, with all that stands in them."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import tarazu
from tarazu.cases import file, migrations
from tarazu.errors import CaseError

VERSIONS = sorted((Path(__file__).parent / "versions").glob("*.sql"))


def _made_by(version: Path, target: Path) -> Path:
    with closing(sqlite3.connect(target)) as connection:
        connection.executescript(version.read_text(encoding="utf-8"))
    return target


def _shape(path: Path) -> set[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        return {(name, " ".join((sql or "").split())) for name, sql in connection.execute("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite%'")}


def test_there_is_a_file_of_every_earlier_version() -> None:
    assert [each.stem for each in VERSIONS] == [str(number) for number in range(1, migrations.VERSION)]


@pytest.mark.parametrize("version", VERSIONS, ids=lambda path: f"version {path.stem}")
def test_an_older_file_is_brought_up_to_date(version, tmp_path) -> None:
    case = tarazu.open(_made_by(version, tmp_path / "old.tarazu"))
    assert case.check() == ()
    assert len(case.events()) == 3
    assert [each.judgement.note for each in case.judgements()] == ["right"]
    assert [each.judged for document in case.documents() for each in document.records].count("accepted") == 1
    assert [hit.language for hit in case.search("روسيه")] == ["fa"]
    assert {name for name, _ in _shape(case.path)} == {name for name, _ in _shape(file.create(tmp_path / "new"))}


@pytest.mark.parametrize("version", VERSIONS, ids=lambda path: f"version {path.stem}")
def test_a_migration_that_fails_leaves_the_file_as_it_was(version, tmp_path, monkeypatch) -> None:
    path = _made_by(version, tmp_path / "old.tarazu")
    before = _shape(path)
    broken = tmp_path / f"{migrations.VERSION}_broken.sql"
    broken.write_text("CREATE TABLE half(a); CREATE TABLE half(a);", encoding="utf-8")
    monkeypatch.setattr(migrations, "_STEPS", [*migrations._STEPS[:-1], broken])
    with pytest.raises(CaseError):
        file.open_to_read(path)
    assert _shape(path) == before
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == int(version.stem)
