"""A file is there whole or not at all."""

from pathlib import Path

import pytest

from tarazu.errors import OptionError
from tarazu.exports.acts import number, table
from tarazu.exports.written import whole_file


def test_whole_file_appears_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old", encoding="utf-8")
    with whole_file(path) as place:
        place.write_text("new", encoding="utf-8")
        assert path.read_text(encoding="utf-8") == "old"
        assert place.parent == path.parent
    assert path.read_text(encoding="utf-8") == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_whole_file_is_removed_on_error(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old", encoding="utf-8")

    def half() -> None:
        with whole_file(path) as place:
            place.write_text("half", encoding="utf-8")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        half()
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_whole_file_needs_its_folder(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="make the folder first"), table(tmp_path / "missing" / "a.txt", "polecat"):
        pass


def test_cells_cannot_break_the_table(tmp_path: Path) -> None:
    with table(tmp_path / "a.txt", "polecat") as rows:
        rows.write({"Event ID": "one\ttwo\nthree\r\u2028four", "Source": '"The Paper"', "Version": "\ud800"})
    lines = (tmp_path / "a.txt").read_text(encoding="utf-8").split("\n")
    cells = lines[1].split("\t")
    assert (len(lines), len(cells)) == (3, 40)
    assert (cells[0], cells[33], cells[39]) == ("one two three four", "'The Paper'", "?")


def test_numbers_are_short() -> None:
    assert [number(value) for value in (1.0, -7.2, 39.93, 0.0, None)] == ["1", "-7.2", "39.93", "0", ""]
