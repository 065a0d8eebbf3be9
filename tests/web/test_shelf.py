"""What was computed is given out for as long as the case stays as it was, however many ask at once."""

import threading
import time

import pytest

from tarazu.web.shelf import SERVED, Shelf, StillWorkingError


class Case:
    """A revision that can be changed, and whether a job is writing."""

    def __init__(self) -> None:
        self.revision = "1"
        self.streaming = False


@pytest.fixture
def case() -> Case:
    return Case()


@pytest.fixture
def shelf(case) -> Shelf:
    return Shelf(lambda: case.revision, lambda: case.streaming, most=3)


class Counting:
    """Computes, and counts how often; waits where it is told to."""

    def __init__(self) -> None:
        self.times = 0
        self.go = threading.Event()
        self.go.set()
        self.at_work = 0
        self.most_at_work = 0

    def __call__(self) -> int:
        self.at_work += 1
        self.most_at_work = max(self.most_at_work, self.at_work)
        self.times += 1
        mine = self.times
        assert self.go.wait(10)
        self.at_work -= 1
        return mine


def test_get_computes_once_for_a_revision(shelf, case) -> None:
    compute = Counting()
    assert [shelf.get(("a",), compute) for _ in range(3)] == [1, 1, 1]
    assert shelf.get(("a", "b"), compute) == 2
    case.revision = "2"
    assert shelf.get(("a",), compute) == 3


def test_get_lets_all_wait_for_one(shelf) -> None:
    compute = Counting()
    compute.go.clear()
    found = []
    threads = [threading.Thread(target=lambda: found.append(shelf.get(("a",), compute))) for _ in range(12)]
    for thread in threads:
        thread.start()
    time.sleep(0.1)
    compute.go.set()
    for thread in threads:
        thread.join(10)
    assert found == [1] * 12


def test_get_computes_different_things_at_once(shelf) -> None:
    slow, quick = Counting(), Counting()
    slow.go.clear()
    thread = threading.Thread(target=shelf.get, args=(("slow",), slow))
    thread.start()
    assert shelf.get(("quick",), quick) == 1
    slow.go.set()
    thread.join(10)


def test_get_tells_all_who_wait_of_an_error_and_tries_again(shelf) -> None:
    go, seen = threading.Event(), []

    def compute():
        assert go.wait(10)
        raise ValueError("no stories")

    def ask():
        try:
            shelf.get(("a",), compute)
        except ValueError as error:
            seen.append(str(error))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    time.sleep(0.1)
    go.set()
    for thread in threads:
        thread.join(10)
    assert seen == ["no stories"] * 4
    assert shelf.get(("a",), lambda: 5) == 5


def test_get_gives_out_nothing_that_was_begun_before_the_case_changed(shelf, case) -> None:
    compute = Counting()
    compute.go.clear()
    thread = threading.Thread(target=shelf.get, args=(("a",), compute))
    thread.start()
    time.sleep(0.05)
    case.revision = "2"
    found = []
    second = threading.Thread(target=lambda: found.append(shelf.get(("a",), compute)))
    second.start()
    time.sleep(0.05)
    compute.go.set()
    thread.join(10)
    second.join(10)
    assert compute.most_at_work == 1  # the second waited, and then computed anew
    assert found == [2]


def test_shelf_keeps_what_was_asked_for_last(shelf) -> None:
    compute = Counting()
    for key in "abc":
        shelf.get((key,), compute)
    assert shelf.get(("a",), compute) == 1
    shelf.get(("d",), compute)
    assert shelf.get(("a",), compute) == 1
    assert shelf.get(("b",), compute) == 5


def test_soon_says_that_it_is_still_working_and_then_gives(shelf) -> None:
    compute = Counting()
    compute.go.clear()
    for _ in range(3):
        with pytest.raises(StillWorkingError):
            shelf.soon(("a",), compute, patience=0.01)
    compute.go.set()
    assert shelf.soon(("a",), compute, patience=5) == 1
    assert compute.times == 1


def test_soon_raises_what_went_wrong_once(shelf) -> None:
    def compute():
        time.sleep(0.05)
        raise ValueError("no stories")

    with pytest.raises(StillWorkingError):
        shelf.soon(("a",), compute, patience=0.001)
    time.sleep(0.2)
    with pytest.raises(ValueError, match="no stories"):
        shelf.soon(("a",), lambda: 1, patience=1)
    assert shelf.soon(("a",), lambda: 2, patience=1) == 2


def test_soon_gives_at_last_what_it_computed_though_the_case_changes_all_the_time(shelf, case) -> None:
    compute = Counting()
    compute.go.clear()
    with pytest.raises(StillWorkingError):
        shelf.soon(("a",), compute, patience=0.01)
    case.revision = "2"
    compute.go.set()
    time.sleep(0.1)
    assert shelf.soon(("a",), compute, patience=1) == 1
    assert shelf.soon(("a",), compute, patience=1) == 2


def test_soon_begins_one_at_a_time(shelf, case) -> None:
    compute = Counting()
    compute.go.clear()
    for revision in range(5):
        case.revision = str(revision)
        with pytest.raises(StillWorkingError):
            shelf.soon(("a",), compute, patience=0.01)
    compute.go.set()
    assert compute.times == 1


def test_forget_gives_out_nothing_from_before(shelf, case) -> None:
    compute = Counting()
    case.streaming = True
    assert shelf.get(("a",), compute) == 1
    case.revision = "2"
    assert shelf.get(("a",), compute) == 1  # documents stream in: a little while ago will do
    shelf.forget()
    case.revision = "3"
    assert shelf.get(("a",), compute) == 2


def test_soon_gives_out_nothing_that_was_begun_before_forget(shelf, case) -> None:
    compute = Counting()
    compute.go.clear()
    with pytest.raises(StillWorkingError):
        shelf.soon(("a",), compute, patience=0.01)
    shelf.forget()
    case.revision = "2"
    compute.go.set()
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            assert shelf.soon(("a",), compute, patience=0.05) == 2
            break
        except StillWorkingError:
            continue
    assert compute.times == 2


def test_shelf_says_which_revision_it_served(shelf, case) -> None:
    SERVED.set(served := [])
    case.streaming = True
    shelf.get(("a",), lambda: 1)
    case.revision = "2"
    shelf.get(("a",), lambda: 2)
    SERVED.set(None)
    assert served == ["1", "1"]
