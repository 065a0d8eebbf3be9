import errno
from pathlib import Path

import pytest

from tarazu.errors import OptionError
from tarazu.exports.targets import target_file, target_folder


def torn(place: Path) -> None:
    place.write_text("half")
    raise ValueError("torn")


def test_target_file_leaves_what_was_there_when_it_fails(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("before")
    with pytest.raises(ValueError, match="torn"), target_file(path) as place:
        torn(place)
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_target_file_says_plainly_what_the_system_refuses(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="No space left"), target_file(tmp_path / "a"):
        raise OSError(errno.ENOSPC, "No space left on device")


def test_target_folder_takes_the_files_into_one_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "out" / "sub").mkdir(parents=True)
    (tmp_path / "out" / "sub" / "own").write_text("own")
    (tmp_path / "out" / "a").write_text("old")
    with target_folder(tmp_path / "out") as place:
        (place / "sub").mkdir()
        (place / "sub" / "b").write_text("b")
        (place / "a").write_text("new")
    assert {path.name: path.read_text() for path in (tmp_path / "out").rglob("*") if path.is_file()} == {"own": "own", "a": "new", "b": "b"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_target_folder_may_be_named_from_here(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    with target_folder(Path("out")) as place:
        (place / "a").write_text("a")
    assert (tmp_path / "out" / "a").read_text() == "a"


def test_target_folder_leaves_nothing_when_it_fails(tmp_path: Path) -> None:
    for folder in (tmp_path / "out", tmp_path):
        with pytest.raises(ValueError, match="torn"), target_folder(folder) as place:
            torn(place / "a")
        assert list(tmp_path.iterdir()) == []
