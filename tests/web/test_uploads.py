"""Files that are handed over: their names are labels and no paths."""

import asyncio
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from tarazu.errors import OptionError, RecordError
from tarazu.web.uploads import Uploads, check_name


async def pieces(*content: bytes):
    for each in content:
        yield each


@pytest.fixture
def uploads():
    made = Uploads()
    yield made
    made.close()


def take(uploads, name, *content):
    # in a thread of its own: a browser that another test of this process opened keeps a loop running in the main one
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(uploads.take(name, pieces(*content)))).result()


@pytest.mark.parametrize("name", ["a.txt", "گزارش.html", "Report 3.PDF", "pages.warc.gz", "..a.txt", "a..txt", "con.txt", "a'b\".txt"])
def test_names_of_files_are_taken(name) -> None:
    assert check_name(name).startswith(".")


@pytest.mark.parametrize(
    "name",
    [
        "", ".", "..", "../a.txt", "..\\a.txt", "a/b.txt", "/etc/passwd.txt", "C:\\a.txt", "a\x00.txt", "a\n.txt", "a\x7f.txt", "\ud800.txt", "x" * 201 + ".txt",
        "a\u2028.txt", "program.exe", "noending", "a.txt/", "steppe.tarazu", "a.py", "a.svg",
    ],
    ids=ascii,
)  # fmt: skip
def test_what_is_no_name_of_a_file_is_refused(name, uploads) -> None:
    with pytest.raises(OptionError):
        take(uploads, name, b"x")


def test_files_lie_under_names_of_ours_where_nobody_else_can_look(uploads) -> None:
    made = take(uploads, "گزارش.txt", b"one", b" two")
    assert made.size == 7
    [(path, name)] = uploads.hand_over([made.id, made.id])
    assert (path.read_bytes(), name, path.name) == (b"one two", "گزارش.txt", f"{made.id}.txt")
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_files_are_handed_over_once_and_all_or_none(uploads) -> None:
    made = take(uploads, "a.txt", b"x")
    with pytest.raises(RecordError):
        uploads.hand_over([made.id, "none"])
    assert len(uploads.hand_over([made.id])) == 1
    with pytest.raises(RecordError):
        uploads.hand_over([made.id])


def test_empty_files_and_too_many_are_refused_and_leave_nothing(uploads, monkeypatch) -> None:
    kept = take(uploads, "a.txt", b"xxxx")
    [folder] = {path.parent for path, _ in uploads.hand_over([kept.id])}
    with pytest.raises(OptionError):
        take(uploads, "b.txt")
    monkeypatch.setattr("tarazu.web.uploads.MOST_FILES", 1)
    take(uploads, "c.txt", b"x")
    with pytest.raises(OptionError):
        take(uploads, "d.txt", b"x")
    monkeypatch.setattr("tarazu.web.uploads.MOST_FILES", 10)
    monkeypatch.setattr("tarazu.web.uploads.MOST_BYTES", 10)
    with pytest.raises(OptionError):
        take(uploads, "e.txt", b"x" * 10)
    assert len(list(folder.iterdir())) == 2
    uploads.close()
    assert not folder.exists()
