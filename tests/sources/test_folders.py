"""Tests of listing and watching folders."""

from __future__ import annotations

import os
import queue
import threading
import time
from pathlib import Path

import pytest

from tarazu.errors import SourceError
from tarazu.records import Document, Skipped
from tarazu.sources import read_files
from tarazu.sources.folders import walk, watch


def _fill(folder, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("A visit.", encoding="utf-8")


def test_walk_lists_files_in_order_and_counts_the_others(tmp_path) -> None:
    _fill(tmp_path, "b.txt", "a.HTML", "sub/c.warc.gz", "sub/.hidden.txt", ".git/d.txt", "e.png", "sub/f.png", "g", "h.gz")
    found = list(walk(tmp_path))
    assert [each.relative_to(tmp_path).as_posix() for each in found if not isinstance(each, Skipped)] == ["a.HTML", "b.txt", "sub/c.warc.gz"]
    reasons = [each.reason for each in found if isinstance(each, Skipped)]
    assert reasons == ["not read: 1 files with the ending .gz", "not read: 2 files with the ending .png", "not read: 1 files without an ending"]


def test_walk_leaves_links_that_lead_out(tmp_path) -> None:
    folder = tmp_path / "in"
    _fill(tmp_path, "out.txt", "in/a.txt")
    (folder / "b.txt").symlink_to(folder / "a.txt")
    (folder / "c.txt").symlink_to(tmp_path / "out.txt")
    (folder / "d.txt").symlink_to(folder / "gone.txt")
    (folder / "e").symlink_to(folder, target_is_directory=True)
    *paths, skipped = walk(folder)
    assert [path.name for path in paths] == ["a.txt", "b.txt"]
    assert "2 links" in skipped.reason


def test_walk_refuses_what_is_no_folder(tmp_path) -> None:
    with pytest.raises(SourceError, match="directory"):
        list(walk(tmp_path / "none"))


def test_read_files_reads_a_folder(tmp_path) -> None:
    _fill(tmp_path, "a.txt", "sub/b.md", "c.png")
    first, second, skipped = read_files([tmp_path])
    assert isinstance(first, Document)
    assert second.doc == str(tmp_path / "sub" / "b.md")
    assert ".png" in skipped.reason


@pytest.mark.parametrize("named", ["in full", "from where we are"])
def test_watch_gives_what_is_there_then_what_comes_when_it_is_complete(tmp_path, monkeypatch, named: str) -> None:
    monkeypatch.chdir(tmp_path.parent)
    folder = tmp_path if named == "in full" else Path(tmp_path.name)
    _fill(tmp_path, "old.txt", "x.png")
    os.utime(tmp_path / "old.txt", (time.time() - 60, time.time() - 60))
    stop, found = threading.Event(), queue.SimpleQueue()

    def work() -> None:
        for path in watch(folder, 0.6, stop=stop):
            found.put((path.name, path.read_text(encoding="utf-8")))

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    try:
        assert found.get(timeout=20) == ("old.txt", "A visit.")
        with (tmp_path / "new.txt").open("w", encoding="utf-8") as stream:
            for _ in range(6):
                stream.write("visit ")
                stream.flush()
                time.sleep(0.2)
        assert found.get(timeout=20) == ("new.txt", "visit " * 6)
        _fill(tmp_path, "sub/deep.txt", "sub/.part.txt", "sub/y.png")
        assert found.get(timeout=20)[0] == "deep.txt"
        (tmp_path / "old.txt").write_text("Another visit.", encoding="utf-8")
        assert found.get(timeout=20) == ("old.txt", "Another visit.")
        assert found.empty()
    finally:
        stop.set()
        worker.join(timeout=20)
    assert not worker.is_alive()
