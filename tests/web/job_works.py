"""Works for the tests of jobs: they are run in other processes, which import them from here."""

import os
import time

from tarazu.errors import SourceError


def count(last, tell):
    for number in range(last):
        tell({"done": number + 1}, now=True)
    return {"counted": last}


def go_on(tell):
    while True:
        tell({"going": True})
        time.sleep(0.01)


def wait_for_stop(tell):
    while not tell.stop.is_set():
        time.sleep(0.01)
    return {"waited": True}


def fail(tell):
    raise SourceError("press", "a folder", "none", "make it")


def die(tell):
    tell({"last": "words"}, now=True)
    os._exit(7)


def break_down(tell):
    raise ZeroDivisionError


def leave_a_mark(path, tell):
    with path.open("a", encoding="utf-8") as stream:
        stream.write("begun\n")
        stream.flush()
        time.sleep(0.3)
        stream.write("ended\n")
